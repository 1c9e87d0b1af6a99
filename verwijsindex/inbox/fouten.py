# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Errors below /inbox as pages: what happened and what to do, in Dutch."""

import re
from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.errors import Weigering
from verwijsindex.domain.logboek import Rol
from verwijsindex.inbox import sessie as sessies
from verwijsindex.inbox.bezoeker import huis_van
from verwijsindex.inbox.sessie import Sessie
from verwijsindex.inbox.weergave import toon

TEKSTEN = {
    400: ("Deze aanvraag klopt niet", "De inbox begrijpt deze aanvraag niet en heeft niets gedaan. Begin opnieuw."),
    403: ("Dit mag niet", ""),
    404: (
        "Niet gevonden",
        "Deze bladzijde bestaat niet, of is niet voor u. Een match verdwijnt als hij is afgesloten, vervallen of aan"
        " een ander is toegewezen.",
    ),
    405: ("Dit kan hier niet", "Er is niets gedaan. Begin opnieuw vanaf uw matches."),
    409: ("Dit kan nu niet", ""),
    413: ("Te groot", "U stuurde meer dan een formulier kan bevatten. Er is niets gedaan."),
    500: ("Er ging iets mis", "Er is niets gedaan. Probeer het later opnieuw."),
    503: ("Even niet bereikbaar", "De inbox is even niet bereikbaar en heeft niets gedaan. Probeer het opnieuw."),
}
PER_CODE = {
    "bsn-geweigerd": "In uw aanvraag staat een getal dat een BSN kan zijn. De inbox neemt geen BSN aan, ook niet in een"
    " adres. Er is niets gedaan.",
}
# Who may not or cannot now is told why, in the words of the rule, and that nothing changed.
WEIGERINGEN = frozenset({403, 409})
NIETS_VERANDERD = "Er is niets veranderd."
MATCH = re.compile(r"/inbox/matches/[0-9a-f-]{36}")


def pagina(
    request: Request, status: int, besluiten: Sequence[Besluit], koppen: Mapping[str, str] | None = None
) -> Response:
    """The page for a refusal or fault; who has no session is sent to log in, and from there to where he was going."""
    besluit = besluiten[0]
    if status == 401:
        return _naar_inloggen(request, besluit.code)
    titel, tekst = TEKSTEN.get(status, TEKSTEN[400])
    if status in WEIGERINGEN:
        tekst = f"{besluit.zin} {NIETS_VERANDERD}"
    tekst = PER_CODE.get(besluit.code, tekst)
    opnieuw = request.url.path if status == 503 and request.method == "GET" else None
    match = MATCH.match(request.url.path) if request.method == "POST" and status != 404 else None
    terug = match[0] if match else None
    extra = {"opnieuw": opnieuw, "terug": terug, "thuis": _thuis(request)}
    return toon("fout.html", None, status, koppen, titel=titel, tekst=tekst, **extra)


def _thuis(request: Request) -> str:
    """Where he can go on from here, whatever it is that failed."""
    try:
        return sessies.thuis(sessies.lees(request.cookies, huis_van(request)).rol)
    except Weigering:
        return sessies.thuis(Rol.ONBEKEND)


def _naar_inloggen(request: Request, code: str) -> Response:
    huis = huis_van(request)
    pad = request.url.path
    naar = pad if request.method == "GET" and MATCH.fullmatch(pad) else ""
    antwoord = RedirectResponse("/inbox/inloggen", 303)
    sessies.zet(antwoord, huis, Sessie(huis.tools.klok(), melding=code, naar=naar))
    return antwoord
