# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What director and coordinator are shown of the follow-up of a match: terms, handovers, aftercare, agreements."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.match import Afspraak, Match, Nazorg, Overdracht, Termijn
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.termijnen import STAPPEN, aan_zet, eigenaar, trede_na, werkdagen
from verwijsindex.domain.tijd import dag, na_werkdagen
from verwijsindex.domain.woorden import Antwoord, Termijnsoort, Trede


@dataclass(frozen=True, slots=True)
class Termijnbeeld:
    """What must be done by the end of day `voor`; `trede` is who was told that it is late, None while it is not (R04).

    `eerste` is the day by which it should have been done. `van_eigenaar`: the director's to do, or the coordinator's
    while there is none.
    """

    soort: Termijnsoort
    onderwerp: UUID | None
    voor: date
    eerste: date
    aan_zet: str
    van_eigenaar: bool
    trede: Trede | None


@dataclass(frozen=True, slots=True)
class Overdrachtbeeld:
    """A handover, with the name of who was asked; a municipality by its code (R05)."""

    overdracht: Overdracht
    naar: str


@dataclass(frozen=True, slots=True)
class Nazorgbeeld:
    """Aftercare, with the name of its party (R06)."""

    nazorg: Nazorg
    organisatie: str


@dataclass(frozen=True, slots=True)
class Afspraakbeeld:
    """An agreement, with the name of its party (R10)."""

    afspraak: Afspraak
    organisatie: str


@dataclass(frozen=True, slots=True)
class Opvolging:
    """Everything of the follow-up."""

    termijnen: tuple[Termijnbeeld, ...]
    overdrachten: tuple[Overdrachtbeeld, ...]
    nazorg: tuple[Nazorgbeeld, ...]
    afspraken: tuple[Afspraakbeeld, ...]

    @property
    def eerste(self) -> Termijnbeeld | None:
        """What the owner has to do first."""
        return min((t for t in self.termijnen if t.van_eigenaar), key=lambda t: t.voor, default=None)

    @property
    def te_laat(self) -> bool:
        """Something passed its day, whoever had to do it (R04)."""
        return any(t.trede for t in self.termijnen)


def opvolging(
    match: Match, stand: Stand, regisseurs: Mapping[UUID, Regisseur], onveilig: Collection[UUID], *, dringend: bool
) -> Opvolging:
    """The follow-up of a match, for who may see the match.

    `onveilig` are the children of whom he may know a safety ground: a task on another would tell it (V07). `dringend`
    is whether he may know that there is `spoed`: else a term is shown as without, until it has passed (V03).
    """
    return Opvolging(
        tuple(_termijnen(match, stand, regisseurs, onveilig, dringend=dringend)),
        tuple(Overdrachtbeeld(o, ontvanger(o, regisseurs)) for o in match.overdrachten),
        tuple(Nazorgbeeld(n, _naam(stand.partijen, n.organisatie)) for n in match.nazorg),
        tuple(Afspraakbeeld(a, _naam(stand.partijen, a.organisatie)) for a in match.afspraken),
    )


def _naam(partijen: Mapping[UUID, Organisatie], organisatie: UUID) -> str:
    return partijen[organisatie].naam if organisatie in partijen else "een organisatie"


def ontvanger(overdracht: Overdracht, regisseurs: Mapping[UUID, Regisseur]) -> str:
    """Who was asked to take over, by name; a municipality by its code (R05)."""
    if overdracht.naar is None:
        return f"gemeente {overdracht.gemeente}"
    return regisseurs[overdracht.naar].naam if overdracht.naar in regisseurs else "een regisseur"


def _termijnen(
    match: Match, stand: Stand, regisseurs: Mapping[UUID, Regisseur], onveilig: Collection[UUID], *, dringend: bool
) -> Iterator[Termijnbeeld]:
    convenant = stand.convenant(match.gemeente)
    taken = {taak.id for taak in match.taken if taak.kind in onveilig}
    for termijn in sorted(match.termijnen, key=lambda t: (t.voor, t.soort)):
        if termijn.soort is Termijnsoort.BASISZORG and termijn.onderwerp not in taken:
            continue
        wie = aan_zet(match, termijn)
        gemist = termijn.gemist > 0
        yield Termijnbeeld(
            termijn.soort,
            termijn.onderwerp,
            termijn.voor if gemist or dringend else _zonder_spoed(termijn, convenant, stand),
            termijn.eerste,
            _wie(wie, match, stand, regisseurs),
            wie == eigenaar(match),
            trede_na(termijn.soort, termijn.gemist - 1, convenant)[0] if gemist else None,
        )


def _zonder_spoed(termijn: Termijn, convenant: Convenant, stand: Stand) -> date:
    if not termijn.spoed or termijn.soort not in STAPPEN.values():
        return termijn.voor
    dagen = werkdagen(termijn.soort, convenant, dringend=False)
    return max(termijn.voor, na_werkdagen(dag(termijn.sinds), dagen, convenant.vrije(stand.vrij)))


def _wie(wie: tuple[str, str], match: Match, stand: Stand, regisseurs: Mapping[UUID, Regisseur]) -> str:
    soort, id_ = wie
    if soort == "organisatie":
        return _naam(stand.partijen, UUID(id_))
    if soort == "regisseur":
        return regisseurs[UUID(id_)].naam if UUID(id_) in regisseurs else "de regisseur"
    return "de coördinator" if id_ == match.gemeente else f"de coördinator van gemeente {id_}"


@dataclass(frozen=True, slots=True)
class Vraagbeeld:
    """A question to somebody who does not see the match: a handover or aftercare, with who asks and how to reach him.

    `te_laat` when its answer is (R05, R06). `eigen` is one that the viewer asked for himself, of `aan`.
    """

    id: UUID
    match: UUID
    van: str
    telefoon: str
    gemeente: str
    reden: str
    gevraagd: datetime
    voor: date | None
    stand: Antwoord
    te_laat: bool
    tot: date | None = None
    bevestigen_voor: date | None = None
    eigen: bool = False
    aan: str = ""
