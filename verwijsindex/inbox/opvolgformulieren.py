# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The forms of the follow-up: what can be chosen, and what a deed is made from (R01, R05, R06, R09, R10).

A field that a rule asks for is left to the rule; only what no deed can be made without is asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.errors import OngeldigeInvoer
from verwijsindex.domain.uitleg import REDENEN
from verwijsindex.domain.woorden import Afsluitreden, Afspraaksoort, Overdrachtreden, Weigerreden
from verwijsindex.inbox.formulier import Formulier, ontbreekt

ZELF = "zelf"
KIES_PARTIJ = "Kies een organisatie."


def _woorden(soort: Iterable[StrEnum]) -> list[tuple[str, str]]:
    return [(woord.value, REDENEN[woord]) for woord in soort]


AFSLUITREDENEN = _woorden(Afsluitreden)
OVERDRACHTREDENEN = _woorden(Overdrachtreden)
WEIGERREDENEN = _woorden(Weigerreden)
AFSPRAKEN = _woorden(Afspraaksoort)
ZELF_VERDER = (ZELF, "het gezin kan zelf verder")


def afspraak(f: Formulier) -> tuple[UUID, Afspraaksoort, date]:
    """R10: with whom, what, and by when. Raises OngeldigeInvoer with all that is missing."""
    partij, wat, voor = f.uuid("organisatieId"), f.woord("wat", Afspraaksoort), f.dag("voor")
    if partij is None or wat is None or voor is None:
        fouten = [
            *([] if partij else [ontbreekt("organisatieId", "R10", KIES_PARTIJ)]),
            *([] if wat else [ontbreekt("wat", "R10", "Kies wat de organisatie gaat doen.")]),
            *([] if voor else [f.geen_dag("voor", "R10", "Vul de dag in waarop het uiterlijk gedaan is.")]),
        ]
        raise OngeldigeInvoer(fouten)
    return partij, wat, voor


def nazorg(f: Formulier) -> tuple[UUID, date]:
    """R06: whom, and through which day. Raises OngeldigeInvoer with all that is missing."""
    partij, tot = f.uuid("organisatieId"), f.dag("tot")
    if partij is None or tot is None:
        fouten = [
            *([] if partij else [ontbreekt("organisatieId", "R06", KIES_PARTIJ)]),
            *([] if tot else [f.geen_dag("tot", "R06", "Vul de laatste dag van de nazorg in.")]),
        ]
        raise OngeldigeInvoer(fouten)
    return partij, tot


def overdracht(f: Formulier) -> tuple[UUID | None, str | None, Overdrachtreden]:
    """R05: a director or a municipality, and why. Raises OngeldigeInvoer without a reason, or for what is no id."""
    reden, naar = f.woord("reden", Overdrachtreden), f.uuid("regisseurId")
    onleesbaar = f.tekst("regisseurId") and naar is None
    if reden is None or onleesbaar:
        fouten = [
            *([ontbreekt("regisseurId", "R05", "Kies een regisseur uit de lijst.")] if onleesbaar else []),
            *([] if reden else [ontbreekt("reden", "R05", "Kies waarom u overdraagt.")]),
        ]
        raise OngeldigeInvoer(fouten)
    return naar, f.tekst("gemeentecode") or None, reden


def regisseur(f: Formulier) -> UUID:
    """R01: who gets the match. Raises OngeldigeInvoer when nobody was chosen."""
    naar = f.uuid("regisseurId")
    if naar is None:
        raise OngeldigeInvoer([ontbreekt("regisseurId", "R01", "Kies de regisseur die de match krijgt.")])
    return naar


def partijen(f: Formulier) -> list[UUID]:
    """R09: the parties that were ticked. Raises OngeldigeInvoer for what is no id."""
    gekozen = [_uuid(tekst) for tekst in f.teksten("organisatieIds")]
    gevonden = [partij for partij in gekozen if partij]
    if len(gevonden) < len(gekozen):
        raise OngeldigeInvoer([ontbreekt("organisatieIds", "R09", "Kies uit de organisaties die u ziet.")])
    return gevonden


def _uuid(tekst: str) -> UUID | None:
    return Formulier("", {"id": (tekst,)}).uuid("id")


@dataclass(frozen=True, slots=True)
class Afsluiting:
    """R06: why, and how it goes on."""

    reden: Afsluitreden | None
    zelf_verder: bool
    nazorg: UUID | None


def afsluiting(f: Formulier) -> Afsluiting:
    """R06: as it was chosen, complete or not: the rule says what is missing."""
    zelf = f.tekst("nazorgId") == ZELF
    return Afsluiting(f.woord("reden", Afsluitreden), zelf, None if zelf else f.uuid("nazorgId"))
