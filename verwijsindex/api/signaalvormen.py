# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of a signal: as a reporter sends it, and as he gets it back (S03, S08)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from verwijsindex.api.schemas import (
    ContactpuntIn,
    ContactpuntVorm,
    Dag,
    Enveloptekst,
    Fout,
    Gemeentecode,
    InformeringIn,
    Invoer,
    Kort,
    Maand,
    Moment,
    RegisseurUit,
    Token,
    Vorm,
)
from verwijsindex.api.toestemmingsvormen import ToestemmingIn
from verwijsindex.api.veiligheidsvormen import VeiligheidsgrondIn
from verwijsindex.domain.beeld import Melderbeeld
from verwijsindex.domain.signaal import Contactpunt
from verwijsindex.domain.woorden import Intrekreden, Leefgebied, Onthulling, Patroon, Soort
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.use_cases.antwoord import Antwoord
from verwijsindex.use_cases.registreren import Aanmelding, Envelop
from verwijsindex.use_cases.signalen import EigenBeeld


class EnvelopIn(Invoer):
    """Sealed identity for the municipality's directors."""

    kid: Kort
    ct: Enveloptekst


class BevestigingIn(Invoer):
    """The word of the designated professional, who must be the one of the token (A03, A06)."""

    professional: Kort
    moment: Moment
    redelijk_vermoeden: StrictBool | None = None


class SignaalIn(Invoer):
    """A signal as a reporter sends it (S03)."""

    signaal_id: UUID
    kind_token: Token
    ouder_tokens: Annotated[list[Token], Field(max_length=2)] = Field(default_factory=list)
    sleutel_versie: Annotated[int, Field(strict=True, ge=1, le=32767)]
    geboortemaand: Maand
    uiterlijk_tot: Dag
    gemeentecode: Gemeentecode
    gebied: Kort | None = None
    soort: Soort
    leefgebieden: Annotated[list[Leefgebied], Field(min_length=1, max_length=7)]
    patroon: Patroon | None = None
    vanaf: Dag
    tot: Dag | None = None
    contactpunt: ContactpuntIn
    onthulling: Onthulling = Onthulling.TERUGBELLEN
    envelop: EnvelopIn | None = None
    bevestiging: BevestigingIn
    informering: InformeringIn
    herkomst: Literal["veilig-thuis-overdracht"] | None = None
    toestemming: ToestemmingIn | None = None
    veiligheidsgrond: VeiligheidsgrondIn | None = None

    def als_aanmelding(self) -> Aanmelding:
        """The report for the use case."""
        return Aanmelding(
            signaal_id=self.signaal_id,
            kind_token=van_tekst(self.kind_token),
            ouder_tokens=tuple(van_tekst(token) for token in self.ouder_tokens),
            sleutel_versie=self.sleutel_versie,
            geboortemaand=self.geboortemaand,
            uiterlijk_tot=self.uiterlijk_tot,
            gemeente=self.gemeentecode,
            gebied=self.gebied,
            soort=self.soort,
            leefgebieden=frozenset(self.leefgebieden),
            patroon=self.patroon,
            vanaf=self.vanaf,
            tot=self.tot,
            contactpunt=Contactpunt(**self.contactpunt.model_dump(by_alias=False)),
            onthulling=self.onthulling,
            envelop=Envelop(self.envelop.kid, van_tekst(self.envelop.ct)) if self.envelop else None,
            professional=self.bevestiging.professional,
            bevestigd_op=self.bevestiging.moment,
            redelijk_vermoeden=bool(self.bevestiging.redelijk_vermoeden),
            informering=self.informering.als_informering(),
            herkomst=self.herkomst,
            toestemming=self.toestemming.als_opgave() if self.toestemming else None,
            grond=self.veiligheidsgrond.als_opgave() if self.veiligheidsgrond else None,
        )


class EerderGemeldUit(Vorm):
    """Who reported this child before, by the archive of the statutory index: to call (M15)."""

    organisatie: str
    contactpunt: ContactpuntVorm
    gemeld: date


