# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Advice on requests of data subjects, by who reported (G02)."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import StrictBool

from verwijsindex.api.deps import Gereedschap, Melder
from verwijsindex.api.lijsten import Aantal, Cursor, lees_cursor, zet_volgende
from verwijsindex.api.schemas import Invoer, Vorm
from verwijsindex.domain.rechten import Adviesreden, Advieswoord, Recht, Verzoekstand
from verwijsindex.use_cases import adviezen
from verwijsindex.use_cases.adviezen import Adviesvraag

router = APIRouter(tags=["Rechten"])


class VerzoekadviesIn(Invoer):
    """What you advise about your own signal; with a safety ground on it, whether the family may hear of that now."""

    signaal_id: UUID
    advies: Advieswoord
    reden: Adviesreden
    grond_vertellen: StrictBool | None = None


class AdviesvraagUit(Vorm):
    """What you are asked about your signal; nothing of who asks. `voor` is the day until which it is waited for."""

    verzoek_id: UUID
    recht: Recht
    stand: Verzoekstand
    signaal_id: UUID
    gevraagd: datetime
    voor: date | None
    advies: Advieswoord | None
    reden: Adviesreden | None
    grond_vertellen: bool | None
    gegeven: datetime | None

    @classmethod
    def van(cls, vraag: Adviesvraag) -> "AdviesvraagUit":
        """From the use case."""
        a = vraag.advies
        return cls(
            verzoek_id=vraag.verzoek,
            recht=vraag.recht,
            stand=vraag.stand,
            signaal_id=vraag.signaal_id,
            gevraagd=a.gevraagd,
            voor=vraag.voor,
            advies=a.advies,
            reden=a.reden,
            grond_vertellen=a.grond_vertellen,
            gegeven=a.gegeven,
        )


class AdviesvragenUit(Vorm):
    """A page of what you were asked."""

    adviesvragen: list[AdviesvraagUit]


@router.get("/adviesvragen", operation_id="lijstAdviesvragen", summary="Waarover uw advies is gevraagd")
def lijst(
    tools: Gereedschap,
    melder: Melder,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> AdviesvragenUit:
    """Verzoeken van betrokkenen die over uw eigen signalen gaan; wat open is eerst."""
    gevonden, verder = adviezen.lijst(tools, melder, lees_cursor(cursor), limit)
    zet_volgende(request, response, verder, limit)
    return AdviesvragenUit(adviesvragen=[AdviesvraagUit.van(vraag) for vraag in gevonden])


@router.post("/verzoeken/{verzoekId}/adviezen", operation_id="adviseerVerzoek", summary="Advies geven", status_code=201)
def adviseer(
    tools: Gereedschap,
    melder: Melder,
    verzoekId: UUID,  # noqa: N803 the path's own spelling
    advies: VerzoekadviesIn,
) -> AdviesvraagUit:
    """U zegt wat u vindt van dit verzoek, voor zover het over uw eigen signaal gaat. De gemeente besluit."""
    a = advies
    gegeven = adviezen.adviseer(tools, melder, verzoekId, a.signaal_id, a.advies, a.reden, a.grond_vertellen)
    return AdviesvraagUit.van(gegeven)
