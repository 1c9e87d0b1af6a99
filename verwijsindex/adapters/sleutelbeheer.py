# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Changing the key file; the use case sees to it that one command does so at a time."""

from datetime import datetime
from pathlib import Path

from verwijsindex.adapters.sleutelbestand import Sleutelbestand, sleutel_id
from verwijsindex.domain.sleutels import Sleutelnaam, Sleutelregel
from verwijsindex.protocol.overgang import Overgang


class Sleutelbeheer:
    """The key file at `pad`, read anew at each call. Every method raises SleutelbestandOngeldig or OSError."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad

    def overzicht(self) -> list[Sleutelregel]:
        """What may be told of each key."""
        return list(Sleutelbestand.lees(self._pad).overzicht())

    def id(self, naam: Sleutelnaam, plaats: str = "") -> str | None:
        """The id of the key in use, or of the `volgend` or `vorig` one; of pseudonyms the version."""
        bestand = Sleutelbestand.lees(self._pad)
        if naam is Sleutelnaam.PSEUDONIEMEN:
            return _versie(bestand, plaats)
        sleutel = bestand.sleutel(naam, plaats)
        return sleutel_id(sleutel) if sleutel else None

    def gewisseld(self, naam: Sleutelnaam) -> datetime | None:
        """When the key in use came into use, as far as known."""
        return Sleutelbestand.lees(self._pad).gewisseld.get(naam)

    def zet_klaar(self, naam: Sleutelnaam, nu: datetime) -> str:
        """Add a fresh key that waits; its id."""
        bestand = Sleutelbestand.lees(self._pad).met_volgende(naam, nu)
        bestand.schrijf(self._pad)
        return sleutel_id(bestand.sleutel(naam, "volgend") or b"")

    def zet_delta_klaar(self, overgang: Overgang) -> None:
        """Add the way from one version of pseudonyms to the next."""
        Sleutelbestand.lees(self._pad).met_delta(overgang).schrijf(self._pad)

    def wissel(self, naam: Sleutelnaam, nu: datetime) -> None:
        """The key that waits comes into use, and the one in use becomes the one of before."""
        Sleutelbestand.lees(self._pad).gewisseld_op(naam, nu).schrijf(self._pad)

    def rond_af(self, naam: Sleutelnaam) -> None:
        """The key of before goes."""
        Sleutelbestand.lees(self._pad).zonder_vorige(naam).schrijf(self._pad)


def _versie(bestand: Sleutelbestand, plaats: str) -> str | None:
    delta, versie = bestand.delta, bestand.versie
    if not plaats:
        return None if versie is None else str(versie)
    if delta is None:
        return None
    return {(delta.van, "volgend"): str(delta.naar), (delta.naar, "vorig"): str(delta.van)}.get((versie or 0, plaats))
