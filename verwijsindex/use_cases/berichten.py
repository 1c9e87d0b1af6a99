# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who is told what after a deed (M09, R08, N01): one message per match and addressee, a type and ids, never content."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from verwijsindex.domain.daden import NIEUWS, Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import Kijker, Veld, verborgen_voor, zicht
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Match
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.stapeling import multiproblematiek
from verwijsindex.domain.termijnen import eigenaar
from verwijsindex.domain.woorden import Intrekreden, Matchstatus
from verwijsindex.storage.logboek import Bericht

MATCH_NIEUWS = "match-nieuws"
AAN_ORGANISATIE = frozenset(
    {
        Gevolgsoort.SIGNAAL_SLAAPT,
        Gevolgsoort.TOESTEMMING_LOOPT_AF,
        Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN,
        Gevolgsoort.NAZORG_GEVRAAGD,
    }
)
AAN_COORDINATOR = frozenset({Gevolgsoort.SAMENVOEGEN_VOORGESTELD, Gevolgsoort.SPLITSEN_VOORGESTELD})
BEGIN = (Gevolgsoort.MATCH_GEOPEND, Gevolgsoort.MATCH_HEROPEND)
EINDE = (Gevolgsoort.MATCH_SAMENGEVOEGD, Gevolgsoort.MATCH_VERVALLEN, Gevolgsoort.MATCH_AFGESLOTEN)
# What an owner hears first where several things happened at once; the rest is on the timeline.
VOLGORDE = (
    *EINDE,
    *BEGIN,
    Gevolgsoort.OVERDRACHT_AANGENOMEN,
    Gevolgsoort.MATCH_AANGENOMEN,
    Gevolgsoort.MATCH_TOEGEWEZEN,
    Gevolgsoort.NAZORG_BEGONNEN,
    Gevolgsoort.UIT_BEELD,
    Gevolgsoort.EERSTE_VEILIGHEIDSGROND,
    Gevolgsoort.NIEUWE_ORGANISATIE,
    Gevolgsoort.MULTIPROBLEMATIEK,
    Gevolgsoort.BASISZORG_TE_BEREIKEN,
    Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN,
    Gevolgsoort.VOORTZETTEN_NODIG,
    Gevolgsoort.MATCH_ZONDER_REGISSEUR,
    Gevolgsoort.GEEN_ACTIEVE_SIGNALEN,
)
# Who did it himself needs no message of it.
ALLEEN_MELDERS = frozenset(
    {Gevolgsoort.MATCH_AANGENOMEN, Gevolgsoort.OVERDRACHT_AANGENOMEN, Gevolgsoort.NAZORG_BEGONNEN}
)
TERMIJNEN = frozenset({Gevolgsoort.TERMIJN_NADERT, Gevolgsoort.TERMIJN_VERSTREKEN})
ALLEEN_EIGENAAR = frozenset(
    {
        Gevolgsoort.VOORTZETTEN_NODIG,
        Gevolgsoort.MATCH_ZONDER_REGISSEUR,
        Gevolgsoort.GEEN_ACTIEVE_SIGNALEN,
        Gevolgsoort.BASISZORG_TE_BEREIKEN,
        Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN,
    }
)


def berichten(eerder: Stand, stand: Stand, gevolgen: Sequence[Gevolg]) -> Iterator[Bericht]:
    """The messages that follow from what happened in one transaction, between `eerder` and `stand`."""
    per_match: dict[UUID, list[Gevolg]] = {}
    for gevolg in gevolgen:
        if gevolg.match:
            per_match.setdefault(gevolg.match, []).append(gevolg)
        elif gevolg.soort is Gevolgsoort.SIGNAAL_VERNIETIGD and gevolg.signaal:
            # B01: by another's report of a death.
            yield from (Bericht(gevolg.signaal, gevolg.soort.value, *ontvanger) for ontvanger in gevolg.ontvangers)
        else:
            yield from _los(eerder, stand, gevolg, per_match)
    gehoord = set()
    for match_id, delen in per_match.items():
        match = stand.toestand.matches.get(match_id) or _vergaan(eerder, match_id, delen)
        for bericht in _over_match(eerder, stand, match, delen) if match else ():
            gehoord.add((match_id, bericht.ontvanger_id))
            yield bericht
    yield from _nu_te_horen(eerder, stand, gehoord)


