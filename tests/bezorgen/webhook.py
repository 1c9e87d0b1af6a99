# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A receiver as an organisation would build it, with the kit of `koppelingen`: slow now and then, and applying once."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from koppelingen.gezien import Gezien
from koppelingen.ontvanger import Ontvanger, WebhookGeweigerd, handdruk


@dataclass
class Webhook:
    """A receiver that applies once, with the kit of `koppelingen`, and writes down in which order."""

    naam: str
    bestand: Path
    ontvanger: Ontvanger | None = None
    adres: str = ""
    keren: Counter[str] = field(default_factory=Counter)

    def toegepast(self) -> list[str]:
        """Ids in the order in which they were applied."""
        with Gezien(self.bestand).schrijf() as tx:
            return [rij[0] for rij in tx.execute("SELECT id FROM toegepast ORDER BY nummer")]


@contextmanager
def een_webhook(naam: str, map: Path) -> Iterator[Webhook]:
    """A webhook that runs, at the pace of a real one."""
    hook = Webhook(naam, map / f"{naam}.sqlite3")
    with Gezien(hook.bestand).schrijf() as tx:
        tx.execute("CREATE TABLE toegepast (nummer INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE)")

    class Vraag(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_OPTIONS(self) -> None:
            self._zeg(200, handdruk(self.headers, "index.test") or {})

        def do_POST(self) -> None:
            inhoud = self.rfile.read(int(self.headers["Content-Length"]))
            hook.keren[self.headers["webhook-id"]] += 1
            # Slow enough to be killed while waiting for the answer.
            time.sleep(random.uniform(0, 0.15))
            status = 204
            try:
                assert hook.ontvanger
                gebeurtenis = hook.ontvanger.lees(self.headers, inhoud)
                with hook.ontvanger.eenmaal(gebeurtenis) as tx:
                    tx.execute("INSERT INTO toegepast (id) VALUES (?)", [str(gebeurtenis.id)])
            except WebhookGeweigerd as fout:
                status = fout.status
            self._zeg(status, {})

        def _zeg(self, status: int, koppen: dict[str, str]) -> None:
            # The sender may be dead by now.
            with suppress(OSError):
                self.send_response(status)
                for kop, waarde in koppen.items():
                    self.send_header(kop, waarde)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Vraag)
    server.handle_error = lambda *_: None  # type: ignore[assignment, method-assign]
    hook.adres = f"http://127.0.0.1:{server.server_port}/"
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    draad.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        draad.join()
