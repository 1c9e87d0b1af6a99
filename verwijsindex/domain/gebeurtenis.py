# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A message as its receiver sees it (N01-N03)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """A message in the feed: its place, its id on every way it goes, its kind, and what orders it. Never content."""

    positie: int
    id: UUID
    soort: str
    sleutel: UUID
    moment: datetime


def cloudevent(gebeurtenis: Gebeurtenis, bron: str, adres: str) -> dict[str, str]:
    """The message as a CloudEvent 1.0 by the Dutch profile 1.1: thin, the same on every way and every try (I07, N02).

    `bron` is the URN of this index, `adres` where others reach it; what the message is about is fetched at `dataref`.
    """
    return {
        "specversion": "1.0",
        "id": str(gebeurtenis.id),
        "source": bron,
        "type": f"nl.verwijsindex.{gebeurtenis.soort}",
        "time": gebeurtenis.moment.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "dataref": f"{adres}/v1/gebeurtenissen/{gebeurtenis.id}",
    }
