# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The sentences for director and reporter: why a match is there, why a signal counts, what comes next (M13, R08)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, een_toestemming, jeugdwet, op, uid
from tests.domain.convenanten import meegeleverd
from tests.domain.kijkers import persoon, stand_van
from verwijsindex.domain import daden
from verwijsindex.domain.besluit import Besluit, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import CONTACT, INHOUD, OP_TOESTEMMING, OP_VEILIGHEID, Veld
from verwijsindex.domain.match import Bevinding, Bevindingsoort, Bijdrage, Match
from verwijsindex.domain.opvolgbeeld import Opvolging, Termijnbeeld
from verwijsindex.domain.signaal import Signaal, poort_2
from verwijsindex.domain.stapeling import bijdrage
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.uitleg import datum, opsomming, uitleg_match, vervolg_match, vervolg_signaal, zin
from verwijsindex.domain.uitleg_signaal import uitleg_signaal
from verwijsindex.domain.woorden import (
    Categorie,
    Deel,
    Grond,
    Intrekreden,
    Leefgebied,
    Matchstatus,
    Patroon,
    Reden,
    Soort,
    Termijnsoort,
    Trede,
)

T = op("2014-06-02")
NAMEN = {uid("school"): "De Klaver", uid("politie"): "Politie"}
ZORG = een_signaal("kind", "school", T, soort=Soort.ZORGEN, leefgebieden=[Leefgebied.ONDERWIJS])
VEILIG = een_signaal("kind", "politie", T, soort=Soort.ZORGEN, grond=Grond.HUISELIJK_GEWELD)
Deelbeeld = tuple[str, Bijdrage, frozenset[Veld]]


def deel(signaal: Signaal, velden: Collection[Veld], convenant: Convenant | None = None) -> Deelbeeld:
    gegeven = bijdrage(signaal, T, convenant or een_convenant(), frozenset())
    return NAMEN[signaal.organisatie], gegeven, frozenset(velden)


def een_match(**velden: Any) -> Match:
    basis = Match(
        id=uid("m"),
        dossier=uid("d"),
        gemeente="0599",
        convenant="0599/regionaal/1",
        geopend=T,
        redenen=frozenset({Reden.STAPELING}),
    )
    return replace(basis, **velden)


@pytest.mark.parametrize(
    ("signaal", "velden", "regel"),
    [
        (
            ZORG,
            CONTACT | INHOUD,
            "De Klaver meldt dat zij zich zorgen maakt sinds 2 juni 2014 met toestemming (weegt 2).",
        ),
        (
            replace(ZORG, soort=Soort.BETROKKEN, tot=date(2014, 6, 30)),
            CONTACT | INHOUD,
            "De Klaver meldt dat zij betrokken is sinds 2 juni 2014 tot en met 30 juni 2014 met toestemming (weegt 1).",
        ),
        (ZORG, OP_TOESTEMMING, "De Klaver meldt een signaal met toestemming."),
        (ZORG, CONTACT, "De Klaver meldt een signaal."),
        (VEILIG, OP_VEILIGHEID, "Politie meldt een signaal om de veiligheid (weegt 3)."),
        (
            replace(VEILIG, veiligheid=een_grond("kind", "politie", T, bevestigd=False)),
            OP_VEILIGHEID,
            "Politie meldt een signaal om de veiligheid (nog te bevestigen) (weegt 3).",
        ),
    ],
)
def test_V06_van_een_signaal_staat_er_niet_meer_dan_de_velden_die_gezien_mogen_worden(
    signaal: Signaal, velden: Collection[Veld], regel: str
) -> None:
    regels = uitleg_match(een_match(), "kindmatch", [deel(signaal, velden)], een_convenant())
    assert regels[2] == regel
    assert len(regels) == (4 if Veld.SOORT in velden else 5)


def test_I02_de_wettelijke_index_toont_alleen_contactgegevens() -> None:
    delen = [deel(ZORG, CONTACT | {Veld.JEUGDIGEN}, jeugdwet())]
    assert uitleg_match(een_match(), "kindmatch", delen, jeugdwet())[-2] == "De Klaver meldt een signaal."


def test_M13_de_uitleg_noemt_regel_en_versie_en_waarom_niet_alles_te_zien_is() -> None:
    delen = [deel(ZORG, CONTACT | INHOUD), deel(VEILIG, OP_VEILIGHEID)]
    regels = uitleg_match(een_match(), "kindmatch", delen, een_convenant())
    assert regels[0] == (
        "Volgens regel M03 van convenant 0599/regionaal/1: signalen van minstens 2 organisaties wegen samen 3 of meer,"
        " en een van hen maakt zich zorgen of noemt de veiligheid."
    )
    assert "T03 en V06" in regels[-2]
    assert "zorgen of" not in uitleg_match(een_match(), "kindmatch", [], jeugdwet())[0]


