# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A convenant comes from a file that is checked, and the two that are shipped say what the rules say."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.convenanten import meegeleverd as gewoon
from verwijsindex.adapters.convenantbestand import MEEGELEVERD, lees_bestand, lees_convenant, meegeleverd
from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.errors import OngeldigeInvoer
from verwijsindex.domain.woorden import Categorie, Soort

BEGIN = date(2014, 1, 1)


def tekst(**anders: str) -> str:
    velden = {"naam": "proef", "versie": "1", "gemeente": '"0599"', "vanaf": "2014-01-01", "melders": "{jgz: []}"}
    return "\n".join(f"{veld}: {waarde}" for veld, waarde in (velden | anders).items())


def test_A02_regionaal_komt_uit_het_bestand_zoals_de_regels_het_lezen() -> None:
    convenant = meegeleverd("regionaal", "0599", date(2000, 1, 1))
    assert convenant == gewoon("regionaal")
    assert set(convenant.melders) == set(Categorie) - {Categorie.GEEN, Categorie.KINDEROPVANG}
    assert convenant.kenmerk == "0599/regionaal/1"


def test_A02_jeugdwet_laat_geen_corporatie_en_geen_kinderopvang_toe() -> None:
    convenant = meegeleverd("jeugdwet-7.1", "0599", date(2000, 1, 1))
    assert convenant == gewoon("jeugdwet-7.1")
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
    genoemd = set(re.findall(r"^(\w+):", inhoud, re.MULTILINE))
    assert {veld.name for veld in fields(convenant)} - genoemd == {"gemeente", "vanaf", "tot"}


def fouten_in(bestand: str, **aanvulling: object) -> list[str]:
    """The sentences in which a convenant is refused, in order; each with the same code and rule."""
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_convenant(bestand, **aanvulling)
    assert {(b.code, b.regel) for b in fout.value.besluiten} == {("convenant-ongeldig", "M14")}
    return [b.zin for b in fout.value.besluiten]


GEHEEL = "verwacht wordt een geheel getal."
TEKST = "verwacht wordt een tekst; zet de waarde tussen aanhalingstekens."
LIJST = "verwacht wordt een lijst tussen rechte haken, bijvoorbeeld [jgz, onderwijs]."
DAG = "verwacht wordt een dag die bestaat, geschreven als JJJJ-MM-DD."
VELDEN = "verwacht worden velden met een waarde, elk op een eigen regel."
CATEGORIEEN = ", ".join(Categorie)


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("drempel", "drie", f"drempel: {GEHEEL}"),
        ("drempel", "2.5", f"drempel: {GEHEEL}"),
        ("drempel", "true", f"drempel: {GEHEEL}"),
        ("drempel", "", f"drempel: {GEHEEL}"),
        ("drempel", "9" * 5000, f"drempel: {GEHEEL}"),
        ("drempel", "0", "drempel: verwacht wordt 1 tot en met 1000."),
        ("multiproblematiek_leefgebieden", "veel", f"multiproblematiek_leefgebieden: {GEHEEL}"),
        ("gezin", "ja", "gezin: verwacht wordt true of false."),
        ("gezin", "1", "gezin: verwacht wordt true of false."),
        ("grondslag", "7.1", f"grondslag: {TEKST}"),
        ("grondslag_tot", "gisteren", f"grondslag_tot: {DAG}"),
        ("grondslag_tot", "2014-13-45", f"grondslag_tot: {DAG}"),
        ("grondslag_tot", "5", f"grondslag_tot: {DAG}"),
        ("tot", "2013-12-31", "tot: de laatste dag ligt voor de eerste."),
        ("soorten", "zorgen", f"soorten: {LIJST}"),
        ("soorten", "[]", "soorten: verwacht wordt minstens een soort."),
        (
            "soorten",
            "[zorg, zorgen]",
            "soorten, waarde 1: verwacht wordt een van: betrokken, zorgen (bedoelt u zorgen?).",
        ),
        ("soorten", "[xyz]", "soorten, waarde 1: verwacht wordt een van: betrokken, zorgen."),
        ("grondslagen", "{jgz: 5}", f"grondslagen, jgz: {TEKST}"),
        ("toestemming_door", "[]", f"toestemming_door: {VELDEN}"),
        ("toestemming_door", "{onder-12: ja}", f"toestemming_door, onder-12: {VELDEN}"),
        ("toestemming_door", "{onder-12: {ouders: alle}}", "toestemming_door, onder-12: het veld jeugdige ontbreekt."),
        ("drempl", "3", "drempl: dit veld bestaat niet (bedoelt u drempel?)."),
        ("xyz", "3", "xyz: dit veld bestaat niet."),
        ("soorten", "&a [*a]", "soorten, waarde 1: schrijf de waarde hier uit, zonder verwijzing met & en *."),
    ],
)
def test_M14_een_fout_noemt_de_regel_het_veld_en_wat_verwacht_wordt(veld: str, waarde: str, zin: str) -> None:
    gevonden = fouten_in(f"{tekst()}\n# let op\n{veld}: {waarde}")
    assert f"Regel 7, {zin}" == gevonden[0]
    assert len(gevonden) == 1 or waarde == "&a [*a]"


