# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The feed: each message gets its place after its commit, so that no reader skips one (N03).

The messages of before keep their order.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("positie", sa.BigInteger(), nullable=True))
    op.create_unique_constraint("uq_outbox_positie", "outbox", ["positie"])
    op.create_index("ix_outbox_te_plaatsen", "outbox", ["id"], postgresql_where=sa.text("positie IS NULL"))
    op.create_index("ix_outbox_ontvanger", "outbox", ["ontvanger", "ontvanger_id", "positie"])
