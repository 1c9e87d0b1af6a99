# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Proposals about families: directors advise, the coordinator joins or splits, with a reason (M04)."""

from collections.abc import Sequence
from uuid import UUID

from verwijsindex.domain.beeld import Matchbeeld, kinderen_bij_naam
from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.daden import Adviesdaad, Daad, Gezinsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.gezin import Advies, Voorstel, Voorstelsoort
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.match import Match
from verwijsindex.domain.voorstellen import (
    Adviesbeeld,
    Voorstelbeeld,
    besluiten_over,
    dossierbeeld,
    mag_adviseren,
    mag_beslissen,
    mag_splitsen,
    paren_van,
    regisseurs_bij,
)
from verwijsindex.domain.woorden import Gezinsreden
from verwijsindex.storage import families, matches, organisaties
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.matches import kijker_van, op_match
from verwijsindex.use_cases.ports import Tools


def lijst(tools: Tools, wie: Aanroep) -> list[Voorstelbeeld]:
    """The open proposals of the municipality, or about the caller's own matches, oldest first (M04)."""
    with handeling(tools, wie, "voorstel:opsommen") as h:
        eis_toegang(tools, h.tx, wie)
        gevonden = matches.voorstellen(h.tx, gemeente=wie.gemeente, regisseur=wie.regisseur)
    beelden = []
    for id_ in gevonden:
        try:
            beelden.append(lees(tools, wie, id_))
        except NietGevonden:
            continue
    return beelden


def lees(tools: Tools, wie: Aanroep, voorstel_id: UUID) -> Voorstelbeeld:
    """One proposal, with whom to call on either side (M04). Raises NietGevonden."""

    def blik() -> Voorstelbeeld:
        with handeling(tools, wie, "voorstel:bekijken") as h:
            b, voorstel = _vind(h, voorstel_id)
            b.rond_af()
            return _beeld(b, voorstel)

    return met_herstart(blik)


def adviseer(tools: Tools, wie: Aanroep, voorstel_id: UUID, *, voor: bool) -> Voorstelbeeld:
    """A director concerned advises (M04). Raises NietGevonden, NietToegestaan."""

    def daad() -> Voorstelbeeld:
        with handeling(tools, wie, "voorstel:adviseren") as h:
            b, voorstel = _vind(h, voorstel_id)
            eis(mag_adviseren(voorstel, wie.regisseur, b.stand), NietToegestaan)
            b.doe(Adviesdaad(voorstel.id, Advies(wie.regisseur or UUID(int=0), voor, b.nu)))
            b.rond_af()
            return _beeld(b, b.toestand.voorstellen[voorstel.id])

    return met_herstart(daad)


def beslis(
    tools: Tools, wie: Aanroep, voorstel_id: UUID, reden: Gezinsreden | None, *, uitvoeren: bool
) -> Sequence[UUID]:
    """The coordinator decides; gives the open matches of these families as they are then (M04)."""

    def daad() -> Sequence[UUID]:
        with handeling(tools, wie, "voorstel:beslissen") as h:
            b, voorstel = _vind(h, voorstel_id)
            eis(mag_beslissen(voorstel, reden, b.stand), NietToegestaan)
            samen = uitvoeren if voorstel.soort is Voorstelsoort.SAMENVOEGEN else not uitvoeren
            paren = paren_van(voorstel, b.stand)
            b.doe(Gezinsdaad(besluiten_over(paren, b.stand, reden or Gezinsreden.ZELFDE_GEZIN, samen=samen)))
            b.rond_af()
            kinderen = {kind for paar in paren for kind in paar}
            dossiers = {k.dossier for k in b.toestand.kinderen.values() if k.id in kinderen}
            open_ = (b.toestand.open_match(dossier) for dossier in dossiers)
            return sorted((m.id for m in open_ if m and m.gemeente == wie.gemeente), key=str)

    return met_herstart(daad)


def splits(
    tools: Tools, wie: Aanroep, match_id: UUID, kinderen: Sequence[str], reden: Gezinsreden | None
) -> Matchbeeld:
    """The coordinator takes children, by the name they have on the match, apart from the others (M04)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        namen = kinderen_bij_naam(kijker_van(wie, b.regisseur_van(match)), match, b.stand)
        weg = {namen[naam] for naam in kinderen if naam in namen}
        bekend = len(weg) == len(set(kinderen))
        besluit = mag_splitsen(weg if bekend else (), namen.values(), reden)
        blijft = set(namen.values()) - weg
        paren = [(een, ander) for een in weg for ander in blijft]
        return besluit, Gezinsdaad(
            besluiten_over(paren, b.stand, reden or Gezinsreden.ANDER_GEZIN, samen=False) if besluit else ()
        )

    return op_match(tools, wie, match_id, "match:splitsen", toets)


def _vind(h: Handeling, voorstel_id: UUID) -> tuple[Bewerking, Voorstel]:
    """Lock the families of a proposal that the caller may see: a director concerned, or the coordinator (I06)."""
    eis_toegang(h.tools, h.tx, h.wie)
    rij = matches.verwantschap_van_voorstel(h.tx, voorstel_id)
    if rij is None:
        raise NietGevonden
    familie = families.vergrendel_rij(h.tx, rij)
    if familie is None:
        raise families.FamilieVerschoven
    b = Bewerking(h, familie)
    voorstel = b.toestand.voorstellen.get(voorstel_id)
    if voorstel is None or not _mag_zien(b, voorstel):
        raise NietGevonden
    h.over("voorstel", voorstel.id)
    return b, voorstel


def _mag_zien(b: Bewerking, voorstel: Voorstel) -> bool:
    wie = b.h.wie
    if wie.rol is Rol.REGISSEUR:
        return wie.regisseur in regisseurs_bij(voorstel, b.stand)
    gemeenten = {b.toestand.dossiers[dossier].gemeente for dossier in voorstel.dossiers}
    return wie.rol is Rol.COORDINATOR and wie.gemeente in gemeenten


def _beeld(b: Bewerking, voorstel: Voorstel) -> Voorstelbeeld:
    wie = b.h.wie
    eigen = organisaties.regisseur(b.h.tx, wie.regisseur) if wie.regisseur else None
    kijker = kijker_van(wie, eigen)
    namen = {a.regisseur: organisaties.regisseur(b.h.tx, a.regisseur) for a in voorstel.adviezen}
    return Voorstelbeeld(
        voorstel.id,
        voorstel.soort,
        voorstel.reden,
        voorstel.sinds,
        tuple(dossierbeeld(kijker, dossier, b.stand) for dossier in voorstel.dossiers),
        tuple(Adviesbeeld(r.naam if (r := namen[a.regisseur]) else "", a.voor, a.moment) for a in voorstel.adviezen),
        eigen is not None and all(a.regisseur != eigen.id for a in voorstel.adviezen),
    )
