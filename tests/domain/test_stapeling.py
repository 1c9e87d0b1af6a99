# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Counting, weighing and stacking (M01-M03, M06-M08)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_signaal, een_toestemming, jeugdwet, op
from verwijsindex.domain import daden
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.signaal import Signaal, spoed, telt
from verwijsindex.domain.stapeling import (
    bijdrage,
    gewicht,
    leefgebieden,
    matchsoort,
    multiproblematiek,
    stapelt,
    steun_van,
    weeg,
)
from verwijsindex.domain.tijd import TIK, begin_van, einde_van
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Soort

REGIONAAL = een_convenant()
START = op("2026-01-05")
ZORGEN, BETROKKEN = Soort.ZORGEN, Soort.BETROKKEN
GEWELD = Grond.HUISELIJK_GEWELD


def sig(organisatie: str, kind: str = "k", moment: datetime = START, **anders: Any) -> Signaal:
    return een_signaal(kind, organisatie, moment, **anders)


def grens(signaal: Signaal, moment: datetime, convenant: Convenant = REGIONAAL) -> tuple[bool, bool]:
    """Does it count a microsecond before, and at, this moment?"""
    return telt(signaal, moment - TIK, convenant, ()), telt(signaal, moment, convenant, ())


def test_M01_een_signaal_telt_vanaf_zijn_registratie() -> None:
    assert grens(sig("school"), START) == (False, True)


@pytest.mark.parametrize(
    ("tot", "laatste_dag"),
    [("2026-01-31", "2027-01-31"), ("2026-02-28", "2027-02-28"), ("2026-03-28", "2027-03-28")],
)
def test_M01_een_beeindigd_signaal_telt_nog_twaalf_maanden(tot: str, laatste_dag: str) -> None:
    signaal = sig("school", tot=date.fromisoformat(tot))
    assert grens(signaal, einde_van(date.fromisoformat(laatste_dag))) == (True, False)


def test_M01_het_venster_na_een_schrikkeldag_eindigt_op_28_februari() -> None:
    signaal = sig("school", moment=op("2024-02-01"), tot=date(2024, 2, 29), geboortemaand="2015-01")
    assert grens(signaal, einde_van(date(2025, 2, 28))) == (True, False)


def test_M01_zonder_venster_telt_alleen_wat_actief_is() -> None:
    signaal = sig("school", tot=date(2026, 2, 1))
    assert grens(signaal, einde_van(date(2026, 2, 1)), een_convenant(nazorgvenster_maanden=0)) == (True, False)


def test_M01_het_venster_eindigt_op_uiterlijk_tot() -> None:
    signaal = sig("school", tot=date(2026, 2, 1), uiterlijk_tot=date(2026, 4, 1))
    assert grens(signaal, begin_van(date(2026, 4, 1))) == (True, False)


def test_M01_zonder_grond_telt_niets() -> None:
    assert not telt(sig("school", toestemming=False), START, REGIONAAL, ())


@pytest.mark.parametrize(
    ("signaal", "regionaal", "wettelijk"),
    [
        (sig("a"), 1, 1),
        (sig("a", soort=ZORGEN), 2, 1),
        (sig("a", grond=GEWELD), 3, 1),
        (sig("a", soort=ZORGEN, grond=GEWELD), 3, 1),
        (sig("a", soort=ZORGEN, grond=GEWELD, bevestigd=False), 3, 1),
    ],
)
def test_M02_gewicht(signaal: Signaal, regionaal: int, wettelijk: int) -> None:
    assert gewicht(signaal, START, REGIONAAL, ()) == regionaal
    assert gewicht(signaal, START, jeugdwet(), ()) == wettelijk


def test_M02_een_vervallen_veiligheidsgrond_weegt_niet_meer() -> None:
    signaal = replace(
        sig("a", grond=GEWELD, bevestigd=False), toestemmingen=(een_toestemming(date(2026, 1, 5), date(2027, 1, 5)),)
    )
    einde = einde_van(date(2026, 1, 7))
    assert [gewicht(signaal, t, REGIONAAL, ()) for t in (einde - TIK, einde)] == [3, 1]


