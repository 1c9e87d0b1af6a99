# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a family said: whose word counts, for what, and which answer can follow which (T01-T04, T07)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.bouw import een_convenant, een_signaal, een_toestemming, op
from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.convenant import STRENGST, Convenant, Toestemmingsregel
from verwijsindex.domain.signaal import poort_2
from verwijsindex.domain.tijd import einde_van
from verwijsindex.domain.toestemming import (
    Stem,
    Toestemming,
    beoordeel,
    gewone_duur,
    mag_intrekken,
    mag_verlengen,
    mag_volgen,
)
from verwijsindex.domain.woorden import (
    Categorie,
    Deel,
    Gever,
    Leeftijdsgroep,
    Oudereis,
    Toestemmingstand,
    Wilsonbekwaam,
)

REGIONAAL = een_convenant()
VANDAAG = date(2026, 1, 12)
TOT = date(2026, 3, 1)
JEUGDIGE, OUDER, VERTEGENWOORDIGER = Gever.JEUGDIGE, Gever.OUDER, Gever.VERTEGENWOORDIGER
ONDER_12, VAN_12, VANAF_16 = Leeftijdsgroep.ONDER_12, Leeftijdsgroep.VAN_12_TOT_16, Leeftijdsgroep.VANAF_16
MAAND = {ONDER_12: "2018-06", VAN_12: "2012-06", VANAF_16: "2008-06"}
BEPERKING = Wilsonbekwaam.VERSTANDELIJKE_BEPERKING


def stemmen(*wie: Gever, nee: Collection[Gever] = ()) -> tuple[Stem, ...]:
    return (*(Stem(gever, akkoord=True) for gever in wie), *(Stem(gever, akkoord=False) for gever in nee))


def antwoord(groep: Leeftijdsgroep = ONDER_12, **anders: Any) -> Toestemming:
    return replace(een_toestemming(VANDAAG, TOT, geboortemaand=MAAND[groep]), **anders)


def besluiten(nieuw: Toestemming, convenant: Convenant = REGIONAAL, **anders: Any) -> tuple[Besluit, ...]:
    maand = anders.get("maand", MAAND[nieuw.groep])
    gevonden = beoordeel(nieuw, maand, convenant, anders.get("vandaag", VANDAAG))
    for besluit in gevonden:
        assert besluit.wijzer.startswith("/")
        assert besluit.zin.endswith(".")
        assert len(besluit.zin.split(". ")) > 1, f"wat te doen? {besluit.zin}"
    return gevonden


def oordeel(nieuw: Toestemming, convenant: Convenant = REGIONAAL, **anders: Any) -> list[str]:
    """The codes of the refusals; empty when the answer can be recorded."""
    return [besluit.code for besluit in besluiten(nieuw, convenant, **anders)]


GOED: list[str] = []
VERKEERD, ONTBREEKT, TE_VEEL = ["toestemming-door-verkeerde"], ["stem-ontbreekt"], ["stemmen-te-veel"]


@pytest.mark.parametrize(
    ("groep", "wie", "gezag", "verwacht"),
    [
        (ONDER_12, [OUDER], 1, GOED),
        (ONDER_12, [OUDER, OUDER], 2, GOED),
        (ONDER_12, [OUDER], 2, ONTBREEKT),
        (ONDER_12, [], 1, ONTBREEKT),
        (ONDER_12, [JEUGDIGE], 1, [*VERKEERD, *ONTBREEKT]),
        (ONDER_12, [OUDER, JEUGDIGE], 1, VERKEERD),
        (ONDER_12, [VERTEGENWOORDIGER], 1, [*VERKEERD, *ONTBREEKT]),
        (VAN_12, [JEUGDIGE, OUDER], 1, GOED),
        (VAN_12, [JEUGDIGE, OUDER], 2, GOED),
        (VAN_12, [JEUGDIGE, OUDER, OUDER], 2, GOED),
        (VAN_12, [JEUGDIGE], 1, ONTBREEKT),
        (VAN_12, [OUDER], 1, ONTBREEKT),
        (VAN_12, [OUDER, OUDER], 2, ONTBREEKT),
        (VAN_12, [JEUGDIGE, VERTEGENWOORDIGER], 1, [*VERKEERD, *ONTBREEKT]),
        (VANAF_16, [JEUGDIGE], 0, GOED),
        (VANAF_16, [JEUGDIGE], 2, GOED),
        (VANAF_16, [OUDER], 1, [*VERKEERD, *ONTBREEKT]),
        (VANAF_16, [JEUGDIGE, OUDER], 1, VERKEERD),
        (VANAF_16, [VERTEGENWOORDIGER], 0, [*VERKEERD, *ONTBREEKT]),
    ],
)
def test_T01_wie_ja_zegt_hangt_van_de_leeftijd_af(
    groep: Leeftijdsgroep, wie: list[Gever], gezag: int, verwacht: list[str]
) -> None:
    assert oordeel(antwoord(groep, stemmen=stemmen(*wie), gezag=gezag)) == verwacht


