# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who asks, and the row that every deed, refusal and look leaves behind (L01)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
    ouder_span_id: str | None = None
    vreemde_span_id: str | None = None

    def als_onderdeel(self) -> "Aanroep":
        """The same call for what it did besides: an action of its own, under this one."""
        return replace(self, span_id=None, ouder_span_id=self.span_id, vreemde_span_id=None)

    def als_systeem(self) -> "Aanroep":
        """The same call for what time did, not the caller."""
        niemand = replace(self, rol=Rol.SYSTEEM, organisatie=None, professional=None, regisseur=None, doel="tijd")
        return niemand.als_onderdeel()

    def los(self) -> "Aanroep":
        """What time did before, and this call only came upon: on a trace of its own, for it did not follow from it."""
        return replace(self.als_systeem(), trace_id=None, ouder_span_id=None)


class Uitkomst(StrEnum):
    """How it ended."""

    GELUKT = "gelukt"
    GEWEIGERD = "geweigerd"


PERSOONLIJK = b"verwijsindex/1/logboek/persoonlijk\n"
VELDEN = (
    *("id", "moment", "bron", "rol", "organisatie", "doel", "tag", "grond", "convenant", "gemeente"),
    *("uitkomst", "code", "regel", "trace_id", "span_id", "verbintenis"),
)
# Sealed where they have a value, so that rows of before they were there keep their bytes.
LATERE_VELDEN = ("ouder_span_id", "vreemde_span_id", "begonnen", "geeindigd")


def canoniek(inhoud: object) -> bytes:
    """JSON in the one way of RFC 8785: of texts, whole numbers, lists and objects with plain keys, which ours are."""
    return json.dumps(inhoud, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def verbintenis(zout: bytes, professional: UUID | None, onderwerpen: Sequence[tuple[str, UUID]]) -> bytes:
    """The commitment to what is personal in a row: 32 bytes that say nothing without the salt (L03).

    Without the salt and what it was about, nobody can tell any more who or what it was, and the row still verifies.
    """
    persoonlijk = {
        "professional": str(professional) if professional else None,
        "onderwerpen": [{"soort": soort, "id": str(id_)} for soort, id_ in onderwerpen],
    }
    return hashlib.sha256(PERSOONLIJK + zout + canoniek(persoonlijk)).digest()


def bladinhoud(rij: Mapping[str, object]) -> dict[str, object]:
    """A row of evidence as it is sealed (L03): texts, moments in UTC to the microsecond, hashes in hex.

    VELDEN always, LATERE_VELDEN where they say something.
    """

    def als_tekst(waarde: object) -> object:
        match waarde:
            case datetime():
                return waarde.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            case bytes():
                return waarde.hex()
            case UUID():
                return str(waarde)
            case _:
                return waarde

    later = [veld for veld in LATERE_VELDEN if rij[veld] is not None]
    return {veld: als_tekst(rij[veld]) for veld in (*VELDEN, *later)}


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
    begonnen: datetime | None = None
    geeindigd: datetime | None = None