class AntwoordUit(Vorm):
    """What became of a report, and what happens next; `eerderGemeld` is said once, with the report (M15)."""

    signaal_id: UUID
    status: str
    telt: bool
    waarom: str
    regel: str
    vervolg: str
    veiligheidsgrond_id: UUID | None
    toestemming_id: UUID | None
    match: bool
    eerder_gemeld: list[EerderGemeldUit]

    @classmethod
    def van(cls, antwoord: Antwoord) -> "AntwoordUit":
        """From the use case's answer."""
        return cls(
            signaal_id=antwoord.signaal_id,
            status=antwoord.status,
            telt=antwoord.telt,
            waarom=antwoord.waarom,
            regel=antwoord.regel,
            vervolg=antwoord.vervolg,
            veiligheidsgrond_id=antwoord.veiligheidsgrond,
            toestemming_id=antwoord.toestemming,
            match=antwoord.match,
            eerder_gemeld=[
                EerderGemeldUit(
                    organisatie=e.organisatie, contactpunt=ContactpuntVorm.van(e.contactpunt), gemeld=e.gemeld
                )
                for e in antwoord.eerder_gemeld
            ],
        )


class PartijUit(Vorm):
    """Another party in the same match, to call (I01)."""

    organisatie: str
    contactpunt: ContactpuntVorm


class MatchVanMelderUit(Vorm):
    """What a reporter hears of the match in which his signal counts, and no more (I01)."""

    regisseur: RegisseurUit | None
    anderen: list[PartijUit]
    verschillende_jeugdigen: bool | None

    @classmethod
    def van(cls, beeld: Melderbeeld) -> "MatchVanMelderUit":
        """Only what gate 3 let through."""
        return cls(
            regisseur=RegisseurUit.van(beeld.regisseur),
            anderen=[
                PartijUit(organisatie=ander.organisatie, contactpunt=ContactpuntVorm.van(ander.contactpunt))
                for ander in beeld.anderen
            ],
            verschillende_jeugdigen=beeld.verschillende_jeugdigen,
        )


class SignaalUit(AntwoordUit):
    """An own signal as it is now: whether it counts, why, who sees what of it, and its match as far as he hears."""

    soort: Soort
    leefgebieden: list[Leefgebied]
    patroon: Patroon | None
    gemeentecode: str
    vanaf: date
    tot: date | None
    uiterlijk_tot: date
    geregistreerd: datetime
    uitleg: list[str]
    match_beeld: MatchVanMelderUit | None

    @classmethod
    def van_beeld(cls, beeld: EigenBeeld) -> "SignaalUit":
        """From the use case's look."""
        signaal = beeld.signaal
        return cls(
            **AntwoordUit.van(beeld.antwoord).model_dump(by_alias=False),
            soort=signaal.soort,
            leefgebieden=sorted(signaal.leefgebieden),
            patroon=signaal.patroon,
            gemeentecode=signaal.gemeente,
            vanaf=signaal.vanaf,
            tot=signaal.tot,
            uiterlijk_tot=signaal.uiterlijk_tot,
            geregistreerd=signaal.geregistreerd,
            uitleg=list(beeld.uitleg),
            match_beeld=MatchVanMelderUit.van(beeld.match) if beeld.match else None,
        )


class SignalenUit(Vorm):
    """A page of own signals."""

    signalen: list[SignaalUit]


class BatchIn(Invoer):
    """Up to 500 signals (`SignaalIn`); each is read and decided by itself (S08)."""

    signalen: Annotated[list[Any], Field(min_length=1, max_length=500)]


class BatchDeel(Vorm):
    """The outcome of one signal of a batch, as the status that it would have had alone."""

    plaats: int
    status: int
    antwoord: AntwoordUit | None = None
    fouten: list[Fout] = Field(default_factory=list)


class BatchUit(Vorm):
    """The outcomes in the order of the batch."""

    uitkomsten: list[BatchDeel]


class BeeindigingIn(Invoer):
    """The last day of the involvement; with a V-ground, whether it stays for the aftercare window (S06, V04)."""

    tot: Dag
    grond_blijft: StrictBool | None = None


class OverlijdenIn(Invoer):
    """The day on which the child died; judged, and not kept (B01)."""

    op: date


class IntrekkingIn(Invoer):
    """Why the signal is taken back (S06)."""

    reden: Intrekreden
