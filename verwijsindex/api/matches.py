# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Matches for the director and the coordinator (I02, M13, R03)."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from verwijsindex.api.deps import Gereedschap, Regievoerder, Regisseur
from verwijsindex.api.lijsten import Aantal, Cursor, lees_cursor, zet_volgende
from verwijsindex.api.opvolgvormen import AfspraakUit, NazorgUit, OverdrachtUit, TermijnUit
from verwijsindex.api.schemas import ContactpuntVorm, LeegIn, RegisseurUit, Vorm
from verwijsindex.api.toestemmingsvormen import ToestemmingIn, ToestemmingIntrekkingIn
from verwijsindex.domain.beeld import Bijdragebeeld, Matchbeeld
from verwijsindex.domain.inzage import Veld
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.woorden import Afsluitreden, Leefgebied, Patroon, Soort
from verwijsindex.use_cases import matches

router = APIRouter(tags=["Matches"])


class BijdrageUit(Vorm):
    """A counting signal, as far as the viewer may see (I02): what is null is not for him, or not there."""

    organisatie_id: UUID
    organisatie: str
    contactpunt: ContactpuntVorm
    kind: str | None = None
    soort: Soort | None = None
    leefgebieden: list[Leefgebied] | None = None
    patroon: Patroon | None = None
    geregistreerd: date | None = None
    tot: date | None = None
    gewicht: int | None = None
    grond: str | None = None

    @classmethod
    def van(cls, beeld: Bijdragebeeld) -> "BijdrageUit":
        """Only the fields of gate 3."""
        velden, bijdrage = beeld.velden, beeld.bijdrage
        return cls(
            organisatie_id=bijdrage.organisatie,
            organisatie=beeld.organisatie,
            contactpunt=ContactpuntVorm.van(beeld.contactpunt),
            kind=beeld.kind if Veld.KIND in velden else None,
            soort=bijdrage.soort if Veld.SOORT in velden else None,
            leefgebieden=sorted(bijdrage.leefgebieden) if Veld.LEEFGEBIEDEN in velden else None,
            patroon=bijdrage.patroon if Veld.PATROON in velden else None,
            geregistreerd=bijdrage.geregistreerd if Veld.DATA in velden else None,
            tot=bijdrage.tot if Veld.DATA in velden else None,
            gewicht=bijdrage.gewicht if Veld.GEWICHT in velden else None,
            grond=bijdrage.grond if Veld.GROND in velden else None,
        )


class BevindingUit(Vorm):
    """A child out of sight (M10)."""

    dag: date
    soort: str
    organisaties: list[str]
    kinderen: list[str]


class TijdlijnUit(Vorm):
    """One line of what happened."""

    moment: datetime
    soort: str
    zin: str
    organisaties: list[str]
    gewicht: int | None


class TaakUit(Vorm):
    """Reach doctor, youth health and school of this child by the end of `voor` (V07)."""

    taak_id: UUID
    kind: str
    voor: date
    gedaan: bool


class VoortzettingUit(Vorm):
    """The director's own consent, on which the match stays open where its reasons fell (M11)."""

    gegeven_op: date
    tot: date | None
    ingetrokken: datetime | None

    @classmethod
    def van(cls, toestemming: Toestemming | None) -> "VoortzettingUit | None":
        """None where there is none."""
        if toestemming is None:
            return None
        t = toestemming
        return cls(gegeven_op=t.gegeven_op, tot=t.tot, ingetrokken=t.ingetrokken)


