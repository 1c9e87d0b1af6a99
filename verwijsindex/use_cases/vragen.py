# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Questions to who does not see the match: a handover, aftercare, an agreement; found and locked by their own id."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar
from uuid import UUID

from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.match import Match
from verwijsindex.storage import families, matches
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools

T = TypeVar("T")


def bij_vraag(h: Handeling, lijst: str, velden: dict[str, object]) -> tuple[Bewerking, Match]:
    """Lock the family of the match whose `lijst` holds one question with these fields. Raises NietGevonden."""
    gevonden = matches.met_vraag(h.tx, lijst, velden)
    if not gevonden:
        raise NietGevonden
    rij, match_id = gevonden[0]
    return _vergrendeld(h, rij, match_id)


def _vergrendeld(h: Handeling, rij: int, match_id: UUID) -> tuple[Bewerking, Match]:
    familie = families.vergrendel_rij(h.tx, rij)
    if familie is None:
        raise families.FamilieVerschoven
    b = Bewerking(h, familie)
    if match_id not in b.toestand.matches:
        raise NietGevonden
    h.over("match", match_id)
    return b, b.toestand.matches[match_id]


def opsommen(
    tools: Tools,
    wie: Aanroep,
    soort: str,
    lijst: str,
    velden: Callable[[Handeling], Sequence[dict[str, object]]],
    beelden: Callable[[Bewerking, Match], Iterable[T]],
) -> list[T]:
    """Questions of the open matches with these fields, each as it is now and in its own transaction."""
    with handeling(tools, wie, f"{soort}:opsommen") as h:
        gevonden = {paar for veld in velden(h) for paar in matches.met_vraag(h.tx, lijst, veld)}

    def bekijk(rij: int, match_id: UUID) -> list[T]:
        with handeling(tools, wie, f"{soort}:bekijken") as h:
            b, match = _vergrendeld(h, rij, match_id)
            b.rond_af()
            match = b.toestand.matches[match.id]
            return list(beelden(b, match)) if match.open else []

    resultaat: list[T] = []
    for rij, match_id in sorted(gevonden):
        with suppress(NietGevonden):
            resultaat += met_herstart(partial(bekijk, rij, match_id))
    return resultaat
