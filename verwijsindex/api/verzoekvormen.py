# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of requests by data subjects, and of what they are told (G01-G03)."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from verwijsindex.api.schemas import ContactpuntVorm, Dag, Invoer, Token, Vorm
from verwijsindex.api.signaalvormen import EerderGemeldUit
from verwijsindex.domain.inzageantwoord import Blik, Grondsoort, Inzageantwoord, Vertelgrond, Vertelling
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.rechten import (
    Adviesreden,
    Advieswoord,
    Besluitreden,
    Betreft,
    Maatregel,
    Recht,
    Uitspraak,
    Vaststelling,
    Verlengreden,
    Verzoekstand,
    Vrager,
)
from verwijsindex.domain.rechtenbrief import Rechtenbrief
from verwijsindex.domain.woorden import (
    Gever,
    Grond,
    Intrekreden,
    Leefgebied,
    Leeftijdsgroep,
    Patroon,
    Signaalstatus,
    Soort,
    Toestemmingstand,
    Wilsonbekwaam,
)
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.use_cases.verzoeken import Verzoekopgave
from verwijsindex.use_cases.verzoekzaak import Adviesbeeld, Verzoekbeeld


class VerzoekIn(Invoer):
    """A request: about the token of a child or of a parent, made for your organisation with this `verzoekId` (I05)."""

    verzoek_id: UUID
    kind_token: Token | None = None
    ouder_token: Token | None = None
    sleutel_versie: Annotated[int, Field(strict=True, ge=1, le=32767)]
    recht: Recht
    vrager: Vrager
    leeftijdsgroep: Leeftijdsgroep | None = None
    wilsonbekwaam: Wilsonbekwaam | None = None
    vaststelling: Vaststelling
    vastgesteld_op: Dag
    ontvangen_op: Dag

    @model_validator(mode="after")
    def _een_token(self) -> Self:
        if (self.kind_token is None) is (self.ouder_token is None):
            raise PydanticCustomError("een-token", "Geef kindToken of ouderToken, en niet allebei.")
        return self

    def als_opgave(self) -> Verzoekopgave:
        """For the use case."""
        return Verzoekopgave(
            verzoek_id=self.verzoek_id,
            token=van_tekst(self.kind_token or self.ouder_token or ""),
            sleutel_versie=self.sleutel_versie,
            recht=self.recht,
            betreft=Betreft.KIND if self.kind_token else Betreft.OUDER,
            vrager=self.vrager,
            groep=self.leeftijdsgroep,
            wilsonbekwaam=self.wilsonbekwaam,
            vaststelling=self.vaststelling,
            vastgesteld_op=self.vastgesteld_op,
            ontvangen_op=self.ontvangen_op,
        )


class TermijnverlengingIn(Invoer):
    """Why it takes two months more, and when the asker was told (G02; AVG 12.3)."""

    reden: Verlengreden
    verteld_op: Dag


class MaatregelIn(Invoer):
    """A signal is taken back."""

    signaal_id: UUID
    reden: Intrekreden = Intrekreden.TEN_ONRECHTE

    def als_maatregel(self) -> Maatregel:
        """For the use case."""
        return Maatregel(self.signaal_id, self.reden)


class VerzoekbesluitIn(Invoer):
    """The decision (G02); without `maatregelen` a granted erasure or objection takes back everything it is about."""

    uitspraak: Uitspraak
    reden: Besluitreden
    maatregelen: Annotated[list[MaatregelIn], Field(max_length=100)] = Field(default_factory=list)


class MaatregelUit(Vorm):
    """A signal that was taken back."""

    signaal_id: UUID
    reden: Intrekreden


class VerzoekbesluitUit(Vorm):
    """The recorded decision."""

    uitspraak: Uitspraak
    reden: Besluitreden
    maatregelen: list[MaatregelUit]
    moment: datetime


class TermijnverlengingUit(Vorm):
    """The longer term."""

    reden: Verlengreden
    verteld_op: date
    moment: datetime


