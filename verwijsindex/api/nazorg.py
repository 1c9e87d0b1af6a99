# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a party: aftercare and agreements (R06, R07, R10); and what became of its signal (R08)."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import StrictBool

from verwijsindex.api.deps import Gereedschap, Melder
from verwijsindex.api.overdrachten import WeigeringIn
from verwijsindex.api.schemas import Invoer, LeegIn, RegisseurUit, Vorm
from verwijsindex.domain.terugkoppeling import Terugkoppeling
from verwijsindex.domain.woorden import Afspraaksoort, Afspraakstand, Antwoord, Matchstatus
from verwijsindex.use_cases import nazorg, signalen
from verwijsindex.use_cases.nazorg import Eigenafspraak, Eigennazorg

router = APIRouter(tags=["Nazorg en terugkoppeling"])


class NazorgbevestigingIn(Invoer):
    """How it goes with the family (R07)."""

    gaat_goed: StrictBool


class EigennazorgUit(Vorm):
    """Aftercare that is asked of you; `signaalIds` are your own signals on this family."""

    nazorg_id: UUID
    van: str
    telefoon: str
    gemeentecode: str
    gevraagd: datetime
    tot: date | None
    stand: Antwoord
    antwoord_voor: date | None
    bevestigen_voor: date | None
    bevestigd: datetime | None
    te_laat: bool
    signaal_ids: list[UUID]

    @classmethod
    def van_beeld(cls, beeld: Eigennazorg) -> "EigennazorgUit":
        """From the use case."""
        b = beeld.vraag
        return cls(
            nazorg_id=b.id,
            van=b.van,
            telefoon=b.telefoon,
            gemeentecode=b.gemeente,
            gevraagd=b.gevraagd,
            tot=b.tot,
            stand=b.stand,
            antwoord_voor=b.voor,
            bevestigen_voor=b.bevestigen_voor,
            bevestigd=beeld.bevestigd,
            te_laat=b.te_laat,
            signaal_ids=list(beeld.signalen),
        )


class EigennazorgenUit(Vorm):
    """All of it, for matches that are open."""

    nazorg: list[EigennazorgUit]


class EigenafspraakUit(Vorm):
    """What you bound yourself to (R10)."""

    afspraak_id: UUID
    wat: Afspraaksoort
    voor: date
    stand: Afspraakstand
    te_laat: bool
    regisseur: str
    telefoon: str
    signaal_ids: list[UUID]

    @classmethod
    def van(cls, afspraak: Eigenafspraak) -> "EigenafspraakUit":
        """From the use case."""
        a = afspraak
        return cls(
            afspraak_id=a.id,
            wat=a.wat,
            voor=a.voor,
            stand=a.stand,
            te_laat=a.te_laat,
            regisseur=a.regisseur,
            telefoon=a.telefoon,
            signaal_ids=list(a.signalen),
        )


class EigenafsprakenUit(Vorm):
    """All of it, for matches that are open."""

    afspraken: list[EigenafspraakUit]


class StapUit(Vorm):
    """One step."""

    moment: datetime
    soort: str
    zin: str


class TerugkoppelingUit(Vorm):
    """How the match of your signal stands, who leads, and the steps so far; `status` null is no match (R08)."""

    status: Matchstatus | None
    regisseur: RegisseurUit | None
    stappen: list[StapUit]
    vervolg: str

    @classmethod
    def van(cls, terug: Terugkoppeling) -> "TerugkoppelingUit":
        """From the domain."""
        return cls(
            status=terug.status,
            regisseur=RegisseurUit.van(terug.regisseur),
            stappen=[StapUit(moment=s.moment, soort=s.soort, zin=s.zin) for s in terug.stappen],
            vervolg=terug.vervolg,
        )


@router.get("/signalen/{signaalId}/terugkoppeling", operation_id="koppelTerug", summary="Wat er van een signaal werd")
def koppel_terug(tools: Gereedschap, melder: Melder, signaalId: UUID) -> TerugkoppelingUit:  # noqa: N803
    """Is er een match, wie heeft de regie, en hoe ver is die; ook na afsluiten."""
    return TerugkoppelingUit.van(signalen.koppel_terug(tools, melder, signaalId))


@router.get("/nazorg", operation_id="lijstNazorg", summary="Nazorg die aan u is gevraagd")
def lijst(tools: Gereedschap, melder: Melder) -> EigennazorgenUit:
    """Vragen van regisseurs, wat u aannam, en wanneer u laat weten hoe het gaat."""
    return EigennazorgenUit(nazorg=[EigennazorgUit.van_beeld(n) for n in nazorg.lijst(tools, melder)])


@router.post(
    "/nazorg/{nazorgId}/aanvaardingen", operation_id="aanvaardNazorg", summary="Nazorg aannemen", status_code=201
)
def aanvaard(
    tools: Gereedschap,
    melder: Melder,
    nazorgId: UUID,  # noqa: N803 the path's own spelling
    leeg: LeegIn | None = None,
) -> EigennazorgUit:
    """U houdt de vinger aan de pols en laat om de paar maanden weten hoe het gaat."""
    return EigennazorgUit.van_beeld(nazorg.aanvaard(tools, melder, nazorgId))


@router.post("/nazorg/{nazorgId}/weigeringen", operation_id="weigerNazorg", summary="Nazorg weigeren", status_code=201)
def weiger(
    tools: Gereedschap,
    melder: Melder,
    nazorgId: UUID,  # noqa: N803 the path's own spelling
    weigering: WeigeringIn,
) -> EigennazorgUit:
    """U kunt dit niet doen, en zegt waarom; de regisseur zoekt een ander."""
    return EigennazorgUit.van_beeld(nazorg.weiger(tools, melder, nazorgId, weigering.reden))


@router.post("/nazorg/{nazorgId}/bevestigingen", operation_id="bevestigNazorg", summary="Hoe het gaat", status_code=201)
def bevestig(
    tools: Gereedschap,
    melder: Melder,
    nazorgId: UUID,  # noqa: N803 the path's own spelling
    bevestiging: NazorgbevestigingIn,
) -> EigennazorgUit:
    """U zag het gezin. Gaat het niet goed, dan gaat de regisseur weer aan de slag."""
    return EigennazorgUit.van_beeld(nazorg.bevestig(tools, melder, nazorgId, gaat_goed=bevestiging.gaat_goed))


@router.get("/afspraken", operation_id="lijstAfspraken", summary="Bindende afspraken van uw organisatie")
def afspraken(tools: Gereedschap, melder: Melder) -> EigenafsprakenUit:
    """Waaraan uw organisatie zich verbond, en voor welke dag."""
    return EigenafsprakenUit(afspraken=[EigenafspraakUit.van(a) for a in nazorg.afspraken(tools, melder)])
