# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What all shapes that travel over HTTP share: camelCase, nothing unknown, dates as text (S03)."""

import re
from datetime import UTC, date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from verwijsindex.domain.informering import Informering
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.signaal import Contactpunt
from verwijsindex.domain.woorden import NietGeinformeerd
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.protocol.fouten import CoderingOngeldig
from verwijsindex.use_cases.ports import TOKEN_ONGELDIG

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

    @classmethod
    def van(cls, contactpunt: Contactpunt) -> "ContactpuntVorm":
        """From the domain."""
        return cls(functie=contactpunt.functie, telefoon=contactpunt.telefoon, email=contactpunt.email)


class ContactpuntIn(ContactpuntVorm):
    """The same as it comes in: it can be reached (S03)."""

    @model_validator(mode="after")
    def _bereikbaar(self) -> Self:
        if self.telefoon is None and self.email is None:
            raise PydanticCustomError("contactpunt-onbereikbaar", "Geef een telefoonnummer of een e-mailadres.")
        return self


class RegisseurUit(Vorm):
    """Who directs, and how he is reached."""

    naam: str
    telefoon: str

    @classmethod
    def van(cls, regisseur: Regisseur | None) -> "RegisseurUit | None":
        """Nobody yet is None."""
        return cls(naam=regisseur.naam, telefoon=regisseur.telefoon) if regisseur else None


class InformeringIn(Invoer):
    """Were child and parents told; if not, why not yet, and the day on which that is looked at again (S07)."""

    kind: StrictBool
    ouders: StrictBool
    niet_omdat: NietGeinformeerd | None = None
    herzien_op: Dag | None = None

    def als_informering(self) -> Informering:
        """For the rules."""
        return Informering(**self.model_dump(by_alias=False))


class LeegIn(Invoer):
    """A deed that needs no more than to be done; what is sent with it is not silently ignored."""


class Fout(Vorm):
    """One refusal."""

    code: str
    regel: str
    melding: str
    wijzer: str
