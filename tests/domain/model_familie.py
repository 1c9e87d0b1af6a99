# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What happens in a family, told a second time from the text of the rules: one mother, no rule shared with the code.

`Geschiedenis` keeps what each organisation and the family said and when (T, V, S06), and which matches came of it
(M01-M03, M11, M16). Findings of M10 are left out: the convenants switch them off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from tests.domain.naief import hier, maanden_later, middernacht
from verwijsindex.domain.woorden import Categorie, Grond

OOIT = datetime.max.replace(tzinfo=UTC)
TIK = timedelta(microseconds=1)


@cache
def werkdag(na: date, aantal: int, vrij: frozenset[date]) -> date:
    """Z01: counting starts the next day."""
    while aantal:
        na += timedelta(days=1)
        aantal -= na.isoweekday() <= 5 and na not in vrij
    return na


@cache
def ochtend(dag: date) -> datetime:
    return middernacht(dag - timedelta(days=1)) + timedelta(microseconds=1)


def laatste_dag_van_de_regel(maand: date, jaren: int) -> date:
    """T05: three months after the last day on which a child of this month can become so old."""
    return maanden_later(maanden_later(maand, 1 + 12 * jaren) - timedelta(days=1), 3)


@dataclass
class Antwoord:
    """What the family said (T03): `grens` is where its age ends it (T05), `weg` when it was withdrawn (T04)."""

    gezegd: date
    ja: bool
    tot: date
    grens: date | None
    inhoud: bool
    met: frozenset[Categorie] | None
    vastgelegd: datetime
    weg: datetime | None = None

    def einde(self) -> datetime:
        einde = middernacht(min(self.tot, self.grens or self.tot))
        return min(einde, self.weg) if self.weg else einde

    def geldt(self, t: datetime) -> bool:
        return self.ja and t < self.einde()

    @property
    def laatste_woord(self) -> date:
        return hier(self.weg) if self.weg else self.gezegd


@dataclass
class Nood:
    """A safety ground (V03, V04); `blijft` is the organisation's word at the end of its signal."""

    soort: Grond
    ingeroepen: datetime
    bevestigd: datetime | None = None
    bekeken: datetime | None = None
    blijft: bool | None = None
    weg: bool = False

    @property
    def laatst(self) -> datetime:
        """When somebody last said that it stands: the confirmation or a later review."""
        return max(filter(None, (self.bevestigd, self.bekeken)))


@dataclass
class Uiting:
    """One signal, changed in place."""

    id: UUID
    organisatie: UUID
    kind: UUID
    zorgen: bool
    gemeld: datetime
    laatst: datetime
    weg_op: date
    tot: date | None
    antwoorden: list[Antwoord]
    nood: Nood | None
    venster: int
    vrij: frozenset[date]
    fout: bool = False
    gestopt: datetime | None = None
    slaapt: datetime | None = None
    archief: bool = False

    @property
    def voorbij(self) -> datetime:
        return min(ochtend(self.weg_op), middernacht(self.tot) if self.tot else OOIT, self.gestopt or OOIT)

    @property
    def venster_dicht(self) -> datetime:
        """M01: twelve months after the end, never past `uiterlijkTot`."""
        weg = ochtend(self.weg_op)
        return min(weg, middernacht(maanden_later(self.tot, self.venster))) if self.tot else weg

    def nood_tot(self) -> datetime | None:
        """V03, V04: two working days, or three months, or what the end of the signal left of it."""
        nood = self.nood
        if nood is None or nood.weg:
            return None
        if nood.bevestigd is None:
            bevestigen = middernacht(werkdag(hier(nood.ingeroepen), 2, self.vrij))
            return min(bevestigen, self.voorbij) if self.tot and nood.blijft is False else bevestigen
        bekijken = middernacht(maanden_later(hier(nood.laatst), 3))
        if self.tot is None or nood.blijft is None or bekijken < self.voorbij:
            return bekijken
        return OOIT if nood.blijft else self.voorbij

    def in_nood(self, t: datetime) -> bool:
        einde = self.nood_tot()
        return einde is not None and t < einde

    def voorlopig(self, t: datetime) -> bool:
        return self.in_nood(t) and self.nood is not None and self.nood.bevestigd is None

    def spoed(self, t: datetime) -> bool:
        """M08."""
        if self.nood is None or not self.in_nood(t):
            return False
        vers = self.nood.bevestigd is None or t < middernacht(maanden_later(hier(self.nood.laatst), 3))
        return vers and (self.nood.bevestigd is None or t < self.voorbij)

    def ja(self, t: datetime) -> Antwoord | None:
        """T07: the last word of the family, if it is a yes that stands."""
        return self.antwoorden[-1] if self.antwoorden and self.antwoorden[-1].geldt(t) else None

    def vernietigd(self) -> datetime:
        """B01, B02, T06."""
        momenten = [ochtend(self.weg_op)]
        if self.archief and self.gestopt and not self.fout:
            momenten.append(max(self.venster_dicht, middernacht(hier(self.gestopt))))
        if self.slaapt:
            momenten.append(self.slaapt + timedelta(days=28))
            if (nee := self.antwoorden[-1] if self.antwoorden else None) and not nee.ja:
                momenten.append(middernacht(werkdag(hier(max(self.slaapt, nee.vastgelegd)), 2, self.vrij)))
        return min(momenten)


