# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 3 as tables: who sees which fields of a signal and of a match, and when that ends (I01-I04, V03, V06)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_grond, een_signaal, een_toestemming, jeugdwet, op, uid
from tests.domain.convenanten import meegeleverd
from tests.domain.kijkers import (
    CATEGORIEEN,
    coordinator,
    de_match,
    melder,
    neem_aan,
    regisseur,
    stand_van,
    wijs_toe,
)
from verwijsindex.domain import daden
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.inzage import Kijker, Veld, deelt, zicht
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.woorden import Categorie, Deel, Grond, Intrekreden, Matchstatus, Patroon, Soort

REGIONAAL = meegeleverd("regionaal")
NU = op("2026-01-07")
NIETS: frozenset[Veld] = frozenset()
BELLEN = frozenset({Veld.ORGANISATIE, Veld.CONTACTPUNT})
INHOUD = frozenset({Veld.KIND, Veld.DATA, Veld.SOORT, Veld.LEEFGEBIEDEN, Veld.PATROON, Veld.GEWICHT, Veld.GROND})
BEPERKT = BELLEN | {Veld.KIND, Veld.GROND}
VEILIG = BEPERKT | {Veld.GEWICHT, Veld.VEILIGHEID}
ENVELOP = frozenset({Veld.ENVELOP})
ALLES = BELLEN | INHOUD
MELDER = frozenset({Veld.BESTAAN, Veld.REGISSEUR})
REGIE = MELDER | {Veld.REDENEN, Veld.TIJDLIJN, Veld.TAKEN}


def ja(*voor: Deel, met: frozenset[Categorie] | None = None, **anders: Any) -> Toestemming:
    gegeven = een_toestemming(date(2026, 1, 5), date(2026, 12, 1))
    return replace(gegeven, voor=frozenset(voor or Deel), met=met, **anders)


CONTACT = ja(Deel.REGISTREREN, Deel.CONTACTGEGEVENS)
GEWELD = een_grond("k", "wonen", NU)
VOORLOPIG = een_grond("k", "wonen", NU, bevestigd=False)
GRONDEN: dict[str, dict[str, Any]] = {
    "alles": {"toestemmingen": (ja(),)},
    "contact": {"toestemmingen": (CONTACT,)},
    "alleen-registreren": {"toestemmingen": (ja(Deel.REGISTREREN),)},
    "alleen-jgz": {"toestemmingen": (ja(met=frozenset({Categorie.JGZ})),)},
    "alleen-onderwijs": {"toestemmingen": (ja(met=frozenset({Categorie.ONDERWIJS})),)},
    "veiligheid": {"veiligheid": GEWELD},
    "voorlopig": {"veiligheid": VOORLOPIG},
    "veiligheid+alles": {"veiligheid": GEWELD, "toestemmingen": (ja(),)},
    "voorlopig+alles": {"veiligheid": VOORLOPIG, "toestemmingen": (ja(),)},
    "voorlopig+contact": {"veiligheid": VOORLOPIG, "toestemmingen": (CONTACT,)},
    "voorlopig+alleen-jgz": {"veiligheid": VOORLOPIG, "toestemmingen": (ja(met=frozenset({Categorie.JGZ})),)},
    "vervallen": {"veiligheid": replace(GEWELD, vervallen=NU)},
    "nooit-gevraagd": {},
    "geweigerd": {"toestemmingen": (een_toestemming(date(2026, 1, 6), None),)},
    "ingetrokken": {"toestemmingen": (ja(ingetrokken=NU),)},
    "verlopen": {"toestemmingen": (ja(tot=date(2026, 1, 6)),)},
}
JGZ, VT = regisseur(), regisseur("vt", Categorie.VEILIG_THUIS)
# Of each ground: the director of youth health, he of Veilig Thuis, the coordinator without a director and with one,
# and the school that reports too.
TABEL = {
    "alles": (ALLES | ENVELOP, ALLES | ENVELOP, ALLES, ALLES, BELLEN),
    "contact": (BEPERKT | ENVELOP, BEPERKT | ENVELOP, BEPERKT, BEPERKT, BELLEN),
    "alleen-registreren": (NIETS, NIETS, NIETS, NIETS, NIETS),
    "alleen-jgz": (ALLES | ENVELOP, NIETS, ALLES, ALLES, NIETS),
    "alleen-onderwijs": (NIETS, NIETS, ALLES, ALLES, BELLEN),
    "veiligheid": (VEILIG | ENVELOP, VEILIG | INHOUD | ENVELOP, VEILIG, VEILIG, BELLEN),
    "voorlopig": (VEILIG, VEILIG, VEILIG, NIETS, NIETS),
    "veiligheid+alles": (VEILIG | ENVELOP, VEILIG | INHOUD | ENVELOP, VEILIG, VEILIG, BELLEN),
    "voorlopig+alles": (VEILIG | ENVELOP, VEILIG | ENVELOP, VEILIG, ALLES, BELLEN),
    "voorlopig+contact": (VEILIG | ENVELOP, VEILIG | ENVELOP, VEILIG, BEPERKT, BELLEN),
    "voorlopig+alleen-jgz": (VEILIG | ENVELOP, VEILIG, VEILIG, ALLES, NIETS),
    "vervallen": (NIETS, NIETS, NIETS, NIETS, NIETS),
    "nooit-gevraagd": (NIETS, NIETS, NIETS, NIETS, NIETS),
    "geweigerd": (NIETS, NIETS, NIETS, NIETS, NIETS),
    "ingetrokken": (NIETS, NIETS, NIETS, NIETS, NIETS),
    "verlopen": (NIETS, NIETS, NIETS, NIETS, NIETS),
}
KIJKERS: tuple[tuple[str, Kijker, str | None], ...] = (
    ("regisseur jgz", JGZ, "regisseur"),
    ("regisseur veilig thuis", VT, "vt"),
    ("coordinator zonder regisseur", coordinator(), None),
    ("coordinator met regisseur", coordinator(), "regisseur"),
    ("melder", melder("school"), "regisseur"),
)


