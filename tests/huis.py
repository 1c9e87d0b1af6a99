# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A whole index on a real database, and parties that talk to it: what tests of deeds and of the API stand on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.conftest import Proefdatabase
from verwijsindex import bootstrap
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.app import maak_app
from verwijsindex.domain.leeftijd import groep_op
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.organisatie import Functionaris, Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import begin_van, dag, maandbegin, plus_maanden
from verwijsindex.domain.woorden import Categorie, Leeftijdsgroep
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.protocol.bewering import TYPE_BEWERING, maak_bewering
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.protocol.labels import invoer, sleutel_info, token_info
from verwijsindex.protocol.voprf import evalueer, leid_sleutelpaar_af, ontblind, verblind
from verwijsindex.protocol.zegel import verzegel
from verwijsindex.settings import Modus, Settings
from verwijsindex.use_cases import beheer, vegen
from verwijsindex.use_cases.ports import Installatie, Tools

GEMEENTE = "0599"
INDEX = "vi-proef"
ADRES = "http://index.test"
BEHEER = Aanroep(Bron.OPDRACHT, Rol.BEHEER, "proef")
GROEP = beste_groep()
PAAR = leid_sleutelpaar_af(GROEP, bytes(range(32)), sleutel_info(INDEX, 1))
KINDEREN = ("999990019", "999990020", "999990032", "999990044")
MOEDER, VADER = "999990056", "999990068"


def toestemming(
    gegeven_op: str, tot: str | None = None, groep: str = Leeftijdsgroep.ONDER_12, **anders: Any
) -> dict[str, Any]:
    """A body: whoever must, says yes to everything; one parent has authority."""
    wie = {Leeftijdsgroep.ONDER_12: ["ouder-met-gezag"], Leeftijdsgroep.VANAF_16: ["jeugdige"]}
    basis: dict[str, Any] = {
        "gegevenOp": gegeven_op,
        "stemmen": [{"wie": w, "akkoord": True} for w in wie.get(groep, ["jeugdige", "ouder-met-gezag"])],
        "gezaghebbenden": 1,
        "leeftijdsgroep": groep,
        "voor": ["registreren", "contactgegevens", "inhoud"],
        "wijze": "mondeling",
    }
    return basis | ({"tot": tot} if tot else {}) | anders


def veiligheidsgrond(grond: str = "huiselijk-geweld", **anders: Any) -> dict[str, Any]:
    """A body: an override with every fact that is asked."""
    basis: dict[str, Any] = {
        "grond": grond,
        "feitenEnDuiding": True,
        "geenToestemming": "vragen-geeft-gevaar",
        "noodzaak": "kind-nu-niet-veilig",
        "evenredigheid": "geen-lichter-middel",
        "geraadpleegd": "collega",
        "geraadpleegdOp": "2010-01-04",
        "informering": {"kind": True, "ouders": True},
        "dossier": "D-1",
        "meldingVeiligThuis": {"gedaan": False},
    }
    return basis | anders


