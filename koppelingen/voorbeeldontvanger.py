# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A small system of an organisation that receives messages of the index, to read and to run.

`python -m koppelingen.voorbeeldontvanger INSTELLINGEN.json` starts listening, subscribes itself, and applies each
message once, also after a restart (N02). Settings, as JSON: `organisatieId`, `sleutel` (path of a private JWK),
`pdAdres`, `pin`, `indexAdres`, `indexId`, `adres` (host:port to listen on). If wanted: `webhookAdres` (where the index
finds it; http://adres/berichten), `bestand` (SQLite; ontvangen.sqlite3) and `sleutels` (of a subscription made before;
then it makes none). Paths are as seen from the settings file.
"""

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from koppelingen.client import Koppeling, KoppelingFout, Tekensleutel
from koppelingen.gezien import Gezien
from koppelingen.ontvanger import GROOTSTE_BERICHT, Gebeurtenis, Koppen, Ontvanger, WebhookGeweigerd, handdruk

_TABEL = (
    "CREATE TABLE IF NOT EXISTS verwerkt (volgnummer INTEGER PRIMARY KEY AUTOINCREMENT,"
    " gebeurtenis TEXT NOT NULL, type TEXT NOT NULL, moment TEXT NOT NULL, signalen TEXT NOT NULL)"
)
_INVOER = "INSERT INTO verwerkt (gebeurtenis, type, moment, signalen) VALUES (?, ?, ?, ?)"


def systeemklok() -> datetime:
    """The clock of a program that runs by itself."""
    return datetime.now(UTC)


def op_scherm(regel: str) -> None:
    """A line at once, also when somebody reads along through a pipe."""
    print(regel, flush=True)


class Voorbeeldontvanger:
    """What it does with a request, and its SQLite file. `zeg` gets a line per message: its type and id, nothing more.

    The clock is the one of `koppeling`.
    """

    def __init__(self, koppeling: Koppeling, bestand: Path, zeg: Callable[[str], None] = op_scherm) -> None:
        self.koppeling, self.gezien, self.zeg = koppeling, Gezien(bestand), zeg
        self.ontvanger: Ontvanger | None = None
        with self.gezien.schrijf() as tx:
            tx.execute(_TABEL)

    @contextmanager
    def luister(self, adres: str) -> Iterator[str]:
        """Answer requests at `host:port` in threads of their own; gives the address, with the port that 0 became.

        At the end every message that is being applied is finished first.
        """
        host, _, poort = adres.rpartition(":")
        with _Server((host, int(poort)), partial(_Verzoek, self)) as server:
            draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
            draad.start()
            try:
                yield f"{host}:{server.server_port}"
            finally:
                server.shutdown()
                draad.join()

    def vertrouw(self, sleutels: Sequence[str]) -> None:
        """Take in messages that are signed by one of these from now on. Raises ValueError."""
        self.ontvanger = Ontvanger(sleutels, self.gezien, self.koppeling.klok)

    def abonneer(self, adres: str) -> None:
        """Subscribe `adres`, or find the subscription of before, and trust its keys. Listen first: the index asks at
        once whether we want it. Raises KoppelingFout."""
        try:
            abonnement = self._abonnement(adres)
            geheim = abonnement.get("geheim")  # said once, and only to who asked for it
            self.vertrouw([*abonnement["sleutels"], *([geheim] if isinstance(geheim, str) else [])])
        except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
            zin = "De index gaf geen abonnement met bruikbare sleutels."
            raise KoppelingFout(0, "onverwacht-antwoord", zin) from None

    def groet(self, koppen: Koppen) -> dict[str, str] | None:
        """The answer to the handshake of the own index; needs no keys, for there are none yet."""
        return handdruk(koppen, urlsplit(self.koppeling.index_url).hostname or "")

    def ontvang(self, koppen: Koppen, inhoud: bytes) -> int:
        """The HTTP status for a message. What cannot be fetched now is not applied: 503, and the index tries again."""
        if self.ontvanger is None:
            return 503
        try:
            gebeurtenis = self.ontvanger.lees(koppen, inhoud)
        except WebhookGeweigerd as fout:
            self.zeg(f"Geweigerd: {fout}")
            return fout.status
        status = 204
        try:
            self._verwerk(self.ontvanger, gebeurtenis)
            uitkomst = "verwerkt"
        except WebhookGeweigerd as fout:
            status, uitkomst = fout.status, fout.code
        except KoppelingFout as fout:
            status, uitkomst = 503, f"uitgesteld, {fout.code}"
        self.zeg(f"{gebeurtenis.type} {gebeurtenis.id}: {uitkomst}")
        return status

    def _abonnement(self, adres: str) -> Mapping[str, Any]:
        try:
            return self.koppeling.abonneer(adres).inhoud
        except KoppelingFout as fout:
            if fout.code != "abonnement-bestaat":
                raise
        eigen: Mapping[str, Any] = next(
            a for a in self.koppeling.abonnementen().inhoud["abonnementen"] if a["adres"] == adres
        )
        return eigen

    def _verwerk(self, ontvanger: Ontvanger, gebeurtenis: Gebeurtenis) -> None:
        # Fetched before the transaction: others would wait for our network.
        signalen = json.dumps(self._signalen(gebeurtenis))
        moment = self.koppeling.klok().astimezone(UTC).isoformat()
        with ontvanger.eenmaal(gebeurtenis) as tx:
            tx.execute(_INVOER, [str(gebeurtenis.id), gebeurtenis.type, moment, signalen])

    def _signalen(self, gebeurtenis: Gebeurtenis) -> object:
        try:
            return self.koppeling.volg(gebeurtenis.dataref).inhoud.get("signaalIds", [])
        except KoppelingFout as fout:
            if fout.code != "niet-gevonden":
                raise
            # A try-out, or what it was about is gone by now: asking again would not bring it back.
            return []


class _Server(ThreadingHTTPServer):
    daemon_threads = False


class _Verzoek(BaseHTTPRequestHandler):
    timeout: ClassVar[int] = 10  # seconds of silence in a request

    def __init__(self, toepassing: Voorbeeldontvanger, *verbinding: Any) -> None:
        self._toepassing = toepassing
        super().__init__(*verbinding)

    def do_OPTIONS(self) -> None:
        """The handshake."""
        koppen = self._toepassing.groet(self.headers)
        self._antwoord(403 if koppen is None else 200, koppen or {})

    def do_POST(self) -> None:
        """A message."""
        lengte = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,9}", lengte):
            self._antwoord(411)
        elif int(lengte) > GROOTSTE_BERICHT:
            self._antwoord(413)
        else:
            self._antwoord(self._toepassing.ontvang(self.headers, self.rfile.read(int(lengte))))

    def log_message(self, *_: object) -> None:  # type: ignore[explicit-override]  # typing has it from 3.12 on
        """Nothing: a request line can hold anything."""

    def _antwoord(self, status: int, koppen: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for naam, waarde in ({"Content-Length": "0"} | dict(koppen or {})).items():
            self.send_header(naam, waarde)
        self.end_headers()


def begin(pad: Path, klok: Callable[[], datetime] = systeemklok) -> None:
    """Run with the settings of a file until Ctrl-C. Raises OSError, ValueError, KeyError and KoppelingFout."""
    s = json.loads(pad.read_text(encoding="utf-8"))
    sleutel = Tekensleutel.uit_jwk(json.loads((pad.parent / s["sleutel"]).read_text(encoding="utf-8")))
    koppeling = Koppeling(s["organisatieId"], sleutel, s["pdAdres"], s["pin"], s["indexAdres"], s["indexId"], klok)
    ontvanger = Voorbeeldontvanger(koppeling, pad.parent / s.get("bestand", "ontvangen.sqlite3"))
    with koppeling.http, ontvanger.luister(s["adres"]) as adres:
        if s.get("sleutels"):
            ontvanger.vertrouw(s["sleutels"])
        else:
            ontvanger.abonneer(s.get("webhookAdres", f"http://{adres}/berichten"))
        ontvanger.zeg(f"Luistert op {adres}.")
        threading.Event().wait()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Gebruik: python -m koppelingen.voorbeeldontvanger INSTELLINGEN.json")
    try:
        begin(Path(sys.argv[1]))
    except KeyboardInterrupt:
        pass
    except (OSError, ValueError, KeyError) as fout:
        sys.exit(f"De instellingen kunnen niet worden gebruikt: {fout!r}")
    except KoppelingFout as fout:
        sys.exit(str(fout))
