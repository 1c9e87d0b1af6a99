# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A receiver that fails is tried with one message at a time: until when that one is under way (N02)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("abonnement", sa.Column("proef_tot", sa.DateTime(timezone=True), nullable=True))
    # What was delivered leaves dead entries at the front of what is asked for all the time.
    op.execute("ALTER TABLE bezorging SET (autovacuum_vacuum_scale_factor = 0.01)")
