# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verwijsindex.protocol import b64, labels
from verwijsindex.protocol.bsn import Bsn, is_bsn, lees_bsn
from verwijsindex.protocol.fouten import BsnOngeldig, CoderingOngeldig


def test_lp_zet_de_lengte_voor_elk_deel() -> None:
    assert labels.lp("ab", b"\xff", "é") == b"\x00\x02ab\x00\x01\xff\x00\x02\xc3\xa9"
    with pytest.raises(ValueError, match="65,535"):
        labels.lp(bytes(65536))


@given(st.lists(st.text()), st.lists(st.text()))
def test_lp_is_omkeerbaar_dus_twee_lijsten_geven_nooit_dezelfde_bytes(een: list[str], twee: list[str]) -> None:
    assert (labels.lp(*een) == labels.lp(*twee)) == (een == twee)


@pytest.mark.parametrize("tekst", ["999990019", "9999.90.019", "999 990 019", " 999-990-019 "])
def test_S10_negen_cijfers_door_de_elfproef_zijn_een_bsn(tekst: str) -> None:
    assert is_bsn(tekst)
    assert lees_bsn(tekst) == "999990019"


@pytest.mark.parametrize(
    "tekst",
    [
        "999990018",
        "000000000",
        "99999001",
        "9999900190",
        "",
        "999990019x",
        "\u0669" * 5 + "\u0660\u0660\u0661\u0669",
        "999\n990019",
        "99999_0019",
    ],
)
def test_S10_iets_anders_is_geen_bsn(tekst: str) -> None:
    assert not is_bsn(tekst)
    with pytest.raises(BsnOngeldig) as fout:
        lees_bsn(tekst)
    assert not tekst or tekst not in str(fout.value)


def test_het_proefbereik_telt_909_geldige_nummers() -> None:
    assert sum(is_bsn(f"99999{n:04}") for n in range(10_000)) == 909


def test_een_bsn_staat_niet_in_zijn_repr() -> None:
    assert "99999" not in f"{Bsn('999990019')} {Bsn('999990019')!r} {[Bsn('9999.90.019')]}"
    with pytest.raises(BsnOngeldig):
        Bsn("999990018")


@given(st.binary(max_size=100))
def test_base64url_gaat_heen_en_terug(waarde: bytes) -> None:
    assert b64.van_tekst(b64.naar_tekst(waarde), len(waarde)) == waarde


@pytest.mark.parametrize("tekst", ["AA==", "A", "AB", "A+A/", "AA A", "AA\n", "AAé", "AAAAA", "="])
def test_base64url_weigert_wat_niet_canoniek_is(tekst: str) -> None:
    with pytest.raises(CoderingOngeldig):
        b64.van_tekst(tekst)


def test_base64url_bewaakt_de_lengte() -> None:
    with pytest.raises(CoderingOngeldig):
        b64.van_tekst(b64.naar_tekst(bytes(31)), 32)
