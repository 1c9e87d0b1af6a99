# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The demo: a real case, played on everything that is real, held against what the rules give."""

import errno
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from verwijsindex.demo import nazien, webhooks
from verwijsindex.demo.blik import Blik
from verwijsindex.demo.blik import zin as blik_zin
from verwijsindex.demo.casus import SCENARIOS, Casus, Scenario, lees_casus, stappen
from verwijsindex.demo.naspel import Naspel
from verwijsindex.demo.nazien import OPNIEUW
from verwijsindex.demo.opvolging import Antwoord, Opvolgstap, antwoordregel, ladderregel, regel
from verwijsindex.demo.processen import DemoFout, Kind, Processen
from verwijsindex.demo.scherm import INLEIDING, Scherm, aantal
from verwijsindex.demo.toneel import PD_DATABASE, Index, Toneel
from verwijsindex.demo.uitkomst import (
    Bevonden,
    Verslag,
    aantal_verwacht,
    alle_verschillen,
    tijdlijnregel,
    toetsbaar,
)
from verwijsindex.domain.uitleg import datum, opsomming
from verwijsindex.ingebed import IngebedFout, ingebedde_postgres

DEMOMAP = ".demo"
WERKBAK = "iedereen-meldt"
VOL = "De schijf is vol: maak ruimte bij {map} en start opnieuw."
ONDERBROKEN = 130


def speel(*, eenmalig: bool = False, scenarios: Sequence[str] = ()) -> int:
    """Play the scenarios (all, or those named), check, and leave the inbox open unless `eenmalig`; gives the exit code.

    Data lie in `.demo` under the current folder. 0 only when everything is as computed.
    """
    scherm, map = Scherm(), Path(DEMOMAP).absolute()
    if onbekend := set(scenarios) - {scenario.naam for scenario in SCENARIOS}:
        namen = ", ".join(scenario.naam for scenario in SCENARIOS)
        scherm.fout(f"Onbekend scenario: {', '.join(sorted(onbekend))}. Kies uit: {namen}.")
        return 2
    gekozen = [scenario for scenario in SCENARIOS if not scenarios or scenario.naam in scenarios]
    begonnen = False
    try:
        with (
            ingebedde_postgres(map) as server,
            httpx.Client(timeout=30, trust_env=False) as http,
            Processen(map) as processen,
        ):
            begonnen = True
            toneel = Toneel(map, server, processen, http)
            return Voorstelling(scherm, toneel, processen, http, lees_casus(), gekozen).speel(eenmalig=eenmalig)
    except KeyboardInterrupt:
        scherm.zeg()
        scherm.zeg("De demo is onderbroken en alles is gestopt. Een half gespeeld scenario begint straks opnieuw.")
        return ONDERBROKEN
    except (IngebedFout, DemoFout) as fout:
        scherm.fout(VOL.format(map=map) if "No space left" in str(fout) else str(fout))
    except OSError as fout:
        vol = fout.errno == errno.ENOSPC
        scherm.fout(VOL.format(map=map) if vol else f"De demo kan niet bij {fout.filename or map}: {fout.strerror}.")
    except httpx.HTTPError:
        scherm.fout("Een van de diensten antwoordt niet meer.")
    except Exception:  # noqa: BLE001 (the last catcher: a user gets a sentence, the log gets the rest)
        with suppress(OSError):
            (map / "log" / "demo.log").write_text(traceback.format_exc(), encoding="utf-8")
        scherm.fout("Er ging iets mis dat de demo niet kent.")
    if begonnen:
        scherm.zeg(f"Alles is gestopt. Logboeken: {map / 'log'} en {map / 'postgres.log'}.")
    return 1


