# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tables. Column names of a family's rows are the field names of the domain, so that rows travel as JSON."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger as Groot
from sqlalchemy import CheckConstraint, Column, DateTime, Identity, Index, LargeBinary, MetaData, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import Uuid
from sqlmodel import Field, SQLModel

from verwijsindex.domain.organisatie import FUNCTIES
from verwijsindex.domain.woorden import GESLOTEN, Categorie, Matchstatus, Soort

MetaDataNamen = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Rij(SQLModel):
    """Base of all tables of the index; its metadata is compared with the migrations."""

    metadata = MetaData(naming_convention=MetaDataNamen)


def tijdstip(*, leeg: bool = False) -> Any:
    """A column with a moment."""
    return Field(sa_type=DateTime(timezone=True), nullable=leeg, default=None if leeg else ...)


def _json(*, leeg: bool = False) -> Any:
    return Field(sa_type=JSONB, nullable=leeg)


def een_van(kolom: str, waarden: Any) -> str:
    """The SQL of a check that a column holds one of these words."""
    lijst = ", ".join(f"'{waarde}'" for waarde in sorted(str(w) for w in waarden))
    return f"{kolom} IN ({lijst})"


OPEN = f"status NOT IN ({', '.join(repr(str(s)) for s in sorted(GESLOTEN))})"


class OrganisatieRow(Rij, table=True):
    """A party, with the public keys of its systems."""

    __tablename__ = "organisatie"
    __table_args__ = (CheckConstraint(een_van("categorie", Categorie), name="categorie"),)
    id: UUID = Field(primary_key=True)
    naam: str
    categorie: str
    instelling: str | None = None
    actief: bool = True
    jwks: dict[str, Any] = _json()


class OndertekeningRow(Rij, table=True):
    """Which convenant version an organisation signed (A01)."""

    __tablename__ = "ondertekening"
    organisatie: UUID = Field(primary_key=True, foreign_key="organisatie.id")
    convenant: str = Field(primary_key=True)
    op: date


class ProfessionalRow(Rij, table=True):
    """A designated person (A01)."""

    __tablename__ = "professional"
    __table_args__ = (Index("uq_professional_organisatie_kenmerk", "organisatie", "kenmerk", unique=True),)
    id: UUID = Field(primary_key=True)
    organisatie: UUID = Field(foreign_key="organisatie.id")
    kenmerk: str
    vanaf: date
    tot: date | None = None
    aandachtsfunctionaris: bool = False
    mag_doorbreken: bool = False


class RegisseurRow(Rij, table=True):
    """A person who directs in a municipality (R02)."""

    __tablename__ = "regisseur"
    id: UUID = Field(primary_key=True, foreign_key="professional.id")
    gemeente: str = Field(index=True)
    naam: str
    telefoon: str
    gebieden: list[str] = Field(sa_type=ARRAY(Text))
    leefgebieden: list[str] = Field(sa_type=ARRAY(Text))
    actief: bool = True


class FunctionarisRow(Rij, table=True):
    """A person with a function in a municipality (I02, I04)."""

    __tablename__ = "functionaris"
    __table_args__ = (CheckConstraint(een_van("rol", FUNCTIES), name="rol"),)
    id: UUID = Field(primary_key=True, foreign_key="professional.id")
    rol: str
    gemeente: str
    actief: bool = True


class ConvenantRow(Rij, table=True):
    """An immutable version of a municipality's agreement."""

    __tablename__ = "convenant"
    gemeente: str = Field(primary_key=True)
    naam: str = Field(primary_key=True)
    versie: int = Field(primary_key=True)
    vanaf: date
    tot: date | None = None
    inhoud: dict[str, Any] = _json()


class BeweringRow(Rij, table=True):
    """Client assertions that were used; once only, kept until they expire."""

    __tablename__ = "bewering"
    client: UUID = Field(primary_key=True)
    jti: str = Field(primary_key=True)
    verloopt: datetime = tijdstip()


class VerwantschapRow(Rij, table=True):
    """A set of related persons: the unit that a deed locks. `ijkpunt` is the state that deeds build on (M12)."""

    __tablename__ = "verwantschap"
    __table_args__ = (Index("ix_verwantschap_volgende", "volgende"),)
    id: int | None = Field(default=None, sa_column=Column(Groot, Identity(always=True), primary_key=True))
    tot: datetime = tijdstip()
    volgende: datetime | None = tijdstip(leeg=True)
    ijkpunt: dict[str, Any] | None = _json(leeg=True)


