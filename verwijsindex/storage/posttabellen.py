# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables of delivery (N01-N04): to whom, by which way, and how far each message came. Never content."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Index, LargeBinary, text
from sqlmodel import Field

from verwijsindex.domain.abonnement import Abonnementstoestand
from verwijsindex.storage.tables import Rij, een_van, tijdstip

OPEN = text("toestand = 'open'")


class AbonnementRow(Rij, table=True):
    """A webhook of an organisation (N02). `mislukt` counts failures since the last success; secrets are encrypted."""

    __tablename__ = "abonnement"
    __table_args__ = (
        CheckConstraint(een_van("toestand", Abonnementstoestand), name="toestand"),
        CheckConstraint("per_minuut > 0", name="per_minuut"),
        Index("uq_abonnement_adres", "organisatie", "adres", unique=True),
    )
    id: UUID = Field(primary_key=True)
    organisatie: UUID = Field(foreign_key="organisatie.id")
    adres: str
    toestand: str
    reden: str | None = None
    sinds: datetime = tijdstip()
    per_minuut: int | None = None
    geheim: bytes | None = Field(default=None, sa_type=LargeBinary)
    vorig_geheim: bytes | None = Field(default=None, sa_type=LargeBinary)
    vorig_geheim_tot: datetime | None = tijdstip(leeg=True)
    mislukt: int
    mislukt_sinds: datetime | None = tijdstip(leeg=True)
    proef_tot: datetime | None = tijdstip(leeg=True)
    rust_tot: datetime | None = tijdstip(leeg=True)


class MailadresRow(Rij, table=True):
    """Where an addressee of the outbox reads mail (N04). `onbestelbaar` since mail came back from it."""

    __tablename__ = "mailadres"
    __table_args__ = (Index("uq_mailadres", "ontvanger", "ontvanger_id", "adres", unique=True),)
    id: UUID = Field(primary_key=True)
    ontvanger: str
    ontvanger_id: str
    adres: str
    dagelijks: bool
    onbestelbaar: datetime | None = tijdstip(leeg=True)


class BezorgingRow(Rij, table=True):
    """One message by one way. `vanaf` it could go, `volgend` is the next try, `bezet_tot` the lease of who is at it.

    `poging` counts the tries, and by it who lost his lease can no longer write down how his try ended.
    """

    __tablename__ = "bezorging"
    __table_args__ = (
        CheckConstraint("toestand IN ('bezorgd', 'dood', 'open')", name="toestand"),
        CheckConstraint("num_nonnulls(abonnement, mailadres) = 1", name="weg"),
        Index("uq_bezorging_bericht", "bericht", text("coalesce(abonnement, mailadres)"), unique=True),
        Index("ix_bezorging_abonnement", "abonnement", "volgend", "bericht", postgresql_where=OPEN),
        Index("ix_bezorging_sleutel", "abonnement", "sleutel", "bericht", postgresql_where=OPEN),
        Index("ix_bezorging_mailadres", "mailadres", "volgend", postgresql_where=OPEN),
        Index("ix_bezorging_vanaf", "vanaf", postgresql_where=OPEN),
        Index("ix_bezorging_dood", "id", postgresql_where=text("toestand = 'dood'")),
        Index("ix_bezorging_onbezorgd", "abonnement", "id", postgresql_where=text("toestand <> 'bezorgd'")),
        Index("ix_bezorging_van_abonnement", "abonnement"),
        Index("ix_bezorging_van_mailadres", "mailadres"),
    )
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    bericht: int = Field(sa_column=Column(BigInteger, ForeignKey("outbox.id"), nullable=False))
    abonnement: UUID | None = Field(default=None, foreign_key="abonnement.id", ondelete="CASCADE")
    mailadres: UUID | None = Field(default=None, foreign_key="mailadres.id", ondelete="CASCADE")
    sleutel: UUID
    toestand: str
    vanaf: datetime = tijdstip()
    volgend: datetime = tijdstip()
    bezet_tot: datetime | None = tijdstip(leeg=True)
    poging: int
    fout: str | None = None
    afgerond: datetime | None = tijdstip(leeg=True)