def gezin(convenant: Convenant = REGIONAAL, wie: str | None = "regisseur", **van_wonen: Any) -> tuple[Verhaal, Signaal]:
    """School and cjg are worried about a child, and there is a match; the corporation reports too."""
    verhaal = Verhaal(convenant)
    for organisatie in ("school", "cjg"):
        verhaal.meldt("k", organisatie, "2026-01-05", soort=Soort.ZORGEN)
    van_wonen = {"toestemming": False, "patroon": Patroon.HUURACHTERSTAND} | van_wonen
    signaal = verhaal.meldt("k", "wonen", "2026-01-07", **van_wonen)
    wijs_toe(verhaal, NU, uid(wie) if wie else None)
    return verhaal, verhaal.toestand.signalen[signaal.id]


def blik(kijker: Kijker, verhaal: Verhaal, signaal: Signaal) -> frozenset[Veld]:
    return zicht(kijker, verhaal.toestand.signalen[signaal.id], de_match(verhaal), stand_van(verhaal))


@pytest.mark.parametrize("grond", GRONDEN)
@pytest.mark.parametrize("plaats", range(len(KIJKERS)), ids=[naam for naam, _, _ in KIJKERS])
def test_I02_elke_kijker_ziet_precies_wat_de_grond_hem_toelaat(grond: str, plaats: int) -> None:
    _, kijker, wie = KIJKERS[plaats]
    # What consent must be for is the least that this convenant can ask, so that one for less is seen to show less.
    convenant = replace(REGIONAAL, toestemming_nodig=frozenset({Deel.REGISTREREN}))
    verhaal, signaal = gezin(convenant, wie, **GRONDEN[grond])
    assert blik(kijker, verhaal, signaal) == TABEL[grond][plaats]


def test_I02_de_tabel_kent_elke_grond() -> None:
    assert TABEL.keys() == GRONDEN.keys()


