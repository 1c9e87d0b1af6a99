# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 1: what may be registered, by whom (A01-A05, S01-S03, S09)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.bouw import een_convenant, een_signaal, een_toestemming, jeugdwet, op, regels, uid
from tests.domain.convenanten import meegeleverd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.poort_1 import poort_1
from verwijsindex.domain.signaal import Bevestiging, Signaal
from verwijsindex.domain.toestand import Toestand
from verwijsindex.domain.verloop import loop_bij
from verwijsindex.domain.woorden import Categorie, Soort

NU = op("2026-11-22")
VANDAAG = date(2026, 11, 22)
REGIONAAL, JEUGDWET = meegeleverd("regionaal"), meegeleverd("jeugdwet-7.1")


def een_organisatie(convenant: Convenant = REGIONAAL, **anders: Any) -> Organisatie:
    basis = Organisatie(
        uid("school"), "School", Categorie.ONDERWIJS, "school", ondertekend=frozenset({convenant.kenmerk})
    )
    return replace(basis, **anders)


def een_professional(**anders: Any) -> Professional:
    return replace(Professional(uid("pro"), uid("school"), "p1", date(2026, 1, 1)), **anders)


def oordeel(
    signaal: Signaal | None = None,
    *,
    organisatie: Organisatie | None = None,
    professional: Professional | None = een_professional(),  # noqa: B008 a frozen value
    convenant: Convenant = REGIONAAL,
    vandaag: date = VANDAAG,
) -> list[str]:
    """The codes of the refusals; empty when it may."""
    besluiten = poort_1(
        signaal or een_signaal("k", "school", NU, soort=Soort.ZORGEN, toestemming=convenant.toestemming_vereist),
        organisatie or een_organisatie(convenant),
        professional,
        convenant,
        vandaag,
    )
    assert all(besluit.regel and besluit.zin for besluit in besluiten)
    return [besluit.code for besluit in besluiten]


def test_A01_wie_aan_alles_voldoet_mag_melden() -> None:
    assert oordeel() == []


@pytest.mark.parametrize(
    ("wat", "code"),
    [
        ({"organisatie": een_organisatie(categorie=Categorie.GEEN)}, "categorie-niet-toegelaten"),
        ({"organisatie": een_organisatie(ondertekend=frozenset())}, "convenant-niet-ondertekend"),
        ({"organisatie": een_organisatie(ondertekend=frozenset({"0599/regionaal/0"}))}, "convenant-niet-ondertekend"),
        ({"organisatie": een_organisatie(actief=False)}, "convenant-niet-ondertekend"),
        ({"professional": een_professional(vanaf=date(2026, 11, 23))}, "professional-niet-aangewezen"),
        ({"professional": een_professional(tot=date(2026, 11, 21))}, "professional-niet-aangewezen"),
        ({"professional": een_professional(organisatie=uid("cjg"))}, "professional-niet-aangewezen"),
    ],
)
def test_A01_een_voorwaarde_minder_en_het_mag_niet(wat: dict[str, Any], code: str) -> None:
    assert oordeel(**wat) == [code]


@pytest.mark.parametrize("tot", [None, VANDAAG])
def test_A01_een_aanwijzing_geldt_tot_en_met_haar_laatste_dag(tot: date | None) -> None:
    assert oordeel(professional=een_professional(vanaf=VANDAAG, tot=tot)) == []


def test_A01_alle_redenen_worden_in_een_keer_genoemd() -> None:
    assert oordeel(organisatie=een_organisatie(categorie=Categorie.GEEN), professional=None) == [
        "categorie-niet-toegelaten",
        "professional-vereist",
    ]


def test_A01_het_convenant_van_kracht_is_het_nieuwste_dat_begonnen_is() -> None:
    versies = regels(
        een_convenant(vanaf=date(2020, 1, 1)),
        een_convenant(versie=2, vanaf=date(2026, 1, 1), tot=date(2026, 6, 30)),
    ).convenanten
    for op_dag, versie in (("2025-12-31", 1), ("2026-01-01", 2), ("2026-06-30", 2), ("2026-07-01", 1)):
        geldend = versies.geldend("0599", date.fromisoformat(op_dag))
        assert geldend
        assert geldend.versie == versie
    assert versies.geldend("0599", date(2019, 12, 31)) is None
    assert versies.geldend("0363", VANDAAG) is None
    assert versies.laatste("0599", date(2019, 12, 31)).versie == 1


