# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who gets involved with which child, when, how worried, with what answer: all drawn before any rule acts."""

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from uuid import UUID

from bench.gemeente.aannames import MELDERS, MET_PATROON, Aannames, Melder
from bench.gemeente.bevolking import Huishouden, Kind, nieuw_id
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.tijd import begin_van, dag, plus_maanden
from verwijsindex.domain.woorden import BASISZORG, Categorie, Grond, Intrekreden, Leefgebied, Patroon, Soort

HERHAALDAGEN = 90
LAATSTE_ANTWOORD = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Betrokkenheid:
    """One organisation with one child; moments are those of working hours.

    `zorgen_op` is when worry is reported, the start or later. `antwoord_op` is when the family answered, None when it
    was never asked, `ja` what it said and `ingetrokken_op` when it took that back. `tot` is the reported end.
    """

    id: UUID
    verwantschap: int
    gebied: str
    organisatie: Organisatie
    kind: Kind
    ouders: frozenset[UUID]
    begin: datetime
    tot: date | None
    uiterlijk_tot: date
    zorgen_op: datetime | None
    grond: Grond | None
    grond_bevestigd: bool
    grond_blijft: bool
    antwoord_op: datetime | None
    ja: bool
    ja_later: float
    ingetrokken_op: datetime | None
    herhaald_op: tuple[datetime, ...]
    teruggetrokken: tuple[datetime, Intrekreden] | None
    leefgebieden: frozenset[Leefgebied]
    patroon: Patroon | None

    @property
    def einde(self) -> date:
        """The last day on which it is active whatever the family says."""
        dagen = [self.uiterlijk_tot, *([self.tot] if self.tot else [])]
        return min([*dagen, *([dag(self.teruggetrokken[0])] if self.teruggetrokken else [])])

    @property
    def soort(self) -> Soort:
        """The kind of the first report."""
        return Soort.ZORGEN if self.zorgen_op == self.begin else Soort.BETROKKEN


def organisaties(inwoners: int, convenant: Convenant, kans: random.Random) -> dict[Categorie, list[Organisatie]]:
    """The parties of a municipality of this size, at least one of each category; all of them signed."""
    return {
        categorie: [
            Organisatie(nieuw_id(kans), f"{categorie.value} {n}", categorie, ondertekend=frozenset({convenant.kenmerk}))
            for n in range(max(1, round(melder.organisaties * inwoners / 100_000)))
        ]
        for categorie, melder in MELDERS.items()
    }


