# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After a withdrawal: what others still see of the signal, what of the match, and what the log kept (T04, M11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import is_geweigerd, lees_database, logregels
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def _goed(antwoord: Any) -> dict[str, Any]:
    assert antwoord.status_code == 201, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def _trek_in(partij: Partij, id_: str) -> Any:
    return partij.post(f"/v1/toestemmingen/{id_}/intrekkingen", {"door": "ouder-met-gezag"})


def _anderen(huis: Huis) -> tuple[Partij, Partij]:
    """Another reporter, and a director's party."""
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    return huis.partij("CJG", Categorie.JGZ), wijkteam


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


@pytest.mark.parametrize("aanvaard", [False, True])
def test_T04_M11_na_intrekking_ziet_niemand_er_iets_van_en_zegt_het_logboek_wie_het_zag(
    huis: Huis, school: Partij, aanvaard: bool
) -> None:
    (cjg, wijkteam), wonen = _anderen(huis), huis.partij("Woonstad", Categorie.WONEN)
    eerst = _goed(school.meldt(soort="zorgen", leefgebieden=["werk"]))
    van_cjg = _goed(cjg.meldt(soort="zorgen"))["signaalId"]
    _goed(wonen.meldt())
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    pad = f"/v1/matches/{match['matchId']}"
    if aanvaard:
        _goed(wijkteam.post(f"{pad}/aanvaardingen"))
    for wie, adres in ((wijkteam, pad), (cjg, f"/v1/signalen/{van_cjg}")):
        assert "De Klaver" in wie.get(adres).text
    _goed(_trek_in(school, eerst["toestemmingId"]))
    for wie, adressen in ((wijkteam, [pad, "/v1/matches"]), (cjg, [f"/v1/signalen/{van_cjg}", "/v1/signalen"])):
        for adres in adressen:
            gelezen = wie.get(adres)
            assert gelezen.status_code == 200
            assert "De Klaver" not in gelezen.text
    # The match stands on what is left, in its words, its numbers and its list alike.
    beeld = wijkteam.get(pad).json()
    assert sorted(deel["organisatie"] for deel in beeld["signalen"]) == ["CJG", "Woonstad"]
    assert "werk" not in " ".join(beeld["uitleg"])
    assert all("niet voor u" not in zin for zin in beeld["uitleg"])
    (rij,) = lees_database(huis, "SELECT id FROM signaal WHERE organisatie = %s", school.id)
    onderwerp = {"soort": "signaal", "id": str(rij["id"])}
    zagen = {(r["organisatie"], r["tag"]) for r in logregels(huis) if onderwerp in r["onderwerpen"]}
    assert {(wijkteam.id, "api:match:bekijken"), (cjg.id, "api:signaal:bekijken")} <= zagen


def test_T04_M07_ook_uit_een_som_of_een_telling_is_een_ingetrokken_signaal_niet_meer_af_te_leiden(
    huis: Huis, school: Partij
) -> None:
    (cjg, wijkteam), wonen = _anderen(huis), huis.partij("Woonstad", Categorie.WONEN)
    eerst = _goed(school.meldt(soort="zorgen", leefgebieden=["werk", "wonen", "inkomen"]))
    for ander in (cjg, wonen):
        _goed(ander.meldt(soort="zorgen"))

    def beeld() -> tuple[bool, dict[str, int | None]]:
        (match,) = wijkteam.get("/v1/matches").json()["matches"]
        return match["multiproblematiek"], {regel["soort"]: regel["gewicht"] for regel in match["tijdlijn"]}

    veel, tijdlijn = beeld()
    assert (veel, "multiproblematiek" in tijdlijn, tijdlijn["stapeling"]) == (True, True, 4)
    _goed(_trek_in(school, eerst["toestemmingId"]))
    veel, tijdlijn = beeld()
    assert (veel, "multiproblematiek" in tijdlijn, tijdlijn["stapeling"]) == (False, False, None)


def test_T04_M11_zonder_grond_vervalt_een_match_die_nog_niemand_had_aangenomen(huis: Huis, school: Partij) -> None:
    cjg, wijkteam = _anderen(huis)
    eerst = _goed(school.meldt(soort="zorgen"))
    van_cjg = _goed(cjg.meldt())["signaalId"]
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    inhoud = _goed(_trek_in(school, eerst["toestemmingId"]))
    assert (inhoud["match"], inhoud["status"]) == (False, "slapend")
    is_geweigerd(huis, wijkteam.get(f"/v1/matches/{match['matchId']}"), 404, "niet-gevonden", door=wijkteam)
    assert wijkteam.get("/v1/matches").json() == {"matches": []}
    beeld = cjg.get(f"/v1/signalen/{van_cjg}").json()
    assert (beeld["match"], beeld["matchBeeld"], beeld["telt"]) == (False, None, True)
