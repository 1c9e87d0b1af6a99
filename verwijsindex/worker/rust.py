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
            pauze = pols if gedaan is not None else min(pauze * 2, LANGSTE_PAUZE)
        except Onbereikbaar as fout:
            meld(mislukt, fout=fout.eerste.code, plaats=plaats_van(fout))
            gedaan, pauze = False, min(pauze * 2, LANGSTE_PAUZE)
        except Exception as fout:  # noqa: BLE001 a worker that dies of one fault lets everything lie still
            meld(mislukt, fout=soort_van(fout), plaats=plaats_van(fout))
            gedaan, pauze = False, min(pauze * 2, LANGSTE_PAUZE)
        if not gedaan:
            stop.wait(pauze)
