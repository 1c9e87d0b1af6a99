# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How often and how long a message is tried, and what a try comes to (N01, N02)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.gebeurtenis import Gebeurtenis

# How long to wait after the first, second, ... try: so long in all, however it is spread, that a receiver that is away
# is paused before any message is given up.
WACHTTIJDEN = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=16),
    timedelta(hours=22),
    timedelta(hours=26),
)
SPREIDING = 0.1
VOLHOUDEN = timedelta(days=3)
LANGSTE_WACHT = timedelta(days=1)
VAAK = 5
KORTSTE_RUST = timedelta(seconds=1)
LANGSTE_RUST = timedelta(minutes=5)


class Afloop(StrEnum):
    """How a try ended: received, not received this time, or never to be received at this address."""

    GELUKT = "gelukt"
    MISLUKT = "mislukt"
    WEG = "weg"


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What a try came to; `code` is a word that says why it failed, `wacht` how long the receiver asks to wait."""

    afloop: Afloop
    code: str = ""
    wacht: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Zending:
    """A message on its way to a webhook: which try this is, where to, and the shared secrets to sign with, if any."""

    id: int
    poging: int
    organisatie: UUID
    abonnement: UUID
    adres: str
    gebeurtenis: Gebeurtenis
    geheimen: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Handdruk:
    """What a receiver said when asked whether it wants messages; `per_minuut` None is: as many as there are."""

    akkoord: bool
    code: str = ""
    per_minuut: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A letter without content (I07, N04): how many messages of which sort; `kenmerk` names it on every try.

    `wegwijzer` is a Dutch sentence that says where to find them, `link` where that is if there is a page for him;
    `afmelden` is where a reader says that he wants no daily overview any more, none for what is urgent.
    """

    kenmerk: UUID
    adres: str = field(repr=False)
    mailadres: UUID
    spoed: bool
    regels: tuple[tuple[str, int], ...]
    wegwijzer: str
    link: str | None = None
    afmelden: str | None = None


@dataclass(frozen=True, slots=True)
class NietBezorgd:
    """A message that was given up: by which way, to whom, and why; `kan_opnieuw` unless mail comes back from there."""

    id: int
    sleutel: UUID
    gebeurtenis: UUID
    soort: str
    weg: str
    ontvanger: str
    organisatie: str | None
    fout: str
    aangemaakt: datetime
    opgegeven: datetime
    kan_opnieuw: bool


@dataclass(frozen=True, slots=True)
class Achterstand:
    """What waits: how many messages, since when the oldest could have gone; and how many were given up."""

    wachtend: int
    oudste: datetime | None
    niet_bezorgd: int
    gepauzeerd: int
    onbestelbaar: int


def wachttijd(poging: int, loting: float, gevraagd: timedelta | None = None) -> timedelta | None:
    """How long to wait after the `poging`th try failed (counted from 1); None when it was the last (N02).

    `loting`, from 0 to 1, spreads what failed at once over a tenth more or less. The receiver may ask for more
    (Retry-After), up to a day.
    """
    if poging > len(WACHTTIJDEN):
        return None
    eigen = WACHTTIJDEN[poging - 1] * (1 - SPREIDING + 2 * SPREIDING * loting)
    return max(eigen, min(gevraagd or timedelta(), LANGSTE_WACHT))


def rust(op_rij: int, al: timedelta, gevraagd: timedelta | None = None) -> timedelta:
    """How long a receiver is left alone after `op_rij` failures without a success between: not, then as long again.

    So that one that is away is not asked by every message that waits for it. By how long it has failed (`al`) and not
    by how often: of many calls at once all fail together when it falters for a moment.
    """
    eigen = timedelta() if op_rij < VAAK else min(max(al, KORTSTE_RUST), LANGSTE_RUST)
    return max(eigen, min(gevraagd or timedelta(), LANGSTE_WACHT))


def geeft_op(mislukt_sinds: datetime, op_rij: int, nu: datetime) -> bool:
    """Has a receiver failed so long without a break, and often enough, that it is paused and told by mail (N02)?"""
    return nu - mislukt_sinds >= VOLHOUDEN and op_rij >= VAAK


def wacht_of_niet(
    poging: int, vanaf: datetime, nu: datetime, loting: float, gevraagd: timedelta | None = None
) -> timedelta | None:
    """How long a message waits for its next try; None when it is given up, never within three days (N02).

    A try that was lost with its worker counts, and alone gives nothing up.
    """
    wacht = wachttijd(poging, loting, gevraagd)
    return WACHTTIJDEN[-1] if wacht is None and nu - vanaf < VOLHOUDEN else wacht
