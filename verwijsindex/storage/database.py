# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The connection to PostgreSQL and the one place where a transaction ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as GeenVerbinding

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import Onbereikbaar

Tx = Connection

ONBEREIKBAAR = geweigerd(
    "database-onbereikbaar",
    "N01",
    "De index is even niet bereikbaar en heeft niets gedaan. Probeer het straks opnieuw.",
)
# SQLSTATE classes of a server that goes away or asks to try again: connection, resources, operator, rollback, locks.
TIJDELIJK = ("08", "53", "57", "40", "55")


class Database:
    """A pool of connections as the application's role; sessions speak UTC."""

    def __init__(self, url: str, *, verbindingen: int = 20) -> None:
        self._engine = create_engine(
            url,
            pool_size=verbindingen,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": 5, "options": "-c timezone=UTC -c lock_timeout=20s"},
        )

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Committed at a clean exit, rolled back otherwise. Raises `Onbereikbaar` when the server is away."""
        try:
            with self._engine.begin() as tx:
                yield tx
        except GeenVerbinding as fout:
            raise Onbereikbaar([ONBEREIKBAAR]) from fout
        except DBAPIError as fout:
            staat = getattr(fout.orig, "sqlstate", None)
            if fout.connection_invalidated or (staat or "08").startswith(TIJDELIJK):
                raise Onbereikbaar([ONBEREIKBAAR]) from fout
            raise

    def bereikbaar(self) -> bool:
        """Does the server answer?"""
        try:
            with self._engine.connect() as verbinding:
                verbinding.execute(text("SELECT 1"))
        except OperationalError:
            return False
        return True

    def sluit(self) -> None:
        """Close all connections."""
        self._engine.dispose()
