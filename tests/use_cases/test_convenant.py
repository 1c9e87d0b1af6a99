# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A convenant that ends, that may not be loaded, and that is looked at before it starts (A07, B01, M14)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from tests.api.hulp import is_geweigerd, lees_database
from tests.huis import BEHEER, GEMEENTE, KINDEREN, MOEDER, VADER, zet_omgeving
from tests.use_cases.test_nazien_b import afwijkingen, bezet, volgende, wijzig
from verwijsindex.__main__ import hoofd
from verwijsindex.bootstrap import systeemklok
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.errors import Strijdig
from verwijsindex.domain.voorvertoning import Voorvertoning, tel_op
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.use_cases import beheer, vegen
from verwijsindex.use_cases.voorvertoning import voorvertoon

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.huis import Huis

DAG = date(2014, 7, 1)
TABELLEN = ("signaal", "persoon", "kind", "indiening", "daad", "mijding", "envelop")


def anders(**velden: Any) -> Convenant:
    """The second version, from 1 July."""
    return replace(volgende(DAG), **velden)


# Wind-down


def test_B01_in_de_afbouw_wordt_niets_geregistreerd_en_aan_het_eind_is_alles_weg(huis: Huis) -> None:
    een, ander = huis.partij("Een"), huis.partij("Ander")
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    lichaam = een.lichaam(soort="zorgen")
    assert een.post("/v1/signalen", lichaam).status_code == 201
    ander.meldt()
    beheer.laad_convenant(huis.tools, BEHEER, anders(grondslag_tot=DAG + timedelta(days=1), afbouw_dagen=10))

    huis.klok.zet("2014-07-02", 0)
    is_geweigerd(huis, ander.meldt(KINDEREN[1]), 403, "index-in-afbouw", regel="B01", wijzer="/gemeentecode")
    assert een.post("/v1/signalen", lichaam).status_code == 200, "what was registered is answered again"
    assert een.get(f"/v1/signalen/{lichaam['signaalId']}").json()["telt"] is True

    huis.klok.zet("2014-07-12", 23)
    huis.veeg()
    assert len(lees_database(huis, "SELECT id FROM signaal")) == 2
    huis.klok.zet("2014-07-13", 0)
    assert vegen.achterstand(huis.tools) == 1
    huis.veeg()
    assert [tabel for tabel in TABELLEN if lees_database(huis, f"SELECT FROM {tabel}")] == []
    rijen = lees_database(
        huis, "SELECT code, regel, CAST(moment AT TIME ZONE 'Europe/Amsterdam' AS date) AS dag FROM logregel"
        " WHERE tag = 'worker:bewaren:vernietigen' AND regel <> 'B03'"
    )  # fmt: skip
    assert [(rij["code"], rij["regel"], str(rij["dag"])) for rij in rijen] == [("signaal=2", "B01", "2014-07-12")]
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    assert match["tijdlijn"][-1]["soort"] == "geen-actieve-signalen"
    assert een.get(f"/v1/signalen/{lichaam['signaalId']}").status_code == 404
    assert afwijkingen(huis) == []


# What may not be loaded


def laatste_logregel(huis: Huis) -> dict[str, Any]:
    (rij,) = lees_database(huis, "SELECT tag, uitkomst, code, regel, convenant FROM logregel ORDER BY id DESC LIMIT 1")
    return rij


@pytest.mark.parametrize(
    ("convenant", "productie", "code"),
    [
        (volgende(date(2014, 6, 2)), False, "convenant-in-verleden"),
        (volgende(date(2010, 1, 1)), False, "convenant-overlapt"),
        (volgende(DAG, versie=1), False, "convenant-bestaat"),
        (volgende(DAG), True, "grondslag-ontbreekt"),
    ],
)
def test_M14_A07_laden_en_voorvertonen_weigeren_om_dezelfde_reden(
    huis: Huis, convenant: Convenant, productie: bool, code: str
) -> None:
    for daad, tag in ((beheer.laad_convenant, "laden"), (voorvertoon, "voorvertonen")):
        with pytest.raises(Strijdig) as fout:
            daad(huis.tools, BEHEER, convenant, productie=productie)
        assert fout.value.eerste.code == code
        rijen = lees_database(huis, "SELECT tag FROM logregel WHERE uitkomst = 'geweigerd' AND code = %s", code)
        assert rijen[-1]["tag"] == f"opdracht:convenant:{tag}"
    assert len(lees_database(huis, "SELECT FROM convenant")) == 1