@pytest.mark.parametrize("grond", GRONDEN)
@pytest.mark.parametrize(
    "kijker",
    [
        regisseur("een ander"),
        Kijker(Rol.REGISSEUR, uid("wijkteam"), Categorie.JGZ, None),
        coordinator("0363"),
        Kijker(Rol.COORDINATOR),
        melder("schuldhulp"),
        Kijker(Rol.MELDER),
        *(
            Kijker(rol, uid("school"), Categorie.JGZ, uid("regisseur"), "0599")
            for rol in (Rol.PRIVACY, Rol.BEHEER, Rol.SYSTEEM, Rol.ONBEKEND)
        ),
    ],
    ids=lambda k: f"{k.rol}-{k.gemeente}",
)
def test_I04_een_ander_ziet_niets_van_de_match_en_niets_van_een_signaal(kijker: Kijker, grond: str) -> None:
    verhaal, _ = gezin(**GRONDEN[grond])
    stand, match = stand_van(verhaal), de_match(verhaal)
    assert zicht(kijker, match, None, stand) == NIETS
    assert all(zicht(kijker, s, match, stand) == NIETS for s in verhaal.toestand.signalen.values())


@pytest.mark.parametrize(
    ("kijker", "velden"),
    [
        (JGZ, REGIE),
        (coordinator(), REGIE),
        (melder("school"), MELDER),
        (melder("cjg"), MELDER),
        (melder("wonen"), NIETS),
        (melder("schuldhulp"), NIETS),
    ],
)
def test_I01_van_een_match_hoort_wie_erin_meetelt_en_weet_wie_hem_leidt(
    kijker: Kijker, velden: frozenset[Veld]
) -> None:
    verhaal, _ = gezin(**GRONDEN["nooit-gevraagd"])
    assert zicht(kijker, de_match(verhaal), None, stand_van(verhaal)) == velden


@pytest.mark.parametrize("grond", GRONDEN)
def test_I01_een_melder_ziet_zijn_eigen_signaal_altijd_en_zonder_match_geen_ander(grond: str) -> None:
    verhaal, signaal = gezin(**GRONDEN[grond])
    stand = stand_van(verhaal)
    eigen = ALLES | {Veld.VEILIGHEID}
    assert zicht(melder("wonen"), signaal, None, stand) == eigen
    assert zicht(melder("wonen"), signaal, de_match(verhaal), stand) == eigen
    for kijker in (JGZ, coordinator(), melder("school")):
        assert zicht(kijker, signaal, None, stand) == NIETS


@pytest.mark.parametrize("status", [Matchstatus.AFGESLOTEN, Matchstatus.VERVALLEN])
def test_I02_na_sluiten_of_vervallen_is_er_niets_meer_te_zien(status: Matchstatus) -> None:
    verhaal, signaal = gezin(**GRONDEN["alles"])
    stand = stand_van(verhaal)
    dicht = replace(de_match(verhaal), status=status, gesloten=NU)
    for kijker in (JGZ, coordinator(), melder("school")):
        assert zicht(kijker, dicht, None, stand) == NIETS
        assert zicht(kijker, signaal, dicht, stand) == NIETS


@pytest.mark.parametrize("opvolger", ["tweede", None])
def test_I02_een_vorige_regisseur_ziet_meteen_niets_meer(opvolger: str | None) -> None:
    verhaal, signaal = gezin(**GRONDEN["alles"])
    assert blik(JGZ, verhaal, signaal) == ALLES | ENVELOP
    wijs_toe(verhaal, op("2026-01-08"), uid(opvolger) if opvolger else None)
    assert blik(JGZ, verhaal, signaal) == NIETS
    assert blik(regisseur("tweede"), verhaal, signaal) == (ALLES | ENVELOP if opvolger else NIETS)


@pytest.mark.parametrize("reden", [Intrekreden.TEN_ONRECHTE, Intrekreden.VERKEERD_KIND])
@pytest.mark.parametrize("grond", ["alles", "veiligheid"])
def test_S06_wat_als_fout_is_ingetrokken_ziet_niemand_anders_meer(reden: Intrekreden, grond: str) -> None:
    verhaal, signaal = gezin(**GRONDEN[grond])
    verhaal.doe(op("2026-01-08"), daden.Terugtrekking(signaal.id, reden))
    for kijker in (JGZ, coordinator(), melder("school")):
        assert blik(kijker, verhaal, signaal) == NIETS


