# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The life of a family's consent over HTTP: asked or not, given, refused, extended, ended, withdrawn (T01-T07)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import is_geweigerd, lees_database, niets_veranderd
from tests.huis import KINDEREN, toestemming
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

VANDAAG = "2014-06-02"
JA, NEE = {"wie": "ouder-met-gezag", "akkoord": True}, {"wie": "ouder-met-gezag", "akkoord": False}
KIND_JA, KIND_NEE = {"wie": "jeugdige", "akkoord": True}, {"wie": "jeugdige", "akkoord": False}
VERTEGENWOORDIGER = {"wie": "vertegenwoordiger", "akkoord": True}
WEIGERING = toestemming(VANDAAG, stemmen=[NEE])
ONDER_12, TUSSEN, VANAF_16 = "onder-12", "12-tot-16", "vanaf-16"
MAAND = {ONDER_12: "2010-03", TUSSEN: "2001-03", VANAF_16: "1997-03"}


def _goed(antwoord: Any, status: int = 201) -> dict[str, Any]:
    assert antwoord.status_code == status, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def _leg_vast(partij: Partij, signaal: str, inhoud: dict[str, Any], wie: str | None = "pro") -> Any:
    return partij.post(f"/v1/signalen/{signaal}/toestemmingen", inhoud, wie)


def _trek_in(partij: Partij, id_: str, wie: str | None = "pro", **inhoud: Any) -> Any:
    return partij.post(f"/v1/toestemmingen/{id_}/intrekkingen", {"door": "ouder-met-gezag"} | inhoud, wie)


def _verlengd(op: str, **anders: Any) -> dict[str, Any]:
    return {veld: waarde for veld, waarde in toestemming(op, **anders).items() if veld not in ("voor", "met")}


def _stand(partij: Partij, signaal: str) -> tuple[str, list[str]]:
    """How consent stands, and how each answer of the family does."""
    inhoud = _goed(partij.get(f"/v1/signalen/{signaal}/toestemmingen"), 200)
    return inhoud["stand"], [deel["stand"] for deel in inhoud["toestemmingen"]]


def _anderen(huis: Huis) -> tuple[Partij, Partij]:
    """Another reporter, and a director's party."""
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    return huis.partij("CJG", Categorie.JGZ), wijkteam


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


@pytest.fixture
def slapend(school: Partij) -> str:
    """A signal for which nobody was asked yet."""
    inhoud = _goed(school.meldt(toestemming=None))
    assert (inhoud["status"], inhoud["telt"], inhoud["toestemmingId"]) == ("slapend", False, None)
    return str(inhoud["signaalId"])


def test_T06_wie_nooit_is_gevraagd_slaapt_en_wordt_wakker_van_een_ja(school: Partij, slapend: str) -> None:
    assert _stand(school, slapend) == ("nooit-gevraagd", [])
    inhoud = _goed(_leg_vast(school, slapend, toestemming(VANDAAG)))
    assert (inhoud["status"], inhoud["telt"], inhoud["waarom"]) == ("actief", True, "toestemming")
    assert inhoud["toestemmingId"] == inhoud["toestemming"]["toestemmingId"]
    gelezen = _goed(school.get(f"/v1/toestemmingen/{inhoud['toestemmingId']}"), 200)
    assert gelezen == inhoud["toestemming"]
    assert (gelezen["vastgelegdDoor"], gelezen["tot"], gelezen["stand"]) == ("pro", "2015-06-02", "gegeven")
    assert _stand(school, slapend) == ("gegeven", ["gegeven"])


def test_T06_M12_een_slapend_signaal_dat_wakker_wordt_geeft_meteen_de_match(huis: Huis, school: Partij) -> None:
    cjg, wijkteam = _anderen(huis)
    slapend = _goed(school.meldt(soort="zorgen", toestemming=None))["signaalId"]
    assert _goed(cjg.meldt())["match"] is False
    assert wijkteam.get("/v1/matches").json() == {"matches": []}
    assert _goed(_leg_vast(school, slapend, toestemming(VANDAAG)))["match"] is True
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    assert {deel["organisatie"] for deel in match["signalen"]} == {"De Klaver", "CJG"}


