# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Keeping and destroying (B01-B05, G02): keys of their own, matches that go, what a pending request keeps for a while.

What was stored before has no key of its own until it is reported anew. Matches that should be gone by now are dealt
with by the next sweep, and so are rows of families of which nothing is left.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    for tabel in ("persoon", "envelop"):
        op.add_column(tabel, sa.Column("plaats", sa.LargeBinary(), nullable=True))
    op.create_table(
        "bevriezing",
        sa.Column("persoon", sa.Uuid(), nullable=False),
        sa.Column("verzoek", sa.Uuid(), nullable=False),
        sa.Column("sinds", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["persoon"], ["persoon.id"], name="fk_bevriezing_persoon"),
        sa.PrimaryKeyConstraint("persoon", "verzoek", name="pk_bevriezing"),
    )
    op.create_table(
        "bevroren",
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("personen", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("dossier", sa.Uuid(), nullable=False),
        sa.Column("regel", sa.String(), nullable=False),
        sa.Column("sinds", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inhoud", JSONB(), nullable=False),
        sa.Column("kid", sa.String(), nullable=True),
        sa.Column("versleuteld", sa.LargeBinary(), nullable=True),
        sa.Column("plaats", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("soort IN ('match', 'signaal')", name=op.f("ck_bevroren_soort")),
        sa.PrimaryKeyConstraint("soort", "id", name="pk_bevroren"),
    )
    op.create_index("ix_bevroren_personen", "bevroren", ["personen"], postgresql_using="gin")
    op.create_index("ix_outbox_aangemaakt", "outbox", ["aangemaakt"])
    op.execute("GRANT SELECT, INSERT, DELETE ON bevriezing, bevroren TO verwijsindex_toepassing")
    op.execute("GRANT DELETE ON match, tijdlijn TO verwijsindex_toepassing")
    op.execute(
        "UPDATE verwantschap v SET volgende = v.tot WHERE EXISTS (SELECT FROM match m WHERE m.verwantschap = v.id"
        " AND m.gesloten IS NOT NULL AND NOT EXISTS (SELECT FROM kind k WHERE k.dossier = m.dossier))"
    )
    op.execute(
        "DELETE FROM verwantschap v WHERE NOT EXISTS (SELECT FROM persoon p WHERE p.verwantschap = v.id)"
        " AND NOT EXISTS (SELECT FROM dossier d WHERE d.verwantschap = v.id)"
        " AND NOT EXISTS (SELECT FROM daad d WHERE d.verwantschap = v.id)"
    )
