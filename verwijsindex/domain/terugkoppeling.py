# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What became of a signal, for who reported it (R08), cut by gate 3."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import Kijker, Veld, verborgen_voor, wist_ervan, zicht
from verwijsindex.domain.match import Match
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import TIK
from verwijsindex.domain.uitleg import zin
from verwijsindex.domain.woorden import Matchstatus

# The steps that a reporter hears of, and how the match mostly stood after each.
STAPPEN = {
    Gevolgsoort.MATCH_GEOPEND: Matchstatus.NIEUW,
    Gevolgsoort.MATCH_HEROPEND: Matchstatus.TOEGEWEZEN,
    Gevolgsoort.MATCH_ZONDER_REGISSEUR: Matchstatus.NIEUW,
    Gevolgsoort.MATCH_TOEGEWEZEN: Matchstatus.TOEGEWEZEN,
    Gevolgsoort.MATCH_AANGENOMEN: Matchstatus.AANGENOMEN,
    Gevolgsoort.CONTACT_GELEGD: Matchstatus.CONTACT_GELEGD,
    Gevolgsoort.OVERLEG_GEHOUDEN: Matchstatus.IN_REGIE,
    Gevolgsoort.NAZORG_BEGONNEN: Matchstatus.NAZORG,
    Gevolgsoort.MATCH_AFGESLOTEN: Matchstatus.AFGESLOTEN,
}
VERVOLG = {
    Matchstatus.NIEUW: "Er is nog geen regisseur: de coördinator van de gemeente wijst er een aan.",
    Matchstatus.TOEGEWEZEN: "De regisseur moet de match nog aannemen. Blijft dat uit, dan hoort de coördinator het.",
    Matchstatus.AANGENOMEN: "De regisseur heeft de match aangenomen en neemt contact met u op.",
    Matchstatus.CONTACT_GELEGD: "De regisseur had contact met de melders en belegt een overleg.",
    Matchstatus.IN_REGIE: "Er is een plan en de regisseur volgt het. Bel hem als u iets weet of wilt weten.",
    Matchstatus.NAZORG: "Een partij houdt de vinger aan de pols. Maakt u zich weer zorgen, meld dat dan opnieuw.",
    Matchstatus.AFGESLOTEN: "De match is afgesloten. Maakt u zich weer zorgen, meld dat dan opnieuw.",
}
GEEN = "Er is geen match waarvan u hoort. U hoort het zodra die er komt."


@dataclass(frozen=True, slots=True)
class Stap:
    """One step, when it was taken, in one sentence."""

    moment: datetime
    soort: str
    zin: str


@dataclass(frozen=True, slots=True)
class Terugkoppeling:
    """How the match of a signal stands, who leads and how to reach him, and the steps so far; None is no match."""

    status: Matchstatus | None
    regisseur: Regisseur | None
    stappen: tuple[Stap, ...]
    vervolg: str


def match_van_melder(kijker: Kijker, signaal: Signaal, stand: Stand) -> Match | None:
    """The open match in which a signal counts, or the one that people closed since, as far as he hears of it (I01).

    One that came back on what he may not know of is to him as it was closed before: nothing vanishes by it (V03).
    """
    kind = stand.toestand.kinderen.get(signaal.kind)
    eigen = [m for m in stand.toestand.matches.values() if kind and m.dossier == kind.dossier]
    for match in sorted(eigen, key=lambda m: (m.open, m.gesloten or m.geopend), reverse=True):
        # Of a closed match he hears what he would hear if it were open: no more, and no less.
        als_open = match if match.open else replace(match, status=Matchstatus.IN_REGIE, gesloten=None)
        if match.status is Matchstatus.VERVALLEN or signaal not in stand.tellend_in(als_open):
            continue
        if Veld.BESTAAN in zicht(kijker, als_open, None, stand):
            return match
        if match.heropend and wist_ervan(signaal.organisatie, als_open, stand):
            return replace(match, status=Matchstatus.AFGESLOTEN, gesloten=match.heropend - TIK)
    return None


def terugkoppeling(
    kijker: Kijker, match: Match | None, stand: Stand, tijdlijn: Sequence[Gevolg], regisseur: Regisseur | None
) -> Terugkoppeling:
    """R08: match, director, acceptance, closing, without why it was closed or who gives aftercare: that is content."""
    if match is None or kijker.organisatie is None:
        return Terugkoppeling(None, None, (), GEEN)
    verborgen = {s.organisatie for s in verborgen_voor(kijker.organisatie, stand)}
    tot = match.gesloten or stand.nu
    stappen = [g for g in tijdlijn if g.soort in STAPPEN and g.moment <= tot]
    hoorbaar = [g for g in stappen if not _verraadt(g, verborgen)]
    # A step may leave another status than it mostly does; only behind one he may not hear of is the usual told (V03).
    status = STAPPEN[hoorbaar[-1].soort] if hoorbaar and hoorbaar[-1] is not stappen[-1] else match.status
    return Terugkoppeling(
        status, regisseur if match.open else None, tuple(_stappen(hoorbaar)), VERVOLG.get(status, GEEN)
    )


def _verraadt(gevolg: Gevolg, verborgen: set[UUID]) -> bool:
    """V03: nothing that rests on what a second person has not yet confirmed."""
    return bool(gevolg.organisaties) and gevolg.organisaties <= verborgen


def _stappen(gevolgen: Sequence[Gevolg]) -> Iterator[Stap]:
    for gevolg in gevolgen:
        yield Stap(gevolg.moment, gevolg.soort.value, zin(replace(gevolg, reden=""), {}))
