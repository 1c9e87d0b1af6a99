# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who directs, and who may say yes (R01-R03, A05)."""

from dataclasses import replace

import pytest

from tests.domain.bouw import een_convenant, op, uid
from verwijsindex.domain.match import OVERGANGEN, Match, mag_naar
from verwijsindex.domain.regie import Regisseur, kies_regisseur, mag_aanvaarden
from verwijsindex.domain.woorden import GESLOTEN, Categorie, Leefgebied, Matchstatus

CONVENANT = een_convenant(caseload=20)
GEEN: frozenset[Leefgebied] = frozenset()


def een_regisseur(naam: str, **velden: object) -> Regisseur:
    basis = Regisseur(uid(naam), uid("wijkteam"), Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING, "0599", naam, "010-0000000")
    return replace(basis, **velden)  # type: ignore[arg-type]


def een_match(**velden: object) -> Match:
    basis = Match(
        id=uid("m"), dossier=uid("d"), gemeente="0599", convenant="0599/regionaal/1", geopend=op("2014-06-02")
    )
    return replace(basis, **velden)  # type: ignore[arg-type]


RUSTIG = een_regisseur("rustig", families=1)
DRUK = een_regisseur("druk", families=19)
VOL = een_regisseur("vol", families=20)
WEST = een_regisseur("west", families=10, gebieden=frozenset({"west"}))
WONEN = een_regisseur("wonen", families=12, leefgebieden=frozenset({Leefgebied.WONEN}))
WEG = een_regisseur("weg", actief=False)
SCHOOL = een_regisseur("school", categorie=Categorie.ONDERWIJS)
POLITIE = een_regisseur("politie", categorie=Categorie.POLITIE_JUSTITIE)


@pytest.mark.parametrize(
    ("regisseurs", "laatste", "gebied", "leefgebieden", "verwacht"),
    [
        ([RUSTIG, DRUK, WEST, WONEN], DRUK, "west", GEEN, DRUK),
        ([RUSTIG, VOL], VOL, None, GEEN, VOL),
        ([RUSTIG, WEG], WEG, None, GEEN, RUSTIG),
        ([RUSTIG, WEST, WONEN], None, "west", frozenset({Leefgebied.WONEN}), WEST),
        ([RUSTIG, WEST, WONEN], None, "oost", frozenset({Leefgebied.WONEN}), WONEN),
        ([RUSTIG, DRUK], None, None, GEEN, RUSTIG),
        ([replace(WEST, families=20), RUSTIG], None, "west", GEEN, RUSTIG),
        ([VOL], None, None, GEEN, None),
        ([WEG], None, None, GEEN, None),
        ([], None, None, GEEN, None),
    ],
)
def test_R02_de_eerste_treffer_wint(
    regisseurs: list[Regisseur],
    laatste: Regisseur | None,
    gebied: str | None,
    leefgebieden: frozenset[Leefgebied],
    verwacht: Regisseur | None,
) -> None:
    gekozen = kies_regisseur(regisseurs, laatste.id if laatste else None, gebied, leefgebieden, CONVENANT)
    assert gekozen == verwacht


def test_A05_scholen_en_politie_leveren_nooit_een_regisseur() -> None:
    assert kies_regisseur([SCHOOL, POLITIE], None, None, GEEN, CONVENANT) is None
    assert kies_regisseur([SCHOOL], SCHOOL.id, None, GEEN, CONVENANT) is None
    ruimer = een_convenant(regie_categorieen=frozenset({Categorie.ONDERWIJS}))
    assert kies_regisseur([SCHOOL], None, None, GEEN, ruimer) == SCHOOL


def test_R02_de_keuze_hangt_niet_af_van_de_volgorde_van_de_lijst() -> None:
    gelijk = [een_regisseur(f"r{n}", families=3) for n in range(5)]
    assert {kies_regisseur(rij, None, None, GEEN, CONVENANT) for rij in (gelijk, gelijk[::-1])} == {
        min(gelijk, key=lambda r: str(r.id))
    }


def test_R01_een_match_zonder_regisseur_bestaat_alleen_als_nieuw() -> None:
    assert mag_naar(een_match(), Matchstatus.TOEGEWEZEN)
    assert not mag_naar(een_match(), Matchstatus.AANGENOMEN)


def test_R03_alleen_de_aangewezen_regisseur_neemt_aan_en_een_keer() -> None:
    toegewezen = een_match(status=Matchstatus.TOEGEWEZEN, regisseur=RUSTIG.id)
    assert mag_aanvaarden(toegewezen, RUSTIG.id)
    assert mag_aanvaarden(toegewezen, DRUK.id).code == "niet-uw-match"
    assert mag_aanvaarden(toegewezen, None).code == "niet-uw-match"
    assert mag_aanvaarden(een_match(), None).code == "niet-uw-match"
    aangenomen = replace(toegewezen, status=Matchstatus.AANGENOMEN)
    assert mag_aanvaarden(aangenomen, RUSTIG.id).code == "overgang-onmogelijk"


def test_M11_vervallen_is_het_einde_en_M16_alleen_heropenen_komt_uit_afgesloten() -> None:
    assert set(OVERGANGEN) == set(Matchstatus)
    assert OVERGANGEN[Matchstatus.VERVALLEN] == frozenset()
    assert OVERGANGEN[Matchstatus.AFGESLOTEN] == {Matchstatus.TOEGEWEZEN, Matchstatus.NIEUW}
    for status, volgende in OVERGANGEN.items():
        if status not in GESLOTEN:
            assert Matchstatus.VERVALLEN in volgende
