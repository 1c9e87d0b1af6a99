# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The table of keys: which one is in use for data, by id. Never a key."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from verwijsindex.domain.sleutels import OPGESLAGEN
from verwijsindex.storage.tables import Rij, een_van, tijdstip


class SleutelstandRow(Rij, table=True):
    """One row per key that was ever rotated; `vorig` until the rotation is finished (protocol, sections 1 and 2)."""

    __tablename__ = "sleutelstand"
    __table_args__ = (
        CheckConstraint(een_van("naam", OPGESLAGEN), name="naam"),
        CheckConstraint("huidig <> vorig", name="vorig"),
    )
    naam: str = Field(primary_key=True)
    huidig: str
    vorig: str | None = None
    sinds: datetime = tijdstip()
