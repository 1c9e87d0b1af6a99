# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What was found against the table: equal is silent, and each planted difference has its own line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from verwijsindex.demo.blik import verwacht
from verwijsindex.demo.casus import SCENARIOS, Casus, lees_casus
from verwijsindex.demo.opvolging import Antwoord, Opvolgstap
from verwijsindex.demo.uitkomst import (
    Bevonden,
    Verslag,
    alle_verschillen,
    lees_verslag,
    schrijf_verslag,
    tijdlijnregel,
    toetsbaar,
    verschillen,
    wanneer,
)

CASUS = lees_casus()
SCENARIO = {scenario.naam: scenario for scenario in SCENARIOS}
WAS, PER_KIND = SCENARIO["zoals-het-was"], SCENARIO["iedereen-meldt-per-kind"]


def volgens_tabel(casus: Casus, naam: str) -> list[Bevonden]:
    """The outcome that the table asks for."""
    tabel = casus.uitkomst[naam]
    if isinstance(tabel, dict):
        return [Bevonden(dag, "stapeling", (), 6, "", kind) for kind, dag in tabel.items()]
    return [
        Bevonden(
            rij["datum"],
            rij["reden"],
            tuple(sorted(casus.partijen[sleutel].naam for sleutel in rij.get("door", ()))),
            rij.get("gewicht"),
            "",
        )
        for rij in tabel
    ]


@pytest.mark.parametrize(
    ("dag", "tekst"),
    [
        (date(2013, 5, 31), "607 dagen voor het overlijden (31 mei 2013)"),
        (date(2015, 1, 27), "1 dag voor het overlijden (27 januari 2015)"),
        (date(2015, 1, 28), "op de dag van het overlijden (28 januari 2015)"),
        (date(2015, 1, 29), "1 dag na het overlijden (29 januari 2015)"),
        (date(2015, 2, 3), "6 dagen na het overlijden (3 februari 2015)"),
    ],
)
def test_een_dag_wordt_geteld_vanaf_het_overlijden(dag: date, tekst: str) -> None:
    assert wanneer(dag, CASUS) == tekst


def test_een_regel_zegt_wanneer_wat_en_waarom() -> None:
    zin = "Uit beeld: het laatste actieve signaal eindigt en niemand nam de nazorg aan (Stichting Arosa)."
    bevonden = Bevonden(date(2013, 5, 31), "uit-beeld", ("Stichting Arosa",), None, zin)
    assert tijdlijnregel(bevonden, CASUS) == (
        "607 dagen voor het overlijden (31 mei 2013): uit beeld, want het laatste actieve signaal eindigt en niemand"
        " nam de nazorg aan (Stichting Arosa)."
    )


@pytest.mark.parametrize(
    ("reden", "zin", "want"),
    [
        ("uit-beeld", "Uit beeld: Centrum en DOCK zien mijding.", "uit beeld, want Centrum en DOCK zien mijding."),
        ("uit-beeld", "Uit beeld: niemand is er nog.", "uit beeld, want niemand is er nog."),
        ("stapeling", "Signalen van Centrum.", "de signalen komen samen, want signalen van Centrum."),
        ("multiproblematiek", "Er is veel (multiproblematiek).", "multiproblematiek, want er is veel."),
    ],
)
def test_de_reden_loopt_door_in_de_regel_en_een_naam_houdt_zijn_hoofdletter(reden: str, zin: str, want: str) -> None:
    bevonden = Bevonden(date(2015, 1, 28), reden, ("Centrum", "DOCK"), None, zin)
    assert tijdlijnregel(bevonden, CASUS).endswith(f": {want}")


def test_een_regel_noemt_het_kind_waar_elk_kind_apart_staat() -> None:
    bevonden = Bevonden(date(2013, 10, 15), "stapeling", (), 3, "Signalen stapelen zich op.", "C")
    assert "de signalen komen samen voor kind C, want signalen stapelen zich op." in tijdlijnregel(bevonden, CASUS)


@pytest.mark.parametrize("naam", SCENARIO)
def test_wat_de_tabel_vraagt_is_geen_verschil(naam: str) -> None:
    assert verschillen(CASUS, SCENARIO[naam], volgens_tabel(CASUS, naam)) == []


@pytest.mark.parametrize("naam", SCENARIO)
def test_wat_ontbreekt_is_een_verschil(naam: str) -> None:
    for weg, _ in enumerate(volgens_tabel(CASUS, naam)):
        bevonden = volgens_tabel(CASUS, naam)
        del bevonden[weg]
        (zin,) = verschillen(CASUS, SCENARIO[naam], bevonden)
        assert zin.startswith("Verwacht maar niet gebeurd: ")


@pytest.mark.parametrize("naam", SCENARIO)
def test_niets_gevonden_is_niet_goed(naam: str) -> None:
    assert len(verschillen(CASUS, SCENARIO[naam], [])) == len(CASUS.uitkomst[naam])


