# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the monthly figures (I08). None of them knows a child, family, signal or match."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKeyConstraint, Identity, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from verwijsindex.domain.cijfers import Indeling, Meetsoort
from verwijsindex.storage.tables import Rij, een_van

MAAND = "~ '^[0-9]{4}-[0-9]{2}$'"


class MetingRow(Rij, table=True):
    """One thing that happened; only added to, and gone once its month is published."""

    __tablename__ = "meting"
    __table_args__ = (
        CheckConstraint(een_van("meetsoort", Meetsoort), name="meetsoort"),
        CheckConstraint(f"maand {MAAND}", name="maand"),
        Index("ix_meting_maand", "gemeente", "maand"),
    )
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    gemeente: str
    maand: str
    meetsoort: str
    gebied: str | None = None
    leefgebieden: list[str] = Field(sa_type=ARRAY(Text))
    organisatie: UUID | None = Field(default=None, foreign_key="organisatie.id")
    werkdagen: int | None = None


class CijferbeginRow(Rij, table=True):
    """From which month on a municipality's figures are counted."""

    __tablename__ = "cijferbegin"
    gemeente: str = Field(primary_key=True)
    maand: str


class CijfermaandRow(Rij, table=True):
    """A month that was published, by which convenant; once, and never otherwise."""

    __tablename__ = "cijfermaand"
    gemeente: str = Field(primary_key=True)
    maand: str = Field(primary_key=True)
    convenant: str
    drempel: int
    vastgesteld: datetime = Field(sa_type=DateTime(timezone=True))


class CijferRow(Rij, table=True):
    """A published figure; without `aantal` it is left out, and nobody knows it any more."""

    __tablename__ = "cijfer"
    __table_args__ = (
        CheckConstraint(een_van("meetsoort", Meetsoort), name="meetsoort"),
        CheckConstraint(een_van("indeling", Indeling), name="indeling"),
        ForeignKeyConstraint(["gemeente", "maand"], ["cijfermaand.gemeente", "cijfermaand.maand"]),
    )
    gemeente: str = Field(primary_key=True)
    maand: str = Field(primary_key=True)
    volgnummer: int = Field(primary_key=True)
    meetsoort: str
    indeling: str
    groep: str
    aantal: int | None = None
    verwacht: int | None = None


class VerwachtingRow(Rij, table=True):
    """How many signals a month are expected of an organisation in a municipality."""

    __tablename__ = "verwachting"
    __table_args__ = (CheckConstraint("per_maand > 0", name="per_maand"),)
    organisatie: UUID = Field(primary_key=True, foreign_key="organisatie.id")
    gemeente: str = Field(primary_key=True)
    per_maand: int
