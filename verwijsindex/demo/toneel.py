# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The stage: databases, keys, the pseudonym service, and per scenario an index with its worker and its parties."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from koppelingen.client import Koppeling, Tekensleutel
from migraties import index as indexmigratie
from migraties import pseudoniemendienst as pd_migratie
from verwijsindex import bootstrap
from verwijsindex.demo import zegel
from verwijsindex.demo.casus import Casus, Partij, Scenario
from verwijsindex.demo.klok import Speelklok
from verwijsindex.demo.processen import Kind, Processen, vrije_poort
from verwijsindex.demo.uitkomst import Verslag, lees_verslag, schrijf_verslag
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.organisatie import Functionaris, Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.woorden import Categorie
from verwijsindex.ingebed import IngebeddePostgres
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.protocol.labels import SOORT
from verwijsindex.pseudoniemendienst import sleutels as pd_sleutels
from verwijsindex.pseudoniemendienst.opslag import Account, Opslag
from verwijsindex.settings import Settings
from verwijsindex.use_cases import beheer
from verwijsindex.use_cases.ports import Tools

INDEX_ID = "demo"
GEMEENTE = "0599"
TOEPASSING = "verwijsindex_toepassing"
ZEGEL = "verwijsindex_zegel"
PD_DATABASE = "pseudoniemendienst"
BEHEER = Aanroep(Bron.OPDRACHT, Rol.BEHEER, "demo")
# Everything is in force before the first event of the case.
VAN_KRACHT = date(2012, 1, 1)
BEGIN = datetime(2012, 10, 1, 7, tzinfo=UTC)
# Three people, so that matches are divided by how many families each has.
REGISSEURS = (("M. de Vries", "010-0000011"), ("S. Bouzidi", "010-0000012"), ("J. Pinas", "010-0000013"))
COORDINATOR = "coordinator"
PRIVACY = "privacy"
_KID = "demo-1"


@dataclass(frozen=True, slots=True)
class Speler:
    """A party on the stage: its connection, who reports, and who confirms as second person."""

    partij: Partij
    koppeling: Koppeling
    professional: str
    tweede: str


@dataclass(frozen=True, slots=True)
class Index:
    """A running index of one scenario; `regisseurs` maps a director's mark at his organisation to his name.

    A coordinator is a professional of the same organisation, with the mark COORDINATOR; PRIVACY reads the log.
    """

    scenario: Scenario
    adres: str
    klok: Speelklok
    http: httpx.Client
    spelers: dict[str, Speler]
    regisseurs: dict[str, str]