@pytest.mark.parametrize("afzender", ["politie", "huisarts", "wonen"])
@pytest.mark.parametrize("grond", ["alles", "veiligheid"])
@pytest.mark.parametrize("categorie", Categorie)
def test_I03_een_beschermde_afzender_wordt_alleen_aan_genoemde_categorieen_getoond(
    categorie: Categorie, afzender: str, grond: str
) -> None:
    signaal = replace(een_signaal("k", afzender, NU, toestemming=False), **GRONDEN[grond])
    stand = stand_van(Verhaal(REGIONAAL).doe(NU, daden.Registratie(signaal)))
    ontvangers = REGIONAAL.gevoelige_afzenders.get(CATEGORIEEN[afzender])
    gezien = deelt(Kijker(Rol.MELDER, uid("x"), categorie), signaal, stand, eigenaar=False)
    assert gezien == (BELLEN if ontvangers is None or categorie in ontvangers else NIETS)
    # The municipality itself is no category.
    assert deelt(coordinator(), signaal, stand, eigenaar=False) >= BELLEN


@pytest.mark.parametrize("kijker", [JGZ, coordinator(), melder("school")])
def test_I01_de_wettelijke_index_toont_alleen_contactgegevens_en_verschillende_jeugdigen(kijker: Kijker) -> None:
    verhaal = Verhaal(jeugdwet())
    for organisatie in ("school", "wonen"):
        verhaal.meldt("k", organisatie, "2026-01-07", soort=Soort.ZORGEN, toestemming=False)
    wijs_toe(verhaal, NU, uid("regisseur"))
    (ander,) = [s for s in verhaal.toestand.signalen.values() if s.organisatie == uid("wonen")]
    assert blik(kijker, verhaal, ander) == BELLEN | {Veld.JEUGDIGEN}


def voorlopig_verhaal(*, met_zorg: bool, toestemming: bool = False) -> Verhaal:
    """School is involved; the corporation invokes a ground; with `met_zorg` the cjg makes a match of it without."""
    verhaal = Verhaal(REGIONAAL)
    verhaal.meldt("k", "school", "2026-01-06")
    if met_zorg:
        verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    antwoord = {"toestemmingen": (ja(),)} if toestemming else {"toestemming": False}
    verhaal.meldt("k", "wonen", "2026-01-07", soort=Soort.ZORGEN, veiligheid=VOORLOPIG, **antwoord)
    wijs_toe(verhaal, NU, uid("regisseur"))
    return verhaal


@pytest.mark.parametrize(
    ("anders", "hoort"),
    [
        ({"met_zorg": False}, NIETS),
        ({"met_zorg": True}, MELDER),
        ({"met_zorg": False, "toestemming": True}, MELDER),
    ],
)
def test_V03_een_melder_hoort_niet_van_een_match_die_alleen_op_andermans_voorlopige_grond_staat(
    anders: dict[str, bool], hoort: frozenset[Veld]
) -> None:
    verhaal = voorlopig_verhaal(**anders)
    match, stand = de_match(verhaal), stand_van(verhaal)
    assert zicht(melder("school"), match, None, stand) == hoort
    # Whose ground it is, and who is to act on it.
    assert zicht(melder("wonen"), match, None, stand) == MELDER
    assert zicht(JGZ, match, None, stand) == REGIE


def test_V03_zodra_een_tweede_persoon_bevestigt_hoort_de_melder_ervan() -> None:
    verhaal = voorlopig_verhaal(met_zorg=False)
    (signaal,) = [s for s in verhaal.toestand.signalen.values() if s.veiligheid]
    bevestigd = replace(VOORLOPIG, bevestigd=op("2026-01-08"), bevestigd_door=uid("tweede"))
    verhaal.doe(op("2026-01-08"), daden.Veiligheidsdaad(signaal.id, bevestigd))
    assert zicht(melder("school"), de_match(verhaal), None, stand_van(verhaal)) == MELDER
    assert blik(melder("school"), verhaal, signaal) == BELLEN


def test_V03_een_bevinding_die_zonder_de_voorlopige_grond_staat_is_genoeg() -> None:
    verhaal = Verhaal(REGIONAAL)
    for organisatie in ("school", "cjg"):
        verhaal.meldt("k", organisatie, "2026-01-06", patroon=Patroon.ZORGMIJDING)
    verhaal.meldt("k", "wonen", "2026-01-07", veiligheid=VOORLOPIG, toestemming=False)
    assert zicht(melder("school"), de_match(verhaal), None, stand_van(verhaal)) == MELDER


