# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Kill API, workers and PostgreSQL in the middle of everything, and see that nothing is lost, made up, or reordered.

Real processes, real HTTP: organisations report and a director acts while `kill -9` falls at seeded moments. Afterwards:
each signal that was acknowledged is there, each message arrived and was applied once, none is about what never
happened, those of a match came in order, and `controleer` finds no difference. `make chaos` plays 200 rounds.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import typer
from psycopg.rows import dict_row
from rich.console import Console
from rich.progress import Progress

from koppelingen.gezien import Gezien
from koppelingen.ontvanger import Ontvanger
from migraties import index as migratie
from tests.api.hulp import nieuwe_bsns
from tests.bezorgen.webhook import Webhook, een_webhook
from tests.huis import ADRES, BEHEER, GEMEENTE, INDEX, Huis, Partij
from verwijsindex import bootstrap
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.demo.processen import vrije_poort
from verwijsindex.domain.woorden import Categorie
from verwijsindex.ingebed import IngebeddePostgres, IngebedFout, ingebedde_postgres
from verwijsindex.settings import Settings
from verwijsindex.use_cases import beheer

DATABASE = "chaos"
GEDULD = 60.0
# Who is killed in a round, the likelier the more often it stands here.
DOELEN = ("api", "worker 1", "worker 1", "worker 2", "workers", "postgres", "postgres")


class Klokbestand:
    """The clock of all processes: the system's, and further on when told."""

    def __init__(self, pad: Path) -> None:
        self.pad, self.verschil = pad, timedelta()
        self.verder(timedelta())

    def __call__(self) -> datetime:
        return bootstrap.systeemklok() + self.verschil

    def verder(self, duur: timedelta) -> None:
        """Jump ahead, for everybody at once."""
        self.verschil += duur
        nu = bootstrap.systeemklok()
        nieuw = self.pad.with_suffix(".nieuw")
        nieuw.write_text(json.dumps({"moment": (nu + self.verschil).isoformat(), "gezet": nu.timestamp()}))
        nieuw.replace(self.pad)


# Said to be there, and there.
GEMELD = "SELECT i.signaal_id FROM indiening i JOIN signaal s ON s.id = i.signaal"


@dataclass
class Verslag:
    """What was done to them, and what came of it."""

    gedood: Counter[str] = field(default_factory=Counter)
    signalen: int = 0
    berichten: int = 0
    dubbel: int = 0
    opnieuw: int = 0


