# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 3 on the pages: no ground, no domain, nothing of what fell, nothing that is not yet confirmed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Proefdatabase
from tests.huis import KINDEREN, een_huis, toestemming, veiligheidsgrond
from tests.inbox.hulp import Browser, browser, gezin, over_het_gezin, paden, stapel, tekst
from tests.inbox.hulp_daden import aangenomen, bevestig, ingevuld, trek_in
from verwijsindex.domain.woorden import Categorie, Grond, Leefgebied

if TYPE_CHECKING:
    from tests.huis import Huis

GEHEIM = {*Grond, *Leefgebied} - {Leefgebied.GEZIN, Leefgebied.VEILIGHEID}
"""`gezin` and `veiligheid` are words of every page; the signals below name other domains."""


def _verraad(*bladen: Any) -> list[str]:
    """The words of grounds and domains that stand on these pages, as words of their own."""
    bron = "\n".join(blad.text for blad in bladen)
    return sorted(woord for woord in GEHEIM if re.search(rf"(?<![\w-]){woord}(?![\w-])", bron))


@pytest.mark.parametrize("grond", ["huiselijk-geweld", "kindermishandeling"])
def test_V06_geen_grond_en_geen_leefgebied_op_enige_bladzijde(huis: Huis, grond: str) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG Rijnmond", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    for partij in (school, cjg):
        antwoord = partij.meldt(
            soort="zorgen",
            leefgebieden=["gezondheid", "onderwijs", "inkomen", "wonen", "werk"],
            patroon="schulden",
            veiligheidsgrond=veiligheidsgrond(grond),
        )
        assert antwoord.status_code == 201, antwoord.text
    c, b = browser(huis), browser(huis)
    (pad,) = paden(lijst := b.als_regisseur(wijkteam))
    bladen = [lijst, b.open(pad), c.als_coordinator(), c.open(pad)]
    for partij in (school, cjg):
        bevestig(partij)
    bladen += [b.open(pad), b.volg(b.stuur(f"{pad}/aanvaardingen")), b.open(), b.stuur(f"{pad}/aanvaardingen")]
    (taak,) = re.findall(rf"{pad}/taken/[0-9a-f-]{{36}}/afhandelingen", b.open(pad).text)
    bladen += [c.open(pad), c.open(), b.volg(b.stuur(taak)), b.stuur(taak), b.stuur(f"{pad}/toestemmingen")]
    assert "De Klaver" in tekst(bladen[-1])
    assert _verraad(*bladen) == []
    for woord in ("schulden", "meldt dat zij", "mishandel", "geweld"):
        assert not [blad for blad in bladen if woord in blad.text], woord


def test_T03_V06_een_leefgebied_en_een_patroon_staan_er_wel_als_een_signaal_ze_toont(huis: Huis) -> None:
    zaak = gezin(huis, leefgebieden=["gezondheid"], patroon="niet-verschenen")
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    gelezen = tekst(b.open(zaak.pad))
    assert "Leefgebieden Patroon Wanneer" in gelezen
    assert "kind 1 maakt zich zorgen gezondheid niet verschenen sinds" in gelezen
    assert "De Klaver intern begeleider 010-2345678 kind 1 is betrokken gezin geen sinds" in gelezen
    zaak = gezin(huis, KINDEREN[1], school="De Iep", ouder="999990068")
    b.als_regisseur(zaak.wijkteam)
    assert "Patroon" not in tekst(b.open(zaak.pad))


def _derde(huis: Huis, **anders: Any) -> Any:
    gemeld = (partij := huis.partij("Kredietbank", Categorie.SCHULDHULP)).meldt(**anders)
    assert gemeld.status_code == 201, gemeld.text
    return partij


def test_T04_na_intrekking_toont_de_bladzijde_niets_meer_van_dat_signaal(huis: Huis) -> None:
    zaak = gezin(huis, leefgebieden=["wonen"])
    derde = _derde(
        huis,
        soort="zorgen",
        leefgebieden=["inkomen"],
        patroon="huurachterstand",
        contactpunt={"functie": "budgetcoach", "telefoon": "010-7654321"},
    )
    b = aangenomen(huis, zaak)
    c = browser(huis)
    c.als_coordinator()
    sporen = ("Kredietbank", "budgetcoach", "7654321", "inkomen", "huurachterstand")
    for wie in (b, c):
        assert [woord for woord in sporen if woord not in wie.open(zaak.pad).text] == []
    trek_in(derde)
    for wie in (b, c):
        blad = wie.open(zaak.pad)
        assert [woord for woord in sporen if woord in over_het_gezin(blad) + wie.open().text] == []
        assert "wonen" in blad.text
        assert "2 organisaties" in tekst(wie.open())