def test_T06_een_weigering_is_een_antwoord_en_vernietigt_het_signaal_na_twee_werkdagen(
    huis: Huis, school: Partij, slapend: str
) -> None:
    inhoud = _goed(_leg_vast(school, slapend, WEIGERING))
    assert (inhoud["waarom"], inhoud["toestemming"]["stand"]) == ("toestemming-geweigerd", "geweigerd")
    assert inhoud["toestemming"]["tot"] is None
    for dag_, bestaat in (("2014-06-04", True), ("2014-06-05", False)):
        huis.klok.zet(dag_, 0)
        huis.veeg()
        assert bool(lees_database(huis, "SELECT FROM signaal")) is bestaat
    is_geweigerd(huis, school.get(f"/v1/signalen/{slapend}"), 404, "niet-gevonden", door=school)
    is_geweigerd(huis, _leg_vast(school, slapend, toestemming(VANDAAG)), 404, "niet-gevonden")


def test_T06_zonder_weigering_wordt_een_slapend_signaal_pas_na_28_dagen_vernietigd(huis: Huis, slapend: str) -> None:
    for dagen, bestaat in ((27, 1), (28, 0)):
        huis.klok.nu = type(huis.klok)().nu
        huis.klok.verder(days=dagen)
        huis.veeg()
        assert len(lees_database(huis, "SELECT FROM signaal")) == bestaat, slapend


@pytest.mark.parametrize("stemmen", [[JA, NEE], [NEE, JA], [NEE], [NEE, NEE]])
def test_T02_ouders_die_het_niet_eens_zijn_geven_geen_toestemming(
    school: Partij, slapend: str, stemmen: list[Any]
) -> None:
    inhoud = _goed(_leg_vast(school, slapend, toestemming(VANDAAG, stemmen=stemmen, gezaghebbenden=2)))
    assert (inhoud["telt"], inhoud["toestemming"]["stand"]) == (False, "geweigerd")


@pytest.mark.parametrize(
    ("groep", "stemmen", "gezag", "anders", "code", "regel"),
    [
        (ONDER_12, [KIND_JA], 1, {}, "toestemming-door-verkeerde", "T01"),
        (ONDER_12, [KIND_JA, JA], 1, {}, "toestemming-door-verkeerde", "T01"),
        (ONDER_12, [KIND_NEE], 1, {}, "toestemming-door-verkeerde", "T01"),
        (ONDER_12, [JA], 2, {}, "stem-ontbreekt", "T02"),
        (ONDER_12, [JA, JA], 1, {}, "stemmen-te-veel", "T02"),
        (ONDER_12, [JA], 0, {}, "stemmen-te-veel", "T02"),
        (ONDER_12, [JA], 1, {"wilsonbekwaam": "psychische-toestand"}, "wilsonbekwaam-onder-12", "T01"),
        (TUSSEN, [JA], 1, {}, "stem-ontbreekt", "T01"),
        (TUSSEN, [KIND_JA], 1, {}, "stem-ontbreekt", "T01"),
        (TUSSEN, [KIND_JA, JA], 1, {"wilsonbekwaam": "psychische-toestand"}, "toestemming-door-verkeerde", "T01"),
        (VANAF_16, [JA], 1, {}, "toestemming-door-verkeerde", "T01"),
        (VANAF_16, [KIND_JA, JA], 1, {}, "toestemming-door-verkeerde", "T01"),
    ],
)
def test_T01_T02_wie_er_niet_over_gaat_geeft_geen_toestemming(
    huis: Huis, school: Partij, groep: str, stemmen: list[Any], gezag: int, anders: Any, code: str, regel: str
) -> None:
    fout = toestemming(VANDAAG, stemmen=stemmen, gezaghebbenden=gezag, leeftijdsgroep=groep, **anders)
    slapend = _goed(school.meldt(geboortemaand=MAAND[groep], toestemming=None))["signaalId"]
    with niets_veranderd(huis):
        los = is_geweigerd(huis, _leg_vast(school, slapend, fout), 403, code, regel=regel, door=school)
        mee = school.meldt(KINDEREN[1], geboortemaand=MAAND[groep], toestemming=fout)
        mee = is_geweigerd(huis, mee, 403, code, regel=regel, door=school)
    # Both entrances say the same, each with a pointer into its own body.
    assert [f["code"] for f in mee["fouten"]] == [f["code"] for f in los["fouten"]]
    assert [f["wijzer"] for f in mee["fouten"]] == [f"/toestemming{f['wijzer']}" for f in los["fouten"]]