@pytest.mark.parametrize(
    ("groep", "wie", "waarom", "verwacht"),
    [
        (VAN_12, [VERTEGENWOORDIGER], BEPERKING, GOED),
        (VANAF_16, [VERTEGENWOORDIGER], Wilsonbekwaam.PSYCHISCHE_TOESTAND, GOED),
        (VAN_12, [VERTEGENWOORDIGER, JEUGDIGE], BEPERKING, VERKEERD),
        (VAN_12, [JEUGDIGE, OUDER], BEPERKING, [*VERKEERD, *ONTBREEKT]),
        (VANAF_16, [JEUGDIGE], BEPERKING, [*VERKEERD, *ONTBREEKT]),
        (VANAF_16, [], BEPERKING, ONTBREEKT),
        (VANAF_16, [VERTEGENWOORDIGER, VERTEGENWOORDIGER], BEPERKING, TE_VEEL),
        (ONDER_12, [VERTEGENWOORDIGER], BEPERKING, ["wilsonbekwaam-onder-12"]),
    ],
)
def test_T01_voor_wie_niet_zelf_kan_beslissen_spreekt_de_vertegenwoordiger_met_reden(
    groep: Leeftijdsgroep, wie: list[Gever], waarom: Wilsonbekwaam, verwacht: list[str]
) -> None:
    assert oordeel(antwoord(groep, stemmen=stemmen(*wie), wilsonbekwaam=waarom)) == verwacht


ANDERS = een_convenant(
    toestemming_door={
        ONDER_12: Toestemmingsregel(False, Oudereis.EEN),
        VAN_12: Toestemmingsregel(True, Oudereis.ALLE),
        VANAF_16: Toestemmingsregel(True, Oudereis.EEN),
    }
)


@pytest.mark.parametrize(
    ("groep", "wie", "strengst", "anders"),
    [
        (ONDER_12, [OUDER], ONTBREEKT, GOED),
        (VAN_12, [JEUGDIGE, OUDER], GOED, ONTBREEKT),
        (VAN_12, [JEUGDIGE, OUDER, OUDER], GOED, GOED),
        (VANAF_16, [JEUGDIGE], GOED, ONTBREEKT),
        (VANAF_16, [JEUGDIGE, OUDER], VERKEERD, GOED),
    ],
)
def test_T01_een_convenant_kan_het_anders_regelen_en_het_strengste_is_de_standaard(
    groep: Leeftijdsgroep, wie: list[Gever], strengst: list[str], anders: list[str]
) -> None:
    nieuw = antwoord(groep, stemmen=stemmen(*wie), gezag=2)
    assert REGIONAAL.toestemming_door == STRENGST
    assert (oordeel(nieuw), oordeel(nieuw, ANDERS)) == (strengst, anders)


@pytest.mark.parametrize(
    ("groep", "wie", "zin"),
    [
        (ONDER_12, [OUDER], "Er is geen toestemming zonder het ja van beide ouders met gezag. Vraag het nog."),
        (VAN_12, [OUDER], "Er is geen toestemming zonder het ja van de jeugdige. Vraag het nog."),
        (VAN_12, [], "Er is geen toestemming zonder het ja van de jeugdige en een ouder met gezag. Vraag het nog."),
    ],
)
def test_T02_wie_er_nog_ja_moet_zeggen_staat_in_de_zin(groep: Leeftijdsgroep, wie: list[Gever], zin: str) -> None:
    assert [besluit.zin for besluit in besluiten(antwoord(groep, stemmen=stemmen(*wie), gezag=2))] == [zin]


