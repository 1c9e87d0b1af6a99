# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""`POST /oauth/token`: client credentials by `private_key_jwt` (RFC 6749, RFC 7523, NL GOV OAuth profile)."""

from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form
from pydantic import ConfigDict

from verwijsindex.api.deps import Huis, Onbekende
from verwijsindex.api.errors import BSN
from verwijsindex.api.schemas import Vorm
from verwijsindex.domain.errors import NietIngelogd, OngeldigeInvoer
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.protocol.bewering import SPELING, Bewering, bekijk_client_id, lees_bewering, lees_jwks
from verwijsindex.protocol.bsn import is_bsn
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.use_cases import toegang
from verwijsindex.use_cases.handeling import leg_weigering_vast
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(tags=["Toegang"])


class TokenUit(Vorm):
    """An access token; names as RFC 6749 section 5.1 spells them."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (the word of RFC 6749, no secret)
    expires_in: int = 600
    scope: str

    model_config = ConfigDict(alias_generator=None)


@router.post("/oauth/token", operation_id="vraagToken", summary="Toegangstoken aanvragen")
def token(
    huis: Huis,
    wie: Onbekende,
    grant_type: Annotated[Literal["client_credentials"], Form()],
    client_assertion_type: Annotated[Literal["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"], Form()],
    client_assertion: Annotated[str, Form(max_length=8000)],
) -> TokenUit:
    """Geeft een systeem een token voor tien minuten. De claim `professional` noemt de aangewezen persoon."""
    wie = replace(wie, rol=Rol.MELDER, doel="toegang")
    organisatie, bewering = _lees(huis, wie, client_assertion)
    verleend = toegang.verleen(
        huis.tools,
        replace(wie, organisatie=organisatie),
        organisatie,
        bewering.jti,
        bewering.verloopt + SPELING,
        bewering.professional,
    )
    return TokenUit(
        access_token=huis.tokens.geef(verleend, huis.tools.klok()), scope=" ".join(sorted(verleend.rechten))
    )


def _lees(huis: Installatie, wie: Aanroep, tekst: str) -> tuple[UUID, Bewering]:
    """Check an assertion against the organisation's keys; every fault is the same refusal, but a BSN in it (S10)."""
    over: list[tuple[str, UUID]] = []
    try:
        client = UUID(bekijk_client_id(tekst))
        sleutels = toegang.sleutels(huis.tools, client)
        if sleutels is not None:
            # Whose assertion it says to be is not proved yet: a subject of the row, not its organisation.
            over.append(("organisatie", client))
        doel = f"{huis.publiek_adres}/v1/oauth/token"
        bewering = lees_bewering(tekst, lees_jwks(sleutels or {}), doel, huis.tools.klok())
    except (ProtocolFout, ValueError, TypeError):
        weigering = NietIngelogd([toegang.ONBEKEND])
        leg_weigering_vast(huis.tools, wie, "toegang:verlenen", weigering, over)
        raise weigering from None
    if is_bsn(bewering.jti) or is_bsn(bewering.professional or ""):
        raise OngeldigeInvoer([BSN])
    return client, bewering