# One row per institution: is it welcome in `regionaal`, and under the closed list of `jeugdwet-7.1`?
MELDERS = [
    ("jeugdhulp", "jeugdhulpaanbieder", True, True),
    ("jeugdhulp", "gecertificeerde-instelling", True, True),
    ("jeugdhulp", "voogdij-vreemdelingen", True, True),
    ("jeugdhulp", None, True, False),
    ("jgz", "cjg", True, True),
    ("jgz", "ggd", True, True),
    ("jgz", "jeugdgezondheidszorg", True, True),
    ("jgz", None, True, False),
    ("gezondheidszorg", "huisarts", True, True),
    ("gezondheidszorg", "spoedeisende-hulp", True, True),
    ("gezondheidszorg", "ggz", True, True),
    ("gezondheidszorg", "verslavingszorg", True, True),
    ("gezondheidszorg", "verloskundige", True, True),
    ("gezondheidszorg", "ziekenhuis", True, False),
    ("gezondheidszorg", None, True, False),
    ("onderwijs", "school", True, True),
    ("onderwijs", "mbo", True, True),
    ("onderwijs", "leerplichtambtenaar", True, True),
    ("onderwijs", "rmc", True, True),
    ("onderwijs", "samenwerkingsverband", True, True),
    ("onderwijs", None, True, False),
    ("kinderopvang", "kinderdagverblijf", False, False),
    ("kinderopvang", None, False, False),
    ("maatschappelijke-ondersteuning", "maatschappelijk-werk", True, True),
    ("maatschappelijke-ondersteuning", "jongerenwerk", True, True),
    ("maatschappelijke-ondersteuning", "vrouwenopvang", True, True),
    ("maatschappelijke-ondersteuning", "maatschappelijke-opvang", True, True),
    ("maatschappelijke-ondersteuning", "clientondersteuning", True, True),
    ("maatschappelijke-ondersteuning", None, True, False),
    ("werk-en-inkomen", "gemeentelijke-kredietbank", True, True),
    ("werk-en-inkomen", "sociale-dienst", True, False),
    ("werk-en-inkomen", None, True, False),
    ("schuldhulp", "gemeentelijke-kredietbank", True, True),
    ("schuldhulp", "schuldhulpbureau", True, False),
    ("schuldhulp", None, True, False),
    ("wonen", "woningcorporatie", True, False),
    ("wonen", None, True, False),
    ("politie-justitie", "politie", True, True),
    ("politie-justitie", "raad-voor-de-kinderbescherming", True, True),
    ("politie-justitie", "halt", True, True),
    ("politie-justitie", "reclassering", True, True),
    ("politie-justitie", "justitiele-jeugdinrichting", True, True),
    ("politie-justitie", "deurwaarder", True, False),
    ("politie-justitie", None, True, False),
    ("veilig-thuis", "veilig-thuis", True, True),
    ("veilig-thuis", None, True, True),
    ("geen", None, False, False),
]


@pytest.mark.parametrize(("categorie", "instelling", "regionaal", "wettelijk"), MELDERS)
def test_A02_wie_mag_melden_staat_per_soort_instelling_in_het_convenant(
    categorie: str, instelling: str | None, regionaal: bool, wettelijk: bool
) -> None:
    for convenant, mag in ((REGIONAAL, regionaal), (JEUGDWET, wettelijk)):
        organisatie = een_organisatie(convenant, categorie=Categorie(categorie), instelling=instelling)
        verwacht = [] if mag else ["categorie-niet-toegelaten"]
        assert oordeel(convenant=convenant, organisatie=organisatie) == verwacht, convenant.naam


