# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Each message is applied once: through retries, threads, processes, crashes and restarts (N02)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from koppelingen.gezien import Gezien
from koppelingen.ontvanger import Ontvanger, WebhookGeweigerd, WebhookHerhaald
from tests.koppelingen.afzender import INDEX, NU, Klok, bericht, geweigerd

WORTEL = Path(__file__).resolve().parents[2]


def test_N02_een_herhaald_bericht_wordt_een_keer_toegepast(ontvanger: Ontvanger, gezien: Gezien, klok: Klok) -> None:
    """The sender signs every try anew; after a restart it is still known."""
    koppen, inhoud = bericht()
    with ontvanger.neem_aan(koppen, inhoud):
        pass
    assert geweigerd(ontvanger, koppen, inhoud) == (200, "herhaald")
    klok.nu = NU + timedelta(days=3)
    opnieuw = INDEX.koppen(inhoud, moment=klok.nu)
    herstart = Ontvanger([INDEX.whpk], Gezien(gezien.bestand), klok)
    with pytest.raises(WebhookHerhaald), herstart.neem_aan(opnieuw, inhoud):
        pytest.fail("toegepast")
    with ontvanger.neem_aan(*_op(bericht(), klok.nu)):
        pass


def _op(een: tuple[dict[str, str], bytes], moment: datetime) -> tuple[dict[str, str], bytes]:
    return INDEX.koppen(een[1], moment=moment), een[1]


def test_N02_een_kenmerk_wordt_na_dertig_dagen_vergeten(ontvanger: Ontvanger, gezien: Gezien, klok: Klok) -> None:
    een = bericht()
    with ontvanger.neem_aan(*een):
        pass
    klok.nu = NU + timedelta(days=30)
    assert geweigerd(ontvanger, *_op(een, klok.nu)) == (200, "herhaald")
    klok.nu += timedelta(seconds=1)
    with ontvanger.neem_aan(*_op(bericht(), klok.nu)):
        pass
    with closing(sqlite3.connect(gezien.bestand)) as verbinding:
        assert verbinding.execute("SELECT count(*) FROM gezien").fetchone() == (1,)


