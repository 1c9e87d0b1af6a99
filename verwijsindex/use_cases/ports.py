# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a deed needs from outside: given once, by the composition root."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, Self
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.bezorgen import Brief, Handdruk, Uitkomst, Zending
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.dataverwerking import Actie, Naamruimte, Ontvangst
from verwijsindex.domain.kop import Handtekening
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.rechtenbrief import Rechtenbrief
from verwijsindex.domain.sleutels import Sleutelnaam, Sleutelregel, Stand
from verwijsindex.domain.tijd import Klok
from verwijsindex.protocol.overgang import Overgang
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

    @property
    def versies(self) -> frozenset[int]:
        """The versions of the pseudonym service's key of which tokens open."""
        ...

    def open_token(
        self, doos: bytes, organisatie: UUID, signaal_id: UUID, rol: str, versie: int, stand: Stand
    ) -> Pseudoniem:
        """The person behind a sealed token. Raises `OngeldigeInvoer` with one code for every cause, `Onbereikbaar`."""
        ...

    def berg(self, inhoud: bytes, bij: UUID, stand: Stand) -> bytes:
        """`inhoud` encrypted at rest under the key in use, bound to the row `bij`. Raises `Onbereikbaar`."""
        ...

    @property
    def ingest_publiek(self) -> bytes:
        """The public key to which tokens are sealed, 32 bytes."""
        ...

    def open_overgang(self, tekst: bytes, pin: bytes) -> Overgang:
        """What the pseudonym service handed out to get to its next version. Raises `OngeldigeInvoer`."""
        ...

    def kop(self, stand: Stand) -> bytes:
        """What every value under the key in use begins with. Raises `Onbereikbaar`."""
        ...

    def hernieuw(self, geborgen: bytes, context: bytes, stand: Stand) -> bytes:
        """The same content under the key in use, for what is bound to `context`."""
        ...

    def gaat_open(self, geborgen: bytes, context: bytes, stand: Stand) -> bool:
        """Whether a value opens with the key in use alone."""
        ...

    def verhuis(self, persoon: Pseudoniem, stand: Stand) -> Pseudoniem:
        """A stored person under the keys in use."""
        ...

    def klopt(self, persoon: Pseudoniem, stand: Stand) -> bool:
        """Whether a stored person is found by the keys in use alone."""
        ...

    def haal_op(self, geborgen: bytes, bij: UUID) -> bytes:
        """What `berg` encrypted for the row `bij`. Raises OngeldigeInvoer for anything else."""
        ...

    @property
    def logboeknaam(self) -> str:
        """The name of this log in its heads."""
        ...

    @property
    def logboeksleutels(self) -> tuple[str, ...]:
        """The public keys of its heads, as text, the present one first (C2SP signed-note)."""
        ...

    def teken_kop(self, tekst: bytes) -> tuple[Handtekening, ...]:
        """The signatures under a head."""
        ...

    def is_medeondertekend(self, sleutel: str, tekst: str, handtekening: Handtekening) -> bool:
        """Is this the line of the witness with that public key, under that head (C2SP tlog-cosignature)?"""
        ...

    def berg_eigen(
        self, inhoud: bytes, bij: UUID, plaats: bytes | None = None, stand: Stand = ...
    ) -> tuple[bytes, bytes | None]:
        """The same under a key of its own, that at `plaats` or a new one; and the place of that key (B03)."""
        ...

    def leeft(self, plaats: bytes) -> bool:
        """Is the key at this place still there?"""
        ...

    def vernietig(self, plaatsen: Iterable[bytes]) -> None:
        """Destroy the keys at these places, for good (B03); again is harmless."""
        ...

    def is_vernietigd(self, plaats: bytes) -> bool:
        """Was the key at this place destroyed, and not merely out of reach (B03)?"""
        ...

    def webhooksleutels(self, abonnement: UUID) -> tuple[bytes, ...]:
        """The public keys with which a webhook's messages are signed, 32 bytes each; two while keys change."""
        ...


class Sleutelbeheer(Protocol):
    """Changes the key file; ids are what may be told of a key."""

    def overzicht(self) -> list[Sleutelregel]:
        """What may be told of each key."""
        ...

    def id(self, naam: Sleutelnaam, plaats: str = "") -> str | None:
        """The id of the key in use, or of the `volgend` or `vorig` one; of pseudonyms the version."""
        ...

    def gewisseld(self, naam: Sleutelnaam) -> datetime | None:
        """When the key in use came into use, as far as known."""
        ...

    def zet_klaar(self, naam: Sleutelnaam, nu: datetime) -> str:
        """Add a fresh key that waits; its id."""
        ...

    def zet_delta_klaar(self, overgang: Overgang) -> None:
        """Add the way from one version of pseudonyms to the next."""
        ...

    def wissel(self, naam: Sleutelnaam, nu: datetime) -> None:
        """The key that waits comes into use, and the one in use becomes the one of before."""
        ...

    def rond_af(self, naam: Sleutelnaam) -> None:
        """The key of before goes."""
        ...


class Webhooks(Protocol):
    """Calls receivers, who may do anything: neither raises for what they do (N02). Entered, it keeps connections."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *fout: object) -> None: ...

    async def bezorg(self, zending: Zending, nu: datetime) -> Uitkomst:
        """One try at `nu`, and what it came to; many at once, within one event loop."""
        ...

    def begroet(self, adres: str) -> Handdruk:
        """Ask the receiver at `adres` whether it wants messages."""
        ...


class Post(Protocol):
    """Sends letters (N04), with links to `publiek_adres`."""

    @property
    def publiek_adres(self) -> str: ...

    def stuur(self, brief: Brief, nu: datetime) -> Uitkomst:
        """One try; never raises for what a server does."""
        ...


class Verzamelaar(Protocol):
    """Takes the log as actions (Logboek Dataverwerkingen)."""

    def stuur(self, acties: Sequence[Actie], *, laatste: bool) -> Ontvangst:
        """One try; `laatste` cannot be made smaller. Never raises for what the other side does."""
        ...


class Drukker(Protocol):
    """Puts the letter to a data subject on paper (G03)."""

    def html(self, brief: Rechtenbrief) -> str:
        """A page that stands by itself."""
        ...

    def pdf(self, brief: Rechtenbrief) -> bytes:
        """A PDF that can be read aloud."""
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
    """Database, key holder, clock, days off, and the ways out; `post` is None where no mail server is set.

    `zegelbank` is the database as the sealer, where this process seals; `getuigen` are witnesses' public keys by name;
    `verzamelaar` is None where the log is told to nobody.
    """

    database: Database
    kluis: Kluis
    sleutels: Sleutelbeheer
    klok: Klok
    vrij: frozenset[date]
    webhooks: Webhooks
    post: Post | None
    drukker: Drukker
    zegelbank: Database | None
    getuigen: Mapping[str, str]
    verzamelaar: Verzamelaar | None = None


@dataclass(frozen=True, slots=True)
class Installatie:
    """One running index: its tools and what it tells the world about itself; `bron` is its URN as a source."""

    tools: Tools
    tokens: Tokens
    index_id: str
    bron: str
    naamruimte: Naamruimte
    publiek_adres: str
    ontwikkeling: bool
    ingest_publiek: bytes
    pseudoniemendienst_adres: str
    gescheiden: bool
    lees_convenant: Callable[..., Convenant]
    sessiesleutels: Callable[[], tuple[bytes, ...]] = field(repr=False)
