# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is measured of a deed for the monthly figures: once, at that moment, without any id of a person (I08)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from verwijsindex.domain.cijfers import DOORLOOP, Meetsoort
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.match import Match
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.stapeling import leefgebieden
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Leefgebied

VAN_SIGNAAL = {
    Gevolgsoort.SIGNAAL_GEREGISTREERD: Meetsoort.SIGNAAL_GEREGISTREERD,
    Gevolgsoort.SIGNAAL_SLAAPT: Meetsoort.SIGNAAL_SLAAPT,
}
VAN_MATCH = {
    Gevolgsoort.MATCH_GEOPEND: Meetsoort.MATCH_GEOPEND,
    Gevolgsoort.MATCH_HEROPEND: Meetsoort.MATCH_HEROPEND,
    Gevolgsoort.MATCH_AANGENOMEN: Meetsoort.MATCH_AANGENOMEN,
    Gevolgsoort.CONTACT_GELEGD: Meetsoort.CONTACT_GELEGD,
    Gevolgsoort.TERMIJN_VERSTREKEN: Meetsoort.TERMIJN_VERSTREKEN,
    Gevolgsoort.UIT_BEELD: Meetsoort.UIT_BEELD,
}
BEGIN = frozenset({Gevolgsoort.MATCH_GEOPEND, Gevolgsoort.MATCH_HEROPEND})
# Of these the figures say how long they took since the match was opened.
DUUR = frozenset(soort for soort, meetsoort in VAN_MATCH.items() if meetsoort in DOORLOOP)
MET_TIJDLIJN = DUUR | {Gevolgsoort.TERMIJN_VERSTREKEN}


@dataclass(frozen=True, slots=True)
class Meting:
    """One thing that happened, in month `YYYY-MM`; of an organisation only where it registered a signal."""

    gemeente: str
    maand: str
    meetsoort: Meetsoort
    gebied: str | None
    leefgebieden: frozenset[Leefgebied]
    organisatie: UUID | None = None
    werkdagen: int | None = None


def maand_van(moment: datetime) -> str:
    """The month of a moment in Amsterdam, as `YYYY-MM` (Z01)."""
    return f"{dag(moment):%Y-%m}"


def metingen(
    eerder: Stand, stand: Stand, gevolgen: Iterable[Gevolg], tijdlijnen: Mapping[UUID, Sequence[Gevolg]]
) -> Iterator[Meting]:
    """What one transaction adds to the figures, from its consequences between `eerder` and `stand` (I08).

    `tijdlijnen` holds the timeline, oldest first, of each match with a consequence in `MET_TIJDLIJN`.
    """
    for gevolg in gevolgen:
        if meetsoort := VAN_SIGNAAL.get(gevolg.soort):
            yield from _van_signaal(eerder, stand, gevolg, meetsoort)
        elif meetsoort := VAN_MATCH.get(gevolg.soort):
            yield from _van_match(eerder, stand, gevolg, meetsoort, tijdlijnen)
    yield from _doorbrekingen(eerder, stand)


def _van_signaal(eerder: Stand, stand: Stand, gevolg: Gevolg, meetsoort: Meetsoort) -> Iterator[Meting]:
    """A signal that was destroyed in the same transaction is still known from before it."""
    for bron in (stand, eerder):
        if gevolg.signaal and (signaal := bron.toestand.signalen.get(gevolg.signaal)):
            wie = signaal.organisatie if meetsoort is Meetsoort.SIGNAAL_GEREGISTREERD else None
            yield _over(signaal, gevolg.moment, meetsoort, wie)
            return


def _over(signaal: Signaal, moment: datetime, meetsoort: Meetsoort, wie: UUID | None = None) -> Meting:
    return Meting(signaal.gemeente, maand_van(moment), meetsoort, signaal.gebied, signaal.leefgebieden, wie)


def _van_match(
    eerder: Stand, stand: Stand, gevolg: Gevolg, meetsoort: Meetsoort, tijdlijnen: Mapping[UUID, Sequence[Gevolg]]
) -> Iterator[Meting]:
    """By the signals that carry the match: their life domains, and the area by which a director is chosen (R02)."""
    bron = next((b for b in (stand, eerder) if gevolg.match in b.toestand.matches), None)
    if gevolg.match is None or bron is None:
        return
    match = bron.toestand.matches[gevolg.match]
    if gevolg.soort in BEGIN and not match.open:
        # It came and went before anybody could look (N01).
        return
    werkdagen, tijdlijn = None, tijdlijnen.get(match.id, ())
    if gevolg.soort is Gevolgsoort.TERMIJN_VERSTREKEN and al_te_laat(tijdlijn, gevolg):
        return
    if gevolg.soort in DUUR:
        werkdagen = duur(tijdlijn, gevolg, stand.vrij)
        if werkdagen is None:
            return
    signalen = bron.tellend_in(match) or _gedragen(bron, match)
    gebied = next((s.gebied for s in signalen if s.gebied), None)
    yield Meting(
        match.gemeente,
        maand_van(gevolg.moment),
        meetsoort,
        gebied,
        leefgebieden(signalen),
        werkdagen=werkdagen,
    )


def _gedragen(bron: Stand, match: Match) -> list[Signaal]:
    """Where nothing counts any more: the signals that the match remembers (M11)."""
    bekend = (bron.toestand.signalen.get(steun.signaal) for steun in match.steun)
    return [signaal for signaal in bekend if signaal]


def _doorbrekingen(eerder: Stand, stand: Stand) -> Iterator[Meting]:
    """V05: a V-ground that was not there before; lapsed and invoked again, it is another one."""
    for signaal in stand.toestand.signalen.values():
        toen = eerder.toestand.signalen.get(signaal.id)
        bekend = toen.veiligheid.id if toen and toen.veiligheid else None
        if signaal.veiligheid and signaal.veiligheid.id != bekend:
            yield _over(signaal, signaal.veiligheid.ingeroepen, Meetsoort.DOORBREKING)


def duur(tijdlijn: Sequence[Gevolg], gevolg: Gevolg, vrij: Collection[date]) -> int | None:
    """Working days from the opening (or the last reopening) of a match to this consequence on its timeline (R03).

    None when it is not the first of its kind since: after a handover a match is accepted again, and that took no time
    of the family's waiting.
    """
    begin = max((g.moment for g in tijdlijn if g.soort in BEGIN and g.moment <= gevolg.moment), default=None)
    if begin is None or any(g.soort is gevolg.soort and begin <= g.moment < gevolg.moment for g in tijdlijn):
        return None
    return werkdagen_tussen(dag(begin), dag(gevolg.moment), vrij)


def al_te_laat(tijdlijn: Sequence[Gevolg], gevolg: Gevolg) -> bool:
    """Did a term of this kind pass on this match before, in the same month?

    The last step of the ladder is asked again and again (R04): one match would fill a figure alone.
    """
    return any(
        (g.soort, g.reden, maand_van(g.moment)) == (gevolg.soort, gevolg.reden, maand_van(gevolg.moment))
        and g.moment < gevolg.moment
        for g in tijdlijn
    )


def werkdagen_tussen(van: date, tot: date, vrij: Collection[date]) -> int:
    """How many working days after `van`, through `tot`; weekends and `vrij` do not count (Z01)."""
    dagen = (van + timedelta(days=n) for n in range(1, (tot - van).days + 1))
    return sum(d.weekday() < 5 and d not in vrij for d in dagen)
