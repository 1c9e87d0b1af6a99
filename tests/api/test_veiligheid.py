# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The safety override over HTTP: what it asks, who may, what others hear of it and when (V01-V08)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import berichten, is_geweigerd, laatste_bericht, lees_database, logregels, niets_veranderd
from tests.huis import BEHEER, KINDEREN, VADER, toestemming, veiligheidsgrond
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

VANDAAG = "2014-06-02"
GEWELD = veiligheidsgrond("huiselijk-geweld")


def _goed(antwoord: Any, status: int = 201) -> dict[str, Any]:
    assert antwoord.status_code == status, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def _roep_in(partij: Partij, signaal: str, grond: Any = GEWELD, wie: str | None = "pro") -> Any:
    return partij.post(f"/v1/signalen/{signaal}/veiligheidsgronden", grond, wie)


def _op_grond(partij: Partij, grond: str, daad: str, inhoud: Any = None, wie: str | None = "pro") -> Any:
    return partij.post(f"/v1/veiligheidsgronden/{grond}/{daad}", inhoud, wie)


def _bevestig(partij: Partij, grond: str) -> dict[str, Any]:
    return _goed(_op_grond(partij, grond, "bevestigingen", wie="tweede"))


def _met_grond(partij: Partij, kind: str = KINDEREN[0], *, bevestigd: bool = True, **anders: Any) -> dict[str, Any]:
    """A worried signal under a V-ground: the answer."""
    inhoud = _goed(partij.meldt(kind, **{"soort": "zorgen", "veiligheidsgrond": GEWELD} | anders))
    if bevestigd:
        _bevestig(partij, inhoud["veiligheidsgrondId"])
    return inhoud


def _van(match: dict[str, Any], naam: str) -> dict[str, Any]:
    inhoud: dict[str, Any] = next(deel for deel in match["signalen"] if deel["organisatie"] == naam)
    return inhoud


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


@pytest.fixture
def cjg(huis: Huis) -> Partij:
    return huis.partij("CJG", Categorie.JGZ)


@pytest.fixture
def wijkteam(huis: Huis) -> Partij:
    partij = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(partij)
    return partij


@pytest.fixture
def slapend(school: Partij) -> str:
    return str(_goed(school.meldt(toestemming=None))["signaalId"])


ZONDER = [veld for veld in GEWELD if veld != "nietDoorgeven"]


@pytest.mark.parametrize("veld", ZONDER)
def test_V01_V02_elk_feit_wordt_gevraagd(huis: Huis, school: Partij, slapend: str, veld: str) -> None:
    onvolledig = {naam: waarde for naam, waarde in GEWELD.items() if naam != veld}
    with niets_veranderd(huis):
        los = _roep_in(school, slapend, onvolledig)
        is_geweigerd(huis, los, 400, "veld-ontbreekt", wijzer=f"/{veld}", door=school)
        mee = school.meldt(KINDEREN[1], veiligheidsgrond=onvolledig)
        is_geweigerd(huis, mee, 400, "veld-ontbreekt", wijzer=f"/veiligheidsgrond/{veld}", door=school)


