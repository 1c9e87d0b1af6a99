# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Errors as application/problem+json (RFC 9457), and the shell that gives every answer its headers."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from verwijsindex.pseudoniemendienst import fouten
from verwijsindex.pseudoniemendienst.fouten import PdFout
from verwijsindex.pseudoniemendienst.log import Gebeurtenis, meld

VERSIE = "1.0.0"
GROOTSTE_AANVRAAG = 65_536  # a full batch of 1000 elements takes 46,000 bytes

STATUS: dict[type[PdFout], HTTPStatus] = {
    fouten.ElementenOngeldig: HTTPStatus.BAD_REQUEST,
    fouten.AanmeldingGeweigerd: HTTPStatus.UNAUTHORIZED,
    fouten.SoortNietToegestaan: HTTPStatus.FORBIDDEN,
    fouten.SleutelOnbekend: HTTPStatus.NOT_FOUND,
    fouten.SleutelVervallen: HTTPStatus.CONFLICT,
    fouten.BatchTeGroot: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    fouten.QuotumBereikt: HTTPStatus.TOO_MANY_REQUESTS,
    fouten.SleutelNietBeschikbaar: HTTPStatus.SERVICE_UNAVAILABLE,
    fouten.NietGereed: HTTPStatus.SERVICE_UNAVAILABLE,
}
_TITELS = {
    400: "Ongeldige aanvraag",
    401: "Niet aangemeld",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    409: "Vervallen",
    413: "Aanvraag te groot",
    429: "Te veel aanvragen",
    500: "Fout in de dienst",
    503: "Tijdelijk niet beschikbaar",
}
_HTTP_CODES = {
    404: ("niet-gevonden", "Dit adres bestaat niet."),
    405: ("methode-niet-toegestaan", "Dit adres kent deze methode niet; zie de header Allow."),
    413: ("aanvraag-te-groot", "De aanvraag is groter dan 64 kB."),
}
_KOPPEN = {
    "API-Version": VERSIE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def probleem(status: int, code: str, detail: str, fouten: Sequence[dict[str, str]] = (), **extra: str) -> JSONResponse:
    inhoud: dict[str, object] = {"status": status, "title": _TITELS.get(status, "Fout"), "detail": detail, "code": code}
    if fouten:
        inhoud["fouten"] = list(fouten)
    return JSONResponse(inhoud | extra, status, media_type="application/problem+json")


async def bij_pd_fout(_: Request, fout: PdFout) -> JSONResponse:
    plaatsen = [{"pointer": plaats, "detail": "Ongeldig element."} for plaats in fout.plaatsen]
    extra = {"error": "invalid_client"} if isinstance(fout, fouten.AanmeldingGeweigerd) else {}  # RFC 6749 section 5.2
    antwoord = probleem(STATUS[type(fout)], fout.code, fout.melding, plaatsen, **extra)
    if fout.wacht is not None:
        antwoord.headers["Retry-After"] = str(fout.wacht)
    if antwoord.status_code == HTTPStatus.UNAUTHORIZED:
        antwoord.headers["WWW-Authenticate"] = "Bearer"
    return antwoord


async def bij_ongeldige_invoer(_: Request, fout: RequestValidationError) -> JSONResponse:
    """400 with all errors. An unknown field is not named: its name came from the sender."""
    gevonden = []
    for e in fout.errors():
        soort, plaats = e["type"], e["loc"][1:]
        if soort == "extra_forbidden":
            plaats, uitleg = plaats[:-1], "Onbekend veld."
        elif soort == "json_invalid":
            plaats, uitleg = (), "Dit is geen geldige JSON."
        else:
            uitleg = "Dit veld ontbreekt." if soort == "missing" else "Ongeldige waarde."
        gevonden.append({"pointer": "".join(f"/{deel}" for deel in plaats), "detail": uitleg})
    return probleem(400, "ongeldige-invoer", "De aanvraag voldoet niet aan de beschrijving.", gevonden)


async def bij_http_fout(_: Request, fout: HTTPException) -> JSONResponse:
    code, detail = _HTTP_CODES.get(fout.status_code, ("ongeldige-invoer", "De aanvraag is ongeldig."))
    antwoord = probleem(fout.status_code, code, detail)
    antwoord.headers.update(fout.headers or {})
    return antwoord


async def bij_database_weg(_: Request, fout: Exception) -> JSONResponse:
    meld(Gebeurtenis.DATABASE_WEG, fout=type(fout))
    detail = "De dienst kan nu niet bij zijn gegevens; probeer het later opnieuw."
    antwoord = probleem(503, "database-niet-bereikbaar", detail)
    antwoord.headers["Retry-After"] = "5"
    return antwoord


class Schil:
    """Headers on every answer, a limit on the body, and no traceback of an unexpected error: it may hold input."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begonnen = False
        ontvangen = 0

        async def stuur(bericht: Message) -> None:
            nonlocal begonnen
            if bericht["type"] == "http.response.start":
                begonnen = True
                MutableHeaders(scope=bericht).update(_KOPPEN)
            await send(bericht)

        async def ontvang() -> Message:
            nonlocal ontvangen
            bericht = await receive()
            ontvangen += len(bericht.get("body", b""))
            if ontvangen > GROOTSTE_AANVRAAG:
                raise HTTPException(413)
            return bericht

        try:
            if int(Headers(scope=scope).get("content-length", "0")) > GROOTSTE_AANVRAAG:
                await probleem(413, *_HTTP_CODES[413])(scope, receive, stuur)
            else:
                await self._app(scope, ontvang, stuur)
        except Exception as fout:  # noqa: BLE001 (the last catcher: whatever it is, its text may hold input)
            meld(Gebeurtenis.ONVERWACHT, fout=type(fout))
            if not begonnen:
                await probleem(500, "onverwachte-fout", "Er ging iets mis; het is vastgelegd.")(scope, receive, stuur)
