# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who tries to work out what the figures leave out (I08). He knows everything but the counts, the code included.

So he does not solve equations: he tries which counts would have given exactly these figures. What he cannot tell apart
is what protects; an attacker with the published equations alone knows less than he does.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

Aantallen = tuple[int, ...]
Getoond = tuple[int | None, ...]


def rijtjes(lengte: int, som: int) -> Iterator[Aantallen]:
    """All counts of so many groups with this sum."""
    if lengte == 1:
        yield (som,)
        return
    for eerste in range(som + 1):
        for rest in rijtjes(lengte - 1, som - eerste):
            yield (eerste, *rest)


def per_publicatie(
    werelden: Iterable[Aantallen], publiceer: Callable[[Aantallen], tuple[Hashable, Getoond]]
) -> dict[tuple[Hashable, Getoond], list[Aantallen]]:
    """The counts that give each publication: what else is known beside it, and a place per group."""
    gevonden: dict[tuple[Hashable, Getoond], list[Aantallen]] = defaultdict(list)
    for wereld in werelden:
        gevonden[publiceer(wereld)].append(wereld)
    return gevonden


def lekken(
    publicaties: Mapping[tuple[Hashable, Getoond], Sequence[Aantallen]], drempel: int, *, breedte: int
) -> Iterator[str]:
    """Each place where a number from 1 to below the threshold shows: fewer than `breedte` values are possible there.

    Possible are counted from 0: with `breedte` 9, nothing from 0 to 8 can be ruled out.
    """
    for (bekend, getoond), werelden in publicaties.items():
        for plaats, aantal in enumerate(getoond):
            mogelijk = {wereld[plaats] for wereld in werelden}
            if aantal is not None and aantal < drempel:
                yield f"{bekend} {getoond}: groep {plaats} staat er met {aantal}"
            if aantal is None and mogelijk & {*range(1, drempel)} and not {*range(breedte)} <= mogelijk:
                yield f"{bekend} {getoond}: groep {plaats} is een van {sorted(mogelijk)}"


def getuigen(echt: Aantallen, getoond: Getoond, plaats: int, waarde: int) -> Iterator[Aantallen]:
    """Other counts with the same shown numbers and the same sum, in which a hidden group has this value."""
    dicht = [p for p, aantal in enumerate(getoond) if aantal is None and p != plaats]
    rest = echt[plaats] - waarde + sum(echt[p] for p in dicht)
    if rest < 0 or (rest and not dicht):
        return

    def met(deel: Mapping[int, int]) -> Aantallen:
        return tuple(waarde if p == plaats else deel.get(p, aantal) for p, aantal in enumerate(echt))

    for drager in dicht:
        # What changes goes to one other group, or to one with the others empty, just large enough, or rather full.
        if (erbij := echt[drager] + echt[plaats] - waarde) >= 0:
            yield met({drager: erbij})
        yield met(dict.fromkeys(dicht, 0) | {drager: rest})
        net = {p: 10 if echt[p] >= 10 else 0 for p in dicht if p != drager}
        if sum(net.values()) <= rest:
            yield met(net | {drager: rest - sum(net.values())})
        for hoogste in range(1, 10):
            over, deel = rest, {}
            for ander in (p for p in dicht if p != drager):
                deel[ander] = min(hoogste, over)
                over -= deel[ander]
            yield met(deel | {drager: over})