@pytest.mark.parametrize(
    ("velden", "status", "code", "regel", "wijzer"),
    [
        ({"grond": ["vermissing", "huiselijk-geweld"]}, 400, "waarde-onbekend", "S03", "/grond"),
        ({"grond": "gevoel"}, 400, "waarde-onbekend", "S03", "/grond"),
        ({"grond": None}, 400, "waarde-onbekend", "S03", "/grond"),
        ({"feitenEnDuiding": "ja"}, 400, "waarde-ongeldig", "S03", "/feitenEnDuiding"),
        ({"feitenEnDuiding": False}, 403, "feiten-en-duiding-vereist", "V02", "/feitenEnDuiding"),
        ({"geenToestemming": "geen tijd"}, 400, "waarde-onbekend", "S03", "/geenToestemming"),
        ({"noodzaak": "nodig"}, 400, "waarde-onbekend", "S03", "/noodzaak"),
        ({"evenredigheid": ""}, 400, "waarde-onbekend", "S03", "/evenredigheid"),
        ({"geraadpleegd": "niemand"}, 400, "waarde-onbekend", "S03", "/geraadpleegd"),
        ({"geraadpleegdOp": "2014-06-03"}, 403, "dag-in-toekomst", "V02", "/geraadpleegdOp"),
        ({"informering": {"kind": False, "ouders": False}}, 403, "informering-onvolledig", "S07", "/informering"),
        ({"dossier": ""}, 400, "waarde-ongeldig", "S03", "/dossier"),
        ({"dossier": "Jan slaat zijn zus"}, 403, "dossierkenmerk-ongeldig", "V02", "/dossier"),
        ({"meldingVeiligThuis": {"gedaan": True}}, 400, "melding-dag-onjuist", "S03", "/meldingVeiligThuis"),
        (
            {"meldingVeiligThuis": {"gedaan": False, "op": VANDAAG}},
            400,
            "melding-dag-onjuist",
            "S03",
            "/meldingVeiligThuis",
        ),
        (
            {"meldingVeiligThuis": {"gedaan": True, "op": "2014-06-03"}},
            403,
            "melding-in-toekomst",
            "V08",
            "/meldingVeiligThuis/op",
        ),
        (
            {"nietDoorgeven": {"reden": "onderzoek-loopt", "herzienOp": VANDAAG}},
            403,
            "herzien-op-voorbij",
            "V07",
            "/nietDoorgeven/herzienOp",
        ),
        ({"nietDoorgeven": {"reden": "onderzoek-loopt"}}, 400, "veld-ontbreekt", "S03", "/nietDoorgeven/herzienOp"),
        ({"afweging": "het moest"}, 400, "veld-onbekend", "S03", "/afweging"),
    ],
)
def test_V01_V02_V07_V08_een_grond_met_een_verkeerd_feit_wordt_niet_ingeroepen(
    huis: Huis, school: Partij, slapend: str, velden: Any, status: int, code: str, regel: str, wijzer: str
) -> None:
    fout = GEWELD | velden
    with niets_veranderd(huis):
        is_geweigerd(huis, _roep_in(school, slapend, fout), status, code, regel=regel, wijzer=wijzer, door=school)
        mee = school.meldt(KINDEREN[1], veiligheidsgrond=fout)
        is_geweigerd(huis, mee, status, code, regel=regel, wijzer=f"/veiligheidsgrond{wijzer}", door=school)


def test_A03_V05_A06_wie_een_grond_inroept(huis: Huis, school: Partij, cjg: Partij, slapend: str) -> None:
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), school.id, "stagiair", date(2010, 1, 1)))
    with niets_veranderd(huis):
        antwoord = _roep_in(school, slapend, wie=None)
        is_geweigerd(huis, antwoord, 403, "professional-vereist", regel="A03", door=school)
        antwoord = _roep_in(school, slapend, wie="stagiair")
        is_geweigerd(huis, antwoord, 403, "doorbreken-niet-toegestaan", regel="V05", door=school)
        vreemd = is_geweigerd(huis, _roep_in(cjg, slapend), 404, "niet-gevonden", regel="I06", door=cjg)
        assert vreemd == _roep_in(cjg, str(uuid4())).json()
    # The right is that of now, not of the token.
    school.token()
    kwijt = Professional(uuid4(), school.id, "pro", date(2010, 1, 1), mag_doorbreken=False)
    beheer.wijs_aan(huis.tools, BEHEER, kwijt)
    is_geweigerd(huis, _roep_in(school, slapend), 403, "doorbreken-niet-toegestaan", regel="V05", door=school)


def test_T06_V03_een_eigen_slapend_signaal_wordt_wakker_en_een_grond_staat_een_keer(
    huis: Huis, school: Partij, slapend: str
) -> None:
    inhoud = _goed(_roep_in(school, slapend))
    assert (inhoud["status"], inhoud["telt"], inhoud["waarom"]) == ("actief", True, "veiligheid-te-bevestigen")
    grond = school.get(f"/v1/veiligheidsgronden/{inhoud['veiligheidsgrondId']}").json()
    assert (grond["grond"], grond["bevestigd"], grond["eindigt"]) == ("huiselijk-geweld", None, "2014-06-04")
    is_geweigerd(huis, _roep_in(school, slapend), 409, "grond-staat-al", regel="V03", door=school)
    _bevestig(school, inhoud["veiligheidsgrondId"])
    is_geweigerd(huis, _roep_in(school, slapend), 409, "grond-staat-al", regel="V03", door=school)
    tags = [regel["tag"] for regel in logregels(huis) if regel["uitkomst"] == "gelukt"]
    assert [tag for tag in tags if "veiligheidsgrond" in tag] == [
        "api:veiligheidsgrond:inroepen",
        "api:veiligheidsgrond:bekijken",
        "api:veiligheidsgrond:bevestigen",
    ]