class Voorstelling:
    """The whole evening, on a running database."""

    def __init__(
        self,
        scherm: Scherm,
        toneel: Toneel,
        processen: Processen,
        http: httpx.Client,
        casus: Casus,
        scenarios: Sequence[Scenario],
    ) -> None:
        self._scherm = scherm
        self._toneel = toneel
        self._processen = processen
        self._http = http
        self._casus = casus
        self._scenarios = scenarios
        self._ingeleid = False
        self._bewaard: dict[str, Verslag] = {}
        self._controles: dict[str, Kind] = {}

    def speel(self, *, eenmalig: bool) -> int:
        """Play or take up again what was kept, check everything, open the inbox."""
        self._scherm.zeg(INLEIDING)
        self._scherm.zeg()
        self._scherm.zeg(
            "De pseudoniemendienst, de index en zijn worker worden gestart; dat duurt enkele tellen.", "dim"
        )
        self._toneel.richt_in()
        self._toneel.start_pseudoniemendienst()
        for scenario in self._scenarios:
            if bewaard := self._toneel.bewaard(scenario, self._casus):
                self._bewaard[scenario.naam] = bewaard
                self._begin_controle(scenario)
        verslagen = [(scenario, self._een(scenario)) for scenario in self._scenarios]
        klopt = self._nazien(verslagen)
        if klopt and not eenmalig:
            self._werkbak(verslagen)
        return 0 if klopt else 1

    def _een(self, scenario: Scenario) -> Verslag:
        bewaard = self._bewaard.get(scenario.naam)
        if bewaard is None:
            return self._naspelen(scenario)
        if not self._ingeleid:
            with self._toneel.index(scenario, self._casus, nieuw=False) as index:
                self._stelsel(index)
        self._kop(scenario)
        self._scherm.zeg("  Dit scenario is eerder gespeeld; de bewaarde uitkomst wordt opnieuw getoetst.")
        for deel in toetsbaar(scenario, bewaard.bevonden):
            self._scherm.zeg(f"  {tijdlijnregel(deel, self._casus)}")
        for blik in bewaard.gezien:
            self._scherm.zeg(f"    {blik_zin(blik, self._casus)}")
        for weigering in bewaard.geweigerd:
            self._scherm.zeg(f"  {weigering}", "dim")
        for stap in bewaard.stappen if self._wordt_opgevolgd(scenario) else ():
            self._scherm.zeg(f"  {regel(stap)}")
        for antwoord in bewaard.antwoorden:
            self._scherm.zeg(f"    {antwoordregel(antwoord, self._casus)}")
        if not self._oordeel(scenario, bewaard):
            self._scherm.fout(f"  {OPNIEUW}")
        return bewaard

    def _naspelen(self, scenario: Scenario) -> Verslag:
        with self._toneel.index(scenario, self._casus, nieuw=True) as index:
            self._stelsel(index)
            self._kop(scenario)
            self._zet_volgende_klaar(scenario)
            gezien: list[Bevonden] = []

            def vertel(deel: Bevonden) -> None:
                gezien.append(deel)
                if deel in toetsbaar(scenario, gezien):
                    self._scherm.zeg(f"  {tijdlijnregel(deel, self._casus)}")

            def weigering(zin: str) -> None:
                self._scherm.zeg(f"  {zin}", "dim")

            def laat_zien(blik: Blik) -> None:
                self._scherm.zeg(f"    {blik_zin(blik, self._casus)}")

            def volg(stap: Opvolgstap) -> None:
                if self._wordt_opgevolgd(scenario):
                    self._scherm.zeg(f"  {regel(stap)}")

            def antwoord(gehoord: Antwoord) -> None:
                self._scherm.zeg(f"    {antwoordregel(gehoord, self._casus)}")

            balk = self._scherm.balk(len(stappen(self._casus, scenario)))
            with balk as stap_gedaan, self._luisteren(scenario, index) as kijk_na:
                zeg = (vertel, weigering, laat_zien, volg, antwoord)
                naspel = Naspel(self._casus, index, self._processen, *zeg, wordt_gehoord=kijk_na is not None)
                verslag = naspel.speel(stap_gedaan)
                if kijk_na:
                    naspel.wacht_op_worker()
                    self._scherm.zeg(f"  {kijk_na()}")
        self._begin_controle(scenario)
        if self._oordeel(scenario, verslag):
            self._toneel.bewaar(scenario, verslag, self._casus)
        return verslag

    @contextmanager
    def _luisteren(self, scenario: Scenario, index: Index) -> Iterator[Callable[[], str] | None]:
        """Where people act, some parties hear of it on a webhook; gives what checks that they heard everything."""
        if not self._wordt_opgevolgd(scenario):
            yield None
            return
        with webhooks.luisteren(index, self._toneel.map, lambda regel: self._scherm.zeg(f"    {regel}", "dim")) as wie:
            yield lambda: webhooks.eis_ontvangen(wie, self._toneel.schrijf_uit(scenario.database))

    def _wordt_opgevolgd(self, scenario: Scenario) -> bool:
        return scenario.naam in self._casus.opvolging

    def _zet_volgende_klaar(self, scenario: Scenario) -> None:
        """Loading takes seconds; it can be done while this one plays."""
        na = self._scenarios[self._scenarios.index(scenario) + 1 :]
        if volgende := next((later for later in na if later.naam not in self._bewaard), None):
            self._toneel.zet_klaar(volgende)

    def _begin_controle(self, scenario: Scenario) -> None:
        self._controles[scenario.naam] = nazien.begin_controle(self._toneel, self._processen, scenario)

    def _stelsel(self, index: Index) -> None:
        """Once: what this installation protects and what it does not, in its own words."""
        if self._ingeleid:
            return
        self._ingeleid = True
        stelsel = self._http.get(f"{index.adres}/v1/stelsel").json()
        self._scherm.kop("Wat deze installatie beschermt")
        self._scherm.punten(stelsel["beschermt"])
        self._scherm.kop("Wat zij niet beschermt")
        self._scherm.punten(stelsel["beschermtNiet"])

    def _kop(self, scenario: Scenario) -> None:
        self._scherm.kop(f"{self._scenarios.index(scenario) + 1}. {scenario.titel}")
        self._scherm.zeg(f"  {scenario.anders}")

    def _oordeel(self, scenario: Scenario, verslag: Verslag) -> bool:
        """Hold an outcome against the computed tables and say every difference; where nobody acted, who heard that."""
        if not self._wordt_opgevolgd(scenario) and (stil := ladderregel(verslag.stappen)):
            self._scherm.zeg(f"  {stil}")
        afwijkingen = alle_verschillen(self._casus, scenario, verslag)
        for zin in afwijkingen:
            self._scherm.fout(f"  {zin}")
        if afwijkingen:
            self._scherm.fout("  Deze uitkomst is niet wat de regels geven.")
        else:
            rijen = aantal(aantal_verwacht(self._casus, scenario), "gebeurtenis", "gebeurtenissen")
            keer = f", {len(verslag.gezien)} keer gekeken" if verslag.gezien else ""
            if self._wordt_opgevolgd(scenario):
                keer = f", {len(verslag.stappen)} stappen, {len(verslag.antwoorden)} keer nagevraagd"
            self._scherm.zeg(f"  Klopt: gelijk aan de berekende uitkomst ({rijen}{keer}).", "green")
        return not afwijkingen

    def _nazien(self, verslagen: Sequence[tuple[Scenario, Verslag]]) -> bool:
        """Everything that must hold at the end; False when any outcome differed."""
        self._scherm.overzicht(self._casus, verslagen)
        self._scherm.kop("Nagekeken")
        families = sum(
            nazien.eis_controle(self._processen, scenario, self._controles[scenario.naam])
            for scenario in self._scenarios
        )
        self._scherm.zeg(
            f"  `verwijsindex controleer` rekende {aantal(families, 'familie', 'families')} in"
            f" {aantal(len(self._scenarios), 'database', 'databases')} na uit de vastgelegde daden: geen verschil."
        )
        dumps = {database: self._toneel.schrijf_uit(database) for database in self._databases()}
        logs = nazien.logbestanden(self._toneel.map)
        if gevonden := nazien.plaatsen_met_bsn(self._casus.bsns, dumps | logs):
            raise DemoFout(f"Er staat een BSN van de casus in {', '.join(gevonden)}. Dat mag nooit.")
        index_dumps = [dumps[scenario.database] for scenario in self._scenarios]
        berichten = sum(nazien.rijen(dump, "outbox") for dump in index_dumps)
        logregels = sum(nazien.rijen(dump, "logregel") for dump in index_dumps)
        self._scherm.zeg(
            f"  Geen BSN van de casus gevonden in {len(dumps)} databasedumps (met {berichten} berichten in de outbox en"
            f" {logregels} logregels) en {len(logs)} logbestanden."
        )
        for scenario in self._scenarios:
            for eis in (nazien.eis_inzage, nazien.eis_berichten, nazien.eis_gehoord):
                if regel := eis(self._casus, scenario, dumps[scenario.database]):
                    self._scherm.zeg(f"  {scenario.titel}: {regel}")
        for zin in self._toneel.bewijs_logboek(self._scenarios[-1]):
            self._scherm.zeg(f"  {zin}")
        klopt = all(not alle_verschillen(self._casus, scenario, verslag) for scenario, verslag in verslagen)
        if not klopt:
            self._scherm.fout("De demo is niet geslaagd: niet elke uitkomst is zoals berekend.")
        return klopt

    def _databases(self) -> list[str]:
        return [*(scenario.database for scenario in self._scenarios), PD_DATABASE]

    def _werkbak(self, verslagen: Sequence[tuple[Scenario, Verslag]]) -> None:
        """Leave one index open until Ctrl-C, its clock running on from where it was."""
        scenario, verslag = next((paar for paar in verslagen if paar[0].naam == WERKBAK), verslagen[-1])
        with self._toneel.index(scenario, self._casus, nieuw=False) as index:
            self._scherm.kop("De werkbak staat open")
            self._scherm.zeg(f"  {index.adres}/inbox")
            self._scherm.zeg(
                "  Inloggen: kies op die pagina een regisseur. Een wachtwoord is er niet; dat kan alleen in deze demo."
            )
            if verslag.regisseurs:
                self._scherm.zeg(f"  De match van dit gezin ligt bij {opsomming(sorted(verslag.regisseurs))}.")
            self._scherm.zeg(
                f'  U ziet de gegevens van "{scenario.titel}"; de klok loopt door vanaf'
                f" {datum(self._casus.afloop)}. Het contract van de API: {index.adres}/v1/openapi.json"
            )
            self._scherm.zeg(f"  Logboeken: {self._toneel.map / 'log'}")
            self._scherm.zeg(f"  Stoppen: Ctrl-C; de gegevens blijven bewaard. {OPNIEUW}")
            try:
                while True:
                    time.sleep(1)
                    self._eis_antwoord(index)
            except KeyboardInterrupt:
                self._scherm.zeg()
                self._scherm.zeg("De demo stopt.")

    def _eis_antwoord(self, index: Index) -> None:
        """Raises DemoFout when a process ended or the database went away."""
        self._processen.eis_leven()
        if self._http.get(f"{index.adres}/v1/gereed").status_code != 200:
            raise DemoFout(f"De database antwoordt niet meer. Zie {self._toneel.map / 'postgres.log'}.")
