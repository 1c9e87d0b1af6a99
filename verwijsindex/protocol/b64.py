# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Base64url without padding, canonical only (RFC 4648 section 5)."""

import base64
import binascii

from verwijsindex.protocol.fouten import CoderingOngeldig


def naar_tekst(waarde: bytes) -> str:
    return base64.urlsafe_b64encode(waarde).rstrip(b"=").decode("ascii")


def van_tekst(tekst: str, lengte: int | None = None) -> bytes:
    """Bytes of `tekst`; with `lengte` exactly that many. Raises CoderingOngeldig, also for a second spelling of
    the same bytes: two texts for one value would break every comparison made on text."""
    try:
        waarde = base64.b64decode(tekst.encode("ascii") + b"=" * (-len(tekst) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise CoderingOngeldig from None
    if naar_tekst(waarde) != tekst or (lengte is not None and len(waarde) != lengte):
        raise CoderingOngeldig
    return waarde
