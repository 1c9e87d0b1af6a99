# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Consent with a life of its own, why the family was not told, tasks for the basic care, rates of overrides.

A family's deeds were recorded in the old shape: what is stored now becomes the state that later deeds build on (M12).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

# What was not asked at the time is marked as taken over, and read as it worked then: one parent's yes to everything.
TOESTEMMINGEN = """
    UPDATE signaal SET toestemmingen = jsonb_build_array(jsonb_build_object(
        'id', gen_random_uuid(),
        'gegeven_op', toestemming ->> 'gegeven_op',
        'tot', toestemming ->> 'tot',
        'stemmen', jsonb_build_array(jsonb_build_object('wie', 'ouder-met-gezag', 'akkoord', true)),
        'gezag', 1,
        'groep', CASE
            WHEN CAST(toestemming ->> 'gegeven_op' AS date)
                < CAST(geboortemaand || '-01' AS date) + interval '12 years' THEN 'onder-12'
            WHEN CAST(toestemming ->> 'gegeven_op' AS date)
                < CAST(geboortemaand || '-01' AS date) + interval '16 years' THEN '12-tot-16'
            ELSE 'vanaf-16' END,
        'wilsonbekwaam', NULL,
        'voor', jsonb_build_array('registreren', 'contactgegevens', 'inhoud'),
        'met', NULL,
        'wijze', 'overgenomen',
        'vastgelegd', geregistreerd,
        'vastgelegd_door', bevestiging ->> 'professional',
        'ingetrokken', toestemming ->> 'ingetrokken',
        'ingetrokken_door', NULL))
    WHERE toestemming IS NOT NULL
"""
INFORMERINGEN = """
    UPDATE signaal SET informering = jsonb_build_object(
        'kind', informering -> 'geinformeerd', 'ouders', informering -> 'geinformeerd',
        'niet_omdat', NULL, 'herzien_op', informering -> 'herzien_op')
"""
TABELLEN = ("dossier", "kind", "signaal", "mijding", "match", "voorstel")
IJKPUNTEN = "UPDATE verwantschap v SET ijkpunt = jsonb_build_object('tot', v.tot, {})".format(
    ", ".join(
        f"'{tabel}', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM {tabel} r WHERE r.verwantschap = v.id)"
        for tabel in TABELLEN
    )
)


def upgrade() -> None:
    op.add_column("signaal", sa.Column("toestemmingen", JSONB(), nullable=False, server_default="[]"))
    op.add_column("match", sa.Column("voortzetting", JSONB(), nullable=True))
    op.add_column("match", sa.Column("taken", JSONB(), nullable=False, server_default="[]"))
    op.drop_constraint(op.f("ck_signaal_ck_signaal_leefgebieden"), "signaal")
    op.create_check_constraint(op.f("ck_signaal_leefgebieden"), "signaal", "cardinality(leefgebieden) <= 7")
    op.execute(TOESTEMMINGEN)
    op.execute(INFORMERINGEN)
    op.drop_column("signaal", "toestemming")
    op.alter_column("signaal", "toestemmingen", server_default=None)
    op.alter_column("match", "taken", server_default=None)
    op.execute(IJKPUNTEN)
    op.execute("DELETE FROM daad")
    # New moments count now, such as the warning that consent ends: every family is looked at once.
    op.execute("UPDATE verwantschap SET volgende = tot WHERE volgende IS NOT NULL")
    op.create_index(
        "ix_signaal_toestemmingen",
        "signaal",
        ["toestemmingen"],
        postgresql_using="gin",
        postgresql_ops={"toestemmingen": "jsonb_path_ops"},
    )
    op.create_index(
        "ix_logregel_doorbreking",
        "logregel",
        ["moment"],
        postgresql_where=sa.text("tag LIKE '%veiligheidsgrond%'"),
    )
