# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The embedded PostgreSQL: one owner, data that stay, an end that is clean however it comes."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_socket import SocketConnectBlockedError

from tests.cluster import Cluster
from verwijsindex.ingebed import IngebeddePostgres, IngebedFout, ingebedde_postgres

# An owner in a process of its own: starts the server, says its address, and waits until it is ended.
EIGENAAR = """
import pathlib, sys, time
from verwijsindex.ingebed import ingebedde_postgres
with ingebedde_postgres(pathlib.Path(sys.argv[1])) as server:
    print(server.url("postgres"), flush=True)
    time.sleep(60)
"""
# An owner with a child that, after Ctrl-C on both, still finishes its work on the database.
EIGENAAR_MET_KIND = """
import pathlib, subprocess, sys, time
from verwijsindex.ingebed import ingebedde_postgres
with ingebedde_postgres(pathlib.Path(sys.argv[1])) as server:
    kind = subprocess.Popen([sys.executable, "-c", sys.argv[2], server.url("postgres")])
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        sys.exit(kind.wait())
"""
KIND = """
import signal, sys, time
import psycopg
verbinding = psycopg.connect(sys.argv[1].replace("+psycopg", ""))
def einde(*_):
    time.sleep(0.5)
    print("afgemaakt", verbinding.execute("select 42").fetchone()[0], flush=True)
    sys.exit(0)
signal.signal(signal.SIGINT, einde)
print("klaar", flush=True)
time.sleep(60)
"""


def vraag(url: str, opdracht: str) -> object:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as verbinding:
        cursor = verbinding.execute(opdracht)
        rij = cursor.fetchone() if cursor.description else None
        return rij[0] if rij else None


def bereikbaar(url: str) -> bool:
    try:
        return vraag(url, "select 1") == 1
    except psycopg.OperationalError:
        return False


@pytest.fixture(scope="module")
def gegevens() -> Iterator[Path]:
    """A folder whose database is made once for all tests here: initdb is the slow part."""
    map = Path(tempfile.mkdtemp(prefix="verwijsindex-test-"))
    yield map
    shutil.rmtree(map)


