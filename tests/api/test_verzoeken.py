# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests of data subjects over the API: who may, when, and with what advice (G01, G02, I05)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import (
    berichten,
    is_geweigerd,
    laatste_bericht,
    lees_database,
    logregels,
    niets_veranderd,
)
from tests.api.verzoek import adviseert, besluit, een_fg, lees, lichaam, meldt, vraagt
from tests.huis import BEHEER, KINDEREN, VADER
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.tijd import begin_van, dag
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

KIND = KINDEREN[0]


@pytest.fixture
def fg(huis: Huis) -> Partij:
    return een_fg(huis)


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


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
    assert "op 2 juni 2014 gezocht. Toen stond er niets over u" in str(antwoord["brief"])
    weg = besluit(fg, verzoek["verzoekId"], "toegewezen", "niets-bekend")
    assert weg.status_code == 201


def test_I05_alleen_binnen_een_open_verzoek_hoort_hij_of_er_een_dossier_is(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    meldt(school)
    verzoek = vraagt(fg)["verzoekId"]
    (advies,) = lees(fg, verzoek)["adviezen"]
    assert (advies["organisatie"], advies["advies"], advies["ingetrokken"]) == ("De Klaver", None, False)
    assert fg.post(f"/v1/verzoeken/{verzoek}/intrekkingen").json()["stand"] == "ingetrokken"
    meldt(huis.partij("CJG", Categorie.JGZ))
    assert len(lees(fg, verzoek)["adviezen"]) == 1
    is_geweigerd(huis, fg.get(f"/v1/verzoeken/{verzoek}/antwoord"), 409, "verzoek-afgerond", regel="G02")
    assert lees(fg, verzoek)["adviezen"][0]["ingetrokken"] is False


def test_I05_het_token_wordt_niet_bewaard_en_de_index_leert_niemand_kennen(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    meldt(school)
    inhoud = lichaam(fg)
    assert fg.post("/v1/verzoeken", inhoud).status_code == 201
    (kind,) = lees_database(
        huis, "SELECT id, encode(sleutel, 'hex') AS sleutel FROM persoon WHERE id IN (SELECT id FROM kind)"
    )
    (rij,) = lees_database(huis, "SELECT persoon, CAST(v AS text) AS alles FROM verzoek v")
    assert rij["persoon"] == kind["id"]
    for geheim in (inhoud["kindToken"], van_tekst(inhoud["kindToken"]).hex(), kind["sleutel"]):
        assert geheim not in rij["alles"]
        assert geheim not in str(logregels(huis))


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


@pytest.mark.parametrize("bekend", [True, False])
def test_G02_acht_keer_hetzelfde_verzoek_tegelijk_is_een_verzoek(
    huis: Huis, fg: Partij, school: Partij, bekend: bool
) -> None:
    if bekend:
        meldt(school)
    na, inhoud, wie = laatste_bericht(huis), lichaam(fg), fg.kop()
    with ThreadPoolExecutor(8) as draden:
        posten = [draden.submit(huis.client.post, "/v1/verzoeken", json=inhoud, headers=wie) for _ in range(8)]
        antwoorden = [post.result() for post in posten]
    assert sorted(a.status_code for a in antwoorden) == [200] * 7 + [201]
    assert len({a.text for a in antwoorden}) == 1
    assert len(lees_database(huis, "SELECT id FROM verzoek")) == 1
    assert len(berichten(huis, na)) == int(bekend)
