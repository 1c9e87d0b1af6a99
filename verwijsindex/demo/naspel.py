# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The replay of one scenario: every deed over HTTP by the party that did it, every look by a director."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from koppelingen.client import KoppelingFout
from koppelingen.meldingen import Melding
from verwijsindex.demo.blik import REGISSEUR, Blik, van_melder, van_regisseur
from verwijsindex.demo.casus import Casus, Gebeurtenis, Stap, Stapsoort, Wending, stappen
from verwijsindex.demo.melding import MOEDER, maak_melding
from verwijsindex.demo.opvolging import SOORTEN, Antwoord, Opvolgstap, van_regel
from verwijsindex.demo.processen import DemoFout, Processen
from verwijsindex.demo.regie import Regiekamer
from verwijsindex.demo.toneel import Index, Speler
from verwijsindex.demo.uitkomst import STAPELING, VERVALLEN, WAT, Bevonden, Verslag, wanneer
from verwijsindex.domain.tijd import begin_van, dag
from verwijsindex.domain.woorden import Categorie

UUR = {
    Stapsoort.KIJKEN: 8,
    Stapsoort.HANDELEN: 9,
    Stapsoort.MELDEN: 10,
    Stapsoort.HERBEOORDELEN: 11,
    Stapsoort.INTREKKEN: 14,
    Stapsoort.BEEINDIGEN: 17,
    Stapsoort.NAGAAN: 20,
    Stapsoort.NAVRAGEN: 20,
}
VEEGTIJD = 60.0
NIET_GEVONDEN = 404
GEWEIGERD = "categorie-niet-toegelaten"


@dataclass(slots=True)
class Lopend:
    """A signal as its organisation knows it: with what it was told, and whether it ended the involvement.

    `vergankelijk`: without a ground to count on it is destroyed before long, and nobody says so.
    """

    signaal_id: UUID
    grond: UUID | None
    toestemming: UUID | None
    vergankelijk: bool
    beeindigd: bool = False


