# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator over HTTP: appointing, caseloads, and the lists of what lies still (R01, R02, R04, R11, M10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.api.hulp import berichten, een_match, is_geweigerd, laatste_bericht
from tests.huis import BEHEER, GEMEENTE, KINDEREN, veiligheidsgrond
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer, vegen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


@pytest.fixture
def coordinator(huis: Huis) -> Partij:
    partij = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(partij, Rol.COORDINATOR)
    return partij


def lijst(coordinator: Partij, naam: str) -> list[str]:
    matches = coordinator.get(f"/v1/taken?lijst={naam}").json()["matches"]
    return [match["matchId"] for match in matches]


def test_R01_R02_de_coordinator_wijst_een_regisseur_aan_waar_er_geen_plaats_was(
    huis: Huis, coordinator: Partij
) -> None:
    for partij in (huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)):
        partij.meldt(soort="zorgen")
    (match,) = lijst(coordinator, "te-laat")
    gezien = coordinator.get(f"/v1/matches/{match}").json()
    assert (gezien["status"], gezien["caseloadVol"]) == ("nieuw", True)
    assert [(t["soort"], t["aanZet"]) for t in gezien["termijnen"]] == [("toewijzen", "de coördinator")]
    pad = f"/v1/matches/{match}/toewijzingen"
    is_geweigerd(
        huis, coordinator.post(pad, {"regisseurId": str(uuid4())}), 403, "regisseur-onbekend", wijzer="/regisseurId"
    )
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    plaats = laatste_bericht(huis)
    toegewezen = coordinator.post(pad, {"regisseurId": str(wijkteam.professional)})
    assert toegewezen.json()["status"] == "toegewezen"
    assert ("match-toegewezen", "regisseur") in berichten(huis, plaats)
    assert lijst(coordinator, "te-laat") == []
    assert wijkteam.get(f"/v1/matches/{match}").status_code == 200


def test_R01_R04_de_coordinator_vervangt_wie_stilzit(huis: Huis, coordinator: Partij) -> None:
    _, _, stil, match = een_match(huis)
    ander = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(ander, "Z. Zuid")
    huis.klok.zet("2014-06-10")
    huis.veeg()
    assert lijst(coordinator, "te-laat") == [match]
    assert coordinator.get("/v1/caseload").json()["regisseurs"][-1]["teLaat"] == 1
    coordinator.post(f"/v1/matches/{match}/toewijzingen", {"regisseurId": str(ander.professional)})
    assert stil.get(f"/v1/matches/{match}").status_code == 404
    assert lijst(coordinator, "te-laat") == []


def test_R02_de_caseload_toont_wie_plaats_heeft(huis: Huis, coordinator: Partij) -> None:
    een_match(huis)
    vrij = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(vrij, "Z. Zuid")
    gevonden = coordinator.get("/v1/caseload").json()["regisseurs"]
    assert [(r["naam"], r["families"], r["grens"], r["plaats"]) for r in gevonden] == [
        ("Z. Zuid", 0, 20, True),
        ("R. Regisseur", 1, 20, True),
    ]
    assert {r["teLaat"] for r in vrij.get("/v1/caseload").json()["regisseurs"]} == {0}


def test_R01_een_regisseur_die_weg_is_wordt_meteen_vervangen(huis: Huis, coordinator: Partij) -> None:
    _, _, weg, match = een_match(huis)
    weg.post(f"/v1/matches/{match}/aanvaardingen")
    huis.regisseur(weg, actief=False)
    assert [str(id_) for id_ in vegen.herverdeel(huis.tools)] == [match]
    gezien = coordinator.get(f"/v1/matches/{match}").json()
    assert (gezien["status"], gezien["regisseur"]) == ("nieuw", None)
    assert list(vegen.herverdeel(huis.tools)) == []
    ander = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(ander, "Z. Zuid")
    coordinator.post(f"/v1/matches/{match}/toewijzingen", {"regisseurId": str(ander.professional)})
    assert ander.get(f"/v1/matches/{match}").json()["status"] == "toegewezen"