def steun(*signalen: Signaal) -> list[Any]:
    return [steun_van(s, START, REGIONAAL, ()) for s in signalen]


def test_M02_per_organisatie_telt_het_hoogste_een_keer() -> None:
    weging = weeg(steun(sig("a"), sig("a", "k2", soort=ZORGEN), sig("a", "k3"), sig("b", grond=GEWELD)))
    assert sorted(g for _, g in weging.per_organisatie) == [2, 3]
    assert weging.som == 5


@pytest.mark.parametrize(
    ("signalen", "code"),
    [
        ([sig("a", soort=ZORGEN), sig("b")], "stapeling"),
        ([sig("a", grond=GEWELD), sig("b")], "stapeling"),
        ([sig("a", grond=GEWELD, bevestigd=False), sig("b")], "stapeling"),
        ([], "te-weinig-organisaties"),
        ([sig("a", grond=GEWELD)], "te-weinig-organisaties"),
        ([sig("a", soort=ZORGEN), sig("a", "k2", grond=GEWELD)], "te-weinig-organisaties"),
        ([sig("a"), sig("b")], "onder-drempel"),
        ([sig("a"), sig("b"), sig("c")], "niemand-bezorgd"),
        ([sig("a"), sig("b"), sig("c"), sig("d"), sig("e")], "niemand-bezorgd"),
    ],
)
def test_M03_elke_voorwaarde_telt(signalen: list[Signaal], code: str) -> None:
    assert stapelt(steun(*signalen), REGIONAAL, een_actief=True).code == code


def test_M03_een_van_de_signalen_is_actief() -> None:
    assert stapelt(steun(sig("a", soort=ZORGEN), sig("b")), REGIONAAL, een_actief=False).code == "niets-actief"


def test_M03_drie_betrokkenen_zijn_geen_match() -> None:
    verhaal = Verhaal()
    for organisatie in ("school", "cjg", "wonen"):
        verhaal.meldt("k", organisatie, "2026-01-05")
    assert not verhaal.toestand.matches
    verhaal.meldt("k", "cjg", "2026-01-06", soort=ZORGEN)
    assert verhaal.dagen("stapeling") == [("2026-01-06", "stapeling")]


def test_M03_twee_wettelijke_meldingen_zijn_een_match() -> None:
    verhaal = Verhaal(jeugdwet())
    verhaal.meldt("k", "school", "2026-01-05", soort=ZORGEN, toestemming=False)
    assert not verhaal.toestand.matches
    verhaal.meldt("k", "cjg", "2026-01-06", soort=ZORGEN, toestemming=False)
    assert verhaal.dagen("stapeling") == [("2026-01-06", "stapeling")]


@pytest.mark.parametrize(("wanneer", "stapels"), [("2026-12-01", 1), ("2027-01-09", 1), ("2027-01-10", 0)])
def test_M03_een_beeindigd_signaal_stapelt_met_een_actief_signaal(wanneer: str, stapels: int) -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "opvang", "2025-12-01", tot=date(2026, 1, 9))
    verhaal.meldt("k", "school", wanneer, soort=ZORGEN)
    assert len(verhaal.dagen("stapeling")) == stapels


def test_M03_wat_slaapt_stapelt_pas_als_het_wakker_wordt() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN, toestemming=False)
    verhaal.meldt("k", "school", "2026-01-06")
    assert not verhaal.toestand.matches
    toestemming = een_toestemming(date(2026, 1, 12), date(2027, 1, 12))
    verhaal.doe(op("2026-01-12"), daden.Toestemmingsdaad(signaal.id, toestemming))
    assert verhaal.dagen("stapeling") == [("2026-01-12", "stapeling")]


def test_M03_ten_onrechte_stapelt_niet() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN)
    verhaal.doe(op("2026-01-06"), daden.Terugtrekking(signaal.id, Intrekreden.TEN_ONRECHTE))
    verhaal.meldt("k", "school", "2026-01-07", soort=ZORGEN)
    assert not verhaal.toestand.matches


