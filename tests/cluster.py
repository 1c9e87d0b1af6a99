# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The PostgreSQL on which the tests run: the embedded one, or the one of VERWIJSINDEX_TEST_DATABASE."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from verwijsindex.ingebed import IngebeddePostgres, ingebedde_postgres

VARIABELE = "VERWIJSINDEX_TEST_DATABASE"
# Tests need answers as in production, not survival of a power cut.
_INSTELLINGEN = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "on", "max_connections": "300"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server with a superuser. Addresses are SQLAlchemy's, for psycopg."""

    beheer: URL
    ingebed: IngebeddePostgres | None

    def url(self, database: str, gebruiker: str | None = None) -> str:
        """Address of `database`, as superuser or as a role that `laat_toe` let in."""
        adres = self.beheer.set(database=database)
        return (adres.set(username=gebruiker) if gebruiker else adres).render_as_string(hide_password=False)

    def maak(self, database: str, sjabloon: str | None = None) -> None:
        """Create `database`, empty or as a copy of `sjabloon`, to which nobody may be connected then."""
        bron = sql.Identifier(sjabloon) if sjabloon else sql.SQL("template0 encoding 'UTF8'")
        # By files instead of through the write-ahead log: half the time for a small database.
        opdracht = sql.SQL("create database {} template {} strategy file_copy")
        self._zeg(opdracht.format(sql.Identifier(database), bron))

    def verwijder(self, database: str) -> None:
        """Drop `database`, also under those who are still connected."""
        self._zeg(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))

    def laat_toe(self, rol: str) -> None:
        """Let `rol` log in as `url` says: over TCP with the password of the superuser."""
        wachtwoord = sql.SQL(" password {}").format(self.beheer.password) if self.beheer.password else sql.SQL("")
        self._zeg(sql.SQL("alter role {} login").format(sql.Identifier(rol)) + wachtwoord)

    @contextmanager
    def alleen(self) -> Iterator[None]:
        """One at a time on this server: roles are of all databases, and several processes may test on it."""
        adres = self.beheer.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(adres, autocommit=True) as verbinding:
            verbinding.execute("select pg_advisory_lock(6011304)")
            yield

    def uit(self) -> None:
        """Stop the server, as when the database is away. Skips the test on a server that is not ours."""
        if self.ingebed is None:
            pytest.skip(f"de server van {VARIABELE} wordt niet gestopt")
        self.ingebed.stop()

    def aan(self) -> None:
        """Start the server again; harmless when it runs."""
        if self.ingebed is not None:
            self.ingebed.start()

    def _zeg(self, opdracht: sql.Composable) -> None:
        adres = self.beheer.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(adres, autocommit=True) as verbinding:
            verbinding.execute(opdracht)


def _snelle_map() -> Path | None:
    """A roomy folder in memory, if any: a copy of a database is hundreds of new files, 0.4 s on a slow disk."""
    geheugen = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
    ruim = geheugen.is_dir() and os.access(geheugen, os.W_OK) and shutil.disk_usage(geheugen).free > 2 * 1024**3
    return geheugen if ruim else None


@contextmanager
def een_cluster() -> Iterator[Cluster]:
    """The server of the variable, which must be PostgreSQL 15 or newer, else an embedded one in a temporary folder."""
    if extern := os.environ.get(VARIABELE):
        yield Cluster(make_url(extern).set(drivername="postgresql+psycopg"), None)
        return
    # Not pytest's own folder: as root the server is another user's, and each run of pytest closes that for others.
    map = Path(tempfile.mkdtemp(prefix="verwijsindex-test-", dir=_snelle_map()))
    try:
        with ingebedde_postgres(map, _INSTELLINGEN) as server:
            yield Cluster(make_url(server.url("postgres")), server)
    finally:
        shutil.rmtree(map, ignore_errors=True)
