# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is news, what closes a match and what opens it again (M09, M11, M16)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, een_toestemming, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.daden import NIEUWS
from verwijsindex.domain.match import Match, mag_naar
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.tijd import TIK, einde_van
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Matchstatus, Patroon, Reden, Soort

ZORGEN = Soort.ZORGEN
GEWELD = Grond.HUISELIJK_GEWELD


def nieuws(verhaal: Verhaal) -> list[str]:
    return [gevolg.soort.value for gevolg in verhaal.gevolgen if gevolg.soort in NIEUWS]


def stapelend(*, cjg: dict[str, Any] | None = None) -> tuple[Verhaal, Signaal, Signaal]:
    """A child with a match: school is involved, cjg is worried unless said otherwise."""
    verhaal = Verhaal()
    school = verhaal.meldt("k", "school", "2026-01-05")
    zorg = verhaal.meldt("k", "cjg", "2026-01-06", **({"soort": ZORGEN} if cjg is None else cjg))
    assert len(verhaal.open_matches) == 1
    return verhaal, school, zorg


def de_match(verhaal: Verhaal) -> Match:
    (match,) = verhaal.toestand.matches.values()
    return match


def aangenomen(verhaal: Verhaal, wanneer: str = "2026-01-07") -> Match:
    match = de_match(verhaal)
    verhaal.doe(op(wanneer), daden.Toewijzing(match.id, uid("regisseur")))
    verhaal.doe(op(wanneer, 11), daden.Aanvaarding(match.id))
    return de_match(verhaal)


def neem_terug(verhaal: Verhaal, signaal: Signaal, wanneer: str) -> None:
    verhaal.doe(op(wanneer), daden.Terugtrekking(signaal.id, Intrekreden.TEN_ONRECHTE))


def test_M09_wie_er_bij_het_openen_was_is_geen_nieuws() -> None:
    verhaal, _, _ = stapelend()
    assert nieuws(verhaal) == ["match-geopend"]


@pytest.mark.parametrize(
    ("meldt", "verwacht"),
    [
        ({"organisatie": "wonen"}, ["nieuwe-organisatie"]),
        ({"organisatie": "wonen", "kind": "broer"}, ["nieuwe-organisatie"]),
        ({"organisatie": "school", "kind": "broer"}, []),
        ({"organisatie": "school", "soort": ZORGEN}, []),
        ({"organisatie": "school", "patroon": Patroon.ONGEOORLOOFD_VERZUIM}, []),
        ({"organisatie": "school", "grond": GEWELD}, ["eerste-veiligheidsgrond"]),
        ({"organisatie": "politie", "grond": GEWELD}, ["nieuwe-organisatie", "eerste-veiligheidsgrond"]),
        ({"organisatie": "school", "leefgebieden": list(Leefgebied)[:3]}, []),
        ({"organisatie": "school", "leefgebieden": list(Leefgebied)[:4]}, ["multiproblematiek"]),
        ({"organisatie": "wonen", "toestemming": False}, []),
    ],
)
def test_M09_alleen_wat_nieuw_is_wordt_verteld(meldt: dict[str, Any], verwacht: list[str]) -> None:
    verhaal, _, _ = stapelend()
    verhaal.meldt(**{"kind": "k", "wanneer": "2026-01-20"} | meldt)
    assert nieuws(verhaal) == ["match-geopend", *verwacht]


def test_M09_een_tweede_veiligheidsgrond_en_een_terugkeer_zijn_geen_nieuws() -> None:
    verhaal, school, _ = stapelend()
    verhaal.meldt("k", "politie", "2026-01-10", grond=GEWELD)
    vorig = len(nieuws(verhaal))
    verhaal.meldt("broer", "politie", "2026-01-11", grond=Grond.VERMISSING)
    verhaal.doe(op("2026-01-12"), daden.Beeindiging(school.id, date(2026, 1, 12)))
    verhaal.meldt("k", "school", "2026-01-20")
    assert nieuws(verhaal)[vorig:] == []


def test_M09_een_bevinding_is_nieuws() -> None:
    verhaal, school, zorg = stapelend()
    for signaal in (school, zorg):
        verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 2, 2)))
    verhaal.tot("2026-03-01")
    assert nieuws(verhaal) == ["match-geopend", "uit-beeld"]
    assert verhaal.dagen("geen-actieve-signalen") == [("2026-02-02", "geen-actieve-signalen")]


