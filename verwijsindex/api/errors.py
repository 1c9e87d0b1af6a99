# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""One table from error to status, one shape for every error: problem+json (RFC 9457, NLgov API Design Rules 2.2)."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import Response

from verwijsindex.api.deps import afzender_van, installatie_van, voorkant_van
from verwijsindex.domain import errors
from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
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
KOP = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
DATUM = ("datum-ongeldig", "Geef een datum als JJJJ-MM-DD.")
MOMENT = ("moment-ongeldig", "Geef een moment met tijdzone, zoals 2026-11-22T10:00:00Z.")
WAARDE = ("waarde-ongeldig", "Deze waarde is ongeldig. Kijk in /v1/openapi.json.")
KEUZE = ("waarde-onbekend", "Deze waarde staat niet in de lijst. Kijk in /v1/openapi.json.")
PER_FOUT = {
    "missing": ("veld-ontbreekt", "Dit veld ontbreekt. Vul het in."),
    "extra_forbidden": ("veld-onbekend", "Dit veld bestaat niet. Haal het weg."),
    "date_from_datetime_parsing": DATUM,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "enum": KEUZE,
    "literal_error": KEUZE,
    "too_short": ("te-weinig", "Hier staan te weinig waarden."),
    "too_long": ("te-veel", "Hier staan te veel waarden."),
}
BSN = geweigerd(
    "bsn-geweigerd",
    "S10",
    "Uw aanvraag bevat een getal dat een BSN kan zijn. De index neemt geen BSN aan: stuur een token.",
)
ONGELDIG = geweigerd("aanvraag-ongeldig", "S03", "De aanvraag is ongeldig. Kijk in /v1/openapi.json.")
ONVERWACHT = geweigerd("onverwacht", "N01", "Er ging iets mis en er is niets gedaan. Probeer het later opnieuw.")
MEESTE_FOUTEN = 100
VELDNAAM = re.compile(r"[A-Za-z]{1,40}")


def probleem(status: int, besluiten: Sequence[Besluit], koppen: Mapping[str, str] | None = None) -> JSONResponse:
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
        dict(koppen or {}),
        "application/problem+json",
    )


def antwoord(
    request: Request, status: int, besluiten: Sequence[Besluit], koppen: Mapping[str, str] | None = None
) -> Response:
    """A refusal or fault as the part of the app shows it that was asked: problem+json, or the page of a `Voorkant`."""
    voorkant = voorkant_van(request)
    toon = partial(voorkant.foutpagina, request) if voorkant else probleem
    return toon(status, besluiten, {**KOP.get(status, {}), **(koppen or {})})


def status_van(weigering: errors.Weigering) -> int:
    """The HTTP status of a refusal."""
    return next(STATUS[soort] for soort in type(weigering).__mro__ if soort in STATUS)


def weiger(request: Request, weigering: errors.Weigering) -> Response:
    """Keep a refusal in the log (L01) and answer it; without the row there is no other answer than 503."""
    handeling = getattr(request.scope.get("route"), "operation_id", None) or "weigeren"
    try:
        leg_weigering_vast(installatie_van(request).tools, afzender_van(request), f"aanvraag:{handeling}", weigering)
    except errors.Onbereikbaar as weg:
        weigering = weg
    if isinstance(weigering, errors.Onbereikbaar):
        meld(Gebeurtenis.ONBEREIKBAAR, fout=weigering.eerste.code, handeling=handeling)
    return antwoord(request, status_van(weigering), weigering.besluiten)


def _weigering(request: Request, fout: Exception) -> Response:
    return weiger(request, cast(errors.Weigering, fout))


def _vorm(request: Request, fout: Exception) -> Response:
    """Invalid input is 400, all faults at once, without the values."""
    fouten = cast(RequestValidationError, fout).errors()
    return weiger(request, errors.OngeldigeInvoer(vormfouten([{**f, "loc": f["loc"][1:]} for f in fouten])))


def vormfouten(fouten: Sequence[Any]) -> list[Besluit]:
    """Pydantic's faults as refusals with a JSON pointer, at most a hundred; no value is repeated (S10)."""
    return [_vormfout(fout) for fout in fouten[:MEESTE_FOUTEN]] or [ONGELDIG]


def _vormfout(fout: Mapping[str, Any]) -> Besluit:
    soort, plaats = fout["type"], [str(deel) for deel in fout["loc"]]
    # Our own shapes say it themselves, with a code in kebab-case.
    code, zin = (soort, fout["msg"]) if "-" in soort else PER_FOUT.get(soort, WAARDE)
    # The name of an unknown field is the sender's, who may have put anything in it: only what looks like one is told.
    if soort == "extra_forbidden" and not VELDNAAM.fullmatch(plaats[-1]):
        plaats = plaats[:-1]
    return geweigerd(code, "S03", zin, "".join(f"/{deel}" for deel in plaats))


def _http(request: Request, fout: Exception) -> Response:
    """404 and 405 of the router itself, which are no refusals: nobody's data were asked for. The rest is bad input."""
    fout = cast(HTTPException, fout)
    if fout.status_code == HTTPStatus.NOT_FOUND:
        zin = "Dit adres bestaat niet. Kijk in /v1/openapi.json."
        return antwoord(request, 404, [geweigerd("niet-gevonden", "I06", zin)])
    if fout.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        zin = "Deze methode kan hier niet. Kijk in /v1/openapi.json."
        return antwoord(request, 405, [geweigerd("methode-niet-toegestaan", "I06", zin)], {"Allow": _methoden(request)})
    return weiger(request, errors.OngeldigeInvoer([ONGELDIG]))


def _methoden(request: Request) -> str:
    """Every method of this path (RFC 9110, 10.2.1): a path is several routes, and the router names the first's."""
    pad = request.scope["path"]
    routes = iter_route_contexts(request.app.routes)
    return ", ".join(sorted({m for r in routes if r.path_regex.fullmatch(pad) for m in r.methods or ()}))


def onverwacht(request: Request, fout: Exception) -> Response:
    """The answer to a fault of our own; of the fault itself only its kind and place are told, to the technical log."""
    route = request.scope.get("route")
    meld(
        Gebeurtenis.ONVERWACHT,
        fout=soort_van(fout),
        plaats=plaats_van(fout),
        handeling=getattr(route, "operation_id", None) or "onbekend",
    )
    return antwoord(request, 500, [ONVERWACHT])


def stel_in(app: FastAPI) -> None:
    """Install the handlers."""
    app.add_exception_handler(errors.Weigering, _weigering)
    app.add_exception_handler(RequestValidationError, _vorm)
    app.add_exception_handler(HTTPException, _http)
