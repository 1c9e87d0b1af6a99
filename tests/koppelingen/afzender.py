# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who sends webhooks in tests: signs by hand, so that the kit is not held against itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from koppelingen.ontvanger import Ontvanger, WebhookGeweigerd

NU = datetime(2026, 11, 22, 10, tzinfo=UTC)
BASIS = "https://index.example.nl"


def tekst(waarde: bytes) -> str:
    return b64encode(waarde).decode()


def cloudevent(kenmerk: UUID | None = None, **anders: Any) -> dict[str, Any]:
    """The attributes of a message as the index sends it; None leaves one out."""
    id_ = str(kenmerk or uuid4())
    basis = {
        "specversion": "1.0",
        "id": id_,
        "source": "urn:nld:verwijsindex:vi-proef",
        "type": "nl.verwijsindex.match-geopend",
        "time": "2026-11-22T10:00:00Z",
        "dataref": f"{BASIS}/v1/gebeurtenissen/{id_}",
    }
    return {naam: waarde for naam, waarde in (basis | anders).items() if waarde is not None}


@dataclass
class Afzender:
    """A sender with one key of each kind."""

    sleutel: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    geheim: bytes = bytes(range(32))

    @property
    def whpk(self) -> str:
        return f"whpk_{tekst(self.sleutel.public_key().public_bytes_raw())}"

    @property
    def whsec(self) -> str:
        return f"whsec_{tekst(self.geheim)}"

    def v1a(self, kenmerk: str, tijdstip: str, inhoud: bytes) -> str:
        return f"v1a,{tekst(self.sleutel.sign(b'.'.join([kenmerk.encode(), tijdstip.encode(), inhoud])))}"

    def v1(self, kenmerk: str, tijdstip: str, inhoud: bytes) -> str:
        getekend = b".".join([kenmerk.encode(), tijdstip.encode(), inhoud])
        return f"v1,{tekst(hmac.new(self.geheim, getekend, hashlib.sha256).digest())}"

    def koppen(self, inhoud: bytes, kenmerk: str | None = None, moment: datetime = NU) -> dict[str, str]:
        """The headers for a body, signed by ed25519; the id is that of the CloudEvent in it unless given."""
        kenmerk = kenmerk or json.loads(inhoud)["id"]
        tijdstip = str(int(moment.timestamp()))
        handtekening = self.v1a(kenmerk, tijdstip, inhoud)
        return {"webhook-id": kenmerk, "webhook-timestamp": tijdstip, "webhook-signature": handtekening}


@dataclass
class Klok:
    """A clock that stands still until it is set."""

    nu: datetime = NU

    def __call__(self) -> datetime:
        return self.nu


INDEX = Afzender()


def bericht(**anders: Any) -> tuple[dict[str, str], bytes]:
    """Headers and body of a message as it should be, but for some attributes."""
    inhoud = json.dumps(cloudevent(**anders)).encode()
    return INDEX.koppen(inhoud), inhoud


def geweigerd(ontvanger: Ontvanger, koppen: Any, inhoud: bytes) -> tuple[int, str]:
    """Status and code of the refusal; nothing is applied."""
    with pytest.raises(WebhookGeweigerd) as fout, ontvanger.neem_aan(koppen, inhoud):
        pytest.fail("aangenomen")
    return fout.value.status, fout.value.code
