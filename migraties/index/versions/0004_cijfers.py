# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Monthly figures: what is measured, which months were published and how, what is expected of an organisation (I08)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0004"
down_revision = "0003"

MEETSOORTEN = "meetsoort IN ('contact-gelegd', 'doorbreking', 'match-aangenomen', 'match-geopend', 'match-heropend', 'signaal-geregistreerd', 'signaal-slaapt', 'termijn-verstreken', 'uit-beeld')"
INDELINGEN = "indeling IN ('gebied', 'leefgebied', 'organisatie', 'totaal', 'werkdagen')"
# What was published stays as it was; what was measured is only ever taken away as a whole.
ONVERANDERLIJK = (
    *(
        f"CREATE TRIGGER {tabel}_onveranderlijk BEFORE UPDATE OR DELETE ON {tabel}"
        " FOR EACH ROW EXECUTE FUNCTION weiger_wijziging()"
        for tabel in ("cijfer", "cijfermaand")
    ),
    *(
        f"CREATE TRIGGER {tabel}_blijft BEFORE TRUNCATE ON {tabel}"
        " FOR EACH STATEMENT EXECUTE FUNCTION weiger_wijziging()"
        for tabel in ("cijfer", "cijfermaand")
    ),
    *(
        f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_{trigger}"
        for tabel in ("cijfer", "cijfermaand")
        for trigger in ("onveranderlijk", "blijft")
    ),
)
RECHTEN = (
    "GRANT SELECT, INSERT, DELETE ON meting TO verwijsindex_toepassing",
    "GRANT SELECT, INSERT ON cijfer, cijfermaand, cijferbegin TO verwijsindex_toepassing",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON verwachting TO verwijsindex_toepassing",
)


def upgrade() -> None:
    op.create_table(
        "meting",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("maand", sa.String(), nullable=False),
        sa.Column("meetsoort", sa.String(), nullable=False),
        sa.Column("gebied", sa.String(), nullable=True),
        sa.Column("leefgebieden", ARRAY(sa.Text()), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=True),
        sa.Column("werkdagen", sa.Integer(), nullable=True),
        sa.CheckConstraint(MEETSOORTEN, name=op.f("ck_meting_meetsoort")),
        sa.CheckConstraint("maand ~ '^[0-9]{4}-[0-9]{2}$'", name=op.f("ck_meting_maand")),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_meting_organisatie"),
        sa.PrimaryKeyConstraint("id", name="pk_meting"),
    )
    op.create_index("ix_meting_maand", "meting", ["gemeente", "maand"])
    op.create_table(
        "cijferbegin",
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("maand", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", name="pk_cijferbegin"),
    )
    op.create_table(
        "cijfermaand",
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("maand", sa.String(), nullable=False),
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("drempel", sa.Integer(), nullable=False),
        sa.Column("vastgesteld", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "maand", name="pk_cijfermaand"),
    )
    op.create_table(
        "cijfer",
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("maand", sa.String(), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("meetsoort", sa.String(), nullable=False),
        sa.Column("indeling", sa.String(), nullable=False),
        sa.Column("groep", sa.String(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=True),
        sa.Column("verwacht", sa.Integer(), nullable=True),
        sa.CheckConstraint(MEETSOORTEN, name=op.f("ck_cijfer_meetsoort")),
        sa.CheckConstraint(INDELINGEN, name=op.f("ck_cijfer_indeling")),
        sa.ForeignKeyConstraint(
            ["gemeente", "maand"], ["cijfermaand.gemeente", "cijfermaand.maand"], name="fk_cijfer_gemeente_maand"
        ),
        sa.PrimaryKeyConstraint("gemeente", "maand", "volgnummer", name="pk_cijfer"),
    )
    op.create_table(
        "verwachting",
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("per_maand", sa.Integer(), nullable=False),
        sa.CheckConstraint("per_maand > 0", name=op.f("ck_verwachting_per_maand")),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_verwachting_organisatie"),
        sa.PrimaryKeyConstraint("organisatie", "gemeente", name="pk_verwachting"),
    )
    for opdracht in (*ONVERANDERLIJK, *RECHTEN):
        op.execute(opdracht)
