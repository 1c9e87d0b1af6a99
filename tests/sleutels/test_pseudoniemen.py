# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The pseudonym service changes its key: every N moves by one scalar, and tokens of both versions match."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from typer.testing import CliRunner

from tests.api.hulp import is_probleem, lees_database, logregels
from tests.huis import BEHEER, GROEP, INDEX, KINDEREN, MOEDER, PAAR, VADER, zet_omgeving
from tests.server import draaiend
from tests.sleutels.hulp import Crash, breekt, rond_af, wissel_helemaal, zet_over
from tests.sleutels.test_opdrachten import spellingen
from tests.use_cases.test_gelijktijdig import bsns, schoon, tegelijk, zend
from verwijsindex.__main__ import hoofd
from verwijsindex.app import maak_app
from verwijsindex.bootstrap import systeemklok
from verwijsindex.domain.errors import OngeldigeInvoer, Strijdig
from verwijsindex.domain.sleutels import Sleutelnaam
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.protocol.fouten import OvergangOngeldig
from verwijsindex.protocol.labels import SOORT, invoer, sleutel_info, token_info
from verwijsindex.protocol.manifest import lees_manifest
from verwijsindex.protocol.overgang import Overgang, lees_overgang, maak_overgang
from verwijsindex.protocol.voprf import Sleutelpaar, delta, leid_sleutelpaar_af, verblind
from verwijsindex.protocol.zegel import verzegel
from verwijsindex.pseudoniemendienst import sleutels as pd_sleutels
from verwijsindex.pseudoniemendienst.__main__ import opdrachten as pd
from verwijsindex.pseudoniemendienst.fouten import SleutelVervallen
from verwijsindex.use_cases import sleutels

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

NAAM = Sleutelnaam.PSEUDONIEMEN
MANIFEST = Ed25519PrivateKey.generate()
PIN = MANIFEST.public_key().public_bytes_raw()
PAREN = {1: PAAR} | {v: leid_sleutelpaar_af(GROEP, bytes([v]) * 32, sleutel_info(INDEX, v)) for v in (2, 3)}
BLIND = (1).to_bytes(32, "little")


def element(bsn: str, versie: int) -> bytes:
    """N of a person under a version of the service's key."""
    return GROEP.maal(PAREN[versie].geheim, verblind(GROEP, invoer(bsn), BLIND).element)


def lichaam(
    partij: Partij, kind: str, versie: int, ouders: tuple[str, ...] = (MOEDER,), **anders: Any
) -> dict[str, Any]:
    """A signal whose tokens are of this version."""
    inhoud = partij.lichaam(kind, ouders=ouders, **anders)

    def zegel(bsn: str, rol: str) -> str:
        info = token_info(INDEX, str(partij.id), inhoud["signaalId"], rol, versie)
        return naar_tekst(verzegel(partij.huis.installatie.ingest_publiek, info, element(bsn, versie)))

    tokens = {"kindToken": zegel(kind, "kind"), "ouderTokens": [zegel(ouder, "ouder") for ouder in ouders]}
    return inhoud | tokens | {"sleutelVersie": versie}


def overgang(huis: Huis, van: int = 1, naar: int = 2) -> bytes:
    """What the service hands out."""
    paren = ((van, PAREN[van]), (naar, PAREN[naar]))
    return json.dumps(maak_overgang(GROEP, INDEX, *paren, huis.installatie.ingest_publiek, MANIFEST)).encode()


def zet_klaar(huis: Huis, van: int = 1, naar: int = 2) -> None:
    assert sleutels.zet_overgang_klaar(huis.tools, BEHEER, overgang(huis, van, naar), PIN) == (van, naar)