@pytest.mark.parametrize(
    ("groep", "stemmen", "gezag", "anders"),
    [
        (ONDER_12, [JA, JA], 2, {}),
        (TUSSEN, [KIND_JA, JA], 2, {}),
        (VANAF_16, [KIND_JA], 2, {}),
        (TUSSEN, [VERTEGENWOORDIGER], 0, {"wilsonbekwaam": "verstandelijke-beperking"}),
        (VANAF_16, [VERTEGENWOORDIGER], 0, {"wilsonbekwaam": "verstandelijke-beperking"}),
    ],
)
def test_T01_wie_erover_gaat_geeft_toestemming(
    school: Partij, groep: str, stemmen: list[Any], gezag: int, anders: Any
) -> None:
    goed = toestemming(VANDAAG, stemmen=stemmen, gezaghebbenden=gezag, leeftijdsgroep=groep, **anders)
    assert _goed(school.meldt(geboortemaand=MAAND[groep], toestemming=goed))["telt"] is True


@pytest.mark.parametrize(
    ("velden", "code", "regel", "wijzer"),
    [
        ({"gegevenOp": "2014-06-03"}, "toestemming-in-toekomst", "T03", "/gegevenOp"),
        ({"tot": "2014-06-01"}, "toestemming-voorbij", "T03", "/tot"),
        ({"voor": ["registreren"]}, "toestemming-te-beperkt", "T03", "/voor"),
        ({"leeftijdsgroep": TUSSEN, "stemmen": [KIND_JA, JA]}, "leeftijdsgroep-onmogelijk", "T01", "/leeftijdsgroep"),
        ({"tot": "2022-07-01"}, "toestemming-na-verjaardag", "T05", "/tot"),
    ],
)
def test_T03_T05_toestemming_die_nergens_voor_telt_wordt_niet_vastgelegd(
    huis: Huis, school: Partij, slapend: str, velden: Any, code: str, regel: str, wijzer: str
) -> None:
    fout = toestemming(VANDAAG) | velden
    with niets_veranderd(huis):
        is_geweigerd(huis, _leg_vast(school, slapend, fout), 403, code, regel=regel, wijzer=wijzer, door=school)
        mee = school.meldt(KINDEREN[1], toestemming=fout)
        is_geweigerd(huis, mee, 403, code, regel=regel, wijzer=f"/toestemming{wijzer}", door=school)


@pytest.mark.parametrize(
    ("velden", "code"),
    [
        ({"stemmen": []}, "te-weinig"),
        ({"stemmen": [{"wie": "oma", "akkoord": True}]}, "waarde-onbekend"),
        ({"gezaghebbenden": 3}, "waarde-ongeldig"),
        ({"voor": []}, "te-weinig"),
        ({"voor": ["alles"]}, "waarde-onbekend"),
        ({"met": []}, "te-weinig"),
        ({"wijze": "overgenomen"}, "waarde-onbekend"),
        ({"gegevenOp": 20140602}, "datum-ongeldig"),
        ({"toelichting": "moeder zei ja"}, "veld-onbekend"),
        ({"wilsonbekwaam": "zegt de school"}, "waarde-onbekend"),
    ],
)
def test_S03_T03_wat_geen_goede_opgave_is_komt_niet_binnen(
    huis: Huis, school: Partij, slapend: str, velden: Any, code: str
) -> None:
    with niets_veranderd(huis):
        is_geweigerd(huis, _leg_vast(school, slapend, toestemming(VANDAAG) | velden), 400, code, door=school)


