# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""From the first signal to the first match, through the front door."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.api.hulp import bewerk_database, lees_database
from tests.huis import BEHEER, KINDEREN
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis


def test_M03_twee_organisaties_waarvan_een_bezorgd_geven_een_match_met_regisseur(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    cjg = huis.partij("CJG", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)

    eerste = school.meldt()
    assert eerste.status_code == 201, eerste.text
    assert eerste.json()["status"] == "actief"
    assert eerste.json()["match"] is False

    tweede = cjg.meldt(soort="zorgen")
    assert tweede.status_code == 201, tweede.text
    assert tweede.json()["match"] is True
    assert "R. Regisseur" in tweede.json()["vervolg"]

    matches = wijkteam.get("/v1/matches").json()["matches"]
    assert len(matches) == 1
    match = matches[0]
    assert match["redenen"] == ["stapeling"]
    assert match["soort"] == "kindmatch"
    assert match["status"] == "toegewezen"
    aangenomen = wijkteam.post(f"/v1/matches/{match['matchId']}/aanvaardingen")
    assert aangenomen.status_code == 201, aangenomen.text
    assert aangenomen.json()["status"] == "aangenomen"


def test_I02_een_regisseur_die_stopt_ziet_op_slag_niets_meer_ook_met_een_geldig_token(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    regisseur = huis.regisseur(wijkteam)
    huis.partij("De Klaver").meldt()
    huis.partij("CJG", Categorie.JGZ).meldt(soort="zorgen")
    match = wijkteam.get("/v1/matches").json()["matches"][0]["matchId"]
    beheer.bewaar_regisseur(huis.tools, BEHEER, replace(regisseur, actief=False))
    kop = wijkteam.kop()
    for methode, pad in (
        ("GET", "/v1/matches"),
        ("GET", f"/v1/matches/{match}"),
        ("POST", f"/v1/matches/{match}/aanvaardingen"),
    ):
        antwoord = huis.client.request(methode, pad, headers=kop)
        assert antwoord.status_code == 401, pad
        assert antwoord.json()["code"] == "geen-toegang-meer"


def test_A04_wie_niet_meldt_krijgt_geen_taak_en_geen_bericht(huis: Huis) -> None:
    """Reporting is a right: an organisation that stays silent about a child appears nowhere."""
    stil = huis.partij("Stille school")
    huis.partij("De Klaver").meldt()
    huis.partij("CJG", Categorie.JGZ).meldt(soort="zorgen")
    huis.klok.verder(days=400)
    huis.veeg()
    for tabel in ("outbox", "match", "tijdlijn", "signaal", "kind"):
        assert str(stil.id) not in str(lees_database(huis, f"SELECT CAST(to_jsonb(t) AS text) FROM {tabel} t")), tabel
    assert stil.get("/v1/signalen").json() == {"signalen": []}


def test_S08_een_signaal_dat_onverwacht_misgaat_houdt_de_andere_niet_op(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt(KINDEREN[1], ouders=())
    bewerk_database(huis, "UPDATE kind SET geboortemaand = 'stuk'")
    lichamen = [school.lichaam(KINDEREN[0], ouders=()), school.lichaam(KINDEREN[1], ouders=())]
    lichamen.append(school.lichaam(KINDEREN[2], ouders=()))
    antwoord = school.post("/v1/signaalbatches", {"signalen": lichamen})
    assert antwoord.status_code == 200
    assert [deel["status"] for deel in antwoord.json()["uitkomsten"]] == [201, 500, 201]
    assert antwoord.json()["uitkomsten"][1]["fouten"][0]["code"] == "onverwacht"
