# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the pages say of a match, and what nobody can read off them (I01, I02, M11, V03, V06)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_grond, een_toestemming, jeugdwet, op, uid
from tests.domain.convenanten import meegeleverd
from tests.domain.kijkers import NAMEN, coordinator, de_match, melder, neem_aan, persoon, regisseur, stand_van, wijs_toe
from verwijsindex.domain import daden
from verwijsindex.domain.beeld import Matchbeeld, Melderbeeld, matchbeeld, melderbeeld
from verwijsindex.domain.inzage import Kijker, Veld
from verwijsindex.domain.woorden import Categorie, Grond, Intrekreden, Patroon, Soort, Termijnsoort

REGIONAAL = meegeleverd("regionaal")
NU = op("2026-01-07")
VOORLOPIG = een_grond("k", "wonen", NU, bevestigd=False)
ONDERWIJS = een_toestemming(date(2026, 1, 5), date(2026, 12, 1), met=frozenset({Categorie.ONDERWIJS}))


def beeld(verhaal: Verhaal, kijker: Kijker | None = None) -> Matchbeeld:
    """The match as this viewer (the director) sees it, with its whole timeline."""
    match = de_match(verhaal)
    tijdlijn = [gevolg for gevolg in verhaal.gevolgen if gevolg.match == match.id]
    return matchbeeld(kijker or regisseur(), match, stand_van(verhaal), tijdlijn, {uid("regisseur"): persoon()})


def tekst(gezien: Matchbeeld) -> str:
    """All that may be shown of it."""
    delen = [
        *gezien.uitleg,
        gezien.vervolg,
        *(f"{r.zin} {r.organisaties} {r.gewicht}" for r in gezien.tijdlijn),
        *(f"{b.soort} {b.organisaties} {b.kinderen}" for b in gezien.bevindingen),
        *(f"{s.organisatie} {s.kind}" for s in gezien.signalen),
        *(f"{t.kind} {t.voor}" for t in gezien.taken),
    ]
    return "\n".join(map(str, delen))


def van_melder(verhaal: Verhaal, naam: str) -> Melderbeeld | None:
    (signaal,) = [s for s in verhaal.toestand.signalen.values() if s.organisatie == uid(naam)]
    return melderbeeld(melder(naam), signaal, de_match(verhaal), stand_van(verhaal), persoon())


def stapelend(convenant: Any = REGIONAAL) -> Verhaal:
    verhaal = Verhaal(convenant)
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    neem_aan(verhaal, op("2026-01-06", 12))
    return verhaal


def test_I02_de_regisseur_leest_wie_er_meldt_waarom_en_wat_er_gebeurde() -> None:
    gezien = beeld(stapelend())
    assert (gezien.soort, gezien.spoed, gezien.jeugdigen) == ("kindmatch", False, None)
    assert sorted((s.organisatie, s.kind, s.bijdrage.gewicht) for s in gezien.signalen) == [
        ("CJG Noord", "kind 1", 2),
        ("De Klaver", "kind 1", 1),
    ]
    assert [regel.zin for regel in gezien.tijdlijn] == [
        "Er is een match ontstaan.",
        "Signalen van CJG Noord en De Klaver stapelen zich op (gewicht 3).",
        "Er is een regisseur aangewezen.",
        "De regisseur heeft de match aangenomen.",
    ]


