# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Accounts, usage, used assertions, alarms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("jwks", sa.String(), nullable=False),
        sa.Column("soorten", JSONB(), nullable=False),
        sa.Column("inwerken_tot", sa.Date()),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "verbruik",
        sa.Column("organisatie_id", sa.Uuid(), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("dag", sa.Date(), primary_key=True),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.CheckConstraint("aantal > 0", name="verbruik_aantal"),
    )
    op.create_index("verbruik_dag", "verbruik", ["dag"])
    op.create_table(
        "gebruikte_jti",
        sa.Column("organisatie_id", sa.Uuid(), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("jti", sa.String(), primary_key=True),
        sa.Column("verloopt", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("gebruikte_jti_verloopt", "gebruikte_jti", ["verloopt"])
    op.create_table(
        "alarm",
        sa.Column("dag", sa.Date(), primary_key=True),
        sa.Column("totaal", sa.Integer(), nullable=False),
        sa.Column("gemiddelde", sa.Integer(), nullable=False),
        sa.Column("ontstaan", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for tabel in ("alarm", "gebruikte_jti", "verbruik", "account"):
        op.drop_table(tabel)
