# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The first tables, the roles and what they may, and the evidence that cannot be changed (L02)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "bewering",
        sa.Column("client", sa.Uuid(), nullable=False),
        sa.Column("jti", sa.String(), nullable=False),
        sa.Column("verloopt", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "jti", name="pk_bewering"),
    )
    op.create_table(
        "convenant",
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("inhoud", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "naam", "versie", name="pk_convenant"),
    )
    op.create_table(
        "logregel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bron", sa.String(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=True),
        sa.Column("professional", sa.Uuid(), nullable=True),
        sa.Column("doel", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("onderwerpen", JSONB(), nullable=False),
        sa.Column("grond", sa.String(), nullable=True),
        sa.Column("convenant", sa.String(), nullable=True),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("regel", sa.String(), nullable=True),
        sa.Column("trace_id", sa.String(), nullable=True),
        sa.Column("span_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_logregel"),
    )
    op.create_index("ix_logregel_moment", "logregel", ["moment", "id"], unique=False)
    op.create_table(
        "organisatie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("categorie", sa.String(), nullable=False),
        sa.Column("instelling", sa.String(), nullable=True),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.Column("jwks", JSONB(), nullable=False),
        sa.CheckConstraint(
            "categorie IN ('geen', 'gezondheidszorg', 'jeugdhulp', 'jgz', 'kinderopvang', 'maatschappelijke-ondersteuning', 'onderwijs', 'politie-justitie', 'schuldhulp', 'veilig-thuis', 'werk-en-inkomen', 'wonen')",
            name="ck_organisatie_categorie",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisatie"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("gebeurtenis", sa.Uuid(), nullable=False),
        sa.Column("sleutel", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("ontvanger", sa.String(), nullable=False),
        sa.Column("ontvanger_id", sa.String(), nullable=False),
        sa.Column("spoed", sa.Boolean(), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("gebeurtenis", name="uq_outbox_gebeurtenis"),
    )
    op.create_index("ix_outbox_sleutel", "outbox", ["sleutel", "id"], unique=False)
    op.create_table(
        "verwantschap",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("tot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("volgende", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ijkpunt", JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_verwantschap"),
    )
    op.create_index("ix_verwantschap_volgende", "verwantschap", ["volgende"], unique=False)
    op.create_table(
        "daad",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inhoud", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_daad_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_daad"),
    )
    op.create_index("ix_daad_verwantschap", "daad", ["verwantschap", "moment", "id"], unique=False)
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_dossier_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
    )
    op.create_index("ix_dossier_verwantschap", "dossier", ["verwantschap"], unique=False)
    op.create_table(
        "mijding",
        sa.Column("signaal", sa.Uuid(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_mijding_organisatie"),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_mijding_verwantschap"),
        sa.PrimaryKeyConstraint("signaal", "dag", name="pk_mijding"),
    )
    op.create_index("ix_mijding_verwantschap", "mijding", ["verwantschap"], unique=False)
    op.create_table(
        "ondertekening",
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("op", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_ondertekening_organisatie"),
        sa.PrimaryKeyConstraint("organisatie", "convenant", name="pk_ondertekening"),
    )
    op.create_table(
        "persoon",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sleutel", sa.LargeBinary(), nullable=False),
        sa.Column("verzegeld", sa.LargeBinary(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("octet_length(sleutel) = 32", name="ck_persoon_sleutel"),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_persoon_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_persoon"),
        sa.UniqueConstraint("sleutel", name="uq_persoon_sleutel"),
    )
    op.create_index("ix_persoon_verwantschap", "persoon", ["verwantschap"], unique=False)
    op.create_table(
        "professional",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("kenmerk", sa.String(), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("aandachtsfunctionaris", sa.Boolean(), nullable=False),
        sa.Column("mag_doorbreken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_professional_organisatie"),
        sa.PrimaryKeyConstraint("id", name="pk_professional"),
    )
    op.create_index("uq_professional_organisatie_kenmerk", "professional", ["organisatie", "kenmerk"], unique=True)
    op.create_table(
        "voorstel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("reden", sa.String(), nullable=False),
        sa.Column("dossiers", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("sinds", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_voorstel_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_voorstel"),
    )
    op.create_index("ix_voorstel_verwantschap", "voorstel", ["verwantschap"], unique=False)
    op.create_table(
        "kind",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("geboortemaand", sa.String(), nullable=False),
        sa.Column("dossier", sa.Uuid(), nullable=False),
        sa.Column("wacht", JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], name="fk_kind_dossier"),
        sa.ForeignKeyConstraint(["id"], ["persoon.id"], name="fk_kind_id"),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_kind_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_kind"),
    )
    op.create_index("ix_kind_dossier", "kind", ["dossier"], unique=False)
    op.create_index("ix_kind_verwantschap", "kind", ["verwantschap"], unique=False)
    op.create_table(
        "regisseur",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("telefoon", sa.String(), nullable=False),
        sa.Column("gebieden", ARRAY(sa.Text()), nullable=False),
        sa.Column("leefgebieden", ARRAY(sa.Text()), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["professional.id"], name="fk_regisseur_id"),
        sa.PrimaryKeyConstraint("id", name="pk_regisseur"),
    )
    op.create_index("ix_regisseur_gemeente", "regisseur", ["gemeente"], unique=False)
    op.create_table(
        "match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("dossier", sa.Uuid(), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("convenant", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("geopend", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redenen", ARRAY(sa.Text()), nullable=False),
        sa.Column("steun", JSONB(), nullable=False),
        sa.Column("steun_vernietigd", sa.Boolean(), nullable=False),
        sa.Column("bevindingen", JSONB(), nullable=False),
        sa.Column("gemeld", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("veiligheid_gemeld", sa.Boolean(), nullable=False),
        sa.Column("multiproblematiek", sa.Boolean(), nullable=False),
        sa.Column("regisseur", sa.Uuid(), nullable=True),
        sa.Column("caseload_vol", sa.Boolean(), nullable=False),
        sa.Column("gesloten", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voortzetten_voor", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(gesloten IS NOT NULL) = (status IN ('afgesloten', 'vervallen'))", name="ck_match_gesloten"
        ),
        sa.CheckConstraint(
            "status IN ('aangenomen', 'afgesloten', 'contact-gelegd', 'in-regie', 'nazorg', 'nieuw', 'toegewezen', 'vervallen')",
            name="ck_match_status",
        ),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], name="fk_match_dossier"),
        sa.ForeignKeyConstraint(["regisseur"], ["regisseur.id"], name="fk_match_regisseur"),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_match_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_match"),
    )
    op.create_index("ix_match_gemeente", "match", ["gemeente", "geopend", "id"], unique=False)
    op.create_index("ix_match_regisseur", "match", ["regisseur", "geopend", "id"], unique=False)
    op.create_index("ix_match_verwantschap", "match", ["verwantschap"], unique=False)
    op.create_index(
        "uq_match_open",
        "match",
        ["dossier"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('afgesloten', 'vervallen')"),
    )
    op.create_table(
        "signaal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verwantschap", sa.BigInteger(), nullable=False),
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Uuid(), nullable=False),
        sa.Column("ouders", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("gemeente", sa.String(), nullable=False),
        sa.Column("gebied", sa.String(), nullable=True),
        sa.Column("geboortemaand", sa.String(), nullable=False),
        sa.Column("uiterlijk_tot", sa.Date(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("leefgebieden", ARRAY(sa.Text()), nullable=False),
        sa.Column("patroon", sa.String(), nullable=True),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("contactpunt", JSONB(), nullable=False),
        sa.Column("onthulling", sa.String(), nullable=False),
        sa.Column("bevestiging", JSONB(), nullable=False),
        sa.Column("informering", JSONB(), nullable=False),
        sa.Column("herkomst", sa.String(), nullable=True),
        sa.Column("geregistreerd", sa.DateTime(timezone=True), nullable=False),
        sa.Column("laatst_gemeld", sa.DateTime(timezone=True), nullable=False),
        sa.Column("toestemming", JSONB(), nullable=True),
        sa.Column("veiligheid", JSONB(), nullable=True),
        sa.Column("intrekking", JSONB(), nullable=True),
        sa.Column("slaapt_sinds", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("soort IN ('betrokken', 'zorgen')", name="ck_signaal_soort"),
        sa.CheckConstraint("cardinality(leefgebieden) BETWEEN 1 AND 7", name="ck_signaal_leefgebieden"),
        sa.CheckConstraint("cardinality(ouders) <= 2", name="ck_signaal_ouders"),
        sa.ForeignKeyConstraint(["kind"], ["kind.id"], name="fk_signaal_kind"),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_signaal_organisatie"),
        sa.ForeignKeyConstraint(["verwantschap"], ["verwantschap.id"], name="fk_signaal_verwantschap"),
        sa.PrimaryKeyConstraint("id", name="pk_signaal"),
    )
    op.create_index("ix_signaal_grond", "signaal", [sa.literal_column("(veiligheid ->> 'id')")], unique=False)
    op.create_index("ix_signaal_kind", "signaal", ["kind"], unique=False)
    op.create_index("ix_signaal_organisatie", "signaal", ["organisatie", "geregistreerd", "id"], unique=False)
    op.create_index("ix_signaal_verwantschap", "signaal", ["verwantschap"], unique=False)
    op.create_index(
        "uq_signaal_open",
        "signaal",
        ["organisatie", "kind"],
        unique=True,
        postgresql_where=sa.text("tot IS NULL AND intrekking IS NULL"),
    )
    op.create_table(
        "envelop",
        sa.Column("signaal", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("versleuteld", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["signaal"], ["signaal.id"], name="fk_envelop_signaal", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("signaal", name="pk_envelop"),
    )
    op.create_table(
        "indiening",
        sa.Column("organisatie", sa.Uuid(), nullable=False),
        sa.Column("signaal_id", sa.Uuid(), nullable=False),
        sa.Column("signaal", sa.Uuid(), nullable=False),
        sa.Column("vingerafdruk", sa.LargeBinary(), nullable=False),
        sa.Column("antwoord", JSONB(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisatie"], ["organisatie.id"], name="fk_indiening_organisatie"),
        sa.ForeignKeyConstraint(["signaal"], ["signaal.id"], name="fk_indiening_signaal", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("organisatie", "signaal_id", name="pk_indiening"),
    )
    op.create_index("ix_indiening_signaal", "indiening", ["signaal"], unique=False)
    op.create_table(
        "tijdlijn",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("match", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inhoud", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["match"], ["match.id"], name="fk_tijdlijn_match"),
        sa.PrimaryKeyConstraint("id", name="pk_tijdlijn"),
    )
    op.create_index("ix_tijdlijn_match", "tijdlijn", ["match", "moment", "id"], unique=False)
    for opdracht in (*ROLLEN, *ONVERANDERLIJK, *RECHTEN):
        op.execute(opdracht)


ROLLEN = (
    """
    DO $$ BEGIN
        CREATE ROLE verwijsindex_toepassing LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
    """,
)

ONVERANDERLIJK = (
    """
    CREATE FUNCTION weiger_wijziging() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is alleen aan te vullen', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    *(
        f"CREATE TRIGGER {tabel}_onveranderlijk BEFORE UPDATE OR DELETE ON {tabel}"
        " FOR EACH ROW EXECUTE FUNCTION weiger_wijziging()"
        for tabel in ("logregel", "convenant")
    ),
    *(
        f"CREATE TRIGGER {tabel}_blijft BEFORE TRUNCATE ON {tabel}"
        " FOR EACH STATEMENT EXECUTE FUNCTION weiger_wijziging()"
        for tabel in ("logregel", "convenant")
    ),
    *(
        f"ALTER TABLE {tabel} ENABLE ALWAYS TRIGGER {tabel}_{trigger}"
        for tabel in ("logregel", "convenant")
        for trigger in ("onveranderlijk", "blijft")
    ),
)

RECHTEN = (
    "GRANT USAGE ON SCHEMA public TO verwijsindex_toepassing",
    "GRANT SELECT, INSERT ON logregel, convenant, ondertekening TO verwijsindex_toepassing",
    "GRANT SELECT, INSERT, UPDATE ON organisatie, professional, regisseur, match, tijdlijn TO verwijsindex_toepassing",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON bewering, verwantschap, persoon, dossier, kind, signaal, mijding, voorstel,"
    " daad, indiening, envelop, outbox TO verwijsindex_toepassing",
)
