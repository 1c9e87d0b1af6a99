# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I08 over HTTP: a month of reports by several organisations, what its figures say, and what nobody gets from them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import CONVENANT, is_geweigerd, lees_database, logregels, niets_veranderd, nieuwe_bsns
from tests.api.test_toezicht import ELDERS, _functie, _goed, _ook_elders, _vooraf
from tests.huis import BEHEER, GEMEENTE
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.api.cijferblad import FORMULE, veilig, wil_csv
from verwijsindex.domain.cijfers import Meetsoort
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie, Leefgebied
from verwijsindex.use_cases import beheer, cijfers

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

JUNI = "/v1/cijfers?van=2014-06&tot=2014-06"
BOEVENNAAM = '=HYPERLINK("http://kwaad.example.nl";"klik")'


@pytest.fixture
def coordinator(huis: Huis) -> Partij:
    """Counting begins with the worker's first round."""
    wie = _functie(huis, Rol.COORDINATOR)
    cijfers.stel_vast(huis.tools)
    return wie


def juni(huis: Huis) -> dict[str, Partij]:
    """Reports of June 2014: school 24 in Noord, housing 20 in Noord, CJG 22 in Zuid, 3 of a youth centre without area.

    Twelve children of the school are the CJG's as well, which is worried: twelve matches, of which the director accepts
    ten at once and two after some days; with the reporters of the ten he has contact by then.
    """
    wie = {
        "school": huis.partij("De Klaver"),
        "wonen": huis.partij(BOEVENNAAM, Categorie.WONEN),
        "cjg": huis.partij("CJG; Noord & 'Zuid'", Categorie.JGZ),
        "opvang": huis.partij("Opvang", Categorie.JEUGDHULP),
        "wijkteam": huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING),
    }
    huis.regisseur(wie["wijkteam"], gebieden=frozenset({"Noord", "Zuid"}))
    for naam, aantal in (("school", 30), ("wonen", 20), ("cjg", 40)):
        cijfers.verwacht(huis.tools, BEHEER, wie[naam].id, aantal)
    bsns = nieuwe_bsns()
    kinderen = [next(bsns) for _ in range(80)]
    for kind in kinderen[:24]:
        _goed(wie["school"].meldt(kind, ouders=(), gebied="Noord", leefgebieden=["onderwijs"]))
    for kind in kinderen[24:44]:
        _goed(wie["wonen"].meldt(kind, ouders=(), gebied="Noord", leefgebieden=["wonen", "inkomen"]))
    for kind in (*kinderen[:12], *kinderen[44:54]):
        domeinen = ["gezin", "gezondheid"]
        _goed(wie["cjg"].meldt(kind, ouders=(), gebied="Zuid", soort="zorgen", leefgebieden=domeinen))
    for kind in kinderen[54:57]:
        _goed(wie["opvang"].meldt(kind, ouders=(), leefgebieden=["gezin"]))
    for kind in kinderen[57:61]:
        _goed(wie["school"].meldt(kind, ouders=(), gebied="Noord", leefgebieden=["onderwijs"], toestemming=None))
    matches = [m["matchId"] for m in wie["wijkteam"].get("/v1/matches").json()["matches"]]
    assert len(matches) == 12
    for match in matches[:10]:
        _goed(wie["wijkteam"].post(f"/v1/matches/{match}/aanvaardingen"))
    huis.klok.zet("2014-06-12")
    for match in matches[10:]:
        _goed(wie["wijkteam"].post(f"/v1/matches/{match}/aanvaardingen"))
    for match in matches[:10]:
        _goed(wie["wijkteam"].post(f"/v1/matches/{match}/contacten"))
    return wie


def per_soort(antwoord: Any, maand: int = 0) -> dict[str, Any]:
    """The figures of one month by what is counted."""
    assert antwoord.status_code == 200, antwoord.text
    return {deel["meetsoort"]: deel for deel in antwoord.json()["maanden"][maand]["cijfers"]}