class Toneel:
    """All that lies in the demo's folder, and the services that run on it."""

    def __init__(self, map: Path, server: IngebeddePostgres, processen: Processen, http: httpx.Client) -> None:
        self.map = map
        self._server = server
        self._processen = processen
        self._http = http
        self._sleutelbestand = map / "sleutels" / "index.json"
        self._pd_sleutels = map / "sleutels" / "pseudoniemendienst.json"
        self._pd_klok = map / "klok.json"
        self._pin = ""
        self._pd_adres = ""
        self._dienst: Kind | None = None
        self._klaar: dict[str, tuple[str, list[Kind]]] = {}

    def richt_in(self) -> None:
        """Keys and the pseudonym service's database. Without the keys nothing that was kept can be used."""
        if not (self._sleutelbestand.exists() and self._pd_sleutels.exists()):
            shutil.rmtree(self.map / "sleutels", ignore_errors=True)
            shutil.rmtree(self.map / "scenario", ignore_errors=True)
            (self.map / "sleutels").mkdir(mode=0o700)
            pd_sleutels.schrijf(self._pd_sleutels, pd_sleutels.nieuw(INDEX_ID, BEGIN))
            bootstrap.maak_sleutels(self._sleutelbestand)
        self._pin = pd_sleutels.lees(self._pd_sleutels).pin
        self._server.maak_database(PD_DATABASE)
        pd_migratie.migreer(self._server.url(PD_DATABASE))

    def start_pseudoniemendienst(self) -> None:
        """The service that all scenarios use; the first index waits until it is ready."""
        poort = vrije_poort()
        self._pd_adres = f"http://127.0.0.1:{poort}"
        omgeving = {
            "PD_MODUS": "ontwikkeling",
            "PD_DATABASE_URL": self._server.url(PD_DATABASE),
            "PD_SLEUTELBESTAND": str(self._pd_sleutels),
            "PD_INDEX_ID": INDEX_ID,
            "PD_BASIS_URL": self._pd_adres,
            "PD_POORT": str(poort),
            "PD_KLOK_BESTAND": str(self._pd_klok),
        }
        delen = ["verwijsindex.pseudoniemendienst", "start"]
        self._dienst = self._processen.start("De pseudoniemendienst", "pseudoniemendienst", delen, omgeving)

    def bewaard(self, scenario: Scenario, casus: Casus) -> Verslag | None:
        """The report of an earlier, completed replay whose database is still whole; else None."""
        try:
            verslag = lees_verslag(self._verslag(scenario).read_text(encoding="utf-8"), casus)
        except FileNotFoundError:
            return None
        if verslag is None or self._server.maak_database(scenario.database):
            return None
        url = self._server.url(scenario.database)
        indexmigratie.migreer(url)
        return verslag if indexmigratie.is_bij(url) else None

    def bewaar(self, scenario: Scenario, verslag: Verslag, casus: Casus) -> None:
        """Keep the report of a completed replay: from now on it is not played again."""
        nieuw = self._verslag(scenario).with_suffix(".nieuw")
        nieuw.write_text(schrijf_verslag(verslag, casus), encoding="utf-8")
        nieuw.replace(self._verslag(scenario))

    def zet_klaar(self, scenario: Scenario) -> None:
        """An empty database and the processes of a scenario, which may start while another one plays."""
        shutil.rmtree(self._map(scenario), ignore_errors=True)
        self._map(scenario).mkdir(parents=True)
        self._server.verwijder_database(scenario.database)
        self._server.maak_database(scenario.database)
        indexmigratie.migreer(self._server.url(scenario.database))
        self._klok(scenario).begin(BEGIN)
        self._klaar[scenario.naam] = self._start(scenario)

    @contextmanager
    def index(self, scenario: Scenario, casus: Casus, *, nieuw: bool) -> Iterator[Index]:
        """The index of a scenario with its worker, ready, until the block ends. A new one gets its parties."""
        klok = self._klok(scenario)
        if nieuw:
            if scenario.naam not in self._klaar:
                self.zet_klaar(scenario)
            klok.leg_vast()
            adres, kinderen = self._klaar.pop(scenario.naam)
        else:
            klok.hervat()
            adres, kinderen = self._start(scenario)
        spelers, regisseurs = self._spelers(scenario, casus, adres, klok) if nieuw else ({}, {})
        self._processen.wacht_op(kinderen[0], f"{adres}/v1/gereed", self._http)
        if self._dienst:
            self._processen.wacht_op(self._dienst, f"{self._pd_adres}/gereed", self._http)
        try:
            yield Index(scenario, adres, klok, self._http, spelers, regisseurs)
        finally:
            self._processen.stop(*kinderen)
            klok.leg_vast()

    def _start(self, scenario: Scenario) -> tuple[str, list[Kind]]:
        """Address of an index that is starting, and its processes."""
        poort = vrije_poort()
        adres = f"http://127.0.0.1:{poort}"
        omgeving = self.omgeving(scenario) | {"VERWIJSINDEX_PUBLIEK_ADRES": adres, "VERWIJSINDEX_POORT": str(poort)}
        return adres, [
            self._processen.start("De index", f"{scenario.naam}-index", ["verwijsindex", "start"], omgeving),
            self._processen.start("De worker", f"{scenario.naam}-worker", ["verwijsindex", "worker"], omgeving),
        ]

    def _klok(self, scenario: Scenario) -> Speelklok:
        return Speelklok(self._map(scenario) / "klok.json", self._pd_klok)

    def schrijf_uit(self, database: str) -> str:
        """The dump of a database."""
        return self._server.schrijf_uit(database)

    def bewijs_logboek(self, scenario: Scenario) -> list[str]:
        """That the log of a scenario is what it was, and that a change would be found. Raises DemoFout."""
        return zegel.bewijs(self._server, scenario.database, self.omgeving(scenario), self.map)

    def omgeving(self, scenario: Scenario) -> dict[str, str]:
        """The environment of a command on the index of a scenario."""
        return {
            "VERWIJSINDEX_MODUS": "ontwikkeling",
            "VERWIJSINDEX_DATABASE_URL": self._server.url(scenario.database, TOEPASSING),
            "VERWIJSINDEX_ZEGEL_DATABASE_URL": self._server.url(scenario.database, ZEGEL),
            "VERWIJSINDEX_SLEUTELBESTAND": str(self._sleutelbestand),
            "VERWIJSINDEX_INDEX_ID": INDEX_ID,
            "VERWIJSINDEX_PUBLIEK_ADRES": "http://127.0.0.1",
            "VERWIJSINDEX_PSEUDONIEMENDIENST_ADRES": self._pd_adres,
            "VERWIJSINDEX_MANIFESTSLEUTEL": self._pin,
            "VERWIJSINDEX_KLOK_BESTAND": str(self._map(scenario) / "klok.json"),
        }

    def _map(self, scenario: Scenario) -> Path:
        return self.map / "scenario" / scenario.naam

    def _verslag(self, scenario: Scenario) -> Path:
        return self._map(scenario) / "verslag.json"

    def _spelers(
        self, scenario: Scenario, casus: Casus, adres: str, klok: Speelklok
    ) -> tuple[dict[str, Speler], dict[str, str]]:
        """What an administrator does before a region starts: convenant, organisations, people, directors, accounts."""
        installatie = bootstrap.maak_installatie(
            Settings.model_validate(
                {n.removeprefix("VERWIJSINDEX_").lower(): w for n, w in self.omgeving(scenario).items()}
            )
        )
        tools = installatie.tools
        accounts = Opslag(self._server.url(PD_DATABASE))
        try:
            with as_file(files("verwijsindex") / "gegevens" / "convenanten" / "regionaal.yaml") as bestand:
                aanvulling = {"gemeente": GEMEENTE, "vanaf": VAN_KRACHT, **scenario.convenant}
                convenant = bootstrap.lees_convenant(bestand, **aanvulling)
            beheer.laad_convenant(tools, BEHEER, convenant)
            spelers: dict[str, Speler] = {}
            regisseurs: dict[str, str] = {}
            for partij in casus.partijen.values():
                sleutel, organisatie = Ed25519PrivateKey.generate(), uuid4()
                jwks = _jwks(sleutel)
                accounts.zet_account(Account(organisatie, partij.naam, json.dumps(jwks), (SOORT,), demo=True))
                spelers[partij.sleutel] = _speler(
                    tools,
                    partij,
                    organisatie,
                    jwks,
                    convenant.kenmerk,
                    Koppeling(
                        organisatie_id=str(organisatie),
                        sleutel=Tekensleutel(sleutel, _KID, "EdDSA"),
                        pd_url=self._pd_adres,
                        pin=self._pin,
                        index_url=adres,
                        index_id=INDEX_ID,
                        klok=klok.nu,
                        http=self._http,
                        groep=beste_groep(),
                    ),
                )
                if partij.regie:
                    regisseurs |= _regisseurs(tools, partij, organisatie)
            return spelers, regisseurs
        finally:
            accounts.sluit()
            tools.database.sluit()


