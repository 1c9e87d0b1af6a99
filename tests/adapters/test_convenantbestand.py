# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A convenant comes from a file that is checked, and the two that are shipped say what the rules say."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from verwijsindex.adapters.convenantbestand import MEEGELEVERD, lees_convenant, meegeleverd
from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.errors import OngeldigeInvoer
from verwijsindex.domain.woorden import Categorie, Soort

BEGIN = date(2014, 1, 1)


def tekst(**anders: str) -> str:
    velden = {"naam": "proef", "versie": "1", "gemeente": '"0599"', "vanaf": "2014-01-01", "melders": "{jgz: []}"}
    return "\n".join(f"{veld}: {waarde}" for veld, waarde in (velden | anders).items())


def test_A02_regionaal_is_wat_de_regels_als_uitgangspunt_noemen() -> None:
    convenant = meegeleverd("regionaal", "0599", BEGIN)
    kaal = Convenant(naam="regionaal", versie=1, gemeente="0599", vanaf=BEGIN, melders=convenant.melders)
    assert convenant == kaal
    assert set(convenant.melders) == set(Categorie) - {Categorie.GEEN, Categorie.KINDEROPVANG}
    assert convenant.kenmerk == "0599/regionaal/1"


def test_A02_jeugdwet_laat_geen_corporatie_en_geen_kinderopvang_toe() -> None:
    convenant = meegeleverd("jeugdwet-7.1", "0599", BEGIN)
    assert not {Categorie.WONEN, Categorie.KINDEROPVANG, Categorie.GEEN} & set(convenant.melders)
    assert convenant.melders[Categorie.WERK_EN_INKOMEN].instellingen == {"gemeentelijke-kredietbank"}
    assert convenant.soorten == {Soort.ZORGEN}
    assert (convenant.nazorgvenster_maanden, convenant.drempel, convenant.gewicht_veiligheid) == (0, 2, 1)
    assert not convenant.toestemming_vereist
    assert not convenant.uit_beeld
    assert convenant.multiproblematiek_leefgebieden is None


@pytest.mark.parametrize("naam", MEEGELEVERD)
def test_een_meegeleverd_convenant_noemt_elk_veld(naam: str) -> None:
    """Nothing hides behind a default: whoever reads the file reads the whole agreement."""
    convenant = meegeleverd(naam, "0599", BEGIN)
    from importlib.resources import files

    inhoud = (files("verwijsindex") / "gegevens/convenanten" / f"{naam}.yaml").read_text(encoding="utf-8")
    ontbreekt = {veld.name for veld in fields(convenant) if f"{veld.name}:" not in inhoud}
    assert ontbreekt == {"gemeente", "vanaf", "tot"}


@pytest.mark.parametrize(
    ("bestand", "wijzer"),
    [
        (tekst(drempel="drie"), "/drempel"),
        (tekst(drempel="-1"), "/drempel"),
        (tekst(onbekend="1"), "/onbekend"),
        (tekst(vanaf="gisteren"), "/vanaf"),
        (tekst(tot="2013-12-31"), "/tot"),
        (tekst(melders="{jgzz: []}"), "/melders/jgzz/[key]"),
        (tekst(melders="{}"), "/melders"),
        (tekst(gemeente="Rotterdam"), "/gemeente"),
        (tekst(soorten="[]"), "/soorten"),
        ("naam: proef", "/versie"),
        ("- een\n- lijst", ""),
        ("a: [", ""),
        ("", ""),
    ],
)
def test_M14_een_ongeldig_convenant_zegt_wat_er_mis_is_en_waar(bestand: str, wijzer: str) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_convenant(bestand)
    assert wijzer in [besluit.wijzer for besluit in fout.value.besluiten]
    assert {besluit.code for besluit in fout.value.besluiten} == {"convenant-ongeldig"}


def test_van_twee_versies_geldt_die_van_de_dag() -> None:
    eerste = lees_convenant(tekst())
    tweede = lees_convenant(tekst(versie="2", vanaf="2015-01-01", drempel="4"))
    alle = Convenanten.van([tweede, eerste])
    assert alle.geldend("0599", date(2013, 12, 31)) is None
    assert alle.geldend("0599", date(2014, 12, 31)) == eerste
    assert alle.geldend("0599", date(2015, 1, 1)) == tweede
    assert alle.geldend("0344", date(2015, 1, 1)) is None


def test_na_de_laatste_dag_geldt_geen_convenant_meer_maar_wordt_wel_volgens_het_laatste_beslist() -> None:
    """Wind-down: no new signals, what is there is still judged (design, section 5)."""
    convenant = lees_convenant(tekst(tot="2014-12-31"))
    alle = Convenanten.van([convenant])
    assert alle.geldend("0599", date(2015, 1, 1)) is None
    assert alle.laatste("0599", date(2015, 1, 1)) == convenant