def test_de_overgang_opent_voor_de_index_alleen_en_brengt_elke_n_over() -> None:
    index = X25519PrivateKey.generate()
    publiek = index.public_key().public_bytes_raw()
    tekst = json.dumps(maak_overgang(GROEP, INDEX, (1, PAREN[1]), (2, PAREN[2]), publiek, MANIFEST))
    gelezen = lees_overgang(GROEP, tekst, PIN, INDEX, index)
    assert gelezen == Overgang(1, 2, delta(GROEP, PAREN[1], PAREN[2]))
    assert GROEP.maal(gelezen.delta, element(KINDEREN[0], 1)) == element(KINDEREN[0], 2)
    assert naar_tekst(gelezen.delta) not in f"{tekst}{gelezen!r}"
    goed = json.loads(tekst)
    slecht: list[tuple[object, bytes, str, X25519PrivateKey]] = [
        (goed, Ed25519PrivateKey.generate().public_key().public_bytes_raw(), INDEX, index),
        (goed, PIN, "vi-ander", index),
        (goed, PIN, INDEX, X25519PrivateKey.generate()),
        *((goed | {naam: waarde}, PIN, INDEX, index) for naam, waarde in (("index", "x"), ("doos", "AA"), ("van", 1))),
        (goed | {"naar": goed["van"]}, PIN, INDEX, index),
        ([], PIN, INDEX, index),
        ("geen json", PIN, INDEX, index),
    ]
    for inhoud, pin, wie, sleutel in slecht:
        with pytest.raises(OvergangOngeldig):
            lees_overgang(GROEP, json.dumps(inhoud), pin, wie, sleutel)


def test_een_scalar_die_niet_bij_de_openbare_sleutels_hoort_wordt_geweigerd(huis: Huis) -> None:
    """Signed by the service itself: it cannot make the index move anybody to a key other than the announced."""
    vals = Sleutelpaar(PAREN[3].geheim, PAREN[2].publiek)
    inhoud = maak_overgang(GROEP, INDEX, (1, PAREN[1]), (2, vals), huis.installatie.ingest_publiek, MANIFEST)
    with pytest.raises(OngeldigeInvoer, match="overgang-ongeldig"):
        sleutels.zet_overgang_klaar(huis.tools, BEHEER, json.dumps(inhoud).encode(), PIN)
    assert logregels(huis)[-1]["code"] == "overgang-ongeldig"


def test_S03_tokens_van_beide_versies_matchen_bij_elke_stap(huis: Huis) -> None:
    partijen = iter([huis.partij(f"Organisatie {n}") for n in range(7)])
    herhaald = next(partijen)
    eerste = lichaam(herhaald, KINDEREN[0], 1)

    def meldt(versie: int) -> Any:
        partij = next(partijen)
        return partij.post("/v1/signalen", lichaam(partij, KINDEREN[0], versie, soort="zorgen"))

    antwoord = herhaald.post("/v1/signalen", eerste)
    assert antwoord.status_code == 201
    is_probleem(meldt(2), 400, "token-ongeldig")
    stappen: list[tuple[Callable[[], object], tuple[int, ...]]] = [
        (lambda: zet_klaar(huis), (1, 2)),
        (lambda: sleutels.wissel(huis.tools, BEHEER, NAAM), (1, 2)),
        (lambda: sum(sleutels.verhuis(huis.tools, BEHEER, NAAM).delen), (1,)),
    ]
    for doe, versies in stappen:
        doe()
        assert huis.client.get("/v1/sleutels").json()["sleutelversies"] == [1, 2]
        for versie in versies:
            assert meldt(versie).json()["match"] is True
        assert herhaald.post("/v1/signalen", eerste).json() == antwoord.json()
        assert len(lees_database(huis, "SELECT FROM persoon")) == 2
    rond_af(huis.tools, NAAM)
    assert huis.client.get("/v1/sleutels").json()["sleutelversies"] == [2]
    is_probleem(herhaald.post("/v1/signalen", eerste), 400, "token-ongeldig")
    # Sealed anew with the version in use it is the same signal (S04).
    opnieuw = lichaam(herhaald, KINDEREN[0], 2, signaalId=eerste["signaalId"])
    assert herhaald.post("/v1/signalen", eerste | opnieuw).json() == antwoord.json()
    assert {r["versie"] for r in lees_database(huis, "SELECT versie FROM persoon")} == {2}
    assert schoon(huis) == []


