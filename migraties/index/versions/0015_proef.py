# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A receiver that fails is tried with one message at a time: until when that one is under way (N02)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("abonnement", sa.Column("proef_tot", sa.DateTime(timezone=True), nullable=True))
