# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the privacy officer asks of the log (I04, L04): rows, looking out of the ordinary, what was shown too much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median
from uuid import UUID

GEWOON = 20
KEER = 3


class Logsoort(StrEnum):
    """Which rows: looks, refusals, or what was done with safety grounds; without one, all."""

    INZAGE = "inzage"
    WEIGERING = "weigering"
    DOORBREKING = "doorbreking"


@dataclass(frozen=True, slots=True)
class Logbeeld:
    """A row of the log as it is shown; `wie` is how the organisation calls the person, if it is known still."""

    id: int
    moment: datetime
    bron: str
    rol: str
    organisatie: str | None
    wie: str | None
    doel: str
    tag: str
    onderwerpen: tuple[tuple[str, str], ...]
    grond: str | None
    convenant: str | None
    uitkomst: str
    code: str | None
    regel: str | None


@dataclass(frozen=True, slots=True)
class Kijkdag:
    """How often somebody looked on a day."""

    professional: UUID
    wie: str
    organisatie: str
    dag: date
    keer: int


@dataclass(frozen=True, slots=True)
class Uitschieter:
    """A day on which somebody looked much more often than he does; `gewoonlijk` is his median day."""

    dag: Kijkdag
    gewoonlijk: float


@dataclass(frozen=True, slots=True)
class Onthulling:
    """A signal of which consent was withdrawn, and when another organisation was shown it before that (T04)."""

    signaal: UUID
    ingetrokken: datetime
    organisatie: str
    getoond: datetime


def uitschieters(dagen: Sequence[Kijkdag]) -> list[Uitschieter]:
    """Days with more than GEWOON looks and more than KEER times what the looker's other days are, most first (I04).

    Of those the median; who has no other day has no usual number.
    """
    per_persoon: dict[UUID, list[Kijkdag]] = {}
    for dag in dagen:
        per_persoon.setdefault(dag.professional, []).append(dag)
    gevonden = [
        Uitschieter(dag, gewoonlijk)
        for dag in dagen
        if dag.keer > GEWOON
        for andere in [[ander.keer for ander in per_persoon[dag.professional] if ander is not dag]]
        for gewoonlijk in [median(andere) if andere else dag.keer]
        if dag.keer > KEER * gewoonlijk or not andere
    ]
    return sorted(gevonden, key=lambda u: (-u.dag.keer, u.dag.dag, str(u.dag.professional)))
