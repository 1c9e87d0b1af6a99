# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What every request and answer passes: a size limit, the refusal of BSNs (S10), and the headers of every answer."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from verwijsindex.api.deps import aanroep_van, installatie_van
from verwijsindex.api.errors import STATUS, probleem
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import Onbereikbaar, OngeldigeInvoer, TeGroot, Weigering
from verwijsindex.protocol.bsn import is_bsn
from verwijsindex.use_cases.handeling import leg_weigering_vast

VERSIE = "0.1.0"
GRENS = 64 * 1024
GRENS_BATCH = 4 * 1024 * 1024
DIEPTE = 32
BSN = geweigerd(
    "bsn-geweigerd",
    "S10",
    "Uw aanvraag bevat een getal dat een BSN kan zijn. De index neemt geen BSN aan: stuur een token.",
)
KOPPEN = {
    "api-version": VERSIE,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Koppen:
    """Puts the fixed headers on every answer, errors included; an answer's own header wins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""

        async def met_koppen(bericht: Message) -> None:
            if bericht["type"] == "http.response.start":
                eigen = {naam.lower() for naam, _ in bericht["headers"]}
                bericht["headers"] = [
                    *bericht["headers"],
                    *((n.encode(), w.encode()) for n, w in KOPPEN.items() if n.encode() not in eigen),
                ]
            await send(bericht)

        await self._app(scope, receive, met_koppen)


class Poortwachter:
    """Reads the whole body within its limit and looks for a BSN anywhere, before a route sees anything (S10)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        grens = GRENS_BATCH if scope["path"].endswith("/signaalbatches") else GRENS
        try:
            lichaam = await _lees(receive, grens)
            if any(is_bsn(deel) for deel in _waarden(scope, lichaam)):
                raise OngeldigeInvoer([BSN])
        except Weigering as weigering:
            await _weiger(scope, receive, send, weigering)
            return
        gelezen = False

        async def opnieuw() -> Message:
            nonlocal gelezen
            if gelezen:
                return await receive()
            gelezen = True
            return {"type": "http.request", "body": lichaam, "more_body": False}

        await self._app(scope, opnieuw, send)


async def _lees(receive: Receive, grens: int) -> bytes:
    delen: list[bytes] = []
    lengte = 0
    while True:
        bericht = await receive()
        delen.append(bericht.get("body", b""))
        lengte += len(delen[-1])
        if lengte > grens:
            zin = f"De aanvraag is groter dan {grens // 1024} KiB. Verdeel hem."
            raise TeGroot([geweigerd("te-groot", "S08", zin)])
        if not bericht.get("more_body"):
            return b"".join(delen)


async def _weiger(scope: Scope, receive: Receive, send: Send, weigering: Weigering) -> None:
    request = Request(scope, receive)
    status = STATUS[type(weigering)]
    try:
        await _vastleggen(request, weigering)
    except Onbereikbaar as weg:
        status, weigering = 503, weg
    await probleem(status, weigering.besluiten)(scope, receive, send)


async def _vastleggen(request: Request, weigering: Weigering) -> None:
    tools = installatie_van(request).tools
    await run_sync(leg_weigering_vast, tools, aanroep_van(request), "aanvraag:weigeren", weigering)


def _waarden(scope: Scope, lichaam: bytes) -> Iterator[str]:
    """Every scalar of path, query and body as text."""
    yield from scope["path"].split("/")
    vraag = scope["query_string"].decode("latin-1")
    yield from (deel for paar in parse_qsl(vraag, keep_blank_values=True) for deel in paar)
    soort = next((w for n, w in scope["headers"] if n == b"content-type"), b"")
    if soort.startswith(b"application/x-www-form-urlencoded"):
        yield from (deel for paar in parse_qsl(lichaam.decode("utf-8", "replace")) for deel in paar)
    elif lichaam:
        try:
            inhoud = json.loads(lichaam)
        except (ValueError, RecursionError):
            return
        yield from _scalars(inhoud, DIEPTE)


def _scalars(waarde: Any, diepte: int) -> Iterator[str]:
    """Scalars and names of fields; deeper than any of our shapes is refused by shape."""
    if isinstance(waarde, str):
        yield waarde
    elif isinstance(waarde, (int, float)) and not isinstance(waarde, bool):
        yield str(int(waarde)) if float(waarde).is_integer() else str(waarde)
    elif diepte and isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield sleutel
            yield from _scalars(deel, diepte - 1)
    elif diepte and isinstance(waarde, list):
        for deel in waarde:
            yield from _scalars(deel, diepte - 1)
