# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a client makes of a body, the answer is never a fault of ours."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.hulp import heeft_koppen, is_probleem
from tests.api.verzoek import een_fg, lichaam, vraagt
from tests.huis import KINDEREN, MOEDER, VADER, toestemming, veiligheidsgrond

if TYPE_CHECKING:
    from tests.huis import Huis

INSTELLING = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

DAGEN = st.dates().map(str) | st.sampled_from(["2014-06-02", "2014-06-03", "1900-01-01", "2199-12-31", "2014-02-30"])
MOMENTEN = st.datetimes().map(lambda d: f"{d.isoformat()}+13:59") | st.sampled_from(
    ["1900-01-01T00:00:00+23:59", "2199-12-31T23:59:59-23:59"]
)
WOORDEN = st.sampled_from(
    [
        "zorgen",
        "betrokken",
        "gezin",
        "wonen",
        "0599",
        "0344",
        "2010-03",
        "1991-06",
        "2199-12",
        "niet-verschenen",
        "envelop",
    ]
)
TEKSTEN = st.text(st.characters(codec=None), max_size=30) | DAGEN | MOMENTEN | WOORDEN
WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | TEKSTEN,
    lambda deel: st.lists(deel, max_size=4) | st.dictionaries(TEKSTEN, deel, max_size=4),
    max_leaves=8,
)
INGREPEN = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from(["weg", "anders", "erbij", "dubbel"]), WAARDEN),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def huis(gedeeld: Huis) -> Huis:
    return gedeeld


