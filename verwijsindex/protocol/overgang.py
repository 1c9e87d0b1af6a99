# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""From one version of the pseudonym service's key to the next: the scalar delta = k_naar / k_van, for the index alone.

Signed with the manifest key, which the index pins, and sealed to the index's ingest key: whoever carries the file from
one party to the other learns nothing, and can change nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from verwijsindex.protocol import b64
from verwijsindex.protocol.fouten import OvergangOngeldig, ProtocolFout
from verwijsindex.protocol.groep import Groep
from verwijsindex.protocol.labels import SOORT, delta_info, lp
from verwijsindex.protocol.voprf import Sleutelpaar, delta, pas_delta_toe
from verwijsindex.protocol.zegel import open_zegel, verzegel


@dataclass(frozen=True, slots=True)
class Overgang:
    """The versions, and the scalar (32 bytes) by which every N moves."""

    van: int
    naar: int
    delta: bytes = field(repr=False)


def maak_overgang(
    groep: Groep,
    index: str,
    van: tuple[int, Sleutelpaar],
    naar: tuple[int, Sleutelpaar],
    ingest: bytes,
    manifestsleutel: Ed25519PrivateKey,
) -> dict[str, object]:
    """The JSON to hand to the index with public key `ingest` (32 bytes). Raises ZegelOngeldig."""
    scalar = delta(groep, van[1], naar[1])
    inhoud: dict[str, object] = {
        "index": index,
        "soort": SOORT,
        "van": {"versie": van[0], "pk": b64.naar_tekst(van[1].publiek)},
        "naar": {"versie": naar[0], "pk": b64.naar_tekst(naar[1].publiek)},
        "doos": b64.naar_tekst(verzegel(ingest, delta_info(index, van[0], naar[0]), scalar)),
    }
    return inhoud | {"handtekening": b64.naar_tekst(manifestsleutel.sign(_te_ondertekenen(inhoud)))}


def lees_overgang(
    groep: Groep, tekst: str | bytes, gepinde_sleutel: bytes, index: str, ingest: X25519PrivateKey
) -> Overgang:
    """What the service handed out for this index, checked: delta * PK_van == PK_naar (protocol, section 1).

    Raises OvergangOngeldig for every fault alike.
    """
    try:
        inhoud = json.loads(tekst)
        handtekening = b64.van_tekst(inhoud.pop("handtekening"), 64)
        Ed25519PublicKey.from_public_bytes(gepinde_sleutel).verify(handtekening, _te_ondertekenen(inhoud))
        van, naar = inhoud["van"], inhoud["naar"]
        versies = int(van["versie"]), int(naar["versie"])
        if (inhoud["index"], inhoud["soort"]) != (index, SOORT) or not 0 < versies[0] < versies[1]:
            raise OvergangOngeldig
        scalar = open_zegel(ingest, delta_info(index, *versies), b64.van_tekst(inhoud["doos"], 32 + 48))
        if pas_delta_toe(groep, scalar, b64.van_tekst(van["pk"], 32)) != b64.van_tekst(naar["pk"], 32):
            raise OvergangOngeldig
    except (InvalidSignature, ProtocolFout, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise OvergangOngeldig from None
    return Overgang(*versies, scalar)


def _te_ondertekenen(inhoud: Mapping[str, object]) -> bytes:
    return lp("verwijsindex/1/overgang") + rfc8785.dumps(dict(inhoud))  # type: ignore[arg-type]
