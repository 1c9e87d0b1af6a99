# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Receiving messages of the index: signed by Standard Webhooks 1.0, thin CloudEvents, each applied once (N02).

ontvanger = Ontvanger(["whpk_..."], Gezien("ontvangen.sqlite3"), klok)
with ontvanger.neem_aan(koppen, inhoud) as gebeurtenis:  # raises WebhookGeweigerd; its `status` is the answer
    verwerk(gebeurtenis)
"""

import hmac
import json
import re
import sqlite3
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from koppelingen.gezien import Gezien, GezienBezet
from verwijsindex.protocol.webhook import hmac_van, te_tekenen

GROOTSTE_BERICHT = 64 * 1024
SPELING = timedelta(minutes=5)
_LANGSTE_HANDTEKENING = 2048
_LANGSTE_WAARDE = 2048
# No dot: `id.timestamp.body` could then be read in two ways.
_KENMERK = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TIJDSTIP = re.compile(r"[1-9][0-9]{0,10}")
_MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})")


class Koppen(Protocol):
    """Headers as any framework gives them: names in any case, pairs by `items()`."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class WebhookGeweigerd(Exception):
    """A message that is not applied: HTTP `status` to answer with, stable `code`, Dutch `melding`.

    400 it has not the right shape, 401 its signature or its moment is not to be trusted, 413 it is too big, 503 others
    are at work for too long. Whatever the status, the sender tries again, except after `WebhookHerhaald`.
    """

    def __init__(self, status: int, code: str, melding: str) -> None:
        super().__init__(f"{melding} ({code})")
        self.status, self.code, self.melding = status, code, melding


class WebhookHerhaald(WebhookGeweigerd):
    """It was applied before: answer 200, so that the sender stops."""

    def __init__(self) -> None:
        super().__init__(200, "herhaald", "Dit bericht is al verwerkt.")


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """The attributes of a CloudEvent 1.0; `time` is UTC. What it is about is at `dataref`, with a token (I07)."""

    id: UUID
    type: str
    source: str
    time: datetime
    dataref: str


class Ontvanger:
    """Checks and takes in what the index sends. `sleutels` are what the subscription gave: one is enough, two during
    a change; `whpk_` and base64 of an ed25519 public key, or `whsec_` and base64 of a shared secret of 24-64 bytes.

    Raises ValueError for a key that is not one of these; the message names its place, not the key.
    """

    def __init__(self, sleutels: Sequence[str], gezien: Gezien, klok: Callable[[], datetime]) -> None:
        self.gezien, self.klok = gezien, klok
        self._publiek: list[Ed25519PublicKey] = []
        self._geheim: list[bytes] = []
        for plaats, sleutel in enumerate(sleutels, start=1):
            soort, _, tekst = sleutel.partition("_")
            waarde = _van_base64(tekst) or b""
            if soort == "whpk" and len(waarde) == 32:
                self._publiek.append(Ed25519PublicKey.from_public_bytes(waarde))
            elif soort == "whsec" and 24 <= len(waarde) <= 64:
                self._geheim.append(waarde)
            else:
                raise ValueError(f"Sleutel {plaats} is geen whpk_ of whsec_ met base64 van de juiste lengte.")
        if not sleutels:
            raise ValueError("Geef ten minste een sleutel van het abonnement.")

    @contextmanager
    def neem_aan(self, koppen: Koppen, inhoud: bytes) -> Iterator[Gebeurtenis]:
        """`lees` and `eenmaal` together, for who applies a message in a moment. Raises WebhookGeweigerd."""
        gebeurtenis = self.lees(koppen, inhoud)
        with self.eenmaal(gebeurtenis):
            yield gebeurtenis

    def lees(self, koppen: Koppen, inhoud: bytes) -> Gebeurtenis:
        """The message, really from the index; whether it was applied before is not asked. Raises WebhookGeweigerd."""
        kenmerk = self.controleer(koppen, inhoud)
        gebeurtenis = _lees_gebeurtenis(inhoud)
        if gebeurtenis is None or str(gebeurtenis.id) != kenmerk:
            raise WebhookGeweigerd(400, "gebeurtenis-ongeldig", "De inhoud is geen CloudEvent 1.0 met dit kenmerk.")
        return gebeurtenis

    @contextmanager
    def eenmaal(self, gebeurtenis: Gebeurtenis) -> Iterator[sqlite3.Connection]:
        """Apply a message in the body, once: when the body raises, it counts as never received.

        Gives the open transaction, for who keeps own tables in the same file; then both are kept, or none. Others wait
        meanwhile, so fetch what you need before. Elsewhere a crash between your own commit and ours applies it again.
        Raises WebhookHerhaald, and WebhookGeweigerd when others take too long.
        """
        try:
            with self.gezien.schrijf() as tx:
                if not self.gezien.noteer(tx, str(gebeurtenis.id), self.klok()):
                    raise WebhookHerhaald
                yield tx
        except GezienBezet as fout:
            raise WebhookGeweigerd(503, "bezet", str(fout)) from None

    def controleer(self, koppen: Koppen, inhoud: bytes) -> str:
        """The id of a message of any content, signed by a trusted key within five minutes. Raises WebhookGeweigerd."""
        if len(inhoud) > GROOTSTE_BERICHT:
            raise WebhookGeweigerd(413, "te-groot", "Het bericht is te groot.")
        kenmerk, tijdstip, handtekening = (_kop(koppen, f"webhook-{naam}") for naam in ("id", "timestamp", "signature"))
        if not (
            _KENMERK.fullmatch(kenmerk) and _TIJDSTIP.fullmatch(tijdstip) and len(handtekening) <= _LANGSTE_HANDTEKENING
        ):
            raise WebhookGeweigerd(400, "kop-ongeldig", "Een van de koppen van de webhook is ongeldig.")
        if abs(self.klok().timestamp() - int(tijdstip)) > SPELING.total_seconds():
            raise WebhookGeweigerd(401, "tijdstip-ongeldig", "Het bericht is te oud of komt uit de toekomst.")
        if not self._is_getekend(te_tekenen(kenmerk, int(tijdstip), inhoud), handtekening):
            raise WebhookGeweigerd(401, "handtekening-onbekend", "Geen handtekening is van een vertrouwde sleutel.")
        return kenmerk

    def _is_getekend(self, getekend: bytes, handtekeningen: str) -> bool:
        for een in handtekeningen.split(" "):
            versie, _, tekst = een.partition(",")
            waarde = _van_base64(tekst)
            if waarde is None:
                continue
            if versie == "v1a" and any(_klopt(sleutel, waarde, getekend) for sleutel in self._publiek):
                return True
            if versie == "v1" and any(hmac.compare_digest(hmac_van(g, getekend), waarde) for g in self._geheim):
                return True
        return False


