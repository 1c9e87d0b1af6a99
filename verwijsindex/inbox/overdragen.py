# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Warm handover: ask, answer, take back (R05)."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer
from verwijsindex.domain.opvolgbeeld import Vraagbeeld
from verwijsindex.domain.woorden import Weigerreden
from verwijsindex.inbox import lijsten
from verwijsindex.inbox import opvolgformulieren as vormen
from verwijsindex.inbox.antwoord import af, bewaar, id_van, naar
from verwijsindex.inbox.bezoeker import Bezoek, Huis, Indiener, Regisseur
from verwijsindex.inbox.formulier import Formulier, Ingevuld
from verwijsindex.inbox.matchblad import adres, doe
from verwijsindex.inbox.meldingen import OVERDRACHT_WEG
from verwijsindex.use_cases import overdrachten
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(prefix="/inbox")


@router.post("/matches/{match_id}/overdrachten")
def vraag(huis: Huis, regisseur: Regisseur, match_id: str, velden: Ingevuld) -> Response:
    """The director asks another, or another municipality, to take over (R05)."""
    vorm = Formulier("overdragen", velden)
    return doe(
        huis,
        regisseur,
        match_id,
        "overdracht-gevraagd",
        lambda id_: overdrachten.vraag(huis.tools, regisseur.wie, id_, *vormen.overdracht(vorm)),
        vorm,
    )


@router.post("/overdrachten/{overdracht_id}/aanvaardingen")
def aanvaard(huis: Huis, indiener: Indiener, overdracht_id: str, velden: Ingevuld) -> Response:
    """Who was asked takes over; a coordinator says which director (R05, R02)."""
    vorm = Formulier(lijsten.vormnaam(overdracht_id), velden)
    door = vorm.uuid("regisseurId") if indiener.coordinator else None
    return _antwoord(
        huis,
        indiener,
        "overgenomen",
        vorm,
        lambda: overdrachten.aanvaard(huis.tools, indiener.wie, id_van(overdracht_id), door),
    )


@router.post("/overdrachten/{overdracht_id}/weigeringen")
def weiger(huis: Huis, indiener: Indiener, overdracht_id: str, velden: Ingevuld) -> Response:
    """Who was asked refuses, with a reason (R05)."""
    vorm = Formulier(lijsten.vormnaam(overdracht_id), velden)
    reden = vorm.woord("reden", Weigerreden)
    return _antwoord(
        huis,
        indiener,
        "overdracht-geweigerd",
        vorm,
        lambda: overdrachten.weiger(huis.tools, indiener.wie, id_van(overdracht_id), reden),
    )


@router.post("/overdrachten/{overdracht_id}/intrekkingen")
def trek_in(huis: Huis, regisseur: Regisseur, overdracht_id: str) -> Response:
    """Who asked takes it back (R05)."""
    return _antwoord(
        huis,
        regisseur,
        "overdracht-ingetrokken",
        None,
        lambda: overdrachten.trek_in(huis.tools, regisseur.wie, id_van(overdracht_id)),
    )


def _antwoord(
    huis: Installatie,
    indiener: Bezoek,
    melding: str,
    vorm: Formulier | None,
    daad: Callable[[], Matchbeeld | Vraagbeeld],
) -> Response:
    """On to the match where he may see it now, else to his list; a refusal comes back on the list."""
    try:
        uitkomst = daad()
    except (OngeldigeInvoer, NietToegestaan) as weigering:
        status = bewaar(huis, indiener, weigering)
        blad = lijsten.bladzijde(huis, indiener, status=status, bezwaren=weigering.besluiten, formulier=vorm)
        return af(blad, huis, indiener.sessie)
    except NietGevonden:
        return af(lijsten.bladzijde(huis, indiener, status=404, bezwaren=[OVERDRACHT_WEG]), huis, indiener.sessie)
    pad = adres(uitkomst.match.id) if isinstance(uitkomst, Matchbeeld) else "/inbox"
    return naar(pad, huis, indiener, melding)
