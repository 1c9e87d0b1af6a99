# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The processes of the demo: started, watched, and ended by the one who started them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import httpx

STARTTIJD = 60.0
STOPTIJD = 15.0
# By this a process is recognised as one of a demo on this folder, also after its owner was killed.
KENMERK = "VERWIJSINDEX_DEMOMAP"


class DemoFout(Exception):
    """The demo cannot go on; the text is Dutch and meant for the user."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A running process with its name for the user and its log; `eindigt` when it is not meant to stay."""

    naam: str
    proces: subprocess.Popen[bytes]
    logbestand: Path
    eindigt: bool


class Processen:
    """The children of one demo on the data in `map`. As a context it ends all of them."""

    def __init__(self, map: Path) -> None:
        self._kenmerk = {KENMERK: str(map)}
        self._logmap = map / "log"
        self._administratie = map / "processen"
        self._kinderen: list[Kind] = []

    def __enter__(self) -> "Processen":
        self._logmap.mkdir(exist_ok=True)
        self._ruim_wezen_op()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(*self._kinderen)

    def start(
        self, naam: str, log: str, delen: Sequence[str], omgeving: Mapping[str, str], *, eindigt: bool = False
    ) -> Kind:
        """`python -m` with these parts; only `omgeving` sets the services, not what the user happens to have set."""
        logbestand = self._logmap / f"{log}.log"
        with _uitgesteld(), logbestand.open("wb") as uit:
            proces = subprocess.Popen(
                [sys.executable, "-m", *delen],
                stdin=subprocess.DEVNULL,
                stdout=uit,
                stderr=uit,
                env=eigen_omgeving() | dict(omgeving) | self._kenmerk,
                # A session of its own: Ctrl-C goes to every process of the terminal's group, and these end in order.
                start_new_session=True,
            )
            kind = Kind(naam, proces, logbestand, eindigt)
            self._kinderen.append(kind)
            self._schrijf_op()
        return kind

    def wacht_op(self, kind: Kind, adres: str, http: httpx.Client) -> None:
        """Until `adres` answers 200. Raises DemoFout."""
        einde = time.monotonic() + STARTTIJD
        while True:
            self.eis_leven()
            with suppress(httpx.HTTPError):
                if http.get(adres).status_code == 200:
                    return
            if time.monotonic() > einde:
                raise DemoFout(f"{kind.naam} is na {STARTTIJD:.0f} seconden nog niet gereed. Zie {kind.logbestand}.")
            time.sleep(0.05)

    def eis_leven(self) -> None:
        """Raises DemoFout when a child ended that should have stayed."""
        for kind in self._kinderen:
            if kind.eindigt or (uitgang := kind.proces.poll()) is None:
                continue
            if b"address already in use" in kind.logbestand.read_bytes():
                raise DemoFout(f"De poort van {kind.naam} is door een ander programma genomen. Start de demo opnieuw.")
            raise DemoFout(f"{kind.naam} is gestopt (uitgang {uitgang}). Zie {kind.logbestand}.")

    def klaar(self, kind: Kind) -> int:
        """Wait for a child that ends by itself; gives its exit code."""
        uitgang = kind.proces.wait()
        self._kinderen.remove(kind)
        self._schrijf_op()
        return uitgang

    def stop(self, *kinderen: Kind) -> None:
        """End these, in the reverse order of their start; a second Ctrl-C waits until that is done."""
        with _uitgesteld():
            for kind in reversed(kinderen):
                kind.proces.terminate()
            einde = time.monotonic() + STOPTIJD
            for kind in reversed(kinderen):
                try:
                    kind.proces.wait(max(einde - time.monotonic(), 0.1))
                except subprocess.TimeoutExpired:
                    kind.proces.kill()
                    kind.proces.wait()
                self._kinderen.remove(kind)
            self._schrijf_op()

    def _schrijf_op(self) -> None:
        if self._kinderen:
            nummers = "\n".join(str(kind.proces.pid) for kind in self._kinderen)
            # A full disk must not keep us from ending them.
            with suppress(OSError):
                self._administratie.write_text(nummers, encoding="ascii")
        else:
            self._administratie.unlink(missing_ok=True)

    def _ruim_wezen_op(self) -> None:
        """End what outlived a demo that was killed. A number can by now be another's: the environment tells (Linux)."""
        with suppress(OSError, ValueError):
            nummers = [int(regel) for regel in self._administratie.read_text(encoding="ascii").split()]
            for nummer in nummers:
                self._beeindig_wees(nummer)

    def _beeindig_wees(self, nummer: int) -> None:
        teken = os.fsencode("=".join(next(iter(self._kenmerk.items()))))
        omgeving = Path(f"/proc/{nummer}/environ")
        einde = time.monotonic() + STOPTIJD
        with suppress(OSError):
            while teken in omgeving.read_bytes().split(b"\0"):
                os.kill(nummer, signal.SIGTERM if time.monotonic() < einde else signal.SIGKILL)
                time.sleep(0.1)


def eigen_omgeving() -> dict[str, str]:
    """The user's environment without what he happens to have set for services of his own."""
    return {n: w for n, w in os.environ.items() if not n.startswith(("VERWIJSINDEX_", "PD_"))}


def vrije_poort() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as luisteraar:
        luisteraar.bind(("127.0.0.1", 0))
        poort: int = luisteraar.getsockname()[1]
        return poort


@contextmanager
def _uitgesteld() -> Iterator[None]:
    """Let Ctrl-C and the like wait until the block is done, so that no process is started and then forgotten."""
    gekomen: list[int] = []

    def onthoud(teken: int, _: FrameType | None) -> None:
        gekomen.append(teken)

    vorige = {teken: signal.signal(teken, onthoud) for teken in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for teken, afhandeling in vorige.items():
            signal.signal(teken, afhandeling)
        if gekomen:
            signal.raise_signal(gekomen[0])
