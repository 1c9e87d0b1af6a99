# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a director and a reporter read, and no more than they may see (M13, I02, V06)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_signaal, jeugdwet, op, uid
from verwijsindex.domain.besluit import geweigerd, toegestaan
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import CONTACT, Veld, zicht
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Bijdrage, Match
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.stapeling import bijdrage
from verwijsindex.domain.uitleg import datum, opsomming, uitleg_match, vervolg_match, vervolg_signaal, zin
from verwijsindex.domain.woorden import Categorie, Grond, Leefgebied, Matchstatus, Reden, Soort

T = op("2014-06-02")
NAMEN = {uid("school"): "De Klaver", uid("politie"): "Politie"}
ZORG = een_signaal("kind", "school", T, soort=Soort.ZORGEN, leefgebieden=[Leefgebied.ONDERWIJS])
VEILIG = een_signaal("kind", "politie", T, soort=Soort.ZORGEN, grond=Grond.HUISELIJK_GEWELD)


def als_bijdrage(signaal: object, convenant: object = None) -> Bijdrage:
    return bijdrage(signaal, T, convenant or een_convenant(), frozenset())  # type: ignore[arg-type]


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol not in (Rol.REGISSEUR, Rol.COORDINATOR)])
def test_I02_wie_de_match_niet_leidt_ziet_niets_van_een_signaal(rol: Rol) -> None:
    assert zicht(rol, als_bijdrage(ZORG), een_convenant()) == frozenset()


@pytest.mark.parametrize("rol", [Rol.REGISSEUR, Rol.COORDINATOR])
def test_I02_de_regisseur_ziet_wat_de_toestemming_toelaat(rol: Rol) -> None:
    assert zicht(rol, als_bijdrage(ZORG), een_convenant()) == frozenset(Veld)


def test_V06_van_een_veiligheidsgrond_ziet_de_regisseur_contactgegevens_en_het_woord_veiligheid() -> None:
    assert zicht(Rol.REGISSEUR, als_bijdrage(VEILIG), een_convenant()) == CONTACT | {Veld.GEWICHT, Veld.GROND}
    (regel,) = uitleg_match(een_match(), "kindmatch", [deel(VEILIG)], NAMEN, een_convenant())[-1:]
    assert regel == "Politie meldt een signaal om de veiligheid (weegt 3)."
    for woord in ("geweld", "zorgen", "gezin", "2014"):
        assert woord not in regel


def test_I02_de_wettelijke_index_toont_alleen_contactgegevens() -> None:
    assert zicht(Rol.REGISSEUR, als_bijdrage(ZORG, jeugdwet()), jeugdwet()) == CONTACT
    velden = zicht(Rol.REGISSEUR, als_bijdrage(ZORG, jeugdwet()), jeugdwet())
    (regel,) = uitleg_match(een_match(), "kindmatch", [(als_bijdrage(ZORG), velden)], NAMEN, jeugdwet())[-1:]
    assert regel == "De Klaver meldt een signaal."


def een_match(**velden: object) -> Match:
    basis = Match(
        id=uid("m"),
        dossier=uid("d"),
        gemeente="0599",
        convenant="0599/regionaal/1",
        geopend=T,
        redenen=frozenset({Reden.STAPELING}),
    )
    return replace(basis, **velden)  # type: ignore[arg-type]


def deel(signaal: object) -> tuple[Bijdrage, frozenset[Veld]]:
    gegeven = als_bijdrage(signaal)
    return gegeven, zicht(Rol.REGISSEUR, gegeven, een_convenant())


def test_M13_de_uitleg_noemt_regel_versie_en_elk_signaal_met_gewicht_en_grond() -> None:
    regels = uitleg_match(een_match(), "kindmatch", [deel(ZORG), deel(VEILIG)], NAMEN, een_convenant())
    assert "M03" in regels[0]
    assert "0599/regionaal/1" in regels[0]
    assert "3 of meer" in regels[0]
    assert "De Klaver meldt dat zij zich zorgen maakt sinds 2 juni 2014 met toestemming (weegt 2)." in regels


def test_M13_elk_gevolg_dat_op_een_tijdlijn_komt_heeft_een_zin() -> None:
    verhaal = Verhaal()
    verhaal.meldt("kind", "school", "2014-06-02", soort=Soort.ZORGEN)
    verhaal.meldt("kind", "cjg", "2014-06-03", patroon=None)
    for soort in Gevolgsoort:
        if soort is Gevolgsoort.UIT_BEELD or not soort.value.startswith(("match-", "stapeling", "uit-", "geen-")):
            continue
        assert zin(Gevolg(moment=T, soort=soort, regel="M03", gewicht=3), NAMEN), soort
    for gevolg in verhaal.gevolgen:
        if gevolg.match:
            assert zin(gevolg, NAMEN).endswith(".")


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


@pytest.mark.parametrize(
    ("poort", "telt", "woorden"),
    [
        (geweigerd("geen-geldige-grond", "T06", ""), False, "slaapt: het telt niet mee"),
        (toegestaan("toestemming", "T06"), False, "voorbij en telt niet meer"),
        (toegestaan("toestemming", "T06"), True, "nu geen match"),
    ],
)
def test_M13_de_melder_leest_of_zijn_signaal_telt(poort: object, telt: bool, woorden: str) -> None:
    assert woorden in vervolg_signaal(ZORG, poort, telt, None, None, 28)  # type: ignore[arg-type]


def test_R01_zonder_regisseur_is_de_coordinator_aan_zet() -> None:
    assert "coördinator" in vervolg_match(een_match(), None)
    toegewezen = een_match(status=Matchstatus.TOEGEWEZEN)
    assert vervolg_match(toegewezen, date(2014, 6, 5)) == "Neem de match uiterlijk 5 juni 2014 aan."
    assert "eigen toestemming" in vervolg_match(
        een_match(status=Matchstatus.AANGENOMEN, voortzetten_voor=date(2014, 6, 9)), None
    )


def test_R08_de_melder_hoort_wie_de_regie_heeft_en_hoe_hij_die_bereikt() -> None:
    regisseur = Regisseur(uid("r"), uid("wijkteam"), Categorie.JGZ, "0599", "R. Regisseur", "010-1234567")
    tekst = vervolg_signaal(ZORG, toegestaan("toestemming", "T06"), True, een_match(), regisseur, 28)
    assert "R. Regisseur" in tekst
    assert "010-1234567" in tekst
    zonder = vervolg_signaal(ZORG, toegestaan("toestemming", "T06"), True, een_match(), None, 28)
    assert "coördinator" in zonder