@dataclass
class Steen:
    """What a signal weighed in a match when it last counted (M02, M11)."""

    organisatie: UUID
    kind: UUID
    gewicht: int
    zwaar: bool


@dataclass
class Zaak:
    """A match."""

    geopend: datetime
    toestand: str = "open"
    regisseur: UUID | None = None
    aangenomen: bool = False
    stapelt: bool = False
    stenen: dict[UUID, Steen] = field(default_factory=dict)
    onweegbaar: bool = False
    wacht_tot: date | None = None
    gesloten: datetime | None = None
    heropend: datetime | None = None


@dataclass
class Gezin:
    """The children who were joined (M04), and their matches, old and new."""

    kinderen: set[UUID]
    zaken: list[Zaak] = field(default_factory=list)

    @property
    def open_zaak(self) -> Zaak | None:
        return next((zaak for zaak in self.zaken if zaak.toestand == "open"), None)


class Geschiedenis:
    """All that happened in the family, and what follows from it at moment `t`."""

    def __init__(self, categorie: dict[UUID, Categorie], vrij: frozenset[date], *, wettelijk: bool) -> None:
        self.categorie, self.vrij, self.wettelijk = categorie, vrij, wettelijk
        self.uitingen: dict[UUID, Uiting] = {}
        self.gezinnen: list[Gezin] = []
        self.t = datetime.min.replace(tzinfo=UTC)
        self.gevallen: set[UUID] = set()

    # What is said.

    def open_uiting(self, organisatie: UUID, kind: UUID) -> Uiting | None:
        """S05: a sleeping one is open too."""
        eigen = (u for u in self.uitingen.values() if u.organisatie == organisatie and u.kind == kind)
        return next((u for u in eigen if self.t < u.voorbij), None)

    def meld(self, nieuw: Uiting) -> None:
        """S05: a repeat raises the kind, moves the end, and undoes no ground and no later word of the family."""
        oud = self.open_uiting(nieuw.organisatie, nieuw.kind)
        if oud is None:
            self.uitingen[nieuw.id] = nieuw
            if not any(nieuw.kind in gezin.kinderen for gezin in self.gezinnen):
                self.gezinnen.append(Gezin({nieuw.kind}))
            return
        oud.zorgen = oud.zorgen or nieuw.zorgen
        oud.tot, oud.laatst = nieuw.tot, nieuw.laatst
        oud.antwoorden += [a for a in nieuw.antwoorden if self._is_nieuw_woord(oud, a)]
        if nieuw.nood and (oud.nood is None or oud.nood.weg):
            oud.nood = nieuw.nood

    @staticmethod
    def _is_nieuw_woord(uiting: Uiting, woord: Antwoord) -> bool:
        """Of one day a no comes after a yes; any other word of that day may be the same one told again."""
        laatste = uiting.antwoorden[-1] if uiting.antwoorden else None
        if laatste is None or woord.gezegd > laatste.laatste_woord:
            return True
        return laatste.ja and not woord.ja and woord.gezegd == laatste.laatste_woord

    def beeindig(self, uiting: Uiting, tot: date, *, blijft: bool) -> None:
        """S06, V04: the end is the last review."""
        uiting.tot = tot
        if uiting.nood and not uiting.nood.weg:
            uiting.nood.bekeken, uiting.nood.blijft = self.t, blijft

    def trek_terug(self, uiting: Uiting, *, fout: bool) -> None:
        """S06: wrong counts nowhere; where the risk has gone the involvement ends, and its safety ground with it."""
        uiting.gestopt = self.t
        if fout:
            uiting.fout = True
            self.gevallen.add(uiting.id)
            return
        uiting.tot = min(hier(self.t), uiting.tot or hier(self.t))
        if uiting.nood:
            uiting.nood.weg = True

    # What time and the rest do.

    def loop(self, tot: datetime) -> None:
        """Z01: each change at its own moment."""
        while straks := min((m for m in self.wendingen() if self.t < m <= tot), default=None):
            self.t = straks
            self.vereffen()
        self.t = tot

    def wendingen(self) -> Iterator[datetime]:
        """The moments at which time alone may change something."""
        for u in self.uitingen.values():
            yield u.vernietigd()
            yield u.venster_dicht
            yield u.nood_tot() or OOIT
            yield from (antwoord.einde() for antwoord in u.antwoorden)
        yield from (middernacht(zaak.wacht_tot) for zaak in self.zaken() if zaak.wacht_tot)
        yield from (z.gesloten + TIK for z in self.zaken() if z.gesloten)

    def zaken(self) -> Iterator[Zaak]:
        return (zaak for gezin in self.gezinnen for zaak in gezin.zaken)

    def telt(self, u: Uiting) -> bool:
        """M01."""
        grond = self.wettelijk or u.in_nood(self.t) or u.ja(self.t) is not None
        return grond and not u.fout and u.gemeld <= self.t < u.venster_dicht

    def tellend(self, gezin: Gezin) -> list[Uiting]:
        return [u for u in self.uitingen.values() if u.kind in gezin.kinderen and self.telt(u)]

    def steen(self, u: Uiting, *, zonder_nood: bool = False) -> Steen:
        """M02."""
        nood = u.in_nood(self.t) and not zonder_nood
        gewicht = 1 if self.wettelijk else 3 if nood else 2 if u.zorgen else 1
        return Steen(u.organisatie, u.kind, gewicht, nood or u.zorgen)

    def genoeg(self, stenen: Iterable[Steen]) -> bool:
        """M03, but for the active one."""
        lijst = list(stenen)
        zwaarst: dict[UUID, int] = {}
        for steen in lijst:
            zwaarst[steen.organisatie] = max(steen.gewicht, zwaarst.get(steen.organisatie, 0))
        zwaar = self.wettelijk or any(steen.zwaar for steen in lijst)
        return len(zwaarst) >= 2 and sum(zwaarst.values()) >= (2 if self.wettelijk else 3) and zwaar

    def vereffen(self) -> None:
        """What holds now and did not before."""
        for u in self.uitingen.values():
            self._grond(u)
        for zaak in self.zaken():
            self._verlies(zaak)
        self._vernietig()
        while self._voeg_samen() or True in [self._beslis(gezin) for gezin in self.gezinnen]:
            pass
        self.gevallen.clear()

    def _grond(self, u: Uiting) -> None:
        """V03, V04, T06: what lapsed is gone for good; without a ground a signal falls asleep, with one it wakes."""
        if u.fout or self.wettelijk:
            return
        einde = u.nood_tot()
        if u.nood and einde and einde <= self.t:
            u.nood.weg = True
        if u.in_nood(self.t) or u.ja(self.t):
            u.slaapt = None
        elif u.slaapt is None:
            u.slaapt = self.t
            if self.t < u.venster_dicht:
                self.gevallen.add(u.id)

    def _verlies(self, zaak: Zaak) -> None:
        """M11: what fell carries nothing; end, window and retention take nothing away."""
        if zaak.toestand != "open":
            return
        for sleutel in list(zaak.stenen):
            if sleutel in self.gevallen:
                del zaak.stenen[sleutel]
            elif self.telt(self.uitingen[sleutel]):
                zaak.stenen[sleutel] = self.steen(self.uitingen[sleutel])
        if not zaak.onweegbaar and not self.genoeg(zaak.stenen.values()):
            zaak.stapelt = False

    def _vernietig(self) -> None:
        """B01, B05, T06: what is destroyed can no longer be weighed; a child without signals is not known."""
        for u in [u for u in self.uitingen.values() if u.vernietigd() <= self.t]:
            del self.uitingen[u.id]
            for zaak in self.zaken():
                if zaak.stenen.pop(u.id, None):
                    zaak.onweegbaar = True
        bekend = {u.kind for u in self.uitingen.values()}
        for gezin in self.gezinnen:
            gezin.kinderen &= bekend
            gaat = [z for z in gezin.zaken if z.toestand != "open" and z.gesloten and z.gesloten < self.t]
            gezin.zaken = [z for z in gezin.zaken if gezin.kinderen or z not in gaat]

    def _voeg_samen(self) -> bool:
        """M04: one mother, so children join once both have a counting signal; not where two matches are open."""
        delen = [gezin for gezin in self.gezinnen if self.tellend(gezin)]
        if len(delen) < 2 or all(gezin.open_zaak for gezin in delen):
            return False
        oudste, jongste = delen
        oudste.kinderen |= jongste.kinderen
        oudste.zaken += jongste.zaken
        self.gezinnen.remove(jongste)
        return True

    def _beslis(self, gezin: Gezin) -> bool:
        """M03, M11, M16; true when a match lapsed."""
        tellend = self.tellend(gezin)
        nu = {u.id: self.steen(u) for u in tellend}
        stapelt = self.genoeg(nu.values()) and any(self.t < u.voorbij for u in tellend)
        zaak = gezin.open_zaak
        if zaak is None:
            laatste = max(gezin.zaken, key=lambda z: z.geopend, default=None)
            if not stapelt or not self._iets_nieuws(laatste, tellend):
                return False
            if laatste and laatste.toestand == "dicht":
                zaak = laatste
                zaak.toestand, zaak.aangenomen, zaak.onweegbaar, zaak.stenen = "open", False, False, {}
                zaak.heropend = self.t
            else:
                zaak = Zaak(self.t)
                gezin.zaken.append(zaak)
        zaak.stenen |= nu
        zaak.stapelt = zaak.stapelt or stapelt
        return self._zonder_reden(zaak, in_nood=any(u.in_nood(self.t) for u in tellend))

    @staticmethod
    def _iets_nieuws(laatste: Zaak | None, tellend: list[Uiting]) -> bool:
        """M16: after closing only a later signal or safety ground."""
        dicht = laatste.gesloten if laatste and laatste.toestand == "dicht" else None
        return dicht is None or any(u.laatst > dicht or (u.nood and u.nood.ingeroepen > dicht) for u in tellend)

    def _zonder_reden(self, zaak: Zaak, *, in_nood: bool) -> bool:
        """M11: a lapsed match is final; an accepted one has five working days, or goes on while a V-ground stands."""
        if zaak.stapelt or (zaak.aangenomen and in_nood):
            zaak.wacht_tot = None
            return False
        if zaak.aangenomen:
            zaak.wacht_tot = zaak.wacht_tot or werkdag(hier(self.t), 5, self.vrij)
            if self.t < middernacht(zaak.wacht_tot):
                return False
        zaak.toestand, zaak.gesloten, zaak.wacht_tot = "vervallen", self.t, None
        return True

    def wijs_toe(self, zaak: Zaak, regisseur: UUID | None) -> None:
        zaak.regisseur, zaak.aangenomen = regisseur, False

    def sluit(self, zaak: Zaak) -> None:
        zaak.toestand, zaak.gesloten, zaak.stapelt, zaak.wacht_tot = "dicht", self.t, False, None
