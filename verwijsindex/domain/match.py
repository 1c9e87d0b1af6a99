# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The match: why it is open, what carries it, and the states it passes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.woorden import (
    AANVAARD,
    GESLOTEN,
    Afsluitreden,
    Afspraaksoort,
    Afspraakstand,
    Antwoord,
    Grond,
    Leefgebied,
    Matchstatus,
    Overdrachtreden,
    Patroon,
    Reden,
    Soort,
    Termijnsoort,
    Weigerreden,
)


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


@dataclass(frozen=True, slots=True)
class Termijn:
    """What must be done before the day `voor` is over (R03). `sinds` tells one occasion from the next.

    `gemist` counts the terms that passed: each is a step up the ladder with a new `voor` (R04); `eerste` is the first.
    """

    soort: Termijnsoort
    onderwerp: UUID | None
    sinds: datetime
    voor: date
    eerste: date
    spoed: bool = False
    herinnerd: bool = False
    gemist: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdracht:
    """A director asks another, or another municipality, to take over (R05); until then he stays responsible."""

    id: UUID
    van: UUID
    naar: UUID | None
    gemeente: str
    reden: Overdrachtreden
    gevraagd: datetime
    stand: Antwoord = Antwoord.GEVRAAGD
    weigerreden: Weigerreden | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nazorg:
    """A party keeps a finger on the pulse through day `tot` (R06); `bevestigd` is its last word (R07)."""

    id: UUID
    organisatie: UUID
    tot: date
    gevraagd: datetime
    stand: Antwoord = Antwoord.GEVRAAGD
    weigerreden: Weigerreden | None = None
    ingegaan: datetime | None = None
    bevestigd: datetime | None = None
    gaat_goed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Afspraak:
    """What a party binds itself to do by the end of day `voor` (R10)."""

    id: UUID
    organisatie: UUID
    wat: Afspraaksoort
    voor: date
    gemaakt: datetime
    stand: Afspraakstand = Afspraakstand.OPEN


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
    heropend: datetime | None = None
    eigenaar_sinds: datetime | None = None
    overlegd: datetime | None = None
    termijnen: tuple[Termijn, ...] = ()
    overdrachten: tuple[Overdracht, ...] = ()
    nazorg: tuple[Nazorg, ...] = ()
    afspraken: tuple[Afspraak, ...] = ()
    afsluitreden: Afsluitreden | None = None

    @property
    def open(self) -> bool:
        """Neither `afgesloten` nor `vervallen` (M05)."""
        return self.status not in GESLOTEN

    @property
    def aanvaard(self) -> bool:
        """A director said yes and has not let go."""
        return self.status in AANVAARD

    @property
    def overdracht(self) -> Overdracht | None:
        """The handover that waits for an answer, if any (R05)."""
        return next((o for o in self.overdrachten if o.stand is Antwoord.GEVRAAGD), None)

    @property
    def lopende_nazorg(self) -> Nazorg | None:
        """The aftercare that has begun, in the state `nazorg` (R07)."""
        begonnen = (n for n in self.nazorg if n.ingegaan and n.stand is Antwoord.AANGENOMEN)
        return next(begonnen, None) if self.status is Matchstatus.NAZORG else None


def zonder_nazorg(match: Match, *, alleen_begonnen: bool = False) -> Match:
    """R07: the director is at it again, so aftercare that was accepted, or has begun, is a promise no more."""
    nazorg = tuple(
        replace(n, stand=Antwoord.VERVALLEN)
        if n.stand is Antwoord.AANGENOMEN and (n.ingegaan or not alleen_begonnen)
        else n
        for n in match.nazorg
    )
    return replace(match, nazorg=nazorg)


# A director who left is replaced at once, in every state (R01).
TOEWIJZING = frozenset({Matchstatus.TOEGEWEZEN, Matchstatus.NIEUW})
OVERGANGEN: dict[Matchstatus, frozenset[Matchstatus]] = {
    Matchstatus.NIEUW: frozenset({*TOEWIJZING, Matchstatus.VERVALLEN}),
    Matchstatus.TOEGEWEZEN: frozenset({Matchstatus.AANGENOMEN, *TOEWIJZING, Matchstatus.VERVALLEN}),
    Matchstatus.AANGENOMEN: frozenset({Matchstatus.CONTACT_GELEGD, *TOEWIJZING, Matchstatus.VERVALLEN}),
    Matchstatus.CONTACT_GELEGD: frozenset({Matchstatus.IN_REGIE, *TOEWIJZING, Matchstatus.VERVALLEN}),
    Matchstatus.IN_REGIE: frozenset(
        {Matchstatus.IN_REGIE, Matchstatus.NAZORG, Matchstatus.AFGESLOTEN, *TOEWIJZING, Matchstatus.VERVALLEN}
    ),
    Matchstatus.NAZORG: frozenset({Matchstatus.AFGESLOTEN, *TOEWIJZING, Matchstatus.VERVALLEN}),
    Matchstatus.AFGESLOTEN: TOEWIJZING,
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
