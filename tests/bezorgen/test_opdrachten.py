# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Delivery from the command line: what waits, what was given up, and where letters go (N01, N02, N04)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from tests.api.hulp import bewerk_database, een_match, lees_database, logregels
from tests.bezorgen.hulp import met_abonnement
from tests.huis import BEHEER, GEMEENTE, zet_omgeving
from verwijsindex.__main__ import hoofd
from verwijsindex.use_cases import brieven, gebeurtenissen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.huis import Huis

    Opdracht = Callable[..., tuple[int, str]]


@pytest.fixture
def opdracht(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opdracht:
    """A command on the index of this test: exit code and what it says."""
    zet_omgeving(huis, tmp_path, monkeypatch)

    def geef(*delen: str, invoer: bytes | None = None) -> tuple[int, str]:
        klaar = CliRunner().invoke(hoofd, delen, input=invoer)
        return klaar.exit_code, " ".join(klaar.output.split())

    return geef


def test_N01_de_beheerder_ziet_wat_wacht_en_een_monitor_hoort_het_aan_de_uitgang(
    huis: Huis, opdracht: Opdracht
) -> None:
    uitgang, tekst = opdracht("bezorging", "toestand")
    assert (uitgang, tekst.startswith("0 berichten wachten; het oudste 0 minuten.")) == (0, True)
    met_abonnement(huis, een_match(huis)[0])
    # The clock of the test is years ago; the command has the system's.
    uitgang, tekst = opdracht("bezorging", "toestand")
    assert uitgang == 1
    assert "Een bericht wacht langer dan 60 minuten. Draait de worker?" in tekst


def test_N02_de_beheerder_ziet_wat_niet_aankwam_en_stuurt_een_of_alles_opnieuw(huis: Huis, opdracht: Opdracht) -> None:
    assert opdracht("bezorging", "tonen") == (0, "Alles is aangekomen, of nog onderweg.")
    assert opdracht("bezorging", "opnieuw") == (0, "Er was niets te doen.")
    school, cjg, _, _ = een_match(huis)
    for partij in (school, cjg):
        met_abonnement(huis, partij)
    gebeurtenissen.plaats(huis.tools)
    bewerk_database(
        huis,
        f"UPDATE bezorging SET toestand = 'dood', fout = 'status-400', afgerond = '{huis.klok() + timedelta(days=3)}'",
    )
    uitgang, tekst = opdracht("bezorging", "tonen")
    assert (uitgang, tekst.count("match-geopend webhook")) == (0, 2)
    assert "De Klaver status-400" in tekst
    een = lees_database(huis, "SELECT gebeurtenis FROM outbox WHERE ontvanger_id = %s", str(school.id))[0]
    assert opdracht("bezorging", "opnieuw", str(een["gebeurtenis"])) == (0, "1 berichten gaan opnieuw op weg.")
    uitgang, tekst = opdracht("bezorging", "opnieuw", str(uuid4()))
    assert (uitgang, "niet-gevonden" in tekst) == (1, True)
    assert opdracht("bezorging", "opnieuw") == (0, "1 berichten gaan opnieuw op weg.")
    assert {r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging")} == {"open"}
    assert logregels(huis)[-1]["tag"] == "opdracht:bezorging:herhalen"


def test_N04_de_beheerder_zegt_waar_brieven_heen_gaan(huis: Huis, opdracht: Opdracht) -> None:
    assert "Er zijn nog geen mailadressen." in opdracht("mail", "tonen")[1]
    velden = ("--ontvanger", "coordinator", "--van", GEMEENTE, "--adres")
    uitgang, id_ = opdracht("mail", "zetten", *velden, "procesregie@example.nl")
    assert uitgang == 0
    assert opdracht("mail", "zetten", *velden, "procesregie@example.nl", "--alleen-spoed") == (0, id_)
    regel = f"{id_} coordinator {GEMEENTE} procesregie@example.nl alleen spoed"
    assert opdracht("mail", "tonen") == (0, regel)
    uitgang, tekst = opdracht("mail", "zetten", *velden, "procesregie")
    assert (uitgang, "mailadres-ongeldig, regel N04" in tekst) == (1, True)
    uitgang, tekst = opdracht("mail", "wijzigen", id_, "procesregie@example.nl")
    assert (uitgang, "mailadres-bestaat, regel N04" in tekst) == (1, True)
    uitgang, id_ = opdracht("mail", "wijzigen", id_, "ander@example.nl")
    assert uitgang == 0
    assert "ander@example.nl" in opdracht("mail", "tonen")[1]
    uitgang, tekst = opdracht("mail", "wijzigen", id_, "geen adres")
    assert (uitgang, "mailadres-ongeldig" in tekst) == (1, True)
    assert opdracht("mail", "verwijderen", id_) == (0, "")
    uitgang, tekst = opdracht("mail", "verwijderen", id_)
    assert (uitgang, "niet-gevonden" in tekst) == (1, True)


def test_N04_de_mailserver_geeft_door_wat_terugkwam(huis: Huis, opdracht: Opdracht, tmp_path: Path) -> None:
    id_ = brieven.zet_adres(huis.tools, BEHEER, "coordinator", GEMEENTE, "weg@example.nl")
    niets = "Dit is geen melding van een onbestelbare brief; er is niets gedaan."
    assert opdracht("mail", "retour", invoer=b"Subject: hallo\r\n\r\nTot ziens") == (0, niets)
    brief = (
        f"To: retour+{id_.hex}@index.example.nl\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/plain\r\n\r\nBestaat niet.\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.nl\r\n\r\n"
        "Final-Recipient: rfc822; weg@example.nl\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
    )
    assert opdracht("mail", "retour", invoer=brief.encode()) == (
        0,
        "Naar dit adres gaan geen brieven meer. Verbeter het met `verwijsindex mail wijzigen`.",
    )
    assert "onbestelbaar sinds" in opdracht("mail", "tonen")[1]
    (tmp_path / "brief").write_text(brief.replace("5.1.1", "4.2.2").replace("failed", "delayed"))
    tekst = "Genoteerd: dit adres is nu niet bereikbaar; de mailserver probeert het nog."
    assert opdracht("mail", "retour", str(tmp_path / "brief")) == (0, tekst)