def test_T03_toestemming_loopt_af_en_wordt_daarvoor_verlengd_voor_hetzelfde(huis: Huis, school: Partij) -> None:
    met = toestemming(VANDAAG, "2014-07-31", met=["jgz"], voor=["registreren", "contactgegevens"])
    eerst = _goed(school.meldt(toestemming=met))
    huis.klok.zet("2014-07-31", 23)
    pad = f"/v1/toestemmingen/{eerst['toestemmingId']}/verlengingen"
    inhoud = _goed(school.post(pad, _verlengd("2014-07-31", tot="2014-12-31")))
    nieuw = inhoud["toestemming"]
    assert (nieuw["met"], nieuw["voor"], nieuw["tot"]) == (["jgz"], ["contactgegevens", "registreren"], "2014-12-31")
    assert _stand(school, eerst["signaalId"]) == ("gegeven", ["gegeven", "gegeven"])
    huis.klok.zet("2015-01-01", 0)
    assert _stand(school, eerst["signaalId"]) == ("verlopen", ["verlopen", "verlopen"])
    assert school.get(f"/v1/signalen/{eerst['signaalId']}").json()["waarom"] == "toestemming-verlopen"
    pad = f"/v1/toestemmingen/{nieuw['toestemmingId']}/verlengingen"
    antwoord = school.post(pad, _verlengd("2015-01-01"))
    is_geweigerd(huis, antwoord, 409, "toestemming-verlopen", regel="T03", door=school)
    is_geweigerd(huis, _trek_in(school, nieuw["toestemmingId"]), 409, "toestemming-verlopen", regel="T04")


def test_T05_toestemming_van_voor_de_twaalfde_verjaardag_duurt_er_hooguit_drie_maanden_na(
    huis: Huis, school: Partij
) -> None:
    """Born in August 2002: without an end consent stops three months after the earliest birthday."""
    inhoud = _goed(school.meldt(geboortemaand="2002-08", toestemming=toestemming(VANDAAG)))
    gelezen = school.get(f"/v1/toestemmingen/{inhoud['toestemmingId']}").json()
    assert gelezen["tot"] == "2014-11-01"
    huis.klok.zet("2014-11-02", 0)
    huis.veeg()
    assert _stand(school, inhoud["signaalId"]) == ("verlopen", ["verlopen"])


@pytest.mark.parametrize("wie", ["school", "machine", "cjg", "regisseur"])
def test_T04_A03_A06_alleen_een_mens_van_de_eigen_organisatie_trekt_in_en_een_keer(
    huis: Huis, school: Partij, wie: str
) -> None:
    cjg, wijkteam = _anderen(huis)
    id_ = _goed(school.meldt(soort="zorgen"))["toestemmingId"]
    _goed(cjg.meldt())
    if wie == "school":
        assert _goed(_trek_in(school, id_))["toestemming"]["ingetrokkenDoor"] == "ouder-met-gezag"
        is_geweigerd(huis, _trek_in(school, id_), 409, "toestemming-ingetrokken", regel="T04", door=school)
        antwoord = school.post(f"/v1/toestemmingen/{id_}/verlengingen", _verlengd(VANDAAG))
        is_geweigerd(huis, antwoord, 409, "toestemming-ingetrokken", regel="T03", door=school)
        return
    with niets_veranderd(huis):
        if wie == "machine":
            is_geweigerd(huis, _trek_in(school, id_, None), 403, "professional-vereist", regel="A03", door=school)
        else:
            ander = cjg if wie == "cjg" else wijkteam
            vreemd = is_geweigerd(huis, _trek_in(ander, id_), 404, "niet-gevonden", regel="I06", door=ander)
            assert vreemd == _trek_in(ander, str(uuid4())).json()