def tabel(delen: list[dict[str, Any]], sleutel: str) -> dict[Any, int | None]:
    return {deel[sleutel]: deel["aantal"] for deel in delen}


def eerlijk(deel: dict[str, Any]) -> None:
    """No shown number, and none that a total and shown numbers give together, is from 1 to 9."""
    totaal = deel["totaal"]
    assert totaal is None or totaal >= 10
    for naam in ("gebieden", "organisaties", "werkdagen"):
        aantallen = [rij["aantal"] for rij in deel[naam] or []]
        getoond = [aantal for aantal in aantallen if aantal is not None]
        assert all(aantal >= 10 for aantal in getoond)
        if totaal is None:
            assert getoond == []
        elif None in aantallen:
            assert aantallen.count(None) > 1
            assert totaal - sum(getoond) >= 10
    for rij in deel["leefgebieden"]:
        assert rij["aantal"] is None or 10 <= rij["aantal"] <= totaal - 10


def test_I08_de_maandcijfers_van_een_gemeente(huis: Huis, coordinator: Partij) -> None:
    juni(huis)
    huis.klok.zet("2014-07-03")
    huis.veeg()
    cijfers.stel_vast(huis.tools)
    antwoord = coordinator.get(JUNI)
    assert antwoord.json()["gemeentecode"] == GEMEENTE
    (maand,) = antwoord.json()["maanden"]
    assert (maand["maand"], maand["onderdruktOnder"]) == ("2014-06", 10)
    gezien = per_soort(antwoord)
    assert list(gezien) == [soort.value for soort in Meetsoort]
    for deel in gezien.values():
        eerlijk(deel)

    signalen = gezien["signaal-geregistreerd"]
    assert signalen["totaal"] == 73
    gebieden = tabel(signalen["gebieden"], "gebied")
    assert set(gebieden) == {"Noord", "Zuid", None}
    # Three without an area are too few; one of the others is left out with them.
    assert gebieden[None] is None
    assert sorted(a for a in gebieden.values() if a) in ([22], [48])
    leefgebieden = tabel(signalen["leefgebieden"], "leefgebied")
    assert leefgebieden == {
        Leefgebied.GEZIN: 25,
        Leefgebied.GEZONDHEID: 22,
        Leefgebied.ONDERWIJS: 28,
        Leefgebied.WONEN: 20,
        Leefgebied.INKOMEN: 20,
        Leefgebied.WERK: None,
        Leefgebied.VEILIGHEID: None,
    }
    organisaties = {rij["organisatie"]: rij for rij in signalen["organisaties"]}
    assert {naam: rij["verwacht"] for naam, rij in organisaties.items()} == {
        "De Klaver": 30, BOEVENNAAM: 20, "CJG; Noord & 'Zuid'": 40, None: None,
    }  # fmt: skip
    # Three of an organisation of which nothing is expected; two others are left out with them, one is shown as it is.
    (getoond,) = (naam for naam, rij in organisaties.items() if rij["aantal"])
    assert organisaties[getoond]["aantal"] == {"De Klaver": 28, BOEVENNAAM: 20, "CJG; Noord & 'Zuid'": 22}[getoond]

    assert gezien["match-geopend"]["totaal"] == 12
    assert gezien["match-geopend"]["organisaties"] is None
    aangenomen = gezien["match-aangenomen"]
    assert aangenomen["totaal"] == 12
    assert {rij["aantal"] for rij in aangenomen["werkdagen"]} == {None}
    assert [(rij["van"], rij["tot"]) for rij in aangenomen["werkdagen"]][-2:] == [(6, 10), (11, None)]
    assert aangenomen["mediaan"] == {"van": 0, "tot": None}
    # Ten of 2 June had contact on the 12th, after seven working days: Whit Monday is none.
    contact = gezien["contact-gelegd"]
    assert contact["totaal"] == 10
    # Two accepted late, contact late or never in all twelve, no plan in ten; how often each went on is not counted.
    assert gezien["termijn-verstreken"]["totaal"] == 24
    for soort in ("signaal-slaapt", "match-heropend", "doorbreking", "uit-beeld"):
        assert gezien[soort]["totaal"] is None, soort
    regel = logregels(huis)[-1]
    assert (regel["tag"], regel["rol"], regel["uitkomst"]) == ("api:cijfers:bekijken", "coordinator", "gelukt")


