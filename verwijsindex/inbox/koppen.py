# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A match at a glance, and the order in which a list shows them: what is late, due, new, and the rest (R03, R04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.match import Match
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import opsomming
from verwijsindex.domain.woorden import Matchstatus
from verwijsindex.inbox.stappen import Stap, voorop
from verwijsindex.inbox.woorden import (
    CASELOAD_VOL,
    GEEN_REGISSEUR,
    MATCHREDENEN,
    STATUSSEN,
    dagnaam,
    hoofdletter,
    uiterlijk,
)

ZONDER, LAAT, NU, NIEUW, REGIE, NAZORG = range(6)
TITELS = {
    ZONDER: "Zonder regisseur",
    LAAT: "Te laat",
    NU: "Vandaag en morgen",
    NIEUW: "Nieuw: nog aan te nemen",
    REGIE: "U hebt de regie",
    NAZORG: "In nazorg",
}
TITELS_COORDINATOR = TITELS | {NIEUW: "Nog niet aangenomen", REGIE: "Aangenomen"}


@dataclass(frozen=True, slots=True)
class Kop:
    """A match as on the list and atop its own page; `nieuw` is one that its director has not accepted."""

    id: UUID
    titel: str
    spoed: bool
    te_laat: bool
    nieuw: bool
    multiproblematiek: bool
    redenen: str
    status: str
    organisaties: int
    geopend: date
    regisseur: str
    te_doen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groep:
    """Matches under one heading."""

    titel: str
    koppen: tuple[Kop, ...]


def kop(beeld: Matchbeeld, vandaag: date, *, coordinator: bool) -> Kop:
    """The glance; `vandaag` is an Amsterdam day (R03)."""
    match = beeld.match
    return Kop(
        match.id,
        f"{beeld.soort.capitalize()} {match.id.hex[:8].upper()}",
        beeld.spoed,
        beeld.opvolging.te_laat,
        match.status is Matchstatus.TOEGEWEZEN,
        beeld.multiproblematiek,
        opsomming([MATCHREDENEN[reden] for reden in sorted(match.redenen)]).capitalize()
        if match.redenen
        else "Er is geen reden meer",
        STATUSSEN[match.status],
        len({deel.bijdrage.organisatie for deel in beeld.signalen}),
        dag(match.geopend),
        _naam(match, beeld.regisseur),
        _te_doen(beeld, vandaag, coordinator=coordinator),
    )


def _naam(match: Match, regisseur: Regisseur | None) -> str:
    if regisseur:
        return regisseur.naam
    return CASELOAD_VOL if match.caseload_vol else GEEN_REGISSEUR


def _te_doen(beeld: Matchbeeld, vandaag: date, *, coordinator: bool) -> tuple[str, ...]:
    """What comes first, and until when; of another than the viewer with who that is."""
    leider = beeld.regisseur.naam if coordinator and beeld.regisseur else ""
    zinnen = [_zin(stap, stap.wie if not stap.van_eigenaar else leider, vandaag) for stap in voorop(beeld)]
    return tuple(zinnen) or ((f"Aan zet: {leider}.",) if leider else (beeld.vervolg,))


def _zin(stap: Stap, aan_zet: str, vandaag: date) -> str:
    zin = f"{hoofdletter(stap.wat)}: {uiterlijk(stap.voor, vandaag)}."
    if stap.te_laat:
        zin = f"Te laat: {stap.wat} kon tot en met {dagnaam(stap.voor)}."
    return f"Aan zet: {aan_zet}. {zin}" if aan_zet else zin


def ingedeeld(beelden: Sequence[Matchbeeld], vandaag: date, *, coordinator: bool) -> list[Groep]:
    """What has no director, is late, is due by tomorrow, is new, the rest; each by its day, then urgency, then age."""
    groepen: dict[int, list[Kop]] = {soort: [] for soort in TITELS}
    for beeld in sorted(beelden, key=lambda b: (_dag(b), not b.spoed, b.match.geopend)):
        soort = _groep(beeld, vandaag, coordinator=coordinator)
        groepen[soort].append(kop(beeld, vandaag, coordinator=coordinator))
    titels = TITELS_COORDINATOR if coordinator else TITELS
    return [Groep(titels[soort], tuple(koppen)) for soort, koppen in groepen.items() if koppen]


def _dag(beeld: Matchbeeld) -> date:
    return min((stap.voor for stap in voorop(beeld)), default=date.max)


def _groep(beeld: Matchbeeld, vandaag: date, *, coordinator: bool) -> int:
    if beeld.match.status is Matchstatus.NIEUW:
        return ZONDER
    if beeld.opvolging.te_laat:
        return LAAT
    if not coordinator and _dag(beeld) <= vandaag + timedelta(days=1):
        return NU
    return {Matchstatus.TOEGEWEZEN: NIEUW, Matchstatus.NAZORG: NAZORG}.get(beeld.match.status, REGIE)