def handdruk(koppen: Koppen, toegestaan: str, per_minuut: int | None = None) -> dict[str, str] | None:
    """Headers that answer an OPTIONS request of the host `toegestaan` (CloudEvents webhooks 1.0, section 4).

    None for who asks in another name, or does not ask: then refuse. `per_minuut` None is as many as there are.
    """
    gevraagd = [waarde for naam, waarde in koppen.items() if naam.lower() == "webhook-request-origin"]
    if len(gevraagd) != 1 or not gevraagd[0].isascii() or gevraagd[0].lower() != toegestaan.lower():
        return None
    return {
        "WebHook-Allowed-Origin": gevraagd[0],
        "WebHook-Allowed-Rate": "*" if per_minuut is None else str(per_minuut),
        "Allow": "POST, OPTIONS",
    }


def _kop(koppen: Koppen, naam: str) -> str:
    waarden = [waarde for kop, waarde in koppen.items() if kop.lower() == naam]
    if len(waarden) != 1:
        raise WebhookGeweigerd(400, "kop-ongeldig", f"De kop {naam} ontbreekt of staat er vaker dan een keer.")
    return waarden[0]


def _klopt(sleutel: Ed25519PublicKey, handtekening: bytes, getekend: bytes) -> bool:
    try:
        sleutel.verify(handtekening, getekend)
    except InvalidSignature:
        return False
    return True


def _van_base64(tekst: str) -> bytes | None:
    try:
        return b64decode(tekst, validate=True)
    except ValueError:
        return None


def _lees_gebeurtenis(inhoud: bytes) -> Gebeurtenis | None:
    """The CloudEvent of a body; attributes that are not ours are left alone. None when it is none."""
    try:
        velden = json.loads(inhoud.decode("utf-8"))
        if not isinstance(velden, dict) or velden.get("specversion") != "1.0":
            return None
        kenmerk, soort, bron, moment, verwijzing = (
            _tekst(velden.get(naam)) for naam in ("id", "type", "source", "time", "dataref")
        )
        id_ = UUID(kenmerk)
        if str(id_) != kenmerk or not _MOMENT.fullmatch(moment):
            return None
        return Gebeurtenis(id_, soort, bron, datetime.fromisoformat(moment).astimezone(UTC), verwijzing)
    except (ValueError, OverflowError, RecursionError):
        return None


def _tekst(waarde: object) -> str:
    # Printable, so that it cannot break a line of a log.
    if not (isinstance(waarde, str) and 1 <= len(waarde) <= _LANGSTE_WAARDE and waarde.isprintable()):
        raise ValueError
    return waarde
