# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A form as it was typed: texts that a page can show again, with what is wrong beside each field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request

from verwijsindex.domain.besluit import Besluit, geweigerd

# Within these centuries every sum of days and months stays a date.
DAG = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
GEEN_DAG = "Deze dag bestaat niet. Vul een dag in als jaar-maand-dag, zoals 2026-11-22."
E = TypeVar("E", bound=StrEnum)
Velden = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Keuze:
    """One box to tick, or one of which one is chosen."""

    waarde: str
    tekst: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class Formulier:
    """The fields as typed, by the names of the API so that pointers fit; `naam` keeps ids on a page apart."""

    naam: str
    velden: Velden = field(default_factory=dict)
    bezwaren: tuple[Besluit, ...] = ()

    def geweigerd(self, bezwaren: Sequence[Besluit]) -> "Formulier":
        """The same, to be shown again with what is wrong."""
        return replace(self, bezwaren=tuple(bezwaren))

    def tekst(self, veld: str) -> str:
        """What was typed, or nothing."""
        return next(iter(self.teksten(veld)), "")

    def teksten(self, veld: str) -> tuple[str, ...]:
        """All that was ticked."""
        return self.velden.get(veld, ())

    def anker(self, veld: str) -> str:
        """The id of a field."""
        return f"{self.naam}-{veld}"

    def fouten(self, veld: str) -> list[str]:
        """The sentences about a field."""
        return [besluit.zin for besluit in self.bezwaren if besluit.wijzer == f"/{veld}"]

    def keuzes(self, veld: str, opties: Iterable[tuple[str, str]]) -> list[Keuze]:
        """What can be chosen (value and text), as it was; two boxes of one value are two people."""
        over = list(self.teksten(veld))
        return [Keuze(waarde, tekst, _neem(over, waarde)) for waarde, tekst in opties]

    def dag(self, veld: str) -> date | None:
        """The day that was typed; None for what is no day."""
        return _dag(self.tekst(veld))

    def uuid(self, veld: str) -> UUID | None:
        """The id that was chosen; None for what is no id."""
        try:
            return UUID(self.tekst(veld))
        except ValueError:
            return None

    def woord(self, veld: str, soort: type[E]) -> E | None:
        """The word that was chosen; None for what is not in the list."""
        return next((woord for woord in soort if woord == self.tekst(veld)), None)

    def geen_dag(self, veld: str, regel: str, zin: str) -> Besluit:
        """That a day was left out, which `zin` says, or is no day; without the value (S10)."""
        if self.tekst(veld):
            return geweigerd("datum-ongeldig", regel, GEEN_DAG, f"/{veld}")
        return ontbreekt(veld, regel, zin)


def ontbreekt(veld: str, regel: str, zin: str) -> Besluit:
    """That nothing was chosen, or nothing that is in the list."""
    return geweigerd("veld-ontbreekt", regel, zin, f"/{veld}")


def _neem(over: list[str], waarde: str) -> bool:
    """Take one of these away, if there is one."""
    if waarde not in over:
        return False
    over.remove(waarde)
    return True


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst) if DAG.fullmatch(tekst) else None
    except ValueError:
        return None


async def _ingevuld(request: Request) -> Velden:
    """Whatever came in, as text: nothing that was typed is lost to a refusal. The body was read before the route."""
    vorm = await request.form()
    return {naam: tuple(w.strip() for w in vorm.getlist(naam) if isinstance(w, str)) for naam in vorm}


Ingevuld = Annotated[Velden, Depends(_ingevuld)]
