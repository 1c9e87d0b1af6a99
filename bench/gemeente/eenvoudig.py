# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The plain rule of today's indexes, watched beside ours: two active reports of two organisations are a match.

One message per pair, to the two who reported and to one director. Family unit: the children whom M04 holds together at
that moment, the same for both rules, as the comparison is about quiet and not about who is family. Both see the signals
that count (gate 2). A pair is told once, a repeat by a connector is the same report (S05): in favour of the plain rule.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations
from uuid import UUID

from bench.gemeente.betrokkenheid import Betrokkenheid
from verwijsindex.domain.families import delen_van
from verwijsindex.domain.gezin import bekende_ouders
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.tijd import einde_van
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Reden

ONTVANGERS_PER_PAAR = 3
Paar = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A pair in which somebody is worried: since when, and when ours had it too; None is never.

    `meteen` when both signals counted from their registration on, so that no sleeping signal plays a part. `waarom`
    tells what was there at `sinds` where ours was not: `andere-groep` is an open match of the same dossier that other
    children carry, `geen-match` none at all.
    """

    paar: Paar
    sinds: datetime
    van_ons: datetime | None
    meteen: bool
    waarom: str = ""

    @property
    def later(self) -> bool:
        """Ours came, and came after the plain rule."""
        return self.van_ons is not None and self.van_ons > self.sinds


@dataclass
class Eenvoudig:
    """What the plain rule tells from `vanaf` on, and what ours makes of the same pairs."""

    regels: Regels
    vanaf: datetime
    kindparen: int = 0
    gezinsparen: int = 0
    wijdere_paren: int = 0
    wijdere_zorgelijk: int = 0
    tellende_paren: int = 0
    eerste_zorg: dict[int, datetime] = field(default_factory=dict)
    oordelen: dict[Paar, Oordeel] = field(default_factory=dict)
    _gezien: set[Paar] = field(default_factory=set)
    _wijder_gezien: set[Paar] = field(default_factory=set)
    _tellend_gezien: set[Paar] = field(default_factory=set)
    _open: dict[int, set[Paar]] = field(default_factory=dict)
    _meteen: set[UUID] = field(default_factory=set)

    @property
    def paren(self) -> int:
        """Messages to a director: one per pair."""
        return self.kindparen + self.gezinsparen

    def zie(self, groep: int, toestand: Toestand, t: datetime, verteld: Collection[UUID]) -> None:
        """Look at a settled state of one set of related persons; `verteld` are the matches whose owner was told."""
        blad = Werkblad(toestand, t, self.regels)
        self._meteen |= {s.id for s in toestand.signalen.values() if s.geregistreerd == t and blad.telt(s)}
        tellend = {self._sleutel(paar): paar for paar in paren(blad)}
        if t >= self.vanaf:
            self.tellende_paren += len(tellend.keys() - self._tellend_gezien)
        self._tellend_gezien |= tellend.keys()
        levend = {sleutel: paar for sleutel, paar in tellend.items() if all(s.actief_op(t) for s in paar)}
        open_ = self._open.setdefault(groep, set())
        for sleutel, (een, ander) in levend.items():
            if sleutel not in self._gezien:
                self._gezien.add(sleutel)
                self._tel(een, ander, t)
            if sleutel in self.oordelen and sleutel not in open_:
                continue
            if any(self._zorgelijk(s, t) for s in (een, ander)):
                self.eerste_zorg.setdefault(groep, t)
                self._beoordeel(sleutel, een, ander, toestand, t, verteld, open_)
        for sleutel, (een, ander) in ((self._sleutel(paar), paar) for paar in wijdere_paren(blad)):
            if sleutel not in self._wijder_gezien and sleutel not in self._gezien:
                self._wijder_gezien.add(sleutel)
                if t >= self.vanaf:
                    self.wijdere_paren += 1
                    self.wijdere_zorgelijk += any(self._zorgelijk(s, t) for s in (een, ander))

    @property
    def gezinnen(self) -> int:
        """Sets of related persons with their first worried pair in the measured time.

        Each is at least one message of any rule that misses none of them: it bounds from below what can be reached.
        """
        return sum(t >= self.vanaf for t in self.eerste_zorg.values())

    def zorgelijke(self, *, meteen: bool) -> list[Oordeel]:
        """The judged pairs of the measured time."""
        return [o for o in self.oordelen.values() if o.meteen is meteen and o.sinds >= self.vanaf]

    def _tel(self, een: Signaal, ander: Signaal, t: datetime) -> None:
        if t >= self.vanaf:
            self.kindparen += een.kind == ander.kind
            self.gezinsparen += een.kind != ander.kind

    def _beoordeel(
        self,
        sleutel: Paar,
        een: Signaal,
        ander: Signaal,
        toestand: Toestand,
        t: datetime,
        verteld: Collection[UUID],
        open_: set[Paar],
    ) -> None:
        """Ours has the pair when both carry one open match that stacks and whose owner was told of it."""
        match = toestand.open_match(toestand.kinderen[een.kind].dossier)
        gedragen = {deel.signaal for deel in match.steun} if match and Reden.STAPELING in match.redenen else set()
        van_ons = t if match and match.id in verteld and gedragen >= {een.id, ander.id} else None
        waarom = "" if van_ons else "andere-groep" if match else "geen-match"
        eerst = self.oordelen.get(sleutel) or Oordeel(sleutel, t, None, self._meteen >= {een.id, ander.id}, waarom)
        self.oordelen[sleutel] = replace(eerst, van_ons=van_ons)
        (open_.discard if van_ons else open_.add)(sleutel)

    def _zorgelijk(self, signaal: Signaal, t: datetime) -> bool:
        return signaal.zorgwekkend(t, self.regels.van(signaal.gemeente, t), self.regels.vrij)

    def _sleutel(self, paar: tuple[Signaal, Signaal]) -> Paar:
        een, ander = sorted((paar[0].id, paar[1].id), key=str)
        return een, ander


def paren(blad: Werkblad) -> Iterator[tuple[Signaal, Signaal]]:
    """The pairs of two organisations within each group of children that belongs together: both count, one is active."""
    tellend = blad.tellend()
    for dossier in sorted(blad.dossiers, key=str):
        for kinderen in delen_van(blad, dossier):
            eigen = [s for kind in sorted(kinderen, key=str) for s in tellend[kind]]
            yield from (
                (een, ander)
                for een, ander in combinations(eigen, 2)
                if een.organisatie != ander.organisatie and (een.actief_op(blad.t) or ander.actief_op(blad.t))
            )


def wijdere_paren(blad: Werkblad) -> Iterator[tuple[Signaal, Signaal]]:
    """The pairs about two children who share a named parent and whom M04 leaves to the coordinator."""
    tellend = blad.tellend()
    groepen = [groep for dossier in blad.dossiers for groep in delen_van(blad, dossier)]
    for een, ander in combinations(groepen, 2):
        for k1 in sorted(een, key=str):
            for k2 in sorted(ander, key=str):
                if bekende_ouders(tellend[k1]) & bekende_ouders(tellend[k2]):
                    yield from (
                        (s1, s2)
                        for s1 in tellend[k1]
                        for s2 in tellend[k2]
                        if s1.organisatie != s2.organisatie and s1.actief_op(blad.t) and s2.actief_op(blad.t)
                    )


def zonder_poort(alle: Iterable[Betrokkenheid], vanaf: datetime) -> Mapping[str, int]:
    """How many pairs the plain rule gives over all involvements, consent or not, as in 2023: `client` and `gezin`.

    `signalen` is the number of reports from `vanaf` on; a pair is dated when the second of the two begins.
    """
    per_groep: dict[int, list[Betrokkenheid]] = {}
    geteld = {"client": 0, "gezin": 0, "signalen": 0}
    for b in alle:
        eerdere = per_groep.setdefault(b.verwantschap, [])
        if b.begin >= vanaf:
            geteld["signalen"] += 1
            for eerder in eerdere:
                samen = b.begin < einde_van(eerder.einde)
                if eerder.organisatie.id != b.organisatie.id and samen:
                    geteld["client"] += eerder.kind.id == b.kind.id
                    verwant = set(eerder.kind.ouders) & set(b.kind.ouders)
                    geteld["gezin"] += eerder.kind.id != b.kind.id and bool(verwant)
        eerdere.append(b)
    return geteld
