# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Rules and tests hold each other: a rule that the code says it decides exists, and has a test of that name."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.afspraken import scanners

# How many rules each chapter has: Z01, A01-A07, S01-S10, and so on.
AANTAL = {"Z": 1, "A": 7, "S": 10, "T": 7, "V": 8, "M": 16, "R": 12, "I": 8, "B": 5, "G": 3, "L": 4, "N": 4}
REGELS = frozenset(f"{letter}{nummer:02}" for letter, aantal in AANTAL.items() for nummer in range(1, aantal + 1))


def _geciteerd() -> dict[str, set[str]]:
    gevonden: dict[str, set[str]] = {}
    for naam, bron in scanners.teksten(".py", onder=("verwijsindex/",)):
        for regel in scanners.geciteerde_regels(bron):
            gevonden.setdefault(regel, set()).add(naam)
    return gevonden


def _niets(gevonden: Iterable[str]) -> None:
    """Fail with every finding; pytest itself cuts a long list off."""
    tekst = "\n".join(gevonden)
    assert not tekst, tekst


@pytest.mark.parametrize(
    ("bron", "regels"),
    [
        ('"""Stacking (M03)."""', {"M03"}),
        ('def f():\n    """M02, M03; see S10."""', {"M02", "M03", "S10"}),
        ('class C:\n    """A05"""\n    async def f(self):\n        """T01"""', {"A05", "T01"}),
        ('"""S256, PS256, M3, TM03, M031."""', set()),
        ("x = 'M03'  # M04", set()),
    ],
)
def test_scanner_leest_regels_uit_docstrings(bron: str, regels: set[str]) -> None:
    assert scanners.geciteerde_regels(bron) == regels


@pytest.mark.parametrize(
    ("bron", "regels"),
    [
        ("def test_M03_drie_is_geen_match(): ...", {"M03"}),
        ("async def test_M03_M06_gezin(): ...", {"M03", "M06"}),
        ("class TestX:\n    def test_S01_leeftijd(self): ...", {"S01"}),
        ("def test_gezin_M03(): ...\ndef maak_M03_(): ...\nX = 'test_M03_x'", set()),
    ],
)
def test_scanner_leest_regels_uit_namen_van_tests(bron: str, regels: set[str]) -> None:
    assert scanners.getoetste_regels(bron) == regels


def test_elke_geciteerde_regel_bestaat() -> None:
    _niets(
        f"{regel} bestaat niet: {', '.join(sorted(waar))}"
        for regel, waar in _geciteerd().items()
        if regel not in REGELS
    )


def test_elke_geciteerde_regel_heeft_een_test_die_zijn_nummer_draagt() -> None:
    getoetst: set[str] = set()
    for _, bron in scanners.teksten(".py", onder=("tests/",)):
        getoetst |= scanners.getoetste_regels(bron)
    _niets(
        f"geen test_{regel}_...: {', '.join(sorted(waar))}"
        for regel, waar in sorted(_geciteerd().items())
        if regel not in getoetst
    )
