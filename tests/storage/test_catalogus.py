# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the database itself promises, line by line: indexes, constraints, triggers, functions, grants.

`alembic check` does not see most of it, and M05 and L02 rest on it. After a migration: look at the difference, and if
it is meant, copy the printed lines into `catalogus.txt`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

if TYPE_CHECKING:
    from tests.conftest import Proefdatabase
    from tests.huis import Huis

VERWACHT = Path(__file__).parent / "catalogus.txt"
VRAGEN = (
    "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT concat('eis ', CAST(conrelid AS regclass), ' ', conname, ' ', pg_get_constraintdef(oid)) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "SELECT concat('trigger ', tgenabled, ' ', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'functie ' || proname || ' ' || md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT 'recht ' || grantee || ' ' || table_name || ' ' || string_agg(privilege_type, ',' ORDER BY privilege_type)"
    " FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee <> grantor"
    " GROUP BY grantee, table_name",
    "SELECT concat('rol ', rolname, ' super=', rolsuper, ' db=', rolcreatedb, ' rol=', rolcreaterole)"
    " FROM pg_roles WHERE rolname LIKE 'verwijsindex%'",
)


def catalogus(url: str) -> list[str]:
    """The promises of a database, sorted."""
    motor = create_engine(url)
    with motor.connect() as verbinding:
        regels = [str(regel) for vraag in VRAGEN for regel in verbinding.execute(text(vraag)).scalars()]
    motor.dispose()
    return sorted(regels)


def test_de_database_belooft_wat_er_staat(database: Proefdatabase) -> None:
    gevonden = catalogus(database.eigenaar)
    assert gevonden == VERWACHT.read_text(encoding="utf-8").splitlines(), "\n".join(gevonden)


def test_de_tabellen_zijn_die_van_de_migraties(database: Proefdatabase) -> None:
    from migraties import index

    assert index.is_bij(database.eigenaar)


def test_migreren_gaat_ook_als_er_al_iets_staat(huis: Huis) -> None:
    """An installation in use is brought up to date again and keeps what it has."""
    from migraties import index

    school = huis.partij("De Klaver")
    school.meldt()
    index.migreer(huis.database.eigenaar)
    assert len(school.get("/v1/signalen").json()["signalen"]) == 1


WIJZIGEN = (
    "UPDATE logregel SET code = 'anders'",
    "DELETE FROM logregel",
    "TRUNCATE logregel",
    "UPDATE convenant SET versie = 2",
    "DELETE FROM convenant",
)
VERBOUWEN = (
    "DROP TABLE logregel",
    "ALTER TABLE logregel DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
)


@pytest.mark.parametrize(
    ("wie", "opdracht"),
    [
        *(("toepassing", opdracht) for opdracht in (*WIJZIGEN, *VERBOUWEN)),
        *(("eigenaar", opdracht) for opdracht in WIJZIGEN),
    ],
)
def test_L02_het_logboek_wordt_alleen_aangevuld(huis: Huis, wie: str, opdracht: str) -> None:
    """The application may not, and the owner is stopped by the trigger; what he rebuilds the catalogue sees."""
    motor = create_engine(getattr(huis.database, wie))
    with motor.connect() as verbinding, pytest.raises(ProgrammingError):
        verbinding.execute(text(opdracht))
    motor.dispose()


def test_L02_ook_een_replica_verandert_het_logboek_niet(huis: Huis) -> None:
    motor = create_engine(huis.database.eigenaar)
    with motor.connect() as verbinding:
        verbinding.execute(text("SET session_replication_role = replica"))
        with pytest.raises(ProgrammingError):
            verbinding.execute(text("DELETE FROM logregel"))
    motor.dispose()


def test_M05_de_database_weigert_een_tweede_open_match(huis: Huis) -> None:
    een, ander = huis.partij("Een"), huis.partij("Ander")
    een.meldt()
    ander.meldt(soort="zorgen")
    motor = create_engine(huis.database.eigenaar)
    with motor.connect() as verbinding, pytest.raises(Exception, match="uq_match_open"):
        verbinding.execute(
            text(
                "INSERT INTO match SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid()))).*"
                " FROM match m"
            )
        )
    motor.dispose()


def test_S05_de_database_weigert_een_tweede_open_signaal(huis: Huis) -> None:
    huis.partij("Een").meldt()
    motor = create_engine(huis.database.eigenaar)
    with motor.connect() as verbinding, pytest.raises(Exception, match="uq_signaal_open"):
        verbinding.execute(
            text(
                "INSERT INTO signaal"
                " SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* FROM signaal s"
            )
        )
    motor.dispose()
