# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Oversight over HTTP: overrides and their rates, who is late with telling, a convenant before it is loaded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from tests.api.hulp import CONVENANT, is_geweigerd, is_probleem, lees_database, logregels, niets_veranderd, nieuwe_bsns
from tests.huis import BEHEER, GEMEENTE, KINDEREN, veiligheidsgrond
from verwijsindex.adapters.convenantbestand import lees_convenant, meegeleverd
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

ELDERS = "0363"
GROND = veiligheidsgrond("vermissing", dossier="ZAAK-77")
LATER = {"kind": True, "ouders": False, "nietOmdat": "niet-bereikbaar", "herzienOp": "2014-06-10"}


def _goed(antwoord: Any, status: int = 201) -> dict[str, Any]:
    assert antwoord.status_code == status, antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def _functie(huis: Huis, rol: Rol, gemeente: str = GEMEENTE) -> Partij:
    partij = huis.partij(f"{rol} {gemeente}", Categorie.GEEN)
    huis.functionaris(partij, rol, gemeente)
    return partij


def _ook_elders(huis: Huis, partij: Partij) -> None:
    """Another municipality with its convenant, which this party signed as well."""
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", ELDERS, date(2010, 1, 1)))
    getekend = partij.organisatie.ondertekend | {f"{ELDERS}/regionaal/1"}
    sleutel = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(partij.sleutel.public_key())) | {"kid": "k1"}
    organisatie = replace(partij.organisatie, ondertekend=getekend)
    beheer.bewaar_organisatie(huis.tools, BEHEER, organisatie, {"keys": [sleutel]})


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


@pytest.fixture
def privacy(huis: Huis) -> Partij:
    return _functie(huis, Rol.PRIVACY)


def test_V05_I04_L04_de_privacyfunctionaris_ziet_elke_doorbreking_en_niets_van_een_kind(
    huis: Huis, school: Partij, privacy: Partij
) -> None:
    wacht = {"nietDoorgeven": {"reden": "onderzoek-loopt", "herzienOp": "2014-06-30"}}
    gemeld = []
    for kind in KINDEREN:
        grond = GROND | (wacht if kind == KINDEREN[1] else {})
        gemeld.append(_goed(school.meldt(kind, ouders=(), patroon="schulden", veiligheidsgrond=grond)))
        huis.klok.verder(minutes=1)
    _goed(school.post(f"/v1/veiligheidsgronden/{gemeld[0]['veiligheidsgrondId']}/bevestigingen", wie="tweede"))
    huis.klok.zet("2014-06-05", 0)  # the others lapse, whether or not the worker came by (Z01)
    alles = privacy.get("/v1/doorbrekingen").json()["doorbrekingen"]
    assert [d["veiligheidsgrondId"] for d in alles] == [g["veiligheidsgrondId"] for g in gemeld]
    assert [d["stand"] for d in alles] == ["bevestigd", "vervallen", "vervallen", "vervallen"]
    assert [d["nietDoorgeven"] for d in alles] == [None, "onderzoek-loopt", None, None]
    assert {d["organisatie"] for d in alles} == {"De Klaver"}
    huis.veeg()
    assert privacy.get("/v1/doorbrekingen").json()["doorbrekingen"] == alles
    assert set(alles[0]) == {
        "veiligheidsgrondId", "organisatie", "grond", "stand", "ingeroepen", "bevestigd", "herbeoordeeld", "eindigt",
        "geenToestemming", "noodzaak", "evenredigheid", "geraadpleegd", "meldingVeiligThuis", "nietDoorgeven",
    }  # fmt: skip
    tekst = privacy.get("/v1/doorbrekingen").text
    signalen = [str(rij["id"]) for rij in lees_database(huis, "SELECT id FROM signaal")]
    for spoor in (*signalen, *(g["signaalId"] for g in gemeld), "2010-03", "schulden", "ZAAK-77", "010-2345678"):
        assert spoor not in tekst
    regel = logregels(huis)[-1]
    assert (regel["tag"], regel["rol"]) == ("api:doorbreking:opsommen", "privacy")
    gronden = [o["id"] for o in regel["onderwerpen"] if o["soort"] == "veiligheidsgrond"]
    assert gronden == [d["veiligheidsgrondId"] for d in alles]
    assert len([o for o in regel["onderwerpen"] if o["soort"] == "signaal"]) == len(alles)