def _vergaan(eerder: Stand, match_id: UUID, gevolgen: Sequence[Gevolg]) -> Match | None:
    """As it was at its end, of a match that ended and was destroyed at once by a late sweep (B05)."""
    match = eerder.toestand.matches.get(match_id)
    if match is None or not match.open:
        return match
    afgesloten = any(g.soort is Gevolgsoort.MATCH_AFGESLOTEN for g in gevolgen)
    status = Matchstatus.AFGESLOTEN if afgesloten else Matchstatus.VERVALLEN
    return replace(match, status=status, gesloten=gevolgen[-1].moment)


def _los(eerder: Stand, stand: Stand, gevolg: Gevolg, per_match: dict[UUID, list[Gevolg]]) -> Iterator[Bericht]:
    """About a signal or a dossier: to its organisation, the coordinator, or the privacy officer (S09)."""
    soort = gevolg.soort.value
    sleutel = gevolg.signaal or gevolg.dossier
    if sleutel is None:
        return
    if gevolg.soort in AAN_ORGANISATIE:
        for organisatie in sorted(gevolg.organisaties, key=str):
            yield Bericht(sleutel, soort, "organisatie", str(organisatie))
        if gevolg.soort is Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN and gevolg.regel == "V03":
            # The owner was told to hurry, and hears that nobody confirmed it, also where the match stands without it.
            for match in _met_steun(eerder, stand, gevolg.signaal):
                per_match.setdefault(match.id, []).append(replace(gevolg, match=match.id))
    elif gevolg.soort in AAN_COORDINATOR and gevolg.gemeente:
        for ontvanger in (("coordinator", gevolg.gemeente), *gevolg.ontvangers):
            yield Bericht(sleutel, soort, *ontvanger)
    elif gevolg.soort is Gevolgsoort.GEMEENTE_GEWIJZIGD and gevolg.gemeente:
        # A07: the municipality that the family left, and the one where it came.
        for gemeente in (gevolg.reden, gevolg.gemeente):
            yield Bericht(sleutel, soort, "coordinator", gemeente)
    elif gevolg.reden == Intrekreden.VERKEERD_KIND and gevolg.gemeente:
        yield Bericht(sleutel, gevolg.reden, "privacy", gevolg.gemeente)
        for match in _met_steun(eerder, stand, gevolg.signaal):
            # Its owner and reporters may have seen the signal: there is news, and no more is said (S09).
            nieuws = Gevolg(moment=stand.nu, soort=Gevolgsoort.NIEUWE_ORGANISATIE, regel="S09", match=match.id)
            per_match.setdefault(match.id, []).append(nieuws)


def _met_steun(eerder: Stand, stand: Stand, signaal: UUID | None) -> Iterator[Match]:
    """The open matches that a signal carried before what happened now."""
    for match in stand.toestand.matches.values():
        oud = eerder.toestand.matches.get(match.id)
        if match.open and oud and any(steun.signaal == signaal for steun in oud.steun):
            yield match


def _over_match(eerder: Stand, stand: Stand, match: Match, gevolgen: Sequence[Gevolg]) -> Iterator[Bericht]:
    """One message per addressee; nothing about a match that came and went before anybody could look (N01)."""
    soorten = {gevolg.soort for gevolg in gevolgen}
    if soorten & {*BEGIN} and not match.open:
        return
    gehoord = set()
    zelf = {g.soort for g in gevolgen if g.soort is Gevolgsoort.MATCH_AFGESLOTEN and g.regel == "R06"}
    if soort := _eerste(soorten - ALLEEN_MELDERS - zelf):
        eerst = _aan_eigenaar(stand, match, soort)
        gehoord.add((eerst.ontvanger, eerst.ontvanger_id))
        yield eerst
    for gevolg in gevolgen:
        if gevolg.soort is Gevolgsoort.BASISZORG_BEREIKT:
            for organisatie in sorted(gevolg.organisaties, key=str):
                # V07: the ordinary word that there is news and the director to call: its type tells no ground.
                yield Bericht(match.id, MATCH_NIEUWS, "organisatie", str(organisatie))
    for organisatie in _melders(eerder, stand, match):
        verborgen = {s.organisatie for s in verborgen_voor(organisatie, stand)}
        eigen = {Gevolgsoort.EERSTE_VEILIGHEIDSGROND: frozenset({organisatie})}
        hoorbaar = {
            g.soort for g in gevolgen if g.organisaties != eigen.get(g.soort) and _hoorbaar(g, match, verborgen, stand)
        } - ALLEEN_EIGENAAR
        if soort := _eerste(hoorbaar):
            neutraal = soort.value if soort not in NIEUWS or soort in BEGIN else MATCH_NIEUWS
            gehoord.add(("organisatie", str(organisatie)))
            yield Bericht(match.id, neutraal, "organisatie", str(organisatie))
    yield from _gericht(stand, match, gevolgen, gehoord)


