# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Days off of the Netherlands, against a table written from the law (R03)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.bouw import een_convenant
from verwijsindex.adapters.kalender import vrije_dagen
from verwijsindex.domain.tijd import na_werkdagen

# New Year, Good Friday, Easter Monday, King's Day, 5 May, Ascension, Whit Monday, two days of Christmas: article 3 of
# the Algemene termijnenwet, which puts Good Friday beside the others. King's Day is the 26th where the 27th is Sunday.
TABEL = {
    2024: "01-01 03-29 04-01 04-27 05-05 05-09 05-20 12-25 12-26",
    2025: "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26",
    2026: "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26",
    2028: "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26",
    2029: "01-01 03-30 04-02 04-27 05-05 05-10 05-21 12-25 12-26",
    2030: "01-01 04-19 04-22 04-27 05-05 05-30 06-10 12-25 12-26",
}


@pytest.mark.parametrize("jaar", TABEL)
def test_R03_de_vrije_dagen_zijn_die_van_de_wet_en_5_mei(jaar: int) -> None:
    verwacht = {date.fromisoformat(f"{jaar}-{dag}") for dag in TABEL[jaar].split()}
    # A weekend is no working day in any case.
    gevonden = {dag for dag in vrije_dagen() if dag.year == jaar}
    assert {dag for dag in verwacht if dag.weekday() < 5} == {dag for dag in gevonden if dag.weekday() < 5}


def test_Z01_werkdagen_slaan_pasen_en_koningsdag_over() -> None:
    witte_donderdag = date(2026, 4, 2)
    assert na_werkdagen(witte_donderdag, 1, vrije_dagen()) == date(2026, 4, 7)
    assert na_werkdagen(date(2026, 4, 24), 1, vrije_dagen()) == date(2026, 4, 28)


def test_R03_of_goede_vrijdag_vrij_is_zegt_het_convenant() -> None:
    met, zonder = een_convenant(), een_convenant(goede_vrijdag_vrij=False)
    vrij = vrije_dagen()
    assert met.vrije(vrij) == vrij
    # Every Good Friday of the table and nothing else.
    goede_vrijdagen = {date.fromisoformat(f"{jaar}-{dagen.split()[1]}") for jaar, dagen in TABEL.items()}
    weg = {dag for dag in vrij - frozenset(zonder.vrije(vrij)) if dag.year in TABEL}
    assert weg == goede_vrijdagen
    assert na_werkdagen(date(2026, 4, 2), 1, zonder.vrije(vrij)) == date(2026, 4, 3)
