# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator: appoints, and sees what lies still (R01, R02, R04, R11, M10)."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from verwijsindex.api.deps import Coordinator, Gereedschap, Regievoerder
from verwijsindex.api.lijsten import Aantal, Cursor, lees_cursor, zet_volgende
from verwijsindex.api.matches import MatchesUit, MatchUit
from verwijsindex.api.schemas import Invoer, Vorm
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import coordinatie
from verwijsindex.use_cases.coordinatie import Last

router = APIRouter(tags=["Coördinatie"])


class Lijst(StrEnum):
    """Which list: what is late or has no director, what has nobody active left, what Veilig Thuis handed over."""

    TE_LAAT = "te-laat"
    NIEMAND_ACTIEF = "niemand-actief"
    VEILIG_THUIS = "veilig-thuis-overdracht"


class ToewijzingIn(Invoer):
    """Who gets the match (R01)."""

    regisseur_id: UUID


class LastUit(Vorm):
    """A director and his load; `teLaat` are his matches in which something passed its day (coordinator only)."""

    regisseur_id: UUID
    naam: str
    telefoon: str
    organisatie: str
    gebieden: list[str]
    actief: bool
    families: int
    grens: int
    plaats: bool
    te_laat: int

    @classmethod
    def van(cls, last: Last) -> "LastUit":
        """From the use case."""
        r = last.regisseur
        return cls(
            regisseur_id=r.id,
            naam=r.naam,
            telefoon=r.telefoon,
            organisatie=last.organisatie,
            gebieden=sorted(r.gebieden),
            actief=r.actief,
            families=r.families,
            grens=last.grens,
            plaats=last.plaats,
            te_laat=last.te_laat,
        )


class CaseloadUit(Vorm):
    """The directors of your municipality, who has a place first."""

    regisseurs: list[LastUit]


class DeelnemerUit(Vorm):
    """A party of the convenant."""

    organisatie_id: UUID
    naam: str
    categorie: Categorie

    @classmethod
    def van(cls, organisatie: Organisatie) -> "DeelnemerUit":
        """From the domain."""
        return cls(organisatie_id=organisatie.id, naam=organisatie.naam, categorie=organisatie.categorie)


class DeelnemersUit(Vorm):
    """The parties of the convenant in force, by name."""

    deelnemers: list[DeelnemerUit]


@router.post("/matches/{matchId}/toewijzingen", operation_id="wijsToe", summary="Regisseur aanwijzen", status_code=201)
def wijs_toe(
    tools: Gereedschap,
    coordinator: Coordinator,
    matchId: UUID,  # noqa: N803 the path's own spelling
    toewijzing: ToewijzingIn,
) -> MatchUit:
    """U wijst een regisseur aan, ook in plaats van een die stilzit; die neemt de match dan aan."""
    return MatchUit.van(coordinatie.wijs_toe(tools, coordinator, matchId, toewijzing.regisseur_id))


@router.get("/taken", operation_id="lijstTaken", summary="Wat stilligt")
def taken(
    tools: Gereedschap,
    coordinator: Coordinator,
    request: Request,
    response: Response,
    lijst: Annotated[Lijst, Query(description="welke lijst")] = Lijst.TE_LAAT,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> MatchesUit:
    """Matches van uw gemeente waarin iets te laat is of die geen regisseur hebben; of een van de andere lijsten."""
    gevonden, verder = coordinatie.lijst(tools, coordinator, lijst.value, lees_cursor(cursor), limit)
    zet_volgende(request, response, verder, limit)
    return MatchesUit(matches=[MatchUit.van(beeld) for beeld in gevonden])


@router.get("/caseload", operation_id="lijstCaseload", summary="Regisseurs en hun gezinnen")
def caseload(tools: Gereedschap, wie: Regievoerder) -> CaseloadUit:
    """De regisseurs van uw gemeente: wie plaats heeft, en hoeveel gezinnen ieder heeft."""
    return CaseloadUit(regisseurs=[LastUit.van(last) for last in coordinatie.caseload(tools, wie)])


@router.get("/deelnemers", operation_id="lijstDeelnemers", summary="Deelnemers aan het convenant")
def deelnemers(tools: Gereedschap, wie: Regievoerder) -> DeelnemersUit:
    """Wie u om nazorg kunt vragen, en met wie u bindende afspraken kunt maken."""
    return DeelnemersUit(deelnemers=[DeelnemerUit.van(o) for o in coordinatie.deelnemers(tools, wie)])
