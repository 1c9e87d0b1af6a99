# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Keys change while the index runs: persons keep matching, everything opens, and a crash costs nothing."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from tests.api.hulp import bewerk_database, is_probleem, lees_database, logregels
from tests.huis import ADRES, BEHEER, INDEX, KINDEREN, MOEDER, VADER
from tests.server import draaiend
from tests.sleutels.hulp import (
    GEWISSELD,
    Crash,
    bestand,
    breekt,
    elementen,
    gevonden_als,
    rond_af,
    wissel_helemaal,
    zet_over,
)
from tests.use_cases.test_gelijktijdig import bsns, schoon, tegelijk, zend
from verwijsindex.adapters.kluis import Kluis
from verwijsindex.app import maak_app
from verwijsindex.domain.errors import Strijdig
from verwijsindex.domain.sleutels import Sleutelnaam
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.use_cases import sleutels

if TYPE_CHECKING:
    from tests.huis import Huis

ENVELOP = {"kid": "k1", "ct": naar_tekst(b"\7" * 560)}
DATA = (Sleutelnaam.BEWAAR, Sleutelnaam.PEPPER)


def vul(huis: Huis, aantal: int = 3) -> list[dict[str, Any]]:
    """A party with signals about so many children of one mother, with envelopes; the bodies it sent."""
    school = huis.partij("De Klaver")
    lichamen = [school.lichaam(kind, onthulling="envelop", envelop=ENVELOP) for kind in bsns(aantal)]
    for lichaam in lichamen:
        assert school.post("/v1/signalen", lichaam).status_code == 201
    return lichamen


def enveloppen(huis: Huis) -> list[bytes]:
    """Every envelope, opened."""
    kluis = huis.tools.kluis
    assert isinstance(kluis, Kluis)
    rijen = lees_database(huis, "SELECT signaal, versleuteld, plaats FROM envelop")
    return [kluis.haal_eigen(bytes(rij["versleuteld"]), rij["plaats"], rij["signaal"]) for rij in rijen]


@pytest.mark.parametrize("naam", DATA)
def test_B03_na_een_wisseling_matcht_een_kind_als_altijd_en_gaat_elke_waarde_open(
    huis: Huis, tmp_path: Path, naam: Sleutelnaam
) -> None:
    vul(huis)
    oud = bestand(tmp_path)
    wissel_helemaal(huis.tools, naam)
    nieuw = bestand(tmp_path)
    assert nieuw.sleutel(naam) not in (oud.sleutel(naam), None)
    assert (nieuw.sleutel(naam, "vorig"), nieuw.sleutel(naam, "volgend")) == (None, None)
    assert enveloppen(huis) == [b"\7" * 560] * 3
    assert gevonden_als(huis, tmp_path, elementen([*bsns(3), MOEDER])) == dict.fromkeys([*bsns(3), MOEDER], 1) | {
        "onbekend": 0
    }
    cjg = huis.partij("CJG")
    assert cjg.meldt(bsns(1)[0], soort="zorgen").json()["match"] is True
    assert len(lees_database(huis, "SELECT FROM persoon")) == 4
    assert schoon(huis) == []


@pytest.mark.parametrize("stap", range(4))
def test_S04_een_herhaling_is_bij_elke_stap_van_een_wisseling_dezelfde(huis: Huis, stap: int) -> None:
    school = huis.partij("De Klaver")
    stappen = [
        lambda: sleutels.zet_klaar(huis.tools, BEHEER, Sleutelnaam.PEPPER),
        lambda: sleutels.wissel(huis.tools, BEHEER, Sleutelnaam.PEPPER),
        lambda: zet_over(huis.tools, Sleutelnaam.PEPPER),
        lambda: rond_af(huis.tools, Sleutelnaam.PEPPER),
    ]
    lichaam = school.lichaam(ouders=(MOEDER, VADER))
    for vooraf in stappen[:stap]:
        vooraf()
    eerste = school.post("/v1/signalen", lichaam)
    for doe in stappen[stap:]:
        doe()
        tweede = school.post("/v1/signalen", lichaam)
        assert (tweede.status_code, tweede.json()) == (200, eerste.json())
    signaal_id = lichaam["signaalId"]
    for anders in (
        {"gebied": "Noord"},
        {"kindToken": school.zegel(KINDEREN[1], signaal_id, "kind")},
    ):
        assert school.post("/v1/signalen", lichaam | anders).json()["code"] == "signaal-id-bestaat"


