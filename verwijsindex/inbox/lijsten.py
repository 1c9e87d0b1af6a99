# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The list of matches, with the handovers that wait for an answer on top (I02, R03-R05, R11, M10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.opvolgbeeld import Vraagbeeld
from verwijsindex.inbox import koppen, opvolgformulieren
from verwijsindex.inbox.antwoord import af
from verwijsindex.inbox.bezoeker import Bezoek, Bezoeker, Huis
from verwijsindex.inbox.bladeren import lees_plaats, schrijf_plaats
from verwijsindex.inbox.formulier import Formulier
from verwijsindex.inbox.matchblad import met_plaats
from verwijsindex.inbox.meldingen import MELDINGEN
from verwijsindex.inbox.weergave import toon
from verwijsindex.inbox.woorden import LIJSTEN, Lijst
from verwijsindex.use_cases import beheer, coordinatie, matches, overdrachten
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(prefix="/inbox")

PER_BLADZIJDE = 100


@dataclass(frozen=True, slots=True)
class Vraagkaart:
    """A handover that waits, with the form to answer it."""

    vraag: Vraagbeeld
    vorm: Formulier


@router.get("")
def lijst(
    huis: Huis,
    bezoeker: Bezoeker,
    na: Annotated[str, Query(max_length=100)] = "",
    lijst: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The open matches of the viewer: what is late, due and new first; a coordinator chooses a list (I02, R03)."""
    welke = LIJSTEN.get(lijst, LIJSTEN[""]) if bezoeker.coordinator else LIJSTEN[""]
    return af(bladzijde(huis, bezoeker, welke, na), huis, bezoeker.sessie)


def bladzijde(
    huis: Installatie,
    bezoeker: Bezoek,
    welke: Lijst = LIJSTEN[""],
    na: str = "",
    status: int = 200,
    bezwaren: Sequence[Besluit] = (),
    formulier: Formulier | None = None,
) -> Response:
    """A list; after a refused answer to a handover with its sentences on top, and the form as it was filled in."""
    plaats = lees_plaats(na)
    if welke.naam:
        gevonden, laatste = coordinatie.lijst(huis.tools, bezoeker.wie, welke.naam, plaats, PER_BLADZIJDE)
    else:
        gevonden, laatste = matches.lijst(huis.tools, bezoeker.wie, plaats, PER_BLADZIJDE)
    vandaag = beheer.vandaag(huis.tools)
    groepen = koppen.ingedeeld(gevonden, vandaag, coordinator=bezoeker.coordinator)
    vragen = overdrachten.lijst(huis.tools, bezoeker.wie) if not (na or welke.naam) else []
    return toon(
        "lijst.html",
        bezoeker,
        status,
        melding=MELDINGEN.get(bezoeker.sessie.melding),
        bezwaren=bezwaren,
        geweigerd=formulier.naam if formulier else "",
        vragen=_kaarten(vragen, formulier.geweigerd(bezwaren) if formulier else None),
        regisseurs=_regisseurs(huis, bezoeker, vragen),
        keuzes=opvolgformulieren,
        lijsten=LIJSTEN,
        welke=welke,
        groepen=groepen,
        aantal=len(gevonden),
        te_laat=sum(kop.te_laat for groep in groepen for kop in groep.koppen),
        vandaag=vandaag,
        begin=not na,
        verder=schrijf_plaats(laatste),
    )


def vormnaam(overdracht: object) -> str:
    """The name of the form that answers a handover: one page can hold several."""
    return f"overdracht-{overdracht}"


def _kaarten(vragen: Sequence[Vraagbeeld], ingevuld: Formulier | None) -> list[Vraagkaart]:
    return [
        Vraagkaart(vraag, ingevuld if ingevuld and ingevuld.naam == naam else Formulier(naam))
        for vraag in vragen
        for naam in [vormnaam(vraag.id)]
    ]


def _regisseurs(huis: Installatie, bezoeker: Bezoek, vragen: Sequence[Vraagbeeld]) -> list[tuple[str, str]]:
    """To whom a coordinator can give what was asked of his municipality (R02)."""
    if not (bezoeker.coordinator and vragen):
        return []
    return met_plaats(coordinatie.caseload(huis.tools, bezoeker.wie))