@pytest.mark.parametrize(
    ("soort", "woorden"),
    [(Bevindingsoort.EINDE, "het laatste actieve signaal eindigde"), (Bevindingsoort.MIJDING, "mijding zag")],
)
def test_M13_ook_een_kind_uit_beeld_wordt_uitgelegd(soort: Bevindingsoort, woorden: str) -> None:
    bevinding = Bevinding(soort, date(2014, 6, 2), frozenset(), frozenset())
    match = een_match(redenen=frozenset({Reden.UIT_BEELD}), bevindingen=(bevinding,))
    regel, _ = uitleg_match(match, "gezinsmatch", [], een_convenant())
    assert regel.startswith(
        "Volgens regel M10 van convenant 0599/regionaal/1: op 2 juni 2014 raakte een kind uit beeld"
    )
    assert woorden in regel


def test_I06_dat_er_meer_kan_zijn_staat_er_altijd_en_zegt_dus_niet_of_het_zo_is() -> None:
    leeg, vol = (uitleg_match(een_match(), "kindmatch", delen, een_convenant()) for delen in ([], [deel(ZORG, INHOUD)]))
    assert leeg[-1] == vol[-1]
    assert leeg[-1].startswith("Volgens regels I02, I03, T03 en V03 van convenant 0599/regionaal/1 ziet u alleen")


MET_MATCH = [
    soort for soort in Gevolgsoort if soort.value.startswith(("match-", "stapeling", "uit-beeld", "basiszorg"))
]


@pytest.mark.parametrize("soort", [*MET_MATCH, *sorted(daden.NIEUWS), Gevolgsoort.GEEN_ACTIEVE_SIGNALEN])
def test_M13_elk_gevolg_dat_op_een_tijdlijn_komt_heeft_een_zin(soort: Gevolgsoort) -> None:
    tekst = zin(Gevolg(moment=T, soort=soort, regel="M03", gewicht=3, reden="einde"), NAMEN)
    assert tekst.endswith(".")
    assert "{" not in tekst


def test_M10_de_tijdlijn_zegt_waarom_een_kind_uit_beeld_is() -> None:
    einde = Gevolg(
        moment=T, soort=Gevolgsoort.UIT_BEELD, regel="M10", organisaties=frozenset({uid("school")}), reden="einde"
    )
    assert "De Klaver" in zin(einde, NAMEN)
    assert "een organisatie" in zin(einde, {})


def test_een_lijst_van_namen_leest_als_nederlands() -> None:
    assert opsomming(["A"]) == "A"
    assert opsomming(["A", "B"]) == "A en B"
    assert opsomming(["A", "B", "C"]) == "A, B en C"
    assert datum(date(2013, 5, 31)) == "31 mei 2013"


WEG = date(2014, 6, 30)
GEWEIGERD = een_toestemming(date(2014, 6, 2), None)
INGETROKKEN = replace(een_toestemming(date(2014, 6, 2), date(2015, 6, 2)), ingetrokken=T)
VERLOPEN = een_toestemming(date(2014, 5, 1), date(2014, 6, 1))


@pytest.mark.parametrize(
    ("antwoorden", "waarom"),
    [
        ((), "er is nog geen toestemming gevraagd"),
        ((GEWEIGERD,), "het gezin heeft toestemming geweigerd"),
        ((INGETROKKEN,), "het gezin heeft de toestemming ingetrokken"),
        ((VERLOPEN,), "de toestemming is afgelopen"),
    ],
)
def test_T06_de_melder_leest_waarom_zijn_signaal_slaapt_en_wat_hij_kan_doen(
    antwoorden: tuple[Toestemming, ...], waarom: str
) -> None:
    poort = poort_2(replace(ZORG, toestemmingen=antwoorden), T, een_convenant(), ())
    assert vervolg_signaal(ZORG, poort, False, None, None, WEG) == (
        f"Het signaal slaapt: {waarom}. Het telt niet mee en niemand anders ziet het. Leg toestemming vast of roep een"
        " veiligheidsgrond in; anders wordt het vernietigd op 30 juni 2014."
    )


TELT = toegestaan("toestemming", "T06")
GEEN = Opvolging((), (), (), ())


