# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Evidence as the standard Logboek Dataverwerkingen 1.0 (Logius) has it: actions on a trace, each about one person."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from verwijsindex.domain.logboek import Uitkomst

_AFGELEID = b"verwijsindex/1/dataverwerking\n"
ACTIVITEIT = "dpl.core.processing_activity_id"
BETROKKENE = "dpl.core.data_subject_id"
SOORT_BETROKKENE = "dpl.core.data_subject_id_type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actie:
    """One record: ids in hex (32 and 16 digits), `naam` the tag, `doel` the purpose, `betrokkene` nobody or one.

    Nobody's name and no user: who did it stands in the log itself. `ouder_span_id` is the action that it is part of, or
    that of who called us.
    """

    trace_id: str
    span_id: str
    naam: str
    doel: str
    begin: datetime
    eind: datetime
    uitkomst: Uitkomst
    gemeente: str | None
    ouder_span_id: str | None = None
    betrokkene: UUID | None = None


class Ontvangst(Enum):
    """How a collector took actions; what is too large can go in smaller bites."""

    GENOMEN = "genomen"
    LATER = "later"
    TE_GROOT = "te-groot"


def acties(actie: Actie, betrokkenen: Sequence[UUID]) -> Iterator[Actie]:
    """A record per person: of one the action itself, of several one each under it (LDV 3.3)."""
    if len(betrokkenen) < 2:
        yield replace(actie, betrokkene=betrokkenen[0] if betrokkenen else None)
        return
    yield actie
    for betrokkene in betrokkenen:
        span = hashlib.sha256(_AFGELEID + bytes.fromhex(actie.span_id) + betrokkene.bytes).hexdigest()[:16]
        yield replace(actie, span_id=span, ouder_span_id=actie.span_id, betrokkene=betrokkene)


@dataclass(frozen=True, slots=True)
class Naamruimte:
    """How this index names itself, its purposes in the register, and its persons: `bron` a URN, `register` a URI."""

    bron: str
    register: str

    def kenmerken(self, actie: Actie) -> dict[str, str]:
        """The attributes of an action."""
        gegeven = {ACTIVITEIT: f"{self.register}{actie.doel}"}
        if actie.betrokkene:
            gegeven |= {BETROKKENE: str(actie.betrokkene), SOORT_BETROKKENE: f"{self.bron}:persoon"}
        return gegeven
