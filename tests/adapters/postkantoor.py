# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Mail servers for tests on 127.0.0.1: one that works and answers as told, and one that plays any scene; letters."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from verwijsindex.adapters.mail import Mail
from verwijsindex.domain.bezorgen import Afloop, Brief, Uitkomst
from verwijsindex.domain.brieven import tel, wegwijzer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import EmailMessage

NU = datetime(2026, 7, 13, 6, 0, tzinfo=UTC)
VAN, RETOUR, INDEX = "verwijsindex@index.example", "retour@terug.index.example", "https://index.example"
AAN = "a.jansen@school.example"
WACHTWOORD = "zeer/geheim@#1"
INLOG = "index:zeer%2Fgeheim%40%231@"
GELUKT, WEG = Uitkomst(Afloop.GELUKT), Uitkomst(Afloop.WEG, "onbestelbaar")


def mislukt(code: str) -> Uitkomst:
    return Uitkomst(Afloop.MISLUKT, code)


@dataclass
class Postkantoor:
    """What a server answers, and what it got: envelope sender, recipients and bytes of each letter."""

    bij_mail: str = "250 OK"
    bij_rcpt: str = "250 OK"
    bij_data: str = "250 OK"
    post: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    ingelogd: list[tuple[bytes, bytes]] = field(default_factory=list)
    versleuteld: list[bool] = field(default_factory=list)
    poort: int = 0

    async def handle_MAIL(self, _server: Any, _sessie: Any, omslag: Any, adres: str, _opties: list[str]) -> str:
        omslag.mail_from = adres
        return self.bij_mail

    async def handle_RCPT(self, _server: Any, _sessie: Any, omslag: Any, adres: str, _opties: list[str]) -> str:
        omslag.rcpt_tos.append(adres)
        return self.bij_rcpt

    async def handle_DATA(self, server: Any, _sessie: Any, omslag: Any) -> str:
        self.post.append((omslag.mail_from, omslag.rcpt_tos, omslag.original_content))
        self.versleuteld.append(server.transport.get_extra_info("sslcontext") is not None)
        return self.bij_data

    def log_in(self, _server: Any, _sessie: Any, _omslag: Any, _wijze: str, wie: Any) -> AuthResult:
        self.ingelogd.append((wie.login, wie.password))
        return AuthResult(success=wie.password == WACHTWOORD.encode(), handled=False)


class _Luik(Controller):
    def _trigger_server(self) -> None:
        # The port that the system chose.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def postkantoor(kantoor: Postkantoor | None = None, **instellingen: Any) -> Iterator[Postkantoor]:
    """A working SMTP server; `tls_context` offers STARTTLS, `ssl_context` is TLS from the start (aiosmtpd)."""
    kantoor = kantoor or Postkantoor()
    # TLS from the start is not seen by aiosmtpd, which then offers no log-in.
    vanaf_begin = "ssl_context" in instellingen
    luik = _Luik(
        kantoor,
        hostname="127.0.0.1",
        port=0,
        authenticator=kantoor.log_in,
        auth_require_tls=not vanaf_begin,
        **instellingen,
    )
    luik.start()
    kantoor.poort = luik.port
    try:
        yield kantoor
    finally:
        luik.stop()


@contextmanager
def toneel(*antwoorden: bytes | None) -> Iterator[tuple[int, list[bytes]]]:
    """A server that says these lines, one after each command; None hangs up, after the last line it keeps silent.

    Gives its port, and what it heard.
    """
    gehoord: list[bytes] = []
    klaar = threading.Event()

    def speel(luisteraar: socket.socket) -> None:
        lijn, _ = luisteraar.accept()
        with lijn, lijn.makefile("rb") as in_:
            for antwoord in antwoorden:
                if antwoord is None:
                    return
                lijn.sendall(antwoord)
                gehoord.append(in_.readline())
                while gehoord[-1].startswith(b"From:") and in_.readline() not in (b".\r\n", b""):
                    pass
            klaar.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as luisteraar:
        draad = threading.Thread(target=speel, args=(luisteraar,), daemon=True)
        draad.start()
        try:
            yield luisteraar.getsockname()[1], gehoord
        finally:
            klaar.set()
            draad.join(10)


def mail(poort: int, *, schema: str = "smtp", inlog: str = "", host: str = "127.0.0.1", **wat: Any) -> Mail:
    return Mail(f"{schema}://{inlog}{host}:{poort}", VAN, RETOUR, INDEX, **{"geduld": 5.0, **wat})


def brief(soorten: Sequence[str] = ("match-geopend",), **wat: Any) -> Brief:
    """The daily overview of messages of these kinds, with links as long as they get."""
    velden = {
        "kenmerk": uuid4(),
        "adres": AAN,
        "mailadres": uuid4(),
        "spoed": False,
        "regels": tel(soorten),
        "wegwijzer": wegwijzer("regisseur", spoed=bool(wat.get("spoed")))[0],
        "link": f"{INDEX}/inbox?a=1&b=2",
        "afmelden": f"{INDEX}/afmelden/{'x' * 90}",
    }
    return Brief(**(velden | wat))


def lees(inhoud: bytes) -> EmailMessage:
    """A letter as a mail program reads it."""
    return email.message_from_bytes(inhoud, policy=email.policy.default)


def ontvangen(stuk: Brief) -> EmailMessage:
    """A letter after it was sent and received."""
    with postkantoor() as kantoor:
        assert mail(kantoor.poort).stuur(stuk, NU) == GELUKT
    return lees(kantoor.post[0][2])


def tekst_van(bericht: EmailMessage) -> str:
    tekst: str = bericht.get_content()
    return tekst.replace("\r\n", "\n")
