# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log is sealed in time, once, and proven over HTTP; witnesses sign along (L03)."""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from koppelingen import logcontrole
from tests.api.hulp import een_match, is_geweigerd, lees_database, logregels
from tests.api.test_toezicht import ELDERS, _functie, _ook_elders
from tests.huis import GEMEENTE, KINDEREN, zet_omgeving
from tests.logboek.hulp import kop, oordeel, uitvoer, verzegel
from tests.sleutels.hulp import wissel_helemaal
from verwijsindex.__main__ import hoofd
from verwijsindex.domain import boom
from verwijsindex.domain.kop import (
    MEDEONDERTEKENING,
    Handtekening,
    handtekeningregel,
    lees_notitie,
    lees_sleutel,
    publieke_sleutel,
    sleutelkenmerk,
    te_medeondertekenen,
)
from verwijsindex.domain.logboek import LATERE_VELDEN, VELDEN, Rol, canoniek
from verwijsindex.domain.logcontrole import Controle, LogboekAfwijking
from verwijsindex.domain.sleutels import Sleutelnaam
from verwijsindex.domain.woorden import Categorie
from verwijsindex.opdrachten.logboek import _controleur
from verwijsindex.use_cases.bezorgen import bewijs
from verwijsindex.worker import zegelen as werker

if TYPE_CHECKING:
    from pathlib import Path

    from tests.huis import Huis


def test_L03_elke_regel_krijgt_een_plaats_en_de_kop_is_ondertekend(huis: Huis) -> None:
    een_match(huis)
    aantal = len(logregels(huis))
    assert verzegel(huis) == aantal
    assert verzegel(huis) == 0
    nieuwste = kop(huis)
    assert nieuwste.grootte == aantal
    naam, _, publiek = lees_sleutel(huis.tools.kluis.logboeksleutels[0])
    (handtekening,) = nieuwste.handtekeningen
    assert handtekening.naam == naam == nieuwste.oorsprong
    Ed25519PublicKey.from_public_bytes(publiek).verify(handtekening.waarde, nieuwste.tekst.encode())
    assert lees_database(huis, "SELECT 1 FROM te_zegelen") == []


def test_L03_een_trage_transactie_krijgt_een_latere_plaats_en_geen_regel_valt_ertussenuit(huis: Huis) -> None:
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    verzegel(huis)
    begin = kop(huis).grootte
    kolommen = "moment, bron, rol, doel, tag, uitkomst, verbintenis"
    with psycopg.connect(url) as traag, psycopg.connect(url) as snel:
        for verbinding, tag in ((traag, "traag"), (snel, "snel")):
            verbinding.execute(
                f"INSERT INTO logregel ({kolommen}) VALUES (now(), 'api', 'x', 'x', %s, 'gelukt', %s)",
                (tag, bytes(32)),
            )
        snel.commit()
        assert verzegel(huis) == 1
        traag.commit()
    assert verzegel(huis) == 1
    rijen = lees_database(
        huis, "SELECT l.tag FROM blad b JOIN logregel l ON l.id = b.regel WHERE positie >= %s ORDER BY positie", begin
    )
    assert [rij["tag"] for rij in rijen] == ["snel", "traag"]


def test_L03_twee_zegelaars_geven_elke_regel_een_plaats(huis: Huis) -> None:
    een_match(huis)
    draden = [threading.Thread(target=verzegel, args=(huis,)) for _ in range(4)]
    for draad in draden:
        draad.start()
    een_partij = huis.partij("Nog een")
    for draad in draden:
        draad.join()
    assert een_partij
    verzegel(huis)
    plaatsen = lees_database(huis, "SELECT positie, regel FROM blad ORDER BY positie")
    assert [rij["positie"] for rij in plaatsen] == list(range(len(logregels(huis))))
    assert len({rij["regel"] for rij in plaatsen}) == len(plaatsen)
    assert oordeel(huis, uitvoer(huis)).startswith(("klopt", "Onder de laatste"))


