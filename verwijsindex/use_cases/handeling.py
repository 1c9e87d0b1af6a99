# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The frame of every deed and look: one transaction with its evidence; a refusal undoes the deed and is kept."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.errors import NietToegestaan, Onbereikbaar, Strijdig, Weigering
from verwijsindex.domain.logboek import Aanroep, Logregel, Uitkomst
from verwijsindex.domain.toestand import Regels
from verwijsindex.storage import convenanten, logboek
from verwijsindex.storage.database import Tx
from verwijsindex.storage.families import FamilieVerschoven
from verwijsindex.use_cases.ports import Tools

T = TypeVar("T")
HERSTARTS = 10


@dataclass(slots=True)
class Handeling:
    """A deed or look under way, and what its row of evidence will say; `ook` are tags of what it did besides."""

    tools: Tools
    tx: Tx
    wie: Aanroep
    tag: str
    nu: datetime
    begonnen: datetime
    onderwerpen: list[tuple[str, UUID]] = field(default_factory=list)
    grond: str | None = None
    convenant: str | None = None
    ook: list[str] = field(default_factory=list)
    direct: bool = False
    _sleutels: list[bytes] = field(default_factory=list)

    @classmethod
    def van_tijd(cls, tools: Tools, tx: Tx, wie: Aanroep, nu: datetime) -> "Handeling":
        """What time does by itself: no row of its own, and what follows stands on one trace."""
        return cls(tools, tx, replace(wie, trace_id=secrets.token_hex(16)), "tijd", nu, nu, direct=True)

    def systeem(self, moment: datetime) -> Aanroep:
        """Who did what happened at a moment: the system, under this deed only where it followed from it."""
        return self.wie.als_systeem() if self.direct or moment >= self.nu else self.wie.los()

    def vernietig(self, plaatsen: Sequence[bytes]) -> None:
        """Destroy keys: now where time does it, and for a deed as its very last act, as none comes back (B03)."""
        self._sleutels += plaatsen
        if self.direct:
            self.rond_vernietigen_af()

    def rond_vernietigen_af(self) -> None:
        """All that was asked for, before the transaction ends: keys first, then rows (B03)."""
        self.tools.kluis.vernietig(self._sleutels)
        self._sleutels.clear()

    def over(self, soort: str, id_: UUID) -> None:
        """Add a subject."""
        if (soort, id_) not in self.onderwerpen:
            self.onderwerpen.append((soort, id_))

    def regels(self) -> Regels:
        """The convenants and days off by which this deed is decided."""
        return Regels(convenanten.alle(self.tx), self.tools.vrij)

    def volgens(self, convenant: Convenant) -> Convenant:
        """Note the version that decides."""
        self.convenant = convenant.kenmerk
        return convenant


@contextmanager
def handeling(tools: Tools, wie: Aanroep, tag: str) -> Iterator[Handeling]:
    """Open a deed or look: its row in the same transaction (L01); a `Weigering` rolls back and gets its own row."""
    with vooraf(tools, wie, tag) as h:
        yield h
        logboek.schrijf(
            h.tx,
            [
                Logregel(
                    moment=h.nu,
                    aanroep=h.wie if wat == tag else h.wie.als_onderdeel(),
                    tag=wat,
                    onderwerpen=tuple(h.onderwerpen),
                    grond=h.grond,
                    convenant=h.convenant,
                    begonnen=h.begonnen,
                    geeindigd=max(h.begonnen, tools.klok()),
                )
                for wat in (tag, *h.ook)
            ],
        )
        h.rond_vernietigen_af()


@contextmanager
def vooraf(tools: Tools, wie: Aanroep, tag: str) -> Iterator[Handeling]:
    """Is a deed allowed, before something outside is asked that it needs? Only a refusal leaves a row: the deed's own
    row says the rest, and it decides again.
    """
    onderwerpen: list[tuple[str, UUID]] = []
    try:
        with tools.database.transaction() as tx:
            begin, actie = tools.klok(), replace(wie, span_id=secrets.token_hex(8))
            actie = replace(actie, trace_id=wie.trace_id or secrets.token_hex(16))
            yield Handeling(tools, tx, actie, tag, begin, begin, onderwerpen)
    except Weigering as weigering:
        leg_weigering_vast(tools, wie, tag, weigering, onderwerpen)
        raise


def leg_weigering_vast(
    tools: Tools, wie: Aanroep, tag: str, weigering: Weigering, onderwerpen: Sequence[tuple[str, UUID]] = ()
) -> None:
    """Keep a refusal, once: what was tried, by whom, on what, which rules said no (L01); never the value refused.

    One row per code: a thousand faults of one kind are one refusal. That the index is away is no refusal by a rule.
    """
    if weigering.vastgelegd or isinstance(weigering, Onbereikbaar):
        return
    with tools.database.transaction() as tx:
        nu = tools.klok()
        logboek.schrijf(
            tx,
            [
                Logregel(
                    moment=nu,
                    begonnen=nu,
                    geeindigd=nu,
                    aanroep=wie,
                    tag=tag,
                    onderwerpen=tuple(onderwerpen),
                    uitkomst=Uitkomst.GEWEIGERD,
                    code=code,
                    regel=regel,
                )
                for code, regel in dict.fromkeys((besluit.code, besluit.regel) for besluit in weigering.besluiten)
            ],
        )
    weigering.vastgelegd = True


def met_herstart(daad: Callable[[], T]) -> T:
    """Run a deed; start again when the family moved before anything was written (the one restart allowed)."""
    for _ in range(HERSTARTS):
        try:
            return daad()
        except FamilieVerschoven:
            continue
    raise Onbereikbaar(
        [geweigerd("familie-in-beweging", "M05", "Er gebeurt te veel tegelijk in dit dossier. Probeer het opnieuw.")]
    )


def eis(besluit: Besluit, fout: type[Strijdig | NietToegestaan]) -> None:
    """Raises `fout` on a refusal."""
    if not besluit:
        raise fout([besluit])
