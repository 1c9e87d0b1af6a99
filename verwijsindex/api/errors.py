# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""One table from error to status, one shape for every error: problem+json (RFC 9457, NLgov API Design Rules 2.2)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from verwijsindex.api.deps import aanroep_van, installatie_van
from verwijsindex.domain import errors
from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.log import Gebeurtenis, meld
from verwijsindex.use_cases.handeling import leg_weigering_vast

STATUS: dict[type[errors.Weigering], int] = {
    errors.OngeldigeInvoer: 400,
    errors.NietIngelogd: 401,
    errors.NietToegestaan: 403,
    errors.NietGevonden: 404,
    errors.Strijdig: 409,
    errors.TeGroot: 413,
    errors.Onbereikbaar: 503,
}
TITELS = {
    400: "Ongeldige aanvraag",
    401: "Niet ingelogd",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    409: "Strijdig met wat er is",
    413: "Te groot",
    500: "Er ging iets mis",
    503: "Even niet bereikbaar",
}
PER_FOUT = {
    "missing": ("veld-ontbreekt", "Dit veld ontbreekt. Vul het in."),
    "extra_forbidden": ("veld-onbekend", "Dit veld bestaat niet. Haal het weg."),
    "date_from_datetime_inexact": ("datum-ongeldig", "Geef een datum als JJJJ-MM-DD."),
    "json_invalid": ("geen-json", "De aanvraag is geen geldige JSON."),
    "enum": ("waarde-onbekend", "Deze waarde staat niet in de lijst. Kijk in /v1/openapi.json."),
    "literal_error": ("waarde-onbekend", "Deze waarde staat niet in de lijst. Kijk in /v1/openapi.json."),
    "too_short": ("te-weinig", "Hier staan te weinig waarden."),
    "too_long": ("te-veel", "Hier staan te veel waarden."),
}


def probleem(status: int, besluiten: Sequence[Besluit], kop: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer for a refusal: the first names the whole, `fouten` holds all of them."""
    eerste = besluiten[0]
    return JSONResponse(
        {
            "status": status,
            "title": TITELS.get(status, HTTPStatus(status).phrase),
            "detail": eerste.zin,
            "code": eerste.code,
            "regel": eerste.regel,
            "fouten": [{"code": b.code, "regel": b.regel, "melding": b.zin, "wijzer": b.wijzer} for b in besluiten],
        },
        status,
        dict(kop or {}),
        "application/problem+json",
    )


def _weigering(request: Request, fout: Exception) -> JSONResponse:
    weigering = cast(errors.Weigering, fout)
    status = next(STATUS[soort] for soort in type(weigering).__mro__ if soort in STATUS)
    installatie = installatie_van(request)
    try:
        leg_weigering_vast(installatie.tools, aanroep_van(request), f"{request.method.lower()}:weigeren", weigering)
    except errors.Onbereikbaar as weg:
        status, weigering = 503, weg
    kop = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}.get(status)
    return probleem(status, weigering.besluiten, kop)


def _vorm(request: Request, fout: Exception) -> JSONResponse:
    """Invalid input is 400, all faults at once, without the values."""
    return _weigering(request, errors.OngeldigeInvoer(vormfouten(cast(RequestValidationError, fout).errors())))


def vormfouten(fouten: Sequence[Any]) -> list[Besluit]:
    """Pydantic's faults as refusals with a JSON pointer; the offending value is never repeated (S10)."""
    return [_vormfout(fout) for fout in fouten] or [geweigerd("ongeldig", "S03", "De aanvraag is ongeldig.")]


def _vormfout(fout: Mapping[str, Any]) -> Besluit:
    code, zin = PER_FOUT.get(fout["type"], ("waarde-ongeldig", "Deze waarde is ongeldig. Kijk in /v1/openapi.json."))
    if fout["type"] == "value_error" and (eigen := (fout.get("ctx") or {}).get("error")):
        zin = str(eigen)
    plaats = [str(deel) for deel in fout["loc"] if deel not in ("body", "query", "path", "header")]
    wijzer = (
        ""
        if fout["type"] == "extra_forbidden" and not plaats[:-1] and not plaats[-1].isidentifier()
        else "/".join(["", *plaats])
    )
    return geweigerd(code, "S03", zin, wijzer)


def _http(request: Request, fout: Exception) -> JSONResponse:
    """404 and 405 of the router itself."""
    fout = cast(HTTPException, fout)
    zinnen = {
        404: "Dit adres bestaat niet. Kijk in /v1/openapi.json.",
        405: "Deze methode kan hier niet. Kijk in /v1/openapi.json.",
    }
    code = {404: "niet-gevonden", 405: "methode-niet-toegestaan"}.get(fout.status_code, "aanvraag-ongeldig")
    besluit = geweigerd(code, "I06", zinnen.get(fout.status_code, "De aanvraag is ongeldig."))
    return probleem(fout.status_code, [besluit], fout.headers)


def _onverwacht(request: Request, fout: Exception) -> JSONResponse:
    route = request.scope.get("route")
    meld(Gebeurtenis.ONVERWACHT, fout=type(fout).__name__, route=getattr(route, "path", "onbekend"))
    return probleem(
        500, [geweigerd("onverwacht", "N01", "Er ging iets mis en er is niets gedaan. Probeer het later opnieuw.")]
    )


def stel_in(app: FastAPI) -> None:
    """Install the handlers."""
    app.add_exception_handler(errors.Weigering, _weigering)
    app.add_exception_handler(RequestValidationError, _vorm)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _onverwacht)
