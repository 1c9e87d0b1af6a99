# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Rights of the data subject, for the privacy officer (G01-G03, I05)."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from verwijsindex.api.deps import Gereedschap, Privacy
from verwijsindex.api.lijsten import Aantal, Cursor, lees_cursor, zet_volgende
from verwijsindex.api.schemas import LeegIn
from verwijsindex.api.verzoekvormen import (
    TermijnverlengingIn,
    VerzoekantwoordUit,
    VerzoekbesluitIn,
    VerzoekenUit,
    VerzoekIn,
    VerzoekregelUit,
    VerzoekUit,
)
from verwijsindex.use_cases import verzoeken

router = APIRouter(tags=["Rechten"])


class Briefvorm(StrEnum):
    """How the answer comes."""

    JSON = "json"
    HTML = "html"
    PDF = "pdf"


MEDIA = {"application/json": Briefvorm.JSON, "text/html": Briefvorm.HTML, "application/pdf": Briefvorm.PDF}
# The page brings its own few lines of style, and can do and fetch nothing else.
EIGEN_STIJL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
OOK_BRIEF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Gelukt; als brief wanneer `vorm` of Accept daarom vraagt",
        "content": {
            "text/html": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        },
        "headers": {"Vary": {"description": "de vorm volgt uit Accept", "schema": {"type": "string"}}},
    }
}
EERDER: dict[int | str, dict[str, Any]] = {
    200: {"model": VerzoekUit, "description": "Dit verzoek was er al; niets is veranderd"}
}


@router.post(
    "/verzoeken",
    operation_id="legVerzoekVast",
    summary="Verzoek van een betrokkene vastleggen",
    status_code=201,
    responses=EERDER,
)
def leg_vast(tools: Gereedschap, privacy: Privacy, response: Response, verzoek: VerzoekIn) -> VerzoekUit:
    """Om inzage, wijziging, verwijdering of bezwaar. Wie over deze persoon meldde, krijgt de vraag om advies."""
    beeld = verzoeken.leg_vast(tools, privacy, verzoek.als_opgave())
    if not beeld.nieuw:
        response.status_code = 200
    return VerzoekUit.van_beeld(beeld)


@router.get("/verzoeken", operation_id="lijstVerzoeken", summary="Verzoeken van betrokkenen in de gemeente")
def lijst(
    tools: Gereedschap,
    privacy: Privacy,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> VerzoekenUit:
    """Eerst wat open is, op de laatste dag van de termijn; `teLaat` is wat daar voorbij is. Dan de rest."""
    gevonden, verder = verzoeken.lijst(tools, privacy, lees_cursor(cursor), limit)
    zet_volgende(request, response, verder, limit)
    return VerzoekenUit(verzoeken=[VerzoekregelUit.van(beeld) for beeld in gevonden])


@router.get("/verzoeken/{verzoekId}", operation_id="leesVerzoek", summary="Eén verzoek")
def lees(tools: Gereedschap, privacy: Privacy, verzoekId: UUID) -> VerzoekUit:  # noqa: N803 the path's own spelling
    """Zolang het open is ook of er iets over deze persoon staat, van wie, en welk advies er is."""
    return VerzoekUit.van_beeld(verzoeken.lees(tools, privacy, verzoekId))


@router.post(
    "/verzoeken/{verzoekId}/verlengingen",
    operation_id="verlengVerzoek",
    summary="Termijn van een verzoek verlengen",
    status_code=201,
)
def verleng(
    tools: Gereedschap,
    privacy: Privacy,
    verzoekId: UUID,  # noqa: N803 the path's own spelling
    verlenging: TermijnverlengingIn,
) -> VerzoekUit:
    """Eén keer twee maanden erbij, als u de vrager hebt verteld waarom."""
    return VerzoekUit.van_beeld(verzoeken.verleng(tools, privacy, verzoekId, verlenging.reden, verlenging.verteld_op))


@router.post(
    "/verzoeken/{verzoekId}/besluiten",
    operation_id="beslisVerzoek",
    summary="Besluiten op een verzoek",
    status_code=201,
)
def beslis(
    tools: Gereedschap,
    privacy: Privacy,
    verzoekId: UUID,  # noqa: N803 the path's own spelling
    besluit: VerzoekbesluitIn,
) -> VerzoekUit:
    """Wat u toewijst, gebeurt meteen: signalen worden teruggenomen en de match wordt opnieuw bepaald."""
    maatregelen = [maatregel.als_maatregel() for maatregel in besluit.maatregelen]
    return VerzoekUit.van_beeld(
        verzoeken.besluit(tools, privacy, verzoekId, besluit.uitspraak, besluit.reden, maatregelen)
    )


@router.post(
    "/verzoeken/{verzoekId}/intrekkingen",
    operation_id="trekVerzoekIn",
    summary="Verzoek intrekken",
    status_code=201,
)
def trek_in(
    tools: Gereedschap,
    privacy: Privacy,
    verzoekId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> VerzoekUit:
    """De vrager ziet ervan af."""
    return VerzoekUit.van_beeld(verzoeken.trek_in(tools, privacy, verzoekId))


@router.get(
    "/verzoeken/{verzoekId}/antwoord",
    operation_id="leesVerzoekantwoord",
    summary="Wat de vrager te horen krijgt",
    response_model=VerzoekantwoordUit,
    responses=OOK_BRIEF,
)
def antwoord(
    tools: Gereedschap,
    privacy: Privacy,
    request: Request,
    response: Response,
    verzoekId: UUID,  # noqa: N803 the path's own spelling
    vorm: Annotated[Briefvorm | None, Query(description="zonder: wat Accept vraagt, anders JSON")] = None,
) -> VerzoekantwoordUit | Response:
    """Bij inzage, zolang het verzoek open is: alles wat verteld mag worden, als gegevens of als brief.

    Na het besluit: de brief met dat besluit. Haal het antwoord op inzage dus op voordat u besluit.
    """
    gevonden, brief = verzoeken.antwoord(tools, privacy, verzoekId)
    koppen = {"Vary": "Accept"}
    match vorm or gevraagde_vorm(request.headers.get("accept", "")):
        case Briefvorm.HTML:
            koppen["Content-Security-Policy"] = EIGEN_STIJL
            return Response(tools.drukker.html(brief), headers=koppen, media_type="text/html")
        case Briefvorm.PDF:
            koppen["Content-Disposition"] = f'attachment; filename="brief-{verzoekId}.pdf"'
            return Response(tools.drukker.pdf(brief), headers=koppen, media_type="application/pdf")
        case Briefvorm.JSON:
            response.headers.update(koppen)
            return VerzoekantwoordUit.van(verzoekId, gevonden, brief)


def gevraagde_vorm(accept: str) -> Briefvorm:
    """The form that an Accept header (RFC 9110, 12.5.1) prefers; JSON when none is asked or all are equal."""
    wens: dict[Briefvorm, float] = {}
    for deel in accept.lower().split(","):
        soort, *parameters = (stuk.strip() for stuk in deel.split(";"))
        if soort in MEDIA:
            gewicht = next((p[2:] for p in parameters if p.startswith("q=")), "1")
            wens[MEDIA[soort]] = max(wens.get(MEDIA[soort], 0.0), _getal(gewicht))
    volgorde = [Briefvorm.JSON, Briefvorm.HTML, Briefvorm.PDF]
    beste = max(volgorde, key=lambda vorm: wens.get(vorm, 0.0))
    return beste if wens.get(beste) else Briefvorm.JSON


def _getal(tekst: str) -> float:
    try:
        return float(tekst)
    except ValueError:
        return 0.0
