# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the client makes of a day of birth, held against the rules of the index, which knows the month only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from koppelingen.leeftijd import (
    NietTeMelden,
    geboortemaand,
    leeftijdsgroep,
    toestemming_tot,
    uiterlijk_tot,
    verjaardag,
)
from tests.domain.bouw import een_convenant, een_signaal, een_toestemming, uid
from verwijsindex.domain import leeftijd as van_de_index
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.poort_1 import poort_1
from verwijsindex.domain.tijd import begin_van, maandbegin, plus_maanden
from verwijsindex.domain.toestemming import Stem, Toestemming, beoordeel
from verwijsindex.domain.woorden import Categorie, Gever, Leeftijdsgroep, Wilsonbekwaam

EEN_DAG = timedelta(days=1)
CONVENANT = een_convenant()
STEMMEN = {
    Leeftijdsgroep.ONDER_12: [Gever.OUDER],
    Leeftijdsgroep.VAN_12_TOT_16: [Gever.JEUGDIGE, Gever.OUDER],
    Leeftijdsgroep.VANAF_16: [Gever.JEUGDIGE],
}
GEBOREN = st.dates(date(1996, 1, 1), date(2030, 12, 31))
# Half of the days fall around a birthday that changes something, where a rule of one day off would show.
ROND = st.tuples(st.sampled_from([12, 16, 23]), st.integers(-3, 3), st.integers(-3, 3))
LATER = st.one_of(st.integers(0, 24 * 366), ROND)
SCHRIKKEL = date(2004, 2, 29)


def dag_na(geboren: date, later: int | tuple[int, int, int]) -> date:
    if isinstance(later, int):
        return geboren + timedelta(days=later)
    jaren, maanden, dagen = later
    return plus_maanden(plus_maanden(geboren, jaren * 12), maanden) + timedelta(days=dagen)


def laatste_dag(maand: str) -> date:
    return plus_maanden(maandbegin(maand), 1) - EEN_DAG


def codes(geboren: date, op: date, uiterlijk: date) -> set[str]:
    """What gate 1 has against a signal with this last day, registered on `op`."""
    organisatie = uid("school")
    signaal = een_signaal(
        "A", "school", begin_van(op), geboortemaand=geboortemaand(geboren), uiterlijk_tot=uiterlijk, toestemming=False
    )
    professional = Professional(uid(("pro", "school")), organisatie, "pro", date(1990, 1, 1))
    school = Organisatie(organisatie, "De school", Categorie.ONDERWIJS, ondertekend=frozenset({CONVENANT.kenmerk}))
    return {besluit.code for besluit in poort_1(signaal, school, professional, CONVENANT, op)}


def een_ja(geboren: date, op: date, tot: date, **anders: object) -> Toestemming:
    groep = Leeftijdsgroep(leeftijdsgroep(geboren, op))
    stemmen = tuple(Stem(wie, akkoord=True) for wie in STEMMEN[groep])
    return een_toestemming(op, tot, groep=groep, **{"stemmen": stemmen, **anders})


def bezwaren(geboren: date, op: date, tot: date, **anders: object) -> set[str]:
    """What the index has against consent with this last day, given and recorded on `op`."""
    nieuw = een_ja(geboren, op, tot, **anders)
    return {besluit.code for besluit in beoordeel(nieuw, geboortemaand(geboren), CONVENANT, op)}


@given(GEBOREN, LATER)
def test_T01_de_leeftijdsgroep_is_die_van_de_index_als_hij_de_dag_zou_kennen(
    geboren: date, later: int | tuple[int, int, int]
) -> None:
    op = dag_na(geboren, later)
    assert leeftijdsgroep(geboren, op) == van_de_index.groep_op(geboren, op)
    assert leeftijdsgroep(geboren, op) in van_de_index.mogelijke_groepen(geboortemaand(geboren), op)


@given(GEBOREN, LATER)
@example(SCHRIKKEL, (23, 0, -1))
@example(date(2008, 2, 29), (23, -3, 2))
def test_S01_poort_1_neemt_elke_uiterlijk_tot_van_de_client_aan(
    geboren: date, later: int | tuple[int, int, int]
) -> None:
    op = dag_na(geboren, later)
    if op >= verjaardag(geboren, 23):
        with pytest.raises(NietTeMelden, match="nog geen 23"):
            uiterlijk_tot(geboren, op)
        return
    uiterlijk = uiterlijk_tot(geboren, op)
    assert op < uiterlijk <= min(verjaardag(geboren, 23), plus_maanden(op, 24))
    assert codes(geboren, op, uiterlijk) == set()