class Chaos:
    """One index with everything around it, on data that are thrown away."""

    def __init__(self, map: Path, server: IngebeddePostgres, zaad: int) -> None:
        self.map, self.server, self.dobbel = map, server, random.Random(zaad)
        self.klok = Klokbestand(map / "klok.json")
        self.poort = vrije_poort()
        self.omgeving = self._omgeving()
        self.processen: dict[str, subprocess.Popen[bytes]] = {}
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.poort}", timeout=10, trust_env=False)
        self.bevestigd: set[str] = set()
        self.klaar = threading.Event()
        self.fouten: list[BaseException] = []
        self.verslag = Verslag()

    def _omgeving(self) -> dict[str, str]:
        bootstrap.maak_sleutels(self.map / "sleutels.json")
        velden = {
            "MODUS": "ontwikkeling",
            "DATABASE_URL": self.server.url(DATABASE, "verwijsindex_toepassing"),
            "SLEUTELBESTAND": str(self.map / "sleutels.json"),
            "INDEX_ID": INDEX,
            "PUBLIEK_ADRES": ADRES,
            "PSEUDONIEMENDIENST_ADRES": "http://pd.test",
            "KLOK_BESTAND": str(self.klok.pad),
            "POORT": str(self.poort),
        }
        return {f"VERWIJSINDEX_{naam}": waarde for naam, waarde in velden.items()}

    def start(self, naam: str) -> None:
        """Start one of the processes, or PostgreSQL; what it logs is kept."""
        if naam == "postgres":
            einde = time.monotonic() + GEDULD
            while True:
                try:
                    self.server.start()
                except IngebedFout:
                    # What the dead one left behind goes away by itself.
                    if time.monotonic() > einde:
                        raise
                    time.sleep(0.1)
                else:
                    return
        opdracht = [sys.executable, "-m", "verwijsindex", "start" if naam == "api" else "worker"]
        with (self.map / f"{naam}.log").open("ab") as log:
            eigen = {n: w for n, w in os.environ.items() if not n.startswith("VERWIJSINDEX_")}
            self.processen[naam] = subprocess.Popen(
                opdracht, env=eigen | self.omgeving, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def dood(self, naam: str) -> None:
        """kill -9."""
        if naam == "postgres":
            assert self.server._proces
            self.server._proces.send_signal(signal.SIGKILL)
            self.server._proces.wait()
        else:
            self.processen[naam].kill()
            self.processen[naam].wait()
        self.verslag.gedood[naam] += 1

    def wacht_tot_gereed(self) -> None:
        """Until the index and its database answer."""
        einde = time.monotonic() + GEDULD
        while time.monotonic() < einde:
            with suppress(httpx.HTTPError):
                if self.http.get("/v1/gereed").status_code == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"de index antwoordt niet; zie {self.map}")

    def ronde(self) -> None:
        """Let them work for a moment, kill somebody, bring him back."""
        time.sleep(self.dobbel.uniform(0.05, 0.4))
        doel = self.dobbel.choice(DOELEN)
        slachtoffers = ("worker 1", "worker 2") if doel == "workers" else (doel,)
        for naam in slachtoffers:
            self.dood(naam)
        if self.dobbel.random() < 0.3:
            # Leases of the dead end, and of the living who are slow too.
            self.klok.verder(timedelta(seconds=61))
        time.sleep(self.dobbel.uniform(0, 0.2))
        for naam in slachtoffers:
            self.start(naam)
        if doel in ("api", "postgres"):
            self.wacht_tot_gereed()

    def zeker(self, vraag: Callable[[], httpx.Response]) -> httpx.Response:
        """Ask until there is an answer that is one: a client that was cut off asks again."""
        einde = time.monotonic() + GEDULD
        while True:
            # With a new token where the old one was over, which is asked for with an assertion.
            with suppress(httpx.HTTPError, AssertionError):
                antwoord = vraag()
                if antwoord.status_code < 500:
                    return antwoord
            self.verslag.opnieuw += 1
            if time.monotonic() > einde:
                raise TimeoutError("de index geeft geen antwoord")
            time.sleep(0.05)

    def meld_alles(self, partijen: tuple[Partij, Partij], bsns: Iterator[str]) -> None:
        """Report child after child by both organisations, until told to stop; with one id until that is answered."""
        for bsn in bsns:
            if self.klaar.is_set():
                return
            for partij, soort in zip(partijen, ("betrokken", "zorgen"), strict=True):
                lichaam = partij.lichaam(bsn, ouders=(), soort=soort, geboortemaand="2020-03")
                antwoord = self.zeker(lambda p=partij, i=lichaam: p.post("/v1/signalen", i))  # type: ignore[misc]
                assert antwoord.status_code in (200, 201), antwoord.text
                self.bevestigd.add(lichaam["signaalId"])
            time.sleep(0.2)

    def voer_regie(self, regisseurs: list[Partij]) -> None:
        """Take every match one step further, again and again, until told to stop."""
        stappen = {
            "toegewezen": ("aanvaardingen", {}),
            "aangenomen": ("contacten", {}),
            "contact-gelegd": ("overleggen", {}),
            "in-regie": ("afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True}),
        }
        while not self.klaar.is_set():
            for regisseur in regisseurs:
                antwoord = self.zeker(lambda r=regisseur: r.get("/v1/matches"))  # type: ignore[misc]
                for match in antwoord.json()["matches"]:
                    if stap := stappen.get(match["status"]):
                        pad = f"/v1/matches/{match['matchId']}/{stap[0]}"
                        # Refused where an earlier try had been done already: that is an answer too.
                        self.zeker(lambda r=regisseur, p=pad, s=stap: r.post(p, s[1]))  # type: ignore[misc]
            time.sleep(0.05)

    @contextmanager
    def drukte(self, *werk: Callable[[], None]) -> Iterator[None]:
        """Everybody at work in threads of their own."""

        def bewaak(doe: Callable[[], None]) -> None:
            try:
                doe()
            except BaseException as fout:  # noqa: BLE001 told by who waits
                self.fouten.append(fout)

        draden = [threading.Thread(target=bewaak, args=(doe,)) for doe in werk]
        for draad in draden:
            draad.start()
        try:
            yield
        finally:
            self.klaar.set()
            for draad in draden:
                draad.join()
        if self.fouten:
            raise self.fouten[0]

    def rijen(self, vraag: str, *waarden: object) -> list[dict[str, Any]]:
        """Read as the owner."""
        url = self.server.url(DATABASE).replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url, row_factory=dict_row) as verbinding:
            return verbinding.execute(vraag, waarden).fetchall()

    def wacht_tot_stil(self) -> None:
        """Until nothing is on its way any more; the clock is put on, so that leases and waits end."""
        einde = time.monotonic() + GEDULD
        while time.monotonic() < einde:
            self.klok.verder(timedelta(minutes=2))
            for _ in range(20):
                time.sleep(0.1)
                (rij,) = self.rijen(
                    "SELECT (SELECT count(*) FROM outbox WHERE positie IS NULL) AS los,"
                    " (SELECT count(*) FROM bezorging WHERE toestand = 'open') AS open"
                )
                if not (rij["los"] or rij["open"]):
                    return
        raise TimeoutError(f"nog niet alles is bezorgd: {rij}")

    def kijk_na(self, webhooks: dict[str, Webhook]) -> None:
        """Everything that was promised (N01, N02)."""
        gemeld = {str(rij["signaal_id"]) for rij in self.rijen(GEMELD)}
        assert self.bevestigd <= gemeld, "een bevestigd signaal is weg"
        outbox = self.rijen("SELECT id, gebeurtenis, sleutel, ontvanger_id, positie FROM outbox ORDER BY id")
        assert sorted(rij["positie"] for rij in outbox) == list(range(1, len(outbox) + 1))
        assert not self.rijen("SELECT 1 FROM bezorging WHERE toestand <> 'bezorgd'"), "iets is opgegeven"
        for organisatie, hook in webhooks.items():
            eigen = {str(rij["gebeurtenis"]): rij for rij in outbox if rij["ontvanger_id"] == organisatie}
            toegepast = hook.toegepast()
            assert len(toegepast) == len(set(toegepast))
            assert set(toegepast) == set(eigen), f"{hook.naam} kreeg niet precies wat er voor hem was"
            assert set(hook.keren) == set(eigen)
            per_match: dict[object, list[int]] = defaultdict(list)
            for id_ in toegepast:
                per_match[eigen[id_]["sleutel"]].append(eigen[id_]["id"])
            assert all(ids == sorted(ids) for ids in per_match.values()), "van een match kwam iets te vroeg"
            self.verslag.dubbel += hook.keren.total() - len(hook.keren)
            self.verslag.berichten += len(toegepast)
        # What a message is about has happened.
        over = "SELECT id FROM match UNION SELECT id FROM signaal UNION SELECT id FROM dossier"
        assert {rij["sleutel"] for rij in outbox} <= {rij["id"] for rij in self.rijen(over)}
        klaar = subprocess.run(
            [sys.executable, "-m", "verwijsindex", "controleer"],
            env=os.environ | self.omgeving,
            capture_output=True,
            text=True,
            check=False,
        )
        assert klaar.returncode == 0, klaar.stdout + klaar.stderr
        self.verslag.signalen = len(self.bevestigd)


