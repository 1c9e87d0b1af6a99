# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the administrator may not enter either: both entrances refuse the same (A01, S10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.api.hulp import lees_database
from tests.huis import BEHEER, KINDEREN
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis


@pytest.mark.parametrize(
    ("kenmerk", "code"),
    [
        (KINDEREN[0], "bsn-geweigerd"),
        ("9999.90.019", "bsn-geweigerd"),
        ("", "naam-ongeldig"),
        ("  ", "naam-ongeldig"),
        ("x" * 201, "naam-ongeldig"),
        ("a\nb", "naam-ongeldig"),
    ],
)
def test_S10_ook_de_beheerder_voert_geen_bsn_in_en_geen_naam_die_niets_zegt(
    huis: Huis, kenmerk: str, code: str
) -> None:
    school = huis.partij("De Klaver")
    with pytest.raises(OngeldigeInvoer) as fout:
        beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), school.id, kenmerk, date(2014, 1, 1)))
    assert fout.value.eerste.code == code
    (rij,) = lees_database(huis, "SELECT code, rol FROM logregel ORDER BY id DESC LIMIT 1")
    assert rij == {"code": code, "rol": "beheer"}
    assert lees_database(huis, "SELECT id FROM professional WHERE kenmerk = %s", kenmerk) == []


def test_A01_een_organisatie_tekent_alleen_een_convenant_dat_er_is(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    getekend = replace(school.organisatie, ondertekend=frozenset({"0599/regional/1"}))
    with pytest.raises(OngeldigeInvoer) as fout:
        beheer.bewaar_organisatie(huis.tools, BEHEER, getekend, {"keys": []})
    assert fout.value.eerste.code == "convenant-onbekend"
    assert "0599/regional/1" in fout.value.eerste.zin


def test_R02_een_regisseur_heeft_een_gemeente_en_een_telefoon(huis: Huis) -> None:
    goed = huis.regisseur(huis.partij("CJG", Categorie.JGZ))
    for velden in ({"gemeente": "Amsterdam"}, {"telefoon": " "}):
        regisseur = replace(goed, **velden)
        with pytest.raises(OngeldigeInvoer) as fout:
            beheer.bewaar_regisseur(huis.tools, BEHEER, regisseur)
        assert fout.value.eerste.code == "regisseur-onvolledig"


def test_A01_wie_niet_bestaat_krijgt_geen_professional(huis: Huis) -> None:
    with pytest.raises(NietGevonden):
        beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), uuid4(), "pro", date(2014, 1, 1)))
