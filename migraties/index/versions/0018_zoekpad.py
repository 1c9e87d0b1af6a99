# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What puts rows in the queue to be sealed finds its table, and no temporary one of the same name (L03)."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    # A temporary table comes first in every search path that does not say otherwise.
    op.execute("ALTER FUNCTION bied_aan_ter_zegeling() SET search_path = public, pg_temp")
