# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Following up: terms, handovers, aftercare, agreements; what people decide on families.

An open match of before gets its first terms at the next sweep, with at least one working day: every family with an
open match is looked at once. What is stored now becomes the state that later deeds build on (M12), since a replay of
the earlier deeds would give terms of days that are past.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

LIJSTEN = ("termijnen", "overdrachten", "nazorg", "afspraken")
TABELLEN = ("dossier", "kind", "signaal", "mijding", "match", "voorstel")
IJKPUNTEN = "UPDATE verwantschap v SET ijkpunt = jsonb_build_object('tot', v.tot, {})".format(
    ", ".join(
        f"'{tabel}', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM {tabel} r WHERE r.verwantschap = v.id)"
        for tabel in TABELLEN
    )
)


def upgrade() -> None:
    for lijst in LIJSTEN:
        op.add_column("match", sa.Column(lijst, JSONB(), nullable=False, server_default="[]"))
        op.alter_column("match", lijst, server_default=None)
    for moment in ("heropend", "eigenaar_sinds", "overlegd"):
        op.add_column("match", sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
    op.add_column("match", sa.Column("afsluitreden", sa.String(), nullable=True))
    op.add_column("voorstel", sa.Column("adviezen", JSONB(), nullable=False, server_default="[]"))
    op.alter_column("voorstel", "adviezen", server_default=None)
    op.create_table(
        "gezinsbesluit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("een", sa.Uuid(), nullable=False),
        sa.Column("ander", sa.Uuid(), nullable=False),
        sa.Column("samen", sa.Boolean(), nullable=False),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("reden", sa.String(), nullable=False),
        sa.Column("genomen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_gezinsbesluit_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_gezinsbesluit"),
    )
    op.create_index("ix_gezinsbesluit_verwantschap", "gezinsbesluit", ["verwantschap"])
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON gezinsbesluit TO verwijsindex_toepassing")
    op.execute(IJKPUNTEN)
    op.execute("DELETE FROM daad")
    op.execute("UPDATE verwantschap SET volgende = tot WHERE id IN (SELECT verwantschap FROM match)")
    for lijst in ("overdrachten", "nazorg", "afspraken"):
        op.create_index(
            f"ix_match_{lijst}",
            "match",
            [lijst],
            postgresql_using="gin",
            postgresql_ops={lijst: "jsonb_path_ops"},
        )