# A third signal of which the director, of youth health, may know nothing: consent names schools only; it sleeps; the
# sender is wrong about the child; or it is withdrawn later.
@pytest.mark.parametrize("hoe", ["andere categorie", "slaapt", "verkeerd kind", "ingetrokken", "grond vervallen"])
def test_I02_de_naam_en_het_gewicht_van_wie_verborgen_is_staan_nergens(hoe: str) -> None:
    verhaal = Verhaal(REGIONAAL)
    verhaal.meldt("k", "school", "2026-01-05")
    antwoorden: dict[str, Any] = {"andere categorie": {"toestemmingen": (ONDERWIJS,)}, "slaapt": {"toestemming": False}}
    antwoorden["grond vervallen"] = {"veiligheid": een_grond("k", "wonen", op("2026-01-05")), "toestemming": False}
    wonen = verhaal.meldt("k", "wonen", "2026-01-05", soort=Soort.ZORGEN, **antwoorden.get(hoe, {}))
    verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    neem_aan(verhaal, NU)
    if hoe == "verkeerd kind":
        verhaal.doe(op("2026-01-08"), daden.Terugtrekking(wonen.id, Intrekreden.VERKEERD_KIND))
    if hoe == "ingetrokken":
        weg = replace(een_toestemming(date(2026, 1, 5), date(2026, 12, 1)), ingetrokken=op("2026-01-08"))
        verhaal.doe(op("2026-01-08"), daden.Toestemmingsdaad(wonen.id, replace(weg, id=wonen.toestemmingen[0].id)))
    if hoe == "grond vervallen":
        verhaal.tot("2026-04-06")
    gezien = beeld(verhaal)
    assert NAMEN["wonen"] not in tekst(gezien)
    assert {s.organisatie for s in gezien.signalen} == {"CJG Noord", "De Klaver"}
    # What never counted is in no sum, so that sum may be told.
    assert any(regel.gewicht or "gewicht" in regel.zin for regel in gezien.tijdlijn) is (hoe == "slaapt")


def test_M11_ook_na_vernietiging_vertelt_een_som_niet_wat_een_ander_woog() -> None:
    verhaal = stapelend()
    verhaal.meldt("k", "wonen", "2026-01-07", toestemming=False)
    verhaal.tot("2026-03-01")
    assert len(verhaal.toestand.signalen) == 2
    assert "gewicht 3" in tekst(beeld(verhaal))
    anders = Verhaal(REGIONAAL)
    anders.meldt("k", "school", "2026-01-05")
    anders.meldt("k", "wonen", "2026-01-06", soort=Soort.ZORGEN, uiterlijk_tot=date(2026, 2, 1))
    anders.meldt("k", "cjg", "2026-01-07", soort=Soort.ZORGEN)
    neem_aan(anders, NU)
    assert "gewicht 3" in tekst(beeld(anders))
    assert "gewicht" not in tekst(beeld(anders.tot("2026-02-01")))


def test_V06_een_veiligheidsgrond_verraadt_geen_soort_gebied_patroon_of_datum() -> None:
    verhaal = stapelend()
    verhaal.meldt("k", "politie", "2026-01-07", soort=Soort.ZORGEN, grond=Grond.HUISELIJK_GEWELD)
    gezien = beeld(verhaal)
    (regel,) = [zin for zin in gezien.uitleg if zin.startswith("Politie")]
    assert regel == "Politie meldt een signaal om de veiligheid (weegt 3)."
    assert "geweld" not in tekst(gezien)
    assert gezien.spoed
    assert [taak.kind for taak in gezien.taken] == ["kind 1"]
    assert "Voor het eerst speelt de veiligheid van een kind: Politie." in tekst(gezien)


@pytest.mark.parametrize("toestemming", [True, False])
def test_V03_een_voorlopige_grond_kent_alleen_wie_de_match_heeft(toestemming: bool) -> None:
    verhaal = stapelend()
    antwoord: dict[str, Any] = (
        {"toestemmingen": (een_toestemming(date(2026, 1, 5), date(2026, 12, 1)),)} if toestemming else {}
    )
    verhaal.meldt("k", "wonen", "2026-01-07", **{"toestemming": False, "veiligheid": VOORLOPIG} | antwoord)
    van_regisseur, van_coordinator = beeld(verhaal), beeld(verhaal, coordinator())
    eerste = "Voor het eerst speelt de veiligheid van een kind: Woonstad."
    assert eerste in tekst(van_regisseur)
    assert "nog te bevestigen" in tekst(van_regisseur)
    assert van_regisseur.spoed
    assert eerste not in tekst(van_coordinator)
    assert "om de veiligheid" not in tekst(van_coordinator)
    assert not van_coordinator.spoed
    assert ("Woonstad" in tekst(van_coordinator)) is toestemming
    wijs_toe(verhaal, op("2026-01-07", 12), None)
    assert eerste in tekst(beeld(verhaal, coordinator()))


