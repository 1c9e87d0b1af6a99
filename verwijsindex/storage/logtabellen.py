# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of proof (L01-L03): rows of evidence, what is personal in them, and the tree over all rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, LargeBinary, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from verwijsindex.storage.tables import Rij, tijdstip


class LogregelRow(Rij, table=True):
    """Evidence (L01), append-only (L02). What is personal stands in `logpersoon`, under the commitment."""

    __tablename__ = "logregel"
    __table_args__ = (
        CheckConstraint("octet_length(verbintenis) = 32", name="verbintenis"),
        Index("ix_logregel_moment", "moment", "id"),
        Index("ix_logregel_gemeente", "gemeente", "id"),
        Index("ix_logregel_geweigerd", "gemeente", "id", postgresql_where=text("uitkomst = 'geweigerd'")),
        Index("ix_logregel_bekijken", "moment", "verbintenis", postgresql_where=text(r"tag LIKE '%\:bekijken'")),
        Index("ix_logregel_intrekken", "id", postgresql_where=text("tag LIKE '%:toestemming:intrekken'")),
        Index("ix_logregel_doorbreking", "moment", postgresql_where=text("tag LIKE '%veiligheidsgrond%'")),
    )
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    moment: datetime = tijdstip()
    bron: str
    rol: str
    organisatie: UUID | None = None
    doel: str
    tag: str
    grond: str | None = None
    convenant: str | None = None
    gemeente: str | None = None
    uitkomst: str
    code: str | None = None
    regel: str | None = None
    trace_id: str | None = None
    span_id: str | None = None
    verbintenis: bytes = Field(sa_column=Column(LargeBinary, nullable=False, index=True))
    ouder_span_id: str | None = None
    vreemde_span_id: str | None = None
    begonnen: datetime | None = tijdstip(leeg=True)
    geeindigd: datetime | None = tijdstip(leeg=True)


class LogpersoonRow(Rij, table=True):
    """Who and about whom, with the salt of the commitment; can go, and the row of evidence stays verifiable."""

    __tablename__ = "logpersoon"
    __table_args__ = (
        CheckConstraint("octet_length(zout) = 32", name="zout"),
        Index("ix_logpersoon_moment", "moment"),
        Index(
            "ix_logpersoon_onderwerpen",
            "onderwerpen",
            postgresql_using="gin",
            postgresql_ops={"onderwerpen": "jsonb_path_ops"},
        ),
    )
    verbintenis: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    moment: datetime = tijdstip()
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


class DoorgevenRow(Rij, table=True):
    """How far the log was told to a collector: the place to go on from, and until when somebody is at it."""

    __tablename__ = "doorgeven"
    naam: str = Field(primary_key=True)
    positie: int = Field(sa_type=BigInteger)
    bezet_tot: datetime | None = tijdstip(leeg=True)
