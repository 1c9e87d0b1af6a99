# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Receivers of every kind on loopback: a real socket that answers well, badly, slowly or without end."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

# How long a receiver goes on being difficult: long for whoever waits for it, and not for ever.
GEDULD = 8.0


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A request as it came in; names of headers in lower case."""

    methode: str
    pad: str
    koppen: dict[str, str]
    inhoud: bytes


Gedrag = Callable[[socket.socket, Verzoek], bool]
"""What is done with a request; true when the connection may stay."""


@dataclass(slots=True)
class Ontvanger:
    """What a receiver saw: its port, its requests, how many connections were made and were open at once."""

    poort: int
    verzoeken: list[Verzoek] = field(default_factory=list)
    verbindingen: int = 0
    open: set[socket.socket] = field(default_factory=set)
    meest_open: int = 0


def antwoord(status: str = "204 No Content", *koppen: str, inhoud: bytes = b"") -> Gedrag:
    """A well-formed answer, on a connection that stays."""
    lengte = [] if status.startswith("204") else [f"Content-Length: {len(inhoud)}"]
    tekst = "".join(f"{regel}\r\n" for regel in (f"HTTP/1.1 {status}", *koppen, *lengte)) + "\r\n"
    return lambda sok, _: sok.sendall(tekst.encode() + inhoud) is None


def rauw(*delen: bytes) -> Gedrag:
    """These bytes, whatever they are, and then the end of the connection."""

    def doe(sok: socket.socket, _: Verzoek) -> bool:
        for deel in delen:
            sok.sendall(deel)
        return False

    return doe


def zwijgt(sok: socket.socket, _: Verzoek) -> bool:
    sok.recv(1)
    return False


def breekt_af(sok: socket.socket, _: Verzoek) -> bool:
    sok.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    return False


class Druppelt:
    """A byte or so at a time: every wait is short, and together they do not end. `verlaten`: the other side left."""

    def __init__(self, begin: bytes, druppel: bytes) -> None:
        self._begin = begin
        self._druppel = druppel
        self.verlaten = False

    def __call__(self, sok: socket.socket, _: Verzoek) -> bool:
        einde = time.monotonic() + GEDULD
        try:
            sok.sendall(self._begin)
            while time.monotonic() < einde:
                sok.sendall(self._druppel)
                time.sleep(0.02)
        except OSError:
            self.verlaten = True
        return False


class Stroomt:
    """As much as the other side takes; `gestuurd` counts the bytes."""

    def __init__(self, begin: bytes, blok: bytes) -> None:
        self._begin = begin
        self._blok = blok
        self.gestuurd = 0

    def __call__(self, sok: socket.socket, _: Verzoek) -> bool:
        sok.sendall(self._begin)
        while self.gestuurd < 2**30:
            self.gestuurd += sok.send(self._blok)
        return False


@contextmanager
def ontvanger(gedrag: Gedrag, tls: ssl.SSLContext | None = None, praat: bytes = b"") -> Iterator[Ontvanger]:
    """A receiver on a free loopback port; one that talks says this before anything was asked, and never listens."""
    draden: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0), backlog=256) as luisteraar:
        gezien = Ontvanger(luisteraar.getsockname()[1])

        def neem_op() -> None:
            with suppress(OSError):
                while True:
                    sok, _ = luisteraar.accept()
                    draden.append(threading.Thread(target=_bedien, args=(sok, gezien, gedrag, tls, praat), daemon=True))
                    draden[-1].start()

        deur = threading.Thread(target=neem_op, daemon=True)
        deur.start()
        try:
            yield gezien
        finally:
            luisteraar.shutdown(socket.SHUT_RDWR)
            deur.join(GEDULD)
            for sok in list(gezien.open):
                with suppress(OSError):
                    sok.shutdown(socket.SHUT_RDWR)
            for draad in draden:
                draad.join(GEDULD)


def _bedien(kaal: socket.socket, gezien: Ontvanger, gedrag: Gedrag, tls: ssl.SSLContext | None, praat: bytes) -> None:
    kaal.settimeout(GEDULD)
    sok = tls.wrap_socket(kaal, server_side=True, do_handshake_on_connect=False) if tls else kaal
    gezien.open.add(sok)
    gezien.verbindingen += 1
    gezien.meest_open = max(gezien.meest_open, len(gezien.open))
    with suppress(OSError), sok:
        if isinstance(sok, ssl.SSLSocket):
            _schud_handen(sok)
        sok.sendall(praat)
        while praat and sok.recv(65536):
            pass
        with sok.makefile("rb") as lezer:
            while regel := lezer.readline().decode("latin-1").split():
                koppen = {}
                while kop := lezer.readline().decode("latin-1").strip():
                    naam, waarde = kop.split(":", 1)
                    koppen[naam.lower()] = waarde.strip()
                inhoud = lezer.read(int(koppen.get("content-length", 0)))
                gezien.verzoeken.append(verzoek := Verzoek(regel[0], regel[1], koppen, inhoud))
                if not gedrag(sok, verzoek):
                    break
    gezien.open.discard(sok)


def _schud_handen(sok: ssl.SSLSocket) -> None:
    try:
        sok.do_handshake()
    except ssl.SSLError:
        # Wait until the other side is gone, so that what was said last is not lost with a reset.
        sok.shutdown(socket.SHUT_WR)
        while sok.recv(65536):
            pass
        raise


def certificaat(map: Path, naam: str) -> tuple[ssl.SSLContext, str]:
    """A self-signed certificate for `naam`: what a receiver serves with, and the text that a sender may trust."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    houder = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    van, tot = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
    gemaakt = (
        x509.CertificateBuilder(houder, houder, sleutel.public_key(), x509.random_serial_number(), van, tot)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(naam)]), critical=False)
        .sign(sleutel, hashes.SHA256())
    )
    tekst = gemaakt.public_bytes(serialization.Encoding.PEM).decode()
    bestand = map / f"{naam}.pem"
    bestand.write_text(
        tekst
        + sleutel.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(bestand)
    return context, tekst
