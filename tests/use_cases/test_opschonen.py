# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""`opschonen`: shows what goes and why, destroys it once, may be interrupted, and goes beside a worker (B04)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from tests.api.hulp import lees_database, nieuwe_bsns
from tests.huis import KINDEREN, zet_omgeving
from tests.use_cases.test_bevriezen import bevries, kind_van
from tests.use_cases.test_bewaren import klopt, leeg, met_envelop, verklaringen
from verwijsindex.__main__ import hoofd
from verwijsindex.bootstrap import systeemklok
from verwijsindex.domain.tijd import dag
from verwijsindex.use_cases import opschonen, vegen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.huis import Huis

    Opdracht = Callable[..., tuple[int, list[str]]]

# The command has the clock of the machine.
NU = systeemklok()


@pytest.fixture
def opdracht(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opdracht:
    """The command on the index of this test: exit code and the lines that it prints."""
    zet_omgeving(huis, tmp_path, monkeypatch)
    # The house was set up twelve years before: who did that has gone from the log by now.
    huis.klok.nu = NU
    assert sum(opschonen.ruim_logregels(huis.tools)) == 1

    def geef(*delen: str) -> tuple[int, list[str]]:
        klaar = CliRunner().invoke(hoofd, ["opschonen", *delen])
        return klaar.exit_code, [" ".join(regel.split()) for regel in klaar.stdout.splitlines()]

    return geef


def alles(huis: Huis) -> list[dict[str, object]]:
    """What the database holds, but for the log."""
    tabellen = ("verwantschap", "persoon", "signaal", "match", "daad", "outbox", "tijdlijn", "bevroren", "envelop")
    return [rij for t in tabellen for rij in lees_database(huis, f"SELECT '{t}' AS t, to_jsonb(x) AS r FROM {t} x")]


def test_B04_proef_zegt_wat_gaat_op_welke_dag_en_waarom_en_schrijft_niets(huis: Huis, opdracht: Opdracht) -> None:
    huis.klok.nu = NU - timedelta(days=27)
    school = huis.partij("De Klaver")
    school.meldt(toestemming=None)
    school.meldt(KINDEREN[1], ouders=())
    huis.klok.nu = NU - timedelta(days=40)
    school.meldt(KINDEREN[2], ouders=(), toestemming=None)
    eerder = alles(huis)
    te_laat, morgen = dag(NU - timedelta(days=12)), dag(NU + timedelta(days=1))
    nu = opdracht("--proef")
    assert nu == (0, [f"{te_laat} signaal T06 1", "1 te vernietigen, 0 wachten. Er is niets vernietigd."])
    _, regels = opdracht("--proef", "--tot", morgen.isoformat())
    assert regels[:2] == [f"{te_laat} signaal T06 1", f"{morgen} signaal T06 1"]
    _, regels = opdracht("--proef", "--tot", dag(NU + timedelta(days=800)).isoformat())
    assert [regel.split()[1:] for regel in regels[:-1]][-1] == ["signaal", "B01", "1"]
    assert alles(huis) == eerder
    tags = [rij["tag"] for rij in lees_database(huis, "SELECT tag FROM logregel ORDER BY id")]
    assert tags[-3:] == ["opdracht:bewaren:vooruitzien"] * 3, "to ask is a look"


def test_B04_zonder_proef_gaat_het_en_de_tweede_keer_is_er_niets(huis: Huis, opdracht: Opdracht) -> None:
    huis.klok.nu = NU - timedelta(days=29)
    school = huis.partij("De Klaver")
    met_envelop(school, toestemming=None)
    school.meldt(KINDEREN[1], ouders=())
    assert opdracht() == (0, ["1 families bijgewerkt, 0 berichten vernietigd."])
    assert len(lees_database(huis, "SELECT FROM signaal")) == 1
    rijen = lees_database(
        huis, "SELECT tag, rol FROM logregel WHERE tag LIKE '%%:bewaren:%%' AND code NOT LIKE 'logregel=%%'"
    )
    assert {(rij["tag"], rij["rol"]) for rij in rijen} == {("opdracht:bewaren:vernietigen", "systeem")}
    na = alles(huis)
    assert opdracht() == (0, ["Er was niets op te schonen."])
    assert alles(huis) == na
    assert opdracht("--proef") == (0, ["0 te vernietigen, 0 wachten. Er is niets vernietigd."])
    huis.klok.nu = NU
    klopt(huis)


def test_B04_vooruit_vernietigen_kan_niet(opdracht: Opdracht) -> None:
    assert opdracht("--tot", "2030-01-01")[0] == 1
    assert opdracht("--proef", "--tot", "morgen")[0] == 1


def test_B04_G02_proef_zegt_wat_op_een_verzoek_wacht(huis: Huis, opdracht: Opdracht) -> None:
    huis.klok.nu = NU - timedelta(days=29)
    huis.partij("De Klaver").meldt(toestemming=None)
    bevries(huis, kind_van(huis), uuid4())
    wacht = f"{dag(NU - timedelta(days=1))} signaal T06 1 wacht op een verzoek van een betrokkene (G02)"
    slot = "0 te vernietigen, 1 wachten. Er is niets vernietigd."
    assert opdracht("--proef") == (0, [wacht, slot])
    assert opdracht()[1] == ["1 families bijgewerkt, 0 berichten vernietigd."]
    _, regels = opdracht("--proef")
    assert (regels[0].endswith("wacht op een verzoek van een betrokkene (G02)"), regels[1]) == (True, slot)


def _veel(huis: Huis, aantal: int) -> None:
    school = huis.partij("De Klaver")
    for bsn in islice(nieuwe_bsns(), aantal):
        assert school.meldt(bsn, ouders=(), toestemming=None).status_code == 201
    huis.klok.verder(days=29)


def test_B04_wie_halverwege_stopt_gaat_verder_waar_hij_was(huis: Huis) -> None:
    _veel(huis, 130)
    for _, _rij in zip(range(40), opschonen.ruim_families(huis.tools), strict=False):
        pass
    # One more was done than was looked at: each in its own transaction.
    over = len(lees_database(huis, "SELECT FROM signaal"))
    assert 89 <= over <= 91
    assert opschonen.achterstand(huis.tools) == over
    assert len(list(opschonen.ruim_families(huis.tools))) == over
    assert list(opschonen.ruim_families(huis.tools)) == []
    assert leeg(huis, "signaal", "persoon", "verwantschap", "dossier") == []
    assert sum(int(code.split("=")[1]) for code, regel in verklaringen(huis) if regel == "T06") == 130


def test_B04_worker_en_opdracht_naast_elkaar_doen_alles_eens(huis: Huis) -> None:
    _veel(huis, 120)
    samen = threading.Barrier(4)

    def veger(n: int) -> int:
        samen.wait()
        bron = opschonen.ruim_families(huis.tools) if n % 2 else vegen.veeg(huis.tools)
        return sum(1 for _ in bron)

    with ThreadPoolExecutor(4) as werkers:
        gedaan = sum(werkers.map(veger, range(4)))
    gedaan += sum(1 for _ in opschonen.ruim_families(huis.tools))
    assert gedaan == 120
    assert leeg(huis, "signaal", "persoon", "verwantschap") == []
    assert [regel for _, regel in verklaringen(huis)].count("T06") == 120


def test_B04_B05_proef_telt_berichten_zoals_zij_gaan(huis: Huis, opdracht: Opdracht) -> None:
    from verwijsindex.use_cases import gebeurtenissen

    huis.klok.nu = NU - timedelta(days=410)
    for naam, soort in (("De Klaver", "betrokken"), ("CJG", "zorgen")):
        huis.partij(naam).meldt(soort=soort, geboortemaand="2021-03")
    gebeurtenissen.plaats(huis.tools)
    aantal = len(lees_database(huis, "SELECT FROM outbox"))
    _, regels = opdracht("--proef")
    assert [regel.split()[1:] for regel in regels[:-1] if " bericht " in regel] == [["bericht", "B05", str(aantal - 1)]]
    assert opdracht()[1] == [f"1 families bijgewerkt, {aantal - 1} berichten vernietigd."]
