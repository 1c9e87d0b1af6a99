# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The director follows up, over HTTP: from accepting to closing, and what is refused on the way (R03-R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import berichten, een_match, is_geweigerd, laatste_bericht, lees_database
from tests.huis import veiligheidsgrond
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def tot_in_regie(wijkteam: Partij, match: str) -> dict[str, Any]:
    """Accepted, contact made, plan met about."""
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        antwoord = wijkteam.post(f"/v1/matches/{match}/{stap}")
        assert antwoord.status_code == 201, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def test_R03_elke_stap_op_zijn_beurt_en_de_termijn_van_de_volgende(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    pad = f"/v1/matches/{match}"
    wacht = [(wijkteam.get(pad).json()["status"], [t["soort"] for t in wijkteam.get(pad).json()["termijnen"]])]
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        inhoud = wijkteam.post(f"{pad}/{stap}").json()
        wacht.append((inhoud["status"], [t["soort"] for t in inhoud["termijnen"]]))
    assert wacht == [
        ("toegewezen", ["aannemen"]),
        ("aangenomen", ["contact"]),
        ("contact-gelegd", ["overleg"]),
        ("in-regie", ["vervolgoverleg"]),
    ]
    for stap, code in (("aanvaardingen", "overgang-onmogelijk"), ("contacten", "overgang-onmogelijk")):
        is_geweigerd(huis, wijkteam.post(f"{pad}/{stap}"), 403, code, regel="R03", door=wijkteam)
    # A later meeting moves the next term on.
    huis.klok.verder(days=30)
    (eerder,) = inhoud["termijnen"]
    (later,) = wijkteam.post(f"{pad}/overleggen").json()["termijnen"]
    assert later["voor"] > eerder["voor"]


def test_R03_een_stap_overslaan_kan_niet(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    for stap in ("contacten", "overleggen"):
        is_geweigerd(huis, wijkteam.post(f"/v1/matches/{match}/{stap}"), 403, "overgang-onmogelijk", regel="R03")
    sluiten = {"reden": "doel-bereikt", "zelfVerder": True}
    antwoord = wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten)
    is_geweigerd(huis, antwoord, 403, "overgang-onmogelijk", regel="R06")


def test_R06_afsluiten_vraagt_een_reden_en_een_antwoord_op_nazorg(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    pad = f"/v1/matches/{match}/afsluitingen"
    inhoud = is_geweigerd(huis, wijkteam.post(pad, {}), 403, "reden-ontbreekt", regel="R06", wijzer="/reden")
    assert [fout["code"] for fout in inhoud["fouten"]] == ["reden-ontbreekt", "nazorg-antwoord-ontbreekt"]
    beide = {"reden": "doel-bereikt", "zelfVerder": True, "nazorgId": str(uuid4())}
    is_geweigerd(huis, wijkteam.post(pad, beide), 403, "nazorg-antwoord-ontbreekt")
    verzonnen = {"reden": "doel-bereikt", "nazorgId": str(uuid4())}
    is_geweigerd(huis, wijkteam.post(pad, verzonnen), 403, "nazorg-niet-aangenomen")
    is_geweigerd(huis, wijkteam.post(pad, {"reden": "zomaar", "zelfVerder": True}), 400, "waarde-onbekend")
    plaats = laatste_bericht(huis)
    gesloten = wijkteam.post(pad, {"reden": "doel-bereikt", "zelfVerder": True})
    assert gesloten.json()["status"] == "afgesloten"
    assert "heropent" in gesloten.json()["vervolg"]
    assert sorted(berichten(huis, plaats)) == [("match-afgesloten", "CJG"), ("match-afgesloten", "De Klaver")]
    assert wijkteam.get(f"/v1/matches/{match}").status_code == 404
    terug = school.get(f"/v1/signalen/{eerste_signaal(school)}/terugkoppeling").json()
    assert terug["status"] == "afgesloten"
    assert "doel" not in str(terug)
    assert terug["regisseur"] is None


def eerste_signaal(partij: Partij) -> str:
    signaal: str = partij.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    return signaal


def test_R06_R07_nazorg_gevraagd_aangenomen_bevestigd_en_afgelopen(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    plaats = laatste_bericht(huis)
    vraag = {"organisatieId": str(cjg.id), "tot": "2015-02-02"}
    gevraagd = wijkteam.post(f"/v1/matches/{match}/nazorg", vraag).json()["nazorg"][0]
    assert (gevraagd["organisatie"], gevraagd["stand"]) == ("CJG", "gevraagd")
    assert berichten(huis, plaats) == [("nazorg-voorgesteld", "CJG")]
    sluiten = {"reden": "hulp-loopt", "nazorgId": gevraagd["nazorgId"]}
    antwoord = wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten)
    is_geweigerd(huis, antwoord, 403, "nazorg-niet-aangenomen", regel="R06")
    pad = f"/v1/nazorg/{gevraagd['nazorgId']}"
    assert school.post(f"{pad}/aanvaardingen").status_code == 404
    is_geweigerd(huis, cjg.post(f"{pad}/bevestigingen", {"gaatGoed": True}), 403, "nazorg-loopt-niet", regel="R07")
    eigen = cjg.get("/v1/nazorg").json()["nazorg"][0]
    assert eigen["van"] == "R. Regisseur"
    assert eigen["signaalIds"] == [eerste_signaal(cjg)]
    assert school.get("/v1/nazorg").json() == {"nazorg": []}
    plaats = laatste_bericht(huis)
    assert cjg.post(f"{pad}/aanvaardingen").json()["stand"] == "aangenomen"
    assert berichten(huis, plaats) == [("nazorg-aangenomen", "regisseur")]
    is_geweigerd(huis, cjg.post(f"{pad}/aanvaardingen"), 403, "vraag-gesloten", regel="R06")
    assert wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten).json()["status"] == "nazorg"
    (bevestigen,) = wijkteam.get(f"/v1/matches/{match}").json()["termijnen"]
    assert (bevestigen["soort"], bevestigen["voor"]) == ("nazorg-bevestigen", "2014-09-02")
    huis.klok.zet("2014-09-03")
    huis.veeg()
    assert wijkteam.get(f"/v1/matches/{match}").json()["termijnen"][0]["trede"] == "regisseur"
    assert cjg.get("/v1/nazorg").json()["nazorg"][0]["teLaat"] is True
    assert cjg.post(f"{pad}/bevestigingen", {"gaatGoed": True}).json()["teLaat"] is False
    huis.klok.zet("2014-12-01")
    cjg.post(f"{pad}/bevestigingen", {"gaatGoed": True})
    huis.klok.zet("2015-02-03")
    huis.veeg()
    (rij,) = lees_database(huis, "SELECT status, termijnen FROM match")
    assert rij == {"status": "afgesloten", "termijnen": []}


def test_R07_nazorg_die_in_stilte_eindigt_sluit_niet(huis: Huis) -> None:
    _, cjg, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    vraag = {"organisatieId": str(cjg.id), "tot": "2014-07-02"}
    nazorg = wijkteam.post(f"/v1/matches/{match}/nazorg", vraag).json()["nazorg"][0]["nazorgId"]
    cjg.post(f"/v1/nazorg/{nazorg}/aanvaardingen")
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "hulp-loopt", "nazorgId": nazorg})
    huis.klok.zet("2014-07-20")
    huis.veeg()
    assert wijkteam.get(f"/v1/matches/{match}").json()["status"] == "nazorg"
    cjg.post(f"/v1/nazorg/{nazorg}/bevestigingen", {"gaatGoed": True})
    assert wijkteam.get(f"/v1/matches/{match}").status_code == 404


