# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the follow-up, counted again by hand; and each planted difference has its own line."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from verwijsindex.demo.casus import SCENARIOS, Stapsoort, lees_casus, stappen
from verwijsindex.demo.opvolging import (
    ROLLEN,
    SOORTEN,
    VERSTREKEN,
    Antwoord,
    Opvolgstap,
    antwoordregel,
    ladder,
    ladderregel,
    lees_antwoord,
    lees_stap,
    regel,
    van_regel,
    verschillen,
)
from verwijsindex.domain.tijd import begin_van

CASUS = lees_casus()
SCENARIO = {scenario.naam: scenario for scenario in SCENARIOS}
MET = SCENARIO["met-opvolging"]
TABEL = CASUS.opvolging[MET.naam]
NAMEN = ("M. de Vries", "S. Bouzidi", "J. Pinas")
# Days off that are no weekend, from the calendars of these years.
VRIJ = {
    *(date(2012, 12, op) for op in (25, 26)),
    *(date(2013, *op) for op in ((1, 1), (3, 29), (4, 1), (4, 30), (5, 9), (5, 20), (12, 25), (12, 26))),
    *(date(2014, *op) for op in ((1, 1), (4, 18), (4, 21), (5, 5), (5, 29), (6, 9), (12, 25), (12, 26))),
    date(2015, 1, 1),
}
TREDEN = ("procesregisseur", "gemeentelijk-manager", "wethouder")
EINDE = date(2015, 1, 27)
# A safety ground counts until the end of the window of Arosa, or of the Steunpunt.
AROSA_TELT, SHG_TELT = date(2014, 5, 31), date(2013, 11, 30)


def werkdag(op: date, aantal: int) -> date:
    """The working day that is so many after `op`."""
    while aantal:
        op += timedelta(days=1)
        aantal -= op.weekday() < 5 and op not in VRIJ
    return op


def trappen(termijn: str, sinds: date, werkdagen: int, tot: date = EINDE) -> set[tuple[date, str, str]]:
    """Who hears that one thing lies still, until it does not matter any more: 2, 5, and then each 20 working days."""
    op, gehoord = werkdag(sinds, werkdagen), []
    while op <= tot:
        trede = TREDEN[min(len(gehoord), 2)]
        gehoord.append((op, termijn, trede))
        op = werkdag(op, (2, 5, 20)[min(len(gehoord) - 1, 2)])
    return set(gehoord)


EERSTE, POLITIE = date(2012, 10, 20), date(2014, 10, 10)
VAN_IEDEREEN = [
    trappen("aannemen", EERSTE, 1),
    trappen("basiszorg", EERSTE, 1, AROSA_TELT),
    trappen("basiszorg", POLITIE, 1),
]
STIL = {
    "zoals-het-was": [
        trappen("aannemen", date(2013, 5, 31), 3),
        trappen("basiszorg", date(2013, 5, 31), 1, AROSA_TELT),
    ],
    "zoals-het-was-zonder-nazorgvenster": [trappen("aannemen", date(2013, 5, 31), 3)],
    "zoals-het-was-zonder-toestemming": [
        trappen("aannemen", date(2013, 5, 31), 3),
        trappen("basiszorg", date(2013, 5, 31), 1, AROSA_TELT),
    ],
    "iedereen-meldt": VAN_IEDEREEN,
    "alleen-veiligheid": VAN_IEDEREEN,
    "iedereen-meldt-per-kind": [
        *VAN_IEDEREEN,
        trappen("aannemen", date(2013, 10, 15), 3),
        trappen("aannemen", date(2014, 7, 15), 3),
    ],
    "toestemming-ingetrokken": [
        trappen("aannemen", EERSTE, 1, date(2013, 12, 1)),
        trappen("basiszorg", EERSTE, 1, SHG_TELT),
        trappen("aannemen", date(2014, 11, 15), 1),
        trappen("basiszorg", date(2014, 11, 15), 1),
    ],
    "doorbreking-niet-bevestigd": [
        trappen("aannemen", EERSTE, 1, date(2012, 10, 23)),
        trappen("basiszorg", EERSTE, 1, date(2012, 10, 23)),
        trappen("aannemen", date(2012, 11, 30), 3),
        trappen("basiszorg", date(2012, 11, 30), 1, SHG_TELT),
    ],
}


