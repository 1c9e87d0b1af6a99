# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Everything that is known of a group of related persons, and the rules in force: the input of every decision."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.gezin import Dossier, Gezinsbesluit, Kind, Voorstel
from verwijsindex.domain.match import Match
from verwijsindex.domain.signaal import Signaal, geweken_op, grenzen, telt
from verwijsindex.domain.termijnen import momenten as opvolgmomenten
from verwijsindex.domain.tijd import TIK, begin_van, dag, einde_van, maandbegin, plus_maanden

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mijding:
    """An organisation saw avoidance on a day (M10b)."""

    signaal: UUID
    organisatie: UUID
    kind: UUID
    dag: date


@dataclass(frozen=True, slots=True)
class Regels:
    """What decisions need besides the facts: the convenants and the days off."""

    convenanten: Convenanten
    vrij: Collection[date] = frozenset()

    def van(self, gemeente: str, t: datetime) -> Convenant:
        """The convenant by which `gemeente` decides at `t`."""
        return self.convenanten.laatste(gemeente, dag(t))

    def telt(self, signaal: Signaal, t: datetime) -> bool:
        """M01 under the signal's own convenant."""
        return telt(signaal, t, self.van(signaal.gemeente, t), self.vrij)


@dataclass(frozen=True, slots=True)
class Toestand:
    """The facts about one set of related persons, settled through `tot`."""

    tot: datetime = BEGIN
    signalen: Mapping[UUID, Signaal] = field(default_factory=dict)
    kinderen: Mapping[UUID, Kind] = field(default_factory=dict)
    dossiers: Mapping[UUID, Dossier] = field(default_factory=dict)
    matches: Mapping[UUID, Match] = field(default_factory=dict)
    voorstellen: Mapping[UUID, Voorstel] = field(default_factory=dict)
    mijdingen: frozenset[Mijding] = frozenset()
    besluiten: Mapping[UUID, Gezinsbesluit] = field(default_factory=dict)

    def open_match(self, dossier: UUID) -> Match | None:
        """The one open match of a dossier (M05)."""
        return next((m for m in self.matches.values() if m.dossier == dossier and m.open), None)

    def van_dossier(self, dossier: UUID) -> list[Signaal]:
        """All signals about the children of a dossier, by id."""
        return sorted(
            (s for s in self.signalen.values() if self.kinderen[s.kind].dossier == dossier), key=lambda s: str(s.id)
        )


def verenig(delen: Iterable[Toestand]) -> Toestand:
    """States of unrelated groups as one, before a deed relates them; each already settled through the same moment."""
    lijst = list(delen)
    return Toestand(
        max((deel.tot for deel in lijst), default=BEGIN),
        {sleutel: waarde for deel in lijst for sleutel, waarde in deel.signalen.items()},
        {sleutel: waarde for deel in lijst for sleutel, waarde in deel.kinderen.items()},
        {sleutel: waarde for deel in lijst for sleutel, waarde in deel.dossiers.items()},
        {sleutel: waarde for deel in lijst for sleutel, waarde in deel.matches.items()},
        {sleutel: waarde for deel in lijst for sleutel, waarde in deel.voorstellen.items()},
        frozenset(mijding for deel in lijst for mijding in deel.mijdingen),
        {sleutel: waarde for deel in lijst for sleutel, waarde in deel.besluiten.items()},
    )


def volgende_moment(toestand: Toestand, regels: Regels) -> datetime | None:
    """The next moment after `toestand.tot` at which time alone may change something (Z01)."""
    momenten = [
        moment
        for signaal in toestand.signalen.values()
        for moment in grenzen(signaal, regels.van(signaal.gemeente, toestand.tot), regels.vrij)
    ]
    momenten += [
        # A signal that was stored before there was an archive goes to it at once (B02).
        toestand.tot + TIK
        for signaal in toestand.signalen.values()
        if (op := geweken_op(signaal, regels.van(signaal.gemeente, toestand.tot))) and op <= toestand.tot
    ]
    for kind in toestand.kinderen.values():
        momenten.append(begin_van(plus_maanden(maandbegin(kind.geboortemaand), 18 * 12)))
        if kind.wacht:
            momenten.append(einde_van(kind.wacht.tot))
    momenten += [einde_van(m.voortzetten_voor) for m in toestand.matches.values() if m.open and m.voortzetten_voor]
    for match in toestand.matches.values():
        if match.open and match.voortzetting:
            einde = match.voortzetting.geldig_tot(None, regels.van(match.gemeente, toestand.tot))
            momenten += [einde] if einde else []
        if match.open:
            momenten += opvolgmomenten(match, regels.van(match.gemeente, toestand.tot), regels.vrij)
    bekend = {kind.dossier for kind in toestand.kinderen.values()}
    momenten += [
        # A match that was stored before it would have gone by this rule goes at once (B05).
        max(match.gesloten, toestand.tot) + TIK
        for match in toestand.matches.values()
        if match.gesloten and match.dossier not in bekend
    ]
    gemeenten = {signaal.gemeente for signaal in toestand.signalen.values()}
    gemeenten |= {dossier.gemeente for dossier in toestand.dossiers.values()}
    gemeenten |= {match.gemeente for match in toestand.matches.values()}
    for convenant in regels.convenanten.versies:
        if convenant.gemeente in gemeenten:
            momenten.append(begin_van(convenant.vanaf))
            if convenant.tot:
                momenten.append(begin_van(convenant.tot + timedelta(days=1)))
    return min((moment for moment in momenten if moment > toestand.tot), default=None)
