# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Looking for a BSN: it must be able to find one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.conftest import Proefdatabase
from verwijsindex.demo.nazien import logbestanden, plaatsen_met_bsn, rijen

BSN = "999990019"


@pytest.mark.parametrize(
    "tekst",
    [BSN, f'{{"bsn": "{BSN}"}}', f"a\t{BSN}\tb", f"van {BSN}.", rf"\\x00{BSN.encode().hex()}ff", f"pad/{BSN}?x=1"],
)
def test_een_bsn_wordt_gevonden_als_cijfers_en_als_bytes_van_een_dump(tekst: str) -> None:
    assert plaatsen_met_bsn([BSN, "999990020"], {"schoon.log": "niets", "vuil.log": tekst}) == ["vuil.log"]


@pytest.mark.parametrize("tekst", ["", "59.999999", f"a{BSN}", f"{BSN}7", "999990032"])
def test_andere_cijfers_zijn_geen_bsn_van_de_casus(tekst: str) -> None:
    assert plaatsen_met_bsn([BSN], {"log": tekst}) == []


def test_de_dump_bevat_de_rijen_van_elke_tabel(cluster: Cluster, database: Proefdatabase) -> None:
    if cluster.ingebed is None:
        pytest.skip("alleen de ingebedde database brengt haar eigen pg_dump mee")
    dump = cluster.ingebed.schrijf_uit(database.naam)
    assert rijen(dump, "outbox") == 0
    assert rijen(dump, "alembic_version") == 1
    with pytest.raises(ValueError, match="bestaat_niet"):
        rijen(dump, "bestaat_niet")


def test_elk_log_wordt_gelezen_ook_dat_van_de_database(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "index.log").write_text("a")
    (tmp_path / "postgres.log").write_bytes(b"b\xff")
    assert logbestanden(tmp_path) == {"log/index.log": "a", "postgres.log": "b\ufffd"}
