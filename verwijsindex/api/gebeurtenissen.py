# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The feed (N03): CloudEvents by the Dutch profile, thin; what they are about is fetched with a token."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Response

from verwijsindex.api.deps import Huis, Melder
from verwijsindex.api.lijsten import Aantal, Cursor, naar_cursor, uit_cursor
from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.gebeurtenis import Gebeurtenis, cloudevent
from verwijsindex.use_cases import gebeurtenissen
from verwijsindex.use_cases.gebeurtenissen import Inhoud

router = APIRouter(tags=["Gebeurtenissen"])
POLS = 0.5
Wachten = Annotated[int, Query(ge=0, le=30, description="hoeveel seconden op iets nieuws te wachten")]


class GebeurtenisUit(Vorm):
    """A CloudEvent without content: fetch `dataref` with a token (I07)."""

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    time: datetime
    dataref: str

    @classmethod
    def van(cls, gebeurtenis: Gebeurtenis, bron: str, adres: str) -> "GebeurtenisUit":
        """The same on every way and every try."""
        return cls.model_validate(cloudevent(gebeurtenis, bron, adres))


class GebeurtenissenUit(Vorm):
    """What there is, oldest first; `cursor` is where the next question goes on, also when there was nothing."""

    gebeurtenissen: list[GebeurtenisUit]
    cursor: str


class GebeurtenisInhoudUit(Vorm):
    """What a message is about: your own signals; the rest is read there."""

    gebeurtenis_id: UUID
    soort: str
    moment: datetime
    signaal_ids: list[UUID]

    @classmethod
    def van(cls, inhoud: Inhoud) -> "GebeurtenisInhoudUit":
        """From the use case."""
        g = inhoud.gebeurtenis
        return cls(gebeurtenis_id=g.id, soort=g.soort, moment=g.moment, signaal_ids=list(inhoud.signalen))


@router.get("/gebeurtenissen", operation_id="lijstGebeurtenissen", summary="Wat er voor u is")
async def lijst(
    huis: Huis,
    melder: Melder,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
    wacht: Wachten = 0,
) -> GebeurtenissenUit:
    """Alles wat uw organisatie is verteld, in volgorde en zonder gaten. Bewaar de cursor en vraag daarmee verder."""
    na = uit_cursor(cursor)
    with anyio.move_on_after(wacht):
        # Another process writes, so there is no event in this one to wait for.
        while wacht and not await run_sync(gebeurtenissen.is_er_iets, huis.tools, melder, na):  # noqa: ASYNC110
            await anyio.sleep(POLS)
    gevonden = await run_sync(gebeurtenissen.lees, huis.tools, melder, na, limit)
    return GebeurtenissenUit(
        gebeurtenissen=[GebeurtenisUit.van(g, huis.bron, huis.publiek_adres) for g in gevonden],
        cursor=naar_cursor(gevonden[-1].positie if gevonden else na),
    )


@router.get("/gebeurtenissen/{gebeurtenisId}", operation_id="leesGebeurtenis", summary="Waar een bericht over gaat")
def lees(huis: Huis, melder: Melder, gebeurtenisId: UUID) -> GebeurtenisInhoudUit:  # noqa: N803 the path's own spelling
    """Uw eigen signalen waarover het bericht gaat; lees daar, of bij de terugkoppeling, wat er is."""
    return GebeurtenisInhoudUit.van(gebeurtenissen.haal(huis.tools, melder, gebeurtenisId))
