# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which steps a scenario has, and in what order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from verwijsindex.demo.casus import SCENARIOS, Casus, Scenario, Stap, Stapsoort, laatste_dag, lees_casus, stappen
from verwijsindex.domain.tijd import plus_maanden

SCENARIO = {scenario.naam: scenario for scenario in SCENARIOS}


@pytest.fixture(scope="module")
def casus() -> Casus:
    return lees_casus()


def van(casus: Casus, naam: str, soort: Stapsoort) -> list[Stap]:
    return [stap for stap in stappen(casus, SCENARIO[naam]) if stap.soort is soort]


def test_elk_scenario_van_de_tabel_wordt_gespeeld_en_geen_ander(casus: Casus) -> None:
    assert set(SCENARIO) == set(casus.uitkomst)
    assert len(SCENARIO) == len(SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.naam)
def test_de_stappen_staan_op_volgorde_van_dag_en_op_een_dag_van_soort(casus: Casus, scenario: Scenario) -> None:
    volgorde = [(stap.dag, stap.soort) for stap in stappen(casus, scenario)]
    assert volgorde == sorted(volgorde)
    assert len(volgorde) > 5


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.naam)
def test_de_laatste_stap_is_een_blik_op_de_dag_van_het_overlijden(casus: Casus, scenario: Scenario) -> None:
    alle = stappen(casus, scenario)
    assert alle[-1] == Stap(date(2015, 1, 28), Stapsoort.KIJKEN)
    assert all(stap.dag < casus.afloop for stap in alle[:-1])


def test_als_iedereen_meldt_wordt_elke_gebeurtenis_een_keer_gemeld(casus: Casus) -> None:
    gemeld = [stap.gebeurtenis for stap in van(casus, "iedereen-meldt", Stapsoort.MELDEN)]
    assert gemeld == sorted(casus.gebeurtenissen, key=lambda g: g.datum)


def test_zoals_het_was_melden_alleen_de_twee_die_er_werkelijk_waren(casus: Casus) -> None:
    melders = [s.gebeurtenis.organisatie for s in van(casus, "zoals-het-was", Stapsoort.MELDEN) if s.gebeurtenis]
    assert melders == ["arosa", "lzn"]


def test_een_bemoeienis_eindigt_op_de_laatste_dag_van_de_maand_en_een_dag_later_wordt_gekeken(casus: Casus) -> None:
    einden = van(casus, "zoals-het-was", Stapsoort.BEEINDIGEN)
    assert [stap.dag for stap in einden] == [date(2013, 5, 31), date(2014, 7, 31)]
    gekeken = {stap.dag for stap in van(casus, "zoals-het-was", Stapsoort.KIJKEN)}
    assert {stap.dag + timedelta(days=1) for stap in einden} <= gekeken


@pytest.mark.parametrize(("maand", "dag"), [("2012-02", 29), ("2013-02", 28), ("2013-12", 31), ("2014-11", 30)])
def test_de_laatste_dag_van_een_maand(maand: str, dag: int) -> None:
    assert laatste_dag(maand).day == dag


def test_V04_tussen_twee_herbeoordelingen_ligt_minder_dan_drie_maanden(casus: Casus) -> None:
    for gebeurtenis in casus.gebeurtenissen:
        if not gebeurtenis.grond:
            continue
        herzien = [
            stap.dag
            for stap in van(casus, "iedereen-meldt", Stapsoort.HERBEOORDELEN)
            if stap.gebeurtenis is gebeurtenis
        ]
        einde = laatste_dag(gebeurtenis.tot) if gebeurtenis.tot else casus.afloop
        momenten = [gebeurtenis.datum, *herzien, einde]
        assert all(later < plus_maanden(eerder, 3) for eerder, later in pairwise(momenten)), gebeurtenis


def test_T04_de_moeder_trekt_op_een_dag_alles_in_na_wat_die_dag_gemeld_en_voor_wat_beeindigd_wordt(
    casus: Casus,
) -> None:
    (stap,) = van(casus, "toestemming-ingetrokken", Stapsoort.INTREKKEN)
    assert stap == Stap(date(2013, 12, 2), Stapsoort.INTREKKEN)
    assert Stapsoort.MELDEN < Stapsoort.INTREKKEN < Stapsoort.BEEINDIGEN
    scenario = SCENARIO["toestemming-ingetrokken"]
    assert [casus.stemt_in(scenario, date(2013, 12, dag)) for dag in (1, 2, 3)] == [True, False, False]
    assert not casus.stemt_in(SCENARIO["alleen-veiligheid"], date(2013, 12, 1))
    for naam in SCENARIO.keys() - {"toestemming-ingetrokken"}:
        assert not van(casus, naam, Stapsoort.INTREKKEN)


def test_een_wending_laat_alleen_wie_zij_noemt_melden(casus: Casus) -> None:
    melders = [
        s.gebeurtenis.organisatie for s in van(casus, "doorbreking-niet-bevestigd", Stapsoort.MELDEN) if s.gebeurtenis
    ]
    assert melders == ["shg", "arosa", "lzn"]


def test_elke_wending_en_elke_blik_hoort_bij_een_scenario_en_noemt_wie_er_is(casus: Casus) -> None:
    assert (
        casus.wendingen.keys() | casus.blikken.keys() | casus.logboek.keys() | casus.berichten.keys() <= SCENARIO.keys()
    )
    for wending in casus.wendingen.values():
        assert wending.onbevestigd | wending.grond_eindigt | (wending.alleen or frozenset()) <= casus.partijen.keys()
    for naam, blikken in casus.blikken.items():
        stappen_ = van(casus, naam, Stapsoort.NAGAAN)
        assert [(s.dag, s.kijker) for s in stappen_] == [(b["datum"], b["kijker"]) for b in blikken]
        assert {b["kijker"] for b in blikken} <= casus.partijen.keys() | {"regisseur"}


def test_het_nummer_van_een_kind_wordt_niet_afgedrukt(casus: Casus) -> None:
    assert not any(bsn in repr(casus) for bsn in casus.bsns)
    assert len(set(casus.bsns)) == 6
