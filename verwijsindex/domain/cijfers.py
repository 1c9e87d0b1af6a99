# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The monthly figures: from full counts to what may be published, so that no group under the threshold shows (I08).

Who reads them may know everything but the counts: this code, the groups, the order. What holds for a threshold of d:
a number that is left out and is below d could have been anything from 0 up to and including d - 2, mostly d - 1, and
would have given the same figures. Zero is left out as well: it tells of everybody in the group that nothing happened,
and beside shown zeros an open place would mean "at least one".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from verwijsindex.domain.woorden import Leefgebied


class Meetsoort(StrEnum):
    """What is counted. Each is a population of its own; no figure adds two of them."""

    SIGNAAL_GEREGISTREERD = "signaal-geregistreerd"
    SIGNAAL_SLAAPT = "signaal-slaapt"
    MATCH_GEOPEND = "match-geopend"
    MATCH_HEROPEND = "match-heropend"
    MATCH_AANGENOMEN = "match-aangenomen"
    CONTACT_GELEGD = "contact-gelegd"
    TERMIJN_VERSTREKEN = "termijn-verstreken"
    DOORBREKING = "doorbreking"
    UIT_BEELD = "uit-beeld"


class Indeling(StrEnum):
    """By what a count is divided."""

    TOTAAL = "totaal"
    GEBIED = "gebied"
    LEEFGEBIED = "leefgebied"
    ORGANISATIE = "organisatie"
    WERKDAGEN = "werkdagen"


# Everything outside the groups that are named; first in every order, since it says the least.
OVERIG = ""
# Classes of working days, first and last: no more than 1, 2, 3, 5, 10, or later.
KLASSEN: tuple[tuple[int, int | None], ...] = ((0, 1), (2, 2), (3, 3), (4, 5), (6, 10), (11, None))
DOORLOOP = frozenset({Meetsoort.MATCH_AANGENOMEN, Meetsoort.CONTACT_GELEGD})


@dataclass(frozen=True, slots=True)
class Geteld:
    """How often exactly this was measured in a month; `werkdagen` is how long it took."""

    meetsoort: Meetsoort
    gebied: str | None
    leefgebieden: frozenset[Leefgebied]
    organisatie: UUID | None
    werkdagen: int | None
    aantal: int


@dataclass(frozen=True, slots=True)
class Cijfer:
    """One published figure; an `aantal` of None is left out. `verwacht` is set by people and hides nothing."""

    meetsoort: Meetsoort
    indeling: Indeling
    groep: str
    aantal: int | None
    verwacht: int | None = None

    @property
    def is_organisatie(self) -> bool:
        """Is `groep` the id of an organisation?"""
        return self.indeling is Indeling.ORGANISATIE and self.groep != OVERIG


@dataclass(frozen=True, slots=True)
class Maandcijfers:
    """A published month (`YYYY-MM`) and the threshold it was published under."""

    maand: str
    drempel: int
    cijfers: tuple[Cijfer, ...]


def getoond(aantal: int, drempel: int, *, herhaalbaar: bool = False) -> int | None:
    """I08: a count, or None under the threshold.

    What can be asked again a little differently (`herhaalbaar`) comes in whole thresholds only, rounded down: between
    two such answers lies no difference that is a small number for sure.
    """
    if aantal < drempel:
        return None
    return aantal - aantal % drempel if herhaalbaar else aantal


def volgorde(maand: str, groepen: Iterable[str]) -> list[str]:
    """The order in which groups give way to protect others: the rest first, then by lot per month.

    By lot, never by size: to choose the smallest would tell that the others are larger.
    """
    return sorted(groepen, key=lambda groep: (groep != OVERIG, sha256(f"{maand} {groep}".encode()).digest()))


def verdeling(
    aantallen: Mapping[str, int], drempel: int, op_volgorde: Sequence[str], *, ingewijd: bool = False
) -> dict[str, int | None]:
    """I08: the groups of one total, each thing counted in one of them; the total itself may be known.

    Small groups are left out. That is enough where their sum leaves each of them its full range. Otherwise groups
    above the threshold are left out too, in the given order, until the sum of all that is left out leaves it: even
    where each of these others is known to reach the threshold. Every choice is made on which groups are small and on
    that sum alone, never on the size of the group that gives way.
    `ingewijd`: a group may know its own number (an organisation), and even so works out no other's.
    """
    klein = [groep for groep in op_volgorde if aantallen[groep] < drempel]
    weg = set(klein)
    som = sum(aantallen[groep] for groep in klein)
    ruim = (drempel - 1) * (len(klein) - 1) - int(ingewijd)
    if klein and not drempel <= som <= ruim:
        groot = [groep for groep in op_volgorde if groep not in weg]
        for erbij, groep in enumerate(groot, 1):
            weg.add(groep)
            som += aantallen[groep]
            if erbij > int(ingewijd) and som >= drempel - 1 + drempel * erbij:
                break
    return {groep: None if groep in weg else aantal for groep, aantal in aantallen.items()}


