# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Warm handover (R05)."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter

from verwijsindex.api.deps import Gereedschap, Regievoerder, Regisseur
from verwijsindex.api.matches import MatchUit
from verwijsindex.api.schemas import Gemeentecode, Invoer, LeegIn, Vorm
from verwijsindex.domain.opvolgbeeld import Vraagbeeld
from verwijsindex.domain.woorden import Antwoord, Overdrachtreden, Weigerreden
from verwijsindex.use_cases import overdrachten

router = APIRouter(tags=["Overdragen"])


class OverdrachtIn(Invoer):
    """Whom you ask: a director of your municipality, or another municipality; and why (R05)."""

    regisseur_id: UUID | None = None
    gemeentecode: Gemeentecode | None = None
    reden: Overdrachtreden


class AanvaardingIn(Invoer):
    """For a coordinator: which director gets the family."""

    regisseur_id: UUID | None = None


class WeigeringIn(Invoer):
    """Why not (R05, R06)."""

    reden: Weigerreden | None = None


class OverdrachtvraagUit(Vorm):
    """A handover that waits for an answer; `eigen` is one that you asked for yourself."""

    overdracht_id: UUID
    van: str
    telefoon: str
    gemeentecode: str
    reden: str
    gevraagd: datetime
    voor: date | None
    stand: Antwoord
    te_laat: bool
    eigen: bool

    @classmethod
    def van_beeld(cls, beeld: Vraagbeeld) -> "OverdrachtvraagUit":
        """From the use case."""
        b = beeld
        return cls(
            overdracht_id=b.id,
            van=b.van,
            telefoon=b.telefoon,
            gemeentecode=b.gemeente,
            reden=b.reden,
            gevraagd=b.gevraagd,
            voor=b.voor,
            stand=b.stand,
            te_laat=b.te_laat,
            eigen=b.eigen,
        )


class OverdrachtvragenUit(Vorm):
    """What waits for an answer."""

    overdrachten: list[OverdrachtvraagUit]


@router.post("/matches/{matchId}/overdrachten", operation_id="draagOver", summary="Match overdragen", status_code=201)
def vraag(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    overdracht: OverdrachtIn,
) -> MatchUit:
    """U vraagt een ander de regie over te nemen; tot die aanneemt, blijft u verantwoordelijk."""
    o = overdracht
    return MatchUit.van(overdrachten.vraag(tools, regisseur, matchId, o.regisseur_id, o.gemeentecode, o.reden))


@router.get("/overdrachten", operation_id="lijstOverdrachten", summary="Overdrachten die op antwoord wachten")
def lijst(tools: Gereedschap, wie: Regievoerder) -> OverdrachtvragenUit:
    """Wat aan u, of aan uw gemeente als u coördinator bent, is gevraagd; en wat u zelf vroeg."""
    gevonden = overdrachten.lijst(tools, wie)
    return OverdrachtvragenUit(overdrachten=[OverdrachtvraagUit.van_beeld(v) for v in gevonden])


@router.post(
    "/overdrachten/{overdrachtId}/aanvaardingen",
    operation_id="aanvaardOverdracht",
    summary="Overdracht aannemen",
    status_code=201,
)
def aanvaard(
    tools: Gereedschap,
    wie: Regievoerder,
    overdrachtId: UUID,  # noqa: N803 the path's own spelling
    aanvaarding: AanvaardingIn | None = None,
) -> MatchUit:
    """U neemt het gezin over. Een coördinator zegt welke regisseur het krijgt."""
    door = aanvaarding.regisseur_id if aanvaarding else None
    return MatchUit.van(overdrachten.aanvaard(tools, wie, overdrachtId, door))


@router.post(
    "/overdrachten/{overdrachtId}/weigeringen",
    operation_id="weigerOverdracht",
    summary="Overdracht weigeren",
    status_code=201,
)
def weiger(
    tools: Gereedschap,
    wie: Regievoerder,
    overdrachtId: UUID,  # noqa: N803 the path's own spelling
    weigering: WeigeringIn,
) -> OverdrachtvraagUit:
    """U neemt het gezin niet over, en zegt waarom; de regisseur blijft."""
    return OverdrachtvraagUit.van_beeld(overdrachten.weiger(tools, wie, overdrachtId, weigering.reden))


@router.post(
    "/overdrachten/{overdrachtId}/intrekkingen",
    operation_id="trekOverdrachtIn",
    summary="Overdracht intrekken",
    status_code=201,
)
def trek_in(
    tools: Gereedschap,
    regisseur: Regisseur,
    overdrachtId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """U houdt het gezin toch zelf; wie u vroeg, hoort dat."""
    return MatchUit.van(overdrachten.trek_in(tools, regisseur, overdrachtId))