def test_M06_een_kind_dat_zelf_de_drempel_haalt_geeft_een_kindmatch() -> None:
    assert matchsoort(steun(sig("a", soort=ZORGEN), sig("b"), sig("c", "k2")), REGIONAAL) == "kindmatch"
    assert matchsoort(steun(sig("a", soort=ZORGEN), sig("b", "k2")), REGIONAAL) == "gezinsmatch"
    assert matchsoort(steun(sig("a"), sig("b"), sig("c"), sig("d", "k2", soort=ZORGEN)), REGIONAAL) == "gezinsmatch"


@pytest.mark.parametrize(("aantal", "regionaal"), [(3, False), (4, True), (7, True)])
def test_M07_multiproblematiek_bij_vier_leefgebieden(aantal: int, regionaal: bool) -> None:
    signalen = [sig(f"o{n}", leefgebieden=[gebied]) for n, gebied in enumerate(list(Leefgebied)[:aantal])]
    assert len(leefgebieden([*signalen, *signalen])) == aantal
    assert multiproblematiek(signalen, REGIONAAL) is regionaal
    assert not multiproblematiek(signalen, jeugdwet())


def test_M07_wordt_een_keer_verteld() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN, leefgebieden=list(Leefgebied)[:2])
    verhaal.meldt("k", "school", "2026-01-06", leefgebieden=list(Leefgebied)[1:3])
    assert not verhaal.dagen("multiproblematiek")
    verhaal.meldt("broer", "wonen", "2026-01-07", leefgebieden=list(Leefgebied)[3:5])
    verhaal.meldt("broer", "schuldhulp", "2026-01-08", leefgebieden=Leefgebied)
    assert verhaal.dagen("multiproblematiek") == [("2026-01-07", "multiproblematiek")]


def met_spoed(signaal: Signaal, wanneer: datetime, convenant: Convenant = REGIONAAL) -> bool:
    return spoed(signaal, wanneer, convenant, ())


def test_M08_spoed_bij_een_voorlopige_of_verse_veiligheidsgrond() -> None:
    assert not met_spoed(sig("a", soort=ZORGEN), START)
    assert met_spoed(sig("a", grond=GEWELD, bevestigd=False), START)
    assert met_spoed(sig("a", grond=GEWELD), einde_van(date(2026, 4, 5)) - TIK)
    assert not met_spoed(sig("a", grond=GEWELD), einde_van(date(2026, 4, 5)))
    assert not met_spoed(sig("a", grond=GEWELD), START, jeugdwet())


def test_M08_een_herbeoordeling_houdt_de_spoed() -> None:
    signaal = sig("a", grond=GEWELD)
    assert signaal.veiligheid
    signaal = replace(signaal, veiligheid=replace(signaal.veiligheid, herbeoordeeld=op("2026-04-01")))
    assert met_spoed(signaal, op("2026-06-30"))


def test_M08_na_het_einde_is_alleen_een_voorlopige_grond_spoed() -> None:
    beeindigd = date(2026, 1, 6)
    assert not met_spoed(sig("a", grond=GEWELD, tot=beeindigd), op("2026-01-07"))
    assert met_spoed(sig("a", grond=GEWELD, tot=beeindigd, bevestigd=False), op("2026-01-07"))


def test_M13_elke_bijdrage_noemt_gewicht_en_grond() -> None:
    regel = bijdrage(sig("a", grond=GEWELD, bevestigd=False), START, REGIONAAL, ())
    assert (regel.gewicht, regel.grond, regel.veiligheidsgrond) == (3, "veiligheid-te-bevestigen", GEWELD)
    regel = bijdrage(sig("a", soort=ZORGEN), START, REGIONAAL, ())
    assert (regel.gewicht, regel.grond, regel.veiligheidsgrond, regel.actief) == (2, "toestemming", None, True)
