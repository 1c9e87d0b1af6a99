# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A message as its receiver sees it (N01, N03)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """A message in the feed: its place, its id on every way it goes, its kind, and what orders it. Never content."""

    positie: int
    id: UUID
    soort: str
    sleutel: UUID
    moment: datetime
