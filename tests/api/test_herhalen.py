# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The same signal again, another one about the same child, and the last day on which one is accepted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.api.hulp import is_geweigerd, lees_database
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER
from verwijsindex.domain.organisatie import Professional
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis


def test_S03_een_goed_signaal_wordt_geregistreerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt()
    assert antwoord.status_code == 201, antwoord.text
    inhoud = antwoord.json()
    assert (inhoud["status"], inhoud["telt"], inhoud["waarom"], inhoud["match"]) == (
        "actief",
        True,
        "toestemming",
        False,
    )
    assert inhoud["vervolg"].endswith(".")
    assert inhoud["veiligheidsgrondId"] is None


def test_S01_op_de_23e_verjaardag_weigert_de_index_en_de_dag_ervoor_niet(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    velden = {"geboortemaand": "1991-06", "uiterlijkTot": "2014-06-12"}
    huis.klok.zet("2014-06-11", 23)
    assert school.meldt(**velden).status_code == 201
    huis.klok.zet("2014-06-12", 0)
    is_geweigerd(huis, school.meldt(**velden), 403, "uiterlijk-tot-voorbij", regel="S01", wijzer="/uiterlijkTot")


def test_S04_hetzelfde_signaal_nog_eens_geeft_200_en_hetzelfde_antwoord(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam(ouders=(MOEDER, VADER), leefgebieden=["gezin", "wonen"])
    eerste = school.post("/v1/signalen", lichaam)
    opnieuw = lichaam | {
        "kindToken": school.zegel(KINDEREN[0], lichaam["signaalId"], "kind"),
        "ouderTokens": [school.zegel(o, lichaam["signaalId"], "ouder") for o in (VADER, MOEDER)],
        "leefgebieden": ["wonen", "gezin"],
    }
    tweede = school.post("/v1/signalen", opnieuw)
    assert (eerste.status_code, tweede.status_code) == (201, 200)
    assert eerste.json() == tweede.json()
    assert len(school.get("/v1/signalen").json()["signalen"]) == 1


def test_S04_een_herhaling_krijgt_haar_antwoord_ook_als_melden_nu_niet_meer_zou_mogen(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    eerste = school.post("/v1/signalen", lichaam)
    school.token()
    beheer.wijs_aan(
        huis.tools,
        BEHEER,
        Professional(uuid4(), school.id, "pro", date(2010, 1, 1), date(2012, 1, 1)),
    )
    tweede = school.post("/v1/signalen", lichaam)
    assert tweede.status_code == 200, tweede.text
    assert tweede.json() == eerste.json()


def test_S05_een_tweede_signaal_werkt_het_eerste_bij_en_beide_ids_antwoorden(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    een, twee = uuid4(), uuid4()
    school.meldt(signaalId=een, soort="zorgen")
    huis.klok.zet("2014-06-10")
    antwoord = school.meldt(signaalId=twee, leefgebieden=["wonen", "werk"], uiterlijkTot="2015-01-01")
    assert antwoord.status_code == 201
    assert antwoord.json()["signaalId"] == str(twee)
    beelden = [school.get(f"/v1/signalen/{id_}").json() for id_ in (een, twee)]
    assert [beeld.pop("signaalId") for beeld in beelden] == [str(een), str(twee)]
    assert beelden[0] == beelden[1]
    assert beelden[0]["soort"] == "zorgen"
    assert beelden[0]["leefgebieden"] == ["werk", "wonen"]
    assert beelden[0]["uiterlijkTot"] == "2016-06-02"
    assert beelden[0]["geregistreerd"].startswith("2014-06-02")
    assert len(lees_database(huis, "SELECT FROM signaal")) == 1
    assert [s["signaalId"] for s in school.get("/v1/signalen").json()["signalen"]] == [str(een)]


def test_S05_na_een_einde_is_een_nieuw_signaal_een_nieuw_signaal(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    eerste = school.meldt().json()["signaalId"]
    school.post(f"/v1/signalen/{eerste}/beeindigingen", {"tot": "2014-06-02"})
    huis.klok.zet("2014-06-03")
    school.meldt()
    assert len(lees_database(huis, "SELECT FROM signaal")) == 2
