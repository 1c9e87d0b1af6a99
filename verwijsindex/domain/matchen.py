# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Opening, feeding, reopening and letting go of matches (M03, M05, M09, M11, M16), as part of a step."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.families import delen_op_gewicht, splits_af
from verwijsindex.domain.gezin import afgeleid
from verwijsindex.domain.match import Bevinding, Bevindingsoort, Match, Steun, zonder_nazorg
from verwijsindex.domain.signaal import Signaal, veiligheid_telt
from verwijsindex.domain.stapeling import multiproblematiek, stapelt, steun_van, weeg
from verwijsindex.domain.tijd import dag, einde_van, na_werkdagen
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Matchstatus, Reden


def vergeet(blad: Werkblad) -> None:
    """B01, B05, M11: no match names what is destroyed; its reasons and dates stay."""
    over: dict[UUID, set[UUID]] = defaultdict(set)
    for signaal in blad.signalen.values():
        over[blad.kinderen[signaal.kind].dossier].add(signaal.organisatie)
    for match in blad.matches.values():
        steun = tuple(deel for deel in match.steun if deel.signaal in blad.signalen)
        bevindingen = tuple(
            replace(
                bevinding,
                rust_op=frozenset(paar for paar in bevinding.rust_op if paar[0] in blad.signalen),
                kinderen=bevinding.kinderen.intersection(blad.kinderen),
            )
            for bevinding in match.bevindingen
        )
        kwijt = len(steun) < len(match.steun)
        kaal = kwijt and not steun
        blad.matches[match.id] = replace(
            match,
            steun=steun,
            steun_vernietigd=match.steun_vernietigd or kwijt,
            bevindingen=bevindingen,
            taken=tuple(taak for taak in match.taken if taak.kind in blad.kinderen),
            gemeld=match.gemeld & over[match.dossier],
            veiligheid_gemeld=match.veiligheid_gemeld and not kaal,
            multiproblematiek=match.multiproblematiek and not kaal,
        )


def vernietig_matches(blad: Werkblad) -> None:
    """B05: a match goes when the last signal of its family is gone and it is not open any more.

    Not in the step that closes it, so that whoever closed it is still told how it ended: at the next tick.
    """
    bekend = {kind.dossier for kind in blad.kinderen.values()}
    for match in sorted(blad.matches.values(), key=lambda m: str(m.id)):
        if match.dossier not in bekend and match.gesloten and match.gesloten < blad.t:
            blad.meld(Gevolgsoort.MATCH_VERNIETIGD, "B05", match=match)
            del blad.matches[match.id]


def verlies(blad: Werkblad) -> None:
    """M11: signals that fell carry nothing any more, and one that lost its V-ground carries less."""
    for match in [m for m in blad.matches.values() if m.open]:
        _verlies(blad, match, blad.gevallen)


def _verlies(blad: Werkblad, match: Match, gevallen: Collection[UUID]) -> None:
    convenant = blad.convenant(match.gemeente)
    steun = tuple(_nu(blad, deel, convenant) for deel in match.steun if deel.signaal not in gevallen)
    nieuw = replace(match, steun=steun)
    stapelde = Reden.STAPELING in match.redenen and not match.steun_vernietigd
    if stapelde and not stapelt(steun, convenant, een_actief=True):
        nieuw = replace(nieuw, redenen=match.redenen - {Reden.STAPELING})
        blad.meld(Gevolgsoort.STAPELING_WEG, "M11", match=match)
    blad.matches[match.id] = _verlies_bevindingen(blad, nieuw, convenant, gevallen)


def _nu(blad: Werkblad, deel: Steun, convenant: Convenant) -> Steun:
    signaal = blad.signalen[deel.signaal]
    return steun_van(signaal, blad.t, convenant, blad.regels.vrij) if blad.telt(signaal) else deel


