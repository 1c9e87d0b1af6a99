# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A big family: each organisation stands on the page once, with what it says of which child (I02, M13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.huis import KINDEREN, MOEDER, veiligheidsgrond
from tests.inbox.hulp import browser, paden, tekst
from tests.inbox.test_vorm import Bouw
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

ANDERS = {"functie": "jeugdarts", "telefoon": "010-7654321"}


def _meldt(partij: Partij, kind: str, **velden: object) -> None:
    antwoord = partij.meldt(kind, ouders=(MOEDER,), **velden)
    assert antwoord.status_code == 201, antwoord.text


def test_I02_M13_een_organisatie_staat_er_een_keer_met_de_kinderen_waarvan_zij_hetzelfde_zegt(huis: Huis) -> None:
    partijen = [huis.partij(f"School {nummer}") for nummer in range(4)]
    cjg = huis.partij("CJG", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    for kind in KINDEREN:
        for partij in partijen:
            _meldt(partij, kind)
        _meldt(cjg, kind, soort="zorgen" if kind == KINDEREN[1] else "betrokken", contactpunt=ANDERS)
    b = browser(huis)
    (pad,) = paden(b.als_regisseur(wijkteam))
    blad = b.open(pad)
    tabel = blad.text.split("<table")[1].split("</table>")[0]
    assert [tabel.count(f">School {nummer}<") for nummer in range(4)] == [1, 1, 1, 1]
    assert tabel.count("intern begeleider") == 4
    assert tabel.count(">Leefgebieden<") == 1
    gelezen = tekst(blad)
    assert "School 0 intern begeleider 010-2345678 kind 1, 2, 3 en 4 is betrokken gezin" in gelezen
    assert "CJG jeugdarts 010-7654321 kind 1, 3 en 4 is betrokken gezin sinds" in gelezen
    assert "met toestemming 1 kind 2 maakt zich zorgen gezin sinds 2 juni 2014 met toestemming 2" in gelezen
    bouw = Bouw(blad.text)
    assert [th["scope"] for th in bouw.alle("th")].count("rowgroup") == 5
    assert len(bouw.alle("tbody")) == 5


def test_M13_een_zin_die_voor_elk_kind_hetzelfde_is_staat_een_keer_in_de_uitleg(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    for kind in KINDEREN:
        _meldt(school, kind)
        _meldt(cjg, kind, soort="zorgen")
    b = browser(huis)
    (pad,) = paden(b.als_regisseur(wijkteam))
    assert tekst(b.open(pad)).count("De Klaver meldt dat zij betrokken is sinds 2 juni 2014") == 1


def test_V06_I02_wat_niet_getoond_mag_worden_deelt_geen_regel_met_wat_wel_mag(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    for kind in KINDEREN[:2]:
        _meldt(school, kind)
    _meldt(cjg, KINDEREN[0], leefgebieden=["wonen"])
    _meldt(cjg, KINDEREN[1], soort="zorgen", leefgebieden=["werk"], veiligheidsgrond=veiligheidsgrond())
    b = browser(huis)
    (pad,) = paden(b.als_regisseur(wijkteam))
    gelezen = tekst(blad := b.open(pad))
    assert "kind 1 is betrokken wonen sinds 2 juni 2014 met toestemming 1" in gelezen
    assert "kind 2 niet zichtbaar niet zichtbaar niet zichtbaar om de veiligheid (nog te bevestigen) 3" in gelezen
    assert "werk" not in {woord.strip(",.") for woord in gelezen.split()}
    assert "geweld" not in blad.text
