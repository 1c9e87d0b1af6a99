# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A family at one moment: what sight, explanation and messages are read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.match import Match
from verwijsindex.domain.matchen import kern
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Signaal, spoed, veiligheid_telt
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.werkblad import Werkblad


@dataclass(frozen=True, slots=True)
class Stand:
    """The facts, the rules in force, the moment, and the organisations by id."""

    toestand: Toestand
    regels: Regels
    nu: datetime
    partijen: Mapping[UUID, Organisatie]
    _bekend: dict[UUID, tuple[frozenset[UUID], list[Signaal]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def vrij(self) -> frozenset[date]:
        """The days off."""
        return frozenset(self.regels.vrij)

    def convenant(self, gemeente: str) -> Convenant:
        """The convenant by which `gemeente` decides now."""
        return self.regels.van(gemeente, self.nu)

    def kinderen_in(self, match: Match) -> frozenset[UUID]:
        """The children who are the match now (M04); all of the dossier while nothing counts."""
        return self._kern(match)[0]

    def tellend_in(self, match: Match) -> list[Signaal]:
        """The counting signals of a match, by id (M04)."""
        return self._kern(match)[1]

    def _kern(self, match: Match) -> tuple[frozenset[UUID], list[Signaal]]:
        """Worked out once per match: sight asks it for every signal anew."""
        if match.id not in self._bekend:
            blad = Werkblad(self.toestand, self.nu, self.regels)
            kinderen = frozenset(s.kind for s in kern(blad, match)) or frozenset(blad.kinderen_van(match.dossier))
            alle = self.toestand.van_dossier(match.dossier)
            self._bekend[match.id] = kinderen, [s for s in alle if s.kind in kinderen and blad.telt(s)]
        return self._bekend[match.id]

    def match_van(self, signaal: Signaal) -> Match | None:
        """The open match in which this signal counts, if any (I01)."""
        kind = self.toestand.kinderen.get(signaal.kind)
        match = self.toestand.open_match(kind.dossier) if kind else None
        return match if match and signaal in self.tellend_in(match) else None

    def spoed(self, signaal: Signaal) -> bool:
        """M08, now."""
        return spoed(signaal, self.nu, self.convenant(signaal.gemeente), self.vrij)

    def veiligheid_telt(self, signaal: Signaal) -> bool:
        """V03, V04, now."""
        return veiligheid_telt(signaal, self.nu, self.convenant(signaal.gemeente), self.vrij)
