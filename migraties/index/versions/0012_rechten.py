# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests by data subjects (G01, G02): who asks what, in which term, and what was decided; no token and no name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"

OPEN = "stand IN ('in-behandeling', 'ontvangen')"
EISEN = {
    "recht": "recht IN ('bezwaar', 'inzage', 'rectificatie', 'verwijdering')",
    "betreft": "betreft IN ('kind', 'ouder')",
    "vrager": "vrager IN ('beide', 'jeugdige', 'ouder', 'vertegenwoordiger')",
    "groep": "groep IN ('12-tot-16', 'onder-12', 'vanaf-16')",
    "wilsonbekwaam": "wilsonbekwaam IN ('lichamelijke-toestand', 'psychische-toestand', 'verstandelijke-beperking')",
    "vaststelling": "vaststelling IN ('beeldbellen-met-identiteitsbewijs', 'digid', 'digid-machtigen', 'identiteitsbewijs-aan-balie')",
    "stand": "stand IN ('besloten', 'in-behandeling', 'ingetrokken', 'ontvangen')",
    "leeftijd": "(betreft = 'kind') = (groep IS NOT NULL)",
    "besloten": "(stand = 'besloten') = (besluit IS NOT NULL)",
    "uitspraak": "besluit ->> 'uitspraak' IN ('afgewezen', 'gedeeltelijk', 'toegewezen')",
    "ingetrokken": "(stand = 'ingetrokken') = (ingetrokken IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        "verzoek",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("recht", sa.String(), nullable=False),
        sa.Column("betreft", sa.String(), nullable=False),
        sa.Column("vrager", sa.String(), nullable=False),
        sa.Column("groep", sa.String(), nullable=True),
        sa.Column("wilsonbekwaam", sa.String(), nullable=True),
        sa.Column("vaststelling", sa.String(), nullable=False),
        sa.Column("vastgesteld_op", sa.Date(), nullable=False),
        sa.Column("ontvangen_op", sa.Date(), nullable=False),
        sa.Column("geregistreerd", sa.DateTime(timezone=True), nullable=False),
        sa.Column("persoon", sa.Uuid(), nullable=True),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("adviezen", JSONB(), nullable=False),
        sa.Column("verlenging", JSONB(), nullable=True),
        sa.Column("besluit", JSONB(), nullable=True),
        sa.Column("ingetrokken", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plek", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(eis, name=op.f(f"ck_verzoek_{naam}")) for naam, eis in EISEN.items()),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_verzoek_organisatie"),
        sa.PrimaryKeyConstraint("id", name="pk_verzoek"),
    )
    op.create_index("ix_verzoek_gemeente", "verzoek", ["gemeente", "plek", "id"])
    op.create_index("ix_verzoek_persoon", "verzoek", ["persoon"], postgresql_where=sa.text(OPEN))
    op.create_index(
        "ix_verzoek_adviezen",
        "verzoek",
        ["adviezen"],
        postgresql_using="gin",
        postgresql_ops={"adviezen": "jsonb_path_ops"},
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON verzoek TO verwijsindex_toepassing")