@pytest.mark.parametrize(
    ("signaal", "poort", "telt", "woorden"),
    [
        (ZORG, TELT, False, "voorbij en telt niet meer"),
        (ZORG, TELT, True, "nu geen match"),
        (replace(ZORG, tot=date(2014, 7, 1)), TELT, True, "eindigt op 1 juli 2014"),
    ],
)
def test_M13_de_melder_leest_of_zijn_signaal_telt(signaal: Signaal, poort: Besluit, telt: bool, woorden: str) -> None:
    assert woorden in vervolg_signaal(signaal, poort, telt, None, None, WEG)


def test_R01_zonder_regisseur_is_de_coordinator_aan_zet() -> None:
    assert "coördinator" in vervolg_match(een_match(), GEEN)
    toegewezen = een_match(status=Matchstatus.TOEGEWEZEN)
    voor = date(2014, 6, 5)
    termijn = Termijnbeeld(Termijnsoort.AANNEMEN, None, voor, voor, "R. Regisseur", van_eigenaar=True, trede=None)
    assert vervolg_match(toegewezen, replace(GEEN, termijnen=(termijn,))) == "Neem de match uiterlijk 5 juni 2014 aan."
    te_laat = replace(termijn, trede=Trede.PROCESREGISSEUR)
    assert "had gemoeten op 5 juni 2014" in vervolg_match(toegewezen, replace(GEEN, termijnen=(te_laat,)))
    assert "eigen toestemming" in vervolg_match(
        een_match(status=Matchstatus.AANGENOMEN, voortzetten_voor=date(2014, 6, 9)), GEEN
    )


def test_R08_de_melder_hoort_wie_de_regie_heeft_en_hoe_hij_die_bereikt() -> None:
    tekst = vervolg_signaal(ZORG, TELT, True, een_match(), persoon(), WEG)
    assert "R. Regisseur" in tekst
    assert "010-1234567" in tekst
    assert "coördinator" in vervolg_signaal(ZORG, TELT, True, een_match(), None, WEG)


REGIONAAL = meegeleverd("regionaal")
NU = op("2026-01-07")


def uitleg(convenant: Convenant = REGIONAAL, organisatie: str = "wonen", **anders: Any) -> list[str]:
    """What an organisation reads of its own signal of 5 January, on the 7th."""
    verhaal = Verhaal(convenant)
    signaal = verhaal.meldt("k", organisatie, "2026-01-05", **{"toestemming": False} | anders)
    stand = stand_van(verhaal, NU)
    regels = uitleg_signaal(verhaal.toestand.signalen[signaal.id], stand)
    assert all(regel.endswith(f"convenant {convenant.kenmerk})") for regel in regels)
    return [regel.rsplit(", convenant", 1)[0].replace(" (regel ", "|") for regel in regels]


def ja(*voor: Deel, met: frozenset[Categorie] | None = None, **anders: Any) -> dict[str, Any]:
    gegeven = een_toestemming(date(2026, 1, 5), date(2026, 12, 1))
    return {"toestemmingen": (replace(gegeven, voor=frozenset(voor or Deel), met=met, **anders),)}


NIETS = [
    "Van dit signaal ziet de regisseur van een match nu niets.|I02",
    "Van dit signaal ziet een andere melder in dezelfde match nu niets.|I01",
]
MELDER = "Van dit signaal ziet een andere melder in dezelfde match uw organisatie en uw contactpunt.|I01"
VEILIGHEID = (
    "Van dit signaal ziet de regisseur van een match uw organisatie, uw contactpunt en dat het om de veiligheid"
    " gaat.|I02"
)
INHOUD_REGEL = (
    "Van dit signaal ziet de regisseur van een match uw organisatie, uw contactpunt, de data, betrokken of zorgen,"
    " de leefgebieden en het patroon.|I02"
)


