# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator in the inbox: lists, caseload, and who gets a match (R01, R02, R04, R11, M10)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.api.hulp import lees_database, niets_veranderd
from tests.huis import GEMEENTE, KINDEREN, VADER
from tests.inbox.hulp import browser, gezin, log, paden, stapel, tekst
from tests.inbox.hulp_daden import aangenomen, in_regie, tweede_regisseur, vol
from tests.inbox.test_vorm import Bouw
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis

LIJSTEN = ("te-laat", "niemand-actief", "veilig-thuis-overdracht")


def test_R04_R11_M10_de_coordinator_kiest_een_lijst(huis: Huis) -> None:
    zaak = gezin(huis)
    aangenomen(huis, zaak)
    huis.klok.verder(hours=1)
    vt = huis.partij("Veilig Thuis", Categorie.VEILIG_THUIS)
    overgedragen = stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    antwoord = vt.meldt(KINDEREN[1], ouders=(VADER,), herkomst="veilig-thuis-overdracht")
    assert antwoord.status_code == 201, antwoord.text
    b = browser(huis)
    blad = b.als_coordinator()
    assert [a["href"] for a in Bouw(blad.text).alle("a") if a.get("aria-current")] == ["/inbox", "/inbox"]
    assert {f'href="/inbox?lijst={naam}"' in blad.text for naam in LIJSTEN} == {True}
    assert len(paden(blad)) == 2
    op = {naam: b.open(f"/inbox?lijst={naam}") for naam in LIJSTEN}
    assert {naam: paden(lijst) for naam, lijst in op.items()} == {
        "te-laat": [],
        "niemand-actief": [],
        "veilig-thuis-overdracht": [f"/inbox/matches/{overgedragen}"],
    }
    assert "Nergens is iets te laat, en elke match heeft een regisseur. Bij Alle staan de open matches" in tekst(
        op["te-laat"]
    )
    assert "Bij elke open match is nog minstens een organisatie actief." in tekst(op["niemand-actief"])
    huis.klok.zet("2014-06-11")
    huis.veeg()
    b.als_coordinator()
    lijst = b.open("/inbox?lijst=te-laat")
    assert "Te laat (2)" in tekst(lijst)
    assert zaak.pad in paden(lijst)
    assert ("inbox:match:opsommen-te-laat", "gelukt", None) in log(huis)


def test_M10_waar_niemand_meer_actief_is_staat_op_een_lijst(huis: Huis) -> None:
    zaak = gezin(huis)
    aangenomen(huis, zaak)
    for partij in (zaak.school, zaak.cjg):
        (signaal,) = partij.get("/v1/signalen").json()["signalen"]
        pad = f"/v1/signalen/{signaal['signaalId']}/beeindigingen"
        assert partij.post(pad, {"tot": "2014-06-02"}).status_code == 201
    huis.klok.zet("2014-06-03")
    huis.veeg()
    b = browser(huis)
    b.als_coordinator()
    assert paden(b.open("/inbox?lijst=niemand-actief")) == [zaak.pad]