def test_T01_wie_er_moet_spreken_staat_in_de_zin() -> None:
    (verkeerd,) = besluiten(antwoord(VAN_12, stemmen=stemmen(JEUGDIGE, OUDER, VERTEGENWOORDIGER)))
    assert verkeerd.zin.startswith("Van 12 tot 16 jaar telt alleen het woord van de jeugdige en ouders met gezag.")
    (verkeerd, _) = besluiten(antwoord(VANAF_16, stemmen=stemmen(JEUGDIGE), wilsonbekwaam=BEPERKING))
    assert "niet zelf kan beslissen" in verkeerd.zin
    assert "vertegenwoordiger" in verkeerd.zin


@pytest.mark.parametrize(
    ("geboortemaand", "groep", "gegeven", "mag"),
    [
        ("2014-06", ONDER_12, "2026-05-31", True),
        ("2014-06", VAN_12, "2026-05-31", False),
        ("2014-06", ONDER_12, "2026-06-29", True),
        ("2014-06", VAN_12, "2026-06-01", True),
        ("2014-06", ONDER_12, "2026-06-30", False),
        ("2014-06", VAN_12, "2026-06-30", True),
        ("2014-06", ONDER_12, "2026-07-01", False),
        ("2010-06", VAN_12, "2026-06-29", True),
        ("2010-06", VANAF_16, "2026-05-31", False),
        ("2010-06", VANAF_16, "2026-06-01", True),
        ("2010-06", VAN_12, "2026-07-01", False),
        # 29 February is the last day of that month in the years in which one of 2012 becomes 12 and 16.
        ("2012-02", ONDER_12, "2024-02-28", True),
        ("2012-02", ONDER_12, "2024-02-29", False),
        ("2012-02", VAN_12, "2028-02-28", True),
        ("2012-02", VANAF_16, "2028-01-31", False),
    ],
)
def test_T01_de_leeftijdsgroep_past_bij_de_geboortemaand_op_de_dag_zelf(
    geboortemaand: str, groep: Leeftijdsgroep, gegeven: str, mag: bool
) -> None:
    dag = date.fromisoformat(gegeven)
    nieuw = een_toestemming(dag, dag, geboortemaand=MAAND[groep], groep=groep)
    wie = {ONDER_12: [OUDER], VAN_12: [JEUGDIGE, OUDER], VANAF_16: [JEUGDIGE]}[groep]
    codes = oordeel(replace(nieuw, stemmen=stemmen(*wie)), maand=geboortemaand, vandaag=dag)
    assert codes == ([] if mag else ["leeftijdsgroep-onmogelijk"])


@pytest.mark.parametrize(
    ("groep", "voor", "tegen"),
    [
        (ONDER_12, [OUDER], [OUDER]),
        (ONDER_12, [], [OUDER]),
        (ONDER_12, [], [OUDER, OUDER]),
        (VAN_12, [JEUGDIGE, OUDER], [OUDER]),
        (VAN_12, [OUDER, OUDER], [JEUGDIGE]),
        (VAN_12, [], [JEUGDIGE]),
        (VANAF_16, [], [JEUGDIGE]),
    ],
)
def test_T02_een_nee_is_genoeg_en_wordt_als_antwoord_vastgelegd(
    groep: Leeftijdsgroep, voor: list[Gever], tegen: list[Gever]
) -> None:
    nieuw = antwoord(groep, stemmen=stemmen(*voor, nee=tegen), gezag=2)
    assert oordeel(nieuw) == []
    assert nieuw.geweigerd
    signaal = een_signaal("k", "school", op("2026-01-12"), geboortemaand=MAAND[groep], toestemmingen=(nieuw,))
    assert poort_2(signaal, op("2026-01-13"), REGIONAAL, ()).code == "toestemming-geweigerd"


def test_T02_wie_niets_te_zeggen_heeft_kan_ook_niet_weigeren() -> None:
    assert oordeel(antwoord(VANAF_16, stemmen=stemmen(nee=[OUDER]))) == VERKEERD
    assert oordeel(antwoord(ONDER_12, stemmen=stemmen(OUDER, nee=[JEUGDIGE]))) == VERKEERD


