# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""W3C Trace Context (https://www.w3.org/TR/trace-context/, 3.2): which chain of actions a request belongs to."""

import re
import secrets

# Ids of zeros only are no ids, and of a later version what this one knows is read.
_SPOOR = r"-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}"
_NUL = re.compile(f"00{_SPOOR}")
_LATER = re.compile(f"(?!00|ff)[0-9a-f]{{2}}{_SPOOR}(?:-.*)?")


def lees_spoor(kop: str) -> tuple[str, str] | None:
    """Trace and span of a `traceparent`, 32 and 16 hex digits; None of what is none."""
    gevonden = _NUL.fullmatch(kop) or _LATER.fullmatch(kop)
    return (gevonden[1], gevonden[2]) if gevonden else None


def nieuw_spoor(trace_id: str | None = None) -> str:
    """A `traceparent` for a call, on a given trace or a new one. Recorded, so that whoever receives it keeps it."""
    return f"00-{trace_id or secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
