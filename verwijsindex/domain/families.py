# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Joining families and asking the coordinator (M04), as part of a step."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from uuid import UUID

from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.gezin import (
    Advies,
    Band,
    Dossier,
    Gezinsbesluit,
    Kind,
    Voorstel,
    Voorstelreden,
    Voorstelsoort,
    afgeleid,
    band,
    besluit_over,
    delen,
)
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Matchstatus

VOORGESTELD = {
    Voorstelsoort.SAMENVOEGEN: Gevolgsoort.SAMENVOEGEN_VOORGESTELD,
    Voorstelsoort.SPLITSEN: Gevolgsoort.SPLITSEN_VOORGESTELD,
}


def vorm_gezinnen(blad: Werkblad) -> None:
    """Join what may join by itself, and keep the list of what only people may decide (M04)."""
    while paar := next((paar for paar, reden in _verwante_paren(blad) if reden is None), None):
        _voeg_samen(blad, *paar)
    gewenst: list[tuple[Voorstelsoort, tuple[UUID, ...], Voorstelreden]] = [
        (Voorstelsoort.SAMENVOEGEN, (een.id, ander.id), reden) for (een, ander), reden in _verwante_paren(blad) if reden
    ]
    gewenst += [(Voorstelsoort.SPLITSEN, (d,), Voorstelreden.BAND_VERLOREN) for d in _uiteengevallen(blad)]
    oud, blad.voorstellen = blad.voorstellen, {}
    for soort, dossiers, reden in gewenst:
        sleutel = afgeleid("voorstel", soort, *sorted(map(str, dossiers)))
        voorstel = oud.get(sleutel)
        if voorstel is None or voorstel.reden is not reden:
            voorstel = Voorstel(sleutel, soort, reden, dossiers, blad.t)
            zij = {m.regisseur for d in dossiers if (m := blad.open_match(d)) and m.regisseur}
            regie = tuple(("regisseur", str(regisseur)) for regisseur in sorted(zij, key=str))
            blad.meld(VOORGESTELD[soort], "M04", dossier=dossiers[0], reden=reden, ontvangers=regie)
        blad.voorstellen[sleutel] = voorstel


def delen_van(blad: Werkblad, dossier: UUID) -> tuple[frozenset[UUID], ...]:
    """The groups of children of a dossier that still belong together, only those with counting signals (M04)."""
    if dossier not in blad.dossiers:
        return ()
    tellend = blad.tellend()
    kinderen = [blad.kinderen[kind] for kind in blad.kinderen_van(dossier) if kind in tellend]
    convenant = blad.convenant(blad.dossiers[dossier].gemeente)
    return delen(kinderen, tellend, blad.t, convenant, blad.regels.vrij, blad.besluiten)


def delen_op_gewicht(blad: Werkblad, dossier: UUID) -> list[frozenset[UUID]]:
    """The same, first the group that carries the open match most: only these children are the match (M04)."""
    tellend, match = blad.tellend(), blad.open_match(dossier)
    gesteund = {deel.signaal for deel in match.steun} if match else set()

    def gewicht(groep: frozenset[UUID]) -> tuple[int, int]:
        signalen = [s.id for kind in groep for s in tellend[kind]]
        return -sum(id_ in gesteund for id_ in signalen), -len(signalen)

    return sorted(delen_van(blad, dossier), key=gewicht)


def _op_leeftijd(blad: Werkblad) -> list[Dossier]:
    return sorted(blad.dossiers.values(), key=lambda d: (d.aangemaakt, str(d.id)))


def _verwante_paren(blad: Werkblad) -> Iterator[tuple[tuple[Dossier, Dossier], Voorstelreden | None]]:
    """Pairs of dossiers with a tie; None when they may join by themselves, else why not."""
    tellend = blad.tellend()
    for een, ander in combinations(_op_leeftijd(blad), 2):
        convenant = blad.convenant(een.gemeente)
        leden = [[blad.kinderen[k] for k in blad.kinderen_van(d.id)] for d in (een, ander)]
        banden = {
            band(k1, k2, tellend, blad.t, convenant, blad.regels.vrij, blad.besluiten)
            for k1 in leden[0]
            for k2 in leden[1]
            if k1.id in tellend and k2.id in tellend
        } - {None}
        if not banden:
            continue
        if _besloten_samen(blad, *leden):
            yield (een, ander), None
        elif Band.ZEKER not in banden:
            yield (een, ander), Voorstelreden.OUDERS_VERSCHILLEN
        elif len(leden[0]) + len(leden[1]) > convenant.maximum_kinderen:
            yield (een, ander), Voorstelreden.TE_VEEL_KINDEREN
        elif blad.open_match(een.id) and blad.open_match(ander.id):
            yield (een, ander), Voorstelreden.TWEE_MATCHES
        else:
            yield (een, ander), None