def _jwks(sleutel: Ed25519PrivateKey) -> dict[str, Any]:
    publiek: dict[str, Any] = json.loads(OKPAlgorithm.to_jwk(sleutel.public_key()))
    return {"keys": [publiek | {"kid": _KID}]}


def _speler(
    tools: Tools, partij: Partij, id_: UUID, jwks: dict[str, Any], convenant: str, koppeling: Koppeling
) -> Speler:
    """Register a party with two people: one reports, the other confirms what is done for safety."""
    organisatie = Organisatie(id_, partij.naam, Categorie(partij.categorie), ondertekend=frozenset({convenant}))
    beheer.bewaar_organisatie(tools, BEHEER, organisatie, jwks)
    speler = Speler(partij, koppeling, f"{partij.sleutel}-1", f"{partij.sleutel}-2")
    beheer.wijs_aan(tools, BEHEER, Professional(uuid4(), id_, speler.professional, VAN_KRACHT, mag_doorbreken=True))
    tweede = Professional(uuid4(), id_, speler.tweede, VAN_KRACHT, aandachtsfunctionaris=True)
    beheer.wijs_aan(tools, BEHEER, tweede)
    return speler


def _regisseurs(tools: Tools, partij: Partij, organisatie: UUID) -> dict[str, str]:
    """The directors of a party, the coordinator above them, and who reads the log (R01, R04, I04)."""
    namen = {}
    for nummer, (naam, telefoon) in enumerate(REGISSEURS, 1):
        kenmerk = f"{partij.sleutel}-regie-{nummer}"
        id_ = beheer.wijs_aan(tools, BEHEER, Professional(uuid4(), organisatie, kenmerk, VAN_KRACHT))
        wie = Regisseur(id_, organisatie, Categorie(partij.categorie), GEMEENTE, naam, telefoon)
        beheer.bewaar_regisseur(tools, BEHEER, wie)
        namen[kenmerk] = naam
    boven = beheer.wijs_aan(tools, BEHEER, Professional(uuid4(), organisatie, COORDINATOR, VAN_KRACHT))
    beheer.bewaar_functionaris(tools, BEHEER, Functionaris(boven, Rol.COORDINATOR, GEMEENTE))
    leest = beheer.wijs_aan(tools, BEHEER, Professional(uuid4(), organisatie, PRIVACY, VAN_KRACHT))
    beheer.bewaar_functionaris(tools, BEHEER, Functionaris(leest, Rol.PRIVACY, GEMEENTE))
    return namen
