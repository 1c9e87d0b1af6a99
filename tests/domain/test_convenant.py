# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a convenant may say: every number within bounds, and somebody to consent (M14, T01, T03)."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from tests.domain.bouw import een_convenant
from tests.domain.convenanten import meegeleverd
from verwijsindex.domain.convenant import MINSTENS, STRENGST, Toelating, Toestemmingsregel, gebreken
from verwijsindex.domain.woorden import Categorie, Deel, Leeftijdsgroep, Oudereis

NIEMAND = Toestemmingsregel(False, Oudereis.GEEN)
BSN = "999990019"


def velden(**anders: Any) -> list[str]:
    """The fields in which a convenant falls short; each with a sentence."""
    gevonden = gebreken(een_convenant(**anders))
    assert all(zin for _, zin in gevonden)
    return [veld for veld, _ in gevonden]


@pytest.mark.parametrize("naam", ["regionaal", "jeugdwet-7.1"])
def test_M14_de_meegeleverde_convenanten_hebben_geen_gebreken(naam: str) -> None:
    assert gebreken(meegeleverd(naam)) == []


def test_M14_elk_getal_heeft_een_ondergrens() -> None:
    convenant = een_convenant()
    getallen = {veld.name for veld in fields(convenant) if type(getattr(convenant, veld.name)) is int}
    assert getallen - {"multiproblematiek_leefgebieden"} == set(MINSTENS)


@pytest.mark.parametrize("veld", MINSTENS)
def test_M14_elk_getal_blijft_binnen_zijn_grenzen(veld: str) -> None:
    hoogstens = 24 if veld == "bewaar_maanden" else 1000
    for waarde, goed in (
        (MINSTENS[veld] - 1, False),
        (MINSTENS[veld], True),
        (hoogstens, True),
        (hoogstens + 1, False),
    ):
        assert velden(**{veld: waarde}) == ([] if goed else [veld])


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"gemeente": "Rotterdam"}, "gemeente"),
        ({"gemeente": "٠٥٩٩"}, "gemeente"),
        ({"naam": ""}, "naam"),
        ({"naam": "a/b"}, "naam"),
        ({"naam": "a b"}, "naam"),
        ({"naam": "x" * 61}, "naam"),
        ({"naam": "a\tb"}, "naam"),
        ({"melders": {}}, "melders"),
        ({"melders": {Categorie.JGZ: Toelating(frozenset({"a\0b"}))}}, "melders"),
        ({"soorten": frozenset()}, "soorten"),
        ({"tot": date(1999, 12, 31)}, "tot"),
        ({"tot": date(9999, 12, 31)}, "tot"),
        ({"vanaf": date(1, 1, 1)}, "vanaf"),
        ({"grondslag_tot": date(9999, 12, 31)}, "grondslag_tot"),
        ({"grondslag_tot": date(1999, 12, 31)}, "grondslag_tot"),
        ({"multiproblematiek_leefgebieden": 0}, "multiproblematiek_leefgebieden"),
        ({"multiproblematiek_leefgebieden": 8}, "multiproblematiek_leefgebieden"),
    ],
)
def test_M14_wat_een_convenant_niet_kan_zeggen(anders: dict[str, Any], veld: str) -> None:
    assert velden(**anders) == [veld]


@pytest.mark.parametrize(
    "anders",
    [
        {"tot": date(2000, 1, 1)},
        {"tot": date(2999, 12, 31)},
        {"grondslag_tot": date(2000, 1, 1)},
        {"multiproblematiek_leefgebieden": None},
        {"dpia_besluit": "DPIA 2026-14", "grondslagen": {Categorie.JGZ: "AVG 6 lid 1 onder e"}},
        {"melders": {Categorie.JGZ: Toelating()}, "regie_categorieen": frozenset(), "gevoelige_afzenders": {}},
    ],
)
def test_M14_wat_een_gemeente_zelf_kiest(anders: dict[str, Any]) -> None:
    assert velden(**anders) == []


@pytest.mark.parametrize("groep", Leeftijdsgroep)
def test_T01_in_elke_leeftijdsgroep_moet_iemand_ja_zeggen(groep: Leeftijdsgroep) -> None:
    for tabel in ({g: eis for g, eis in STRENGST.items() if g is not groep}, STRENGST | {groep: NIEMAND}):
        ((veld, zin),) = gebreken(een_convenant(toestemming_door=tabel))
        assert veld == "toestemming_door"
        assert zin.endswith(groep.value)
    assert velden(toestemming_door=STRENGST | {groep: Toestemmingsregel(True, Oudereis.GEEN)}) == []


def test_T03_zonder_toestemming_om_te_registreren_telt_toestemming_niet() -> None:
    assert velden(toestemming_nodig=frozenset({Deel.CONTACTGEGEVENS})) == ["toestemming_nodig"]
    assert velden(toestemming_nodig=frozenset({Deel.REGISTREREN})) == []


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("naam", BSN),
        ("grondslag", BSN),
        ("dpia_besluit", "9999.90.019"),
        ("grondslagen", {Categorie.JGZ: BSN}),
        ("melders", {Categorie.JGZ: Toelating(frozenset({BSN}))}),
    ],
)
def test_S10_ook_een_convenant_bevat_geen_bsn(veld: str, waarde: object) -> None:
    assert velden(**{veld: waarde}) == [veld]
