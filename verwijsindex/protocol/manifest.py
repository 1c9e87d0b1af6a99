# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The signed overview of the pseudonym service's keys. Clients pin the Ed25519 key with which it is signed."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from verwijsindex.protocol import b64
from verwijsindex.protocol.fouten import CoderingOngeldig, ManifestOngeldig, ManifestVerlopen
from verwijsindex.protocol.labels import lp
from verwijsindex.protocol.voprf import SUITE

MODE = "VOPRF"
_SPELING = timedelta(minutes=5)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


class SleutelStatus(StrEnum):
    VOLGEND = "volgend"
    ACTIEF = "actief"
    UITLOOP = "uitloop"
    VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True)
class Sleutel:
    """Public element `pk` (32 bytes) of one version; `vanaf` and `tot` are UTC, half-open."""

    soort: str
    versie: int
    pk: bytes
    status: SleutelStatus
    vanaf: datetime
    tot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """`sha256` is that of the canonical signed JSON (RFC 8785), for the index's log."""

    index: str
    sleutels: tuple[Sleutel, ...]
    uitgegeven: datetime
    verloopt: datetime
    sha256: bytes = b""

    def actief(self, soort: str) -> Sleutel:
        """The one active key of `soort`. Raises ManifestOngeldig when there is not exactly one."""
        gevonden = [s for s in self.sleutels if s.soort == soort and s.status is SleutelStatus.ACTIEF]
        if len(gevonden) != 1:
            raise ManifestOngeldig
        return gevonden[0]


def onderteken(manifest: Manifest, sleutel: Ed25519PrivateKey) -> dict[str, object]:
    """The JSON body of `GET /v1/sleutels`: the manifest's fields and `handtekening`, base64url."""
    inhoud: dict[str, object] = {
        "index": manifest.index,
        "suite": SUITE,
        "mode": MODE,
        "sleutels": [
            {
                "soort": s.soort,
                "versie": s.versie,
                "pk": b64.naar_tekst(s.pk),
                "status": s.status.value,
                "vanaf": _schrijf(s.vanaf),
                "tot": _schrijf(s.tot) if s.tot else None,
            }
            for s in manifest.sleutels
        ],
        "uitgegeven": _schrijf(manifest.uitgegeven),
        "verloopt": _schrijf(manifest.verloopt),
    }
    return inhoud | {"handtekening": b64.naar_tekst(sleutel.sign(_te_ondertekenen(inhoud)))}


def lees_manifest(tekst: str | bytes, gepinde_sleutel: bytes, nu: datetime) -> Manifest:
    """The manifest in the JSON `tekst`, signed by the pinned Ed25519 key (32 bytes) and valid at `nu`.

    Raises ManifestOngeldig for a wrong signature or form, ManifestVerlopen from `verloopt` on.
    """
    try:
        inhoud = json.loads(tekst)
        sha256 = hashlib.sha256(_canoniek(inhoud)).digest()
        handtekening = b64.van_tekst(inhoud.pop("handtekening"), 64)
        Ed25519PublicKey.from_public_bytes(gepinde_sleutel).verify(handtekening, _te_ondertekenen(inhoud))
        if (inhoud.pop("suite"), inhoud.pop("mode")) != (SUITE, MODE):
            raise ManifestOngeldig
        sleutels = tuple(_lees_sleutel(**sleutel) for sleutel in inhoud.pop("sleutels"))
        uitgegeven, verloopt = _lees(inhoud.pop("uitgegeven")), _lees(inhoud.pop("verloopt"))
        manifest = Manifest(**inhoud, sleutels=sleutels, uitgegeven=uitgegeven, verloopt=verloopt, sha256=sha256)
    except (InvalidSignature, CoderingOngeldig, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ManifestOngeldig from None
    if manifest.uitgegeven > nu + _SPELING:
        raise ManifestOngeldig
    if nu >= manifest.verloopt:
        raise ManifestVerlopen
    return manifest


def _lees_sleutel(soort: str, versie: int, pk: str, status: str, vanaf: str, tot: str | None) -> Sleutel:
    return Sleutel(
        soort, versie, b64.van_tekst(pk, 32), SleutelStatus(status), _lees(vanaf), None if tot is None else _lees(tot)
    )


def _te_ondertekenen(inhoud: dict[str, object]) -> bytes:
    return lp("verwijsindex/1/manifest") + _canoniek(inhoud)


def _canoniek(inhoud: dict[str, object]) -> bytes:
    return rfc8785.dumps(inhoud)  # type: ignore[arg-type]


def _schrijf(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _lees(tekst: str) -> datetime:
    if not _MOMENT.fullmatch(tekst):
        raise ValueError
    return datetime.fromisoformat(tekst)