def test_I08_een_maand_verandert_niet_meer_en_drie_vragen_zeggen_niet_meer_dan_een(
    huis: Huis, coordinator: Partij
) -> None:
    wie = juni(huis)
    huis.klok.zet("2014-07-01")
    # July goes on: one report a day would show as a difference, if it were shown.
    is_geweigerd(huis, coordinator.get("/v1/cijfers?tot=2014-07"), 400, "maand-niet-voorbij", regel="I08")
    is_geweigerd(huis, coordinator.get(JUNI), 400, "maand-niet-vastgesteld", regel="I08")
    huis.klok.zet("2014-07-03")
    cijfers.stel_vast(huis.tools)
    eerst = coordinator.get(JUNI)
    bsns = nieuwe_bsns()
    for _ in range(80):
        next(bsns)
    for _ in range(11):
        _goed(wie["school"].meldt(next(bsns), ouders=(), gebied="Noord"))
    huis.klok.zet("2014-08-03")
    huis.veeg()
    cijfers.stel_vast(huis.tools)
    beide = coordinator.get("/v1/cijfers?van=2014-06&tot=2014-07")
    assert beide.json()["maanden"][0] == eerst.json()["maanden"][0]
    assert per_soort(beide, 1)["signaal-geregistreerd"]["totaal"] == 11
    assert beide.json()["maanden"][1] == coordinator.get("/v1/cijfers?van=2014-07").json()["maanden"][0]
    # Four without consent are gone since June; June is what it was, and July does not count them.
    assert lees_database(huis, "SELECT FROM signaal WHERE slaapt_sinds IS NOT NULL") == []
    huis.klok.verder(days=800)
    huis.veeg()
    assert lees_database(huis, "SELECT FROM signaal") == []
    assert coordinator.get(JUNI).json() == eerst.json()
    # A municipality that lowers its threshold later lowers it for later months.
    morgen = dag(huis.klok()) + timedelta(days=1)
    lager = replace(meegeleverd("regionaal", GEMEENTE, morgen), versie=2, onderdrukken_onder=2)
    beheer.laad_convenant(huis.tools, BEHEER, lager)
    huis.klok.verder(days=60)
    cijfers.stel_vast(huis.tools)
    assert coordinator.get(JUNI).json() == eerst.json()
    drempels = [m["onderdruktOnder"] for m in coordinator.get("/v1/cijfers").json()["maanden"]]
    assert drempels == [2]


