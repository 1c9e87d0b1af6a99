# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Proposals about families (M04)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, StrictBool

from verwijsindex.api.deps import Coordinator, Gereedschap, Regievoerder, Regisseur
from verwijsindex.api.matches import MatchUit
from verwijsindex.api.schemas import ContactpuntVorm, Invoer, Vorm
from verwijsindex.domain.gezin import Voorstelreden, Voorstelsoort
from verwijsindex.domain.voorstellen import Dossierbeeld, Voorstelbeeld
from verwijsindex.domain.woorden import Gezinsreden
from verwijsindex.use_cases import voorstellen

router = APIRouter(tags=["Gezinnen"])


class AdviesIn(Invoer):
    """Are you for what is proposed?"""

    voor: StrictBool


class BesluitIn(Invoer):
    """Is it done as proposed, and why (M04)."""

    uitvoeren: StrictBool
    reden: Gezinsreden | None = None


class SplitsingIn(Invoer):
    """Which children, by the name they have on the match, are another family; and why (M04)."""

    kinderen: Annotated[
        list[Annotated[str, Field(pattern=r"^kind [0-9]{1,2}$")]],
        Field(min_length=1, max_length=12, examples=[["kind 2"]]),
    ]
    reden: Gezinsreden | None = None


class DossierpartijUit(Vorm):
    """Whom to call."""

    organisatie: str
    contactpunt: ContactpuntVorm


class DossierUit(Vorm):
    """One side: its open match if there is one, how many children, and whom to call."""

    match_id: UUID | None
    eigen: bool
    kinderen: int
    partijen: list[DossierpartijUit]

    @classmethod
    def van(cls, beeld: Dossierbeeld) -> "DossierUit":
        """From the domain."""
        return cls(
            match_id=beeld.match,
            eigen=beeld.eigen,
            kinderen=beeld.kinderen,
            partijen=[
                DossierpartijUit(organisatie=p.organisatie, contactpunt=ContactpuntVorm.van(p.contactpunt))
                for p in beeld.partijen
            ],
        )


class AdviesUit(Vorm):
    """One director's advice."""

    regisseur: str
    voor: bool
    moment: datetime


class VoorstelUit(Vorm):
    """Join two families, or split one that lost its tie; `adviesNodig` asks yours."""

    voorstel_id: UUID
    soort: Voorstelsoort
    reden: Voorstelreden
    sinds: datetime
    dossiers: list[DossierUit]
    adviezen: list[AdviesUit]
    advies_nodig: bool

    @classmethod
    def van(cls, beeld: Voorstelbeeld) -> "VoorstelUit":
        """From the domain."""
        return cls(
            voorstel_id=beeld.id,
            soort=beeld.soort,
            reden=beeld.reden,
            sinds=beeld.sinds,
            dossiers=[DossierUit.van(d) for d in beeld.dossiers],
            adviezen=[AdviesUit(regisseur=a.regisseur, voor=a.voor, moment=a.moment) for a in beeld.adviezen],
            advies_nodig=beeld.advies_nodig,
        )


class VoorstellenUit(Vorm):
    """The open proposals, oldest first."""

    voorstellen: list[VoorstelUit]


class BesluitUit(Vorm):
    """What became of it: the open matches of these families in your municipality."""

    match_ids: list[UUID]
    vervolg: str


@router.get("/samenvoegvoorstellen", operation_id="lijstVoorstellen", summary="Voorstellen over gezinnen")
def lijst(tools: Gereedschap, wie: Regievoerder) -> VoorstellenUit:
    """Wat de index niet zelf beslist: zijn dit twee gezinnen of een. Van uw gemeente, of over uw eigen matches."""
    return VoorstellenUit(voorstellen=[VoorstelUit.van(v) for v in voorstellen.lijst(tools, wie)])


@router.get("/samenvoegvoorstellen/{voorstelId}", operation_id="leesVoorstel", summary="Voorstel over gezinnen")
def lees(tools: Gereedschap, wie: Regievoerder, voorstelId: UUID) -> VoorstelUit:  # noqa: N803 the path's own spelling
    """Een voorstel, met wie u aan beide kanten kunt bellen."""
    return VoorstelUit.van(voorstellen.lees(tools, wie, voorstelId))


@router.post(
    "/samenvoegvoorstellen/{voorstelId}/adviezen",
    operation_id="adviseerVoorstel",
    summary="Advies over een voorstel",
    status_code=201,
)
def adviseer(
    tools: Gereedschap,
    regisseur: Regisseur,
    voorstelId: UUID,  # noqa: N803 the path's own spelling
    advies: AdviesIn,
) -> VoorstelUit:
    """U kent een van de gezinnen en zegt wat u ervan vindt; de coördinator beslist."""
    return VoorstelUit.van(voorstellen.adviseer(tools, regisseur, voorstelId, voor=advies.voor))


@router.post(
    "/samenvoegvoorstellen/{voorstelId}/besluiten",
    operation_id="beslisVoorstel",
    summary="Besluit over een voorstel",
    status_code=201,
)
def beslis(
    tools: Gereedschap,
    coordinator: Coordinator,
    voorstelId: UUID,  # noqa: N803 the path's own spelling
    besluit: BesluitIn,
) -> BesluitUit:
    """U voegt samen of splitst, of laat het zoals het is. Later anders besluiten kan: splits dan de match."""
    gevonden = voorstellen.beslis(tools, coordinator, voorstelId, besluit.reden, uitvoeren=besluit.uitvoeren)
    zin = "Uw besluit is verwerkt: de signalen zijn opnieuw gewogen. Wie een match heeft of kwijtraakt, hoort dat."
    return BesluitUit(match_ids=list(gevonden), vervolg=zin)


@router.post("/matches/{matchId}/splitsingen", operation_id="splitsMatch", summary="Gezin splitsen", status_code=201)
def splits(
    tools: Gereedschap,
    coordinator: Coordinator,
    matchId: UUID,  # noqa: N803 the path's own spelling
    splitsing: SplitsingIn,
) -> MatchUit:
    """Deze kinderen horen bij een ander gezin; voor elk deel worden de signalen opnieuw gewogen."""
    return MatchUit.van(voorstellen.splits(tools, coordinator, matchId, splitsing.kinderen, splitsing.reden))
