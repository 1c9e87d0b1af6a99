# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Age to the day, and what a month of birth tells of it (S01, T01, T05, Z01)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verwijsindex.domain.leeftijd import grensleeftijd, groep_op, mogelijke_groepen, verjaardagen
from verwijsindex.domain.tijd import plus_maanden
from verwijsindex.domain.woorden import Leeftijdsgroep

ONDER_12, VAN_12, VANAF_16 = Leeftijdsgroep.ONDER_12, Leeftijdsgroep.VAN_12_TOT_16, Leeftijdsgroep.VANAF_16


@pytest.mark.parametrize(
    ("geboren", "dag", "groep"),
    [
        ("2014-06-15", "2026-06-14", ONDER_12),
        ("2014-06-15", "2026-06-15", VAN_12),
        ("2010-06-15", "2026-06-14", VAN_12),
        ("2010-06-15", "2026-06-15", VANAF_16),
        ("2012-02-29", "2024-02-28", ONDER_12),
        ("2012-02-29", "2024-02-29", VAN_12),
    ],
)
def test_T01_de_groep_wisselt_op_de_verjaardag_zelf(geboren: str, dag: str, groep: Leeftijdsgroep) -> None:
    assert groep_op(date.fromisoformat(geboren), date.fromisoformat(dag)) is groep


DAGEN = st.dates(date(1996, 1, 1), date(2040, 12, 31))


@given(DAGEN, st.integers(0, 9000))
def test_T01_wat_de_maand_toelaat_bevat_altijd_de_echte_leeftijd(geboren: date, dagen: int) -> None:
    dag = geboren + timedelta(days=dagen)
    assert groep_op(geboren, dag) in mogelijke_groepen(f"{geboren:%Y-%m}", dag)


@given(DAGEN, st.sampled_from([12, 16, 18, 23]))
def test_S01_de_maand_geeft_de_eerste_en_de_laatste_verjaardag_en_geen_dag_meer(geboren: date, jaren: int) -> None:
    begin = geboren.replace(day=1)
    echte = [plus_maanden(begin + timedelta(days=n), jaren * 12) for n in range((plus_maanden(begin, 1) - begin).days)]
    assert verjaardagen(f"{geboren:%Y-%m}", jaren) == (min(echte), max(echte))


@pytest.mark.parametrize(
    ("maand", "laatste"), [("2004-02", "2027-02-28"), ("2005-02", "2028-02-28"), ("2003-11", "2026-11-30")]
)
def test_S01_de_laatste_dag_van_de_23e_verjaardag_wordt_geknipt(maand: str, laatste: str) -> None:
    assert verjaardagen(maand, 23)[1].isoformat() == laatste


def test_T05_elke_groep_wordt_op_haar_eigen_verjaardag_verlaten() -> None:
    assert [grensleeftijd(groep) for groep in (ONDER_12, VAN_12, VANAF_16)] == [12, 16, None]
