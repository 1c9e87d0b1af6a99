# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of a safety override (V01-V08)."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from verwijsindex.api.schemas import Dag, InformeringIn, Invoer, Vorm
from verwijsindex.domain.opgave import Grondopgave
from verwijsindex.domain.veiligheid import NietDoorgeven, Onderbouwing
from verwijsindex.domain.woorden import (
    Doorgeefreden,
    Evenredigheid,
    GeenToestemming,
    Geraadpleegde,
    Grond,
    Noodzaak,
)
from verwijsindex.use_cases.veiligheid import Grondbeeld


class MeldingVeiligThuisIn(Invoer):
    """Was a report made to Veilig Thuis, and on which day; this signal is none (V08)."""

    gedaan: StrictBool
    op: Dag | None = None

    @model_validator(mode="after")
    def _samen(self) -> Self:
        if self.gedaan != (self.op is not None):
            zin = "Geef `op` als er een melding bij Veilig Thuis is gedaan, en anders niet."
            raise PydanticCustomError("melding-dag-onjuist", "{zin}", {"zin": zin})
        return self


class NietDoorgevenIn(Invoer):
    """Why the basic care must not hear of it yet, and when that is looked at again (V07)."""

    reden: Doorgeefreden
    herzien_op: Dag


class VeiligheidsgrondIn(Invoer):
    """The safety override with the facts that it asks (V01, V02); the weighing stays in the organisation's own file."""

    grond: Grond
    feiten_en_duiding: Annotated[StrictBool, Field(description="feiten en duiding zijn uit elkaar gehouden")]
    geen_toestemming: GeenToestemming
    noodzaak: Noodzaak
    evenredigheid: Evenredigheid
    geraadpleegd: Geraadpleegde
    geraadpleegd_op: Dag
    informering: InformeringIn
    dossier: Annotated[str, Field(min_length=1, max_length=40, description="kenmerk van het eigen dossier")]
    melding_veilig_thuis: MeldingVeiligThuisIn
    niet_doorgeven: NietDoorgevenIn | None = None

    def als_opgave(self) -> Grondopgave:
        """For the rules."""
        return Grondopgave(
            grond=self.grond,
            onderbouwing=Onderbouwing(
                feiten_en_duiding=self.feiten_en_duiding,
                geen_toestemming=self.geen_toestemming,
                noodzaak=self.noodzaak,
                evenredigheid=self.evenredigheid,
                geraadpleegd=self.geraadpleegd,
                geraadpleegd_op=self.geraadpleegd_op,
                informering=self.informering.als_informering(),
                dossier=self.dossier,
                melding_veilig_thuis=self.melding_veilig_thuis.op,
            ),
            niet_doorgeven=als_niet_doorgeven(self.niet_doorgeven),
        )


class DoorgeefbesluitIn(Invoer):
    """Keep the basic care out of it until a day, or (null) let it hear (V07)."""

    niet_doorgeven: NietDoorgevenIn | None


def als_niet_doorgeven(vorm: NietDoorgevenIn | None) -> NietDoorgeven | None:
    """For the rules."""
    return NietDoorgeven(vorm.reden, vorm.herzien_op) if vorm else None


class VeiligheidsgrondUit(Vorm):
    """An own V-ground as it stands now; `eindigt` is its last day if nobody does anything (V03, V04)."""

    veiligheidsgrond_id: UUID
    grond: Grond
    ingeroepen: datetime
    bevestigd: datetime | None
    herbeoordeeld: datetime | None
    vervallen: datetime | None
    eindigt: date | None
    dossier: str | None
    melding_veilig_thuis: date | None
    niet_doorgeven_tot: date | None

    @classmethod
    def van(cls, beeld: Grondbeeld) -> "VeiligheidsgrondUit":
        """From the use case's look."""
        grond, feiten = beeld.grond, beeld.grond.onderbouwing
        return cls(
            veiligheidsgrond_id=grond.id,
            grond=grond.grond,
            ingeroepen=grond.ingeroepen,
            bevestigd=grond.bevestigd,
            herbeoordeeld=grond.herbeoordeeld,
            vervallen=grond.vervallen,
            eindigt=beeld.eindigt,
            dossier=feiten.dossier if feiten else None,
            melding_veilig_thuis=feiten.melding_veilig_thuis if feiten else None,
            niet_doorgeven_tot=grond.niet_doorgeven.herzien_op if grond.niet_doorgeven else None,
        )
