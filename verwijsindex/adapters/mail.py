# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Letters by SMTP (N04): made from a template that knows no content, given to one mail server, and what came of it."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from verwijsindex.domain.bezorgen import Afloop, Brief, Uitkomst
from verwijsindex.domain.brieven import LANGSTE_ADRES, LANGSTE_NAAM, adres_bezwaar, in_ascii
from verwijsindex.domain.tijd import AMSTERDAM

GEDULD = 15.0
POORTEN = {"smtp": 587, "smtps": 465}
VORM = (
    "Schrijf smtp://gebruiker:wachtwoord@host:587, met de tekens / # ? en @ in het wachtwoord als %2F %23 %3F en %40."
)
ONDERWERP = "Er is iets voor u in de verwijsindex"
ONDERWERP_SPOED = "Met spoed: er is iets voor u in de verwijsindex"
# Headers are not folded: a link cut in pieces is no link (RFC 5322, 2.1.1 allows 998).
BELEID = SMTP.clone(max_line_length=998)
GELUKT = Uitkomst(Afloop.GELUKT)
WEG = Uitkomst(Afloop.WEG, "onbestelbaar")
# An enhanced status code (RFC 3463), where the server gives one; not part of an IP address.
STATUS = re.compile(rb"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
# Of the address statuses those about the sender; of the mailbox statuses the one that says it is closed.
OVER_AFZENDER = frozenset({b"5.1.7", b"5.1.8"})
GESLOTEN = b"5.2.1"
EXTRA = 1 + 32

OMGEVING = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "gegevens" / "brieven"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


class _Afgebroken(Exception):
    """The conversation ended before the letter was offered; the text is the code of the outcome."""


@dataclass(frozen=True, slots=True)
class _Server:
    """A mail server: TLS from the start (`direct`), and whom to log in as, if at all."""

    host: str
    poort: int
    direct: bool
    gebruiker: str = field(repr=False)
    wachtwoord: str = field(repr=False)

    @property
    def lokaal(self) -> bool:
        """On this machine, where nobody listens in between."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class Mail:
    """Sends letters from `van`; what cannot be delivered comes back at `retour`, with the address's id in it (VERP).

    `server` is smtp://[gebruiker:wachtwoord@]host[:587] or smtps://...[:465]. Without TLS nothing goes to another
    machine; with a `tls` of one's own nothing goes without TLS at all. `geduld` is seconds per answer.
    Raises ValueError, a Dutch sentence, for settings that cannot work.
    """

    def __init__(
        self,
        server: str,
        van: str,
        retour: str,
        publiek_adres: str,
        *,
        tls: ssl.SSLContext | None = None,
        geduld: float = GEDULD,
    ) -> None:
        for naam, adres in (("van", van), ("retour", retour)):
            if bezwaar := adres_bezwaar(adres):
                raise ValueError(f"Het mailadres `{naam}` kan niet. {bezwaar}")
        self._server = _lees_server(server)
        self._van = in_ascii(van)
        self._retour = in_ascii(retour)
        if self._retour.index("@") + EXTRA > LANGSTE_NAAM or len(self._retour) + EXTRA > LANGSTE_ADRES:
            raise ValueError(f"Het mailadres `retour` is te lang: er moeten {EXTRA} tekens bij kunnen.")
        self._domein = self._van.partition("@")[2]
        self.publiek_adres = publiek_adres
        self._starttls = not self._server.direct and (tls is not None or not self._server.lokaal)
        self._tls = tls or ssl.create_default_context()
        self._geduld = geduld

    def stuur(self, brief: Brief, nu: datetime) -> Uitkomst:
        """Offer the letter to the mail server, dated `nu`. Raises nothing for what a server does, nor for the address.

        A try waits for a dozen answers at most, each `geduld` long.

        GELUKT: the server took it. WEG `onbestelbaar`: this address does not exist or takes no mail. MISLUKT, to be
        tried again: `smtp-<code>`, `geen-verbinding`, `geen-antwoord-op-tijd`, `geen-mailserver`, `tls-ongeldig`,
        `niet-ingelogd`.
        """
        if adres_bezwaar(brief.adres):
            return WEG
        aan = in_ascii(brief.adres)
        inhoud = self._bericht(brief, aan, nu).as_bytes()
        naam, _, domein = self._retour.partition("@")
        afzender = f"{naam}+{brief.mailadres.hex}@{domein}"
        try:
            self._bied_aan(afzender, aan, inhoud)
        except (_Afgebroken, OSError) as fout:
            return _uitkomst(fout)
        return GELUKT

    def _bied_aan(self, afzender: str, aan: str, inhoud: bytes) -> None:
        smtp = self._verbind()
        try:
            # Here, so that a server that refuses us says so, and not that there is no TLS.
            smtp.ehlo_or_helo_if_needed()
            if self._starttls:
                _versleutel(smtp, self._tls)
            if self._server.gebruiker:
                _log_in(smtp, self._server)
            smtp.sendmail(afzender, [aan], inhoud)
            # The letter is theirs now; what they answer to a goodbye changes nothing.
            with suppress(OSError):
                smtp.quit()
        finally:
            smtp.close()

    def _verbind(self) -> smtplib.SMTP:
        # Our name is given: looking it up can take long and tell of the network inside.
        server, eigen = self._server, self._domein
        if server.direct:
            return smtplib.SMTP_SSL(server.host, server.poort, eigen, timeout=self._geduld, context=self._tls)
        return smtplib.SMTP(server.host, server.poort, eigen, timeout=self._geduld)

    def _bericht(self, brief: Brief, aan: str, nu: datetime) -> EmailMessage:
        """The letter; ValueError when a link of ours would break a header."""
        bericht = EmailMessage(BELEID)
        bericht["From"] = Address("Verwijsindex", addr_spec=self._van)
        bericht["To"] = Address(addr_spec=aan)
        bericht["Subject"] = ONDERWERP_SPOED if brief.spoed else ONDERWERP
        bericht["Date"] = nu.astimezone(AMSTERDAM)
        # The same on every try, so that a second copy is known as one.
        bericht["Message-ID"] = f"<{brief.kenmerk}@{self._domein}>"
        # No person wrote this, and no machine is to answer it (RFC 3834; the second is what Exchange listens to).
        bericht["Auto-Submitted"] = "auto-generated"
        bericht["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        if brief.spoed:
            bericht["Importance"] = "high"
        if brief.afmelden:
            # RFC 2369, and RFC 8058 for one click without a page in between, which goes over https only.
            bericht["List-Unsubscribe"] = f"<{brief.afmelden}>"
            if brief.afmelden.startswith("https://"):
                bericht["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        tekst = OMGEVING.get_template("brief.txt.jinja").render(brief=brief)
        bericht.set_content(tekst, charset="utf-8", cte="quoted-printable")
        return bericht


def _versleutel(smtp: smtplib.SMTP, tls: ssl.SSLContext) -> None:
    """STARTTLS or nothing: a server that does not offer it may be somebody in between (RFC 3207, section 6)."""
    try:
        smtp.starttls(context=tls)
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException):
        raise _Afgebroken("tls-ongeldig") from None


def _log_in(smtp: smtplib.SMTP, server: _Server) -> None:
    try:
        smtp.login(server.gebruiker, server.wachtwoord)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError):
        # ValueError: the server's challenge cannot be read.
        raise _Afgebroken("niet-ingelogd") from None


def _uitkomst(fout: Exception) -> Uitkomst:
    match fout:
        case smtplib.SMTPRecipientsRefused(recipients=geweigerd):
            code, tekst = next(iter(geweigerd.values()))
            uitkomst = WEG if _bestaat_niet(code, tekst) else _mislukt(code)
        case smtplib.SMTPDataError(smtp_code=int(code), smtp_error=bytes(tekst)):
            uitkomst = WEG if _bestaat_niet(code, tekst) else _mislukt(code)
        case smtplib.SMTPResponseException(smtp_code=code):
            uitkomst = _mislukt(code)
        case _Afgebroken():
            uitkomst = Uitkomst(Afloop.MISLUKT, str(fout))
        case ssl.SSLError():
            uitkomst = Uitkomst(Afloop.MISLUKT, "tls-ongeldig")
        case _ if any(isinstance(reden, TimeoutError) for reden in (fout, fout.__context__)):
            # smtplib says "disconnected" for an answer that did not come, and keeps the reason as context.
            uitkomst = Uitkomst(Afloop.MISLUKT, "geen-antwoord-op-tijd")
        case _:
            uitkomst = Uitkomst(Afloop.MISLUKT, "geen-verbinding")
    return uitkomst


def _mislukt(code: int) -> Uitkomst:
    """Not this time; what answers without a code of SMTP is no mail server."""
    return Uitkomst(Afloop.MISLUKT, f"smtp-{code}" if 200 <= code <= 599 else "geen-mailserver")


def _bestaat_niet(code: int, tekst: bytes) -> bool:
    """Does a refusal say for good that there is no such mailbox (RFC 3463, 5.1.x)?

    Not when it is about us, the letter, a full mailbox, or what the server may relay: then a wrong setting would cost
    every address. So a refusal without such a status is not for good either: it is tried again, and seen.
    """
    if code // 100 != 5 or not (gevonden := STATUS.search(tekst)):
        return False
    status = gevonden[0]
    return status == GESLOTEN or (status.startswith(b"5.1.") and status not in OVER_AFZENDER)


def _lees_server(adres: str) -> _Server:
    """The parts of a server's address. Raises ValueError, without anything of the address: it may hold a password."""
    try:
        delen = urlsplit(adres)
        host, poort = delen.hostname or "", delen.port
        host.encode("idna")
    except ValueError:
        # Not from the parser's own error: that repeats what it could not read.
        raise ValueError(f"De mailserver kan niet worden gelezen. {VORM}") from None
    gebruiker, wachtwoord = unquote(delen.username or ""), unquote(delen.password or "")
    inlog, half = gebruiker + wachtwoord, bool(gebruiker) != bool(wachtwoord)
    fouten = {
        "De mailserver begint met smtp:// of smtps://.": delen.scheme not in POORTEN,
        f"De mailserver heeft geen host. {VORM}": not host or not host.isprintable(),
        "De poort van de mailserver is een getal van 1 tot en met 65535.": poort == 0,
        f"Na de poort van de mailserver komt niets meer. {VORM}": any((delen.path, delen.query, delen.fragment)),
        "Geef bij de mailserver gebruiker en wachtwoord allebei, of geen van beide.": half,
        # smtplib can say no others.
        "Gebruiker en wachtwoord van de mailserver mogen geen letters met accenten of stuurtekens hebben.": (
            not (inlog.isascii() and inlog.isprintable())
        ),
    }
    for zin, geldt in fouten.items():
        if geldt:
            raise ValueError(zin)
    return _Server(host, poort or POORTEN[delen.scheme], delen.scheme == "smtps", gebruiker, wachtwoord)
