# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Telling child and parents (S07)."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from verwijsindex.api.deps import Gereedschap, Melder, Privacy
from verwijsindex.api.schemas import InformeringIn, Vorm
from verwijsindex.api.signaalvormen import AntwoordUit
from verwijsindex.use_cases import informeringen
from verwijsindex.use_cases.informeringen import Achterstand

router = APIRouter(tags=["Informeren"])


class AchterstandUit(Vorm):
    """Somebody should have been told by now; the signal's id is for its own organisation only."""

    organisatie: str
    signaal_id: UUID | None
    herzien_op: date


class AchterstandenUit(Vorm):
    """What is late, the longest waiting first."""

    achterstanden: list[AchterstandUit]

    @classmethod
    def van(cls, gevonden: list[Achterstand]) -> "AchterstandenUit":
        """From the use case's look."""
        return cls(
            achterstanden=[
                AchterstandUit(organisatie=a.organisatie, signaal_id=a.signaal_id, herzien_op=a.herzien_op)
                for a in gevonden
            ]
        )


@router.post(
    "/signalen/{signaalId}/informeringen", operation_id="informeer", summary="Gezin geïnformeerd", status_code=201
)
def informeer(
    tools: Gereedschap,
    melder: Melder,
    signaalId: UUID,  # noqa: N803 the path's own spelling
    informering: InformeringIn,
) -> AntwoordUit:
    """Kind en ouders zijn geïnformeerd, of nog niet: waarom, en wanneer u daar opnieuw naar kijkt."""
    return AntwoordUit.van(informeringen.informeer(tools, melder, signaalId, informering.als_informering()))


@router.get("/informeringen", operation_id="lijstInformeringen", summary="Wie nog geïnformeerd moet worden")
def eigen(tools: Gereedschap, melder: Melder) -> AchterstandenUit:
    """Eigen signalen waarvan de dag om opnieuw te kijken voorbij is."""
    return AchterstandenUit.van(informeringen.achterstand(tools, melder))


@router.get("/toezicht/informeringen", operation_id="toezichtInformeringen", summary="Te laat met informeren")
def toezicht(tools: Gereedschap, privacy: Privacy) -> AchterstandenUit:
    """Welke organisaties in de gemeente te laat zijn, zonder dat te zien is met welk kind."""
    return AchterstandenUit.van(informeringen.achterstand(tools, privacy))
