# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is around the client: an index that keeps what it gets, and a real pseudonym service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from verwijsindex.protocol import b64, labels
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.protocol.voprf import leid_sleutelpaar_af, verblind
from verwijsindex.pseudoniemendienst import sleutels

INDEX = "http://index.example.nl"
GROEP = beste_groep()
EEN = (1).to_bytes(32, "little")


@dataclass
class Buitenwereld:
    """The index as a client meets it: keys, tokens, and every request kept. `verander` changes an answer of the PD."""

    geheim: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    index: str = "vi-proef"
    ontvangen: list[httpx.Request] = field(default_factory=list)
    antwoord: httpx.Response = field(default_factory=lambda: httpx.Response(201, json={"vervolg": "Bedankt."}))
    echt: httpx.HTTPTransport | None = None
    verander: Callable[[httpx.Request, httpx.Response], httpx.Response] | None = None

    def als_index(self, verzoek: httpx.Request) -> httpx.Response:
        self.ontvangen.append(verzoek)
        if verzoek.url.path == "/v1/sleutels":
            publiek = b64.naar_tekst(self.geheim.public_key().public_bytes_raw())
            ingest = {"kid": "i1", "publiek": publiek}
            return httpx.Response(200, json={"index": self.index, "ingest": ingest, "enveloppen": []})
        if verzoek.url.path == "/v1/oauth/token":
            return httpx.Response(200, json={"access_token": "t", "token_type": "Bearer", "expires_in": 300})
        return self.antwoord

    def als_pd(self, verzoek: httpx.Request) -> httpx.Response:
        self.ontvangen.append(verzoek)
        assert self.echt is not None
        antwoord = self.echt.handle_request(verzoek)
        antwoord.read()
        return self.verander(verzoek, antwoord) if self.verander else antwoord

    def verzoeken(self, pad: str) -> list[httpx.Request]:
        return [v for v in self.ontvangen if v.url.path == pad]


def pseudoniem(proef: Any, bsn: str) -> bytes:
    """N computed by who has everything: k times the hash of the number."""
    seed = sleutels.lees(proef.instellingen.sleutelbestand).versies[0].seed
    paar = leid_sleutelpaar_af(GROEP, seed, labels.sleutel_info("vi-proef", 1))
    return GROEP.maal(paar.geheim, verblind(GROEP, labels.invoer(bsn), EEN).element)