def test_A07_met_dpia_en_grondslagen_laadt_het_in_productie(huis: Huis) -> None:
    gegrond = anders(
        dpia_besluit="DPIA 2014-1", grondslagen=dict.fromkeys(volgende(DAG).melders, "AVG 6 lid 1 onder a")
    )
    beheer.laad_convenant(huis.tools, BEHEER, gegrond, productie=True)
    assert [c.versie for c in beheer.geladen_convenanten(huis.tools, BEHEER)] == [1, 2]


# The look ahead


def vertel(huis: Huis) -> None:
    """Families of every sort: a match that hangs by one weight, one that stands, a sleeper, one below the threshold."""
    huis.klok.zet("2014-06-03")
    een, ander, derde = (huis.partij(naam) for naam in ("Een", "Ander", "Derde"))
    huis.regisseur(huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING))
    een.meldt(KINDEREN[0], ouders=(MOEDER,), soort="zorgen", leefgebieden=["gezin", "wonen"])
    ander.meldt(KINDEREN[0], ouders=(MOEDER,), leefgebieden=["werk"])
    een.meldt(KINDEREN[1], ouders=(VADER,), soort="zorgen")
    ander.meldt(KINDEREN[1], ouders=(VADER,), soort="zorgen")
    derde.meldt(KINDEREN[2], ouders=(), toestemming=None)
    een.meldt(KINDEREN[2], ouders=(), soort="zorgen")
    een.meldt(KINDEREN[3], ouders=())
    ander.meldt(KINDEREN[3], ouders=())


def beeld(huis: Huis) -> tuple[dict[Any, Any], dict[Any, bool]]:
    """What is stored: open matches with what the look ahead says of them, and which signals sleep."""
    matches = lees_database(
        huis, "SELECT id, redenen, multiproblematiek FROM match WHERE status NOT IN ('vervallen', 'afgesloten')"
    )
    signalen = lees_database(huis, "SELECT id, slaapt_sinds IS NOT NULL AS slaapt FROM signaal")
    return (
        {m["id"]: (set(m["redenen"]), m["multiproblematiek"]) for m in matches},
        {s["id"]: s["slaapt"] for s in signalen},
    )


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({}, {}),
        ({"drempel": 2}, {"ontstaan": 0}),
        ({"zorg_vereist": False, "drempel": 2}, {"ontstaan": 1, "gezinnen": 1}),
        ({"drempel": 4}, {"vervallen": 1, "gezinnen": 1}),
        ({"gewicht_zorgen": 1}, {"vervallen": 2, "gezinnen": 2}),
        ({"toestemming_vereist": False}, {"ontstaan": 1, "wakker": 1, "gezinnen": 1}),
        ({"multiproblematiek_leefgebieden": 3}, {"gewijzigd": 1, "multiproblematiek": 1, "gezinnen": 1}),
        ({"slaap_dagen": 1}, {"vernietigd": 1, "gezinnen": 1}),
        ({"grondslag_tot": DAG, "afbouw_dagen": 0}, {}),
    ],
)
def test_M14_de_voorvertoning_zegt_wat_er_op_de_eerste_dag_gebeurt(
    huis: Huis, velden: dict[str, Any], verwacht: dict[str, int]
) -> None:
    vertel(huis)
    huis.klok.zet("2014-06-30", 12)
    aantal, delen = voorvertoon(huis.tools, BEHEER, anders(**velden))
    gezien = tel_op(delen)
    assert aantal == 4
    assert gezien == Voorvertoning(**verwacht)

    matches, signalen = beeld(huis)
    beheer.laad_convenant(huis.tools, BEHEER, anders(**velden))
    huis.klok.zet(DAG, 0)
    huis.veeg()
    matches_na, signalen_na = beeld(huis)
    blijft = matches.keys() & matches_na.keys()
    assert gezien.ontstaan == len(matches_na.keys() - blijft)
    assert gezien.vervallen == len(matches.keys() - blijft)
    assert gezien.gewijzigd == sum(matches[m] != matches_na[m] for m in blijft)
    assert gezien.vernietigd == len(signalen.keys() - signalen_na.keys())
    assert gezien.slapend == sum(not signalen[s] and signalen_na[s] for s in signalen_na)
    assert gezien.wakker == sum(signalen[s] and not signalen_na[s] for s in signalen_na)
    assert afwijkingen(huis) == []