def test_B03_elke_volgorde_van_wisselingen_houdt_iedereen_vindbaar(huis: Huis) -> None:
    """And back-to-back: the next version starts where the last one ended."""
    een = huis.partij("Een")
    een.post("/v1/signalen", lichaam(een, KINDEREN[0], 1, ouders=(MOEDER, VADER)))
    zet_klaar(huis)
    sleutels.zet_klaar(huis.tools, BEHEER, Sleutelnaam.PEPPER)
    sleutels.wissel(huis.tools, BEHEER, NAAM)
    with pytest.raises(Strijdig, match="andere-wisseling-loopt"):
        sleutels.wissel(huis.tools, BEHEER, Sleutelnaam.PEPPER)
    wissel_helemaal(huis.tools, Sleutelnaam.BEWAAR)
    zet_over(huis.tools, NAAM)
    rond_af(huis.tools, NAAM)
    zet_over(huis.tools, Sleutelnaam.PEPPER)
    with pytest.raises(Strijdig, match="andere-wisseling-loopt"):
        zet_klaar(huis, 2, 3)
    rond_af(huis.tools, Sleutelnaam.PEPPER)
    with pytest.raises(Strijdig, match="andere-sleutelversie"):
        zet_klaar(huis, 1, 3)
    zet_klaar(huis, 2, 3)
    zet_over(huis.tools, NAAM)
    rond_af(huis.tools, NAAM)
    ander = huis.partij("Ander")
    assert ander.post("/v1/signalen", lichaam(ander, KINDEREN[0], 3, soort="zorgen")).json()["match"] is True
    assert len(lees_database(huis, "SELECT FROM persoon")) == 3


def test_B03_een_afgebroken_overgang_gaat_verder_waar_zij_was(huis: Huis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sleutels, "GROOTTE", 2)
    een, ander = huis.partij("Een"), huis.partij("Ander")
    for kind in KINDEREN:
        een.post("/v1/signalen", lichaam(een, kind, 1))
    with pytest.raises(Crash):
        sleutels.zet_overgang_klaar(breekt(huis, "zet_delta_klaar"), BEHEER, overgang(huis), PIN)
    zet_klaar(huis)
    with pytest.raises(Crash):
        sleutels.wissel(breekt(huis, "wissel"), BEHEER, NAAM)
    for versie, kind in ((1, KINDEREN[0]), (2, KINDEREN[1])):
        assert ander.post("/v1/signalen", lichaam(ander, kind, versie, soort="zorgen")).json()["match"] is True
    with pytest.raises(Strijdig, match="oude-sleutel-in-gebruik"):
        sleutels.rond_af(huis.tools, BEHEER, NAAM, meteen=True)
    sleutels.wissel(huis.tools, BEHEER, NAAM)
    next(sleutels.verhuis(huis.tools, BEHEER, NAAM).delen)
    assert zet_over(huis.tools, NAAM) == 3
    huis.klok.verder(hours=23)
    with pytest.raises(Strijdig, match="wisseling-te-vers"):
        sleutels.rond_af(huis.tools, BEHEER, NAAM)
    huis.klok.verder(hours=1)
    with pytest.raises(Crash):
        sleutels.rond_af(breekt(huis, "rond_af"), BEHEER, NAAM)
    assert ander.post("/v1/signalen", lichaam(ander, KINDEREN[2], 1, soort="zorgen")).json()["match"] is True
    rond_af(huis.tools, NAAM)
    assert ander.post("/v1/signalen", lichaam(ander, KINDEREN[3], 2, soort="zorgen")).json()["match"] is True
    assert len(lees_database(huis, "SELECT FROM persoon")) == 5


