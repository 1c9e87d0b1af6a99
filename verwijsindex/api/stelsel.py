# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What anybody may know: the contract, the public keys, what this installation protects, and whether it runs."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from verwijsindex.api.deps import Gereedschap, Huis
from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.use_cases import bezorgen, vegen, zegelen
from verwijsindex.use_cases.ports import EEN_BEHEERDER

router = APIRouter(tags=["Stelsel"])


class SleutelUit(Vorm):
    """A public key and its id."""

    kid: str
    publiek: str


class EnvelopsleutelUit(SleutelUit):
    """A municipality's public key for envelopes."""

    gemeentecode: str


class SleutelsUit(Vorm):
    """To which keys a client seals."""

    index: str
    ingest: SleutelUit
    sleutelversies: list[int]
    enveloppen: list[EnvelopsleutelUit]


class StelselUit(Vorm):
    """What this installation protects, and what it does not."""

    index: str
    modus: Literal["ontwikkeling", "productie"]
    pseudoniemendienst: str
    gescheiden: bool
    beschermt: list[str]
    beschermt_niet: list[str]


class GereedUit(Vorm):
    """Ready to work; how many families wait for time, messages for delivery, and rows of the log for the seal."""

    gereed: bool
    te_vegen: int
    te_bezorgen: int
    te_zegelen: int


class GezondUit(Vorm):
    """The process runs."""

    gezond: bool


@router.get("/sleutels", operation_id="leesSleutels", summary="Publieke sleutels")
def sleutels(huis: Huis) -> SleutelsUit:
    """De sleutel waarmee tokens voor deze index worden verzegeld."""
    publiek = naar_tekst(huis.ingest_publiek)
    return SleutelsUit(
        index=huis.index_id,
        ingest=SleutelUit(kid=publiek[:8], publiek=publiek),
        sleutelversies=sorted(huis.tools.kluis.versies),
        enveloppen=[],
    )


@router.get("/stelsel", operation_id="leesStelsel", summary="Wat deze installatie beschermt")
def stelsel(huis: Huis) -> StelselUit:
    """Zegt eerlijk wat deze installatie beschermt en wat niet."""
    niet = [
        "Kleine aantallen en datums kunnen een kind verraden aan wie het al kent.",
        "Een overgenomen computer bij een organisatie ziet wat die organisatie ziet.",
        "Beheerder van de index en beheerder van de pseudoniemendienst samen kunnen alles.",
    ]
    if not huis.gescheiden:
        niet.insert(0, EEN_BEHEERDER)
    return StelselUit(
        index=huis.index_id,
        modus="ontwikkeling" if huis.ontwikkeling else "productie",
        pseudoniemendienst=huis.pseudoniemendienst_adres,
        gescheiden=huis.gescheiden,
        beschermt=[
            "De database bevat geen BSN en geen naam van een kind of ouder.",
            "Wie de database steelt, kan zonder de sleutels van twee partijen geen kind terugvinden.",
            "Een token van de ene organisatie is onbruikbaar voor een andere.",
        ],
        beschermt_niet=niet,
    )


@router.get("/openapi.json", operation_id="leesContract", summary="Dit contract", response_model=None)
def contract(request: Request) -> JSONResponse:
    """Het contract van deze API als OpenAPI 3.1."""
    inhoud: dict[str, Any] = request.app.openapi()
    return JSONResponse(inhoud, headers={"Access-Control-Allow-Origin": "*"})


@router.get("/gezondheid", operation_id="leesGezondheid", summary="Leeft de index")
def gezondheid() -> GezondUit:
    """Het proces draait."""
    return GezondUit(gezond=True)


@router.get("/gereed", operation_id="leesGereed", summary="Kan de index werken")
def gereed(tools: Gereedschap) -> GereedUit:
    """De database antwoordt; zo niet, dan 503."""
    if not tools.database.bereikbaar():
        raise Onbereikbaar([geweigerd("database-onbereikbaar", "N01", "De database antwoordt niet.")])
    return GereedUit(
        gereed=True,
        te_vegen=vegen.achterstand(tools),
        te_bezorgen=bezorgen.achterstand(tools).wachtend,
        te_zegelen=zegelen.achterstand(tools)[0],
    )