def _voeg_samen(blad: Werkblad, oudste: Dossier, jongste: Dossier) -> None:
    """The oldest dossier survives, in the municipality of the newest signal; children and matches move to it."""
    verhuisd = blad.kinderen_van(jongste.id)
    for kind in verhuisd:
        blad.kinderen[kind] = replace(blad.kinderen[kind], dossier=oudste.id)
    voeg_matches_samen(blad, oudste.id, jongste.id)
    for match in list(blad.matches.values()):
        if match.dossier == jongste.id:
            blad.matches[match.id] = replace(match, dossier=oudste.id)
    del blad.dossiers[jongste.id]
    eigen = set(blad.kinderen_van(oudste.id))
    tellend = (s for s in blad.signalen.values() if s.kind in eigen and blad.telt(s))
    nieuwste = max(tellend, key=lambda s: (s.laatst_gemeld, str(s.id)))
    blad.dossiers[oudste.id] = replace(oudste, gemeente=nieuwste.gemeente)
    blad.meld(Gevolgsoort.GEZIN_SAMENGEVOEGD, "M04", dossier=oudste.id, kinderen=verhuisd)


def _besloten_samen(blad: Werkblad, leden: list[Kind], anderen: list[Kind]) -> bool:
    """People joined a child of one with a child of the other: then size and two matches are no hindrance (M04)."""
    ids = {besluit_over(een.id, ander.id) for een in leden for ander in anderen}
    return any(blad.besluiten[id_].samen for id_ in ids & blad.besluiten.keys())


def voeg_matches_samen(blad: Werkblad, blijft: UUID, gaat: UUID) -> None:
    """M05: of two open matches one stays, the one that was accepted, else the oldest; it carries what the other did."""
    paar = [match for match in (blad.open_match(blijft), blad.open_match(gaat)) if match]
    if len(paar) < 2:
        return
    hoofd, ander = sorted(paar, key=lambda m: (not m.aanvaard, m.geopend, str(m.id)))
    blad.matches[hoofd.id] = replace(
        hoofd,
        redenen=hoofd.redenen | ander.redenen,
        steun=(*hoofd.steun, *(deel for deel in ander.steun if deel not in hoofd.steun)),
        steun_vernietigd=hoofd.steun_vernietigd or ander.steun_vernietigd,
        bevindingen=(*hoofd.bevindingen, *ander.bevindingen),
        gemeld=hoofd.gemeld | ander.gemeld,
        veiligheid_gemeld=hoofd.veiligheid_gemeld or ander.veiligheid_gemeld,
        multiproblematiek=hoofd.multiproblematiek or ander.multiproblematiek,
        afspraken=(*hoofd.afspraken, *ander.afspraken),
        voortzetten_voor=None if ander.redenen else hoofd.voortzetten_voor,
    )
    blad.matches[ander.id] = replace(ander, status=Matchstatus.VERVALLEN, gesloten=blad.t, afspraken=())
    for match in (blad.matches[ander.id], blad.matches[hoofd.id]):
        blad.meld(Gevolgsoort.MATCH_SAMENGEVOEGD, "M04", match=match)


def adviseer(blad: Werkblad, voorstel: UUID, advies: Advies) -> None:
    """M04: a director's advice; a later one takes the place of his earlier."""
    oud = blad.voorstellen[voorstel]
    anderen = (a for a in oud.adviezen if a.regisseur != advies.regisseur)
    blad.voorstellen[voorstel] = replace(oud, adviezen=(*anderen, advies))


def beslis_gezin(blad: Werkblad, besluiten: Iterable[Gezinsbesluit]) -> None:
    """M04: people join or split; what that does to families and matches is settled with everything else."""
    uiteen = set()
    for besluit in besluiten:
        blad.besluiten[besluit.id] = besluit
        dossier = blad.kinderen[besluit.een].dossier
        if not besluit.samen and dossier == blad.kinderen[besluit.ander].dossier:
            uiteen.add(dossier)
    for dossier in sorted(uiteen, key=str):
        for groep in delen_op_gewicht(blad, dossier)[1:]:
            splits_af(blad, groep)
            # What the match rested on with them, it rests on no more (M11).
            blad.gevallen |= {s.id for s in blad.signalen.values() if s.kind in groep}


def splits_af(blad: Werkblad, groep: Collection[UUID]) -> UUID:
    """These children get a dossier of their own, in the municipality of their newest counting signal (M04, A07)."""
    van = blad.dossiers[blad.kinderen[min(groep, key=str)].dossier]
    tellend = (s for s in blad.signalen.values() if s.kind in groep and blad.telt(s))
    nieuwste = max(tellend, key=lambda s: (s.laatst_gemeld, str(s.id)), default=None)
    gemeente = nieuwste.gemeente if nieuwste else van.gemeente
    nieuw = Dossier(afgeleid("dossier", van.id, blad.t.isoformat(), *sorted(map(str, groep))), gemeente, blad.t)
    blad.dossiers[nieuw.id] = nieuw
    for kind in groep:
        blad.kinderen[kind] = replace(blad.kinderen[kind], dossier=nieuw.id)
    over = {s.organisatie for s in blad.signalen.values() if blad.kinderen[s.kind].dossier == van.id}
    for match in [m for m in blad.matches.values() if m.dossier == van.id]:
        blad.matches[match.id] = replace(match, gemeld=match.gemeld & over)
    blad.meld(Gevolgsoort.GEZIN_GESPLITST, "M04", dossier=nieuw.id, kinderen=groep)
    return nieuw.id


def _uiteengevallen(blad: Werkblad) -> Iterator[UUID]:
    """Dossiers whose counting children are no longer one group."""
    for dossier in _op_leeftijd(blad):
        if len(delen_van(blad, dossier.id)) > 1:
            yield dossier.id
