# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""One match: look at it, accept it, have the basic care told, continue on consent of one's own (R03, V07, M11)."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from verwijsindex.domain.woorden import Gever
from verwijsindex.inbox import voortzetformulier
from verwijsindex.inbox.antwoord import af, id_van
from verwijsindex.inbox.bezoeker import Bezoeker, Huis, Regisseur
from verwijsindex.inbox.formulier import Formulier, Ingevuld
from verwijsindex.inbox.matchblad import bladzijde, doe
from verwijsindex.inbox.meldingen import TAAK_WEG
from verwijsindex.use_cases import matches

router = APIRouter(prefix="/inbox/matches/{match_id}")


@router.get("")
def lees(huis: Huis, bezoeker: Bezoeker, match_id: str) -> Response:
    """One match with its explanation, within what the viewer may see (I02, M13)."""
    return af(bladzijde(huis, bezoeker, id_van(match_id)), huis, bezoeker.sessie)


@router.post("/aanvaardingen")
def aanvaard(huis: Huis, regisseur: Regisseur, match_id: str) -> Response:
    """The director accepts (R03)."""
    return doe(huis, regisseur, match_id, "aangenomen", lambda id_: matches.aanvaard(huis.tools, regisseur.wie, id_))


@router.post("/taken/{taak_id}/afhandelingen")
def handel_af(huis: Huis, regisseur: Regisseur, match_id: str, taak_id: str) -> Response:
    """The director has the basic care of a child asked to call him (V07)."""
    taak = id_van(taak_id)
    return doe(
        huis,
        regisseur,
        match_id,
        "basiszorg-gevraagd",
        lambda id_: matches.handel_af(huis.tools, regisseur.wie, id_, taak),
        weg=TAAK_WEG,
    )


@router.post("/toestemmingen")
def zet_voort(huis: Huis, regisseur: Regisseur, match_id: str, velden: Ingevuld) -> Response:
    """The director continues on consent of his own (M11)."""
    vorm = Formulier(voortzetformulier.NAAM, velden)
    return doe(
        huis,
        regisseur,
        match_id,
        "voortgezet",
        lambda id_: matches.zet_voort(huis.tools, regisseur.wie, id_, voortzetformulier.opgave(vorm)),
        vorm,
    )


@router.post("/intrekkingen")
def trek_in(huis: Huis, regisseur: Regisseur, match_id: str, door: Annotated[Gever, Form()]) -> Response:
    """The family withdraws the consent on which the director continued (T04, M11)."""
    return doe(
        huis,
        regisseur,
        match_id,
        "ingetrokken",
        lambda id_: matches.trek_voortzetting_in(huis.tools, regisseur.wie, id_, door),
    )
