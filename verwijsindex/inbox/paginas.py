# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the inbox: log in, see the matches, accept one, log out (I02, R03)."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietGevonden, NietIngelogd, NietToegestaan
from verwijsindex.domain.logboek import Rol
from verwijsindex.inbox import beelden
from verwijsindex.inbox import sessie as sessies
from verwijsindex.inbox.bezoeker import Bezoek, Bezoeker, Huis, Indiener, Inlogger, aanroep
from verwijsindex.inbox.sessie import Sessie
from verwijsindex.inbox.weergave import BESTANDEN, toon
from verwijsindex.use_cases import beheer, bezoek, matches
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(prefix="/inbox", default_response_class=HTMLResponse)

PER_BLADZIJDE = 100
ALLEEN_ONTWIKKELING = geweigerd(
    "inloggen-hier-niet",
    "I02",
    "Inloggen zonder wachtwoord kan alleen in een ontwikkelomgeving. Er is niets gedaan.",
)
MELDINGEN = {
    "geen-sessie": "Log in om verder te gaan.",
    "sessie-verlopen": "Uw sessie is verlopen. Log opnieuw in.",
    "uitgelogd": "U bent uitgelogd.",
    "aangenomen": "U hebt deze match aangenomen. U hebt nu de regie.",
    bezoek.GEEN_TOEGANG.code: bezoek.GEEN_TOEGANG.zin,
}
# A refusal to accept, said to the person at the page; other codes speak for themselves.
BEZWAREN = {
    "overgang-onmogelijk": "Deze match is al aangenomen. U hoeft niets te doen.",
    "niet-uw-match": "Deze match is niet aan u toegewezen. Alleen de regisseur van de match kan hem aannemen.",
}


def _af(antwoord: Response, huis: Installatie, sessie: Sessie) -> Response:
    """Keep the session alive; its message has been shown."""
    sessies.zet(antwoord, huis, replace(sessie, melding=""))
    return antwoord


@router.get("")
def lijst(huis: Huis, bezoeker: Bezoeker, na: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The open matches of the viewer: what is new and due first (I02, R03)."""
    gevonden, laatste = matches.lijst(huis.tools, bezoeker.wie, _plaats(na), PER_BLADZIJDE)
    vandaag = beheer.vandaag(huis.tools)
    groepen = beelden.ingedeeld(gevonden, vandaag, coordinator=bezoeker.coordinator)
    antwoord = toon(
        "lijst.html",
        bezoeker,
        melding=MELDINGEN.get(bezoeker.sessie.melding),
        groepen=groepen,
        aantal=len(gevonden),
        te_laat=sum(kop.te_laat for groep in groepen for kop in groep.koppen),
        vandaag=vandaag,
        begin=not na,
        verder=f"{laatste[0].isoformat()}_{laatste[1]}" if laatste else None,
    )
    return _af(antwoord, huis, bezoeker.sessie)


def _plaats(tekst: str) -> matches.Plaats | None:
    """Where the page before stopped; anything else starts at the front."""
    moment, _, id_ = tekst.partition("_")
    try:
        plaats = datetime.fromisoformat(moment), UUID(id_)
    except ValueError:
        return None
    return plaats if plaats[0].tzinfo else None


@router.get("/matches/{match_id}")
def lees(huis: Huis, bezoeker: Bezoeker, match_id: str) -> Response:
    """One match with its explanation, within what the viewer may see (I02, M13)."""
    return _af(_bladzijde(huis, bezoeker, _id(match_id)), huis, bezoeker.sessie)


def _id(tekst: str) -> UUID:
    """What is no id is not there, as what is somebody else's (I06)."""
    try:
        return UUID(tekst)
    except ValueError:
        raise NietGevonden from None


def _bladzijde(huis: Installatie, bezoeker: Bezoek, match_id: UUID, bezwaar: str = "", status: int = 200) -> Response:
    beeld = matches.lees(huis.tools, bezoeker.wie, match_id)
    vandaag = beheer.vandaag(huis.tools)
    return toon(
        "match.html",
        bezoeker,
        status,
        melding=MELDINGEN.get(bezoeker.sessie.melding),
        bezwaar=bezwaar,
        match=beelden.bladzijde(beeld, vandaag, coordinator=bezoeker.coordinator),
    )


@router.post("/matches/{match_id}/aanvaardingen")
def aanvaard(huis: Huis, indiener: Indiener, match_id: str) -> Response:
    """The director accepts (R03); a refusal is a sentence on the page of the match."""
    id_ = _id(match_id)
    try:
        matches.aanvaard(huis.tools, indiener.wie, id_)
    except NietToegestaan as weigering:
        bezwaar = BEZWAREN.get(weigering.eerste.code, weigering.eerste.zin)
        return _af(_bladzijde(huis, indiener, id_, bezwaar, 403), huis, indiener.sessie)
    antwoord = RedirectResponse(f"/inbox/matches/{id_}", 303)
    sessies.zet(antwoord, huis, replace(indiener.sessie, melding="aangenomen"))
    return antwoord


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
    )
    return _af(antwoord, huis, sessie)


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
    antwoord = RedirectResponse(inlogger.naar or "/inbox", 303)
    sessies.zet(antwoord, huis, Sessie(huis.tools.klok(), rol=rol, wie=wie))
    return antwoord


@router.post("/uitloggen")
def log_uit(huis: Huis, indiener: Indiener) -> Response:
    """End the session: the browser gets an empty one."""
    bezoek.eindig_sessie(huis.tools, indiener.wie)
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
