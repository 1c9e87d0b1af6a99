# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""ristretto255 on PyNaCl's edwards25519 arithmetic, with the codec of RFC 9496 in Python.

Needs nothing but pip. The codec is not constant time and about fifteen times slower than libsodium: for development
and for connectors, not for a pseudonym service in production.
"""

import secrets

import nacl.bindings as nacl
from nacl.exceptions import RuntimeError as NaclFout

from verwijsindex.protocol.fouten import ElementOngeldig, ScalarOngeldig

ORDE = 2**252 + 27742317777372353535851937790883648493
"""L, the order of the group."""

# RFC 9496 section 4.1.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_WORTEL_M1 = pow(2, (_P - 1) // 4, _P)
_WORTEL_AD_MIN_1 = 25063068953384623474111414158702152701244531502492656460079210482610430750235
_INV_WORTEL_A_MIN_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578
_EEN_MIN_D2 = (1 - _D * _D) % _P
_D_MIN_EEN2 = (_D - 1) ** 2 % _P

_KWART = pow(4, -1, ORDE).to_bytes(32, "little")


class PynaclGroep:
    naam = "pynacl"

    def is_element(self, waarde: bytes) -> bool:
        try:
            return any(waarde) and bool(_ontcijfer(waarde))
        except ElementOngeldig:
            return False

    def uit_hash(self, uniform: bytes) -> bytes:
        if len(uniform) != 64:
            raise ElementOngeldig
        return _codeer(nacl.crypto_core_ed25519_add(_elligator(uniform[:32]), _elligator(uniform[32:])))

    def plus(self, a: bytes, b: bytes) -> bytes:
        return _codeer(nacl.crypto_core_ed25519_add(_ontcijfer(a), _ontcijfer(b)))

    def maal(self, scalar: bytes, element: bytes) -> bytes:
        # A decoded element may lie outside the main subgroup, where PyNaCl refuses to multiply: (s/4) * 4P is in it.
        dubbel = nacl.crypto_core_ed25519_add(*[_ontcijfer(element)] * 2)
        vierdubbel = nacl.crypto_core_ed25519_add(dubbel, dubbel)
        try:
            return _codeer(nacl.crypto_scalarmult_ed25519_noclamp(self.scalar_maal(scalar, _KWART), vierdubbel))
        except NaclFout:
            raise ElementOngeldig from None

    def maal_basis(self, scalar: bytes) -> bytes:
        try:
            return _codeer(nacl.crypto_scalarmult_ed25519_base_noclamp(_eis_32(scalar)))
        except NaclFout:
            raise ElementOngeldig from None

    def willekeurige_scalar(self) -> bytes:
        return (secrets.randbelow(ORDE - 1) + 1).to_bytes(32, "little")

    def reduceer(self, uniform: bytes) -> bytes:
        if len(uniform) != 64:
            raise ElementOngeldig
        return nacl.crypto_core_ed25519_scalar_reduce(uniform)

    def scalar_maal(self, a: bytes, b: bytes) -> bytes:
        return nacl.crypto_core_ed25519_scalar_mul(_eis_32(a), _eis_32(b))

    def scalar_min(self, a: bytes, b: bytes) -> bytes:
        return nacl.crypto_core_ed25519_scalar_sub(_eis_32(a), _eis_32(b))

    def scalar_inverse(self, a: bytes) -> bytes:
        try:
            return nacl.crypto_core_ed25519_scalar_invert(_eis_32(a))
        except NaclFout:
            raise ScalarOngeldig from None


def _eis_32(waarde: bytes) -> bytes:
    if len(waarde) != 32:
        raise ElementOngeldig
    return waarde


def _absoluut(x: int) -> int:
    return _P - x if x & 1 else x


def _wortel_van_deling(u: int, v: int) -> tuple[bool, int]:
    """SQRT_RATIO_M1 of RFC 9496 section 4.2: whether u/v is square, and the non-negative root of u/v or i*u/v."""
    r = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    toets, u = v * r * r % _P, u % _P
    omgekeerd, omgekeerd_i = toets == -u % _P, toets == -u * _WORTEL_M1 % _P
    if omgekeerd or omgekeerd_i:
        r = r * _WORTEL_M1 % _P
    return toets == u or omgekeerd, _absoluut(r)


def _edwards(x: int, y: int) -> bytes:
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _ontcijfer(element: bytes) -> bytes:
    """Edwards encoding of a ristretto255 element (RFC 9496 section 4.3.1). Raises ElementOngeldig."""
    s = int.from_bytes(_eis_32(element), "little")
    if s >= _P or s & 1:
        raise ElementOngeldig
    u1, u2 = (1 - s * s) % _P, (1 + s * s) % _P
    v = (-_D * u1 * u1 - u2 * u2) % _P
    is_kwadraat, inverse = _wortel_van_deling(1, v * u2 * u2)
    x = _absoluut(2 * s * inverse * u2 % _P)
    y = u1 * inverse * inverse * u2 * v % _P
    if not is_kwadraat or x * y % _P & 1 or y == 0:
        raise ElementOngeldig
    return _edwards(x, y)


def _codeer(edwards: bytes) -> bytes:
    """ristretto255 encoding of an Edwards encoding (RFC 9496 section 4.3.2, with Z = 1)."""
    getal = int.from_bytes(edwards, "little")
    y = getal & (1 << 255) - 1
    _, x = _wortel_van_deling(y * y - 1, _D * y * y + 1)
    if x & 1 != getal >> 255:
        x = -x % _P
    u1, u2 = (1 + y) * (1 - y) % _P, x * y % _P
    _, inverse = _wortel_van_deling(1, u1 * u2 * u2)
    noemer1, noemer2 = inverse * u1 % _P, inverse * u2 % _P
    z_inverse = noemer1 * noemer2 * u2 % _P
    noemer = noemer2
    if u2 * z_inverse % _P & 1:
        x, y = y * _WORTEL_M1 % _P, x * _WORTEL_M1 % _P
        noemer = noemer1 * _INV_WORTEL_A_MIN_D % _P
    if x * z_inverse % _P & 1:
        y = -y
    return _absoluut(noemer * (1 - y) % _P).to_bytes(32, "little")


def _elligator(helft: bytes) -> bytes:
    """Edwards encoding of MAP(t) of RFC 9496 section 4.3.4, t from 32 bytes of which the top bit does not count."""
    t = int.from_bytes(helft, "little") & (1 << 255) - 1
    r = _WORTEL_M1 * t * t % _P
    v = (-1 - r * _D) * (r + _D) % _P
    is_kwadraat, s = _wortel_van_deling((r + 1) * _EEN_MIN_D2, v)
    c = -1
    if not is_kwadraat:
        s, c = -_absoluut(s * t % _P), r
    n = c * (r - 1) * _D_MIN_EEN2 - v
    x = 2 * s * v * pow(n * _WORTEL_AD_MIN_1, -1, _P) % _P
    return _edwards(x, (1 - s * s) * pow(1 + s * s, -1, _P) % _P)
