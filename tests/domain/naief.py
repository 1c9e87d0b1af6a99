# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""M01-M03 told a second time, straight from the text of the rules and sharing no rule with the code: one child only."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from verwijsindex.domain import daden
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.veiligheid import Veiligheidsgrond

HIER = ZoneInfo("Europe/Amsterdam")


@cache
def middernacht(na: date) -> datetime:
    """The moment at which this day is over, less the smallest step: ends are dated that day."""
    morgen = datetime.combine(na + timedelta(days=1), time(), HIER).astimezone(UTC)
    return morgen - timedelta(microseconds=1)


@cache
def maanden_later(van: date, aantal: int) -> date:
    jaar, maand = van.year + (van.month - 1 + aantal) // 12, (van.month - 1 + aantal) % 12 + 1
    return date(jaar, maand, min(van.day, monthrange(jaar, maand)[1]))


def hier(moment: datetime) -> date:
    return moment.astimezone(HIER).date()


@dataclass
class Melding:
    """One signal, changed in place."""

    organisatie: UUID
    zorgen: bool
    gemeld: datetime
    weg_op: date
    laatste_dag: date | None
    toestemming: Toestemming | None
    grond: Veiligheidsgrond | None
    fout: bool = False
    gestopt: datetime | None = None
    slaapt: datetime | None = None

    def voorbij(self) -> datetime:
        """Until when it is active."""
        einden = [middernacht(self.weg_op - timedelta(days=1)) + timedelta(microseconds=1)]
        einden += [middernacht(self.laatste_dag)] if self.laatste_dag else []
        return min([*einden, *([self.gestopt] if self.gestopt else [])])

    def grond_tot(self) -> datetime | None:
        """V03: second working day; V04: three months, and the word at the end of the signal is the last review."""
        grond = self.grond
        if grond is None:
            return None
        if grond.bevestigd is None:
            dag, over = hier(grond.ingeroepen), 2
            while over:
                dag += timedelta(days=1)
                over -= dag.isoweekday() <= 5
            # V04: without the word that it stays, it ends with the signal, confirmed or not.
            eindigt = self.laatste_dag and grond.blijft is False
            return min(middernacht(dag), self.voorbij()) if eindigt else middernacht(dag)
        herzien = middernacht(maanden_later(hier(max(filter(None, (grond.bevestigd, grond.herbeoordeeld)))), 3))
        if self.laatste_dag and grond.blijft is not None and herzien >= self.voorbij():
            return datetime.max.replace(tzinfo=UTC) if grond.blijft else self.voorbij()
        return herzien

    def toestemming_tot(self) -> datetime | None:
        if self.toestemming is None:
            return None
        einde = middernacht(self.toestemming.tot)
        return min(einde, self.toestemming.ingetrokken) if self.toestemming.ingetrokken else einde

    def gewicht(self, t: datetime) -> int:
        """M02."""
        grond = self.grond_tot()
        return 3 if grond and t < grond else 2 if self.zorgen else 1

    def telt(self, t: datetime, venster: int) -> bool:
        """M01."""
        gronden = [g for g in (self.grond_tot(), self.toestemming_tot()) if g and t < g]
        einde = self.voorbij()
        if self.laatste_dag:
            einde = max(einde, middernacht(maanden_later(self.laatste_dag, venster)))
        return bool(gronden) and not self.fout and self.gemeld <= t < einde


class Naief:
    """The child's signals, and whether they stack."""

    def __init__(self, venster: int) -> None:
        self.venster = venster
        self.meldingen: dict[UUID, Melding] = {}

    def tijd(self, t: datetime) -> None:
        """What lapsed is gone for good; what sleeps for 28 days too (V03, V04, T06, B01)."""
        for sleutel, melding in list(self.meldingen.items()):
            einden = [e for e in (melding.grond_tot(), melding.toestemming_tot()) if e]
            wakker = any(t < einde for einde in einden)
            if not melding.fout:
                melding.slaapt = None if wakker else melding.slaapt or max([*einden, melding.gemeld])
            grond = melding.grond_tot()
            if grond and grond <= t:
                melding.grond = None
            te_lang = melding.slaapt and melding.slaapt + timedelta(days=28) <= t
            if te_lang or hier(t) >= melding.weg_op:
                del self.meldingen[sleutel]

    def daad(self, t: datetime, daad: daden.Daad) -> None:
        """One deed, after what time did before it."""
        self.tijd(t)
        match daad:
            case daden.Registratie(signaal=s):
                zelfde = [m for m in self.meldingen.values() if m.organisatie == s.organisatie and t < m.voorbij()]
                for melding in zelfde:
                    melding.zorgen = melding.zorgen or s.soort == "zorgen"
                    melding.laatste_dag = s.tot
                    melding.grond = melding.grond or s.veiligheid
                    melding.toestemming = self._laatste(melding.toestemming, s.toestemming)
                if not zelfde:
                    zorgen = s.soort == "zorgen"
                    self.meldingen[s.id] = Melding(
                        s.organisatie, zorgen, t, s.uiterlijk_tot, s.tot, s.toestemming, s.veiligheid
                    )
            case daden.Beeindiging(signaal=wie, tot=tot, grond_blijft=blijft):
                melding = self.meldingen[wie]
                melding.laatste_dag = tot
                if melding.grond:
                    oud = melding.grond
                    melding.grond = Veiligheidsgrond(
                        oud.id,
                        oud.grond,
                        oud.ingeroepen,
                        oud.ingeroepen_door,
                        oud.bevestigd,
                        oud.bevestigd_door,
                        t,
                        blijft,
                    )
            case daden.Terugtrekking(signaal=wie, reden=reden):
                melding = self.meldingen[wie]
                melding.gestopt = t
                melding.fout = reden != "risico-geweken"
                if not melding.fout:
                    melding.laatste_dag = min(melding.laatste_dag or hier(t), hier(t))
                    melding.grond = None
                    ja = melding.toestemming_tot()
                    melding.slaapt = None if ja and t < ja else melding.slaapt or t
            case daden.Toestemmingsdaad(signaal=wie, toestemming=toestemming):
                self.meldingen[wie].toestemming = toestemming
            case daden.Veiligheidsdaad(signaal=wie, veiligheid=grond):
                self.meldingen[wie].grond = grond
            case _:
                pass
        self.tijd(t)

    @staticmethod
    def _laatste(oud: Toestemming | None, nieuw: Toestemming | None) -> Toestemming | None:
        if oud is None or nieuw is None:
            return oud or nieuw
        return nieuw if nieuw.gegeven_op > (hier(oud.ingetrokken) if oud.ingetrokken else oud.gegeven_op) else oud

    def stapelt(self, t: datetime) -> bool:
        """M03."""
        tellend = [m for m in self.meldingen.values() if m.telt(t, self.venster)]
        zwaarst = {m.organisatie: max(n.gewicht(t) for n in tellend if n.organisatie == m.organisatie) for m in tellend}
        return (
            len(zwaarst) >= 2
            and sum(zwaarst.values()) >= 3
            and any(t < m.voorbij() for m in tellend)
            and any(m.zorgen or m.gewicht(t) == 3 for m in tellend)
        )