def test_V03_V04_na_verval_gaat_er_niets_meer_op_de_oude_grond_en_kan_een_nieuwe(
    huis: Huis, school: Partij, slapend: str
) -> None:
    oud = _goed(_roep_in(school, slapend))["veiligheidsgrondId"]
    huis.klok.zet("2014-06-05", 0)
    huis.veeg()
    assert school.get(f"/v1/signalen/{slapend}").json()["status"] == "slapend"
    besluit = {"nietDoorgeven": None}
    for daad, wie, inhoud in (
        ("bevestigingen", "tweede", None),
        ("herbeoordelingen", "pro", None),
        ("doorgeefbesluiten", "pro", besluit),
    ):
        antwoord = _op_grond(school, oud, daad, inhoud, wie)
        is_geweigerd(huis, antwoord, 403, "grond-vervallen", door=school)
    # V03: four eyes from the start, also for who reports it all over again.
    is_geweigerd(huis, _roep_in(school, slapend), 409, "zelfde-persoon-opnieuw", regel="V03", door=school)
    is_geweigerd(huis, school.meldt(veiligheidsgrond=GEWELD), 409, "zelfde-persoon-opnieuw", regel="V03", door=school)
    nieuw = _goed(_roep_in(school, slapend, wie="tweede"))
    assert nieuw["telt"] is True
    assert nieuw["veiligheidsgrondId"] != oud
    is_geweigerd(huis, _op_grond(school, oud, "herbeoordelingen"), 404, "niet-gevonden", door=school)


def test_S05_een_herhaling_met_een_andere_grond_dan_er_staat_wordt_geweigerd(huis: Huis, school: Partij) -> None:
    _goed(school.meldt(veiligheidsgrond=GEWELD))
    with niets_veranderd(huis):
        antwoord = school.meldt(veiligheidsgrond=veiligheidsgrond("vermissing"))
        wijzer = "/veiligheidsgrond/grond"
        is_geweigerd(huis, antwoord, 409, "andere-grond-staat", regel="S05", wijzer=wijzer, door=school)
    _goed(school.meldt(veiligheidsgrond=GEWELD))


def test_V06_ook_waar_veilig_thuis_de_regie_heeft_leest_de_coordinator_geen_inhoud(
    huis: Huis, school: Partij, cjg: Partij
) -> None:
    regie, coordinator = huis.partij("Veilig Thuis", Categorie.VEILIG_THUIS), huis.partij("Gemeente")
    huis.regisseur(regie)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    _goed(school.meldt())
    _met_grond(cjg, leefgebieden=["inkomen"], patroon="schulden")
    for wie, leest in ((regie, True), (coordinator, False)):
        (match,) = wie.get("/v1/matches").json()["matches"]
        assert _van(match, "CJG")["grond"] == "veiligheid"
        assert ("schulden" in str(match)) is leest


def test_V04_zonder_herbeoordeling_vervalt_de_grond_en_slaapt_het_signaal(huis: Huis, school: Partij) -> None:
    grond = _met_grond(school)["veiligheidsgrondId"]
    huis.klok.zet("2014-09-02", 12)
    _goed(_op_grond(school, grond, "herbeoordelingen"))
    assert school.get(f"/v1/veiligheidsgronden/{grond}").json()["eindigt"] == "2014-12-02"
    huis.klok.zet("2014-12-03", 0)
    huis.veeg()
    (rij,) = lees_database(huis, "SELECT slaapt_sinds FROM signaal")
    assert rij["slaapt_sinds"] is not None
    is_geweigerd(huis, _op_grond(school, grond, "herbeoordelingen"), 403, "grond-vervallen", regel="V04")


