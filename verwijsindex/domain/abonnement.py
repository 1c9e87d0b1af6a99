# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An organisation's wish to be called when there is something for it (N02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan

MEESTE = 5


class Abonnementstoestand(StrEnum):
    """Called, or no longer until the organisation asks for it again."""

    ACTIEF = "actief"
    GEPAUZEERD = "gepauzeerd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abonnement:
    """A webhook: where to, since when, how it goes; `reden` says why it is paused, `geheim` that there is one."""

    id: UUID
    organisatie: UUID
    adres: str
    sinds: datetime
    per_minuut: int | None
    geheim: bool
    toestand: Abonnementstoestand = Abonnementstoestand.ACTIEF
    reden: str | None = None
    mislukt_sinds: datetime | None = None
    wachtend: int = 0
    niet_bezorgd: int = 0
    laatste_fout: str | None = None


def mag_abonneren(bestaand: Sequence[Abonnement], adres: str) -> Besluit:
    """One per address, and not without end (N02)."""
    if any(abonnement.adres == adres for abonnement in bestaand):
        zin = "U hebt al een abonnement op dit adres. Gebruik dat, of verwijder het eerst."
        return geweigerd("abonnement-bestaat", "N02", zin, "/adres")
    if len(bestaand) >= MEESTE:
        zin = f"U hebt al {MEESTE} abonnementen. Verwijder er eerst een."
        return geweigerd("te-veel-abonnementen", "N02", zin)
    return toegestaan("deelnemer", "N02")
