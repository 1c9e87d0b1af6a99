# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes that travel over HTTP: camelCase, nothing unknown, dates as text (S03)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel

from verwijsindex.domain.signaal import Contactpunt, Informering, Toestemming
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Onthulling, Patroon, Soort
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.use_cases.signalen import Aanmelding, Antwoord, EigenBeeld, Envelop

MAAND = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def _tekst(waarde: Any) -> Any:
    if not isinstance(waarde, str):
        raise ValueError("Geef hier een tekst tussen aanhalingstekens.")
    return waarde


def _b64(lengte: int) -> Any:
    def lees(waarde: str) -> str:
        try:
            van_tekst(waarde, lengte)
        except ProtocolFout:
            raise ValueError(f"Geef {lengte} bytes als base64url zonder opvulling.") from None
        return waarde

    return AfterValidator(lees)


def _maand(waarde: str) -> str:
    if not MAAND.fullmatch(waarde) or waarde < "1900":
        raise ValueError("Geef een maand als JJJJ-MM.")
    return waarde


Dag = Annotated[date, BeforeValidator(_tekst), Field(strict=False)]
Moment = Annotated[AwareDatetime, BeforeValidator(_tekst), AfterValidator(lambda m: m.astimezone(UTC))]
Maand = Annotated[str, AfterValidator(_maand), Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2014-03"])]
Token = Annotated[str, _b64(80), Field(min_length=107, max_length=107)]
Enveloptekst = Annotated[str, _b64(560), Field(min_length=747, max_length=747)]
Gemeentecode = Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["0599"])]
Kort = Annotated[str, Field(min_length=1, max_length=100)]


class Vorm(BaseModel):
    """Base of everything that comes in or goes out."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", serialize_by_alias=True, frozen=True
    )


class ContactpuntVorm(Vorm):
    """Where the organisation can be reached; never the family (S03)."""

    functie: Kort
    telefoon: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 \-]{7,18}$")] | None = None
    email: Annotated[str, Field(max_length=200, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None


class EnvelopIn(Vorm):
    """Sealed identity for the municipality's directors."""

    kid: Kort
    ct: Enveloptekst


class BevestigingIn(Vorm):
    """The word of the designated professional, who must be the one of the token (A03, A06)."""

    professional: Kort
    moment: Moment
    redelijk_vermoeden: StrictBool | None = None


class InformeringIn(Vorm):
    """Were child and parents told (S07)."""

    geinformeerd: StrictBool
    herzien_op: Dag | None = None


class ToestemmingIn(Vorm):
    """Consent that was given (T03)."""

    gegeven_op: Dag
    tot: Dag


class VeiligheidsgrondIn(Vorm):
    """The safety override (V01)."""

    grond: Grond


class SignaalIn(Vorm):
    """A signal as a reporter sends it (S03)."""

    signaal_id: UUID
    kind_token: Token
    ouder_tokens: Annotated[list[Token], Field(max_length=2)] = []
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
    contactpunt: ContactpuntVorm
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
            informering=Informering(**self.informering.model_dump(by_alias=False)),
            herkomst=self.herkomst,
            toestemming=Toestemming(self.toestemming.gegeven_op, self.toestemming.tot) if self.toestemming else None,
            grond=self.veiligheidsgrond.grond if self.veiligheidsgrond else None,
        )


class AntwoordUit(Vorm):
    """What became of a report, and what happens next."""

    signaal_id: UUID
    status: str
    telt: bool
    waarom: str
    regel: str
    vervolg: str
    veiligheidsgrond_id: UUID | None
    match: bool

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
            match=antwoord.match,
        )


class SignaalUit(AntwoordUit):
    """An own signal as it is now."""

    soort: Soort
    leefgebieden: list[Leefgebied]
    patroon: Patroon | None
    gemeentecode: str
    vanaf: date
    tot: date | None
    uiterlijk_tot: date
    geregistreerd: datetime

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
        )


class SignalenUit(Vorm):
    """A page of own signals."""

    signalen: list[SignaalUit]


class BatchIn(Vorm):
    """Up to 500 signals; each is read and decided by itself (S08)."""

    signalen: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=500)]


class Fout(Vorm):
    """One refusal."""

    code: str
    regel: str
    melding: str
    wijzer: str


class BatchDeel(Vorm):
    """The outcome of one signal of a batch, as the status that it would have had alone."""

    plaats: int
    status: int
    antwoord: AntwoordUit | None = None
    fouten: list[Fout] = []


class BatchUit(Vorm):
    """The outcomes in the order of the batch."""

    uitkomsten: list[BatchDeel]


class BeeindigingIn(Vorm):
    """The last day of the involvement; with a V-ground, whether it stays for the aftercare window (S06, V04)."""

    tot: Dag
    grond_blijft: StrictBool | None = None


class IntrekkingIn(Vorm):
    """Why the signal is taken back (S06)."""

    reden: Intrekreden
