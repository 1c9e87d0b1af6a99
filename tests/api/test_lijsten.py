# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Lists: page by page, nothing twice and nothing missed, and no more in a link than is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.api.hulp import bladeren, een_match, is_probleem
from tests.huis import KINDEREN, MOEDER, veiligheidsgrond
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis


def test_I06_eigen_signalen_per_bladzijde(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    ids = [str(uuid4()) for _ in KINDEREN]
    for kind, id_ in zip(KINDEREN, ids, strict=True):
        school.meldt(kind, signaalId=id_)
        cjg.meldt(kind)
        huis.klok.verder(minutes=1)
    assert bladeren(school, "/v1/signalen", "signalen", "signaalId") == [ids]
    assert bladeren(school, "/v1/signalen?limit=3", "signalen", "signaalId") == [ids[:3], ids[3:]]
    assert bladeren(school, "/v1/signalen?limit=1", "signalen", "signaalId") == [*([i] for i in ids), []]


def test_I06_een_link_herhaalt_niets_van_de_vraag(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    for kind in KINDEREN[:2]:
        school.meldt(kind)
    antwoord = school.get("/v1/signalen?limit=1&naam=Jansen")
    assert 'rel="next"' in antwoord.headers["link"]
    assert "Jansen" not in antwoord.headers["link"]


def test_I06_een_vernietigd_signaal_breekt_de_lijst_niet_af(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    ids = [str(uuid4()) for _ in KINDEREN]
    for n, (kind, id_) in enumerate(zip(KINDEREN, ids, strict=True)):
        school.meldt(kind, ouders=(), signaalId=id_, uiterlijkTot="2014-06-10" if n == 1 else "2015-06-10")
        huis.klok.verder(minutes=1)
    huis.klok.zet("2014-06-11")
    over = [ids[0], ids[2], ids[3]]
    bladzijden = bladeren(school, "/v1/signalen?limit=2", "signalen", "signaalId")
    assert [id_ for bladzijde in bladzijden for id_ in bladzijde] == over
    huis.veeg()
    assert bladeren(school, "/v1/signalen?limit=2", "signalen", "signaalId") == [over[:2], over[2:]]


def test_I02_eigen_matches_per_bladzijde(huis: Huis) -> None:
    school, cjg, wijkteam, eerste = een_match(huis)
    for kind in KINDEREN[1:3]:
        huis.klok.verder(minutes=1)
        school.meldt(kind, ouders=())
        cjg.meldt(kind, ouders=(), soort="zorgen")
    bladzijden = bladeren(wijkteam, "/v1/matches?limit=2", "matches", "matchId")
    assert [len(bladzijde) for bladzijde in bladzijden] == [2, 1]
    assert bladzijden[0][0] == eerste
    assert len({match for bladzijde in bladzijden for match in bladzijde}) == 3


def test_I02_R12_een_regisseur_ziet_alleen_zijn_eigen_matches(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    ander = huis.partij("Ander wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(ander, "A. Ander")
    assert ander.get("/v1/matches").json() == {"matches": []}
    is_probleem(ander.get(f"/v1/matches/{match}"), 404, "niet-gevonden", regel="I06")
    is_probleem(ander.post(f"/v1/matches/{match}/aanvaardingen"), 404, "niet-gevonden", regel="I06")
    assert wijkteam.get(f"/v1/matches/{match}").status_code == 200


def test_I02_V06_van_een_veiligheidsgrond_ziet_de_regisseur_alleen_wie_en_veiligheid(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    school.meldt(
        veiligheidsgrond=veiligheidsgrond("kindermishandeling"), soort="zorgen", leefgebieden=["gezin", "wonen"]
    )
    antwoord = wijkteam.get(f"/v1/matches/{match}")
    delen = {deel["organisatie"]: deel for deel in antwoord.json()["signalen"]}
    assert delen["De Klaver"] == {
        "organisatieId": str(school.id),
        "organisatie": "De Klaver",
        "contactpunt": {"functie": "intern begeleider", "telefoon": "010-2345678", "email": None},
        "kind": "kind 1",
        "soort": None,
        "leefgebieden": None,
        "patroon": None,
        "geregistreerd": None,
        "tot": None,
        "gewicht": 3,
        "grond": "veiligheid-te-bevestigen",
    }
    assert delen["CJG"]["soort"] == "zorgen"
    assert "kindermishandeling" not in antwoord.text


def test_I01_een_melder_hoort_dat_er_een_match_is_en_wie_de_regie_heeft(huis: Huis) -> None:
    school, cjg, _, _ = een_match(huis)
    antwoord = school.get("/v1/signalen").json()["signalen"][0]
    assert antwoord["match"] is True
    assert "R. Regisseur" in antwoord["vervolg"]
    contact = {"functie": "intern begeleider", "telefoon": "010-2345678", "email": None}
    assert antwoord["matchBeeld"]["anderen"] == [{"organisatie": "CJG", "contactpunt": contact}]
    assert "zorgen" not in str(antwoord["matchBeeld"])
    assert cjg.meldt(KINDEREN[3], ouders=(MOEDER,)).status_code == 201
