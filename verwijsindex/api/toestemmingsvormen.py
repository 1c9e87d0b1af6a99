# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of consent (T01-T03)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from verwijsindex.api.schemas import Dag, Invoer, Vorm
from verwijsindex.domain.opgave import Toestemmingsopgave
from verwijsindex.domain.toestemming import Stem
from verwijsindex.domain.woorden import Categorie, Deel, Gever, Leeftijdsgroep, Toestemmingstand, Wijze, Wilsonbekwaam
from verwijsindex.use_cases.toestemmingen import Overzicht, Toestemmingbeeld

Gezag = Annotated[int, Field(strict=True, ge=0, le=2, description="hoeveel mensen gezag over het kind hebben")]


class StemVorm(Vorm):
    """What one person of the family said."""

    wie: Gever
    akkoord: bool


class StemIn(Invoer):
    """The same as it comes in: yes or no, and nothing else."""

    wie: Gever
    akkoord: StrictBool


class Antwoordvorm(Invoer):
    """Who of the family says what, when and how (T01, T02)."""

    gegeven_op: Dag
    tot: Dag | None = None
    stemmen: Annotated[list[StemIn], Field(min_length=1, max_length=4)]
    gezaghebbenden: Gezag
    leeftijdsgroep: Leeftijdsgroep
    wilsonbekwaam: Wilsonbekwaam | None = None
    wijze: Literal[Wijze.MONDELING, Wijze.SCHRIFTELIJK, Wijze.DIGITAAL]

    def _opgave(self, voor: frozenset[Deel], met: frozenset[Categorie] | None) -> Toestemmingsopgave:
        return Toestemmingsopgave(
            gegeven_op=self.gegeven_op,
            tot=self.tot,
            stemmen=tuple(Stem(stem.wie, stem.akkoord) for stem in self.stemmen),
            gezag=self.gezaghebbenden,
            groep=self.leeftijdsgroep,
            wilsonbekwaam=self.wilsonbekwaam,
            voor=voor,
            met=met,
            wijze=Wijze(self.wijze),
        )


class VerlengingIn(Antwoordvorm):
    """The family says yes again; what for and with whom stays (T03)."""

    def als_opgave(self) -> Toestemmingsopgave:
        """For the rules; what it is for is filled in by what is extended."""
        return self._opgave(frozenset(), None)


class ToestemmingIn(Antwoordvorm):
    """What the family said: who, for what, with whom, from and until when, how (T01-T03). A no is an answer too."""

    voor: Annotated[list[Deel], Field(min_length=1, max_length=3)]
    met: Annotated[list[Categorie], Field(min_length=1, max_length=13)] | None = None

    def als_opgave(self) -> Toestemmingsopgave:
        """For the rules."""
        return self._opgave(frozenset(self.voor), frozenset(self.met) if self.met is not None else None)


class ToestemmingIntrekkingIn(Invoer):
    """Who of the family withdraws it (T04)."""

    door: Gever


class ToestemmingUit(Vorm):
    """One answer of a family and how it stands now."""

    toestemming_id: UUID
    stand: Toestemmingstand
    gegeven_op: date
    tot: date | None
    stemmen: list[StemVorm]
    gezaghebbenden: int
    leeftijdsgroep: Leeftijdsgroep
    wilsonbekwaam: Wilsonbekwaam | None
    voor: list[Deel]
    met: list[Categorie] | None
    wijze: Wijze
    vastgelegd: datetime
    vastgelegd_door: str
    ingetrokken: datetime | None
    ingetrokken_door: Gever | None

    @classmethod
    def van(cls, beeld: Toestemmingbeeld) -> "ToestemmingUit":
        """From the use case's look."""
        t = beeld.toestemming
        return cls(
            toestemming_id=t.id,
            stand=beeld.stand,
            gegeven_op=t.gegeven_op,
            tot=t.tot,
            stemmen=[StemVorm(wie=stem.wie, akkoord=stem.akkoord) for stem in t.stemmen],
            gezaghebbenden=t.gezag,
            leeftijdsgroep=t.groep,
            wilsonbekwaam=t.wilsonbekwaam,
            voor=sorted(t.voor),
            met=sorted(t.met) if t.met is not None else None,
            wijze=t.wijze,
            vastgelegd=t.vastgelegd,
            vastgelegd_door=beeld.vastgelegd_door,
            ingetrokken=t.ingetrokken,
            ingetrokken_door=t.ingetrokken_door,
        )


class ToestemmingenUit(Vorm):
    """How consent stands on a signal, and every answer of the family, oldest first (T07)."""

    stand: Toestemmingstand
    toestemmingen: list[ToestemmingUit]

    @classmethod
    def van(cls, overzicht: Overzicht) -> "ToestemmingenUit":
        """From the use case's look."""
        return cls(stand=overzicht.stand, toestemmingen=[ToestemmingUit.van(deel) for deel in overzicht.antwoorden])
