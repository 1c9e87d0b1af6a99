# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log that can be proven (L02, L03): personal parts beside the rows under commitments, and the tree over all rows.

Rows of before get their commitment here; what they say does not change.
"""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

ONVERANDERLIJK = ("blad", "knoop", "kop", "medeondertekening")


def upgrade() -> None:
    op.create_table(
        "logpersoon",
        sa.Column("verbintenis", sa.LargeBinary(), nullable=False),
        sa.Column("zout", sa.LargeBinary(), nullable=False),
        sa.Column("professional", sa.Uuid(), nullable=True),
        sa.Column("onderwerpen", JSONB(), nullable=False),
        sa.CheckConstraint("octet_length(zout) = 32", name=op.f("ck_logpersoon_zout")),
        sa.PrimaryKeyConstraint("verbintenis", name="pk_logpersoon"),
    )
    op.add_column("logregel", sa.Column("gemeente", sa.String(), nullable=True))
    op.add_column("logregel", sa.Column("verbintenis", sa.LargeBinary(), nullable=True))
    op.execute("ALTER TABLE logregel DISABLE TRIGGER logregel_onveranderlijk")
    _verbind()
    op.execute("ALTER TABLE logregel ENABLE ALWAYS TRIGGER logregel_onveranderlijk")
    op.alter_column("logregel", "verbintenis", nullable=False)
    op.create_check_constraint(op.f("ck_logregel_verbintenis"), "logregel", "octet_length(verbintenis) = 32")
    op.drop_column("logregel", "professional")
    op.drop_column("logregel", "onderwerpen")
    op.create_index(
        "ix_logpersoon_onderwerpen",
        "logpersoon",
        ["onderwerpen"],
        postgresql_using="gin",
        postgresql_ops={"onderwerpen": "jsonb_path_ops"},
    )
    op.create_index("ix_logpersoon_professional", "logpersoon", ["professional"])
    op.create_index("ix_logregel_verbintenis", "logregel", ["verbintenis"])
    op.create_table(
        "te_zegelen",
        sa.Column("regel", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("regel", name="pk_te_zegelen"),
    )
    op.create_table(
        "blad",
        sa.Column("positie", sa.BigInteger(), nullable=False),
        sa.Column("regel", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("positie", name="pk_blad"),
        sa.UniqueConstraint("regel", name="uq_blad_regel"),
    )
    op.create_table(
        "knoop",
        sa.Column("niveau", sa.SmallInteger(), nullable=False),
        sa.Column("nummer", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("niveau", "nummer", name="pk_knoop"),
    )
    op.create_table(
        "kop",
        sa.Column("grootte", sa.BigInteger(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tekst", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("grootte", name="pk_kop"),
    )
    op.create_table(
        "medeondertekening",
        sa.Column("grootte", sa.BigInteger(), nullable=False),
        sa.Column("getuige", sa.String(), nullable=False),
        sa.Column("regel", sa.String(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["grootte"], ["kop.grootte"], name="fk_medeondertekening_grootte"),
        sa.PrimaryKeyConstraint("grootte", "getuige", name="pk_medeondertekening"),
    )
    op.execute(
        "CREATE VIEW logboek AS SELECT l.*, p.zout, p.professional, coalesce(p.onderwerpen, '[]') AS onderwerpen"
        " FROM logregel l LEFT JOIN logpersoon p ON p.verbintenis = l.verbintenis"
    )
    for opdracht in (*_ROL, *_RIJEN, *_BLIJFT, *_RECHTEN):
        op.execute(opdracht)
    op.execute("INSERT INTO te_zegelen SELECT id FROM logregel")


def _verbind() -> None:
    """As `domain/logboek.py` does it; written out, since a migration must not change with the code."""
    verbinding = op.get_bind()
    rijen = verbinding.execute(
        sa.text(
            "SELECT id, CAST(professional AS text) AS professional, onderwerpen, convenant FROM logregel ORDER BY id"
        )
    ).all()
    for rij in rijen:
        zout = secrets.token_bytes(32)
        persoonlijk = {"professional": rij.professional, "onderwerpen": rij.onderwerpen}
        tekst = json.dumps(persoonlijk, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        hash_ = hashlib.sha256(b"verwijsindex/1/logboek/persoonlijk\n" + zout + tekst.encode()).digest()
        verbinding.execute(
            sa.text("INSERT INTO logpersoon VALUES (:v, :z, CAST(:p AS uuid), CAST(:o AS jsonb))"),
            {"v": hash_, "z": zout, "p": rij.professional, "o": json.dumps(rij.onderwerpen)},
        )
        verbinding.execute(
            sa.text("UPDATE logregel SET verbintenis = :v, gemeente = split_part(convenant, '/', 1) WHERE id = :id"),
            {"v": hash_, "id": rij.id},
        )


_ROL = (
    """
    DO $$ BEGIN
        CREATE ROLE verwijsindex_zegel LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
    """,
)

# Every row comes to the sealer, whoever wrote it: the application may not write there itself.
_RIJEN = (
    """
    CREATE FUNCTION bied_aan_ter_zegeling() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
    AS $$
    BEGIN
        INSERT INTO te_zegelen (regel) VALUES (NEW.id);
        RETURN NULL;
    END $$
    """,
    "REVOKE ALL ON FUNCTION bied_aan_ter_zegeling() FROM PUBLIC",
    "CREATE TRIGGER logregel_zegelen AFTER INSERT ON logregel FOR EACH ROW EXECUTE FUNCTION bied_aan_ter_zegeling()",
    "ALTER TABLE logregel ENABLE ALWAYS TRIGGER logregel_zegelen",
    # Taken in order and emptied all the time.
    "ALTER TABLE te_zegelen SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)",
)

_BLIJFT = (
    *(
        f"CREATE TRIGGER {tabel}_onveranderlijk BEFORE UPDATE OR DELETE ON {tabel}"
        " FOR EACH ROW EXECUTE FUNCTION weiger_wijziging()"
        for tabel in ONVERANDERLIJK
    ),
    "CREATE TRIGGER logpersoon_onveranderlijk BEFORE UPDATE ON logpersoon"
    " FOR EACH ROW EXECUTE FUNCTION weiger_wijziging()",
    *(
        f"CREATE TRIGGER {tabel}_blijft BEFORE TRUNCATE ON {tabel} FOR EACH STATEMENT EXECUTE FUNCTION weiger_wijziging()"
        for tabel in (*ONVERANDERLIJK, "logpersoon", "te_zegelen")
    ),
    *(f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_onveranderlijk" for tabel in (*ONVERANDERLIJK, "logpersoon")),
    *(
        f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_blijft"
        for tabel in (*ONVERANDERLIJK, "logpersoon", "te_zegelen")
    ),
)

_RECHTEN = (
    "GRANT SELECT, INSERT, DELETE ON logpersoon TO verwijsindex_toepassing",
    "GRANT SELECT ON logboek, te_zegelen, blad, knoop, kop TO verwijsindex_toepassing",
    "GRANT SELECT, INSERT ON medeondertekening TO verwijsindex_toepassing",
    "GRANT USAGE ON SCHEMA public TO verwijsindex_zegel",
    "GRANT SELECT ON logregel TO verwijsindex_zegel",
    "GRANT SELECT, DELETE ON te_zegelen TO verwijsindex_zegel",
    "GRANT SELECT, INSERT ON blad, knoop, kop TO verwijsindex_zegel",
)
