# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a decision on a request does: to signals, match, log and letter; once, and only with what goes with it (G02)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import (
    is_geweigerd,
    is_probleem,
    laatste_regels,
    lees_database,
    logregels,
)
from tests.api.verzoek import adviseert, besluit, een_fg, lees, meldt, vraagt
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, toestemming, veiligheidsgrond
from tests.logboek.hulp import kop, oordeel, uitvoer, verzegel
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie
from verwijsindex.storage import verzoeken
from verwijsindex.use_cases import controle

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

KIND = KINDEREN[0]


@pytest.fixture
def fg(huis: Huis) -> Partij:
    return een_fg(huis)


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


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
def test_G02_S06_B03_wat_is_toegewezen_is_vernietigd_en_de_match_vervalt(
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
    assert {a["ingetrokken"] for a in antwoord.json()["adviezen"]} == {True}
    for partij, signaal in ((school, van_school), (cjg, van_cjg)):
        assert partij.get(f"/v1/signalen/{signaal}").status_code == 404
    verklaard = [(r["code"], r["regel"]) for r in regels if r["tag"].endswith(":bewaren:vernietigen")]
    assert ("signaal=2", "G02") in verklaard
    huis.klok.verder(minutes=1)
    huis.veeg()
    for tabel in ("signaal", "persoon", "match", "bevroren", "bevriezing", "verwantschap"):
        assert lees_database(huis, f"SELECT FROM {tabel}") == []
    assert not [v for v in controle.controleer(huis.tools, controle.families_te_controleren(huis.tools, BEHEER)) if v]
    brief = fg.get(f"/v1/verzoeken/{verzoek}/antwoord").json()["brief"]
    assert "Wij doen wat u vraagt." in str(brief)
    assert "wordt vernietigd" in str(brief)
    assert "De Klaver" not in str(brief)


def test_G02_B03_met_een_verwijdering_gaat_ook_wat_eerder_ten_onrechte_heette(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    cjg, van_school, van_cjg = een_match(huis, school)
    assert school.post(f"/v1/signalen/{van_school}/intrekkingen", {"reden": "ten-onrechte"}).status_code == 201
    verzoek = eens(fg, "verwijdering", (cjg, van_cjg))
    assert besluit(fg, verzoek, "toegewezen", "geen-grond-meer").status_code == 201
    assert lees_database(huis, "SELECT FROM signaal") == []


def test_B03_een_besluit_dat_mislukt_vernietigt_geen_sleutel(
    huis: Huis, fg: Partij, school: Partij, monkeypatch: pytest.MonkeyPatch
) -> None:
    verzoek = eens(fg, "verwijdering", (school, meldt(school)))
    plaatsen = [bytes(rij["plaats"]) for rij in lees_database(huis, "SELECT plaats FROM persoon")]

    def valt_uit(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as even:
        even.setattr(verzoeken, "bewaar", valt_uit)
        assert besluit(fg, verzoek, "toegewezen", "geen-grond-meer").status_code == 500
    assert plaatsen
    assert all(huis.tools.kluis.leeft(plaats) for plaats in plaatsen)
    assert besluit(fg, verzoek, "toegewezen", "geen-grond-meer").status_code == 201
    assert not any(huis.tools.kluis.leeft(plaats) for plaats in plaatsen)


def test_G02_over_wat_na_het_verzoek_kwam_is_niemand_iets_gevraagd_en_het_blijft(
    huis: Huis, fg: Partij, school: Partij
) -> None:
    van_school, cjg = meldt(school), huis.partij("CJG", Categorie.JGZ)
    verzoek = eens(fg, "verwijdering", (school, van_school))
    huis.klok.verder(days=1)
    van_cjg = meldt(cjg)
    (later,) = lees_database(huis, "SELECT signaal FROM indiening WHERE signaal_id = %s", van_cjg)
    weg = [{"signaalId": str(later["signaal"])}]
    antwoord = besluit(fg, verzoek, "gedeeltelijk", "deel-is-nog-nodig", maatregelen=weg)
    is_geweigerd(huis, antwoord, 403, "maatregel-past-niet", regel="G02")
    assert besluit(fg, verzoek, "toegewezen", "geen-grond-meer").status_code == 201
    assert school.get(f"/v1/signalen/{van_school}").status_code == 404
    assert cjg.get(f"/v1/signalen/{van_cjg}").json()["status"] == "actief"


def test_G02_de_reden_risico_geweken_is_niet_aan_de_gemeente(huis: Huis, fg: Partij, school: Partij) -> None:
    verzoek = eens(fg, "rectificatie", (school, meldt(school)))
    weg = [{"signaalId": lees(fg, verzoek)["adviezen"][0]["signaalId"], "reden": "risico-geweken"}]
    antwoord = besluit(fg, verzoek, "toegewezen", "gegevens-onjuist", maatregelen=weg)
    is_geweigerd(huis, antwoord, 403, "reden-van-de-melder", regel="G02")


def test_G02_rectificatie_neemt_terug_wat_het_besluit_zegt(huis: Huis, fg: Partij, school: Partij) -> None:
    cjg, van_school, van_cjg = een_match(huis, school)
    verzoek = eens(fg, "rectificatie", (school, van_school), (cjg, van_cjg))
    is_geweigerd(huis, besluit(fg, verzoek, "toegewezen", "gegevens-onjuist"), 403, "maatregel-ontbreekt")
    ids = {deel["organisatie"]: deel["signaalId"] for deel in lees(fg, verzoek)["adviezen"]}
    weg = [{"signaalId": ids["CJG"], "reden": "verkeerd-kind"}]
    assert besluit(fg, verzoek, "toegewezen", "gegevens-onjuist", maatregelen=weg).status_code == 201
    assert cjg.get(f"/v1/signalen/{van_cjg}").json()["status"] == "ingetrokken"
    assert school.get(f"/v1/signalen/{van_school}").json()["status"] == "actief"
    later = {deel["organisatie"]: deel["ingetrokken"] for deel in lees(fg, verzoek)["adviezen"]}
    assert later == {"CJG": True, "De Klaver": False}


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
    wie = fg.kop()
    keuzes = [("toegewezen", "geen-grond-meer"), ("afgewezen", "nog-nodig")] * 4

    def beslis(keuze: tuple[str, str]) -> int:
        inhoud = dict(zip(("uitspraak", "reden"), keuze, strict=True))
        status: int = huis.client.post(f"/v1/verzoeken/{verzoek}/besluiten", json=inhoud, headers=wie).status_code
        return status

    with ThreadPoolExecutor(8) as draden:
        uitkomsten = sorted(draden.map(beslis, keuzes))
    assert uitkomsten == [201] + [409] * 7
    uitspraak = lees(fg, verzoek)["besluit"]["uitspraak"]
    gevonden = {p.get(f"/v1/signalen/{s}").status_code for p, s in ((school, van_school), (cjg, van_cjg))}
    assert gevonden == ({404} if uitspraak == "toegewezen" else {200})
    genomen = [r for r in logregels(huis) if r["tag"].endswith("verzoek:besluiten") and r["uitkomst"] == "gelukt"]
    assert len(genomen) == 1


def test_L03_G02_het_logboek_met_een_besluit_erin_is_na_te_gaan(huis: Huis, fg: Partij, school: Partij) -> None:
    cjg, van_school, van_cjg = een_match(huis, school)
    verzoek = eens(fg, "verwijdering", (school, van_school), (cjg, van_cjg))
    assert besluit(fg, verzoek, "toegewezen", "geen-grond-meer").status_code == 201
    verzegel(huis)
    lijnen = uitvoer(huis)
    assert oordeel(huis, lijnen, kop(huis)) == "klopt"
    assert "verzoek:besluiten" in str(lijnen)


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
    # Nobody looks again at whom nothing is known of: the letter says of which day it speaks.
    huis.klok.verder(days=20)
    assert "op 2 juni 2014 gezocht. Toen stond er niets over u" in fg.get(pad).text


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
