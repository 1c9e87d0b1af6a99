# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What one party sees on an evening, from the API's answer, and held against the table."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from verwijsindex.demo.blik import Blik, lees_blik, van_melder, van_regisseur, verschillen, verwacht, zin
from verwijsindex.demo.casus import SCENARIOS, lees_casus

CASUS = lees_casus()
SCENARIO = {scenario.naam: scenario for scenario in SCENARIOS}
MET_BLIKKEN = sorted(CASUS.blikken)
DAG = date(2012, 10, 20)
AROSA, SHG = CASUS.partijen["arosa"].naam, CASUS.partijen["shg"].naam


def een_match(*signalen: tuple[str, str], spoed: bool = False) -> dict[str, Any]:
    return {"spoed": spoed, "signalen": [{"organisatie": wie, "grond": grond} for wie, grond in signalen]}


def een_eigen(status: str = "actief", *anderen: str, match: bool = False) -> dict[str, Any]:
    beeld = {"anderen": [{"organisatie": wie} for wie in anderen]} if match else None
    return {"status": status, "match": match, "matchBeeld": beeld}


def test_V03_een_regisseur_ziet_wie_er_zijn_en_wat_nog_bevestigd_moet_worden() -> None:
    match = een_match((SHG, "veiligheid"), (AROSA, "veiligheid-te-bevestigen"), (SHG, "veiligheid"), spoed=True)
    blik = van_regisseur(DAG, [match])
    assert blik == Blik(DAG, "regisseur", match=True, ziet=(SHG, AROSA), spoed=True, te_bevestigen=(AROSA,))
    assert zin(blik, CASUS) == (
        f"20 oktober 2012, 20.00 uur: de regisseur ziet in de match {SHG} en {AROSA}, nog te bevestigen: {AROSA},"
        " met spoed."
    )


def test_een_regisseur_zonder_match_ziet_niets() -> None:
    assert zin(van_regisseur(DAG, []), CASUS) == "20 oktober 2012, 20.00 uur: de regisseur ziet geen match."


def test_V03_een_melder_hoort_van_de_match_of_hoort_er_niets_van() -> None:
    niets = van_melder(DAG, "shg", [een_eigen(), een_eigen()])
    assert niets == Blik(DAG, "shg", match=False, ziet=(), status="actief")
    assert zin(niets, CASUS).endswith(f": {SHG} ziet geen match. Het eigen signaal telt mee.")
    hoort = van_melder(DAG, "shg", [een_eigen("actief", AROSA, match=True), een_eigen()])
    assert (hoort.match, hoort.ziet) == (True, (AROSA,))
    alleen = van_melder(DAG, "shg", [een_eigen(match=True)])
    assert zin(alleen, CASUS).endswith("hoort van een match en ziet niemand anders. Het eigen signaal telt mee.")


def test_T06_een_signaal_dat_er_niet_meer_is_is_vernietigd() -> None:
    assert zin(van_melder(DAG, "arosa", []), CASUS).endswith("Het eigen signaal is vernietigd.")


@pytest.mark.parametrize("naam", MET_BLIKKEN)
def test_wat_de_tabel_vraagt_is_geen_verschil(naam: str) -> None:
    assert verschillen(CASUS, SCENARIO[naam], verwacht(CASUS, SCENARIO[naam])) == []


@pytest.mark.parametrize("naam", MET_BLIKKEN)
def test_elke_andere_blik_is_een_verschil(naam: str) -> None:
    blikken = verwacht(CASUS, SCENARIO[naam])
    for plaats, blik in enumerate(blikken):
        voor, na = blikken[:plaats], blikken[plaats + 1 :]
        for anders in (replace(blik, match=not blik.match), replace(blik, ziet=("X",)), replace(blik, status="x")):
            (verschil,) = verschillen(CASUS, SCENARIO[naam], [*voor, anders, *na])
            assert verschil.startswith("Verwacht: ")
        (ontbreekt,) = verschillen(CASUS, SCENARIO[naam], voor + na)
        assert ontbreekt.endswith("Gebeurd: niet gekeken.")


def test_een_blik_die_niemand_vroeg_is_een_verschil() -> None:
    (erbij,) = verschillen(CASUS, SCENARIO["zoals-het-was"], [van_regisseur(DAG, [])])
    assert erbij.startswith("Niet verwacht: 20 oktober 2012")


@pytest.mark.parametrize("naam", MET_BLIKKEN)
def test_een_blik_blijft_gelijk_door_schrijven_en_lezen(naam: str) -> None:
    for blik in verwacht(CASUS, SCENARIO[naam]):
        assert lees_blik(json.loads(json.dumps(asdict(blik), default=str))) == blik
