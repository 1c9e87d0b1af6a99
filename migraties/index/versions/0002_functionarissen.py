# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""People with a function in a municipality: coordinator, privacy officer, administrator (I02, I04)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "functionaris",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.CheckConstraint("rol IN ('beheer', 'coordinator', 'privacy')", name=op.f("ck_functionaris_rol")),
        sa.ForeignKeyConstraint(["id"], ["professional.id"], name="fk_functionaris_id"),
        sa.PrimaryKeyConstraint("id", name="pk_functionaris"),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON functionaris TO verwijsindex_toepassing")
