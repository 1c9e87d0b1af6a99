# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Warm handover: asked, accepted, refused, taken back; the giver stays responsible until it is accepted (R05)."""

from dataclasses import replace
from uuid import UUID, uuid4

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.daden import Daad, Overdrachtsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.match import Match, Overdracht
from verwijsindex.domain.opvolgbeeld import Vraagbeeld, ontvanger
from verwijsindex.domain.overdragen import (
    eis_weigerreden,
    mag_beantwoorden,
    mag_overdracht_intrekken,
    mag_overdragen,
    mag_regie_krijgen,
)
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Antwoord, Overdrachtreden, Weigerreden
from verwijsindex.storage import organisaties
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.matches import beeld_van, kijker_van, op_match
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.vragen import bij_vraag, opsommen

EEN_VAN_BEIDE = geweigerd(
    "overdracht-aan-wie", "R05", "Noem een regisseur of een gemeente: een van beide.", "/regisseurId"
)


def vraag(
    tools: Tools, wie: Aanroep, match_id: UUID, naar: UUID | None, gemeente: str | None, reden: Overdrachtreden
) -> Matchbeeld:
    """The director asks a director of his municipality, or another municipality, to take over (R05)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        if (naar is None) == (gemeente is None):
            raise OngeldigeInvoer([EEN_VAN_BEIDE])
        waar = gemeente or match.gemeente
        convenant = b.regels.convenanten.geldend(waar, dag(b.nu))
        nemer = b.regisseur_op(naar, vergrendeld=True) if naar else None
        besluit = mag_overdragen(match, wie.regisseur, nemer, gemeente, convenant)
        overdracht = Overdracht(
            id=uuid4(), van=match.regisseur or UUID(int=0), naar=naar, gemeente=waar, reden=reden, gevraagd=b.nu
        )
        return besluit, Overdrachtsdaad(match.id, overdracht)

    return op_match(tools, wie, match_id, "match:overdragen", toets)


def trek_in(tools: Tools, wie: Aanroep, overdracht_id: UUID) -> Matchbeeld:
    """The giver takes back a handover that nobody accepted (R05). Raises NietGevonden, NietToegestaan."""

    def daad() -> Matchbeeld:
        with handeling(tools, wie, "overdracht:intrekken") as h:
            regisseur = eis_toegang(tools, h.tx, wie)
            b, match, overdracht = _vind(h, overdracht_id)
            if regisseur is None or match.regisseur != regisseur.id:
                raise NietGevonden
            eis(mag_overdracht_intrekken(match, regisseur.id, overdracht), NietToegestaan)
            return _antwoord(b, match, replace(overdracht, stand=Antwoord.INGETROKKEN), regisseur)

    return met_herstart(daad)


def aanvaard(tools: Tools, wie: Aanroep, overdracht_id: UUID, door: UUID | None = None) -> Matchbeeld:
    """Who was asked takes over; a municipality's coordinator says which director (R05, R02)."""

    def daad() -> Matchbeeld:
        with handeling(tools, wie, "overdracht:aanvaarden") as h:
            regisseur = eis_toegang(tools, h.tx, wie)
            b, match, overdracht = _vind(h, overdracht_id)
            _eis_gevraagd(wie, regisseur.id if regisseur else None, overdracht)
            eis(mag_beantwoorden(overdracht, match), NietToegestaan)
            naar = overdracht.naar or door
            if naar is None:
                zin = "Kies de regisseur die het gezin krijgt."
                raise OngeldigeInvoer([geweigerd("regisseur-ontbreekt", "R05", zin, "/regisseurId")])
            nemer = b.regisseur_op(naar, vergrendeld=True)
            convenant = b.regels.van(overdracht.gemeente, b.nu)
            eis(mag_regie_krijgen(nemer, match, convenant), NietToegestaan)
            return _antwoord(b, match, replace(overdracht, naar=naar, stand=Antwoord.AANGENOMEN), nemer)

    return met_herstart(daad)