def test_V05_de_lijst_van_doorbrekingen_gaat_in_bladzijden(huis: Huis, school: Partij, privacy: Partij) -> None:
    for kind in KINDEREN[:3]:
        _goed(school.meldt(kind, ouders=(), veiligheidsgrond=GROND))
        huis.klok.verder(minutes=1)
    alles = privacy.get("/v1/doorbrekingen").json()["doorbrekingen"]
    gezien, pad = [], "/v1/doorbrekingen?limit=1"
    for _ in range(3):
        antwoord = privacy.get(pad)
        gezien += antwoord.json()["doorbrekingen"]
        pad = antwoord.headers["link"].partition("<")[2].partition(">")[0]
    assert gezien == alles
    assert privacy.get(pad).json() == {"doorbrekingen": []}
    for vraag, code in (("limit=0", "waarde-ongeldig"), ("limit=201", "waarde-ongeldig"), ("cursor=x", None)):
        antwoord = privacy.get(f"/v1/doorbrekingen?{vraag}")
        is_geweigerd(huis, antwoord, 400, code or "cursor-ongeldig", door=privacy)


def test_V05_de_cijfers_blijven_na_vernietiging_en_een_uitschieter_valt_op(
    huis: Huis, school: Partij, privacy: Partij
) -> None:
    kinderen, cjg = nieuwe_bsns(), huis.partij("CJG", Categorie.JGZ)
    for _ in range(12):
        _goed(school.meldt(next(kinderen), ouders=()))
    for nummer in range(3):
        inhoud = _goed(cjg.meldt(next(kinderen), ouders=(), veiligheidsgrond=GROND))
        if nummer == 0:
            _goed(cjg.post(f"/v1/veiligheidsgronden/{inhoud['veiligheidsgrondId']}/bevestigingen", wie="tweede"))
    _ook_elders(huis, cjg)
    _goed(cjg.meldt(next(kinderen), ouders=(), gemeentecode=ELDERS, veiligheidsgrond=GROND))
    # A refused attempt is no override, and a repeat no second one.
    fout = cjg.meldt(next(kinderen), ouders=(), veiligheidsgrond=GROND | {"feitenEnDuiding": False})
    assert fout.status_code == 403
    lichaam = school.lichaam(next(kinderen), ouders=(), veiligheidsgrond=GROND)
    assert [school.post("/v1/signalen", lichaam).status_code for _ in range(2)] == [201, 200]
    huis.klok.zet("2014-06-05", 0)
    huis.veeg()
    verwacht = [
        {"organisatie": "CJG", "signalen": 3, "ingeroepen": 3, "bevestigd": 1, "vervallen": 2, "aandeel": 1.0},
        {
            "organisatie": "De Klaver",
            "signalen": 13,
            "ingeroepen": 1,
            "bevestigd": 0,
            "vervallen": 1,
            "aandeel": 0.0769,
        },
    ]
    verwacht = [cijfer | {"afwijkend": cijfer["organisatie"] == "CJG"} for cijfer in verwacht]
    assert privacy.get("/v1/doorbreekcijfers").json() == {"cijfers": verwacht}
    assert _functie(huis, Rol.PRIVACY, ELDERS).get("/v1/doorbreekcijfers").json()["cijfers"] == [
        {"organisatie": "CJG", "signalen": 1, "ingeroepen": 1, "bevestigd": 0, "vervallen": 1, "aandeel": 1.0}
        | {"afwijkend": False}
    ]
    huis.klok.zet("2014-07-15")
    huis.veeg()
    over = lees_database(huis, "SELECT FROM signaal WHERE organisatie = %s", cjg.id)
    assert len(over) == 1, "only the confirmed one is still there"
    assert privacy.get("/v1/doorbreekcijfers").json() == {"cijfers": verwacht}
    # After a year none of it is of the last twelve months.
    huis.klok.zet("2015-06-04")
    assert privacy.get("/v1/doorbreekcijfers").json() == {"cijfers": []}