def _plaatsen(waarde: Any, pad: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything inside a body."""
    delen = waarde.items() if isinstance(waarde, dict) else enumerate(waarde) if isinstance(waarde, list) else ()
    return [plaats for naam, deel in delen for plaats in [(*pad, naam), *_plaatsen(deel, (*pad, naam))]]


def _verbouwd(lichaam: Any, ingrepen: list[tuple[int, str, Any]]) -> Any:
    lichaam = copy.deepcopy(lichaam)
    for keuze, hoe, waarde in ingrepen:
        plaatsen = _plaatsen(lichaam)
        if not plaatsen:
            return waarde
        *weg, naam = plaatsen[keuze % len(plaatsen)]
        drager = lichaam
        for stap in weg:
            drager = drager[stap]
        if hoe == "weg":
            del drager[naam]
        elif hoe == "dubbel" and isinstance(drager, list):
            drager.append(drager[naam])
        elif hoe == "erbij" and isinstance(drager[naam], dict):
            drager[naam][str(waarde)] = waarde
        elif hoe == "erbij" and isinstance(drager[naam], list):
            drager[naam].append(waarde)
        else:
            drager[naam] = waarde
    return lichaam


def _antwoordt_netjes(antwoord: Any) -> None:
    assert antwoord.status_code < 500, antwoord.text
    if antwoord.status_code >= 400:
        is_probleem(antwoord, antwoord.status_code, antwoord.json()["code"])
    else:
        heeft_koppen(antwoord)


@INSTELLING
@given(ingrepen=INGREPEN, batch=st.booleans())
def test_S03_een_verbouwd_signaal_geeft_nooit_een_fout_van_ons(
    huis: Huis, ingrepen: list[tuple[int, str, Any]], batch: bool
) -> None:
    school = _school(huis)
    goed = school.lichaam(
        KINDEREN[0],
        ouders=(MOEDER, VADER),
        veiligheidsgrond=veiligheidsgrond("vermissing"),
        toestemming=toestemming("2014-06-02", "2015-06-02"),
        tot="2014-06-02",
        onthulling="envelop",
        envelop={"kid": "k1", "ct": "A" * 747},
        patroon="niet-verschenen",
        gebied="Noord",
    )
    lichaam: Any = {"signalen": [goed]} if batch else goed
    tekst = json.dumps(_verbouwd(lichaam, ingrepen))
    pad = "/v1/signaalbatches" if batch else "/v1/signalen"
    kop = school.kop() | {"Content-Type": "application/json"}
    antwoord = huis.client.post(pad, content=tekst, headers=kop)
    _antwoordt_netjes(antwoord)
    if batch and antwoord.status_code == 200:
        assert all(deel["status"] < 500 for deel in antwoord.json()["uitkomsten"])


@INSTELLING
@given(ingrepen=INGREPEN, actie=st.sampled_from(["beeindigingen", "intrekkingen"]))
def test_S06_een_verbouwde_daad_geeft_nooit_een_fout_van_ons(
    huis: Huis, ingrepen: list[tuple[int, str, Any]], actie: str
) -> None:
    school = _school(huis)
    if "signaal" not in _BEWAARD:
        _BEWAARD["signaal"] = school.meldt(KINDEREN[1]).json()["signaalId"]
    goed = {"beeindigingen": {"tot": "2014-06-02", "grondBlijft": True}, "intrekkingen": {"reden": "ten-onrechte"}}[
        actie
    ]
    kop = school.kop() | {"Content-Type": "application/json"}
    tekst = json.dumps(_verbouwd(goed, ingrepen))
    antwoord = huis.client.post(f"/v1/signalen/{_BEWAARD['signaal']}/{actie}", content=tekst, headers=kop)
    _antwoordt_netjes(antwoord)


@INSTELLING
@given(ingrepen=INGREPEN, wat=st.sampled_from(["verzoeken", "besluiten", "verlengingen"]))
def test_G02_een_verbouwd_verzoek_geeft_nooit_een_fout_van_ons(
    huis: Huis, ingrepen: list[tuple[int, str, Any]], wat: str
) -> None:
    if "fg" not in _BEWAARD:
        _BEWAARD["fg"] = een_fg(huis)
        _BEWAARD["verzoek"] = vraagt(_BEWAARD["fg"], KINDEREN[2], recht="verwijdering")["verzoekId"]
    fg = _BEWAARD["fg"]
    goed = {
        "verzoeken": lichaam(fg, KINDEREN[2], wilsonbekwaam=None),
        "besluiten": {
            "uitspraak": "gedeeltelijk",
            "reden": "deel-is-nog-nodig",
            "maatregelen": [{"signaalId": _BEWAARD["verzoek"], "reden": "ten-onrechte"}],
        },
        "verlengingen": {"reden": "ingewikkeld", "verteldOp": "2014-06-02"},
    }[wat]
    pad = "/v1/verzoeken" if wat == "verzoeken" else f"/v1/verzoeken/{_BEWAARD['verzoek']}/{wat}"
    kop = fg.kop() | {"Content-Type": "application/json"}
    _antwoordt_netjes(huis.client.post(pad, content=json.dumps(_verbouwd(goed, ingrepen)), headers=kop))
    assert fg.get("/v1/verzoeken").status_code == 200


@INSTELLING
@given(
    pad=st.sampled_from(["/v1/signalen", "/v1/signalen/{}", "/v1/matches/{}", "/v1/{}", "/inbox/{}"]),
    deel=st.text(
        st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="?#/\\"),
        min_size=1,
        max_size=30,
    ),
    vraag=st.dictionaries(
        st.sampled_from(["cursor", "limit", "x"]), st.text(st.characters(codec="utf-8"), max_size=60)
    ),
)
def test_I06_een_willekeurig_adres_geeft_nooit_een_fout_van_ons(
    huis: Huis, pad: str, deel: str, vraag: dict[str, str]
) -> None:
    antwoord = huis.client.get(pad.format(deel), params=vraag, headers=_school(huis).kop(), follow_redirects=False)
    assert antwoord.status_code < 500


@INSTELLING
@given(
    lichaam=st.binary(max_size=200), soort=st.sampled_from(["application/json", "application/x-www-form-urlencoded"])
)
def test_S03_willekeurige_bytes_geven_nooit_een_fout_van_ons(huis: Huis, lichaam: bytes, soort: str) -> None:
    for pad in ("/v1/signalen", "/v1/oauth/token", "/v1/signaalbatches"):
        kop = _school(huis).kop() | {"Content-Type": soort}
        _antwoordt_netjes(huis.client.post(pad, content=lichaam, headers=kop))


_BEWAARD: dict[str, Any] = {}


def _school(huis: Huis) -> Any:
    """One organisation for all examples of this file."""
    if "school" not in _BEWAARD:
        _BEWAARD["school"] = huis.partij("De Klaver")
    return _BEWAARD["school"]
