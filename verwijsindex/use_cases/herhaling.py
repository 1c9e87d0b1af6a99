# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Is this the same signal again (S04), also when the keys by which persons are found changed in between."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.storage import families
from verwijsindex.storage.database import Tx
from verwijsindex.storage.signalen import Indiening

_KORT, _LANG = 8, 32


@dataclass(frozen=True, slots=True)
class Vingerafdruk:
    """What a report says: of persons and fields together, once per pair of keys, and of the fields alone."""

    geheel: tuple[bytes, ...] = field(repr=False)
    generaties: tuple[bytes, ...]
    velden: bytes = field(repr=False)

    @classmethod
    def van(
        cls, kind: Pseudoniem, ouders: Iterable[Pseudoniem], kid: str | None, velden: Mapping[str, object]
    ) -> "Vingerafdruk":
        """Equal for the same persons and fields.

        Persons by lookup key, of which only this digest is stored: an id would change when somebody else's signal goes.
        """
        wie = list(ouders)
        return cls(
            tuple(
                # Parents are a set: their order says nothing.
                _som([sleutel.hex(), sorted(ouder.alle[plaats].hex() for ouder in wie), kid, velden])
                for plaats, sleutel in enumerate(kind.alle)
            ),
            tuple(_som([generatie])[:_KORT] for generatie in kind.generaties),
            _som([kid, velden]),
        )

    @property
    def bewaard(self) -> bytes:
        """What to store, 72 bytes: which keys, then both digests."""
        return self.generaties[0] + self.geheel[0] + self.velden

    def is_van(self, tx: Tx, eerder: Indiening, kind: Pseudoniem) -> bool:
        """Is this what was handed in?

        What was handed in under keys that are gone is told by child and fields: nobody can compute its parents' keys.
        """
        if len(eerder.vingerafdruk) == _LANG:
            return eerder.vingerafdruk in self.geheel
        generatie, rest = eerder.vingerafdruk[:_KORT], eerder.vingerafdruk[_KORT:]
        if rest[:_LANG] in self.geheel:
            return True
        if generatie in self.generaties or rest[_LANG:] != self.velden:
            return False
        return families.bekende_personen(tx, [kind]).get(kind.sleutel) == eerder.kind


def _som(feiten: object) -> bytes:
    return hashlib.sha256(json.dumps(feiten, sort_keys=True, default=_canoniek).encode()).digest()


def _canoniek(waarde: object) -> object:
    """Sets have no order of their own; moments and days as text."""
    return sorted(waarde) if isinstance(waarde, frozenset) else str(waarde)
