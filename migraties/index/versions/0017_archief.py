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
        sa.Column("geboortemaand", sa.String(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("signaal_id", sa.Uuid(), nullable=True),
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
    op.create_index("ix_archief_signaal", "archief", ["organisatie", "signaal_id"])
    op.create_index("ix_archief_gezegd_tegen", "archief", ["gezegd_tegen"])
    op.create_index("ix_archief_bewaard_tot", "archief", ["bewaard_tot"])
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON archief TO verwijsindex_toepassing")
    # Where the risk was gone before there was an archive, time takes the signal there now (B02).
    op.execute(
        "UPDATE verwantschap SET volgende = now() WHERE id IN"
        " (SELECT verwantschap FROM signaal WHERE intrekking ->> 'reden' = 'risico-geweken')"
    )
    # A request goes five years after it ended (B05).
    op.execute("GRANT DELETE ON verzoek TO verwijsindex_toepassing")