def leefgebieden(aantallen: Mapping[str, int], totaal: int, drempel: int) -> dict[str, int | None]:
    """I08: life domains, of which one thing can have several: the rows do not add up to `totaal`, but cover it.

    So each is a division of its own, into those with the domain and those without: both reach the threshold, or it is
    left out. And where the shown ones together fall short of the total, the others must leave each other full range.
    """
    open_ = {groep: aantal for groep, aantal in aantallen.items() if drempel <= aantal <= totaal - drempel}
    dicht = len(aantallen) - len(open_)
    tekort = totaal - sum(open_.values())
    if dicht and tekort > 0 and tekort > (drempel - 1) * (dicht - 1):
        open_ = {}
    return {groep: open_.get(groep) for groep in aantallen}


def klasse(werkdagen: int) -> str:
    """The class of a number of working days."""
    return next(naam_van(k) for k in KLASSEN if k[1] is None or werkdagen <= k[1])


def naam_van(grenzen: tuple[int, int | None]) -> str:
    """How a class of working days is written; not as `4-5`, which a spreadsheet program takes for a day in May."""
    van, tot = grenzen
    if tot is None:
        return f"meer dan {van - 1}"
    return f"{van} t/m {tot}" if van != tot else str(van)


def maandcijfers(
    maand: str,
    geteld: Sequence[Geteld],
    gebieden: Iterable[str],
    verwacht: Mapping[UUID, int],
    drempel: int,
) -> list[Cijfer]:
    """I08: everything that is ever published of a month (`YYYY-MM`) and municipality.

    Which rows there are follows from `gebieden` (those of its teams), `verwacht` (organisations of which a number is
    expected) and fixed lists, never from what was counted: also that a row exists tells nothing.
    """
    cijfers: list[Cijfer] = []
    for meetsoort in Meetsoort:
        eigen = [deel for deel in geteld if deel.meetsoort is meetsoort]
        totaal = sum(deel.aantal for deel in eigen)
        cijfers.append(Cijfer(meetsoort, Indeling.TOTAAL, OVERIG, getoond(totaal, drempel)))

        per_gebied = _tel([(d.gebied, d.aantal) for d in eigen], gebieden)
        cijfers += _rijen(meetsoort, Indeling.GEBIED, verdeling(per_gebied, drempel, volgorde(maand, per_gebied)))

        per_leefgebied = {
            str(gebied): sum(d.aantal for d in eigen if gebied in d.leefgebieden) for gebied in Leefgebied
        }
        cijfers += _rijen(meetsoort, Indeling.LEEFGEBIED, leefgebieden(per_leefgebied, totaal, drempel))

        if meetsoort is Meetsoort.SIGNAAL_GEREGISTREERD:
            per_organisatie = _tel([(str(d.organisatie), d.aantal) for d in eigen], map(str, verwacht))
            getoonde = verdeling(per_organisatie, drempel, volgorde(maand, per_organisatie), ingewijd=True)
            cijfers += _rijen(
                meetsoort, Indeling.ORGANISATIE, getoonde, {str(wie): aantal for wie, aantal in verwacht.items()}
            )
        if meetsoort in DOORLOOP:
            per_klasse = dict.fromkeys(map(naam_van, KLASSEN), 0)
            for deel in eigen:
                per_klasse[klasse(deel.werkdagen or 0)] += deel.aantal
            getoonde = verdeling(per_klasse, drempel, volgorde(maand, per_klasse))
            cijfers += _rijen(meetsoort, Indeling.WERKDAGEN, getoonde)
    return cijfers


def _tel(delen: Iterable[tuple[str | None, int]], groepen: Iterable[str]) -> dict[str, int]:
    """Counts of these groups by name, and of everything else together."""
    aantallen = {**dict.fromkeys(sorted(groepen), 0), OVERIG: 0}
    for groep, aantal in delen:
        aantallen[groep if groep in aantallen and groep is not None else OVERIG] += aantal
    return aantallen


def _rijen(
    meetsoort: Meetsoort,
    indeling: Indeling,
    aantallen: Mapping[str, int | None],
    verwacht: Mapping[str, int] | None = None,
) -> list[Cijfer]:
    return [
        Cijfer(meetsoort, indeling, groep, aantal, (verwacht or {}).get(groep)) for groep, aantal in aantallen.items()
    ]


def mediaan(klassen: Sequence[int | None], totaal: int | None) -> tuple[int, int | None] | None:
    """Within which working days half was done: first and last (None: later than ten); None where the total is unknown.

    Worked out from the published counts of `KLASSEN` alone, so that it adds nothing to them; a wider answer where some
    of these are left out.
    """
    if not totaal:
        return None
    rang = (totaal + 1) // 2
    tot_en_met = [sum(aantal or 0 for aantal in klassen[: plaats + 1]) for plaats in range(len(klassen))]
    daarna = [sum(aantal or 0 for aantal in klassen[plaats + 1 :]) for plaats in range(len(klassen))]
    eerste = next(plaats for plaats, rest in enumerate(daarna) if totaal - rest >= rang)
    laatste = next((plaats for plaats, aantal in enumerate(tot_en_met) if aantal >= rang), len(klassen) - 1)
    return KLASSEN[eerste][0], KLASSEN[laatste][1]
