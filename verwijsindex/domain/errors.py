# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Errors that a caller may see. They carry a stable code and know no HTTP."""

from collections.abc import Sequence

from verwijsindex.domain.besluit import Besluit, geweigerd


class Weigering(Exception):
    """A refused deed: one or more `Besluit`en that say no. Never holds an input value."""

    def __init__(self, besluiten: Sequence[Besluit]) -> None:
        self.besluiten = tuple(besluiten)
        self.vastgelegd = False
        super().__init__(self.eerste.code)

    @property
    def eerste(self) -> Besluit:
        """The refusal that names the whole."""
        return self.besluiten[0]


class OngeldigeInvoer(Weigering):
    """The request is not well-formed."""


class NietIngelogd(Weigering):
    """No valid proof of who asks."""


class NietToegestaan(Weigering):
    """A rule forbids the deed to this actor."""


class NietGevonden(Weigering):
    """Does not exist, or not for this viewer (I06)."""

    def __init__(self) -> None:
        super().__init__(
            [geweigerd("niet-gevonden", "I06", "Dit bestaat niet, of u mag het niet zien. Controleer het adres.")]
        )


class Strijdig(Weigering):
    """The deed contradicts what is already there."""


class TeGroot(Weigering):
    """More than one request may carry."""


class Onbereikbaar(Weigering):
    """A part that is needed does not answer now; nothing was done."""
