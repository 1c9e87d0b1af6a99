# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What all tests share: a server, a migrated database to copy, a fresh copy per test."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.cluster import Cluster, een_cluster

if TYPE_CHECKING:
    from tests.huis import Huis

TOEPASSING = "verwijsindex_toepassing"
ZEGEL = "verwijsindex_zegel"

# "ci" tries the same examples each time, so that a red run can be repeated; "lokaal" looks for new ones.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("lokaal", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "lokaal")

_nummers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Proefdatabase:
    """A migrated, empty database of one test: its name, and its address as owner and as the application."""

    naam: str
    eigenaar: str
    toepassing: str

    @property
    def zegel(self) -> str:
        """Its address as the sealer."""
        return self.toepassing.replace(TOEPASSING, ZEGEL)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with een_cluster() as server:
        yield server


@pytest.fixture(scope="session")
def sjabloon(cluster: Cluster) -> Iterator[str]:
    """Name of a database migrated to the newest version, for `cluster.maak(naam, sjabloon)`."""
    from migraties import index

    naam = f"vi_sjabloon_{os.getpid()}"
    cluster.maak(naam)
    try:
        with cluster.alleen():
            index.migreer(cluster.url(naam))
            cluster.laat_toe(TOEPASSING)
            cluster.laat_toe(ZEGEL)
        yield naam
    finally:
        cluster.verwijder(naam)


@pytest.fixture
def database(cluster: Cluster, sjabloon: str) -> Iterator[Proefdatabase]:
    naam = f"vi_test_{os.getpid()}_{next(_nummers)}"
    cluster.maak(naam, sjabloon)
    try:
        yield Proefdatabase(naam, cluster.url(naam), cluster.url(naam, TOEPASSING))
    finally:
        cluster.aan()
        cluster.verwijder(naam)


@pytest.fixture
def huis(database: Proefdatabase, tmp_path: Path) -> Iterator[Huis]:
    """A whole index on a fresh database."""
    from tests.huis import een_huis

    with een_huis(database, tmp_path) as index:
        yield index


@pytest.fixture(scope="module")
def huis_van_het_bestand(
    cluster: Cluster, sjabloon: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Huis]:
    """A house for a whole file of tests that each bring their own parties: a fresh database each would cost more."""
    from tests.huis import een_huis

    naam = f"vi_bestand_{os.getpid()}_{request.module.__name__.rpartition('.')[2]}"
    map_: Path = tmp_path_factory.mktemp("huis")
    cluster.maak(naam, sjabloon)
    try:
        database = Proefdatabase(naam, cluster.url(naam), cluster.url(naam, TOEPASSING))
        with een_huis(database, map_) as huis:
            yield huis
    finally:
        cluster.verwijder(naam)


@pytest.fixture
def gedeeld(huis_van_het_bestand: Huis) -> Huis:
    """The house of this file, with its clock put back."""
    from tests.huis import Stelklok

    huis_van_het_bestand.klok.nu = Stelklok().nu
    return huis_van_het_bestand
