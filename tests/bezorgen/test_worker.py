# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The worker as it runs: everything goes out by itself, a fault stops nothing, and stopping loses nothing (N01)."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import lees_database
from tests.bezorgen.hulp import Ontvanger, abonneer, een_ontvanger, schrijf_berichten
from tests.huis import ADRES
from tests.logboek.hulp import verzegel
from verwijsindex import worker
from verwijsindex.adapters.webhooks import Webhooks
from verwijsindex.worker import tijd

if TYPE_CHECKING:
    from tests.cluster import Cluster
    from tests.huis import Huis
    from verwijsindex.use_cases.ports import Tools


@pytest.fixture
def ontvanger() -> Iterator[Ontvanger]:
    with een_ontvanger() as o:
        yield o


@contextmanager
def draaiend(tools: Tools) -> Iterator[None]:
    """A worker in a thread, stopped as by SIGTERM."""
    stop = threading.Event()
    draad = threading.Thread(target=worker.werk, args=(tools, stop))
    draad.start()
    try:
        yield
    finally:
        stop.set()
        draad.join(30)
        assert not draad.is_alive()


def tot(waar: Callable[[], object], seconden: float = 20) -> None:
    einde = time.monotonic() + seconden
    while not waar():
        assert time.monotonic() < einde, "het duurt te lang"
        time.sleep(0.02)


def toestanden(huis: Huis) -> list[str]:
    return [r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging ORDER BY id")]


def test_N01_een_worker_bezorgt_alles_vanzelf_en_in_volgorde(huis: Huis, ontvanger: Ontvanger) -> None:
    school = huis.partij("De Klaver")
    abonneer(school, ontvanger)
    een, ander = str(uuid4()), str(uuid4())
    # Another process has connections of its own.
    teken = huis.tools.kluis.teken_webhook  # type: ignore[attr-defined]
    tweede = replace(huis.tools, webhooks=Webhooks(teken, huis.installatie.bron, ADRES, binnen=True))
    with draaiend(huis.tools), draaiend(tweede):
        schrijf_berichten(huis, school, een, *(f"a{n:02}" for n in range(30)))
        schrijf_berichten(huis, school, ander, *(f"b{n:02}" for n in range(30)))
        tot(lambda: len(ontvanger.gehoord) >= 60)
        tot(lambda: set(toestanden(huis)) == {"bezorgd"})
    for begin in "ab":
        eigen = [s for s in ontvanger.soorten if s.startswith(begin)]
        assert eigen == sorted(set(eigen))


def test_N02_een_traag_systeem_houdt_een_ander_niet_op(huis: Huis, ontvanger: Ontvanger) -> None:
    traag, snel = huis.partij("Traag"), huis.partij("Snel")
    los = threading.Event()
    with een_ontvanger() as slak:
        slak.antwoord = lambda _: (204 if los.wait(20) else 500, {})
        abonneer(traag, slak)
        abonneer(snel, ontvanger)
        for _ in range(100):
            schrijf_berichten(huis, traag, str(uuid4()), "traag")
        with draaiend(huis.tools):
            time.sleep(0.5)
            schrijf_berichten(huis, snel, str(uuid4()), "snel")
            tot(lambda: ontvanger.soorten == ["snel"], 10)
            los.set()
            tot(lambda: len(slak.gehoord) == 100)


def test_N01_wie_stopt_maakt_af_waar_hij_aan_is(huis: Huis, ontvanger: Ontvanger) -> None:
    school = huis.partij("De Klaver")
    abonneer(school, ontvanger)
    bezig, los = threading.Event(), threading.Event()

    def antwoord(_: dict[str, Any]) -> tuple[int, dict[str, str]]:
        bezig.set()
        return (204 if los.wait(10) else 500), {}

    ontvanger.antwoord = antwoord
    schrijf_berichten(huis, school, str(uuid4()), "een", "twee")
    with draaiend(huis.tools):
        assert bezig.wait(10)
        threading.Timer(0.5, los.set).start()
    assert toestanden(huis) == ["bezorgd", "open"]


def test_N01_een_fout_van_onszelf_bij_een_bericht_houdt_de_andere_niet_op(
    huis: Huis, ontvanger: Ontvanger, caplog: pytest.LogCaptureFixture
) -> None:
    school = huis.partij("De Klaver")
    abonneer(school, ontvanger)
    echt = huis.tools.webhooks

    class Kapot:
        async def __aenter__(self) -> Any:
            return await echt.__aenter__()

        async def __aexit__(self, *fout: object) -> None:
            await echt.__aexit__(*fout)

        async def bezorg(self, zending: Any, nu: Any) -> Any:
            if zending.gebeurtenis.soort == "stuk":
                raise RuntimeError("geheim 999990019")
            return await echt.bezorg(zending, nu)

    schrijf_berichten(huis, school, str(uuid4()), "stuk")
    schrijf_berichten(huis, school, str(uuid4()), "heel")
    with draaiend(replace(huis.tools, webhooks=Kapot())):  # type: ignore[arg-type]
        tot(lambda: ontvanger.soorten == ["heel"])
        tot(lambda: lees_database(huis, "SELECT 1 FROM bezorging WHERE fout = 'onverwacht'"))
    assert "bezorgen-mislukt" in caplog.text
    assert "geheim" not in caplog.text


def test_N01_een_database_die_wegvalt_laat_de_worker_leven(huis: Huis, cluster: Cluster, ontvanger: Ontvanger) -> None:
    school = huis.partij("De Klaver")
    abonneer(school, ontvanger)
    with draaiend(huis.tools):
        schrijf_berichten(huis, school, str(uuid4()), "een")
        tot(lambda: ontvanger.soorten == ["een"])
        cluster.uit()
        time.sleep(0.5)
        cluster.aan()
        schrijf_berichten(huis, school, str(uuid4()), "twee")
        tot(lambda: ontvanger.soorten[-1] == "twee")


def test_N01_de_worker_slaat_alarm_als_een_bericht_te_lang_wacht(huis: Huis, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    schrijf_berichten(huis, huis.partij("De Klaver"), str(uuid4()), "een")
    verzegel(huis)
    huis.klok.nu += timedelta(minutes=59)
    tijd.alarm(huis.tools, 60)
    assert caplog.records == []
    huis.klok.nu += timedelta(minutes=2)
    tijd.alarm(huis.tools, 60)
    assert json.loads(caplog.records[-1].message) == {"gebeurtenis": "bericht-wacht", "minuten": "61"}


def test_L03_de_worker_slaat_alarm_als_een_regel_te_lang_op_zijn_zegel_wacht(
    huis: Huis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    huis.partij("De Klaver")
    huis.klok.nu += timedelta(minutes=2)
    tijd.alarm(huis.tools, 60)
    assert json.loads(caplog.records[-1].message) == {"gebeurtenis": "zegel-wacht", "minuten": "2"}
    caplog.clear()
    verzegel(huis)
    tijd.alarm(huis.tools, 60)
    # A worker that seals nothing says nothing of it.
    huis.partij("Nog een")
    huis.klok.nu += timedelta(minutes=2)
    tijd.alarm(replace(huis.tools, zegelbank=None), 60)
    assert caplog.records == []