@pytest.mark.parametrize("plaats", [True, False])
def test_R01_R02_een_regisseur_die_elders_gaat_werken_laat_zijn_matches_achter(
    huis: Huis, coordinator: Partij, plaats: bool
) -> None:
    """In the caseload of his municipality nobody would find them any more."""
    _, _, weg, match = een_match(huis)
    weg.post(f"/v1/matches/{match}/aanvaardingen")
    ander = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(ander, "Z. Zuid", actief=plaats)
    assert list(vegen.herverdeel(huis.tools)) == []
    beheer.bewaar_regisseur(huis.tools, BEHEER, replace(huis.regisseur(weg), gemeente="0518"))
    assert [str(id_) for id_ in vegen.herverdeel(huis.tools)] == [match]
    gezien = coordinator.get(f"/v1/matches/{match}").json()
    assert gezien["gemeentecode"] == GEMEENTE
    wie = gezien["regisseur"] and gezien["regisseur"]["naam"]
    assert (gezien["status"], wie) == (("toegewezen", "Z. Zuid") if plaats else ("nieuw", None))
    assert list(vegen.herverdeel(huis.tools)) == []


def test_R11_van_elk_dossier_dat_veilig_thuis_overdroeg_is_er_een_lijst(huis: Huis, coordinator: Partij) -> None:
    een_match(huis)
    thuis, cjg = huis.partij("Veilig Thuis", Categorie.VEILIG_THUIS), huis.partij("Ander CJG", Categorie.JGZ)
    thuis.meldt(KINDEREN[1], ouders=(), soort="zorgen", herkomst="veilig-thuis-overdracht")
    assert lijst(coordinator, "veilig-thuis-overdracht") == []
    cjg.meldt(KINDEREN[1], ouders=(), soort="zorgen")
    (gevonden,) = lijst(coordinator, "veilig-thuis-overdracht")
    assert gevonden in lijst(coordinator, "te-laat") or coordinator.get(f"/v1/matches/{gevonden}").status_code == 200


def test_R11_V03_een_onbevestigde_overdracht_staat_er_niet_op(huis: Huis, coordinator: Partij) -> None:
    _, _, _, match = een_match(huis)
    thuis = huis.partij("Veilig Thuis", Categorie.VEILIG_THUIS)
    grond = thuis.meldt(soort="zorgen", herkomst="veilig-thuis-overdracht", veiligheidsgrond=veiligheidsgrond()).json()[
        "veiligheidsgrondId"
    ]
    assert lijst(coordinator, "veilig-thuis-overdracht") == []
    thuis.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede")
    assert lijst(coordinator, "veilig-thuis-overdracht") == [match]


def test_M10_M11_matches_waarin_niemand_actief_is_staan_op_een_lijst(huis: Huis, coordinator: Partij) -> None:
    school, cjg, _, match = een_match(huis)
    assert lijst(coordinator, "niemand-actief") == []
    huis.klok.verder(days=1)
    for partij in (school, cjg):
        signaal = partij.get("/v1/signalen").json()["signalen"][0]["signaalId"]
        assert partij.post(f"/v1/signalen/{signaal}/beeindigingen", {"tot": "2014-06-02"}).status_code == 201
    assert lijst(coordinator, "niemand-actief") == [match]


def test_M10_T06_een_signaal_dat_slaapt_houdt_een_match_niet_actief(huis: Huis, coordinator: Partij) -> None:
    """The director accepted, so the match stays open for as long as he may ask to continue (M11)."""
    school, cjg, wijkteam, match = een_match(huis)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    lijsten = []
    for partij in (school, cjg):
        signaal = partij.get("/v1/signalen").json()["signalen"][0]["signaalId"]
        (toestemming,) = partij.get(f"/v1/signalen/{signaal}/toestemmingen").json()["toestemmingen"]
        pad = f"/v1/toestemmingen/{toestemming['toestemmingId']}/intrekkingen"
        assert partij.post(pad, {"door": "ouder-met-gezag"}).status_code == 201
        lijsten.append(lijst(coordinator, "niemand-actief"))
    assert lijsten == [[], [match]]


def test_R12_een_onbekende_lijst_is_een_duidelijke_weigering(huis: Huis, coordinator: Partij) -> None:
    is_geweigerd(huis, coordinator.get("/v1/taken?lijst=alles"), 400, "waarde-onbekend")


def test_R06_R10_de_deelnemers_zijn_wie_het_convenant_tekende(huis: Huis, coordinator: Partij) -> None:
    een_match(huis)
    huis.partij("Zonder handtekening", ondertekent=False)
    namen = [d["naam"] for d in coordinator.get("/v1/deelnemers").json()["deelnemers"]]
    assert namen == ["CJG", "De Klaver", "Gemeente", "Wijkteam"]
