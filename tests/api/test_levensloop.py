# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After registration: ending, withdrawing, confirming and reviewing, and everything that may not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import is_geweigerd, lees_database, logregels, niets_veranderd
from tests.huis import BEHEER, veiligheidsgrond
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import Grond
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

GROND = veiligheidsgrond("huiselijk-geweld")


def _met_grond(partij: Partij) -> tuple[str, str]:
    """A signal with a V-ground: its id, and the ground's."""
    antwoord = partij.meldt(soort="zorgen", veiligheidsgrond=GROND)
    assert antwoord.status_code == 201, antwoord.text
    return antwoord.json()["signaalId"], antwoord.json()["veiligheidsgrondId"]


def _bevestig(partij: Partij, grond: str, wie: str | None = "tweede") -> Any:
    return partij.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie=wie)


def _herbeoordeel(partij: Partij, grond: str, wie: str | None = "pro") -> Any:
    return partij.post(f"/v1/veiligheidsgronden/{grond}/herbeoordelingen", wie=wie)


def test_S06_een_einde_vandaag_of_eerder_wordt_genoteerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt(vanaf="2014-05-01").json()["signaalId"]
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-01"})
    assert antwoord.status_code == 201, antwoord.text
    assert antwoord.json()["status"] == "beeindigd"
    assert antwoord.json()["telt"] is True
    assert school.get(f"/v1/signalen/{id_}").json()["tot"] == "2014-06-01"
    assert logregels(huis)[-2]["tag"] == "api:signaal:beeindigen"


