# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How a route of the inbox answers: a page, or on to a page with one message; and a refusal that is kept (L01)."""

from dataclasses import replace
from uuid import UUID

from fastapi.responses import RedirectResponse, Response

from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer, Strijdig, Weigering
from verwijsindex.inbox import sessie as sessies
from verwijsindex.inbox.bezoeker import Bezoek
from verwijsindex.inbox.sessie import Sessie
from verwijsindex.use_cases.handeling import leg_weigering_vast
from verwijsindex.use_cases.ports import Installatie

WEIGERINGEN: dict[type[Weigering], int] = {OngeldigeInvoer: 400, NietToegestaan: 403, Strijdig: 409}


def af(antwoord: Response, huis: Installatie, sessie: Sessie) -> Response:
    """Keep the session alive; its message has been shown."""
    sessies.zet(antwoord, huis, replace(sessie, melding=""))
    return antwoord


def naar(pad: str, huis: Installatie, bezoek: Bezoek, melding: str) -> Response:
    """On to a page, which says this once."""
    antwoord = RedirectResponse(pad, 303)
    sessies.zet(antwoord, huis, replace(bezoek.sessie, melding=melding))
    return antwoord


def bewaar(huis: Installatie, bezoek: Bezoek, weigering: Weigering) -> int:
    """Keep a refusal that no deed kept, since none could be made of the form (L01); gives its status."""
    leg_weigering_vast(huis.tools, bezoek.wie, "aanvraag:weigeren", weigering)
    return WEIGERINGEN[type(weigering)]


def id_van(tekst: str) -> UUID:
    """What is no id is not there, as what is somebody else's (I06). Raises NietGevonden."""
    try:
        return UUID(tekst)
    except ValueError:
        raise NietGevonden from None
