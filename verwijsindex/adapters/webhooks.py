# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Messages on the webhooks of receivers, and the question whether they want them (N02).

A receiver is a stranger: it may be slow, hostile or somebody else. Whatever it does ends in a code of ours, within a
fixed time and a fixed number of bytes, and nothing of what it says is kept or written down.

Below is httpcore, not httpx: httpx writes the address of every request in the log, looks at proxies, cookies and
redirects, and makes connections by itself; httpcore does none of that and takes its connections from `Uitgang`.
"""

import json
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit
from uuid import UUID

import anyio
import httpcore

from verwijsindex.adapters.netadres import AdresFout, Doel, Oplosser, Uitgang, ontleed, zoek_op
from verwijsindex.domain.bezorgen import Afloop, Handdruk, Uitkomst, Zending
from verwijsindex.domain.gebeurtenis import cloudevent
from verwijsindex.protocol.spoor import nieuw_spoor
from verwijsindex.protocol.webhook import hmac_van, kop, te_tekenen

Koppen = list[tuple[str, str]]

TIJD = 15.0
VERBINDTIJD = 5.0
# The body of an answer is read only so that its connection can be used again: that is worth no more than this.
UITLEESTIJD = 1.0
# Shorter than many servers keep an idle connection, so that ours is seldom closed just as a message goes over it.
RUSTTIJD = 4.0
TEGELIJK = 64
AGENT = "verwijsindex"
SOORT = "application/cloudevents+json; charset=utf-8"

GEWEIGERD = "handdruk-geweigerd"
NIET_OP_TIJD = "geen-antwoord-op-tijd"


@dataclass(frozen=True, slots=True)
class _Antwoord:
    """Status and headers of an answer, or the code of why there is none; never its body."""

    status: int = 0
    koppen: tuple[tuple[bytes, bytes], ...] = ()
    fout: str = ""

    def kop(self, naam: bytes) -> str | None:
        """The value of a header; of one that is repeated all values with commas between, as HTTP reads it."""
        gevonden = [waarde.decode("latin-1").strip() for eigen, waarde in self.koppen if eigen.lower() == naam]
        return ", ".join(gevonden) if gevonden else None


class Webhooks:
    """Puts messages on webhooks; open (`async with`) where `bezorg` is called, so that connections are closed again.

    `teken` gives the ed25519 signatures, by the keys of this index for a subscription, over the given bytes; `bron` is
    the URN of this index, `adres` where others reach it, `binnen` development. `tls` and `net` are for those who trust
    another authority or make connections otherwise; `tijd` is how many seconds a try may take, whatever happens, from
    its turn: no more than 64 go at once. Raises ValueError when `adres` has no host to name us by.
    """

    def __init__(
        self,
        teken: Callable[[UUID, bytes], tuple[bytes, ...]],
        bron: str,
        adres: str,
        *,
        binnen: bool,
        oplossen: Oplosser = zoek_op,
        tijd: float = TIJD,
        tls: ssl.SSLContext | None = None,
        net: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._teken = teken
        self._bron = bron
        self._adres = adres
        self._afzender = urlsplit(adres).hostname or ""
        if not self._afzender:
            raise ValueError("het eigen adres heeft geen naam")
        self._binnen = binnen
        self._tijd = tijd
        self._tls = tls or httpcore.default_ssl_context()
        self._uitgang = Uitgang(oplossen, binnen=binnen, net=net)
        self._verbindingen = self._nieuwe_verbindingen()
        # Nobody waits inside httpcore: one that is cancelled while it waits there leaves a place taken forever.
        self._beurten = anyio.CapacityLimiter(TEGELIJK)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._verbindingen.aclose()

    async def bezorg(self, zending: Zending, nu: datetime) -> Uitkomst:
        """One try at `nu`, signed by Standard Webhooks. Never raises for what a receiver does.

        Received is every 2xx, once its headers are in; 410 is never again. Codes of what failed: `status-<n>`,
        `geen-antwoord-op-tijd`, `geen-verbinding`, `tls-ongeldig`, `naam-onbekend` and `adres-niet-toegestaan`.
        """
        gebeurtenis = zending.gebeurtenis
        inhoud = json.dumps(cloudevent(gebeurtenis, self._bron, self._adres), separators=(",", ":")).encode()
        kenmerk, tijdstip = str(gebeurtenis.id), int(nu.timestamp())
        getekend = te_tekenen(kenmerk, tijdstip, inhoud)
        tekens = kop(
            self._teken(zending.abonnement, getekend), (hmac_van(geheim, getekend) for geheim in zending.geheimen)
        )
        koppen = [
            ("Content-Type", SOORT),
            ("webhook-id", kenmerk),
            ("webhook-timestamp", str(tijdstip)),
            ("webhook-signature", tekens),
            # The name agreed in the handshake: in `Origin` up to version 1.0.1 of the CloudEvents webhook spec.
            ("Origin", self._afzender),
            ("WebHook-Request-Origin", self._afzender),
            # A trace that begins here: that of who reported would tell the receiver whose call it was.
            ("traceparent", nieuw_spoor()),
        ]
        try:
            doel = ontleed(zending.adres, binnen=self._binnen)
        except AdresFout:
            return Uitkomst(Afloop.MISLUKT, "adres-niet-toegestaan")
        async with self._beurten:
            return _uitkomst(await self._vraag(self._verbindingen, "POST", doel, koppen, inhoud), nu)

    def begroet(self, adres: str) -> Handdruk:
        """Ask a receiver whether it wants our messages, and how many a minute (CloudEvents webhook spec, section 4).

        For a thread without an event loop. Never raises for what a receiver does; codes as of `bezorg` and `ontleed`,
        and `handdruk-geweigerd`.
        """
        try:
            doel = ontleed(adres, binnen=self._binnen)
        except AdresFout as fout:
            return Handdruk(akkoord=False, code=fout.code)
        return _handdruk(anyio.run(self._begroet, doel), self._afzender)

    async def _begroet(self, doel: Doel) -> _Antwoord:
        async with self._nieuwe_verbindingen() as verbindingen:
            return await self._vraag(verbindingen, "OPTIONS", doel, [("WebHook-Request-Origin", self._afzender)])

    async def _vraag(
        self,
        verbindingen: httpcore.AsyncConnectionPool,
        methode: str,
        doel: Doel,
        koppen: Koppen,
        inhoud: bytes | None = None,
    ) -> _Antwoord:
        """The answer as soon as its headers are in; what comes after cannot change it."""
        antwoord = _Antwoord(fout=NIET_OP_TIJD)
        with anyio.move_on_after(self._tijd):
            try:
                async with verbindingen.stream(
                    methode,
                    httpcore.URL(scheme=doel.schema, host=doel.host, port=doel.poort, target=doel.pad),
                    headers=[("Host", _hostkop(doel)), ("User-Agent", AGENT), *koppen],
                    content=inhoud,
                    extensions={"timeout": {"connect": VERBINDTIJD}},
                ) as ontvangen:
                    antwoord = _Antwoord(ontvangen.status, tuple(ontvangen.headers))
                    with anyio.move_on_after(UITLEESTIJD):
                        async for _ in ontvangen.aiter_stream():
                            pass
            except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, AdresFout) as fout:
                if not antwoord.status:
                    antwoord = _Antwoord(fout=_code(fout))
        return antwoord

    def _nieuwe_verbindingen(self) -> httpcore.AsyncConnectionPool:
        """Connections by name, so that one that was checked for a name never carries what is meant for another."""
        return httpcore.AsyncConnectionPool(
            ssl_context=self._tls,
            max_connections=2 * TEGELIJK,
            keepalive_expiry=RUSTTIJD,
            network_backend=self._uitgang,
        )


def _hostkop(doel: Doel) -> str:
    host = f"[{doel.host}]" if ":" in doel.host else doel.host
    return host if doel.poort == {"https": 443, "http": 80}[doel.schema] else f"{host}:{doel.poort}"


def _code(fout: Exception) -> str:
    if isinstance(fout, AdresFout):
        return fout.code
    return NIET_OP_TIJD if isinstance(fout, httpcore.TimeoutException) else "geen-verbinding"


def _uitkomst(antwoord: _Antwoord, nu: datetime) -> Uitkomst:
    if antwoord.fout:
        return Uitkomst(Afloop.MISLUKT, antwoord.fout)
    if 200 <= antwoord.status < 300:
        return Uitkomst(Afloop.GELUKT)
    if antwoord.status == 410:
        return Uitkomst(Afloop.WEG, "status-410")
    return Uitkomst(Afloop.MISLUKT, f"status-{antwoord.status}", _wacht(antwoord.kop(b"retry-after"), nu))


def _wacht(gevraagd: str | None, nu: datetime) -> timedelta | None:
    """How long `Retry-After` asks to wait (RFC 9110, section 10.2.3), never less than nothing; None for nonsense."""
    if gevraagd is None:
        return None
    if re.fullmatch(r"-?[0-9]{1,10}", gevraagd):
        return max(timedelta(seconds=int(gevraagd)), timedelta())
    try:
        moment = parsedate_to_datetime(gevraagd)
    except (ValueError, OverflowError):
        return None
    return max(moment.replace(tzinfo=moment.tzinfo or UTC) - nu, timedelta())


def _handdruk(antwoord: _Antwoord, afzender: str) -> Handdruk:
    """Consent is in the header, not in the status: many a server says 200 to every OPTIONS (section 4.2)."""
    if antwoord.fout:
        return Handdruk(akkoord=False, code=antwoord.fout)
    toegestaan, tempo = antwoord.kop(b"webhook-allowed-origin"), antwoord.kop(b"webhook-allowed-rate")
    if antwoord.status >= 400 or toegestaan is None or toegestaan.lower() not in {afzender, "*"}:
        return Handdruk(akkoord=False, code=GEWEIGERD)
    if tempo is None or tempo == "*":
        return Handdruk(akkoord=True)
    if not re.fullmatch(r"[0-9]{1,9}", tempo) or int(tempo) < 1:
        return Handdruk(akkoord=False, code=GEWEIGERD)
    return Handdruk(akkoord=True, per_minuut=int(tempo))
