# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The citizen service number: recognised, and held so that it does not print."""

import re
from dataclasses import dataclass, field

from verwijsindex.protocol.fouten import BsnOngeldig

_SCHEIDING = str.maketrans("", "", " .-")
_NEGEN_CIJFERS = re.compile(r"[0-9]{9}")
_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(tekst: str) -> bool:
    """Whether `tekst`, without spaces, dots and hyphens, is exactly nine digits that pass the elfproef (S10)."""
    kaal = tekst.translate(_SCHEIDING)
    if not _NEGEN_CIJFERS.fullmatch(kaal) or kaal == "000000000":
        return False
    return sum(gewicht * int(cijfer) for gewicht, cijfer in zip(_GEWICHTEN, kaal, strict=True)) % 11 == 0


def lees_bsn(tekst: str) -> str:
    """The nine digits of `tekst`. Raises BsnOngeldig."""
    if not is_bsn(tekst):
        raise BsnOngeldig
    return tekst.translate(_SCHEIDING)


@dataclass(frozen=True, slots=True)
class Bsn:
    """A checked number with a masked repr. Raises BsnOngeldig."""

    waarde: str = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "waarde", lees_bsn(self.waarde))
