# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Each row of evidence is an action on a trace, with begin and end (L01), so that it can be told to a collector."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    for naam in ("ouder_span_id", "vreemde_span_id"):
        op.add_column("logregel", sa.Column(naam, sa.String(), nullable=True))
    for naam in ("begonnen", "geeindigd"):
        op.add_column("logregel", sa.Column(naam, sa.DateTime(timezone=True), nullable=True))
    op.execute("DROP VIEW logboek")
    op.execute(
        "CREATE VIEW logboek AS SELECT l.*, p.zout, p.professional, coalesce(p.onderwerpen, '[]') AS onderwerpen"
        " FROM logregel l LEFT JOIN logpersoon p ON p.verbintenis = l.verbintenis"
    )
    op.create_table(
        "doorgeven",
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("positie", sa.BigInteger(), nullable=False),
        sa.Column("bezet_tot", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("naam", name="pk_doorgeven"),
    )
    op.execute("GRANT SELECT ON logboek TO verwijsindex_toepassing")
    op.execute("GRANT SELECT, INSERT, UPDATE ON doorgeven TO verwijsindex_toepassing")