def test_L03_de_worker_zegelt_binnen_twee_seconden(huis: Huis) -> None:
    stop = threading.Event()
    draad = threading.Thread(target=werker.werk, args=(huis.tools, stop))
    draad.start()
    try:
        een_match(huis)
        klaar = time.monotonic()
        while lees_database(huis, "SELECT 1 FROM te_zegelen LIMIT 1"):
            assert time.monotonic() < klaar + 2
            time.sleep(0.05)
    finally:
        stop.set()
        draad.join()
    assert kop(huis).grootte == len(logregels(huis))
    # Without the sealer's access a worker seals nothing and goes on.
    werker.werk(replace(huis.tools, zegelbank=None), threading.Event())


@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO blad VALUES (999, 999)",
        "DELETE FROM te_zegelen",
        "INSERT INTO te_zegelen VALUES (999)",
        "INSERT INTO kop VALUES (999, now(), 'x')",
        "INSERT INTO knoop VALUES (0, 999, 'x')",
        "UPDATE logpersoon SET onderwerpen = '[]'",
        "TRUNCATE logpersoon",
        "UPDATE medeondertekening SET regel = 'x'",
    ],
)
def test_L02_de_toepassing_kan_niet_zegelen_en_niets_wijzigen(huis: Huis, opdracht: str) -> None:
    een_match(huis)
    url = make_url(huis.database.toepassing).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as verbinding, pytest.raises(psycopg.errors.InsufficientPrivilege):
        verbinding.execute(opdracht)  # type: ignore[arg-type]


def test_L03_een_tijdelijke_tabel_houdt_geen_regel_uit_de_boom(huis: Huis) -> None:
    een_match(huis)
    (eerder,) = lees_database(huis, "SELECT count(*) AS n FROM te_zegelen")
    with huis.tools.database.transaction() as tx:
        tx.execute(text("CREATE TEMP TABLE te_zegelen (regel bigint) ON COMMIT DROP"))
        bewijs(tx, "bezorging:opgeven", ("gebeurtenis", uuid4()), huis.klok())
    (nu,) = lees_database(huis, "SELECT count(*) AS n FROM te_zegelen")
    assert nu["n"] == eerder["n"] + 1


@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO logregel (moment) VALUES (now())",
        "SELECT * FROM logpersoon",
        "SELECT * FROM signaal",
        "UPDATE blad SET positie = 1",
        "DELETE FROM kop",
        "TRUNCATE knoop",
    ],
)
def test_L02_de_zegelaar_ziet_geen_persoon_en_kan_alleen_zegelen(huis: Huis, opdracht: str) -> None:
    een_match(huis)
    url = make_url(huis.database.zegel).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as verbinding, pytest.raises(psycopg.errors.InsufficientPrivilege):
        verbinding.execute(opdracht)  # type: ignore[arg-type]


def _bytes(tekst: str) -> bytes:
    return base64.b64decode(tekst)


def test_L03_wie_een_kop_bewaarde_kan_zonder_token_laten_bewijzen_dat_er_alleen_is_aangevuld(huis: Huis) -> None:
    een_match(huis)
    verzegel(huis)
    eerste = huis.client.get("/v1/logboek/koppen").json()
    huis.partij("Nog een")
    verzegel(huis)
    tweede = huis.client.get("/v1/logboek/koppen").json()
    oud, nieuw = (lees_notitie(k["koppen"][0]["notitie"]) for k in (eerste, tweede))
    assert [k["grootte"] for k in tweede["koppen"]] == [nieuw.grootte, oud.grootte]
    assert tweede["teZegelen"] == 0
    assert tweede["sleutels"] == list(huis.tools.kluis.logboeksleutels)
    groei = huis.client.get(f"/v1/logboek/groeibewijzen?van={oud.grootte}&grootte={nieuw.grootte}").json()
    pad = [_bytes(deel) for deel in groei["pad"]]
    assert boom.klopt_groei(oud.grootte, nieuw.grootte, oud.wortel, nieuw.wortel, pad)
    for lijn in uitvoer(huis):
        if lijn.get("regel") and lijn["positie"] < nieuw.grootte:
            pad_ = f"/v1/logboek/opnamebewijzen?positie={lijn['positie']}&grootte={nieuw.grootte}"
            opname = huis.client.get(pad_).json()
            blad = boom.blad(canoniek(lijn["regel"]))
            assert _bytes(opname["blad"]) == blad
            paden = [_bytes(deel) for deel in opname["pad"]]
            assert boom.klopt_opname(blad, lijn["positie"], nieuw.grootte, paden, nieuw.wortel)


