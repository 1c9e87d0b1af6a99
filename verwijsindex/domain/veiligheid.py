# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The safety override as a right of its own (V03, V05)."""

from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.signaal import Veiligheidsgrond


def mag_doorbreken(professional: Professional | None) -> Besluit:
    """V05: only a professional whom the organisation gave the right invokes a V-ground."""
    if professional is None or not professional.mag_doorbreken:
        return geweigerd(
            "doorbreken-niet-toegestaan",
            "V05",
            "U mag geen veiligheidsgrond inroepen. Vraag uw organisatie om dat recht, of leg toestemming vast.",
            "/veiligheidsgrond",
        )
    return toegestaan("veiligheid:doorbreken", "V05")


def mag_bevestigen(grond: Veiligheidsgrond, professional: UUID, aandachtsfunctionaris: bool) -> Besluit:
    """V03: a second person, with attention for child abuse as his task, while the ground is provisional."""
    if grond.vervallen:
        return geweigerd("grond-vervallen", "V03", "De grond is vervallen: de termijn is voorbij. Roep hem opnieuw in.")
    if grond.bevestigd:
        return geweigerd("al-bevestigd", "V03", "Deze veiligheidsgrond is al bevestigd. U hoeft niets te doen.")
    if professional == grond.ingeroepen_door:
        return geweigerd(
            "zelfde-persoon", "V03", "Wie de grond inriep, kan hem niet bevestigen. Laat een tweede persoon dat doen."
        )
    if not aandachtsfunctionaris:
        return geweigerd(
            "geen-aandachtsfunctionaris", "V03", "Alleen een aandachtsfunctionaris van uw organisatie kan bevestigen."
        )
    return toegestaan("tweede-persoon", "V03")


def mag_herbeoordelen(grond: Veiligheidsgrond) -> Besluit:
    """V04: a confirmed ground that stands is reviewed; one that lapsed is invoked anew."""
    if grond.vervallen:
        return geweigerd("grond-vervallen", "V04", "De grond is vervallen. Roep hem opnieuw in als hij nog speelt.")
    if grond.bevestigd is None:
        return geweigerd("nog-niet-bevestigd", "V04", "Laat de grond eerst door een tweede persoon bevestigen.")
    return toegestaan("herbeoordeling", "V04")
