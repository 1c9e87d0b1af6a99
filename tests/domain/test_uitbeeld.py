# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Out of sight (M10)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, een_toestemming, jeugdwet, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.woorden import Grond, Intrekreden, Matchstatus, Patroon, Reden, Soort

ZORGEN = Soort.ZORGEN
GEWELD = Grond.HUISELIJK_GEWELD
EINDE = "2026-02-05"  # a Thursday; the fifth working day after it is the twelfth


def beeindig(verhaal: Verhaal, signaal: Signaal, wanneer: str = EINDE, tot: str = "", blijft: bool = True) -> None:
    verhaal.doe(op(wanneer), daden.Beeindiging(signaal.id, date.fromisoformat(tot or wanneer), blijft))


def bevindingen(verhaal: Verhaal) -> list[str]:
    return [dag for dag, _ in verhaal.dagen("uit-beeld")]


def verloop(*, tot: str = "2026-03-31", vrij: tuple[date, ...] = (), **anders: Any) -> Verhaal:
    """One organisation reports and ends."""
    verhaal = Verhaal(vrij=vrij)
    beeindig(verhaal, verhaal.meldt("k", "cjg", "2026-01-05", **anders))
    return verhaal.tot(tot)


def test_M10_een_eindigend_veiligheidssignaal_is_meteen_uit_beeld() -> None:
    verhaal = verloop(grond=GEWELD)
    assert bevindingen(verhaal) == [EINDE]
    (match,) = verhaal.toestand.matches.values()
    assert (match.open, match.redenen) == (True, {Reden.UIT_BEELD})


def test_M10_bij_zorgen_krijgt_de_organisatie_eerst_vijf_werkdagen() -> None:
    verhaal = verloop(soort=ZORGEN)
    assert verhaal.dagen("nazorg-gevraagd", "uit-beeld") == [(EINDE, "nazorg-gevraagd"), ("2026-02-12", "uit-beeld")]


def test_M10_vrije_dagen_zijn_geen_werkdagen() -> None:
    assert bevindingen(verloop(soort=ZORGEN, vrij=(date(2026, 2, 10),))) == ["2026-02-13"]


def test_M10_zonder_zorgen_is_een_einde_een_einde() -> None:
    assert verloop().dagen("nazorg-gevraagd", "uit-beeld") == []


def test_M10_telt_er_nog_iemand_mee_die_actief_is_dan_is_het_kind_in_beeld() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "cjg", "2026-01-05", grond=GEWELD)
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.meldt("broer", "school", "2026-01-05")
    beeindig(verhaal, signaal)
    assert bevindingen(verhaal.tot("2026-03-31")) == []


def test_M10_wie_slaapt_houdt_een_kind_niet_in_beeld() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "cjg", "2026-01-25", grond=GEWELD)
    verhaal.meldt("k", "school", "2026-01-26", toestemming=False)
    beeindig(verhaal, signaal)
    assert bevindingen(verhaal.tot("2026-03-31")) == [EINDE]


def test_M10_de_zorg_van_een_ander_die_nog_meetelt_is_genoeg() -> None:
    verhaal = Verhaal()
    beeindig(verhaal, verhaal.meldt("k", "politie", "2025-12-01", soort=ZORGEN), "2025-12-02")
    signaal = verhaal.meldt("k", "school", "2025-12-03")
    beeindig(verhaal, signaal)
    assert len(bevindingen(verhaal.tot("2026-03-31"))) == 1


def test_M10_is_er_een_open_match_dan_hoeft_er_geen_zorg_bij_dit_kind_te_zijn() -> None:
    verhaal = Verhaal()
    verhaal.meldt("zus", "cjg", "2026-01-05", soort=ZORGEN)
    verhaal.meldt("zus", "school", "2026-01-05")
    beeindig(verhaal, verhaal.meldt("k", "school", "2026-01-06"))
    assert bevindingen(verhaal.tot("2026-03-31")) == [EINDE]
    (match,) = verhaal.toestand.matches.values()
    assert match.redenen == set(Reden)


