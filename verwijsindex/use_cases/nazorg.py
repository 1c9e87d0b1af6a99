# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Aftercare: a party is asked, accepts, and says how it goes (R06, R07); and its binding agreements (R10)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.daden import Daad, Nazorgdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.match import Match, Nazorg
from verwijsindex.domain.opvolgbeeld import Vraagbeeld
from verwijsindex.domain.opvolgen import (
    mag_betrekken,
    mag_nazorg_beantwoorden,
    mag_nazorg_bevestigen,
    mag_nazorg_intrekken,
    mag_nazorg_vragen,
)
from verwijsindex.domain.overdragen import eis_weigerreden
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Afspraaksoort, Afspraakstand, Antwoord, Termijnsoort, Weigerreden
from verwijsindex.storage import organisaties, signalen
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.matches import op_match
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.vragen import bij_vraag, opsommen

GEEN_REGISSEUR = "de coördinator van de gemeente"


def vraag(tools: Tools, wie: Aanroep, match_id: UUID, organisatie: UUID, tot: date) -> Matchbeeld:
    """The director asks a party to keep a finger on the pulse until a day (R06)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        partij = organisaties.lees(b.h.tx, organisatie)
        convenant = b.regels.van(match.gemeente, b.nu)
        besluit = mag_nazorg_vragen(match, wie.regisseur, partij, tot, dag(b.nu), convenant)
        besluit = besluit and mag_betrekken([organisatie], match, b.stand)
        return besluit, Nazorgdaad(match.id, Nazorg(id=uuid4(), organisatie=organisatie, tot=tot, gevraagd=b.nu))

    return op_match(tools, wie, match_id, "match:nazorg-vragen", toets)


def trek_in(tools: Tools, wie: Aanroep, match_id: UUID, nazorg_id: UUID) -> Matchbeeld:
    """The director takes the request back (R06)."""

    def toets(_: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        nazorg = next((n for n in match.nazorg if n.id == nazorg_id), None)
        if nazorg is None:
            raise NietGevonden
        besluit = mag_nazorg_intrekken(match, wie.regisseur, nazorg)
        return besluit, Nazorgdaad(match.id, replace(nazorg, stand=Antwoord.INGETROKKEN))

    return op_match(tools, wie, match_id, "nazorg:intrekken", toets)


@dataclass(frozen=True, slots=True)
class Eigennazorg:
    """Aftercare that was asked of one's own organisation; `signalen` are one's own on this family, by own id."""

    vraag: Vraagbeeld
    signalen: tuple[UUID, ...]
    bevestigd: datetime | None


def aanvaard(tools: Tools, wie: Aanroep, nazorg_id: UUID) -> Eigennazorg:
    """The party accepts (R06). Raises NietGevonden, NietToegestaan."""
    return _antwoord(tools, wie, nazorg_id, Antwoord.AANGENOMEN, None)


def weiger(tools: Tools, wie: Aanroep, nazorg_id: UUID, reden: Weigerreden | None) -> Eigennazorg:
    """The party refuses, with a reason (R06). Raises NietGevonden, NietToegestaan."""
    return _antwoord(tools, wie, nazorg_id, Antwoord.GEWEIGERD, reden)


def _antwoord(tools: Tools, wie: Aanroep, nazorg_id: UUID, stand: Antwoord, reden: Weigerreden | None) -> Eigennazorg:
    def daad() -> Eigennazorg:
        with handeling(tools, wie, f"nazorg:{'aanvaarden' if stand is Antwoord.AANGENOMEN else 'weigeren'}") as h:
            b, match, nazorg = _eigen(h, nazorg_id)
            aangewezen(h)
            eis(mag_nazorg_beantwoorden(nazorg, dag(b.nu)), NietToegestaan)
            if stand is Antwoord.GEWEIGERD:
                eis(eis_weigerreden(reden), NietToegestaan)
            return _leg_vast(b, match, replace(nazorg, stand=stand, weigerreden=reden))

    return met_herstart(daad)


def bevestig(tools: Tools, wie: Aanroep, nazorg_id: UUID, *, gaat_goed: bool) -> Eigennazorg:
    """The party says how it goes (R07); if it does not go well, the director is at it again."""

    def daad() -> Eigennazorg:
        with handeling(tools, wie, "nazorg:bevestigen") as h:
            b, match, nazorg = _eigen(h, nazorg_id)
            aangewezen(h)
            eis(mag_nazorg_bevestigen(match, nazorg), NietToegestaan)
            return _leg_vast(b, match, replace(nazorg, bevestigd=b.nu, gaat_goed=gaat_goed))

    return met_herstart(daad)


def lijst(tools: Tools, wie: Aanroep) -> list[Eigennazorg]:
    """What was asked of one's own organisation, for matches that are open (R06, A06)."""

    def beelden(b: Bewerking, match: Match) -> list[Eigennazorg]:
        return [_beeld(b, match, nazorg) for nazorg in match.nazorg if nazorg.organisatie == wie.organisatie]

    return opsommen(tools, wie, "nazorg", "nazorg", _van_organisatie, beelden)