def test_A02_de_tabel_noemt_elke_categorie_en_elke_instelling_van_de_gesloten_lijst() -> None:
    genoemd = {(categorie, instelling) for categorie, instelling, *_ in MELDERS}
    assert {categorie for categorie, _ in genoemd} == set(Categorie)
    gesloten = {(c.value, i) for c, toelating in JEUGDWET.melders.items() for i in toelating.instellingen}
    assert gesloten == {(c, i) for c, i, _, wettelijk in MELDERS if wettelijk and i} - {
        ("veilig-thuis", "veilig-thuis")
    }


ZORGKRING = frozenset(
    map(Categorie, ("jeugdhulp", "jgz", "gezondheidszorg", "maatschappelijke-ondersteuning", "veilig-thuis"))
)


@pytest.mark.parametrize(
    ("convenant", "uitgangspunt", "grondslag"),
    [(REGIONAAL, een_convenant(), "regionaal convenant"), (JEUGDWET, jeugdwet(archief_jaren=5), "Jeugdwet 7.1")],
)
def test_A02_B02_I03_de_meegeleverde_getallen_zijn_die_van_de_regels(
    convenant: Convenant, uitgangspunt: Convenant, grondslag: str
) -> None:
    gevoelig = {
        Categorie.POLITIE_JUSTITIE: ZORGKRING | {Categorie.POLITIE_JUSTITIE},
        Categorie.GEZONDHEIDSZORG: ZORGKRING,
        Categorie.JEUGDHULP: ZORGKRING,
    }
    eigen = {"melders": convenant.melders, "grondslag": grondslag, "gevoelige_afzenders": gevoelig}
    assert convenant == replace(uitgangspunt, **eigen)  # type: ignore[arg-type]


def test_A03_een_machine_zonder_professional_registreert_niets() -> None:
    assert oordeel(professional=None) == ["professional-vereist"]


def test_A03_een_bevestiging_ligt_niet_in_de_toekomst() -> None:
    morgen = Bevestiging(uid("pro"), NU + timedelta(days=1), True)
    assert oordeel(een_signaal("k", "school", NU, bevestiging=morgen)) == ["bevestiging-in-toekomst"]
    assert oordeel(een_signaal("k", "school", NU, bevestiging=replace(morgen, moment=op("2026-11-22", 23)))) == []


def test_A04_niets_in_de_regels_dwingt_tot_melden() -> None:
    toestand, gevolgen = loop_bij(Toestand(), NU + timedelta(days=9999), regels())
    assert not gevolgen
    assert not toestand.signalen


@pytest.mark.parametrize("convenant", [REGIONAAL, JEUGDWET], ids=lambda c: c.naam)
@pytest.mark.parametrize("categorie", [Categorie.ONDERWIJS, Categorie.POLITIE_JUSTITIE])
def test_A05_school_en_politie_melden_maar_regisseren_niet(categorie: Categorie, convenant: Convenant) -> None:
    assert categorie not in convenant.regie_categorieen
    instelling = {Categorie.ONDERWIJS: "school", Categorie.POLITIE_JUSTITIE: "politie"}[categorie]
    organisatie = een_organisatie(convenant, categorie=categorie, instelling=instelling)
    assert oordeel(convenant=convenant, organisatie=organisatie) == []


