# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes that travel over HTTP: camelCase, nothing unknown, dates as text (S03)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from verwijsindex.domain.signaal import Contactpunt, Informering, Toestemming
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Onthulling, Patroon, Soort
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.protocol.fouten import CoderingOngeldig
from verwijsindex.use_cases.ports import TOKEN_ONGELDIG
from verwijsindex.use_cases.signalen import Aanmelding, Antwoord, EigenBeeld, Envelop

# Within these centuries every sum of days and months stays a date.
MAAND = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
DAG = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(DAG.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})")
TOKEN = 80
ENVELOP = 560


def _dag(waarde: Any) -> Any:
    """A date is a text of ten characters: pydantic alone takes numbers and moments too."""
    if not isinstance(waarde, str) or not DAG.fullmatch(waarde):
        raise PydanticCustomError("datum-ongeldig", "Geef een datum als JJJJ-MM-DD.")
    return waarde


def _moment(waarde: Any) -> Any:
    if not isinstance(waarde, str) or not MOMENT.fullmatch(waarde):
        raise PydanticCustomError("moment-ongeldig", "Geef een moment met tijdzone, zoals 2026-11-22T10:00:00Z.")
    return waarde


def _maand(waarde: str) -> str:
    if not MAAND.fullmatch(waarde):
        raise PydanticCustomError("maand-ongeldig", "Geef een maand als JJJJ-MM.")
    return waarde


def _token(waarde: Any) -> Any:
    """One code for every token that cannot be right, here and where it is opened (protocol, section 4)."""
    try:
        van_tekst(waarde, TOKEN)
    except (CoderingOngeldig, AttributeError):
        raise PydanticCustomError("token-ongeldig", "{zin}", {"zin": TOKEN_ONGELDIG.zin}) from None
    return waarde


def _envelop(waarde: str) -> str:
    try:
        van_tekst(waarde, ENVELOP)
    except CoderingOngeldig:
        raise PydanticCustomError("waarde-ongeldig", "Geef 560 bytes als base64url zonder opvulling.") from None
    return waarde


def _lang(tekens: int) -> Any:
    return Field(json_schema_extra={"minLength": tekens, "maxLength": tekens})


Dag = Annotated[date, BeforeValidator(_dag)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(lambda m: m.astimezone(UTC))]
Maand = Annotated[str, AfterValidator(_maand), Field(json_schema_extra={"pattern": f"^{MAAND.pattern}$"})]
Token = Annotated[str, BeforeValidator(_token), _lang(107)]
Enveloptekst = Annotated[str, AfterValidator(_envelop), _lang(747)]
Gemeentecode = Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["0599"])]
# No control characters: a database cannot hold the first of them, and a page or log would break on others.
Kort = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Vorm(BaseModel):
    """Base of everything that comes in or goes out."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", serialize_by_alias=True, frozen=True
    )


class Invoer(Vorm):
    """What comes in: names as the contract spells them, and no other."""

    model_config = ConfigDict(populate_by_name=False)


class ContactpuntVorm(Vorm):
    """Where the organisation can be reached; never the family (S03)."""

    functie: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f0-9]+$")]
    telefoon: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 \-]{7,18}$")] | None = None
    email: Annotated[str, Field(max_length=200, pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$")] | None = None


class EnvelopIn(Invoer):
    """Sealed identity for the municipality's directors."""

    kid: Kort
    ct: Enveloptekst


class BevestigingIn(Invoer):
    """The word of the designated professional, who must be the one of the token (A03, A06)."""

    professional: Kort
    moment: Moment
    redelijk_vermoeden: StrictBool | None = None


class InformeringIn(Invoer):
    """Were child and parents told (S07)."""

    geinformeerd: StrictBool
    herzien_op: Dag | None = None


class ToestemmingIn(Invoer):
    """Consent that was given (T03)."""

    gegeven_op: Dag
    tot: Dag


class VeiligheidsgrondIn(Invoer):
    """The safety override (V01)."""

    grond: Grond


class SignaalIn(Invoer):
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


class BatchIn(Invoer):
    """Up to 500 signals (`SignaalIn`); each is read and decided by itself (S08)."""

    signalen: Annotated[list[Any], Field(min_length=1, max_length=500)]


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


class LeegIn(Invoer):
    """A deed that needs no more than to be done; what is sent with it is not silently ignored."""


class BeeindigingIn(Invoer):
    """The last day of the involvement; with a V-ground, whether it stays for the aftercare window (S06, V04)."""

    tot: Dag
    grond_blijft: StrictBool | None = None


class IntrekkingIn(Invoer):
    """Why the signal is taken back (S06)."""

    reden: Intrekreden
