# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Batches (S08): each signal is decided by itself, and says by itself what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import heeft_koppen, is_geweigerd, logregels, niets_veranderd
from tests.huis import KINDEREN
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis


@pytest.fixture
def huis(gedeeld: Huis) -> Huis:
    return gedeeld


def _uitkomsten(antwoord: Any) -> list[dict[str, Any]]:
    assert antwoord.status_code == 200, antwoord.text
    heeft_koppen(antwoord)
    uitkomsten: list[dict[str, Any]] = antwoord.json()["uitkomsten"]
    assert [u["plaats"] for u in uitkomsten] == list(range(len(uitkomsten)))
    return uitkomsten


def test_S08_de_goede_landen_en_elke_slechte_zegt_waarom(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    goed, ander = school.lichaam(), school.lichaam(KINDEREN[1])
    vreemd = school.lichaam(KINDEREN[2])
    signalen: list[Any] = [
        goed,
        "geen signaal",
        ander | {"kindToken": vreemd["kindToken"]},
        ander,
        ander | {"soort": "x", "extra": 1},
        goed,
        school.lichaam(KINDEREN[2], geboortemaand="1980-01"),
        goed | {"leefgebieden": ["werk"]},
        None,
        {},
    ]
    uitkomsten = _uitkomsten(school.post("/v1/signaalbatches", {"signalen": signalen}))
    assert [u["status"] for u in uitkomsten] == [201, 400, 400, 201, 400, 200, 403, 409, 400, 400]
    codes = [[f["code"] for f in u["fouten"]] for u in uitkomsten]
    assert codes[0] == codes[3] == codes[5] == []
    assert codes[2] == ["token-ongeldig"]
    assert sorted(codes[4]) == ["veld-onbekend", "waarde-onbekend"]
    assert "te-oud" in codes[6]
    assert codes[7] == ["signaal-id-bestaat"]
    assert {f["wijzer"] for f in uitkomsten[4]["fouten"]} == {"/soort", "/extra"}
    assert uitkomsten[5]["antwoord"] == uitkomsten[0]["antwoord"]
    assert len(school.get("/v1/signalen").json()["signalen"]) == 2


def test_S08_L01_elk_deel_laat_zijn_eigen_regel_na(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.token()
    eerder = len(logregels(huis))
    school.post("/v1/signaalbatches", {"signalen": [school.lichaam(), {}, school.lichaam(KINDEREN[1])]})
    nieuw = logregels(huis)[eerder:]
    assert [(r["tag"], r["uitkomst"], r["code"]) for r in nieuw] == [
        ("api:signaal:registreren", "gelukt", None),
        ("api:signaal:registreren", "geweigerd", "veld-ontbreekt"),
        ("api:signaal:registreren", "gelukt", None),
    ]
    assert {r["organisatie"] for r in nieuw} == {school.id}


def test_S08_A03_zonder_professional_landt_geen_enkel_deel(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        antwoord = school.post("/v1/signaalbatches", {"signalen": [school.lichaam()]}, wie=None)
    deel = _uitkomsten(antwoord)[0]
    assert (deel["status"], deel["antwoord"], deel["fouten"][0]["code"]) == (403, None, "professional-vereist")


@pytest.mark.parametrize(
    ("signalen", "code"),
    [([], "te-weinig"), ([{}] * 501, "te-veel"), ({}, "waarde-ongeldig"), (None, "waarde-ongeldig")],
)
def test_S08_een_batch_heeft_een_tot_vijfhonderd_delen(huis: Huis, signalen: object, code: str) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.post("/v1/signaalbatches", {"signalen": signalen})
    is_geweigerd(huis, antwoord, 400, code, wijzer="/signalen", door=school)


def test_S08_vijfhonderd_delen_gaan_in_een_keer(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    uitkomsten = _uitkomsten(school.post("/v1/signaalbatches", {"signalen": [lichaam] + [{}] * 498 + [lichaam]}))
    assert [uitkomsten[i]["status"] for i in (0, 1, 498, 499)] == [201, 400, 400, 200]


def test_S08_broer_en_zus_in_een_batch_tellen_samen(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    kinderen = KINDEREN[2:4]
    _uitkomsten(school.post("/v1/signaalbatches", {"signalen": [school.lichaam(k, ouders=()) for k in kinderen]}))
    signalen = [cjg.lichaam(k, ouders=(), soort="zorgen", signaalId=uuid4()) for k in kinderen]
    uitkomsten = _uitkomsten(cjg.post("/v1/signaalbatches", {"signalen": signalen}))
    assert [u["antwoord"]["match"] for u in uitkomsten] == [True, True]
