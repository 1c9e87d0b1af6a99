# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of proof (L02, L03): what is personal in a row of evidence, and the tree over all rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from verwijsindex.storage.tables import Rij, tijdstip


class LogpersoonRow(Rij, table=True):
    """Who and about whom, with the salt of the commitment; can go, and the row of evidence stays verifiable."""

    __tablename__ = "logpersoon"
    __table_args__ = (
        CheckConstraint("octet_length(zout) = 32", name="zout"),
        Index(
            "ix_logpersoon_onderwerpen",
            "onderwerpen",
            postgresql_using="gin",
            postgresql_ops={"onderwerpen": "jsonb_path_ops"},
        ),
    )
    verbintenis: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    zout: bytes = Field(sa_type=LargeBinary)
    professional: UUID | None = Field(default=None, index=True)
    onderwerpen: list[Any] = Field(sa_type=JSONB)


class TeZegelenRow(Rij, table=True):
    """Rows of evidence that have no place in the tree yet; written by a trigger."""

    __tablename__ = "te_zegelen"
    regel: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class BladRow(Rij, table=True):
    """Which row of evidence is which leaf."""

    __tablename__ = "blad"
    positie: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    regel: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))


class KnoopRow(Rij, table=True):
    """A complete subtree of 2**niveau leaves."""

    __tablename__ = "knoop"
    niveau: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    nummer: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_type=LargeBinary)


class KopRow(Rij, table=True):
    """A signed head (C2SP checkpoint), as text."""

    __tablename__ = "kop"
    grootte: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    moment: datetime = tijdstip()
    tekst: str


class MedeondertekeningRow(Rij, table=True):
    """A witness's line under a head (C2SP cosignature)."""

    __tablename__ = "medeondertekening"
    grootte: int = Field(sa_column=Column(BigInteger, ForeignKey("kop.grootte"), primary_key=True, autoincrement=False))
    getuige: str = Field(primary_key=True)
    regel: str
    moment: datetime = tijdstip()
