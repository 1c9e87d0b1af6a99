# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The keys of one reading of the key file, as objects that work, and the small sums that are done with them."""

import hmac
from functools import cached_property
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verwijsindex.adapters.sleutelbestand import Sleutelbestand
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.domain.sleutels import Gebruik, Sleutelnaam, Stand
from verwijsindex.protocol.labels import zoek_context

NONCE = 12
VEROUDERD = geweigerd(
    "sleutels-verouderd",
    "N01",
    "Sleutelbestand en database horen niet bij elkaar. Zet op elke machine het sleutelbestand van de laatste wisseling,"
    " of na het terugzetten van een back-up dat van toen.",
)


class Ring:
    """One reading of the file."""

    def __init__(self, bestand: Sleutelbestand) -> None:
        self.bestand = bestand
        self.ingest = X25519PrivateKey.from_private_bytes(bestand.ingest)
        self.bewaar = {bytes.fromhex(id_): AESGCM(sleutel) for id_, sleutel in bestand.alle(Sleutelnaam.BEWAAR).items()}
        self.pepper = bestand.alle(Sleutelnaam.PEPPER)
        self.tekenen = tuple(bestand.alle(Sleutelnaam.TEKENEN).values())
        self.webhooks: dict[UUID, tuple[Ed25519PrivateKey, ...]] = {}

    @cached_property
    def tekensleutels(self) -> tuple[Ed25519PrivateKey, ...]:
        return tuple(Ed25519PrivateKey.from_private_bytes(sleutel) for sleutel in self.tekenen)

    @cached_property
    def koppen(self) -> tuple[Ed25519PrivateKey, ...]:
        return tuple(
            Ed25519PrivateKey.from_private_bytes(hmac.digest(sleutel, b"verwijsindex/1/logboek", "sha256"))
            for sleutel in self.tekenen
        )

    @cached_property
    def sessiesleutels(self) -> tuple[bytes, ...]:
        return tuple(hmac.digest(sleutel, b"verwijsindex/1/sessie", "sha256") for sleutel in self.tekenen)


def gebruik_van(ring: Ring, naam: Sleutelnaam, stand: Stand) -> Gebruik | None:
    """What the database says; it must know of a rotation of which the file knows, or it is a backup of before."""
    gebruik = stand.get(naam)
    if gebruik is None and naam in ring.bestand.gewisseld:
        raise Onbereikbaar([VEROUDERD])
    return gebruik


def zoeksleutel(pepper: bytes, element: bytes) -> bytes:
    """P, 32 bytes (protocol, section 1)."""
    return hmac.digest(pepper, zoek_context() + element, "sha256")


def ontsluit(aes: AESGCM, geborgen: bytes, context: bytes) -> bytes:
    """What follows the nonce, decrypted. Raises InvalidTag."""
    if len(geborgen) < NONCE:
        raise InvalidTag
    return aes.decrypt(geborgen[:NONCE], geborgen[NONCE:], context)
