# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The replay of one scenario: every deed over HTTP by the party that did it, every look by a director."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from koppelingen.client import Antwoord, KoppelingFout
from koppelingen.meldingen import Melding
from verwijsindex.demo.casus import Casus, Gebeurtenis, Stap, Stapsoort, stappen
from verwijsindex.demo.melding import maak_melding
from verwijsindex.demo.processen import DemoFout, Processen
from verwijsindex.demo.toneel import Index, Speler
from verwijsindex.demo.uitkomst import STAPELING, WAT, Bevonden, Verslag, wanneer
from verwijsindex.domain.tijd import begin_van, dag
from verwijsindex.domain.woorden import Categorie

UUR = {Stapsoort.KIJKEN: 8, Stapsoort.MELDEN: 10, Stapsoort.HERBEOORDELEN: 11, Stapsoort.BEEINDIGEN: 17}
VEEGTIJD = 60.0
GEWEIGERD = "categorie-niet-toegelaten"


@dataclass(slots=True)
class Lopend:
    """A signal that its organisation believes to be open; `slaapt` as it was told."""

    signaal_id: UUID
    grond: UUID | None
    slaapt: bool


@dataclass(slots=True)
class Naspel:
    """One replay. `vertel` hears each found line once, `weigering` each refusal that belongs to the case."""

    casus: Casus
    index: Index
    processen: Processen
    vertel: Callable[[Bevonden], None]
    weigering: Callable[[str], None]
    _lopend: dict[tuple[str, str], Lopend] = field(default_factory=dict)
    _bevestigd: set[UUID] = field(default_factory=set)
    _bevonden: dict[tuple[str, str, str], Bevonden] = field(default_factory=dict)
    _geweigerd: dict[str, str] = field(default_factory=dict)
    _regisseurs: dict[str, None] = field(default_factory=dict)

    def speel(self, stap_gedaan: Callable[[date], None]) -> Verslag:
        """All steps in order. Raises DemoFout when a party hears something that the case does not hold."""
        for stap in stappen(self.casus, self.index.scenario):
            try:
                self._laat_tijd_gaan(begin_van(stap.dag) + timedelta(hours=UUR[stap.soort]))
                self._speel(stap)
                self._kijk()
            except (DemoFout, httpx.HTTPError):
                # The cause, if it is a process that just died; what it left unanswered says less.
                time.sleep(0.2)
                self.processen.eis_leven()
                raise
            stap_gedaan(stap.dag)
        bevonden = sorted(self._bevonden.items(), key=lambda paar: datetime.fromisoformat(paar[0][1]))
        return Verslag(tuple(deel for _, deel in bevonden), tuple(self._geweigerd.values()), tuple(self._regisseurs))

    def _laat_tijd_gaan(self, moment: datetime) -> None:
        """Set the clock forward, and let the worker deal with everything that came due on the way."""
        self.index.klok.zet(moment)
        einde = time.monotonic() + VEEGTIJD
        while self.index.http.get(f"{self.index.adres}/v1/gereed").json().get("teVegen") != 0:
            self.processen.eis_leven()
            if time.monotonic() > einde:
                raise DemoFout("De worker verwerkt de verstreken tijd niet binnen een minuut.")
            time.sleep(0.02)

    def _speel(self, stap: Stap) -> None:
        if stap.gebeurtenis is None:
            return
        doe = {
            Stapsoort.MELDEN: self._meld,
            Stapsoort.HERBEOORDELEN: self._herbeoordeel,
            Stapsoort.BEEINDIGEN: self._beeindig,
        }[stap.soort]
        speler = self.index.spelers[stap.gebeurtenis.organisatie]
        per_kind = self.index.scenario.per_kind
        if per_kind:
            self._kijk()
        for kind in stap.gebeurtenis.over:
            try:
                doe(speler, stap.gebeurtenis, kind, stap.dag)
            except KoppelingFout as fout:
                raise DemoFout(
                    f"{speler.partij.naam} kreeg {wanneer(stap.dag, self.casus)} een onverwacht antwoord: {fout}"
                ) from fout
            if per_kind and stap.soort is Stapsoort.MELDEN and not self._gestapeld(kind):
                self._kijk(kind)

    def _meld(self, speler: Speler, gebeurtenis: Gebeurtenis, kind: str, op: date) -> None:
        melding = maak_melding(
            self.casus, self.index, speler, gebeurtenis, kind, op, toestemming=self.index.scenario.toestemming
        )
        if speler.partij.categorie == Categorie.GEEN:
            self._eis_weigering(speler, melding, op)
            return
        antwoord = speler.koppeling.meld(melding).inhoud
        grond = antwoord["veiligheidsgrondId"]
        lopend = Lopend(melding.signaal_id, UUID(grond) if grond else None, antwoord["status"] == "slapend")
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
        if lopend and lopend.grond:
            speler.koppeling.herbeoordeel(lopend.grond, speler.professional)

    def _beeindig(self, speler: Speler, _: Gebeurtenis, kind: str, op: date) -> None:
        lopend = self._lopend.pop((speler.partij.sleutel, kind), None)
        if lopend is None:
            return
        blijft = True if lopend.grond else None
        try:
            speler.koppeling.beeindig(lopend.signaal_id, op, speler.professional, grond_blijft=blijft)
        except KoppelingFout as fout:
            # A signal that sleeps is destroyed after four weeks: nobody can end it any more.
            if not (lopend.slaapt and fout.status == 404):
                raise

    def _kijk(self, kind: str | None = None) -> None:
        """Read every match as its director, now: the index forgets destroyed signals later.

        `kind` is the only child that anybody did something about since the last look.
        """
        for kenmerk, naam in self.index.regisseurs.items():
            for match in self._matches(kenmerk).inhoud["matches"]:
                self._regisseurs[naam] = None
                for regel in match["tijdlijn"]:
                    plaats = (match["matchId"], regel["moment"], regel["soort"])
                    if regel["soort"] in WAT and plaats not in self._bevonden:
                        self._bevonden[plaats] = bevonden = _bevonden(regel, kind)
                        self.vertel(bevonden)

    def _gestapeld(self, kind: str) -> bool:
        return any(deel.kind == kind and deel.reden == STAPELING for deel in self._bevonden.values())

    def _matches(self, kenmerk: str) -> Antwoord:
        koppeling = next(speler.koppeling for speler in self.index.spelers.values() if speler.partij.regie)
        try:
            return koppeling.get("/v1/matches?limit=200", kenmerk)
        except KoppelingFout as fout:
            raise DemoFout(f"De regisseur kan zijn matches niet lezen: {fout}") from fout


def _bevonden(regel: dict[str, Any], kind: str | None) -> Bevonden:
    moment = datetime.fromisoformat(regel["moment"])
    return Bevonden(dag(moment), regel["soort"], tuple(regel["organisaties"]), regel["gewicht"], regel["zin"], kind)
