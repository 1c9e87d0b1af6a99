# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a new version changes on its first day, and only that (M14)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.bouw import Verhaal, een_convenant, op, regels
from tests.domain.levens import Leven, Zet, speel_na, zetten
from verwijsindex.domain import daden
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.tijd import begin_van, dag
from verwijsindex.domain.toestand import Toestand
from verwijsindex.domain.voorvertoning import (
    Voorvertoning,
    onderdrukt,
    tel_op,
    vergelijk,
    vooruitblik,
    vooruitblik_onderdrukt,
)
from verwijsindex.domain.woorden import Grond, Leefgebied, Matchstatus, Patroon, Soort

VANAF = date(2026, 7, 1)


def gezien(toestand: Toestand, vanaf: date = VANAF, **velden: Any) -> Voorvertoning:
    """The look ahead at a second version with other fields."""
    later = een_convenant(versie=2, vanaf=vanaf, **velden)
    return vergelijk(toestand, begin_van(vanaf), regels(), regels(een_convenant(), later))


def samen() -> Verhaal:
    """A family match: a worried school about one child, an involved CJG about a sibling."""
    verhaal = Verhaal()
    verhaal.meldt("een", "school", "2026-05-04", soort=Soort.ZORGEN, leefgebieden=(Leefgebied.GEZIN, Leefgebied.WONEN))
    verhaal.meldt("twee", "cjg", "2026-05-04", leefgebieden=(Leefgebied.WERK,))
    return verhaal


def een_kind() -> Verhaal:
    """A child match of three organisations, also about a sibling."""
    verhaal = samen()
    verhaal.meldt("een", "wonen", "2026-05-04")
    return verhaal


def gesloten() -> Verhaal:
    """A match that people closed: without a later report nothing reopens it."""
    verhaal = samen()
    (match,) = verhaal.toestand.matches.values()
    return verhaal.doe(op("2026-06-01"), daden.Afsluiting(match.id))


def geweld() -> Verhaal:
    """Two organisations, one on a V-ground that was confirmed in April."""
    verhaal = Verhaal()
    verhaal.meldt("een", "school", "2026-04-20", soort=Soort.ZORGEN, grond=Grond.HUISELIJK_GEWELD)
    verhaal.meldt("een", "cjg", "2026-05-04")
    return verhaal


def slaper() -> Verhaal:
    """A report without consent beside one that counts."""
    verhaal = Verhaal()
    verhaal.meldt("een", "school", "2026-06-15", soort=Soort.ZORGEN)
    verhaal.meldt("een", "cjg", "2026-06-15", toestemming=False)
    return verhaal


def mijdend() -> Verhaal:
    """Two organisations that stack, and both saw avoidance (M10)."""
    verhaal = Verhaal()
    for organisatie in ("school", "cjg"):
        verhaal.meldt("een", organisatie, "2026-05-04", soort=Soort.ZORGEN, patroon=Patroon.ZORGMIJDING)
    return verhaal


def nazorg() -> Verhaal:
    """One involvement ended, the other goes on: together they still stack."""
    verhaal = samen()
    (signaal, _) = verhaal.toestand.signalen.values()
    return verhaal.doe(op("2026-05-11"), daden.Beeindiging(signaal.id, date(2026, 5, 11)))