@pytest.mark.parametrize("ronde", range(2))
def test_B03_een_overgang_onder_belasting_mist_geen_match_en_maakt_niemand_dubbel(
    huis: Huis, monkeypatch: pytest.MonkeyPatch, ronde: int
) -> None:
    monkeypatch.setattr(sleutels, "GROOTTE", 2)
    namen = bsns(10)
    kinderen, ouders = namen[:7], namen[7:]
    partijen = [huis.partij(f"Organisatie {n}") for n in range(8)]
    klaar, mislukt = threading.Event(), []
    zet_klaar(huis)

    def belast(n: int) -> int:
        eigen, keren = random.Random(ronde * 100 + n), 0
        while not (klaar.is_set() and keren >= len(kinderen)):
            kind = kinderen[(keren + n) % len(kinderen)] if keren < len(kinderen) else eigen.choice(kinderen)
            wie, versie = (eigen.choice(ouders),), eigen.choice((1, 2))
            antwoord = zend(adres, partijen[n], lichaam(partijen[n], kind, versie, wie))()
            if antwoord.status_code != 201:
                mislukt.append(antwoord.text)
            keren += 1
        return keren

    def wissel() -> int:
        try:
            zet_over(huis.tools, NAAM)
        finally:
            klaar.set()
        return 0

    with draaiend(maak_app(huis.installatie)) as adres:
        tegelijk([*(lambda n=n: belast(n) for n in range(8)), wissel], 9)  # type: ignore[misc]
    assert mislukt == []
    zet_over(huis.tools, NAAM)
    rond_af(huis.tools, NAAM)
    per_kind = lees_database(huis, "SELECT kind, count(*) AS n FROM signaal GROUP BY kind")
    assert [rij["n"] for rij in per_kind] == [8] * 7
    assert len(lees_database(huis, "SELECT FROM persoon")) <= len(namen)
    assert {r["versie"] for r in lees_database(huis, "SELECT versie FROM persoon")} == {2}
    assert schoon(huis) == []


