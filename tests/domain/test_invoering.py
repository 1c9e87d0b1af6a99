# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A convenant comes with its legal basis and goes with it (A07, B01, M14)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_signaal, jeugdwet, op
from tests.domain.test_poort_1 import een_organisatie, een_professional, oordeel
from verwijsindex.domain import daden
from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.invoering import bezwaren, gegrond, neemt_aan
from verwijsindex.domain.tijd import TIK, begin_van, einde_van
from verwijsindex.domain.toestand import volgende_moment
from verwijsindex.domain.woorden import Categorie, Intrekreden, Matchstatus, Soort

EINDE = date(2026, 3, 31)
GEEINDIGD = een_convenant(grondslag_tot=EINDE)  # the wind-down takes 28 days: through 28 April
GEGROND = {"dpia_besluit": "DPIA 2026-14", "grondslagen": dict.fromkeys(Categorie, "AVG 6 lid 1 onder e")}


# Wind-down


@pytest.mark.parametrize(("vandaag", "mag"), [(date(2026, 3, 30), True), (EINDE, False), (date(2030, 1, 1), False)])
def test_B01_vanaf_de_laatste_dag_van_de_grondslag_komt_er_niets_bij(vandaag: date, mag: bool) -> None:
    assert bool(neemt_aan(GEEINDIGD, vandaag)) is mag
    organisatie = een_organisatie(GEEINDIGD, categorie=Categorie.ONDERWIJS if mag else Categorie.GEEN)
    signaal = een_signaal("k", "school", op(vandaag.isoformat()), soort=Soort.ZORGEN)
    verwacht = [] if mag else ["index-in-afbouw"]
    professional = een_professional(vanaf=date(2020, 1, 1))
    gevonden = oordeel(
        signaal, organisatie=organisatie, professional=professional, convenant=GEEINDIGD, vandaag=vandaag
    )
    assert gevonden == verwacht, "one reason: nothing else matters any more"


def test_B01_de_weigering_zegt_tot_wanneer_er_wordt_uitgevoerd() -> None:
    besluit = neemt_aan(GEEINDIGD, EINDE)
    assert "31-03-2026" in besluit.zin
    assert "tot en met 28-04-2026" in besluit.zin
    assert "31-03-2026." in neemt_aan(replace(GEEINDIGD, afbouw_dagen=0), EINDE).zin
    assert neemt_aan(een_convenant(), date(2900, 1, 1))


