# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key file of the index: read, made, and replaced at once or not at all (protocol, section 2)."""

import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from verwijsindex.domain.sleutels import Sleutelnaam, Sleutelregel
from verwijsindex.protocol import sleutelbestand
from verwijsindex.protocol.b64 import naar_tekst, van_tekst
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.protocol.overgang import Overgang

SLEUTELS = ("ingest", "pepper", "bewaar", "tekenen")
ID = 8


class SleutelbestandOngeldig(Exception):
    """The key file is missing, readable by others, or not ours. The text is Dutch and says what to do."""


def sleutel_id(sleutel: bytes) -> str:
    """What may be told of a key of 32 random bytes: 16 hex digits that name it and say nothing of it."""
    return hmac.digest(sleutel, b"verwijsindex/1/sleutel-id", "sha256")[:ID].hex()


@dataclass(frozen=True, slots=True)
class Sleutelbestand:
    """The index's secrets: ingest key, pepper, key-encryption key and signing key, 32 bytes each.

    `..._volgend` is made ready and not in use, `..._vorig` was in use and may still be met. `gemaakt` says by id when a
    key was made, `gewisseld` by name when it came into use; files of before have neither. `versie` is the version
    of pseudonyms in use, once it was ever changed.
    """

    ingest: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    bewaar: bytes = field(repr=False)
    tekenen: bytes = field(repr=False)
    tekenen_vorig: bytes | None = field(default=None, repr=False)
    tekenen_volgend: bytes | None = field(default=None, repr=False)
    bewaar_vorig: bytes | None = field(default=None, repr=False)
    bewaar_volgend: bytes | None = field(default=None, repr=False)
    pepper_vorig: bytes | None = field(default=None, repr=False)
    pepper_volgend: bytes | None = field(default=None, repr=False)
    delta: Overgang | None = None
    versie: int | None = None
    gemaakt: Mapping[str, datetime] = field(default_factory=dict)
    gewisseld: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def lees(cls, pad: Path) -> Self:
        """Read `pad`. Raises SleutelbestandOngeldig."""
        try:
            if pad.stat().st_mode & 0o077:
                raise SleutelbestandOngeldig(
                    f"Anderen kunnen {pad} lezen. Zet de rechten op 600 en vervang de sleutels."
                )
            inhoud = json.loads(pad.read_text(encoding="utf-8"))
            delta = inhoud.get("delta")
            sleutels: dict[str, Any] = {naam: van_tekst(inhoud[naam], 32) for naam in SLEUTELS}
            sleutels |= {naam: van_tekst(inhoud[naam], 32) for naam in _NAAST if inhoud.get(naam)}
            return cls(
                **sleutels,
                delta=Overgang(int(delta["van"]), int(delta["naar"]), van_tekst(delta["delta"], 32)) if delta else None,
                versie=inhoud.get("versie"),
                gemaakt=_momenten(inhoud, "gemaakt"),
                gewisseld=_momenten(inhoud, "gewisseld"),
            )
        except OSError:
            raise SleutelbestandOngeldig(f"{pad} is er niet. Maak het met `verwijsindex sleutels maken`.") from None
        except (ValueError, KeyError, TypeError, AttributeError, ProtocolFout):
            raise SleutelbestandOngeldig(f"{pad} is geen sleutelbestand van de index.") from None

    @classmethod
    def maak(cls, pad: Path, nu: datetime | None = None) -> Self:
        """Make fresh keys in `pad`, readable by its owner only. Raises FileExistsError."""
        ingest, pepper, bewaar, tekenen = nieuw = [secrets.token_bytes(32) for _ in SLEUTELS]
        gemaakt = {sleutel_id(sleutel): nu for sleutel in nieuw} if nu else {}
        bestand = cls(ingest, pepper, bewaar, tekenen, gemaakt=gemaakt)
        bestand.schrijf(pad, eerste=True)
        return bestand

    def schrijf(self, pad: Path, *, eerste: bool = False) -> None:
        """Replace `pad` at once or not at all; as the `eerste` it replaces nothing. Raises FileExistsError, OSError."""
        sleutelbestand.schrijf(pad, self._als_json(), eerste=eerste)

    def sleutel(self, naam: str, plaats: str = "") -> bytes | None:
        """The key of this name: in use, or the `volgend` or `vorig` one."""
        waarde: bytes | None = getattr(self, f"{naam}_{plaats}" if plaats else naam)
        return waarde

    def alle(self, naam: str) -> dict[str, bytes]:
        """Every key of this name by id; the one in use first."""
        gevonden = (self.sleutel(naam, plaats) for plaats in ("", "volgend", "vorig"))
        return {sleutel_id(sleutel): sleutel for sleutel in gevonden if sleutel}

    def met_volgende(self, naam: Sleutelnaam, nu: datetime) -> Self:
        """With a fresh key that waits to come into use."""
        nieuw = secrets.token_bytes(32)
        velden: dict[str, Any] = {f"{naam}_volgend": nieuw, "gemaakt": {**self.gemaakt, sleutel_id(nieuw): nu}}
        return replace(self, **velden)

    def met_delta(self, delta: Overgang) -> Self:
        """With the way to the next version of pseudonyms, of which tokens open from now on."""
        return replace(self, delta=delta, versie=delta.van)

    def gewisseld_op(self, naam: Sleutelnaam, nu: datetime) -> Self:
        """With the key that waited in use, and the one of before beside it."""
        velden: dict[str, Any] = {"gewisseld": {**self.gewisseld, naam: nu}}
        if naam is not Sleutelnaam.PSEUDONIEMEN:
            velden |= {
                naam: self.sleutel(naam, "volgend"),
                f"{naam}_vorig": self.sleutel(naam),
                f"{naam}_volgend": None,
            }
        elif self.delta:
            velden["versie"] = self.delta.naar
        return replace(self, **velden)

    def zonder_vorige(self, naam: Sleutelnaam) -> Self:
        """Without the key of before, which nothing needs any more."""
        if naam is Sleutelnaam.PSEUDONIEMEN:
            return replace(self, delta=None)
        weg = self.sleutel(naam, "vorig")
        gemaakt = {id_: op for id_, op in self.gemaakt.items() if weg is None or id_ != sleutel_id(weg)}
        velden: dict[str, Any] = {f"{naam}_vorig": None, "gemaakt": gemaakt}
        return replace(self, **velden)

    def overzicht(self) -> Iterator[Sleutelregel]:
        """What may be told of each key."""
        for naam in SLEUTELS:
            plaatsen = ("", "volgend", "vorig") if naam != "ingest" else ("",)
            for plaats in plaatsen:
                if sleutel := self.sleutel(naam, plaats):
                    id_ = sleutel_id(sleutel)
                    yield Sleutelregel(naam, plaats or "in gebruik", id_, self.gemaakt.get(id_))

    def _als_json(self) -> dict[str, object]:
        uit: dict[str, object] = {
            naam: naar_tekst(sleutel) for naam in (*SLEUTELS, *_NAAST) if (sleutel := getattr(self, naam))
        }
        if self.delta:
            d = self.delta
            uit["delta"] = {"van": d.van, "naar": d.naar, "delta": naar_tekst(d.delta)}
        if self.versie is not None:
            uit["versie"] = self.versie
        for naam in ("gemaakt", "gewisseld"):
            uit[naam] = {van: op.isoformat() for van, op in getattr(self, naam).items()}
        return uit


_NAAST = tuple(f.name for f in fields(Sleutelbestand) if f.name.endswith(("_vorig", "_volgend")))


def _momenten(inhoud: dict[str, Any], naam: str) -> dict[str, datetime]:
    return {van: datetime.fromisoformat(op) for van, op in inhoud.get(naam, {}).items()}
