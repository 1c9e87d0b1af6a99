# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The safety override: what it asks, who confirms it, how long it stands (V01-V05, V08, M11)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, een_toestemming, jeugdwet, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.match import Match
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.signaal import Signaal, poort_2, spoed, veiligheid_eindigt, veiligheid_telt
from verwijsindex.domain.tijd import TIK, dag, einde_van, na_werkdagen, plus_maanden
from verwijsindex.domain.toestemming import Stem
from verwijsindex.domain.veiligheid import (
    NietDoorgeven,
    Onderbouwing,
    Veiligheidsgrond,
    beoordeel_grond,
    beoordeel_niet_doorgeven,
    mag_bevestigen,
    mag_doorbreken,
    mag_herbeoordelen,
    mag_inroepen,
)
from verwijsindex.domain.woorden import (
    Doorgeefreden,
    Evenredigheid,
    GeenToestemming,
    Geraadpleegde,
    Gever,
    Grond,
    Intrekreden,
    Matchstatus,
    NietGeinformeerd,
    Noodzaak,
    Soort,
)

REGIONAAL = een_convenant()
VANDAAG = date(2026, 1, 5)  # a Monday
START = op("2026-01-05")
MAAND = "2012-06"


def een_onderbouwing(**anders: Any) -> Onderbouwing:
    basis = Onderbouwing(
        feiten_en_duiding=True,
        geen_toestemming=GeenToestemming.VRAGEN_GEEFT_GEVAAR,
        noodzaak=Noodzaak.KIND_NU_NIET_VEILIG,
        evenredigheid=Evenredigheid.GEEN_LICHTER_MIDDEL,
        geraadpleegd=Geraadpleegde.VEILIG_THUIS,
        geraadpleegd_op=VANDAAG,
        informering=Informering(False, False, NietGeinformeerd.GEVAAR, date(2026, 2, 1)),
        dossier="2026/0117-a",
    )
    return replace(basis, **anders)


def oordeel(niet_doorgeven: NietDoorgeven | None = None, **anders: Any) -> list[tuple[str, str]]:
    """Code and pointer of each refusal; empty when the ground can be invoked."""
    besluiten = beoordeel_grond(een_onderbouwing(**anders), niet_doorgeven, MAAND, REGIONAAL, VANDAAG)
    assert all(besluit.regel and besluit.zin.endswith(".") for besluit in besluiten)
    return [(besluit.code, besluit.wijzer) for besluit in besluiten]


def test_V01_alleen_deze_gronden_doorbreken_toestemming() -> None:
    assert {grond.value for grond in Grond} == {
        "kindermishandeling",
        "huiselijk-geweld",
        "acute-onveiligheid",
        "vermissing",
        "ernstige-verwaarlozing",
        "zorgmijding-met-veiligheidsrisico",
    }
    for grond in Grond:
        signaal = een_signaal("k", "politie", START, grond=grond)
        assert poort_2(signaal, START, REGIONAAL, ()).code == "veiligheid"


MORGEN = date(2026, 1, 6)
TOEKOMST = ("dag-in-toekomst", "/geraadpleegdOp"), ("melding-in-toekomst", "/meldingVeiligThuis/op")
DOSSIER = ("dossierkenmerk-ongeldig", "/dossier")
ONVOLLEDIG = ("informering-onvolledig", "/informering")


