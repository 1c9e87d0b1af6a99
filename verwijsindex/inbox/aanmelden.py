# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Coming in and going out, and what every page needs: stylesheet and icon."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietGevonden, NietIngelogd, NietToegestaan
from verwijsindex.domain.logboek import Rol
from verwijsindex.inbox import sessie as sessies
from verwijsindex.inbox.antwoord import af
from verwijsindex.inbox.bezoeker import Huis, Inlogger, Vertrekker, aanroep
from verwijsindex.inbox.meldingen import MELDINGEN
from verwijsindex.inbox.sessie import Sessie
from verwijsindex.inbox.weergave import BESTANDEN, toon
from verwijsindex.use_cases import beheer, bezoek

router = APIRouter(prefix="/inbox")

ALLEEN_ONTWIKKELING = geweigerd(
    "inloggen-hier-niet",
    "I02",
    "Inloggen zonder wachtwoord kan alleen in een ontwikkelomgeving.",
)


@router.get("/inloggen")
def inloggen(huis: Huis, request: Request) -> Response:
    """Demo people in development; elsewhere an honest sentence."""
    nu = huis.tools.klok()
    try:
        sessie = sessies.lees(request.cookies, huis)
    except NietIngelogd:
        sessie = Sessie(nu)
    antwoord = toon(
        "inloggen.html",
        None,
        melding=MELDINGEN.get(sessie.melding),
        csrf=sessie.csrf,
        ontwikkeling=huis.ontwikkeling,
        regisseurs=[r for r in beheer.regisseurs(huis.tools) if r.actief] if huis.ontwikkeling else [],
        gemeenten=bezoek.gemeenten(huis.tools) if huis.ontwikkeling else [],
        privacy=bezoek.privacyfunctionarissen(huis.tools) if huis.ontwikkeling else [],
    )
    return af(antwoord, huis, sessie)


def _alleen_ontwikkeling(huis: Huis) -> None:
    """The design refuses log-in without proof outside development."""
    if not huis.ontwikkeling:
        raise NietToegestaan([ALLEEN_ONTWIKKELING])


@router.post("/inloggen", dependencies=[Depends(_alleen_ontwikkeling)])
def log_in(
    huis: Huis,
    request: Request,
    inlogger: Inlogger,
    rol: Annotated[Rol, Form()],
    wie: Annotated[str, Form(max_length=40)],
) -> Response:
    """Start a session of a demo person, with a new identity of its own."""
    beller = request.state.aanroep = aanroep(request, rol, wie)
    bezoek.begin_sessie(huis.tools, beller)
    antwoord = RedirectResponse(inlogger.naar or sessies.thuis(rol), 303)
    sessies.zet(antwoord, huis, Sessie(huis.tools.klok(), rol=rol, wie=wie))
    return antwoord


@router.post("/uitloggen")
def log_uit(huis: Huis, vertrekker: Vertrekker) -> Response:
    """End the session: the browser gets an empty one."""
    bezoek.eindig_sessie(huis.tools, vertrekker.wie)
    antwoord = RedirectResponse("/inbox/inloggen", 303)
    sessies.zet(antwoord, huis, Sessie(huis.tools.klok(), melding="uitgelogd"))
    return antwoord


@router.get("/static/{naam}")
def bestand(naam: str) -> Response:
    """Stylesheet and icon."""
    if naam not in BESTANDEN:
        raise NietGevonden
    soort, inhoud = BESTANDEN[naam]
    return Response(inhoud, media_type=soort)
