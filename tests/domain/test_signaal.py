# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The life of one signal: updates, ends, grounds, sleep and destruction (S04-S06, S09, T04-T06, V03, V04, B01)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, een_toestemming, jeugdwet, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.bijwerken import werk_bij
from verwijsindex.domain.signaal import Signaal, poort_2, veiligheid_eindigt
from verwijsindex.domain.tijd import TIK, begin_van, einde_van
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Patroon, Signaalstatus, Soort

REGIONAAL = een_convenant()
START = op("2026-01-05")  # a Monday


def grond_van(signaal: Signaal, moment: datetime) -> str:
    """The ground on which it counts, or why it does not."""
    return poort_2(signaal, moment, REGIONAAL, ()).code


def test_S04_hetzelfde_signaal_nog_eens_verandert_niets() -> None:
    signaal = een_signaal("k", "school", START, grond=Grond.VERMISSING, soort=Soort.ZORGEN)
    assert werk_bij(signaal, signaal) == signaal


def test_S05_een_tweede_signaal_werkt_het_open_signaal_bij() -> None:
    verhaal = Verhaal()
    eerste = verhaal.meldt("k", "school", "2026-01-05", toestemming=False)
    assert verhaal.toestand.signalen[eerste.id].slaapt_sinds
    verhaal.meldt(
        "k",
        "school",
        "2026-01-20",
        soort=Soort.ZORGEN,
        patroon=Patroon.ARMOEDE,
        ouders=["vader"],
        leefgebieden=[Leefgebied.WONEN],
        tot=date(2026, 6, 1),
    )
    (nu,) = verhaal.toestand.signalen.values()
    assert (nu.id, nu.geregistreerd, nu.uiterlijk_tot) == (eerste.id, eerste.geregistreerd, eerste.uiterlijk_tot)
    assert (nu.soort, nu.patroon, nu.tot) == (Soort.ZORGEN, Patroon.ARMOEDE, date(2026, 6, 1))
    assert (nu.ouders, nu.leefgebieden) == (frozenset({uid("vader")}), frozenset({Leefgebied.WONEN}))
    assert nu.laatst_gemeld == op("2026-01-20")


def test_S05_na_het_einde_is_het_een_nieuw_signaal() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", tot=date(2026, 1, 9))
    verhaal.meldt("k", "school", "2026-01-10")
    assert len(verhaal.toestand.signalen) == 2


def test_S05_een_andere_organisatie_of_een_ander_kind_is_een_ander_signaal() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.meldt("k", "cjg", "2026-01-05")
    verhaal.meldt("broer", "school", "2026-01-05")
    assert len(verhaal.toestand.signalen) == 3


def test_S05_een_herhaling_laat_de_soort_niet_dalen_en_geen_grond_verdwijnen() -> None:
    oud = een_signaal("k", "school", START, soort=Soort.ZORGEN, grond=Grond.VERMISSING)
    oud = replace(oud, toestemmingen=(een_toestemming(date(2026, 1, 5), date(2026, 12, 1)),))
    nu = werk_bij(oud, een_signaal("k", "school", op("2026-02-01"), toestemming=False))
    assert (nu.soort, nu.toestemming, nu.veiligheid) == (Soort.ZORGEN, oud.toestemming, oud.veiligheid)


def test_S05_een_herhaling_maakt_een_ingetrokken_toestemming_niet_ongedaan() -> None:
    gegeven = een_toestemming(date(2026, 1, 5), date(2027, 1, 5))
    oud = replace(een_signaal("k", "school", START), toestemmingen=(replace(gegeven, ingetrokken=op("2026-02-01")),))
    herhaald = replace(een_signaal("k", "school", op("2026-03-01")), toestemmingen=(gegeven,))
    assert werk_bij(oud, herhaald).toestemming == oud.toestemming
    van_ervoor = een_toestemming(date(2026, 1, 20), date(2027, 1, 5))
    assert werk_bij(oud, replace(herhaald, toestemmingen=(van_ervoor,))).toestemming == oud.toestemming
    opnieuw = een_toestemming(date(2026, 2, 2), date(2027, 1, 5))
    assert werk_bij(oud, replace(herhaald, toestemmingen=(opnieuw,))).toestemming == opnieuw


