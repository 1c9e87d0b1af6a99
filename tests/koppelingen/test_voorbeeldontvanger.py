# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The example of a receiver against a running index, over real HTTP; and the calls of the client that it rests on."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi.responses import JSONResponse
from jwt.algorithms import OKPAlgorithm

from koppelingen.client import Koppeling, KoppelingFout, Tekensleutel
from koppelingen.voorbeeldontvanger import Voorbeeldontvanger
from tests.api.hulp import bewerk_database, een_match, lees_database
from tests.bezorgen.hulp import bezorg_alles
from tests.huis import INDEX as INDEX_ID
from tests.koppelingen.afzender import BASIS, INDEX, Klok, cloudevent
from tests.pseudoniemendienst.conftest import draaiend
from verwijsindex.adapters.webhooks import Webhooks
from verwijsindex.app import maak_app
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

WORTEL = Path(__file__).resolve().parents[2]


@dataclass
class Index:
    """The real index on a socket, which can be out of order."""

    huis: Huis
    stuk: bool = False
    adres: str = ""

    def app(self, adres: str) -> Any:
        """It knows the address at which it is reached, and signs in that name."""
        self.adres, oud = adres, self.huis.installatie
        teken = oud.tools.kluis.teken_webhook  # type: ignore[attr-defined]
        tools = replace(oud.tools, webhooks=Webhooks(teken, oud.bron, adres, binnen=True))
        self.huis.installatie = replace(oud, publiek_adres=adres, tools=tools)
        echt = maak_app(self.huis.installatie)

        async def of_stuk(scope: Any, receive: Any, send: Any) -> None:
            await (JSONResponse({}, 502) if self.stuk else echt)(scope, receive, send)

        return of_stuk


@pytest.fixture
def index(huis: Huis) -> Iterator[Index]:
    index = Index(huis)
    with draaiend(index.app):
        yield index


@dataclass
class Opstelling:
    """The example on a socket, with what it said."""

    ontvanger: Voorbeeldontvanger
    adres: str
    gezegd: list[str]

    def stuur(self, inhoud: bytes, koppen: dict[str, str] | None = None) -> int:
        nu = self.ontvanger.koppeling.klok()
        return httpx.post(self.adres, content=inhoud, headers=koppen or INDEX.koppen(inhoud, moment=nu)).status_code

    def verwerkt(self) -> list[tuple[str, list[str]]]:
        """Id of each message that was applied, and the own signals it was about."""
        with closing(sqlite3.connect(self.ontvanger.gezien.bestand)) as verbinding:
            rijen = verbinding.execute("SELECT gebeurtenis, signalen FROM verwerkt ORDER BY volgnummer").fetchall()
        return [(gebeurtenis, json.loads(signalen)) for gebeurtenis, signalen in rijen]


@contextmanager
def opgesteld(index: Index, partij: Partij, bestand: Path, *, poort: int = 0) -> Iterator[Opstelling]:
    """The example of an organisation, listening but not subscribed."""
    with httpx.Client() as http:
        koppeling = Koppeling(
            organisatie_id=str(partij.id),
            sleutel=Tekensleutel(partij.sleutel, "k1", "EdDSA"),
            pd_url="http://pd.test",
            pin="",
            index_url=index.adres,
            index_id=INDEX_ID,
            klok=index.huis.klok,
            http=http,
        )
        gezegd: list[str] = []
        ontvanger = Voorbeeldontvanger(koppeling, bestand, gezegd.append)
        with ontvanger.luister(f"127.0.0.1:{poort}") as adres:
            yield Opstelling(ontvanger, f"http://{adres}/berichten", gezegd)


@pytest.fixture
def opstelling(index: Index, tmp_path: Path) -> Iterator[Opstelling]:
    """Of an organisation that knows nobody, trusting the index."""
    with opgesteld(index, index.huis.partij("De Klaver"), tmp_path / "o.sqlite3") as opstelling:
        opstelling.ontvanger.vertrouw([INDEX.whpk])
        yield opstelling


def gebeurtenis(index: Index, kenmerk: UUID | None = None, **anders: Any) -> tuple[str, bytes]:
    """Id and body of a message of this index."""
    id_ = kenmerk or uuid4()
    inhoud = cloudevent(**({"kenmerk": id_, "dataref": f"{index.adres}/v1/gebeurtenissen/{id_}"} | anders))
    return str(id_), json.dumps(inhoud).encode()


