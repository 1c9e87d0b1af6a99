# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Terms of the follow-up: how long, who is to act, when to remind, and who stands above (R03, R04)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.convenant import LADDER, Convenant
from verwijsindex.domain.match import Match, Nazorg, Termijn
from verwijsindex.domain.tijd import begin_van, dag, einde_van, na_werkdagen, werkdagen_eerder
from verwijsindex.domain.woorden import Matchstatus, Termijnsoort, Trede

Adres = tuple[str, str]
STAPPEN = {
    Matchstatus.NIEUW: Termijnsoort.TOEWIJZEN,
    Matchstatus.TOEGEWEZEN: Termijnsoort.AANNEMEN,
    Matchstatus.AANGENOMEN: Termijnsoort.CONTACT,
    Matchstatus.CONTACT_GELEGD: Termijnsoort.OVERLEG,
}
VAN_NAZORG = frozenset({Termijnsoort.NAZORG_AANNEMEN, Termijnsoort.NAZORG_BEVESTIGEN})


def werkdagen(soort: Termijnsoort, convenant: Convenant, *, dringend: bool) -> int:
    """R03: the working days of a step, counted from the day on which its owner got the match."""
    c = convenant
    gewoon, met_spoed = {
        Termijnsoort.TOEWIJZEN: (c.aanvaarden_werkdagen, c.aanvaarden_werkdagen_spoed),
        Termijnsoort.AANNEMEN: (c.aanvaarden_werkdagen, c.aanvaarden_werkdagen_spoed),
        Termijnsoort.CONTACT: (c.contact_werkdagen, c.contact_werkdagen_spoed),
        Termijnsoort.OVERLEG: (c.overleg_werkdagen, c.overleg_werkdagen_spoed),
    }[soort]
    return met_spoed if dringend else gewoon


def trede_na(soort: Termijnsoort, gemist: int, convenant: Convenant) -> tuple[Trede, int]:
    """The step after so many misses, and its working days; the last one stays (R04)."""
    ladder = [(trede, convenant.ladder[trede]) for trede in LADDER if trede in convenant.ladder]
    if soort is Termijnsoort.TOEWIJZEN:
        # The coordinator is the one who was late.
        ladder = [stap for stap in ladder if stap[0] is not Trede.PROCESREGISSEUR] or ladder
    elif soort is Termijnsoort.AFSPRAAK:
        ladder = [(Trede.LEIDING, ladder[0][1]), *ladder]
    elif soort in VAN_NAZORG:
        ladder = [(Trede.REGISSEUR, ladder[0][1]), *ladder]
    return ladder[min(gemist, len(ladder) - 1)]


def herinner_op(termijn: Termijn, convenant: Convenant, vrij: Collection[date]) -> datetime | None:
    """When the reminder goes out: so many working days before the last day, not on the day that it began (R03).

    On a working day, so that somebody reads it.

    None when there is none any more, and above the first step.
    """
    if termijn.herinnerd or termijn.gemist:
        return None
    eerder = werkdagen_eerder(termijn.voor, convenant.herinnering_werkdagen, convenant.vrije(vrij))
    op = max(eerder, na_werkdagen(dag(termijn.sinds), 1, convenant.vrije(vrij)))
    return begin_van(op) if op <= termijn.voor else None


def aan_zet(match: Match, termijn: Termijn) -> Adres:
    """Who must act: a kind of addressee and an id (R03, R05-R07, R10)."""
    if termijn.soort is Termijnsoort.OVERDRACHT:
        overdracht = next(o for o in match.overdrachten if o.id == termijn.onderwerp)
        return ("regisseur", str(overdracht.naar)) if overdracht.naar else ("coordinator", overdracht.gemeente)
    if organisatie := next(iter(partij_van(match, termijn)), None):
        return ("organisatie", str(organisatie))
    return eigenaar(match)


def eigenaar(match: Match) -> Adres:
    """The director, or the coordinator while there is none (R01)."""
    return ("regisseur", str(match.regisseur)) if match.regisseur else ("coordinator", match.gemeente)


def adres_van(match: Match, termijn: Termijn, trede: Trede) -> Adres:
    """Who stands on a step of the ladder (R04, R07, R10)."""
    match trede:
        case Trede.LEIDING:
            return ("leiding", str(next(iter(partij_van(match, termijn)))))
        case Trede.REGISSEUR:
            return eigenaar(match)
        case Trede.PROCESREGISSEUR:
            return ("coordinator", match.gemeente)
        case _:
            return (trede.value, match.gemeente)


def partij_van(match: Match, termijn: Termijn) -> frozenset[UUID]:
    """The party that a term is about, if it is about one."""
    delen = {n.id: n.organisatie for n in match.nazorg} | {a.id: a.organisatie for a in match.afspraken}
    return frozenset({delen[termijn.onderwerp]}) if termijn.onderwerp in delen else frozenset()


def is_stil(nazorg: Nazorg, match: Match) -> bool:
    """R07: the party of this aftercare let its term pass."""
    return any(t.onderwerp == nazorg.id and t.gemist for t in match.termijnen)


def momenten(match: Match, convenant: Convenant, vrij: Collection[date]) -> Iterator[datetime]:
    """When time alone may change something in the follow-up of an open match (Z01)."""
    for termijn in match.termijnen:
        yield einde_van(termijn.voor)
        if moment := herinner_op(termijn, convenant, vrij):
            yield moment
    if loopt := match.lopende_nazorg:
        yield einde_van(loopt.tot)
