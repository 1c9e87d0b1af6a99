# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""ristretto255 by the system's libsodium (1.0.18 or newer) through ctypes: constant time."""

import ctypes
import ctypes.util
from typing import Any

from verwijsindex.protocol.fouten import ElementOngeldig, ScalarOngeldig

_NAMEN = ("libsodium.so.26", "libsodium.so.23", "libsodium.dylib", "libsodium.dll")
# Functions that give a status; the others are void. A void function without restype=None leaves a random "status".
_STATUS = {
    "sodium_init": 0,
    "crypto_core_ristretto255_is_valid_point": 1,
    "crypto_core_ristretto255_add": 3,
    "crypto_core_ristretto255_from_hash": 2,
    "crypto_scalarmult_ristretto255": 3,
    "crypto_scalarmult_ristretto255_base": 2,
    "crypto_core_ristretto255_scalar_invert": 2,
}
_VOID = {
    "crypto_core_ristretto255_scalar_random": 1,
    "crypto_core_ristretto255_scalar_reduce": 2,
    "crypto_core_ristretto255_scalar_mul": 3,
    "crypto_core_ristretto255_scalar_sub": 3,
}


class LibsodiumGroep:
    naam = "libsodium"

    def __init__(self, bibliotheek: ctypes.CDLL) -> None:
        """Raises AttributeError when a function is missing (libsodium before 1.0.18), OSError when init fails."""
        for namen, soort in ((_STATUS, ctypes.c_int), (_VOID, None)):
            for naam, aantal in namen.items():
                functie = getattr(bibliotheek, naam)
                functie.restype = soort
                functie.argtypes = [ctypes.c_char_p] * aantal
        if bibliotheek.sodium_init() < 0:
            raise OSError("libsodium does not start")
        self._sodium: Any = bibliotheek

    def is_element(self, waarde: bytes) -> bool:
        valide = self._sodium.crypto_core_ristretto255_is_valid_point
        return _zonder_topbit(waarde) and any(waarde) and valide(waarde) == 1

    def uit_hash(self, uniform: bytes) -> bytes:
        return self._element("crypto_core_ristretto255_from_hash", _eis(uniform, 64))

    def plus(self, a: bytes, b: bytes) -> bytes:
        return self._element("crypto_core_ristretto255_add", _eis_element(a), _eis_element(b))

    def maal(self, scalar: bytes, element: bytes) -> bytes:
        return self._element("crypto_scalarmult_ristretto255", _eis(scalar), _eis_element(element))

    def maal_basis(self, scalar: bytes) -> bytes:
        return self._element("crypto_scalarmult_ristretto255_base", _eis(scalar))

    def willekeurige_scalar(self) -> bytes:
        return self._scalar("crypto_core_ristretto255_scalar_random")

    def reduceer(self, uniform: bytes) -> bytes:
        return self._scalar("crypto_core_ristretto255_scalar_reduce", _eis(uniform, 64))

    def scalar_maal(self, a: bytes, b: bytes) -> bytes:
        return self._scalar("crypto_core_ristretto255_scalar_mul", _eis(a), _eis(b))

    def scalar_min(self, a: bytes, b: bytes) -> bytes:
        return self._scalar("crypto_core_ristretto255_scalar_sub", _eis(a), _eis(b))

    def scalar_inverse(self, a: bytes) -> bytes:
        uit = ctypes.create_string_buffer(32)
        if self._sodium.crypto_core_ristretto255_scalar_invert(uit, _eis(a)) != 0:
            raise ScalarOngeldig
        return uit.raw

    def _element(self, naam: str, *argumenten: bytes) -> bytes:
        uit = ctypes.create_string_buffer(32)
        if getattr(self._sodium, naam)(uit, *argumenten) != 0:
            raise ElementOngeldig
        return uit.raw

    def _scalar(self, naam: str, *argumenten: bytes) -> bytes:
        uit = ctypes.create_string_buffer(32)
        getattr(self._sodium, naam)(uit, *argumenten)
        return uit.raw


def _eis(waarde: bytes, lengte: int = 32) -> bytes:
    # C reads this many bytes whatever the length of the object: a short one must never get there.
    if len(waarde) != lengte:
        raise ElementOngeldig
    return waarde


def _zonder_topbit(waarde: bytes) -> bool:
    # libsodium 1.0.18 reads a set top bit as if it were clear, which RFC 9496 section 4.3.1 forbids.
    return len(waarde) == 32 and waarde[31] < 0x80


def _eis_element(waarde: bytes) -> bytes:
    if not _zonder_topbit(waarde):
        raise ElementOngeldig
    return waarde


def laad() -> LibsodiumGroep | None:
    """The group on the system's libsodium, or None where that is absent or too old."""
    for naam in (*_NAMEN, ctypes.util.find_library("sodium")):
        try:
            if naam:
                return LibsodiumGroep(ctypes.CDLL(naam))
        except (OSError, AttributeError):
            continue
    return None