@dataclass(slots=True)
class Naspel:
    """One replay. `vertel` hears each found line once, `weigering` each refusal that belongs to the case.

    `laat_zien` hears each look of a single party, `volg` each step of the follow-up, `antwoord` what a reporter hears.
    With `wordt_gehoord` parties listen for messages, and time waits until they have them.
    """

    casus: Casus
    index: Index
    processen: Processen
    vertel: Callable[[Bevonden], None]
    weigering: Callable[[str], None]
    laat_zien: Callable[[Blik], None]
    volg: Callable[[Opvolgstap], None]
    antwoord: Callable[[Antwoord], None]
    wordt_gehoord: bool = False
    _lopend: dict[tuple[str, str], Lopend] = field(default_factory=dict)
    _bevestigd: set[UUID] = field(default_factory=set)
    _bevonden: dict[tuple[str, str, str], Bevonden] = field(default_factory=dict)
    _geweigerd: dict[str, str] = field(default_factory=dict)
    _regisseurs: dict[str, None] = field(default_factory=dict)
    _open: dict[str, str] = field(default_factory=dict)
    _gezien: list[Blik] = field(default_factory=list)
    _gevolgd: dict[tuple[str, str, str], list[Opvolgstap]] = field(default_factory=dict)
    _antwoorden: list[Antwoord] = field(default_factory=list)
    _telt: bool = False
    _regiekamer: Regiekamer = field(init=False)

    def __post_init__(self) -> None:
        self._regiekamer = Regiekamer(self.casus, self.index)

    @property
    def _wending(self) -> Wending:
        return self.casus.wending(self.index.scenario)

    def speel(self, stap_gedaan: Callable[[date], None]) -> Verslag:
        """All steps in order. Raises DemoFout when a party hears something that the case does not hold."""
        for stap in stappen(self.casus, self.index.scenario):
            try:
                self._laat_tijd_gaan(begin_van(stap.dag) + timedelta(hours=UUR[stap.soort]))
                self._speel(stap)
                self._kijk_na(stap)
            except (DemoFout, httpx.HTTPError):
                # The cause, if it is a process that just died; what it left unanswered says less.
                time.sleep(0.2)
                self.processen.eis_leven()
                raise
            stap_gedaan(stap.dag)
        bevonden = sorted(self._bevonden.items(), key=lambda paar: datetime.fromisoformat(paar[0][1]))
        gevolgd = sorted(self._gevolgd.items(), key=lambda paar: datetime.fromisoformat(paar[0][1]))
        return Verslag(
            tuple(deel for _, deel in bevonden),
            tuple(self._geweigerd.values()),
            tuple(self._regisseurs),
            tuple(self._gezien),
            tuple(stap for _, stappen_ in gevolgd for stap in stappen_),
            tuple(self._antwoorden),
        )

    def _kijk_na(self, stap: Stap) -> None:
        """After a deed somebody has a match, or a signal came that counts: else there is nothing to read.

        What time alone brings about is read at the looks for which the case has steps of their own.
        """
        telt, self._telt = self._telt, False
        if stap.soort is Stapsoort.KIJKEN or (not stap.kijker and (self._open or telt)):
            self._kijk(overal=stap.soort is Stapsoort.KIJKEN)

    def _laat_tijd_gaan(self, moment: datetime) -> None:
        """Set the clock forward, and let the worker deal with everything that came due on the way.

        Where parties listen, they first get what was said before: a message that travels months is too old to trust.
        """
        if self.wordt_gehoord:
            self.wacht_op_worker()
        self.index.klok.zet(moment)
        self.wacht_op_worker()

    def wacht_op_worker(self) -> None:
        """Until no family waits for time to pass and, where parties listen, no message for its receiver."""
        einde = time.monotonic() + VEEGTIJD
        while self._is_bezig():
            self.processen.eis_leven()
            if time.monotonic() > einde:
                raise DemoFout("De worker verwerkt de verstreken tijd niet binnen een minuut.")
            time.sleep(0.02)

    def _is_bezig(self) -> bool:
        gereed = self.index.http.get(f"{self.index.adres}/v1/gereed").json()
        return bool(gereed.get("teVegen") != 0 or (self.wordt_gehoord and gereed["teBezorgen"]))

    def _speel(self, stap: Stap) -> None:
        try:
            if stap.gebeurtenis:
                self._handel(stap, stap.gebeurtenis)
            elif stap.soort is Stapsoort.INTREKKEN:
                self._trek_in()
            elif stap.handeling:
                self._regiekamer.doe(stap.handeling)
            elif stap.kijker and stap.soort is Stapsoort.NAVRAGEN:
                self._vraag_na(stap.dag, stap.kijker)
            elif stap.kijker:
                self._ga_na(stap.dag, stap.kijker)
        except KoppelingFout as fout:
            wie = self.casus.partijen.get(stap.gebeurtenis.organisatie if stap.gebeurtenis else stap.kijker or "")
            iemand = f"Wie wilde {stap.handeling.doet}," if stap.handeling else "Een organisatie"
            naam = wie.naam if wie else iemand
            raise DemoFout(f"{naam} kreeg {wanneer(stap.dag, self.casus)} een onverwacht antwoord: {fout}") from fout

    def _handel(self, stap: Stap, gebeurtenis: Gebeurtenis) -> None:
        """What one party does about each child."""
        doe = {
            Stapsoort.MELDEN: self._meld,
            Stapsoort.HERBEOORDELEN: self._herbeoordeel,
            Stapsoort.BEEINDIGEN: self._beeindig,
        }[stap.soort]
        speler = self.index.spelers[gebeurtenis.organisatie]
        per_kind = self.index.scenario.per_kind
        if per_kind:
            self._kijk()
        for kind in gebeurtenis.over:
            doe(speler, gebeurtenis, kind, stap.dag)
            if per_kind and stap.soort is Stapsoort.MELDEN and not self._gestapeld(kind):
                self._kijk(kind)

    def _meld(self, speler: Speler, gebeurtenis: Gebeurtenis, kind: str, op: date) -> None:
        stemt_in = self.casus.stemt_in(self.index.scenario, op)
        melding = maak_melding(self.casus, self.index, speler, gebeurtenis, kind, op, toestemming=stemt_in)
        if speler.partij.categorie == Categorie.GEEN:
            self._eis_weigering(speler, melding, op)
            return
        antwoord = speler.koppeling.meld(melding).inhoud
        self._telt = self._telt or antwoord["telt"]
        grond, toestemming = antwoord["veiligheidsgrondId"], antwoord["toestemmingId"]
        onbevestigd = speler.partij.sleutel in self._wending.onbevestigd
        lopend = Lopend(
            melding.signaal_id,
            UUID(grond) if grond and not onbevestigd else None,
            UUID(toestemming) if toestemming else None,
            vergankelijk=antwoord["status"] == "slapend" or onbevestigd,
        )
        self._lopend[speler.partij.sleutel, kind] = lopend
        if lopend.grond and lopend.grond not in self._bevestigd:
            speler.koppeling.bevestig_veiligheid(lopend.grond, speler.tweede)
            self._bevestigd.add(lopend.grond)

    def _eis_weigering(self, speler: Speler, melding: Melding, op: date) -> None:
        """A party outside the convenant must be refused; being let in is a fault of the index."""
        try:
            speler.koppeling.meld(melding)
        except KoppelingFout as fout:
            if fout.code != GEWEIGERD:
                raise
            regel = f"{wanneer(op, self.casus)}: {speler.partij.naam} wordt geweigerd. {fout.melding}"
            if speler.partij.sleutel not in self._geweigerd:
                self._geweigerd[speler.partij.sleutel] = regel
                self.weigering(regel)
            return
        raise DemoFout(f"{speler.partij.naam} mocht melden, maar hoort volgens het convenant te worden geweigerd.")

    def _herbeoordeel(self, speler: Speler, _: Gebeurtenis, kind: str, __: date) -> None:
        lopend = self._lopend.get((speler.partij.sleutel, kind))
        if lopend and lopend.grond and not lopend.beeindigd:
            speler.koppeling.herbeoordeel(lopend.grond, speler.professional)

    def _beeindig(self, speler: Speler, _: Gebeurtenis, kind: str, op: date) -> None:
        sleutel = speler.partij.sleutel
        lopend = self._lopend.get((sleutel, kind))
        if lopend is None or lopend.beeindigd:
            return
        lopend.beeindigd = True
        blijft = sleutel not in self._wending.grond_eindigt if lopend.grond else None
        with _of_vernietigd(lopend):
            speler.koppeling.beeindig(lopend.signaal_id, op, speler.professional, grond_blijft=blijft)

    def _trek_in(self) -> None:
        """T04: the mother withdraws, at every organisation, all consent that stands; of what has ended as well."""
        for (sleutel, _), lopend in self._lopend.items():
            if lopend.toestemming:
                speler = self.index.spelers[sleutel]
                antwoord = speler.koppeling.trek_toestemming_in(lopend.toestemming, MOEDER, speler.professional)
                lopend.toestemming, lopend.vergankelijk = None, antwoord.inhoud["status"] == "slapend"

    def _ga_na(self, op: date, kijker: str) -> None:
        """One party asks what it may see; what happened before that is told first."""
        self._kijk()
        if kijker == REGISSEUR:
            matches = [match for kenmerk in self.index.regisseurs for match in self._matches(kenmerk)]
            blik = van_regisseur(op, matches)
        else:
            speler, eigen = self.index.spelers[kijker], []
            for lopend in (deel for (sleutel, _), deel in self._lopend.items() if sleutel == kijker):
                with _of_vernietigd(lopend):
                    pad = f"/v1/signalen/{lopend.signaal_id}"
                    eigen.append(speler.koppeling.get(pad, speler.professional).inhoud)
            blik = van_melder(op, kijker, eigen)
        self._gezien.append(blik)
        self.laat_zien(blik)

    def _vraag_na(self, op: date, vrager: str) -> None:
        """R08: a party asks what became of its signals; the first one answers for all of the family."""
        self._kijk()
        speler = self.index.spelers[vrager]
        lopend = next(deel for (sleutel, _), deel in self._lopend.items() if sleutel == vrager)
        pad = f"/v1/signalen/{lopend.signaal_id}/terugkoppeling"
        terug = speler.koppeling.get(pad, speler.professional).inhoud
        regisseur = terug["regisseur"]["naam"] if terug["regisseur"] else ""
        antwoord = Antwoord(op, vrager, terug["status"], regisseur)
        self._antwoorden.append(antwoord)
        self.antwoord(antwoord)

    def _kijk(self, kind: str | None = None, *, overal: bool = False) -> None:
        """Read every match as its director, now: the index forgets destroyed signals later.

        A family has one match (M05): as long as somebody has it, the others are asked only when it is time to look
        everywhere. `kind` is the only child that anybody did something about since the last look.
        """
        eerder, self._open = self._open, {}
        overal = overal or self.index.scenario.per_kind or not eerder
        eersten = set(self.index.regisseurs) if overal else set(eerder.values())
        kwijt = [kenmerk for kenmerk in sorted(eersten) if not self._lees(kenmerk, kind)]
        for kenmerk in sorted(self.index.regisseurs.keys() - eersten) if kwijt else ():
            self._lees(kenmerk, kind)
        for match_id in eerder.keys() - self._open.keys():
            self._eis_weg(match_id, eerder[match_id])

    def _lees(self, kenmerk: str, kind: str | None) -> bool:
        """Read the matches of one director; whether he has any."""
        matches = self._matches(kenmerk)
        for match in matches:
            self._open[match["matchId"]] = kenmerk
            self._regisseurs[self.index.regisseurs[kenmerk]] = None
            keer: Counter[tuple[str, str, str]] = Counter()
            for regel in match["tijdlijn"]:
                plaats = (match["matchId"], regel["moment"], regel["soort"])
                if regel["soort"] in WAT and plaats not in self._bevonden:
                    self._bevonden[plaats] = bevonden = _bevonden(regel, kind)
                    self.vertel(bevonden)
                if regel["soort"] in SOORTEN:
                    keer[plaats] += 1
                    self._volg(plaats, keer[plaats], van_regel(regel, self.index.regisseurs[kenmerk]))
        return bool(matches)

    def _volg(self, plaats: tuple[str, str, str], hoeveelste: int, stap: Opvolgstap) -> None:
        """Each step once: of one kind there may be several at a moment, and a later look may show less of it (I02)."""
        bekend = self._gevolgd.setdefault(plaats, [])
        if hoeveelste > len(bekend):
            bekend.append(stap)
            self.volg(stap)

    def _eis_weg(self, match_id: str, kenmerk: str) -> None:
        """A match that is not listed any more is nowhere any more, not for who directed it either (M11, I02)."""
        try:
            self._regiekamer.koppeling.get(f"/v1/matches/{match_id}", kenmerk)
        except KoppelingFout as fout:
            if fout.status == NIET_GEVONDEN:
                moment = self.index.klok.nu()
                bevonden = Bevonden(dag(moment), VERVALLEN, (), None, "Er is geen reden meer voor een match.")
                self._bevonden[match_id, moment.isoformat(), VERVALLEN] = bevonden
                self.vertel(bevonden)
                return
            raise DemoFout(f"De regisseur kan zijn match niet lezen: {fout}") from fout
        raise DemoFout("Een match die niet meer in de lijst van de regisseur staat, is nog te lezen.")

    def _gestapeld(self, kind: str) -> bool:
        return any(deel.kind == kind and deel.reden == STAPELING for deel in self._bevonden.values())

    def _matches(self, kenmerk: str) -> list[dict[str, Any]]:
        try:
            gevonden = self._regiekamer.koppeling.get("/v1/matches?limit=200", kenmerk).inhoud
        except KoppelingFout as fout:
            raise DemoFout(f"De regisseur kan zijn matches niet lezen: {fout}") from fout
        matches: list[dict[str, Any]] = gevonden["matches"]
        return matches


@contextmanager
def _of_vernietigd(lopend: Lopend) -> Iterator[None]:
    """A signal that lost its ground is destroyed after four weeks: it may not be there any more, and no other may."""
    try:
        yield
    except KoppelingFout as fout:
        if not (lopend.vergankelijk and fout.status == NIET_GEVONDEN):
            raise


def _bevonden(regel: dict[str, Any], kind: str | None) -> Bevonden:
    moment = datetime.fromisoformat(regel["moment"])
    return Bevonden(dag(moment), regel["soort"], tuple(regel["organisaties"]), regel["gewicht"], regel["zin"], kind)