@dataclass
class Stelklok:
    """A clock that stands still until it is set."""

    nu: datetime = field(default_factory=lambda: datetime(2014, 6, 2, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.nu

    def zet(self, op: date | str, uur: int = 10) -> None:
        """To an hour of an Amsterdam day."""
        self.nu = begin_van(date.fromisoformat(op) if isinstance(op, str) else op) + timedelta(hours=uur)

    def verder(self, **duur: float) -> None:
        """On by a duration."""
        self.nu += timedelta(**duur)


def pseudoniem(bsn: str) -> bytes:
    """N of a person, as the pseudonym service and a client make it together."""
    blind = verblind(GROEP, invoer(bsn))
    return ontblind(GROEP, blind.blind, evalueer(GROEP, PAAR, [blind.element]).elementen[0])


@dataclass
class Partij:
    """An organisation with a key, a professional, a second person, and a way to talk to the index."""

    huis: Huis
    organisatie: Organisatie
    sleutel: Ed25519PrivateKey
    professional: UUID
    tweede: UUID
    _tokens: dict[str | None, tuple[datetime, str]] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.organisatie.id

    def aanroep(self, wie: str | None = "pro") -> Aanroep:
        """A call by this organisation, for tests of deeds."""
        persoon = {"pro": self.professional, "tweede": self.tweede, None: None}[wie]
        return Aanroep(Bron.API, Rol.MELDER, "melden", organisatie=self.id, professional=persoon)

    def bewering(self, wie: str | None = "pro", **anders: Any) -> str:
        """A client assertion, valid unless told otherwise."""
        nu = anders.pop("nu", self.huis.klok())
        aud = anders.pop("aud", f"{ADRES}/v1/oauth/token")
        return maak_bewering(anders.pop("sleutel", self.sleutel), "EdDSA", "k1", str(self.id), aud, nu, wie)

    def vraag_token(self, bewering: str) -> Any:
        """The answer of the token endpoint."""
        velden = {"grant_type": "client_credentials", "client_assertion_type": TYPE_BEWERING}
        return self.huis.client.post("/v1/oauth/token", data=velden | {"client_assertion": bewering})

    def token(self, wie: str | None = "pro") -> str:
        """An access token, fetched anew when the clock moved on."""
        bekend = self._tokens.get(wie)
        if bekend is None or not timedelta() <= self.huis.klok() - bekend[0] < timedelta(minutes=9):
            antwoord = self.vraag_token(self.bewering(wie))
            assert antwoord.status_code == 200, antwoord.text
            self._tokens[wie] = bekend = (self.huis.klok(), antwoord.json()["access_token"])
        return bekend[1]

    def kop(self, wie: str | None = "pro") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(wie)}"}

    def lichaam(
        self, kind: str = KINDEREN[0], *, ouders: tuple[str, ...] = (MOEDER,), soort: str = "betrokken", **anders: Any
    ) -> dict[str, Any]:
        """A correct body of a signal with consent; give `veiligheidsgrond`, or `toestemming=None`, to differ."""
        vandaag = dag(self.huis.klok())
        uiterlijk = plus_maanden(vandaag, 24).isoformat()
        signaal_id = str(anders.pop("signaalId", uuid4()))
        inhoud: dict[str, Any] = {
            "signaalId": signaal_id,
            "kindToken": self.zegel(kind, signaal_id, "kind"),
            "ouderTokens": [self.zegel(ouder, signaal_id, "ouder") for ouder in ouders],
            "sleutelVersie": 1,
            "geboortemaand": "2010-03",
            "uiterlijkTot": uiterlijk,
            "gemeentecode": GEMEENTE,
            "soort": soort,
            "leefgebieden": ["gezin"],
            "vanaf": vandaag.isoformat(),
            "contactpunt": {"functie": "intern begeleider", "telefoon": "010-2345678"},
            "onthulling": "terugbellen",
            "bevestiging": {
                "professional": "pro",
                "moment": self.huis.klok().isoformat(),
                "redelijkVermoeden": True,
            },
            "informering": {"kind": True, "ouders": True},
        }
        if "veiligheidsgrond" not in anders:
            geboren = maandbegin(anders.get("geboortemaand", "2010-03"))
            inhoud["toestemming"] = toestemming(vandaag.isoformat(), uiterlijk, groep=groep_op(geboren, vandaag))
        return inhoud | anders

    def zegel(self, bsn: str, signaal_id: str, rol: str, *, organisatie: UUID | None = None, versie: int = 1) -> str:
        """A sealed token."""
        info = token_info(INDEX, str(organisatie or self.id), signaal_id, rol, versie)
        return naar_tekst(verzegel(self.huis.installatie.ingest_publiek, info, pseudoniem(bsn)))

    def meldt(self, *args: Any, **anders: Any) -> Any:
        """Register; the answer."""
        return self.post("/v1/signalen", self.lichaam(*args, **anders))

    def post(self, pad: str, inhoud: Any = None, wie: str | None = "pro") -> Any:
        return self.huis.client.post(pad, json=inhoud, headers=self.kop(wie))

    def get(self, pad: str, wie: str | None = "pro") -> Any:
        return self.huis.client.get(pad, headers=self.kop(wie))


@dataclass
class Huis:
    """One index with its clock and a client over ASGI."""

    installatie: Installatie
    klok: Stelklok
    client: TestClient
    database: Proefdatabase
    convenant: str = "regionaal"

    @property
    def tools(self) -> Tools:
        return self.installatie.tools

    def partij(
        self, naam: str, categorie: Categorie = Categorie.ONDERWIJS, *, ondertekent: bool = True, **velden: Any
    ) -> Partij:
        """A new organisation that signed the convenant, with a professional `pro` and a second person `tweede`."""
        sleutel = Ed25519PrivateKey.generate()
        publiek = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(sleutel.public_key()))
        getekend = frozenset({f"{GEMEENTE}/{self.convenant}/1"}) if ondertekent else frozenset()
        organisatie = Organisatie(uuid4(), naam, categorie, ondertekend=getekend, **velden)
        beheer.bewaar_organisatie(self.tools, BEHEER, organisatie, {"keys": [publiek | {"kid": "k1"}]})
        pro, tweede = (
            beheer.wijs_aan(
                self.tools,
                BEHEER,
                Professional(uuid4(), organisatie.id, kenmerk, date(2010, 1, 1), None, kenmerk == "tweede", True),
            )
            for kenmerk in ("pro", "tweede")
        )
        return Partij(self, organisatie, sleutel, pro, tweede)

    def regisseur(self, partij: Partij, naam: str = "R. Regisseur", **velden: Any) -> Regisseur:
        """Make the professional of a party a director."""
        regisseur = Regisseur(
            partij.professional, partij.id, partij.organisatie.categorie, GEMEENTE, naam, "010-1234567", **velden
        )
        beheer.bewaar_regisseur(self.tools, BEHEER, regisseur)
        return regisseur

    def functionaris(self, partij: Partij, rol: Rol, gemeente: str = GEMEENTE, *, actief: bool = True) -> Functionaris:
        """Give the professional of a party (of `Categorie.GEEN`, say) a function; `partij.kop()` is his token."""
        functionaris = Functionaris(partij.professional, rol, gemeente, actief)
        beheer.bewaar_functionaris(self.tools, BEHEER, functionaris)
        return functionaris

    def als_regisseur(self, partij: Partij) -> Aanroep:
        """A call by the director of a party."""
        wie = partij.professional
        return Aanroep(Bron.API, Rol.REGISSEUR, "regie", organisatie=partij.id, professional=wie, regisseur=wie)

    def veeg(self) -> None:
        """Let the worker work until nothing is due."""
        while list(vegen.veeg(self.tools)):
            pass