@pytest.mark.parametrize(
    ("verhaal", "velden", "verwacht"),
    [
        (samen, {}, {}),
        (samen, {"caseload": 3, "log_jaren": 9}, {}),
        (samen, {"gewicht_zorgen": 1}, {"vervallen": 1}),
        (samen, {"minimum_organisaties": 3}, {"vervallen": 1}),
        (samen, {"multiproblematiek_leefgebieden": 3}, {"gewijzigd": 1, "multiproblematiek": 1}),
        (een_kind, {"drempel": 4}, {"gewijzigd": 1, "matchsoort": 1}),
        (een_kind, {"drempel": 4, "multiproblematiek_leefgebieden": 3},
         {"gewijzigd": 1, "matchsoort": 1, "multiproblematiek": 1}),
        (gesloten, {"drempel": 2}, {}),
        (geweld, {"herbeoordeling_maanden": 1}, {"vervallen": 1, "slapend": 1}),
        (geweld, {"toestemming_vereist": False}, {"gewijzigd": 1, "spoed": 1}),
        (mijdend, {"drempel": 6}, {"gewijzigd": 1, "redenen": 1, "matchsoort": 1}),
        (slaper, {"toestemming_vereist": False}, {"ontstaan": 1, "wakker": 1}),
        (slaper, {"slaap_dagen": 5}, {"vernietigd": 1}),
        (nazorg, {"nazorgvenster_maanden": 0}, {}),
    ],
)  # fmt: skip
def test_M14_elke_soort_verandering_wordt_geteld(
    verhaal: Callable[[], Verhaal], velden: dict[str, Any], verwacht: dict[str, int]
) -> None:
    """A match that its signals leave stays open (M11)."""
    gevonden = gezien(verhaal().toestand, **velden)
    assert gevonden == Voorvertoning(gezinnen=int(bool(verwacht)), **verwacht)


def test_M14_wat_op_die_dag_toch_al_gebeurt_telt_niet_mee() -> None:
    verhaal = Verhaal()
    verhaal.meldt("een", "school", "2026-05-04", soort=Soort.ZORGEN, uiterlijk_tot=VANAF)
    verhaal.meldt("een", "cjg", "2026-05-04")
    assert gezien(verhaal.toestand) == Voorvertoning()


ANDERS: dict[str, st.SearchStrategy[Any]] = {
    "drempel": st.integers(1, 6),
    "gewicht_zorgen": st.integers(0, 3),
    "minimum_organisaties": st.integers(2, 3),
    "zorg_vereist": st.booleans(),
    "gezin": st.booleans(),
    "maximum_kinderen": st.integers(1, 4),
    "nazorgvenster_maanden": st.integers(0, 24),
    "multiproblematiek_leefgebieden": st.integers(1, 5) | st.none(),
    "toestemming_vereist": st.booleans(),
    "slaap_dagen": st.integers(1, 60),
    "herbeoordeling_maanden": st.integers(1, 6),
    "bevestiging_werkdagen": st.integers(1, 9),
    "uit_beeld": st.booleans(),
    "afbouw_dagen": st.just(0),
}


@given(zetten(min_size=6, max_size=20), st.fixed_dictionaries({}, optional=ANDERS), st.integers(1, 40), st.booleans())
def test_M14_de_voorvertoning_is_wat_er_gebeurt_als_de_dag_komt(
    wensen: list[Zet], velden: dict[str, Any], dagen: int, ten_einde: bool
) -> None:
    """Beside it: the deeds from scratch, once with the new version loaded and once without, and what came of each."""
    leven = Leven(regels()).speel(wensen)
    vanaf = dag(leven.t) + timedelta(days=dagen)
    if ten_einde:
        velden = velden | {"grondslag_tot": vanaf}
    later = een_convenant(versie=2, vanaf=vanaf, **velden)
    nieuw = regels(een_convenant(), later)
    gevonden = vergelijk(leven.toestand, begin_van(vanaf), leven.regels, nieuw)

    zonder, gevolgen_zonder = speel_na(leven.gedaan, leven.regels, begin_van(vanaf))
    met, gevolgen_met = speel_na(leven.gedaan, nieuw, begin_van(vanaf))

    vernietigd_met, vernietigd_zonder = (
        {(g.signaal, g.moment) for g in gevolgen if g.soort is Gevolgsoort.SIGNAAL_VERNIETIGD}
        for gevolgen in (gevolgen_met, gevolgen_zonder)
    )
    assert gevonden.vernietigd == len(vernietigd_met - vernietigd_zonder)
    slaapt_met, slaapt_zonder = ({s.id for s in t.signalen.values() if s.slaapt_sinds} for t in (met, zonder))
    assert gevonden.slapend == len(slaapt_met - slaapt_zonder)
    assert gevonden.wakker == len([s for s in slaapt_zonder if s in met.signalen and s not in slaapt_met])
    open_zonder, open_met = ({m.id: m for m in t.matches.values() if m.open} for t in (zonder, met))
    assert gevonden.ontstaan == len([m for m in open_met if m not in open_zonder])
    assert gevonden.vervallen == len([m for m in open_zonder if m not in open_met])
    assert all(met.matches[m].status is Matchstatus.VERVALLEN for m in open_zonder if m not in open_met)
    redenen = [m for m in open_met if m in open_zonder and open_met[m].redenen != open_zonder[m].redenen]
    assert gevonden.redenen == len(redenen)
    assert max(gevonden.redenen, gevonden.matchsoort, gevonden.multiproblematiek, gevonden.spoed) <= gevonden.gewijzigd
    if not velden:
        assert gevonden == Voorvertoning()


