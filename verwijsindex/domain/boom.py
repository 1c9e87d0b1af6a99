# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of the log (L03; RFC 9162, section 2.1): hashes of SHA-256, 32 bytes each.

A tree is kept as its complete subtrees: `haal(niveau, nummer)` gives the hash over the 2**niveau leaves that begin at
leaf nummer * 2**niveau. Everything else follows from those in as many steps as the tree is high.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

Haal = Callable[[int, int], bytes]


def sha256(inhoud: bytes) -> bytes:
    """32 bytes."""
    return hashlib.sha256(inhoud).digest()


LEEG = sha256(b"")


def blad(inhoud: bytes) -> bytes:
    """The hash of a leaf (2.1.1)."""
    return sha256(b"\x00" + inhoud)


def knoop(links: bytes, rechts: bytes) -> bytes:
    """The hash of two subtrees (2.1.1)."""
    return sha256(b"\x01" + links + rechts)


def voeg_toe(begin: int, bladeren: Sequence[bytes], haal: Haal) -> Iterator[tuple[int, int, bytes]]:
    """Level, number and hash of each subtree that becomes complete when leaf hashes are added from place `begin` on."""
    nieuw: dict[tuple[int, int], bytes] = {}

    def bekend(niveau: int, nummer: int) -> bytes:
        return nieuw.get((niveau, nummer)) or haal(niveau, nummer)

    for plaats, hash_ in enumerate(bladeren, start=begin):
        niveau, nummer, waarde = 0, plaats, hash_
        while True:
            nieuw[niveau, nummer] = waarde
            yield niveau, nummer, waarde
            if nummer % 2 == 0:
                break
            waarde = knoop(bekend(niveau, nummer - 1), waarde)
            niveau, nummer = niveau + 1, nummer // 2


def wortel(begin: int, einde: int, haal: Haal) -> bytes:
    """The hash over the leaves from `begin` up to `einde`, MTH of 2.1.1; `begin` is where a subtree begins."""
    aantal = einde - begin
    if aantal == 0:
        return LEEG
    if aantal & (aantal - 1) == 0:
        niveau = aantal.bit_length() - 1
        return haal(niveau, begin >> niveau)
    midden = begin + _linker(aantal)
    return knoop(wortel(begin, midden, haal), wortel(midden, einde, haal))


def _linker(aantal: int) -> int:
    """The largest power of two smaller than a number above 1."""
    return 1 << ((aantal - 1).bit_length() - 1)


def bewijs_opname(plaats: int, grootte: int, haal: Haal) -> list[bytes]:
    """The audit path of a leaf in a tree of so many leaves (2.1.3.1). `plaats` counts from 0."""
    return _pad(plaats, 0, grootte, haal)


def _pad(plaats: int, begin: int, einde: int, haal: Haal) -> list[bytes]:
    if einde - begin == 1:
        return []
    midden = begin + _linker(einde - begin)
    if plaats < midden:
        return [*_pad(plaats, begin, midden, haal), wortel(midden, einde, haal)]
    return [*_pad(plaats, midden, einde, haal), wortel(begin, midden, haal)]


def bewijs_groei(oud: int, nieuw: int, haal: Haal) -> list[bytes]:
    """That a tree of `oud` leaves, at least one, is how a tree of `nieuw` leaves began (2.1.4.1)."""
    return _groei(oud, 0, nieuw, haal, heel=True) if oud < nieuw else []


def _groei(oud: int, begin: int, einde: int, haal: Haal, *, heel: bool) -> list[bytes]:
    if begin + oud == einde:
        return [] if heel else [wortel(begin, einde, haal)]
    midden = begin + _linker(einde - begin)
    if begin + oud <= midden:
        return [*_groei(oud, begin, midden, haal, heel=heel), wortel(midden, einde, haal)]
    return [*_groei(begin + oud - midden, midden, einde, haal, heel=False), wortel(begin, midden, haal)]


def klopt_opname(hash_: bytes, plaats: int, grootte: int, pad: Sequence[bytes], wortel_: bytes) -> bool:
    """Is a leaf hash at this place of the tree with this root (2.1.3.2)?"""
    if not 0 <= plaats < grootte:
        return False
    nummer, laatste, waarde = plaats, grootte - 1, hash_
    for ander in pad:
        if laatste == 0:
            return False
        if nummer % 2 or nummer == laatste:
            waarde = knoop(ander, waarde)
            while nummer % 2 == 0 and nummer:
                nummer, laatste = nummer >> 1, laatste >> 1
        else:
            waarde = knoop(waarde, ander)
        nummer, laatste = nummer >> 1, laatste >> 1
    return laatste == 0 and waarde == wortel_


def klopt_groei(oud: int, nieuw: int, oude_wortel: bytes, nieuwe_wortel: bytes, pad: Sequence[bytes]) -> bool:
    """Did the tree with the first root grow into the one with the second (2.1.4.2)?"""
    if not 0 < oud <= nieuw:
        return False
    if oud == nieuw:
        return not pad and oude_wortel == nieuwe_wortel
    stappen = list(pad) if oud & (oud - 1) else [oude_wortel, *pad]
    if not stappen:
        return False
    nummer, laatste = oud - 1, nieuw - 1
    while nummer % 2:
        nummer, laatste = nummer >> 1, laatste >> 1
    eerst = dan = stappen[0]
    for ander in stappen[1:]:
        if laatste == 0:
            return False
        if nummer % 2 or nummer == laatste:
            eerst, dan = knoop(ander, eerst), knoop(ander, dan)
            while nummer % 2 == 0 and nummer:
                nummer, laatste = nummer >> 1, laatste >> 1
        else:
            dan = knoop(dan, ander)
        nummer, laatste = nummer >> 1, laatste >> 1
    return laatste == 0 and eerst == oude_wortel and dan == nieuwe_wortel
