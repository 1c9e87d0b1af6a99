# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The monthly figures of the coordinator's municipality, as JSON or as a spreadsheet (I08)."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from verwijsindex.api.cijferblad import CSV, als_csv, wil_csv
from verwijsindex.api.deps import Coordinator, Gereedschap
from verwijsindex.api.schemas import Gemeentecode, Maand, Vorm
from verwijsindex.domain.cijfers import DOORLOOP, KLASSEN, OVERIG, Cijfer, Indeling, Meetsoort, mediaan
from verwijsindex.domain.woorden import Leefgebied
from verwijsindex.use_cases import cijfers
from verwijsindex.use_cases.cijfers import Cijferbeeld

router = APIRouter(tags=["Cijfers"])
OOK_CSV: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Gelukt; als `text/csv` wanneer Accept daarom vraagt",
        "content": {"text/csv": {"schema": {"type": "string"}}},
        "headers": {"Vary": {"description": "de vorm volgt uit Accept", "schema": {"type": "string"}}},
    }
}


class GebiedcijferUit(Vorm):
    """A count in an area of the teams; null is the rest, also what names no area."""

    gebied: str | None
    aantal: int | None


class LeefgebiedcijferUit(Vorm):
    """A count in a life domain; one signal can have several, so these do not add up to the total."""

    leefgebied: Leefgebied
    aantal: int | None


class OrganisatiecijferUit(Vorm):
    """How many of the expected signals an organisation registered; null is all the others together."""

    organisatie: str | None
    aantal: int | None
    verwacht: int | None


class WerkdagencijferUit(Vorm):
    """How many took from `van` through `tot` working days; a `tot` of null is longer than ten."""

    van: int
    tot: int | None
    aantal: int | None


class MediaanUit(Vorm):
    """Between which working days the middle one lies."""

    van: int
    tot: int | None


class MeetcijferUit(Vorm):
    """Everything published of one kind of count; an `aantal` of null is left out (under the threshold, or for it)."""

    meetsoort: Meetsoort
    totaal: int | None
    gebieden: list[GebiedcijferUit]
    leefgebieden: list[LeefgebiedcijferUit]
    organisaties: list[OrganisatiecijferUit] | None
    werkdagen: list[WerkdagencijferUit] | None
    mediaan: MediaanUit | None


class MaandcijferUit(Vorm):
    """One month; `onderdruktOnder` is the threshold of the convenant then in force."""

    maand: Maand
    onderdrukt_onder: int
    cijfers: list[MeetcijferUit]


class CijfersUit(Vorm):
    """The months that were asked."""

    gemeentecode: Gemeentecode
    maanden: list[MaandcijferUit]

    @classmethod
    def van(cls, beeld: Cijferbeeld) -> "CijfersUit":
        """From the use case."""
        return cls(
            gemeentecode=beeld.gemeente,
            maanden=[
                MaandcijferUit(
                    maand=maand.maand,
                    onderdrukt_onder=maand.drempel,
                    cijfers=[
                        _meetcijfer(soort, [c for c in maand.cijfers if c.meetsoort is soort], beeld)
                        for soort in Meetsoort
                    ],
                )
                for maand in beeld.maanden
            ],
        )


def _meetcijfer(soort: Meetsoort, delen: list[Cijfer], beeld: Cijferbeeld) -> MeetcijferUit:
    per = {indeling: [cijfer for cijfer in delen if cijfer.indeling is indeling] for indeling in Indeling}
    (totaal,) = (cijfer.aantal for cijfer in per[Indeling.TOTAAL])
    klassen = [cijfer.aantal for cijfer in per[Indeling.WERKDAGEN]]
    midden = mediaan(klassen, totaal) if soort in DOORLOOP else None
    return MeetcijferUit(
        meetsoort=soort,
        totaal=totaal,
        gebieden=[GebiedcijferUit(gebied=c.groep or None, aantal=c.aantal) for c in per[Indeling.GEBIED]],
        leefgebieden=[
            LeefgebiedcijferUit(leefgebied=Leefgebied(c.groep), aantal=c.aantal) for c in per[Indeling.LEEFGEBIED]
        ],
        organisaties=[
            OrganisatiecijferUit(
                organisatie=None if c.groep == OVERIG else beeld.namen[c.groep], aantal=c.aantal, verwacht=c.verwacht
            )
            for c in per[Indeling.ORGANISATIE]
        ]
        or None,
        werkdagen=[
            WerkdagencijferUit(van=van, tot=tot, aantal=aantal)
            for (van, tot), aantal in zip(KLASSEN, klassen, strict=True)
        ]
        if soort in DOORLOOP
        else None,
        mediaan=MediaanUit(van=midden[0], tot=midden[1]) if midden else None,
    )


Van = Annotated[Maand | None, Query(description="eerste maand, JJJJ-MM; zonder: dezelfde als tot")]
Tot = Annotated[Maand | None, Query(description="laatste maand, JJJJ-MM; zonder: van, of de laatst vastgestelde")]
Eigen = Annotated[Gemeentecode | None, Query(description="de eigen gemeente; een andere wordt geweigerd")]


@router.get(
    "/cijfers",
    operation_id="leesCijfers",
    summary="Maandcijfers van de gemeente",
    response_model=CijfersUit,
    responses=OOK_CSV,
)
def lees(
    tools: Gereedschap,
    coordinator: Coordinator,
    request: Request,
    response: Response,
    van: Van = None,
    tot: Tot = None,
    gemeentecode: Eigen = None,
) -> CijfersUit | Response:
    """Tellingen per maand, gebied, leefgebied en organisatie van hooguit 24 maanden die voorbij zijn.

    Wat onder de drempel van het convenant blijft, is leeg; ook wat nodig is om dat niet te kunnen uitrekenen.
    """
    beeld = cijfers.lees(tools, coordinator, van, tot, gemeentecode)
    koppen = {"Vary": "Accept"}
    if wil_csv(request.headers.get("accept", "")):
        maanden = "-".join([beeld.gemeente, *(m.maand for m in beeld.maanden[:1] + beeld.maanden[-1:])])
        koppen["Content-Disposition"] = f'attachment; filename="cijfers-{maanden}.csv"'
        return Response(als_csv(beeld), headers=koppen, media_type=CSV)
    response.headers.update(koppen)
    return CijfersUit.van(beeld)