def test_T04_na_een_weigering_is_er_niets_om_in_te_trekken(huis: Huis, school: Partij, slapend: str) -> None:
    id_ = _goed(_leg_vast(school, slapend, WEIGERING))["toestemmingId"]
    is_geweigerd(huis, _trek_in(school, id_), 409, "toestemming-geweigerd", regel="T04", door=school)


def test_T04_de_intrekking_van_een_antwoord_dat_is_opgevolgd_gaat_niet_stil_voorbij(huis: Huis, school: Partij) -> None:
    """The family's no must reach the answer that stands: to end another would look done, and change nothing."""
    eerst = _goed(school.meldt())
    huis.klok.zet("2014-06-10")
    pad = f"/v1/toestemmingen/{eerst['toestemmingId']}/verlengingen"
    later = _goed(school.post(pad, _verlengd("2014-06-10")))
    for antwoord in (_trek_in(school, eerst["toestemmingId"]), school.post(pad, _verlengd("2014-06-10"))):
        is_geweigerd(huis, antwoord, 409, "later-antwoord-staat", regel="T07", door=school)
    inhoud = _goed(_trek_in(school, later["toestemmingId"]))
    assert (inhoud["telt"], inhoud["waarom"]) == (False, "toestemming-ingetrokken")


def test_T07_wat_het_gezin_eerder_zei_maakt_wat_het_later_zei_niet_ongedaan(huis: Huis, school: Partij) -> None:
    huis.klok.zet("2014-06-10")
    eerst = _goed(school.meldt(toestemming=toestemming("2014-06-05")))
    _goed(_trek_in(school, eerst["toestemmingId"]))
    antwoord = _leg_vast(school, eerst["signaalId"], toestemming("2014-06-09"))
    is_geweigerd(huis, antwoord, 409, "later-antwoord-staat", regel="T07", wijzer="/gegevenOp", door=school)
    assert _stand(school, eerst["signaalId"]) == ("ingetrokken", ["ingetrokken"])
    huis.klok.zet("2014-06-11")
    assert _goed(_leg_vast(school, eerst["signaalId"], toestemming("2014-06-11")))["telt"] is True
    assert _stand(school, eerst["signaalId"]) == ("gegeven", ["ingetrokken", "gegeven"])


def test_T07_de_weigering_bij_de_een_blijft_staan_naast_de_toestemming_bij_de_ander(huis: Huis, school: Partij) -> None:
    cjg = huis.partij("CJG", Categorie.JGZ)
    geweigerd = _goed(school.meldt(toestemming=WEIGERING))
    assert _goed(cjg.meldt(soort="zorgen"))["telt"] is True
    assert _stand(school, geweigerd["signaalId"]) == ("geweigerd", ["geweigerd"])


def test_T01_alleen_wie_erover_gaat_trekt_in(huis: Huis, school: Partij) -> None:
    """A child of four: its own word weighs nothing yet, whichever side it is on."""
    eerst = _goed(school.meldt())
    for door in ("jeugdige", "vertegenwoordiger"):
        with niets_veranderd(huis):
            antwoord = _trek_in(school, eerst["toestemmingId"], door=door)
            is_geweigerd(huis, antwoord, 403, "intrekken-door-verkeerde", regel="T01", wijzer="/door", door=school)
    assert _stand(school, eerst["signaalId"]) == ("gegeven", ["gegeven"])


def test_S05_T07_een_nee_van_dezelfde_dag_gaat_ook_in_een_herhaling_niet_verloren(huis: Huis, school: Partij) -> None:
    eerst = _goed(school.meldt())
    assert _goed(school.meldt(toestemming=WEIGERING))["waarom"] == "toestemming-geweigerd"
    assert _stand(school, eerst["signaalId"]) == ("geweigerd", ["gegeven", "geweigerd"])