@pytest.mark.parametrize("naam", CASUS.ladder)
def test_R04_de_ladder_van_elk_scenario_is_met_de_hand_nageteld(naam: str) -> None:
    alles = sorted(set().union(*STIL[naam]))
    eerst: dict[str, date] = {}
    for op, _, trede in alles:
        eerst.setdefault(trede, op)
    daarna = Counter(trede for _, _, trede in alles) - Counter(list(eerst))
    assert CASUS.ladder[naam] == {"eerst": eerst, "daarna": dict(daarna)}


def test_elk_scenario_heeft_een_ladder_of_een_opvolging() -> None:
    assert CASUS.ladder.keys() | CASUS.opvolging.keys() == SCENARIO.keys()
    assert not CASUS.ladder.keys() & CASUS.opvolging.keys()


def een_stap(rij: dict[str, Any]) -> Opvolgstap:
    """The step that a line of the table asks for."""
    zin = next((zin for zin, paar in VERSTREKEN.items() if paar == (rij.get("termijn"), rij.get("trede"))), "")
    over = tuple(sorted(CASUS.partijen[sleutel].naam for sleutel in rij.get("over", ())))
    wie = dict(zip(ROLLEN, NAMEN, strict=True)).get(rij.get("regisseur", ""), "")
    return Opvolgstap(rij["datum"], rij["soort"], zin, over, rij.get("termijn", ""), rij.get("trede", ""), wie)


STAPPEN = [een_stap(dict(rij)) for rij in TABEL.stappen]
ANTWOORDEN = [
    Antwoord(rij["datum"], rij["vrager"], rij["status"], NAMEN[ROLLEN.index(rij["regisseur"])])
    for rij in TABEL.antwoorden
]


def anders(gevonden: list[Opvolgstap], antwoorden: list[Antwoord] | None = None) -> list[str]:
    return verschillen(CASUS, MET, gevonden, ANTWOORDEN if antwoorden is None else antwoorden, NAMEN)


def test_wat_de_tabel_vraagt_is_geen_verschil() -> None:
    assert anders(STAPPEN) == []
    assert len(STAPPEN) > 40
    assert {stap.soort for stap in STAPPEN} <= SOORTEN


@pytest.mark.parametrize("weg", range(len(STAPPEN)), ids=lambda n: f"{STAPPEN[n].dag} {STAPPEN[n].soort}")
def test_een_stap_die_ontbreekt_is_een_verschil(weg: int) -> None:
    (zin,) = anders([*STAPPEN[:weg], *STAPPEN[weg + 1 :]])
    assert zin.startswith("Verwacht maar niet gebeurd: ")


@pytest.mark.parametrize("welke", range(len(STAPPEN)))
def test_een_stap_op_een_andere_dag_van_een_ander_of_over_een_ander_is_een_verschil(welke: int) -> None:
    stap, voor, na = STAPPEN[welke], STAPPEN[:welke], STAPPEN[welke + 1 :]
    vreemd = [replace(stap, dag=stap.dag + timedelta(days=1))]
    vreemd += [replace(stap, regisseur="Iemand")] if stap.regisseur else []
    vreemd += [replace(stap, organisaties=("X",))] if stap.organisaties else []
    vreemd += [replace(stap, trede="minister")] if stap.trede else []
    for deel in vreemd:
        ontbreekt, teveel = anders([*voor, deel, *na])
        assert ontbreekt.startswith("Verwacht maar niet gebeurd: ")
        assert teveel.startswith("Gebeurd maar niet verwacht: ")


@pytest.mark.parametrize("weg", range(len(ANTWOORDEN)))
def test_R08_een_antwoord_dat_uitblijft_of_anders_is_is_een_verschil(weg: int) -> None:
    rest = [*ANTWOORDEN[:weg], *ANTWOORDEN[weg + 1 :]]
    for antwoorden in (rest, [*rest, replace(ANTWOORDEN[weg], status="afgesloten")]):
        assert len(anders(STAPPEN, antwoorden)) == 1
    assert len(anders(STAPPEN, [*ANTWOORDEN, replace(ANTWOORDEN[weg], dag=date(2015, 1, 1))])) == 1