def _verlies_bevindingen(blad: Werkblad, match: Match, convenant: Convenant, gevallen: Collection[UUID]) -> Match:
    """A finding goes when the signals it rests on fell (M10, M11)."""
    over = []
    for bevinding in match.bevindingen:
        rest = frozenset(paar for paar in bevinding.rust_op if paar[0] not in gevallen)
        nodig = convenant.uit_beeld_organisaties if bevinding.soort is Bevindingsoort.MIJDING else 1
        if rest == bevinding.rust_op or len({organisatie for _, organisatie in rest}) >= nodig:
            over.append(replace(bevinding, rust_op=rest))
    redenen = match.redenen if over else match.redenen - {Reden.UIT_BEELD}
    if redenen != match.redenen:
        blad.meld(Gevolgsoort.UIT_BEELD_WEG, "M11", match=match)
    return replace(match, bevindingen=tuple(over), redenen=redenen)


def beslis(blad: Werkblad, dossier: UUID) -> None:
    """What this dossier's counting signals mean for its match, after everything else of the step."""
    match = blad.open_match(dossier)
    if match is None:
        _open_bij_stapeling(blad, dossier)
        return
    match = _voed(blad, match)
    blad.matches[match.id] = match
    _na_nazorg(blad, match)
    _zonder_redenen(blad, blad.matches[match.id])
    _laat_gaan(blad, dossier)


def bevind(blad: Werkblad, dossier: UUID, bevinding: Bevinding) -> None:
    """M10: put a finding on the open match, or open or reopen one for it, below the threshold too."""
    match = blad.open_match(dossier)
    if match is None:
        match = _open(blad, dossier, Reden.UIT_BEELD)
    gelijk = [b for b in match.bevindingen if (b.soort, b.dag) == (bevinding.soort, bevinding.dag)]
    for eerder in gelijk:
        bevinding = replace(
            bevinding, kinderen=bevinding.kinderen | eerder.kinderen, rust_op=bevinding.rust_op | eerder.rust_op
        )
    match = replace(
        match,
        redenen=match.redenen | {Reden.UIT_BEELD},
        bevindingen=(*(b for b in match.bevindingen if b not in gelijk), bevinding),
        voortzetten_voor=None,
    )
    blad.matches[match.id] = match
    if match.status is Matchstatus.NAZORG:
        heropen_uit_nazorg(blad, match, bevinding.organisaties)
        match = blad.matches[match.id]
    blad.meld(
        Gevolgsoort.UIT_BEELD,
        "M10",
        match=match,
        kinderen=bevinding.kinderen,
        organisaties=bevinding.organisaties,
        reden=bevinding.soort,
    )


def _steun(blad: Werkblad, signalen: Sequence[Signaal], convenant: Convenant) -> tuple[Steun, ...]:
    return tuple(steun_van(s, blad.t, convenant, blad.regels.vrij) for s in signalen)


def _groepen(blad: Werkblad, dossier: UUID) -> list[list[Signaal]]:
    """The counting signals of each group of children that belongs together, the one of the open match first."""
    tellend = blad.tellend()
    groepen = delen_op_gewicht(blad, dossier)
    return [[s for kind in sorted(groep, key=str) for s in tellend[kind]] for groep in groepen]


def _open_bij_stapeling(blad: Werkblad, dossier: UUID) -> None:
    """M03 opens a match; after people closed one, only something later than that does (M16)."""
    convenant = blad.convenant(blad.dossiers[dossier].gemeente)
    laatste = blad.laatste_match(dossier)
    dicht_sinds = laatste.gesloten if laatste and laatste.status is Matchstatus.AFGESLOTEN else None
    for signalen in _groepen(blad, dossier):
        steun = _steun(blad, signalen, convenant)
        actief = any(s.actief_op(blad.t) for s in signalen)
        nieuw = dicht_sinds is None or any(_later_dan(s, dicht_sinds) for s in signalen)
        if nieuw and stapelt(steun, convenant, een_actief=actief):
            match = _open(blad, dossier, Reden.STAPELING)
            blad.matches[match.id] = _neem_op(blad, match, signalen)
            return