@pytest.mark.parametrize(
    ("anders", "verwacht"),
    [
        ({}, []),
        ({"feiten_en_duiding": False}, [("feiten-en-duiding-vereist", "/feitenEnDuiding")]),
        ({"geraadpleegd_op": date(2025, 12, 1)}, []),
        ({"geraadpleegd_op": MORGEN}, [TOEKOMST[0]]),
        ({"melding_veilig_thuis": VANDAAG}, []),
        ({"melding_veilig_thuis": MORGEN}, [TOEKOMST[1]]),
        ({"geraadpleegd_op": MORGEN, "melding_veilig_thuis": MORGEN}, list(TOEKOMST)),
        ({"informering": Informering(True, True)}, []),
        ({"informering": Informering(False, False)}, [ONVOLLEDIG]),
        (
            {"informering": Informering(False, True, NietGeinformeerd.GEVAAR, VANDAAG)},
            [("herzien-op-voorbij", "/informering/herzienOp")],
        ),
        ({"dossier": ""}, [DOSSIER]),
        (
            {"feiten_en_duiding": False, "dossier": "", "informering": Informering(False, False)},
            [("feiten-en-duiding-vereist", "/feitenEnDuiding"), DOSSIER, ONVOLLEDIG],
        ),
    ],
)
def test_V02_elk_feit_is_nodig_en_alles_wat_ontbreekt_wordt_in_een_keer_genoemd(
    anders: dict[str, Any], verwacht: list[tuple[str, str]]
) -> None:
    assert oordeel(**anders) == verwacht


@pytest.mark.parametrize("kenmerk", ["A", "2026/0117-a", "zaak_12.3", "Z" * 40])
def test_V02_een_kenmerk_uit_het_eigen_dossier_mag(kenmerk: str) -> None:
    assert oordeel(dossier=kenmerk) == []


@pytest.mark.parametrize(
    "kenmerk", ["", " ", "-1", "vader slaat", "Z" * 41, "zaak 1", "zaak\n", "zaak:1", "jöris", "a@b.nl", "١٢"]
)
def test_V02_tekst_is_geen_kenmerk(kenmerk: str) -> None:
    assert oordeel(dossier=kenmerk) == [DOSSIER]


@pytest.mark.parametrize("veld", sorted(Onderbouwing.__dataclass_fields__.keys() - {"melding_veilig_thuis"}))
def test_V02_zonder_een_van_de_feiten_is_er_geen_onderbouwing(veld: str) -> None:
    velden = {naam: getattr(een_onderbouwing(), naam) for naam in Onderbouwing.__dataclass_fields__ if naam != veld}
    with pytest.raises(TypeError, match=veld):
        Onderbouwing(**velden)


def test_V08_een_melding_bij_veilig_thuis_is_een_vraag_en_geen_eis() -> None:
    assert een_onderbouwing().melding_veilig_thuis is None
    assert oordeel() == []


def test_M15_in_jeugdwet_is_er_geen_veiligheidsgrond() -> None:
    (besluit,) = beoordeel_grond(een_onderbouwing(), None, MAAND, jeugdwet(), VANDAAG)
    assert (besluit.code, besluit.regel) == ("grond-niet-van-toepassing", "M15")
    signaal = een_signaal("k", "school", START, grond=Grond.VERMISSING, bevestigd=False)
    assert not veiligheid_telt(signaal, START, jeugdwet(), ())
    assert poort_2(signaal, START, jeugdwet(), ()).code == "wettelijke-melding"


@pytest.mark.parametrize(("herzien_op", "mag"), [("2026-01-04", False), ("2026-01-05", False), ("2026-01-06", True)])
def test_V07_niet_doorgeven_heeft_een_dag_na_vandaag(herzien_op: str, mag: bool) -> None:
    wacht = NietDoorgeven(Doorgeefreden.GEVAAR_VOOR_OUDER, date.fromisoformat(herzien_op))
    assert bool(beoordeel_niet_doorgeven(wacht, VANDAAG)) is mag
    assert oordeel(wacht) == ([] if mag else [("herzien-op-voorbij", "/nietDoorgeven/herzienOp")])
    assert beoordeel_niet_doorgeven(None, VANDAAG)


def een_professional(**anders: Any) -> Professional:
    return replace(Professional(uid("pro"), uid("politie"), "p1", VANDAAG), **anders)


