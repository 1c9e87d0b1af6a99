# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""S10: no BSN enters, wherever it stands in a request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.api.hulp import bewering_met, is_geweigerd, logregels, niets_veranderd
from verwijsindex.protocol.bewering import TYPE_BEWERING

if TYPE_CHECKING:
    from tests.huis import Huis


@pytest.fixture
def huis(gedeeld: Huis) -> Huis:
    return gedeeld


BSN = "999990019"
SPELLINGEN = [
    BSN,
    "999.990.019",
    "999 990 019",
    "9999-90-019",
    f" {BSN} ",
    f"{BSN}\n",
    "999\u00a0990\u00a0019",
    "9.9.9.9.9.0.0.1.9",
]


def _zonder_waarde(huis: Huis, antwoord: Any) -> None:
    is_geweigerd(huis, antwoord, 400, "bsn-geweigerd", regel="S10")
    assert BSN not in antwoord.text
    assert BSN not in str(logregels(huis))


@pytest.mark.parametrize("spelling", SPELLINGEN)
def test_S10_een_bsn_in_een_veld_wordt_geweigerd_hoe_het_ook_gespeld_is(huis: Huis, spelling: str) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        _zonder_waarde(huis, school.meldt(gebied=spelling))


@pytest.mark.parametrize(
    "inhoud",
    [
        {"gebied": int(BSN)},
        {"gebied": float(BSN)},
        {"gebied": -int(BSN)},
        {"contactpunt": {"functie": BSN, "telefoon": "010-2345678"}},
        {"contactpunt": {"functie": "ib", BSN: "x"}},
        {BSN: True},
        {"leefgebieden": ["gezin", BSN]},
        {"onbekend": [[[{"diep": [{"dieper": BSN}]}]]]},
        {"kindToken": BSN},
        {"signaalId": BSN},
        {"sleutelVersie": int(BSN)},
        {"bevestiging": {"professional": BSN, "moment": "2014-06-02T08:00:00Z", "redelijkVermoeden": True}},
    ],
)
def test_S10_een_bsn_wordt_geweigerd_op_elke_plaats_in_het_lichaam(huis: Huis, inhoud: dict[str, Any]) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        _zonder_waarde(huis, school.post("/v1/signalen", school.lichaam() | inhoud))


def test_S10_een_bsn_onder_een_dubbele_naam_wordt_geweigerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    tekst = json.dumps(school.lichaam())[:-1] + f', "gebied": "{BSN}", "gebied": "Noord"}}'
    koppen = school.kop() | {"Content-Type": "application/json"}
    _zonder_waarde(huis, huis.client.post("/v1/signalen", content=tekst, headers=koppen))


@pytest.mark.parametrize("codering", ["utf-16", "utf-32-le"])
def test_S10_een_andere_tekencodering_verbergt_geen_bsn(huis: Huis, codering: str) -> None:
    school = huis.partij("De Klaver")
    tekst = json.dumps(school.lichaam(gebied=BSN)).encode(codering)
    koppen = school.kop() | {"Content-Type": "application/json"}
    _zonder_waarde(huis, huis.client.post("/v1/signalen", content=tekst, headers=koppen))


@pytest.mark.parametrize(
    "pad",
    [
        f"/v1/signalen/{BSN}",
        "/v1/signalen/999.990.019",
        "/v1/signalen/" + "".join(f"%{ord(c):02x}" for c in BSN),
        "/v1/signalen/999%20990%20019",
        f"/v1/signalen/{BSN}/beeindigingen",
        f"/v1/matches/{BSN}",
        f"/v1/{BSN}",
        f"/{BSN}",
        f"/v1/signalen?cursor={BSN}",
        f"/v1/signalen?limit={BSN}",
        f"/v1/signalen?x={quote('999 990 019')}",
        "/v1/signalen?x=999+990+019",
        f"/v1/signalen?{BSN}",
        f"/v1/signalen?{BSN}=1",
        f"/v1/signalen?x=1&y={BSN}",
    ],
)
def test_S10_een_bsn_in_het_adres_wordt_geweigerd(huis: Huis, pad: str) -> None:
    _zonder_waarde(huis, huis.partij("De Klaver").get(pad))


def test_S10_een_bsn_wordt_ook_zonder_token_geweigerd(huis: Huis) -> None:
    _zonder_waarde(huis, huis.client.get(f"/v1/signalen/{BSN}"))


def test_S10_een_bsn_in_een_formulier_wordt_geweigerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    goed = {"grant_type": "client_credentials", "client_assertion_type": TYPE_BEWERING}
    for anders in ({"client_assertion": BSN}, {"client_assertion": school.bewering(), "bsn": "999 990 019"}, {BSN: ""}):
        _zonder_waarde(huis, huis.client.post("/v1/oauth/token", data=goed | anders))


def test_S10_een_formulier_met_een_ander_scheidingsteken_verbergt_geen_bsn(huis: Huis) -> None:
    koppen = {"Content-Type": "application/x-www-form-urlencoded"}
    _zonder_waarde(huis, huis.client.post("/v1/oauth/token", content=f"a=1;b={BSN}", headers=koppen))


@pytest.mark.parametrize("claim", ["professional", "jti"])
def test_S10_een_bsn_in_de_bewering_van_een_systeem_wordt_geweigerd(huis: Huis, claim: str) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.vraag_token(bewering_met(school, **{claim: BSN}))
    _zonder_waarde(huis, antwoord)


def test_S10_een_bsn_wordt_geweigerd_ook_waar_geen_lichaam_wordt_verwacht(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    _zonder_waarde(huis, school.post(f"/v1/veiligheidsgronden/{uuid4()}/bevestigingen", {"bsn": BSN}))


def test_S10_in_een_batch_weigert_een_bsn_alles(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        _zonder_waarde(
            huis, school.post("/v1/signaalbatches", {"signalen": [school.lichaam(), school.lichaam(gebied=BSN)]})
        )


@pytest.mark.parametrize(
    "waarde", ["999990018", "9999900190", "99999001", "000000000", f"x{BSN}", "9-99-9", "2014-06-02"]
)
def test_S10_wat_geen_bsn_is_wordt_niet_als_bsn_geweigerd(huis: Huis, waarde: str) -> None:
    school = huis.partij("De Klaver")
    assert school.meldt(gebied=waarde).status_code == 201


def test_S10_een_uuid_of_token_met_cijfers_wordt_niet_geweigerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt(signaalId="99999001-9000-4000-8000-999990019000")
    assert antwoord.status_code == 201
    assert school.get("/v1/signalen/99999001-9000-4000-8000-999990019000").status_code == 200


def test_S10_de_weigering_noemt_in_het_log_de_organisatie(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, school.meldt(gebied=BSN), 400, "bsn-geweigerd", door=school)
