# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What who reported hears of the follow-up, and what not yet (R08, V03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import berichten, een_match, laatste_bericht
from tests.api.test_opvolgen import eerste_signaal, tot_in_regie
from tests.huis import KINDEREN, veiligheidsgrond
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def in_nazorg(wijkteam: Partij, partij: Partij, match: str) -> None:
    """Closed into aftercare by a party."""
    tot_in_regie(wijkteam, match)
    vraag = {"organisatieId": str(partij.id), "tot": "2015-02-02"}
    nazorg = wijkteam.post(f"/v1/matches/{match}/nazorg", vraag).json()["nazorg"][0]["nazorgId"]
    partij.post(f"/v1/nazorg/{nazorg}/aanvaardingen")
    sluiten = {"reden": "hulp-loopt", "nazorgId": nazorg}
    assert wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten).json()["status"] == "nazorg"


def _terug(partij: Partij) -> dict[str, Any]:
    inhoud: dict[str, Any] = partij.get(f"/v1/signalen/{eerste_signaal(partij)}/terugkoppeling").json()
    return inhoud


def _voorlopig(huis: Huis) -> tuple[Partij, str]:
    """Ten days on, Veilig Thuis reports on a ground that a second person has yet to confirm: who, and the ground."""
    huis.klok.verder(days=10)
    thuis = huis.partij("Veilig Thuis", Categorie.VEILIG_THUIS)
    antwoord = thuis.meldt(soort="zorgen", toestemming=None, veiligheidsgrond=veiligheidsgrond())
    assert antwoord.status_code == 201, antwoord.text
    return thuis, antwoord.json()["veiligheidsgrondId"]


@pytest.mark.parametrize("aangenomen", [False, True])
def test_V03_M16_R08_wat_een_onbevestigde_grond_heropent_hoort_een_melder_pas_na_bevestiging(
    huis: Huis, aangenomen: bool
) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
    toen = [_terug(school), _terug(cjg)]
    assert [t["status"] for t in toen] == ["afgesloten", "afgesloten"]
    plaats = laatste_bericht(huis)
    thuis, grond = _voorlopig(huis)
    assert sorted(berichten(huis, plaats)) == [("match-heropend", "Veilig Thuis"), ("match-heropend", "regisseur")]
    plaats = laatste_bericht(huis)
    if aangenomen:
        assert wijkteam.post(f"/v1/matches/{match}/aanvaardingen").status_code == 201
        assert berichten(huis, plaats) == [("match-aangenomen", "Veilig Thuis")]
    assert [_terug(school), _terug(cjg)] == toen
    assert _terug(thuis)["status"] == ("aangenomen" if aangenomen else "toegewezen")
    for partij in (school, cjg):
        assert partij.get(f"/v1/signalen/{eerste_signaal(partij)}").json()["match"] is False
    huis.klok.verder(days=1)
    plaats = laatste_bericht(huis)
    assert thuis.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede").status_code == 201
    gehoord = [b for b in berichten(huis, plaats) if b[1] in ("De Klaver", "CJG")]
    assert sorted(gehoord) == [("match-heropend", "CJG"), ("match-heropend", "De Klaver")]
    assert _terug(school)["status"] == ("aangenomen" if aangenomen else "toegewezen")
    assert "match-heropend" in [stap["soort"] for stap in _terug(school)["stappen"]]
    plaats = laatste_bericht(huis)
    huis.veeg()
    assert [b for b in berichten(huis, plaats) if b[0] == "match-heropend"] == []


def test_V03_M16_na_een_verborgen_heropening_brengt_een_eigen_nieuw_signaal_de_match_aan_het_licht(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    tot_in_regie(wijkteam, match)
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
    _voorlopig(huis)
    huis.klok.verder(hours=1)
    plaats = laatste_bericht(huis)
    assert huis.partij("Woonstad", Categorie.WONEN).meldt().json()["match"] is True
    gehoord = {wie: soort for soort, wie in berichten(huis, plaats)}
    assert gehoord["CJG"] == gehoord["De Klaver"] == "match-nieuws"
    assert [_terug(partij)["status"] for partij in (school, cjg)] == ["toegewezen", "toegewezen"]


def test_V03_R07_wat_een_onbevestigde_grond_uit_nazorg_haalt_is_voor_een_melder_nog_in_nazorg(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    in_nazorg(wijkteam, cjg, match)
    toen = _terug(school)
    assert (toen["status"], toen["stappen"][-1]["soort"]) == ("nazorg", "nazorg-begonnen")
    plaats = laatste_bericht(huis)
    thuis, grond = _voorlopig(huis)
    assert sorted(berichten(huis, plaats)) == [("match-heropend", "Veilig Thuis"), ("match-heropend", "regisseur")]
    assert _terug(school) == toen
    assert thuis.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede").status_code == 201
    assert _terug(school)["status"] == "toegewezen"


def test_R08_de_melder_volgt_de_match_van_begin_tot_eind(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    pad = f"/v1/signalen/{eerste_signaal(school)}/terugkoppeling"
    standen = [school.get(pad).json()["status"]]
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        wijkteam.post(f"/v1/matches/{match}/{stap}")
        standen.append(school.get(pad).json()["status"])
    assert standen == ["toegewezen", "aangenomen", "contact-gelegd", "in-regie"]
    terug = school.get(pad).json()
    assert terug["regisseur"] == {"naam": "R. Regisseur", "telefoon": "010-1234567"}
    assert [s["soort"] for s in terug["stappen"]] == [
        "match-geopend",
        "match-toegewezen",
        "match-aangenomen",
        "contact-gelegd",
        "overleg-gehouden",
    ]
    buiten = huis.partij("Buiten")
    buiten.meldt(KINDEREN[1], ouders=())
    geen = buiten.get(f"/v1/signalen/{eerste_signaal(buiten)}/terugkoppeling").json()
    assert (geen["status"], geen["stappen"]) == (None, [])
    assert buiten.get(pad).status_code == 404


def test_R08_een_nieuwe_regisseur_in_nazorg_hoeft_volgens_de_melder_niets_aan_te_nemen(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    coordinator = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    in_nazorg(wijkteam, cjg, match)
    ander = huis.partij("Wijkteam Zuid", Categorie.JEUGDHULP)
    huis.regisseur(ander, "Z. Zuid")
    coordinator.post(f"/v1/matches/{match}/toewijzingen", {"regisseurId": str(ander.professional)})
    terug = school.get(f"/v1/signalen/{eerste_signaal(school)}/terugkoppeling").json()
    assert (terug["status"], terug["stappen"][-1]["soort"]) == ("nazorg", "match-toegewezen")
    assert terug["regisseur"]["naam"] == "Z. Zuid"
