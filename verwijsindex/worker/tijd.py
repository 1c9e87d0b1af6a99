# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Time passes for each family that is due (Z01); replaces directors who left (R01), publishes (I08), raises alarm.

Once an hour it also destroys messages, and who stands in the log, that had their time (B05).
"""

import threading
import time
from datetime import timedelta

from verwijsindex.log import Gebeurtenis, meld
from verwijsindex.use_cases import bezorgen, cijfers, opschonen, vegen, zegelen
from verwijsindex.use_cases.ports import Tools
from verwijsindex.worker.rust import herhaal

POLS = 0.25
MINUUT = 60.0
UUR = 3600.0


def werk(tools: Tools, stop: threading.Event, alarm_na: int) -> None:
    """Sweep until `stop` is set; rests a quarter of a second when nothing is due.

    A fault is logged and tried again; while nothing but faults is left, the rests grow to half a minute.
    """
    # Not at the start: a replay under a set clock passes years in minutes, and reads what was sent at its end.
    volgende, opruimen = 0.0, time.monotonic() + UUR

    def ronde() -> bool | None:
        nonlocal volgende, opruimen
        gedaan = 0
        if time.monotonic() >= volgende:
            # First, so that no fault elsewhere keeps it silent.
            alarm(tools, alarm_na)
            volgende = time.monotonic() + MINUUT
            cijfers.stel_vast(tools)
        if time.monotonic() >= opruimen:
            opruimen = time.monotonic() + UUR
            gedaan += sum(opschonen.ruim_berichten(tools)) + sum(opschonen.ruim_logregels(tools))
            gedaan += sum(opschonen.ruim_archief(tools)) + sum(opschonen.ruim_verzoeken(tools))
        gedaan += sum(1 for _ in vegen.veeg(tools)) + sum(1 for _ in vegen.herverdeel(tools))
        return bool(gedaan) if gedaan or not vegen.achterstand(tools) else None

    herhaal(stop, ronde, POLS, Gebeurtenis.VEGEN_MISLUKT)


def alarm(tools: Tools, na: int) -> None:
    """A message waits too long (N01), or a row of evidence for its seal (L03); said every minute until it is not so."""
    for gebeurtenis, oudste, hoogstens in (
        (Gebeurtenis.BERICHT_WACHT, bezorgen.achterstand(tools).oudste, na),
        (Gebeurtenis.ZEGEL_WACHT, zegelen.achterstand(tools)[1] if tools.zegelbank else None, 1),
    ):
        if oudste and (wacht := tools.klok() - oudste) >= timedelta(minutes=hoogstens):
            meld(gebeurtenis, minuten=str(int(wacht.total_seconds()) // 60)[:6])
