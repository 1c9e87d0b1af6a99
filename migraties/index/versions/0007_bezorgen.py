# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Delivery: webhooks, mail addresses, and how far each message came (N01-N04). What was placed before is in the feed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

OPEN = sa.text("toestand = 'open'")


def upgrade() -> None:
    op.create_table(
        "abonnement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("adres", sa.String(), nullable=False),
        sa.Column("toestand", sa.String(), nullable=False),
        sa.Column("reden", sa.String(), nullable=True),
        sa.Column("sinds", sa.DateTime(timezone=True), nullable=False),
        sa.Column("per_minuut", sa.Integer(), nullable=True),
        sa.Column("geheim", sa.LargeBinary(), nullable=True),
        sa.Column("vorig_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("vorig_geheim_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mislukt", sa.Integer(), nullable=False),
        sa.Column("mislukt_sinds", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rust_tot", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("toestand IN ('actief', 'gepauzeerd')", name=op.f("ck_abonnement_toestand")),
        sa.CheckConstraint("per_minuut > 0", name=op.f("ck_abonnement_per_minuut")),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_abonnement_organisatie"),
        sa.PrimaryKeyConstraint("id", name="pk_abonnement"),
    )
    op.create_index("uq_abonnement_adres", "abonnement", ["organisatie", "adres"], unique=True)
    op.create_table(
        "mailadres",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ontvanger", sa.String(), nullable=False),
        sa.Column("ontvanger_id", sa.String(), nullable=False),
        sa.Column("adres", sa.String(), nullable=False),
        sa.Column("dagelijks", sa.Boolean(), nullable=False),
        sa.Column("onbestelbaar", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mailadres"),
    )
    op.create_index("uq_mailadres", "mailadres", ["ontvanger", "ontvanger_id", "adres"], unique=True)
    op.create_table(
        "bezorging",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("bericht", sa.BigInteger(), nullable=False),
        sa.Column("abonnement", sa.Uuid(), nullable=True),
        sa.Column("mailadres", sa.Uuid(), nullable=True),
        sa.Column("sleutel", sa.Uuid(), nullable=False),
        sa.Column("toestand", sa.String(), nullable=False),
        sa.Column("vanaf", sa.DateTime(timezone=True), nullable=False),
        sa.Column("volgend", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bezet_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("poging", sa.Integer(), nullable=False),
        sa.Column("fout", sa.String(), nullable=True),
        sa.Column("afgerond", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("toestand IN ('bezorgd', 'dood', 'open')", name=op.f("ck_bezorging_toestand")),
        sa.CheckConstraint("num_nonnulls(abonnement, mailadres) = 1", name=op.f("ck_bezorging_weg")),
        sa.ForeignKeyConstraint(["bericht"], ["outbox.id"], name="fk_bezorging_bericht"),
        sa.ForeignKeyConstraint(["abonnement"], ["abonnement.id"], name="fk_bezorging_abonnement", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["mailadres"], ["mailadres.id"], name="fk_bezorging_mailadres", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_bezorging"),
    )
    een_keer: list[str | sa.TextClause] = ["bericht", sa.text("coalesce(abonnement, mailadres)")]
    op.create_index("uq_bezorging_bericht", "bezorging", een_keer, unique=True)
    op.create_index("ix_bezorging_abonnement", "bezorging", ["abonnement", "volgend", "bericht"], postgresql_where=OPEN)
    op.create_index("ix_bezorging_sleutel", "bezorging", ["abonnement", "sleutel", "bericht"], postgresql_where=OPEN)
    op.create_index("ix_bezorging_mailadres", "bezorging", ["mailadres", "volgend"], postgresql_where=OPEN)
    op.create_index("ix_bezorging_vanaf", "bezorging", ["vanaf"], postgresql_where=OPEN)
    dood = sa.text("toestand = 'dood'")
    op.create_index("ix_bezorging_dood", "bezorging", ["id"], postgresql_where=dood)
    onbezorgd = sa.text("toestand <> 'bezorgd'")
    op.create_index("ix_bezorging_onbezorgd", "bezorging", ["abonnement", "id"], postgresql_where=onbezorgd)
    op.create_index("ix_bezorging_van_abonnement", "bezorging", ["abonnement"])
    op.create_index("ix_bezorging_van_mailadres", "bezorging", ["mailadres"])
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON abonnement, mailadres, bezorging TO verwijsindex_toepassing")
    # Rows come, change once or twice, and are read by those that are open: dead ones must not slow the claim.
    op.execute("ALTER TABLE bezorging SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0)")