def test_M14_L01_een_voorvertoning_schrijft_alleen_dat_er_gekeken_is(huis: Huis) -> None:
    vertel(huis)
    tabellen = ("verwantschap", "signaal", "match", "dossier", "convenant", "outbox", "tijdlijn", "logregel")

    def stand() -> dict[str, Any]:
        return {tabel: lees_database(huis, f"SELECT * FROM {tabel} ORDER BY 1") for tabel in tabellen}

    eerder = stand()
    _, delen = voorvertoon(huis.tools, BEHEER, anders(drempel=4))
    assert tel_op(delen).vervallen == 1
    later = stand()
    assert later.pop("logregel")[:-1] == eerder.pop("logregel")
    assert later == eerder
    assert laatste_logregel(huis) == {
        "tag": "opdracht:convenant:voorvertonen",
        "uitkomst": "gelukt",
        "code": None,
        "regel": None,
        "convenant": "0599/regionaal/2",
    }


def test_M14_een_voorvertoning_wacht_niet_op_een_daad_en_een_daad_niet_op_haar(huis: Huis) -> None:
    vertel(huis)
    rijen = [rij["id"] for rij in lees_database(huis, "SELECT id FROM verwantschap ORDER BY id")]
    with bezet(huis, rijen[0]):
        _, delen = voorvertoon(huis.tools, BEHEER, anders(drempel=4))
        next(delen)
        assert tel_op(delen).mislukt == 0
    _, delen = voorvertoon(huis.tools, BEHEER, anders(drempel=4))
    next(delen)
    assert huis.partij("Vierde").meldt(KINDEREN[0], ouders=(MOEDER, VADER)).status_code == 201
    assert tel_op(delen).mislukt == 0, "a family that was joined to another meanwhile is no fault"


def test_M14_een_gezin_dat_niet_is_door_te_rekenen_verbergt_de_andere_niet(huis: Huis) -> None:
    vertel(huis)
    wijzig(
        huis,
        "UPDATE kind SET geboortemaand = 'stuk' WHERE id = (SELECT kind FROM signaal WHERE slaapt_sinds IS NOT NULL)",
    )
    _, delen = voorvertoon(huis.tools, BEHEER, anders(drempel=4))
    assert tel_op(delen) == Voorvertoning(gezinnen=1, vervallen=1, mislukt=1)


def test_M14_alleen_gezinnen_van_de_gemeente_worden_bekeken(huis: Huis) -> None:
    vertel(huis)
    aantal, delen = voorvertoon(huis.tools, BEHEER, replace(anders(), gemeente="0363"))
    assert (aantal, list(delen)) == (0, [])


# The command line


