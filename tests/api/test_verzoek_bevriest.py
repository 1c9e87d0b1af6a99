# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""While a request is pending nothing of whom it is about is destroyed, and when it ends it is (G02, B03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.hulp import lees_database
from tests.api.verzoek import besluit, een_fg, vraagt

if TYPE_CHECKING:
    from tests.huis import Huis


@pytest.mark.parametrize("einde", ["besluit", "intrekking"])
def test_G02_B03_wat_vernietigd_moet_wacht_op_het_verzoek_en_gaat_met_het_einde(huis: Huis, einde: str) -> None:
    school, fg = huis.partij("De Klaver"), een_fg(huis)
    # Nobody answered for the family: four weeks later the signal must go (T06).
    assert school.meldt(ouders=(), toestemming=None).status_code == 201
    verzoek = vraagt(fg)["verzoekId"]
    huis.klok.verder(days=29)
    huis.veeg()
    assert school.get("/v1/signalen").json()["signalen"] == []
    assert [rij["soort"] for rij in lees_database(huis, "SELECT soort FROM bevroren")] == ["signaal"]
    assert len(lees_database(huis, "SELECT FROM persoon")) == 1

    if einde == "besluit":
        antwoord = besluit(fg, verzoek, "toegewezen", "niets-bekend")
    else:
        antwoord = fg.post(f"/v1/verzoeken/{verzoek}/intrekkingen")
    assert antwoord.status_code == 201, antwoord.text
    for tabel in ("bevroren", "bevriezing", "persoon"):
        assert lees_database(huis, f"SELECT FROM {tabel}") == []


def test_G02_een_ander_verzoek_houdt_het_vast(huis: Huis) -> None:
    school, fg = huis.partij("De Klaver"), een_fg(huis)
    assert school.meldt(ouders=(), toestemming=None).status_code == 201
    eerste, _ = vraagt(fg)["verzoekId"], vraagt(fg)["verzoekId"]
    huis.klok.verder(days=29)
    huis.veeg()
    assert fg.post(f"/v1/verzoeken/{eerste}/intrekkingen").status_code == 201
    assert len(lees_database(huis, "SELECT FROM bevroren")) == 1
