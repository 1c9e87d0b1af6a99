# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What holds for the code and no linter knows: who may open a transaction, who commits, who reads the clock."""

from __future__ import annotations

import pytest

from tests.afspraken import scanners

CODE = ("verwijsindex/", "koppelingen/")


def _vindplaatsen(zoek: object, *, behalve: tuple[str, ...]) -> list[str]:
    assert callable(zoek)
    gelezen = [(naam, tekst) for naam, tekst in scanners.teksten(".py", onder=CODE) if not naam.startswith(behalve)]
    assert len(gelezen) > 10
    return [f"{naam}:{regel}" for naam, tekst in gelezen for regel in zoek(tekst)]


@pytest.mark.parametrize(
    "bron",
    ["with tools.database.transaction() as tx:\n    pass", "with transaction():\n    pass", "t = db.transaction()"],
)
def test_scanner_ziet_een_transactie(bron: str) -> None:
    assert scanners.aanroepen(bron, "transaction") == [1]


@pytest.mark.parametrize("bron", ["tx.commit()", "async def f():\n    await self.conn.commit()", "commit()"])
def test_scanner_ziet_een_commit(bron: str) -> None:
    assert len(scanners.aanroepen(bron, "commit")) == 1


@pytest.mark.parametrize("bron", ['"""Calls transaction()."""', "x = 'tx.commit()'  # tx.commit()", "tx.commits()"])
def test_scanner_leest_geen_woorden_als_aanroep(bron: str) -> None:
    assert scanners.aanroepen(bron, "transaction") + scanners.aanroepen(bron, "commit") == []


@pytest.mark.parametrize(
    "bron",
    [
        "from datetime import UTC, datetime\nnu = datetime.now(UTC)",
        "import datetime as dt\nnu = dt.datetime.now()",
        "import datetime\ndag = datetime.date.today()",
        "import time\nx = time.time()",
        "from time import time",
        "from dataclasses import field\nx = field(default_factory=datetime.now)",
    ],
)
def test_scanner_ziet_de_klok_van_de_muur(bron: str) -> None:
    assert scanners.klokken(bron)


@pytest.mark.parametrize(
    "bron", ["nu = klok()", "import time\nt = time.monotonic()", "x = signaal.now", "from time import sleep"]
)
def test_scanner_laat_een_meegegeven_moment_door(bron: str) -> None:
    assert not scanners.klokken(bron)


def test_alleen_use_cases_openen_een_transactie() -> None:
    toegestaan = ("verwijsindex/use_cases/", "verwijsindex/storage/database.py", "verwijsindex/pseudoniemendienst/")
    assert _vindplaatsen(lambda bron: scanners.aanroepen(bron, "transaction"), behalve=toegestaan) == []


def test_alleen_de_database_legt_vast() -> None:
    toegestaan = ("verwijsindex/storage/database.py", "verwijsindex/pseudoniemendienst/")
    assert _vindplaatsen(lambda bron: scanners.aanroepen(bron, "commit"), behalve=toegestaan) == []


def test_alleen_de_bootstrap_leest_de_klok() -> None:
    # Each program that runs by itself has one place: the index, the pseudonym service, the example of a receiver.
    toegestaan = (
        "verwijsindex/bootstrap.py",
        "verwijsindex/pseudoniemendienst/klok.py",
        "koppelingen/voorbeeldontvanger.py",
    )
    assert _vindplaatsen(scanners.klokken, behalve=toegestaan) == []
