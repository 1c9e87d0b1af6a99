# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A director and a coordinator look at matches; the director accepts, continues, and has the basic care told."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from verwijsindex.domain.beeld import Matchbeeld, matchbeeld
from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.daden import Aanvaarding, Afhandeling, Daad, Voortzetting
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer
from verwijsindex.domain.inzage import Kijker, Veld, zicht
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.match import Match
from verwijsindex.domain.opgave import Toestemmingsopgave
from verwijsindex.domain.opvolgen import mag_betrekken
from verwijsindex.domain.regie import (
    Regisseur,
    bezwaren_tegen_doorgaan,
    mag_aanvaarden,
    mag_afhandelen,
    mag_doorgaan_intrekken,
    mag_voortzetten,
)
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestemming import beoordeel
from verwijsindex.domain.woorden import Gever
from verwijsindex.storage import families, matches
from verwijsindex.storage.matches import Bereik
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools

Plaats = tuple[datetime, UUID]
T = TypeVar("T")


def bereik(wie: Aanroep) -> Bereik:
    """Where to look for matches: a director's own, a coordinator's municipality; gate 3 then decides (I02, R12)."""
    if wie.rol is Rol.REGISSEUR and wie.regisseur:
        return Bereik(regisseur=wie.regisseur)
    if wie.rol is Rol.COORDINATOR and wie.gemeente:
        return Bereik(gemeente=wie.gemeente)
    raise NietGevonden


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[Matchbeeld], Plaats | None]:
    """The open matches within reach, oldest first, each as `lees` would show it (I06); the place to go on from."""
    with handeling(tools, wie, "match:opsommen") as h:
        eis_toegang(tools, h.tx, wie)
        gevonden = matches.lijst(h.tx, bereik(wie), na, aantal)
    beelden = []
    for match in gevonden:
        with suppress(NietGevonden):
            beelden.append(lees(tools, wie, match.id))
    verder = (gevonden[-1].geopend, gevonden[-1].id) if len(gevonden) == aantal else None
    return beelden, verder


Toon = Callable[[Bewerking, Match, Kijker], bool]


def lees(tools: Tools, wie: Aanroep, match_id: UUID, toon: Toon | None = None) -> Matchbeeld:
    """One open match within reach, as it is now: time that passed is dealt with first. Raises NietGevonden.

    With `toon`, only if that says so of what the viewer may see.
    """

    def blik() -> Matchbeeld:
        with handeling(tools, wie, "match:bekijken") as h:
            b, match, kijker = binnen_bereik(h, match_id)
            b.rond_af()
            if toon and not toon(b, b.toestand.matches[match.id], kijker):
                raise NietGevonden
            return beeld_van(b, match.id, kijker)

    return met_herstart(blik)


def aanvaard(tools: Tools, wie: Aanroep, match_id: UUID) -> Matchbeeld:
    """The appointed director accepts (R03). Raises NietGevonden, NietToegestaan."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        return mag_aanvaarden(match, wie.regisseur), Aanvaarding(match.id, bekend_bij(b, match))

    return op_match(tools, wie, match_id, "match:aanvaarden", toets)


def bekend_bij(b: Bewerking, match: Match) -> frozenset[UUID]:
    """The parties that hear by default who leads: of the convenant's categories, with a counting signal (R09)."""
    stand = b.stand
    categorieen = stand.convenant(match.gemeente).regie_bekend_bij
    partijen = {s.organisatie for s in stand.tellend_in(match)}
    bekend = (p for p in partijen if stand.partijen[p].categorie in categorieen)
    # V03: who may not hear of the match hears of it when the ground is confirmed.
    return frozenset(p for p in bekend if mag_betrekken([p], match, stand))


