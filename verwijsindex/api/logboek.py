# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log, proven (L03): heads and proofs for anybody, an export for the privacy officer, a desk for witnesses."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from verwijsindex.api.deps import Gereedschap, Onbekende, Privacy
from verwijsindex.api.lijsten import Aantal, Cursor, naar_cursor, uit_cursor, zet_volgende_cursor
from verwijsindex.api.schemas import Invoer, Vorm
from verwijsindex.use_cases import zegelen
from verwijsindex.use_cases.zegelen import Getekend

router = APIRouter(tags=["Logboek"])
Plaats = Annotated[int, Query(ge=0, le=2**62, description="plaats van een regel, vanaf 0")]
Grootte = Annotated[int, Query(ge=1, le=2**62, description="aantal regels van de kop")]


class GetuigeUit(Vorm):
    """A witness, and when his line came."""

    naam: str
    moment: datetime


class KopUit(Vorm):
    """A signed head: keep `notitie` to be able to prove later what the log was."""

    grootte: int
    moment: datetime
    notitie: str
    getuigen: list[GetuigeUit]
    ontbrekende_getuigen: list[str]

    @classmethod
    def van(cls, getekend: Getekend) -> "KopUit":
        """From the use case."""
        kop = getekend.kop
        return cls(
            grootte=kop.grootte,
            moment=kop.moment,
            notitie=getekend.notitie,
            getuigen=[GetuigeUit(naam=naam, moment=moment) for naam, (_, moment) in sorted(kop.getuigen.items())],
            ontbrekende_getuigen=list(getekend.ontbreekt),
        )


class KoppenUit(Vorm):
    """Signed heads, newest first, with the keys to check them with; `teZegelen` rows wait for a place."""

    naam: str
    sleutels: list[str]
    te_zegelen: int
    koppen: list[KopUit]


class OpnameUit(Vorm):
    """That a row stands at a place: leaf hash and path, base64 (RFC 9162, 2.1.3)."""

    blad: str
    pad: list[str]


class GroeiUit(Vorm):
    """That an older log is the beginning of a newer one: base64 (RFC 9162, 2.1.4)."""

    pad: list[str]


class NotitieIn(Invoer):
    """A head of this log with the line of a witness under it (C2SP tlog-cosignature)."""

    notitie: Annotated[str, Field(min_length=1, max_length=10_000)]


def _b64(waarde: bytes) -> str:
    return base64.b64encode(waarde).decode()


@router.get("/logboek/koppen", operation_id="lijstKoppen", summary="Ondertekende koppen van het logboek")
def koppen(
    tools: Gereedschap, request: Request, response: Response, cursor: Cursor = None, limit: Aantal = 50
) -> KoppenUit:
    """De nieuwste eerst. Wie een kop bewaart, kan later bewijzen dat het logboek toen zo was (C2SP tlog-checkpoint)."""
    onder = uit_cursor(cursor) or None
    gevonden = zegelen.koppen(tools, onder, limit)
    if len(gevonden) == limit:
        zet_volgende_cursor(request, response, naar_cursor(gevonden[-1].kop.grootte), limit)
    return KoppenUit(
        naam=tools.kluis.logboeknaam,
        sleutels=list(tools.kluis.logboeksleutels),
        te_zegelen=zegelen.achterstand(tools)[0],
        koppen=[KopUit.van(kop) for kop in gevonden],
    )


@router.get("/logboek/opnamebewijzen", operation_id="leesOpname", summary="Bewijs dat een regel in het logboek staat")
def opname(tools: Gereedschap, positie: Plaats, grootte: Grootte) -> OpnameUit:
    """Voor de regel op deze plaats, in het logboek van zoveel regels (RFC 9162, 2.1.3)."""
    blad, pad = zegelen.bewijs_opname(tools, positie, grootte)
    return OpnameUit(blad=_b64(blad), pad=[_b64(deel) for deel in pad])


@router.get("/logboek/groeibewijzen", operation_id="leesGroei", summary="Bewijs dat het logboek alleen is aangevuld")
def groei(tools: Gereedschap, van: Grootte, grootte: Grootte) -> GroeiUit:
    """Dat het logboek van `van` regels het begin is van dat van `grootte` regels (RFC 9162, 2.1.4)."""
    return GroeiUit(pad=[_b64(deel) for deel in zegelen.bewijs_groei(tools, van, grootte)])


@router.post(
    "/logboek/medeondertekeningen",
    operation_id="ondertekenMede",
    summary="Een kop medeondertekenen",
    status_code=201,
)
def onderteken_mede(tools: Gereedschap, wie: Onbekende, notitie: NotitieIn) -> KopUit:
    """Voor getuigen die de index kent: u zag deze kop, en hij past bij wat u eerder zag. Een token is niet nodig."""
    return KopUit.van(zegelen.onderteken_mede(tools, wie, notitie.notitie))


@router.get(
    "/logboek/uitvoer",
    operation_id="voerLogboekUit",
    summary="Het hele logboek, om elders na te gaan",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
def uitvoer(tools: Gereedschap, privacy: Privacy) -> StreamingResponse:
    """Elke regel als JSON op een eigen lijn, met de koppen ertussen; ga het na met `verwijsindex logboek verifieer`."""
    lijnen = zegelen.voer_uit(tools, privacy)

    def als_tekst() -> Iterator[str]:
        for lijn in lijnen:
            yield json.dumps(lijn, ensure_ascii=False) + "\n"

    return StreamingResponse(als_tekst(), media_type="application/x-ndjson")