def test_S05_de_laatst_gegeven_toestemming_geldt() -> None:
    oud = een_signaal("k", "school", START)
    eerder = een_toestemming(date(2025, 12, 1), date(2029, 1, 1))
    later = een_toestemming(date(2026, 2, 1), date(2026, 3, 1))
    herhaald = een_signaal("k", "school", op("2026-03-01"))
    assert werk_bij(oud, replace(herhaald, toestemmingen=(eerder,))).toestemming == oud.toestemming
    assert werk_bij(oud, replace(herhaald, toestemmingen=(later,))).toestemming == later


@pytest.mark.parametrize("grond", [Grond.HUISELIJK_GEWELD, Grond.VERMISSING])
@pytest.mark.parametrize("bevestigd", [True, False])
def test_S05_een_herhaling_vervangt_geen_veiligheidsgrond_die_staat(grond: Grond, bevestigd: bool) -> None:
    oud = een_signaal("k", "school", START, grond=Grond.HUISELIJK_GEWELD, bevestigd=bevestigd)
    assert werk_bij(oud, een_signaal("k", "school", op("2026-01-06"), grond=grond)).veiligheid == oud.veiligheid


def test_S05_een_vervallen_veiligheidsgrond_wordt_wel_vervangen() -> None:
    oud = een_signaal("k", "school", START, grond=Grond.VERMISSING)
    assert oud.veiligheid
    oud = replace(oud, veiligheid=replace(oud.veiligheid, vervallen=op("2026-01-08")))
    nieuw = een_signaal("k", "school", op("2026-02-01"), grond=Grond.VERMISSING)
    assert werk_bij(oud, nieuw).veiligheid == nieuw.veiligheid


def test_S06_ten_onrechte_telt_nergens_meer() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.doe(op("2026-01-06"), daden.Terugtrekking(signaal.id, Intrekreden.TEN_ONRECHTE))
    nu = verhaal.toestand.signalen[signaal.id]
    assert not verhaal.regels.telt(nu, op("2026-01-06"))
    assert nu.status(op("2026-01-06")) is Signaalstatus.INGETROKKEN
    assert verhaal.dagen("signaal-beeindigd", "nazorg-gevraagd") == []


def test_S06_risico_geweken_beeindigt_en_telt_in_het_nazorgvenster() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    verhaal.doe(op("2026-02-03"), daden.Terugtrekking(signaal.id, Intrekreden.RISICO_GEWEKEN))
    nu = verhaal.toestand.signalen[signaal.id]
    assert (nu.tot, nu.status(op("2026-02-03"))) == (date(2026, 2, 3), Signaalstatus.BEEINDIGD)
    assert verhaal.regels.telt(nu, einde_van(date(2027, 2, 3)) - TIK)
    assert not verhaal.regels.telt(nu, einde_van(date(2027, 2, 3)))


def test_S06_een_einde_wordt_een_keer_gemeld() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 1, 30)))
    verhaal.doe(op("2026-02-03"), daden.Beeindiging(signaal.id, date(2026, 1, 29)))
    verhaal.doe(op("2026-02-04"), daden.Terugtrekking(signaal.id, Intrekreden.RISICO_GEWEKEN))
    verhaal.tot("2026-03-30")
    assert verhaal.dagen("signaal-beeindigd") == [("2026-02-02", "signaal-beeindigd")]
    assert verhaal.dagen("nazorg-gevraagd") == [("2026-02-02", "nazorg-gevraagd")]


def test_S09_verkeerd_kind_telt_nergens_meer() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    verhaal.doe(op("2026-01-06"), daden.Terugtrekking(signaal.id, Intrekreden.VERKEERD_KIND))
    assert not verhaal.regels.telt(verhaal.toestand.signalen[signaal.id], op("2026-01-06"))
    assert verhaal.dagen("signaal-ingetrokken") == [("2026-01-06", "signaal-ingetrokken")]


