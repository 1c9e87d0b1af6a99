# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Days, terms and clock changes (Z01)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_signaal, op, regels
from verwijsindex.domain import daden
from verwijsindex.domain.tijd import TIK, begin_van, dag, einde_van, maandbegin, na_werkdagen, plus_maanden
from verwijsindex.domain.toestand import Toestand, volgende_moment
from verwijsindex.domain.verloop import loop_bij


def utc(tekst: str) -> datetime:
    return datetime.fromisoformat(tekst).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "verwacht"),
    [
        ("2026-01-10T22:59:59.999999", "2026-01-10"),
        ("2026-01-10T23:00", "2026-01-11"),
        ("2026-07-10T21:59:59.999999", "2026-07-10"),
        ("2026-07-10T22:00", "2026-07-11"),
        ("2026-03-28T22:59", "2026-03-28"),
        ("2026-03-28T23:00", "2026-03-29"),
        ("2026-03-29T21:59", "2026-03-29"),
        ("2026-03-29T22:00", "2026-03-30"),
        ("2026-10-24T22:00", "2026-10-25"),
        ("2026-10-25T22:59", "2026-10-25"),
        ("2026-10-25T23:00", "2026-10-26"),
    ],
)
def test_Z01_een_dag_is_een_dag_in_amsterdam(moment: str, verwacht: str) -> None:
    assert dag(utc(moment)).isoformat() == verwacht


@pytest.mark.parametrize(("tekst", "uren"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-22", 24)])
def test_Z01_een_dag_duurt_zo_lang_als_de_klok_zegt(tekst: str, uren: int) -> None:
    vandaag = date.fromisoformat(tekst)
    assert einde_van(vandaag) + TIK - begin_van(vandaag) == timedelta(hours=uren)
    assert dag(begin_van(vandaag)) == dag(einde_van(vandaag)) == vandaag


@pytest.mark.parametrize(
    ("van", "maanden", "verwacht"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 276, "2047-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-12-15", 0, "2024-12-15"),
        ("2024-01-15", -1, "2023-12-15"),
    ],
)
def test_Z01_maanden_worden_geknipt_op_de_laatste_dag(van: str, maanden: int, verwacht: str) -> None:
    assert plus_maanden(date.fromisoformat(van), maanden).isoformat() == verwacht


@pytest.mark.parametrize(
    ("van", "aantal", "vrij", "verwacht"),
    [
        ("2026-11-18", 1, (), "2026-11-19"),
        ("2026-11-20", 1, (), "2026-11-23"),
        ("2026-11-21", 1, (), "2026-11-23"),
        ("2026-11-20", 5, (), "2026-11-27"),
        ("2026-12-24", 2, ("2026-12-25", "2026-12-26"), "2026-12-29"),
        ("2026-05-04", 1, ("2026-05-05",), "2026-05-06"),
    ],
)
def test_Z01_werkdagen_tellen_vanaf_de_volgende_dag(
    van: str, aantal: int, vrij: tuple[str, ...], verwacht: str
) -> None:
    dagen = frozenset(map(date.fromisoformat, vrij))
    assert na_werkdagen(date.fromisoformat(van), aantal, dagen).isoformat() == verwacht


def test_Z01_een_einde_op_een_dag_is_actief_tot_en_met_die_dag() -> None:
    signaal = een_signaal("k", "school", op("2026-03-01"), tot=date(2026, 3, 29))
    assert signaal.actief_op(utc("2026-03-29T21:59:59.999998"))
    assert not signaal.actief_op(utc("2026-03-29T21:59:59.999999"))
    assert dag(signaal.einde) == date(2026, 3, 29)


def test_Z01_een_late_veger_handelt_op_het_moment_zelf() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", tot=date(2026, 1, 9))
    verhaal.tot("2026-02-20")
    assert verhaal.dagen("signaal-beeindigd") == [("2026-01-09", "signaal-beeindigd")]


def test_Z01_een_daad_ziet_eerst_wat_de_tijd_deed() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", tot=date(2026, 1, 9))
    tweede = een_signaal("k", "school", op("2026-01-20"))
    verhaal.doe(op("2026-01-20"), daden.Registratie(tweede))
    assert {signaal.id, tweede.id} == verhaal.toestand.signalen.keys()
    assert [g.soort.value for g in verhaal.gevolgen] == [
        "signaal-geregistreerd",
        "signaal-beeindigd",
        "signaal-geregistreerd",
    ]


def test_Z01_een_nieuw_convenant_begint_en_eindigt_vanzelf() -> None:
    tijdelijk = een_convenant(versie=2, vanaf=date(2026, 2, 1), tot=date(2026, 2, 9), toestemming_vereist=False)
    verhaal = Verhaal(een_convenant(), tijdelijk)
    verhaal.meldt("k", "school", "2026-01-20", toestemming=False)
    verhaal.tot("2026-02-20")
    assert verhaal.dagen("signaal-slaapt", "signaal-telt-weer") == [
        ("2026-01-20", "signaal-slaapt"),
        ("2026-02-01", "signaal-telt-weer"),
        ("2026-02-10", "signaal-slaapt"),
    ]


def test_Z01_een_convenant_geldt_ook_voor_een_signaal_uit_een_andere_gemeente() -> None:
    elders = een_convenant(gemeente="0363")
    later = een_convenant(gemeente="0363", versie=2, vanaf=date(2026, 2, 1), toestemming_vereist=False)
    verhaal = Verhaal(een_convenant(), elders, later)
    verhaal.meldt("k", "school", "2026-01-19")
    verhaal.meldt("k", "cjg", "2026-01-20", toestemming=False, gemeente="0363")
    verhaal.tot("2026-02-02")
    assert ("2026-02-01", "signaal-telt-weer") in verhaal.dagen("signaal-telt-weer")


def test_Z01_zonder_feiten_gebeurt_er_nooit_iets() -> None:
    assert volgende_moment(Toestand(), regels()) is None
    assert loop_bij(Toestand(), op("2099-01-01"), regels()) == (Toestand(op("2099-01-01")), ())


def test_Z01_een_maand_is_een_maand() -> None:
    assert maandbegin("2024-02") == date(2024, 2, 1)
    with pytest.raises(ValueError, match=r"isoformat|month"):
        maandbegin("2024-13")