def test_I08_als_rekenblad_staat_er_precies_hetzelfde(huis: Huis, coordinator: Partij) -> None:
    juni(huis)
    huis.klok.zet("2014-07-03")
    cijfers.stel_vast(huis.tools)
    kop = coordinator.kop()
    blad = huis.client.get(JUNI, headers=kop | {"Accept": "text/csv"})
    assert blad.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert blad.headers["vary"] == "Accept"
    naam = 'attachment; filename="cijfers-0599-2014-06-2014-06.csv"'
    assert blad.headers["content-disposition"] == naam
    assert blad.content.startswith(b"\xef\xbb\xbfmaand;meetsoort;indeling;groep;aantal;verwacht\r\n")
    assert b"\n" not in blad.content.replace(b"\r\n", b"")
    rijen = list(csv.DictReader(io.StringIO(blad.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    gezien = per_soort(coordinator.get(JUNI))
    uit_json = []
    for soort, deel in gezien.items():
        uit_json.append((soort, "totaal", "", deel["totaal"]))
        for indeling, veld, sleutel in (
            ("gebied", "gebieden", "gebied"),
            ("leefgebied", "leefgebieden", "leefgebied"),
            ("organisatie", "organisaties", "organisatie"),
        ):
            uit_json += [(soort, indeling, rij[sleutel] or "overig", rij["aantal"]) for rij in deel[veld] or []]
        uit_json += [(soort, "werkdagen", None, rij["aantal"]) for rij in deel["werkdagen"] or []]
    uit_csv = [
        (
            rij["meetsoort"],
            rij["indeling"],
            None if rij["indeling"] == "werkdagen" else rij["groep"].removeprefix("'"),
            None if rij["aantal"] == "." else int(rij["aantal"]),
        )
        for rij in rijen
        if rij["indeling"] != "mediaan"
    ]
    assert uit_csv == uit_json
    assert {rij["maand"] for rij in rijen} == {"2014-06"}
    # The name of an organisation runs nowhere as a formula, and stays in its own cell.
    assert f"'{BOEVENNAAM}" in {rij["groep"] for rij in rijen}
    assert not [cel for rij in rijen for cel in rij.values() if cel.startswith(("=", "+", "-", "@"))]
    verwacht = {rij["groep"]: rij["verwacht"] for rij in rijen if rij["indeling"] == "organisatie"}
    assert verwacht["CJG; Noord & 'Zuid'"] == "40"
    assert [rij["aantal"] for rij in rijen if rij["indeling"] == "mediaan"] == ["0", "", "0", ""]


@pytest.mark.parametrize(
    ("accept", "csv_"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("application/xml", False),
        ("text/csv", True),
        ("TEXT/CSV; header=present", True),
        ("text/csv;q=0.5, application/json;q=0.4", True),
        ("text/csv;q=0.5, application/json", False),
        ("text/csv, application/json", False),
        ("text/csv;q=0", False),
        ("text/csv;q=veel", False),
        ("text/csv;q=nan", False),
        ("text/html,text/csv,*/*;q=0.1", True),
    ],
)
def test_I08_de_vorm_volgt_uit_accept(accept: str, csv_: bool) -> None:
    assert wil_csv(accept) is csv_


@pytest.mark.parametrize("begin", FORMULE)
def test_I08_geen_tekst_begint_als_formule(begin: str) -> None:
    assert veilig(f"{begin}1+1") == f"'{begin}1+1"
    assert veilig(f"a{begin}") == f"a{begin}"
    assert veilig("") == ""


@pytest.mark.parametrize(
    ("vraag", "status", "code", "wijzer"),
    [
        ("van=2014-13", 400, "maand-ongeldig", "/van"),
        ("van=juni", 400, "maand-ongeldig", "/van"),
        ("tot=2014-6", 400, "maand-ongeldig", "/tot"),
        ("tot=2014-06-01", 400, "maand-ongeldig", "/tot"),
        ("tot=", 400, "maand-ongeldig", "/tot"),
        ("van=2014-07&tot=2014-06", 400, "maanden-verkeerd-om", "/tot"),
        ("van=2012-07&tot=2014-07", 400, "te-veel-maanden", "/tot"),
        ("van=2014-09&tot=2014-09", 400, "maand-niet-voorbij", "/tot"),
        ("tot=2099-01", 400, "maand-niet-voorbij", "/tot"),
        ("van=2014-08", 400, "maand-niet-vastgesteld", "/tot"),
        ("van=2014-05&tot=2014-06", 400, "maand-zonder-cijfers", "/van"),
        (f"gemeentecode={ELDERS}", 403, "gemeente-niet-eigen", "/gemeentecode"),
        ("gemeentecode=9999", 403, "gemeente-niet-eigen", "/gemeentecode"),
        ("gemeentecode=599", 400, "waarde-ongeldig", "/gemeentecode"),
    ],
)
def test_I08_een_verkeerde_vraag_wordt_geweigerd(
    huis: Huis, coordinator: Partij, vraag: str, status: int, code: str, wijzer: str
) -> None:
    huis.klok.zet("2014-08-03")
    cijfers.stel_vast(huis.tools)
    huis.klok.zet("2014-09-01")
    antwoord = coordinator.get(f"/v1/cijfers?{vraag}")
    regel = "S03" if code in ("maand-ongeldig", "waarde-ongeldig") else "I08"
    is_geweigerd(huis, antwoord, status, code, regel=regel, wijzer=wijzer, door=coordinator)


def test_I02_I08_ieder_ziet_zijn_eigen_gemeente_en_zonder_vraag_de_laatste_maand(
    huis: Huis, coordinator: Partij
) -> None:
    school = huis.partij("De Klaver")
    _ook_elders(huis, school)
    elders = _functie(huis, Rol.COORDINATOR, ELDERS)
    assert elders.get("/v1/cijfers").json() == {"gemeentecode": ELDERS, "maanden": []}
    is_geweigerd(huis, elders.get(JUNI), 400, "maand-niet-voorbij", regel="I08", door=elders)
    bsns = nieuwe_bsns()
    for _ in range(10):
        _goed(school.meldt(next(bsns), ouders=()))
    for _ in range(13):
        _goed(school.meldt(next(bsns), ouders=(), gemeentecode=ELDERS))
    huis.klok.zet("2014-07-03")
    cijfers.stel_vast(huis.tools)
    for wie, code, aantal in ((coordinator, GEMEENTE, 10), (elders, ELDERS, 13)):
        antwoord = wie.get("/v1/cijfers")
        assert antwoord.json()["gemeentecode"] == code
        assert per_soort(antwoord)["signaal-geregistreerd"]["totaal"] == aantal
        assert wie.get(f"/v1/cijfers?gemeentecode={code}&tot=2014-06").json() == antwoord.json()
    oud = elders.kop()
    huis.functionaris(elders, Rol.COORDINATOR, ELDERS, actief=False)
    is_geweigerd(huis, huis.client.get("/v1/cijfers", headers=oud), 401, "functie-voorbij", regel="I02", door=elders)


# The preview of a convenant: signals and families are figures there as well


def test_M14_I08_de_voorvertoning_telt_geen_signalen_of_gezinnen_een_voor_een(huis: Huis, coordinator: Partij) -> None:
    school, bsns = huis.partij("De Klaver"), nieuwe_bsns()
    korter = CONVENANT.replace("slaap_dagen: 28", "slaap_dagen: 5")
    assert korter != CONVENANT
    gezien = []
    for aantal in range(1, 23):
        _goed(school.meldt(next(bsns), ouders=(), toestemming=None))
        if aantal in (1, 9, 10, 11, 19, 20, 22):
            with niets_veranderd(huis):
                uit = _goed(_vooraf(coordinator, korter, vanaf="2014-06-20"), 200)
            assert [uit[veld] for veld in ("ontstaan", "vervallen", "gewijzigd", "spoed")] == [0, 0, 0, 0]
            assert (uit["slapend"], uit["wakker"], uit["mislukt"]) == (None, None, None)
            assert uit["families"] == uit["gezinnen"] == uit["vernietigd"]
            gezien.append((aantal, uit["vernietigd"]))
            tekst = json.dumps(uit["uitleg"])
            assert f" {aantal}" not in tekst.replace("minder dan 10", "").replace(f"{uit['vernietigd']} of meer", "")
    assert gezien == [(1, None), (9, None), (10, 10), (11, 10), (19, 10), (20, 20), (22, 20)]
    # The file that is tried says nothing about what may be seen.
    open_ = korter.replace("onderdrukken_onder: 10", "onderdrukken_onder: 2")
    assert open_ != korter
    assert _goed(_vooraf(coordinator, open_, vanaf="2014-06-20"), 200)["vernietigd"] == 20
    # Nor does a version that was loaded and has yet to start.
    lager = replace(meegeleverd("regionaal", GEMEENTE, date(2014, 6, 10)), versie=2, onderdrukken_onder=2)
    beheer.laad_convenant(huis.tools, BEHEER, lager)
    derde = korter.replace("versie: 2", "versie: 3")
    assert _goed(_vooraf(coordinator, derde, vanaf="2014-06-20"), 200)["vernietigd"] == 20
    # What changes with one signal more shows at a multiple of ten only.
    assert {b - a for (_, a), (_, b) in pairwise(gezien) if a is not None and b is not None} == {0, 10}