def test_T04_M11_als_de_reden_ermee_valt_zegt_ook_het_gewicht_op_de_tijdlijn_niets_meer(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    assert "stapelen zich op (gewicht 3)." in tekst(b.open(zaak.pad))
    trek_in(zaak.cjg)
    gelezen = over_het_gezin(b.open(zaak.pad))
    assert "CJG Rijnmond" not in gelezen
    assert "zich zorgen" not in gelezen
    assert "(gewicht" not in gelezen


def test_V03_de_coordinator_ziet_wat_nog_niet_bevestigd_is_alleen_als_er_geen_regisseur_is(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG Rijnmond", Categorie.JGZ)
    match = stapel(huis, school, cjg, veiligheidsgrond=veiligheidsgrond("huiselijk-geweld"))
    c = browser(huis)
    c.als_coordinator()
    gelezen = tekst(c.open(f"/inbox/matches/{match}"))
    assert "CJG Rijnmond" in gelezen
    assert "om de veiligheid (nog te bevestigen)" in gelezen

    zaak = gezin(huis, KINDEREN[1], ouder="999990068", veiligheidsgrond=veiligheidsgrond("huiselijk-geweld"))
    c = browser(huis)
    c.als_coordinator()
    blad = c.open(zaak.pad)
    gelezen = tekst(blad)
    assert "CJG Rijnmond" not in gelezen
    assert "veiligheid (nog te bevestigen)" not in gelezen
    assert "Spoed" not in gelezen
    bevestig(zaak.cjg)
    assert "CJG Rijnmond" in tekst(c.open(zaak.pad))


def test_M13_T03_dat_er_meer_kan_meetellen_dan_u_ziet_staat_er_altijd(huis: Huis) -> None:
    zaak = gezin(huis)
    vandaag = "2014-06-02"
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    altijd = "Volgens regels I02, I03, T03 en V03 van convenant 0599/regionaal/1 ziet u alleen signalen"
    assert altijd in tekst(b.open(zaak.pad))
    _derde(huis, toestemming=toestemming(vandaag, "2015-06-01", met=["jgz"]))
    gelezen = tekst(b.open(zaak.pad))
    assert "Kredietbank" not in gelezen
    assert altijd in gelezen


def test_I02_het_wettelijke_convenant_zegt_hoeveel_jeugdigen_en_noemt_geen_kind(
    database: Proefdatabase, tmp_path: Path
) -> None:
    with een_huis(database, tmp_path, convenant="jeugdwet-7.1") as huis:
        school = huis.partij("De Klaver", instelling="school")
        cjg = huis.partij("CJG Rijnmond", Categorie.JGZ, instelling="cjg")
        wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
        huis.regisseur(wijkteam)
        for partij, kind in ((school, 0), (cjg, 0), (cjg, 1)):
            antwoord = partij.meldt(KINDEREN[kind], soort="zorgen", toestemming=None, leefgebieden=["inkomen"])
            assert antwoord.status_code == 201, antwoord.text
        b, c = browser(huis), browser(huis)
        (pad,) = paden(b.als_regisseur(wijkteam))
        c.als_coordinator()
        for wie in (b, c):
            gelezen = tekst(blad := wie.open(pad))
            assert "Het gaat om 2 verschillende jeugdigen." in gelezen
            assert not re.search(r"kind \d", gelezen)
            assert "de signalen over" not in gelezen
            assert _verraad(blad, wie.open()) == []


def test_M11_wie_doorgaat_ziet_niets_terug_van_wat_viel(huis: Huis) -> None:
    zaak = gezin(huis, leefgebieden=["wonen"])
    b: Browser = aangenomen(huis, zaak)
    trek_in(zaak.cjg)
    b.open(zaak.pad)
    blad = b.volg(b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld()))
    assert "De toestemming van het gezin is vastgelegd." in tekst(blad)
    assert "CJG Rijnmond" not in over_het_gezin(blad)
    assert "wonen" not in blad.text