def test_B03_twee_beheerders_wisselen_samen_de_sleutel_van_de_pseudoniemendienst(
    huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From both command lines: what goes from one party to the other is sealed, and no output holds a secret."""
    pd_map, post = tmp_path / "pd", tmp_path / "overgang.json"
    gezegd = ""
    omgeving = {
        "PD_MODUS": "ontwikkeling",
        "PD_DATABASE_URL": "postgresql+psycopg://niemand@/niets",
        "PD_SLEUTELBESTAND": str(pd_map / "pd.json"),
        "PD_INDEX_ID": INDEX,
        "PD_BASIS_URL": "http://127.0.0.1:8001",
    }

    def dienst(*delen: str, goed: bool = True) -> str:
        nonlocal gezegd
        klaar = CliRunner().invoke(pd, delen, env=omgeving)
        assert (klaar.exit_code == 0) is goed, klaar.output
        gezegd += klaar.output
        return klaar.output.strip()

    def index(*delen: str, goed: bool = True) -> str:
        nonlocal gezegd
        klaar = CliRunner().invoke(hoofd, ["sleutels", *delen])
        assert (klaar.exit_code == 0) is goed, klaar.output
        gezegd += klaar.output
        return " ".join(klaar.output.split())

    zet_omgeving(huis, tmp_path, monkeypatch)
    assert "Pin de sleutel van het manifest vast" in index("pseudoniemen-klaarzetten", str(post), goed=False)
    zet_omgeving(huis, tmp_path, monkeypatch, MANIFESTSLEUTEL=dienst("sleutel-maken"))
    publiek = naar_tekst(huis.installatie.ingest_publiek)
    assert publiek in index("tonen")
    naar_index = ("overgang", "--ingest", publiek, "--uit", str(post))
    assert "Er is geen volgende sleutelversie" in dienst(*naar_index, goed=False)
    assert "Er is geen volgende sleutelversie" in dienst("sleutel-wisselen", goed=False)
    dienst("sleutel-maken", "--volgende")
    assert "geen publieke sleutel" in dienst(*naar_index[:2], "AA", *naar_index[3:], goed=False)
    assert "is niet te lezen" in index("pseudoniemen-klaarzetten", str(post), goed=False)
    dienst(*naar_index)
    dienst_bestand = pd_sleutels.lees(pd_map / "pd.json")
    monkeypatch.setitem(PAREN, 1, _paar(dienst_bestand, 0))
    monkeypatch.setitem(PAREN, 2, _paar(dienst_bestand, 1))
    een, ander = huis.partij("Een"), huis.partij("Ander")
    assert een.post("/v1/signalen", lichaam(een, KINDEREN[0], 1)).status_code == 201

    index("pseudoniemen-wisselen", goed=False)
    assert "Tokens van versie 1 en 2 gaan open." in index("pseudoniemen-klaarzetten", str(post))
    dienst("sleutel-wisselen", "--uitloop", "7")
    manifest = [(v.versie, v.status.value, v.tot) for v in pd_sleutels.lees(pd_map / "pd.json").versies]
    assert manifest[0][:2] == (1, "uitloop")
    assert isinstance(manifest[0][2], datetime)
    assert manifest[1] == (2, "actief", None)
    assert ander.post("/v1/signalen", lichaam(ander, KINDEREN[0], 2, soort="zorgen")).json()["match"] is True
    assert "2 waarden zijn overgezet" in index("pseudoniemen-wisselen")
    assert "Wisseling van pseudoniemen: van 1 naar 2" in index("tonen")
    index("pseudoniemen-afronden", goed=False)
    index("pseudoniemen-afronden", "--nu")
    assert "die opengaan: 2" in index("tonen")

    scalar = delta(GROEP, PAREN[1], PAREN[2])
    geheim = {s for sleutel in (scalar, PAREN[1].geheim, PAREN[2].geheim) for s in spellingen(sleutel)}
    geheim |= {s for v in dienst_bestand.versies for s in spellingen(v.seed)} | spellingen(dienst_bestand.manifest)
    assert "geen versie is vervallen" in dienst("sleutel-opruimen")
    _vervalt(pd_map / "pd.json")
    assert "De sleutel van versie 1 is vernietigd." in dienst("sleutel-opruimen")
    over = pd_sleutels.lees(pd_map / "pd.json")
    assert [(v.versie, v.seed is None) for v in over.versies] == [(1, True), (2, False)]
    kast = pd_sleutels.Sleutelkast(pd_map / "pd.json", INDEX, GROEP)
    nu = systeemklok()
    assert [s.versie for s in lees_manifest(json.dumps(kast.manifest(nu)).encode(), _pin(over), nu).sleutels] == [2]
    with pytest.raises(SleutelVervallen):
        kast.paar(SOORT, 1, nu)
    assert kast.paar(SOORT, 2, nu).geheim == PAREN[2].geheim
    assert "geen versie is vervallen" in dienst("sleutel-opruimen")
    dienst("sleutel-maken", "--volgende")
    assert [v.versie for v in pd_sleutels.lees(pd_map / "pd.json").versies] == [1, 2, 3]

    alles = gezegd + post.read_text() + json.dumps(logregels(huis), default=str)
    assert [s for s in geheim if s in alles] == []
    assert any(r["grond"] for r in logregels(huis) if r["tag"] == "opdracht:sleutel:klaarzetten-pseudoniemen")


def _pin(bestand: pd_sleutels.Sleutelbestand) -> bytes:
    return bestand.manifestsleutel.public_key().public_bytes_raw()


def _vervalt(pad: Path) -> None:
    """The first version ended yesterday."""
    bestand = pd_sleutels.lees(pad)
    gisteren = systeemklok() - timedelta(days=1)
    eerste, *rest = bestand.versies
    pd_sleutels.schrijf(pad, replace(bestand, versies=(replace(eerste, tot=gisteren), *rest)))


def _paar(bestand: pd_sleutels.Sleutelbestand, plaats: int) -> Sleutelpaar:
    versie = bestand.versies[plaats]
    return leid_sleutelpaar_af(GROEP, versie.seed, sleutel_info(INDEX, versie.versie))
