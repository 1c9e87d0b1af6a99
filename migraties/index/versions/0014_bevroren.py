# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What waits for a request is encrypted too, and moves along when the key at rest changes (G02, B03)."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("GRANT UPDATE (versleuteld) ON bevroren TO verwijsindex_toepassing")
