# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tree against the recursion of RFC 9162 itself, and proofs against everything that is not true (L03)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verwijsindex.domain import boom

INHOUD = [bytes([n]) * (n % 5) for n in range(70)]
# Roots over the first leaves of the test data that Certificate Transparency's implementations share.
BEKEND = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43"]
BEKENDE_WORTELS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
)


def naief(inhoud: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not inhoud:
        return hashlib.sha256(b"").digest()
    if len(inhoud) == 1:
        return hashlib.sha256(b"\x00" + inhoud[0]).digest()
    k = 1
    while k * 2 < len(inhoud):
        k *= 2
    return hashlib.sha256(b"\x01" + naief(inhoud[:k]) + naief(inhoud[k:])).digest()


def gebouwd(inhoud: list[bytes], happen: list[int] | None = None) -> boom.Haal:
    """A tree that grew by bites; a subtree is written once."""
    knopen: dict[tuple[int, int], bytes] = {}

    def haal(niveau: int, nummer: int) -> bytes:
        return knopen[niveau, nummer]

    begin = 0
    for hap in [*(happen or []), len(inhoud)]:
        deel = inhoud[begin : begin + hap]
        for niveau, nummer, hash_ in list(boom.voeg_toe(begin, [boom.blad(i) for i in deel], haal)):
            assert (niveau, nummer) not in knopen
            knopen[niveau, nummer] = hash_
        begin += len(deel)
    return haal


def test_L03_de_wortels_zijn_die_van_bekende_bladeren() -> None:
    haal = gebouwd(BEKEND)
    assert [boom.wortel(0, n, haal).hex() for n in range(7)] == list(BEKENDE_WORTELS)


@settings(max_examples=60)
@given(inhoud=st.lists(st.binary(max_size=20), max_size=80), happen=st.lists(st.integers(0, 9), max_size=20))
def test_L03_een_boom_die_groeit_is_de_boom_van_de_standaard(inhoud: list[bytes], happen: list[int]) -> None:
    haal = gebouwd(inhoud, happen)
    for grootte in range(len(inhoud) + 1):
        assert boom.wortel(0, grootte, haal) == naief(inhoud[:grootte])


@given(grootte=st.integers(1, 70), gegevens=st.data())
def test_L03_een_bewijs_van_opname_klopt_en_van_iets_anders_niet(grootte: int, gegevens: st.DataObject) -> None:
    haal = gebouwd(INHOUD)
    plaats = gegevens.draw(st.integers(0, grootte - 1))
    pad, wortel = boom.bewijs_opname(plaats, grootte, haal), boom.wortel(0, grootte, haal)
    eigen = boom.blad(INHOUD[plaats])
    assert boom.klopt_opname(eigen, plaats, grootte, pad, wortel)
    assert not boom.klopt_opname(boom.blad(b"anders"), plaats, grootte, pad, wortel)
    for elders in {plaats - 1, plaats + 1, -1, grootte}:
        assert not boom.klopt_opname(eigen, elders, grootte, pad, wortel)
    for vals in (pad[1:], [*pad, bytes(32)], pad[::-1] if pad != pad[::-1] else [bytes(32)]):
        if vals != pad:
            assert not boom.klopt_opname(eigen, plaats, grootte, vals, wortel)
    for nummer in range(len(pad)):
        vals = [*pad[:nummer], bytes(32), *pad[nummer + 1 :]]
        assert not boom.klopt_opname(eigen, plaats, grootte, vals, wortel)


@given(oud=st.integers(1, 70), erbij=st.integers(0, 69), gegevens=st.data())
def test_L03_een_bewijs_van_groei_klopt_en_van_een_andere_boom_niet(
    oud: int, erbij: int, gegevens: st.DataObject
) -> None:
    nieuw = min(oud + erbij, 70)
    haal = gebouwd(INHOUD)
    pad = boom.bewijs_groei(oud, nieuw, haal)
    toen, nu = boom.wortel(0, oud, haal), boom.wortel(0, nieuw, haal)
    assert boom.klopt_groei(oud, nieuw, toen, nu, pad)
    ander = list(INHOUD)
    ander[gegevens.draw(st.integers(0, oud - 1))] += b"x"
    elders = boom.wortel(0, nieuw, gebouwd(ander))
    assert not boom.klopt_groei(oud, nieuw, toen, elders, boom.bewijs_groei(oud, nieuw, gebouwd(ander)))
    assert not boom.klopt_groei(oud, nieuw, bytes(32), nu, pad)
    assert not boom.klopt_groei(oud, nieuw, toen, bytes(32), pad)
    assert not boom.klopt_groei(oud, nieuw, toen, nu, [*pad, bytes(32)])
    if pad:
        assert not boom.klopt_groei(oud, nieuw, toen, nu, pad[1:])


@pytest.mark.parametrize(("oud", "nieuw"), [(0, 5), (-1, 5), (6, 5)])
def test_L03_een_boom_krimpt_niet_en_begint_niet_leeg(oud: int, nieuw: int) -> None:
    haal = gebouwd(INHOUD)
    wortel = boom.wortel(0, 5, haal)
    assert not boom.klopt_groei(oud, nieuw, boom.LEEG, wortel, [])
    assert not boom.klopt_groei(oud, nieuw, wortel, wortel, [])
