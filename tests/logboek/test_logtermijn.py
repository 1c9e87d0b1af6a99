# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After five years nobody stands in the log any more, and it is as provable as it was (B05, L02, L03)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from tests.api.hulp import een_match, lees_database, logregels
from tests.huis import zet_omgeving
from tests.logboek.hulp import kop, oordeel, uitvoer, verzegel
from verwijsindex.__main__ import hoofd
from verwijsindex.use_cases import opschonen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.huis import Huis

VIJF_JAAR = 5 * 365 + 1


def test_B05_L03_na_vijf_jaar_staat_er_niemand_meer_in_en_het_logboek_klopt_nog(huis: Huis) -> None:
    _, _, wijkteam, _ = een_match(huis)
    verzegel(huis)
    bewaard, aantal = kop(huis), len(logregels(huis))
    huis.klok.verder(days=VIJF_JAAR - 2)
    wijkteam.get("/v1/matches")
    assert sum(opschonen.ruim_logregels(huis.tools)) == 0
    huis.klok.verder(days=2)
    assert sum(opschonen.ruim_logregels(huis.tools)) == aantal
    assert sum(opschonen.ruim_logregels(huis.tools)) == 0
    oud = logregels(huis)[:aantal]
    assert {(rij["professional"], str(rij["onderwerpen"]), rij["zout"]) for rij in oud} == {(None, "[]", None)}
    verklaring = logregels(huis)[-1]
    assert (verklaring["code"], verklaring["regel"]) == (f"logregel={aantal}", "B05")
    verzegel(huis)
    assert oordeel(huis, uitvoer(huis), bewaard) == "klopt"


def test_B04_B05_opschonen_zegt_vooraf_wat_er_uit_het_logboek_gaat(
    huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    een_match(huis)
    aantal = len(logregels(huis))
    zet_omgeving(huis, tmp_path, monkeypatch)
    # The command has the clock of the machine, for which they should have gone long ago: that is today.
    proef = CliRunner().invoke(hoofd, ["opschonen", "--proef"]).output
    assert f"logregel   B05  {aantal}" in proef
    assert len(lees_database(huis, "SELECT FROM logpersoon WHERE moment < '2015-01-01'")) == aantal
    gedaan = CliRunner().invoke(hoofd, ["opschonen"]).output
    # With what the sweep before it wrote about those years.
    assert re.search(r"Van [0-9]+ logregels van meer dan vijf jaar oud is vernietigd over wie zij gingen\.", gedaan)
    assert lees_database(huis, "SELECT FROM logpersoon WHERE moment < now() - interval '61 months'") == []