def test_V03_een_derde_melder_hoort_pas_van_een_match_als_de_grond_bevestigd_is(
    huis: Huis, school: Partij, cjg: Partij, wijkteam: Partij
) -> None:
    van_school = _goed(school.meldt())["signaalId"]
    begin = laatste_bericht(huis)
    grond = _met_grond(cjg, bevestigd=False)
    assert grond["match"] is True
    for _ in range(2):
        beeld = school.get(f"/v1/signalen/{van_school}").json()
        assert (beeld["match"], beeld["matchBeeld"]) == (False, None)
        herhaald = _goed(school.meldt(tot=None))
        assert (herhaald["match"], "CJG" in str(herhaald)) == (False, False)
    assert {wie for _, wie in berichten(huis, begin)} == {"regisseur", "CJG"}
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    assert (match["spoed"], _van(match, "CJG")["grond"], match["taken"]) == (True, "veiligheid-te-bevestigen", [])
    begin = laatste_bericht(huis)
    _bevestig(cjg, grond["veiligheidsgrondId"])
    assert sorted(berichten(huis, begin)) == [("basiszorg-te-bereiken", "regisseur"), ("match-geopend", "De Klaver")]
    beeld = school.get(f"/v1/signalen/{van_school}").json()
    assert [ander["organisatie"] for ander in beeld["matchBeeld"]["anderen"]] == ["CJG"]
    assert "huiselijk-geweld" not in str(beeld)


@pytest.mark.parametrize("blijft", [False, True])
def test_V03_van_een_grond_die_niet_op_tijd_is_bevestigd_horen_de_melder_en_de_regisseur(
    huis: Huis, school: Partij, cjg: Partij, wijkteam: Partij, blijft: bool
) -> None:
    """Also where the match stands without it: the director was told that it was urgent."""
    _goed(school.meldt(soort="zorgen" if blijft else "betrokken"))
    if blijft:
        _goed(huis.partij("Woonstad", Categorie.WONEN).meldt(soort="zorgen"))
    _met_grond(cjg, bevestigd=False)
    begin = laatste_bericht(huis)
    huis.klok.zet("2014-06-05", 0)
    huis.veeg()
    gehoord = berichten(huis, begin)
    assert ("veiligheidsgrond-vervallen", "CJG") in gehoord
    assert [soort for soort, wie in gehoord if wie == "regisseur"] == [
        "veiligheidsgrond-vervallen" if blijft else "match-vervallen"
    ]
    # Nobody accepted the urgent match in time either (R04); of one that is gone that is no news.
    assert {wie for _, wie in gehoord} == {"CJG", "regisseur"} | ({"coordinator"} if blijft else set())


def test_V07_de_regisseur_neemt_eerst_aan_en_laat_dan_de_basiszorg_bellen_zonder_grond_te_noemen(
    huis: Huis, school: Partij, cjg: Partij, wijkteam: Partij
) -> None:
    _goed(school.meldt())
    slaper, ander_kind = huis.partij("Slaper"), huis.partij("Ander kind")
    voorbij = huis.partij("Voorbij", Categorie.GEZONDHEIDSZORG)
    _goed(slaper.meldt(toestemming=None))
    _goed(ander_kind.meldt(KINDEREN[1], ouders=(VADER,)))
    id_ = _goed(voorbij.meldt(vanaf="2014-05-01"))["signaalId"]
    _goed(voorbij.post(f"/v1/signalen/{id_}/beeindigingen", {"tot": "2014-06-01"}))
    begin = laatste_bericht(huis)
    _met_grond(cjg)
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    (taak,) = match["taken"]
    assert (taak["voor"], taak["gedaan"]) == ("2014-06-03", False)
    assert ("basiszorg-te-bereiken", "regisseur") in berichten(huis, begin)
    pad = f"/v1/matches/{match['matchId']}"
    daad = f"{pad}/taken/{taak['taakId']}/afhandelingen"
    is_geweigerd(huis, wijkteam.post(daad), 403, "nog-niet-aangenomen", regel="V07", door=wijkteam)
    _goed(wijkteam.post(f"{pad}/aanvaardingen"))
    begin = laatste_bericht(huis)
    assert _goed(wijkteam.post(daad))["taken"] == [taak | {"gedaan": True}]
    assert sorted(berichten(huis, begin)) == [("match-nieuws", "CJG"), ("match-nieuws", "De Klaver")]
    is_geweigerd(huis, wijkteam.post(daad), 403, "taak-al-gedaan", regel="V07", door=wijkteam)
    vreemd = f"{pad}/taken/{uuid4()}/afhandelingen"
    is_geweigerd(huis, wijkteam.post(vreemd), 404, "niet-gevonden", regel="I06", door=wijkteam)
    # The same message as on any news: nothing in the row tells that there is a V-ground.
    (rij,) = lees_database(
        huis, "SELECT DISTINCT spoed FROM outbox WHERE soort = 'match-nieuws' AND ontvanger = 'organisatie'"
    )
    assert rij == {"spoed": False}