def test_T04_intrekken_werkt_meteen() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    assert signaal.toestemming
    ingetrokken = replace(signaal.toestemming, ingetrokken=op("2026-01-06"))
    verhaal.doe(op("2026-01-06"), daden.Toestemmingsdaad(signaal.id, ingetrokken))
    nu = verhaal.toestand.signalen[signaal.id]
    assert nu.slaapt_sinds == op("2026-01-06")
    assert grond_van(nu, op("2026-01-06") - TIK) == "toestemming"
    assert grond_van(nu, op("2026-01-06")) == "toestemming-ingetrokken"


@pytest.mark.parametrize(
    ("geboortemaand", "gegeven", "tot", "laatste_dag"),
    [
        ("2014-06", "2026-01-05", "2027-01-05", "2026-09-30"),
        ("2014-06", "2026-07-01", "2027-01-05", "2027-01-05"),
        ("2014-06", "2026-05-31", "2026-07-05", "2026-07-05"),
        ("2010-06", "2026-01-05", "2027-01-05", "2026-09-30"),
        ("2013-02", "2026-01-05", "2027-01-05", "2027-01-05"),
        ("2014-12", "2026-01-05", "2028-01-05", "2027-03-31"),
    ],
)
def test_T05_toestemming_van_voor_de_verjaardag_geldt_nog_drie_maanden(
    geboortemaand: str, gegeven: str, tot: str, laatste_dag: str
) -> None:
    dagen = date.fromisoformat(gegeven), date.fromisoformat(tot)
    toestemming = een_toestemming(*dagen, geboortemaand=geboortemaand)
    signaal = een_signaal("k", "school", START, geboortemaand=geboortemaand, uiterlijk_tot=date(2029, 1, 1))
    signaal = replace(signaal, toestemmingen=(toestemming,))
    einde = einde_van(date.fromisoformat(laatste_dag))
    assert grond_van(signaal, einde - TIK) == "toestemming"
    assert grond_van(signaal, einde) == "toestemming-verlopen"


def test_T06_zonder_grond_slaapt_een_signaal_en_verdwijnt_het_na_28_dagen() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", toestemming=False)
    assert verhaal.toestand.signalen[signaal.id].status(START) is Signaalstatus.SLAPEND
    verhaal.loop(START + timedelta(days=28) - TIK)
    assert signaal.id in verhaal.toestand.signalen
    verhaal.loop(START + timedelta(days=28))
    assert not verhaal.toestand.signalen
    assert not verhaal.toestand.kinderen
    assert verhaal.gevolgen[-1].regel == "T06"


def test_T06_een_herhaling_verlengt_de_slaap_niet() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", toestemming=False)
    verhaal.meldt("k", "school", "2026-01-20", toestemming=False)
    assert verhaal.toestand.signalen[signaal.id].slaapt_sinds == START
    assert not verhaal.loop(START + timedelta(days=28)).toestand.signalen


def test_T06_elke_slaap_krijgt_zijn_eigen_28_dagen() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", toestemming=False)
    kort = een_toestemming(date(2026, 1, 20), date(2026, 1, 25))
    verhaal.doe(op("2026-01-20"), daden.Toestemmingsdaad(signaal.id, kort))
    assert verhaal.toestand.signalen[signaal.id].slaapt_sinds is None
    verhaal.tot("2026-01-26")
    assert verhaal.toestand.signalen[signaal.id].slaapt_sinds == einde_van(date(2026, 1, 25))
    verhaal.loop(einde_van(date(2026, 2, 22)) - TIK)
    assert verhaal.toestand.signalen
    assert not verhaal.loop(einde_van(date(2026, 2, 22))).toestand.signalen


def test_T06_een_veiligheidsgrond_wekt_een_slapend_signaal() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", toestemming=False)
    verhaal.doe(op("2026-01-06"), daden.Veiligheidsdaad(signaal.id, een_grond("k", "school", op("2026-01-06"))))
    nu = verhaal.toestand.signalen[signaal.id]
    assert (nu.slaapt_sinds, grond_van(nu, op("2026-01-06"))) == (None, "veiligheid")