@pytest.mark.parametrize(
    "vraag",
    ["opnamebewijzen?positie=99&grootte=3", "opnamebewijzen?positie=0&grootte=9999", "groeibewijzen?van=9&grootte=3"],
)
def test_L03_een_bewijs_dat_er_niet_is_wordt_niet_gegeven(huis: Huis, vraag: str) -> None:
    een_match(huis)
    verzegel(huis)
    is_geweigerd(huis, huis.client.get(f"/v1/logboek/{vraag}"), 404, "niet-gevonden")


def _met_getuige(huis: Huis, sleutel: Ed25519PrivateKey) -> None:
    publiek = publieke_sleutel("getuige.example.nl", sleutel.public_key().public_bytes_raw(), MEDEONDERTEKENING)
    huis.client.app.state.installatie = huis.installatie = replace(  # type: ignore[attr-defined]
        huis.installatie, tools=replace(huis.tools, getuigen={"getuige.example.nl": publiek})
    )


def _mede(sleutel: Ed25519PrivateKey, tekst: str, naam: str = "getuige.example.nl") -> str:
    """A witness's line (C2SP tlog-cosignature)."""
    seconden = 1_780_000_000
    publiek = sleutel.public_key().public_bytes_raw()
    waarde = seconden.to_bytes(8) + sleutel.sign(te_medeondertekenen(tekst, seconden))
    return handtekeningregel(Handtekening(naam, sleutelkenmerk(naam, MEDEONDERTEKENING, publiek), waarde))


def test_L03_een_getuige_tekent_mee_en_wie_ontbreekt_is_te_zien(huis: Huis) -> None:
    sleutel = Ed25519PrivateKey.generate()
    _met_getuige(huis, sleutel)
    een_match(huis)
    verzegel(huis)
    (nieuwste,) = huis.client.get("/v1/logboek/koppen").json()["koppen"]
    assert (nieuwste["getuigen"], nieuwste["ontbrekendeGetuigen"]) == ([], ["getuige.example.nl"])
    notitie = nieuwste["notitie"] + _mede(sleutel, lees_notitie(nieuwste["notitie"]).tekst)
    for _ in range(2):
        antwoord = huis.client.post("/v1/logboek/medeondertekeningen", json={"notitie": notitie})
        assert antwoord.status_code == 201, antwoord.text
    (nieuwste,) = huis.client.get("/v1/logboek/koppen").json()["koppen"]
    assert [g["naam"] for g in nieuwste["getuigen"]] == ["getuige.example.nl"]
    assert (nieuwste["ontbrekendeGetuigen"], nieuwste["notitie"]) == ([], notitie)
    verzegel(huis)
    assert oordeel(huis, uitvoer(huis)) == "klopt"


def test_L03_wat_geen_medeondertekening_is_wordt_geweigerd(huis: Huis) -> None:
    sleutel, ander = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    _met_getuige(huis, sleutel)
    een_match(huis)
    verzegel(huis)
    notitie = huis.client.get("/v1/logboek/koppen").json()["koppen"][0]["notitie"]
    tekst = lees_notitie(notitie).tekst

    def weigert(inhoud: str, status: int, code: str) -> None:
        antwoord = huis.client.post("/v1/logboek/medeondertekeningen", json={"notitie": inhoud})
        is_geweigerd(huis, antwoord, status, code, regel="L03")

    weigert("hallo", 400, "kop-ongeldig")
    weigert(notitie, 400, "getuige-onbekend")
    weigert(notitie + _mede(ander, tekst), 400, "getuige-onbekend")
    weigert(notitie + _mede(sleutel, tekst, "wie"), 400, "getuige-onbekend")
    weigert(notitie + _mede(sleutel, tekst + "x"), 400, "getuige-onbekend")
    regels = notitie.split("\n")
    weigert("\n".join([regels[0], "999", *regels[2:]]), 409, "kop-onbekend")