def test_S04_een_herhaling_van_voor_de_eerste_versie_met_sleutels_blijft_dezelfde(huis: Huis) -> None:
    """A digest of 32 bytes over persons and fields, as it was stored before."""
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    school.post("/v1/signalen", lichaam)
    bewerk_database(huis, "UPDATE indiening SET vingerafdruk = substring(vingerafdruk FROM 9 FOR 32)")
    assert school.post("/v1/signalen", lichaam).status_code == 200
    sleutels.zet_klaar(huis.tools, BEHEER, Sleutelnaam.PEPPER)
    zet_over(huis.tools, Sleutelnaam.PEPPER)
    assert school.post("/v1/signalen", lichaam).status_code == 200
    assert school.post("/v1/signalen", lichaam | {"gebied": "Noord"}).status_code == 409


def test_B03_wat_versleuteld_is_zonder_sleutelnummer_blijft_leesbaar_en_gaat_mee(huis: Huis) -> None:
    """Values of before begin with their nonce, and persons of before name no pepper."""
    vul(huis)
    bewerk_database(
        huis,
        "UPDATE persoon SET verzegeld = substring(verzegeld FROM 9), pepper = NULL",
        "UPDATE envelop SET versleuteld = substring(versleuteld FROM 9)",
    )
    assert enveloppen(huis) == [b"\7" * 560] * 3
    for naam in DATA:
        wissel_helemaal(huis.tools, naam)
    assert enveloppen(huis) == [b"\7" * 560] * 3
    assert huis.partij("CJG").meldt(bsns(1)[0], soort="zorgen").json()["match"] is True


@pytest.mark.parametrize("naam", DATA)
def test_B03_een_opdracht_die_op_elk_punt_afbreekt_gaat_verder_waar_zij_was(
    huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, naam: Sleutelnaam
) -> None:
    monkeypatch.setattr(sleutels, "GROOTTE", 2)
    vul(huis, 5)
    with pytest.raises(Crash):
        sleutels.zet_klaar(breekt(huis, "zet_klaar"), BEHEER, naam)
    assert bestand(tmp_path).sleutel(naam, "volgend") is None
    sleutels.zet_klaar(huis.tools, BEHEER, naam)

    # The database says so and the file does not yet.
    with pytest.raises(Crash):
        sleutels.wissel(breekt(huis, "wissel"), BEHEER, naam)
    cjg = huis.partij("CJG")
    assert cjg.meldt(bsns(1)[0], soort="zorgen").json()["match"] is True
    with pytest.raises(Strijdig, match="oude-sleutel-in-gebruik"):
        sleutels.rond_af(huis.tools, BEHEER, naam, meteen=True)
    sleutels.wissel(huis.tools, BEHEER, naam)

    werk = sleutels.verhuis(huis.tools, BEHEER, naam)
    next(werk.delen)
    rest = sleutels.overzicht(huis.tools, BEHEER).achter[naam]
    assert 0 < rest < werk.aantal
    with pytest.raises(Strijdig, match="oude-sleutel-in-gebruik"):
        sleutels.rond_af(huis.tools, BEHEER, naam, meteen=True)
    assert zet_over(huis.tools, naam) == rest
    assert zet_over(huis.tools, naam) == 0

    with pytest.raises(Crash):
        sleutels.rond_af(breekt(huis, "rond_af"), BEHEER, naam, meteen=True)
    assert bestand(tmp_path).sleutel(naam, "vorig") is not None
    with pytest.raises(Strijdig, match="wisseling-loopt"):
        sleutels.zet_klaar(huis.tools, BEHEER, naam)
    rond_af(huis.tools, naam)
    assert bestand(tmp_path).sleutel(naam, "vorig") is None
    assert enveloppen(huis) == [b"\7" * 560] * 5
    assert set(gevonden_als(huis, tmp_path, elementen([*bsns(5), MOEDER])).values()) == {0, 1}
    assert cjg.meldt(bsns(2)[1], soort="zorgen").json()["match"] is True


