# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the privacy officer asks of the log is answered from an index, however long the log is (L04, I04)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    geweigerd = sa.text("uitkomst = 'geweigerd'")
    op.create_index("ix_logregel_geweigerd", "logregel", ["gemeente", "id"], postgresql_where=geweigerd)
    bekijken = sa.text(r"tag LIKE '%\:bekijken'")
    op.create_index("ix_logregel_bekijken", "logregel", ["moment", "verbintenis"], postgresql_where=bekijken)
    intrekken = sa.text("tag LIKE '%:toestemming:intrekken'")
    op.create_index("ix_logregel_intrekken", "logregel", ["id"], postgresql_where=intrekken)
    op.create_index("ix_logregel_gemeente", "logregel", ["gemeente", "id"])