@pytest.mark.parametrize(
    ("groep", "wie", "gezag"),
    [
        (ONDER_12, [OUDER, OUDER], 1),
        (ONDER_12, [OUDER], 0),
        (VAN_12, [JEUGDIGE, OUDER], 0),
        (VAN_12, [JEUGDIGE, JEUGDIGE, OUDER], 1),
        (VANAF_16, [JEUGDIGE, JEUGDIGE], 1),
    ],
)
def test_T02_er_spreken_niet_meer_mensen_dan_er_gezag_hebben(
    groep: Leeftijdsgroep, wie: list[Gever], gezag: int
) -> None:
    assert oordeel(antwoord(groep, stemmen=stemmen(*wie), gezag=gezag)) == TE_VEEL


@given(st.sampled_from(Leeftijdsgroep), st.lists(st.tuples(st.sampled_from(Gever), st.booleans()), max_size=4))
def test_T02_met_een_nee_telt_een_antwoord_nooit_mee(
    groep: Leeftijdsgroep, gesproken: list[tuple[Gever, bool]]
) -> None:
    nieuw = antwoord(groep, stemmen=tuple(Stem(wie, akkoord=ja) for wie, ja in gesproken), gezag=2)
    signaal = een_signaal("k", "school", op("2026-01-12"), geboortemaand=MAAND[groep], toestemmingen=(nieuw,))
    telt = not oordeel(nieuw) and bool(poort_2(signaal, op("2026-01-13"), REGIONAAL, ()))
    nodig = {ONDER_12: [OUDER, OUDER], VAN_12: [JEUGDIGE, OUDER], VANAF_16: [JEUGDIGE]}[groep]
    mogen = set(nodig)
    ja = sorted(wie for wie, akkoord in gesproken if akkoord)
    compleet = all(ja.count(wie) >= nodig.count(wie) for wie in mogen) and ja.count(JEUGDIGE) < 2
    assert telt == (compleet and len(ja) == len(gesproken) and set(ja) <= mogen and ja.count(OUDER) <= 2)


@pytest.mark.parametrize(
    ("voor", "nodig", "verwacht"),
    [
        (frozenset(Deel), None, GOED),
        ({Deel.REGISTREREN, Deel.CONTACTGEGEVENS}, None, GOED),
        ({Deel.REGISTREREN}, None, ["toestemming-te-beperkt"]),
        ({Deel.CONTACTGEGEVENS, Deel.INHOUD}, None, ["toestemming-te-beperkt"]),
        (frozenset(), None, ["toestemming-te-beperkt"]),
        ({Deel.REGISTREREN, Deel.CONTACTGEGEVENS}, frozenset(Deel), ["toestemming-te-beperkt"]),
        ({Deel.REGISTREREN}, frozenset({Deel.REGISTREREN}), GOED),
    ],
)
def test_T03_minder_dan_het_convenant_vraagt_telt_niet(
    voor: Collection[Deel], nodig: frozenset[Deel] | None, verwacht: list[str]
) -> None:
    convenant = een_convenant(toestemming_nodig=nodig) if nodig else REGIONAAL
    nieuw = antwoord(voor=frozenset(voor))
    assert oordeel(nieuw, convenant) == verwacht
    signaal = een_signaal("k", "school", op("2026-01-12"), geboortemaand=MAAND[ONDER_12], toestemmingen=(nieuw,))
    code = poort_2(signaal, op("2026-01-13"), convenant, ()).code
    assert code == ("toestemming-te-beperkt" if verwacht else "toestemming")


def test_T03_wie_weigert_hoeft_niet_te_zeggen_waarvoor() -> None:
    assert oordeel(antwoord(stemmen=stemmen(nee=[OUDER]), voor=frozenset(), tot=None)) == []


