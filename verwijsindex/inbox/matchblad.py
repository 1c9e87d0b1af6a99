# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The page of a match, and the way every deed on a match comes back to it (I02, M13)."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from fastapi.responses import Response

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer, Strijdig
from verwijsindex.inbox import beelden, opvolgformulieren, voortzetformulier
from verwijsindex.inbox.antwoord import af, bewaar, id_van, naar
from verwijsindex.inbox.beelden import Bladzijde
from verwijsindex.inbox.bezoeker import Bezoek
from verwijsindex.inbox.formulier import Formulier
from verwijsindex.inbox.meldingen import MELDINGEN
from verwijsindex.inbox.weergave import toon
from verwijsindex.inbox.woorden import GEZINSREDENEN
from verwijsindex.use_cases import beheer, coordinatie, matches
from verwijsindex.use_cases.coordinatie import Last
from verwijsindex.use_cases.ports import Installatie


def adres(match_id: UUID) -> str:
    """Where the page of a match is."""
    return f"/inbox/matches/{match_id}"


def bladzijde(
    huis: Installatie,
    bezoeker: Bezoek,
    match_id: UUID,
    status: int = 200,
    bezwaren: Sequence[Besluit] = (),
    formulier: Formulier | None = None,
) -> Response:
    """The page of a match; after a refusal with its sentences on top, and the form as it was filled in."""
    beeld = matches.lees(huis.tools, bezoeker.wie, match_id)
    vandaag = beheer.vandaag(huis.tools)
    blad = beelden.bladzijde(beeld, vandaag, bezoeker.wie.regisseur)
    return toon(
        "match.html",
        bezoeker,
        status,
        melding=MELDINGEN.get(bezoeker.sessie.melding),
        bezwaren=bezwaren,
        match=blad,
        vorm=_vormen(formulier.geweigerd(bezwaren) if formulier else None),
        geweigerd=formulier.naam if formulier else "",
        keuzes=opvolgformulieren,
        kinderen=[(kind, kind) for kind in blad.kinderen],
        gezinsredenen=GEZINSREDENEN,
        voortzetten=voortzetformulier,
        partijen=_partijen(huis, bezoeker, blad),
        regisseurs=_regisseurs(huis, bezoeker, blad),
        vandaag=vandaag,
    )


def _vormen(ingevuld: Formulier | None) -> Callable[[str], Formulier]:
    """Each form of the page by its name: the refused one as it was typed, the others as they begin."""
    begin = {voortzetformulier.NAAM: voortzetformulier.BEGIN}

    def van(naam: str) -> Formulier:
        return ingevuld if ingevuld and ingevuld.naam == naam else Formulier(naam, begin.get(naam, {}))

    return van


def _partijen(huis: Installatie, bezoeker: Bezoek, blad: Bladzijde) -> dict[str, list[tuple[str, str]]]:
    """Whom to agree with or to ask for aftercare: first who reports here, then the other parties (R06, R10)."""
    if not blad.vormen & {"afspraak", "nazorg"}:
        return {}
    hier = {partij.organisatie for partij in blad.partijen}
    groepen: dict[str, list[tuple[str, str]]] = {"Wie hier melden": [], "Andere deelnemers": []}
    for organisatie in coordinatie.deelnemers(huis.tools, bezoeker.wie):
        naam = "Wie hier melden" if organisatie.id in hier else "Andere deelnemers"
        groepen[naam].append((str(organisatie.id), organisatie.naam))
    return {naam: delen for naam, delen in groepen.items() if delen}


def _regisseurs(huis: Installatie, bezoeker: Bezoek, blad: Bladzijde) -> list[tuple[str, str]]:
    """Who can take this match: the directors with a place, but for the present one (R02)."""
    if not blad.vormen & {"overdragen", "toewijzen"}:
        return []
    nu = blad.regisseur.id if blad.regisseur else None
    return met_plaats(last for last in coordinatie.caseload(huis.tools, bezoeker.wie) if last.regisseur.id != nu)


def met_plaats(lasten: Iterable[Last]) -> list[tuple[str, str]]:
    """The directors with a place, as choices: who carries least first."""
    vrij = [(last, last.regisseur) for last in lasten if last.plaats]
    return [(str(r.id), f"{r.naam}, {last.organisatie} ({r.families} van {last.grens} gezinnen)") for last, r in vrij]


def doe(
    huis: Installatie,
    indiener: Bezoek,
    match_id: str,
    melding: str,
    daad: Callable[[UUID], object],
    formulier: Formulier | None = None,
    weg: Besluit | None = None,
) -> Response:
    """A deed on a match: back to its page with a confirmation, or a refusal as sentences on that page.

    `weg` is said where what the deed is about is gone; who does not find the match either finds no page (I06).
    """
    id_ = id_van(match_id)
    try:
        daad(id_)
    except (OngeldigeInvoer, NietToegestaan, Strijdig) as weigering:
        status = bewaar(huis, indiener, weigering)
        return af(bladzijde(huis, indiener, id_, status, weigering.besluiten, formulier), huis, indiener.sessie)
    except NietGevonden:
        if weg is None:
            raise
        return af(bladzijde(huis, indiener, id_, 404, [weg]), huis, indiener.sessie)
    return naar(adres(id_), huis, indiener, melding)