def _van_organisatie(h: Handeling) -> list[dict[str, object]]:
    organisatie, _ = deelnemer(h)
    return [{"organisatie": organisatie.id}]


def _eigen(h: Handeling, nazorg_id: UUID) -> tuple[Bewerking, Match, Nazorg]:
    """Aftercare asked of the caller's organisation; another's does not exist (I06)."""
    organisatie, _ = deelnemer(h)
    b, match = bij_vraag(h, "nazorg", {"id": nazorg_id, "organisatie": organisatie.id})
    h.over("nazorg", nazorg_id)
    h.convenant = match.convenant
    return b, match, next(n for n in match.nazorg if n.id == nazorg_id)


def _leg_vast(b: Bewerking, match: Match, nazorg: Nazorg) -> Eigennazorg:
    b.doe(Nazorgdaad(match.id, nazorg))
    b.rond_af()
    nu = b.toestand.matches[match.id]
    return _beeld(b, nu, next(n for n in nu.nazorg if n.id == nazorg.id))


def _beeld(b: Bewerking, match: Match, nazorg: Nazorg) -> Eigennazorg:
    regisseur = b.regisseur_van(match)
    termijnen = {t.soort: t for t in match.termijnen if t.onderwerp == nazorg.id}
    antwoord = termijnen.get(Termijnsoort.NAZORG_AANNEMEN)
    bevestigen = termijnen.get(Termijnsoort.NAZORG_BEVESTIGEN)
    laat = any(t.gemist for t in termijnen.values())
    beeld = Vraagbeeld(
        nazorg.id,
        match.id,
        regisseur.naam if regisseur else GEEN_REGISSEUR,
        regisseur.telefoon if regisseur else "",
        match.gemeente,
        nazorg.weigerreden or "",
        nazorg.gevraagd,
        antwoord.eerste if antwoord else None,
        nazorg.stand,
        laat,
        nazorg.tot,
        bevestigen.eerste if bevestigen else None,
    )
    return Eigennazorg(beeld, eigen_signalen(b, match, nazorg.organisatie), nazorg.bevestigd)


def eigen_signalen(b: Bewerking, match: Match, organisatie: UUID) -> tuple[UUID, ...]:
    """By own id, so that the party knows which child it is about (A06)."""
    eigen = [s for s in b.toestand.van_dossier(match.dossier) if s.organisatie == organisatie and not s.ten_onrechte]
    return tuple(signalen.eigen_id(b.h.tx, s.id) for s in eigen)


@dataclass(frozen=True, slots=True)
class Eigenafspraak:
    """What one's own organisation bound itself to (R10)."""

    id: UUID
    wat: Afspraaksoort
    voor: date
    stand: Afspraakstand
    te_laat: bool
    regisseur: str
    telefoon: str
    signalen: tuple[UUID, ...]


def afspraken(tools: Tools, wie: Aanroep) -> list[Eigenafspraak]:
    """The agreements of one's own organisation, for matches that are open (R10, A06)."""

    def beelden(b: Bewerking, match: Match) -> Iterator[Eigenafspraak]:
        regisseur = b.regisseur_van(match)
        laat = {t.onderwerp for t in match.termijnen if t.gemist}
        for a in match.afspraken:
            if a.organisatie == wie.organisatie:
                yield Eigenafspraak(
                    a.id,
                    a.wat,
                    a.voor,
                    a.stand,
                    a.id in laat,
                    regisseur.naam if regisseur else GEEN_REGISSEUR,
                    regisseur.telefoon if regisseur else "",
                    eigen_signalen(b, match, a.organisatie),
                )

    return opsommen(tools, wie, "afspraak", "afspraken", _van_organisatie, beelden)
