# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which months have figures, and when (I08). A month is `YYYY-MM`; such texts compare as months do."""

from datetime import date, timedelta

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.tijd import maandbegin, plus_maanden

MEESTE_MAANDEN = 24
DAGEN_ERNA = 2


def volgende(maand: str) -> str:
    """The month after it."""
    return f"{plus_maanden(maandbegin(maand), 1):%Y-%m}"


def laatste_dag(maand: str) -> date:
    """The last day of a month: whose convenant says what is left out."""
    return maandbegin(volgende(maand)) - timedelta(days=1)


def sluitbaar(maand: str, vandaag: date) -> bool:
    """I08: a month is published when it is over, so that two looks at it never differ by what came between."""
    return vandaag > laatste_dag(maand) + timedelta(days=DAGEN_ERNA)


def beoordeel_maanden(van: str, tot: str, begin: str | None, laatste: str | None, nu: str) -> tuple[Besluit, ...]:
    """I08: why these months cannot be given; empty when they can.

    `begin` and `laatste` are the first and last month that were published, `nu` is the month of today.
    """
    bezwaren = []
    if tot < van:
        zin = "De laatste maand ligt voor de eerste. Draai van en tot om."
        bezwaren.append(geweigerd("maanden-verkeerd-om", "I08", zin, "/tot"))
    elif _aantal(van, tot) > MEESTE_MAANDEN:
        zin = f"Vraag hooguit {MEESTE_MAANDEN} maanden tegelijk."
        bezwaren.append(geweigerd("te-veel-maanden", "I08", zin, "/tot"))
    if max(van, tot) >= nu:
        zin = "Cijfers zijn er van maanden die voorbij zijn. Kies een eerdere maand."
        bezwaren.append(geweigerd("maand-niet-voorbij", "I08", zin, "/tot"))
    elif laatste is None or max(van, tot) > laatste:
        zin = "De cijfers van deze maand zijn nog niet vastgesteld. Dat gebeurt enkele dagen na haar einde."
        bezwaren.append(geweigerd("maand-niet-vastgesteld", "I08", zin, "/tot"))
    if begin is not None and min(van, tot) < begin:
        zin = f"Van voor {begin} zijn er geen cijfers. Kies een latere maand."
        bezwaren.append(geweigerd("maand-zonder-cijfers", "I08", zin, "/van"))
    return tuple(bezwaren)


def _aantal(van: str, tot: str) -> int:
    eerste, laatste = maandbegin(van), maandbegin(tot)
    return (laatste.year - eerste.year) * 12 + laatste.month - eerste.month + 1
