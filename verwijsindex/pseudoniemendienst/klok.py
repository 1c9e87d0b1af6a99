# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where the moment comes from: the system, or a file that a replay sets."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Klok = Callable[[], datetime]
"""Gives the moment, in UTC."""

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def systeemklok() -> datetime:
    return datetime.now(UTC)


def klok_van(pad: Path | None) -> Klok:
    """The system's clock, or that of a file (for development only).

    The moment in the file {"moment": iso, "gezet": unix seconds} plus what has passed since `gezet`;
    while there is no file, the system's moment.
    """
    if pad is None:
        return systeemklok

    def klok() -> datetime:
        nu = systeemklok()
        try:
            inhoud = json.loads(pad.read_text())
        except FileNotFoundError:
            return nu
        moment = datetime.fromisoformat(inhoud["moment"]).astimezone(UTC)
        return moment + timedelta(seconds=nu.timestamp() - inhoud["gezet"])

    return klok


def dag(moment: datetime) -> date:
    """The day in Amsterdam (Z01)."""
    return moment.astimezone(_AMSTERDAM).date()


def seconden_tot_middernacht(moment: datetime) -> int:
    morgen = dag(moment) + timedelta(days=1)
    begin = datetime(morgen.year, morgen.month, morgen.day, tzinfo=_AMSTERDAM)
    return int(begin.timestamp() - moment.timestamp()) + 1