def test_L04_de_privacyfunctionaris_haalt_het_logboek_op_en_dat_staat_er_zelf_in(huis: Huis) -> None:
    school, *_ = een_match(huis)
    fg = huis.partij("FG", Categorie.GEEN)
    huis.functionaris(fg, Rol.PRIVACY)
    verzegel(huis)
    antwoord = fg.get("/v1/logboek/uitvoer")
    assert antwoord.headers["content-type"].startswith("application/x-ndjson")
    assert oordeel(huis, [json.loads(lijn) for lijn in antwoord.text.splitlines()]) == "klopt"
    assert logregels(huis)[-1]["tag"] == "api:logboek:uitvoeren"
    is_geweigerd(huis, school.get("/v1/logboek/uitvoer"), 403, "recht-ontbreekt")


def test_I04_L03_van_andere_gemeenten_staat_in_zijn_uitvoer_niemand_en_toch_klopt_zij(huis: Huis) -> None:
    school, *_ = een_match(huis)
    _ook_elders(huis, school)
    school.meldt(KINDEREN[1], ouders=(), gemeentecode=ELDERS)
    fg = _functie(huis, Rol.PRIVACY)
    verzegel(huis)
    lijnen = [json.loads(lijn) for lijn in fg.get("/v1/logboek/uitvoer").text.splitlines()]
    van = {(lijn["regel"]["gemeente"], lijn["persoonlijk"] is None) for lijn in lijnen[1:] if "regel" in lijn}
    assert van == {(GEMEENTE, False), (ELDERS, True), (None, True)}
    assert oordeel(huis, lijnen) == "klopt"
    controle = Controle(_controleur(list(huis.tools.kluis.logboeksleutels)))
    controle.lees(lijnen)
    assert f"van gemeente {GEMEENTE}: van een andere gemeente, of volgens de wet" in controle.over_vergeten
    # The administrator has the database.
    assert all(lijn["persoonlijk"] for lijn in uitvoer(huis) if "regel" in lijn)


def test_L03_na_een_nieuwe_tekensleutel_klopt_het_met_beide_sleutels_en_niet_met_een(huis: Huis) -> None:
    een_match(huis)
    verzegel(huis)
    oud = huis.tools.kluis.logboeksleutels[0]
    wissel_helemaal(huis.tools, Sleutelnaam.TEKENEN)
    (nieuw,) = huis.tools.kluis.logboeksleutels
    huis.partij("Nog een")
    verzegel(huis)
    lijnen = uitvoer(huis)
    tekst = "\n".join(json.dumps(lijn) for lijn in lijnen)
    for sleutels in ([nieuw, oud], [oud, nieuw]):
        Controle(_controleur(sleutels)).lees(lijnen)
        assert logcontrole.controleer(tekst, *sleutels) == len(logregels(huis)) - 1
    for een in (oud, nieuw):
        with pytest.raises(LogboekAfwijking, match="niet door deze sleutel ondertekend"):
            Controle(_controleur([een])).lees(lijnen)
        with pytest.raises(SystemExit, match="geen handtekening van deze sleutels"):
            logcontrole.controleer(tekst, een)


def test_L01_een_regel_heeft_precies_de_velden_die_worden_verzegeld(huis: Huis) -> None:
    """A column that is added and not sealed could be changed by anybody."""
    een_match(huis)
    rij = lees_database(huis, "SELECT * FROM logregel LIMIT 1")[0]
    assert set(rij) == {*VELDEN, *LATERE_VELDEN}


def _opdracht(*delen: str) -> tuple[int, str]:
    klaar = CliRunner().invoke(hoofd, ["logboek", *delen])
    return klaar.exit_code, " ".join(klaar.output.split())


