# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The feed: who cannot be called asks what there is for him (N03)."""

from dataclasses import dataclass
from uuid import UUID

from verwijsindex.domain.brieven import volgende_overzicht
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.gebeurtenis import Gebeurtenis
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.storage import gebeurtenissen
from verwijsindex.use_cases.deelnemer import deelnemer
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

PORTIE = 1000


def plaats(tools: Tools) -> int:
    """The worker gives committed messages their place in the feed and their ways out; how many."""
    nu = tools.klok()
    with tools.database.transaction() as tx:
        return gebeurtenissen.plaats(tx, PORTIE, nu, volgende_overzicht(nu, tools.vrij))


def is_er_iets(tools: Tools, wie: Aanroep, na: int) -> bool:
    """Would `lees` find anything? For who waits; the look itself is `lees`."""
    if wie.organisatie is None:
        return False
    with tools.database.transaction() as tx:
        return bool(gebeurtenissen.van_organisatie(tx, wie.organisatie, na, 1))


def lees(tools: Tools, wie: Aanroep, na: int, aantal: int) -> list[Gebeurtenis]:
    """What the caller's organisation was told, after a place in the feed (N03, A06)."""
    with handeling(tools, wie, "gebeurtenis:opsommen") as h:
        organisatie, _ = deelnemer(h)
        return gebeurtenissen.van_organisatie(h.tx, organisatie.id, na, aantal)


@dataclass(frozen=True, slots=True)
class Inhoud:
    """What a message is about: one's own signals, by own id (A06)."""

    gebeurtenis: Gebeurtenis
    signalen: tuple[UUID, ...]


def haal(tools: Tools, wie: Aanroep, gebeurtenis: UUID) -> Inhoud:
    """One message with what it is about; more is read where that is, through gate 3. Raises NietGevonden."""
    with handeling(tools, wie, "gebeurtenis:bekijken") as h:
        organisatie, _ = deelnemer(h)
        gevonden = gebeurtenissen.een(h.tx, organisatie.id, gebeurtenis)
        if gevonden is None:
            raise NietGevonden
        h.over("gebeurtenis", gevonden.id)
        return Inhoud(gevonden, tuple(gebeurtenissen.eigen_signalen(h.tx, organisatie.id, gevonden.sleutel)))
