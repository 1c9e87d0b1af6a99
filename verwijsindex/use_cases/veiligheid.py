# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The second person and the review of a safety override (V03, V04)."""

from dataclasses import replace
from uuid import UUID

from verwijsindex.domain.daden import Veiligheidsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.signaal import Signaal, Veiligheidsgrond
from verwijsindex.domain.veiligheid import mag_bevestigen, mag_herbeoordelen
from verwijsindex.storage import families, signalen
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.signalen import Antwoord, pas_toe


def bevestig(tools: Tools, wie: Aanroep, grond_id: UUID) -> Antwoord:
    """A second designated person confirms the V-ground of an own signal (V03)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "veiligheidsgrond:bevestigen") as h:
            b, signaal, grond = _eigen_grond(h, grond_id)
            professional = aangewezen(h)
            besluit = mag_bevestigen(grond, professional.id, professional.aandachtsfunctionaris)
            if not besluit:
                raise NietToegestaan([besluit])
            h.grond = besluit.code
            bevestigd = replace(grond, bevestigd=b.nu, bevestigd_door=professional.id)
            return pas_toe(b, signalen.eigen_id(h.tx, signaal.id), Veiligheidsdaad(signaal.id, bevestigd))

    return met_herstart(daad)


def herbeoordeel(tools: Tools, wie: Aanroep, grond_id: UUID) -> Antwoord:
    """A designated person of the organisation looks again at its V-ground and says that it stands (V04)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "veiligheidsgrond:herbeoordelen") as h:
            b, signaal, grond = _eigen_grond(h, grond_id)
            aangewezen(h)
            besluit = mag_herbeoordelen(grond)
            if not besluit:
                raise NietToegestaan([besluit])
            h.grond = besluit.code
            return pas_toe(
                b, signalen.eigen_id(h.tx, signaal.id), Veiligheidsdaad(signaal.id, replace(grond, herbeoordeeld=b.nu))
            )

    return met_herstart(daad)


def _eigen_grond(h: Handeling, grond_id: UUID) -> tuple[Bewerking, Signaal, Veiligheidsgrond]:
    """The V-ground of an own signal, with its family locked (A06, I06)."""
    organisatie, _ = deelnemer(h)
    gevonden = signalen.van_grond(h.tx, grond_id)
    if gevonden is None or gevonden.organisatie != organisatie.id:
        raise NietGevonden
    b = Bewerking(h, families.vergrendel_signaal(h.tx, gevonden.id))
    signaal = b.toestand.signalen.get(gevonden.id)
    if signaal is None or signaal.veiligheid is None or signaal.veiligheid.id != grond_id:
        raise NietGevonden
    h.over("signaal", signaal.id)
    h.over("veiligheidsgrond", grond_id)
    return b, signaal, signaal.veiligheid
