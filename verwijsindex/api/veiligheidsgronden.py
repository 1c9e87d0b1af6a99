# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The safety override: invoke, confirm, review, keep from the basic care (V01-V07)."""

from uuid import UUID

from fastapi import APIRouter

from verwijsindex.api.deps import Gereedschap, Melder
from verwijsindex.api.schemas import LeegIn
from verwijsindex.api.signaalvormen import AntwoordUit
from verwijsindex.api.veiligheidsvormen import (
    DoorgeefbesluitIn,
    VeiligheidsgrondIn,
    VeiligheidsgrondUit,
    als_niet_doorgeven,
)
from verwijsindex.use_cases import veiligheid

router = APIRouter(tags=["Veiligheid"])


@router.post(
    "/signalen/{signaalId}/veiligheidsgronden",
    operation_id="roepGrondIn",
    summary="Veiligheidsgrond inroepen",
    status_code=201,
)
def roep_in(
    tools: Gereedschap,
    melder: Melder,
    signaalId: UUID,  # noqa: N803 the path's own spelling
    grond: VeiligheidsgrondIn,
) -> AntwoordUit:
    """Zonder toestemming, om de veiligheid van een kind. Telt meteen, en vervalt als geen tweede persoon bevestigt."""
    return AntwoordUit.van(veiligheid.roep_in(tools, melder, signaalId, grond.als_opgave()))


@router.get("/veiligheidsgronden/{grondId}", operation_id="leesGrond", summary="Eigen veiligheidsgrond")
def lees(tools: Gereedschap, melder: Melder, grondId: UUID) -> VeiligheidsgrondUit:  # noqa: N803 the path's own
    """Een eigen veiligheidsgrond: hoe hij staat, en tot wanneer als er niets gebeurt."""
    return VeiligheidsgrondUit.van(veiligheid.lees(tools, melder, grondId))


@router.post(
    "/veiligheidsgronden/{grondId}/bevestigingen",
    operation_id="bevestigGrond",
    summary="Veiligheidsgrond bevestigen",
    status_code=201,
)
def bevestig(
    tools: Gereedschap,
    melder: Melder,
    grondId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> AntwoordUit:
    """Een tweede aangewezen persoon bevestigt de grond, binnen twee werkdagen."""
    return AntwoordUit.van(veiligheid.bevestig(tools, melder, grondId))


@router.post(
    "/veiligheidsgronden/{grondId}/herbeoordelingen",
    operation_id="herbeoordeelGrond",
    summary="Veiligheidsgrond herbeoordelen",
    status_code=201,
)
def herbeoordeel(
    tools: Gereedschap,
    melder: Melder,
    grondId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> AntwoordUit:
    """De organisatie kijkt opnieuw en handhaaft de grond, telkens binnen drie maanden."""
    return AntwoordUit.van(veiligheid.herbeoordeel(tools, melder, grondId))


@router.post(
    "/veiligheidsgronden/{grondId}/doorgeefbesluiten",
    operation_id="besluitDoorgeven",
    summary="Basiszorg wel of niet inlichten",
    status_code=201,
)
def geef_niet_door(
    tools: Gereedschap,
    melder: Melder,
    grondId: UUID,  # noqa: N803 the path's own spelling
    besluit: DoorgeefbesluitIn,
) -> AntwoordUit:
    """Houdt de basiszorg erbuiten tot een dag, of laat haar het weten (null)."""
    niet_doorgeven = als_niet_doorgeven(besluit.niet_doorgeven)
    return AntwoordUit.van(veiligheid.geef_niet_door(tools, melder, grondId, niet_doorgeven))