@pytest.mark.parametrize(("gesloten", "aantal"), [("2025-02-05", 1), ("2025-02-04", 0)])
def test_M10_een_match_in_de_laatste_twaalf_maanden_is_genoeg(gesloten: str, aantal: int) -> None:
    verhaal = Verhaal()
    oud = verhaal.meldt("k", "cjg", "2025-01-06", soort=ZORGEN, geboortemaand="2019-01")
    verhaal.meldt("k", "school", "2025-01-06", geboortemaand="2019-01")
    (match,) = verhaal.toestand.matches.values()
    verhaal.doe(op("2025-01-07"), daden.Terugtrekking(oud.id, Intrekreden.RISICO_GEWEKEN))
    verhaal.doe(op(gesloten), daden.Afsluiting(match.id))
    verhaal.tot("2026-02-01")
    school = next(s for s in verhaal.toestand.signalen.values() if s.organisatie == uid("school"))
    beeindig(verhaal, school)
    assert len(verhaal.tot("2026-03-31").dagen("nazorg-gevraagd")) == aantal


def test_M10_een_nieuw_signaal_in_die_dagen_maakt_een_einde_aan_het_wachten() -> None:
    verhaal = verloop(soort=ZORGEN, tot="2026-02-11")
    verhaal.meldt("k", "school", "2026-02-12")
    assert bevindingen(verhaal.tot("2026-12-31")) == []


@pytest.mark.parametrize("reden", [Intrekreden.TEN_ONRECHTE, Intrekreden.VERKEERD_KIND])
def test_M10_een_signaal_dat_intussen_ten_onrechte_blijkt_is_geen_bevinding(reden: Intrekreden) -> None:
    verhaal = verloop(soort=ZORGEN, tot="2026-02-08")
    (signaal,) = verhaal.toestand.signalen
    verhaal.doe(op("2026-02-09"), daden.Terugtrekking(signaal, reden))
    assert bevindingen(verhaal.tot("2026-12-31")) == []


def test_M10_toestemming_die_intussen_wordt_ingetrokken_laat_geen_bevinding_na() -> None:
    verhaal = verloop(soort=ZORGEN, tot="2026-02-08")
    (signaal,) = verhaal.toestand.signalen.values()
    assert signaal.toestemming
    verhaal.doe(
        op("2026-02-09"),
        daden.Toestemmingsdaad(signaal.id, replace(signaal.toestemming, ingetrokken=op("2026-02-09"))),
    )
    assert bevindingen(verhaal.tot("2026-12-31")) == []


def test_M10_een_grond_die_met_het_signaal_eindigt_laat_geen_bevinding_na() -> None:
    """Nobody else may hear of a signal that sleeps from that moment on (T06)."""
    verhaal = Verhaal()
    beeindig(verhaal, verhaal.meldt("k", "cjg", "2026-01-05", grond=GEWELD), blijft=False)
    verhaal.tot("2026-03-31")
    assert verhaal.dagen("uit-beeld", "match-geopend", "nazorg-gevraagd") == []


@pytest.mark.parametrize("tot", [EINDE, "2026-02-01"], ids=["vandaag", "met terugwerkende kracht"])
def test_M10_met_toestemming_blijft_de_zorg_van_een_eindigende_grond(tot: str) -> None:
    verhaal = Verhaal()
    signaal = een_signaal("k", "cjg", op("2026-01-05"), grond=GEWELD)
    signaal = replace(signaal, toestemmingen=(een_toestemming(date(2026, 1, 5), date(2027, 1, 5)),))
    verhaal.doe(op("2026-01-05"), daden.Registratie(signaal))
    beeindig(verhaal, signaal, tot=tot, blijft=False)
    assert bevindingen(verhaal.tot("2026-03-31")) == [EINDE]


def test_M10_een_bijgewerkt_signaal_met_een_einde_in_het_verleden_eindigt_nu() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN)
    verhaal.meldt("k", "cjg", EINDE, soort=ZORGEN, tot=date(2026, 1, 30))
    assert verhaal.dagen("signaal-beeindigd", "nazorg-gevraagd") == [
        (EINDE, "signaal-beeindigd"),
        (EINDE, "nazorg-gevraagd"),
    ]


