# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Signals: register, end, withdraw, look (A, S)."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from verwijsindex.api.deps import Gereedschap, Melder
from verwijsindex.api.errors import ONVERWACHT, onverwacht, status_van, vormfouten
from verwijsindex.api.lijsten import Aantal, Cursor, lees_cursor, zet_volgende
from verwijsindex.api.schemas import Fout
from verwijsindex.api.signaalvormen import (
    AntwoordUit,
    BatchDeel,
    BatchIn,
    BatchUit,
    BeeindigingIn,
    IntrekkingIn,
    OverlijdenIn,
    SignaalIn,
    SignaalUit,
    SignalenUit,
)
from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.errors import Onbereikbaar, OngeldigeInvoer, Weigering
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.use_cases import registreren, signalen
from verwijsindex.use_cases.handeling import leg_weigering_vast
from verwijsindex.use_cases.ports import Tools

router = APIRouter(tags=["Signalen"])


@router.post(
    "/signalen",
    operation_id="registreerSignaal",
    summary="Signaal registreren",
    status_code=201,
    responses={200: {"description": "Al eerder zo ontvangen; hetzelfde antwoord", "model": AntwoordUit}},
)
def registreer(tools: Gereedschap, melder: Melder, signaal: SignaalIn, response: Response) -> AntwoordUit:
    """Registreert een signaal over een kind. Herhalen mag: hetzelfde signaal geeft 200 en hetzelfde antwoord."""
    antwoord = registreren.registreer(tools, melder, signaal.als_aanmelding())
    response.status_code = 201 if antwoord.nieuw else 200
    return AntwoordUit.van(antwoord)


@router.post("/signaalbatches", operation_id="registreerSignalen", summary="Tot 500 signalen registreren")
def registreer_batch(tools: Gereedschap, melder: Melder, request: Request, batch: BatchIn) -> BatchUit:
    """Beslist over elk signaal afzonderlijk; een fout in het ene houdt het andere niet tegen."""
    uitkomsten: list[BatchDeel] = []
    weg: Onbereikbaar | None = None
    for plaats, deel in enumerate(batch.signalen):
        try:
            # Once the index is away, the rest is not tried: five hundred times a wait helps nobody.
            uitkomsten.append(_geweigerd(plaats, weg) if weg else _deel(tools, melder, request, plaats, deel))
        except Onbereikbaar as fout:
            if not uitkomsten:
                raise
            weg = fout
            uitkomsten.append(_geweigerd(plaats, weg))
    return BatchUit(uitkomsten=uitkomsten)


def _deel(tools: Tools, melder: Aanroep, request: Request, plaats: int, deel: object) -> BatchDeel:
    """Decide on one signal. Raises Onbereikbaar."""
    try:
        try:
            signaal = SignaalIn.model_validate(deel)
        except ValidationError as fout:
            raise OngeldigeInvoer(vormfouten(fout.errors(include_input=False, include_url=False))) from None
        antwoord = registreren.registreer(tools, melder, signaal.als_aanmelding())
    except Onbereikbaar:
        raise
    except Weigering as weigering:
        leg_weigering_vast(tools, melder, "signaal:registreren", weigering)
        return _geweigerd(plaats, weigering)
    except Exception as fout:  # noqa: BLE001 one signal in trouble must not take the others along (S08)
        onverwacht(request, fout)
        return BatchDeel(plaats=plaats, status=500, fouten=[_fout(ONVERWACHT)])
    return BatchDeel(plaats=plaats, status=201 if antwoord.nieuw else 200, antwoord=AntwoordUit.van(antwoord))


def _geweigerd(plaats: int, weigering: Weigering) -> BatchDeel:
    return BatchDeel(plaats=plaats, status=status_van(weigering), fouten=[_fout(b) for b in weigering.besluiten])


def _fout(besluit: Besluit) -> Fout:
    return Fout(code=besluit.code, regel=besluit.regel, melding=besluit.zin, wijzer=besluit.wijzer)


@router.get("/signalen", operation_id="lijstSignalen", summary="Eigen signalen")
def lijst(
    tools: Gereedschap, melder: Melder, request: Request, response: Response, cursor: Cursor = None, limit: Aantal = 50
) -> SignalenUit:
    """De signalen van de eigen organisatie, op volgorde van registratie."""
    gevonden, verder = signalen.lijst(tools, melder, lees_cursor(cursor), limit)
    zet_volgende(request, response, verder, limit)
    return SignalenUit(signalen=[SignaalUit.van_beeld(beeld) for beeld in gevonden])


@router.get("/signalen/{signaalId}", operation_id="leesSignaal", summary="Eigen signaal")
def lees(tools: Gereedschap, melder: Melder, signaalId: UUID) -> SignaalUit:  # noqa: N803 the path's own spelling
    """Een eigen signaal: of het telt, waarom, en wat er verder gebeurt."""
    return SignaalUit.van_beeld(signalen.lees(tools, melder, signaalId))


@router.post(
    "/signalen/{signaalId}/beeindigingen", operation_id="beeindigSignaal", summary="Signaal beëindigen", status_code=201
)
def beeindig(
    tools: Gereedschap,
    melder: Melder,
    signaalId: UUID,  # noqa: N803 the path's own spelling
    beeindiging: BeeindigingIn,
) -> AntwoordUit:
    """De bemoeienis eindigt op een dag, uiterlijk vandaag."""
    return AntwoordUit.van(
        signalen.beeindig(tools, melder, signaalId, beeindiging.tot, grond_blijft=beeindiging.grond_blijft)
    )


@router.post(
    "/signalen/{signaalId}/intrekkingen", operation_id="trekSignaalIn", summary="Signaal intrekken", status_code=201
)
def trek_in(
    tools: Gereedschap,
    melder: Melder,
    signaalId: UUID,  # noqa: N803 the path's own spelling
    intrekking: IntrekkingIn,
) -> AntwoordUit:
    """Het signaal was onterecht, over het verkeerde kind, of het risico is geweken."""
    return AntwoordUit.van(signalen.trek_in(tools, melder, signaalId, intrekking.reden))


@router.post(
    "/signalen/{signaalId}/overlijdens",
    operation_id="meldOverlijden",
    summary="Het kind is overleden",
    status_code=204,
)
def meld_overlijden(
    tools: Gereedschap,
    melder: Melder,
    signaalId: UUID,  # noqa: N803 the path's own spelling
    overlijden: OverlijdenIn,
) -> Response:
    """Alle signalen over dit kind worden meteen vernietigd, van alle organisaties. Dit is niet terug te draaien."""
    signalen.meld_overlijden(tools, melder, signaalId, overlijden.op)
    return Response(status_code=204)