def start_eigenaar(programma: str, *delen: str) -> tuple[subprocess.Popen[str], str]:
    """The process, and its first line."""
    proces = subprocess.Popen(
        [sys.executable, "-c", programma, *delen], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert proces.stdout is not None
    return proces, proces.stdout.readline().strip()


def test_gegevens_blijven_bestaan_tussen_twee_starts(gegevens: Path) -> None:
    with ingebedde_postgres(gegevens) as server:
        server.maak_database("index")
        server.maak_database("index")
        url = server.url("index")
        vraag(url, "create table blijft (x int); insert into blijft values (7)")
        assert vraag(url, "show max_connections") == "200"
    assert not bereikbaar(url)
    with ingebedde_postgres(gegevens) as server:
        assert vraag(server.url("index"), "select x from blijft") == 7


def test_een_tweede_start_op_dezelfde_gegevens_zegt_dat_de_demo_al_draait(gegevens: Path) -> None:
    with ingebedde_postgres(gegevens) as server:
        with pytest.raises(IngebedFout, match=rf"De demo draait al .*\(proces {os.getpid()}\)"):
            ingebedde_postgres(gegevens).__enter__()
        assert bereikbaar(server.url("postgres"))


def test_alleen_de_eigenaar_kan_bij_de_socket(gegevens: Path) -> None:
    with ingebedde_postgres(gegevens):
        assert stat.S_IMODE((gegevens / "socket").stat().st_mode) == 0o700


def test_een_klaargelegde_socketmap_van_een_ander_wordt_geweigerd() -> None:
    map = Path(tempfile.mkdtemp(prefix="verwijsindex-test-"))
    try:
        (map / "socket").mkdir()
        (map / "socket").chmod(0o777)
        with pytest.raises(IngebedFout, match="niet alleen van deze gebruiker"):
            ingebedde_postgres(map).__enter__()
    finally:
        shutil.rmtree(map)


def test_een_lange_mapnaam_krijgt_een_korte_socketmap() -> None:
    map = Path(tempfile.mkdtemp(prefix="verwijsindex-test-"))
    try:
        with ingebedde_postgres(map / ("lang-" * 25) / "met spatie") as server:
            assert bereikbaar(server.url("postgres"))
    finally:
        shutil.rmtree(map)


def test_de_gegevens_van_een_andere_versie_worden_niet_geopend(gegevens: Path) -> None:
    with ingebedde_postgres(gegevens):
        pass
    versie = gegevens / "pgdata" / "PG_VERSION"
    versie.write_text("15\n")
    try:
        with pytest.raises(IngebedFout, match="zijn van PostgreSQL 15; meegeleverd is 18"):
            ingebedde_postgres(gegevens).__enter__()
    finally:
        versie.write_text("18\n")


@pytest.mark.parametrize("teken", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_een_signaal_beeindigt_ook_de_server(gegevens: Path, teken: signal.Signals) -> None:
    proces, url = start_eigenaar(EIGENAAR, str(gegevens))
    assert bereikbaar(url)
    proces.send_signal(teken)
    proces.communicate(timeout=20)
    assert not bereikbaar(url)


def test_ctrl_c_laat_een_kind_zijn_werk_op_de_database_afmaken(gegevens: Path) -> None:
    proces, eerste = start_eigenaar(EIGENAAR_MET_KIND, str(gegevens), KIND)
    assert eerste == "klaar"
    os.killpg(proces.pid, signal.SIGINT)
    uitvoer, _ = proces.communicate(timeout=20)
    assert (uitvoer.strip(), proces.returncode) == ("afgemaakt 42", 0)


def test_een_server_die_zijn_eigenaar_overleefde_wordt_opgeruimd(gegevens: Path) -> None:
    proces, url = start_eigenaar(EIGENAAR, str(gegevens))
    proces.kill()
    proces.communicate(timeout=20)
    assert bereikbaar(url)
    with ingebedde_postgres(gegevens) as server:
        assert bereikbaar(server.url("postgres"))
    assert not bereikbaar(url)


def test_een_fout_in_het_blok_laat_geen_server_achter(gegevens: Path) -> None:
    with ingebedde_postgres(gegevens) as server:
        url = server.url("postgres")
    with pytest.raises(ZeroDivisionError), ingebedde_postgres(gegevens):
        assert bereikbaar(url) / 0
    assert not bereikbaar(url)


def test_het_log_van_de_server_bevat_geen_waarden(gegevens: Path) -> None:
    with ingebedde_postgres(gegevens) as server:
        server.maak_database("log")
        url = server.url("log")
        vraag(url, "create table sleutel (p text primary key)")
        vraag(url, "insert into sleutel values ('geheim-pseudoniem')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            vraag(url, "insert into sleutel values ('geheim-pseudoniem')")
        log = server.logbestand.read_text()
    assert "duplicate key" in log
    assert "geheim-pseudoniem" not in log


def test_de_server_kan_weg_en_terug_zijn(cluster: Cluster) -> None:
    url = cluster.url("postgres")
    cluster.uit()
    try:
        assert not bereikbaar(url)
    finally:
        cluster.aan()
        cluster.aan()
    assert bereikbaar(url)


def test_een_kopie_van_een_database_staat_op_zichzelf(cluster: Cluster) -> None:
    namen = [f"vi_kopie_{os.getpid()}_{nummer}" for nummer in range(2)]
    cluster.maak(namen[0])
    try:
        vraag(cluster.url(namen[0]), "create table t (x int); insert into t values (1)")
        cluster.maak(namen[1], namen[0])
        vraag(cluster.url(namen[1]), "update t set x = 2")
        assert [vraag(cluster.url(naam), "select x from t") for naam in namen] == [1, 2]
    finally:
        for naam in namen:
            cluster.verwijder(naam)


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_een_test_bereikt_alleen_deze_machine() -> None:
    import socket

    with socket.socket() as stekker, pytest.raises(SocketConnectBlockedError):
        stekker.connect(("192.0.2.1", 80))


def test_start_zegt_wat_de_server_zei_als_hij_niet_start(gegevens: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(IngebedFout, match=r"De ingebedde database start niet:\n.*onbestaand"):
        ingebedde_postgres(gegevens, {"onbestaand": "ja"}).__enter__()
    assert time.monotonic() - begin < 10


def test_stoppen_zonder_start_doet_niets(gegevens: Path) -> None:
    IngebeddePostgres(gegevens).stop()
