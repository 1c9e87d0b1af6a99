# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What nobody may still see once a ground or an involvement is over, while the match goes on."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.bouw import GEMEENTE, Verhaal, een_convenant, een_toestemming, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.beeld import Tijdlijnbeeld, matchbeeld
from verwijsindex.domain.inzage import Kijker, Veld, zicht
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Match
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Signaal, spoed
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import einde_van
from verwijsindex.domain.woorden import Categorie, Grond, Soort

WIJKTEAM = Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING
REGISSEUR = Kijker(Rol.REGISSEUR, uid("gemeente"), WIJKTEAM, uid("regisseur"), GEMEENTE)
COORDINATOR = Kijker(Rol.COORDINATOR, gemeente=GEMEENTE)
PARTIJEN = {
    uid(naam): Organisatie(uid(naam), naam, categorie)
    for naam, categorie in (
        ("school", Categorie.ONDERWIJS),
        ("cjg", Categorie.JGZ),
        ("wonen", Categorie.WONEN),
    )
}


@pytest.fixture
def verhaal() -> Verhaal:
    return Verhaal(een_convenant(uit_beeld=False))


def de_match(verhaal: Verhaal) -> Match:
    (match,) = (m for m in verhaal.toestand.matches.values() if m.open)
    return match


def wijs_toe(verhaal: Verhaal, wanneer: str) -> None:
    verhaal.doe(op(wanneer, 11), daden.Toewijzing(de_match(verhaal).id, uid("regisseur")))


def stand(verhaal: Verhaal) -> Stand:
    return Stand(verhaal.toestand, verhaal.regels, verhaal.toestand.tot, PARTIJEN)


def tijdlijn(verhaal: Verhaal, kijker: Kijker) -> dict[str, Tijdlijnbeeld]:
    match = de_match(verhaal)
    gevolgen = [g for g in verhaal.gevolgen if g.match == match.id]
    return {r.soort: r for r in matchbeeld(kijker, match, stand(verhaal), gevolgen, {}).tijdlijn}


def velden(verhaal: Verhaal, signaal: Signaal) -> frozenset[Veld]:
    return zicht(REGISSEUR, verhaal.toestand.signalen[signaal.id], de_match(verhaal), stand(verhaal))


def test_V03_de_tijdlijn_verraadt_geen_grond_die_nog_niet_bevestigd_is(verhaal: Verhaal) -> None:
    verhaal.meldt("kind", "school", "2024-01-08", soort=Soort.ZORGEN)
    verhaal.meldt("kind", "cjg", "2024-01-09")
    wijs_toe(verhaal, "2024-01-09")
    verhaal.meldt("kind", "cjg", "2024-01-10", grond=Grond.VERMISSING, bevestigd=False)
    assert tijdlijn(verhaal, REGISSEUR)["eerste-veiligheidsgrond"].organisaties == ("cjg",)
    assert "eerste-veiligheidsgrond" not in tijdlijn(verhaal, COORDINATOR)


def test_V03_het_gewicht_van_toen_verraadt_geen_grond_die_nog_niet_bevestigd_is(verhaal: Verhaal) -> None:
    toestemming = een_toestemming(date(2024, 1, 9), date(2024, 9, 1))
    verhaal.meldt("kind", "school", "2024-01-08")
    verhaal.meldt("kind", "cjg", "2024-01-09", grond=Grond.VERMISSING, bevestigd=False, toestemmingen=(toestemming,))
    assert tijdlijn(verhaal, COORDINATOR)["stapeling"].gewicht == 4
    wijs_toe(verhaal, "2024-01-09")
    assert tijdlijn(verhaal, REGISSEUR)["stapeling"].gewicht == 4
    assert tijdlijn(verhaal, COORDINATOR)["stapeling"].gewicht is None


def test_T04_M11_het_gewicht_van_toen_verraadt_niet_wat_een_gevallen_signaal_woog(verhaal: Verhaal) -> None:
    weg = verhaal.meldt("kind", "school", "2024-01-08", soort=Soort.ZORGEN)
    verhaal.meldt("kind", "cjg", "2024-01-09", soort=Soort.ZORGEN)
    verhaal.meldt("kind", "wonen", "2024-01-10")
    wijs_toe(verhaal, "2024-01-10")
    assert tijdlijn(verhaal, REGISSEUR)["stapeling"].gewicht == 4
    assert weg.toestemming
    ingetrokken = replace(weg.toestemming, ingetrokken=op("2024-01-11"))
    verhaal.doe(op("2024-01-11"), daden.Toestemmingsdaad(weg.id, ingetrokken))
    regel = tijdlijn(verhaal, REGISSEUR)["stapeling"]
    assert (regel.organisaties, regel.gewicht) == (("cjg",), None)


def test_I02_M11_een_envelop_gaat_niet_langer_open_dan_er_een_signaal_telt(verhaal: Verhaal) -> None:
    signaal = verhaal.meldt("kind", "school", "2024-01-08", soort=Soort.ZORGEN, tot=date(2023, 6, 1))
    # What lasts shorter than the match: `uiterlijkTot` takes the other one away.
    verhaal.meldt("kind", "cjg", "2024-01-09", uiterlijk_tot=date(2024, 4, 1))
    wijs_toe(verhaal, "2024-01-09")
    assert Veld.ENVELOP in velden(verhaal, signaal)
    verhaal.tot("2024-06-03")
    assert velden(verhaal, signaal) >= {Veld.ORGANISATIE}
    assert Veld.ENVELOP not in velden(verhaal, signaal)


def test_V04_M10_na_het_nazorgvenster_staat_wie_eindigde_nergens_meer_bij_behalve_in_wat_er_gebeurde(
    verhaal: Verhaal,
) -> None:
    signaal = verhaal.meldt("kind", "school", "2024-01-08", grond=Grond.VERMISSING, vanaf=date(2023, 1, 1))
    verhaal.meldt("kind", "cjg", "2024-01-09", soort=Soort.ZORGEN)
    wijs_toe(verhaal, "2024-01-09")
    verhaal.doe(op("2024-01-10"), daden.Beeindiging(signaal.id, date(2023, 6, 1), grond_blijft=True))
    assert Veld.VEILIGHEID in velden(verhaal.tot("2024-05-31"), signaal)
    na = verhaal.tot("2024-06-01")
    assert not na.regels.telt(na.toestand.signalen[signaal.id], na.toestand.tot)
    assert Veld.ORGANISATIE in velden(na, signaal)
    assert "school" in tijdlijn(na, REGISSEUR)["stapeling"].organisaties


def test_V04_M08_een_einde_voor_de_bevestiging_kort_de_drie_maanden_niet(verhaal: Verhaal) -> None:
    signaal = verhaal.meldt("kind", "school", "2024-01-08", grond=Grond.VERMISSING, bevestigd=False)
    verhaal.doe(op("2024-01-08", 12), daden.Beeindiging(signaal.id, date(2024, 1, 8), grond_blijft=True))
    grond = verhaal.toestand.signalen[signaal.id].veiligheid
    assert grond
    bevestigd = replace(grond, bevestigd=op("2024-01-10"), bevestigd_door=uid("tweede"))
    verhaal.doe(op("2024-01-10"), daden.Veiligheidsdaad(signaal.id, bevestigd))
    nu = replace(verhaal.toestand.signalen[signaal.id], tot=None)
    assert spoed(nu, op("2024-04-10"), een_convenant(), ())
    assert not spoed(nu, einde_van(date(2024, 4, 10)), een_convenant(), ())
