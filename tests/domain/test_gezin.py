# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The family (M04) and its one match (M05)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_signaal, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.woorden import Grond, Intrekreden, Soort

ZORGEN = Soort.ZORGEN
GEWELD = Grond.HUISELIJK_GEWELD


def groepen(verhaal: Verhaal) -> int:
    return len({kind.dossier for kind in verhaal.toestand.kinderen.values()})


def redenen(verhaal: Verhaal) -> list[str]:
    return sorted(voorstel.reden.value for voorstel in verhaal.toestand.voorstellen.values())


@pytest.mark.parametrize(
    ("een", "ander", "grond", "uitkomst"),
    [
        (["m"], ["m"], None, "samen"),
        (["m"], ["m"], GEWELD, "samen"),
        (["m", "v"], ["v", "m"], None, "samen"),
        (["m", "v"], ["m", "v"], GEWELD, "samen"),
        (["m"], ["m", "v"], None, "samen"),
        (["m", "v"], ["v"], None, "samen"),
        (["m"], ["m", "v"], GEWELD, "ouders-verschillen"),
        (["m", "v"], ["m", "p"], None, "ouders-verschillen"),
        (["m", "v"], ["m", "p"], GEWELD, "ouders-verschillen"),
        (["m"], ["v"], None, "apart"),
        ([], [], None, "apart"),
        ([], ["m"], None, "apart"),
    ],
)
def test_M04_wie_bij_elkaar_hoort(een: list[str], ander: list[str], grond: Grond | None, uitkomst: str) -> None:
    verhaal = Verhaal()
    verhaal.meldt("a", "school", "2026-01-05", ouders=een)
    verhaal.meldt("b", "school", "2026-01-06", ouders=ander, grond=grond)
    assert groepen(verhaal) == (1 if uitkomst == "samen" else 2)
    assert redenen(verhaal) == ([] if uitkomst in ("samen", "apart") else [uitkomst])


def test_M04_de_ouders_van_een_kind_zijn_die_van_al_zijn_signalen() -> None:
    verhaal = Verhaal()
    verhaal.meldt("a", "school", "2026-01-05", ouders=["m"])
    verhaal.meldt("a", "cjg", "2026-01-05", ouders=["v"])
    verhaal.meldt("b", "school", "2026-01-06", ouders=["m", "v"], grond=GEWELD)
    assert groepen(verhaal) == 1


@pytest.mark.parametrize(("wanneer", "groep"), [("2026-05-31", 1), ("2026-06-01", 2)], ids=["onder 18", "misschien 18"])
def test_M04_een_tienermoeder_en_haar_baby_horen_bij_elkaar(wanneer: str, groep: int) -> None:
    verhaal = Verhaal()
    verhaal.meldt("tiener", "school", "2026-01-05", ouders=["oma"], geboortemaand="2008-06", grond=GEWELD)
    verhaal.meldt("tiener", "cjg", "2026-01-05", ouders=["oma"], geboortemaand="2008-06")
    verhaal.meldt("baby", "cjg", wanneer, ouders=["tiener", "vriend"], geboortemaand="2026-01")
    assert groepen(verhaal) == groep


def test_M04_wordt_de_tienermoeder_18_dan_volgt_een_voorstel_tot_splitsen() -> None:
    verhaal = Verhaal()
    verhaal.meldt("tiener", "school", "2026-01-05", ouders=["oma"], geboortemaand="2008-06")
    verhaal.meldt("baby", "cjg", "2026-02-05", ouders=["tiener"], geboortemaand="2026-01", soort=ZORGEN)
    assert len(verhaal.open_matches) == 1
    verhaal.tot("2026-05-31")
    assert redenen(verhaal) == []
    verhaal.tot("2026-06-01")
    assert redenen(verhaal) == ["band-verloren"]
    assert verhaal.dagen("splitsen-voorgesteld") == [("2026-06-01", "splitsen-voorgesteld")]


def groot_gezin(verhaal: Verhaal, aantal: int, **anders: Any) -> None:
    for nummer in range(aantal):
        verhaal.meldt(f"k{nummer}", "school", "2026-01-05", **anders)


