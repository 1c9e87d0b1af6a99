# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The lookup key of a person, in a type that does not show itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pseudoniem:
    """Lookup key `P` (32 bytes) and the element `N` encrypted for this row (protocol, section 1).

    `plaats` is where its own key lies, 18 bytes: without that key `N` is lost (B03). None for rows of before.
    """

    sleutel: bytes = field(repr=False)
    verzegeld: bytes = field(repr=False)
    versie: int = 1
    plaats: bytes | None = field(default=None, repr=False)