def test_T06_in_jeugdwet_telt_een_melding_zonder_toestemming() -> None:
    signaal = een_signaal("k", "school", START, soort=Soort.ZORGEN, toestemming=False)
    assert poort_2(signaal, START, jeugdwet(), ()).code == "wettelijke-melding"
    verhaal = Verhaal(jeugdwet()).doe(START, daden.Registratie(signaal)).tot("2026-03-01")
    assert verhaal.toestand.signalen[signaal.id].slaapt_sinds is None


@pytest.mark.parametrize(
    ("ingeroepen", "vrij", "laatste_dag"),
    [
        (op("2026-01-05"), (), "2026-01-07"),
        (op("2026-01-08", 23), (), "2026-01-12"),
        (op("2026-01-09"), (), "2026-01-13"),
        (op("2026-05-04"), (date(2026, 5, 5),), "2026-05-07"),
    ],
)
def test_V03_bevestigen_kan_tot_middernacht_van_de_tweede_werkdag(
    ingeroepen: datetime, vrij: tuple[date, ...], laatste_dag: str
) -> None:
    signaal = een_signaal("k", "politie", ingeroepen, grond=Grond.VERMISSING, bevestigd=False)
    verhaal = Verhaal(vrij=vrij).doe(ingeroepen, daden.Registratie(signaal))
    einde = einde_van(date.fromisoformat(laatste_dag))
    verhaal.loop(einde - TIK)
    assert grond_van(verhaal.toestand.signalen[signaal.id], ingeroepen) == "veiligheid-te-bevestigen"
    assert not verhaal.dagen("veiligheidsgrond-vervallen")
    verhaal.loop(einde)
    nu = verhaal.toestand.signalen[signaal.id]
    assert (nu.slaapt_sinds, nu.veiligheid and nu.veiligheid.vervallen) == (einde, einde)
    assert verhaal.dagen("veiligheidsgrond-vervallen") == [(laatste_dag, "veiligheidsgrond-vervallen")]


def bevestig(verhaal: Verhaal, signaal: Signaal, wanneer: str, **anders: Any) -> None:
    grond = verhaal.toestand.signalen[signaal.id].veiligheid
    assert grond
    velden = {"bevestigd": op(wanneer), "bevestigd_door": uid("tweede")} | anders
    verhaal.doe(op(wanneer), daden.Veiligheidsdaad(signaal.id, replace(grond, **velden)))


def test_V03_op_tijd_bevestigd_blijft_de_grond_staan() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.VERMISSING, bevestigd=False)
    bevestig(verhaal, signaal, "2026-01-07")
    verhaal.tot("2026-02-01")
    assert grond_van(verhaal.toestand.signalen[signaal.id], op("2026-02-01")) == "veiligheid"


def test_V03_met_toestemming_ernaast_slaapt_het_signaal_niet() -> None:
    verhaal = Verhaal()
    signaal = een_signaal("k", "politie", START, grond=Grond.VERMISSING, bevestigd=False)
    signaal = replace(signaal, toestemmingen=(een_toestemming(date(2026, 1, 5), date(2026, 12, 1)),))
    verhaal.doe(START, daden.Registratie(signaal)).tot("2026-02-01")
    assert grond_van(verhaal.toestand.signalen[signaal.id], op("2026-02-01")) == "toestemming"


def test_V04_niet_herbeoordeeld_vervalt_de_grond_na_drie_maanden() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.VERMISSING)
    bevestig(verhaal, signaal, "2026-03-01", bevestigd=START, herbeoordeeld=op("2026-03-01"))
    verhaal.tot("2026-05-31")
    assert not verhaal.dagen("veiligheidsgrond-vervallen")
    verhaal.tot("2026-06-30")
    assert verhaal.dagen("veiligheidsgrond-vervallen") == [("2026-06-01", "veiligheidsgrond-vervallen")]
    assert [g.regel for g in verhaal.gevolgen if g.soort == "veiligheidsgrond-vervallen"] == ["V04"]