@pytest.mark.parametrize(
    ("regels", "zin"),
    [
        ("  jgzz: []", f"Regel 5, melders, jgzz: verwacht wordt een van: {CATEGORIEEN} (bedoelt u jgz?)."),
        ("  jgz:", f"Regel 5, melders, jgz: {VELDEN}"),
        ("  jgz:\n    - cjg\n    - 12", f"Regel 7, melders, jgz, waarde 2: {TEKST}"),
        (
            "  jgz:\n    instelling: [cjg]",
            "Regel 6, melders, jgz, instelling: dit veld bestaat niet (bedoelt u instellingen?).",
        ),
        (
            "  jgz: []\n  onderwijs: []\n  jgz: [cjg]",
            "Regel 7, melders, jgz: dit veld staat ook op regel 5; laat een van beide staan.",
        ),
        ("  [jgz]: []\n  jgz: []", "Regel 5: verwacht wordt de naam van een veld."),
    ],
)
def test_M14_ook_diep_in_het_bestand_klopt_de_regel(regels: str, zin: str) -> None:
    kop = ["naam: proef", "versie: 1", "vanaf: 2014-01-01", "melders:"]
    assert fouten_in("\n".join([*kop, regels, 'gemeente: "0599"'])) == [zin]


def test_M14_drie_fouten_op_drie_regels_worden_in_een_keer_genoemd() -> None:
    bestand = "naam: proef\nversie: een\ngemeente: 0363\nvanaf: 2014-01-01\nmelders: {jgz: []}\ndrempel: 0\n"
    assert fouten_in(bestand) == [
        f"Regel 2, versie: {GEHEEL}",
        f"Regel 3, gemeente: {TEKST}",
        "Regel 6, drempel: verwacht wordt 1 tot en met 1000.",
    ]


def test_M14_een_dubbel_veld_noemt_beide_regels() -> None:
    assert fouten_in(f"{tekst()}\ndrempel: 3\n\ndrempel: 4") == [
        "Regel 8, drempel: dit veld staat ook op regel 6; laat een van beide staan."
    ]


def test_M14_wat_ontbreekt_wordt_genoemd_met_de_plaats_waar_het_hoort() -> None:
    hoort = "Zet het in het bestand aan het begin van een regel, zonder spaties ervoor."
    assert fouten_in("naam: proef") == [
        f"Het veld {veld} ontbreekt. {hoort}" for veld in ("versie", "gemeente", "vanaf", "melders")
    ]
    assert len(fouten_in("{}")) == 5


def test_M14_wat_naast_het_bestand_is_opgegeven_staat_op_geen_regel() -> None:
    assert fouten_in(tekst(), vanaf="gisteren") == [f"vanaf (niet in het bestand): {DAG}"]
    zonder = tekst().replace('gemeente: "0599"\n', "")
    assert fouten_in(zonder, gemeente="Rotterdam") == [
        "gemeente (niet in het bestand): verwacht wordt een code van vier cijfers."
    ]
    assert lees_convenant(tekst(vanaf="gisteren"), vanaf="2014-02-01").vanaf == date(2014, 2, 1)


def test_M14_het_bestand_van_een_andere_gemeente_wordt_geweigerd() -> None:
    assert fouten_in(tekst(), gemeente="0363") == [
        "Regel 3, gemeente: dit bestand is van gemeente 0599; voor 0363 is een eigen bestand nodig."
    ]
    assert lees_convenant(tekst(), gemeente="0599").gemeente == "0599"


@pytest.mark.parametrize(
    ("bestand", "begin"),
    [
        ("- een\n- lijst", "Het bestand bevat geen convenant"),
        ("", "Het bestand bevat geen convenant"),
        ("alleen tekst", "Het bestand bevat geen convenant"),
        ("a: 1\nb: [", "Regel 2: het bestand is hier geen YAML."),
        ("a: 1\nb: c: d", "Regel 2: het bestand is hier geen YAML."),
        ("a:\n\tb: 1", "Regel 2: hier staat een tab."),
        ("a: 1\n---\nb: 2", "Regel 2: hier begint een tweede document."),
        ("a: 1\nb: \x00", "Regel 2: hier staat een teken dat niet in een tekstbestand hoort."),
        ("[" * 5000, "Het bestand is te diep genest"),
    ],
)
def test_M14_wat_geen_convenant_is_zegt_waar_het_ophoudt(bestand: str, begin: str) -> None:
    (zin,) = fouten_in(bestand)
    assert zin.startswith(begin)


def test_M14_een_bestand_dat_niet_te_lezen_is_geeft_een_zin(tmp_path: Path) -> None:
    latijn = tmp_path / "latijn.yaml"
    latijn.write_bytes("naam: privé".encode("latin-1"))
    for pad, zin in ((latijn, "geen UTF-8"), (tmp_path, "een map"), (tmp_path / "weg.yaml", "is er niet")):
        with pytest.raises(OngeldigeInvoer) as fout:
            lees_bestand(pad)
        assert zin in fout.value.eerste.zin
    goed = tmp_path / "goed.yaml"
    goed.write_text(tekst(), encoding="utf-8-sig")
    assert lees_bestand(goed) == lees_convenant(tekst())


def test_M14_elk_veld_met_een_verkeerde_waarde_krijgt_een_nederlandse_zin() -> None:
    """No sentence of a library reaches the administrator."""
    for veld in fields(Convenant):
        for waarde in ("[[]]", "{a: {b: c}}", "[zo, niet]", "een woord", "-1", "2.5", "true", "2014-01-01", ""):
            try:
                lees_convenant(tekst(**{veld.name: waarde}))
            except OngeldigeInvoer as fout:
                for besluit in fout.besluiten:
                    assert not re.search(r"[Ss]hould|valid|Input|expected|deze waarde past", besluit.zin), besluit.zin
                    assert besluit.zin.startswith("Regel "), besluit.zin


@given(st.text(st.sampled_from("abnaam:versi e\n\t-[]{}&*#'\"\\!|>?%@,1\x00é"), max_size=60))
def test_M14_elk_bestand_geeft_een_convenant_of_een_weigering(rommel: str) -> None:
    for bestand in (rommel, f"{tekst()}\n{rommel}"):
        with suppress(OngeldigeInvoer):
            lees_convenant(bestand)


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
