# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What could not be delivered, for the coordinator: call whom it was meant for, and send it again (N02)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from verwijsindex.domain.bezorgen import NietBezorgd
from verwijsindex.domain.brieven import onderwerp_van
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.inbox.antwoord import af, id_van, naar
from verwijsindex.inbox.bezoeker import Coordinator, Huis, Toewijzer
from verwijsindex.inbox.meldingen import MELDINGEN
from verwijsindex.inbox.weergave import toon
from verwijsindex.use_cases import bezorgen

router = APIRouter(prefix="/inbox/bezorgingen")
HIER = "/inbox/bezorgingen"
MEESTE = 200
WEGEN = {"webhook": "het systeem", "mail": "de mail"}
ONTVANGERS = {
    "regisseur": "een regisseur",
    "coordinator": "de coördinator",
    "privacy": "de functionaris gegevensbescherming",
    "gemeentelijk-manager": "de gemeentelijk manager",
    "wethouder": "de wethouder",
}


def wie(dode: NietBezorgd) -> str:
    """For whom it was, as a sentence begins with it."""
    partij = dode.organisatie or ONTVANGERS.get(dode.ontvanger, dode.ontvanger)
    return f"de leiding van {partij}" if dode.ontvanger == "leiding" else partij


def waarom(dode: NietBezorgd) -> str:
    """Why it failed, for who will call."""
    if dode.fout == "teruggekomen":
        return "de brief kwam terug"
    if dode.fout == "onbestelbaar":
        return "het mailadres bestaat niet (meer); vraag de beheerder het te verbeteren"
    status = dode.fout.removeprefix("status-")
    weg = WEGEN[dode.weg]
    return f"{weg} antwoordde met fout {status}" if status != dode.fout else f"{weg} was niet bereikbaar"


@router.get("")
def lijst(huis: Huis, coordinator: Coordinator) -> Response:
    """About the matches of the municipality, oldest first; the first two hundred."""
    doden, verder = bezorgen.niet_bezorgd(huis.tools, coordinator.wie, 0, MEESTE)
    antwoord = toon(
        "bezorgingen.html",
        coordinator,
        melding=MELDINGEN.get(coordinator.sessie.melding),
        doden=[(dode, wie(dode), onderwerp_van(dode.soort), waarom(dode)) for dode in doden],
        kan_opnieuw=any(dode.kan_opnieuw for dode in doden),
        meer=verder is not None,
    )
    return af(antwoord, huis, coordinator.sessie)


@router.post("/alle/herhalingen")
def herhaal_alles(huis: Huis, coordinator: Toewijzer) -> Response:
    """Everything on the list goes again."""
    return _herhaal(huis, coordinator, None)


@router.post("/{gebeurtenis}/herhalingen")
def herhaal(huis: Huis, coordinator: Toewijzer, gebeurtenis: str) -> Response:
    """One message goes again."""
    return _herhaal(huis, coordinator, id_van(gebeurtenis))


def _herhaal(huis: Huis, coordinator: Toewijzer, gebeurtenis: UUID | None) -> Response:
    try:
        gedaan = bezorgen.herhaal(huis.tools, coordinator.wie, gebeurtenis)
    except NietGevonden:
        # Somebody else was first: the list says what there is now.
        gedaan = 0
    return naar(HIER, huis, coordinator, "opnieuw-bezorgd" if gedaan else "niets-opnieuw")