@pytest.fixture
def opdracht(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command against this house, on a day that its clock file gives."""
    klok = tmp_path / "klok.json"
    zet_omgeving(huis, tmp_path, monkeypatch, KLOK_BESTAND=str(klok))

    def draai(*delen: str) -> Result:
        stand = {"moment": huis.klok().isoformat(), "gezet": systeemklok().timestamp()}
        klok.write_text(json.dumps(stand), encoding="utf-8")
        return CliRunner().invoke(hoofd, ["convenant", *delen])

    return draai


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    """A second version as a file, to end with other fields."""
    pad = tmp_path / "tweede.yaml"
    pad.write_text("naam: regionaal\nversie: 2\nmelders: {onderwijs: [], jgz: []}\ndrempel: 4\n", encoding="utf-8")
    return pad


def test_M14_de_opdracht_voorvertonen_vertelt_wat_er_verandert(huis: Huis, opdracht: Any, bestand: Path) -> None:
    vertel(huis)
    klaar = opdracht("voorvertonen", str(bestand), "--gemeente", GEMEENTE, "--vanaf", "2014-07-01")
    assert klaar.exit_code == 0, klaar.output
    assert klaar.stdout.splitlines() == [
        "0599/regionaal/2 vanaf 2014-07-01. Gezinnen bekeken: 4. Er is niets gewijzigd.",
        "Matches: nieuw 0, vervallen 1, veranderd 0.",
        "Gezinnen waarin iets verandert: 1.",
    ]
    assert "Voorvertonen" in klaar.stderr
    assert len(lees_database(huis, "SELECT FROM convenant")) == 1


def test_B01_wie_een_convenant_met_een_laatste_dag_bekijkt_of_laadt_leest_wanneer_alles_weg_is(
    huis: Huis, opdracht: Any, bestand: Path
) -> None:
    bestand.write_text(f"{bestand.read_text()}grondslag_tot: 2014-12-31\nafbouw_dagen: 31\n", encoding="utf-8")
    for wat in ("voorvertonen", "laden"):
        klaar = opdracht(wat, str(bestand), "--gemeente", GEMEENTE, "--vanaf", "2014-07-01")
        assert klaar.exit_code == 0, klaar.output
        assert "houdt op 2014-12-31 op" in klaar.stdout
        assert "eind van 2015-01-31 worden alle signalen vernietigd" in klaar.stdout
    assert len(lees_database(huis, "SELECT FROM convenant")) == 2


def test_M14_de_opdracht_laden_noemt_elke_fout_met_haar_regel(huis: Huis, opdracht: Any, bestand: Path) -> None:
    bestand.write_text(f"{bestand.read_text()}drempl: 3\ngezin: ja\n", encoding="utf-8")
    klaar = opdracht("laden", str(bestand), "--gemeente", GEMEENTE, "--vanaf", "2014-07-01")
    assert klaar.exit_code == 1
    assert "Regel 5, drempl: dit veld bestaat niet (bedoelt u drempel?)." in klaar.stderr
    assert "Regel 6, gezin: verwacht wordt true of false." in klaar.stderr
    geweigerd = {
        "tag": "opdracht:convenant:lezen",
        "uitkomst": "geweigerd",
        "code": "convenant-ongeldig",
        "regel": "M14",
    }
    assert laatste_logregel(huis) == geweigerd | {"convenant": None}
    assert len(lees_database(huis, "SELECT FROM convenant")) == 1
    for pad, zin in ((bestand.parent, "Dit is een map."), (bestand.parent / "weg.yaml", "Dit bestand is er niet")):
        assert zin in opdracht("laden", str(pad)).stderr


def test_A07_de_opdracht_laden_weigert_in_productie_wat_geen_grondslag_heeft(
    huis: Huis, opdracht: Any, bestand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    productie = {
        "MODUS": "productie",
        "PUBLIEK_ADRES": "https://index.example",
        "PSEUDONIEMENDIENST_ADRES": "https://pd.example",
        "BEHEERDER": "gemeente",
        "PSEUDONIEMENDIENST_BEHEERDER": "ander",
        "MANIFESTSLEUTEL": naar_tekst(bytes(range(32))),
        "DPIA_BESLUIT": "DPIA 2014-1",
        "OIN": "00000099000000001000",
    }
    for naam, waarde in productie.items():
        monkeypatch.setenv(f"VERWIJSINDEX_{naam}", waarde)
    monkeypatch.delenv("VERWIJSINDEX_KLOK_BESTAND")
    for wat in ("laden", "voorvertonen"):
        klaar = opdracht(wat, str(bestand), "--gemeente", GEMEENTE, "--vanaf", "2900-01-01")
        assert klaar.exit_code == 1
        assert "(grondslag-ontbreekt, regel A07)" in " ".join(klaar.stderr.split())
    assert len(lees_database(huis, "SELECT FROM convenant")) == 1


def test_M14_de_opdracht_tonen_noemt_elke_versie_of_zegt_hoe_er_een_komt(huis: Huis, opdracht: Any) -> None:
    beheer.laad_convenant(huis.tools, BEHEER, anders(tot=date(2015, 12, 31), grondslag_tot=date(2015, 6, 30)))
    klaar = opdracht("tonen")
    assert [regel.split() for regel in klaar.stdout.splitlines()] == [
        ["kenmerk", "vanaf", "tot", "grondslag", "tot"],
        ["0599/regionaal/1", "2010-01-01", "-", "-"],
        ["0599/regionaal/2", "2014-07-01", "2015-12-31", "2015-06-30"],
    ]
    assert laatste_logregel(huis)["tag"] == "opdracht:convenant:tonen"
    wijzig(huis, "ALTER TABLE convenant DISABLE TRIGGER ALL; DELETE FROM convenant")
    klaar = opdracht("tonen")
    assert klaar.exit_code == 0
    assert "nog geen convenant geladen" in klaar.stdout
    assert "verwijsindex convenant laden" in klaar.stdout