@pytest.mark.parametrize(("aantal", "groep", "reden"), [(12, 1, []), (13, 2, ["te-veel-kinderen"])])
def test_M04_hoogstens_twaalf_kinderen_vanzelf(aantal: int, groep: int, reden: list[str]) -> None:
    verhaal = Verhaal()
    groot_gezin(verhaal, aantal)
    assert (groepen(verhaal), redenen(verhaal)) == (groep, reden)


def test_M04_is_er_een_kind_minder_dan_kan_het_alsnog() -> None:
    verhaal = Verhaal()
    verhaal.meldt("eerste", "school", "2026-01-02", uiterlijk_tot=date(2026, 3, 1))
    groot_gezin(verhaal, 12)
    assert groepen(verhaal) == 2
    verhaal.tot("2026-03-01")
    assert (len(verhaal.toestand.kinderen), groepen(verhaal), redenen(verhaal)) == (12, 1, [])


def match_over(verhaal: Verhaal, kind: str, ouders: Iterable[str], wanneer: str) -> None:
    verhaal.meldt(kind, "school", wanneer, ouders=ouders, soort=ZORGEN)
    verhaal.meldt(kind, "cjg", wanneer, ouders=ouders, soort=ZORGEN)


def test_M04_twee_open_matches_gaan_niet_vanzelf_samen() -> None:
    verhaal = Verhaal()
    match_over(verhaal, "a", ["m"], "2026-01-05")
    match_over(verhaal, "b", ["v"], "2026-01-06")
    verhaal.meldt("b", "wonen", "2026-01-07", ouders=["m"])
    assert (groepen(verhaal), redenen(verhaal)) == (2, ["twee-open-matches"])
    assert len(verhaal.open_matches) == 2


def test_M04_vervalt_een_van_de_twee_matches_dan_gaan_zij_meteen_samen() -> None:
    verhaal = Verhaal()
    match_over(verhaal, "a", ["m"], "2026-01-05")
    match_over(verhaal, "b", ["v"], "2026-01-06")
    verhaal.meldt("b", "wonen", "2026-01-07", ouders=["m"])
    signaal = uid(("b", "cjg", op("2026-01-06")))
    verhaal.doe(op("2026-01-08"), daden.Terugtrekking(signaal, Intrekreden.TEN_ONRECHTE))
    assert len(verhaal.dagen("match-vervallen")) == 0
    signaal = uid(("b", "school", op("2026-01-06")))
    verhaal.doe(op("2026-01-09"), daden.Terugtrekking(signaal, Intrekreden.TEN_ONRECHTE))
    assert verhaal.dagen("match-vervallen", "gezin-samengevoegd") == [
        ("2026-01-09", "match-vervallen"),
        ("2026-01-09", "gezin-samengevoegd"),
    ]
    assert (groepen(verhaal), redenen(verhaal), len(verhaal.open_matches)) == (1, [], 1)


def test_M04_het_oudste_dossier_blijft_met_de_gemeente_van_het_nieuwste_signaal() -> None:
    verhaal = Verhaal(een_convenant(), een_convenant(gemeente="0363"))
    verhaal.meldt("a", "school", "2026-01-05")
    (oudste,) = verhaal.toestand.dossiers
    verhaal.meldt("b", "school", "2026-01-06", gemeente="0363")
    assert {d.id: d.gemeente for d in verhaal.toestand.dossiers.values()} == {oudste: "0363"}


def test_M04_uitgeschakeld_is_een_dossier_een_kind() -> None:
    verhaal = Verhaal(een_convenant(gezin=False))
    groot_gezin(verhaal, 3)
    assert (groepen(verhaal), redenen(verhaal)) == (3, [])


def test_M04_later_uitgeschakeld_weegt_elk_kind_voor_zich() -> None:
    verhaal = Verhaal(een_convenant(), een_convenant(versie=2, vanaf=date(2026, 2, 1), gezin=False))
    groot_gezin(verhaal, 2)
    verhaal.tot("2026-02-01")
    assert redenen(verhaal) == ["band-verloren"]
    verhaal.meldt("k0", "wonen", "2026-02-02")
    verhaal.meldt("k1", "cjg", "2026-02-02", soort=ZORGEN)
    assert [m.kind for m in verhaal.toestand.signalen.values() if m.soort is ZORGEN] == [uid("k1")]
    assert verhaal.dagen("stapeling") == [("2026-02-02", "stapeling")]
    (gevolg,) = [g for g in verhaal.gevolgen if g.soort == "stapeling"]
    assert gevolg.kinderen == {uid("k1")}