@pytest.mark.parametrize(
    ("wie", "mag"),
    [
        (None, False),
        (een_professional(), False),
        (een_professional(aandachtsfunctionaris=True), False),
        (een_professional(mag_doorbreken=True), True),
    ],
)
def test_V05_doorbreken_is_een_eigen_recht(wie: Professional | None, mag: bool) -> None:
    besluit = mag_doorbreken(wie)
    assert (bool(besluit), besluit.regel) == (mag, "V05")
    assert besluit.code == ("veiligheid:doorbreken" if mag else "doorbreken-niet-toegestaan")


VOORLOPIG = een_grond("k", "politie", START, bevestigd=False)
BEVESTIGD = een_grond("k", "politie", START)
VERVALLEN = replace(BEVESTIGD, vervallen=op("2026-04-05"))
NOOIT_BEVESTIGD = replace(VOORLOPIG, vervallen=op("2026-01-07"))
ZELF, TWEEDE = uid(("pro", "politie")), uid("tweede")


@pytest.mark.parametrize(
    ("grond", "wie", "functionaris", "code"),
    [
        (VOORLOPIG, TWEEDE, True, "tweede-persoon"),
        (VOORLOPIG, TWEEDE, False, "geen-aandachtsfunctionaris"),
        (VOORLOPIG, ZELF, True, "zelfde-persoon"),
        (VOORLOPIG, ZELF, False, "zelfde-persoon"),
        (BEVESTIGD, TWEEDE, True, "al-bevestigd"),
        (VERVALLEN, TWEEDE, True, "grond-vervallen"),
        (NOOIT_BEVESTIGD, TWEEDE, True, "grond-vervallen"),
    ],
)
def test_V03_alleen_een_tweede_persoon_met_die_taak_bevestigt_een_voorlopige_grond(
    grond: Veiligheidsgrond, wie: Any, functionaris: bool, code: str
) -> None:
    besluit = mag_bevestigen(grond, wie, functionaris)
    assert (besluit.code, bool(besluit)) == (code, code == "tweede-persoon")
    assert besluit or besluit.zin.count(".") == 2


@pytest.mark.parametrize(
    ("grond", "code"),
    [
        (None, "inroepen"),
        (VOORLOPIG, "grond-staat-al"),
        (BEVESTIGD, "grond-staat-al"),
        (VERVALLEN, "inroepen"),
        (NOOIT_BEVESTIGD, "inroepen"),
    ],
)
def test_V03_er_staat_een_grond_tegelijk(grond: Veiligheidsgrond | None, code: str) -> None:
    assert mag_inroepen(grond, TWEEDE).code == code


def test_V03_wie_zijn_grond_niet_liet_bevestigen_houdt_hem_niet_zelf_in_leven() -> None:
    assert mag_inroepen(NOOIT_BEVESTIGD, ZELF).code == "zelfde-persoon-opnieuw"
    assert mag_inroepen(VERVALLEN, ZELF).code == "inroepen"


@pytest.mark.parametrize(
    ("grond", "code"),
    [
        (VOORLOPIG, "nog-niet-bevestigd"),
        (BEVESTIGD, "herbeoordeling"),
        (VERVALLEN, "grond-vervallen"),
        (NOOIT_BEVESTIGD, "grond-vervallen"),
    ],
)
def test_V04_alleen_een_bevestigde_grond_die_staat_wordt_herbeoordeeld(grond: Veiligheidsgrond, code: str) -> None:
    assert mag_herbeoordelen(grond).code == code


KERST = (date(2026, 12, 25), date(2026, 12, 26))


