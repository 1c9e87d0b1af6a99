# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A collector on a real socket: takes OTLP over HTTP in protobuf, and answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass
class Verzamelplaats:
    """What came in; `status` is what is answered next, `geweigerd` how many spans it says not to take.

    More bytes than `hoogstens` is too large; `zegt` is what is said instead of an answer by the protocol.
    """

    adres: str = ""
    status: int = 200
    geweigerd: int = 0
    hoogstens: int = 10_000_000
    zegt: bytes | None = None
    koppen: list[dict[str, str]] = field(default_factory=list)
    ruw: list[bytes] = field(default_factory=list)

    @property
    def spans(self) -> list[dict[str, Any]]:
        """Every span that was taken, as plain values, with the municipality of its resource."""
        gevonden = []
        for deel in self.ruw:
            for bron in ExportTraceServiceRequest.FromString(deel).resource_spans:
                gemeente = _kenmerken(bron.resource.attributes).get("service.namespace")
                gevonden += [
                    {
                        "trace": span.trace_id.hex(),
                        "span": span.span_id.hex(),
                        "ouder": span.parent_span_id.hex(),
                        "naam": span.name,
                        "begin": span.start_time_unix_nano,
                        "eind": span.end_time_unix_nano,
                        "status": span.status.code,
                        "gemeente": gemeente,
                        **_kenmerken(span.attributes),
                    }
                    for scope in bron.scope_spans
                    for span in scope.spans
                ]
        return gevonden


def _kenmerken(delen: Any) -> dict[str, str]:
    return {deel.key: deel.value.string_value for deel in delen}


@contextmanager
def een_verzamelplaats() -> Iterator[Verzamelplaats]:
    """A collector that runs."""
    plaats = Verzamelplaats()

    class Vraag(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            inhoud = self.rfile.read(int(self.headers["Content-Length"]))
            plaats.koppen.append(dict(self.headers.items()))
            status = 413 if len(inhoud) > plaats.hoogstens else plaats.status
            if status < 300:
                plaats.ruw.append(inhoud)
            deels = ExportTracePartialSuccess(rejected_spans=plaats.geweigerd)
            antwoord = plaats.zegt or ExportTraceServiceResponse(partial_success=deels).SerializeToString()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(antwoord)))
            self.end_headers()
            self.wfile.write(antwoord)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Vraag)
    plaats.adres = f"http://127.0.0.1:{server.server_port}/v1/traces"
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    try:
        yield plaats
    finally:
        server.shutdown()
        server.server_close()
        draad.join()
