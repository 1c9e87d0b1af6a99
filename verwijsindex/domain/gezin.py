# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The family (M04): which children belong together, which may not join by themselves, which have come apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from uuid import NAMESPACE_OID, UUID, uuid5

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.signaal import Signaal, veiligheid_telt
from verwijsindex.domain.tijd import dag, maandbegin, plus_maanden
from verwijsindex.domain.woorden import Gezinsreden


@dataclass(frozen=True, slots=True)
class Wacht:
    """The organisations of an ended involvement have until the end of `tot` to arrange aftercare (M10)."""

    tot: date
    rust_op: frozenset[tuple[UUID, UUID]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A child as the index knows it: an opaque id, a month of birth, a family."""

    id: UUID
    geboortemaand: str
    dossier: UUID
    wacht: Wacht | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A family unit; `gemeente` is that of the newest signal."""

    id: UUID
    gemeente: str
    aangemaakt: datetime


class Voorstelsoort(StrEnum):
    """What the coordinator is asked to decide (M04)."""

    SAMENVOEGEN = "samenvoegen"
    SPLITSEN = "splitsen"


class Voorstelreden(StrEnum):
    """Why the index does not decide it by itself (M04)."""

    OUDERS_VERSCHILLEN = "ouders-verschillen"
    TWEE_MATCHES = "twee-open-matches"
    TE_VEEL_KINDEREN = "te-veel-kinderen"
    BAND_VERLOREN = "band-verloren"


@dataclass(frozen=True, slots=True)
class Advies:
    """What a director of one of the matches says: yes or no to the proposal (M04)."""

    regisseur: UUID
    voor: bool
    moment: datetime


@dataclass(frozen=True, slots=True)
class Voorstel:
    """An open question to the coordinator about one or two dossiers, with the directors' advice."""

    id: UUID
    soort: Voorstelsoort
    reden: Voorstelreden
    dossiers: tuple[UUID, ...]
    sinds: datetime
    adviezen: tuple[Advies, ...] = ()


def afgeleid(wat: str, *delen: object) -> UUID:
    """An id that follows from the deed that made it, so that a replay gives the same one (M12)."""
    return uuid5(NAMESPACE_OID, ":".join((wat, *map(str, delen))))


def bekende_ouders(signalen: Iterable[Signaal]) -> frozenset[UUID]:
    """All parents named by the signals of one child."""
    return frozenset(ouder for signaal in signalen for ouder in signaal.ouders)


class Band(StrEnum):
    """How two children are related by their named parents."""

    ZEKER = "zeker"
    MOGELIJK = "mogelijk"


@dataclass(frozen=True, slots=True)
class Gezinsbesluit:
    """People decided that two children are one family, or not (M04); `band` is the tie that they judged."""

    id: UUID
    een: UUID
    ander: UUID
    samen: bool
    band: Band | None
    reden: Gezinsreden
    genomen: datetime


Besluiten = Mapping[UUID, Gezinsbesluit]
STERKTE = {None: 0, Band.MOGELIJK: 1, Band.ZEKER: 2}


def besluit_over(een: UUID, ander: UUID) -> UUID:
    """The id of what people decided on two children, in whatever order; a later decision takes its place."""
    return afgeleid("gezinsbesluit", *sorted(map(str, (een, ander))))


def band(
    een: Kind,
    ander: Kind,
    tellend: Mapping[UUID, Sequence[Signaal]],
    t: datetime,
    convenant: Convenant,
    vrij: Collection[date],
    besluiten: Besluiten,
) -> Band | None:
    """The tie between two children at `t`: what people decided, else what their counting signals say (M04).

    That they are one family holds until people decide otherwise; that they are not, until a stronger tie shows than
    the one that was judged.
    """
    if not convenant.gezin:
        return None
    gevonden = uit_signalen(een, ander, tellend, t, convenant, vrij)
    besluit = besluiten.get(besluit_over(een.id, ander.id))
    if besluit is None:
        return gevonden
    if besluit.samen:
        return Band.ZEKER
    return gevonden if STERKTE[gevonden] > STERKTE[besluit.band] else None


def uit_signalen(
    een: Kind,
    ander: Kind,
    tellend: Mapping[UUID, Sequence[Signaal]],
    t: datetime,
    convenant: Convenant,
    vrij: Collection[date],
) -> Band | None:
    """The tie that the named parents give.

    `ZEKER` joins by itself: equal parents; or one set within the other where no V-ground counts; or one is a named
    parent of the other and surely under 18. `MOGELIJK` is a shared parent that only people may judge.
    """
    ouders_een, ouders_ander = bekende_ouders(tellend[een.id]), bekende_ouders(tellend[ander.id])
    if (een.id in ouders_ander and _minderjarig(een, t)) or (ander.id in ouders_een and _minderjarig(ander, t)):
        return Band.ZEKER
    if not ouders_een & ouders_ander:
        return None
    if ouders_een == ouders_ander:
        return Band.ZEKER
    veilig = any(veiligheid_telt(s, t, convenant, vrij) for s in (*tellend[een.id], *tellend[ander.id]))
    if not veilig and (ouders_een < ouders_ander or ouders_ander < ouders_een):
        return Band.ZEKER
    return Band.MOGELIJK


def _minderjarig(kind: Kind, t: datetime) -> bool:
    return dag(t) < plus_maanden(maandbegin(kind.geboortemaand), 18 * 12)


def delen(
    kinderen: Sequence[Kind],
    tellend: Mapping[UUID, Sequence[Signaal]],
    t: datetime,
    convenant: Convenant,
    vrij: Collection[date],
    besluiten: Besluiten,
) -> tuple[frozenset[UUID], ...]:
    """The groups of children of one dossier that a `ZEKER` tie holds together at `t`; untied children stand alone.

    What counts for a match is weighed per group, so a join that lost its ground is invisible at once (M04).
    """
    groepen = [frozenset({kind.id}) for kind in kinderen]
    for een, ander in combinations(kinderen, 2):
        if band(een, ander, tellend, t, convenant, vrij, besluiten) is Band.ZEKER:
            samen = [groep for groep in groepen if groep & {een.id, ander.id}]
            groepen = [groep for groep in groepen if groep not in samen] + [frozenset().union(*samen)]
    return tuple(sorted(groepen, key=lambda groep: sorted(map(str, groep))))