class PersoonRow(Rij, table=True):
    """A child or parent: a lookup key and the encrypted element it came from (protocol, section 1)."""

    __tablename__ = "persoon"
    __table_args__ = (CheckConstraint("octet_length(sleutel) = 32", name="sleutel"),)
    id: UUID = Field(primary_key=True)
    sleutel: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    verzegeld: bytes = Field(sa_type=LargeBinary)
    plaats: bytes | None = Field(default=None, sa_type=LargeBinary)
    versie: int
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    pepper: str | None = None


class DossierRow(Rij, table=True):
    """A family unit (M04)."""

    __tablename__ = "dossier"
    id: UUID = Field(primary_key=True)
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    gemeente: str
    aangemaakt: datetime = tijdstip()


class KindRow(Rij, table=True):
    """A child in its family."""

    __tablename__ = "kind"
    id: UUID = Field(primary_key=True, foreign_key="persoon.id")
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    geboortemaand: str
    dossier: UUID = Field(foreign_key="dossier.id", index=True)
    wacht: dict[str, Any] | None = _json(leeg=True)


class SignaalRow(Rij, table=True):
    """A signal (S03). Nested values are JSON; what the rules select on is a column."""

    __tablename__ = "signaal"
    __table_args__ = (
        CheckConstraint(een_van("soort", Soort), name="soort"),
        CheckConstraint("cardinality(ouders) <= 2", name="ouders"),
        CheckConstraint("cardinality(leefgebieden) <= 7", name="leefgebieden"),
        Index(
            "uq_signaal_open",
            "organisatie",
            "kind",
            unique=True,
            postgresql_where=text("tot IS NULL AND intrekking IS NULL"),
        ),
        Index("ix_signaal_organisatie", "organisatie", "geregistreerd", "id"),
        Index("ix_signaal_grond", text("(veiligheid ->> 'id')")),
        Index(
            "ix_signaal_toestemmingen",
            "toestemmingen",
            postgresql_using="gin",
            postgresql_ops={"toestemmingen": "jsonb_path_ops"},
        ),
    )
    id: UUID = Field(primary_key=True)
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    organisatie: UUID = Field(foreign_key="organisatie.id")
    kind: UUID = Field(foreign_key="kind.id", index=True)
    ouders: list[UUID] = Field(sa_type=ARRAY(Uuid()))
    gemeente: str
    gebied: str | None = None
    geboortemaand: str
    uiterlijk_tot: date
    soort: str
    leefgebieden: list[str] = Field(sa_type=ARRAY(Text))
    patroon: str | None = None
    vanaf: date
    tot: date | None = None
    contactpunt: dict[str, Any] = _json()
    onthulling: str
    bevestiging: dict[str, Any] = _json()
    informering: dict[str, Any] = _json()
    herkomst: str | None = None
    geregistreerd: datetime = tijdstip()
    laatst_gemeld: datetime = tijdstip()
    toestemmingen: list[Any] = _json()
    veiligheid: dict[str, Any] | None = _json(leeg=True)
    intrekking: dict[str, Any] | None = _json(leeg=True)
    slaapt_sinds: datetime | None = tijdstip(leeg=True)


class MijdingRow(Rij, table=True):
    """An organisation saw avoidance on a day (M10b)."""

    __tablename__ = "mijding"
    signaal: UUID = Field(primary_key=True)
    dag: date = Field(primary_key=True)
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    organisatie: UUID = Field(foreign_key="organisatie.id")
    kind: UUID


class MatchRow(Rij, table=True):
    """A match; one open per dossier is the database's promise (M05)."""

    __tablename__ = "match"
    __table_args__ = (
        CheckConstraint(een_van("status", Matchstatus), name="status"),
        CheckConstraint("(gesloten IS NOT NULL) = (status IN ('afgesloten', 'vervallen'))", name="gesloten"),
        Index("uq_match_open", "dossier", unique=True, postgresql_where=text(OPEN)),
        Index("ix_match_regisseur", "regisseur", "geopend", "id"),
        Index("ix_match_gemeente", "gemeente", "geopend", "id"),
        *(
            Index(f"ix_match_{kolom}", kolom, postgresql_using="gin", postgresql_ops={kolom: "jsonb_path_ops"})
            for kolom in ("overdrachten", "nazorg", "afspraken")
        ),
    )
    id: UUID = Field(primary_key=True)
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    dossier: UUID = Field(foreign_key="dossier.id")
    gemeente: str
    convenant: str
    status: str
    geopend: datetime = tijdstip()
    redenen: list[str] = Field(sa_type=ARRAY(Text))
    steun: list[Any] = _json()
    steun_vernietigd: bool
    bevindingen: list[Any] = _json()
    gemeld: list[UUID] = Field(sa_type=ARRAY(Uuid()))
    veiligheid_gemeld: bool
    multiproblematiek: bool
    regisseur: UUID | None = Field(default=None, foreign_key="regisseur.id")
    caseload_vol: bool
    gesloten: datetime | None = tijdstip(leeg=True)
    voortzetten_voor: date | None = None
    voortzetting: dict[str, Any] | None = _json(leeg=True)
    taken: list[Any] = _json()
    heropend: datetime | None = tijdstip(leeg=True)
    eigenaar_sinds: datetime | None = tijdstip(leeg=True)
    overlegd: datetime | None = tijdstip(leeg=True)
    termijnen: list[Any] = _json()
    overdrachten: list[Any] = _json()
    nazorg: list[Any] = _json()
    afspraken: list[Any] = _json()
    afsluitreden: str | None = None