@pytest.mark.parametrize(
    ("anders", "verwacht"),
    [
        (
            {},
            [
                "Het signaal slaapt: er is nog geen toestemming gevraagd. Het wordt vernietigd op 2 februari"
                " 2026 als er"
                " niets verandert.|T06",
                "Er is geen antwoord van het gezin vastgelegd.|T03",
                *NIETS,
            ],
        ),
        (
            {"toestemmingen": (een_toestemming(date(2026, 1, 5), None),)},
            [
                "Het signaal slaapt: het gezin heeft toestemming geweigerd. Het wordt vernietigd op 7 januari"
                " 2026 als er"
                " niets verandert.|T06",
                "Het gezin weigerde toestemming; dat blijft staan, wat een ander ook vastlegt.|T07",
                *NIETS,
            ],
        ),
        (
            ja(ingetrokken=op("2026-01-06")),
            [
                "Het signaal slaapt: het gezin heeft de toestemming ingetrokken. Het wordt vernietigd op 3"
                " februari 2026"
                " als er niets verandert.|T04",
                "Het gezin heeft de toestemming ingetrokken.|T04",
                *NIETS,
            ],
        ),
        (
            ja(tot=date(2026, 1, 6)),
            [
                "Het signaal slaapt: de toestemming is afgelopen. Het wordt vernietigd op 3 februari 2026 als er niets"
                " verandert.|T03",
                "De toestemming is afgelopen op 6 januari 2026.|T03",
                *NIETS,
            ],
        ),
        (
            ja(),
            [
                "Het signaal telt mee met toestemming.|T06",
                "De toestemming geldt tot en met 1 december 2026.|T03",
                INHOUD_REGEL,
                MELDER,
            ],
        ),
        (
            {"veiligheid": een_grond("k", "wonen", op("2026-01-06"), bevestigd=False)},
            [
                "Het signaal telt mee om de veiligheid (nog te bevestigen).|V03",
                "Er is geen antwoord van het gezin vastgelegd.|T03",
                "Een tweede persoon bevestigt de veiligheidsgrond uiterlijk 8 januari 2026.|V03",
                VEILIGHEID,
                NIETS[1],
            ],
        ),
        (
            {"veiligheid": een_grond("k", "wonen", op("2026-01-06"))},
            [
                "Het signaal telt mee om de veiligheid.|V03",
                "Er is geen antwoord van het gezin vastgelegd.|T03",
                "Herbeoordeel de veiligheidsgrond uiterlijk 6 april 2026.|V04",
                VEILIGHEID,
                MELDER,
            ],
        ),
    ],
)
def test_M13_de_melder_leest_op_welke_regel_zijn_signaal_telt_of_slaapt_en_wie_er_wat_van_ziet(
    anders: dict[str, Any], verwacht: list[str]
) -> None:
    assert uitleg(**{"patroon": Patroon.HUURACHTERSTAND} | anders) == verwacht


@pytest.mark.parametrize(
    ("organisatie", "toestemming", "niet"),
    [
        ("wonen", ja(met=frozenset(Categorie) - {Categorie.WONEN, Categorie.ONDERWIJS}), "onderwijs en wonen"),
        ("politie", ja(), "onderwijs, kinderopvang, werk-en-inkomen, schuldhulp en wonen"),
    ],
)
def test_I03_de_melder_leest_welke_soorten_organisaties_niets_zien(
    organisatie: str, toestemming: dict[str, Any], niet: str
) -> None:
    assert uitleg(organisatie=organisatie, **toestemming)[-1] == (
        f"Organisaties uit deze categorieën zien er niets van: {niet}.|I03"
    )


def test_S06_wat_als_fout_is_ingetrokken_telt_nergens_en_ziet_niemand() -> None:
    verhaal = Verhaal(REGIONAAL)
    signaal = verhaal.meldt("k", "wonen", "2026-01-05")
    verhaal.doe(op("2026-01-06"), daden.Terugtrekking(signaal.id, Intrekreden.VERKEERD_KIND))
    regels = uitleg_signaal(verhaal.toestand.signalen[signaal.id], stand_van(verhaal))
    assert regels[0].startswith("Het signaal is ingetrokken en telt nergens meer mee. (regel S06")
    assert regels[-1].startswith("Van dit signaal ziet niemand anders nog iets. (regel S06")
    assert not any("regisseur" in regel for regel in regels)


def test_M01_na_het_einde_leest_de_melder_tot_wanneer_het_nog_telt() -> None:
    regels = uitleg(**ja(), tot=date(2026, 1, 6))
    assert regels[1] == "De betrokkenheid is voorbij; het signaal telt nog mee tot en met 6 januari 2027.|M01"
    kort = replace(REGIONAAL, nazorgvenster_maanden=0)
    assert uitleg(kort, **ja(), tot=date(2026, 1, 6))[0] == (
        "De betrokkenheid is voorbij en het signaal telt niet meer mee.|M01"
    )


def test_M15_in_jeugdwet_gaat_de_uitleg_niet_over_toestemming() -> None:
    contact = "uw organisatie en uw contactpunt"
    assert uitleg(jeugdwet(), soort=Soort.ZORGEN) == [
        "Het signaal telt mee als wettelijke melding.|T06",
        f"Van dit signaal ziet de regisseur van een match {contact}.|I02",
        f"Van dit signaal ziet een andere melder in dezelfde match {contact}.|I01",
    ]