def test_N02_het_voorbeeld_abonneert_zichzelf_en_past_elk_bericht_een_keer_toe_ook_na_een_herstart(
    index: Index, tmp_path: Path
) -> None:
    huis = index.huis
    school = huis.partij("De Klaver")
    with opgesteld(index, school, tmp_path / "o.sqlite3") as eerste:
        assert eerste.stuur(gebeurtenis(index)[1]) == 503
        eerste.ontvanger.abonneer(eerste.adres)
        school.meldt()
        huis.partij("CJG", Categorie.JGZ).meldt(soort="zorgen")
        bezorg_alles(huis)
        (bericht,) = school.get("/v1/gebeurtenissen").json()["gebeurtenissen"]
        eigen = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
        assert eerste.verwerkt() == [(bericht["id"], [eigen])]
        poort = int(eerste.adres.split(":")[2].split("/")[0])
    # The index did not hear the answer, and sends it again to who was started anew.
    bewerk_database(huis, "UPDATE bezorging SET toestand = 'open'")
    with opgesteld(index, school, tmp_path / "o.sqlite3", poort=poort) as tweede:
        tweede.ontvanger.abonneer(tweede.adres)
        assert len(school.get("/v1/abonnementen").json()["abonnementen"]) == 1
        bezorg_alles(huis)
        assert tweede.verwerkt() == [(bericht["id"], [eigen])]
    naam = f"nl.verwijsindex.match-geopend {bericht['id']}"
    assert (eerste.gezegd, tweede.gezegd) == ([f"{naam}: verwerkt"], [f"{naam}: herhaald"])
    assert [r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging")] == ["bezorgd"]


def test_N02_een_bericht_waarvan_de_inhoud_niet_te_halen_is_wordt_later_toegepast(
    index: Index, opstelling: Opstelling
) -> None:
    id_, inhoud = gebeurtenis(index)
    index.stuk = True
    assert opstelling.stuur(inhoud) == 503
    assert opstelling.verwerkt() == []
    index.stuk = False
    assert [opstelling.stuur(inhoud) for _ in range(2)] == [204, 200]
    assert opstelling.verwerkt() == [(id_, [])]


def test_N02_acht_verzoeken_tegelijk_passen_een_bericht_een_keer_toe(index: Index, opstelling: Opstelling) -> None:
    id_, inhoud = gebeurtenis(index)
    with ThreadPoolExecutor(8) as draden:
        assert sorted(draden.map(opstelling.stuur, [inhoud] * 8)) == [200] * 7 + [204]
    assert opstelling.verwerkt() == [(id_, [])]


def test_N02_de_token_gaat_nergens_anders_heen_dan_naar_de_eigen_index(index: Index, opstelling: Opstelling) -> None:
    gevraagd: list[httpx.Request] = []

    def vang(verzoek: httpx.Request) -> httpx.Response:
        gevraagd.append(verzoek)
        return httpx.Response(200, json={"access_token": "t", "expires_in": 300})

    with httpx.Client(transport=httpx.MockTransport(vang)) as http:
        opstelling.ontvanger.koppeling.http = http
        for adres in (
            "http://ander.example.nl/v1/gebeurtenissen/1",
            f"{index.adres}0/v1/gebeurtenissen/1",
            f"{index.adres}@ander.example.nl/v1/gebeurtenissen/1",
            f"{index.adres}.ander.example.nl/v1/gebeurtenissen/1",
            f"x{index.adres}/v1/gebeurtenissen/1",
            "/v1/gebeurtenissen/1",
        ):
            _, inhoud = gebeurtenis(index, dataref=adres)
            assert opstelling.stuur(inhoud) == 503
            with pytest.raises(KoppelingFout, match="ander-adres"):
                opstelling.ontvanger.koppeling.volg(adres)
        assert gevraagd == []
        assert opstelling.stuur(gebeurtenis(index)[1]) == 204
        assert {str(v.url).startswith(f"{index.adres}/v1/") for v in gevraagd} == {True}
    assert len(opstelling.verwerkt()) == 1


def test_N02_het_voorbeeld_weigert_wat_het_niet_vertrouwt(index: Index, opstelling: Opstelling) -> None:
    _, inhoud = gebeurtenis(index)
    koppen = INDEX.koppen(inhoud, moment=index.huis.klok())
    assert opstelling.stuur(inhoud + b" ", koppen) == 401
    assert opstelling.stuur(inhoud, koppen | {"webhook-id": "a.b"}) == 400
    assert opstelling.stuur(inhoud, {"a": "b"}) == 400
    assert opstelling.stuur(b" " * (64 * 1024 + 1), koppen) == 413
    assert httpx.post(opstelling.adres, content=iter([inhoud]), headers=koppen).status_code == 411
    assert _aangekondigd(opstelling.adres, 10_000_000) == 413
    assert httpx.options(opstelling.adres, headers={"WebHook-Request-Origin": "example.nl"}).status_code == 403
    assert httpx.get(opstelling.adres).status_code == 501
    assert opstelling.verwerkt() == []
    assert inhoud.decode()[20:40] not in str(opstelling.gezegd)
    assert opstelling.stuur(inhoud, koppen) == 204


@pytest.mark.parametrize("inhoud", [{}, {"sleutels": ["x"]}, {"sleutels": []}, {"sleutels": 3}])
def test_N02_een_abonnement_zonder_bruikbare_sleutels_is_een_fout(opstelling: Opstelling, inhoud: object) -> None:
    def antwoord(verzoek: httpx.Request) -> httpx.Response:
        token = {"access_token": "t", "expires_in": 300}
        return httpx.Response(200, json=token if verzoek.url.path == "/v1/oauth/token" else inhoud)

    with httpx.Client(transport=httpx.MockTransport(antwoord)) as http:
        opstelling.ontvanger.koppeling.http = http
        with pytest.raises(KoppelingFout, match="bruikbare sleutels"):
            opstelling.ontvanger.abonneer(opstelling.adres)


def test_N02_wie_zich_niet_kan_abonneren_hoort_waarom(index: Index, opstelling: Opstelling) -> None:
    with pytest.raises(KoppelingFout, match="ontvanger-onbereikbaar"):
        opstelling.ontvanger.abonneer("http://127.0.0.1:1/berichten")
    index.stuk = True
    with pytest.raises(KoppelingFout, match="onverwacht"):
        opstelling.ontvanger.abonneer(opstelling.adres)


def _aangekondigd(adres: str, lengte: int) -> int:
    """The answer to a body that is announced but never comes."""
    with closing(HTTPConnection(urlsplit(adres).netloc, timeout=5)) as verbinding:
        verbinding.putrequest("POST", "/berichten")
        verbinding.putheader("Content-Length", str(lengte))
        verbinding.endheaders()
        return verbinding.getresponse().status


@pytest.fixture
def instellingen(index: Index, tmp_path: Path) -> Path:
    partij = index.huis.partij("De Klaver")
    jwk = json.loads(OKPAlgorithm.to_jwk(partij.sleutel)) | {"kid": "k1"}
    (tmp_path / "sleutel.json").write_text(json.dumps(jwk))
    inhoud = {
        "organisatieId": str(partij.id),
        "sleutel": "sleutel.json",
        "pdAdres": "http://pd.test",
        "pin": "",
        "indexAdres": index.adres,
        "indexId": INDEX_ID,
        "adres": "127.0.0.1:0",
        "sleutels": [INDEX.whpk],
    }
    (tmp_path / "instellingen.json").write_text(json.dumps(inhoud))
    return tmp_path / "instellingen.json"


def _start(*argumenten: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "koppelingen.voorbeeldontvanger", *argumenten],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=WORTEL,
        env=os.environ | {"PYTHONPATH": str(WORTEL)},
    )