@pytest.mark.parametrize(
    ("ingeroepen", "vrij", "laatste_dag"),
    [
        (op("2026-01-05", 0), (), "2026-01-07"),
        (op("2026-01-06", 0) - TIK, (), "2026-01-07"),
        (op("2026-01-09"), (), "2026-01-13"),
        (op("2026-01-10"), (), "2026-01-13"),
        (op("2026-12-24"), KERST, "2026-12-29"),
        (op("2026-12-25"), KERST, "2026-12-29"),
        (op("2026-03-27"), (), "2026-03-31"),
        (op("2026-10-23"), (), "2026-10-27"),
    ],
)
def test_V03_zonder_tweede_persoon_vervalt_de_grond_na_de_tweede_werkdag(
    ingeroepen: datetime, vrij: tuple[date, ...], laatste_dag: str
) -> None:
    signaal = een_signaal("k", "politie", ingeroepen, grond=Grond.VERMISSING, bevestigd=False)
    einde = einde_van(date.fromisoformat(laatste_dag))
    assert veiligheid_eindigt(signaal, REGIONAAL, vrij) == einde
    assert veiligheid_telt(signaal, einde - TIK, REGIONAAL, vrij)
    assert spoed(signaal, einde - TIK, REGIONAAL, vrij)
    assert not veiligheid_telt(signaal, einde, REGIONAAL, vrij)
    verhaal = Verhaal(vrij=vrij).doe(ingeroepen, daden.Registratie(signaal)).tot(laatste_dag)
    assert verhaal.dagen("veiligheidsgrond-vervallen", "signaal-slaapt") == [
        (laatste_dag, "veiligheidsgrond-vervallen"),
        (laatste_dag, "signaal-slaapt"),
    ]


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 23), st.sets(st.dates(date(2026, 1, 1)), max_size=9)
)
def test_V03_er_zijn_altijd_twee_hele_werkdagen_om_te_bevestigen(wanneer: date, uur: int, vrij: set[date]) -> None:
    moment = op(wanneer.isoformat(), uur)
    signaal = een_signaal("k", "politie", moment, grond=Grond.VERMISSING, bevestigd=False)
    einde = veiligheid_eindigt(signaal, REGIONAAL, vrij)
    assert einde
    assert dag(einde) == na_werkdagen(dag(moment), 2, vrij)
    assert einde == einde_van(dag(einde))


@pytest.mark.parametrize(
    ("laatste", "einde"), [("2026-01-05", "2026-04-05"), ("2026-01-31", "2026-04-30"), ("2025-11-30", "2026-02-28")]
)
@pytest.mark.parametrize("herbeoordeeld", [True, False])
def test_V04_elke_drie_maanden_wordt_opnieuw_gekeken(laatste: str, einde: str, herbeoordeeld: bool) -> None:
    eerst = "2025-10-01" if herbeoordeeld else laatste
    signaal = een_signaal("k", "politie", op(eerst), grond=Grond.VERMISSING)
    assert signaal.veiligheid
    if herbeoordeeld:
        signaal = replace(signaal, veiligheid=replace(signaal.veiligheid, herbeoordeeld=op(laatste)))
    verwacht = einde_van(date.fromisoformat(einde))
    assert veiligheid_eindigt(signaal, REGIONAAL, ()) == verwacht
    assert veiligheid_telt(signaal, verwacht - TIK, REGIONAAL, ())
    assert spoed(signaal, verwacht - TIK, REGIONAAL, ())
    assert not veiligheid_telt(signaal, verwacht, REGIONAAL, ())


@given(st.lists(st.integers(1, 92), max_size=8))
def test_V04_wie_steeds_op_tijd_kijkt_houdt_de_grond(stappen: list[int]) -> None:
    signaal = een_signaal("k", "politie", START, grond=Grond.VERMISSING)
    laatste = VANDAAG
    for stap in stappen:
        volgende = date.fromordinal(laatste.toordinal() + stap)
        assert signaal.veiligheid
        op_tijd = volgende <= plus_maanden(laatste, 3)
        assert veiligheid_telt(signaal, op(volgende.isoformat()), REGIONAAL, ()) is op_tijd
        if not op_tijd:
            return
        moment, laatste = op(volgende.isoformat()), volgende
        signaal = replace(signaal, veiligheid=replace(signaal.veiligheid, herbeoordeeld=moment))


