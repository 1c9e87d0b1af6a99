# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Sealing for one receiver: HPKE base mode, X25519, HKDF-SHA256, AES-256-GCM (RFC 9180)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from verwijsindex.protocol.fouten import ZegelOngeldig

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def verzegel(publiek: bytes, info: bytes, inhoud: bytes) -> bytes:
    """Box of len(inhoud) + 48 bytes for the X25519 key `publiek` (32 bytes), bound to `info`. Raises ZegelOngeldig."""
    try:
        return _SUITE.encrypt(inhoud, X25519PublicKey.from_public_bytes(publiek), info)
    except ValueError:
        raise ZegelOngeldig from None


def open_zegel(geheim: X25519PrivateKey, info: bytes, doos: bytes) -> bytes:
    """The content. Raises ZegelOngeldig for every cause alike, so that a sender learns nothing from the difference."""
    try:
        return _SUITE.decrypt(doos, geheim, info)
    except (InvalidTag, ValueError):
        raise ZegelOngeldig from None
