# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The safety override on an own signal: invoke, confirm by a second person, review, keep from others (V01-V07)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.daden import Veiligheidsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.opgave import Grondopgave
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.signaal import veiligheid_eindigt
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.veiligheid import (
    NietDoorgeven,
    Veiligheidsgrond,
    beoordeel_niet_doorgeven,
    mag_bevestigen,
    mag_herbeoordelen,
    mag_inroepen,
)
from verwijsindex.storage import signalen
from verwijsindex.use_cases.antwoord import INGETROKKEN, Antwoord
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.signalen import Eigen, eigen_signaal, vergrendel


@dataclass(frozen=True, slots=True)
class Grondbeeld:
    """An own V-ground; `eindigt` is the last day on which it stands if nobody does anything (V03, V04)."""

    grond: Veiligheidsgrond
    eindigt: date | None


def roep_in(tools: Tools, wie: Aanroep, signaal_id: UUID, opgave: Grondopgave) -> Antwoord:
    """Invoke a V-ground on an own signal: it counts at once, provisionally, and a sleeping one wakes (V01-V05, T06)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "veiligheidsgrond:inroepen") as h:
            eigen = eigen_signaal(h, signaal_id)
            professional = aangewezen(h)
            b, signaal = eigen.b, eigen.signaal
            if signaal.ten_onrechte:
                raise Strijdig([INGETROKKEN])
            eis(mag_inroepen(signaal.veiligheid, professional.id), Strijdig)
            convenant = h.volgens(b.regels.van(signaal.gemeente, b.nu))
            if bezwaren := opgave.bezwaren(professional, signaal.geboortemaand, convenant, dag(b.nu)):
                raise NietToegestaan(bezwaren)
            h.grond = "veiligheid-te-bevestigen"
            return _doe(h, eigen, opgave.veiligheidsgrond(b.nu, professional.id))

    return met_herstart(daad)


def bevestig(tools: Tools, wie: Aanroep, grond_id: UUID) -> Antwoord:
    """A second designated person confirms the V-ground of an own signal (V03)."""

    def toets(eigen: Eigen, grond: Veiligheidsgrond, professional: Professional) -> tuple[Besluit, Veiligheidsgrond]:
        besluit = mag_bevestigen(grond, professional.id, professional.aandachtsfunctionaris)
        return besluit, replace(grond, bevestigd=eigen.b.nu, bevestigd_door=professional.id)

    return _op_grond(tools, wie, grond_id, "veiligheidsgrond:bevestigen", toets)


def herbeoordeel(tools: Tools, wie: Aanroep, grond_id: UUID) -> Antwoord:
    """A designated person of the organisation looks again at its V-ground and says that it stands (V04)."""

    def toets(eigen: Eigen, grond: Veiligheidsgrond, _: Professional) -> tuple[Besluit, Veiligheidsgrond]:
        return mag_herbeoordelen(grond), replace(grond, herbeoordeeld=eigen.b.nu)

    return _op_grond(tools, wie, grond_id, "veiligheidsgrond:herbeoordelen", toets)


def geef_niet_door(tools: Tools, wie: Aanroep, grond_id: UUID, niet_doorgeven: NietDoorgeven | None) -> Antwoord:
    """The reporter says that the basic care must not hear of it yet, and until when; None lets it hear (V07)."""

    def toets(eigen: Eigen, grond: Veiligheidsgrond, _: Professional) -> tuple[Besluit, Veiligheidsgrond]:
        besluit = beoordeel_niet_doorgeven(niet_doorgeven, dag(eigen.b.nu))
        if grond.vervallen:
            besluit = geweigerd("grond-vervallen", "V07", "De grond is vervallen en wordt aan niemand doorgegeven.")
        return besluit, replace(grond, niet_doorgeven=niet_doorgeven)

    return _op_grond(tools, wie, grond_id, "veiligheidsgrond:niet-doorgeven", toets)


def lees(tools: Tools, wie: Aanroep, grond_id: UUID) -> Grondbeeld:
    """An own V-ground, as it stands now (A06)."""

    def blik() -> Grondbeeld:
        with handeling(tools, wie, "veiligheidsgrond:bekijken") as h:
            eigen, grond = _eigen_grond(h, grond_id)
            eigen.b.rond_af()
            stand = eigen.b.stand
            einde = veiligheid_eindigt(eigen.signaal, stand.convenant(eigen.signaal.gemeente), stand.vrij)
            return Grondbeeld(grond, dag(einde) if einde else None)

    return met_herstart(blik)


Toets = Callable[[Eigen, Veiligheidsgrond, Professional], tuple[Besluit, Veiligheidsgrond]]


def _op_grond(tools: Tools, wie: Aanroep, grond_id: UUID, tag: str, toets: Toets) -> Antwoord:
    """A deed on an own V-ground by a designated person: `toets` gives the decision and what the ground becomes."""

    def daad() -> Antwoord:
        with handeling(tools, wie, tag) as h:
            eigen, grond = _eigen_grond(h, grond_id)
            if eigen.signaal.ten_onrechte:
                raise Strijdig([INGETROKKEN])
            besluit, nieuw = toets(eigen, grond, aangewezen(h))
            eis(besluit, NietToegestaan)
            h.volgens(eigen.b.regels.van(eigen.signaal.gemeente, eigen.b.nu))
            h.grond = besluit.code
            return _doe(h, eigen, nieuw)

    return met_herstart(daad)


def _doe(h: Handeling, eigen: Eigen, grond: Veiligheidsgrond) -> Antwoord:
    h.over("veiligheidsgrond", grond.id)
    return eigen.doe(Veiligheidsdaad(eigen.signaal.id, grond))


def _eigen_grond(h: Handeling, grond_id: UUID) -> tuple[Eigen, Veiligheidsgrond]:
    """The V-ground of an own signal, with its family locked (A06, I06)."""
    organisatie, _ = deelnemer(h)
    gevonden = signalen.van_grond(h.tx, organisatie.id, grond_id)
    if gevonden is None:
        raise NietGevonden
    eigen = vergrendel(h, organisatie, gevonden)
    grond = eigen.signaal.veiligheid
    if grond is None or grond.id != grond_id:
        raise NietGevonden
    h.over("veiligheidsgrond", grond_id)
    return eigen, grond
