# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Nothing lies still (R03, R04), as part of a step: an open match always waits for somebody, by a day.

Who lets the day pass is passed over: one step up the ladder, and so on; the last step is asked again and again.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.match import Match, Termijn
from verwijsindex.domain.matchen import kern
from verwijsindex.domain.signaal import spoed
from verwijsindex.domain.termijnen import STAPPEN, aan_zet, adres_van, herinner_op, partij_van, trede_na, werkdagen
from verwijsindex.domain.tijd import dag, einde_van, na_werkdagen, plus_maanden
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Afspraakstand, Antwoord, Matchstatus, Termijnsoort


def bewaak(blad: Werkblad) -> None:
    """R03, R04: every open match has the terms of its state; those that pass go up the ladder."""
    for match in sorted(blad.matches.values(), key=lambda m: str(m.id)):
        if not match.open:
            blad.matches[match.id] = replace(match, termijnen=())
            continue
        convenant = blad.convenant(match.gemeente)
        dringend = any(spoed(s, blad.t, blad.convenant(s.gemeente), blad.regels.vrij) for s in kern(blad, match))
        bekend = {(t.soort, t.onderwerp, t.sinds): t for t in match.termijnen}
        termijnen = []
        for wens in _gewenst(match, convenant, blad, dringend=dringend):
            eerder = bekend.get((wens.soort, wens.onderwerp, wens.sinds))
            termijn = _met_haast(blad, eerder or wens, convenant, dringend=dringend)
            termijn = _verstreken(blad, match, termijn, convenant)
            termijnen.append(_herinnerd(blad, match, termijn, convenant, begint=eerder is None))
        blad.matches[match.id] = replace(match, termijnen=tuple(termijnen))


def _gewenst(match: Match, convenant: Convenant, blad: Werkblad, *, dringend: bool) -> Iterator[Termijn]:
    """The terms that belong to this state, as they are when they begin now."""
    t, vrij = blad.t, convenant.vrije(blad.regels.vrij)
    sinds = match.eigenaar_sinds or match.geopend

    def termijn(soort: Termijnsoort, begin: datetime, voor: date, onderwerp: UUID | None = None) -> Termijn:
        # A term that is over before it begins gets one working day: late is late, but nobody is late by surprise.
        if t >= einde_van(voor):
            voor = na_werkdagen(dag(t), 1, vrij)
        return Termijn(soort, onderwerp, begin, voor, voor, dringend)

    if stap := STAPPEN.get(match.status):
        yield termijn(stap, sinds, na_werkdagen(dag(sinds), werkdagen(stap, convenant, dringend=dringend), vrij))
    if match.status is Matchstatus.IN_REGIE and match.overlegd:
        voor = plus_maanden(dag(match.overlegd), convenant.regie_maanden)
        yield termijn(Termijnsoort.VERVOLGOVERLEG, match.overlegd, voor)
    for taak in match.taken:
        if match.regisseur and taak.gedaan is None:
            yield termijn(Termijnsoort.BASISZORG, max(taak.sinds, sinds), taak.voor, taak.id)
    antwoord = convenant.antwoord_werkdagen
    for overdracht in match.overdrachten:
        if overdracht.stand is Antwoord.GEVRAAGD:
            voor = na_werkdagen(dag(overdracht.gevraagd), antwoord, vrij)
            yield termijn(Termijnsoort.OVERDRACHT, overdracht.gevraagd, voor, overdracht.id)
    for nazorg in match.nazorg:
        if nazorg.stand is Antwoord.GEVRAAGD:
            voor = na_werkdagen(dag(nazorg.gevraagd), antwoord, vrij)
            yield termijn(Termijnsoort.NAZORG_AANNEMEN, nazorg.gevraagd, voor, nazorg.id)
    if (loopt := match.lopende_nazorg) and (begin := loopt.bevestigd or loopt.ingegaan):
        voor = plus_maanden(dag(begin), convenant.nazorg_maanden)
        if voor <= loopt.tot or loopt.bevestigd is None:
            yield termijn(Termijnsoort.NAZORG_BEVESTIGEN, begin, min(voor, loopt.tot), loopt.id)
    for afspraak in match.afspraken:
        if afspraak.stand is Afspraakstand.OPEN:
            yield termijn(Termijnsoort.AFSPRAAK, afspraak.gemaakt, afspraak.voor, afspraak.id)


def _met_haast(blad: Werkblad, termijn: Termijn, convenant: Convenant, *, dringend: bool) -> Termijn:
    """R03, M08: `spoed` shortens a term that runs, from now; it never grows back."""
    if not dringend or termijn.spoed or termijn.gemist or termijn.soort not in STAPPEN.values():
        return termijn
    dagen = werkdagen(termijn.soort, convenant, dringend=True)
    voor = min(termijn.voor, na_werkdagen(dag(blad.t), dagen, convenant.vrije(blad.regels.vrij)))
    return replace(termijn, spoed=True, voor=voor, eerste=voor)


def _verstreken(blad: Werkblad, match: Match, termijn: Termijn, convenant: Convenant) -> Termijn:
    """R04: one step up per missed deadline, each with its own term."""
    if blad.t < einde_van(termijn.voor):
        return termijn
    trede, dagen = trede_na(termijn.soort, termijn.gemist, convenant)
    hoger = adres_van(match, termijn, trede)
    laat = (aan_zet(match, termijn),) if termijn.gemist == 0 else ()
    blad.meld(
        Gevolgsoort.TERMIJN_VERSTREKEN,
        "R04",
        match=match,
        organisaties=partij_van(match, termijn),
        reden=termijn.soort,
        trede=trede,
        ontvangers=(*laat, hoger),
    )
    voor = na_werkdagen(dag(blad.t), dagen, convenant.vrije(blad.regels.vrij))
    return replace(termijn, voor=voor, gemist=termijn.gemist + 1)


def _herinnerd(blad: Werkblad, match: Match, termijn: Termijn, convenant: Convenant, *, begint: bool) -> Termijn:
    """R03: a reminder to whose turn it is, once, before the last day; not of what he was told just now.

    It asks what was told, not when somebody last looked: a term that was shortened may find its moment passed.
    """
    moment = herinner_op(termijn, convenant, blad.regels.vrij)
    if moment is None or blad.t < moment:
        return termijn
    if not begint:
        ontvangers = (aan_zet(match, termijn),)
        blad.meld(Gevolgsoort.TERMIJN_NADERT, "R03", match=match, reden=termijn.soort, ontvangers=ontvangers)
    return replace(termijn, herinnerd=True)
