# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The director follows up: contact, meeting, telling who leads, agreements, aftercare, closing (R03, R06, R09, R10)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from verwijsindex.domain.errors import NietToegestaan
from verwijsindex.domain.woorden import Afspraakstand, Matchstatus
from verwijsindex.inbox import opvolgformulieren as vormen
from verwijsindex.inbox.antwoord import af, bewaar, id_van, naar
from verwijsindex.inbox.bezoeker import Bezoeker, Huis, Regisseur
from verwijsindex.inbox.formulier import Formulier, Ingevuld
from verwijsindex.inbox.matchblad import adres, bladzijde, doe
from verwijsindex.inbox.meldingen import AFGESLOTEN, AFSPRAAK_WEG, IN_NAZORG, NAZORG_WEG
from verwijsindex.inbox.weergave import toon
from verwijsindex.use_cases import nazorg, opvolgen

router = APIRouter(prefix="/inbox")


@router.post("/matches/{match_id}/contacten")
def leg_contact(huis: Huis, regisseur: Regisseur, match_id: str) -> Response:
    """He spoke with those who reported (R03)."""
    return doe(
        huis, regisseur, match_id, "contact-gelegd", lambda id_: opvolgen.leg_contact(huis.tools, regisseur.wie, id_)
    )


@router.post("/matches/{match_id}/overleggen")
def overleg(huis: Huis, regisseur: Regisseur, match_id: str) -> Response:
    """There was a plan meeting, the first or a later one (R03)."""
    return doe(huis, regisseur, match_id, "overlegd", lambda id_: opvolgen.overleg(huis.tools, regisseur.wie, id_))


@router.post("/matches/{match_id}/bekendmakingen")
def maak_bekend(huis: Huis, regisseur: Regisseur, match_id: str, velden: Ingevuld) -> Response:
    """Parties hear that he leads (R09)."""
    vorm = Formulier("bekendmaken", velden)
    return doe(
        huis,
        regisseur,
        match_id,
        "bekendgemaakt",
        lambda id_: opvolgen.maak_bekend(huis.tools, regisseur.wie, id_, vormen.partijen(vorm)),
        vorm,
    )


@router.post("/matches/{match_id}/afspraken")
def spreek_af(huis: Huis, regisseur: Regisseur, match_id: str, velden: Ingevuld) -> Response:
    """A binding agreement (R10)."""
    vorm = Formulier("afspraak", velden)
    return doe(
        huis,
        regisseur,
        match_id,
        "afgesproken",
        lambda id_: opvolgen.spreek_af(huis.tools, regisseur.wie, id_, *vormen.afspraak(vorm)),
        vorm,
    )


@router.post("/matches/{match_id}/afspraken/{afspraak_id}/nakomingen")
def kom_na(huis: Huis, regisseur: Regisseur, match_id: str, afspraak_id: str) -> Response:
    """The agreement was kept (R10)."""
    return _rond_af(huis, regisseur, match_id, afspraak_id, Afspraakstand.NAGEKOMEN)


@router.post("/matches/{match_id}/afspraken/{afspraak_id}/intrekkingen")
def trek_afspraak_in(huis: Huis, regisseur: Regisseur, match_id: str, afspraak_id: str) -> Response:
    """The agreement holds no more (R10)."""
    return _rond_af(huis, regisseur, match_id, afspraak_id, Afspraakstand.INGETROKKEN)


def _rond_af(huis: Huis, regisseur: Regisseur, match_id: str, afspraak_id: str, stand: Afspraakstand) -> Response:
    afspraak = id_van(afspraak_id)
    return doe(
        huis,
        regisseur,
        match_id,
        f"afspraak-{stand.value}",
        lambda id_: opvolgen.rond_afspraak_af(huis.tools, regisseur.wie, id_, afspraak, stand),
        weg=AFSPRAAK_WEG,
    )


@router.post("/matches/{match_id}/nazorg")
def vraag_nazorg(huis: Huis, regisseur: Regisseur, match_id: str, velden: Ingevuld) -> Response:
    """A party is asked to keep a finger on the pulse (R06)."""
    vorm = Formulier("nazorg", velden)
    return doe(
        huis,
        regisseur,
        match_id,
        "nazorg-gevraagd",
        lambda id_: nazorg.vraag(huis.tools, regisseur.wie, id_, *vormen.nazorg(vorm)),
        vorm,
    )


@router.post("/matches/{match_id}/nazorg/{nazorg_id}/intrekkingen")
def trek_nazorg_in(huis: Huis, regisseur: Regisseur, match_id: str, nazorg_id: str) -> Response:
    """The aftercare is asked no more (R06)."""
    vraag = id_van(nazorg_id)
    return doe(
        huis,
        regisseur,
        match_id,
        "nazorg-ingetrokken",
        lambda id_: nazorg.trek_in(huis.tools, regisseur.wie, id_, vraag),
        weg=NAZORG_WEG,
    )


@router.post("/matches/{match_id}/afsluitingen")
def sluit(huis: Huis, regisseur: Regisseur, match_id: str, velden: Ingevuld) -> Response:
    """Close, into accepted aftercare or because the family can go on alone (R06)."""
    vorm, id_ = Formulier("afsluiten", velden), id_van(match_id)
    try:
        afloop = _sluit(huis, regisseur, id_, vorm)
    except NietToegestaan as weigering:
        status = bewaar(huis, regisseur, weigering)
        return af(bladzijde(huis, regisseur, id_, status, weigering.besluiten, vorm), huis, regisseur.sessie)
    if afloop.status is Matchstatus.NAZORG:
        return naar(adres(id_), huis, regisseur, IN_NAZORG)
    return naar("/inbox/afgesloten", huis, regisseur, AFGESLOTEN)


def _sluit(huis: Huis, regisseur: Regisseur, match: UUID, vorm: Formulier) -> opvolgen.Afloop:
    a = vormen.afsluiting(vorm)
    return opvolgen.sluit(huis.tools, regisseur.wie, match, a.reden, a.nazorg, zelf_verder=a.zelf_verder)


@router.get("/afgesloten")
def afgesloten(huis: Huis, bezoeker: Bezoeker) -> Response:
    """What follows on closing; the match itself is out of sight, so this page is of none in particular (I02, M16)."""
    if bezoeker.sessie.melding != AFGESLOTEN:
        return RedirectResponse("/inbox", 303)
    return af(toon("afgesloten.html", bezoeker), huis, bezoeker.sessie)