def _later_dan(signaal: Signaal, moment: datetime) -> bool:
    return signaal.gemeld > moment or bool(signaal.veiligheid and signaal.veiligheid.ingeroepen > moment)


def _open(blad: Werkblad, dossier: UUID, reden: Reden) -> Match:
    """A new match, or the closed one again with the same director (M16). `vervallen` is final (M11)."""
    laatste = blad.laatste_match(dossier)
    convenant = blad.convenant(blad.dossiers[dossier].gemeente)
    if laatste and laatste.status is Matchstatus.AFGESLOTEN:
        match = replace(
            zonder_nazorg(laatste),
            status=Matchstatus.TOEGEWEZEN if laatste.regisseur else Matchstatus.NIEUW,
            redenen=frozenset(),
            steun=(),
            steun_vernietigd=False,
            gesloten=None,
            heropend=blad.t,
            eigenaar_sinds=blad.t,
            overlegd=None,
            afsluitreden=None,
            voortzetting=None,
            taken=(),
            gemeente=convenant.gemeente,
            convenant=convenant.kenmerk,
        )
        soort, regel = Gevolgsoort.MATCH_HEROPEND, "M16"
    else:
        match = Match(
            id=afgeleid("match", dossier, blad.t.isoformat()),
            dossier=dossier,
            gemeente=blad.dossiers[dossier].gemeente,
            convenant=convenant.kenmerk,
            geopend=blad.t,
            eigenaar_sinds=blad.t,
        )
        soort, regel = Gevolgsoort.MATCH_GEOPEND, "M05"
    blad.matches[match.id] = match
    blad.net_geopend.add(match.id)
    blad.meld(soort, regel, match=match, reden=reden)
    return match


def _laat_gaan(blad: Werkblad, dossier: UUID) -> None:
    """M03, M04: children who came apart from the match and stack by themselves get a match of their own.

    As if they had never been joined: what lost its ground may hide no child in need.
    """
    convenant = blad.convenant(blad.dossiers[dossier].gemeente)
    for signalen in _groepen(blad, dossier)[1:]:
        actief = any(s.actief_op(blad.t) for s in signalen)
        if blad.open_match(dossier) and stapelt(_steun(blad, signalen, convenant), convenant, een_actief=actief):
            groep = frozenset(s.kind for s in signalen)
            splits_af(blad, groep)
            match = blad.open_match(dossier)
            if match:
                _verlies(blad, match, {s.id for s in blad.signalen.values() if s.kind in groep})
                _zonder_redenen(blad, blad.matches[match.id])


def _na_nazorg(blad: Werkblad, match: Match) -> None:
    """R07, M16: in aftercare any signal or V-ground of later opens the match again."""
    loopt = match.lopende_nazorg
    if loopt and loopt.ingegaan:
        later = {s.organisatie for s in kern(blad, match) if _later_dan(s, loopt.ingegaan)}
        if later:
            heropen_uit_nazorg(blad, match, later)


def heropen_uit_nazorg(blad: Werkblad, match: Match, door: Iterable[UUID]) -> None:
    """R07, M16: aftercare ends and the director is at it again, because of what these organisations said."""
    status = Matchstatus.TOEGEWEZEN if match.regisseur else Matchstatus.NIEUW
    match = replace(zonder_nazorg(match), status=status, eigenaar_sinds=blad.t, overlegd=None, afsluitreden=None)
    blad.matches[match.id] = match
    blad.meld(Gevolgsoort.MATCH_HEROPEND, "R07", match=match, organisaties=door)


def kern(blad: Werkblad, match: Match) -> Sequence[Signaal]:
    """The counting signals of the group of children that carries the match most; only these are the match (M04)."""
    return next(iter(_groepen(blad, match.dossier)), ())


def _voed(blad: Werkblad, match: Match) -> Match:
    """Take up what counts now."""
    signalen = kern(blad, match)
    return _neem_op(blad, match, signalen) if signalen else match


