# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation tells the index: the shapes of a signal, of consent, of a safety ground, of a request.

Every field goes to the index under its camelCase name; None is left out. Coded words are those of the API's contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from verwijsindex.protocol.bsn import Bsn

Inhoud = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Contactpunt:
    """Of the organisation, never of the family."""

    functie: str
    telefoon: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Bevestiging:
    """The designated professional who confirms (A03) and when; `redelijk_vermoeden` as S02 asks."""

    professional: str
    moment: datetime
    redelijk_vermoeden: bool | None = None


@dataclass(frozen=True, slots=True)
class Envelop:
    """The child's identity, sealed by `labels.envelop_info`: key id and box in base64url."""

    kid: str
    ct: str


@dataclass(frozen=True, slots=True)
class Informering:
    """Were child and parents told; if not: why not yet, and the day on which that is looked at again (S07)."""

    kind: bool
    ouders: bool
    niet_omdat: str | None = None
    herzien_op: date | None = None


@dataclass(frozen=True, slots=True)
class Stem:
    """What one person of the family said; a parent is somebody with authority (T01, T02)."""

    wie: str
    akkoord: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verlenging:
    """The family says yes again (T03): who, on which day, how. `leeftijd` gives the age group and the last day."""

    gegeven_op: date
    tot: date | None = None
    stemmen: tuple[Stem, ...]
    gezaghebbenden: int
    leeftijdsgroep: str
    wilsonbekwaam: str | None = None
    wijze: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toestemming(Verlenging):
    """The same with what it is for and with whom (T01-T03); `met` None is everybody in the convenant. A no counts."""

    voor: tuple[str, ...]
    met: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class MeldingVeiligThuis:
    """Was a report made to Veilig Thuis, and on which day; a signal to the index is none (V08)."""

    gedaan: bool
    op: date | None = None


@dataclass(frozen=True, slots=True)
class NietDoorgeven:
    """Why the basic care must not hear of it yet, and when that is looked at again (V07)."""

    reden: str
    herzien_op: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Veiligheidsgrond:
    """The safety override with every fact that it asks (V02); the weighing stays in the own file, `dossier`."""

    grond: str
    feiten_en_duiding: bool
    geen_toestemming: str
    noodzaak: str
    evenredigheid: str
    geraadpleegd: str
    geraadpleegd_op: date
    informering: Informering
    dossier: str
    melding_veilig_thuis: MeldingVeiligThuis
    niet_doorgeven: NietDoorgeven | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzoek:
    """What a data subject asks of the municipality (G01-G03): about a child, or else about a parent himself."""

    verzoek_id: UUID
    kind_bsn: Bsn | None = None
    ouder_bsn: Bsn | None = None
    recht: str
    vrager: str
    leeftijdsgroep: str | None = None
    wilsonbekwaam: str | None = None
    vaststelling: str
    vastgesteld_op: date
    ontvangen_op: date

    def zonder_bsn(self) -> dict[str, object]:
        """The fields that go to the index as they are."""
        return _zonder_bsn(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzoekadvies:
    """What who reported advises on such a request about its own signal (G02)."""

    signaal_id: UUID
    advies: str
    reden: str
    grond_vertellen: bool | None = None


Vorm = Informering | Verlenging | Veiligheidsgrond | Verzoekadvies


@dataclass(frozen=True, slots=True)
class Melding:
    """One signal (S03). The numbers stay here; every other field goes to the index."""

    signaal_id: UUID
    kind_bsn: Bsn
    ouder_bsns: tuple[Bsn, ...]
    geboortemaand: str
    uiterlijk_tot: date
    gemeentecode: str
    soort: str
    leefgebieden: tuple[str, ...]
    vanaf: date
    contactpunt: Contactpunt
    bevestiging: Bevestiging
    informering: Informering
    onthulling: str = "terugbellen"
    gebied: str | None = None
    patroon: str | None = None
    tot: date | None = None
    envelop: Envelop | None = None
    herkomst: str | None = None
    toestemming: Toestemming | None = None
    veiligheidsgrond: Veiligheidsgrond | None = None

    def zonder_bsn(self) -> dict[str, object]:
        """The fields that go to the index as they are."""
        return _zonder_bsn(self)


def _zonder_bsn(deel: Melding | Verzoek) -> dict[str, object]:
    return {f.name: getattr(deel, f.name) for f in fields(deel) if not f.name.endswith(("_bsn", "_bsns"))}


def naar_json(waarde: object) -> object:
    """camelCase keys, moments in UTC with Z, and nothing for None. Raises TypeError for a BSN: it stays here."""
    match waarde:
        case Bsn():
            raise TypeError("Een BSN wordt niet verzonden.")
        case Mapping():
            return {_camel(str(naam)): naar_json(deel) for naam, deel in waarde.items() if deel is not None}
        case list() | tuple():
            return [naar_json(deel) for deel in waarde]
        case datetime():
            return waarde.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | UUID():
            return str(waarde)
        case _ if is_dataclass(waarde):
            return naar_json({f.name: getattr(waarde, f.name) for f in fields(waarde)})
        case _:
            return waarde


def _camel(naam: str) -> str:
    eerste, *rest = naam.split("_")
    return eerste + "".join(deel.capitalize() for deel in rest)
