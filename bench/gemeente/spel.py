# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Plays involvements and directors on the rules themselves, moment by moment, and counts the messages.

Each step is what one transaction of the index does: time first, the deed, the directors, then the messages.
"""

import heapq
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from bench.gemeente import signalen
from bench.gemeente.aannames import Aannames
from bench.gemeente.betrokkenheid import Betrokkenheid
from bench.gemeente.eenvoudig import Eenvoudig
from bench.gemeente.regie import Regie, Voornemen
from verwijsindex.domain import daden
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Daad, Gevolg, Gevolgsoort
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.poort_1 import poort_1
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import TIK, begin_van, dag, na_werkdagen, plus_maanden
from verwijsindex.domain.toestand import Regels, Toestand, volgende_moment
from verwijsindex.domain.verloop import loop_bij, open_signaal, verwerk
from verwijsindex.domain.woorden import Reden
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.berichten import berichten

Actie = Callable[[Toestand, datetime], Daad | None]
EIGENAAR = frozenset({"regisseur", "coordinator"})
TOEWIJZEN = frozenset({Gevolgsoort.MATCH_GEOPEND, Gevolgsoort.MATCH_HEROPEND})


@dataclass(frozen=True, slots=True)
class Stukje:
    """One step as it went: its messages and what came of it.

    `kaal` is a repeat that says nothing new (S05), `uit_beeld` how many matches opened or reopened for M10 alone.
    """

    moment: datetime
    groep: int
    berichten: tuple[Bericht, ...]
    gevolgen: tuple[Gevolg, ...]
    over_match: frozenset[UUID]
    kaal: bool
    uit_beeld: int


class Spel:
    """A municipality in motion; `beurten` yields each step in order of time."""

    def __init__(
        self,
        betrokken: Iterable[Betrokkenheid],
        partijen: Mapping[UUID, Organisatie],
        regie: Regie,
        eenvoudig: Eenvoudig,
        convenant: Convenant,
        aannames: Aannames,
        zaad: int,
    ) -> None:
        self.regels: Regels = regie.regels
        self.partijen = partijen
        self.regie = regie
        self.eenvoudig = eenvoudig
        self.convenant = convenant
        self.a = aannames
        self.zaad = zaad
        self.per_signaal = {b.id: b for b in betrokken}
        self.toestanden: dict[int, Toestand] = {}
        self.verteld: set[UUID] = set()
        self._nummer = 0
        self._agenda: list[tuple[datetime, int, int, Actie | None]] = []
        self._veegt: dict[int, datetime] = {}
        for b in self.per_signaal.values():
            self._plan_betrokkenheid(b)

    def beurten(self, tot: datetime) -> Iterator[Stukje]:
        """Play everything before `tot`."""
        while self._agenda and self._agenda[0][0] < tot:
            moment, _, groep, actie = heapq.heappop(self._agenda)
            if actie is None and self._veegt.get(groep) != moment:
                continue
            yield self._beurt(groep, moment, actie)

    def _plan(self, moment: datetime, groep: int, actie: Actie | None) -> None:
        self._nummer += 1
        heapq.heappush(self._agenda, (moment, self._nummer, groep, actie))

    def _beurt(self, groep: int, moment: datetime, actie: Actie | None) -> Stukje:
        gevonden = self.toestanden.get(groep, Toestand())
        t = max(moment, gevonden.tot + TIK) if actie else moment
        toestand, vanzelf = loop_bij(gevonden, t, self.regels)
        gevolgen = list(vanzelf)
        daad = actie(toestand, t) if actie else None
        if daad:
            toestand, erbij = verwerk(toestand, t, daad, self.regels)
            gevolgen += erbij
        for gevolg in [*gevolgen]:
            match = toestand.matches.get(gevolg.match) if gevolg.match else None
            if gevolg.soort not in TOEWIJZEN or match is None or not match.open:
                continue
            if toewijzing := self.regie.wijs_toe(match, toestand, t):
                toestand, erbij = verwerk(toestand, t, toewijzing, self.regels)
                gevolgen += erbij
        self.toestanden[groep] = toestand
        eerder = Stand(gevonden, self.regels, gevonden.tot, self.partijen)
        nu = Stand(toestand, self.regels, t, self.partijen)
        post = tuple(berichten(eerder, nu, sorted(gevolgen, key=lambda g: g.moment)))
        over_match = frozenset(gevonden.matches.keys() | toestand.matches.keys())
        self.verteld |= {b.sleutel for b in post if b.ontvanger in EIGENAAR and b.sleutel in over_match}
        self.regie.onthoud(gevonden.matches, toestand.matches)
        self.eenvoudig.zie(groep, toestand, t, self.verteld)
        self._reageer(groep, gevolgen, toestand, t)
        if (volgende := volgende_moment(toestand, self.regels)) and self._veegt.get(groep) != volgende:
            self._veegt[groep] = volgende
            self._plan(volgende, groep, None)
        open_ = [toestand.matches[g.match] for g in gevolgen if g.soort in TOEWIJZEN and g.match]
        uit_beeld = sum(match.redenen == {Reden.UIT_BEELD} for match in open_)
        return Stukje(t, groep, post, tuple(gevolgen), over_match, _is_kaal(daad, gevonden, toestand), uit_beeld)

    def _reageer(self, groep: int, gevolgen: list[Gevolg], toestand: Toestand, t: datetime) -> None:
        for voornemen in self.regie.voornemens(gevolgen, toestand, t):
            self._plan(voornemen.moment, groep, partial(self._voer_uit, groep, voornemen))
        for gevolg in gevolgen:
            if gevolg.soort is Gevolgsoort.TOESTEMMING_LOOPT_AF and gevolg.signaal:
                b = self.per_signaal[gevolg.signaal]
                kans = random.Random(f"{self.zaad} {b.id} {t.isoformat()}")
                if kans.random() < self.a.verlengd:
                    over = timedelta(days=kans.randrange(1, 20))
                    ja = kans.random() < b.ja_later
                    self._plan(t + over, groep, partial(self._antwoord, b, ja))

    def _voer_uit(self, groep: int, voornemen: Voornemen, toestand: Toestand, t: datetime) -> Daad | None:
        if opnieuw := self.regie.opnieuw(voornemen, toestand, t):
            self._plan(opnieuw.moment, groep, partial(self._voer_uit, groep, opnieuw))
        return self.regie.daad(voornemen, toestand, t)

    def _plan_betrokkenheid(self, b: Betrokkenheid) -> None:
        groep = b.verwantschap
        self._plan(b.begin, groep, partial(self._meld, b))
        for moment in b.herhaald_op:
            self._plan(moment, groep, partial(self._herhaal, b))
        if b.zorgen_op and b.zorgen_op > b.begin:
            self._plan(b.zorgen_op, groep, partial(self._herhaal, b))
        if b.antwoord_op and b.antwoord_op > b.begin:
            self._plan(b.antwoord_op, groep, partial(self._antwoord, b, b.ja))
        if b.ingetrokken_op:
            self._plan(b.ingetrokken_op, groep, partial(self._trek_toestemming_in, b))
        if b.grond and b.zorgen_op and b.grond_bevestigd:
            op = na_werkdagen(dag(b.zorgen_op), 1, self.regels.vrij)
            self._plan(begin_van(op) + timedelta(hours=11), groep, partial(self._bezie_grond, b))
        if b.teruggetrokken:
            moment, reden = b.teruggetrokken
            self._plan(moment, groep, lambda toestand, t: self._bestaat(b, toestand, daden.Terugtrekking(b.id, reden)))
        if b.tot:
            einde = daden.Beeindiging(b.id, b.tot, b.grond_blijft)
            om = begin_van(b.tot) + timedelta(hours=16, minutes=30)
            self._plan(om, groep, lambda toestand, t: self._bestaat(b, toestand, einde))

    def _bestaat(self, b: Betrokkenheid, toestand: Toestand, daad: Daad) -> Daad | None:
        """Only on a signal that is still there and was not taken back."""
        signaal = toestand.signalen.get(b.id)
        return daad if signaal and not signaal.intrekking else None

    def _meld(self, b: Betrokkenheid, toestand: Toestand, t: datetime) -> Daad:
        return daden.Registratie(self._getoetst(b, signalen.eerste_melding(b, self.convenant), t))

    def _herhaal(self, b: Betrokkenheid, toestand: Toestand, t: datetime) -> Daad | None:
        """By the connector, or because there is worry now. What the family refused is not sent again."""
        if open_signaal(toestand, b.organisatie.id, b.kind.id, t) is None or b.id not in toestand.signalen:
            return None
        return daden.Registratie(self._getoetst(b, signalen.herhaling(b, t, self.convenant), t))

    def _getoetst(self, b: Betrokkenheid, signaal: Signaal, t: datetime) -> Signaal:
        """Gate 1 takes it, or the simulation is wrong."""
        iemand = Professional(signalen.professional(b), b.organisatie.id, "pro", dag(b.begin), mag_doorbreken=True)
        if bezwaren := poort_1(signaal, b.organisatie, iemand, self.convenant, dag(t)):
            raise ValueError(f"{signaal.id}: {[str(bezwaar) for bezwaar in bezwaren]}")
        return replace(signaal, geregistreerd=t, laatst_gemeld=t)

    def _antwoord(self, b: Betrokkenheid, ja: bool, toestand: Toestand, t: datetime) -> Daad | None:
        signaal = toestand.signalen.get(b.id)
        if signaal is None or signaal.intrekking or not signaal.actief_op(t):
            return None
        return daden.Toestemmingsdaad(b.id, signalen.antwoord(b, t, self.convenant, ja=ja))

    def _trek_toestemming_in(self, b: Betrokkenheid, toestand: Toestand, t: datetime) -> Daad | None:
        signaal = toestand.signalen.get(b.id)
        laatste = signaal.toestemming if signaal else None
        if laatste is None or laatste.geweigerd or laatste.ingetrokken:
            return None
        wie = laatste.stemmen[0].wie
        return daden.Toestemmingsdaad(b.id, replace(laatste, ingetrokken=t, ingetrokken_door=wie))

    def _bezie_grond(self, b: Betrokkenheid, toestand: Toestand, t: datetime) -> Daad | None:
        """A second person confirms (V03), and reviews before the three months are over (V04)."""
        signaal = toestand.signalen.get(b.id)
        grond = signaal.veiligheid if signaal else None
        if signaal is None or grond is None or grond.vervallen or not signaal.actief_op(t):
            return None
        if random.Random(f"{self.zaad} {b.id} {t.isoformat()}").random() < self.a.herbeoordeeld:
            opnieuw = begin_van(plus_maanden(dag(t), 3)) - timedelta(days=5) + timedelta(hours=11)
            self._plan(opnieuw, b.verwantschap, partial(self._bezie_grond, b))
        if grond.bevestigd is None:
            tweede = signalen.professional(b)
            return daden.Veiligheidsdaad(b.id, replace(grond, bevestigd=t, bevestigd_door=tweede))
        return daden.Veiligheidsdaad(b.id, replace(grond, herbeoordeeld=t))


def _is_kaal(daad: Daad | None, eerder: Toestand, nu: Toestand) -> bool:
    """A further report after which the signal is as it was, but for who said so and when."""
    if not isinstance(daad, daden.Registratie):
        return False
    for id_, signaal in nu.signalen.items():
        oud = eerder.signalen.get(id_)
        if oud and signaal.laatst_gemeld == daad.signaal.laatst_gemeld != oud.laatst_gemeld:
            return replace(signaal, laatst_gemeld=oud.laatst_gemeld, bevestiging=oud.bevestiging) == oud
    return False