def test_wat_erbij_komt_is_een_verschil() -> None:
    erbij = Bevonden(date(2014, 3, 5), "uit-beeld", (), None, "")
    assert verschillen(CASUS, WAS, [*volgens_tabel(CASUS, WAS.naam), erbij]) == [
        "Gebeurd maar niet verwacht: uit beeld, 329 dagen voor het overlijden (5 maart 2014)."
    ]


def test_tweemaal_hetzelfde_is_een_verschil() -> None:
    bevonden = volgens_tabel(CASUS, WAS.naam)
    assert len(verschillen(CASUS, WAS, [*bevonden, bevonden[0]])) == 1


def test_een_dag_later_is_twee_verschillen() -> None:
    eerste, *rest = volgens_tabel(CASUS, WAS.naam)
    later = replace(eerste, dag=eerste.dag + timedelta(days=1))
    ontbreekt, teveel = verschillen(CASUS, WAS, [later, *rest])
    assert ontbreekt.startswith("Verwacht maar niet gebeurd: uit beeld, 607 dagen")
    assert teveel.startswith("Gebeurd maar niet verwacht: uit beeld, 606 dagen")


def test_een_andere_organisatie_is_een_verschil() -> None:
    eerste, *rest = volgens_tabel(CASUS, WAS.naam)
    (zin,) = verschillen(CASUS, WAS, [replace(eerste, organisaties=("Huisarts",)), *rest])
    assert zin.endswith("verwacht door Stichting Arosa (vrouwenopvang), gebeurd door Huisarts.")


def test_een_ander_gewicht_is_een_verschil() -> None:
    een, stapeling, drie = volgens_tabel(CASUS, WAS.naam)
    (zin,) = verschillen(CASUS, WAS, [een, replace(stapeling, gewicht=5), drie])
    assert zin.endswith("verwacht gewicht 4, gebeurd met gewicht 5.")


def test_een_telfout_in_de_tabel_is_een_verschil() -> None:
    tabel = {WAS.naam: [{**rij, "dagen": rij["dagen"] + 1} for rij in CASUS.uitkomst[WAS.naam]]}
    zinnen = verschillen(replace(CASUS, uitkomst=tabel), WAS, volgens_tabel(CASUS, WAS.naam))
    assert zinnen[0].endswith("de tabel noemt 608 dagen, het zijn er 607.")
    assert len(zinnen) == 3


def test_per_kind_telt_alleen_de_eerste_stapeling_van_elk_kind() -> None:
    bevonden = volgens_tabel(CASUS, PER_KIND.naam)
    later = replace(bevonden[0], dag=date(2014, 1, 1))
    ander = Bevonden(date(2013, 1, 1), "uit-beeld", (), None, "", "A")
    assert toetsbaar(PER_KIND, [*bevonden, later, ander]) == bevonden


def test_een_verslag_blijft_gelijk_door_schrijven_en_lezen() -> None:
    scenario = SCENARIO["toestemming-ingetrokken"]
    bevonden, gezien = volgens_tabel(CASUS, scenario.naam), verwacht(CASUS, scenario)
    stap = Opvolgstap(date(2012, 10, 22), "termijn-verstreken", "Te laat.", ("X",), "aannemen", "procesregisseur")
    verslag = Verslag(
        tuple(bevonden),
        ("De deurwaarder wordt geweigerd.",),
        ("M. de Vries",),
        tuple(gezien),
        (stap,),
        (Antwoord(date(2012, 10, 24), "arosa", "contact-gelegd", "M. de Vries"),),
    )
    assert lees_verslag(schrijf_verslag(verslag, CASUS), CASUS) == verslag


def test_een_verslag_klopt_pas_als_ook_klopt_wat_er_gezien_is_en_wie_hoorde_dat_niemand_handelt() -> None:
    scenario = SCENARIO["doorbreking-niet-bevestigd"]
    bevonden, gezien = tuple(volgens_tabel(CASUS, scenario.naam)), tuple(verwacht(CASUS, scenario))
    casus = replace(CASUS, ladder={scenario.naam: {"eerst": {}, "daarna": {}}})
    assert alle_verschillen(casus, scenario, Verslag(bevonden, (), (), gezien)) == []
    assert len(alle_verschillen(casus, scenario, Verslag(bevonden, (), ()))) == len(gezien)
    assert len(alle_verschillen(casus, scenario, Verslag((), (), (), gezien))) == len(bevonden)
    assert len(alle_verschillen(CASUS, scenario, Verslag(bevonden, (), (), gezien))) == 1


def test_M11_een_match_die_vervalt_is_een_regel_zonder_organisatie() -> None:
    weg = Bevonden(date(2013, 12, 2), "vervallen", (), None, "Er is geen reden meer voor een match.")
    assert tijdlijnregel(weg, CASUS) == (
        "422 dagen voor het overlijden (2 december 2013): de match is vervallen, want er is geen reden meer voor een"
        " match."
    )


def test_een_verslag_van_andere_feiten_of_een_half_verslag_telt_niet() -> None:
    tekst = schrijf_verslag(Verslag((), (), ()), CASUS)
    assert lees_verslag(tekst, replace(CASUS, vingerafdruk="anders")) is None
    assert lees_verslag(tekst[:-2], CASUS) is None
    assert lees_verslag("[]", CASUS) is None
