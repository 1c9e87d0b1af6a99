# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Consent of a family, recorded with an own signal: given or refused, extended, withdrawn, read (T01-T07)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from verwijsindex.domain.daden import Toestemmingsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.opgave import Toestemmingsopgave
from verwijsindex.domain.signaal import toestemmingstand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestemming import (
    TOESTEMMING_NIET_GEVRAAGD,
    Toestemming,
    beoordeel,
    is_laatste,
    mag_intrekken,
    mag_intrekken_door,
    mag_verlengen,
    mag_volgen,
)
from verwijsindex.domain.woorden import Gever, Toestemmingstand
from verwijsindex.storage import organisaties, signalen
from verwijsindex.use_cases.antwoord import INGETROKKEN, Antwoord
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.signalen import Eigen, eigen_signaal, vergrendel


@dataclass(frozen=True, slots=True)
class Toestemmingbeeld:
    """One answer of a family, how it stands now, and the organisation's own name for who recorded it."""

    toestemming: Toestemming
    stand: Toestemmingstand
    vastgelegd_door: str


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The answer as it stands, and what became of the signal by it."""

    beeld: Toestemmingbeeld
    antwoord: Antwoord


@dataclass(frozen=True, slots=True)
class Overzicht:
    """How consent stands now, and every answer, oldest first; nobody asked yet is an empty list (T07)."""

    stand: Toestemmingstand
    antwoorden: tuple[Toestemmingbeeld, ...]


def leg_vast(tools: Tools, wie: Aanroep, signaal_id: UUID, opgave: Toestemmingsopgave) -> Uitkomst:
    """Record what the family said, yes or no, on an own signal; the match is decided anew at once (T01-T03, T06)."""

    def daad() -> Uitkomst:
        with handeling(tools, wie, "toestemming:vastleggen") as h:
            eigen = eigen_signaal(h, signaal_id)
            return _leg_vast(h, eigen, opgave)

    return met_herstart(daad)


def verleng(tools: Tools, wie: Aanroep, toestemming_id: UUID, opgave: Toestemmingsopgave) -> Uitkomst:
    """The family agrees again, for as much and with the same parties, before its consent ends (T03)."""

    def daad() -> Uitkomst:
        with handeling(tools, wie, "toestemming:verlengen") as h:
            eigen, toestemming = _eigen_toestemming(h, toestemming_id)
            eis(mag_verlengen(_stand(eigen, toestemming)), Strijdig)
            eis(is_laatste(toestemming, eigen.signaal.toestemming), Strijdig)
            return _leg_vast(h, eigen, replace(opgave, voor=toestemming.voor, met=toestemming.met))

    return met_herstart(daad)


def trek_in(tools: Tools, wie: Aanroep, toestemming_id: UUID, door: Gever) -> Uitkomst:
    """Somebody of the family withdraws consent: it works at once, and the match is decided anew (T04)."""

    def daad() -> Uitkomst:
        with handeling(tools, wie, "toestemming:intrekken") as h:
            eigen, toestemming = _eigen_toestemming(h, toestemming_id)
            aangewezen(h)
            eis(mag_intrekken(_stand(eigen, toestemming)), Strijdig)
            eis(is_laatste(toestemming, eigen.signaal.toestemming), Strijdig)
            convenant = eigen.b.regels.van(eigen.signaal.gemeente, eigen.b.nu)
            vandaag = dag(eigen.b.nu)
            bevoegd = mag_intrekken_door(toestemming, door, eigen.signaal.geboortemaand, convenant, vandaag)
            eis(bevoegd, NietToegestaan)
            ingetrokken = replace(toestemming, ingetrokken=eigen.b.nu, ingetrokken_door=door)
            return _doe(h, eigen, ingetrokken)

    return met_herstart(daad)


def lees(tools: Tools, wie: Aanroep, toestemming_id: UUID) -> Toestemmingbeeld:
    """One answer of a family, as it stands now (A06)."""

    def blik() -> Toestemmingbeeld:
        with handeling(tools, wie, "toestemming:bekijken") as h:
            eigen, toestemming = _eigen_toestemming(h, toestemming_id)
            eigen.b.rond_af()
            return _beeld(h, eigen, toestemming)

    return met_herstart(blik)


def overzicht(tools: Tools, wie: Aanroep, signaal_id: UUID) -> Overzicht:
    """Everything that the family said about an own signal (T07, A06)."""

    def blik() -> Overzicht:
        with handeling(tools, wie, "toestemming:opsommen") as h:
            eigen = eigen_signaal(h, signaal_id)
            eigen.b.rond_af()
            convenant = eigen.b.regels.van(eigen.signaal.gemeente, eigen.b.nu)
            stand = toestemmingstand(eigen.signaal, eigen.b.nu, convenant)
            return Overzicht(stand, tuple(_beeld(h, eigen, antwoord) for antwoord in eigen.signaal.toestemmingen))

    return met_herstart(blik)


def _leg_vast(h: Handeling, eigen: Eigen, opgave: Toestemmingsopgave) -> Uitkomst:
    """The one way in for an answer that is recorded after the report. Raises NietToegestaan, Strijdig."""
    professional = aangewezen(h)
    b, signaal = eigen.b, eigen.signaal
    if signaal.ten_onrechte:
        raise Strijdig([INGETROKKEN])
    convenant = h.volgens(b.regels.van(signaal.gemeente, b.nu))
    if not convenant.toestemming_vereist:
        raise Strijdig([TOESTEMMING_NIET_GEVRAAGD])
    nieuw = opgave.toestemming(signaal.geboortemaand, convenant, b.nu, professional.id)
    if bezwaren := beoordeel(nieuw, signaal.geboortemaand, convenant, dag(b.nu)):
        raise NietToegestaan(bezwaren)
    eis(mag_volgen(signaal.toestemming, nieuw), Strijdig)
    return _doe(h, eigen, nieuw)


def _doe(h: Handeling, eigen: Eigen, toestemming: Toestemming) -> Uitkomst:
    h.over("toestemming", toestemming.id)
    antwoord = eigen.doe(Toestemmingsdaad(eigen.signaal.id, toestemming))
    beeld = _beeld(h, eigen, toestemming)
    h.grond = beeld.stand.value
    return Uitkomst(beeld, antwoord)


def _stand(eigen: Eigen, toestemming: Toestemming) -> Toestemmingstand:
    convenant = eigen.b.regels.van(eigen.signaal.gemeente, eigen.b.nu)
    return toestemming.stand(eigen.b.nu, eigen.signaal.geboortemaand, convenant)


def _beeld(h: Handeling, eigen: Eigen, toestemming: Toestemming) -> Toestemmingbeeld:
    wie = organisaties.professional_op_id(h.tx, toestemming.vastgelegd_door)
    return Toestemmingbeeld(toestemming, _stand(eigen, toestemming), wie.kenmerk if wie else "onbekend")


def _eigen_toestemming(h: Handeling, toestemming_id: UUID) -> tuple[Eigen, Toestemming]:
    """An answer that belongs to an own signal, with the family locked; another's is not there (A06, I06)."""
    organisatie, _ = deelnemer(h)
    gevonden = signalen.van_toestemming(h.tx, organisatie.id, toestemming_id)
    if gevonden is None:
        raise NietGevonden
    eigen = vergrendel(h, organisatie, gevonden)
    h.over("toestemming", toestemming_id)
    h.over("signaal", eigen.signaal.id)
    antwoorden: Sequence[Toestemming] = eigen.signaal.toestemmingen
    toestemming = next((antwoord for antwoord in antwoorden if antwoord.id == toestemming_id), None)
    if toestemming is None:
        raise NietGevonden
    return eigen, toestemming
