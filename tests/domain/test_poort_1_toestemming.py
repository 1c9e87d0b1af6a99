# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 1, where consent and informing come with the report (S07, T01-T05, M15)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import een_signaal, een_toestemming, op, uid
from tests.domain.convenanten import meegeleverd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.poort_1 import poort_1
from verwijsindex.domain.signaal import Bevestiging, Signaal
from verwijsindex.domain.toestemming import Stem, Toestemming
from verwijsindex.domain.woorden import Categorie, Deel, Gever, NietGeinformeerd, Soort

REGIONAAL, JEUGDWET = meegeleverd("regionaal"), meegeleverd("jeugdwet-7.1")
NU, VANDAAG = op("2026-11-23"), date(2026, 11, 23)


def ja(**anders: Any) -> Toestemming:
    return replace(een_toestemming(VANDAAG, date(2027, 6, 1)), **anders)


def signaal(**anders: Any) -> Signaal:
    return replace(een_signaal("k", "school", NU, soort=Soort.ZORGEN, toestemming=False), **anders)


def oordeel(wat: Signaal, convenant: Convenant = REGIONAAL) -> list[tuple[str, str]]:
    """Code and pointer of each refusal; empty when it may be registered."""
    organisatie = Organisatie(
        uid("school"), "School", Categorie.ONDERWIJS, "school", ondertekend=frozenset({convenant.kenmerk})
    )
    professional = Professional(uid("pro"), uid("school"), "p1", date(2026, 1, 1))
    besluiten = poort_1(wat, organisatie, professional, convenant, VANDAAG)
    assert all(besluit.regel and besluit.zin.endswith(".") for besluit in besluiten)
    return [(besluit.code, besluit.wijzer) for besluit in besluiten]


def test_T06_zonder_antwoord_van_het_gezin_mag_er_gemeld_worden() -> None:
    assert oordeel(signaal()) == []


@pytest.mark.parametrize(
    ("antwoord", "verwacht"),
    [
        (ja(), []),
        (een_toestemming(VANDAAG, None), []),
        (ja(gegeven_op=date(2026, 11, 24)), [("toestemming-in-toekomst", "/toestemming/gegevenOp")]),
        (ja(gegeven_op=date(2025, 1, 1), tot=date(2026, 11, 22)), [("toestemming-voorbij", "/toestemming/tot")]),
        (ja(voor=frozenset({Deel.REGISTREREN})), [("toestemming-te-beperkt", "/toestemming/voor")]),
        (ja(stemmen=(Stem(Gever.JEUGDIGE, akkoord=True),)), [("stem-ontbreekt", "/toestemming/stemmen")]),
        (ja(tot=date(2028, 10, 1)), [("toestemming-na-verjaardag", "/toestemming/tot")]),
        (
            een_toestemming(VANDAAG, date(2027, 6, 1), geboortemaand="2008-06"),
            [("leeftijdsgroep-onmogelijk", "/toestemming/leeftijdsgroep")],
        ),
    ],
)
def test_T01_toestemming_bij_de_melding_wordt_beoordeeld_als_elke_andere(
    antwoord: Toestemming, verwacht: list[tuple[str, str]]
) -> None:
    assert oordeel(signaal(toestemmingen=(antwoord,))) == verwacht


@pytest.mark.parametrize(
    ("informering", "verwacht"),
    [
        (Informering(True, True), []),
        (Informering(False, True, NietGeinformeerd.GEVAAR, date(2026, 12, 1)), []),
        (Informering(False, True), [("informering-onvolledig", "/informering")]),
        (
            Informering(False, False, NietGeinformeerd.ONBEREIKBAAR, VANDAAG),
            [("herzien-op-voorbij", "/informering/herzienOp")],
        ),
    ],
)
@pytest.mark.parametrize("convenant", [REGIONAAL, JEUGDWET], ids=lambda c: c.naam)
def test_S07_de_melding_zegt_of_kind_en_ouders_het_weten_of_waarom_nog_niet(
    convenant: Convenant, informering: Informering, verwacht: list[tuple[str, str]]
) -> None:
    assert oordeel(signaal(informering=informering), convenant) == verwacht


def test_S07_alle_weigeringen_worden_in_een_keer_genoemd() -> None:
    slecht = signaal(
        informering=Informering(False, False),
        toestemmingen=(ja(gegeven_op=date(2026, 11, 24), voor=frozenset(), gezag=0),),
        vanaf=date(2026, 11, 24),
        bevestiging=Bevestiging(uid("pro"), NU, redelijk_vermoeden=False),
    )
    assert oordeel(slecht) == [
        ("redelijk-vermoeden-vereist", "/bevestiging/redelijkVermoeden"),
        ("vanaf-in-toekomst", "/vanaf"),
        ("informering-onvolledig", "/informering"),
        ("toestemming-in-toekomst", "/toestemming/gegevenOp"),
        ("stemmen-te-veel", "/toestemming/stemmen"),
        ("toestemming-te-beperkt", "/toestemming/voor"),
    ]


@pytest.mark.parametrize("antwoord", [ja(), ja(voor=frozenset()), een_toestemming(VANDAAG, None)])
def test_M15_jeugdwet_vraagt_geen_toestemming_en_legt_haar_niet_vast(antwoord: Toestemming) -> None:
    assert oordeel(signaal(toestemmingen=(antwoord,)), JEUGDWET) == [
        ("toestemming-niet-van-toepassing", "/toestemming")
    ]
    assert oordeel(signaal(), JEUGDWET) == []
