# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The table of requests by data subjects (G01, G02). Column names are the field names of the domain."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from verwijsindex.domain.rechten import OPEN, Betreft, Recht, Uitspraak, Vaststelling, Verzoekstand, Vrager
from verwijsindex.domain.woorden import Leeftijdsgroep, Wilsonbekwaam
from verwijsindex.storage.tables import Rij, een_van, tijdstip


class VerzoekRow(Rij, table=True):
    """A request. `persoon` has no foreign key: the request outlives what it was about (B03).

    `plek` orders the list: open ones by the end of their term, then the others.
    """

    __tablename__ = "verzoek"
    __table_args__ = (
        CheckConstraint(een_van("recht", Recht), name="recht"),
        CheckConstraint(een_van("betreft", Betreft), name="betreft"),
        CheckConstraint(een_van("vrager", Vrager), name="vrager"),
        CheckConstraint(een_van("groep", Leeftijdsgroep), name="groep"),
        CheckConstraint(een_van("wilsonbekwaam", Wilsonbekwaam), name="wilsonbekwaam"),
        CheckConstraint(een_van("vaststelling", Vaststelling), name="vaststelling"),
        CheckConstraint(een_van("stand", Verzoekstand), name="stand"),
        CheckConstraint("(betreft = 'kind') = (groep IS NOT NULL)", name="leeftijd"),
        CheckConstraint("(stand = 'besloten') = (besluit IS NOT NULL)", name="besloten"),
        CheckConstraint(een_van("besluit ->> 'uitspraak'", Uitspraak), name="uitspraak"),
        CheckConstraint("(stand = 'ingetrokken') = (ingetrokken IS NOT NULL)", name="ingetrokken"),
        Index("ix_verzoek_gemeente", "gemeente", "plek", "id"),
        Index("ix_verzoek_persoon", "persoon", postgresql_where=text(een_van("stand", OPEN))),
        Index("ix_verzoek_adviezen", "adviezen", postgresql_using="gin", postgresql_ops={"adviezen": "jsonb_path_ops"}),
    )
    id: UUID = Field(primary_key=True)
    gemeente: str
    organisatie: UUID = Field(foreign_key="organisatie.id")
    recht: str
    betreft: str
    vrager: str
    groep: str | None = None
    wilsonbekwaam: str | None = None
    vaststelling: str
    vastgesteld_op: date
    ontvangen_op: date
    geregistreerd: datetime = tijdstip()
    persoon: UUID | None = None
    stand: str
    adviezen: list[Any] = Field(sa_type=JSONB)
    verlenging: dict[str, Any] | None = Field(sa_type=JSONB, nullable=True, default=None)
    besluit: dict[str, Any] | None = Field(sa_type=JSONB, nullable=True, default=None)
    ingetrokken: datetime | None = tijdstip(leeg=True)
    plek: datetime = tijdstip()