@pytest.mark.parametrize("hoe", ["signaal", "gaat-niet-goed"])
def test_R07_M16_een_nieuw_signaal_of_slecht_nieuws_in_nazorg_heropent(huis: Huis, hoe: str) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    vraag = {"organisatieId": str(cjg.id), "tot": "2015-02-02"}
    nazorg = wijkteam.post(f"/v1/matches/{match}/nazorg", vraag).json()["nazorg"][0]["nazorgId"]
    cjg.post(f"/v1/nazorg/{nazorg}/aanvaardingen")
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "hulp-loopt", "nazorgId": nazorg})
    huis.klok.verder(days=3)
    plaats = laatste_bericht(huis)
    if hoe == "signaal":
        huis.partij("Woonstad", Categorie.WONEN).meldt()
    else:
        assert cjg.post(f"/v1/nazorg/{nazorg}/bevestigingen", {"gaatGoed": False}).status_code == 201
    gezien = wijkteam.get(f"/v1/matches/{match}").json()
    assert gezien["status"] == "toegewezen"
    assert gezien["nazorg"][0]["stand"] == "vervallen"
    assert ("match-heropend", "regisseur") in berichten(huis, plaats)
    assert ("match-heropend", "De Klaver") in berichten(huis, plaats)
    assert school.get(f"/v1/signalen/{eerste_signaal(school)}/terugkoppeling").json()["status"] == "toegewezen"