@pytest.mark.parametrize("bevestigd", [True, False])
def test_V04_risico_geweken_beeindigt_ook_de_veiligheidsgrond(bevestigd: bool) -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.HUISELIJK_GEWELD, bevestigd=bevestigd)
    verhaal.meldt("k", "school", "2026-01-05")
    assert verhaal.open_matches
    verhaal.doe(op("2026-01-06"), daden.Terugtrekking(signaal.id, Intrekreden.RISICO_GEWEKEN))
    nu = verhaal.toestand.signalen[signaal.id]
    assert nu.veiligheid
    assert (nu.veiligheid.vervallen, nu.slaapt_sinds) == (op("2026-01-06"), op("2026-01-06"))
    assert not veiligheid_telt(nu, op("2026-01-06"), REGIONAAL, ())
    verhaal.tot("2026-06-01")
    assert verhaal.dagen("veiligheidsgrond-vervallen") == [("2026-01-06", "veiligheidsgrond-vervallen")]
    assert verhaal.dagen("stapeling-weg") == [("2026-01-06", "stapeling-weg")]


def gevallen() -> tuple[Verhaal, Match, Signaal]:
    """An accepted match whose reasons fell on Thursday 8 January; five working days later is the 15th."""
    verhaal = Verhaal()
    school = verhaal.meldt("k", "school", "2026-01-05")
    zorg = verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    (match,) = verhaal.toestand.matches.values()
    verhaal.doe(op("2026-01-07"), daden.Toewijzing(match.id, uid("regisseur")))
    verhaal.doe(op("2026-01-07", 11), daden.Aanvaarding(match.id))
    verhaal.doe(op("2026-01-08"), daden.Terugtrekking(zorg.id, Intrekreden.TEN_ONRECHTE))
    return verhaal, verhaal.toestand.matches[match.id], school


def test_M11_de_regisseur_gaat_door_op_toestemming_die_hij_zelf_vastlegt_tot_die_eindigt() -> None:
    verhaal, match, _ = gevallen()
    assert match.voortzetten_voor == date(2026, 1, 15)
    eigen = een_toestemming(date(2026, 1, 9), date(2026, 3, 2))
    verhaal.doe(op("2026-01-09"), daden.Voortzetting(match.id, eigen)).tot("2026-03-01")
    nu = verhaal.toestand.matches[match.id]
    assert (nu.status, nu.redenen, nu.voortzetten_voor) == (Matchstatus.AANGENOMEN, frozenset(), None)
    # A Monday: without that consent he has five working days once more.
    verhaal.tot("2026-03-02")
    assert verhaal.toestand.matches[match.id].voortzetten_voor == date(2026, 3, 9)
    verhaal.tot("2026-03-31")
    assert verhaal.dagen("match-voortgezet", "match-vervallen") == [
        ("2026-01-09", "match-voortgezet"),
        ("2026-03-09", "match-vervallen"),
    ]


def test_M11_een_weigering_zet_niets_voort_en_rekt_niets_op() -> None:
    verhaal, match, _ = gevallen()
    nee = een_toestemming(date(2026, 1, 14), None, stemmen=(Stem(Gever.OUDER, akkoord=False),))
    verhaal.doe(op("2026-01-14"), daden.Voortzetting(match.id, nee)).tot("2026-02-28")
    assert verhaal.dagen("match-voortgezet", "match-vervallen") == [("2026-01-15", "match-vervallen")]


@pytest.mark.parametrize("bevestigd", [True, False])
def test_M11_een_veiligheidsgrond_houdt_de_match_zolang_hij_staat(bevestigd: bool) -> None:
    verhaal, match, school = gevallen()
    grond = een_grond("k", "school", op("2026-01-12"), bevestigd=bevestigd)
    verhaal.doe(op("2026-01-12"), daden.Veiligheidsdaad(school.id, grond)).tot("2026-01-13")
    nu = verhaal.toestand.matches[match.id]
    assert (nu.open, nu.voortzetten_voor, nu.redenen) == (True, None, frozenset())
    verhaal.tot("2026-05-31")
    # Lapses on 14 January (a Wednesday) or on 12 April (a Sunday).
    weg = "2026-04-17" if bevestigd else "2026-01-21"
    assert verhaal.dagen("match-vervallen") == [(weg, "match-vervallen")]
