# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What every request and answer passes: a size limit, the refusal of BSNs (S10), and the headers of every answer."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from verwijsindex.api.deps import aanroep_van
from verwijsindex.api.errors import BSN, onverwacht, weiger
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import OngeldigeInvoer, TeGroot, Weigering
from verwijsindex.protocol.bsn import is_bsn

VERSIE = "0.1.0"
GRENS = 64 * 1024
GRENS_BATCH = 4 * 1024 * 1024
DIEPTE = 32
AFMELDEN = "/inbox/post/"
SOORT = geweigerd(
    "inhoudstype-onbekend",
    "S10",
    "Stuur JSON (Content-Type: application/json), of een formulier waar dat wordt gevraagd: iets anders gaat niet.",
)
GEEN_JSON = geweigerd("geen-json", "S03", "De aanvraag is geen geldige JSON.")
TE_DIEP = geweigerd("te-diep", "S03", "De aanvraag is dieper genest dan de index leest. Kijk in /v1/openapi.json.")
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
    """Puts the fixed headers on every answer, errors included; an answer's own header wins.

    A fault of our own is answered here and goes no further: the server's log would hold what the fault says, and that
    may be a value of the request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        begonnen = False

        async def met_koppen(bericht: Message) -> None:
            nonlocal begonnen
            if bericht["type"] == "http.response.start":
                begonnen = True
                eigen = {naam.lower() for naam, _ in bericht["headers"]}
                bericht["headers"] = [
                    *bericht["headers"],
                    *((n.encode(), w.encode()) for n, w in KOPPEN.items() if n.encode() not in eigen),
                ]
            await send(bericht)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, met_koppen)
        except Exception as fout:  # noqa: BLE001 (the last one who can keep it out of the server's log)
            antwoord = onverwacht(Request(scope), fout)
            if not begonnen:
                await antwoord(scope, receive, met_koppen)


class Poortwachter:
    """Reads the whole body within its limit and looks for a BSN anywhere, before a route sees anything (S10)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        aanroep_van(request)  # from here on every part finds the request's trace in its state
        grens = GRENS_BATCH if scope["path"].endswith("/signaalbatches") else GRENS
        try:
            lichaam = await _lees(receive, grens)
            if lichaam is None:
                return
            # Every blank goes, not only the space that the rule names: a tab or a hard space hides no number.
            if any(is_bsn("".join(deel.split())) for deel in _waarden(request, lichaam)):
                raise OngeldigeInvoer([BSN])
        except Weigering as weigering:
            antwoord = await run_sync(weiger, request, weigering)
            await antwoord(scope, receive, send)
            return
        gelezen = False

        async def opnieuw() -> Message:
            nonlocal gelezen
            if gelezen:
                return await receive()
            gelezen = True
            return {"type": "http.request", "body": lichaam, "more_body": False}

        await self._app(scope, opnieuw, send)


async def _lees(receive: Receive, grens: int) -> bytes | None:
    """The whole body; None when the client left before its end. Raises TeGroot."""
    delen: list[bytes] = []
    lengte = 0
    while True:
        bericht = await receive()
        if bericht["type"] == "http.disconnect":
            return None
        delen.append(bericht.get("body", b""))
        lengte += len(delen[-1])
        if lengte > grens:
            zin = f"De aanvraag is groter dan {grens // 1024} KiB. Verdeel hem."
            raise TeGroot([geweigerd("te-groot", "S08", zin)])
        if not bericht.get("more_body"):
            return b"".join(delen)


def _waarden(request: Request, lichaam: bytes) -> Iterator[str]:
    """Every scalar and name of path, query and body as text. Raises OngeldigeInvoer for a body that it cannot read."""
    yield from request.scope["path"].split("/")
    yield from _paren(request.scope["query_string"])
    if not lichaam:
        return
    soort = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if soort == "application/x-www-form-urlencoded":
        # Our form parser takes `;` between fields as well.
        yield from _paren(lichaam.replace(b";", b"&"))
    elif soort == "multipart/form-data" and request.scope["path"].startswith(AFMELDEN):
        # What a mail program sends at one click (RFC 8058); the route reads no field of it but a fixed word.
        yield from lichaam.decode("utf-8", "replace").splitlines()
    elif soort == "application/json" or (soort.startswith("application/") and soort.endswith("+json")):
        yield from _scalars(_json(lichaam), DIEPTE)
    else:
        raise OngeldigeInvoer([SOORT])


def _paren(tekst: bytes) -> Iterable[str]:
    return (deel for paar in parse_qsl(tekst.decode("utf-8", "replace"), keep_blank_values=True) for deel in paar)


def _json(lichaam: bytes) -> Any:
    """Objects as lists of names and values, so that a name that stands there twice is seen twice."""
    try:
        return json.loads(lichaam, object_pairs_hook=lambda paren: [deel for paar in paren for deel in paar])
    except ValueError:
        raise OngeldigeInvoer([GEEN_JSON]) from None
    except RecursionError:
        raise OngeldigeInvoer([TE_DIEP]) from None


def _scalars(waarde: Any, diepte: int) -> Iterator[str]:
    if isinstance(waarde, list):
        if not diepte:
            raise OngeldigeInvoer([TE_DIEP])
        for deel in waarde:
            yield from _scalars(deel, diepte - 1)
    elif isinstance(waarde, float) and waarde.is_integer():
        yield str(int(waarde))
    else:
        yield str(waarde)
