# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a deed needs from outside: given once, by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.tijd import Klok
from verwijsindex.storage.database import Database

EEN_BEHEERDER = (
    "Index en pseudoniemendienst staan onder één beheerder: dit beschermt alleen tegen diefstal van de"
    " database of een back-up. Laat een andere partij de pseudoniemendienst beheren."
)
TOKEN_ONGELDIG = geweigerd(
    "token-ongeldig",
    "S03",
    "Een token is niet te openen. Maak het opnieuw voor uw organisatie, dit signaalId en de actieve sleutelversie.",
)


class Kluis(Protocol):
    """Holder of the ingest key, the pepper and the key that encrypts at rest."""

    def open_token(self, doos: bytes, organisatie: UUID, signaal_id: UUID, rol: str, versie: int) -> Pseudoniem:
        """The person behind a sealed token. Raises `OngeldigeInvoer` with one code for every cause."""
        ...

    def berg(self, inhoud: bytes, bij: UUID) -> bytes:
        """`inhoud` encrypted at rest, bound to the row `bij`."""
        ...


@dataclass(frozen=True, slots=True)
class Toegang:
    """What an access token may say: organisation, professional and director by id, rights, and where these hold."""

    organisatie: UUID
    professional: UUID | None
    regisseur: UUID | None
    gemeente: str | None
    rechten: frozenset[str]


class Tokens(Protocol):
    """Gives and reads access tokens."""

    def geef(self, toegang: Toegang, nu: datetime) -> str:
        """A token for ten minutes from `nu`."""
        ...

    def lees(self, token: str, nu: datetime) -> Toegang:
        """What a token says. Raises NietIngelogd."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """Database, key holder, clock, and the days off."""

    database: Database
    kluis: Kluis
    klok: Klok
    vrij: frozenset[date]


@dataclass(frozen=True, slots=True)
class Installatie:
    """One running index: its tools and what it tells the world about itself."""

    tools: Tools
    tokens: Tokens
    index_id: str
    publiek_adres: str
    ontwikkeling: bool
    ingest_publiek: bytes
    sleutelversies: frozenset[int]
    pseudoniemendienst_adres: str
    gescheiden: bool
    lees_convenant: Callable[..., Convenant]
    sessiesleutel: bytes = field(repr=False)