def test_V05_een_grond_die_verviel_en_opnieuw_is_ingeroepen_telt_als_twee_met_elk_hun_afloop(
    huis: Huis, school: Partij, privacy: Partij
) -> None:
    eerst = school.lichaam(veiligheidsgrond=GROND)
    eerst["bevestiging"]["professional"] = "tweede"
    signaal = _goed(school.post("/v1/signalen", eerst, wie="tweede"))["signaalId"]
    huis.klok.zet("2014-06-05")
    grond = _goed(school.post(f"/v1/signalen/{signaal}/veiligheidsgronden", GROND))["veiligheidsgrondId"]
    _goed(school.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede"))
    (cijfer,) = privacy.get("/v1/doorbreekcijfers").json()["cijfers"]
    assert (cijfer["ingeroepen"], cijfer["bevestigd"], cijfer["vervallen"]) == (2, 1, 1)
    assert cijfer["aandeel"] == 1.0


def test_S07_wie_te_laat_is_met_informeren_staat_op_zijn_eigen_lijst_en_op_die_van_het_toezicht(
    huis: Huis, school: Partij, privacy: Partij
) -> None:
    cjg = huis.partij("CJG", Categorie.JGZ)
    van_school = _goed(school.meldt(informering=LATER))["signaalId"]
    van_cjg = _goed(cjg.meldt(KINDEREN[1], informering=LATER))["signaalId"]
    _goed(cjg.meldt(KINDEREN[2]))
    _ook_elders(huis, cjg)
    huis.klok.zet("2014-06-10", 23)
    assert school.get("/v1/informeringen").json() == {"achterstanden": []}
    huis.klok.zet("2014-06-11", 0)
    eigen = {"organisatie": "De Klaver", "signaalId": van_school, "herzienOp": "2014-06-10"}
    assert school.get("/v1/informeringen").json() == {"achterstanden": [eigen]}
    assert school.get("/v1/informeringen", None).json() == {"achterstanden": [eigen]}
    toezicht = privacy.get("/v1/toezicht/informeringen")
    assert {deel["organisatie"] for deel in toezicht.json()["achterstanden"]} == {"De Klaver", "CJG"}
    assert {deel["signaalId"] for deel in toezicht.json()["achterstanden"]} == {None}
    assert van_school not in toezicht.text
    assert _functie(huis, Rol.PRIVACY, ELDERS).get("/v1/toezicht/informeringen").json() == {"achterstanden": []}
    # Later again, told, or withdrawn as wrong: off the lists.
    pad = "/v1/signalen/{}/informeringen"
    _goed(school.post(pad.format(van_school), LATER | {"herzienOp": "2014-06-20"}))
    _goed(cjg.post(f"/v1/signalen/{van_cjg}/intrekkingen", {"reden": "ten-onrechte"}))
    assert privacy.get("/v1/toezicht/informeringen").json() == {"achterstanden": []}
    huis.klok.zet("2014-06-21")
    assert len(privacy.get("/v1/toezicht/informeringen").json()["achterstanden"]) == 1
    _goed(school.post(pad.format(van_school), {"kind": False, "ouders": True}))
    assert privacy.get("/v1/toezicht/informeringen").json() == {"achterstanden": []}


@pytest.mark.parametrize(
    ("inhoud", "status", "code", "wijzer"),
    [
        ({"kind": True, "ouders": False}, 403, "informering-onvolledig", ""),
        (LATER | {"herzienOp": "2014-06-02"}, 403, "herzien-op-voorbij", "/herzienOp"),
        (LATER | {"nietOmdat": "geen zin"}, 400, "waarde-onbekend", "/nietOmdat"),
        ({"kind": 1, "ouders": True}, 400, "waarde-ongeldig", "/kind"),
        ({"kind": True}, 400, "veld-ontbreekt", "/ouders"),
        ({"kind": True, "ouders": True, "hoe": "brief"}, 400, "veld-onbekend", "/hoe"),
    ],
)
def test_S07_een_halve_informering_wordt_niet_genoteerd(
    huis: Huis, school: Partij, inhoud: Any, status: int, code: str, wijzer: str
) -> None:
    id_ = _goed(school.meldt())["signaalId"]
    with niets_veranderd(huis):
        antwoord = school.post(f"/v1/signalen/{id_}/informeringen", inhoud)
        is_geweigerd(huis, antwoord, status, code, wijzer=wijzer, door=school)


# The preview of a convenant (M14)


def _vooraf(wie: Partij, bestand: str = CONVENANT, **anders: Any) -> Any:
    return wie.post("/v1/convenanten/_voorvertoning", {"bestand": bestand, "vanaf": "2014-07-01"} | anders)


def test_M14_de_voorvertoning_zegt_wat_er_gebeurt_en_verandert_niets(huis: Huis, school: Partij) -> None:
    coordinator, wijkteam = _functie(huis, Rol.COORDINATOR), huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    _goed(school.meldt(soort="zorgen"))
    _goed(huis.partij("CJG", Categorie.JGZ).meldt())
    strenger = CONVENANT.replace("drempel: 3", "drempel: 4")
    assert strenger != CONVENANT
    with niets_veranderd(huis):
        ongewijzigd, anders = (_goed(_vooraf(coordinator, tekst), 200) for tekst in (CONVENANT, strenger))
    assert (ongewijzigd["convenant"], ongewijzigd["families"]) == (f"{GEMEENTE}/regionaal/2", None)
    assert (ongewijzigd["gezinnen"], ongewijzigd["vervallen"]) == (None, 0)
    regel = logregels(huis)[-1]
    assert (regel["tag"], regel["rol"], regel["convenant"]) == (
        "api:convenant:voorvertonen",
        "coordinator",
        f"{GEMEENTE}/regionaal/2",
    )
    assert len(wijkteam.get("/v1/matches").json()["matches"]) == 1
    beheer.laad_convenant(huis.tools, BEHEER, lees_convenant(strenger, gemeente=GEMEENTE, vanaf=date(2014, 7, 1)))
    huis.klok.zet("2014-07-01")
    huis.veeg()
    # What was foretold is what the first day brings.
    assert anders["uitleg"][0] == "Matches: nieuw 0, vervallen 1, veranderd 0."
    assert wijkteam.get("/v1/matches").json() == {"matches": []}


def test_M14_I02_een_voorvertoning_gaat_over_de_eigen_gemeente(huis: Huis, school: Partij) -> None:
    _goed(school.meldt())
    _ook_elders(huis, school)
    elders = _functie(huis, Rol.COORDINATOR, ELDERS)
    vreemd = _vooraf(elders, f"gemeente: '{GEMEENTE}'\n{CONVENANT}")
    is_geweigerd(huis, vreemd, 400, "convenant-ongeldig", regel="M14", wijzer="/gemeente", door=elders)
    inhoud = _goed(_vooraf(elders, CONVENANT), 200)
    assert (inhoud["convenant"], inhoud["families"]) == (f"{ELDERS}/regionaal/2", None)
    for rol in (Rol.PRIVACY, Rol.BEHEER):
        is_geweigerd(huis, _vooraf(_functie(huis, rol)), 403, "recht-ontbreekt", regel="I02")
    is_geweigerd(huis, _vooraf(school), 403, "recht-ontbreekt", regel="I02", door=school)
    oud = elders.kop()
    huis.functionaris(elders, Rol.COORDINATOR, ELDERS, actief=False)
    antwoord = huis.client.post(
        "/v1/convenanten/_voorvertoning", json={"bestand": CONVENANT, "vanaf": "2014-07-01"}, headers=oud
    )
    is_geweigerd(huis, antwoord, 401, "functie-voorbij", regel="I02", door=elders)


def test_M14_elke_fout_in_het_bestand_komt_met_haar_regel(huis: Huis) -> None:
    coordinator = _functie(huis, Rol.COORDINATOR)
    regels = CONVENANT.splitlines()
    plaatsen = [next(i for i, r in enumerate(regels) if r.startswith(veld)) for veld in ("drempel:", "soorten:")]
    regels[plaatsen[0]], regels[plaatsen[1]] = "drempel: hoog", "soorten: [betrokken, boos]"
    inhoud = is_geweigerd(huis, _vooraf(coordinator, "\n".join(regels)), 400, "convenant-ongeldig", regel="M14")
    assert [fout["melding"].split(",")[0] for fout in inhoud["fouten"]] == [f"Regel {p + 1}" for p in sorted(plaatsen)]
    for tekst, code in (("niets", "convenant-ongeldig"), ("", "waarde-ongeldig"), ("x" * 50_001, "waarde-ongeldig")):
        is_geweigerd(huis, _vooraf(coordinator, tekst), 400, code, door=coordinator)
    antwoord = _vooraf(coordinator, CONVENANT, vanaf="2014-06-02")
    assert is_probleem(antwoord, 409, antwoord.json()["code"])["regel"] in ("M14", "A07")


def test_S10_een_bsn_in_een_convenantbestand_wordt_geweigerd_en_niet_herhaald(huis: Huis) -> None:
    coordinator, bsn = _functie(huis, Rol.COORDINATOR), KINDEREN[0]
    spatie = f"{bsn[:4]} {bsn[4:6]}.{bsn[6:]}"
    for regel in (f"'{bsn}': 1", f"drempel: '{bsn}'", f"naam: {bsn}", f"soorten: [{bsn}]", f"soorten:\n  - {spatie}"):
        antwoord = _vooraf(coordinator, f"{CONVENANT}\n{regel}")
        is_geweigerd(huis, antwoord, 400, "bsn-geweigerd", regel="S10", wijzer="/bestand", door=coordinator)
        for geheim in (bsn, spatie):
            assert geheim not in antwoord.text + json.dumps(logregels(huis), default=str)
    is_geweigerd(huis, _vooraf(coordinator, bsn), 400, "bsn-geweigerd", regel="S10")


def test_S07_V02_ook_wie_bij_een_veiligheidsgrond_nog_moet_horen_staat_op_de_lijst_tot_hij_het_weet(huis: Huis) -> None:
    later = {"kind": True, "ouders": False, "nietOmdat": "informeren-geeft-gevaar", "herzienOp": "2014-06-10"}
    school = huis.partij("De Klaver")
    id_ = school.meldt(soort="zorgen", veiligheidsgrond=veiligheidsgrond(informering=later)).json()["signaalId"]
    assert school.get("/v1/informeringen").json()["achterstanden"] == []
    huis.klok.zet("2014-06-11")
    (rij,) = school.get("/v1/informeringen").json()["achterstanden"]
    assert (rij["signaalId"], rij["herzienOp"]) == (id_, "2014-06-10")
    assert school.post(f"/v1/signalen/{id_}/informeringen", {"kind": True, "ouders": True}).status_code == 201
    assert school.get("/v1/informeringen").json()["achterstanden"] == []
