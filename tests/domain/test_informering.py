# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Child and parents know of the signal, or there is a reason and a day to look again (S07)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verwijsindex.domain.informering import Informering, beoordeel_informering, is_geinformeerd, te_laat
from verwijsindex.domain.woorden import NietGeinformeerd

VANDAAG = date(2026, 6, 15)
MORGEN = date(2026, 6, 16)
GEVAAR = NietGeinformeerd.GEVAAR
# By the age on 15 June 2026: 8; 11 or 12; 14; 15 or 16; 17.
MAANDEN = {"8": "2018-01", "11-12": "2014-06", "14": "2012-01", "15-16": "2010-06", "17": "2009-01"}


@pytest.mark.parametrize(
    ("leeftijd", "niemand", "kind", "ouders", "beiden"),
    [
        ("8", False, False, True, True),
        ("11-12", False, False, True, True),
        ("14", False, False, False, True),
        ("15-16", False, True, False, True),
        ("17", False, True, False, True),
    ],
)
def test_S07_wie_het_moet_weten_hangt_van_de_leeftijd_af(
    leeftijd: str, niemand: bool, kind: bool, ouders: bool, beiden: bool
) -> None:
    wie = {(False, False): niemand, (True, False): kind, (False, True): ouders, (True, True): beiden}
    for (weet_kind, weten_ouders), genoeg in wie.items():
        informering = Informering(weet_kind, weten_ouders)
        assert is_geinformeerd(informering, MAANDEN[leeftijd], VANDAAG) is genoeg
        besluit = beoordeel_informering(informering, MAANDEN[leeftijd], VANDAAG)
        assert besluit.code == ("geinformeerd" if genoeg else "informering-onvolledig")


@pytest.mark.parametrize(
    ("geboortemaand", "dag", "wie", "genoeg"),
    [
        ("2014-06", "2026-05-31", Informering(False, True), True),
        ("2014-06", "2026-06-29", Informering(False, True), True),
        ("2014-06", "2026-06-30", Informering(False, True), False),
        ("2010-06", "2026-05-31", Informering(True, False), False),
        ("2010-06", "2026-06-01", Informering(True, False), True),
        ("2012-02", "2024-02-28", Informering(False, True), True),
        ("2012-02", "2024-02-29", Informering(False, True), False),
    ],
)
def test_S07_in_de_maand_van_een_verjaardag_is_elk_van_beide_leeftijden_goed(
    geboortemaand: str, dag: str, wie: Informering, genoeg: bool
) -> None:
    assert is_geinformeerd(wie, geboortemaand, date.fromisoformat(dag)) is genoeg


@pytest.mark.parametrize(
    ("reden", "herzien_op", "code", "wijzer"),
    [
        (GEVAAR, MORGEN, "later", ""),
        (NietGeinformeerd.NOG_NIET_GESPROKEN, date(2027, 1, 1), "later", ""),
        (GEVAAR, VANDAAG, "herzien-op-voorbij", "/informering/herzienOp"),
        (GEVAAR, date(2026, 6, 14), "herzien-op-voorbij", "/informering/herzienOp"),
        (GEVAAR, None, "informering-onvolledig", "/informering"),
        (None, MORGEN, "informering-onvolledig", "/informering"),
    ],
)
def test_S07_wie_nog_niet_informeert_geeft_een_reden_en_een_dag_na_vandaag(
    reden: NietGeinformeerd | None, herzien_op: date | None, code: str, wijzer: str
) -> None:
    besluit = beoordeel_informering(Informering(False, False, reden, herzien_op), MAANDEN["14"], VANDAAG)
    assert (besluit.code, besluit.wijzer, bool(besluit)) == (code, wijzer, code == "later")
    assert besluit or besluit.zin.count(". ") == 1


@pytest.mark.parametrize(
    ("informering", "verwacht"),
    [
        (Informering(False, False, GEVAAR, date(2026, 6, 14)), True),
        (Informering(False, True, GEVAAR, date(2026, 6, 14)), True),
        (Informering(False, False, GEVAAR, VANDAAG), False),
        (Informering(False, False, GEVAAR, MORGEN), False),
        (Informering(True, True, GEVAAR, date(2026, 6, 14)), False),
        (Informering(True, True), False),
    ],
)
def test_S07_te_laat_is_wie_na_de_dag_zelf_nog_niet_iedereen_heeft_geinformeerd(
    informering: Informering, verwacht: bool
) -> None:
    assert te_laat(informering, MAANDEN["14"], VANDAAG) is verwacht


def test_S07_wie_ouder_wordt_kan_door_zijn_leeftijd_niet_meer_te_laat_zijn() -> None:
    alleen_kind = Informering(True, False, GEVAAR, date(2026, 1, 10))
    assert te_laat(alleen_kind, "2010-06", date(2026, 5, 31))
    assert not te_laat(alleen_kind, "2010-06", date(2026, 6, 1))


@given(
    st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(NietGeinformeerd),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from(sorted(MAANDEN.values())),
)
def test_S07_wat_vandaag_wordt_aangenomen_is_vandaag_niet_te_laat(
    kind: bool, ouders: bool, reden: NietGeinformeerd | None, herzien_op: date | None, maand: str
) -> None:
    informering = Informering(kind, ouders, reden, herzien_op)
    if beoordeel_informering(informering, maand, VANDAAG):
        assert not te_laat(informering, maand, VANDAAG)
