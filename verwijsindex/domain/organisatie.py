# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Organisations and the people they designate (A01)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie

# The functions of a municipality besides directing, each with the right that its holder's token names.
FUNCTIES = {Rol.COORDINATOR: "procesregie", Rol.PRIVACY: "privacy", Rol.BEHEER: "beheer"}


@dataclass(frozen=True, slots=True)
class Professional:
    """A person whom an organisation designated; `kenmerk` is its own name for him, a `tot` of None is open."""

    id: UUID
    organisatie: UUID
    kenmerk: str
    vanaf: date
    tot: date | None = None
    aandachtsfunctionaris: bool = False
    mag_doorbreken: bool = False

    def aangewezen_op(self, op: date) -> bool:
        """Designated on day `op` (A01)."""
        return self.vanaf <= op and (self.tot is None or op <= self.tot)


@dataclass(frozen=True, slots=True)
class Functionaris:
    """A designated professional with a function in a municipality (I02, I04); one person has one, and directs not."""

    id: UUID
    rol: Rol
    gemeente: str
    actief: bool = True


@dataclass(frozen=True, slots=True)
class Organisatie:
    """A party of the index; `ondertekend` holds the citations (`Convenant.kenmerk`) of the versions it signed."""

    id: UUID
    naam: str
    categorie: Categorie
    instelling: str | None = None
    actief: bool = True
    ondertekend: frozenset[str] = frozenset()
