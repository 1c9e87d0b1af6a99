# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The director follows up on his match (R03, R06, R09, R10)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, StrictBool

from verwijsindex.api.deps import Gereedschap, Regisseur
from verwijsindex.api.matches import MatchUit
from verwijsindex.api.schemas import Dag, Invoer, LeegIn, Vorm
from verwijsindex.domain.woorden import Afsluitreden, Afspraaksoort, Afspraakstand, Matchstatus
from verwijsindex.use_cases import nazorg, opvolgen
from verwijsindex.use_cases.opvolgen import Afloop

router = APIRouter(tags=["Opvolgen"])


class BekendmakingIn(Invoer):
    """Who hears that you lead: parties of the dossier, as the match shows them (R09)."""

    organisatie_ids: Annotated[list[UUID], Field(min_length=1, max_length=50)]


class AfspraakIn(Invoer):
    """A binding agreement: with whom, what, and by when (R10)."""

    organisatie_id: UUID
    wat: Afspraaksoort
    voor: Dag


class NazorgIn(Invoer):
    """Who is asked to keep a finger on the pulse, through which day (R06)."""

    organisatie_id: UUID
    tot: Dag


class AfsluitingIn(Invoer):
    """Why, and either that the family can go on alone or the aftercare that was accepted (R06)."""

    reden: Afsluitreden | None = None
    zelf_verder: StrictBool = False
    nazorg_id: UUID | None = None


class AfsluitingUit(Vorm):
    """How the match stands now."""

    match_id: UUID
    status: Matchstatus
    vervolg: str

    @classmethod
    def van(cls, afloop: Afloop) -> "AfsluitingUit":
        """From the use case."""
        return cls(match_id=afloop.match, status=afloop.status, vervolg=afloop.vervolg)


@router.post("/matches/{matchId}/contacten", operation_id="legContact", summary="Contact gelegd", status_code=201)
def leg_contact(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """U had contact met de organisaties die melden."""
    return MatchUit.van(opvolgen.leg_contact(tools, regisseur, matchId))


@router.post("/matches/{matchId}/overleggen", operation_id="houdOverleg", summary="Overleg gehouden", status_code=201)
def overleg(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """Er was een overleg en er is een plan; een later overleg legt u ook zo vast."""
    return MatchUit.van(opvolgen.overleg(tools, regisseur, matchId))


@router.post(
    "/matches/{matchId}/bekendmakingen", operation_id="maakRegieBekend", summary="Regie bekendmaken", status_code=201
)
def maak_bekend(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    bekendmaking: BekendmakingIn,
) -> MatchUit:
    """Partijen in het dossier horen dat u de regie hebt. Wie het convenant noemt, hoort het al bij het aannemen."""
    return MatchUit.van(opvolgen.maak_bekend(tools, regisseur, matchId, bekendmaking.organisatie_ids))


@router.post("/matches/{matchId}/afspraken", operation_id="spreekAf", summary="Bindende afspraak", status_code=201)
def spreek_af(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    afspraak: AfspraakIn,
) -> MatchUit:
    """Een partij verbindt zich aan een dag. Komt zij de afspraak niet na, dan hoort haar leiding dat."""
    a = afspraak
    return MatchUit.van(opvolgen.spreek_af(tools, regisseur, matchId, a.organisatie_id, a.wat, a.voor))


@router.post(
    "/matches/{matchId}/afspraken/{afspraakId}/nakomingen",
    operation_id="komAfspraakNa",
    summary="Afspraak nagekomen",
    status_code=201,
)
def kom_na(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    afspraakId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """De partij kwam de afspraak na."""
    gedaan = Afspraakstand.NAGEKOMEN
    return MatchUit.van(opvolgen.rond_afspraak_af(tools, regisseur, matchId, afspraakId, gedaan))


@router.post(
    "/matches/{matchId}/afspraken/{afspraakId}/intrekkingen",
    operation_id="trekAfspraakIn",
    summary="Afspraak intrekken",
    status_code=201,
)
def trek_afspraak_in(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    afspraakId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """De afspraak geldt niet meer; de partij hoort dat."""
    weg = Afspraakstand.INGETROKKEN
    return MatchUit.van(opvolgen.rond_afspraak_af(tools, regisseur, matchId, afspraakId, weg))


@router.post("/matches/{matchId}/nazorg", operation_id="vraagNazorg", summary="Nazorg vragen", status_code=201)
def vraag_nazorg(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    vraag: NazorgIn,
) -> MatchUit:
    """U vraagt een deelnemer de vinger aan de pols te houden. Pas als die aanneemt, kunt u ermee afsluiten."""
    return MatchUit.van(nazorg.vraag(tools, regisseur, matchId, vraag.organisatie_id, vraag.tot))


@router.post(
    "/matches/{matchId}/nazorg/{nazorgId}/intrekkingen",
    operation_id="trekNazorgIn",
    summary="Vraag om nazorg intrekken",
    status_code=201,
)
def trek_nazorg_in(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    nazorgId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """De nazorg is niet meer nodig, of een ander doet het; de partij hoort dat."""
    return MatchUit.van(nazorg.trek_in(tools, regisseur, matchId, nazorgId))


@router.post("/matches/{matchId}/afsluitingen", operation_id="sluitMatch", summary="Match afsluiten", status_code=201)
def sluit(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    afsluiting: AfsluitingIn,
) -> AfsluitingUit:
    """Het gezin kan zelf verder, of er is nazorg die een partij heeft aangenomen. De melders horen het."""
    a = afsluiting
    return AfsluitingUit.van(opvolgen.sluit(tools, regisseur, matchId, a.reden, a.nazorg_id, zelf_verder=a.zelf_verder))