class Trekking:
    """Draws involvements from `begin` for `dagen` days; burden times number of children decides with whom."""

    def __init__(
        self,
        huishoudens: list[Huishouden],
        partijen: Mapping[Categorie, list[Organisatie]],
        begin: date,
        dagen: int,
        aannames: Aannames,
        kans: random.Random,
    ) -> None:
        self.huishoudens = huishoudens
        self.partijen = partijen
        self.begin = begin
        self.dagen = dagen
        self.a = aannames
        self.kans = kans
        self._lasten = list(accumulate(h.last * len(h.kinderen) for h in huishoudens))
        self._bezet: dict[tuple[UUID, UUID], list[tuple[date, date]]] = defaultdict(list)

    def trek(self, aantal: int) -> list[Betrokkenheid]:
        """At least `aantal` involvements, in order of their beginning."""
        alle: list[Betrokkenheid] = []
        while len(alle) < aantal:
            alle += self._een_gezin()
        return sorted(alle, key=lambda b: (b.begin, str(b.id)))

    def _een_gezin(self) -> Iterator[Betrokkenheid]:
        """Somebody gets involved with a household: with one child, or with all of it."""
        kans = self.kans
        huishouden = self.huishoudens[bisect_left(self._lasten, kans.random() * self._lasten[-1])]
        categorie = kans.choices(list(MELDERS), [m.aandeel for m in MELDERS.values()])[0]
        melder = MELDERS[categorie]
        begin = self._werktijd(self.begin + timedelta(days=kans.randrange(self.dagen)))
        kinderen = [kind for kind in huishouden.kinderen if _past(kind, begin, melder)]
        if not kinderen:
            return
        eerste = kans.choice(kinderen)
        duur = timedelta(days=max(7, round(kans.lognormvariate(0, self.a.duur_spreiding) * melder.dagen)))
        laatste = dag(begin) + duur if kans.random() < self.a.einde_gemeld else None
        zorgelijk = self.a.zorgen_zwaar if huishouden.zwaar else self.a.zorgen_licht
        zorgen = kans.random() < min(zorgelijk * melder.zorgen, 0.95)
        for kind in kinderen:
            if kind is eerste or kans.random() < (self.a.hele_gezin if melder.gezin else self.a.ook_broer):
                organisatie = self._organisatie(categorie, huishouden, kind, begin)
                if gevonden := self._een_kind(huishouden, kind, organisatie, melder, begin, laatste, zorgen):
                    yield gevonden

    def _een_kind(
        self,
        huishouden: Huishouden,
        kind: Kind,
        organisatie: Organisatie,
        melder: Melder,
        begin: datetime,
        tot: date | None,
        zorgen: bool,
    ) -> Betrokkenheid | None:
        kans, a = self.kans, self.a
        uiterlijk_tot = min(plus_maanden(dag(begin), 24), plus_maanden(kind.geboren, 23 * 12))
        einde = min(tot or uiterlijk_tot, uiterlijk_tot)
        if not self._vrij(organisatie.id, kind.id, dag(begin), einde) or uiterlijk_tot <= dag(begin):
            return None
        duur = (einde - dag(begin)).days
        zorgen_op = begin if zorgen else None
        if zorgen and kans.random() < a.zorgen_later and duur > 14:
            zorgen_op = self._werktijd(dag(begin) + timedelta(days=kans.randrange(7, duur - 3)))
        grond = kans.choice(list(Grond)) if zorgen and kans.random() < melder.grond else None
        if grond and kans.random() < 0.5:
            grond = kans.choice(sorted(BASISZORG))
        antwoord_op, ja = self._antwoord(huishouden, begin)
        ingetrokken_op = None
        if ja and antwoord_op and kans.random() < a.intrekking:
            ingetrokken_op = self._werktijd(dag(antwoord_op) + timedelta(days=kans.randrange(14, 300)))
        herhaald = range(HERHAALDAGEN, duur, HERHAALDAGEN) if kans.random() < a.herhaalt else ()
        return Betrokkenheid(
            id=nieuw_id(kans),
            verwantschap=huishouden.verwantschap,
            gebied=str(huishouden.nummer % 4),
            organisatie=organisatie,
            kind=kind,
            ouders=frozenset(kind.ouders if kans.random() < a.alle_ouders else kind.ouders[:1]),
            begin=begin,
            tot=tot if tot and tot < uiterlijk_tot else None,
            uiterlijk_tot=uiterlijk_tot,
            zorgen_op=zorgen_op,
            grond=grond,
            grond_bevestigd=kans.random() < a.bevestigd,
            grond_blijft=kans.random() < a.grond_blijft,
            antwoord_op=antwoord_op,
            ja=ja,
            ja_later=huishouden.ja,
            ingetrokken_op=ingetrokken_op,
            herhaald_op=tuple(self._werktijd(dag(begin) + timedelta(days=n)) for n in herhaald),
            teruggetrokken=self._terug(begin, duur),
            leefgebieden=frozenset(kans.sample(melder.leefgebieden, kans.randint(1, len(melder.leefgebieden)))),
            patroon=kans.choice(melder.patronen) if melder.patronen and kans.random() < MET_PATROON else None,
        )

    def _vrij(self, organisatie: UUID, kind: UUID, van: date, tot: date) -> bool:
        """No other involvement of the same organisation with the same child at that time (S05)."""
        bezet = self._bezet[organisatie, kind]
        if any(begin <= tot and van <= einde for begin, einde in bezet):
            return False
        bezet.append((van, tot))
        return True

    def _organisatie(self, categorie: Categorie, huishouden: Huishouden, kind: Kind, begin: datetime) -> Organisatie:
        """A household has its own schools, doctor, landlord and neighbourhood team; help comes from anywhere."""
        keuze = self.partijen[categorie]
        if categorie is Categorie.JEUGDHULP:
            return self.kans.choice(keuze)
        voortgezet = categorie is Categorie.ONDERWIJS and _leeftijd(kind, begin) >= 12
        return keuze[(huishouden.nummer * 7 + 3 * voortgezet) % len(keuze)]

    def _antwoord(self, huishouden: Huishouden, begin: datetime) -> tuple[datetime | None, bool]:
        """When the family answers, at the report or within four weeks, and what."""
        kans = self.kans
        ja = kans.random() < huishouden.ja
        if kans.random() < self.a.direct_gevraagd:
            return begin, ja
        if kans.random() < self.a.later_gevraagd:
            return self._werktijd(dag(begin) + timedelta(days=kans.randrange(1, LAATSTE_ANTWOORD - 3))), ja
        return None, False

    def _terug(self, begin: datetime, duur: int) -> tuple[datetime, Intrekreden] | None:
        a, worp = self.a, self.kans.random()
        grenzen = accumulate((a.ten_onrechte, a.verkeerd_kind, a.risico_geweken))
        redenen = (Intrekreden.TEN_ONRECHTE, Intrekreden.VERKEERD_KIND, Intrekreden.RISICO_GEWEKEN)
        reden = next((reden for grens, reden in zip(grenzen, redenen, strict=True) if worp < grens), None)
        if reden is None or duur < 10:
            return None
        return self._werktijd(dag(begin) + timedelta(days=self.kans.randrange(3, duur - 3))), reden

    def _werktijd(self, op: date) -> datetime:
        """A moment in office hours of that day, or of the Monday after it; holidays are worked through."""
        op += timedelta(days=max(0, 7 - op.weekday()) if op.weekday() > 4 else 0)
        return begin_van(op) + timedelta(hours=8, seconds=self.kans.randrange(9 * 3600))


def _leeftijd(kind: Kind, t: datetime) -> float:
    return (dag(t) - kind.geboren).days / 365.25


def _past(kind: Kind, begin: datetime, melder: Melder) -> bool:
    """Of the age that this reporter has to do with, and not about to turn 23."""
    return kind.geboren < dag(begin) and melder.van <= _leeftijd(kind, begin) < min(melder.tot, 22.7)
