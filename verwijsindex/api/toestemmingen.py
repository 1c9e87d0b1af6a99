# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Consent of a family, with a life of its own (T01-T07)."""

from uuid import UUID

from fastapi import APIRouter

from verwijsindex.api.deps import Gereedschap, Melder
from verwijsindex.api.signaalvormen import AntwoordUit
from verwijsindex.api.toestemmingsvormen import (
    ToestemmingenUit,
    ToestemmingIn,
    ToestemmingIntrekkingIn,
    ToestemmingUit,
    VerlengingIn,
)
from verwijsindex.use_cases import toestemmingen
from verwijsindex.use_cases.toestemmingen import Uitkomst

router = APIRouter(tags=["Toestemming"])


class ToestemmingAntwoordUit(AntwoordUit):
    """The answer of the family as it stands, and what became of the signal by it."""

    toestemming: ToestemmingUit

    @classmethod
    def van_uitkomst(cls, uitkomst: Uitkomst) -> "ToestemmingAntwoordUit":
        """From the use case's outcome."""
        return cls(
            **AntwoordUit.van(uitkomst.antwoord).model_dump(by_alias=False),
            toestemming=ToestemmingUit.van(uitkomst.beeld),
        )


@router.post(
    "/signalen/{signaalId}/toestemmingen",
    operation_id="legToestemmingVast",
    summary="Toestemming of weigering vastleggen",
    status_code=201,
)
def leg_vast(
    tools: Gereedschap,
    melder: Melder,
    signaalId: UUID,  # noqa: N803 the path's own spelling
    toestemming: ToestemmingIn,
) -> ToestemmingAntwoordUit:
    """Wat het gezin zei. Zegt iemand die meebeslist nee, dan is dat een weigering, en die blijft staan."""
    return ToestemmingAntwoordUit.van_uitkomst(
        toestemmingen.leg_vast(tools, melder, signaalId, toestemming.als_opgave())
    )


@router.get(
    "/signalen/{signaalId}/toestemmingen", operation_id="lijstToestemmingen", summary="Wat het gezin heeft gezegd"
)
def overzicht(tools: Gereedschap, melder: Melder, signaalId: UUID) -> ToestemmingenUit:  # noqa: N803 the path's own
    """Hoe de toestemming staat en elk antwoord van het gezin, het oudste eerst."""
    return ToestemmingenUit.van(toestemmingen.overzicht(tools, melder, signaalId))


@router.get("/toestemmingen/{toestemmingId}", operation_id="leesToestemming", summary="Een antwoord van het gezin")
def lees(tools: Gereedschap, melder: Melder, toestemmingId: UUID) -> ToestemmingUit:  # noqa: N803 the path's own
    """Een antwoord van het gezin bij een eigen signaal."""
    return ToestemmingUit.van(toestemmingen.lees(tools, melder, toestemmingId))


@router.post(
    "/toestemmingen/{toestemmingId}/intrekkingen",
    operation_id="trekToestemmingIn",
    summary="Toestemming intrekken",
    status_code=201,
)
def trek_in(
    tools: Gereedschap,
    melder: Melder,
    toestemmingId: UUID,  # noqa: N803 the path's own spelling
    intrekking: ToestemmingIntrekkingIn,
) -> ToestemmingAntwoordUit:
    """Werkt meteen: het signaal telt niet meer op deze toestemming en anderen zien er niets meer van."""
    return ToestemmingAntwoordUit.van_uitkomst(toestemmingen.trek_in(tools, melder, toestemmingId, intrekking.door))


@router.post(
    "/toestemmingen/{toestemmingId}/verlengingen",
    operation_id="verlengToestemming",
    summary="Toestemming verlengen",
    status_code=201,
)
def verleng(
    tools: Gereedschap,
    melder: Melder,
    toestemmingId: UUID,  # noqa: N803 the path's own spelling
    verlenging: VerlengingIn,
) -> ToestemmingAntwoordUit:
    """Het gezin zegt opnieuw ja, voor hetzelfde en met dezelfden, voordat de toestemming afloopt."""
    return ToestemmingAntwoordUit.van_uitkomst(
        toestemmingen.verleng(tools, melder, toestemmingId, verlenging.als_opgave())
    )
