# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks of an organisation (N02): CloudEvents, signed by Standard Webhooks, at an address that said yes."""

import base64
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from verwijsindex.api.deps import Gereedschap, Melder
from verwijsindex.api.schemas import Invoer, Vorm
from verwijsindex.domain.abonnement import Abonnement, Abonnementstoestand
from verwijsindex.use_cases import abonnementen
from verwijsindex.use_cases.abonnementen import Inschrijving

router = APIRouter(tags=["Abonnementen"])


class AbonnementIn(Invoer):
    """Where to call; `geheim` asks for a shared secret besides the public key, for a receiver that needs one."""

    adres: Annotated[str, Field(min_length=1, max_length=500)]
    geheim: bool = False


class AbonnementUit(Vorm):
    """A webhook and how it goes with it; check with `sleutels`, or with `geheim`, which is shown once."""

    abonnement_id: UUID
    adres: str
    toestand: Abonnementstoestand
    reden: str | None
    sinds: datetime
    per_minuut: int | None
    sleutels: list[str]
    heeft_geheim: bool
    geheim: str | None
    mislukt_sinds: datetime | None
    wachtend: int
    niet_bezorgd: int
    laatste_fout: str | None
    vervolg: str

    @classmethod
    def van(cls, inschrijving: Inschrijving) -> "AbonnementUit":
        """From the use case; keys as Standard Webhooks writes them."""
        a = inschrijving.abonnement
        return cls(
            abonnement_id=a.id,
            adres=a.adres,
            toestand=a.toestand,
            reden=a.reden,
            sinds=a.sinds,
            per_minuut=a.per_minuut,
            sleutels=[_naar_tekst("whpk_", sleutel) for sleutel in inschrijving.sleutels],
            heeft_geheim=a.geheim,
            geheim=_naar_tekst("whsec_", inschrijving.geheim) if inschrijving.geheim else None,
            mislukt_sinds=a.mislukt_sinds,
            wachtend=a.wachtend,
            niet_bezorgd=a.niet_bezorgd,
            laatste_fout=a.laatste_fout,
            vervolg=_vervolg(a),
        )


def _naar_tekst(begin: str, waarde: bytes) -> str:
    return begin + base64.b64encode(waarde).decode()


def _vervolg(abonnement: Abonnement) -> str:
    if abonnement.toestand is Abonnementstoestand.GEPAUZEERD:
        return "Dit abonnement staat stil. Herstel de ontvanger en hervat het; wat wacht, komt dan alsnog."
    if abonnement.mislukt_sinds:
        return "De ontvanger antwoordt niet goed. De index probeert het drie dagen lang, steeds minder vaak."
    return "De index roept dit adres aan als er iets is. Controleer de handtekening en haal de inhoud op bij dataref."


class AbonnementenUit(Vorm):
    """Your webhooks, oldest first."""

    abonnementen: list[AbonnementUit]


@router.post("/abonnementen", operation_id="abonneer", summary="Laat u aanroepen als er iets is", status_code=201)
def abonneer(tools: Gereedschap, melder: Melder, abonnement: AbonnementIn) -> AbonnementUit:
    """De index vraagt het adres eerst met `OPTIONS` en `WebHook-Request-Origin` of het berichten wil; antwoord met
    `WebHook-Allowed-Origin` (de naam van de index, of `*`) en, als u wilt, `WebHook-Allowed-Rate` (per minuut).

    Daarna komt elk bericht als `POST` van een `GebeurtenisUit` (`application/cloudevents+json`), ondertekend volgens
    Standard Webhooks 1.0: `webhook-id` (bij elke poging hetzelfde: pas het één keer toe), `webhook-timestamp` (van deze
    poging) en `webhook-signature` (`v1a,` met ed25519, en `v1,` met HMAC-SHA256 als u een geheim vroeg). Elk antwoord
    van 200 tot en met 299 is ontvangst; 410 zet het abonnement stil; `Retry-After` wordt gevolgd, een doorverwijzing
    niet. Al het andere wordt ruim drie dagen lang opnieuw geprobeerd, steeds minder vaak, en per match in volgorde.
    """
    gedaan = abonnementen.abonneer(tools, melder, abonnement.adres, geheim=abonnement.geheim)
    return AbonnementUit.van(gedaan)


@router.get("/abonnementen", operation_id="lijstAbonnementen", summary="Uw abonnementen")
def lijst(tools: Gereedschap, melder: Melder) -> AbonnementenUit:
    """Waar u wordt aangeroepen, en hoe het daarmee gaat."""
    return AbonnementenUit(abonnementen=[AbonnementUit.van(i) for i in abonnementen.lijst(tools, melder)])


@router.get("/abonnementen/{abonnementId}", operation_id="leesAbonnement", summary="Een abonnement")
def lees(tools: Gereedschap, melder: Melder, abonnementId: UUID) -> AbonnementUit:  # noqa: N803 the path's own spelling
    """Een van uw abonnementen, met de sleutels om handtekeningen mee te controleren."""
    return AbonnementUit.van(abonnementen.lees(tools, melder, abonnementId))


@router.delete(
    "/abonnementen/{abonnementId}", operation_id="beeindigAbonnement", summary="Niet meer aanroepen", status_code=204
)
def beeindig(tools: Gereedschap, melder: Melder, abonnementId: UUID) -> Response:  # noqa: N803 the path's own spelling
    """De index roept dit adres niet meer aan. Wat nog niet was bezorgd, staat in `/v1/gebeurtenissen`."""
    abonnementen.beeindig(tools, melder, abonnementId)
    return Response(status_code=204)


@router.post(
    "/abonnementen/{abonnementId}/hervattingen",
    operation_id="hervatAbonnement",
    summary="Weer aanroepen na een pauze",
    status_code=201,
)
def hervat(tools: Gereedschap, melder: Melder, abonnementId: UUID) -> AbonnementUit:  # noqa: N803 the path's own spelling
    """De index vraagt het adres opnieuw of het berichten wil en bezorgt dan wat wachtte, in volgorde."""
    return AbonnementUit.van(abonnementen.hervat(tools, melder, abonnementId))


@router.post(
    "/abonnementen/{abonnementId}/geheimen",
    operation_id="vernieuwGeheim",
    summary="Een nieuw gedeeld geheim",
    status_code=201,
)
def vernieuw_geheim(tools: Gereedschap, melder: Melder, abonnementId: UUID) -> AbonnementUit:  # noqa: N803 the same
    """Het nieuwe geheim staat alleen in dit antwoord. Het vorige tekent nog een dag mee, zodat u kunt overstappen."""
    return AbonnementUit.van(abonnementen.vernieuw_geheim(tools, melder, abonnementId))


@router.post(
    "/abonnementen/{abonnementId}/proeven",
    operation_id="beproefAbonnement",
    summary="Stuur een proefbericht",
    status_code=201,
)
def beproef(tools: Gereedschap, melder: Melder, abonnementId: UUID) -> AbonnementUit:  # noqa: N803 the path's own spelling
    """Een bericht dat nergens over gaat, op al uw abonnementen, om te zien of het aankomt."""
    return AbonnementUit.van(abonnementen.beproef(tools, melder, abonnementId))
