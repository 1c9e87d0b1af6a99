# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of keeping: whose destruction waits for a request (G02), and what is kept meanwhile."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import Uuid
from sqlmodel import Field

from verwijsindex.storage.tables import Rij, een_van, tijdstip


class BevriezingRow(Rij, table=True):
    """A pending request about a person: what concerns him is destroyed when the last one ends (G02)."""

    __tablename__ = "bevriezing"
    persoon: UUID = Field(primary_key=True, foreign_key="persoon.id")
    verzoek: UUID = Field(primary_key=True)
    sinds: datetime = tijdstip()


class BevrorenRow(Rij, table=True):
    """What is destroyed for everybody, but must wait for a request: no rule and no page reads it (G02).

    `regel` is the rule by which it went. Of a match the row says which persons are of its family.
    """

    __tablename__ = "bevroren"
    __table_args__ = (
        CheckConstraint(een_van("soort", ("signaal", "match")), name="soort"),
        Index("ix_bevroren_personen", "personen", postgresql_using="gin"),
    )
    soort: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    personen: list[UUID] = Field(sa_type=ARRAY(Uuid()))
    dossier: UUID
    regel: str
    sinds: datetime = tijdstip()
    inhoud: dict[str, Any] = Field(sa_type=JSONB, nullable=False)
    kid: str | None = None
    versleuteld: bytes | None = Field(default=None, sa_type=LargeBinary)
    plaats: bytes | None = Field(default=None, sa_type=LargeBinary)


class ArchiefRow(Rij, table=True):
    """B02, M15: an earlier report, told once to who reports anew; `gezegd_tegen` is the report at which it was told."""

    __tablename__ = "archief"
    __table_args__ = (Index("ix_archief_signaal", "organisatie", "signaal_id"),)
    id: UUID = Field(primary_key=True)
    kind: UUID = Field(foreign_key="persoon.id", index=True)
    geboortemaand: str
    gemeente: str
    organisatie: UUID = Field(foreign_key="organisatie.id")
    signaal_id: UUID | None = None
    contactpunt: dict[str, Any] = Field(sa_type=JSONB, nullable=False)
    gemeld: date
    bewaard_tot: date = Field(index=True)
    gezegd: datetime | None = tijdstip(leeg=True)
    gezegd_tegen: UUID | None = Field(default=None, index=True)
