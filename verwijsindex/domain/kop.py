# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Heads of the log as text: checkpoints in signed notes, with cosignatures of witnesses (C2SP: signed-note,
tlog-checkpoint, tlog-cosignature). Signing and checking signatures is for who holds keys.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

ED25519, MEDEONDERTEKENING = 0x01, 0x04
STREEP = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Handtekening:
    """A line under a note: whose, which of his keys (4 bytes), and the signature itself."""

    naam: str
    sleutel: bytes
    waarde: bytes


@dataclass(frozen=True, slots=True)
class Kop:
    """A head: whose log, of how many rows, the root over them; `tekst` is what is signed."""

    oorsprong: str
    grootte: int
    wortel: bytes
    tekst: str
    handtekeningen: tuple[Handtekening, ...] = ()


def maak_tekst(oorsprong: str, grootte: int, wortel: bytes) -> str:
    """The text of a checkpoint."""
    return f"{oorsprong}\n{grootte}\n{_b64(wortel)}\n"


def sleutelkenmerk(naam: str, soort: int, publiek: bytes) -> bytes:
    """The four bytes by which a signature says its key."""
    return hashlib.sha256(naam.encode() + b"\n" + bytes([soort]) + publiek).digest()[:4]


def publieke_sleutel(naam: str, publiek: bytes, soort: int = ED25519) -> str:
    """A verifier key as text: name, key id in hex, kind and key."""
    return f"{naam}+{sleutelkenmerk(naam, soort, publiek).hex()}+{_b64(bytes([soort]) + publiek)}"


def lees_sleutel(tekst: str) -> tuple[str, int, bytes]:
    """Name, kind and public key (32 bytes) of a verifier key. Raises ValueError."""
    try:
        naam, kenmerk, waarde = tekst.split("+", 2)
        inhoud = base64.b64decode(waarde, validate=True)
        soort, publiek = inhoud[0], inhoud[1:]
    except (ValueError, IndexError, binascii.Error):
        raise ValueError("Dit is geen publieke sleutel: geef naam+kenmerk+sleutel.") from None
    if len(publiek) != 32 or sleutelkenmerk(naam, soort, publiek).hex() != kenmerk or not naam:
        raise ValueError("Deze publieke sleutel is beschadigd: het kenmerk past niet bij de sleutel.")
    return naam, soort, publiek


def handtekeningregel(handtekening: Handtekening) -> str:
    """A signature as a line of a note."""
    return f"{STREEP}{handtekening.naam} {_b64(handtekening.sleutel + handtekening.waarde)}\n"


def maak_notitie(kop: Kop) -> str:
    """Text and signatures together."""
    return kop.tekst + "\n" + "".join(map(handtekeningregel, kop.handtekeningen))


def te_medeondertekenen(tekst: str, seconden: int) -> bytes:
    """What a witness signs: that he saw this head at that moment, in seconds since 1970."""
    return f"cosignature/v1\ntime {seconden}\n{tekst}".encode()


def lees_notitie(notitie: str) -> Kop:
    """A head from its note; signatures are not checked. Raises ValueError."""
    tekst, streep, onder = notitie.rpartition("\n\n")
    regels = tekst.split("\n")
    if not streep or len(regels) < 3 or not onder.endswith("\n"):
        raise ValueError("Dit is geen ondertekende kop van een logboek.")
    try:
        grootte, wortel = int(regels[1]), base64.b64decode(regels[2], validate=True)
        handtekeningen = tuple(_lees_regel(regel) for regel in onder.removesuffix("\n").split("\n"))
    except (ValueError, binascii.Error):
        raise ValueError("Deze kop van een logboek is beschadigd.") from None
    if len(wortel) != 32 or grootte < 0 or regels[1] != str(grootte):
        raise ValueError("Deze kop van een logboek is beschadigd.")
    return Kop(regels[0], grootte, wortel, tekst + "\n", handtekeningen)


def _lees_regel(regel: str) -> Handtekening:
    naam, _, waarde = regel.removeprefix(STREEP).rpartition(" ")
    inhoud = base64.b64decode(waarde, validate=True)
    if not regel.startswith(STREEP) or not naam or len(inhoud) < 5:
        raise ValueError
    return Handtekening(naam, inhoud[:4], inhoud[4:])


def _b64(waarde: bytes) -> str:
    return base64.b64encode(waarde).decode()