class VoorstelRow(Rij, table=True):
    """An open question to the coordinator (M04)."""

    __tablename__ = "voorstel"
    id: UUID = Field(primary_key=True)
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    soort: str
    reden: str
    dossiers: list[UUID] = Field(sa_type=ARRAY(Uuid()))
    sinds: datetime = tijdstip()
    adviezen: list[Any] = _json()


class GezinsbesluitRow(Rij, table=True):
    """People decided whether two children are one family (M04)."""

    __tablename__ = "gezinsbesluit"
    id: UUID = Field(primary_key=True)
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id", index=True)
    een: UUID
    ander: UUID
    samen: bool
    band: str | None = None
    reden: str
    genomen: datetime = tijdstip()


class DaadRow(Rij, table=True):
    """A recorded deed, in order of moment and id (Z01, M12)."""

    __tablename__ = "daad"
    __table_args__ = (Index("ix_daad_verwantschap", "verwantschap", "moment", "id"),)
    id: int | None = Field(default=None, sa_column=Column(Groot, Identity(always=True), primary_key=True))
    verwantschap: int = Field(sa_type=Groot, foreign_key="verwantschap.id")
    moment: datetime = tijdstip()
    inhoud: dict[str, Any] = _json()


class IndieningRow(Rij, table=True):
    """Which signal an organisation's own id stands for, with the first answer (S04, S05)."""

    __tablename__ = "indiening"
    organisatie: UUID = Field(primary_key=True, foreign_key="organisatie.id")
    signaal_id: UUID = Field(primary_key=True)
    signaal: UUID = Field(foreign_key="signaal.id", index=True, ondelete="CASCADE")
    vingerafdruk: bytes = Field(sa_type=LargeBinary)
    antwoord: dict[str, Any] = _json()
    moment: datetime = tijdstip()


class EnvelopRow(Rij, table=True):
    """The child's identity, sealed to the municipality and encrypted again at rest."""

    __tablename__ = "envelop"
    signaal: UUID = Field(primary_key=True, foreign_key="signaal.id", ondelete="CASCADE")
    kid: str
    versleuteld: bytes = Field(sa_type=LargeBinary)
    plaats: bytes | None = Field(default=None, sa_type=LargeBinary)


class TijdlijnRow(Rij, table=True):
    """What happened to a match, by opaque ids."""

    __tablename__ = "tijdlijn"
    __table_args__ = (Index("ix_tijdlijn_match", "match", "moment", "id"),)
    id: int | None = Field(default=None, sa_column=Column(Groot, Identity(always=True), primary_key=True))
    match: UUID = Field(foreign_key="match.id")
    moment: datetime = tijdstip()
    inhoud: dict[str, Any] = _json()


class OutboxRow(Rij, table=True):
    """A message that must leave the building, written in the deed's transaction (N01): a type and ids, no content."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_sleutel", "sleutel", "id"),
        Index("ix_outbox_aangemaakt", "aangemaakt"),
        Index("ix_outbox_te_plaatsen", "id", postgresql_where=text("positie IS NULL")),
        Index("ix_outbox_ontvanger", "ontvanger", "ontvanger_id", "positie"),
    )
    id: int | None = Field(default=None, sa_column=Column(Groot, Identity(always=True), primary_key=True))
    gebeurtenis: UUID = Field(unique=True)
    sleutel: UUID
    soort: str
    ontvanger: str
    ontvanger_id: str
    spoed: bool
    aangemaakt: datetime = tijdstip()
    positie: int | None = Field(default=None, sa_type=Groot, unique=True)
