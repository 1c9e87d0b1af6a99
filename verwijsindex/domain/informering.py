# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Telling child and parents that there is a signal about them (S07; AVG 14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.leeftijd import mogelijke_groepen
from verwijsindex.domain.woorden import Leeftijdsgroep, NietGeinformeerd


@dataclass(frozen=True, slots=True)
class Informering:
    """Were child and parents told; if not, why not yet, and the day on which that is looked at again (S07)."""

    kind: bool
    ouders: bool
    niet_omdat: NietGeinformeerd | None = None
    herzien_op: date | None = None


def is_geinformeerd(informering: Informering, geboortemaand: str, op: date) -> bool:
    """Everybody who must know does, at the age of day `op`: under 12 the parents, to 16 both, then the youth (S07).

    In the month of a birthday either age will do: the index does not know the day.
    """
    nodig = {
        Leeftijdsgroep.ONDER_12: informering.ouders,
        Leeftijdsgroep.VAN_12_TOT_16: informering.kind and informering.ouders,
        Leeftijdsgroep.VANAF_16: informering.kind,
    }
    return any(nodig[groep] for groep in mogelijke_groepen(geboortemaand, op))


def beoordeel_informering(informering: Informering, geboortemaand: str, vandaag: date) -> Besluit:
    """S07: told, or else a reason and a day after today to look again."""
    if is_geinformeerd(informering, geboortemaand, vandaag):
        return toegestaan("geinformeerd", "S07")
    if informering.niet_omdat is None or informering.herzien_op is None:
        zin = (
            "Niet iedereen is geïnformeerd: onder de 12 de ouders, van 12 tot 16 kind en ouders, daarna de jeugdige."
            " Zeg waarom dat nog niet is gebeurd, en op welke dag u daar opnieuw naar kijkt."
        )
        return geweigerd("informering-onvolledig", "S07", zin, "/informering")
    if informering.herzien_op <= vandaag:
        zin = "Deze dag ligt niet na vandaag. Kies een latere dag, waarop u opnieuw bekijkt of u kunt informeren."
        return geweigerd("herzien-op-voorbij", "S07", zin, "/informering/herzienOp")
    return toegestaan("later", "S07")


def te_laat_sinds(informeringen: Iterable[Informering], geboortemaand: str, vandaag: date) -> date | None:
    """The first day to look again that passed while not everybody knew (S07); None where all is well."""
    dagen = (i.herzien_op for i in informeringen if te_laat(i, geboortemaand, vandaag) and i.herzien_op)
    return min(dagen, default=None)


def te_laat(informering: Informering, geboortemaand: str, vandaag: date) -> bool:
    """The day to look again is over and still not everybody knows (S07)."""
    open_ = not is_geinformeerd(informering, geboortemaand, vandaag)
    return open_ and informering.herzien_op is not None and informering.herzien_op < vandaag