@contextmanager
def een_huis(database: Proefdatabase, map_: Path, *, convenant: str = "regionaal", **anders: Any) -> Iterator[Huis]:
    """An index in development on `database`, with one convenant in force since 2010."""
    sleutelbestand = map_ / "index.json"
    if not sleutelbestand.exists():
        bootstrap.maak_sleutels(sleutelbestand)
    settings = Settings(
        modus=Modus.ONTWIKKELING,
        database_url=SecretStr(database.toepassing),
        zegel_database_url=SecretStr(database.zegel),
        sleutelbestand=sleutelbestand,
        index_id=INDEX,
        publiek_adres=ADRES,
        pseudoniemendienst_adres="http://pd.test",
        **anders,
    )
    klok = Stelklok()
    installatie = bootstrap.maak_installatie(settings, klok)
    try:
        beheer.laad_convenant(installatie.tools, BEHEER, meegeleverd(convenant, GEMEENTE, date(2010, 1, 1)))
        with TestClient(maak_app(installatie), base_url=ADRES, raise_server_exceptions=False) as client:
            yield Huis(installatie, klok, client, database, convenant)
    finally:
        installatie.tools.database.sluit()
        if installatie.tools.zegelbank:
            installatie.tools.zegelbank.sluit()


def zet_omgeving(huis: Huis, map_: Path, monkeypatch: pytest.MonkeyPatch, **anders: str) -> None:
    """Let a command of this process work on this house, as an administrator in development would."""
    velden = {
        "MODUS": "ontwikkeling",
        "DATABASE_URL": huis.database.toepassing,
        "SLEUTELBESTAND": str(map_ / "index.json"),
        "INDEX_ID": INDEX,
        "PUBLIEK_ADRES": ADRES,
        "PSEUDONIEMENDIENST_ADRES": "http://pd.test",
    }
    for naam, waarde in (velden | anders).items():
        monkeypatch.setenv(f"VERWIJSINDEX_{naam}", waarde)