def test_M11_einde_venster_en_bewaartermijn_sluiten_nooit_een_match() -> None:
    verhaal, school, zorg = stapelend()
    for signaal in (school, zorg):
        verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 2, 2)))
    verhaal.tot("2027-12-31")
    assert verhaal.toestand.signalen
    assert not verhaal.regels.telt(verhaal.toestand.signalen[school.id], op("2027-12-31"))
    assert Reden.STAPELING in de_match(verhaal).redenen
    verhaal.tot("2030-01-01")
    match = de_match(verhaal)
    assert not verhaal.toestand.signalen
    assert match.open
    assert (match.steun, match.steun_vernietigd, match.redenen) == ((), True, frozenset(Reden))


def test_M11_de_eigenaar_hoort_dat_niemand_meer_actief_is_ook_als_alles_vernietigd_wordt() -> None:
    verhaal = Verhaal()
    for organisatie in ("school", "cjg"):
        verhaal.meldt("k", organisatie, "2026-01-05", soort=ZORGEN, uiterlijk_tot=date(2026, 3, 1))
    verhaal.tot("2026-03-01")
    assert not verhaal.toestand.signalen
    assert verhaal.dagen("geen-actieve-signalen", "uit-beeld") == [("2026-03-01", "geen-actieve-signalen")]
    assert de_match(verhaal).open


@pytest.mark.parametrize(
    "oorzaak", ["ten-onrechte", "verkeerd-kind", "ingetrokken", "verlopen", "niet bevestigd", "V04"]
)
def test_M11_wat_wegvalt_neemt_de_stapeling_mee(oorzaak: str) -> None:
    grond = {"niet bevestigd": {"grond": GEWELD, "bevestigd": False}, "V04": {"grond": GEWELD}}.get(oorzaak)
    verhaal, _, zorg = stapelend(cjg=grond)
    assert grond or zorg.toestemming
    match oorzaak:
        case "ten-onrechte" | "verkeerd-kind":
            verhaal.doe(op("2026-01-08"), daden.Terugtrekking(zorg.id, Intrekreden(oorzaak)))
            verwacht = "2026-01-08"
        case "ingetrokken" | "verlopen":
            tot = date(2026, 1, 7) if oorzaak == "verlopen" else date(2027, 1, 1)
            weg = None if oorzaak == "verlopen" else op("2026-01-08")
            toestemming = een_toestemming(date(2026, 1, 6), tot, ingetrokken=weg)
            verhaal.doe(weg or op("2026-01-07"), daden.Toestemmingsdaad(zorg.id, toestemming))
            verwacht = "2026-01-07" if oorzaak == "verlopen" else "2026-01-08"
        case _:
            verwacht = "2026-01-08" if oorzaak == "niet bevestigd" else "2026-04-06"
    verhaal.tot("2026-04-30")
    assert verhaal.dagen("stapeling-weg", "match-vervallen") == [
        (verwacht, "stapeling-weg"),
        (verwacht, "match-vervallen"),
    ]
    assert de_match(verhaal).status is Matchstatus.VERVALLEN


def test_M11_een_vervallen_veiligheidsgrond_weegt_mee_ook_met_toestemming_ernaast() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05")
    beide = een_signaal("k", "politie", op("2026-01-06"), grond=GEWELD)
    beide = replace(beide, toestemmingen=(een_toestemming(date(2026, 1, 6), date(2027, 1, 6)),))
    verhaal.doe(op("2026-01-06"), daden.Registratie(beide)).tot("2026-04-30")
    assert verhaal.toestand.signalen[beide.id].slaapt_sinds is None
    assert verhaal.dagen("stapeling", "match-vervallen") == [
        ("2026-01-06", "stapeling"),
        ("2026-04-06", "match-vervallen"),
    ]


def test_M11_wie_na_zijn_venster_zijn_grond_verliest_sluit_niets() -> None:
    verhaal = Verhaal(een_convenant(nazorgvenster_maanden=1))
    zorg = verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN)
    verhaal.meldt("k", "school", "2026-01-06")
    verhaal.doe(op("2026-01-07"), daden.Beeindiging(zorg.id, date(2026, 1, 7)))
    toestemming = een_toestemming(date(2026, 1, 5), date(2027, 1, 5), ingetrokken=op("2026-03-01"))
    verhaal.doe(op("2026-03-01"), daden.Toestemmingsdaad(zorg.id, toestemming))
    assert de_match(verhaal).open


def test_M11_blijft_er_genoeg_over_dan_blijft_de_match() -> None:
    verhaal, school, _ = stapelend()
    verhaal.meldt("k", "wonen", "2026-01-07")
    neem_terug(verhaal, school, "2026-01-08")
    assert de_match(verhaal).open
    assert verhaal.dagen("stapeling-weg") == []


def test_M11_wat_vernietigd_is_blijft_de_match_dragen() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN, uiterlijk_tot=date(2026, 2, 1))
    verhaal.meldt("k", "school", "2026-01-05")
    derde = verhaal.meldt("k", "wonen", "2026-01-05")
    verhaal.tot("2026-02-01")
    neem_terug(verhaal, derde, "2026-02-02")
    assert Reden.STAPELING in de_match(verhaal).redenen


