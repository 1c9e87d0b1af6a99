# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Joining families and asking the coordinator (M04), as part of a step."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from uuid import UUID

from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.gezin import Band, Dossier, Voorstel, Voorstelreden, Voorstelsoort, afgeleid, band, delen
from verwijsindex.domain.werkblad import Werkblad

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
            blad.meld(VOORGESTELD[soort], "M04", dossier=dossiers[0], reden=reden)
        blad.voorstellen[sleutel] = voorstel


def delen_van(blad: Werkblad, dossier: UUID) -> tuple[frozenset[UUID], ...]:
    """The groups of children of a dossier that still belong together, only those with counting signals (M04)."""
    tellend = blad.tellend()
    kinderen = [blad.kinderen[kind] for kind in blad.kinderen_van(dossier) if kind in tellend]
    convenant = blad.convenant(blad.dossiers[dossier].gemeente)
    return delen(kinderen, tellend, blad.t, convenant, blad.regels.vrij)


def _op_leeftijd(blad: Werkblad) -> list[Dossier]:
    return sorted(blad.dossiers.values(), key=lambda d: (d.aangemaakt, str(d.id)))


def _verwante_paren(blad: Werkblad) -> Iterator[tuple[tuple[Dossier, Dossier], Voorstelreden | None]]:
    """Pairs of dossiers with a tie; None when they may join by themselves, else why not."""
    tellend = blad.tellend()
    for een, ander in combinations(_op_leeftijd(blad), 2):
        convenant = blad.convenant(een.gemeente)
        leden = [[blad.kinderen[k] for k in blad.kinderen_van(d.id)] for d in (een, ander)]
        banden = {
            band(k1, k2, tellend, blad.t, convenant, blad.regels.vrij)
            for k1 in leden[0]
            for k2 in leden[1]
            if k1.id in tellend and k2.id in tellend
        } - {None}
        if not banden:
            continue
        if Band.ZEKER not in banden:
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
    for match in list(blad.matches.values()):
        if match.dossier == jongste.id:
            blad.matches[match.id] = replace(match, dossier=oudste.id)
    del blad.dossiers[jongste.id]
    eigen = set(blad.kinderen_van(oudste.id))
    tellend = (s for s in blad.signalen.values() if s.kind in eigen and blad.telt(s))
    nieuwste = max(tellend, key=lambda s: (s.laatst_gemeld, str(s.id)))
    blad.dossiers[oudste.id] = replace(oudste, gemeente=nieuwste.gemeente)
    blad.meld(Gevolgsoort.GEZIN_SAMENGEVOEGD, "M04", dossier=oudste.id, kinderen=verhuisd)


def _uiteengevallen(blad: Werkblad) -> Iterator[UUID]:
    """Dossiers whose counting children are no longer one group."""
    for dossier in _op_leeftijd(blad):
        if len(delen_van(blad, dossier.id)) > 1:
            yield dossier.id
