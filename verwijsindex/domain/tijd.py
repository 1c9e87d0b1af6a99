# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Moments, days and terms (rule Z01): moments are UTC, days are Amsterdam days, terms are half-open."""

from calendar import monthrange
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TIK = timedelta(microseconds=1)

Klok = Callable[[], datetime]


def dag(moment: datetime) -> date:
    """The Amsterdam calendar day of a UTC moment (Z01)."""
    return moment.astimezone(AMSTERDAM).date()


def begin_van(op: date) -> datetime:
    """The first moment of an Amsterdam day, in UTC (Z01)."""
    return datetime.combine(op, time(), AMSTERDAM).astimezone(UTC)


def einde_van(op: date) -> datetime:
    """The moment at which a term that runs through `op` has ended, still dated `op` itself (Z01)."""
    return begin_van(op + timedelta(days=1)) - TIK


def plus_maanden(op: date, maanden: int) -> date:
    """`op` moved by calendar months, clipped to the month's last day (Z01); `maanden` may be negative."""
    maand = op.year * 12 + op.month - 1 + maanden
    jaar, maand = divmod(maand, 12)
    return date(jaar, maand + 1, min(op.day, monthrange(jaar, maand + 1)[1]))


def na_werkdagen(op: date, aantal: int, vrij: Collection[date]) -> date:
    """The `aantal`-th working day after `op`; counting starts the next day, weekends and `vrij` do not count (Z01)."""
    while aantal:
        op += timedelta(days=1)
        if op.weekday() < 5 and op not in vrij:
            aantal -= 1
    return op


def werkdagen_eerder(op: date, aantal: int, vrij: Collection[date]) -> date:
    """The `aantal`-th working day before `op`; 0 is `op` itself (Z01)."""
    while aantal:
        op -= timedelta(days=1)
        if op.weekday() < 5 and op not in vrij:
            aantal -= 1
    return op


@cache
def zonder_goede_vrijdag(vrij: frozenset[date]) -> frozenset[date]:
    """These days off without Good Friday: of the Fridays from 20 March through 23 April no other is one (R03)."""
    return frozenset(op for op in vrij if op.weekday() != 4 or not (3, 20) <= (op.month, op.day) <= (4, 23))


def maandbegin(maand: str) -> date:
    """First day of a `YYYY-MM` month; ValueError when it is no month."""
    return date.fromisoformat(f"{maand}-01")