@pytest.mark.parametrize(
    ("met", "categorie", "deelt"),
    [
        (None, Categorie.POLITIE_JUSTITIE, True),
        (frozenset({Categorie.JGZ}), Categorie.JGZ, True),
        (frozenset({Categorie.JGZ}), Categorie.ONDERWIJS, False),
        (frozenset({Categorie.JGZ}), None, True),
        (frozenset(), Categorie.JGZ, False),
    ],
)
def test_T03_gedeeld_wordt_met_wie_genoemd_is(
    met: frozenset[Categorie] | None, categorie: Categorie | None, deelt: bool
) -> None:
    assert antwoord(met=met).deelt_met(categorie) is deelt


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"gegeven_op": date(2026, 1, 13)}, "toestemming-in-toekomst"),
        ({"tot": VANDAAG}, None),
        ({"tot": date(2026, 1, 11)}, "toestemming-voorbij"),
        ({"tot": date(2029, 12, 31)}, None),
    ],
)
def test_T03_de_dagen_van_een_antwoord_kloppen(anders: dict[str, Any], code: str | None) -> None:
    assert oordeel(antwoord(**anders)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("geboortemaand", "gegeven", "convenant", "verwacht"),
    [
        ("2018-06", "2026-01-12", REGIONAAL, "2027-01-12"),
        ("2018-06", "2024-02-29", REGIONAAL, "2025-02-28"),
        ("2018-06", "2026-01-12", een_convenant(toestemming_maanden=6), "2026-07-12"),
        # Not past the earliest day on which the rule may change for good (T05).
        ("2014-06", "2026-01-12", REGIONAAL, "2026-09-01"),
        ("2010-06", "2026-01-12", REGIONAAL, "2026-09-01"),
        ("2014-10", "2026-01-12", REGIONAAL, "2027-01-01"),
        ("2014-11", "2026-01-12", REGIONAAL, "2027-01-12"),
        ("2008-06", "2026-01-12", REGIONAAL, "2027-01-12"),
    ],
)
def test_T03_zonder_einde_duurt_toestemming_twaalf_maanden(
    geboortemaand: str, gegeven: str, convenant: Convenant, verwacht: str
) -> None:
    nieuw = een_toestemming(date.fromisoformat(gegeven), None, geboortemaand=geboortemaand)
    assert gewone_duur(nieuw, geboortemaand, convenant).isoformat() == verwacht


@given(st.dates(date(2004, 1, 1), date(2025, 12, 31)), st.integers(0, 400), st.integers(0, 900))
def test_T03_wat_is_aangenomen_geldt_tot_en_met_zijn_laatste_dag(geboren: date, geleden: int, duur: int) -> None:
    maand, gegeven = f"{geboren:%Y-%m}", VANDAAG - timedelta(days=geleden)
    if gegeven < geboren:
        return
    nieuw = een_toestemming(gegeven, gegeven + timedelta(days=duur), geboortemaand=maand)
    if not oordeel(nieuw, maand=maand):
        assert nieuw.tot
        assert nieuw.geldig_tot(maand, REGIONAAL) == einde_van(nieuw.tot)
        assert nieuw.stand(op("2026-01-12"), maand, REGIONAAL) is Toestemmingstand.GEGEVEN


@pytest.mark.parametrize(
    ("eerder", "gegeven", "mag"),
    [
        (None, "2026-01-12", True),
        ({}, "2026-01-11", False),
        ({}, "2026-01-12", True),
        ({}, "2026-01-13", True),
        ({"ingetrokken": op("2026-02-01")}, "2026-01-31", False),
        ({"ingetrokken": op("2026-02-01")}, "2026-02-01", True),
        ({"ingetrokken": op("2026-02-01", 0) - timedelta(microseconds=1)}, "2026-01-31", True),
        ({"stemmen": stemmen(nee=[OUDER])}, "2026-01-11", False),
        ({"stemmen": stemmen(nee=[OUDER])}, "2026-01-12", True),
    ],
)
def test_T07_het_laatste_woord_van_het_gezin_geldt(eerder: dict[str, Any] | None, gegeven: str, mag: bool) -> None:
    vorig = None if eerder is None else antwoord(**eerder)
    besluit = mag_volgen(vorig, antwoord(gegeven_op=date.fromisoformat(gegeven)))
    assert (bool(besluit), besluit.code) == (mag, "laatste-woord" if mag else "later-antwoord-staat")


@pytest.mark.parametrize("stand", Toestemmingstand)
def test_T04_alleen_toestemming_die_staat_wordt_ingetrokken_of_verlengd(stand: Toestemmingstand) -> None:
    staat = stand is Toestemmingstand.GEGEVEN
    for besluit, grond in ((mag_intrekken(stand), "intrekken"), (mag_verlengen(stand), "verlengen")):
        assert bool(besluit) is staat
        assert besluit.code == (grond if staat else f"toestemming-{stand}")
        assert staat or besluit.zin.count(".") == 2