def test_S05_T07_een_herhaling_met_een_ander_ouder_antwoord_wordt_geweigerd_en_niet_stil_overgeslagen(
    huis: Huis, school: Partij
) -> None:
    huis.klok.zet("2014-06-10")
    _goed(school.meldt(toestemming=toestemming("2014-06-09")))
    with niets_veranderd(huis):
        antwoord = school.meldt(toestemming=toestemming("2014-06-08"))
        wijzer = "/toestemming/gegevenOp"
        is_geweigerd(huis, antwoord, 409, "later-antwoord-staat", regel="T07", wijzer=wijzer, door=school)
    _goed(school.meldt(toestemming=toestemming("2014-06-09")))


@pytest.mark.parametrize("zelfde_id", [True, False])
def test_S04_S05_een_herhaalde_melding_maakt_een_intrekking_niet_ongedaan(
    huis: Huis, school: Partij, zelfde_id: bool
) -> None:
    lichaam = school.lichaam()
    eerst = _goed(school.post("/v1/signalen", lichaam))
    _goed(_trek_in(school, eerst["toestemmingId"]))
    if zelfde_id:
        assert _goed(school.post("/v1/signalen", lichaam), 200) == eerst
    else:
        opnieuw = _goed(school.meldt(toestemming=lichaam["toestemming"]))
        assert (opnieuw["telt"], opnieuw["waarom"]) == (False, "toestemming-ingetrokken")
    assert _stand(school, eerst["signaalId"]) == ("ingetrokken", ["ingetrokken"])
    # Nor does it give the signal more time (T06).
    huis.klok.verder(days=28, seconds=1)
    huis.veeg()
    assert lees_database(huis, "SELECT FROM signaal") == []


def test_S06_bij_een_signaal_dat_ten_onrechte_was_wordt_geen_toestemming_meer_vastgelegd(
    huis: Huis, school: Partij, slapend: str
) -> None:
    _goed(school.post(f"/v1/signalen/{slapend}/intrekkingen", {"reden": "ten-onrechte"}))
    with niets_veranderd(huis):
        antwoord = _leg_vast(school, slapend, toestemming(VANDAAG))
        is_geweigerd(huis, antwoord, 409, "signaal-ingetrokken", regel="S06", door=school)


@pytest.mark.parametrize(
    ("met", "ziet_cjg", "ziet_regisseur"),
    [(None, True, True), (["jgz"], True, False), (["jeugdhulp"], False, True), (["wonen"], False, False)],
)
def test_T03_I01_I02_alleen_genoemde_categorieen_zien_het_signaal(
    huis: Huis, school: Partij, met: list[str] | None, ziet_cjg: bool, ziet_regisseur: bool
) -> None:
    cjg, wijkteam = _anderen(huis)
    _goed(school.meldt(soort="zorgen", toestemming=toestemming(VANDAAG) | ({"met": met} if met else {})))
    van_cjg = _goed(cjg.meldt())["signaalId"]
    assert ("De Klaver" in cjg.get(f"/v1/signalen/{van_cjg}").text) is ziet_cjg
    assert ("De Klaver" in cjg.get("/v1/signalen").text) is ziet_cjg
    assert ("De Klaver" in wijkteam.get("/v1/matches").text) is ziet_regisseur


@pytest.mark.parametrize("inhoud", [False, True])
def test_T03_zonder_toestemming_voor_inhoud_ziet_de_regisseur_alleen_wie_hij_kan_bellen(
    huis: Huis, school: Partij, inhoud: bool
) -> None:
    cjg, wijkteam = _anderen(huis)
    voor = ["registreren", "contactgegevens", *(["inhoud"] if inhoud else [])]
    _goed(school.meldt(soort="zorgen", toestemming=toestemming(VANDAAG, voor=voor)))
    _goed(cjg.meldt())
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    van_school = next(deel for deel in match["signalen"] if deel["organisatie"] == "De Klaver")
    velden = ("soort", "leefgebieden", "geregistreerd", "gewicht")
    assert [van_school[veld] is not None for veld in velden] == [inhoud] * 4
