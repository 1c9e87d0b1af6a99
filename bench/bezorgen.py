# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How long a message takes from its commit to its receiver, and how many a second (N01, N02).

Two worker processes, a receiver in a process of its own, PostgreSQL with fsync on. The floor is the same posts in the
same two processes with as many at once, without database, order, leases or signatures.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import anyio
import psycopg

from migraties import index as migratie
from tests.bezorgen.chaos import DATABASE, Chaos
from tests.bezorgen.hulp import met_abonnement
from tests.huis import BEHEER, GEMEENTE, Huis
from verwijsindex import bootstrap
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.adapters.webhooks import Webhooks
from verwijsindex.domain.bezorgen import Zending
from verwijsindex.domain.gebeurtenis import Gebeurtenis
from verwijsindex.ingebed import ingebedde_postgres
from verwijsindex.settings import Settings
from verwijsindex.storage import logboek
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases import beheer

WEBHOOKS = 8
TEMPO = ((1, 20), (50, 10), (200, 10))  # messages a second, for so many seconds
VEEL = 100_000
METING = 20_000
GELIJKTIJDIG = 64
STIL = 30.0


def ontvang(poort: Any, gehoord: Any, tijden: Any) -> None:
    """A receiver that answers at once; counts, and writes down when each id came."""

    async def verbinding(lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        try:
            while kop := await lezer.readuntil(b"\r\n\r\n"):
                koppen = dict(regel.split(b": ", 1) for regel in kop.split(b"\r\n")[1:-2])
                velden = {naam.lower(): waarde for naam, waarde in koppen.items()}
                await lezer.readexactly(int(velden[b"content-length"]))
                moment = time.monotonic()
                schrijver.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                gehoord.value += 1
                if tijden is not None:
                    tijden.put((velden[b"webhook-id"].decode(), moment))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            schrijver.close()

    async def draai() -> None:
        server = await asyncio.start_server(verbinding, "127.0.0.1", 0)
        poort.value = server.sockets[0].getsockname()[1]
        await server.serve_forever()

    asyncio.run(draai())


@contextmanager
def een_ontvanger(*, met_tijden: bool) -> Iterator[tuple[str, Any, Any]]:
    """Its address, how many it got, and when."""
    maak = multiprocessing.get_context("fork")
    poort, gehoord = maak.Value("i", 0), maak.Value("i", 0, lock=False)
    tijden = maak.Queue() if met_tijden else None
    proces = maak.Process(target=ontvang, args=(poort, gehoord, tijden), daemon=True)
    proces.start()
    while not poort.value:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{poort.value}/", gehoord, tijden
    finally:
        proces.kill()
        proces.join()


@contextmanager
def een_toneel(adres: str) -> Iterator[tuple[Chaos, Huis, list[UUID]]]:
    """An index with organisations that are called at `adres`; no process of it runs yet."""
    with tempfile.TemporaryDirectory() as map_, ingebedde_postgres(Path(map_)) as server:
        server.maak_database(DATABASE)
        migratie.migreer(server.url(DATABASE))
        toneel = Chaos(Path(map_), server, 1)
        velden = {naam.removeprefix("VERWIJSINDEX_").lower(): w for naam, w in toneel.omgeving.items()}
        installatie = bootstrap.maak_installatie(Settings.model_validate(velden), bootstrap.systeemklok)
        toneel.klok.pad.unlink()
        try:
            beheer.laad_convenant(installatie.tools, BEHEER, meegeleverd("regionaal", GEMEENTE, date(2010, 1, 1)))
            huis = Huis(installatie, bootstrap.systeemklok, toneel.http, None)  # type: ignore[arg-type]
            partijen = [huis.partij(f"Partij {n}") for n in range(WEBHOOKS)]
            for partij in partijen:
                met_abonnement(huis, partij, adres)
            yield toneel, huis, [partij.id for partij in partijen]
        finally:
            for proces in toneel.processen.values():
                proces.kill()
                proces.wait()
            installatie.tools.database.sluit()
            toneel.http.close()


def schrijf(huis: Huis, partijen: list[UUID], aantal: int) -> None:
    """Messages, each about a match of its own, as a deed writes them."""
    for begin in range(0, aantal, 1000):
        berichten = [
            Bericht(uuid4(), "match-geopend", "organisatie", str(partijen[n % len(partijen)]))
            for n in range(begin, min(begin + 1000, aantal))
        ]
        with huis.tools.database.transaction() as tx:
            logboek.verstuur(tx, berichten, huis.klok())


def meld(naam: str, waarde: float, eenheid: str, verhouding: float | None = None, tegen: str = "") -> None:
    regel = {"naam": naam, "waarde": round(waarde, 4), "eenheid": eenheid}
    if verhouding is not None:
        regel |= {"verhouding": round(verhouding, 3)}
    print(json.dumps(regel | {"tegen": tegen}), flush=True)


def wacht(gehoord: Any, aantal: int, hoogstens: float = 600) -> float:
    """Seconds until so many were received."""
    begin = time.monotonic()
    while gehoord.value < aantal:
        if time.monotonic() - begin > hoogstens:
            raise TimeoutError(f"{gehoord.value} van {aantal}")
        time.sleep(0.005)
    return time.monotonic() - begin


def vertraging() -> None:
    """From commit to acknowledgement, at each pace."""
    with een_ontvanger(met_tijden=True) as (adres, gehoord, tijden), een_toneel(adres) as (toneel, huis, partijen):
        for naam in ("worker 1", "worker 2"):
            toneel.start(naam)
        schrijf(huis, partijen, 50)
        wacht(gehoord, 50)
        while not tijden.empty():
            tijden.get()
        totaal = 50
        for per_seconde, seconden in TEMPO:
            verstuurd: list[float] = []
            begin = time.monotonic()
            for nummer in range(per_seconde * seconden):
                time.sleep(max(0.0, begin + nummer / per_seconde - time.monotonic()))
                schrijf(huis, partijen[nummer % WEBHOOKS :], 1)
                verstuurd.append(time.monotonic())
            totaal += len(verstuurd)
            wacht(gehoord, totaal, 60)
            momenten = dict(tijden.get() for _ in verstuurd)
            with psycopg.connect(toneel.server.url(DATABASE).replace("+psycopg", "")) as verbinding:
                rijen = verbinding.execute(
                    "SELECT CAST(gebeurtenis AS text) FROM outbox ORDER BY id DESC LIMIT %s", [len(verstuurd)]
                ).fetchall()
            ids = [rij[0] for rij in reversed(rijen)]
            duren = sorted(momenten[id_] - moment for id_, moment in zip(ids, verstuurd, strict=True))
            meld(f"bezorgen-{per_seconde}-per-s-mediaan", statistics.median(duren) * 1000, "ms")
            meld(f"bezorgen-{per_seconde}-per-s-p99", duren[int(len(duren) * 0.99)] * 1000, "ms")


def _kaal(adres: str, aantal: int) -> None:
    """The same posts, with nothing around them."""
    gebeurtenis = Gebeurtenis(1, uuid4(), "match-geopend", uuid4(), bootstrap.systeemklok())

    async def draai() -> None:
        over = aantal
        webhooks = Webhooks(lambda *_: (bytes(64),), "urn:x", "http://index.test", binnen=True)

        async def lus(nummer: int) -> None:
            nonlocal over
            zending = Zending(nummer, 1, uuid4(), uuid4(), adres, gebeurtenis)
            while over > 0:
                over -= 1
                await webhooks.bezorg(zending, gebeurtenis.moment)

        async with webhooks, anyio.create_task_group() as groep:
            for nummer in range(GELIJKTIJDIG):
                groep.start_soon(lus, nummer)

    anyio.run(draai)


def doorvoer() -> None:
    """Deliveries a second of two workers against two bare loops, and how long a hundred thousand take."""
    maak = multiprocessing.get_context("fork")
    with een_ontvanger(met_tijden=False) as (adres, gehoord, _):
        lussen = [maak.Process(target=_kaal, args=(adres, METING // 2)) for _ in range(2)]
        begin = time.monotonic()
        for lus in lussen:
            lus.start()
        for lus in lussen:
            lus.join()
        kaal = METING / (time.monotonic() - begin)
        meld("bezorgen-kale-lus", kaal, "per s")
        with een_toneel(adres) as (toneel, huis, partijen):
            schrijf(huis, partijen, VEEL)
            for naam in ("worker 1", "worker 2"):
                toneel.start(naam)
            gedaan = gehoord.value
            wacht(gehoord, gedaan + 100)
            begin, eerste = time.monotonic(), gehoord.value
            wacht(gehoord, eerste + METING)
            tempo = (gehoord.value - eerste) / (time.monotonic() - begin)
            meld("bezorgen-twee-workers", tempo, "per s", tempo / kaal, "kale lus van dezelfde posts")
            wacht(gehoord, gedaan + VEEL, 1200)
            meld("bezorgen-honderdduizend", time.monotonic() - begin, "s")


def stilstand() -> None:
    """What a worker costs that has nothing to do."""
    with een_toneel("http://127.0.0.1:1/") as (toneel, _, _):
        toneel.start("worker 1")
        time.sleep(5)
        tik = os.sysconf("SC_CLK_TCK")

        def stand() -> tuple[float, int]:
            velden = Path(f"/proc/{toneel.processen['worker 1'].pid}/stat").read_text().rpartition(")")[2].split()
            vraag = "SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = %s"
            return (int(velden[11]) + int(velden[12])) / tik, toneel.rijen(vraag, DATABASE)[0]["n"]

        eerst, begin = stand(), time.monotonic()
        time.sleep(STIL)
        laatst, duur = stand(), time.monotonic() - begin
        meld("worker-stil-processor", (laatst[0] - eerst[0]) / duur, "deel van een kern")
        meld("worker-stil-transacties", (laatst[1] - eerst[1]) / duur, "per s")


def main() -> None:
    vertraging()
    doorvoer()
    stilstand()


if __name__ == "__main__":
    sys.exit(main())
