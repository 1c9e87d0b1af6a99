# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the service: who may ask, what they asked today, which assertions were used. No pseudonym in any."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class PdTabel(SQLModel):
    # Metadata of its own: in one process with the index the tables of both must not mix.
    metadata = MetaData()


class AccountRow(PdTabel, table=True):
    __tablename__ = "account"

    id: UUID = Field(primary_key=True)
    naam: str
    jwks: str
    soorten: list[str] = Field(sa_column=Column(JSONB, nullable=False))
    inwerken_tot: date | None = None
    actief: bool
    demo: bool


class VerbruikRow(PdTabel, table=True):
    """Elements per organisation per day in Amsterdam."""

    __tablename__ = "verbruik"
    __table_args__ = (CheckConstraint("aantal > 0", name="verbruik_aantal"), Index("verbruik_dag", "dag"))

    organisatie_id: UUID = Field(sa_column=Column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True))
    dag: date = Field(primary_key=True)
    aantal: int


class GebruikteJtiRow(PdTabel, table=True):
    __tablename__ = "gebruikte_jti"
    __table_args__ = (Index("gebruikte_jti_verloopt", "verloopt"),)

    organisatie_id: UUID = Field(sa_column=Column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True))
    jti: str = Field(primary_key=True)
    verloopt: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class AlarmRow(PdTabel, table=True):
    """At most one per day: the day's total reached ten times the mean."""

    __tablename__ = "alarm"

    dag: date = Field(primary_key=True)
    totaal: int
    gemiddelde: int
    ontstaan: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
