# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Overrides of consent, for the privacy officer (V05)."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from verwijsindex.api.deps import Gereedschap, Privacy
from verwijsindex.api.lijsten import Aantal, Cursor, lees_cursor, zet_volgende
from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.doorbreking import Doorbreking, Grondstand
from verwijsindex.domain.woorden import Doorgeefreden, Evenredigheid, GeenToestemming, Geraadpleegde, Grond, Noodzaak
from verwijsindex.use_cases import doorbrekingen
from verwijsindex.use_cases.doorbrekingen import Organisatiecijfer

router = APIRouter(tags=["Toezicht"])


class DoorbrekingUit(Vorm):
    """One override: who, on which ground and facts, and how it stands; nothing of the child (I04)."""

    veiligheidsgrond_id: UUID
    organisatie: str
    grond: Grond
    stand: Grondstand
    ingeroepen: datetime
    bevestigd: datetime | None
    herbeoordeeld: datetime | None
    eindigt: date | None
    geen_toestemming: GeenToestemming | None
    noodzaak: Noodzaak | None
    evenredigheid: Evenredigheid | None
    geraadpleegd: Geraadpleegde | None
    melding_veilig_thuis: date | None
    niet_doorgeven: Doorgeefreden | None

    @classmethod
    def van(cls, d: Doorbreking) -> "DoorbrekingUit":
        """From the domain."""
        return cls(
            veiligheidsgrond_id=d.id,
            organisatie=d.organisatie,
            grond=d.grond,
            stand=d.stand,
            ingeroepen=d.ingeroepen,
            bevestigd=d.bevestigd,
            herbeoordeeld=d.herbeoordeeld,
            eindigt=d.eindigt,
            geen_toestemming=d.geen_toestemming,
            noodzaak=d.noodzaak,
            evenredigheid=d.evenredigheid,
            geraadpleegd=d.geraadpleegd,
            melding_veilig_thuis=d.melding_veilig_thuis,
            niet_doorgeven=d.niet_doorgeven,
        )


class DoorbrekingenUit(Vorm):
    """A page of overrides."""

    doorbrekingen: list[DoorbrekingUit]


class DoorbreekcijferUit(Vorm):
    """How often an organisation overrode consent in twelve months; `afwijkend` is far above all together."""

    organisatie: str
    signalen: int
    ingeroepen: int
    bevestigd: int
    vervallen: int
    aandeel: float
    afwijkend: bool

    @classmethod
    def van(cls, deel: Organisatiecijfer) -> "DoorbreekcijferUit":
        """From the use case."""
        telling = deel.cijfer.telling
        return cls(
            organisatie=deel.naam,
            signalen=telling.signalen,
            ingeroepen=telling.ingeroepen,
            bevestigd=telling.bevestigd,
            vervallen=telling.vervallen,
            aandeel=round(deel.cijfer.aandeel, 4),
            afwijkend=deel.cijfer.afwijkend,
        )


class DoorbreekcijfersUit(Vorm):
    """The rates, the highest first."""

    cijfers: list[DoorbreekcijferUit]


@router.get("/doorbrekingen", operation_id="lijstDoorbrekingen", summary="Doorbrekingen in de gemeente")
def lijst(
    tools: Gereedschap,
    privacy: Privacy,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> DoorbrekingenUit:
    """Elke doorbreking van de toestemming met haar gronden en hoe zij staat, de oudste eerst."""
    gevonden, verder = doorbrekingen.lijst(tools, privacy, lees_cursor(cursor), limit)
    zet_volgende(request, response, verder, limit)
    return DoorbrekingenUit(doorbrekingen=[DoorbrekingUit.van(deel) for deel in gevonden])


@router.get("/doorbreekcijfers", operation_id="lijstDoorbreekcijfers", summary="Hoe vaak organisaties doorbreken")
def cijfers(tools: Gereedschap, privacy: Privacy) -> DoorbreekcijfersUit:
    """Per organisatie over twaalf maanden, uit het logboek: ook wat intussen vernietigd is, telt."""
    return DoorbreekcijfersUit(cijfers=[DoorbreekcijferUit.van(deel) for deel in doorbrekingen.cijfers(tools, privacy)])