def _neem_op(blad: Werkblad, match: Match, signalen: Sequence[Signaal]) -> Match:
    """Take up these signals, see whether they stack, and tell only what is news (M03, M09)."""
    convenant = blad.convenant(match.gemeente)
    steun = _steun(blad, signalen, convenant)
    nieuw = {deel.signaal for deel in steun}
    match = replace(match, steun=(*(deel for deel in match.steun if deel.signaal not in nieuw), *steun))
    actief = any(s.actief_op(blad.t) for s in signalen)
    if Reden.STAPELING not in match.redenen and stapelt(steun, convenant, een_actief=actief):
        match = replace(match, redenen=match.redenen | {Reden.STAPELING}, voortzetten_voor=None)
        weging = weeg(steun)
        blad.meld(
            Gevolgsoort.STAPELING,
            "M03",
            match=match,
            kinderen={s.kind for s in signalen},
            organisaties={organisatie for organisatie, _ in weging.per_organisatie},
            gewicht=weging.som,
        )
    return _nieuws(blad, match, signalen, convenant)


def _nieuws(blad: Werkblad, match: Match, signalen: Sequence[Signaal], convenant: Convenant) -> Match:
    """M09: a new organisation, the first V-ground, the fourth domain. Everyone present at the opening is not news."""
    net_open = match.id in blad.net_geopend
    organisaties = frozenset(s.organisatie for s in signalen)
    erbij = organisaties - match.gemeld
    if erbij and not net_open:
        blad.meld(Gevolgsoort.NIEUWE_ORGANISATIE, "M09", match=match, organisaties=erbij)
    veilig = [s for s in signalen if veiligheid_telt(s, blad.t, convenant, blad.regels.vrij)]
    if veilig and not match.veiligheid_gemeld and not net_open:
        blad.meld(Gevolgsoort.EERSTE_VEILIGHEIDSGROND, "M09", match=match, organisaties={s.organisatie for s in veilig})
    multi = multiproblematiek(signalen, convenant)
    if multi and not match.multiproblematiek:
        blad.meld(
            Gevolgsoort.MULTIPROBLEMATIEK,
            "M07",
            match=match,
            organisaties=organisaties,
        )
    return replace(
        match,
        gemeld=match.gemeld | organisaties,
        veiligheid_gemeld=match.veiligheid_gemeld or bool(veilig),
        multiproblematiek=match.multiproblematiek or multi,
    )


def _zonder_redenen(blad: Werkblad, match: Match) -> None:
    """M11: without reasons a match lapses; one that was accepted waits some days for consent or a V-ground."""
    if match.redenen or (match.aanvaard and _gedragen(blad, match)):
        if match.voortzetten_voor:
            blad.matches[match.id] = replace(match, voortzetten_voor=None)
        return
    if match.aanvaard:
        convenant, eerder = blad.convenant(match.gemeente), match.voortzetten_voor
        uiterlijk = match.voortzetten_voor or na_werkdagen(
            dag(blad.t), convenant.voortzetten_werkdagen, convenant.vrije(blad.regels.vrij)
        )
        blad.matches[match.id] = match = replace(match, voortzetten_voor=uiterlijk)
        if match.voortzetten_voor and eerder is None:
            blad.meld(Gevolgsoort.VOORTZETTEN_NODIG, "M11", match=match, reden=uiterlijk.isoformat())
        if blad.t < einde_van(uiterlijk):
            return
    blad.matches[match.id] = match = replace(match, status=Matchstatus.VERVALLEN, gesloten=blad.t)
    blad.meld(Gevolgsoort.MATCH_VERVALLEN, "M11", match=match)


def _gedragen(blad: Werkblad, match: Match) -> bool:
    """M11: the director's own consent stands, or a V-ground counts among the children of the match."""
    eigen = match.voortzetting
    einde = eigen.geldig_tot(None, blad.convenant(match.gemeente)) if eigen else None
    if einde and blad.t < einde:
        return True
    return any(veiligheid_telt(s, blad.t, blad.convenant(s.gemeente), blad.regels.vrij) for s in kern(blad, match))
