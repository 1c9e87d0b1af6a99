# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gives messages their place (N03) and puts them on webhooks (N02), many at once and in order for each match.

One event loop, in which only the calls to receivers wait; the database is asked in a thread.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

import anyio
from anyio.abc import TaskGroup
from anyio.to_thread import run_sync

from verwijsindex.domain.bezorgen import Afloop, Uitkomst, Zending
from verwijsindex.log import Gebeurtenis
from verwijsindex.use_cases import bezorgen, gebeurtenissen
from verwijsindex.use_cases.ports import Tools
from verwijsindex.worker.rust import herhaal, langer, meld_fout

POLS = 0.1
GELIJKTIJDIG = 64
# Of which for one organisation: one that is slow leaves room for the others.
PER_ORGANISATIE = 16
# While messages are under way the database is asked no more often than this, for more of them at a time.
ADEM = 0.02


def werk(tools: Tools, stop: threading.Event) -> None:
    """Deliver until `stop` is set; what is under way then is finished and recorded."""

    def ronde() -> bool:
        anyio.run(_Ronde(tools, stop).draai)
        return True

    herhaal(stop, ronde, POLS, Gebeurtenis.BEZORGEN_MISLUKT)


@dataclass(slots=True)
class _Ronde:
    tools: Tools
    stop: threading.Event
    bezig: Counter[UUID] = field(default_factory=Counter)
    klaar: list[tuple[Zending, Uitkomst]] = field(default_factory=list)
    iets: anyio.Event = field(default_factory=anyio.Event)

    async def draai(self) -> None:
        pauze = POLS
        async with self.tools.webhooks, anyio.create_task_group() as groep:
            while not (self.stop.is_set() and not self.bezig and not self.klaar):
                try:
                    gedaan, pauze = await self._een(groep), POLS
                except Exception as fout:  # noqa: BLE001 a worker that dies of one fault lets everything lie still
                    meld_fout(Gebeurtenis.BEZORGEN_MISLUKT, fout)
                    gedaan, pauze = False, langer(pauze)
                if self.stop.is_set() and pauze > POLS:
                    # The database is away: what was not recorded goes again when its lease ends.
                    self.klaar.clear()
                if not gedaan:
                    with anyio.move_on_after(pauze):
                        await self.iets.wait()
                self.iets = anyio.Event()
                if self.bezig:
                    await anyio.sleep(ADEM)

    async def _een(self, groep: TaskGroup) -> bool:
        """Record what ended, place what is new, take what may go; was there anything."""
        klaar = self.klaar[:]
        await run_sync(bezorgen.leg_vast, self.tools, klaar)
        del self.klaar[: len(klaar)]
        if self.stop.is_set():
            return bool(klaar)
        geplaatst = await run_sync(gebeurtenissen.plaats, self.tools)
        ruimte = GELIJKTIJDIG - self.bezig.total()
        if ruimte <= 0:
            return False
        zendingen = await run_sync(bezorgen.haal, self.tools, ruimte, PER_ORGANISATIE, dict(self.bezig))
        for zending in zendingen:
            self.bezig[zending.organisatie] += 1
            groep.start_soon(self._bezorg, zending)
        return bool(geplaatst or zendingen)

    async def _bezorg(self, zending: Zending) -> None:
        try:
            uitkomst = await self.tools.webhooks.bezorg(zending, self.tools.klok())
        except Exception as fout:  # noqa: BLE001 a fault of ours with one message must not stop the others
            meld_fout(Gebeurtenis.BEZORGEN_MISLUKT, fout)
            uitkomst = Uitkomst(Afloop.MISLUKT, "onverwacht")
        self.klaar.append((zending, uitkomst))
        self.bezig -= Counter([zending.organisatie])
        self.iets.set()