def test_N02_het_voorbeeld_draait_als_programma(index: Index, instellingen: Path) -> None:
    with ExitStack() as einde:
        proces = _start(str(instellingen))
        einde.callback(proces.communicate)
        einde.callback(proces.kill)
        assert proces.stdout
        gelezen = re.fullmatch(r"Luistert op (127\.0\.0\.1:\d+)\.\n", proces.stdout.readline())
        assert gelezen
        adres = f"http://{gelezen.group(1)}/berichten"
        antwoord = httpx.options(adres, headers={"WebHook-Request-Origin": "127.0.0.1"})
        assert antwoord.status_code == 200
        # The program has the system's clock: let the index have the same.
        index.huis.klok.nu = parsedate_to_datetime(antwoord.headers["Date"])
        id_, inhoud = gebeurtenis(index)
        koppen = INDEX.koppen(inhoud, moment=index.huis.klok())
        assert httpx.post(adres, content=inhoud, headers=koppen, timeout=20).status_code == 204
        proces.send_signal(signal.SIGINT)
        uit, fouten = proces.communicate(timeout=20)
        assert (uit, fouten, proces.returncode) == (f"nl.verwijsindex.match-geopend {id_}: verwerkt\n", "", 0)
    assert (instellingen.parent / "ontvangen.sqlite3").exists()


