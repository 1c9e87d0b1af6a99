# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where the next page of a list goes on, as it stands in the address of a page."""

from datetime import datetime
from uuid import UUID

Plaats = tuple[datetime, UUID]


def lees_plaats(tekst: str) -> Plaats | None:
    """Where the page before stopped; anything else starts at the front."""
    moment, _, id_ = tekst.partition("_")
    try:
        plaats = datetime.fromisoformat(moment), UUID(id_)
    except ValueError:
        return None
    return plaats if plaats[0].tzinfo else None


def schrijf_plaats(plaats: Plaats | None) -> str | None:
    """What `lees_plaats` reads; None where there is no next page."""
    return f"{plaats[0].isoformat()}_{plaats[1]}" if plaats else None