def test_V07_niet_doorgeven_houdt_de_taak_weg_tot_de_dag_van_herziening(
    huis: Huis, school: Partij, cjg: Partij, wijkteam: Partij
) -> None:
    _goed(school.meldt())
    wacht = {"reden": "gevaar-voor-kind", "herzienOp": "2014-06-10"}
    grond = _met_grond(cjg, veiligheidsgrond=GEWELD | {"nietDoorgeven": wacht})["veiligheidsgrondId"]

    def taken() -> int:
        return len(wijkteam.get("/v1/matches").json()["matches"][0]["taken"])

    assert (taken(), cjg.get(f"/v1/veiligheidsgronden/{grond}").json()["nietDoorgevenTot"]) == (0, "2014-06-10")
    assert "gevaar-voor-kind" not in wijkteam.get("/v1/matches").text
    _goed(_op_grond(cjg, grond, "doorgeefbesluiten", {"nietDoorgeven": None}))
    assert taken() == 1
    _goed(_op_grond(cjg, grond, "doorgeefbesluiten", {"nietDoorgeven": wacht}))
    assert taken() == 0
    for inhoud, status, code in (
        ({"nietDoorgeven": wacht | {"herzienOp": VANDAAG}}, 403, "herzien-op-voorbij"),
        ({"nietDoorgeven": wacht | {"reden": "daarom"}}, 400, "waarde-onbekend"),
        ({}, 400, "veld-ontbreekt"),
    ):
        is_geweigerd(huis, _op_grond(cjg, grond, "doorgeefbesluiten", inhoud), status, code, door=cjg)
    antwoord = _op_grond(cjg, grond, "doorgeefbesluiten", {"nietDoorgeven": None}, None)
    is_geweigerd(huis, antwoord, 403, "professional-vereist", regel="A03", door=cjg)
    huis.klok.zet("2014-06-11", 0)
    huis.veeg()
    assert taken() == 1


@pytest.mark.parametrize("categorie", [Categorie.VEILIG_THUIS, Categorie.JEUGDHULP])
def test_V06_inhoud_op_grond_van_veiligheid_bereikt_alleen_veilig_thuis(
    huis: Huis, school: Partij, cjg: Partij, categorie: Categorie
) -> None:
    regie = huis.partij("Regie", categorie)
    huis.regisseur(regie)
    _goed(school.meldt())
    # Consent to everything beside it shows no more to others than the V-ground does.
    anders: dict[str, Any] = {"leefgebieden": ["inkomen"], "patroon": "schulden", "toestemming": toestemming(VANDAAG)}
    _met_grond(cjg, **anders)
    (match,) = regie.get("/v1/matches").json()["matches"]
    deel, inhoud = _van(match, "CJG"), categorie is Categorie.VEILIG_THUIS
    assert (deel["contactpunt"]["telefoon"], deel["grond"]) == ("010-2345678", "veiligheid")
    assert [deel[veld] is not None for veld in ("soort", "leefgebieden", "patroon", "geregistreerd")] == [inhoud] * 4
    assert ("schulden" in str(match)) is inhoud
    # Which of the grounds it is, stays with the organisation.
    assert "huiselijk-geweld" not in str(match)