@pytest.mark.parametrize(
    ("erbij", "hoort"),
    [
        ({}, NIETS),
        # What was later than the closing, on consent, would have brought it back.
        ({"met_ja": True}, MELDER),
        ({"weer": "cjg"}, MELDER),
        # A finding of before the closing does not.
        ({"patroon": Patroon.ZORGMIJDING}, NIETS),
    ],
)
def test_V03_M16_een_melder_hoort_niet_van_een_match_die_alleen_een_voorlopige_grond_heropende(
    erbij: dict[str, Any], hoort: frozenset[Veld]
) -> None:
    verhaal = Verhaal(REGIONAAL)
    patroon = {"patroon": erbij["patroon"]} if "patroon" in erbij else {}
    for organisatie in ("school", "cjg"):
        verhaal.meldt("k", organisatie, "2026-01-06", soort=Soort.ZORGEN, **patroon)
    neem_aan(verhaal, NU)
    verhaal.doe(op("2026-01-20"), daden.Afsluiting(de_match(verhaal).id))
    grond = een_grond("k", "wonen", op("2026-02-02"), bevestigd=False)
    antwoord = {"toestemmingen": (ja(),)} if "met_ja" in erbij else {"toestemming": False}
    verhaal.meldt("k", "wonen", "2026-02-02", soort=Soort.ZORGEN, veiligheid=grond, **antwoord)
    if "weer" in erbij:
        verhaal.meldt("k", erbij["weer"], "2026-02-03", soort=Soort.ZORGEN)
    match, stand = de_match(verhaal), stand_van(verhaal)
    assert match.open
    assert bool(match.bevindingen) == ("patroon" in erbij)
    assert [zicht(melder(wie), match, None, stand) for wie in ("school", "cjg")] == [hoort, hoort]
    assert zicht(melder("wonen"), match, None, stand) == MELDER
    assert zicht(JGZ, match, None, stand) == REGIE


def test_I02_een_envelop_hoort_bij_een_kind_met_een_signaal_dat_telt() -> None:
    kort = replace(REGIONAAL, nazorgvenster_maanden=1)
    verhaal, signaal = gezin(kort, **GRONDEN["alles"])
    verhaal.doe(op("2026-01-08"), daden.Beeindiging(signaal.id, date(2026, 1, 8))).tot("2026-03-01")
    # The child still has counting signals of others.
    assert blik(JGZ, verhaal, signaal) == ALLES | ENVELOP
    for ander in list(verhaal.toestand.signalen.values()):
        if ander.id != signaal.id:
            verhaal.doe(op("2026-03-02"), daden.Beeindiging(ander.id, date(2026, 3, 2)))
    verhaal.tot("2026-05-01")
    assert de_match(verhaal).open
    assert blik(JGZ, verhaal, signaal) == ALLES


def test_M04_van_een_kind_dat_niet_bij_de_match_hoort_is_niets_te_zien() -> None:
    verhaal, _ = gezin(**GRONDEN["alles"])
    half = verhaal.meldt("halfzus", "schuldhulp", "2026-01-07", ouders=["moeder", "ander"], grond=Grond.VERMISSING)
    assert blik(JGZ, verhaal, half) == NIETS
    assert zicht(melder("schuldhulp"), de_match(verhaal), None, stand_van(verhaal)) == NIETS


@pytest.mark.parametrize("van_match", [True, False])
def test_I02_van_een_signaal_uit_een_andere_gemeente_gelden_beide_convenanten(van_match: bool) -> None:
    eigen = replace(REGIONAAL, alleen_contactgegevens=van_match)
    verhaal = Verhaal(eigen, replace(REGIONAAL, gemeente="0363", alleen_contactgegevens=not van_match))
    signaal = verhaal.meldt("k", "wonen", "2026-01-05", gemeente="0363")
    verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    neem_aan(verhaal, NU)
    assert de_match(verhaal).gemeente == "0599"
    assert blik(JGZ, verhaal, signaal) == BELLEN