@given(GEBOREN, LATER)
@example(date(2001, 2, 1), (23, 0, -1))
def test_S01_een_dag_later_dan_de_maand_toelaat_wordt_geweigerd(
    geboren: date, later: int | tuple[int, int, int]
) -> None:
    op = dag_na(geboren, later)
    assume(op < verjaardag(geboren, 23))
    jongste = laatste_dag(geboortemaand(geboren))
    assume(jongste <= op)
    uiterst = uiterlijk_tot(jongste, op)
    assert codes(geboren, op, uiterst) == set()
    assert codes(geboren, op, uiterst + EEN_DAG) & {"uiterlijk-tot-te-laat", "uiterlijk-tot-na-23"}


@given(GEBOREN, LATER)
@example(SCHRIKKEL, (12, -1, 0))
@example(SCHRIKKEL, (16, -1, 0))
def test_T05_de_index_neemt_elke_laatste_dag_van_de_client_aan(
    geboren: date, later: int | tuple[int, int, int]
) -> None:
    op = dag_na(geboren, later)
    tot = toestemming_tot(geboren, op)
    assert op < tot <= plus_maanden(op, 12)
    assert bezwaren(geboren, op, tot) == set()
    assert een_ja(geboren, op, tot).geldig_tot(geboortemaand(geboren), CONVENANT) == begin_van(
        tot + EEN_DAG
    ) - timedelta(microseconds=1)


@given(GEBOREN, LATER)
def test_T05_een_dag_later_dan_de_maand_toelaat_wordt_geweigerd(
    geboren: date, later: int | tuple[int, int, int]
) -> None:
    op = dag_na(geboren, later)
    jongste = laatste_dag(geboortemaand(geboren))
    groep = leeftijdsgroep(geboren, op)
    assume(groep != Leeftijdsgroep.VANAF_16 and leeftijdsgroep(jongste, op) == groep)
    uiterst = toestemming_tot(jongste, op, maanden=16 * 12)
    assert bezwaren(geboren, op, uiterst) == set()
    assert bezwaren(geboren, op, uiterst + EEN_DAG) == {"toestemming-na-verjaardag"}


@given(GEBOREN, st.integers(12 * 366, 15 * 365))
def test_T05_het_woord_van_een_vertegenwoordiger_eindigt_niet_met_een_verjaardag(geboren: date, later: int) -> None:
    op = geboren + timedelta(days=later)
    tot = toestemming_tot(geboren, op, wilsonbekwaam=True)
    assert tot == plus_maanden(op, 12)
    vertegenwoordigd = {
        "wilsonbekwaam": Wilsonbekwaam.VERSTANDELIJKE_BEPERKING,
        "stemmen": (Stem(Gever.VERTEGENWOORDIGER, akkoord=True),),
    }
    assert bezwaren(geboren, op, tot, **vertegenwoordigd) == set()


@pytest.mark.parametrize(
    ("geboren", "jaren", "dag"),
    [
        (SCHRIKKEL, 12, date(2016, 2, 29)),
        (SCHRIKKEL, 23, date(2027, 2, 28)),
        (date(2005, 2, 28), 23, date(2028, 2, 28)),
        (date(2003, 12, 31), 23, date(2026, 12, 31)),
    ],
)
def test_Z01_wie_op_29_februari_is_geboren_verjaart_in_een_gewoon_jaar_op_de_28e(
    geboren: date, jaren: int, dag: date
) -> None:
    assert verjaardag(geboren, jaren) == dag


@pytest.mark.parametrize(
    ("op", "tot"),
    [
        (date(2025, 2, 27), date(2027, 2, 27)),
        (date(2025, 3, 1), date(2027, 2, 28)),
        (date(2027, 2, 27), date(2027, 2, 28)),
    ],
)
def test_S01_tot_op_de_23e_verjaardag_en_nooit_verder(op: date, tot: date) -> None:
    assert uiterlijk_tot(SCHRIKKEL, op) == tot


@pytest.mark.parametrize("op", [date(2027, 2, 28), date(2027, 3, 1), date(2004, 2, 28)])
def test_S01_op_de_23e_verjaardag_en_voor_de_geboorte_weigert_de_client(op: date) -> None:
    with pytest.raises(NietTeMelden):
        uiterlijk_tot(SCHRIKKEL, op)


@pytest.mark.parametrize(
    ("gegeven_op", "tot"),
    [
        (date(2014, 5, 29), date(2015, 5, 29)),
        (date(2015, 6, 1), date(2016, 5, 29)),
        (date(2016, 2, 28), date(2016, 5, 29)),
        (date(2016, 2, 29), date(2017, 2, 28)),
        (date(2019, 8, 31), date(2020, 5, 29)),
        (date(2020, 2, 29), date(2021, 2, 28)),
    ],
)
def test_T05_toestemming_eindigt_uiterlijk_drie_maanden_na_de_12e_of_16e_verjaardag(
    gegeven_op: date, tot: date
) -> None:
    assert toestemming_tot(SCHRIKKEL, gegeven_op) == tot


def test_S01_de_index_hoort_alleen_de_maand() -> None:
    assert geboortemaand(date(2014, 3, 9)) == "2014-03"
