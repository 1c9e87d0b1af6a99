# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key file: a seed per key version, the key that signs manifests and the key that signs access tokens."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verwijsindex.protocol import b64, sleutelbestand
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.protocol.groep import Groep
from verwijsindex.protocol.labels import SOORT, sleutel_info
from verwijsindex.protocol.manifest import Manifest, Sleutel, SleutelStatus, onderteken
from verwijsindex.protocol.overgang import maak_overgang
from verwijsindex.protocol.voprf import Sleutelpaar, leid_sleutelpaar_af
from verwijsindex.pseudoniemendienst.fouten import SleutelNietBeschikbaar, SleutelOnbekend, SleutelVervallen
from verwijsindex.pseudoniemendienst.log import Gebeurtenis, meld

MANIFEST_GELDIG = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Versie:
    """One key version; `seed` of None was destroyed after it expired."""

    soort: str
    versie: int
    seed: bytes | None = field(repr=False)
    status: SleutelStatus
    vanaf: datetime
    tot: datetime | None

    def status_op(self, nu: datetime) -> SleutelStatus:
        return SleutelStatus.VERVALLEN if self.tot is not None and self.tot <= nu else self.status


@dataclass(frozen=True, slots=True)
class Sleutelbestand:
    """`manifest` and `toegang` are Ed25519 seeds of 32 bytes; a seed of `versies` likewise."""

    index: str
    manifest: bytes = field(repr=False)
    toegang: bytes = field(repr=False)
    versies: tuple[Versie, ...]

    @property
    def manifestsleutel(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.manifest)

    @property
    def toegangssleutel(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.toegang)

    @property
    def pin(self) -> str:
        """The public manifest key, base64url: what every client and the index pin."""
        return b64.naar_tekst(self.manifestsleutel.public_key().public_bytes_raw())


def nieuw(index_id: str, nu: datetime) -> Sleutelbestand:
    """Fresh keys, with version 1 active from `nu`."""
    eerste = Versie(SOORT, 1, secrets.token_bytes(32), SleutelStatus.ACTIEF, nu, None)
    return Sleutelbestand(index_id, secrets.token_bytes(32), secrets.token_bytes(32), (eerste,))


def met_volgende(bestand: Sleutelbestand, nu: datetime) -> Sleutelbestand:
    """With one more version, announced as `volgend` and not yet in use."""
    nummer = max(versie.versie for versie in bestand.versies) + 1
    volgende = Versie(SOORT, nummer, secrets.token_bytes(32), SleutelStatus.VOLGEND, nu, None)
    return replace(bestand, versies=(*bestand.versies, volgende))


def overgang(bestand: Sleutelbestand, groep: Groep, ingest: bytes) -> dict[str, object]:
    """What takes an index from the active version to the next, sealed to its key `ingest` (32 bytes).

    Raises SleutelOnbekend when there is no active or no next version, ZegelOngeldig for a key that is none.
    """
    van, naar = _actief(bestand), _volgend(bestand)
    oud, nieuw = ((v.versie, _paar(groep, bestand.index, v)) for v in (van, naar))
    return maak_overgang(groep, bestand.index, oud, nieuw, ingest, bestand.manifestsleutel)


def met_gewisselde(bestand: Sleutelbestand, nu: datetime, uitloop: timedelta) -> Sleutelbestand:
    """With the next version active from `nu`, and the one of before valid for `uitloop`. Raises SleutelOnbekend."""
    van, naar = _actief(bestand), _volgend(bestand)
    anders = {
        van.versie: replace(van, status=SleutelStatus.UITLOOP, tot=nu + uitloop),
        naar.versie: replace(naar, status=SleutelStatus.ACTIEF, vanaf=nu),
    }
    return replace(bestand, versies=tuple(anders.get(v.versie, v) for v in bestand.versies))


def zonder_vervallen(bestand: Sleutelbestand, nu: datetime) -> Sleutelbestand:
    """With the seeds destroyed of versions that expired: who steals the file computes no old pseudonym any more."""
    versies = (replace(v, seed=None) if v.status_op(nu) is SleutelStatus.VERVALLEN else v for v in bestand.versies)
    return replace(bestand, versies=tuple(versies))


def _paar(groep: Groep, index: str, versie: Versie) -> Sleutelpaar:
    """Raises SleutelOnbekend where the seed was destroyed."""
    if versie.seed is None:
        raise SleutelOnbekend
    return leid_sleutelpaar_af(groep, versie.seed, sleutel_info(index, versie.versie))


def _actief(bestand: Sleutelbestand) -> Versie:
    return _eerste(bestand, SleutelStatus.ACTIEF)


def _volgend(bestand: Sleutelbestand) -> Versie:
    return _eerste(bestand, SleutelStatus.VOLGEND)


