# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is personal in a row of evidence goes after five years (B05): its moment stands beside it, to find it by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("logpersoon", sa.Column("moment", sa.DateTime(timezone=True), nullable=True))
    op.execute("ALTER TABLE logpersoon DISABLE TRIGGER logpersoon_onveranderlijk")
    op.execute(
        "UPDATE logpersoon p SET moment = coalesce("
        " (SELECT l.moment FROM logregel l WHERE l.verbintenis = p.verbintenis), now())"
    )
    op.execute("ALTER TABLE logpersoon ENABLE ALWAYS TRIGGER logpersoon_onveranderlijk")
    op.alter_column("logpersoon", "moment", nullable=False)
    op.create_index("ix_logpersoon_moment", "logpersoon", ["moment"])
