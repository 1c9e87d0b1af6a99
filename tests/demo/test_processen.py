# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Children of the demo: watched while they live, ended with it, and recognised after a kill."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from verwijsindex.demo.processen import DemoFout, Kind, Processen, vrije_poort


def start(processen: Processen, map: Path, programma: str) -> Kind:
    """A child that runs a program of one line."""
    (map / "kindproef.py").write_text(programma, encoding="utf-8")
    return processen.start("De proef", "proef", ["kindproef"], {"PYTHONPATH": str(map)})


def leeft(nummer: int) -> bool:
    try:
        os.kill(nummer, 0)
    except ProcessLookupError:
        return False
    return True


def test_bij_het_einde_is_elk_kind_gestopt_ook_een_dat_niet_luistert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verwijsindex.demo.processen.STOPTIJD", 0.5)
    doof = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('klaar', flush=True); time.sleep(60)"
    )
    with Processen(tmp_path) as processen:
        kind = start(processen, tmp_path, doof)
        while not kind.logbestand.read_text():
            assert kind.proces.poll() is None
        assert (tmp_path / "processen").read_text() == str(kind.proces.pid)
    assert kind.proces.returncode == -signal.SIGKILL
    assert not (tmp_path / "processen").exists()


def test_een_kind_dat_stopt_geeft_een_zin_met_de_plaats_van_zijn_log(tmp_path: Path) -> None:
    with Processen(tmp_path) as processen:
        kind = start(processen, tmp_path, "raise SystemExit(3)")
        with httpx.Client(trust_env=False) as http, pytest.raises(DemoFout) as fout:
            processen.wacht_op(kind, f"http://127.0.0.1:{vrije_poort()}/gereed", http)
    assert str(fout.value) == f"De proef is gestopt (uitgang 3). Zie {tmp_path / 'log' / 'proef.log'}."


def test_een_kind_dat_hoort_te_eindigen_is_geen_fout(tmp_path: Path) -> None:
    with Processen(tmp_path) as processen:
        (tmp_path / "kindproef.py").write_text("raise SystemExit(3)", encoding="utf-8")
        kind = processen.start("De proef", "proef", ["kindproef"], {"PYTHONPATH": str(tmp_path)}, eindigt=True)
        kind.proces.wait(20)
        processen.eis_leven()
        assert processen.klaar(kind) == 3


def test_een_poort_die_bezet_is_wordt_zo_gezegd(tmp_path: Path) -> None:
    with socket.socket() as luisteraar, Processen(tmp_path) as processen:
        luisteraar.bind(("127.0.0.1", 0))
        luisteraar.listen()
        adres = f"('127.0.0.1', {luisteraar.getsockname()[1]})"
        kind = start(processen, tmp_path, f"import asyncio\nasyncio.run(asyncio.start_server(print, *{adres}))")
        kind.proces.wait(20)
        with pytest.raises(DemoFout, match="De poort van De proef is door een ander programma genomen"):
            processen.eis_leven()


def test_een_kind_ziet_de_instellingen_van_de_gebruiker_niet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERWIJSINDEX_MODUS", "productie")
    monkeypatch.setenv("PD_POORT", "1")
    with Processen(tmp_path) as processen:
        kind = start(processen, tmp_path, "import os; print(*(n for n in os.environ if n[:3] in ('VER', 'PD_')))")
        assert processen.klaar(kind) == 0
    assert kind.logbestand.read_text().split() == ["VERWIJSINDEX_DEMOMAP"]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="alleen Linux laat de omgeving van een ander zien")
def test_een_kind_van_een_gedode_demo_wordt_bij_de_volgende_start_gestopt(tmp_path: Path) -> None:
    slaap = [sys.executable, "-c", "import time; time.sleep(60)"]
    wees = subprocess.Popen(slaap, env=os.environ | {"VERWIJSINDEX_DEMOMAP": str(tmp_path)})
    vreemde = subprocess.Popen(slaap, env=os.environ | {"VERWIJSINDEX_DEMOMAP": f"{tmp_path}-anders"})
    opruimer = threading.Thread(target=wees.wait)
    opruimer.start()
    try:
        (tmp_path / "processen").write_text(f"{wees.pid}\n{vreemde.pid}\n4194303")
        with Processen(tmp_path):
            opruimer.join(10)
            assert wees.returncode == -signal.SIGTERM
            assert leeft(vreemde.pid)
    finally:
        for proces in (wees, vreemde):
            proces.kill()
            proces.wait()
