# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who reported is asked for advice on a request of a data subject, and answers about its own signal (G02, A06)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.errors import NietGevonden, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.rechten import (
    Advies,
    Adviesreden,
    Advieswoord,
    Recht,
    Stap,
    Verzoek,
    Verzoekstand,
    mag_adviseren,
    mag_stap,
    stand_na,
)
from verwijsindex.domain.signaal import Signaal
from verwijsindex.storage import bewaren, families, signalen, verzoeken
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools

Plaats = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Adviesvraag:
    """What is asked about an own signal: which right, until when advice counts, and how the request stands.

    Nothing of who asks: an organisation advises on what it reported, not on a person (I07).
    """

    verzoek: UUID
    recht: Recht
    stand: Verzoekstand
    signaal_id: UUID
    advies: Advies
    voor: date | None


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[Adviesvraag], Plaats | None]:
    """What was asked of this organisation, open requests first; the place to go on from."""
    with handeling(tools, wie, "advies:opsommen") as h:
        organisatie, _ = deelnemer(h)
        gevonden = verzoeken.gevraagd_aan(h.tx, organisatie.id, na, aantal)
        vragen = []
        for verzoek, _ in gevonden:
            h.over("verzoek", verzoek.id)
            for advies in verzoek.adviezen:
                # A signal that was destroyed meanwhile has no name any more.
                if advies.organisatie == organisatie.id and (eigen := _eigen_id(h, advies.signaal)):
                    vragen.append(_vraag(verzoek, advies, eigen))
        return vragen, gevonden[-1][1] if len(gevonden) == aantal else None


def adviseer(
    tools: Tools,
    wie: Aanroep,
    verzoek_id: UUID,
    signaal_id: UUID,
    advies: Advieswoord,
    reden: Adviesreden,
    grond_vertellen: bool | None,
) -> Adviesvraag:
    """A designated professional advises on an own signal (G02, A03). Raises NietGevonden, Strijdig, NietToegestaan."""

    def daad() -> Adviesvraag:
        with handeling(tools, wie, "advies:geven") as h:
            verzoek, gevraagd = _gevraagd(h, verzoek_id, signaal_id)
            aangewezen(h)
            signaal = _signaal(h, signaal_id, gevraagd)
            eis(mag_stap(verzoek, Stap.ADVISEREN), Strijdig)
            gegeven = replace(gevraagd, advies=advies, reden=reden, grond_vertellen=grond_vertellen)
            eis(mag_adviseren(gegeven, met_grond=signaal.veiligheid is not None), Strijdig)
            gegeven = replace(gegeven, gegeven=h.nu)
            nieuw = replace(
                verzoek,
                adviezen=tuple(gegeven if deel is gevraagd else deel for deel in verzoek.adviezen),
                stand=stand_na(verzoek.stand, Stap.ADVISEREN) or verzoek.stand,
            )
            verzoeken.bewaar(h.tx, nieuw)
            h.grond = f"{advies} {reden}"
            return _vraag(nieuw, gegeven, signaal_id)

    return met_herstart(daad)


def _gevraagd(h: Handeling, verzoek_id: UUID, signaal_id: UUID) -> tuple[Verzoek, Advies]:
    """The request, locked, and what this organisation was asked in it; else it is not there (I06)."""
    organisatie, _ = deelnemer(h)
    verzoek = verzoeken.lees(h.tx, verzoek_id, vergrendeld=True)
    if verzoek is None:
        raise NietGevonden
    ingediend = signalen.indiening(h.tx, organisatie.id, signaal_id)
    for advies in verzoek.adviezen:
        eigen = advies.organisatie == organisatie.id
        if eigen and (ingediend.signaal == advies.signaal if ingediend else _apart(h, advies.signaal, signaal_id)):
            h.over("verzoek", verzoek.id)
            return verzoek, advies
    raise NietGevonden


def _signaal(h: Handeling, signaal_id: UUID, gevraagd: Advies) -> Signaal:
    """The own signal with time dealt with; what was destroyed since for all others waits for the request (G02)."""
    h.over("signaal", gevraagd.signaal)
    if signalen.eerste_id(h.tx, gevraagd.signaal):
        b = Bewerking(h, families.vergrendel_signaal(h.tx, gevraagd.signaal))
        b.rond_af()
        if levend := b.toestand.signalen.get(gevraagd.signaal):
            return levend
    if apart := _apart(h, gevraagd.signaal, signaal_id):
        return apart
    raise NietGevonden


def _apart(h: Handeling, signaal: UUID, signaal_id: UUID) -> Signaal | None:
    gevonden = bewaren.apart_signaal(h.tx, signaal)
    return gevonden[0] if gevonden and gevonden[1] == signaal_id else None


def _eigen_id(h: Handeling, signaal: UUID) -> UUID | None:
    gevonden = bewaren.apart_signaal(h.tx, signaal)
    return gevonden[1] if gevonden else signalen.eerste_id(h.tx, signaal)


def _vraag(verzoek: Verzoek, advies: Advies, signaal_id: UUID) -> Adviesvraag:
    alleen = replace(verzoek, adviezen=(advies,))
    voor = alleen.advies_tot() if verzoek.open else None
    return Adviesvraag(verzoek.id, verzoek.recht, verzoek.stand, signaal_id, advies, voor)
