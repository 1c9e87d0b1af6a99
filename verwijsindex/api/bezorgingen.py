# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What could not be delivered, for the coordinator: seen, and tried again (N02)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from verwijsindex.api.deps import Coordinator, Gereedschap
from verwijsindex.api.lijsten import Aantal, Cursor, naar_cursor, uit_cursor, zet_volgende_cursor
from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.bezorgen import NietBezorgd
from verwijsindex.use_cases import bezorgen

router = APIRouter(tags=["Coördinatie"])


class NietBezorgdUit(Vorm):
    """A message that was given up: what it was, to whom, why, and whether it can be tried again."""

    gebeurtenis_id: UUID
    soort: str
    weg: Literal["webhook", "mail"]
    ontvanger: str
    organisatie: str | None
    fout: str
    aangemaakt: datetime
    opgegeven: datetime
    kan_opnieuw: bool

    @classmethod
    def van(cls, dode: NietBezorgd) -> "NietBezorgdUit":
        """From the domain."""
        return cls.model_validate(
            {
                "gebeurtenisId": dode.gebeurtenis,
                "soort": dode.soort,
                "weg": dode.weg,
                "ontvanger": dode.ontvanger,
                "organisatie": dode.organisatie,
                "fout": dode.fout,
                "aangemaakt": dode.aangemaakt,
                "opgegeven": dode.opgegeven,
                "kanOpnieuw": dode.kan_opnieuw,
            }
        )


class BezorgingenUit(Vorm):
    """What was given up, oldest first."""

    bezorgingen: list[NietBezorgdUit]


class HerhalingUit(Vorm):
    """How many messages are tried again."""

    aantal: int
    vervolg: str

    @classmethod
    def van(cls, aantal: int) -> "HerhalingUit":
        """From the use case."""
        keer = "1 bericht gaat" if aantal == 1 else f"{aantal} berichten gaan"
        zin = f"{keer} opnieuw op weg, met evenveel pogingen als nieuw." if aantal else "Er was niets te doen."
        return cls(aantal=aantal, vervolg=zin)


@router.get("/bezorgingen", operation_id="lijstNietBezorgd", summary="Wat niet is aangekomen")
def lijst(
    tools: Gereedschap,
    coordinator: Coordinator,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> BezorgingenUit:
    """Berichten over matches van uw gemeente die de index niet kon bezorgen en heeft opgegeven."""
    gevonden, verder = bezorgen.niet_bezorgd(tools, coordinator, uit_cursor(cursor), limit)
    if verder:
        zet_volgende_cursor(request, response, naar_cursor(verder), limit)
    return BezorgingenUit(bezorgingen=[NietBezorgdUit.van(dode) for dode in gevonden])


@router.post(
    "/bezorgingen/{gebeurtenisId}/herhalingen",
    operation_id="herhaalBezorging",
    summary="Een bericht opnieuw bezorgen",
    status_code=201,
)
def herhaal(
    tools: Gereedschap,
    coordinator: Coordinator,
    gebeurtenisId: UUID,  # noqa: N803 the path's own spelling
) -> HerhalingUit:
    """De ontvanger kan het nu misschien wel ontvangen: de index probeert het opnieuw."""
    return HerhalingUit.van(bezorgen.herhaal(tools, coordinator, gebeurtenisId))


@router.post(
    "/bezorgingen/_herhaling",
    operation_id="herhaalBezorgingen",
    summary="Alles opnieuw bezorgen",
    status_code=201,
)
def herhaal_alles(tools: Gereedschap, coordinator: Coordinator) -> HerhalingUit:
    """Alles van de lijst wordt opnieuw geprobeerd."""
    return HerhalingUit.van(bezorgen.herhaal(tools, coordinator))