@pytest.mark.parametrize(("dagen", "laatste"), [(28, date(2026, 4, 28)), (0, EINDE), (1, date(2026, 4, 1))])
def test_B01_aan_het_einde_van_de_afbouw_is_elk_signaal_vernietigd(dagen: int, laatste: date) -> None:
    verhaal = Verhaal(replace(GEEINDIGD, afbouw_dagen=dagen, slaap_dagen=60))
    verhaal.meldt("k1", "school", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.meldt("k2", "cjg", "2026-03-30", tot=date(2026, 3, 31))
    verhaal.meldt("k3", "wonen", "2026-03-30", ouders=(), toestemming=False)
    verhaal.loop(einde_van(laatste) - TIK)
    assert len(verhaal.toestand.signalen) == 3
    assert volgende_moment(verhaal.toestand, verhaal.regels) == einde_van(laatste)
    verhaal.loop(einde_van(laatste))
    assert (verhaal.toestand.signalen, verhaal.toestand.kinderen) == ({}, {})
    vernietigd = [g for g in verhaal.gevolgen if g.soort == "signaal-vernietigd"]
    assert [(g.regel, g.moment) for g in vernietigd] == [("B01", einde_van(laatste))] * 3


def test_B01_T06_wat_eerder_weg_moest_gaat_eerder_en_om_zijn_eigen_reden() -> None:
    verhaal = Verhaal(GEEINDIGD)
    verhaal.meldt("k1", "school", "2026-01-05", toestemming=False)
    verhaal.meldt("k2", "cjg", "2026-01-05", uiterlijk_tot=date(2026, 4, 1))
    verhaal.tot("2026-05-01")
    assert [g.regel for g in verhaal.gevolgen if g.soort == "signaal-vernietigd"] == ["T06", "B01"]
    assert verhaal.dagen("signaal-vernietigd") == [
        ("2026-02-02", "signaal-vernietigd"),
        ("2026-04-01", "signaal-vernietigd"),
    ]


def test_B01_M11_de_afbouw_opent_niets_en_wie_een_open_match_heeft_hoort_dat_de_signalen_weg_zijn() -> None:
    verhaal = Verhaal(GEEINDIGD)
    for organisatie in ("school", "cjg"):
        verhaal.meldt("k", organisatie, "2026-01-05", soort=Soort.ZORGEN)
    verhaal.meldt("alleen", "wonen", "2026-01-05", ouders=(), soort=Soort.ZORGEN)
    (match,) = verhaal.open_matches
    verhaal.tot("2026-04-27")
    eerder = len(verhaal.gevolgen)
    verhaal.tot("2026-04-28")
    assert [g.soort.value for g in verhaal.gevolgen[eerder:]] == ["signaal-vernietigd"] * 3 + ["geen-actieve-signalen"]
    (nu,) = verhaal.toestand.matches.values()
    assert (nu.id, nu.steun, nu.open) == (match.id, (), True)  # type: ignore[attr-defined]


def test_B01_een_volgende_versie_met_een_nieuwe_grondslag_houdt_de_afbouw_op() -> None:
    verhaal = Verhaal(GEEINDIGD, een_convenant(versie=2, vanaf=date(2026, 4, 20)))
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.tot("2026-06-01")
    assert len(verhaal.toestand.signalen) == 1


def test_B01_een_volgende_versie_zonder_grondslag_vernietigt_op_haar_eigen_dag() -> None:
    later = een_convenant(versie=2, vanaf=date(2026, 2, 1), grondslag_tot=date(2026, 2, 1), afbouw_dagen=3)
    verhaal = Verhaal(een_convenant(), later)
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.tot("2026-03-01")
    assert verhaal.dagen("signaal-vernietigd") == [("2026-02-04", "signaal-vernietigd")]


def test_B01_na_het_convenant_zelf_telt_zijn_afbouw_nog() -> None:
    verhaal = Verhaal(replace(GEEINDIGD, tot=EINDE))
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.tot("2026-05-01")
    assert verhaal.dagen("signaal-vernietigd") == [("2026-04-28", "signaal-vernietigd")]


def test_B01_tijdens_de_afbouw_beslist_de_index_nog_over_wat_er_is() -> None:
    verhaal = Verhaal(GEEINDIGD)
    for organisatie in ("school", "cjg"):
        signaal = verhaal.meldt("k", organisatie, "2026-01-05", soort=Soort.ZORGEN)
    verhaal.loop(begin_van(EINDE) + timedelta(days=3))
    verhaal.doe(begin_van(EINDE) + timedelta(days=4), daden.Terugtrekking(signaal.id, Intrekreden.TEN_ONRECHTE))
    assert [m.status for m in verhaal.toestand.matches.values()] == [Matchstatus.VERVALLEN]


# Before it is loaded


def codes(convenant: Convenant, *geladen: Convenant, productie: bool = False) -> list[str]:
    """Why it may not be loaded on 22 November 2026."""
    gevonden = bezwaren(convenant, Convenanten.van(geladen), date(2026, 11, 22), productie=productie)
    assert all(besluit.zin and besluit.regel for besluit in gevonden)
    return [besluit.code for besluit in gevonden]


TWEEDE = een_convenant(versie=2, vanaf=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("convenant", "geladen", "verwacht"),
    [
        (een_convenant(), [], []),
        (TWEEDE, [een_convenant()], []),
        (replace(TWEEDE, vanaf=date(2026, 11, 22)), [een_convenant()], ["convenant-in-verleden"]),
        (replace(TWEEDE, versie=3), [een_convenant(), TWEEDE], ["convenant-overlapt"]),
        (replace(TWEEDE, versie=3, vanaf=date(2026, 11, 24)), [een_convenant(), TWEEDE], []),
        (replace(TWEEDE, naam="eigen"), [TWEEDE], ["convenant-overlapt"]),
        (replace(TWEEDE, vanaf=date(2027, 1, 1)), [TWEEDE], ["convenant-bestaat"]),
        (TWEEDE, [TWEEDE], ["convenant-bestaat"]),
        (een_convenant(versie=2), [een_convenant()], ["convenant-overlapt", "convenant-in-verleden"]),
        (een_convenant(), [een_convenant(gemeente="0363")], []),
    ],
)
def test_M14_wat_bij_laden_in_de_weg_kan_staan(
    convenant: Convenant, geladen: list[Convenant], verwacht: list[str]
) -> None:
    assert codes(convenant, *geladen) == verwacht


@pytest.mark.parametrize(
    ("anders", "genoemd"),
    [
        ({}, ["dpia_besluit", *sorted(een_convenant().melders)]),
        ({"dpia_besluit": "DPIA 2026-14"}, sorted(een_convenant().melders)),
        (GEGROND | {"dpia_besluit": " "}, ["dpia_besluit"]),
        (GEGROND | {"grondslagen": {c: "x" for c in Categorie if c not in ("wonen", "jgz")}}, ["jgz", "wonen"]),
        (GEGROND | {"grondslagen": dict.fromkeys(Categorie, "x") | {Categorie.WONEN: " "}}, ["wonen"]),
    ],
)
def test_A07_op_toestemming_draait_productie_alleen_met_dpia_en_een_grondslag_per_categorie(
    anders: dict[str, Any], genoemd: list[str]
) -> None:
    convenant = een_convenant(**anders)
    besluit = gegrond(convenant)
    assert (besluit.code, besluit.regel) == ("grondslag-ontbreekt", "A07")
    woorden = besluit.zin.rstrip(".").replace(";", ",").replace(" ", ",").split(",")
    assert [w for w in woorden if w in {"dpia_besluit", *Categorie}] == genoemd
    assert codes(convenant, productie=True) == ["grondslag-ontbreekt"]
    assert codes(convenant, productie=False) == []


@pytest.mark.parametrize("convenant", [een_convenant(**GEGROND), jeugdwet()], ids=["gegrond", "wettelijk"])
def test_A07_met_alles_vastgelegd_of_met_een_wettelijke_grondslag_mag_het(convenant: Convenant) -> None:
    assert gegrond(convenant)
    assert codes(convenant, productie=True) == []


def test_A07_M14_alle_bezwaren_worden_in_een_keer_genoemd() -> None:
    assert codes(een_convenant(versie=2), een_convenant(), productie=True) == [
        "convenant-overlapt",
        "convenant-in-verleden",
        "grondslag-ontbreekt",
    ]
