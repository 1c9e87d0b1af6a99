# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""While a request is pending nothing of whom it is about is destroyed, and when it ends it is (G02, B03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.hulp import is_geweigerd, lees_database
from tests.api.verzoek import adviseert, besluit, een_fg, lees, meldt, vraagt

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
        is_geweigerd(huis, besluit(fg, verzoek, "toegewezen", "niets-bekend"), 403, "wel-iets-bekend", regel="G02")
        antwoord = besluit(fg, verzoek, "toegewezen", "alles-gegeven")
    else:
        antwoord = fg.post(f"/v1/verzoeken/{verzoek}/intrekkingen")
    assert antwoord.status_code == 201, antwoord.text
    for tabel in ("bevroren", "bevriezing", "persoon"):
        assert lees_database(huis, f"SELECT FROM {tabel}") == []


@pytest.mark.parametrize("geveegd", [True, False])
def test_G03_wie_inzage_vroeg_hoort_ook_wat_op_zijn_verzoek_wacht(huis: Huis, *, geveegd: bool) -> None:
    school, fg = huis.partij("De Klaver"), een_fg(huis)
    assert school.meldt(ouders=(), toestemming=None).status_code == 201
    huis.klok.verder(hours=1)
    assert len(school.get("/v1/signalen").json()["signalen"]) == 1
    verzoek = vraagt(fg)["verzoekId"]
    huis.klok.verder(days=29)
    if geveegd:
        huis.veeg()
    gezien = lees(fg, verzoek)
    assert (gezien["dossier"], gezien["adviezen"][0]["ingetrokken"]) == (True, False)
    antwoord = fg.get(f"/v1/verzoeken/{verzoek}/antwoord").json()
    (verteld,) = antwoord["signalen"]
    assert (verteld["organisatie"], verteld["bewaardTot"], verteld["status"]) == ("De Klaver", None, "vervallen")
    assert "dit verzoek klaar is; daarna wordt het vernietigd" in str(antwoord["brief"])
    gekeken = [(blik["organisatie"], blik["dagen"]) for blik in antwoord["gekeken"]]
    assert gekeken == [("De Klaver", ["2014-06-02"]), ("De gemeente", ["2014-07-01"])]


def test_G02_B03_een_verzoek_om_verwijdering_van_wat_al_wacht_wordt_toegewezen(huis: Huis) -> None:
    school, fg = huis.partij("De Klaver"), een_fg(huis)
    assert school.meldt(ouders=(), toestemming=None).status_code == 201
    verzoek = vraagt(fg, recht="verwijdering")["verzoekId"]
    huis.klok.verder(days=29)
    huis.veeg()
    is_geweigerd(huis, besluit(fg, verzoek, "afgewezen", "niets-bekend"), 403, "wel-iets-bekend", regel="G02")
    antwoord = besluit(fg, verzoek, "toegewezen", "geen-grond-meer")
    assert (antwoord.status_code, antwoord.json()["besluit"]["maatregelen"]) == (201, [])
    assert lees_database(huis, "SELECT FROM bevroren") == []


@pytest.mark.parametrize("geveegd", [True, False])
def test_G02_A06_een_organisatie_adviseert_ook_over_wat_op_het_verzoek_wacht(huis: Huis, *, geveegd: bool) -> None:
    school, ander, fg = huis.partij("De Klaver"), huis.partij("Ander"), een_fg(huis)
    eigen = meldt(school, ouders=(), toestemming=None)
    verzoek = vraagt(fg)["verzoekId"]
    huis.klok.verder(days=29)
    if geveegd:
        huis.veeg()
    (vraag,) = school.get("/v1/adviesvragen").json()["adviesvragen"]
    assert vraag["signaalId"] == eigen
    is_geweigerd(huis, adviseert(ander, verzoek, eigen), 404, "niet-gevonden", regel="I06", door=ander)
    over_grond = adviseert(school, verzoek, eigen, grondVertellen=True)
    is_geweigerd(huis, over_grond, 409, "geen-grond-te-vertellen", regel="G02")
    assert adviseert(school, verzoek, eigen).status_code == 201
    assert lees(fg, verzoek)["adviezen"][0]["advies"] == "inwilligen"


def test_G01_de_leeftijd_wordt_ook_nagegaan_van_wat_op_het_verzoek_wacht(huis: Huis) -> None:
    school, fg = huis.partij("De Klaver"), een_fg(huis)
    meldt(school, ouders=(), toestemming=None, geboortemaand="2000-01")
    verzoek = vraagt(fg)["verzoekId"]
    huis.klok.verder(days=29)
    huis.veeg()
    antwoord = fg.get(f"/v1/verzoeken/{verzoek}/antwoord")
    is_geweigerd(huis, antwoord, 403, "leeftijdsgroep-past-niet", regel="G01")


def test_G02_een_ander_verzoek_houdt_het_vast(huis: Huis) -> None:
    school, fg = huis.partij("De Klaver"), een_fg(huis)
    assert school.meldt(ouders=(), toestemming=None).status_code == 201
    eerste, _ = vraagt(fg)["verzoekId"], vraagt(fg)["verzoekId"]
    huis.klok.verder(days=29)
    huis.veeg()
    assert fg.post(f"/v1/verzoeken/{eerste}/intrekkingen").status_code == 201
    assert len(lees_database(huis, "SELECT FROM bevroren")) == 1


def test_B05_G02_vijf_jaar_na_het_einde_gaat_het_verzoek_zelf_en_een_open_verzoek_niet(huis: Huis) -> None:
    from verwijsindex.use_cases import opschonen

    fg = een_fg(huis)
    besloten, ingetrokken, open_ = (vraagt(fg, "999990093")["verzoekId"] for _ in range(3))
    huis.klok.verder(days=1)
    assert besluit(fg, besloten, "toegewezen", "niets-bekend").status_code == 201
    assert fg.post(f"/v1/verzoeken/{ingetrokken}/intrekkingen").status_code == 201
    huis.klok.zet("2019-06-02", 10)
    assert list(opschonen.ruim_verzoeken(huis.tools)) == []
    (post,) = [p for p in opschonen.vooruitzie_overig(huis.tools, huis.klok.nu.replace(day=3)) if p.klasse == "verzoek"]
    assert str(post.dag) == "2019-06-03"
    huis.klok.zet("2019-06-03", 10)
    assert list(opschonen.ruim_verzoeken(huis.tools)) == [2]
    (over,) = lees_database(huis, "SELECT id FROM verzoek")
    assert str(over["id"]) == open_
    verklaard = lees_database(huis, "SELECT code, regel FROM logregel WHERE tag = 'worker:bewaren:vernietigen'")
    assert [(r["code"], r["regel"]) for r in verklaard] == [("verzoek=2", "B05")]
