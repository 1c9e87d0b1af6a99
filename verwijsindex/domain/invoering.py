# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How a convenant comes and goes: what it needs before it is loaded, and when it takes no more signals."""

from datetime import date

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant, Convenanten

BESTAAT = geweigerd(
    "convenant-bestaat",
    "M14",
    "Deze versie is al geladen en verandert niet meer. Geef de nieuwe een hoger nummer.",
)


def bezwaren(convenant: Convenant, geladen: Convenanten, vandaag: date, *, productie: bool) -> tuple[Besluit, ...]:
    """Why this version may not be loaded; empty when it may (M14, A07).

    Only a municipality's first version may start today or before: nothing was decided there yet.
    """
    eerdere = [versie for versie in geladen.versies if versie.gemeente == convenant.gemeente]
    gevonden = []
    if convenant.kenmerk in {versie.kenmerk for versie in eerdere}:
        gevonden.append(BESTAAT)
    elif any(versie.vanaf >= convenant.vanaf for versie in eerdere):
        gevonden.append(
            geweigerd(
                "convenant-overlapt",
                "M14",
                "Er is al een versie die op die dag of later begint. Kies een latere begindag.",
                "/vanaf",
            )
        )
    if eerdere and convenant.vanaf <= vandaag:
        gevonden.append(
            geweigerd(
                "convenant-in-verleden",
                "M14",
                "Onder de vorige versie is al beslist. Laat de nieuwe op zijn vroegst morgen beginnen.",
                "/vanaf",
            )
        )
    if productie and not (besluit := gegrond(convenant)):
        gevonden.append(besluit)
    return tuple(gevonden)


def gegrond(convenant: Convenant) -> Besluit:
    """A07: where consent carries the signals, the municipality settled by a DPIA that it can, category by category."""
    zonder = sorted(
        categorie for categorie in convenant.melders if not convenant.grondslagen.get(categorie, "").strip()
    )
    tekort = [] if convenant.dpia_besluit.strip() else ["zet in dpia_besluit het kenmerk van het DPIA-besluit"]
    if zonder:
        tekort.append(f"noem in grondslagen de grondslag van {', '.join(zonder)}")
    if not convenant.toestemming_vereist or not tekort:
        return toegestaan("grondslag-vastgelegd", "A07")
    zin = f"Dit convenant steunt op toestemming. Voor productie: {'; '.join(tekort)}."
    return geweigerd("grondslag-ontbreekt", "A07", zin, "/grondslagen" if zonder else "/dpia_besluit")


def neemt_aan(convenant: Convenant, vandaag: date) -> Besluit:
    """B01: from the last day of the legal basis on nothing new comes in; what is there can still be fetched."""
    if convenant.grondslag_tot is None or convenant.afgebouwd_op is None or vandaag < convenant.grondslag_tot:
        return toegestaan("grondslag-geldt", "B01")
    return geweigerd(
        "index-in-afbouw",
        "B01",
        f"De grondslag van deze index houdt op {convenant.grondslag_tot:%d-%m-%Y} op: zij neemt geen signalen meer aan."
        f" Haal uw eigen signalen op; dat kan tot en met {convenant.afgebouwd_op:%d-%m-%Y}.",
        "/gemeentecode",
    )
