# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The group ristretto255 (RFC 9496) as ten functions on bytes, and the choice between its implementations.

An element is its canonical encoding of 32 bytes; a scalar is 32 bytes, little-endian, below L.
"""

from functools import cache
from typing import Protocol

from verwijsindex.protocol import groep_libsodium
from verwijsindex.protocol.fouten import ScalarOngeldig
from verwijsindex.protocol.groep_pynacl import ORDE, PynaclGroep

IDENTITEIT = bytes(32)


class Groep(Protocol):
    naam: str

    def is_element(self, waarde: bytes) -> bool:
        """Whether `waarde` is a canonical encoding of an element other than the identity."""

    def uit_hash(self, uniform: bytes) -> bytes:
        """Element from 64 uniform bytes (RFC 9496 section 4.3.4)."""

    def plus(self, a: bytes, b: bytes) -> bytes:
        """a + b; either, and the sum, may be the identity. Raises ElementOngeldig."""

    def maal(self, scalar: bytes, element: bytes) -> bytes:
        """scalar * element. Raises ElementOngeldig, also when an argument or the product is the identity."""

    def maal_basis(self, scalar: bytes) -> bytes:
        """scalar * generator. Raises ElementOngeldig when the product is the identity."""

    def willekeurige_scalar(self) -> bytes:
        """Scalar in 1..L-1 from the system's random source."""

    def reduceer(self, uniform: bytes) -> bytes:
        """64 bytes little-endian modulo L."""

    def scalar_maal(self, a: bytes, b: bytes) -> bytes:
        """a * b modulo L."""

    def scalar_min(self, a: bytes, b: bytes) -> bytes:
        """a - b modulo L."""

    def scalar_inverse(self, a: bytes) -> bytes:
        """1 / a modulo L. Raises ScalarOngeldig for zero."""


def is_scalar(waarde: bytes) -> bool:
    """Whether `waarde` is 32 bytes below L; libsodium itself would silently reduce."""
    return len(waarde) == 32 and int.from_bytes(waarde, "little") < ORDE


def eis_scalar(waarde: bytes) -> None:
    """Raises ScalarOngeldig unless `waarde` is a scalar other than zero."""
    if not is_scalar(waarde) or waarde == bytes(32):
        raise ScalarOngeldig


@cache
def beste_groep() -> Groep:
    """System libsodium if present (constant time), else PyNaCl."""
    return groep_libsodium.laad() or PynaclGroep()