def test_L03_uitvoeren_en_verifieren_gaan_met_een_opdracht(
    huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zet_omgeving(huis, tmp_path, monkeypatch)
    een_match(huis)
    verzegel(huis)
    sleutel = huis.tools.kluis.logboeksleutels[0]
    assert _opdracht("sleutel") == (0, sleutel)
    bestand, bewaard = tmp_path / "uit.ndjson", tmp_path / "kop.txt"
    bewaard.write_text(huis.client.get("/v1/logboek/koppen").json()["koppen"][0]["notitie"])
    assert _opdracht("uitvoeren", str(bestand))[0] == 0
    assert "kan niet worden gemaakt" in _opdracht("uitvoeren", str(bestand))[1]
    uitgang, tekst = _opdracht("verifieer", str(bestand), "--sleutel", sleutel, "--kop", str(bewaard))
    assert (uitgang, "Het logboek klopt:" in tekst) == (0, True)
    for anders, zin in (
        ((sleutel[:-4] + "AAA=",), "beschadigd"),
        (("x",), "geen publieke sleutel"),
    ):
        uitgang, tekst = _opdracht("verifieer", str(bestand), "--sleutel", *anders)
        assert (uitgang, zin in tekst) == (1, True), tekst
    vreemd = publieke_sleutel(
        huis.tools.kluis.logboeknaam, Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    )
    uitgang, tekst = _opdracht("verifieer", str(bestand), "--sleutel", vreemd)
    assert (uitgang, "niet door deze sleutel ondertekend" in tekst) == (1, True)
    bestand.write_text(bestand.read_text().replace('"gelukt"', '"mislukt"', 1))
    uitgang, tekst = _opdracht("verifieer", str(bestand), "--sleutel", sleutel)
    assert (uitgang, "Regel 0 (logregel 1) is gewijzigd" in tekst) == (1, True)
    bestand.write_text("geen json")
    assert "Lijn 1 van het bestand is onleesbaar." in _opdracht("verifieer", str(bestand), "--sleutel", sleutel)[1]


def test_L03_een_beschadigde_lijn_wordt_genoemd(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zet_omgeving(huis, tmp_path, monkeypatch)
    een_match(huis)
    verzegel(huis)
    sleutel, bestand, lijnen = huis.tools.kluis.logboeksleutels[0], tmp_path / "uit.ndjson", uitvoer(huis)
    half = {"tag": "\ud800"}
    zonder_grootte = {naam: waarde for naam, waarde in lijnen[0].items() if naam != "grootte"}
    regel = lijnen[2]["regel"]
    for plaats, lijn in (
        (0, json.dumps(zonder_grootte)),
        (0, json.dumps(lijnen[0] | {"grootte": "veel"})),
        (0, json.dumps(lijnen[0] | {"persoonlijkVan": "\ud800"})),
        (2, json.dumps(lijnen[2] | {"regel": regel | half})),
        (2, json.dumps(lijnen[2] | {"regel": {"id": "\ud800"}})),
        (2, json.dumps(lijnen[2] | {"regel": regel | half}, ensure_ascii=False)),
        (2, "[" * 100_000),
        (2, '{"regel":' + "[" * 100_000),
    ):
        tekst = "\n".join([*map(json.dumps, lijnen[:plaats]), lijn, *map(json.dumps, lijnen[plaats + 1 :])])
        bestand.write_bytes(tekst.encode(errors="surrogatepass"))
        uitgang, gezegd = _opdracht("verifieer", str(bestand), "--sleutel", sleutel)
        assert (uitgang, f"Lijn {plaats + 1} van het bestand is onleesbaar." in gezegd) == (1, True), gezegd
    with pytest.raises(LogboekAfwijking, match=r"^Lijn 3 van het bestand is onleesbaar\.$"):
        Controle(_controleur([sleutel])).lees([*lijnen[:2], lijnen[2] | {"regel": regel | half}])


def test_L03_een_worker_die_niet_kan_verzegelen_start_niet_in_productie(
    huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zet_omgeving(huis, tmp_path, monkeypatch, MODUS="productie")
    uitkomst = CliRunner().invoke(hoofd, ["worker"])
    assert uitkomst.exit_code == 1
    assert "VERWIJSINDEX_ZEGEL_DATABASE_URL" in uitkomst.output
    assert "L03" in uitkomst.output
