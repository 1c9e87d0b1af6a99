# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The match: why it is open, what carries it, and the states it passes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.woorden import AANVAARD, GESLOTEN, Grond, Leefgebied, Matchstatus, Patroon, Reden, Soort


@dataclass(frozen=True, slots=True)
class Steun:
    """A signal that has counted in the open match, with its last weight; ending does not take it away (M11)."""

    signaal: UUID
    organisatie: UUID
    kind: UUID
    gewicht: int
    zorgwekkend: bool


class Bevindingsoort(StrEnum):
    """The two ways in which a child falls out of sight (M10)."""

    EINDE = "einde"
    MIJDING = "mijding"


@dataclass(frozen=True, slots=True)
class Bevinding:
    """A finding of M10 on one day: the signals it rests on, as pairs of signal and organisation."""

    soort: Bevindingsoort
    dag: date
    kinderen: frozenset[UUID]
    rust_op: frozenset[tuple[UUID, UUID]]

    @property
    def organisaties(self) -> frozenset[UUID]:
        """Whose signals it rests on."""
        return frozenset(organisatie for _, organisatie in self.rust_op)


@dataclass(frozen=True, slots=True)
class Taak:
    """What the director does by the end of day `voor`: reach the basic care of one child (V07)."""

    id: UUID
    kind: UUID
    sinds: datetime
    voor: date
    gedaan: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One per dossier while open (M05). `gemeld` are the organisations whose arrival was news (M09)."""

    id: UUID
    dossier: UUID
    gemeente: str
    convenant: str
    status: Matchstatus = Matchstatus.NIEUW
    geopend: datetime
    redenen: frozenset[Reden] = frozenset()
    steun: tuple[Steun, ...] = ()
    steun_vernietigd: bool = False
    bevindingen: tuple[Bevinding, ...] = ()
    gemeld: frozenset[UUID] = frozenset()
    veiligheid_gemeld: bool = False
    multiproblematiek: bool = False
    regisseur: UUID | None = None
    caseload_vol: bool = False
    gesloten: datetime | None = None
    voortzetten_voor: date | None = None
    voortzetting: Toestemming | None = None
    taken: tuple[Taak, ...] = ()

    @property
    def open(self) -> bool:
        """Neither `afgesloten` nor `vervallen` (M05)."""
        return self.status not in GESLOTEN

    @property
    def aanvaard(self) -> bool:
        """A director said yes and has not let go."""
        return self.status in AANVAARD


OVERGANGEN: dict[Matchstatus, frozenset[Matchstatus]] = {
    Matchstatus.NIEUW: frozenset({Matchstatus.TOEGEWEZEN, Matchstatus.VERVALLEN}),
    Matchstatus.TOEGEWEZEN: frozenset({Matchstatus.AANGENOMEN, Matchstatus.VERVALLEN}),
    Matchstatus.AANGENOMEN: frozenset({Matchstatus.CONTACT_GELEGD, Matchstatus.VERVALLEN}),
    Matchstatus.CONTACT_GELEGD: frozenset({Matchstatus.IN_REGIE, Matchstatus.VERVALLEN}),
    Matchstatus.IN_REGIE: frozenset({Matchstatus.NAZORG, Matchstatus.AFGESLOTEN, Matchstatus.VERVALLEN}),
    Matchstatus.NAZORG: frozenset({Matchstatus.AFGESLOTEN, Matchstatus.TOEGEWEZEN, Matchstatus.VERVALLEN}),
    Matchstatus.AFGESLOTEN: frozenset({Matchstatus.TOEGEWEZEN, Matchstatus.NIEUW}),
    Matchstatus.VERVALLEN: frozenset(),
}


def mag_naar(match: Match, status: Matchstatus) -> bool:
    """The one table of transitions (design, section 6): `vervallen` is final (M11), closing is not (M16)."""
    return status in OVERGANGEN[match.status]


@dataclass(frozen=True, slots=True)
class Bijdrage:
    """One signal in the explanation of a match, in the terms of the rules (M13)."""

    signaal: UUID
    organisatie: UUID
    kind: UUID
    soort: Soort
    leefgebieden: frozenset[Leefgebied]
    patroon: Patroon | None
    gewicht: int
    actief: bool
    grond: str
    veiligheidsgrond: Grond | None
    geregistreerd: date
    tot: date | None