def test_M10_risico_geweken_is_ook_een_einde() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN)
    verhaal.doe(op(EINDE), daden.Terugtrekking(signaal.id, Intrekreden.RISICO_GEWEKEN))
    assert bevindingen(verhaal.tot("2026-03-31")) == ["2026-02-12"]


def test_M10_een_signaal_dat_vernietigd_wordt_is_geen_bevinding() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN, uiterlijk_tot=date(2026, 2, 5))
    verhaal.tot("2026-03-31")
    assert verhaal.dagen("nazorg-gevraagd", "uit-beeld") == []


@pytest.mark.parametrize(("geboortemaand", "aantal"), [("2003-03", 1), ("2003-02", 0)])
def test_M10_wie_23_kan_zijn_wordt_niet_meer_gezocht(geboortemaand: str, aantal: int) -> None:
    verhaal = verloop(grond=GEWELD, geboortemaand=geboortemaand, uiterlijk_tot=date(2026, 2, 28))
    assert len(bevindingen(verhaal)) == aantal


def test_M10_wie_in_de_wachttijd_23_kan_worden_wordt_niet_meer_gezocht() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt(
        "k", "cjg", "2026-01-05", soort=ZORGEN, geboortemaand="2003-02", uiterlijk_tot=date(2026, 2, 28)
    )
    beeindig(verhaal, signaal, "2026-01-30")
    assert verhaal.tot("2026-03-31").dagen("nazorg-gevraagd", "uit-beeld") == [("2026-01-30", "nazorg-gevraagd")]


@pytest.mark.parametrize("wanneer", [EINDE, "2026-02-09"], ids=["bij het einde", "in de wachttijd"])
def test_M10_heeft_iemand_de_nazorg_aangenomen_dan_is_het_kind_in_beeld(wanneer: str) -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "cjg", "2026-01-05", soort=ZORGEN)
    verhaal.meldt("k", "school", "2026-01-05", tot=date(2026, 1, 6))
    (match,) = verhaal.toestand.matches.values()
    verhaal.doe(op("2026-01-07"), daden.Afsluiting(match.id))
    if wanneer != EINDE:
        beeindig(verhaal, signaal)
    in_nazorg = replace(verhaal.toestand.matches[match.id], status=Matchstatus.NAZORG, gesloten=None)
    verhaal.loop(op(wanneer, 1))
    verhaal.toestand = replace(
        verhaal.toestand, matches={match.id: replace(in_nazorg, redenen=frozenset({Reden.STAPELING}))}
    )
    if wanneer == EINDE:
        beeindig(verhaal, signaal)
    assert bevindingen(verhaal.tot("2026-12-31")) == []


def test_M10_kinderen_die_samen_uit_beeld_raken_zijn_een_bevinding() -> None:
    verhaal = Verhaal()
    signalen = [verhaal.meldt(kind, "cjg", "2026-01-05", soort=ZORGEN) for kind in ("a", "b", "c")]
    for signaal in signalen:
        beeindig(verhaal, signaal)
    verhaal.tot("2026-03-31")
    (gevolg,) = [g for g in verhaal.gevolgen if g.soort == "uit-beeld"]
    assert gevolg.kinderen == {uid("a"), uid("b"), uid("c")}
    (match,) = verhaal.toestand.matches.values()
    assert len(match.bevindingen) == 1


def test_M10_zonder_grond_meer_verdwijnt_de_bevinding() -> None:
    verhaal = verloop(grond=GEWELD)
    (signaal,) = verhaal.toestand.signalen
    verhaal.doe(op("2026-04-01"), daden.Terugtrekking(signaal, Intrekreden.TEN_ONRECHTE))
    assert verhaal.dagen("uit-beeld-weg", "match-vervallen") == [
        ("2026-04-01", "uit-beeld-weg"),
        ("2026-04-01", "match-vervallen"),
    ]