def test_R10_een_afspraak_die_niet_wordt_nagekomen_gaat_naar_de_leiding(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    wonen = huis.partij("Woonstad", Categorie.WONEN)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    pad = f"/v1/matches/{match}/afspraken"
    plaats = laatste_bericht(huis)
    afspraak = {"organisatieId": str(wonen.id), "wat": "uitzetting-opschorten", "voor": "2014-06-06"}
    gezien = wijkteam.post(pad, afspraak).json()
    gemaakt = gezien["afspraken"][0]
    assert gezien["tijdlijn"][-1]["zin"] == "Bindende afspraak met Woonstad: de uitzetting opschorten."
    assert berichten(huis, plaats) == [("afspraak-gemaakt", "Woonstad")]
    assert wonen.get("/v1/afspraken").json()["afspraken"][0]["wat"] == "uitzetting-opschorten"
    assert school.get("/v1/afspraken").json() == {"afspraken": []}
    is_geweigerd(huis, wijkteam.post(pad, afspraak | {"voor": "2014-06-01"}), 403, "dag-onmogelijk", regel="R10")
    onbekend = afspraak | {"organisatieId": str(uuid4())}
    is_geweigerd(huis, wijkteam.post(pad, onbekend), 403, "partij-onbekend", regel="R10")
    plaats = laatste_bericht(huis)
    huis.klok.zet("2014-06-07")
    huis.veeg()
    gehoord = [wie for soort, wie in berichten(huis, plaats) if soort == "termijn-verstreken"]
    assert "leiding" in {rij["ontvanger"] for rij in lees_database(huis, "SELECT ontvanger FROM outbox")}
    assert "Woonstad" in gehoord
    nagekomen = f"{pad}/{gemaakt['afspraakId']}/nakomingen"
    assert wijkteam.post(nagekomen).json()["afspraken"][0]["stand"] == "nagekomen"
    is_geweigerd(huis, wijkteam.post(nagekomen), 403, "afspraak-afgerond", regel="R10")
    assert wijkteam.post(f"{pad}/{uuid4()}/nakomingen").status_code == 404


def test_R10_R06_wie_het_convenant_niet_tekende_of_weg_is_wordt_niet_gebonden(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    buiten = huis.partij("Buiten", Categorie.WONEN, ondertekent=False)
    weg = huis.partij("Weg", Categorie.WONEN, actief=False)
    plaats = laatste_bericht(huis)
    for partij in (buiten, weg):
        wie = {"organisatieId": str(partij.id)}
        antwoord = wijkteam.post(f"/v1/matches/{match}/afspraken", wie | {"wat": "hulp-starten", "voor": "2014-06-06"})
        is_geweigerd(huis, antwoord, 403, "partij-onbekend", regel="R10", wijzer="/organisatieId")
        antwoord = wijkteam.post(f"/v1/matches/{match}/nazorg", wie | {"tot": "2014-12-06"})
        is_geweigerd(huis, antwoord, 403, "partij-onbekend", regel="R06", wijzer="/organisatieId")
    assert berichten(huis, plaats) == []


def test_R06_R10_afsluiten_kan_niet_met_een_open_afspraak(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    afspraak = {"organisatieId": str(school.id), "wat": "hulp-starten", "voor": "2014-06-06"}
    gemaakt = wijkteam.post(f"/v1/matches/{match}/afspraken", afspraak).json()["afspraken"][0]
    sluiten = {"reden": "doel-bereikt", "zelfVerder": True}
    is_geweigerd(huis, wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten), 403, "afspraken-open", regel="R10")
    wijkteam.post(f"/v1/matches/{match}/afspraken/{gemaakt['afspraakId']}/intrekkingen")
    assert wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten).status_code == 201


def test_R09_school_en_cjg_horen_bij_het_aannemen_wie_de_regie_heeft_en_anderen_op_zijn_woord(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wonen = huis.partij("Woonstad", Categorie.WONEN)
    wonen.meldt()
    regels = wijkteam.post(f"/v1/matches/{match}/aanvaardingen").json()["tijdlijn"]
    (bekend,) = [r for r in regels if r["soort"] == "regie-bekendgemaakt"]
    assert bekend["organisaties"] == ["CJG", "De Klaver"]
    plaats = laatste_bericht(huis)
    pad = f"/v1/matches/{match}/bekendmakingen"
    assert wijkteam.post(pad, {"organisatieIds": [str(wonen.id)]}).status_code == 201
    assert berichten(huis, plaats) == [("regie-bekendgemaakt", "Woonstad")]
    vreemd = {"organisatieIds": [str(huis.partij("Elders").id)]}
    is_geweigerd(huis, wijkteam.post(pad, vreemd), 403, "niet-in-dossier", regel="R09")


def test_V03_R09_R10_zolang_niemand_bevestigde_hoort_een_ander_ook_van_de_regisseur_niets(huis: Huis) -> None:
    school, politie = huis.partij("De Klaver"), huis.partij("Politie", Categorie.POLITIE_JUSTITIE)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    school.meldt()
    grond = politie.meldt(soort="zorgen", veiligheidsgrond=veiligheidsgrond("vermissing")).json()["veiligheidsgrondId"]
    match = wijkteam.get("/v1/matches").json()["matches"][0]["matchId"]
    plaats = laatste_bericht(huis)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    afspraak = {"organisatieId": str(school.id), "wat": "huisbezoek", "voor": "2014-06-06"}
    nazorg = {"organisatieId": str(school.id), "tot": "2014-12-01"}
    bekend = {"organisatieIds": [str(school.id)]}
    for soort, inhoud in (("afspraken", afspraak), ("nazorg", nazorg), ("bekendmakingen", bekend)):
        antwoord = wijkteam.post(f"/v1/matches/{match}/{soort}", inhoud)
        is_geweigerd(huis, antwoord, 403, "nog-niet-bevestigd", regel="V03", door=wijkteam)
    assert "De Klaver" not in [wie for _, wie in berichten(huis, plaats)]
    politie.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede")
    assert ("match-geopend", "De Klaver") in berichten(huis, plaats)
    assert wijkteam.post(f"/v1/matches/{match}/afspraken", afspraak).status_code == 201


def test_R04_wie_stilzit_wordt_stap_voor_stap_gepasseerd(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    coordinator = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    assert coordinator.get("/v1/taken").json()["matches"] == []
    treden = []
    for op in ("2014-06-05", "2014-06-06", "2014-06-11", "2014-06-18", "2014-07-16", "2014-08-13"):
        huis.klok.zet(op)
        huis.veeg()
        treden.append(wijkteam.get(f"/v1/matches/{match}").json()["termijnen"][0]["trede"])
    assert treden == [None, *["procesregisseur"] * 1, "gemeentelijk-manager", "wethouder", "wethouder", "wethouder"]
    (te_laat,) = coordinator.get("/v1/taken").json()["matches"]
    assert te_laat["matchId"] == match
    assert [r["zin"] for r in te_laat["tijdlijn"] if r["soort"] == "termijn-verstreken"][:2] == [
        "Te laat: de match aannemen. Ingelicht: de coördinator.",
        "Te laat: de match aannemen. Ingelicht: de gemeentelijk manager.",
    ]
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    assert coordinator.get("/v1/taken").json()["matches"] == []
