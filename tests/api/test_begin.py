# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""From the first signal to the first match, through the front door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis


def test_M03_twee_organisaties_waarvan_een_bezorgd_geven_een_match_met_regisseur(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    cjg = huis.partij("CJG", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)

    eerste = school.meldt()
    assert eerste.status_code == 201, eerste.text
    assert eerste.json()["status"] == "actief"
    assert eerste.json()["match"] is False

    tweede = cjg.meldt(soort="zorgen")
    assert tweede.status_code == 201, tweede.text
    assert tweede.json()["match"] is True
    assert "R. Regisseur" in tweede.json()["vervolg"]

    matches = wijkteam.get("/v1/matches").json()["matches"]
    assert len(matches) == 1
    match = matches[0]
    assert match["redenen"] == ["stapeling"]
    assert match["soort"] == "kindmatch"
    assert match["status"] == "toegewezen"
    aangenomen = wijkteam.post(f"/v1/matches/{match['matchId']}/aanvaardingen")
    assert aangenomen.status_code == 201, aangenomen.text
    assert aangenomen.json()["status"] == "aangenomen"
