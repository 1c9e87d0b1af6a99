# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A backup that is put back brings no identity back, and nothing that was destroyed since stays (B03)."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from tests.huis import BEHEER, KINDEREN, MOEDER, pseudoniem, zet_omgeving
from tests.use_cases.test_bewaren import met_envelop, rijen_van, te_openen
from verwijsindex.__main__ import hoofd
from verwijsindex.bootstrap import systeemklok
from verwijsindex.use_cases import opschonen

if TYPE_CHECKING:
    from tests.cluster import Cluster
    from tests.huis import Huis


@contextmanager
def teruggezet(cluster: Cluster, dump: str) -> Iterator[str]:
    """A backup in a database of its own; gives its address."""
    naam = f"vi_terug_{os.getpid()}"
    map_ = Path(tempfile.mkdtemp(prefix="verwijsindex-terug-"))
    cluster.maak(naam)
    try:
        map_.chmod(0o755)
        bestand = map_ / "dump.sql"
        bestand.write_text(dump, encoding="utf-8")
        assert cluster.ingebed is not None
        klaar = cluster.ingebed._klant("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", naam, "-f", str(bestand))
        assert klaar.returncode == 0, klaar.stderr
        yield cluster.url(naam)
    finally:
        cluster.verwijder(naam)
        shutil.rmtree(map_)


def test_B03_een_teruggezette_backup_brengt_geen_identiteit_terug(huis: Huis, cluster: Cluster) -> None:
    if cluster.ingebed is None:
        pytest.skip("een back-up maken en terugzetten gaat met de programma's van de ingebedde server")
    school = huis.partij("De Klaver")
    met_envelop(school, toestemming=None)
    dump = cluster.ingebed.schrijf_uit(huis.database.naam)
    with teruggezet(cluster, dump) as kopie:
        # Before destruction a backup is worth its name.
        geopend = te_openen(huis, kopie)
        assert {pseudoniem(KINDEREN[0]), pseudoniem(MOEDER)} < set(geopend)
        assert len(geopend) == 3
        huis.klok.verder(days=29)
        huis.veeg()
        assert len(rijen_van(kopie, "SELECT FROM persoon")) == 2
        assert te_openen(huis, kopie) == []


def test_B03_een_backup_van_voor_een_nieuwe_envelop_gaat_ook_niet_meer_open(huis: Huis, cluster: Cluster) -> None:
    if cluster.ingebed is None:
        pytest.skip("een back-up maken en terugzetten gaat met de programma's van de ingebedde server")
    school = huis.partij("De Klaver")
    met_envelop(school)
    dump = cluster.ingebed.schrijf_uit(huis.database.naam)
    met_envelop(school)
    assert len(te_openen(huis, huis.database.eigenaar)) == 3, "the newest is the one that is kept"
    # The signal goes on, but its organisation wants to be called instead.
    assert school.meldt().status_code == 201
    with teruggezet(cluster, dump) as kopie:
        assert set(te_openen(huis, kopie)) == {pseudoniem(KINDEREN[0]), pseudoniem(MOEDER)}
        huis.klok.verder(days=800)
        huis.veeg()
        assert te_openen(huis, kopie) == []


def test_B03_wat_met_een_oude_backup_terugkomt_gaat_opnieuw(
    huis: Huis, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A death was reported after the backup was made: no term says so, only the keys do."""
    if cluster.ingebed is None:
        pytest.skip("een back-up maken en terugzetten gaat met de programma's van de ingebedde server")
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    weg = met_envelop(school, ouders=())
    cjg.meldt(ouders=())
    blijft = met_envelop(cjg, kind=KINDEREN[1])
    dump = cluster.ingebed.schrijf_uit(huis.database.naam)
    school.post(f"/v1/signalen/{weg}/overlijdens", {"op": "2014-06-01"})
    with teruggezet(cluster, dump) as kopie:
        adres = make_url(huis.database.toepassing).set(database=make_url(kopie).database)
        zet_omgeving(huis, tmp_path, monkeypatch, DATABASE_URL=adres.render_as_string(hide_password=False))
        stand = tmp_path / "klok.json"
        stand.write_text(json.dumps({"moment": huis.klok().isoformat(), "gezet": systeemklok().timestamp()}))
        monkeypatch.setenv("VERWIJSINDEX_KLOK_BESTAND", str(stand))
        assert len(rijen_van(kopie, "SELECT FROM signaal")) == 3
        for aantal in ("1", "0"):
            klaar = CliRunner().invoke(hoofd, ["opschonen", "--na-terugzetten"])
            assert (klaar.exit_code, klaar.stdout.split()[:3]) == (0, ["In", aantal, "families"]), klaar.output
        assert [str(r["signaal_id"]) for r in rijen_van(kopie, "SELECT signaal_id FROM indiening")] == [blijft]
        assert len(te_openen(huis, kopie)) == 3


def test_B03_wie_de_kast_kwijt_is_vernietigt_niets(huis: Huis, tmp_path: Path) -> None:
    """Another cabinet, or none: that is no proof that anybody was destroyed."""
    met_envelop(huis.partij("De Klaver"), toestemming=None)
    kast = tmp_path / "index.kast"
    for vel in kast.iterdir():
        vel.rename(tmp_path / vel.name)
    assert opschonen.teruggekomen(huis.tools, BEHEER) == {}
    # Nor is anybody said to be destroyed while his keys may lie elsewhere.
    huis.klok.verder(days=29)
    huis.veeg()
    assert len(rijen_van(huis.database.eigenaar, "SELECT FROM envelop")) == 1
    for vel in tmp_path.glob("*.vel"):
        vel.rename(kast / vel.name)
    huis.klok.verder(days=1)
    huis.veeg()
    assert rijen_van(huis.database.eigenaar, "SELECT FROM envelop") == []