def test_M11_een_strenger_convenant_laat_matches_vervallen() -> None:
    verhaal = Verhaal(een_convenant(), een_convenant(versie=2, vanaf=date(2026, 2, 1), drempel=4))
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.meldt("k", "cjg", "2026-01-06", soort=ZORGEN)
    verhaal.tot("2026-02-28")
    assert verhaal.dagen("match-vervallen") == [("2026-02-01", "match-vervallen")]


def test_M11_een_aangenomen_match_wacht_vijf_werkdagen() -> None:
    verhaal, _, zorg = stapelend()
    aangenomen(verhaal)
    neem_terug(verhaal, zorg, "2026-01-08")  # a Thursday
    match = de_match(verhaal)
    assert (match.status, match.redenen, match.voortzetten_voor) == (
        Matchstatus.AANGENOMEN,
        frozenset(),
        date(2026, 1, 15),
    )
    assert zorg.id not in {deel.signaal for deel in match.steun}
    verhaal.loop(einde_van(date(2026, 1, 15)) - TIK)
    assert de_match(verhaal).open
    verhaal.loop(einde_van(date(2026, 1, 15)))
    assert verhaal.dagen("match-vervallen") == [("2026-01-15", "match-vervallen")]


def test_M11_een_nieuwe_reden_in_die_dagen_houdt_de_match() -> None:
    verhaal, _, zorg = stapelend()
    aangenomen(verhaal)
    neem_terug(verhaal, zorg, "2026-01-08")
    verhaal.meldt("k", "wonen", "2026-01-12", soort=ZORGEN)
    verhaal.tot("2026-02-28")
    match = de_match(verhaal)
    assert (match.status, match.voortzetten_voor) == (Matchstatus.AANGENOMEN, None)
    assert match.redenen == {Reden.STAPELING}


def test_M11_vervallen_is_definitief_en_een_nieuwe_match_is_een_andere() -> None:
    verhaal, _, zorg = stapelend()
    neem_terug(verhaal, zorg, "2026-01-08")
    oud = de_match(verhaal)
    assert not any(mag_naar(oud, status) for status in Matchstatus)
    verhaal.meldt("k", "wonen", "2026-01-09", soort=ZORGEN)
    assert verhaal.toestand.matches[oud.id] == oud
    (nieuw,) = [m for m in verhaal.toestand.matches.values() if m.open]
    assert (nieuw.id != oud.id, nieuw.status, nieuw.regisseur) == (True, Matchstatus.NIEUW, None)


def test_M11_wie_weer_grond_heeft_geeft_een_nieuwe_match() -> None:
    verhaal, _, zorg = stapelend()
    toestemming = een_toestemming(date(2026, 1, 6), date(2027, 1, 1), ingetrokken=op("2026-01-08"))
    verhaal.doe(op("2026-01-08"), daden.Toestemmingsdaad(zorg.id, toestemming))
    verhaal.doe(op("2026-01-20"), daden.Toestemmingsdaad(zorg.id, een_toestemming(date(2026, 1, 20), date(2027, 1, 1))))
    assert verhaal.dagen("match-geopend") == [("2026-01-06", "match-geopend"), ("2026-01-20", "match-geopend")]


def test_M11_de_eigen_groep_draagt_de_match_na_een_splitsing() -> None:
    verhaal, _, _ = stapelend()
    verhaal.meldt("broer", "school", "2026-01-07")
    verhaal.meldt("broer", "school", "2026-01-08", ouders=["p"])
    verhaal.meldt("broer", "wonen", "2026-01-09", ouders=["p"])
    assert "nieuwe-organisatie" not in nieuws(verhaal)


def gesloten(verhaal: Verhaal) -> Match:
    match = aangenomen(verhaal)
    verhaal.doe(op("2026-01-20"), daden.Afsluiting(match.id))
    return de_match(verhaal)


def test_M16_na_het_sluiten_opent_tijd_alleen_niets() -> None:
    verhaal, _, _ = stapelend()
    gesloten(verhaal)
    verhaal.tot("2027-06-01")
    assert de_match(verhaal).status is Matchstatus.AFGESLOTEN