def test_M10_staat_uit_in_jeugdwet() -> None:
    verhaal = Verhaal(jeugdwet())
    for organisatie in ("cjg", "school"):
        verhaal.meldt("k", organisatie, "2026-01-05", soort=ZORGEN, patroon=Patroon.ZORGMIJDING)
    for signaal in list(verhaal.toestand.signalen.values()):
        beeindig(verhaal, signaal)
    assert bevindingen(verhaal.tot("2026-12-31")) == []


def mijdt(verhaal: Verhaal, organisatie: str, wanneer: str, kind: str = "k", **anders: Any) -> Signaal:
    patroon = anders.pop("patroon", Patroon.NIET_VERSCHENEN)
    return verhaal.meldt(kind, organisatie, wanneer, patroon=patroon, geboortemaand="2019-01", **anders)


@pytest.mark.parametrize(
    ("eerst", "later", "gevonden"),
    [
        ("2025-01-10", "2026-01-10", True),
        ("2025-01-10", "2026-01-11", False),
        ("2024-02-29", "2025-02-28", True),
        ("2024-02-29", "2025-03-01", False),
        ("2024-02-28", "2025-02-28", True),
        ("2026-01-10", "2026-01-10", True),
    ],
)
def test_M10_twee_organisaties_zien_mijding_binnen_twaalf_maanden(eerst: str, later: str, gevonden: bool) -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", eerst)
    mijdt(verhaal, "school", later, patroon=Patroon.ZORGMIJDING)
    assert bevindingen(verhaal) == ([later] if gevonden else [])


def test_M10_een_organisatie_alleen_is_geen_bevinding() -> None:
    verhaal = Verhaal()
    for wanneer in ("2026-01-05", "2026-01-12", "2026-01-19"):
        mijdt(verhaal, "cjg", wanneer)
        mijdt(verhaal, "cjg", wanneer, "broer")
    assert bevindingen(verhaal) == []


def test_M10_een_ander_patroon_is_geen_mijding() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    mijdt(verhaal, "wonen", "2026-01-06", patroon=Patroon.HUURACHTERSTAND)
    mijdt(verhaal, "school", "2026-01-07", patroon=None)
    assert bevindingen(verhaal) == []


def test_M10_mijding_bij_broer_en_zus_telt_samen() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    mijdt(verhaal, "school", "2026-01-06", "broer")
    (gevolg,) = [g for g in verhaal.gevolgen if g.soort == "uit-beeld"]
    assert gevolg.kinderen == {uid("k"), uid("broer")}


def test_M10_een_patroon_dat_later_wijzigt_is_wel_gezien() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    mijdt(verhaal, "cjg", "2026-01-12", patroon=None)
    mijdt(verhaal, "school", "2026-01-19")
    assert bevindingen(verhaal) == ["2026-01-19"]


def test_M10_wat_slaapt_is_niet_gezien_tot_het_wakker_wordt() -> None:
    verhaal = Verhaal()
    slaper = mijdt(verhaal, "cjg", "2026-01-05", toestemming=False)
    mijdt(verhaal, "school", "2026-01-06")
    assert bevindingen(verhaal) == []
    verhaal.doe(op("2026-01-12"), daden.Veiligheidsdaad(slaper.id, een_grond("k", "cjg", op("2026-01-12"))))
    assert bevindingen(verhaal) == ["2026-01-12"]


def test_M10_dezelfde_organisaties_niet_nog_eens_een_nieuwe_wel() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    mijdt(verhaal, "school", "2026-01-06")
    mijdt(verhaal, "cjg", "2026-01-12")
    mijdt(verhaal, "school", "2026-01-13", "broer")
    assert bevindingen(verhaal) == ["2026-01-06"]
    mijdt(verhaal, "wonen", "2026-01-19")
    assert bevindingen(verhaal) == ["2026-01-06", "2026-01-19"]