def test_Z01_een_einde_vandaag_is_actief_tot_en_met_vandaag(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt().json()["signaalId"]
    assert school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02"}).json()["status"] == "actief"
    huis.klok.zet("2014-06-02", 23)
    assert school.get(f"/v1/signalen/{id_}").json()["status"] == "actief"
    huis.klok.zet("2014-06-03", 0)
    assert school.get(f"/v1/signalen/{id_}").json()["status"] == "beeindigd"


@pytest.mark.parametrize(
    ("tot", "code"),
    [
        ("2014-06-03", "einddatum-ongeldig"),
        ("2014-06-01", "einddatum-ongeldig"),
        ("gisteren", "datum-ongeldig"),
        (20140602, "datum-ongeldig"),
    ],
)
def test_S06_een_einde_in_de_toekomst_of_voor_het_begin_gaat_niet(huis: Huis, tot: object, code: str) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt().json()["signaalId"]
    with niets_veranderd(huis):
        antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": tot})
        is_geweigerd(huis, antwoord, 400, code, wijzer="/tot", door=school)


def test_S06_een_signaal_eindigt_een_keer(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt(vanaf="2014-05-01").json()["signaalId"]
    school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-01"})
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-05-31"})
    is_geweigerd(huis, antwoord, 409, "al-beeindigd", regel="S06", door=school)
    assert logregels(huis)[-1]["onderwerpen"] == logregels(huis)[-2]["onderwerpen"]


@pytest.mark.parametrize("reden", ["ten-onrechte", "risico-geweken", "verkeerd-kind"])
def test_S06_S09_een_signaal_wordt_een_keer_ingetrokken_met_reden(huis: Huis, reden: str) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt().json()["signaalId"]
    antwoord = school.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": reden})
    assert antwoord.status_code == 201, antwoord.text
    assert antwoord.json()["status"] == ("beeindigd" if reden == "risico-geweken" else "ingetrokken")
    antwoord = school.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": reden})
    is_geweigerd(huis, antwoord, 409, "al-ingetrokken", regel="S06")
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02"})
    is_geweigerd(huis, antwoord, 409, "al-beeindigd", regel="S06")


@pytest.mark.parametrize("inhoud", [{}, {"reden": "spijt"}, {"reden": None}, {"reden": "ten-onrechte", "x": 1}, None])
def test_S06_zonder_geldige_reden_wordt_niets_ingetrokken(huis: Huis, inhoud: Any) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt().json()["signaalId"]
    antwoord = school.post(f"/v1/signalen/{id_}/intrekkingen", inhoud)
    is_geweigerd(huis, antwoord, 400, antwoord.json()["code"], door=school)
    assert school.get(f"/v1/signalen/{id_}").json()["status"] == "actief"


def test_V04_met_een_veiligheidsgrond_zegt_wie_beeindigt_of_de_grond_blijft(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, grond = _met_grond(school)
    _bevestig(school, grond)
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02"})
    is_geweigerd(huis, antwoord, 400, "grond-blijft-ontbreekt", regel="V04", wijzer="/grondBlijft")
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02", "grondBlijft": "ja"})
    is_geweigerd(huis, antwoord, 400, "waarde-ongeldig", wijzer="/grondBlijft")
    antwoord = school.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02", "grondBlijft": True})
    assert antwoord.status_code == 201, antwoord.text


def test_V03_een_tweede_persoon_bevestigt_en_een_keer_is_genoeg(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, grond = _met_grond(school)
    assert school.get(f"/v1/signalen/{id_}").json()["waarom"] == "veiligheid-te-bevestigen"
    antwoord = _bevestig(school, grond)
    assert antwoord.status_code == 201, antwoord.text
    assert (antwoord.json()["signaalId"], antwoord.json()["waarom"]) == (id_, "veiligheid")
    regel = logregels(huis)[-1]
    assert (regel["professional"], regel["grond"]) == (school.tweede, "tweede-persoon")
    assert {"soort": "veiligheidsgrond", "id": grond} in regel["onderwerpen"]
    is_geweigerd(huis, _bevestig(school, grond), 403, "al-bevestigd", regel="V03", door=school)


def test_V03_wie_inriep_bevestigt_niet_ook_niet_als_aandachtsfunctionaris(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    _, grond = _met_grond(school)
    zelfde = Professional(uuid4(), school.id, "pro", date(2010, 1, 1), None, aandachtsfunctionaris=True)
    beheer.wijs_aan(huis.tools, BEHEER, zelfde)
    is_geweigerd(huis, _bevestig(school, grond, "pro"), 403, "zelfde-persoon", regel="V03", door=school)


def test_V03_alleen_een_aandachtsfunctionaris_die_vandaag_is_aangewezen_bevestigt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    _, grond = _met_grond(school)
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), school.id, "stagiair", date(2010, 1, 1)))
    antwoord = _bevestig(school, grond, "stagiair")
    is_geweigerd(huis, antwoord, 403, "geen-aandachtsfunctionaris", regel="V03", door=school)
    antwoord = _bevestig(school, grond, None)
    is_geweigerd(huis, antwoord, 403, "professional-vereist", regel="A03", door=school)
    school.token("tweede")
    weg = Professional(uuid4(), school.id, "tweede", date(2010, 1, 1), date(2014, 6, 1), aandachtsfunctionaris=True)
    beheer.wijs_aan(huis.tools, BEHEER, weg)
    antwoord = _bevestig(school, grond)
    is_geweigerd(huis, antwoord, 403, "professional-niet-aangewezen", regel="A01", door=school)


def test_I06_de_grond_van_een_ander_bestaat_niet(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    _, grond = _met_grond(school)
    for antwoord in (_bevestig(cjg, grond), _herbeoordeel(cjg, grond), _bevestig(cjg, str(uuid4()))):
        is_geweigerd(huis, antwoord, 404, "niet-gevonden", regel="I06", door=cjg)
        assert logregels(huis)[-1]["onderwerpen"] == []


@pytest.mark.parametrize("inhoud", [{"akkoord": False}, {"professional": "tweede"}, [], "nee"])
def test_V03_wat_met_een_bevestiging_meekomt_wordt_niet_stil_genegeerd(huis: Huis, inhoud: Any) -> None:
    school = huis.partij("De Klaver")
    id_, grond = _met_grond(school)
    for handeling in ("bevestigingen", "herbeoordelingen"):
        antwoord = school.post(f"/v1/veiligheidsgronden/{grond}/{handeling}", inhoud, wie="tweede")
        is_geweigerd(huis, antwoord, 400, antwoord.json()["code"], door=school)
    assert school.get(f"/v1/signalen/{id_}").json()["waarom"] == "veiligheid-te-bevestigen"
    assert school.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", {}, wie="tweede").status_code == 201


def test_V03_na_de_termijn_is_de_grond_vervallen(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, grond = _met_grond(school)
    huis.klok.zet("2014-06-04", 23)
    assert school.get(f"/v1/signalen/{id_}").json()["waarom"] == "veiligheid-te-bevestigen"
    huis.klok.zet("2014-06-05", 0)
    is_geweigerd(huis, _bevestig(school, grond), 403, "grond-vervallen", regel="V03", door=school)
    assert school.get(f"/v1/signalen/{id_}").json()["status"] == "slapend"


def test_V04_een_bevestigde_grond_wordt_herbeoordeeld_door_een_aangewezen_persoon(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_, grond = _met_grond(school)
    is_geweigerd(huis, _herbeoordeel(school, grond), 403, "nog-niet-bevestigd", regel="V04", door=school)
    _bevestig(school, grond)
    is_geweigerd(huis, _herbeoordeel(school, grond, None), 403, "professional-vereist", regel="A03", door=school)
    huis.klok.zet("2014-09-02", 22)
    assert _herbeoordeel(school, grond).status_code == 201
    huis.klok.zet("2014-12-03", 1)
    is_geweigerd(huis, _herbeoordeel(school, grond), 403, "grond-vervallen", regel="V04")
    assert school.get(f"/v1/signalen/{id_}").json()["status"] == "slapend"


def test_A06_het_signaal_van_een_ander_bestaat_niet(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    id_ = school.meldt().json()["signaalId"]
    with niets_veranderd(huis):
        for antwoord in (
            cjg.get(f"/v1/signalen/{id_}"),
            cjg.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-02"}),
            cjg.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": "ten-onrechte"}),
        ):
            vreemd = is_geweigerd(huis, antwoord, 404, "niet-gevonden", regel="I06", door=cjg)
            assert vreemd == cjg.get(f"/v1/signalen/{uuid4()}").json()


def test_B01_een_vernietigd_signaal_bestaat_niet_meer(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt(uiterlijkTot="2014-06-10").json()["signaalId"]
    huis.klok.zet("2014-06-10", 0)
    for veeg in (False, True):
        if veeg:
            huis.veeg()
        is_geweigerd(huis, school.get(f"/v1/signalen/{id_}"), 404, "niet-gevonden")
        antwoord = school.post(f"/v1/signalen/{id_}/intrekkingen", {"reden": "ten-onrechte"})
        is_geweigerd(huis, antwoord, 404, "niet-gevonden")
        assert school.get("/v1/signalen").json() == {"signalen": []}
    assert lees_database(huis, "SELECT FROM persoon") == []


def test_R03_een_match_wordt_een_keer_aangenomen(huis: Huis) -> None:
    from tests.api.hulp import een_match

    _, _, wijkteam, match = een_match(huis)
    assert wijkteam.post(f"/v1/matches/{match}/aanvaardingen").status_code == 201
    antwoord = wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    is_geweigerd(huis, antwoord, 403, "overgang-onmogelijk", regel="R03", door=wijkteam)


def test_L01_ook_een_blik_laat_een_regel_na(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    id_ = school.meldt().json()["signaalId"]
    school.get(f"/v1/signalen/{id_}")
    regel = logregels(huis)[-1]
    assert (regel["tag"], regel["uitkomst"]) == ("api:signaal:bekijken", "gelukt")
    school.get("/v1/signalen")
    assert [r["tag"] for r in logregels(huis)[-2:]] == ["api:signaal:opsommen", "api:signaal:bekijken"]


def test_S07_bij_elk_signaal_staat_of_kind_en_ouders_zijn_geinformeerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    zonder = school.lichaam()
    del zonder["informering"]
    geweigerd = school.post("/v1/signalen", zonder)
    assert geweigerd.status_code == 400
    assert geweigerd.json()["fouten"][0]["wijzer"] == "/informering"
    assert (
        school.meldt(
            informering={"kind": True, "ouders": False, "nietOmdat": "niet-bereikbaar", "herzienOp": "2014-07-01"}
        ).status_code
        == 201
    )
    (rij,) = lees_database(huis, "SELECT informering FROM signaal")
    assert rij["informering"] == {
        "kind": True,
        "ouders": False,
        "niet_omdat": "niet-bereikbaar",
        "herzien_op": "2014-07-01",
    }


def test_V01_alleen_de_gronden_van_de_lijst_doorbreken_toestemming(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    for nummer, grond in enumerate(Grond):
        melder = huis.partij(f"School {nummer}")
        antwoord = melder.meldt(soort="zorgen", veiligheidsgrond=veiligheidsgrond(grond.value))
        assert antwoord.status_code == 201, antwoord.text
    for anders in ("gevoel", "", None, "KINDERMISHANDELING", ["kindermishandeling"]):
        assert school.meldt(veiligheidsgrond=veiligheidsgrond(anders)).status_code == 400
