# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What directors do, and when: each step is a plan that a consequence gives rise to, and a deed when its day comes.

A further step is one function, its line in `STAPPEN`, and what it answers to in `voornemens`.
"""

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bench.gemeente.aannames import Aannames
from bench.gemeente.bevolking import nieuw_id
from verwijsindex.domain.daden import (
    Aanvaarding,
    Afhandeling,
    Afsluiting,
    Contact,
    Daad,
    Gevolg,
    Gevolgsoort,
    Overleg,
    Toewijzing,
)
from verwijsindex.domain.match import Match
from verwijsindex.domain.matchen import kern
from verwijsindex.domain.opvolgen import mag_contact, mag_overleg, mag_sluiten
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.regie import Regisseur, kies_regisseur, mag_aanvaarden, mag_afhandelen
from verwijsindex.domain.signaal import spoed
from verwijsindex.domain.stapeling import leefgebieden
from verwijsindex.domain.termijnen import werkdagen
from verwijsindex.domain.tijd import begin_van, dag, na_werkdagen, plus_maanden, werkdagen_eerder
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Afsluitreden, Categorie, Matchstatus, Termijnsoort

OPNIEUW_NA, SLUITEN_NA, MEDIAAN_MINSTENS = 5, 10, 10
# Working days: how much too late, where somebody is; how long before its term is over the next meeting is (`aanname`).
TE_LAAT, VERVOLG_EERDER = (1, 10), (1, 10)
UUR = timedelta(hours=1)


class Stap(StrEnum):
    """What a director or coordinator takes in hand."""

    TOEWIJZEN = "toewijzen"
    AANNEMEN = "aannemen"
    BASISZORG = "basiszorg"
    CONTACT = "contact"
    OVERLEG = "overleg"
    AFSLUITEN = "afsluiten"
    AFSLUITEN_ALS_STIL = "afsluiten-als-stil"


TERMIJN = {
    Stap.AANNEMEN: Termijnsoort.AANNEMEN,
    Stap.CONTACT: Termijnsoort.CONTACT,
    Stap.OVERLEG: Termijnsoort.OVERLEG,
}
SLUITEN = frozenset({Stap.AFSLUITEN, Stap.AFSLUITEN_ALS_STIL})


@dataclass(frozen=True, slots=True)
class Voornemen:
    """A step on a match, decided at `sinds`, to be taken at `moment`."""

    moment: datetime
    match: UUID
    stap: Stap
    sinds: datetime


class Regie:
    """The directors of one municipality and their caseload."""

    def __init__(
        self, inwoners: int, huis: Organisatie, gemeente: str, regels: Regels, aannames: Aannames, zaad: int
    ) -> None:
        self.regels = regels
        self.a = aannames
        self.zaad = zaad
        self.van_match: dict[UUID, UUID] = {}
        self.aanvaard_op: dict[UUID, datetime] = {}
        kans = random.Random(f"{zaad} regisseurs")
        aantal = max(1, round(aannames.regisseurs * inwoners / 100_000))
        self.regisseurs = {
            id_: Regisseur(id_, huis.id, Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING, gemeente, f"regisseur {n}", "010")
            for n, id_ in enumerate(nieuw_id(kans) for _ in range(aantal))
        }

    def onthoud(self, eerder: Mapping[UUID, Match], nu: Mapping[UUID, Match]) -> None:
        """Keep count of whose match is open after a step."""
        for id_ in eerder.keys() | nu.keys():
            match = nu.get(id_)
            if match and match.open and match.regisseur:
                self.van_match[id_] = match.regisseur
            else:
                self.van_match.pop(id_, None)

    def wijs_toe(self, match: Match, toestand: Toestand, t: datetime) -> Toewijzing | None:
        """The director by R02, or nobody; None when that is as it was."""
        eerdere = [m for m in toestand.matches.values() if m.dossier == match.dossier and m.regisseur]
        laatste = max(eerdere, key=lambda m: m.geopend).regisseur if eerdere else None
        signalen = [s for s in toestand.van_dossier(match.dossier) if self.regels.telt(s, t)]
        families = list(self.van_match.values())
        keuze = kies_regisseur(
            [replace(r, families=families.count(r.id)) for r in self.regisseurs.values()],
            laatste,
            next((s.gebied for s in signalen if s.gebied), None),
            leefgebieden(signalen),
            self.regels.van(match.gemeente, t),
        )
        if match.regisseur is None or keuze is None or keuze.id != match.regisseur:
            return Toewijzing(match.id, keuze.id if keuze else None)
        return None

    def voornemens(self, gevolgen: Collection[Gevolg], toestand: Toestand, t: datetime) -> Iterator[Voornemen]:
        """What they take in hand because of what happened."""
        for gevolg in gevolgen:
            match = toestand.matches.get(gevolg.match) if gevolg.match else None
            if match is None or not match.open:
                continue
            kans = random.Random(f"{self.zaad} {match.id} {t.isoformat()} {gevolg.soort}")
            match gevolg.soort:
                case Gevolgsoort.MATCH_TOEGEWEZEN | Gevolgsoort.MATCH_HEROPEND:
                    yield self._binnen_termijn(t, match, Stap.AANNEMEN, toestand, kans)
                case Gevolgsoort.MATCH_ZONDER_REGISSEUR:
                    yield self._voornemen(t, OPNIEUW_NA, match, Stap.TOEWIJZEN)
                case Gevolgsoort.MATCH_AANGENOMEN:
                    self.aanvaard_op[match.id] = t
                    weken = self.a.regie_weken * kans.lognormvariate(0, self.a.regie_spreiding)
                    yield self._voornemen(t, max(MEDIAAN_MINSTENS, round(weken * 5)), match, Stap.AFSLUITEN)
                    yield self._voornemen(t, 1, match, Stap.BASISZORG)
                    yield self._binnen_termijn(t, match, Stap.CONTACT, toestand, kans)
                case Gevolgsoort.CONTACT_GELEGD:
                    yield self._binnen_termijn(t, match, Stap.OVERLEG, toestand, kans)
                case Gevolgsoort.OVERLEG_GEHOUDEN:
                    yield self._vervolg(t, match, kans)
                case Gevolgsoort.BASISZORG_TE_BEREIKEN:
                    yield self._voornemen(t, 1, match, Stap.BASISZORG)
                case Gevolgsoort.GEEN_ACTIEVE_SIGNALEN:
                    yield self._voornemen(t, SLUITEN_NA, match, Stap.AFSLUITEN_ALS_STIL)
                case _:
                    pass

    def daad(self, voornemen: Voornemen, toestand: Toestand, t: datetime) -> Daad | None:
        """The deed, if there still is something to do by then."""
        match = toestand.matches.get(voornemen.match)
        if match is None or not match.open:
            return None
        if self._is_achterhaald(voornemen, match):
            return None
        return STAPPEN[voornemen.stap](self, match, toestand, t)

    def opnieuw(self, voornemen: Voornemen, toestand: Toestand, t: datetime) -> Voornemen | None:
        """The coordinator keeps looking for a director who has room; whoever has more tasks does the next one."""
        match = toestand.matches.get(voornemen.match)
        if match is None or not match.open:
            return None
        if voornemen.stap is Stap.TOEWIJZEN and match.regisseur is None:
            return self._voornemen(t, OPNIEUW_NA, match, Stap.TOEWIJZEN)
        if voornemen.stap is Stap.BASISZORG and match.aanvaard and sum(not taak.gedaan for taak in match.taken) > 1:
            return replace(voornemen, moment=t + timedelta(minutes=10))
        if voornemen.stap in SLUITEN and match.aanvaard and match.status is not Matchstatus.IN_REGIE:
            # R06: not before the plan meeting.
            return replace(self._voornemen(t, 1, match, voornemen.stap), sinds=voornemen.sinds)
        return None

    def _is_achterhaald(self, voornemen: Voornemen, match: Match) -> bool:
        """Planned before the match was reopened and accepted again, or before it was last met about."""
        if voornemen.stap is Stap.AFSLUITEN:
            return voornemen.sinds < self.aanvaard_op.get(match.id, voornemen.sinds)
        return voornemen.stap is Stap.OVERLEG and bool(match.overlegd) and match.overlegd != voornemen.sinds

    def _binnen_termijn(
        self, t: datetime, match: Match, stap: Stap, toestand: Toestand, kans: random.Random
    ) -> Voornemen:
        """On one of the working days of its term (R03), counted as the rule does; sometimes too late (R04)."""
        convenant = self.regels.van(match.gemeente, t)
        vrij = convenant.vrije(self.regels.vrij)
        blad = Werkblad(toestand, t, self.regels)
        dringend = any(spoed(s, t, self.regels.van(s.gemeente, t), self.regels.vrij) for s in kern(blad, match))
        termijn = werkdagen(TERMIJN[stap], convenant, dringend=dringend)
        uiterlijk = na_werkdagen(dag(match.eigenaar_sinds or match.geopend), termijn, vrij)
        if kans.random() >= self.a.op_tijd:
            return self._op(na_werkdagen(max(uiterlijk, dag(t)), kans.randint(*TE_LAAT), vrij), t, match, stap)
        dagen = [op for n in range(1, termijn + 1) if (op := na_werkdagen(dag(t), n, vrij)) <= uiterlijk]
        # With no day left it is done on the day of the step before, an hour after it.
        return self._op(kans.choice(dagen), t, match, stap) if dagen else Voornemen(t + UUR, match.id, stap, t)

    def _vervolg(self, t: datetime, match: Match, kans: random.Random) -> Voornemen:
        """The next meeting, in the last weeks of its term; sometimes too late (R03, R04)."""
        convenant = self.regels.van(match.gemeente, t)
        vrij, uiterlijk = convenant.vrije(self.regels.vrij), plus_maanden(dag(t), convenant.regie_maanden)
        laat = kans.random() >= self.a.op_tijd
        werk = kans.randint(*TE_LAAT) if laat else kans.randint(*VERVOLG_EERDER)
        op = na_werkdagen(uiterlijk, werk, vrij) if laat else werkdagen_eerder(uiterlijk, werk, vrij)
        return self._op(op, t, match, Stap.OVERLEG)

    def _voornemen(self, t: datetime, na: int, match: Match, stap: Stap) -> Voornemen:
        """In office hours; drawn for this match and moment alone, so that one family can be played again by itself."""
        return self._op(na_werkdagen(dag(t), na, self.regels.vrij), t, match, stap)

    def _op(self, op: date, t: datetime, match: Match, stap: Stap) -> Voornemen:
        kans = random.Random(f"{self.zaad} {match.id} {t.isoformat()} {stap}")
        return Voornemen(begin_van(op) + timedelta(hours=9, seconds=kans.randrange(7 * 3600)), match.id, stap, t)


def _wijs_toe(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    daad = regie.wijs_toe(match, toestand, t) if match.regisseur is None else None
    return daad if daad and daad.regisseur else None


def _neem_aan(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    return Aanvaarding(match.id) if mag_aanvaarden(match, match.regisseur) else None


def _vertel_basiszorg(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    taak = next((taak for taak in match.taken if not taak.gedaan), None)
    return Afhandeling(match.id, taak.id) if taak and mag_afhandelen(match, match.regisseur, taak.id) else None


def _leg_contact(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    return Contact(match.id) if mag_contact(match, match.regisseur) else None


def _overleg(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    return Overleg(match.id) if mag_overleg(match, match.regisseur) else None


def _sluit_af(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    """The family can go on alone (R06); aftercare would be quieter still for the director."""
    reden = Afsluitreden.DOEL_BEREIKT
    bezwaren = mag_sluiten(match, match.regisseur, reden, None, dag(t), zelf_verder=True)
    return None if bezwaren else Afsluiting(match.id, reden)


def _sluit_stille_af(regie: Regie, match: Match, toestand: Toestand, t: datetime) -> Daad | None:
    eigen = toestand.van_dossier(match.dossier)
    stil = not any(s.actief_op(t) and regie.regels.telt(s, t) for s in eigen)
    return _sluit_af(regie, match, toestand, t) if stil else None


STAPPEN = {
    Stap.TOEWIJZEN: _wijs_toe,
    Stap.AANNEMEN: _neem_aan,
    Stap.BASISZORG: _vertel_basiszorg,
    Stap.CONTACT: _leg_contact,
    Stap.OVERLEG: _overleg,
    Stap.AFSLUITEN: _sluit_af,
    Stap.AFSLUITEN_ALS_STIL: _sluit_stille_af,
}