def test_M04_alleen_tellende_signalen_verbinden() -> None:
    verhaal = Verhaal()
    verhaal.meldt("a", "school", "2026-01-05", toestemming=False)
    verhaal.meldt("b", "school", "2026-01-05")
    verhaal.meldt("b", "cjg", "2026-01-05", toestemming=False, ouders=["v"])
    verhaal.meldt("c", "school", "2026-01-05", ouders=["v"])
    assert (groepen(verhaal), redenen(verhaal)) == (3, [])


def test_M04_een_voorstel_wordt_een_keer_gedaan_en_verdwijnt_vanzelf() -> None:
    verhaal = Verhaal()
    verhaal.meldt("a", "school", "2026-01-05", ouders=["m", "v"])
    verhaal.meldt("b", "school", "2026-01-06", ouders=["m", "p"])
    verhaal.meldt("b", "cjg", "2026-01-07", ouders=["m", "p"])
    (voorstel,) = verhaal.toestand.voorstellen.values()
    assert voorstel.sinds == op("2026-01-06")
    assert verhaal.dagen("samenvoegen-voorgesteld") == [("2026-01-06", "samenvoegen-voorgesteld")]
    signaal = uid(("a", "school", op("2026-01-05")))
    verhaal.doe(op("2026-01-08"), daden.Terugtrekking(signaal, Intrekreden.TEN_ONRECHTE))
    assert redenen(verhaal) == []


def test_M04_een_verloren_band_wordt_voorgesteld_en_stapelt_niet_meer() -> None:
    verhaal = Verhaal()
    verhaal.meldt("a", "school", "2026-01-05", ouders=["m"])
    verhaal.meldt("b", "cjg", "2026-01-05", ouders=["m"])
    assert groepen(verhaal) == 1
    verhaal.meldt("b", "cjg", "2026-01-06", ouders=["p"], soort=ZORGEN)
    assert (groepen(verhaal), redenen(verhaal)) == (1, ["band-verloren"])
    assert not verhaal.open_matches
    verhaal.meldt("b", "wonen", "2026-01-07", ouders=["p"])
    (match,) = verhaal.toestand.matches.values()
    assert {deel.kind for deel in match.steun} == {uid("b")}


def test_M04_een_veiligheidsgrond_verbreekt_een_band_die_op_insluiting_rust() -> None:
    verhaal = Verhaal()
    verhaal.meldt("a", "school", "2026-01-05", ouders=["m"])
    verhaal.meldt("b", "cjg", "2026-01-05", ouders=["m", "v"])
    assert groepen(verhaal) == 1
    verhaal.meldt("b", "politie", "2026-01-06", ouders=["m", "v"], grond=GEWELD)
    assert redenen(verhaal) == ["band-verloren"]


@pytest.mark.parametrize("organisaties", [2, 40])
def test_M05_een_gezin_heeft_een_match_hoeveel_er_ook_melden(organisaties: int) -> None:
    verhaal = Verhaal()
    begin = op("2026-01-05")
    for nummer in range(organisaties):
        moment = begin + timedelta(microseconds=nummer)
        signaal = een_signaal(f"k{nummer % 4}", f"o{nummer}", moment, soort=ZORGEN)
        verhaal.doe(moment, daden.Registratie(signaal))
    assert (groepen(verhaal), len(verhaal.open_matches)) == (1, 1)
    assert len(verhaal.dagen("match-geopend")) == 1


def test_M05_een_gesloten_match_staat_een_open_match_niet_in_de_weg() -> None:
    """A family that took in another one's closed match is still decided by its open one."""
    verhaal = Verhaal()
    match_over(verhaal, "a", ["m"], "2026-01-05")
    match_over(verhaal, "b", ["v"], "2026-01-06")
    eerste, tweede = sorted(verhaal.toestand.matches.values(), key=lambda m: m.geopend)
    verhaal.doe(op("2026-01-07"), daden.Afsluiting(tweede.id))
    verhaal.meldt("b", "wonen", "2026-01-08", ouders=["m"])
    assert groepen(verhaal) == 1
    assert [m.id for m in verhaal.toestand.matches.values() if m.open] == [eerste.id]