def test_V06_wie_mijding_zag_wordt_alleen_genoemd_als_de_inhoud_gedeeld_mag_worden() -> None:
    verhaal = Verhaal(REGIONAAL)
    verhaal.meldt("k", "school", "2026-01-05", patroon=Patroon.NIET_VERSCHENEN)
    verhaal.meldt("k", "politie", "2026-01-06", patroon=Patroon.ZORGMIJDING, grond=Grond.VERMISSING)
    neem_aan(verhaal, NU)
    gezien = beeld(verhaal)
    assert [bevinding.organisaties for bevinding in gezien.bevindingen] == [("De Klaver",)]
    assert "Uit beeld: De Klaver zien het gezin" in tekst(gezien)
    veilig_thuis = beeld(verhaal, regisseur(categorie=Categorie.VEILIG_THUIS))
    assert [bevinding.organisaties for bevinding in veilig_thuis.bevindingen] == [("De Klaver", "Politie")]


def test_M06_kinderen_heten_naar_de_volgorde_waarin_zij_gemeld_zijn() -> None:
    verhaal = stapelend()
    verhaal.meldt("broer", "wonen", "2026-01-07")
    gezien = {s.organisatie: s.kind for s in beeld(verhaal).signalen}
    assert gezien == {"De Klaver": "kind 1", "CJG Noord": "kind 1", "Woonstad": "kind 2"}


def test_I01_een_melder_leest_wie_hij_kan_bellen_en_wie_de_regie_heeft() -> None:
    verhaal = stapelend()
    verhaal.meldt("k", "politie", "2026-01-07")
    verhaal.meldt("k", "wonen", "2026-01-07", veiligheid=VOORLOPIG, toestemming=False)
    school = van_melder(verhaal, "school")
    assert school
    assert school.regisseur == persoon()
    assert ([partij.organisatie for partij in school.anderen], school.verschillende_jeugdigen) == (["CJG Noord"], None)
    assert school.anderen[0].contactpunt.functie == "intern begeleider"
    cjg = van_melder(verhaal, "cjg")
    assert cjg
    assert {partij.organisatie for partij in cjg.anderen} == {"De Klaver", "Politie"}


def test_V03_wie_niet_van_de_match_mag_horen_krijgt_niets() -> None:
    verhaal = Verhaal(REGIONAAL)
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.meldt("k", "wonen", "2026-01-07", veiligheid=VOORLOPIG, toestemming=False)
    assert de_match(verhaal).open
    assert van_melder(verhaal, "school") is None
    eigen = van_melder(verhaal, "wonen")
    assert eigen
    assert [partij.organisatie for partij in eigen.anderen] == ["De Klaver"]


def test_I01_wie_slaapt_hoort_niets_van_de_match() -> None:
    verhaal = stapelend()
    verhaal.meldt("k", "wonen", "2026-01-07", toestemming=False)
    assert van_melder(verhaal, "wonen") is None


@pytest.mark.parametrize(("kind", "verschillend"), [("k", False), ("broer", True)])
def test_I01_de_wettelijke_index_zegt_alleen_of_het_om_verschillende_jeugdigen_gaat(
    kind: str, verschillend: bool
) -> None:
    verhaal = Verhaal(jeugdwet())
    verhaal.meldt("k", "school", "2026-01-05", soort=Soort.ZORGEN, toestemming=False)
    verhaal.meldt(kind, "wonen", "2026-01-06", soort=Soort.ZORGEN, toestemming=False)
    wijs_toe(verhaal, NU, uid("regisseur"))
    school = van_melder(verhaal, "school")
    assert school
    assert school.verschillende_jeugdigen is verschillend
    gezien = beeld(verhaal)
    assert gezien.jeugdigen == (2 if verschillend else 1)
    assert all(s.kind == "" and s.velden >= {Veld.JEUGDIGEN} for s in gezien.signalen)
    assert "kind 1" not in tekst(gezien)
    assert "gewicht" not in tekst(gezien)


def aannemen_voor(verhaal: Verhaal) -> date:
    eerst = beeld(verhaal).opvolging.eerste
    assert eerst
    assert eerst.soort is Termijnsoort.AANNEMEN
    return eerst.voor


def test_R03_bij_spoed_is_er_minder_tijd_om_aan_te_nemen() -> None:
    verhaal = Verhaal(REGIONAAL)
    verhaal.meldt("k", "school", "2026-01-05")
    verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    wijs_toe(verhaal, NU, uid("regisseur"))
    assert aannemen_voor(verhaal) == date(2026, 1, 12)
    verhaal.meldt("k", "politie", "2026-01-07", grond=Grond.VERMISSING)
    assert aannemen_voor(verhaal) == date(2026, 1, 8)
