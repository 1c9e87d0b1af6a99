# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a rule answers, and how a refusal travels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Besluit:
    """A rule's answer: allowed or not, on which ground or for which reason (a stable code), by which rule."""

    mag: bool
    code: str
    regel: str
    zin: str = ""
    wijzer: str = ""

    def __bool__(self) -> bool:
        return self.mag


def toegestaan(grond: str, regel: str) -> Besluit:
    """An allowance on `grond`."""
    return Besluit(True, grond, regel)


def geweigerd(code: str, regel: str, zin: str, wijzer: str = "") -> Besluit:
    """A refusal with a stable code, a Dutch sentence that says what to do, and a JSON pointer to the cause."""
    return Besluit(False, code, regel, zin, wijzer)
