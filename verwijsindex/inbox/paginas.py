# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the inbox: log in, see the matches, accept one and do what it asks, log out (I02, R03, V07, M11)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.errors import (
    NietGevonden,
    NietIngelogd,
    NietToegestaan,
    OngeldigeInvoer,
    Strijdig,
    Weigering,
)
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Gever
from verwijsindex.inbox import beelden
from verwijsindex.inbox import sessie as sessies
from verwijsindex.inbox.bezoeker import Bezoek, Bezoeker, Huis, Indiener, Inlogger, aanroep
from verwijsindex.inbox.formulieren import INTREKKERS, Ingevuld, Voortzetformulier
from verwijsindex.inbox.sessie import Sessie
from verwijsindex.inbox.weergave import BESTANDEN, toon
from verwijsindex.use_cases import beheer, bezoek, matches
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(prefix="/inbox", default_response_class=HTMLResponse)

PER_BLADZIJDE = 100
ALLEEN_ONTWIKKELING = geweigerd(
    "inloggen-hier-niet",
    "I02",
    "Inloggen zonder wachtwoord kan alleen in een ontwikkelomgeving.",
)
MELDINGEN = {
    "geen-sessie": "Log in om verder te gaan.",
    "sessie-verlopen": "Uw sessie is verlopen. Log opnieuw in.",
    "uitgelogd": "U bent uitgelogd.",
    "aangenomen": "U hebt deze match aangenomen. U hebt nu de regie.",
    "basiszorg-gevraagd": "De index vraagt wie actief bij dit kind betrokken is u te bellen. Waarom staat er niet bij.",
    "voortgezet": "De toestemming van het gezin is vastgelegd. U houdt de regie.",
    "ingetrokken": "Vastgelegd: het gezin heeft de toestemming ingetrokken.",
    bezoek.GEEN_TOEGANG.code: bezoek.GEEN_TOEGANG.zin,
}
NIET_AAN_U = "Deze match is niet aan u toegewezen. Alleen de regisseur van de match kan"
# Whose deed it is, said to the person at the page; other refusals speak for themselves.
BEZWAREN = {
    "aangenomen": f"{NIET_AAN_U} hem aannemen.",
    "basiszorg-gevraagd": f"{NIET_AAN_U} dit doen.",
    "voortgezet": f"{NIET_AAN_U} ermee doorgaan.",
    "ingetrokken": f"{NIET_AAN_U} dit vastleggen.",
}
TAAK_WEG = geweigerd("niet-gevonden", "V07", "Deze taak is er niet meer. Kijk hieronder wat er nu te doen staat.")
WEIGERINGEN: dict[type[Weigering], int] = {OngeldigeInvoer: 400, NietToegestaan: 403, Strijdig: 409}


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


def _bladzijde(
    huis: Installatie,
    bezoeker: Bezoek,
    match_id: UUID,
    status: int = 200,
    bezwaren: Sequence[Besluit] = (),
    formulier: Voortzetformulier | None = None,
) -> Response:
    """The page of a match; after a refusal with its sentences on top, and the form as it was filled in."""
    beeld = matches.lees(huis.tools, bezoeker.wie, match_id)
    vandaag = beheer.vandaag(huis.tools)
    return toon(
        "match.html",
        bezoeker,
        status,
        melding=MELDINGEN.get(bezoeker.sessie.melding),
        bezwaren=bezwaren,
        velden={besluit.wijzer.removeprefix("/") for besluit in bezwaren if besluit.wijzer},
        formulier=formulier or Voortzetformulier(),
        intrekkers=INTREKKERS,
        match=beelden.bladzijde(beeld, vandaag, coordinator=bezoeker.coordinator),
        vandaag=vandaag,
    )


def _doe(
    huis: Installatie,
    indiener: Bezoek,
    match_id: str,
    melding: str,
    daad: Callable[[UUID], object],
    formulier: Voortzetformulier | None = None,
) -> Response:
    """A deed on a match: back to its page with a confirmation, or a refusal as sentences on that page."""
    id_ = _id(match_id)
    try:
        daad(id_)
    except (OngeldigeInvoer, NietToegestaan, Strijdig) as weigering:
        bezwaren = [
            replace(besluit, zin=BEZWAREN[melding]) if besluit.code == "niet-uw-match" else besluit
            for besluit in weigering.besluiten
        ]
        blad = _bladzijde(huis, indiener, id_, WEIGERINGEN[type(weigering)], bezwaren, formulier)
        return _af(blad, huis, indiener.sessie)
    antwoord = RedirectResponse(f"/inbox/matches/{id_}", 303)
    sessies.zet(antwoord, huis, replace(indiener.sessie, melding=melding))
    return antwoord


@router.post("/matches/{match_id}/aanvaardingen")
def aanvaard(huis: Huis, indiener: Indiener, match_id: str) -> Response:
    """The director accepts (R03)."""
    return _doe(huis, indiener, match_id, "aangenomen", lambda id_: matches.aanvaard(huis.tools, indiener.wie, id_))


@router.post("/matches/{match_id}/taken/{taak_id}/afhandelingen")
def handel_af(huis: Huis, indiener: Indiener, match_id: str, taak_id: str) -> Response:
    """The director has the basic care of a child asked to call him (V07)."""
    taak = _id(taak_id)
    try:
        return _doe(
            huis,
            indiener,
            match_id,
            "basiszorg-gevraagd",
            lambda id_: matches.handel_af(huis.tools, indiener.wie, id_, taak),
        )
    except NietGevonden:
        # The ground may have lapsed since he saw the task. Whose match it is not finds no page either (I06).
        return _af(_bladzijde(huis, indiener, _id(match_id), 404, [TAAK_WEG]), huis, indiener.sessie)


@router.post("/matches/{match_id}/toestemmingen")
def zet_voort(huis: Huis, indiener: Indiener, match_id: str, ingevuld: Ingevuld) -> Response:
    """The director continues on consent of his own (M11)."""
    return _doe(
        huis,
        indiener,
        match_id,
        "voortgezet",
        lambda id_: matches.zet_voort(huis.tools, indiener.wie, id_, ingevuld.opgave()),
        ingevuld,
    )


@router.post("/matches/{match_id}/intrekkingen")
def trek_in(huis: Huis, indiener: Indiener, match_id: str, door: Annotated[Gever, Form()]) -> Response:
    """The family withdraws the consent on which the director continued (T04, M11)."""
    return _doe(
        huis,
        indiener,
        match_id,
        "ingetrokken",
        lambda id_: matches.trek_voortzetting_in(huis.tools, indiener.wie, id_, door),
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
