# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Keys that change while the index runs: which one is in use, and under which pepper a person stands.

Persons of before stand under the pepper that was always there: nothing says so, and the first rotation moves them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "sleutelstand",
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("huidig", sa.String(), nullable=False),
        sa.Column("vorig", sa.String(), nullable=True),
        sa.Column("sinds", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("naam IN ('bewaar', 'pepper', 'pseudoniemen')", name=op.f("ck_sleutelstand_naam")),
        sa.CheckConstraint("huidig <> vorig", name=op.f("ck_sleutelstand_vorig")),
        sa.PrimaryKeyConstraint("naam", name="pk_sleutelstand"),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON sleutelstand TO verwijsindex_toepassing")
    op.add_column("persoon", sa.Column("pepper", sa.String(), nullable=True))