def handel_af(tools: Tools, wie: Aanroep, match_id: UUID, taak_id: UUID) -> Matchbeeld:
    """The director's word that the basic care of a child is to call him; the index asks them to (V07)."""

    def toets(_: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        if all(taak.id != taak_id for taak in match.taken):
            raise NietGevonden
        return mag_afhandelen(match, wie.regisseur, taak_id), Afhandeling(match.id, taak_id)

    return op_match(tools, wie, match_id, "match:basiszorg-bereiken", toets)


def zet_voort(tools: Tools, wie: Aanroep, match_id: UUID, opgave: Toestemmingsopgave | Sequence[Besluit]) -> Matchbeeld:
    """The director continues, on consent that he recorded himself, a match whose reasons fell (M11, T01-T03).

    A form from which no `opgave` could be made gives what is wrong with it: that is refused here, where it is kept.
    """

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        besluit = mag_voortzetten(match, wie.regisseur)
        if not besluit:
            raise NietToegestaan([besluit])
        if not isinstance(opgave, Toestemmingsopgave):
            raise OngeldigeInvoer(opgave)
        convenant = b.regels.van(match.gemeente, b.nu)
        nieuw = opgave.toestemming(None, convenant, b.nu, wie.professional or wie.regisseur or UUID(int=0))
        bezwaren = (
            *beoordeel(nieuw, None, convenant, dag(b.nu)),
            *bezwaren_tegen_doorgaan(nieuw, convenant, dag(b.nu)),
        )
        if bezwaren:
            raise NietToegestaan(bezwaren)
        return besluit, Voortzetting(match.id, nieuw)

    return op_match(tools, wie, match_id, "match:voortzetten", toets)


def trek_voortzetting_in(tools: Tools, wie: Aanroep, match_id: UUID, door: Gever) -> Matchbeeld:
    """The family withdraws the consent on which the director continued; the term of M11 starts anew (T04, M11)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        besluit = mag_doorgaan_intrekken(match, wie.regisseur, door, b.nu, b.regels.van(match.gemeente, b.nu))
        if not besluit or match.voortzetting is None:
            raise NietToegestaan([besluit])
        weg = replace(match.voortzetting, ingetrokken=b.nu, ingetrokken_door=door)
        return besluit, Voortzetting(match.id, weg)

    return op_match(tools, wie, match_id, "match:voortzetting-intrekken", toets)


Toets = Callable[[Bewerking, Match], tuple[Besluit, Daad]]


def op_match(tools: Tools, wie: Aanroep, match_id: UUID, tag: str, toets: Toets) -> Matchbeeld:
    """A deed on a match within reach: `toets` gives the decision and the deed. Raises NietGevonden, NietToegestaan."""
    return doe_op_match(tools, wie, match_id, tag, toets, beeld_van)


def doe_op_match(
    tools: Tools,
    wie: Aanroep,
    match_id: UUID,
    tag: str,
    toets: Toets,
    antwoord: Callable[[Bewerking, UUID, Kijker], T],
) -> T:
    """The same, with an answer of its own."""

    def doe() -> T:
        with handeling(tools, wie, tag) as h:
            b, match, kijker = binnen_bereik(h, match_id)
            besluit, daad = toets(b, match)
            if not besluit:
                raise NietToegestaan([besluit])
            b.doe(daad)
            b.rond_af()
            return antwoord(b, match.id, kijker)

    return met_herstart(doe)


def binnen_bereik(h: Handeling, match_id: UUID) -> tuple[Bewerking, Match, Kijker]:
    """Lock the family of a match that the caller may see now, by gate 3. Raises NietGevonden (I02, I06)."""
    regisseur = eis_toegang(h.tools, h.tx, h.wie)
    rij = matches.verwantschap(h.tx, bereik(h.wie), match_id)
    if rij is None:
        raise NietGevonden
    familie = families.vergrendel_rij(h.tx, rij)
    if familie is None:
        raise families.FamilieVerschoven
    b = Bewerking(h, familie)
    match = b.toestand.matches.get(match_id)
    if match is None:
        raise NietGevonden
    kijker = kijker_van(h.wie, regisseur or b.regisseur_van(match))
    if Veld.BESTAAN not in zicht(kijker, match, None, b.stand):
        raise NietGevonden
    h.over("match", match.id)
    h.convenant = match.convenant
    return b, match, kijker


def kijker_van(wie: Aanroep, regisseur: Regisseur | None) -> Kijker:
    """A coordinator sees as the director does, without envelopes; as the municipality itself while there is none."""
    categorie = regisseur.categorie if regisseur else None
    return Kijker(wie.rol, wie.organisatie, categorie, wie.regisseur, wie.gemeente)


def beeld_van(b: Bewerking, match_id: UUID, kijker: Kijker) -> Matchbeeld:
    """The match as the viewer may see it; which signals he was shown is part of the evidence (T04, L01)."""
    match = b.toestand.matches[match_id]
    beeld = matchbeeld(kijker, match, b.stand, matches.tijdlijn(b.h.tx, match.id), b.regisseurs_bij(match))
    for deel in beeld.signalen:
        b.h.over("signaal", deel.signaal)
    return beeld