def _eerste(bestand: Sleutelbestand, status: SleutelStatus) -> Versie:
    gevonden = [v for v in bestand.versies if v.status is status]
    if not gevonden:
        raise SleutelOnbekend
    return min(gevonden, key=lambda v: v.versie)


@contextmanager
def alleen(pad: Path) -> Iterator[None]:
    """Reading and replacing a key file, one at a time: of two changes none undoes the other."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    nummer = os.open(pad.parent, os.O_RDONLY)
    try:
        fcntl.flock(nummer, fcntl.LOCK_EX)
        yield
    finally:
        os.close(nummer)


def schrijf(pad: Path, bestand: Sleutelbestand, *, eerste: bool = False) -> None:
    """Writes the file at once or not at all, readable by its owner only.

    As the `eerste` it replaces nothing. Raises FileExistsError.
    """
    inhoud = {
        "index": bestand.index,
        "manifest": b64.naar_tekst(bestand.manifest),
        "toegang": b64.naar_tekst(bestand.toegang),
        "sleutels": [
            {
                "soort": v.soort,
                "versie": v.versie,
                "seed": b64.naar_tekst(v.seed) if v.seed else None,
                "status": v.status.value,
                "vanaf": v.vanaf.isoformat(),
                "tot": v.tot.isoformat() if v.tot else None,
            }
            for v in bestand.versies
        ],
    }
    sleutelbestand.schrijf(pad, inhoud, eerste=eerste)


def lees(pad: Path) -> Sleutelbestand:
    """Raises SleutelNietBeschikbaar for a file that is absent, unreadable or malformed."""
    try:
        inhoud = json.loads(pad.read_text())
        versies = tuple(_lees_versie(**versie) for versie in inhoud["sleutels"])
        manifest, toegang = (b64.van_tekst(inhoud[naam], 32) for naam in ("manifest", "toegang"))
        return Sleutelbestand(inhoud["index"], manifest, toegang, versies)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ProtocolFout):
        raise SleutelNietBeschikbaar from None


def _lees_versie(seed: str | None, status: str, vanaf: str, tot: str | None, **rest: Any) -> Versie:
    return Versie(
        seed=b64.van_tekst(seed, 32) if seed else None,
        status=SleutelStatus(status),
        vanaf=datetime.fromisoformat(vanaf),
        tot=datetime.fromisoformat(tot) if tot else None,
        **rest,
    )


_Inhoud = tuple[Sleutelbestand, dict[tuple[str, int], Sleutelpaar]]


class Sleutelkast:
    """The keys in use. A changed file is read again, so a new version needs no restart."""

    def __init__(self, pad: Path, index_id: str, groep: Groep) -> None:
        self._pad, self._index_id, self._groep = pad, index_id, groep
        self._geladen: tuple[tuple[int, int], _Inhoud] | None = None

    def bestand(self) -> Sleutelbestand:
        """Raises SleutelNietBeschikbaar, also for the file of another index."""
        return self._inhoud()[0]

    def paar(self, soort: str, versie: int, nu: datetime) -> Sleutelpaar:
        """Raises SleutelOnbekend, SleutelVervallen, SleutelNietBeschikbaar."""
        bestand, paren = self._inhoud()
        status = next((v.status_op(nu) for v in bestand.versies if (v.soort, v.versie) == (soort, versie)), None)
        if status is None or status is SleutelStatus.VOLGEND:
            raise SleutelOnbekend
        if status is SleutelStatus.VERVALLEN:
            raise SleutelVervallen
        return paren[soort, versie]

    def manifest(self, nu: datetime) -> dict[str, object]:
        """The signed body of `GET /v1/sleutels`. Raises SleutelNietBeschikbaar."""
        bestand, paren = self._inhoud()
        sleutels = tuple(
            Sleutel(v.soort, v.versie, paren[v.soort, v.versie].publiek, v.status_op(nu), v.vanaf, v.tot)
            for v in bestand.versies
            if v.seed
        )
        return onderteken(Manifest(bestand.index, sleutels, nu, nu + MANIFEST_GELDIG), bestand.manifestsleutel)

    def _inhoud(self) -> _Inhoud:
        try:
            stat = self._pad.stat()
            stand = (stat.st_mtime_ns, stat.st_ino)
            if self._geladen is None or self._geladen[0] != stand:
                self._geladen = stand, self._laad()
        except (OSError, SleutelNietBeschikbaar) as fout:
            meld(Gebeurtenis.SLEUTELS_WEG, fout=type(fout))
            raise SleutelNietBeschikbaar from None
        return self._geladen[1]

    def _laad(self) -> _Inhoud:
        bestand = lees(self._pad)
        if bestand.index != self._index_id:
            raise SleutelNietBeschikbaar
        return bestand, {(v.soort, v.versie): _paar(self._groep, bestand.index, v) for v in bestand.versies if v.seed}