@pytest.mark.parametrize("naam", DATA)
def test_B03_een_sleutel_waarvan_alleen_het_bestand_nog_hoorde_wisselt_toch_goed(
    huis: Huis, tmp_path: Path, naam: Sleutelnaam
) -> None:
    """The file was written, and the database went away before the commit."""
    vul(huis)
    huis.tools.sleutels.zet_klaar(naam, huis.klok())
    assert lees_database(huis, "SELECT FROM sleutelstand") == []
    zet_over(huis.tools, naam)
    rond_af(huis.tools, naam)
    assert huis.partij("CJG").meldt(bsns(1)[0], soort="zorgen").json()["match"] is True
    assert enveloppen(huis) == [b"\7" * 560] * 3


@pytest.mark.parametrize("naam", DATA)
def test_N01_een_database_van_voor_de_wisseling_maakt_niemand_dubbel(huis: Huis, naam: Sleutelnaam) -> None:
    """A backup was put back, and not the key file of then."""
    school = huis.partij("De Klaver")
    school.meldt()
    wissel_helemaal(huis.tools, naam)
    bewerk_database(huis, "DELETE FROM sleutelstand")
    is_probleem(school.meldt(), 503, "sleutels-verouderd", regel="N01")
    with pytest.raises(Strijdig, match="sleutelbestand-anders"):
        sleutels.zet_klaar(huis.tools, BEHEER, naam)
    assert len(lees_database(huis, "SELECT FROM persoon")) == 2


@pytest.mark.parametrize("naam", GEWISSELD)
def test_B03_verkeerd_gebruik_is_een_zin_en_een_regel(huis: Huis, tmp_path: Path, naam: Sleutelnaam) -> None:
    vul(huis)

    def geweigerd(code: str, daad: Any, *delen: Any, **velden: Any) -> None:
        voor = (tmp_path / "index.json").read_bytes()
        with pytest.raises(Strijdig) as fout:
            daad(huis.tools, BEHEER, naam, *delen, **velden)
        assert (fout.value.eerste.code, fout.value.eerste.regel) == (code, "B03")
        laatste = logregels(huis)[-1]
        assert (laatste["code"], laatste["uitkomst"]) == (code, "geweigerd")
        assert laatste["tag"].startswith("opdracht:sleutel:")
        assert (tmp_path / "index.json").read_bytes() == voor

    geweigerd("sleutel-ontbreekt", sleutels.wissel)
    geweigerd("geen-wisseling", sleutels.rond_af)
    sleutels.zet_klaar(huis.tools, BEHEER, naam)
    geweigerd("sleutel-staat-klaar", sleutels.zet_klaar)
    geweigerd("geen-wisseling", sleutels.rond_af)
    sleutels.wissel(huis.tools, BEHEER, naam)
    geweigerd("wisseling-loopt", sleutels.zet_klaar)
    if naam is Sleutelnaam.TEKENEN:
        huis.klok.verder(hours=23)
        geweigerd("wisseling-te-vers", sleutels.rond_af)
        huis.klok.verder(hours=1)
    else:
        geweigerd("oude-sleutel-in-gebruik", sleutels.rond_af)
        zet_over(huis.tools, naam)
    sleutels.rond_af(huis.tools, BEHEER, naam)
    geweigerd("geen-wisseling", sleutels.rond_af)


