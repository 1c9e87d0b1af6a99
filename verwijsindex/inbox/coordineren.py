# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator: appoints a director, and sees who carries how much (R01, R02, R04)."""

from fastapi import APIRouter
from fastapi.responses import Response

from verwijsindex.inbox import opvolgformulieren as vormen
from verwijsindex.inbox.antwoord import af
from verwijsindex.inbox.bezoeker import Coordinator, Huis, Toewijzer
from verwijsindex.inbox.formulier import Formulier, Ingevuld
from verwijsindex.inbox.matchblad import doe
from verwijsindex.inbox.weergave import toon
from verwijsindex.use_cases import coordinatie

router = APIRouter(prefix="/inbox")


@router.post("/matches/{match_id}/toewijzingen")
def wijs_toe(huis: Huis, coordinator: Toewijzer, match_id: str, velden: Ingevuld) -> Response:
    """A director is appointed, also in place of one who does nothing (R01, R02)."""
    vorm = Formulier("toewijzen", velden)
    return doe(
        huis,
        coordinator,
        match_id,
        "toegewezen",
        lambda id_: coordinatie.wijs_toe(huis.tools, coordinator.wie, id_, vormen.regisseur(vorm)),
        vorm,
    )


@router.get("/caseload")
def caseload(huis: Huis, coordinator: Coordinator) -> Response:
    """The directors of the municipality: who has a place first (R02)."""
    lasten = coordinatie.caseload(huis.tools, coordinator.wie)
    return af(toon("caseload.html", coordinator, lasten=lasten), huis, coordinator.sessie)