class VerzoekregelUit(Vorm):
    """A request in the list: whose, what, until when; `uiterlijk` is the last day to decide."""

    verzoek_id: UUID
    recht: Recht
    betreft: Betreft
    vrager: Vrager
    leeftijdsgroep: Leeftijdsgroep | None
    wilsonbekwaam: Wilsonbekwaam | None
    vaststelling: Vaststelling
    vastgesteld_op: date
    ontvangen_op: date
    geregistreerd: datetime
    stand: Verzoekstand
    uiterlijk: date
    te_laat: bool
    verlenging: TermijnverlengingUit | None
    besluit: VerzoekbesluitUit | None
    ingetrokken: datetime | None

    @classmethod
    def van(cls, beeld: Verzoekbeeld) -> "VerzoekregelUit":
        """From the use case."""
        v, b = beeld.verzoek, beeld.verzoek.besluit
        verlengd = v.verlenging
        return cls(
            verzoek_id=v.id,
            recht=v.recht,
            betreft=v.betreft,
            vrager=v.vrager,
            leeftijdsgroep=v.groep,
            wilsonbekwaam=v.wilsonbekwaam,
            vaststelling=v.vaststelling,
            vastgesteld_op=v.vastgesteld_op,
            ontvangen_op=v.ontvangen_op,
            geregistreerd=v.geregistreerd,
            stand=v.stand,
            uiterlijk=v.termijn,
            te_laat=v.te_laat(beeld.nu),
            verlenging=TermijnverlengingUit(
                reden=verlengd.reden, verteld_op=verlengd.verteld_op, moment=verlengd.moment
            )
            if verlengd
            else None,
            besluit=VerzoekbesluitUit(
                uitspraak=b.uitspraak,
                reden=b.reden,
                maatregelen=[MaatregelUit(signaal_id=m.signaal, reden=m.reden) for m in b.maatregelen],
                moment=b.moment,
            )
            if b
            else None,
            ingetrokken=v.ingetrokken,
        )


class VerzoekenUit(Vorm):
    """A page of requests."""

    verzoeken: list[VerzoekregelUit]


class VerzoekadviesUit(Vorm):
    """What who reported was asked about one signal, and answered; `grondVertellen`: would a safety ground be told now?

    `signaalId` is the index's own, for `maatregelen`.
    """

    signaal_id: UUID
    organisatie: str
    gevraagd: datetime
    advies: Advieswoord | None
    reden: Adviesreden | None
    gegeven: datetime | None
    grond_vertellen: bool
    ingetrokken: bool

    @classmethod
    def van(cls, beeld: Adviesbeeld) -> "VerzoekadviesUit":
        """From the use case."""
        a = beeld.advies
        return cls(
            signaal_id=a.signaal,
            organisatie=beeld.organisatie,
            gevraagd=a.gevraagd,
            advies=a.advies,
            reden=a.reden,
            gegeven=a.gegeven,
            grond_vertellen=beeld.vertelbaar,
            ingetrokken=beeld.ingetrokken,
        )


class VerzoekUit(VerzoekregelUit):
    """One request; `dossier`: is anything held of this person in this municipality (I05); and what happens next."""

    dossier: bool
    adviezen: list[VerzoekadviesUit]
    advies_tot: date | None
    vervolg: str

    @classmethod
    def van_beeld(cls, beeld: Verzoekbeeld) -> "VerzoekUit":
        """From the use case."""
        return cls(
            **VerzoekregelUit.van(beeld).model_dump(by_alias=False),
            dossier=beeld.dossier,
            adviezen=[VerzoekadviesUit.van(advies) for advies in beeld.adviezen],
            advies_tot=beeld.verzoek.advies_tot() if beeld.verzoek.open else None,
            vervolg=beeld.vervolg,
        )


