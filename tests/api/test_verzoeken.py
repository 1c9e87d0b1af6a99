# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests of data subjects over the API: who may, when, with what advice, and what a decision does (G01, G02, I05)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import (
    berichten,
    is_geweigerd,
    is_probleem,
    laatste_bericht,
    laatste_regels,
    lees_database,
    logregels,
    niets_veranderd,
)
from tests.api.verzoek import adviseert, besluit, een_fg, lichaam, vraagt
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, toestemming, veiligheidsgrond
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.tijd import begin_van, dag
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer, controle

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

KIND = KINDEREN[0]


@pytest.fixture
def fg(huis: Huis) -> Partij:
    return een_fg(huis)


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


def meldt(partij: Partij, *args: Any, **anders: Any) -> str:
    antwoord = partij.meldt(*args, **anders)
    assert antwoord.status_code == 201, antwoord.text
    signaal: str = antwoord.json()["signaalId"]
    return signaal


def lees(fg: Partij, verzoek: str) -> dict[str, Any]:
    inhoud: dict[str, Any] = fg.get(f"/v1/verzoeken/{verzoek}").json()
    return inhoud


def test_G01_een_verzoek_van_een_veertienjarige_alleen_wordt_geweigerd(huis: Huis, fg: Partij) -> None:
    inhoud = lichaam(fg, vrager="jeugdige", leeftijdsgroep="12-tot-16")
    with niets_veranderd(huis):
        antwoord = fg.post("/v1/verzoeken", inhoud)
        code = "handtekening-vertegenwoordiger-nodig"
        probleem = is_geweigerd(huis, antwoord, 403, code, regel="G01", wijzer="/vrager", door=fg)
    assert "handtekening van vertegenwoordiger nodig" in probleem["detail"]
    assert lees_database(huis, "SELECT * FROM verzoek") == []
    assert fg.post("/v1/verzoeken", inhoud | {"vrager": "beide"}).status_code == 201


@pytest.mark.parametrize(
    ("anders", "code", "wijzer"),
    [
        ({"ontvangenOp": "2014-06-03"}, "ontvangst-in-toekomst", "/ontvangenOp"),
        ({"vastgesteldOp": "2014-06-03"}, "identiteit-niet-vastgesteld", "/vastgesteldOp"),
        ({"vrager": "ouder"}, "ouder-is-vertegenwoordiger", "/vrager"),
        ({"leeftijdsgroep": None}, "leeftijdsgroep-ontbreekt", "/leeftijdsgroep"),
        ({"wilsonbekwaam": "psychische-toestand"}, "reden-niet-nodig", "/wilsonbekwaam"),
    ],
)
def test_G01_G02_wat_niet_kan_wordt_geweigerd(
    huis: Huis, fg: Partij, anders: dict[str, Any], code: str, wijzer: str
) -> None:
    is_geweigerd(huis, fg.post("/v1/verzoeken", lichaam(fg, **anders)), 403, code, wijzer=wijzer, door=fg)


