# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Warm handover over HTTP: the giver stays responsible until the receiver accepts (R05, R02, A05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import berichten, een_match, is_geweigerd, laatste_bericht, lees_database
from tests.huis import BEHEER, GEMEENTE, KINDEREN
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.woorden import Categorie
from verwijsindex.storage import organisaties
from verwijsindex.use_cases import beheer, controle, vegen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

REDEN = {"reden": "andere-deskundigheid-nodig"}


def naar(partij: Partij) -> dict[str, Any]:
    return {"regisseurId": str(partij.professional)} | REDEN


@pytest.fixture
def paar(huis: Huis) -> tuple[Partij, Partij, str]:
    """Who has a match, who may take it over, and the match."""
    _, _, gever, match = een_match(huis)
    nemer = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(nemer, "Z. Zuid")
    return gever, nemer, match


def vraag(gever: Partij, nemer: Partij, match: str) -> str:
    antwoord = gever.post(f"/v1/matches/{match}/overdrachten", naar(nemer))
    assert antwoord.status_code == 201, antwoord.text
    id_: str = antwoord.json()["overdrachten"][-1]["overdrachtId"]
    return id_


def test_R05_tot_de_ander_aanneemt_blijft_de_gever_verantwoordelijk(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, nemer, match = paar
    plaats = laatste_bericht(huis)
    overdracht = vraag(gever, nemer, match)
    assert berichten(huis, plaats) == [("overdracht-gevraagd", "regisseur")]
    assert gever.get(f"/v1/matches/{match}").json()["regisseur"]["naam"] == "R. Regisseur"
    assert nemer.get(f"/v1/matches/{match}").status_code == 404
    (gevraagd,) = nemer.get("/v1/overdrachten").json()["overdrachten"]
    assert (gevraagd["van"], gevraagd["telefoon"], gevraagd["eigen"]) == ("R. Regisseur", "010-1234567", False)
    assert gever.get("/v1/overdrachten").json()["overdrachten"][0]["eigen"] is True
    plaats = laatste_bericht(huis)
    gezien = nemer.post(f"/v1/overdrachten/{overdracht}/aanvaardingen")
    assert gezien.status_code == 201, gezien.text
    assert (gezien.json()["regisseur"]["naam"], gezien.json()["status"]) == ("Z. Zuid", "aangenomen")
    assert gever.get(f"/v1/matches/{match}").status_code == 404
    gehoord = berichten(huis, plaats)
    assert ("overdracht-aangenomen", "regisseur") in gehoord
    assert ("overdracht-aangenomen", "De Klaver") in gehoord
    is_geweigerd(huis, nemer.post(f"/v1/overdrachten/{overdracht}/aanvaardingen"), 403, "vraag-gesloten", regel="R05")


def test_R05_weigeren_gaat_met_een_reden_terug(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, nemer, match = paar
    pad = f"/v1/overdrachten/{vraag(gever, nemer, match)}"
    is_geweigerd(huis, nemer.post(f"{pad}/weigeringen", {}), 403, "reden-ontbreekt", regel="R05", wijzer="/reden")
    assert gever.post(f"{pad}/weigeringen", {"reden": "geen-plaats"}).status_code == 404
    plaats = laatste_bericht(huis)
    assert nemer.post(f"{pad}/weigeringen", {"reden": "geen-plaats"}).json()["stand"] == "geweigerd"
    assert berichten(huis, plaats) == [("overdracht-geweigerd", "regisseur")]
    terug = gever.get(f"/v1/matches/{match}").json()
    assert [(o["stand"], o["weigerreden"]) for o in terug["overdrachten"]] == [("geweigerd", "geen-plaats")]
    assert nemer.get("/v1/overdrachten").json() == {"overdrachten": []}
    # And another may be asked.
    vraag(gever, nemer, match)


def test_R05_wie_niet_antwoordt_komt_bij_de_coordinator_van_de_gever(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, nemer, match = paar
    coordinator = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    gever.post(f"/v1/matches/{match}/aanvaardingen")
    gever.post(f"/v1/matches/{match}/contacten")
    vraag(gever, nemer, match)
    plaats = laatste_bericht(huis)
    huis.klok.zet("2014-06-06")
    huis.veeg()
    gehoord = [
        rij["ontvanger_id"]
        for rij in lees_database(
            huis, "SELECT ontvanger_id FROM outbox WHERE id > %s AND soort = 'termijn-verstreken'", plaats
        )
    ]
    assert sorted(gehoord) == sorted([str(nemer.professional), GEMEENTE])
    (te_laat,) = coordinator.get("/v1/taken").json()["matches"]
    assert {t["soort"]: t["trede"] for t in te_laat["termijnen"]}["overdracht"] == "procesregisseur"


def test_R05_intrekken_kan_tot_er_is_aangenomen(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, nemer, match = paar
    pad = f"/v1/overdrachten/{vraag(gever, nemer, match)}"
    is_geweigerd(
        huis, gever.post(f"/v1/matches/{match}/overdrachten", naar(nemer)), 403, "overdracht-loopt", regel="R05"
    )
    assert nemer.post(f"{pad}/intrekkingen").status_code == 404
    assert gever.post(f"{pad}/intrekkingen").json()["overdrachten"][0]["stand"] == "ingetrokken"
    is_geweigerd(huis, nemer.post(f"{pad}/aanvaardingen"), 403, "vraag-gesloten", regel="R05")
    is_geweigerd(huis, gever.post(f"{pad}/intrekkingen"), 403, "vraag-gesloten", regel="R05")


def test_R05_A05_R02_aan_wie_niet_kan_worden_overgedragen(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, nemer, match = paar
    pad = f"/v1/matches/{match}/overdrachten"
    is_geweigerd(huis, gever.post(pad, naar(gever)), 403, "al-de-regisseur", regel="R05")
    school = huis.partij("Een school")
    with huis.tools.database.transaction() as tx:
        organisaties.bewaar_regisseur(
            tx,
            Regisseur(school.professional, school.id, Categorie.ONDERWIJS, GEMEENTE, "S. School", "010-1234567"),
        )
    is_geweigerd(huis, gever.post(pad, naar(school)), 403, "categorie-geen-regie", regel="A05")
    is_geweigerd(huis, gever.post(pad, {"regisseurId": str(uuid4())} | REDEN), 403, "regisseur-onbekend", regel="R02")
    is_geweigerd(huis, gever.post(pad, REDEN), 400, "overdracht-aan-wie", regel="R05")
    is_geweigerd(huis, gever.post(pad, {"gemeentecode": GEMEENTE} | REDEN), 403, "eigen-gemeente", regel="R05")
    is_geweigerd(huis, gever.post(pad, {"gemeentecode": "9999"} | REDEN), 403, "gemeente-onbekend", regel="R05")
    huis.regisseur(nemer, "Z. Zuid", actief=False)
    is_geweigerd(huis, gever.post(pad, naar(nemer)), 403, "regisseur-onbekend", regel="R02")


def test_R02_wie_aan_zijn_grens_zit_krijgt_er_geen_bij(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, nemer, match = paar
    krap = replace(meegeleverd("regionaal", GEMEENTE, date(2014, 6, 3)), versie=2, caseload=1)
    beheer.laad_convenant(huis.tools, BEHEER, krap)
    for partij in (huis.partij("Een"), huis.partij("Twee")):
        partij.meldt(KINDEREN[1], ouders=(), soort="zorgen")
    assert len(nemer.get("/v1/matches").json()["matches"]) == 1
    huis.klok.zet("2014-06-03")
    antwoord = gever.post(f"/v1/matches/{match}/overdrachten", naar(nemer))
    is_geweigerd(huis, antwoord, 403, "caseload-vol", regel="R02", wijzer="/regisseurId")


def test_R05_R08_wie_een_nieuwe_match_overneemt_nam_haar_aan_ook_voor_de_melders(huis: Huis) -> None:
    school, _, gever, match = een_match(huis)
    nemer = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(nemer, "Z. Zuid")
    assert nemer.post(f"/v1/overdrachten/{vraag(gever, nemer, match)}/aanvaardingen").status_code == 201
    signaal = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    terug = school.get(f"/v1/signalen/{signaal}/terugkoppeling").json()
    assert (terug["status"], terug["regisseur"]["naam"]) == ("aangenomen", "Z. Zuid")
    assert "aangenomen" in terug["vervolg"]


def test_R03_I08_wie_een_nieuwe_match_overneemt_nam_haar_aan_ook_voor_de_cijfers(
    huis: Huis, paar: tuple[Any, ...]
) -> None:
    gever, nemer, match = paar
    overdracht = vraag(gever, nemer, match)
    huis.klok.zet("2014-06-04")
    huis.veeg()
    plaats = laatste_bericht(huis)
    nemer.post(f"/v1/overdrachten/{overdracht}/aanvaardingen")
    meting = "SELECT gemeente, werkdagen FROM meting WHERE meetsoort = 'match-aangenomen'"
    assert lees_database(huis, meting) == [{"gemeente": GEMEENTE, "werkdagen": 2}]
    # And everybody hears of it once.
    gehoord = ("overdracht-aangenomen", "CJG"), ("overdracht-aangenomen", "De Klaver")
    assert sorted(berichten(huis, plaats)) == [*gehoord, ("overdracht-aangenomen", "regisseur")]
    # Of one that was accepted already nothing is measured again.
    terug = vraag(nemer, gever, match)
    assert gever.post(f"/v1/overdrachten/{terug}/aanvaardingen").status_code == 201
    assert len(lees_database(huis, meting)) == 1
    soorten = [stap["soort"] for stap in gever.get(f"/v1/matches/{match}").json()["tijdlijn"]]
    assert (soorten.count("overdracht-aangenomen"), soorten.count("match-aangenomen")) == (2, 1)


def elders(huis: Huis) -> tuple[Partij, Partij]:
    """The coordinator of another municipality, and a director of it."""
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", "0518", date(2010, 1, 1)))
    ginds = huis.partij("Gemeente ginds", Categorie.GEEN)
    huis.functionaris(ginds, Rol.COORDINATOR, "0518")
    team = huis.partij("Team ginds", Categorie.JEUGDHULP)
    beheer.bewaar_regisseur(
        huis.tools,
        BEHEER,
        Regisseur(team.professional, team.id, Categorie.JEUGDHULP, "0518", "G. Ginds", "070-1234567"),
    )
    return ginds, team


def test_R05_een_andere_gemeente_neemt_aan_met_een_regisseur_van_daar(huis: Huis, paar: tuple[Any, ...]) -> None:
    gever, _, match = paar
    ginds, team = elders(huis)
    pad = f"/v1/matches/{match}/overdrachten"
    overdracht = gever.post(pad, {"gemeentecode": "0518", "reden": "gezin-verhuisd"}).json()["overdrachten"][0]
    assert overdracht["naar"] == "gemeente 0518"
    assert len(ginds.get("/v1/overdrachten").json()["overdrachten"]) == 1
    pad = f"/v1/overdrachten/{overdracht['overdrachtId']}/aanvaardingen"
    is_geweigerd(huis, ginds.post(pad), 400, "regisseur-ontbreekt", regel="R05", wijzer="/regisseurId")
    vreemd = {"regisseurId": str(gever.professional)}
    is_geweigerd(huis, ginds.post(pad, vreemd), 403, "regisseur-onbekend", regel="R02")
    gezien = ginds.post(pad, {"regisseurId": str(team.professional)})
    assert gezien.status_code == 201, gezien.text
    assert gezien.json()["gemeentecode"] == "0518"
    assert team.get(f"/v1/matches/{match}").json()["regisseur"]["naam"] == "G. Ginds"
    assert gever.get(f"/v1/matches/{match}").status_code == 404


def test_R05_M16_een_overgedragen_gezin_blijft_bij_heropenen_waar_het_nu_is(huis: Huis) -> None:
    school, cjg, gever, match = een_match(huis)
    ginds, team = elders(huis)
    naar_daar = {"gemeentecode": "0518", "reden": "gezin-verhuisd"}
    gevraagd = gever.post(f"/v1/matches/{match}/overdrachten", naar_daar).json()["overdrachten"][0]
    ginds.post(f"/v1/overdrachten/{gevraagd['overdrachtId']}/aanvaardingen", {"regisseurId": str(team.professional)})
    assert lees_database(huis, "SELECT gemeente FROM dossier") == [{"gemeente": "0518"}]
    assert list(vegen.herverdeel(huis.tools)) == []
    for stap in ("contacten", "overleggen"):
        team.post(f"/v1/matches/{match}/{stap}")
    gesloten = team.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
    assert gesloten.status_code == 201, gesloten.text
    # M10: nobody is active any more, so the match opens again without any new signal from there or here.
    huis.klok.verder(days=10)
    for partij in (school, cjg):
        signaal = partij.get("/v1/signalen").json()["signalen"][0]["signaalId"]
        ten_einde = partij.post(f"/v1/signalen/{signaal}/beeindigingen", {"tot": "2014-06-12"})
        assert ten_einde.status_code == 201, ten_einde.text
    huis.klok.verder(days=30)
    huis.veeg()
    nu = team.get(f"/v1/matches/{match}").json()
    assert (nu["status"], nu["gemeentecode"], nu["regisseur"]["naam"]) == ("toegewezen", "0518", "G. Ginds")
    te_lezen = controle.families_te_controleren(huis.tools, BEHEER)
    assert [verschil for verschil in controle.controleer(huis.tools, te_lezen) if verschil] == []


def test_R05_een_match_die_net_verviel_kan_niemand_meer_aannemen(huis: Huis) -> None:
    _, cjg, gever, match = een_match(huis)
    nemer = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(nemer, "Z. Zuid")
    overdracht = vraag(gever, nemer, match)
    signaal = cjg.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    plaats = laatste_bericht(huis)
    assert cjg.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": "ten-onrechte"}).status_code == 201
    assert ("overdracht-ingetrokken", "regisseur") in berichten(huis, plaats)
    antwoord = nemer.post(f"/v1/overdrachten/{overdracht}/aanvaardingen")
    is_geweigerd(huis, antwoord, 403, "vraag-gesloten", regel="R05")
    assert gever.post(f"/v1/matches/{match}/aanvaardingen").status_code == 404