class VertelgrondUit(Vorm):
    """One ground of a signal as it is told (G03)."""

    soort: Grondsoort
    door: list[Gever]
    op: date | None
    tot: date | None
    stand: Toestemmingstand | None
    veiligheid: Grond | None

    @classmethod
    def van(cls, g: Vertelgrond) -> "VertelgrondUit":
        """From the domain."""
        return cls(soort=g.soort, door=list(g.door), op=g.op, tot=g.tot, stand=g.stand, veiligheid=g.veiligheid)


class VertellingUit(Vorm):
    """One signal as it is told; to a parent about himself only who named him (G03).

    `bewaardTot` of null: it was due to be destroyed, and is when this request is done.
    """

    organisatie: str
    contactpunt: ContactpuntVorm
    gemeld: date
    bewaard_tot: date | None
    status: Signaalstatus | None
    soort: Soort | None
    leefgebieden: list[Leefgebied]
    patroon: Patroon | None
    vanaf: date | None
    tot: date | None
    gronden: list[VertelgrondUit]

    @classmethod
    def van(cls, v: Vertelling) -> "VertellingUit":
        """From the domain."""
        return cls(
            organisatie=v.organisatie,
            contactpunt=ContactpuntVorm.van(v.contactpunt),
            gemeld=v.gemeld,
            bewaard_tot=v.bewaard_tot,
            status=v.status,
            soort=v.soort,
            leefgebieden=list(v.leefgebieden),
            patroon=v.patroon,
            vanaf=v.vanaf,
            tot=v.tot,
            gronden=[VertelgrondUit.van(grond) for grond in v.gronden],
        )


class BlikUit(Vorm):
    """Who looked, by organisation, and on which days; null is the municipality."""

    organisatie: str | None
    rol: Rol
    dagen: list[date]

    @classmethod
    def van(cls, blik: Blik) -> "BlikUit":
        """From the domain."""
        return cls(organisatie=blik.organisatie, rol=blik.rol, dagen=list(blik.dagen))


class BriefblokUit(Vorm):
    """A heading with names and texts."""

    kop: str
    regels: list[list[str]]


class BriefdeelUit(Vorm):
    """A part of the letter."""

    kop: str
    alineas: list[str]
    punten: list[str]
    blokken: list[BriefblokUit]


class RechtenbriefUit(Vorm):
    """The letter, in parts."""

    titel: str
    op: date
    delen: list[BriefdeelUit]

    @classmethod
    def van(cls, brief: Rechtenbrief) -> "RechtenbriefUit":
        """From the domain."""
        return cls(
            titel=brief.titel,
            op=brief.op,
            delen=[
                BriefdeelUit(
                    kop=deel.kop,
                    alineas=list(deel.alineas),
                    punten=list(deel.punten),
                    blokken=[BriefblokUit(kop=b.kop, regels=[list(regel) for regel in b.regels]) for b in deel.blokken],
                )
                for deel in brief.delen
            ],
        )


class ArchiefstukUit(EerderGemeldUit):
    """An earlier report in the archive of the statutory index (B02)."""

    bewaard_tot: date


class VerzoekantwoordUit(Vorm):
    """What the asker is told: signals, archive and looks of an open access request, and the letter (G03)."""

    verzoek_id: UUID
    signalen: list[VertellingUit]
    archief: list[ArchiefstukUit]
    gekeken: list[BlikUit]
    brief: RechtenbriefUit

    @classmethod
    def van(cls, verzoek_id: UUID, antwoord: Inzageantwoord | None, brief: Rechtenbrief) -> "VerzoekantwoordUit":
        """From the use case."""
        return cls(
            verzoek_id=verzoek_id,
            signalen=[VertellingUit.van(v) for v in antwoord.signalen] if antwoord else [],
            archief=[
                ArchiefstukUit(
                    organisatie=e.organisatie,
                    contactpunt=ContactpuntVorm.van(e.contactpunt),
                    gemeld=e.gemeld,
                    bewaard_tot=e.bewaard_tot,
                )
                for e in antwoord.archief
            ]
            if antwoord
            else [],
            gekeken=[BlikUit.van(blik) for blik in antwoord.blikken] if antwoord else [],
            brief=RechtenbriefUit.van(brief),
        )
