# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The command as a process of its own, killed in the middle of its work, and given again."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.api.hulp import lees_database
from tests.huis import BEHEER, GROEP, KINDEREN, PAAR, zet_omgeving
from tests.sleutels.hulp import bestand, rond_af
from tests.use_cases.test_gelijktijdig import tel
from verwijsindex.adapters.sleutelbestand import sleutel_id
from verwijsindex.domain.sleutels import Sleutelnaam
from verwijsindex.use_cases import sleutels

if TYPE_CHECKING:
    from tests.huis import Huis

PERSONEN = 3000


def _vul(huis: Huis) -> None:
    """So many persons of whom nothing else is known."""
    kluis, element, rijen = huis.tools.kluis, PAAR.publiek, []
    for _ in range(PERSONEN):
        element = GROEP.plus(element, PAAR.publiek)
        persoon = kluis._pseudoniem(kluis._ring, element, 1, {})  # type: ignore[attr-defined]
        rijen.append({"id": uuid4(), "s": persoon.sleutel, "v": persoon.verzegeld, "p": persoon.pepper})
    motor = create_engine(huis.database.eigenaar)
    with motor.begin() as verbinding:
        verbinding.execute(text("INSERT INTO verwantschap (tot) VALUES (now())"))
        verbinding.execute(
            text(
                "INSERT INTO persoon (id, sleutel, verzegeld, versie, pepper, verwantschap)"
                " SELECT :id, :s, :v, 1, :p, max(id) FROM verwantschap"
            ),
            rijen,
        )
    motor.dispose()


@pytest.mark.parametrize("naam", [Sleutelnaam.PEPPER, Sleutelnaam.BEWAAR])
def test_B03_een_doodgeslagen_opdracht_gaat_verder_en_verliest_niets(
    huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, naam: Sleutelnaam
) -> None:
    zet_omgeving(huis, tmp_path, monkeypatch)
    _vul(huis)
    huis.partij("Een").meldt()
    sleutels.zet_klaar(huis.tools, BEHEER, naam)
    nieuw = sleutel_id(bestand(tmp_path).sleutel(naam, "volgend") or b"")
    opdracht = [sys.executable, "-m", "verwijsindex", "sleutels", f"{naam}-wisselen"]
    over = (
        f"SELECT count(*) FROM persoon WHERE pepper = '{nieuw}'"
        if naam is Sleutelnaam.PEPPER
        else f"SELECT count(*) FROM persoon WHERE encode(substring(verzegeld FROM 1 FOR 8), 'hex') = '{nieuw}'"
    )
    proces = subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    einde = time.monotonic() + 60
    while tel(huis, over) == 0 and proces.poll() is None:
        assert time.monotonic() < einde
    proces.kill()
    proces.wait()
    assert 0 < tel(huis, over) <= PERSONEN + 2
    assert huis.partij("Ander").meldt(soort="zorgen").json()["match"] is True

    klaar = subprocess.run(opdracht, capture_output=True, text=True, check=True)
    assert "waarden zijn overgezet" in klaar.stdout
    rond_af(huis.tools, naam)
    assert tel(huis, over) == PERSONEN + 2
    assert len(lees_database(huis, "SELECT FROM persoon")) == PERSONEN + 2
    assert huis.partij("Derde").meldt(KINDEREN[0]).json()["match"] is True
