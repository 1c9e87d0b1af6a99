# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation hands in on consent and on safety, before the index judges and dates it (T03, V02)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.toestemming import Stem, Toestemming, gewone_duur
from verwijsindex.domain.veiligheid import (
    NietDoorgeven,
    Onderbouwing,
    Veiligheidsgrond,
    beoordeel_grond,
    mag_doorbreken,
)
from verwijsindex.domain.woorden import Categorie, Deel, Grond, Leeftijdsgroep, Wijze, Wilsonbekwaam


@dataclass(frozen=True, slots=True, kw_only=True)
class Toestemmingsopgave:
    """An answer of a family as it came in; without `tot` it lasts the usual months (T03)."""

    gegeven_op: date
    tot: date | None
    stemmen: tuple[Stem, ...]
    gezag: int
    groep: Leeftijdsgroep
    wilsonbekwaam: Wilsonbekwaam | None
    voor: frozenset[Deel]
    met: frozenset[Categorie] | None
    wijze: Wijze

    def toestemming(self, geboortemaand: str | None, convenant: Convenant, nu: datetime, door: UUID) -> Toestemming:
        """The answer as it is judged and kept, recorded by `door` at `nu`."""
        basis = Toestemming(
            id=uuid4(),
            gegeven_op=self.gegeven_op,
            tot=None,
            stemmen=self.stemmen,
            gezag=self.gezag,
            groep=self.groep,
            wilsonbekwaam=self.wilsonbekwaam,
            voor=self.voor,
            met=self.met,
            wijze=self.wijze,
            vastgelegd=nu,
            vastgelegd_door=door,
        )
        if basis.geweigerd:
            return basis
        return replace(basis, tot=self.tot or gewone_duur(basis, geboortemaand, convenant))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grondopgave:
    """A safety ground as it came in, with its facts (V02) and whether the basic care must wait (V07)."""

    grond: Grond
    onderbouwing: Onderbouwing
    niet_doorgeven: NietDoorgeven | None = None

    def bezwaren(
        self, professional: Professional | None, geboortemaand: str, convenant: Convenant, vandaag: date
    ) -> tuple[Besluit, ...]:
        """All that is against it: the right to it, and the facts (V02, V05, V07)."""
        mag = mag_doorbreken(professional)
        feiten = beoordeel_grond(self.onderbouwing, self.niet_doorgeven, geboortemaand, convenant, vandaag)
        return feiten if mag else (mag, *feiten)

    def veiligheidsgrond(self, nu: datetime, door: UUID) -> Veiligheidsgrond:
        """The ground, provisional, invoked by `door` at `nu` (V03)."""
        return Veiligheidsgrond(
            uuid4(),
            self.grond,
            nu,
            door,
            onderbouwing=self.onderbouwing,
            niet_doorgeven=self.niet_doorgeven,
        )
