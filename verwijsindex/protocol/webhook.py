# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a webhook signs by Standard Webhooks 1.0, once for the index that signs and the kit that checks (N02)."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable


def te_tekenen(kenmerk: str, tijdstip: int, inhoud: bytes) -> bytes:
    """The bytes `id.timestamp.body`; `tijdstip` in whole Unix seconds. An id with a dot in it would be ambiguous."""
    return f"{kenmerk}.{tijdstip}.".encode("ascii") + inhoud


def hmac_van(geheim: bytes, getekend: bytes) -> bytes:
    """The 32 bytes of signature version `v1`: HMAC-SHA256 with a shared secret."""
    return hmac.digest(geheim, getekend, hashlib.sha256)


def kop(ed25519: Iterable[bytes], hmacs: Iterable[bytes]) -> str:
    """The header `webhook-signature`: each signature with its version, `v1a` for ed25519, `v1` for HMAC, by spaces."""
    versies = [*(("v1a", h) for h in ed25519), *(("v1", h) for h in hmacs)]
    return " ".join(f"{versie},{b64encode(handtekening).decode()}" for versie, handtekening in versies)
