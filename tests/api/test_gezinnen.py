# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Proposals about families, over HTTP: advice, decision, splitting later, and what is refused (M04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.hulp import berichten, is_geweigerd, laatste_bericht, lees_database, nieuwe_bsns
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import controle

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

JA = {"uitvoeren": True, "reden": "zelfde-gezin"}
NEE = {"uitvoeren": False, "reden": "ander-gezin"}
ANDER = next(nieuwe_bsns())


def klopt(huis: Huis) -> None:
    """Replaying the recorded deeds gives what is stored (M12)."""
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    assert [v for v in controle.controleer(huis.tools, rijen) if v] == []


def halfzussen(huis: Huis) -> tuple[Partij, ...]:
    """Two children of one mother, a match and a director each; school, cjg, both directors, coordinator."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    een = huis.partij("Wijkteam Noord", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    ander = huis.partij("Wijkteam Zuid", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    coordinator = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    huis.regisseur(een, "N. Noord")
    for kind, ouders in ((KINDEREN[0], (MOEDER, VADER)), (KINDEREN[1], (MOEDER, ANDER))):
        for partij in (school, cjg):
            assert partij.meldt(kind, ouders=ouders, soort="zorgen").status_code == 201
        huis.regisseur(ander, "Z. Zuid")
    return school, cjg, een, ander, coordinator


def matches(partij: Partij) -> list[str]:
    return [match["matchId"] for match in partij.get("/v1/matches").json()["matches"]]


def test_M04_de_coordinator_voegt_samen_na_advies_en_een_match_gaat_verder(huis: Huis) -> None:
    school, _, een, ander, coordinator = halfzussen(huis)
    assert (len(matches(een)), len(matches(ander)), len(matches(coordinator))) == (1, 1, 2)
    een.post(f"/v1/matches/{matches(een)[0]}/aanvaardingen")
    (voorstel,) = coordinator.get("/v1/samenvoegvoorstellen").json()["voorstellen"]
    assert (voorstel["soort"], voorstel["reden"]) == ("samenvoegen", "ouders-verschillen")
    assert [(len(d["partijen"]), d["kinderen"]) for d in voorstel["dossiers"]] == [(2, 1), (2, 1)]
    pad = f"/v1/samenvoegvoorstellen/{voorstel['voorstelId']}"
    is_geweigerd(huis, coordinator.post(f"{pad}/besluiten", {"uitvoeren": True}), 403, "reden-ontbreekt", regel="M04")
    is_geweigerd(huis, coordinator.post(f"{pad}/besluiten", JA), 403, "advies-afwachten", regel="M04")
    for regisseur in (een, ander):
        assert regisseur.get(pad).json()["adviesNodig"] is True
        assert regisseur.post(f"{pad}/adviezen", {"voor": True}).json()["adviesNodig"] is False
    assert school.get(pad).status_code == 403
    plaats = laatste_bericht(huis)
    besloten = coordinator.post(f"{pad}/besluiten", JA)
    assert besloten.status_code == 201, besloten.text
    assert besloten.json()["matchIds"] == matches(coordinator) == matches(een)
    assert matches(ander) == []
    assert [wie for soort, wie in berichten(huis, plaats) if soort == "match-samengevoegd"].count("regisseur") == 2
    assert {s["kind"] for s in een.get(f"/v1/matches/{matches(een)[0]}").json()["signalen"]} == {"kind 1", "kind 2"}
    assert coordinator.get("/v1/samenvoegvoorstellen").json() == {"voorstellen": []}
    klopt(huis)


def test_M04_zonder_advies_beslist_de_coordinator_als_de_termijn_voorbij_is(huis: Huis) -> None:
    *_, een, _, coordinator = halfzussen(huis)
    (voorstel,) = coordinator.get("/v1/samenvoegvoorstellen").json()["voorstellen"]
    pad = f"/v1/samenvoegvoorstellen/{voorstel['voorstelId']}"
    huis.klok.zet("2014-06-06")
    assert coordinator.post(f"{pad}/besluiten", JA).status_code == 201
    assert len(matches(coordinator)) == 1
    assert een.get(pad).status_code == 404
    klopt(huis)


def test_M04_een_nee_blijft_een_nee_tot_er_een_sterkere_band_blijkt(huis: Huis) -> None:
    school, cjg, _, _, coordinator = halfzussen(huis)
    (voorstel,) = coordinator.get("/v1/samenvoegvoorstellen").json()["voorstellen"]
    huis.klok.zet("2014-06-06")
    coordinator.post(f"/v1/samenvoegvoorstellen/{voorstel['voorstelId']}/besluiten", NEE)
    huis.partij("Woonstad", Categorie.WONEN).meldt(KINDEREN[0], ouders=(MOEDER, VADER))
    assert coordinator.get("/v1/samenvoegvoorstellen").json() == {"voorstellen": []}
    assert len(matches(coordinator)) == 2
    klopt(huis)
    # Every report of the second child turns out to name the wrong father: now the known parents are equal.
    for partij in (school, cjg):
        assert partij.meldt(KINDEREN[1], ouders=(MOEDER, VADER), soort="zorgen").status_code == 201
    (voorstel,) = coordinator.get("/v1/samenvoegvoorstellen").json()["voorstellen"]
    assert voorstel["reden"] == "twee-open-matches"
    klopt(huis)


def test_M04_splitsen_kan_later_en_elk_deel_wordt_opnieuw_gewogen(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    wijkteam, coordinator = huis.partij("Wijkteam", Categorie.JEUGDHULP), huis.partij("Gemeente", Categorie.GEEN)
    huis.regisseur(wijkteam)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    for kind in KINDEREN[:2]:
        for partij in (school, cjg):
            partij.meldt(kind, soort="zorgen")
    (match,) = matches(coordinator)
    pad = f"/v1/matches/{match}/splitsingen"
    reden = {"reden": "onjuiste-ouder"}
    is_geweigerd(huis, coordinator.post(pad, {"kinderen": ["kind 2"]}), 403, "reden-ontbreekt", regel="M04")
    is_geweigerd(huis, coordinator.post(pad, {"kinderen": ["kind 7"]} | reden), 403, "kinderen-onbekend", regel="M04")
    alle = {"kinderen": ["kind 1", "kind 2"]} | reden
    is_geweigerd(huis, coordinator.post(pad, alle), 403, "kinderen-onbekend", regel="M04")
    assert wijkteam.post(pad, alle).status_code == 403
    assert coordinator.post(pad, {"kinderen": ["kind 2"]} | reden).status_code == 201
    assert len(matches(coordinator)) == len(matches(wijkteam)) == 2
    klopt(huis)
    # The same tie that was judged does not join them again.
    huis.partij("Woonstad", Categorie.WONEN).meldt(KINDEREN[1])
    assert len(matches(coordinator)) == 2
    assert coordinator.get("/v1/samenvoegvoorstellen").json() == {"voorstellen": []}
    klopt(huis)


def test_M04_het_deel_dat_niet_stapelt_verliest_zijn_match(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    wijkteam, coordinator = huis.partij("Wijkteam", Categorie.JEUGDHULP), huis.partij("Gemeente", Categorie.GEEN)
    huis.regisseur(wijkteam)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    school.meldt(KINDEREN[0])
    cjg.meldt(KINDEREN[1], soort="zorgen")
    (match,) = matches(coordinator)
    gesplitst = coordinator.post(f"/v1/matches/{match}/splitsingen", {"kinderen": ["kind 2"], "reden": "ander-gezin"})
    assert gesplitst.status_code == 201, gesplitst.text
    assert matches(coordinator) == []
    assert [rij["status"] for rij in lees_database(huis, "SELECT status FROM match")] == ["vervallen"]
    klopt(huis)
