# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import itertools
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jwt.algorithms import OKPAlgorithm
from pydantic import SecretStr

from koppelingen.client import Koppeling, Tekensleutel
from migraties.pseudoniemendienst import migreer
from tests.pseudoniemendienst.buitenwereld import INDEX, Buitenwereld
from verwijsindex.protocol import b64, labels
from verwijsindex.protocol.bewering import TYPE_BEWERING, maak_bewering
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.protocol.voprf import verblind
from verwijsindex.pseudoniemendienst import sleutels
from verwijsindex.pseudoniemendienst.app import maak_app
from verwijsindex.pseudoniemendienst.instellingen import Instellingen, Modus
from verwijsindex.pseudoniemendienst.opslag import Account, Opslag

BASIS = "http://pd.example.nl"
NU = datetime(2026, 11, 22, 10, tzinfo=UTC)
_nummers = itertools.count(1)


@dataclass
class Klokje:
    nu: datetime = NU

    def __call__(self) -> datetime:
        return self.nu


@dataclass
class Organisatie:
    id: UUID = field(default_factory=uuid4)
    sleutel: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def jwks(self) -> str:
        return json.dumps({"keys": [json.loads(OKPAlgorithm.to_jwk(self.sleutel.public_key())) | {"kid": "k1"}]})

    def bewering(self, nu: datetime = NU, aud: str = f"{BASIS}/v1/oauth/token") -> str:
        return maak_bewering(self.sleutel, "EdDSA", "k1", str(self.id), aud, nu)


@dataclass
class Proef:
    """A service on a real database, one account, and what a client does by hand."""

    instellingen: Instellingen
    klok: Klokje
    opslag: Opslag
    organisatie: Organisatie
    http: TestClient

    def account(self, organisatie: Organisatie | None = None, **velden: Any) -> Organisatie:
        organisatie = organisatie or Organisatie()
        standaard = {"naam": "Proef", "jwks": organisatie.jwks, "soorten": (labels.SOORT,)}
        self.opslag.zet_account(Account(id=organisatie.id, **standaard | velden))
        return organisatie

    def aanmelding(self, bewering: str) -> Any:
        velden = {"grant_type": "client_credentials", "client_assertion_type": TYPE_BEWERING}
        return self.http.post("/v1/oauth/token", data=velden | {"client_assertion": bewering})

    def token(self, organisatie: Organisatie | None = None) -> str:
        antwoord = self.aanmelding((organisatie or self.organisatie).bewering(self.klok()))
        assert antwoord.status_code == 200, antwoord.text
        return str(antwoord.json()["access_token"])

    def evalueer(self, *elementen: str, token: str | None = None, **anders: Any) -> Any:
        inhoud = {"soort": "persoon", "versie": 1, "geblindeerd": list(elementen)} | anders
        koppen = {"Authorization": f"Bearer {token or self.token()}"}
        return self.http.post("/v1/evaluaties", json=inhoud, headers=koppen)


def element(tekst: str = "999990019") -> str:
    return b64.naar_tekst(verblind(beste_groep(), labels.invoer(tekst)).element)


@contextmanager
def draaiend(maak: Callable[[str], FastAPI]) -> Iterator[str]:
    """The address of a real server on a free port of this machine, with the app that `maak` builds for it."""
    with socket.socket() as luisteraar:
        luisteraar.bind(("127.0.0.1", 0))
        adres = f"http://127.0.0.1:{luisteraar.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(maak(adres), access_log=False, log_level="warning"))
        draad = threading.Thread(target=server.run, args=([luisteraar],))
        draad.start()
        try:
            while not server.started and draad.is_alive():
                time.sleep(0.01)
            yield adres
        finally:
            server.should_exit = True
            draad.join()


@pytest.fixture(scope="session")
def pd_sjabloon(cluster: Any) -> Iterator[str]:
    naam = f"pd_sjabloon_{os.getpid()}"
    cluster.maak(naam)
    try:
        migreer(cluster.url(naam))
        yield naam
    finally:
        cluster.verwijder(naam)


@pytest.fixture
def pd_url(cluster: Any, pd_sjabloon: str) -> Iterator[str]:
    naam = f"pd_test_{os.getpid()}_{next(_nummers)}"
    cluster.maak(naam, pd_sjabloon)
    try:
        yield cluster.url(naam)
    finally:
        cluster.verwijder(naam)


@pytest.fixture
def instellingen(pd_url: str, tmp_path: Path) -> Instellingen:
    pad = tmp_path / "sleutels.json"
    sleutels.schrijf(pad, sleutels.nieuw("vi-proef", NU))
    return Instellingen(
        modus=Modus.ONTWIKKELING,
        database_url=SecretStr(pd_url),
        sleutelbestand=pad,
        index_id="vi-proef",
        basis_url=BASIS,
        quotum_per_dag=20,
        quotum_inwerken=50,
    )


@pytest.fixture
def proef(instellingen: Instellingen) -> Iterator[Proef]:
    klok, organisatie = Klokje(), Organisatie()
    opslag = Opslag(instellingen.database_url.get_secret_value())
    with TestClient(maak_app(instellingen, klok), raise_server_exceptions=False) as http:
        proef = Proef(instellingen, klok, opslag, organisatie, http)
        proef.account(organisatie)
        yield proef
    opslag.sluit()


@pytest.fixture
def wereld() -> Buitenwereld:
    return Buitenwereld()


@pytest.fixture
def koppeling(proef: Any, wereld: Buitenwereld) -> Iterator[Koppeling]:
    def maak(adres: str) -> Any:
        return maak_app(proef.instellingen.model_copy(update={"basis_url": adres}), proef.klok)

    with draaiend(maak) as pd_url, httpx.HTTPTransport() as echt:
        wereld.echt = echt
        doel = {INDEX: httpx.MockTransport(wereld.als_index), pd_url: httpx.MockTransport(wereld.als_pd)}
        with httpx.Client(mounts=doel) as http:
            yield Koppeling(
                organisatie_id=str(proef.organisatie.id),
                sleutel=Tekensleutel(proef.organisatie.sleutel, "k1", "EdDSA"),
                pd_url=pd_url,
                pin=sleutels.lees(proef.instellingen.sleutelbestand).pin,
                index_url=INDEX,
                index_id="vi-proef",
                klok=proef.klok,
                http=http,
            )