def _gericht(
    stand: Stand, match: Match, gevolgen: Sequence[Gevolg], gehoord: set[tuple[str, str]]
) -> Iterator[Bericht]:
    """What is somebody's own to act on (R04-R07, R09, R10). Its owner sees it on the match and hears one thing only."""
    eigen = eigenaar(match)
    # Of a late sweep that finds both, that the day has passed says more than that it is near.
    op_gewicht = sorted(gevolgen, key=lambda g: g.soort is Gevolgsoort.TERMIJN_NADERT)
    for ontvanger, gevolg in dict.fromkeys((o, g) for g in op_gewicht for o in g.ontvangers):
        bekend = ontvanger in gehoord
        if gevolg.soort in TERMIJNEN and not match.open:
            continue
        if bekend and (ontvanger == eigen or gevolg.soort is Gevolgsoort.REGIE_BEKENDGEMAAKT):
            continue
        gehoord.add(ontvanger)
        dringend = ontvanger == eigen and any(stand.spoed(s) for s in stand.tellend_in(match))
        yield Bericht(match.id, gevolg.soort.value, *ontvanger, dringend)


def _eerste(soorten: set[Gevolgsoort]) -> Gevolgsoort | None:
    return next((soort for soort in VOLGORDE if soort in soorten), None)


def _aan_eigenaar(stand: Stand, match: Match, soort: Gevolgsoort) -> Bericht:
    dringend = any(stand.spoed(s) for s in stand.tellend_in(match))
    if match.regisseur:
        return Bericht(match.id, soort.value, "regisseur", str(match.regisseur), dringend)
    return Bericht(match.id, soort.value, "coordinator", match.gemeente, dringend)


def _melders(eerder: Stand, stand: Stand, match: Match) -> list[UUID]:
    """Whose signal counts in a match of which he may hear (I01, V03); of its end, those who could know of it."""
    toen = eerder.toestand.matches.get(match.id)
    organisaties = {s.organisatie for s in stand.tellend_in(match)}
    bron, gezien = stand, match
    if not match.open and toen is not None:
        # Also whose signal no longer counts, and by that ended the match.
        organisaties |= {s.organisatie for s in eerder.tellend_in(toen)}
        bron, gezien = eerder, toen
    return sorted((o for o in organisaties if _hoort(o, gezien, bron)), key=str)


def _hoort(organisatie: UUID, match: Match, stand: Stand) -> bool:
    return Veld.BESTAAN in zicht(Kijker(Rol.MELDER, organisatie), match, None, stand)


def _hoorbaar(gevolg: Gevolg, match: Match, verborgen: set[UUID], stand: Stand) -> bool:
    """V03: nothing that rests on what a second person has not yet confirmed."""
    if not verborgen:
        return True
    if gevolg.soort is Gevolgsoort.MULTIPROBLEMATIEK:
        zichtbaar = [s for s in stand.tellend_in(match) if s.organisatie not in verborgen]
        return multiproblematiek(zichtbaar, stand.convenant(match.gemeente))
    return not gevolg.organisaties or not gevolg.organisaties <= verborgen


def _nu_te_horen(eerder: Stand, stand: Stand, al_gehoord: Collection[tuple[UUID, str]]) -> Iterator[Bericht]:
    """V03: what was confirmed can be told now: that there is a match (again), or that there is news of it.

    To those who hear nothing else of it: that its owner or another was told something is no news to them.
    """
    if not any(s.veiligheid and s.veiligheid.voorlopig() for s in eerder.toestand.signalen.values()):
        return
    for match in stand.toestand.matches.values():
        toen = eerder.toestand.matches.get(match.id)
        if not match.open or toen is None or not toen.open:
            continue
        for organisatie in sorted({s.organisatie for s in eerder.tellend_in(toen)}, key=str):
            if (match.id, str(organisatie)) in al_gehoord or not _hoort(organisatie, match, stand):
                continue
            if not _hoort(organisatie, toen, eerder):
                begin = Gevolgsoort.MATCH_HEROPEND if match.heropend else Gevolgsoort.MATCH_GEOPEND
                yield Bericht(match.id, begin.value, "organisatie", str(organisatie))
            elif _bevestigd(verborgen_voor(organisatie, eerder), stand):
                yield Bericht(match.id, MATCH_NIEUWS, "organisatie", str(organisatie))


def _bevestigd(verborgen: Sequence[Signaal], stand: Stand) -> bool:
    nu = (stand.toestand.signalen.get(signaal.id) for signaal in verborgen)
    return any(signaal and signaal.veiligheid and signaal.veiligheid.bevestigd for signaal in nu)
