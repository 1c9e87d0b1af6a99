# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""RFC 9497, suite ristretto255-SHA512, mode VOPRF: the pseudonym of a person by two parties that trust each other not.

`Finalize` is here only to check the vectors of the RFC: its hash holds the input and could never be re-keyed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from verwijsindex.protocol.fouten import BewijsOngeldig, ElementOngeldig, ScalarOngeldig
from verwijsindex.protocol.groep import IDENTITEIT, Groep, eis_scalar, is_scalar
from verwijsindex.protocol.labels import lp

SUITE = "ristretto255-SHA512"


class Modus(IntEnum):
    OPRF = 0
    VOPRF = 1


@dataclass(frozen=True, slots=True)
class Sleutelpaar:
    """Scalar (32 bytes) and public element (32 bytes)."""

    geheim: bytes = field(repr=False)
    publiek: bytes


@dataclass(frozen=True, slots=True)
class Verblinding:
    """Blind r and blinded element; together an offline oracle for the input, so neither prints."""

    blind: bytes = field(repr=False)
    element: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evaluatie:
    """Evaluated elements (32 bytes each) and the proof (64 bytes) over all of them."""

    elementen: tuple[bytes, ...] = field(repr=False)
    bewijs: bytes = field(repr=False)


def leid_sleutelpaar_af(groep: Groep, seed: bytes, info: bytes, modus: Modus = Modus.VOPRF) -> Sleutelpaar:
    """DeriveKeyPair, RFC 9497 section 3.2.1; `seed` is 32 bytes. Raises ScalarOngeldig when no key comes out."""
    for teller in range(256):
        uniform = _uitgerekt(seed + lp(info) + bytes([teller]), b"DeriveKeyPair" + _context(modus))
        geheim = groep.reduceer(uniform)
        if any(geheim):
            return Sleutelpaar(geheim, groep.maal_basis(geheim))
    raise ScalarOngeldig


def verblind(groep: Groep, invoer: bytes, blind: bytes | None = None, modus: Modus = Modus.VOPRF) -> Verblinding:
    """Blind, RFC 9497 section 3.3.2. `blind` is given by test vectors only. Raises ScalarOngeldig, ElementOngeldig."""
    if blind is None:
        blind = groep.willekeurige_scalar()
    eis_scalar(blind)
    element = groep.uit_hash(_uitgerekt(invoer, b"HashToGroup-" + _context(modus)))
    return Verblinding(blind, groep.maal(blind, element))


def evalueer(
    groep: Groep, sleutelpaar: Sleutelpaar, elementen: Sequence[bytes], nonce: bytes | None = None
) -> Evaluatie:
    """BlindEvaluate with proof, RFC 9497 sections 3.3.2 and 2.2.1, for 1 to 65,535 elements.

    `nonce` is given by test vectors only. Raises ElementOngeldig with the place of the first bad element.
    """
    for plaats, element in enumerate(elementen):
        if not groep.is_element(element):
            raise ElementOngeldig(plaats)
    if not elementen:
        raise ElementOngeldig
    k = sleutelpaar.geheim
    geevalueerd = tuple(groep.maal(k, element) for element in elementen)
    m, _ = _samenstelling(groep, sleutelpaar.publiek, elementen, geevalueerd, alleen_m=True)
    z = groep.maal(k, m)
    r = groep.willekeurige_scalar() if nonce is None else nonce
    eis_scalar(r)
    c = _uitdaging(groep, sleutelpaar.publiek, m, z, groep.maal_basis(r), groep.maal(r, m))
    return Evaluatie(geevalueerd, c + groep.scalar_min(r, groep.scalar_maal(c, k)))


def controleer(
    groep: Groep, publiek: bytes, geblindeerd: Sequence[bytes], geevalueerd: Sequence[bytes], bewijs: bytes
) -> None:
    """VerifyProof, RFC 9497 section 2.2.2, over the whole batch. Raises BewijsOngeldig, whatever was wrong."""
    c, s = bewijs[:32], bewijs[32:]
    if not (0 < len(geblindeerd) == len(geevalueerd) and is_scalar(c) and is_scalar(s)):
        raise BewijsOngeldig
    try:
        # Every element goes through `maal`, which refuses the identity and what is not canonical.
        m, z = _samenstelling(groep, publiek, geblindeerd, geevalueerd)
        t2 = groep.plus(groep.maal_basis(s), groep.maal(c, publiek))
        t3 = groep.plus(groep.maal(s, m), groep.maal(c, z))
    except ElementOngeldig:
        raise BewijsOngeldig from None
    if _uitdaging(groep, publiek, m, z, t2, t3) != c:
        raise BewijsOngeldig


def ontblind(groep: Groep, blind: bytes, element: bytes) -> bytes:
    """N, 32 bytes: the evaluated element without its blind. Call `controleer` first.

    Raises ElementOngeldig, ScalarOngeldig.
    """
    eis_scalar(blind)
    return groep.maal(groep.scalar_inverse(blind), element)


def finaliseer(groep: Groep, invoer: bytes, blind: bytes, element: bytes) -> bytes:
    """Finalize, RFC 9497 section 3.3.1: 64 bytes. For test vectors only."""
    return hashlib.sha512(lp(invoer, ontblind(groep, blind, element)) + b"Finalize").digest()


def delta(groep: Groep, oud: Sleutelpaar, nieuw: Sleutelpaar) -> bytes:
    """The scalar k_nieuw / k_oud, 32 bytes, by which every N moves to the new key."""
    return groep.scalar_maal(nieuw.geheim, groep.scalar_inverse(oud.geheim))


def pas_delta_toe(groep: Groep, delta: bytes, element: bytes) -> bytes:
    """delta * N, or delta * PK_oud to compare with PK_nieuw. Raises ScalarOngeldig, ElementOngeldig."""
    eis_scalar(delta)
    return groep.maal(delta, element)


def _context(modus: Modus) -> bytes:
    return b"OPRFV1-" + bytes([modus]) + b"-" + SUITE.encode()


def _uitgerekt(bericht: bytes, dst: bytes) -> bytes:
    """expand_message_xmd with SHA-512 for 64 bytes, one block (RFC 9380 section 5.3.1)."""
    dst += bytes([len(dst)])
    eerste = hashlib.sha512(bytes(128) + bericht + b"\x00\x40\x00" + dst).digest()
    return hashlib.sha512(eerste + b"\x01" + dst).digest()


def _naar_scalar(groep: Groep, bericht: bytes) -> bytes:
    return groep.reduceer(_uitgerekt(bericht, b"HashToScalar-" + _context(Modus.VOPRF)))


def _samenstelling(
    groep: Groep, publiek: bytes, c: Sequence[bytes], d: Sequence[bytes], alleen_m: bool = False
) -> tuple[bytes, bytes]:
    """ComputeComposites, RFC 9497 section 2.2.1; who has the key needs only M, as Z = k * M."""
    seed = hashlib.sha512(lp(publiek, b"Seed-" + _context(Modus.VOPRF))).digest()
    m = z = IDENTITEIT
    for i, (ci, di) in enumerate(zip(c, d, strict=True)):
        factor = _naar_scalar(groep, lp(seed) + i.to_bytes(2, "big") + lp(ci, di) + b"Composite")
        m = groep.plus(m, groep.maal(factor, ci))
        if not alleen_m:
            z = groep.plus(z, groep.maal(factor, di))
    return m, z


def _uitdaging(groep: Groep, publiek: bytes, m: bytes, z: bytes, t2: bytes, t3: bytes) -> bytes:
    return _naar_scalar(groep, lp(publiek, m, z, t2, t3) + b"Challenge")