class MatchUit(Vorm):
    """A match as its director or coordinator sees it; `jeugdigen` in the statutory index only (I02)."""

    match_id: UUID
    status: str
    soort: str
    redenen: list[str]
    spoed: bool
    multiproblematiek: bool
    geopend: datetime
    gemeentecode: str
    convenant: str
    regisseur: RegisseurUit | None
    caseload_vol: bool
    termijnen: list[TermijnUit]
    overdrachten: list[OverdrachtUit]
    nazorg: list[NazorgUit]
    afspraken: list[AfspraakUit]
    afsluitreden: Afsluitreden | None
    uitleg: list[str]
    signalen: list[BijdrageUit]
    bevindingen: list[BevindingUit]
    tijdlijn: list[TijdlijnUit]
    taken: list[TaakUit]
    jeugdigen: int | None
    voortzetten_voor: date | None
    voortzetting: VoortzettingUit | None
    vervolg: str

    @classmethod
    def van(cls, beeld: Matchbeeld) -> "MatchUit":
        """From the use case's look."""
        match = beeld.match
        return cls(
            match_id=match.id,
            status=match.status.value,
            soort=beeld.soort,
            redenen=sorted(match.redenen),
            spoed=beeld.spoed,
            multiproblematiek=beeld.multiproblematiek,
            geopend=match.geopend,
            gemeentecode=match.gemeente,
            convenant=match.convenant,
            regisseur=RegisseurUit.van(beeld.regisseur),
            caseload_vol=match.caseload_vol,
            termijnen=[TermijnUit.van(t) for t in beeld.opvolging.termijnen],
            overdrachten=[OverdrachtUit.van(o) for o in beeld.opvolging.overdrachten],
            nazorg=[NazorgUit.van(n) for n in beeld.opvolging.nazorg],
            afspraken=[AfspraakUit.van(a) for a in beeld.opvolging.afspraken],
            afsluitreden=match.afsluitreden,
            uitleg=list(beeld.uitleg),
            signalen=[BijdrageUit.van(deel) for deel in beeld.signalen],
            bevindingen=[
                BevindingUit(dag=b.dag, soort=b.soort, organisaties=list(b.organisaties), kinderen=list(b.kinderen))
                for b in beeld.bevindingen
            ],
            tijdlijn=[
                TijdlijnUit(
                    moment=t.moment, soort=t.soort, zin=t.zin, organisaties=list(t.organisaties), gewicht=t.gewicht
                )
                for t in beeld.tijdlijn
            ],
            taken=[TaakUit(taak_id=t.id, kind=t.kind, voor=t.voor, gedaan=t.gedaan) for t in beeld.taken],
            jeugdigen=beeld.jeugdigen,
            voortzetten_voor=match.voortzetten_voor,
            voortzetting=VoortzettingUit.van(match.voortzetting),
            vervolg=beeld.vervolg,
        )


class MatchesUit(Vorm):
    """A page of open matches."""

    matches: list[MatchUit]


@router.get("/matches", operation_id="lijstMatches", summary="Open matches")
def lijst(
    tools: Gereedschap,
    wie: Regievoerder,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Aantal = 50,
) -> MatchesUit:
    """De open matches waarvan u de regisseur bent, of die van uw gemeente als u coördinator bent; de oudste eerst."""
    gevonden, verder = matches.lijst(tools, wie, lees_cursor(cursor), limit)
    zet_volgende(request, response, verder, limit)
    return MatchesUit(matches=[MatchUit.van(beeld) for beeld in gevonden])


@router.get("/matches/{matchId}", operation_id="leesMatch", summary="Open match")
def lees(tools: Gereedschap, wie: Regievoerder, matchId: UUID) -> MatchUit:  # noqa: N803 the path's own spelling
    """Een match met uitleg en tijdlijn, binnen wat u mag zien."""
    return MatchUit.van(matches.lees(tools, wie, matchId))


@router.post(
    "/matches/{matchId}/aanvaardingen", operation_id="aanvaardMatch", summary="Match aannemen", status_code=201
)
def aanvaard(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """U neemt de regie aan."""
    return MatchUit.van(matches.aanvaard(tools, regisseur, matchId))


@router.post(
    "/matches/{matchId}/taken/{taakId}/afhandelingen",
    operation_id="handelTaakAf",
    summary="Basiszorg laten bellen",
    status_code=201,
)
def handel_af(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    taakId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> MatchUit:
    """Op uw woord vraagt de index wie actief bij dit kind betrokken is u te bellen; waarom staat er niet bij."""
    return MatchUit.van(matches.handel_af(tools, regisseur, matchId, taakId))


@router.post(
    "/matches/{matchId}/toestemmingen", operation_id="zetMatchVoort", summary="Match voortzetten", status_code=201
)
def zet_voort(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    toestemming: ToestemmingIn,
) -> MatchUit:
    """De redenen vielen weg; u gaat door op toestemming die u zelf van het gezin kreeg."""
    return MatchUit.van(matches.zet_voort(tools, regisseur, matchId, toestemming.als_opgave()))


@router.post(
    "/matches/{matchId}/intrekkingen",
    operation_id="trekVoortzettingIn",
    summary="Eigen toestemming bij een match intrekken",
    status_code=201,
)
def trek_voortzetting_in(
    tools: Gereedschap,
    regisseur: Regisseur,
    matchId: UUID,  # noqa: N803 the path's own spelling
    intrekking: ToestemmingIntrekkingIn,
) -> MatchUit:
    """Het gezin wil niet langer dat u op deze toestemming doorgaat; zonder andere reden vervalt de match."""
    return MatchUit.van(matches.trek_voortzetting_in(tools, regisseur, matchId, intrekking.door))
