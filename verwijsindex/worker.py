# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The worker: lets time pass for each family that is due (Z01), replaces directors who left (R01), publishes (I08)."""

import threading
import time

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.log import Gebeurtenis, meld, plaats_van
from verwijsindex.use_cases import cijfers, gebeurtenissen, vegen
from verwijsindex.use_cases.ports import Tools

POLS = 0.25
LANGSTE_PAUZE = 30.0
CIJFERS_ELKE = 60.0


def werk(tools: Tools, stop: threading.Event) -> None:
    """Sweep until `stop` is set; rests a quarter of a second when nothing is due.

    A fault is logged and tried again; while nothing but faults is left, the rests grow to half a minute.
    """
    meld(Gebeurtenis.GESTART, onderdeel="worker")
    pauze, cijfers_om = POLS, 0.0
    while not stop.is_set():
        try:
            gedaan = sum(1 for _ in vegen.veeg(tools)) + sum(1 for _ in vegen.herverdeel(tools))
            gedaan += gebeurtenissen.plaats(tools)
            vast = not gedaan and vegen.achterstand(tools) > 0
            if time.monotonic() >= cijfers_om:
                cijfers.stel_vast(tools)
                cijfers_om = time.monotonic() + CIJFERS_ELKE
        except Onbereikbaar as fout:
            meld(Gebeurtenis.VEGEN_MISLUKT, fout=fout.eerste.code, plaats=plaats_van(fout))
            gedaan, vast = 0, True
        pauze = min(pauze * 2, LANGSTE_PAUZE) if vast else POLS
        if not gedaan:
            stop.wait(pauze)
    meld(Gebeurtenis.GESTOPT, onderdeel="worker")
