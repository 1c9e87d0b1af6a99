# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""As soon as a death is reported everything about that child is destroyed, and a mistake shows (B01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.hulp import berichten, een_match, is_geweigerd, laatste_bericht, lees_database, logregels
from tests.huis import KINDEREN, MOEDER
from tests.use_cases.test_bewaren import klopt, leeg, met_envelop, te_openen, verklaringen

if TYPE_CHECKING:
    from tests.huis import Huis


def test_B01_bij_overlijden_gaan_de_signalen_van_iedereen_en_hoort_ieder_dat_het_weg_is(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    signaal = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    politie = huis.partij("Politie")
    broer = met_envelop(politie, kind=KINDEREN[1])
    voor = laatste_bericht(huis)
    pad = f"/v1/signalen/{signaal}/overlijdens"
    assert school.post(pad, {"op": "2014-06-01"}).status_code == 204
    assert berichten(huis, voor) == [("signaal-vernietigd", "CJG")]
    for partij in (school, cjg):
        assert partij.get("/v1/signalen").json()["signalen"] == []
    # His brother is still there, with his mother; the director still leads.
    assert politie.get(f"/v1/signalen/{broer}").status_code == 200
    assert wijkteam.get(f"/v1/matches/{match}").status_code == 200
    assert len(te_openen(huis, huis.database.eigenaar)) == 3
    assert verklaringen(huis) == [("signaal=2", "B01"), ("persoon=1", "B03")]
    assert logregels(huis)[-1]["tag"] != "api:bewaren:vernietigen"
    assert "2014-06-01" not in str(logregels(huis))
    klopt(huis)
    assert school.post(pad, {"op": "2014-06-01"}).status_code == 404


def test_B01_wie_zich_vergiste_meldt_opnieuw_en_komt_bij_dezelfde_regisseur(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    signaal = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    school.post(f"/v1/signalen/{signaal}/overlijdens", {"op": "2014-06-01"})
    huis.klok.verder(hours=1)
    for partij in (school, cjg):
        assert partij.meldt(soort="zorgen").status_code == 201
    open_ = wijkteam.get("/v1/matches").json()["matches"]
    assert len(open_) == 2, "the old match stays with its director until he closes it"
    assert match in {m["matchId"] for m in open_}
    klopt(huis)


@pytest.mark.parametrize("op", ["2014-06-03", "2010-02-28"])
def test_B01_een_dag_die_niet_kan_wordt_geweigerd_en_er_gebeurt_niets(huis: Huis, op: str) -> None:
    school = huis.partij("De Klaver")
    signaal = school.meldt().json()["signaalId"]
    antwoord = school.post(f"/v1/signalen/{signaal}/overlijdens", {"op": op})
    is_geweigerd(huis, antwoord, 400, "overlijdensdag-ongeldig", regel="B01", door=school, wijzer="/op")
    assert len(lees_database(huis, "SELECT FROM signaal")) == 1


def test_B01_een_machine_meldt_geen_overlijden(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    signaal = school.meldt(ouders=(MOEDER,)).json()["signaalId"]
    assert school.post(f"/v1/signalen/{signaal}/overlijdens", {"op": "2014-06-01"}, wie=None).status_code == 403
    assert leeg(huis, "signaal") == ["signaal"]
