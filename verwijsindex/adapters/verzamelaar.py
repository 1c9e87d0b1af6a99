# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log to a collector by OTLP over HTTP, in protobuf (OpenTelemetry Protocol 1.x), as Logboek Dataverwerkingen."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from verwijsindex.domain.dataverwerking import Actie, Naamruimte, Ontvangst
from verwijsindex.domain.logboek import Uitkomst
from verwijsindex.log import Gebeurtenis, meld

TIJD = 30.0
SOORT = "application/x-protobuf"
NAAM = "verwijsindex"
FOUT = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.REQUEST_ENTITY_TOO_LARGE})
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDE = timedelta(microseconds=1)


class Verzamelaar:
    """A collector at `adres` (the whole address, as .../v1/traces); `sleutel` goes along as a bearer token."""

    def __init__(self, adres: str, naamruimte: Naamruimte, versie: str, sleutel: str = "") -> None:
        self._adres = adres
        self._naamruimte = naamruimte
        self._versie = versie
        self._koppen = {"Content-Type": SOORT} | ({"Authorization": f"Bearer {sleutel}"} if sleutel else {})

    def stuur(self, acties: Sequence[Actie], *, laatste: bool) -> Ontvangst:
        """One try. What a collector calls wrong (400), or takes in part only, is told in the log and not sent again.

        So is one row that is too large (413). The rows stay in the log of this index, whatever becomes of them there.
        """
        inhoud = verzoek(acties, self._naamruimte, self._versie).SerializeToString()
        try:
            antwoord = httpx.post(
                self._adres, content=inhoud, headers=self._koppen, timeout=TIJD, follow_redirects=False, trust_env=False
            )
        except httpx.HTTPError:
            meld(Gebeurtenis.DOORGEVEN_WACHT, status="0")
            return Ontvangst.LATER
        if antwoord.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE and not laatste:
            return Ontvangst.TE_GROOT
        geweigerd = len(acties) if antwoord.status_code in FOUT else _geweigerd(antwoord, len(acties))
        if geweigerd is None:
            meld(Gebeurtenis.DOORGEVEN_WACHT, status=str(antwoord.status_code))
            return Ontvangst.LATER
        if geweigerd:
            meld(Gebeurtenis.DOORGEVEN_GEWEIGERD, aantal=str(geweigerd))
        return Ontvangst.GENOMEN


def _geweigerd(antwoord: httpx.Response, hoogstens: int) -> int | None:
    """How many spans were not taken; None where it must be tried again, also where no collector answers."""
    if not antwoord.is_success:
        return None
    try:
        gelezen = ExportTraceServiceResponse.FromString(antwoord.content)
    except DecodeError:
        return None
    return min(max(int(gelezen.partial_success.rejected_spans), 0), hoogstens)


def verzoek(acties: Sequence[Actie], naamruimte: Naamruimte, versie: str) -> ExportTraceServiceRequest:
    """The request: one resource per municipality, so that a collector can send each to who is responsible."""
    per_gemeente: dict[str | None, list[Span]] = {}
    for actie in acties:
        per_gemeente.setdefault(actie.gemeente, []).append(_span(actie, naamruimte))
    bereik = InstrumentationScope(name=NAAM, version=versie)
    return ExportTraceServiceRequest(
        resource_spans=[
            ResourceSpans(
                resource=Resource(
                    attributes=_kenmerken(
                        {"service.name": NAAM, "service.version": versie}
                        | ({"service.namespace": gemeente} if gemeente else {})
                    )
                ),
                scope_spans=[ScopeSpans(scope=bereik, spans=spans)],
            )
            for gemeente, spans in per_gemeente.items()
        ]
    )


def _span(actie: Actie, naamruimte: Naamruimte) -> Span:
    # That a rule said no is no fault of the processing: the standard leaves its status unset.
    gelukt = actie.uitkomst is Uitkomst.GELUKT
    return Span(
        trace_id=bytes.fromhex(actie.trace_id),
        span_id=bytes.fromhex(actie.span_id),
        parent_span_id=bytes.fromhex(actie.ouder_span_id or ""),
        name=actie.naam,
        kind=Span.SPAN_KIND_INTERNAL,
        start_time_unix_nano=_nano(actie.begin),
        end_time_unix_nano=_nano(actie.eind),
        attributes=_kenmerken(naamruimte.kenmerken(actie)),
        status=Status(code=Status.STATUS_CODE_OK if gelukt else Status.STATUS_CODE_UNSET),
    )


def _nano(moment: datetime) -> int:
    return (moment - _BEGIN) // _MICROSECONDE * 1000


def _kenmerken(waarden: dict[str, str]) -> list[KeyValue]:
    return [KeyValue(key=naam, value=AnyValue(string_value=waarde)) for naam, waarde in waarden.items()]
