# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The director follows up: contact, meeting, telling who leads, binding agreements, closing (R03, R06, R09, R10)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.besluit import Besluit, toegestaan
from verwijsindex.domain.daden import Afsluiting, Afspraakdaad, Bekendmaking, Contact, Daad, Overleg
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.inzage import Kijker, Veld, zicht
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.match import Afspraak, Match
from verwijsindex.domain.opvolgen import (
    mag_afspraak_afronden,
    mag_afspreken,
    mag_bekendmaken,
    mag_betrekken,
    mag_contact,
    mag_overleg,
    mag_sluiten,
)
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import vervolg_afsluiting
from verwijsindex.domain.woorden import Afsluitreden, Afspraaksoort, Afspraakstand, Matchstatus
from verwijsindex.storage import organisaties
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.matches import doe_op_match, kijker_van, op_match
from verwijsindex.use_cases.ports import Tools


def leg_contact(tools: Tools, wie: Aanroep, match_id: UUID) -> Matchbeeld:
    """The director spoke with those who reported (R03)."""

    def toets(_: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        return mag_contact(match, wie.regisseur), Contact(match.id)

    return op_match(tools, wie, match_id, "match:contact-leggen", toets)


def overleg(tools: Tools, wie: Aanroep, match_id: UUID) -> Matchbeeld:
    """A plan meeting was held (R03)."""

    def toets(_: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        return mag_overleg(match, wie.regisseur), Overleg(match.id)

    return op_match(tools, wie, match_id, "match:overleggen", toets)


def maak_bekend(tools: Tools, wie: Aanroep, match_id: UUID, aan: Collection[UUID]) -> Matchbeeld:
    """Parties of the dossier hear who leads (R09)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        kijker = kijker_van(wie, b.regisseur_van(match))
        gezien = {
            s.organisatie for s in b.stand.tellend_in(match) if Veld.ORGANISATIE in zicht(kijker, s, match, b.stand)
        }
        besluit = mag_bekendmaken(match, wie.regisseur, aan, gezien)
        return besluit and mag_betrekken(aan, match, b.stand), Bekendmaking(match.id, frozenset(aan))

    return op_match(tools, wie, match_id, "match:regie-bekendmaken", toets)


def spreek_af(
    tools: Tools, wie: Aanroep, match_id: UUID, organisatie: UUID, wat: Afspraaksoort, voor: date
) -> Matchbeeld:
    """A binding agreement with a party (R10)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        partij = organisaties.lees(b.h.tx, organisatie)
        convenant = b.regels.van(match.gemeente, b.nu)
        besluit = mag_afspreken(match, wie.regisseur, partij, voor, dag(b.nu), convenant)
        afspraak = Afspraak(id=uuid4(), organisatie=organisatie, wat=wat, voor=voor, gemaakt=b.nu)
        return besluit and mag_betrekken([organisatie], match, b.stand), Afspraakdaad(match.id, afspraak)

    return op_match(tools, wie, match_id, "match:afspreken", toets)


def rond_afspraak_af(tools: Tools, wie: Aanroep, match_id: UUID, afspraak_id: UUID, stand: Afspraakstand) -> Matchbeeld:
    """The agreement was kept, or is taken back (R10)."""

    def toets(_: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        afspraak = next((a for a in match.afspraken if a.id == afspraak_id), None)
        if afspraak is None:
            raise NietGevonden
        besluit = mag_afspraak_afronden(match, wie.regisseur, afspraak)
        return besluit, Afspraakdaad(match.id, replace(afspraak, stand=stand))

    return op_match(tools, wie, match_id, f"afspraak:{stand.value}", toets)


@dataclass(frozen=True, slots=True)
class Afloop:
    """How a match stands after it was closed; its content is out of sight unless aftercare runs (I02)."""

    match: UUID
    status: Matchstatus
    vervolg: str


def sluit(
    tools: Tools,
    wie: Aanroep,
    match_id: UUID,
    reden: Afsluitreden | None,
    nazorg: UUID | None,
    *,
    zelf_verder: bool,
) -> Afloop:
    """Close, into accepted aftercare or because the family can go on alone (R06)."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        bezwaren = mag_sluiten(match, wie.regisseur, reden, nazorg, dag(b.nu), zelf_verder=zelf_verder)
        if bezwaren:
            raise NietToegestaan(bezwaren)
        return toegestaan("afsluiten", "R06"), Afsluiting(match.id, reden, nazorg)

    def afloop(b: Bewerking, id_: UUID, _: Kijker) -> Afloop:
        match = b.toestand.matches[id_]
        return Afloop(id_, match.status, vervolg_afsluiting(match))

    return doe_op_match(tools, wie, match_id, "match:afsluiten", toets, afloop)