@pytest.mark.parametrize("blijft", [True, False])
def test_V04_bij_het_einde_zegt_de_organisatie_of_de_grond_blijft(blijft: bool) -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.VERMISSING)
    verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 2, 2), blijft))
    verhaal.loop(einde_van(date(2026, 2, 2)) - TIK)
    assert grond_van(verhaal.toestand.signalen[signaal.id], op("2026-02-02")) == "veiligheid"
    verhaal.tot("2026-02-20")
    nu = verhaal.toestand.signalen[signaal.id]
    assert nu.slaapt_sinds == (None if blijft else einde_van(date(2026, 2, 2)))
    if blijft:
        verhaal.tot("2027-02-01")
        assert verhaal.regels.telt(verhaal.toestand.signalen[signaal.id], op("2027-02-01"))


@pytest.mark.parametrize("blijft", [True, False])
def test_V04_wie_weer_actief_is_moet_weer_herbeoordelen(blijft: bool) -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.VERMISSING)
    verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 2, 6), blijft))
    verhaal.meldt("k", "politie", "2026-02-04", toestemming=False)
    nu = verhaal.toestand.signalen[signaal.id]
    assert veiligheid_eindigt(nu, REGIONAAL, ()) == einde_van(date(2026, 5, 2))


def test_V04_een_einde_ver_weg_schort_de_herbeoordeling_niet_op() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.VERMISSING)
    verhaal.doe(op("2026-02-02"), daden.Beeindiging(signaal.id, date(2026, 12, 1), True))
    verhaal.tot("2026-06-01")
    assert verhaal.dagen("veiligheidsgrond-vervallen") == [("2026-05-02", "veiligheidsgrond-vervallen")]


@pytest.mark.parametrize("anders", [{}, {"tot": date(2026, 1, 9)}, {"soort": Soort.ZORGEN}])
def test_B01_op_uiterlijk_tot_is_een_signaal_weg(anders: dict[str, Any]) -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", uiterlijk_tot=date(2026, 3, 29), **anders)
    verhaal.loop(begin_van(date(2026, 3, 29)) - TIK)
    assert signaal.id in verhaal.toestand.signalen
    verhaal.loop(begin_van(date(2026, 3, 29)))
    assert (verhaal.toestand.signalen, verhaal.toestand.kinderen, verhaal.toestand.dossiers) == ({}, {}, {})
    assert [(g.soort.value, g.regel) for g in verhaal.gevolgen][-1] == ("signaal-vernietigd", "B01")


def test_B01_het_nazorgvenster_gaat_nooit_voorbij_uiterlijk_tot() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", uiterlijk_tot=date(2026, 3, 29), tot=date(2026, 3, 1))
    nu = verhaal.toestand.signalen[signaal.id]
    assert verhaal.regels.telt(nu, begin_van(date(2026, 3, 29)) - TIK)
    assert not verhaal.regels.telt(nu, begin_van(date(2026, 3, 29)))


def test_B01_B05_een_gesloten_match_gaat_met_het_laatste_signaal() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.meldt("k", "cjg", "2026-01-05", soort=Soort.ZORGEN)
    (match,) = verhaal.toestand.matches.values()
    verhaal.doe(op("2026-02-02"), daden.Afsluiting(match.id)).tot("2028-01-06")
    assert not verhaal.toestand.signalen
    assert (verhaal.toestand.matches, verhaal.toestand.dossiers) == ({}, {})
    assert verhaal.dagen("match-vernietigd") == [("2028-01-05", "match-vernietigd")]


def test_B01_een_kind_zonder_signalen_is_onbekend_ook_als_er_gewacht_wordt() -> None:
    verhaal = Verhaal()
    verhaal.meldt(
        "k", "school", "2026-01-05", soort=Soort.ZORGEN, tot=date(2026, 3, 26), uiterlijk_tot=date(2026, 3, 29)
    )
    verhaal.tot("2026-03-27")
    assert verhaal.dagen("nazorg-gevraagd") == [("2026-03-26", "nazorg-gevraagd")]
    verhaal.tot("2026-04-30")
    assert (verhaal.toestand.kinderen, verhaal.toestand.matches) == ({}, {})