def test_I02_R12_een_lijst_die_er_niet_is_of_niet_voor_u_is_geeft_de_gewone(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_coordinator()
    for naam in ("onzin", "te-laat'--", ""):
        assert paden(b.open(f"/inbox?lijst={naam}")) == [zaak.pad]
    assert b.open(f"/inbox?lijst={'x' * 50}").status_code == 400
    b.als_regisseur(zaak.wijkteam)
    lijst = b.open("/inbox?lijst=te-laat")
    assert paden(lijst) == [zaak.pad]
    assert "Niemand actief" not in tekst(lijst)
    assert "Caseload" not in tekst(lijst)


def test_R02_de_caseload_toont_wie_plaats_heeft_en_bij_wie_iets_te_laat_is(huis: Huis) -> None:
    zaak = gezin(huis)
    tweede_regisseur(huis)
    tweede_regisseur(huis, "W. Weg", actief=False)
    huis.klok.zet("2014-06-06")
    huis.veeg()
    b = browser(huis)
    b.als_coordinator()
    gelezen = tekst(blad := b.open("/inbox/caseload"))
    assert "2 van de 3 regisseurs hebben nog plaats." in gelezen
    assert "A. Ander Jeugdteam 010-1234567 ja 0 20 0" in gelezen
    assert "R. Regisseur Wijkteam 010-1234567 ja 1 20 1 te laat" in gelezen
    assert "W. Weg Jeugdteam 010-1234567 nee, niet actief 0 20 0" in gelezen
    assert {th.get("scope") for th in Bouw(blad.text).alle("th")} == {"col", "row"}
    vol(huis)
    b.als_coordinator()
    assert "R. Regisseur Wijkteam 010-1234567 nee, vol 1 1 1 te laat" in tekst(b.open("/inbox/caseload"))
    b.als_regisseur(zaak.wijkteam)
    antwoord = b.open("/inbox/caseload")
    assert antwoord.status_code == 403
    assert "Alleen de coördinator van de gemeente kan dit." in tekst(antwoord)
    assert "A. Ander" not in antwoord.text


def test_R02_zonder_regisseurs_legt_de_caseload_zichzelf_uit(huis: Huis) -> None:
    b = browser(huis)
    b.als_coordinator()
    assert "Uw gemeente heeft nog geen regisseurs. Zonder regisseur komt elke match bij u." in tekst(
        b.open("/inbox/caseload")
    )


def test_R01_een_match_zonder_regisseur_wordt_toegewezen(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    pad = f"/inbox/matches/{stapel(huis, school, cjg)}"
    b = browser(huis)
    b.als_coordinator()
    gelezen = tekst(b.open(pad))
    assert "Een regisseur aanwijzen uiterlijk donderdag 5 juni 2014. Aan zet: u." in gelezen
    assert "Geen regisseur heeft nu plaats. Bij Caseload staat wie hoeveel gezinnen heeft." in gelezen
    ander = tweede_regisseur(huis)
    b.open(pad)
    for wie, status, zin in (
        ("", 400, "Kies de regisseur die de match krijgt."),
        ("x", 400, "Kies de regisseur die de match krijgt."),
        (str(uuid4()), 403, "Deze regisseur is er niet (meer) in deze gemeente."),
        (str(school.professional), 403, "Deze regisseur is er niet (meer) in deze gemeente."),
    ):
        with niets_veranderd(huis):
            antwoord = b.stuur(f"{pad}/toewijzingen", regisseurId=wie)
        assert antwoord.status_code == status
        assert f"Er is niets veranderd {zin}" in tekst(antwoord)
        assert 'href="#toewijzen-regisseurId"' in antwoord.text
        assert 'aria-invalid="true"' in antwoord.text
    gelezen = tekst(b.volg(b.stuur(f"{pad}/toewijzingen", regisseurId=str(ander.professional))))
    assert "De regisseur is aangewezen en hoort ervan." in gelezen
    assert "Aan zet: A. Ander" in gelezen
    assert paden(browser(huis).als_regisseur(ander)) == [pad]
    assert ("inbox:match:toewijzen", "gelukt", None) in log(huis)


def test_R01_R04_wie_stilzit_wordt_vervangen_en_ziet_de_match_niet_meer(huis: Huis) -> None:
    zaak = gezin(huis)
    ander = tweede_regisseur(huis)
    huis.klok.zet("2014-06-06")
    oud = browser(huis)
    oud.als_regisseur(zaak.wijkteam)
    oud.open(zaak.pad)
    b = browser(huis)
    b.als_coordinator()
    gelezen = tekst(b.open(zaak.pad))
    assert "Te laat De match aannemen had gemoeten op donderdag 5 juni 2014. Aan zet: R. Regisseur." in gelezen
    assert "Bel eerst met R. Regisseur. Die ziet de match niet meer zodra u een ander aanwijst." in gelezen
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/toewijzingen", regisseurId=str(zaak.wijkteam.professional))
    assert "Deze regisseur heeft de match al. Kies een ander." in tekst(antwoord)
    assert b.stuur(f"{zaak.pad}/toewijzingen", regisseurId=str(ander.professional)).status_code == 303
    with niets_veranderd(huis):
        assert oud.stuur(f"{zaak.pad}/aanvaardingen").status_code == 404
    assert oud.open(zaak.pad).status_code == 404
    nieuw = browser(huis)
    assert "De match aannemen: uiterlijk donderdag 12 juni 2014." in tekst(nieuw.als_regisseur(ander))


def test_R02_aan_wie_vol_is_wordt_niet_toegewezen(huis: Huis) -> None:
    zaak = gezin(huis)
    ander = tweede_regisseur(huis)
    huis.klok.verder(minutes=1)
    stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    vol(huis)
    b = browser(huis)
    b.als_coordinator()
    assert "Geen andere regisseur heeft nu plaats." in tekst(b.open(zaak.pad))
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/toewijzingen", regisseurId=str(ander.professional))
    assert antwoord.status_code == 403
    assert "A. Ander heeft al 1 gezinnen; 1 is de grens." in tekst(antwoord)


def test_R01_I06_alleen_de_coordinator_van_de_gemeente_wijst_toe(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    ander = tweede_regisseur(huis)
    assert "aanwijzen" not in tekst(b.open(zaak.pad))
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/toewijzingen", regisseurId=str(ander.professional))
    assert antwoord.status_code == 403
    assert "Alleen de coördinator van de gemeente kan dit. Er is niets veranderd." in tekst(antwoord)
    assert lees_database(huis, "SELECT gemeente FROM match") == [{"gemeente": GEMEENTE}]