@pytest.mark.parametrize(
    ("vandaag", "geboortemaand", "uiterlijk", "codes"),
    [
        # The 23rd birthday is 15 November 2026, which only the client knows.
        ("2026-11-14", "2003-11", "2026-11-15", []),
        ("2026-11-15", "2003-11", "2026-11-15", ["uiterlijk-tot-voorbij"]),
        ("2026-11-01", "2003-11", "2026-11-30", []),
        ("2026-11-01", "2003-11", "2026-12-01", ["uiterlijk-tot-na-23"]),
        ("2026-11-29", "2003-11", "2026-11-30", []),
        ("2026-11-30", "2003-11", "2026-12-01", ["uiterlijk-tot-na-23"]),
        ("2026-12-01", "2003-11", "2026-12-02", ["te-oud", "uiterlijk-tot-na-23"]),
        # Born on 29 February.
        ("2027-02-27", "2004-02", "2027-02-28", []),
        ("2027-02-27", "2004-02", "2027-03-01", ["uiterlijk-tot-na-23"]),
        # At most 24 months, clipped.
        ("2026-11-22", "2015-01", "2028-11-22", []),
        ("2026-11-22", "2015-01", "2028-11-23", ["uiterlijk-tot-te-laat"]),
        ("2024-02-29", "2015-01", "2026-02-28", []),
        ("2024-02-29", "2015-01", "2026-03-01", ["uiterlijk-tot-te-laat"]),
    ],
)
def test_S01_uiterlijk_tot_past_bij_leeftijd_en_termijn(
    vandaag: str, geboortemaand: str, uiterlijk: str, codes: list[str]
) -> None:
    moment = op(vandaag)
    signaal = een_signaal(
        "k", "school", moment, geboortemaand=geboortemaand, uiterlijk_tot=date.fromisoformat(uiterlijk)
    )
    professional = een_professional(vanaf=date(2020, 1, 1))
    assert oordeel(signaal, professional=professional, vandaag=date.fromisoformat(vandaag)) == codes


def met(soort: Soort, vermoeden: bool) -> Signaal:
    bevestiging = Bevestiging(uid("pro"), NU, vermoeden)
    return een_signaal("k", "school", NU, soort=soort, bevestiging=bevestiging, toestemming=False)


@pytest.mark.parametrize(
    ("convenant", "soort", "vermoeden", "codes"),
    [
        (REGIONAAL, Soort.BETROKKEN, False, []),
        (REGIONAAL, Soort.ZORGEN, True, []),
        (REGIONAAL, Soort.ZORGEN, False, ["redelijk-vermoeden-vereist"]),
        (JEUGDWET, Soort.BETROKKEN, True, ["soort-niet-toegelaten"]),
        (JEUGDWET, Soort.ZORGEN, False, ["redelijk-vermoeden-vereist"]),
        (JEUGDWET, Soort.ZORGEN, True, []),
    ],
)
def test_S02_zorgen_vragen_een_redelijk_vermoeden(
    convenant: Convenant, soort: Soort, vermoeden: bool, codes: list[str]
) -> None:
    assert oordeel(met(soort, vermoeden), convenant=convenant) == codes


@pytest.mark.parametrize(
    ("anders", "codes"),
    [
        ({"vanaf": VANDAAG}, []),
        ({"vanaf": date(2026, 11, 23)}, ["vanaf-in-toekomst"]),
        ({"vanaf": VANDAAG, "tot": VANDAAG}, []),
        ({"vanaf": VANDAAG, "tot": date(2026, 11, 21)}, ["tot-voor-vanaf"]),
        ({"toestemmingen": (een_toestemming(date(2026, 11, 23), date(2027, 1, 1)),)}, ["toestemming-in-toekomst"]),
    ],
)
def test_S03_de_dagen_van_een_signaal_kloppen(anders: dict[str, Any], codes: list[str]) -> None:
    assert oordeel(replace(een_signaal("k", "school", NU), **anders)) == codes


@pytest.mark.parametrize(
    ("geboortemaand", "codes"), [("2026-11", []), ("2026-12", ["geen-bsn"]), ("2027-01", ["geen-bsn"])]
)
def test_S09_een_kind_dat_nog_niet_geboren_is_wordt_geweigerd(geboortemaand: str, codes: list[str]) -> None:
    assert oordeel(een_signaal("k", "school", NU, geboortemaand=geboortemaand)) == codes


@pytest.mark.parametrize("moment", [op("2026-01-01", 0), op("2026-01-01", 24) - timedelta(microseconds=1)])
def test_S01_de_dag_is_die_van_amsterdam(moment: datetime) -> None:
    signaal = een_signaal("k", "school", moment, geboortemaand="2026-01")
    assert signaal.vanaf == date(2026, 1, 1)
    assert oordeel(signaal, professional=een_professional(), vandaag=signaal.vanaf) == []
