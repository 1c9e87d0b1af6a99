# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verwijsindex.protocol.fouten import ElementOngeldig, ScalarOngeldig
from verwijsindex.protocol.groep import IDENTITEIT, Groep, eis_scalar, is_scalar
from verwijsindex.protocol.groep_pynacl import ORDE, PynaclGroep

PYNACL = PynaclGroep()
scalars = st.integers(1, ORDE - 1).map(lambda k: k.to_bytes(32, "little"))
uniform = st.binary(min_size=64, max_size=64)
rustig = settings(max_examples=40, deadline=None)


def scalar(k: int) -> bytes:
    return k.to_bytes(32, "little")


def uitkomst(functie: Callable[..., bytes], *argumenten: bytes) -> bytes | None:
    try:
        return functie(*argumenten)
    except ElementOngeldig:
        return None


def test_rfc9496_a1_veelvouden_van_de_generator(groep: Groep, vectoren: dict[str, Any]) -> None:
    verwacht = [bytes.fromhex(v) for v in vectoren["rfc9496"]["veelvouden"]]
    som = IDENTITEIT
    for k, veelvoud in enumerate(verwacht):
        assert som == veelvoud
        assert groep.is_element(veelvoud) == (k > 0)
        if k:
            assert groep.maal_basis(scalar(k)) == groep.maal(scalar(k), verwacht[1]) == veelvoud
        som = groep.plus(som, verwacht[1])


def test_rfc9496_a2_ongeldige_coderingen_worden_geweigerd(groep: Groep, vectoren: dict[str, Any]) -> None:
    slecht = [bytes.fromhex(v) for soort in vectoren["rfc9496"]["ongeldig"].values() for v in soort]
    assert len(slecht) == 29
    goed = groep.maal_basis(scalar(7))
    for waarde in slecht:
        assert not groep.is_element(waarde)
        assert uitkomst(groep.plus, goed, waarde) is None
        assert uitkomst(groep.maal, scalar(3), waarde) is None


def test_een_gezette_hoogste_bit_is_niet_canoniek(groep: Groep) -> None:
    goed = groep.maal_basis(scalar(7))
    waarde = goed[:31] + bytes([goed[31] | 0x80])
    assert not groep.is_element(waarde)
    assert uitkomst(groep.plus, goed, waarde) is None
    assert uitkomst(groep.maal, scalar(3), waarde) is None


def test_rfc9496_a3_element_uit_een_hash(groep: Groep, vectoren: dict[str, Any]) -> None:
    for tekst, verwacht in vectoren["rfc9496"]["uit_sha512"].items():
        assert groep.uit_hash(hashlib.sha512(tekst.encode()).digest()).hex() == verwacht


def test_de_identiteit_en_de_nul_leveren_nooit_een_product(groep: Groep) -> None:
    goed = groep.maal_basis(scalar(7))
    assert not groep.is_element(IDENTITEIT)
    assert uitkomst(groep.maal, scalar(3), IDENTITEIT) is None
    assert uitkomst(groep.maal, scalar(0), goed) is None
    assert uitkomst(groep.maal_basis, scalar(0)) is None
    with pytest.raises(ScalarOngeldig):
        groep.scalar_inverse(scalar(0))


@pytest.mark.parametrize("lengte", [0, 31, 33, 63, 65])
def test_een_verkeerde_lengte_komt_nooit_bij_de_rekenkern(groep: Groep, lengte: int) -> None:
    kort, goed = b"\x02" * lengte, groep.maal_basis(scalar(7))
    assert not groep.is_element(kort)
    for functie, *argumenten in (
        (groep.uit_hash, kort),
        (groep.reduceer, kort),
        (groep.plus, goed, kort),
        (groep.maal, kort, goed),
        (groep.maal, scalar(2), kort),
        (groep.maal_basis, kort),
        (groep.scalar_maal, scalar(2), kort),
        (groep.scalar_min, kort, scalar(2)),
        (groep.scalar_inverse, kort),
    ):
        with pytest.raises(ElementOngeldig):
            functie(*argumenten)


def test_een_scalar_vanaf_de_orde_is_geen_scalar() -> None:
    assert is_scalar(scalar(ORDE - 1))
    assert is_scalar(scalar(0))
    for waarde in (scalar(ORDE), scalar(ORDE + 1), b"\xff" * 32, b"\x01" * 31, b"\x01" * 33, b"", scalar(0)):
        with pytest.raises(ScalarOngeldig):
            eis_scalar(waarde)


@rustig
@given(uniform=uniform, ander=uniform, a=scalars, b=scalars)
def test_de_twee_groepen_rekenen_gelijk(libsodium: Groep, uniform: bytes, ander: bytes, a: bytes, b: bytes) -> None:
    p, q = libsodium.uit_hash(uniform), libsodium.uit_hash(ander)
    for naam, argumenten in (
        ("uit_hash", (uniform,)),
        ("uit_hash", (ander,)),
        ("plus", (p, q)),
        ("plus", (p, p)),
        ("maal", (a, p)),
        ("maal_basis", (a,)),
        ("reduceer", (uniform,)),
        ("scalar_maal", (a, b)),
        ("scalar_min", (a, b)),
        ("scalar_inverse", (a,)),
    ):
        assert uitkomst(getattr(PYNACL, naam), *argumenten) == uitkomst(getattr(libsodium, naam), *argumenten), naam


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(min_size=32, max_size=32), st.integers(0, 2**256 - 1).map(lambda x: x.to_bytes(32, "little")))
)
def test_de_twee_groepen_zijn_het_eens_over_wat_een_element_is(libsodium: Groep, waarde: bytes) -> None:
    assert PYNACL.is_element(waarde) == libsodium.is_element(waarde)


@pytest.mark.parametrize("vulling", [0x00, 0x01, 0x7F, 0x80, 0xFF])
def test_uit_hash_kent_geen_uitzondering_aan_de_rand(libsodium: Groep, vulling: int) -> None:
    uniform = bytes([vulling]) * 64
    assert PYNACL.uit_hash(uniform) == libsodium.uit_hash(uniform)


def test_een_willekeurige_scalar_is_er_een_en_telkens_een_andere(groep: Groep) -> None:
    gevonden = {groep.willekeurige_scalar() for _ in range(50)}
    assert len(gevonden) == 50
    for waarde in gevonden:
        eis_scalar(waarde)
