# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests by data subjects (G01, G02)."""

import json
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from verwijsindex.domain.rechten import Verzoek
from verwijsindex.storage.database import Tx
from verwijsindex.storage.rechtentabellen import VerzoekRow

Plaats = tuple[datetime, UUID]
VERZOEK: TypeAdapter[Verzoek] = TypeAdapter(Verzoek)
# So much later in the list stands what is closed: no open request has its term there.
LATER = 1000


KOLOMMEN = [kolom.name for kolom in VerzoekRow.__table__.columns]  # type: ignore[attr-defined]
_VOEG_TOE = (
    f"INSERT INTO verzoek ({', '.join(KOLOMMEN)}) SELECT {', '.join(KOLOMMEN)}"
    " FROM jsonb_populate_record(CAST(NULL AS verzoek), CAST(:rij AS jsonb)) ON CONFLICT (id) DO "
)
_WIJZIG = f"UPDATE SET {', '.join(f'{kolom} = excluded.{kolom}' for kolom in KOLOMMEN if kolom != 'id')}"


def _rij(verzoek: Verzoek) -> str:
    laatste = datetime.combine(verzoek.termijn, time(), UTC)
    plek = laatste if verzoek.open else laatste.replace(year=laatste.year + LATER, day=min(laatste.day, 28))
    rij: dict[str, Any] = VERZOEK.dump_python(verzoek, mode="json")
    return json.dumps(rij | {"plek": plek.isoformat()})


def voeg_toe(tx: Tx, verzoek: Verzoek) -> bool:
    """Record a request; False when one with its id is there already."""
    return tx.execute(text(f"{_VOEG_TOE} NOTHING"), {"rij": _rij(verzoek)}).rowcount == 1


def bewaar(tx: Tx, verzoek: Verzoek) -> None:
    """Write a request as it is from now on; its row is locked by `vergrendel`."""
    tx.execute(text(f"{_VOEG_TOE} {_WIJZIG}"), {"rij": _rij(verzoek)})


_INHOUD = "SELECT CAST(to_jsonb(v) - 'plek' AS text) AS inhoud, v.plek, v.id FROM verzoek v"
_BLADZIJDE = " AND (CAST(:m AS timestamptz) IS NULL OR (plek, id) > (:m, CAST(:id AS uuid))) ORDER BY plek, id LIMIT :n"


def lees(tx: Tx, verzoek: UUID, *, vergrendeld: bool = False) -> Verzoek | None:
    """One request, of whichever municipality; locked, so that of two decisions one comes first."""
    vraag = f"{_INHOUD} WHERE id = :id{' FOR UPDATE' if vergrendeld else ''}"
    rij = tx.execute(text(vraag), {"id": verzoek}).one_or_none()
    return VERZOEK.validate_json(rij.inhoud) if rij else None


def lijst(tx: Tx, gemeente: str, na: Plaats | None, aantal: int) -> list[tuple[Verzoek, Plaats]]:
    """The requests of a municipality with their places: open ones by the end of their term, then the others."""
    return _bladzijde(tx, "gemeente = :over", gemeente, na, aantal)


def gevraagd_aan(tx: Tx, organisatie: UUID, na: Plaats | None, aantal: int) -> list[tuple[Verzoek, Plaats]]:
    """The requests about which an organisation was asked, with their places in the same order (G02, A06)."""
    gevraagd = json.dumps([{"organisatie": str(organisatie)}])
    return _bladzijde(tx, "adviezen @> CAST(:over AS jsonb)", gevraagd, na, aantal)


_GEEINDIGD = "coalesce(ingetrokken, CAST(besluit ->> 'moment' AS timestamptz))"


def oude(tx: Tx, voor: datetime) -> list[datetime]:
    """Of each request that ended before a moment, when it did (B05)."""
    vraag = text(f"SELECT {_GEEINDIGD} FROM verzoek WHERE {_GEEINDIGD} < :voor")
    return list(tx.execute(vraag, {"voor": voor}).scalars())


def verwijder_oude(tx: Tx, voor: datetime, aantal: int) -> int:
    """Destroy at most so many of these; how many."""
    return tx.execute(
        text(
            f"DELETE FROM verzoek WHERE id IN (SELECT id FROM verzoek WHERE {_GEEINDIGD} < :voor"
            f" ORDER BY {_GEEINDIGD} LIMIT :n)"
        ),
        {"voor": voor, "n": aantal},
    ).rowcount


def _bladzijde(tx: Tx, welke: str, over: str, na: Plaats | None, aantal: int) -> list[tuple[Verzoek, Plaats]]:
    moment, id_ = na or (None, None)
    rijen = tx.execute(
        text(f"{_INHOUD} WHERE {welke}{_BLADZIJDE}"), {"over": over, "m": moment, "id": id_, "n": aantal}
    )
    return [(VERZOEK.validate_json(rij.inhoud), (rij.plek, rij.id)) for rij in rijen]