def test_M14_de_som_telt_elk_veld_op() -> None:
    een = Voorvertoning(gezinnen=1, ontstaan=1, slapend=2)
    assert tel_op([een, Voorvertoning(), een, Voorvertoning(mislukt=1)]) == Voorvertoning(
        gezinnen=2, ontstaan=2, slapend=4, mislukt=1
    )
    assert tel_op([]) == Voorvertoning()


@pytest.mark.parametrize(
    ("totaal", "zinnen"),
    [
        (Voorvertoning(), ["Op die dag verandert er niets aan matches en signalen."]),
        (
            Voorvertoning(gezinnen=3, ontstaan=1, gewijzigd=2, redenen=2, spoed=1),
            [
                "Matches: nieuw 1, vervallen 0, veranderd 2 (andere redenen 2, spoed 1).",
                "Gezinnen waarin iets verandert: 3.",
            ],
        ),
        (
            Voorvertoning(gezinnen=1, vernietigd=1, mislukt=2),
            [
                "Signalen: in slaap 0, weer tellend 0, vernietigd 1.",
                "Gezinnen waarin iets verandert: 1.",
                "Gezinnen die niet zijn door te rekenen: 2. Draai `verwijsindex controleer`.",
            ],
        ),
    ],
)
def test_M14_de_uitkomst_is_leesbaar(totaal: Voorvertoning, zinnen: list[str]) -> None:
    assert vooruitblik(totaal) == zinnen


@pytest.mark.parametrize(
    ("totaal", "getallen", "zinnen"),
    [
        (
            Voorvertoning(gezinnen=9, slapend=9, wakker=1, mislukt=3),
            {"gezinnen": None, "slapend": None, "wakker": None, "vernietigd": None, "mislukt": None, "ontstaan": 0},
            [
                "Op die dag verandert er niets aan matches.",
                "Signalen: in slaap minder dan 10, weer tellend minder dan 10, vernietigd minder dan 10.",
                "Gezinnen waarin iets verandert: minder dan 10. Niet door te rekenen: minder dan 10.",
            ],
        ),
        (
            Voorvertoning(gezinnen=31, ontstaan=2, gewijzigd=1, spoed=1, slapend=10, vernietigd=29),
            {"gezinnen": 30, "slapend": 10, "wakker": None, "vernietigd": 20, "mislukt": None, "ontstaan": 2},
            [
                "Matches: nieuw 2, vervallen 0, veranderd 1 (spoed 1).",
                "Signalen: in slaap 10 of meer, weer tellend minder dan 10, vernietigd 20 of meer.",
                "Gezinnen waarin iets verandert: 30 of meer. Niet door te rekenen: minder dan 10.",
            ],
        ),
    ],
)
def test_M14_I08_een_coordinator_ziet_matches_een_voor_een_en_signalen_en_gezinnen_als_cijfer(
    totaal: Voorvertoning, getallen: dict[str, int | None], zinnen: list[str]
) -> None:
    gezien = onderdrukt(totaal, 10)
    assert {veld: gezien[veld] for veld in getallen} == getallen
    assert vooruitblik_onderdrukt(totaal, 10) == zinnen
    leeg = vooruitblik_onderdrukt(Voorvertoning(), 10)
    assert leeg == vooruitblik_onderdrukt(Voorvertoning(gezinnen=9, wakker=9, mislukt=9), 10)
