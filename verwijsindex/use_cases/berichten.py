# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who is told what after a deed (M09, R08, N01): one message per match and addressee, a type and ids, never content."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from verwijsindex.domain.daden import NIEUWS, Gevolg, Gevolgsoort
from verwijsindex.domain.match import Match
from verwijsindex.domain.signaal import Signaal, spoed
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.woorden import Intrekreden
from verwijsindex.storage.families import Vergrendeld
from verwijsindex.storage.logboek import Bericht

MATCH_NIEUWS = "match-nieuws"
AAN_ORGANISATIE = frozenset(
    {Gevolgsoort.SIGNAAL_SLAAPT, Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN, Gevolgsoort.NAZORG_GEVRAAGD}
)
AAN_COORDINATOR = frozenset({Gevolgsoort.SAMENVOEGEN_VOORGESTELD, Gevolgsoort.SPLITSEN_VOORGESTELD})
BEGIN = (Gevolgsoort.MATCH_GEOPEND, Gevolgsoort.MATCH_HEROPEND)
EINDE = (Gevolgsoort.MATCH_VERVALLEN, Gevolgsoort.MATCH_AFGESLOTEN)
# What an owner hears first where several things happened at once; the rest is on the timeline.
VOLGORDE = (
    *EINDE,
    *BEGIN,
    Gevolgsoort.MATCH_AANGENOMEN,
    Gevolgsoort.UIT_BEELD,
    Gevolgsoort.EERSTE_VEILIGHEIDSGROND,
    Gevolgsoort.NIEUWE_ORGANISATIE,
    Gevolgsoort.MULTIPROBLEMATIEK,
    Gevolgsoort.MATCH_ZONDER_REGISSEUR,
    Gevolgsoort.GEEN_ACTIEVE_SIGNALEN,
)
ALLEEN_EIGENAAR = frozenset({Gevolgsoort.MATCH_ZONDER_REGISSEUR, Gevolgsoort.GEEN_ACTIEVE_SIGNALEN})


class Stand(Protocol):
    """What the messages are about: a family after a deed."""

    familie: Vergrendeld
    toestand: Toestand
    regels: Regels
    nu: datetime

    def tellend_in(self, match: Match) -> list[Signaal]:
        """The counting signals of a match."""
        ...


def berichten(stand: Stand, gevolgen: Sequence[Gevolg]) -> Iterator[Bericht]:
    """The messages that follow from what happened in one transaction."""
    per_match: dict[UUID, list[Gevolgsoort]] = {}
    for gevolg in gevolgen:
        if gevolg.match:
            per_match.setdefault(gevolg.match, []).append(gevolg.soort)
        else:
            yield from _los(stand, gevolg, per_match)
    for match_id, soorten in per_match.items():
        yield from _over_match(stand, stand.toestand.matches[match_id], soorten)


def _los(stand: Stand, gevolg: Gevolg, per_match: dict[UUID, list[Gevolgsoort]]) -> Iterator[Bericht]:
    """About a signal or a dossier: to its organisation, the coordinator, or the privacy officer (S09)."""
    soort = gevolg.soort.value
    sleutel = gevolg.signaal or gevolg.dossier
    if sleutel is None:
        return
    if gevolg.soort in AAN_ORGANISATIE:
        for organisatie in sorted(gevolg.organisaties, key=str):
            yield Bericht(sleutel, soort, "organisatie", str(organisatie))
    elif gevolg.soort in AAN_COORDINATOR and gevolg.gemeente:
        yield Bericht(sleutel, soort, "coordinator", gevolg.gemeente)
    elif gevolg.reden == Intrekreden.VERKEERD_KIND and gevolg.gemeente:
        yield Bericht(sleutel, gevolg.reden, "privacy", gevolg.gemeente)
        for match in stand.toestand.matches.values():
            if match.open and _droeg(stand, match.id, gevolg.signaal):
                per_match.setdefault(match.id, []).append(Gevolgsoort.NIEUWE_ORGANISATIE)


def _droeg(stand: Stand, match: UUID, signaal: UUID | None) -> bool:
    """The signal was part of the match before this deed: its owner and reporters may have seen it (S09)."""
    eerder = (deel.matches.get(match) for deel in stand.familie.bronnen.values())
    return any(m is not None and any(steun.signaal == signaal for steun in m.steun) for m in eerder)


def _over_match(stand: Stand, match: Match, soorten: Sequence[Gevolgsoort]) -> Iterator[Bericht]:
    """One message per addressee; nothing about a match that came and went before anybody could look (N01)."""
    if {*soorten} & {*BEGIN} and not match.open:
        return
    soort = next((soort for soort in VOLGORDE if soort in soorten), None)
    if soort is None:
        return
    tellend = stand.tellend_in(match)
    yield _aan_eigenaar(stand, match, soort.value, tellend)
    if soort not in ALLEEN_EIGENAAR:
        yield from _aan_melders(match, soort, tellend)


def _aan_eigenaar(stand: Stand, match: Match, soort: str, tellend: Iterable[Signaal]) -> Bericht:
    dringend = any(spoed(s, stand.nu, stand.regels.van(s.gemeente, stand.nu), stand.regels.vrij) for s in tellend)
    if match.regisseur:
        return Bericht(match.id, soort, "regisseur", str(match.regisseur), dringend)
    return Bericht(match.id, soort, "coordinator", match.gemeente, dringend)


def _aan_melders(match: Match, soort: Gevolgsoort, tellend: Sequence[Signaal]) -> Iterator[Bericht]:
    """Whose signal counts hears that something is new, not what (I01, I07); of a provisional ground, nothing (V03)."""
    nog_te_bevestigen = all(s.veiligheid is None or s.veiligheid.voorlopig() for s in tellend)
    if soort is Gevolgsoort.EERSTE_VEILIGHEIDSGROND and nog_te_bevestigen:
        return
    neutraal = soort.value if soort not in NIEUWS or soort in BEGIN else MATCH_NIEUWS
    for organisatie in sorted({s.organisatie for s in tellend}, key=str):
        yield Bericht(match.id, neutraal, "organisatie", str(organisatie))