def test_I05_een_verzoek_heeft_precies_een_token_en_dat_is_voor_deze_gemeente_gemaakt(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    meldt(school)
    inhoud = lichaam(fg)
    is_geweigerd(huis, fg.post("/v1/verzoeken", inhoud | {"ouderToken": inhoud["kindToken"]}), 400, "een-token")
    is_geweigerd(huis, fg.post("/v1/verzoeken", inhoud | {"kindToken": None}), 400, "een-token")
    vreemd = school.zegel(KIND, inhoud["verzoekId"], "kind")
    ander = fg.zegel(KIND, str(uuid4()), "kind")
    ouder = fg.zegel(KIND, inhoud["verzoekId"], "ouder")
    for token in (vreemd, ander, ouder):
        antwoord = fg.post("/v1/verzoeken", inhoud | {"kindToken": token})
        is_geweigerd(huis, antwoord, 400, "token-ongeldig", wijzer="/kindToken")


def test_I05_van_een_onbekende_wordt_niets_bewaard_en_hij_hoort_eerlijk_dat_er_niets_is(huis: Huis, fg: Partij) -> None:
    with niets_veranderd(huis):
        verzoek = vraagt(fg, "999990093")
    assert (verzoek["dossier"], verzoek["adviezen"], verzoek["stand"]) == (False, [], "ontvangen")
    assert "niets over deze persoon" in verzoek["vervolg"]
    (rij,) = lees_database(huis, "SELECT persoon, CAST(v AS text) AS alles FROM verzoek v")
    assert rij["persoon"] is None
    antwoord = fg.get(f"/v1/verzoeken/{verzoek['verzoekId']}/antwoord").json()
    assert antwoord["signalen"] == antwoord["gekeken"] == []
    assert "staat er niets over u" in str(antwoord["brief"])
    weg = besluit(fg, verzoek["verzoekId"], "toegewezen", "niets-bekend")
    assert weg.status_code == 201


def test_I05_alleen_binnen_een_open_verzoek_hoort_hij_of_er_een_dossier_is(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    signaal = meldt(school)
    verzoek = vraagt(fg)["verzoekId"]
    (advies,) = lees(fg, verzoek)["adviezen"]
    assert (advies["organisatie"], advies["advies"], advies["ingetrokken"]) == ("De Klaver", None, False)
    assert fg.post(f"/v1/verzoeken/{verzoek}/intrekkingen").json()["stand"] == "ingetrokken"
    meldt(huis.partij("CJG", Categorie.JGZ))
    assert len(lees(fg, verzoek)["adviezen"]) == 1
    is_geweigerd(huis, fg.get(f"/v1/verzoeken/{verzoek}/antwoord"), 409, "verzoek-afgerond", regel="G02")
    assert signaal not in str(lees(fg, verzoek))


def test_G02_herhalen_geeft_hetzelfde_en_iets_anders_onder_dat_id_niet(huis: Huis, fg: Partij, school: Partij) -> None:
    meldt(school)
    inhoud = lichaam(fg)
    eerst = fg.post("/v1/verzoeken", inhoud)
    na = laatste_bericht(huis)
    nog_eens = fg.post("/v1/verzoeken", inhoud | {"kindToken": fg.zegel(KIND, inhoud["verzoekId"], "kind")})
    assert (eerst.status_code, nog_eens.status_code) == (201, 200)
    assert nog_eens.json() == eerst.json()
    assert berichten(huis, na) == []
    for anders in ({"recht": "bezwaar"}, {"kindToken": fg.zegel(KINDEREN[1], inhoud["verzoekId"], "kind")}):
        is_geweigerd(huis, fg.post("/v1/verzoeken", inhoud | anders), 409, "verzoek-id-bestaat", regel="G02")


def test_G02_wie_meldde_wordt_om_advies_gevraagd_en_hoort_hoe_het_afliep(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    eigen, cjg = meldt(school), huis.partij("CJG", Categorie.JGZ)
    van_cjg = meldt(cjg)
    meldt(huis.partij("Van een ander kind"), KINDEREN[1], ouders=(VADER,))
    na = laatste_bericht(huis)
    verzoek = vraagt(fg, recht="verwijdering")["verzoekId"]
    assert sorted(berichten(huis, na)) == [("advies-gevraagd", "CJG"), ("advies-gevraagd", "De Klaver")]
    (vraag,) = school.get("/v1/adviesvragen").json()["adviesvragen"]
    assert (vraag["verzoekId"], vraag["signaalId"], vraag["recht"]) == (verzoek, eigen, "verwijdering")
    assert (vraag["voor"], vraag["advies"]) == ("2014-06-16", None)
    assert not {"vrager", "leeftijdsgroep", "betreft"} & set(vraag)
    gegeven = adviseert(school, verzoek, eigen, advies="afwijzen", reden="nog-nodig")
    assert gegeven.status_code == 201
    assert lees(fg, verzoek)["stand"] == "in-behandeling"
    is_geweigerd(huis, adviseert(school, verzoek, eigen), 409, "advies-al-gegeven", regel="G02")
    is_geweigerd(huis, besluit(fg, verzoek, "afgewezen", "nog-nodig"), 403, "adviezen-afwachten", regel="G02")
    assert adviseert(cjg, verzoek, van_cjg).status_code == 201
    na = laatste_bericht(huis)
    assert besluit(fg, verzoek, "afgewezen", "nog-nodig").status_code == 201
    assert sorted(berichten(huis, na)) == [("verzoek-besloten", "CJG"), ("verzoek-besloten", "De Klaver")]
    is_geweigerd(huis, adviseert(cjg, verzoek, van_cjg), 409, "verzoek-afgerond", regel="G02")
    (vraag,) = cjg.get("/v1/adviesvragen").json()["adviesvragen"]
    assert (vraag["stand"], vraag["voor"]) == ("besloten", None)


def test_I06_een_organisatie_adviseert_alleen_over_wat_zij_zelf_meldde(huis: Huis, fg: Partij, school: Partij) -> None:
    eigen = meldt(school)
    vreemde = huis.partij("Vreemd")
    van_vreemde = meldt(vreemde, KINDEREN[1], ouders=())
    verzoek = vraagt(fg)["verzoekId"]
    assert vreemde.get("/v1/adviesvragen").json()["adviesvragen"] == []
    pogingen = [(vreemde, verzoek, eigen), (vreemde, verzoek, van_vreemde), (school, str(uuid4()), eigen)]
    for partij, wat, signaal in pogingen:
        is_geweigerd(huis, adviseert(partij, wat, signaal), 404, "niet-gevonden", regel="I06", door=partij)
    assert lees(fg, verzoek)["adviezen"][0]["gegeven"] is None


def test_G02_over_een_grond_die_er_niet_is_valt_niets_te_vertellen(huis: Huis, fg: Partij, school: Partij) -> None:
    eigen = meldt(school)
    verzoek = vraagt(fg)["verzoekId"]
    antwoord = adviseert(school, verzoek, eigen, grondVertellen=False)
    is_geweigerd(huis, antwoord, 409, "geen-grond-te-vertellen", regel="G02", wijzer="/grondVertellen")


def test_G02_de_lijst_begint_met_wat_het_eerst_moet_en_zegt_wie_te_laat_is(huis: Huis, fg: Partij) -> None:
    klaar = vraagt(fg, "999990093")["verzoekId"]
    besluit(fg, klaar, "toegewezen", "niets-bekend")
    later = vraagt(fg, "999990093")["verzoekId"]
    eerst = vraagt(fg, "999990093", ontvangenOp="2014-05-02")["verzoekId"]
    antwoord = fg.get("/v1/verzoeken").json()["verzoeken"]
    assert [deel["verzoekId"] for deel in antwoord] == [eerst, later, klaar]
    assert [deel["uiterlijk"] for deel in antwoord] == ["2014-06-02", "2014-07-02", "2014-07-02"]
    huis.klok.nu = begin_van(dag(huis.klok()) + timedelta(days=1)) - timedelta(minutes=1)
    assert [deel["teLaat"] for deel in fg.get("/v1/verzoeken").json()["verzoeken"]] == [False, False, False]
    huis.klok.verder(minutes=1)
    assert [deel["teLaat"] for deel in fg.get("/v1/verzoeken").json()["verzoeken"]] == [True, False, False]
    gezien, pad = [], "/v1/verzoeken?limit=1"
    while pad:
        bladzijde = fg.get(pad)
        gezien += [deel["verzoekId"] for deel in bladzijde.json()["verzoeken"]]
        pad = bladzijde.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert gezien == [eerst, later, klaar]


def test_G02_verlengen_kan_een_keer_en_op_tijd(huis: Huis, fg: Partij) -> None:
    verzoek = vraagt(fg, "999990093")["verzoekId"]
    pad, inhoud = f"/v1/verzoeken/{verzoek}/verlengingen", {"reden": "ingewikkeld", "verteldOp": "2014-06-02"}
    antwoord = fg.post(pad, inhoud | {"verteldOp": "2014-06-03"})
    is_geweigerd(huis, antwoord, 403, "vrager-niet-ingelicht", wijzer="/verteldOp")
    langer = fg.post(pad, inhoud).json()
    assert (langer["uiterlijk"], langer["stand"]) == ("2014-09-02", "in-behandeling")
    is_geweigerd(huis, fg.post(pad, inhoud), 403, "al-verlengd", regel="G02")
    laat = vraagt(fg, "999990093", ontvangenOp="2014-05-01")["verzoekId"]
    is_geweigerd(huis, fg.post(f"/v1/verzoeken/{laat}/verlengingen", inhoud), 403, "termijn-voorbij", regel="G02")


def test_I06_een_andere_gemeente_ziet_het_verzoek_niet(huis: Huis, fg: Partij, school: Partij) -> None:
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", "0502", dag(huis.klok())))
    meldt(school)
    verzoek, elders = vraagt(fg)["verzoekId"], een_fg(huis, "0502", "Elders")
    assert elders.get("/v1/verzoeken").json()["verzoeken"] == []
    for pad in ("", "/antwoord"):
        is_geweigerd(huis, elders.get(f"/v1/verzoeken/{verzoek}{pad}"), 404, "niet-gevonden", regel="I06")
    pogingen: list[tuple[str, Any]] = [
        ("besluiten", {"uitspraak": "afgewezen", "reden": "buitensporig"}),
        ("verlengingen", {"reden": "ingewikkeld", "verteldOp": "2014-06-02"}),
        ("intrekkingen", None),
    ]
    for pad, inhoud in pogingen:
        is_geweigerd(huis, elders.post(f"/v1/verzoeken/{verzoek}/{pad}", inhoud), 404, "niet-gevonden", regel="I06")
    # What another municipality holds of the same child is not its to tell.
    zelfde_kind = vraagt(elders)
    assert (zelfde_kind["dossier"], zelfde_kind["adviezen"]) == (False, [])


def een_match(huis: Huis, school: Partij) -> tuple[Partij, str, str]:
    """School and CJG stack up; the ids that each gave its signal."""
    cjg = huis.partij("CJG", Categorie.JGZ)
    huis.regisseur(huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING))
    return cjg, meldt(school, soort="zorgen"), meldt(cjg)


def eens(fg: Partij, recht: str, *adviezen: tuple[Partij, str], **anders: Any) -> str:
    """A request on which everybody who was asked answered."""
    verzoek: str = vraagt(fg, recht=recht, **anders)["verzoekId"]
    for partij, signaal in adviezen:
        assert adviseert(partij, verzoek, signaal).status_code == 201
    return verzoek


@pytest.mark.parametrize(
    ("recht", "reden"), [("verwijdering", "geen-grond-meer"), ("bezwaar", "belang-van-vrager-weegt-zwaarder")]
)
def test_G02_S06_wat_is_toegewezen_telt_nergens_meer_en_de_match_vervalt(
    huis: Huis, fg: Partij, school: Partij, recht: str, reden: str
) -> None:
    cjg, van_school, van_cjg = een_match(huis, school)
    assert [rij["status"] for rij in lees_database(huis, "SELECT status FROM match")] == ["toegewezen"]
    verzoek = eens(fg, recht, (school, van_school), (cjg, van_cjg))
    antwoord = besluit(fg, verzoek, "toegewezen", reden)
    assert antwoord.status_code == 201, antwoord.text
    regels = laatste_regels(huis)
    (genomen,) = (regel for regel in regels if regel["tag"] == "api:verzoek:besluiten")
    assert (genomen["grond"], genomen["rol"]) == (f"{recht} toegewezen {reden}", "privacy")
    assert {deel["soort"] for deel in genomen["onderwerpen"]} == {"verzoek", "signaal", "match"}
    assert [rij["status"] for rij in lees_database(huis, "SELECT status FROM match")] == ["vervallen"]
    assert {m["reden"] for m in antwoord.json()["besluit"]["maatregelen"]} == {"ten-onrechte"}
    for partij, signaal in ((school, van_school), (cjg, van_cjg)):
        assert partij.get(f"/v1/signalen/{signaal}").json()["status"] == "ingetrokken"
    assert not [v for v in controle.controleer(huis.tools, controle.families_te_controleren(huis.tools, BEHEER)) if v]
    brief = fg.get(f"/v1/verzoeken/{verzoek}/antwoord").json()["brief"]
    assert "Wij doen wat u vraagt." in str(brief)
    assert "De Klaver" not in str(brief)


def test_G02_rectificatie_neemt_terug_wat_het_besluit_zegt(huis: Huis, fg: Partij, school: Partij) -> None:
    cjg, van_school, van_cjg = een_match(huis, school)
    verzoek = eens(fg, "rectificatie", (school, van_school), (cjg, van_cjg))
    is_geweigerd(huis, besluit(fg, verzoek, "toegewezen", "gegevens-onjuist"), 403, "maatregel-ontbreekt")
    ids = {deel["organisatie"]: deel["signaalId"] for deel in lees(fg, verzoek)["adviezen"]}
    weg = [{"signaalId": ids["CJG"], "reden": "verkeerd-kind"}]
    assert besluit(fg, verzoek, "toegewezen", "gegevens-onjuist", maatregelen=weg).status_code == 201
    assert cjg.get(f"/v1/signalen/{van_cjg}").json()["status"] == "ingetrokken"
    assert school.get(f"/v1/signalen/{van_school}").json()["status"] == "actief"


def test_G02_een_afwijzing_verandert_niets_en_heeft_een_reden(huis: Huis, fg: Partij, school: Partij) -> None:
    eigen = meldt(school)
    verzoek = eens(fg, "bezwaar", (school, eigen))
    is_geweigerd(huis, besluit(fg, verzoek, "afgewezen", "gegevens-juist"), 403, "besluitreden-past-niet")
    gegeven = besluit(fg, verzoek, "afgewezen", "belang-van-het-kind-weegt-zwaarder").json()
    assert gegeven["besluit"]["maatregelen"] == []
    assert school.get(f"/v1/signalen/{eigen}").json()["status"] == "actief"
    is_geweigerd(huis, besluit(fg, verzoek, "afgewezen", "buitensporig"), 409, "verzoek-afgerond", regel="G02")


def test_G02_wie_niet_antwoordt_houdt_het_besluit_niet_op(huis: Huis, fg: Partij, school: Partij) -> None:
    meldt(school)
    verzoek = vraagt(fg, recht="bezwaar")["verzoekId"]
    huis.klok.zet("2014-06-15")
    is_geweigerd(huis, besluit(fg, verzoek, "afgewezen", "buitensporig"), 403, "adviezen-afwachten")
    huis.klok.zet("2014-06-16")
    assert besluit(fg, verzoek, "afgewezen", "buitensporig").status_code == 201


def test_G02_van_twee_besluiten_tegelijk_komt_er_een(huis: Huis, fg: Partij, school: Partij) -> None:
    cjg, van_school, van_cjg = een_match(huis, school)
    verzoek = eens(fg, "verwijdering", (school, van_school), (cjg, van_cjg))
    kop = fg.kop()
    keuzes = [("toegewezen", "geen-grond-meer"), ("afgewezen", "nog-nodig")] * 4

    def beslis(keuze: tuple[str, str]) -> int:
        inhoud = dict(zip(("uitspraak", "reden"), keuze, strict=True))
        status: int = huis.client.post(f"/v1/verzoeken/{verzoek}/besluiten", json=inhoud, headers=kop).status_code
        return status

    with ThreadPoolExecutor(8) as draden:
        uitkomsten = sorted(draden.map(beslis, keuzes))
    assert uitkomsten == [201] + [409] * 7
    uitspraak = lees(fg, verzoek)["besluit"]["uitspraak"]
    statussen = {p.get(f"/v1/signalen/{s}").json()["status"] for p, s in ((school, van_school), (cjg, van_cjg))}
    assert statussen == ({"ingetrokken"} if uitspraak == "toegewezen" else {"actief"})
    genomen = [r for r in logregels(huis) if r["tag"].endswith("verzoek:besluiten") and r["uitkomst"] == "gelukt"]
    assert len(genomen) == 1


def test_G01_een_leeftijd_die_niet_bij_het_kind_past_wordt_niet_beantwoord(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    meldt(school, geboortemaand="2001-03")
    verzoek = vraagt(fg)["verzoekId"]
    is_geweigerd(huis, fg.get(f"/v1/verzoeken/{verzoek}/antwoord"), 403, "leeftijdsgroep-past-niet", regel="G01")
    assert besluit(fg, verzoek, "afgewezen", "vrager-niet-bevoegd").status_code == 201


def test_I05_bij_een_ander_verzoek_dan_inzage_is_er_pas_een_brief_na_het_besluit(huis: Huis, fg: Partij) -> None:
    verzoek = vraagt(fg, "999990093", recht="verwijdering")["verzoekId"]
    pad = f"/v1/verzoeken/{verzoek}/antwoord"
    is_geweigerd(huis, fg.get(pad), 409, "geen-inzageverzoek", regel="I05")
    is_geweigerd(huis, besluit(fg, verzoek, "toegewezen", "geen-grond-meer"), 403, "niets-te-verwijderen")
    assert besluit(fg, verzoek, "afgewezen", "niets-bekend").status_code == 201
    assert "staat niets over u" in fg.get(pad).text


def test_L04_wat_de_functionaris_bekijkt_staat_in_het_logboek(huis: Huis, fg: Partij, school: Partij) -> None:
    meldt(school)
    verzoek = vraagt(fg)["verzoekId"]
    for pad, tag in (("", "verzoek"), ("/antwoord", "antwoord")):
        fg.get(f"/v1/verzoeken/{verzoek}{pad}")
        (regel,) = laatste_regels(huis)
        assert regel["tag"] == f"api:{tag}:bekijken"
        assert {deel["soort"] for deel in regel["onderwerpen"]} == {"verzoek", "signaal"}
        assert regel["professional"] == fg.professional


def test_G02_een_besluit_over_een_ouder_raakt_signalen_die_hem_noemen(huis: Huis, fg: Partij, school: Partij) -> None:
    noemt = meldt(school, ouders=(MOEDER, VADER))
    ander = meldt(school, KINDEREN[1], ouders=(MOEDER,))
    verzoek = vraagt(fg, VADER, over="ouder", recht="rectificatie")
    assert [deel["organisatie"] for deel in verzoek["adviezen"]] == ["De Klaver"]
    assert adviseert(school, verzoek["verzoekId"], noemt).status_code == 201
    is_probleem(adviseert(school, verzoek["verzoekId"], ander), 404, "niet-gevonden")
    weg = [{"signaalId": verzoek["adviezen"][0]["signaalId"]}]
    gegeven = besluit(fg, verzoek["verzoekId"], "toegewezen", "gegevens-onjuist", maatregelen=weg)
    assert gegeven.status_code == 201, gegeven.text
    assert school.get(f"/v1/signalen/{noemt}").json()["status"] == "ingetrokken"
    assert school.get(f"/v1/signalen/{ander}").json()["status"] == "actief"


def test_G03_wie_niet_alles_hoort_krijgt_dat_als_gedeeltelijk(huis: Huis, fg: Partij, school: Partij) -> None:
    vandaag = dag(huis.klok()).isoformat()
    gegeven = toestemming(vandaag)
    eigen = meldt(school, soort="zorgen", veiligheidsgrond=veiligheidsgrond(), toestemming=gegeven)
    verzoek = eens(fg, "inzage", (school, eigen))
    assert lees(fg, verzoek)["adviezen"][0]["grondVertellen"] is False
    is_geweigerd(huis, besluit(fg, verzoek, "toegewezen", "alles-gegeven"), 403, "niet-alles-verteld", regel="G03")
    assert besluit(fg, verzoek, "gedeeltelijk", "veiligheid-van-een-kind").status_code == 201
