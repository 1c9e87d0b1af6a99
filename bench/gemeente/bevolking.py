# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The people of the municipality: households with children, their legal parents, and how hard life is for them."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from bench.gemeente.aannames import Aannames

JAAR = 365.25
OUDST = 22.9


@dataclass(frozen=True, slots=True)
class Kind:
    """A child with its legal parents, the first of whom every reporter knows."""

    id: UUID
    geboren: date
    ouders: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Huishouden:
    """`last` weighs how often somebody gets involved, `ja` is the chance that the family consents.

    `verwantschap` numbers everybody who is related through a parent, however loosely; `zwaar` is the minority in which
    most worries arise.
    """

    nummer: int
    verwantschap: int
    kinderen: tuple[Kind, ...]
    last: float
    ja: float
    zwaar: bool = False


def nieuw_id(kans: random.Random) -> UUID:
    """A version 4 UUID from the seed."""
    return UUID(int=kans.getrandbits(128), version=4)


def bevolk(inwoners: int, peildag: date, aannames: Aannames, kans: random.Random) -> list[Huishouden]:
    """All households with children of `inwoners` inhabitants; ages are of `peildag`."""
    huishoudens: list[Huishouden] = []
    vaders: list[tuple[UUID, int]] = []
    for nummer in range(round(inwoners * aannames.huishoudens)):
        leeftijden = _leeftijden(aannames, kans)
        ouders: tuple[UUID, ...] = (nieuw_id(kans), nieuw_id(kans))
        if kans.random() < aannames.een_ouder * aannames.een_juridische_ouder:
            ouders = ouders[:1]
        per_kind, verwantschap = [ouders] * len(leeftijden), nummer
        if len(leeftijden) > 1 and kans.random() < aannames.halfbroers:
            eerder, verwantschap = _andere_vader(nummer, vaders, aannames, kans)
            oudsten = kans.randrange(1, len(leeftijden))
            per_kind = [(ouders[0], eerder)] * oudsten + per_kind[oudsten:]
        if len(ouders) > 1:
            vaders.append((ouders[1], verwantschap))
        kinderen = tuple(
            Kind(nieuw_id(kans), peildag - timedelta(days=round(leeftijd * JAAR)), eigen)
            for leeftijd, eigen in zip(leeftijden, per_kind, strict=True)
        )
        huishoudens.append(
            Huishouden(nummer, verwantschap, kinderen, kans.gammavariate(aannames.last_vorm, 1.0), _ja(aannames, kans))
        )
    grens = sorted(h.last for h in huishoudens)[int(len(huishoudens) * (1 - aannames.zwaar_gezin))]
    return [replace(h, zwaar=h.last >= grens) for h in huishoudens]


def _leeftijden(aannames: Aannames, kans: random.Random) -> list[float]:
    """Oldest first, in years; some years apart."""
    aantal = kans.choices(
        (1, 2, 3), (aannames.een_kind, aannames.twee_kinderen, 1 - aannames.een_kind - aannames.twee_kinderen)
    )[0]
    if aantal == 3:
        while kans.random() < aannames.vier_of_meer:
            aantal += 1
    afstanden = [kans.uniform(1.2, 4.5) for _ in range(min(aantal, 6) - 1)]
    jongste = kans.uniform(0, max(OUDST - sum(afstanden), 1))
    return [jongste + sum(afstanden[:n]) for n in range(len(afstanden), -1, -1)]


def _andere_vader(
    nummer: int, vaders: list[tuple[UUID, int]], aannames: Aannames, kans: random.Random
) -> tuple[UUID, int]:
    """The other parent of the older children, and the group that the household belongs to by that."""
    if vaders and kans.random() < aannames.halfbroers_elders:
        return kans.choice(vaders)
    return nieuw_id(kans), nummer


def _ja(aannames: Aannames, kans: random.Random) -> float:
    """A family mostly says the same to everybody: a beta distribution around the consent rate."""
    a = aannames.toestemming * aannames.eensgezind
    return kans.betavariate(a, aannames.eensgezind - a)