@pytest.mark.parametrize(
    "meldt",
    [
        {"organisatie": "wonen"},
        {"organisatie": "school", "kind": "broer"},
        {"organisatie": "cjg", "soort": ZORGEN},
        {"organisatie": "politie", "grond": GEWELD},
    ],
)
def test_M16_een_later_signaal_heropent_bij_dezelfde_regisseur(meldt: dict[str, Any]) -> None:
    verhaal, _, _ = stapelend()
    oud = gesloten(verhaal)
    verhaal.meldt(**{"kind": "k", "wanneer": "2026-02-02"} | meldt)
    match = de_match(verhaal)
    assert (match.id, match.status, match.regisseur) == (oud.id, Matchstatus.TOEGEWEZEN, uid("regisseur"))
    assert (match.redenen, match.gesloten) == ({Reden.STAPELING}, None)
    assert "match-heropend" in nieuws(verhaal)


def test_M16_een_later_signaal_dat_slaapt_heropent_niet() -> None:
    verhaal, _, _ = stapelend()
    gesloten(verhaal)
    verhaal.meldt("k", "wonen", "2026-02-02", toestemming=False)
    assert not de_match(verhaal).open


def test_M16_A03_dat_een_koppeling_hetzelfde_nog_eens_stuurt_heropent_niet() -> None:
    verhaal, school, _ = stapelend()
    gesloten(verhaal)
    later = op("2026-02-02")
    herhaald = replace(school, id=uid("nog eens"), geregistreerd=later, laatst_gemeld=later)
    verhaal.doe(later, daden.Registratie(herhaald))
    assert not de_match(verhaal).open
    # A person who confirms it anew is worried now.
    opnieuw = replace(herhaald, id=uid("weer"), bevestiging=replace(school.bevestiging, moment=op("2026-02-03")))
    verhaal.doe(op("2026-02-03"), daden.Registratie(replace(opnieuw, laatst_gemeld=op("2026-02-03"))))
    assert de_match(verhaal).open


def test_M16_een_latere_veiligheidsgrond_heropent() -> None:
    verhaal, school, _ = stapelend()
    gesloten(verhaal)
    verhaal.doe(op("2026-02-02"), daden.Veiligheidsdaad(school.id, een_grond("k", "school", op("2026-02-02"))))
    assert de_match(verhaal).open


def test_M16_eerdere_feiten_heropenen_niet() -> None:
    verhaal, _, zorg = stapelend()
    slaper = verhaal.meldt("k", "wonen", "2026-01-06", soort=ZORGEN, toestemming=False)
    gesloten(verhaal)
    nu = verhaal.toestand.signalen[zorg.id]
    assert nu.toestemming
    verhaal.doe(op("2026-01-21"), daden.Toestemmingsdaad(slaper.id, nu.toestemming))
    assert verhaal.regels.telt(verhaal.toestand.signalen[slaper.id], op("2026-01-21"))
    assert not de_match(verhaal).open


def test_M16_een_latere_bevinding_heropent() -> None:
    verhaal, school, zorg = stapelend()
    gesloten(verhaal)
    for signaal in (school, zorg):
        verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 2, 2)))
    verhaal.tot("2026-02-09")
    match = de_match(verhaal)
    assert (match.open, match.redenen, match.regisseur) == (True, {Reden.UIT_BEELD}, uid("regisseur"))


def test_M16_een_heropende_match_hoort_bij_de_gemeente_van_nu() -> None:
    verhaal = Verhaal(een_convenant(), een_convenant(gemeente="0363"))
    for organisatie in ("school", "cjg"):
        verhaal.meldt("k", organisatie, "2026-01-05", soort=ZORGEN)
    gesloten(verhaal)
    verhaal.meldt("k", "wonen", "2026-02-02", gemeente="0363")
    match = de_match(verhaal)
    assert (match.gemeente, match.convenant) == ("0363", "0363/regionaal/1")


def test_R06_wie_afsluit_laat_een_match_achter_met_een_einde_en_zijn_regisseur() -> None:
    verhaal, _, _ = stapelend()
    match = aangenomen(verhaal)
    verhaal.doe(op("2026-01-20"), daden.Afsluiting(match.id))
    gesloten = de_match(verhaal)
    assert gesloten.status is Matchstatus.AFGESLOTEN
    assert gesloten.gesloten == op("2026-01-20")
    assert gesloten.regisseur == uid("regisseur")
    assert verhaal.open_matches == []


def test_M11_wie_de_match_heeft_hoort_meteen_dat_hij_eigen_toestemming_nodig_heeft() -> None:
    verhaal, _, zorg = stapelend()
    verhaal.doe(op("2026-01-07"), daden.Toewijzing(de_match(verhaal).id, uid("regisseur")))
    verhaal.doe(op("2026-01-08"), daden.Aanvaarding(de_match(verhaal).id))
    verhaal.doe(op("2026-01-13"), daden.Terugtrekking(zorg.id, Intrekreden.TEN_ONRECHTE))
    verhaal.tot("2026-01-19")
    assert verhaal.dagen("voortzetten-nodig") == [("2026-01-13", "voortzetten-nodig")]
