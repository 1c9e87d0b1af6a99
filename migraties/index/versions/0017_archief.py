# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The archive of the statutory index (B02, M15): that an organisation reported before, to be told once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "archief",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("contactpunt", JSONB(), nullable=False),
        sa.Column("gemeld", sa.Date(), nullable=False),
        sa.Column("bewaard_tot", sa.Date(), nullable=False),
        sa.Column("gezegd", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gezegd_tegen", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["kind"], ["persoon.id"], name="fk_archief_kind"),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_archief_organisatie"),
        sa.PrimaryKeyConstraint("id", name="pk_archief"),
    )
    op.create_index("ix_archief_kind", "archief", ["kind"])
    op.create_index("ix_archief_gezegd_tegen", "archief", ["gezegd_tegen"])
    op.create_index("ix_archief_bewaard_tot", "archief", ["bewaard_tot"])
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON archief TO verwijsindex_toepassing")
    # A request goes five years after it ended (B05).
    op.execute("GRANT DELETE ON verzoek TO verwijsindex_toepassing")