@pytest.mark.parametrize("uur", [9, 11], ids=["dezelfde dag ervoor", "dezelfde dag erna"])
def test_M10_M16_na_het_sluiten_telt_alleen_een_latere_bevinding(uur: int) -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    mijdt(verhaal, "school", "2026-01-06")
    (match,) = verhaal.toestand.matches.values()
    mijding = een_signaal("k", "cjg", op("2026-01-19"), patroon=Patroon.ZORGMIJDING, geboortemaand="2019-01")
    stappen = [(op("2026-01-19"), daden.Registratie(mijding)), (op("2026-01-19", uur), daden.Afsluiting(match.id))]
    for moment, daad in sorted(stappen, key=lambda stap: stap[0]):
        verhaal.doe(moment, daad)
    verhaal.meldt("k", "school", "2026-01-26", geboortemaand="2019-01")
    verhaal.tot("2026-02-28")
    assert bevindingen(verhaal) == (["2026-01-06", "2026-01-19"] if uur == 9 else ["2026-01-06"])


def test_M10_M16_wat_na_het_sluiten_wakker_wordt_is_geen_latere_bevinding() -> None:
    verhaal = Verhaal()
    slaper = mijdt(verhaal, "cjg", "2026-01-05", toestemming=False)
    mijdt(verhaal, "school", "2026-01-06", soort=ZORGEN)
    verhaal.meldt("k", "wonen", "2026-01-06", geboortemaand="2019-01")
    (match,) = verhaal.toestand.matches.values()
    verhaal.doe(op("2026-01-07"), daden.Afsluiting(match.id))
    verhaal.doe(
        op("2026-01-12"), daden.Toestemmingsdaad(slaper.id, een_toestemming(date(2026, 1, 12), date(2027, 1, 1)))
    )
    assert verhaal.regels.telt(verhaal.toestand.signalen[slaper.id], op("2026-01-12"))
    assert verhaal.open_matches == []


def test_M10_een_gesloten_match_van_een_ander_dossier_verdringt_de_bevindingen_niet() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    mijdt(verhaal, "school", "2026-01-06")
    verhaal.meldt("zus", "cjg", "2026-01-07", ouders=["v"], soort=ZORGEN)
    verhaal.meldt("zus", "school", "2026-01-07", ouders=["v"])
    jongste = max(verhaal.toestand.matches.values(), key=lambda m: m.geopend)
    verhaal.doe(op("2026-01-08"), daden.Afsluiting(jongste.id))
    verhaal.meldt("zus", "wonen", "2026-01-09", ouders=["moeder"])
    assert len(verhaal.dagen("gezin-samengevoegd")) == 1
    mijdt(verhaal, "school", "2026-01-12")
    assert bevindingen(verhaal) == ["2026-01-06"]


def test_M10_na_een_vervallen_match_tellen_dezelfde_feiten_weer() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    signaal = mijdt(verhaal, "school", "2026-01-06")
    assert signaal.toestemming
    weg = replace(signaal.toestemming, ingetrokken=op("2026-01-07"))
    verhaal.doe(op("2026-01-07"), daden.Toestemmingsdaad(signaal.id, weg))
    assert len(verhaal.dagen("match-vervallen")) == 1
    verhaal.doe(
        op("2026-01-12"), daden.Toestemmingsdaad(signaal.id, een_toestemming(date(2026, 1, 12), date(2027, 1, 1)))
    )
    assert bevindingen(verhaal) == ["2026-01-06", "2026-01-12"]


def test_M10_rust_mijding_ook_op_een_ander_signaal_dan_blijft_de_match_open() -> None:
    verhaal = Verhaal()
    mijdt(verhaal, "cjg", "2026-01-05")
    signaal = mijdt(verhaal, "school", "2026-01-06")
    mijdt(verhaal, "school", "2026-01-07", "broer")
    verhaal.doe(op("2026-01-08"), daden.Terugtrekking(signaal.id, Intrekreden.TEN_ONRECHTE))
    assert len(verhaal.open_matches) == 1
    assert verhaal.dagen("match-vervallen") == []


def test_M10_een_korter_venster_is_een_veld_van_het_convenant() -> None:
    verhaal = Verhaal(een_convenant(uit_beeld_maanden=1, uit_beeld_organisaties=3))
    for organisatie in ("cjg", "school"):
        mijdt(verhaal, organisatie, "2026-01-05")
    assert bevindingen(verhaal) == []
    mijdt(verhaal, "wonen", "2026-02-05")
    assert bevindingen(verhaal) == ["2026-02-05"]
