# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The lookup key of a person, in a type that does not show itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pseudoniem:
    """Lookup key `P` (32 bytes) and the element `N` encrypted for this row (protocol, section 1).

    `plaats` is where its own key lies, 18 bytes: without that key `N` is lost (B03). None for rows of before.
    `pepper` is the id of the pepper under which P was computed; `vorige` are the keys under which this person may still
    stand while a rotation is under way. `generaties` names the keys behind each of `alle`, alike for every person.
    """

    sleutel: bytes = field(repr=False)
    verzegeld: bytes = field(repr=False)
    versie: int = 1
    plaats: bytes | None = field(default=None, repr=False)
    pepper: str | None = None
    vorige: tuple[bytes, ...] = field(default=(), repr=False)
    generaties: tuple[str, ...] = ()

    @property
    def alle(self) -> tuple[bytes, ...]:
        """Every key by which this person may be found, the one in use first."""
        return (self.sleutel, *self.vorige)
