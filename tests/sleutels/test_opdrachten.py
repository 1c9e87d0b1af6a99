# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Keys from the command line: three steps, a sentence for every wrong one, and never a key on the screen."""

from __future__ import annotations

import base64
import json
import logging
import stat
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from starlette.responses import Response
from typer.testing import CliRunner

from tests.api.hulp import is_geweigerd, lees_database, logregels
from tests.huis import ADRES, GEMEENTE, INDEX, zet_omgeving
from tests.sleutels.hulp import GEWISSELD, bestand
from tests.use_cases.test_gelijktijdig import bsns
from verwijsindex.__main__ import hoofd
from verwijsindex.adapters.kluis import Kluis
from verwijsindex.adapters.sleutelbestand import sleutel_id
from verwijsindex.adapters.tokens import Tokens
from verwijsindex.domain.errors import NietIngelogd
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.sleutels import Sleutelnaam
from verwijsindex.inbox import sessie
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.use_cases.ports import Toegang

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.huis import Huis

    Opdracht = Callable[..., tuple[int, str]]


@pytest.fixture
def opdracht(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opdracht:
    """A command about keys on the index of this test: exit code and what it says."""
    zet_omgeving(huis, tmp_path, monkeypatch)

    def geef(*delen: str) -> tuple[int, str]:
        klaar = CliRunner().invoke(hoofd, ["sleutels", *delen])
        return klaar.exit_code, " ".join(klaar.output.split())

    return geef


def spellingen(sleutel: bytes) -> set[str]:
    """How a key could show."""
    return {sleutel.hex(), naar_tekst(sleutel), base64.b64encode(sleutel).decode().rstrip("="), repr(sleutel)[2:-1]}


def geheimen(map_: Path) -> set[str]:
    """Every spelling of every key in the file."""
    b = bestand(map_)
    namen = ("ingest", *(naam.value for naam in GEWISSELD))
    sleutels = [b.sleutel(naam, p) for naam in namen for p in ("", *(("volgend", "vorig") if naam != "ingest" else ()))]
    return {spelling for sleutel in sleutels if sleutel for spelling in spellingen(sleutel)}


def test_L01_de_beheerder_wisselt_alle_sleutels_en_ziet_er_geen(
    huis: Huis, opdracht: Opdracht, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    school = huis.partij("De Klaver")
    for kind in bsns(3):
        school.meldt(kind)
    gezegd, geheim = "", geheimen(tmp_path)

    def doe(*delen: str) -> str:
        nonlocal gezegd
        uitgang, tekst = opdracht(*delen)
        assert uitgang == 0, tekst
        gezegd += tekst
        geheim.update(geheimen(tmp_path))
        assert stat.S_IMODE((tmp_path / "index.json").stat().st_mode) == 0o600
        return tekst

    for naam, over in ((Sleutelnaam.TEKENEN, None), (Sleutelnaam.BEWAAR, 4), (Sleutelnaam.PEPPER, 4)):
        doe(f"{naam}-klaarzetten")
        volgend = bestand(tmp_path).sleutel(naam, "volgend")
        assert volgend is not None
        assert f"{naam} volgend {sleutel_id(volgend)} gemaakt 20" in doe("tonen")
        assert (f"{over} waarden zijn overgezet" in doe(f"{naam}-wisselen")) is (over is not None)
        tekst = doe("tonen")
        assert f"{naam} in gebruik {sleutel_id(volgend)}" in tekst
        assert (f"Wisseling van {naam}" in tekst) is (over is not None)
        assert over is None or "alles is over" in tekst
        doe(f"{naam}-afronden", "--nu")
        assert "vorig" not in doe("tonen")

    assert {pad.name for pad in tmp_path.iterdir()} == {"index.json", "index.kast"}
    tags = {r["tag"].removeprefix("opdracht:sleutel:") for r in logregels(huis) if ":sleutel:" in r["tag"]}
    stappen = {f"{stap}-{naam}" for naam in GEWISSELD for stap in ("klaarzetten", "wisselen", "afronden")}
    assert tags == {"tonen", "verhuizen-bewaar", "verhuizen-pepper", *stappen}
    alles = gezegd + caplog.text + json.dumps(logregels(huis), default=str)
    alles += json.dumps(lees_database(huis, "SELECT * FROM sleutelstand"), default=str)
    assert len(geheim) >= 7 * 3
    assert [spelling for spelling in geheim if spelling in alles] == []


def test_B03_verkeerd_gebruik_zegt_wat_te_doen(opdracht: Opdracht, tmp_path: Path) -> None:
    voor = (tmp_path / "index.json").read_text()
    assert opdracht("pepper-wisselen") == (
        1,
        "Er staat geen volgende sleutel klaar. Begin met `verwijsindex sleutels pepper-klaarzetten`."
        " (sleutel-ontbreekt, regel B03)",
    )
    assert opdracht("bewaar-afronden")[0] == 1
    assert (tmp_path / "index.json").read_text() == voor
    assert opdracht("tekenen-klaarzetten")[0] == 0
    assert opdracht("tekenen-wisselen")[0] == 0
    uitgang, tekst = opdracht("tekenen-afronden")
    assert (uitgang, "Wacht tot morgen, of dring aan met `--nu`." in tekst) == (1, True)
    assert opdracht("tekenen-klaarzetten")[0] == 1
    assert "bestaat al en is niet aangeraakt" in opdracht("maken")[1]


def test_een_sleutelbestand_van_eerder_blijft_leesbaar_en_krijgt_wat_het_mist(
    huis: Huis, opdracht: Opdracht, tmp_path: Path
) -> None:
    pad = tmp_path / "index.json"
    inhoud = json.loads(pad.read_text())
    pad.write_text(json.dumps({naam: inhoud[naam] for naam in ("ingest", "pepper", "bewaar", "tekenen")}))
    assert opdracht("tonen")[1].count("gemaakt op onbekende dag") == 4
    assert huis.partij("De Klaver").meldt().status_code == 201
    for naam in GEWISSELD:
        for stap in (["klaarzetten"], ["wisselen"], ["afronden", "--nu"]):
            uitgang, tekst = opdracht(f"{naam}-{stap[0]}", *stap[1:])
            assert uitgang == 0, tekst
    assert opdracht("tonen")[1].count("gemaakt op onbekende dag") == 1
    assert huis.partij("CJG").meldt(soort="zorgen").json()["match"] is True


def test_A06_twee_processen_nemen_bij_elke_stap_elkaars_tokens_aan(
    huis: Huis, opdracht: Opdracht, tmp_path: Path
) -> None:
    """One of them, on another machine, has the file of a step ago."""
    wie = Toegang(huis.partij("De Klaver").id, None, None, None, frozenset())
    nu = huis.klok()

    def proces() -> Tokens:
        kluis = Kluis(bestand(tmp_path), INDEX, frozenset({1}))
        return Tokens(lambda: kluis.tekensleutels, ADRES)

    processen = [proces()]
    for stap in (["klaarzetten"], ["wisselen"], ["afronden", "--nu"]):
        assert opdracht(f"tekenen-{stap[0]}", *stap[1:])[0] == 0
        processen.append(proces())
        oud, nieuw = processen[-2:]
        assert nieuw.lees(oud.geef(wie, nu), nu) == wie
        assert oud.lees(nieuw.geef(wie, nu), nu) == wie
    with pytest.raises(NietIngelogd):
        processen[-1].lees(processen[0].geef(wie, nu), nu)


def test_I02_N02_token_sessie_en_abonnement_van_voor_een_wisseling_gelden_tot_het_afronden(
    huis: Huis, opdracht: Opdracht
) -> None:
    """In a process that goes on running: it reads the changed file by itself."""
    kop = huis.partij("De Klaver").kop()
    antwoord = Response()
    sessie.zet(antwoord, huis.installatie, sessie.Sessie(huis.klok(), rol=Rol.COORDINATOR, wie=GEMEENTE))
    koek = SimpleCookie(antwoord.headers["set-cookie"])
    koekjes = {naam: deel.value for naam, deel in koek.items()}
    abonnement = uuid4()
    (sleutel,) = huis.tools.kluis.webhooksleutels(abonnement)
    for stap in ("klaarzetten", "wisselen"):
        assert opdracht(f"tekenen-{stap}")[0] == 0
        assert huis.client.get("/v1/signalen", headers=kop).status_code == 200
        assert sessie.lees(koekjes, huis.installatie).wie == GEMEENTE
        assert sleutel in huis.tools.kluis.webhooksleutels(abonnement)
    assert opdracht("tekenen-afronden", "--nu")[0] == 0
    is_geweigerd(huis, huis.client.get("/v1/signalen", headers=kop), 401, "token-verlopen-of-ongeldig")
    with pytest.raises(NietIngelogd):
        sessie.lees(koekjes, huis.installatie)
    assert sleutel not in huis.tools.kluis.webhooksleutels(abonnement)