def test_een_programma_zonder_goede_instellingen_zegt_wat_er_is(instellingen: Path) -> None:
    instellingen.write_text("{}")
    for argumenten, zin in (((), "Gebruik:"), ((str(instellingen),), "De instellingen"), (("weg",), "De instellingen")):
        proces = _start(*argumenten)
        _, fouten = proces.communicate(timeout=20)
        assert proces.returncode == 1
        assert fouten.startswith(zin)


def test_N03_wie_niet_kan_ontvangen_vraagt_met_een_cursor_verder(index: Index, tmp_path: Path) -> None:
    school, *_ = een_match(index.huis)
    gebeurtenissen.plaats(index.huis.tools)
    eigen = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    with opgesteld(index, school, tmp_path / "o.sqlite3") as opstelling:
        koppeling = opstelling.ontvanger.koppeling
        eerste = koppeling.gebeurtenissen(wacht=1, limit=1).inhoud
        (bericht,) = eerste["gebeurtenissen"]
        assert koppeling.haal_gebeurtenis(UUID(bericht["id"])).inhoud["signaalIds"] == [eigen]
        assert koppeling.volg(bericht["dataref"]).inhoud["signaalIds"] == [eigen]
        assert koppeling.gebeurtenissen(eerste["cursor"]).inhoud["gebeurtenissen"] == []


def test_N02_N03_de_vragen_om_berichten_gaan_naar_hun_eigen_adres() -> None:
    gevraagd: list[tuple[str, str, Any, float]] = []

    def vang(verzoek: httpx.Request) -> httpx.Response:
        if verzoek.url.path == "/v1/oauth/token":
            return httpx.Response(200, json={"access_token": "t", "expires_in": 300})
        inhoud = json.loads(verzoek.content) if verzoek.content else None
        wachttijd = verzoek.extensions["timeout"]["read"]
        gevraagd.append((verzoek.method, str(verzoek.url).removeprefix(BASIS), inhoud, wachttijd))
        return httpx.Response(204) if verzoek.method == "DELETE" else httpx.Response(200, json={})

    id_, sleutel = UUID(int=1), Tekensleutel(INDEX.sleutel, "k1", "EdDSA")
    with httpx.Client(transport=httpx.MockTransport(vang), timeout=15) as http:
        koppeling = Koppeling("x", sleutel, "http://pd.test", "", BASIS, INDEX_ID, Klok(), http)
        koppeling.gebeurtenissen()
        koppeling.gebeurtenissen("a+b", wacht=30, limit=5)
        koppeling.abonneer("https://school.example.nl/berichten", geheim=True)
        koppeling.abonnementen()
        assert koppeling.beeindig_abonnement(id_).inhoud == {}
        koppeling.hervat_abonnement(id_)
        koppeling.vernieuw_geheim(id_)
        koppeling.proef(id_)
    pad = f"/v1/abonnementen/{id_}"
    assert gevraagd == [
        ("GET", "/v1/gebeurtenissen?wacht=0", None, 15),
        ("GET", "/v1/gebeurtenissen?wacht=30&cursor=a%2Bb&limit=5", None, 45),
        ("POST", "/v1/abonnementen", {"adres": "https://school.example.nl/berichten", "geheim": True}, 15),
        ("GET", "/v1/abonnementen", None, 15),
        ("DELETE", pad, None, 15),
        ("POST", f"{pad}/hervattingen", {}, 15),
        ("POST", f"{pad}/geheimen", {}, 15),
        ("POST", f"{pad}/proeven", {}, 15),
    ]