@pytest.mark.parametrize("naam", DATA)
def test_B03_de_oude_sleutel_blijft_als_een_waarde_niet_opengaat(huis: Huis, tmp_path: Path, naam: Sleutelnaam) -> None:
    vul(huis)
    sleutels.zet_klaar(huis.tools, BEHEER, naam)
    zet_over(huis.tools, naam)
    bewerk_database(
        huis, "UPDATE persoon SET verzegeld = set_byte(verzegeld, 30, get_byte(verzegeld, 30) # 1) WHERE versie = 1"
    )
    with pytest.raises(Strijdig, match="sleutel-nodig"):
        rond_af(huis.tools, naam)
    assert bestand(tmp_path).sleutel(naam, "vorig") is not None
    assert logregels(huis)[-1]["tag"] == f"opdracht:sleutel:nakijken-{naam}"


def test_N01_een_proces_zonder_de_nieuwe_sleutel_weigert_en_schrijft_niets(huis: Huis, tmp_path: Path) -> None:
    """Another machine, to which nobody copied the file."""
    school = huis.partij("De Klaver")
    for naam in DATA:
        ouderwets = replace(huis.tools, kluis=Kluis(bestand(tmp_path), INDEX, frozenset({1})))
        sleutels.zet_klaar(huis.tools, BEHEER, naam)
        sleutels.wissel(huis.tools, BEHEER, naam)
        with TestClient(maak_app(replace(huis.installatie, tools=ouderwets)), base_url=ADRES) as client:
            antwoord = client.post("/v1/signalen", json=school.lichaam(), headers=school.kop())
        is_probleem(antwoord, 503, "sleutels-verouderd", regel="N01")
        assert lees_database(huis, "SELECT FROM persoon") == []
    assert school.meldt().status_code == 201


@pytest.fixture
def adres(huis: Huis) -> Iterator[str]:
    with draaiend(maak_app(huis.installatie)) as adres:
        yield adres


@pytest.mark.parametrize("ronde", range(5))
def test_B03_wisselen_onder_belasting_mist_geen_match_en_maakt_niemand_dubbel(
    huis: Huis, tmp_path: Path, adres: str, monkeypatch: pytest.MonkeyPatch, ronde: int
) -> None:
    """Eight threads report the same children again and again while the keys of data change twice, in a random order."""
    monkeypatch.setattr(sleutels, "GROOTTE", 3)
    dobbel = random.Random(ronde)
    namen = bsns(14)
    kinderen, ouders = namen[:10], namen[10:]
    partijen = [huis.partij(f"Organisatie {n}") for n in range(8)]
    klaar, mislukt = threading.Event(), []

    def belast(n: int) -> int:
        eigen, keren = random.Random(ronde * 100 + n), 0
        while not (klaar.is_set() and keren >= len(kinderen)):
            kind = kinderen[(keren + n) % len(kinderen)] if keren < len(kinderen) else eigen.choice(kinderen)
            antwoord = zend(adres, partijen[n], partijen[n].lichaam(kind, ouders=(eigen.choice(ouders),)))()
            if antwoord.status_code != 201:
                mislukt.append(antwoord.text)
            keren += 1
        return keren

    def wissel() -> int:
        try:
            for naam in (dobbel.choice(DATA), dobbel.choice(DATA)):
                wissel_helemaal(huis.tools, naam)
        finally:
            klaar.set()
        return 0

    tegelijk([*(lambda n=n: belast(n) for n in range(8)), wissel], 9)  # type: ignore[misc]
    assert mislukt == []
    for naam in DATA:
        assert sleutels.overzicht(huis.tools, BEHEER).achter.get(naam, 0) == 0
    geteld = gevonden_als(huis, tmp_path, elementen(namen))
    assert geteld.pop("onbekend") == 0
    assert {kind: geteld[kind] for kind in kinderen} == dict.fromkeys(kinderen, 1)
    assert max(geteld.values()) == 1
    # Every party reported every child once: each child's signals came together.
    per_kind = lees_database(huis, "SELECT kind, count(*) AS n FROM signaal GROUP BY kind")
    assert [rij["n"] for rij in per_kind] == [8] * 10
    assert schoon(huis) == []
