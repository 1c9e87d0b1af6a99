# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A house for a whole file of tests that each bring their own parties: a fresh database each would cost more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.conftest import TOEPASSING, Proefdatabase

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cluster import Cluster
    from tests.huis import Huis


@pytest.fixture(scope="module")
def huis_van_het_bestand(
    cluster: Cluster, sjabloon: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Huis]:
    from tests.huis import een_huis

    naam = f"vi_api_{os.getpid()}_{request.module.__name__.rpartition('.')[2]}"
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