def speel(rondes: int, zaad: int = 1, gedaan: Callable[[], None] = lambda: None) -> Verslag:
    """Play so many rounds; raises AssertionError for a promise that was broken."""
    # A folder in memory where there is one, as the tests' database has.
    geheugen = Path("/dev/shm")  # noqa: S108 a folder of our own is made in it
    map = Path(tempfile.mkdtemp(prefix="verwijsindex-chaos-", dir=geheugen if geheugen.is_dir() else None))
    try:
        with ingebedde_postgres(map, {"max_connections": "200"}) as server:
            server.maak_database(DATABASE)
            migratie.migreer(server.url(DATABASE))
            verslag = _speel(Chaos(map, server, zaad), rondes, gedaan)
    except BaseException:
        print(f"De gegevens en logboeken van deze proef blijven staan in {map}.", file=sys.stderr)
        raise
    shutil.rmtree(map, ignore_errors=True)
    return verslag


def _speel(chaos: Chaos, rondes: int, gedaan: Callable[[], None]) -> Verslag:
    velden = {naam.removeprefix("VERWIJSINDEX_").lower(): waarde for naam, waarde in chaos.omgeving.items()}
    installatie = bootstrap.maak_installatie(Settings.model_validate(velden))
    try:
        beheer.laad_convenant(installatie.tools, BEHEER, meegeleverd("regionaal", GEMEENTE, date(2010, 1, 1)))
        huis = Huis(installatie, chaos.klok, chaos.http, None)  # type: ignore[arg-type]
        school, cjg = huis.partij("School"), huis.partij("CJG", Categorie.JGZ)
        regisseurs = [huis.partij(f"Wijkteam {n}", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING) for n in range(4)]
        for regisseur in regisseurs:
            huis.regisseur(regisseur)
    finally:
        installatie.tools.database.sluit()
    try:
        for naam in ("api", "worker 1", "worker 2"):
            chaos.start(naam)
        chaos.wacht_tot_gereed()
        with een_webhook("school", chaos.map) as een, een_webhook("cjg", chaos.map) as twee:
            for partij, hook in ((school, een), (cjg, twee)):
                antwoord = partij.post("/v1/abonnementen", {"adres": hook.adres}).json()
                hook.ontvanger = Ontvanger(antwoord["sleutels"], Gezien(hook.bestand), chaos.klok)
            with chaos.drukte(
                lambda: chaos.meld_alles((school, cjg), nieuwe_bsns()),
                lambda: chaos.voer_regie(regisseurs),
            ):
                for _ in range(rondes):
                    chaos.ronde()
                    gedaan()
            chaos.wacht_tot_gereed()
            chaos.wacht_tot_stil()
            chaos.kijk_na({str(school.id): een, str(cjg.id): twee})
    finally:
        for proces in chaos.processen.values():
            proces.kill()
            proces.wait()
        chaos.http.close()
    return chaos.verslag


def main(rondes: int = 200, zaad: int = 1) -> None:
    """Speel de proef: API, workers en PostgreSQL worden telkens gedood, en niets mag verloren gaan."""
    console = Console(stderr=True)
    with Progress(console=console) as balk:
        taak = balk.add_task("Doden en nakijken", total=rondes)
        verslag = speel(rondes, zaad, lambda: balk.advance(taak))
    gedood = ", ".join(f"{naam} {keer} keer" for naam, keer in sorted(verslag.gedood.items()))
    print(f"Gedood: {gedood}. Clients vroegen {verslag.opnieuw} keer opnieuw.")
    print(
        f"Klopt: {verslag.signalen} bevestigde signalen zijn er, {verslag.berichten} berichten zijn elk een keer"
        f" toegepast ({verslag.dubbel} keer vaker bezorgd), in volgorde, en controleer vindt geen verschil."
    )


if __name__ == "__main__":
    typer.run(main)