def weiger(tools: Tools, wie: Aanroep, overdracht_id: UUID, reden: Weigerreden | None) -> Vraagbeeld:
    """Who was asked refuses, with a reason; the giver keeps the match (R05)."""

    def daad() -> Vraagbeeld:
        with handeling(tools, wie, "overdracht:weigeren") as h:
            regisseur = eis_toegang(tools, h.tx, wie)
            b, match, overdracht = _vind(h, overdracht_id)
            _eis_gevraagd(wie, regisseur.id if regisseur else None, overdracht)
            eis(mag_beantwoorden(overdracht, match), NietToegestaan)
            eis(eis_weigerreden(reden), NietToegestaan)
            geweigerd_ = replace(overdracht, stand=Antwoord.GEWEIGERD, weigerreden=reden)
            b.doe(Overdrachtsdaad(match.id, geweigerd_))
            b.rond_af()
            return _vraagbeeld(b, b.toestand.matches[match.id], geweigerd_, eigen=False)

    return met_herstart(daad)


def lijst(tools: Tools, wie: Aanroep) -> list[Vraagbeeld]:
    """The handovers that wait for the caller's answer, and those that he asked for himself (R05)."""
    open_ = Antwoord.GEVRAAGD.value

    def velden(h: Handeling) -> list[dict[str, object]]:
        regisseur = eis_toegang(tools, h.tx, wie)
        if regisseur:
            return [{"naar": regisseur.id, "stand": open_}, {"van": regisseur.id, "stand": open_}]
        return [{"naar": None, "gemeente": wie.gemeente, "stand": open_}] if wie.rol is Rol.COORDINATOR else []

    def beelden(b: Bewerking, match: Match) -> list[Vraagbeeld]:
        overdracht, wie_ik_ben = match.overdracht, wie.regisseur
        van_mij = wie_ik_ben is not None and wie_ik_ben == match.regisseur
        if overdracht is None or not (van_mij or _is_gevraagd(wie, wie_ik_ben, overdracht)):
            return []
        return [_vraagbeeld(b, match, overdracht, eigen=van_mij)]

    gevonden = opsommen(tools, wie, "overdracht", "overdrachten", velden, beelden)
    return sorted(gevonden, key=lambda v: (v.eigen, v.gevraagd, str(v.id)))


def _vind(h: Handeling, overdracht_id: UUID) -> tuple[Bewerking, Match, Overdracht]:
    b, match = bij_vraag(h, "overdrachten", {"id": overdracht_id})
    h.over("overdracht", overdracht_id)
    h.convenant = match.convenant
    return b, match, next(o for o in match.overdrachten if o.id == overdracht_id)


def _eis_gevraagd(wie: Aanroep, regisseur: UUID | None, overdracht: Overdracht) -> None:
    """To anybody else it does not exist (I06)."""
    if not _is_gevraagd(wie, regisseur, overdracht):
        raise NietGevonden


def _is_gevraagd(wie: Aanroep, regisseur: UUID | None, overdracht: Overdracht) -> bool:
    if regisseur:
        return overdracht.naar == regisseur
    return wie.rol is Rol.COORDINATOR and overdracht.naar is None and overdracht.gemeente == wie.gemeente


def _antwoord(b: Bewerking, match: Match, overdracht: Overdracht, kijkend: Regisseur | None) -> Matchbeeld:
    b.doe(Overdrachtsdaad(match.id, overdracht))
    b.rond_af()
    return beeld_van(b, match.id, kijker_van(b.h.wie, kijkend))


def _vraagbeeld(b: Bewerking, match: Match, overdracht: Overdracht, *, eigen: bool) -> Vraagbeeld:
    """Who asks, and how to reach him: the rest he tells himself (R05, I02)."""
    gever = organisaties.regisseur(b.h.tx, overdracht.van)
    termijn = next((t for t in match.termijnen if t.onderwerp == overdracht.id), None)
    return Vraagbeeld(
        overdracht.id,
        match.id,
        gever.naam if gever else "een regisseur",
        gever.telefoon if gever else "",
        match.gemeente,
        overdracht.reden,
        overdracht.gevraagd,
        termijn.eerste if termijn else None,
        overdracht.stand,
        bool(termijn and termijn.gemist),
        eigen=eigen,
        aan=ontvanger(overdracht, b.regisseurs_bij(match)) if eigen else "",
    )
