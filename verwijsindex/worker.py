# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The worker: lets time pass for every family that is due (Z01)."""

import threading

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.log import Gebeurtenis, meld, plaats_van
from verwijsindex.use_cases import vegen
from verwijsindex.use_cases.ports import Tools

POLS = 0.25


def werk(tools: Tools, stop: threading.Event) -> None:
    """Sweep until `stop` is set; rests a quarter of a second when nothing is due. A fault is logged and tried again."""
    meld(Gebeurtenis.GESTART, onderdeel="worker")
    while not stop.is_set():
        try:
            gedaan = sum(1 for _ in vegen.veeg(tools))
        except Onbereikbaar as fout:
            meld(Gebeurtenis.VEGEN_MISLUKT, fout=fout.eerste.code, plaats=plaats_van(fout))
            gedaan = 0
        if not gedaan:
            stop.wait(POLS)
    meld(Gebeurtenis.GESTOPT, onderdeel="worker")
