# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key cabinet: one key for each person and each envelope, outside the database (B03).

A folder of *sheets*, files of `VEL` keys of 32 random bytes. A process makes a sheet, waits once until it is on the
disk, and hands out its keys from memory: no wait per person, and no two processes share a sheet. A place is the name
of the sheet and the number of the key. To destroy a key is to write zeros over it, on the disk before it is said.
"""

import os
import secrets
import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

SLEUTEL = 32
NAAM = 16
PLAATS = NAAM + 2
VEL = 2048
WEG = bytes(SLEUTEL)


class SleutelVernietigd(Exception):
    """The key at this place was destroyed: what it encrypted is lost, wherever a copy of it lies."""


class KastOngeldig(Exception):
    """The folder cannot be used, or others may look into it. The text is Dutch and says what to do."""


class Sleutelkast:
    """Hands out, reads and destroys keys in the folder `map_`, which is made when it is not there."""

    def __init__(self, map_: Path) -> None:
        self._map = map_
        self._slot = threading.Lock()
        self._naam = b""
        self._vrij: list[tuple[int, bytes]] = []
        try:
            map_.mkdir(mode=0o700, parents=True, exist_ok=True)
            if map_.stat().st_mode & 0o077:
                raise KastOngeldig(f"Anderen kunnen in {map_} kijken. Zet de rechten op 700.")
        except OSError:
            raise KastOngeldig(f"{map_} is geen map voor sleutels. Zet VERWIJSINDEX_SLEUTELKAST op een map.") from None

    def neem(self) -> tuple[bytes, bytes]:
        """A place (18 bytes) that nobody else got, and its key (32 bytes), safe on the disk."""
        with self._slot:
            if not self._vrij:
                self._naam, self._vrij = self._nieuw_vel()
            nummer, sleutel = self._vrij.pop()
            return self._naam + nummer.to_bytes(2, "big"), sleutel

    def lees(self, plaats: bytes) -> bytes:
        """The key at a place. Raises SleutelVernietigd."""
        naam, nummer = _ontleed(plaats)
        try:
            bestand = os.open(self._pad(naam), os.O_RDONLY)
        except FileNotFoundError:
            raise SleutelVernietigd from None
        try:
            sleutel = os.pread(bestand, SLEUTEL, nummer * SLEUTEL)
        finally:
            os.close(bestand)
        if sleutel in (WEG, b""):
            raise SleutelVernietigd
        return sleutel

    def is_vernietigd(self, plaats: bytes) -> bool:
        """Was the key at this place destroyed? No proof where its sheet is missing: that may be another cabinet."""
        try:
            self.lees(plaats)
        except SleutelVernietigd:
            return self._pad(_ontleed(plaats)[0]).exists()
        return False

    def vernietig(self, plaatsen: Iterable[bytes]) -> None:
        """Write zeros over these keys, on the disk when this returns; again is harmless. Raises KastOngeldig.

        A sheet that is not there was not destroyed: it may lie elsewhere, with its keys, and nobody may say they are
        gone. Of a sheet with nothing but zeros only the name stays: proof that its keys were destroyed, and not lost.
        """
        per_vel: dict[bytes, set[int]] = defaultdict(set)
        for plaats in plaatsen:
            naam, nummer = _ontleed(plaats)
            per_vel[naam].add(nummer)
        for naam, nummers in per_vel.items():
            self._wis(self._pad(naam), nummers)

    def _wis(self, pad: Path, nummers: Iterable[int]) -> None:
        try:
            bestand = os.open(pad, os.O_RDWR)
        except FileNotFoundError:
            raise KastOngeldig(
                f"{pad} is er niet, dus zijn sleutels zijn niet te vernietigen. Zet de sleutelkast terug. Is dit vel"
                " voorgoed weg, leg dan een leeg bestand met deze naam in de kast."
            ) from None
        try:
            for nummer in nummers:
                os.pwrite(bestand, WEG, nummer * SLEUTEL)
            os.fsync(bestand)
            # Keys that were not handed out yet are no zeros, so nobody hands out from an empty sheet.
            if not any(os.pread(bestand, VEL * SLEUTEL, 0)):
                os.ftruncate(bestand, 0)
        finally:
            os.close(bestand)

    def _nieuw_vel(self) -> tuple[bytes, list[tuple[int, bytes]]]:
        naam, inhoud = secrets.token_bytes(NAAM), secrets.token_bytes(VEL * SLEUTEL)
        pad = self._pad(naam)
        half = pad.with_suffix(".nieuw")
        bestand = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(bestand, "wb") as uit:
            uit.write(inhoud)
            uit.flush()
            os.fsync(uit.fileno())
        half.rename(pad)
        map_ = os.open(self._map, os.O_RDONLY)
        try:
            os.fsync(map_)
        finally:
            os.close(map_)
        # From the back, so that they are handed out in order.
        return naam, [(n, inhoud[n * SLEUTEL : (n + 1) * SLEUTEL]) for n in reversed(range(VEL))]

    def _pad(self, naam: bytes) -> Path:
        return self._map / f"{naam.hex()}.vel"


def _ontleed(plaats: bytes) -> tuple[bytes, int]:
    if len(plaats) != PLAATS:
        raise ValueError("een plaats in de kast is 18 bytes")
    nummer = int.from_bytes(plaats[NAAM:], "big")
    if nummer >= VEL:
        raise ValueError("zo veel sleutels heeft een vel niet")
    return plaats[:NAAM], nummer
