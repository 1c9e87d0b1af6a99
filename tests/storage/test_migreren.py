# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An installation of an earlier version, in use, comes along with every migration and keeps what it has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from migraties import index

if TYPE_CHECKING:
    from tests.cluster import Cluster

EERST = (
    "INSERT INTO organisatie VALUES (gen_random_uuid(), 'De Klaver', 'onderwijs', NULL, true, '{}')",
    "INSERT INTO professional SELECT id, id, 'pro', '2010-01-01', NULL, false, false FROM organisatie",
    "INSERT INTO regisseur SELECT id, '0599', 'R. Regisseur', '010', '{}', '{}', true FROM organisatie",
)


@pytest.fixture
def van_versie_0001(cluster: Cluster) -> Iterator[str]:
    naam = f"vi_oud_{os.getpid()}"
    cluster.maak(naam)
    try:
        command.upgrade(index.instellingen(cluster.url(naam)), "0001")
        yield cluster.url(naam)
    finally:
        cluster.verwijder(naam)


def test_een_gevulde_database_van_een_eerdere_versie_gaat_mee(van_versie_0001: str) -> None:
    assert not index.is_bij(van_versie_0001)
    motor = create_engine(van_versie_0001)
    with motor.begin() as verbinding:
        for opdracht in EERST:
            verbinding.execute(text(opdracht))
    index.migreer(van_versie_0001)
    with motor.begin() as verbinding:
        assert verbinding.execute(text("SELECT naam FROM regisseur")).scalars().all() == ["R. Regisseur"]
        assert verbinding.execute(text("SELECT count(*) FROM functionaris")).scalar_one() == 0
    motor.dispose()
    assert index.is_bij(van_versie_0001)
