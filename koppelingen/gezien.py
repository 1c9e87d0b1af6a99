# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which messages were applied, kept in an SQLite file: through restarts, for several threads and processes (N02)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

BEWAREN = timedelta(days=30)
_TABEL = "CREATE TABLE IF NOT EXISTS gezien (kenmerk TEXT PRIMARY KEY, moment REAL NOT NULL) WITHOUT ROWID"


class GezienBezet(Exception):
    """Others used the file for longer than we wait: nothing is kept, try later."""

    def __init__(self) -> None:
        super().__init__("Er wordt nu een ander bericht verwerkt; probeer het later.")


class Gezien:
    """The ids of messages in the table `gezien` of an SQLite file, which may hold tables of your own too.

    Each use opens the file anew, so that no connection is shared, and waits for others for at most `wacht`.
    """

    def __init__(self, bestand: str | Path, *, wacht: timedelta = timedelta(seconds=10)) -> None:
        self.bestand, self.wacht = Path(bestand), wacht
        with self.schrijf() as tx:
            tx.execute(_TABEL)

    @contextmanager
    def schrijf(self) -> Iterator[sqlite3.Connection]:
        """One transaction, alone from its first moment; kept at a clean exit, undone by an exception or a crash.

        Use `execute` only: what commits by itself (`executescript`, `with tx`) would keep half of it. Raises
        GezienBezet.
        """
        with closing(sqlite3.connect(self.bestand, timeout=self.wacht.total_seconds(), isolation_level=None)) as tx:
            _doe(tx, "BEGIN IMMEDIATE")
            try:
                yield tx
                _doe(tx, "COMMIT")
            except BaseException:
                if tx.in_transaction:
                    tx.execute("ROLLBACK")
                raise

    def noteer(self, tx: sqlite3.Connection, kenmerk: str, nu: datetime) -> bool:
        """Note an id in the transaction of `schrijf`; False when it was noted before. Forgets after 30 days."""
        tx.execute("DELETE FROM gezien WHERE moment < ?", [(nu - BEWAREN).timestamp()])
        rij = [kenmerk, nu.timestamp()]
        return tx.execute("INSERT INTO gezien VALUES (?, ?) ON CONFLICT DO NOTHING", rij).rowcount == 1


def _doe(tx: sqlite3.Connection, opdracht: str) -> None:
    try:
        tx.execute(opdracht)
    except sqlite3.OperationalError as fout:
        if fout.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise GezienBezet from None
