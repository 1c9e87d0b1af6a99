# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""M09: how quiet is it? A year of a municipality under our rules, against the plain rule of today's indexes.

The plain rule: two active reports of two organisations about one child or family are one message. Counted as fairly as
we could, on the same signals that count: (a) what a director hears, one message per pair under the plain rule, and (b)
what all addressees hear together, three per pair: both who reported and a director. Of ours everything counts, in (b)
also what is told about consent; beside it what is news in the words of M09. Apart, as lines of their own, are reminders
and escalations (R03, R04): they tell of the clock, and the plain rule has no deadlines. The promise is less than a
quarter, with no worried pair missed or later; each line says whether that is so.
Every assumption stands in `gemeente/aannames.py`.
"""

import json
import sys
from dataclasses import replace

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bench.gemeente import regels
from bench.gemeente.aannames import AANNAMES, Aannames
from bench.gemeente.jaar import Uitkomst, speel_jaar

ZAAD = 2026
INWONERS = 100_000
# The grid is played on smaller municipalities, so that all of it takes minutes.
INWONERS_RASTER = 40_000
TOESTEMMING = (0.3, 0.5, 0.7, 0.9)
BETROKKENHEID = (0.5, 1.0, 2.0)


def raster() -> list[tuple[str, Aannames]]:
    """Every cell with its name: share of families that consent by number of signals."""
    return [
        (f"toestemming {ja:.0%}, betrokkenheid x{maal:g}", replace(AANNAMES, toestemming=ja, betrokkenheid=maal))
        for ja in TOESTEMMING
        for maal in BETROKKENHEID
    ]


def _druk_af(lijn: regels.Regel) -> None:
    sys.stdout.write(json.dumps(lijn, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print the base scenario in full, each cell of the grid in short, and the worst of it."""
    cellen = raster()
    balk = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
        redirect_stdout=False,
    )
    with balk:
        taak = balk.add_task("stilte", total=1 + len(cellen))

        def speel(nummer: int, naam: str, inwoners: int, aannames: Aannames) -> Uitkomst:
            def toon(gedaan: float) -> None:
                balk.update(taak, completed=nummer + gedaan, description=naam)

            return speel_jaar(inwoners, ZAAD + nummer, aannames, toon)

        for lijn in regels.beschrijf(speel(0, "basis", INWONERS, AANNAMES)):
            _druk_af(lijn)
        uitkomsten = []
        for nummer, (naam, aannames) in enumerate(cellen, 1):
            uitkomsten.append((naam, speel(nummer, naam, INWONERS_RASTER, aannames)))
            for lijn in regels.cel(*uitkomsten[-1]):
                _druk_af(lijn)
        for lijn in regels.slechtste(uitkomsten):
            _druk_af(lijn)


if __name__ == "__main__":
    main()
