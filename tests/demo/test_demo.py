# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The demo as a user runs it: one scenario, from nothing; again, with what was kept; and with a planted difference."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

WORTEL = Path(__file__).resolve().parents[2]
SCENARIO = "zoals-het-was"
WENDINGEN = ("toestemming-ingetrokken", "doorbreking-niet-bevestigd")


@contextmanager
def eigen_map() -> Iterator[Path]:
    """Not pytest's own folder: as root the server is another user's, and each run of pytest closes that for others."""
    map = Path(tempfile.mkdtemp(prefix="verwijsindex-test-"))
    yield map
    shutil.rmtree(map)


@pytest.fixture(scope="module")
def map() -> Iterator[Path]:
    with eigen_map() as map:
        yield map


def start(map: Path, *delen: str, scenarios: Sequence[str] = (SCENARIO,)) -> subprocess.Popen[str]:
    gekozen = [deel for scenario in scenarios for deel in ("--scenario", scenario)]
    return subprocess.Popen(
        [sys.executable, "-m", "verwijsindex", "demo", *gekozen, *delen],
        cwd=map,
        env=os.environ | {"PYTHONPATH": str(WORTEL)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def speel(map: Path, *delen: str, scenarios: Sequence[str] = (SCENARIO,)) -> tuple[int, str]:
    proces = start(map, *delen, scenarios=scenarios)
    uitvoer, _ = proces.communicate(timeout=180)
    return proces.returncode, uitvoer


def overgebleven(map: Path) -> list[str]:
    """Processes that still know the demo's folder."""
    teken = os.fsencode(map / ".demo")
    gevonden = []
    for pad in Path("/proc").glob("[0-9]*"):
        try:
            if teken in (pad / "environ").read_bytes() + (pad / "cmdline").read_bytes():
                gevonden.append(pad.name)
        except OSError:
            continue
    return gevonden


@pytest.fixture(scope="module")
def eerste(map: Path) -> str:
    uitgang, uitvoer = speel(map, "--eenmalig")
    assert uitgang == 0, uitvoer
    return uitvoer


@pytest.mark.parametrize(
    "zin",
    [
        "De database bevat geen BSN en geen naam van een kind of ouder.",
        "Index en pseudoniemendienst staan onder één beheerder",
        "607 dagen voor het overlijden (31 mei 2013): uit beeld, want het laatste actieve signaal eindigt",
        "383 dagen voor het overlijden (10 januari 2014): de signalen komen samen, want",
        "181 dagen voor het overlijden (31 juli 2014): uit beeld, want",
        "Klopt: gelijk aan de berekende uitkomst (3 gebeurtenissen).",
        "rekende 1 familie in 1 database na uit de vastgelegde daden: geen verschil.",
        "Geen BSN van de casus gevonden in 2 databasedumps",
        "Het logboek klopt:",
        "In een kopie is één regel gewijzigd, en dat is gevonden: Het logboek klopt niet. Regel",
    ],
)
def test_het_naspelen_zegt_wat_er_gebeurde_en_waarom(eerste: str, zin: str) -> None:
    assert zin in eerste


def test_na_het_naspelen_draait_er_niets_meer(map: Path, eerste: str) -> None:
    assert eerste
    assert overgebleven(map) == []


def test_een_tweede_start_speelt_niet_opnieuw_en_laat_de_werkbak_open_tot_ctrl_c(map: Path, eerste: str) -> None:
    assert eerste
    proces = start(map)
    assert proces.stdout is not None
    regels = []
    try:
        for regel in proces.stdout:
            regels.append(regel)
            if "Stoppen: Ctrl-C" in regel:
                break
        gelezen = "".join(regels)
        assert "Dit scenario is eerder gespeeld" in gelezen
        assert "607 dagen voor het overlijden" in gelezen
        werkbak = re.search(r"http://127\.0\.0\.1:\d+/inbox$", gelezen, re.MULTILINE)
        assert werkbak, gelezen
        with httpx.Client(trust_env=False, follow_redirects=True) as http:
            gereed = http.get(werkbak[0].replace("/inbox", "/v1/gereed")).json()
            # Rows of the log wait two seconds at most.
            assert gereed.pop("teZegelen") >= 0
            assert gereed == {"gereed": True, "teVegen": 0, "teBezorgen": 0}
        uitgang, uitvoer = speel(map, "--eenmalig")
        assert (uitgang, "De demo draait al" in uitvoer) == (1, True)
        os.killpg(proces.pid, signal.SIGINT)
        rest, _ = proces.communicate(timeout=60)
        assert (proces.returncode, "De demo stopt." in rest) == (0, True)
    finally:
        proces.kill()
        proces.wait()
    assert overgebleven(map) == []


def test_een_bewaarde_uitkomst_die_afwijkt_laat_de_demo_falen(map: Path, eerste: str) -> None:
    assert eerste
    verslag = map / ".demo" / "scenario" / SCENARIO / "verslag.json"
    goed = verslag.read_text()
    inhoud = json.loads(goed)
    inhoud["bevonden"][0]["dag"] = "2013-06-01"
    verslag.write_text(json.dumps(inhoud))
    try:
        uitgang, uitvoer = speel(map, "--eenmalig")
    finally:
        verslag.write_text(goed)
    assert uitgang == 1
    assert "Verwacht maar niet gebeurd: uit beeld, 607 dagen voor het overlijden" in uitvoer
    assert "Gebeurd maar niet verwacht: uit beeld, 606 dagen voor het overlijden" in uitvoer


@pytest.fixture(scope="module")
def met_wending() -> Iterator[str]:
    """Both scenarios that leave the case, played in one go."""
    with eigen_map() as map:
        uitgang, uitvoer = speel(map, "--eenmalig", scenarios=WENDINGEN)
        assert uitgang == 0, uitvoer
        yield uitvoer


@pytest.mark.parametrize(
    "zin",
    [
        "1 december 2013, 20.00 uur: de regisseur ziet in de match Centrum voor Jeugd en Gezin Rijnmond,",
        "422 dagen voor het overlijden (2 december 2013): de match is vervallen,",
        "3 december 2013, 20.00 uur: de regisseur ziet geen match.",
        "74 dagen voor het overlijden (15 november 2014): de signalen komen samen, want signalen van Bureau Frontlijn",
        "van 16 signalen is de toestemming ingetrokken. Volgens het logboek zagen Lokaal Zorgnetwerk en Woonstad",
        "het laatst op 1 december 2013. Daarna niemand meer.",
    ],
)
def test_T04_na_een_intrekking_is_er_niets_meer_te_zien_en_zegt_het_logboek_wie_het_zag(
    met_wending: str, zin: str
) -> None:
    assert zin in met_wending


@pytest.mark.parametrize(
    "zin",
    [
        "nog te bevestigen: Stichting Arosa (vrouwenopvang), met spoed.",
        "23 oktober 2012, 20.00 uur: Steunpunt Huiselijk Geweld ziet geen match. Het eigen signaal telt mee.",
        "826 dagen voor het overlijden (24 oktober 2012): de match is vervallen,",
        "20 november 2012, 20.00 uur: Stichting Arosa (vrouwenopvang) ziet geen match. Het eigen signaal slaapt.",
        "Stichting Arosa (vrouwenopvang) ziet geen match. Het eigen signaal is vernietigd.",
        "789 dagen voor het overlijden (30 november 2012): uit beeld,",
        "het eerste bericht aan Steunpunt Huiselijk Geweld is van 1 december 2012.",
    ],
)
def test_V03_een_doorbreking_die_niemand_bevestigt_vervalt_zonder_dat_een_ander_ervan_hoorde(
    met_wending: str, zin: str
) -> None:
    assert zin in met_wending


@pytest.fixture(scope="module")
def opgevolgd() -> Iterator[tuple[str, str, str]]:
    """The scenario in which directors act: played, taken up again, and with a step taken out of what was kept."""
    with eigen_map() as map:
        uitgang, uitvoer = speel(map, "--eenmalig", scenarios=("met-opvolging",))
        assert uitgang == 0, uitvoer
        opnieuw, herhaald = speel(map, "--eenmalig", scenarios=("met-opvolging",))
        assert opnieuw == 0, herhaald
        verslag = map / ".demo" / "scenario" / "met-opvolging" / "verslag.json"
        inhoud = json.loads(verslag.read_text())
        inhoud["stappen"] = [stap for stap in inhoud["stappen"] if stap["trede"] != "wethouder"]
        verslag.write_text(json.dumps(inhoud))
        afwijkend, zonder = speel(map, "--eenmalig", scenarios=("met-opvolging",))
        assert afwijkend == 1, zonder
        yield uitvoer, herhaald, zonder


@pytest.mark.parametrize(
    "zin",
    [
        "22 oktober 2012: De regisseur heeft de match aangenomen. Het is ",
        "21 oktober 2013: Er is verteld wie de regie heeft aan: Centrum voor Jeugd en Gezin Rijnmond, PC",
        "9 december 2013: Te laat: een bindende afspraak nakomen. Ingelicht: de leiding van die organisatie.",
        "27 december 2013: Te laat: antwoorden op de overdracht. Ingelicht: de coördinator.",
        "30 december 2013: De overdracht is aangenomen: er is een nieuwe regisseur. Het is ",
        "30 januari 2014: Te laat: een vervolgoverleg houden. Ingelicht: de wethouder.",
        "3 februari 2014: Er is een regisseur aangewezen. Het is ",
        "20 maart 2014: De match gaat over in nazorg door Centrum voor Jeugd en Gezin Rijnmond (de hulp loopt).",
        "4 juli 2014: Te laat: laten weten hoe het gaat (nazorg). Ingelicht: de regisseur.",
        "15 juli 2014: De match is heropend.",
        "7 april 2014, 20.00 uur: PC basisschool De Klaver vraagt wat er van het signaal werd: de match is nazorg,",
        "rekende 1 familie in 1 database na uit de vastgelegde daden: geen verschil.",
        "Klopt: gelijk aan de berekende uitkomst (2 gebeurtenissen, 41 stappen, 6 keer nagevraagd).",
    ],
)
def test_R03_R05_R10_het_naspelen_met_opvolging_zegt_wie_wat_deed_en_wie_gepasseerd_werd(
    opgevolgd: tuple[str, str, str], zin: str
) -> None:
    gespeeld, herhaald, _ = opgevolgd
    assert zin in gespeeld
    assert zin in herhaald


def test_R04_een_stap_die_ontbreekt_laat_de_demo_falen(opgevolgd: tuple[str, str, str]) -> None:
    *_, zonder = opgevolgd
    assert "Verwacht maar niet gebeurd: 30 januari 2014, termijn-verstreken, vervolgoverleg, wethouder." in zonder


def test_R04_waar_niemand_handelt_staat_de_ladder_er_een_keer(eerste: str) -> None:
    assert eerste.count("Geen regisseur handelt.") == 1
    assert "en de wethouder (12 juni 2013), en daarna nog 33 keer de wethouder, 1 keer de coördinator en" in eerste
    assert "Te laat:" not in eerste


def test_een_onbekend_scenario_wordt_geweigerd_met_de_namen_die_er_zijn(map: Path) -> None:
    uitgang, uitvoer = speel(map, "--scenario", "bestaat-niet")
    assert uitgang == 2
    assert "iedereen-meldt-per-kind" in uitvoer
