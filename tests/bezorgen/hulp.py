# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A receiver on a real socket that answers as it is told, and a worker that does one round at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import anyio

from tests.api.hulp import bewerk_database
from verwijsindex.domain.abonnement import Abonnement
from verwijsindex.storage import abonnementen
from verwijsindex.use_cases import bezorgen, gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij
    from verwijsindex.domain.bezorgen import Uitkomst, Zending

Antwoord = tuple[int, dict[str, str]]


@dataclass
class Ontvanger:
    """A webhook: what came in, and what is answered next (by default 204); OPTIONS says yes."""

    adres: str = ""
    gehoord: list[dict[str, Any]] = field(default_factory=list)
    koppen: list[dict[str, str]] = field(default_factory=list)
    antwoord: Callable[[dict[str, Any]], Antwoord] = lambda _: (204, {})
    toestemming: dict[str, str] = field(default_factory=lambda: {"WebHook-Allowed-Origin": "*"})

    @property
    def soorten(self) -> list[str]:
        """Kinds that were received with a 2xx, in order."""
        return [g["type"].removeprefix("nl.verwijsindex.") for g in self.gehoord]


@contextmanager
def een_ontvanger() -> Iterator[Ontvanger]:
    """A receiver that runs."""
    ontvanger = Ontvanger()

    class Vraag(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_OPTIONS(self) -> None:
            self._zeg(200, ontvanger.toestemming)

        def do_POST(self) -> None:
            gebeurtenis = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, koppen = ontvanger.antwoord(gebeurtenis)
            if status < 300:
                ontvanger.gehoord.append(gebeurtenis)
                ontvanger.koppen.append(dict(self.headers.items()))
            self._zeg(status, koppen)

        def _zeg(self, status: int, koppen: dict[str, str]) -> None:
            self.send_response(status)
            for naam, waarde in koppen.items():
                self.send_header(naam, waarde)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        # Of five that wait, on a busy machine, the sixth is turned away.
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Vraag)
    ontvanger.adres = f"http://127.0.0.1:{server.server_port}/webhook"
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    try:
        yield ontvanger
    finally:
        server.shutdown()
        server.server_close()
        draad.join()


def abonneer(partij: Partij, ontvanger: Ontvanger, **velden: object) -> dict[str, Any]:
    """A webhook of a party; what the index answered."""
    antwoord = partij.post("/v1/abonnementen", {"adres": ontvanger.adres} | velden)
    assert antwoord.status_code == 201, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def met_abonnement(huis: Huis, partij: Partij, adres: str = "http://x") -> UUID:
    """A webhook as if its receiver had said yes."""
    abonnement = Abonnement(
        id=uuid4(), organisatie=partij.id, adres=adres, sinds=huis.klok(), per_minuut=None, geheim=False
    )
    with huis.tools.database.transaction() as tx:
        abonnementen.voeg_toe(tx, abonnement, None)
    return abonnement.id


def neem(huis: Huis, per: int = 100) -> list[Zending]:
    """Place what is new and take what may go."""
    gebeurtenissen.plaats(huis.tools)
    return bezorgen.haal(huis.tools, 1000, per, {})


def ronde(huis: Huis) -> int:
    """One round of a worker: take, send for real, record; how many went."""
    zendingen = neem(huis)

    async def alles() -> list[tuple[Zending, Uitkomst]]:
        async with huis.tools.webhooks as webhooks:
            return [(z, await webhooks.bezorg(z, huis.klok())) for z in zendingen]

    bezorgen.leg_vast(huis.tools, anyio.run(alles))
    return len(zendingen)


def bezorg_alles(huis: Huis) -> None:
    """Rounds until nothing may go any more at this moment."""
    while ronde(huis):
        pass


def schrijf_berichten(huis: Huis, partij: Partij, sleutel: str, *soorten: str) -> None:
    """Messages for a party about one match, as a deed would have written them."""
    bewerk_database(
        huis,
        *(
            "INSERT INTO outbox (gebeurtenis, sleutel, soort, ontvanger, ontvanger_id, spoed, aangemaakt) VALUES"
            f" (gen_random_uuid(), '{sleutel}', '{soort}', 'organisatie', '{partij.id}', false, '{huis.klok()}')"
            for soort in soorten
        ),
    )
