# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer's questions to the log, each one call (I04, L04)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from verwijsindex.api.deps import Gereedschap, Huis, Privacy
from verwijsindex.api.lijsten import Aantal, Cursor, naar_cursor, uit_cursor, zet_volgende_cursor
from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.dataverwerking import Actie, Naamruimte
from verwijsindex.domain.logboek import Uitkomst
from verwijsindex.domain.logvragen import Logbeeld, Logsoort, Onthulling, Uitschieter
from verwijsindex.use_cases import logvragen
from verwijsindex.use_cases.dataverwerkingen import lijst as lees_dataverwerkingen

router = APIRouter(tags=["Logboek"])


class OnderwerpUit(Vorm):
    """What a row is about, by opaque id."""

    soort: str
    id: str


class LogregelUit(Vorm):
    """A row: who did or looked at what, when, why, by which rule, and how it ended."""

    nummer: int
    moment: datetime
    bron: str
    rol: str
    organisatie: str | None
    wie: str | None
    doel: str
    handeling: str
    onderwerpen: list[OnderwerpUit]
    grond: str | None
    convenant: str | None
    uitkomst: str
    code: str | None
    regel: str | None

    @classmethod
    def van(cls, beeld: Logbeeld) -> "LogregelUit":
        """From the domain."""
        return cls(
            nummer=beeld.id,
            moment=beeld.moment,
            bron=beeld.bron,
            rol=beeld.rol,
            organisatie=beeld.organisatie,
            wie=beeld.wie,
            doel=beeld.doel,
            handeling=beeld.tag.partition(":")[2],
            onderwerpen=[OnderwerpUit(soort=soort, id=id_) for soort, id_ in beeld.onderwerpen],
            grond=beeld.grond,
            convenant=beeld.convenant,
            uitkomst=beeld.uitkomst,
            code=beeld.code,
            regel=beeld.regel,
        )


class LogregelsUit(Vorm):
    """Rows, newest first."""

    regels: list[LogregelUit]


class UitschieterUit(Vorm):
    """Somebody looked much more often on a day than he does."""

    professional_id: UUID
    wie: str
    organisatie: str
    dag: date
    keer: int
    gewoonlijk: float

    @classmethod
    def van(cls, uitschieter: Uitschieter) -> "UitschieterUit":
        """From the domain."""
        dag = uitschieter.dag
        return cls(
            professional_id=dag.professional,
            wie=dag.wie,
            organisatie=dag.organisatie,
            dag=dag.dag,
            keer=dag.keer,
            gewoonlijk=uitschieter.gewoonlijk,
        )


class UitschietersUit(Vorm):
    """Most first."""

    uitschieters: list[UitschieterUit]


class OnthullingUit(Vorm):
    """Who was shown a signal before its consent was withdrawn."""

    onderwerp_id: UUID
    ingetrokken: datetime
    organisatie: str
    getoond: datetime

    @classmethod
    def van(cls, onthulling: Onthulling) -> "OnthullingUit":
        """From the domain."""
        return cls(
            onderwerp_id=onthulling.signaal,
            ingetrokken=onthulling.ingetrokken,
            organisatie=onthulling.organisatie,
            getoond=onthulling.getoond,
        )


class OnthullingenUit(Vorm):
    """Of the newest withdrawals first."""

    onthullingen: list[OnthullingUit]


class DataverwerkingUit(Vorm):
    """An action by the standard's own names (Logboek Dataverwerkingen 1.0): about nobody or one person, no user in it.

    Moments in milliseconds since 1970; `Unset` is a refusal by a rule, which is no fault of the processing.
    """

    trace_id: str
    span_id: str
    parent_span_id: str | None
    status: Literal["Ok", "Unset"]
    name: str
    start_time: int
    end_time: int
    attributes: dict[str, str]

    @classmethod
    def van(cls, actie: Actie, naamruimte: Naamruimte) -> "DataverwerkingUit":
        """From the domain."""
        return cls(
            trace_id=actie.trace_id,
            span_id=actie.span_id,
            parent_span_id=actie.ouder_span_id,
            status="Ok" if actie.uitkomst is Uitkomst.GELUKT else "Unset",
            name=actie.naam,
            start_time=int(actie.begin.timestamp() * 1000),
            end_time=int(actie.eind.timestamp() * 1000),
            attributes=naamruimte.kenmerken(actie),
        )


class DataverwerkingenUit(Vorm):
    """Actions, newest first."""

    dataverwerkingen: list[DataverwerkingUit]


@router.get(
    "/logboek/dataverwerkingen",
    operation_id="lijstDataverwerkingen",
    summary="Het logboek in de vorm van Logboek Dataverwerkingen",
)
def dataverwerkingen(
    huis: Huis,
    tools: Gereedschap,
    privacy: Privacy,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> DataverwerkingenUit:
    """Van uw gemeente, de nieuwste eerst; `limit` telt handelingen, en elke betrokkene heeft een eigen regel."""
    gevonden, verder = lees_dataverwerkingen(tools, privacy, uit_cursor(cursor) or None, limit)
    if verder:
        zet_volgende_cursor(request, response, naar_cursor(verder), limit)
    return DataverwerkingenUit(dataverwerkingen=[DataverwerkingUit.van(a, huis.naamruimte) for a in gevonden])


@router.get("/logboek", operation_id="doorzoekLogboek", summary="Wie deed of zag wat, en waarom")
def zoek(
    tools: Gereedschap,
    privacy: Privacy,
    request: Request,
    response: Response,
    onderwerp: Annotated[UUID | None, Query(description="id van een match, dossier of onderwerp van een regel")] = None,
    professional: Annotated[UUID | None, Query(description="wat deze mens deed")] = None,
    soort: Annotated[Logsoort | None, Query(description="alleen inzagen, weigeringen of doorbrekingen")] = None,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> LogregelsUit:
    """De regels van uw gemeente, de nieuwste eerst. Ook uw vraag komt in het logboek."""
    gevonden = logvragen.zoek(
        tools,
        privacy,
        onderwerp=onderwerp,
        professional=professional,
        soort=soort,
        voor=uit_cursor(cursor) or None,
        aantal=limit,
    )
    if len(gevonden) == limit:
        vraag = {"onderwerp": onderwerp, "professional": professional, "soort": soort}
        zet_volgende_cursor(request, response, naar_cursor(gevonden[-1].id), limit, **vraag)
    return LogregelsUit(regels=[LogregelUit.van(beeld) for beeld in gevonden])


@router.get("/logboek/uitschieters", operation_id="lijstUitschieters", summary="Wie opvallend vaak keek")
def vallen_op(tools: Gereedschap, privacy: Privacy) -> UitschietersUit:
    """Dagen van de laatste twee weken waarop iemand veel vaker keek dan hij gewoonlijk doet."""
    return UitschietersUit(uitschieters=[UitschieterUit.van(u) for u in logvragen.vallen_op(tools, privacy)])


@router.get("/logboek/onthullingen", operation_id="lijstOnthullingen", summary="Wat getoond was voor een intrekking")
def onthuld(
    tools: Gereedschap,
    privacy: Privacy,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> OnthullingenUit:
    """Wie een signaal te zien kreeg voordat de toestemming ervoor werd ingetrokken; wat getoond is, blijft getoond."""
    gevonden, verder = logvragen.onthuld(tools, privacy, uit_cursor(cursor) or None, limit)
    if verder:
        zet_volgende_cursor(request, response, naar_cursor(verder), limit)
    return OnthullingenUit(onthullingen=[OnthullingUit.van(o) for o in gevonden])
