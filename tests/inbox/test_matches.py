# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a director and a coordinator see and do in the inbox."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.api.hulp import lees_database
from tests.conftest import Proefdatabase
from tests.huis import INDEX, KINDEREN, MOEDER, VADER, een_huis, pseudoniem, veiligheidsgrond
from tests.inbox.hulp import browser, gezin, log, paden, stapel, tekst
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.b64 import naar_tekst

if TYPE_CHECKING:
    from tests.huis import Huis


def test_R03_de_lijst_toont_wat_nieuw_is_met_de_dag_waarop_het_aangenomen_moet_zijn(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    lijst = b.als_regisseur(zaak.wijkteam)
    assert paden(lijst) == [zaak.pad]
    gelezen = tekst(lijst)
    assert "Mijn matches" in gelezen
    assert "Nieuw: nog aan te nemen (1)" in gelezen
    assert "De match aannemen: uiterlijk donderdag 5 juni 2014." in gelezen
    assert "Signalen stapelen zich op" in gelezen
    assert "2 organisaties" in gelezen
    assert "Kindmatch" in gelezen
    assert "Spoed" not in gelezen


def test_R03_wat_vandaag_moet_en_wat_te_laat_is_staat_voorop(huis: Huis) -> None:
    zaak = gezin(huis)
    huis.klok.zet("2014-06-04")
    later = stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    huis.klok.zet("2014-06-05")
    b = browser(huis)
    assert "De match aannemen: vandaag nog." in tekst(b.als_regisseur(zaak.wijkteam))
    huis.klok.zet("2014-06-06")
    b = browser(huis)
    lijst = b.als_regisseur(zaak.wijkteam)
    assert paden(lijst) == [zaak.pad, f"/inbox/matches/{later}"]
    assert "waarvan 1 te laat" in tekst(lijst)
    assert "Te laat: de match aannemen kon tot en met donderdag 5 juni 2014." in tekst(lijst)


def test_R03_wat_aangenomen_is_staat_onder_wat_nieuw_is(huis: Huis) -> None:
    zaak = gezin(huis)
    huis.klok.verder(hours=1)
    nieuw = stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    assert b.stuur(f"{zaak.pad}/aanvaardingen").status_code == 303
    lijst = b.open()
    assert paden(lijst) == [f"/inbox/matches/{nieuw}", zaak.pad]
    assert "U hebt de regie (1)" in tekst(lijst)


def test_een_lege_lijst_legt_zichzelf_uit(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    assert "U hebt geen open matches. Een match ontstaat als" in tekst(browser(huis).als_regisseur(wijkteam))
    assert "Er zijn geen open matches in uw gemeente." in tekst(browser(huis).als_coordinator())


def test_M13_de_bladzijde_zegt_waarom_wie_en_wanneer(huis: Huis) -> None:
    zaak = gezin(huis, contactpunt={"functie": "jeugdarts", "telefoon": "010-7654321", "email": "jgz@example.nl"})
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    gelezen = tekst(blad := b.open(zaak.pad))
    assert "Volgens regel M03 van convenant 0599/regionaal/1" in gelezen
    assert "CJG Rijnmond jeugdarts 010-7654321 jgz@ example.nl kind 1 maakt zich zorgen gezin sinds 2 juni" in gelezen
    assert "kind 1 maakt zich zorgen gezin sinds 2 juni 2014 met toestemming 2" in gelezen
    assert "De Klaver intern begeleider 010-2345678 kind 1 is betrokken" in gelezen
    assert "2 juni 2014, 10.00 uur Er is een match ontstaan." in gelezen
    assert "Neem de match uiterlijk 5 juni 2014 aan." in gelezen
    assert 'href="tel:0107654321"' in blad.text
    assert 'href="mailto:jgz@example.nl"' in blad.text


def test_M10_een_kind_uit_beeld_staat_op_de_bladzijde(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    signaal = school.meldt(soort="zorgen").json()["signaalId"]
    assert school.post(f"/v1/signalen/{signaal}/beeindigingen", {"tot": "2014-06-02"}).status_code == 201
    huis.klok.zet("2014-06-12")
    huis.veeg()
    b = browser(huis)
    (pad,) = paden(b.als_regisseur(wijkteam))
    gelezen = tekst(b.open(pad))
    assert "niemand nam de nazorg aan. Het gaat om kind 1. Dit blijkt uit signalen van De Klaver." in gelezen
    assert "einde van de dag Uit beeld" in gelezen


def test_R03_aannemen_geeft_een_bevestiging_die_een_keer_verschijnt(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    assert "Match aannemen" in tekst(b.open(zaak.pad))
    antwoord = b.stuur(f"{zaak.pad}/aanvaardingen")
    assert antwoord.headers["location"] == zaak.pad
    gelezen = tekst(b.volg(antwoord))
    assert "U hebt deze match aangenomen. U hebt nu de regie." in gelezen
    assert "Match aannemen" not in gelezen
    assert "Status Aangenomen" in gelezen
    assert "U hebt deze match aangenomen" not in tekst(b.open(zaak.pad))


def test_R03_nog_een_keer_aannemen_wordt_geweigerd_met_een_zin_die_zegt_wat_te_doen(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    b.stuur(f"{zaak.pad}/aanvaardingen")
    tweede = b.stuur(f"{zaak.pad}/aanvaardingen")
    assert tweede.status_code == 403
    assert "Er is niets veranderd" in tekst(tweede)
    assert "Deze match is al aangenomen. U hoeft niets te doen." in tekst(tweede)
    laatste = log(huis)[-4:]
    assert laatste[:2] == [
        ("inbox:match:aanvaarden", "geweigerd", "overgang-onmogelijk"),
        ("inbox:match:bekijken", "gelukt", None),
    ]
    assert {tag for tag, *_ in laatste[2:]} == {"inbox:organisatie:opsommen", "inbox:regisseur:opsommen"}


def test_I02_I06_een_andere_regisseur_krijgt_dezelfde_bladzijde_als_bij_wat_niet_bestaat(huis: Huis) -> None:
    zaak = gezin(huis)
    ander = huis.partij("Ander wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(ander, "A. Ander")
    b = browser(huis)
    assert paden(b.als_regisseur(ander)) == []
    van_een_ander = b.open(zaak.pad)
    assert van_een_ander.status_code == 404
    for pad in (f"/inbox/matches/{uuid4()}", "/inbox/matches/geen-id", "/inbox/iets-anders", "/inbox/"):
        antwoord = b.open(pad)
        assert antwoord.status_code == 404
        assert antwoord.text == van_een_ander.text
    aannemen = b.stuur(f"{zaak.pad}/aanvaardingen")
    assert aannemen.status_code == 404
    assert aannemen.text == van_een_ander.text
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "toegewezen"}]


def test_R01_de_coordinator_ziet_de_match_en_neemt_hem_niet_aan(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    lijst = b.als_coordinator()
    assert paden(lijst) == [zaak.pad]
    assert "Regisseur R. Regisseur" in tekst(lijst)
    gelezen = tekst(b.open(zaak.pad))
    assert "Aan zet: R. Regisseur" in gelezen
    assert "Match aannemen" not in gelezen
    antwoord = b.stuur(f"{zaak.pad}/aanvaardingen")
    assert antwoord.status_code == 403
    assert "Alleen de regisseur van de match kan dit doen." in tekst(antwoord)
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "toegewezen"}]


def test_R01_een_match_zonder_regisseur_staat_bij_de_coordinator_voorop(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    match = stapel(huis, school, cjg)
    b = browser(huis)
    lijst = b.als_coordinator()
    assert "Zonder regisseur (1)" in tekst(lijst)
    assert "nog geen regisseur (caseload vol)" in tekst(lijst)
    assert "Er is nog geen regisseur: de coördinator wijst er uiterlijk 5 juni 2014 een aan." in tekst(
        b.open(f"/inbox/matches/{match}")
    )


def test_I02_van_een_veiligheidsgrond_ziet_de_regisseur_organisatie_contactpunt_en_het_woord(huis: Huis) -> None:
    zaak = gezin(
        huis, veiligheidsgrond=veiligheidsgrond("huiselijk-geweld"), leefgebieden=["gezondheid"], patroon="zorgmijding"
    )
    b = browser(huis)
    lijst = b.als_regisseur(zaak.wijkteam)
    assert "Spoed" in tekst(lijst)
    assert "De match aannemen: uiterlijk dinsdag 3 juni 2014." in tekst(lijst)
    blad = b.open(zaak.pad)
    gelezen = tekst(blad)
    assert (
        "CJG Rijnmond intern begeleider 010-2345678 kind 1 niet zichtbaar niet zichtbaar niet zichtbaar"
        " om de veiligheid (nog te bevestigen)" in gelezen
    )
    assert "De Klaver intern begeleider 010-2345678 kind 1 is betrokken gezin" in gelezen
    for woord in ("geweld", "gezondheid", "zorgmijding", "zich zorgen maakt"):
        assert woord not in blad.text


def test_I02_het_wettelijke_convenant_toont_alleen_contactgegevens(database: Proefdatabase, tmp_path: Path) -> None:
    with een_huis(database, tmp_path, convenant="jeugdwet-7.1") as huis:
        school = huis.partij("De Klaver", instelling="school")
        cjg = huis.partij("CJG Rijnmond", Categorie.JGZ, instelling="cjg")
        wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
        huis.regisseur(wijkteam)
        for partij in (school, cjg):
            antwoord = partij.meldt(soort="zorgen", toestemming=None, leefgebieden=["gezondheid"])
            assert antwoord.status_code == 201, antwoord.text
        b = browser(huis)
        (pad,) = paden(b.als_regisseur(wijkteam))
        blad = b.open(pad)
        assert "CJG Rijnmond intern begeleider 010-2345678" in tekst(blad)
        for woord in ("zorgen", "gezondheid", "Leefgebieden", "Weegt", "Grond", "kind 1", "niet zichtbaar"):
            assert woord not in tekst(blad)


def test_I02_geen_bsn_pseudoniem_of_token_op_enige_bladzijde(huis: Huis) -> None:
    zaak = gezin(huis)
    tokens = [zaak.school.lichaam()["kindToken"], zaak.wijkteam.token()]
    b = browser(huis)
    gelezen = b.open("/inbox/inloggen").text + b.als_regisseur(zaak.wijkteam).text + b.open(zaak.pad).text
    gelezen += b.stuur(f"{zaak.pad}/aanvaardingen").text + b.open(zaak.pad).text + b.open("/inbox/weg").text
    c = browser(huis)
    gelezen += c.als_coordinator().text + c.open(zaak.pad).text
    sleutels = {str(rij["id"]) for rij in lees_database(huis, "SELECT id FROM persoon")}
    geheim = {*KINDEREN, MOEDER, *tokens, INDEX, *sleutels}
    for bsn in (KINDEREN[0], MOEDER):
        geheim |= {naar_tekst(pseudoniem(bsn)), pseudoniem(bsn).hex()}
    assert [deel for deel in geheim if deel in gelezen] == []
    assert "2010-03" not in gelezen


def test_een_organisatie_die_script_heet_blijft_tekst(huis: Huis) -> None:
    naam = "<script>alert(1)</script>\"'&"
    zaak = gezin(huis, school=naam, contactpunt={"functie": "<img src=x onerror=x>", "telefoon": "010-7654321"})
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    blad = b.open(zaak.pad)
    assert "<script" not in blad.text
    assert "<img" not in blad.text
    assert naam in tekst(blad)


def test_L01_elke_blik_en_daad_laat_een_regel_na_met_wie_en_waarom(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    b.stuur(f"{zaak.pad}/aanvaardingen")
    assert [tag for tag, uitkomst, _ in log(huis) if uitkomst == "gelukt"] == [
        "inbox:sessie:beginnen",
        "inbox:match:opsommen",
        "inbox:match:bekijken",
        "inbox:overdracht:opsommen",
        "inbox:match:bekijken",
        "inbox:regisseur:opsommen",
        "inbox:match:aanvaarden",
    ]
    rijen = lees_database(huis, "SELECT * FROM logboek WHERE tag = 'inbox:match:aanvaarden'")
    assert rijen[0]["professional"] == zaak.wijkteam.professional
    assert rijen[0]["organisatie"] == zaak.wijkteam.id
    assert (rijen[0]["rol"], rijen[0]["doel"]) == ("regisseur", "regie")
    assert {"soort": "match", "id": str(zaak.match)} in rijen[0]["onderwerpen"]
    assert len(rijen[0]["trace_id"]) == 32


def test_een_lijst_gaat_verder_vanaf_de_plaats_waar_de_vorige_bladzijde_ophield(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    begin = huis.klok() - timedelta(days=1)
    assert paden(b.open(f"/inbox?na={begin:%Y-%m-%dT%H:%M:%S}%2B00:00_{uuid4()}")) == [zaak.pad]
    assert paden(b.open("/inbox?na=onzin")) == [zaak.pad]
    voorbij = b.open(f"/inbox?na=2099-01-01T00:00:00%2B00:00_{uuid4()}")
    assert paden(voorbij) == []
    assert "Naar het begin" in tekst(voorbij)
