# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How a loop rests: a little when there is nothing, longer and longer while it fails, and never dies of a fault."""

import threading
from collections.abc import Callable

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van

LANGSTE_PAUZE = 30.0


def herhaal(stop: threading.Event, ronde: Callable[[], bool | None], pols: float, mislukt: Gebeurtenis) -> None:
    """Run `ronde` until `stop`: at once again when it did something, after `pols` seconds when there was nothing.

    None from `ronde` is: there is work, but it does not succeed. Then, as after a fault, the rests grow.
    """
    pauze = pols
    while not stop.is_set():
        try:
            gedaan = ronde()
            pauze = pols if gedaan is not None else langer(pauze)
        except Exception as fout:  # noqa: BLE001 a worker that dies of one fault lets everything lie still
            meld_fout(mislukt, fout)
            gedaan, pauze = False, langer(pauze)
        if not gedaan:
            stop.wait(pauze)


def langer(pauze: float) -> float:
    """The next rest, in seconds, while it fails."""
    return min(pauze * 2, LANGSTE_PAUZE)


def meld_fout(mislukt: Gebeurtenis, fout: Exception) -> None:
    """A fault in the log, without what it says: that may name somebody."""
    wat = fout.eerste.code if isinstance(fout, Onbereikbaar) else soort_van(fout)
    meld(mislukt, fout=wat, plaats=plaats_van(fout))