@pytest.mark.parametrize("fout", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_N02_een_mislukte_toepassing_telt_niet_en_wordt_opnieuw_geprobeerd(
    ontvanger: Ontvanger, gezien: Gezien, fout: type[BaseException]
) -> None:
    koppen, inhoud = bericht()
    with gezien.schrijf() as tx:
        tx.execute("CREATE TABLE eigen (wat TEXT)")
    gebeurtenis = ontvanger.lees(koppen, inhoud)
    for mislukt in (fout, None):
        try:
            with ontvanger.eenmaal(gebeurtenis) as tx:
                tx.execute("INSERT INTO eigen VALUES ('x')")
                if mislukt:
                    raise mislukt
        except fout:
            assert mislukt
    assert geweigerd(ontvanger, koppen, inhoud) == (200, "herhaald")
    with closing(sqlite3.connect(gezien.bestand)) as verbinding:
        assert verbinding.execute("SELECT count(*) FROM eigen").fetchone() == (1,)


def test_N02_acht_draden_passen_een_bericht_een_keer_toe(ontvanger: Ontvanger) -> None:
    koppen, inhoud = bericht()
    uitkomsten: list[object] = []
    samen = threading.Barrier(8)

    def ontvang() -> None:
        samen.wait()
        try:
            with ontvanger.neem_aan(koppen, inhoud):
                # Long enough for the others to come by.
                threading.Event().wait(0.2)
                uitkomsten.append("toegepast")
        except WebhookGeweigerd as fout:
            uitkomsten.append(fout.code)

    draden = [threading.Thread(target=ontvang) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(map(str, uitkomsten)) == ["herhaald"] * 7 + ["toegepast"]


PROCES = """
import os, sys, time
from datetime import datetime
from uuid import UUID
from koppelingen.gezien import Gezien
from koppelingen.ontvanger import Gebeurtenis, Ontvanger, WebhookHerhaald
bestand, sleutel, nu, stop, *kenmerken = sys.argv[1:]
klok = lambda: datetime.fromisoformat(nu)
ontvanger = Ontvanger([sleutel], Gezien(bestand), klok)
print("klaar", flush=True)
sys.stdin.readline()
for kenmerk in kenmerken:
    try:
        with ontvanger.eenmaal(Gebeurtenis(UUID(kenmerk), "t", "s", klok(), "d")) as tx:
            tx.execute("INSERT INTO eigen VALUES (?)", [kenmerk])
            time.sleep(0.01)
            if stop == "ja":
                os._exit(9)
    except WebhookHerhaald:
        pass
"""


def _proces(gezien: Gezien, kenmerken: list[UUID], stop: str = "nee") -> subprocess.Popen[str]:
    opdracht = [sys.executable, "-c", PROCES, str(gezien.bestand), INDEX.whpk, NU.isoformat(), stop]
    return subprocess.Popen(
        [*opdracht, *map(str, kenmerken)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=WORTEL,
        env=os.environ | {"PYTHONPATH": str(WORTEL)},
    )


@pytest.fixture
def eigen(gezien: Gezien) -> Iterator[sqlite3.Connection]:
    """A table of the organisation's own in the same file."""
    with closing(sqlite3.connect(gezien.bestand, isolation_level=None)) as verbinding:
        verbinding.execute("CREATE TABLE eigen (wat TEXT)")
        yield verbinding


def test_N02_twee_processen_passen_elk_bericht_een_keer_toe(gezien: Gezien, eigen: sqlite3.Connection) -> None:
    kenmerken = [uuid4() for _ in range(20)]
    processen = [_proces(gezien, kenmerken) for _ in range(2)]
    for proces in processen:
        assert proces.stdout
        assert proces.stdout.readline() == "klaar\n"
    for proces in processen:
        proces.stdin.write("\n")
        proces.stdin.flush()
    for proces in processen:
        proces.communicate(timeout=30)
        assert proces.returncode == 0
    assert sorted(eigen.execute("SELECT wat FROM eigen").fetchall()) == sorted((str(k),) for k in kenmerken)


def test_N02_wat_een_uitgevallen_proces_half_deed_wordt_opnieuw_gedaan(
    gezien: Gezien, eigen: sqlite3.Connection
) -> None:
    kenmerk = uuid4()
    for stop, code, aantal in (("ja", 9, 0), ("nee", 0, 1), ("nee", 0, 1)):
        proces = _proces(gezien, [kenmerk], stop)
        proces.communicate("\n", timeout=30)
        assert proces.returncode == code
        assert eigen.execute("SELECT count(*) FROM eigen").fetchone() == (aantal,)


def test_N02_wie_te_lang_wacht_op_een_ander_krijgt_503(gezien: Gezien, klok: Klok) -> None:
    """Also when the other only reads: then the end of the transaction waits."""
    ontvanger = Ontvanger([INDEX.whpk], Gezien(gezien.bestand, wacht=timedelta(milliseconds=20)), klok)
    een = bericht()
    with gezien.schrijf():
        assert geweigerd(ontvanger, *een) == (503, "bezet")
    with closing(sqlite3.connect(gezien.bestand, isolation_level=None)) as lezer:
        lezer.execute("BEGIN")
        lezer.execute("SELECT * FROM gezien").fetchall()
        with pytest.raises(WebhookGeweigerd) as fout, ontvanger.neem_aan(*een):
            pass
        assert fout.value.status == 503
    with ontvanger.neem_aan(*een):
        pass


def test_N02_wie_zelf_vastlegt_hoort_dat_en_niet_dat_het_druk_is(gezien: Gezien, ontvanger: Ontvanger) -> None:
    gebeurtenis = ontvanger.lees(*bericht())
    with pytest.raises(sqlite3.OperationalError), ontvanger.eenmaal(gebeurtenis) as tx:
        tx.execute("COMMIT")


def test_N02_een_kapot_bestand_is_geen_drukte(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"geen database" * 1000)
    for pad in (tmp_path / "x", tmp_path):
        with pytest.raises(sqlite3.DatabaseError):
            Gezien(pad)
