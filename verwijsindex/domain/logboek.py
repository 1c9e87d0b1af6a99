# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who asks, and the row that every deed, refusal and look leaves behind (L01)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Rol(StrEnum):
    """In which capacity somebody acts."""

    MELDER = "melder"
    REGISSEUR = "regisseur"
    COORDINATOR = "coordinator"
    PRIVACY = "privacy"
    BEHEER = "beheer"
    SYSTEEM = "systeem"
    ONBEKEND = "onbekend"


class Bron(StrEnum):
    """The entrance through which a deed came."""

    API = "api"
    INBOX = "inbox"
    WORKER = "worker"
    OPDRACHT = "opdracht"


@dataclass(frozen=True, slots=True)
class Aanroep:
    """One call: who, in which capacity, for what purpose, through which entrance, on which trace (W3C)."""

    bron: Bron
    rol: Rol
    doel: str
    organisatie: UUID | None = None
    professional: UUID | None = None
    regisseur: UUID | None = None
    gemeente: str | None = None
    trace_id: str | None = None
    span_id: str | None = None

    def als_systeem(self) -> "Aanroep":
        """The same call for what time did, not the caller."""
        return replace(self, rol=Rol.SYSTEEM, organisatie=None, professional=None, regisseur=None, doel="tijd")


class Uitkomst(StrEnum):
    """How it ended."""

    GELUKT = "gelukt"
    GEWEIGERD = "geweigerd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logregel:
    """One row of evidence (L01): opaque ids only, no name, no pseudonym, no value of a request."""

    moment: datetime
    aanroep: Aanroep
    tag: str
    onderwerpen: tuple[tuple[str, UUID], ...] = ()
    grond: str | None = None
    convenant: str | None = None
    uitkomst: Uitkomst = Uitkomst.GELUKT
    code: str | None = None
    regel: str | None = None
