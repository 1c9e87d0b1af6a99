# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How a message on a webhook is signed: Standard Webhooks, its symmetric (v1) and its asymmetric (v1a) scheme (N02)."""

import base64
import hmac
from collections.abc import Iterable


def te_tekenen(kenmerk: str, tijdstip: int, inhoud: bytes) -> bytes:
    """The bytes under every signature: id, moment of this try in seconds since 1970, and the body, dots between.

    The id is a UUID and the moment a number, so neither holds a dot and no two messages have the same bytes.
    """
    return b"%b.%d.%b" % (kenmerk.encode("ascii"), tijdstip, inhoud)


def hmac_van(geheim: bytes, getekend: bytes) -> bytes:
    """HMAC-SHA256, 32 bytes; `geheim` are the bytes themselves, not their spelling `whsec_...`."""
    return hmac.digest(geheim, getekend, "sha256")


def kop(ed25519: Iterable[bytes], hmacs: Iterable[bytes]) -> str:
    """The header `webhook-signature`: all signatures in one line; the receiver is content with one that it knows.

    More than one of a kind is how keys are replaced without a moment at which a message cannot be checked.
    """
    genoemd = [("v1a", teken) for teken in ed25519] + [("v1", teken) for teken in hmacs]
    return " ".join(f"{versie},{base64.b64encode(teken).decode('ascii')}" for versie, teken in genoemd)
