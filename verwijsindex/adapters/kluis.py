# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key holder: opens sealed tokens, computes lookup keys, encrypts at rest (protocol, sections 1-3)."""

import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verwijsindex.adapters.sleutelkast import Sleutelkast, SleutelVernietigd
from verwijsindex.domain.errors import OngeldigeInvoer
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.protocol.b64 import naar_tekst, van_tekst
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.protocol.groep import Groep, beste_groep
from verwijsindex.protocol.labels import token_info, zoek_context
from verwijsindex.protocol.zegel import open_zegel
from verwijsindex.use_cases.ports import TOKEN_ONGELDIG

NONCE = 12
MEESTE_WEBHOOKS = 10_000
SLEUTELS = ("ingest", "pepper", "bewaar", "tekenen")


class SleutelbestandOngeldig(Exception):
    """The key file is missing, readable by others, or not ours. The text is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class Sleutelbestand:
    """The index's secrets: ingest key, pepper, key-encryption key and signing key, 32 bytes each.

    `tekenen_vorig` is the signing key of before, which signs webhooks along until every receiver knows the new one.
    """

    ingest: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    bewaar: bytes = field(repr=False)
    tekenen: bytes = field(repr=False)
    tekenen_vorig: bytes | None = field(default=None, repr=False)

    @classmethod
    def lees(cls, pad: Path) -> Self:
        """Read `pad`. Raises SleutelbestandOngeldig."""
        try:
            if pad.stat().st_mode & 0o077:
                raise SleutelbestandOngeldig(
                    f"Anderen kunnen {pad} lezen. Zet de rechten op 600 en vervang de sleutels."
                )
            inhoud = json.loads(pad.read_text(encoding="utf-8"))
            vorig = inhoud.get("tekenen_vorig")
            return cls(
                **{naam: van_tekst(inhoud[naam], 32) for naam in SLEUTELS},
                tekenen_vorig=van_tekst(vorig, 32) if vorig else None,
            )
        except OSError:
            raise SleutelbestandOngeldig(f"{pad} is er niet. Maak het met `verwijsindex sleutels maken`.") from None
        except (ValueError, KeyError, TypeError, AttributeError, ProtocolFout):
            raise SleutelbestandOngeldig(f"{pad} is geen sleutelbestand van de index.") from None

    @classmethod
    def maak(cls, pad: Path) -> Self:
        """Make fresh keys in `pad`, readable by its owner only. Raises FileExistsError."""
        nieuw = {naam: naar_tekst(secrets.token_bytes(32)) for naam in SLEUTELS}
        pad.parent.mkdir(parents=True, exist_ok=True)
        bestand = os.open(pad, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(bestand, "w", encoding="utf-8") as uit:
            json.dump(nieuw, uit)
        return cls.lees(pad)


class Kluis:
    """Holds the secrets of one index; N is in its hands for microseconds."""

    def __init__(
        self, sleutels: Sleutelbestand, index_id: str, versies: frozenset[int], kast: Sleutelkast | None = None
    ) -> None:
        self._kast = kast
        self._ingest = X25519PrivateKey.from_private_bytes(sleutels.ingest)
        self._pepper = sleutels.pepper
        self._bewaar = AESGCM(sleutels.bewaar)
        self._index_id = index_id
        self._versies = versies
        self._groep: Groep = beste_groep()
        self.tekensleutel = Ed25519PrivateKey.from_private_bytes(sleutels.tekenen)
        self._tekenen = (sleutels.tekenen, *([sleutels.tekenen_vorig] if sleutels.tekenen_vorig else []))
        self._webhooks: dict[UUID, tuple[Ed25519PrivateKey, ...]] = {}

    @property
    def ingest_publiek(self) -> bytes:
        """The public key to which tokens are sealed, 32 bytes."""
        return self._ingest.public_key().public_bytes_raw()

    @property
    def sessiesleutel(self) -> bytes:
        """The key that signs session cookies, 32 bytes, apart from all others."""
        return hmac.digest(self.tekensleutel.private_bytes_raw(), b"verwijsindex/1/sessie", "sha256")

    def open_token(self, doos: bytes, organisatie: UUID, signaal_id: UUID, rol: str, versie: int) -> Pseudoniem:
        """The person behind a box of 80 bytes. Raises OngeldigeInvoer `token-ongeldig`, whatever was wrong."""
        info = token_info(self._index_id, str(organisatie), str(signaal_id), rol, versie)
        try:
            element = open_zegel(self._ingest, info, doos)
        except ProtocolFout:
            raise OngeldigeInvoer([TOKEN_ONGELDIG]) from None
        if versie not in self._versies or not self._groep.is_element(element):
            raise OngeldigeInvoer([TOKEN_ONGELDIG])
        sleutel = hmac.digest(self._pepper, zoek_context() + element, "sha256")
        verzegeld, plaats = self._berg_eigen(element, sleutel)
        return Pseudoniem(sleutel, verzegeld, versie, plaats)

    def berg(self, inhoud: bytes, bij: UUID) -> bytes:
        """`inhoud` under AES-256-GCM, bound to the row `bij`; nonce in front."""
        return self._versleutel(inhoud, bij.bytes)

    def haal_op(self, geborgen: bytes, bij: UUID) -> bytes:
        """What `berg` encrypted for the row `bij`. Raises InvalidTag for anything else."""
        return self._bewaar.decrypt(geborgen[:NONCE], geborgen[NONCE:], bij.bytes)

    def berg_eigen(self, inhoud: bytes, bij: UUID, plaats: bytes | None = None) -> tuple[bytes, bytes | None]:
        """As `berg`, and inside that under a key of its own; also the place of that key, by which it is destroyed.

        With `plaats` under the key of before, so that destroying it takes what was encrypted earlier along.
        """
        return self._berg_eigen(inhoud, bij.bytes, plaats)

    def haal_eigen(self, geborgen: bytes, plaats: bytes | None, bij: UUID) -> bytes:
        """What `berg_eigen` encrypted. Raises SleutelVernietigd when its key is gone, InvalidTag for anything else."""
        return self._haal_eigen(geborgen, plaats, bij.bytes)

    def open_persoon(self, persoon: Pseudoniem) -> bytes:
        """N of a stored person, 32 bytes. Raises SleutelVernietigd (B03), or InvalidTag."""
        return self._haal_eigen(persoon.verzegeld, persoon.plaats, persoon.sleutel)

    def vernietig(self, plaatsen: Iterable[bytes]) -> None:
        """B03: destroy the keys at these places, for good and on the disk."""
        if self._kast:
            self._kast.vernietig(plaatsen)

    def webhooksleutels(self, abonnement: UUID) -> tuple[bytes, ...]:
        """The public keys, 32 bytes each, that go with `teken_webhook`: the present one first."""
        return tuple(sleutel.public_key().public_bytes_raw() for sleutel in self._webhook(abonnement))

    def teken_webhook(self, abonnement: UUID, inhoud: bytes) -> tuple[bytes, ...]:
        """Ed25519 signatures, 64 bytes each, with a key of this webhook alone.

        So what one organisation received proves nothing to another (Standard Webhooks, "unique per endpoint").
        """
        return tuple(sleutel.sign(inhoud) for sleutel in self._webhook(abonnement))

    def _webhook(self, abonnement: UUID) -> tuple[Ed25519PrivateKey, ...]:
        """Signing takes tens of microseconds and so does making a key: kept for the webhooks of late."""
        if (bekend := self._webhooks.get(abonnement)) is None:
            if len(self._webhooks) >= MEESTE_WEBHOOKS:
                self._webhooks.clear()
            context = b"verwijsindex/1/webhook/" + abonnement.bytes
            bekend = tuple(
                Ed25519PrivateKey.from_private_bytes(hmac.digest(sleutel, context, "sha256"))
                for sleutel in self._tekenen
            )
            self._webhooks[abonnement] = bekend
        return bekend

    def _versleutel(self, inhoud: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._bewaar.encrypt(nonce, inhoud, context)

    def leeft(self, plaats: bytes) -> bool:
        """Is the key at this place still there?"""
        try:
            return self._kast is not None and bool(self._kast.lees(plaats))
        except SleutelVernietigd:
            return False

    def is_vernietigd(self, plaats: bytes) -> bool:
        """Was the key at this place destroyed, and not merely out of reach?"""
        return self._kast is not None and self._kast.is_vernietigd(plaats)

    def _berg_eigen(self, inhoud: bytes, context: bytes, plaats: bytes | None = None) -> tuple[bytes, bytes | None]:
        if self._kast is None:
            return self._versleutel(inhoud, context), None
        if plaats and self.leeft(plaats):
            eigen = self._kast.lees(plaats)
        else:
            plaats, eigen = self._kast.neem()
        nonce = os.urandom(NONCE)
        return self._versleutel(nonce + AESGCM(eigen).encrypt(nonce, inhoud, context), context), plaats

    def _haal_eigen(self, geborgen: bytes, plaats: bytes | None, context: bytes) -> bytes:
        binnen = self._bewaar.decrypt(geborgen[:NONCE], geborgen[NONCE:], context)
        if plaats is None:
            return binnen
        if self._kast is None:
            raise SleutelVernietigd
        return AESGCM(self._kast.lees(plaats)).decrypt(binnen[:NONCE], binnen[NONCE:], context)