def test_R04_een_regel_van_de_tijdlijn_zegt_wat_verstreek_en_wie_het_hoort() -> None:
    stap = van_regel(
        {
            "moment": "2014-01-21T22:59:59.999999Z",
            "soort": "termijn-verstreken",
            "zin": "Te laat: een vervolgoverleg houden. Ingelicht: de coördinator.",
            "organisaties": [],
        },
        "S. Bouzidi",
    )
    assert (stap.dag, stap.termijn, stap.trede) == (date(2014, 1, 21), "vervolgoverleg", "procesregisseur")
    assert (stap.regisseur, regel(stap)) == ("", f"21 januari 2014: {stap.zin}")


def test_wie_de_regie_krijgt_staat_bij_de_regel() -> None:
    stap = van_regel(
        {
            "moment": "2013-12-30T08:00:00Z",
            "soort": "overdracht-aangenomen",
            "zin": "De overdracht is aangenomen: er is een nieuwe regisseur.",
            "organisaties": [],
        },
        "S. Bouzidi",
    )
    assert regel(stap).endswith("er is een nieuwe regisseur. Het is S. Bouzidi.")


def test_een_antwoord_noemt_de_vrager_de_stand_en_wie_leidt() -> None:
    antwoord = Antwoord(date(2013, 10, 22), "woonstad", "in-regie", NAMEN[0])
    assert antwoordregel(antwoord, CASUS).endswith("de match is in-regie, M. de Vries heeft de regie.")
    assert antwoordregel(replace(antwoord, status=None), CASUS).endswith("hoort van geen match.")
    assert antwoordregel(replace(antwoord, regisseur=""), CASUS).endswith("niemand heeft de regie.")


def stil(*delen: tuple[date, str, str]) -> list[Opvolgstap]:
    return [Opvolgstap(op, "termijn-verstreken", "", (), termijn, trede) for op, termijn, trede in delen]


def test_R04_wat_zich_herhaalt_wordt_een_keer_gezegd_en_geteld() -> None:
    gehoord = sorted(trappen("aannemen", date(2014, 11, 15), 1))
    assert ladderregel([*stil(*gehoord), *stil(gehoord[0])]) == (
        "Geen regisseur handelt. Dat hoort de coördinator (17 november 2014), de gemeentelijk manager (19 november"
        " 2014) en de wethouder (26 november 2014), en daarna nog 2 keer de wethouder."
    )
    assert ladderregel(stil(gehoord[0])) == "Geen regisseur handelt. Dat hoort de coördinator (17 november 2014)."
    assert ladderregel([]) == ""


@pytest.mark.parametrize("naam", CASUS.ladder)
def test_R04_een_trede_te_weinig_of_te_veel_is_een_verschil(naam: str) -> None:
    gehoord = stil(*sorted(set().union(*STIL[naam])))
    scenario = SCENARIO[naam]
    assert ladder(gehoord)["daarna"] == CASUS.ladder[naam]["daarna"]
    assert verschillen(CASUS, scenario, gehoord, [], NAMEN) == []
    extra = stil((date(2015, 1, 26), "contact", "wethouder"))
    for vreemd in (gehoord[:-1], [*gehoord, *extra], []):
        assert len(verschillen(CASUS, scenario, vreemd, [], NAMEN)) == 1


def test_stap_en_antwoord_blijven_gelijk_door_schrijven_en_lezen() -> None:
    for stap in STAPPEN:
        assert lees_stap(json.loads(json.dumps(asdict(stap), default=str))) == stap
    for antwoord in ANTWOORDEN:
        assert lees_antwoord(json.loads(json.dumps(asdict(antwoord), default=str))) == antwoord


def test_voor_en_na_elke_dag_die_stil_moet_verstrijken_wordt_gekeken() -> None:
    alle = stappen(CASUS, MET)
    gekeken = {stap.dag for stap in alle if stap.soort is Stapsoort.KIJKEN}
    te_laat = {rij["datum"] for rij in TABEL.stappen if "trede" in rij}
    assert te_laat | {op + timedelta(days=1) for op in te_laat} <= gekeken
    gedaan = [stap.handeling for stap in alle if stap.handeling]
    assert gedaan == list(TABEL.handelingen)


def test_R09_elk_bericht_van_de_tabel_volgt_uit_een_stap_of_de_ochtend_erna() -> None:
    dagen = {rij["datum"] for rij in TABEL.stappen}
    for rij in TABEL.gehoord:
        later = rij["soort"] == "termijn-verstreken"
        assert rij["datum"] - timedelta(days=later) in dagen
        assert begin_van(rij["datum"]) < datetime.fromisoformat("2015-01-28T00:00:00Z")
