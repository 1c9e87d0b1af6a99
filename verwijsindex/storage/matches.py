# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Matches within a viewer's reach, and their timelines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from verwijsindex.domain.daden import Gevolg
from verwijsindex.domain.match import Match
from verwijsindex.storage.database import Tx

MATCH: TypeAdapter[Match] = TypeAdapter(Match)
GEVOLG: TypeAdapter[Gevolg] = TypeAdapter(Gevolg)


@dataclass(frozen=True, slots=True)
class Bereik:
    """Which matches a viewer may know of: a director's own, or a coordinator's municipality (I02, R12)."""

    regisseur: UUID | None = None
    gemeente: str | None = None


_BINNEN = (
    "(m.regisseur = CAST(:regisseur AS uuid) OR m.gemeente = CAST(:gemeente AS text))"
    " AND m.status NOT IN ('afgesloten', 'vervallen')"
)


def _waarden(bereik: Bereik) -> dict[str, object]:
    return {"regisseur": bereik.regisseur, "gemeente": bereik.gemeente}


def lijst(tx: Tx, bereik: Bereik, na: tuple[datetime, UUID] | None, aantal: int) -> list[Match]:
    """The open matches within reach in order of opening, after a place in that order."""
    rijen = tx.execute(
        text(
            f"SELECT CAST(to_jsonb(m) AS text) FROM match m WHERE {_BINNEN}"
            " AND (CAST(:m AS timestamptz) IS NULL OR (m.geopend, m.id) > (:m, CAST(:id AS uuid)))"
            " ORDER BY m.geopend, m.id LIMIT :n"
        ),
        _waarden(bereik) | {"m": na[0] if na else None, "id": na[1] if na else None, "n": aantal},
    ).scalars()
    return [MATCH.validate_json(rij) for rij in rijen]


def verwantschap(tx: Tx, bereik: Bereik, match: UUID) -> int | None:
    """The family's row of an open match within reach, else None."""
    vraag = text(f"SELECT m.verwantschap FROM match m WHERE m.id = :id AND {_BINNEN}")
    gevonden: int | None = tx.execute(vraag, _waarden(bereik) | {"id": match}).scalar_one_or_none()
    return gevonden


def tijdlijn(tx: Tx, match: UUID) -> list[Gevolg]:
    """What happened to a match, oldest first."""
    rijen = tx.execute(
        text("SELECT CAST(inhoud AS text) FROM tijdlijn WHERE match = :m ORDER BY moment, id"), {"m": match}
    ).scalars()
    return [GEVOLG.validate_json(rij) for rij in rijen]


def zet_op_tijdlijn(tx: Tx, gevolgen: Sequence[Gevolg]) -> None:
    """Add consequences to the timelines of their matches."""
    for gevolg in gevolgen:
        tx.execute(
            text("INSERT INTO tijdlijn (match, moment, inhoud) VALUES (:match, :moment, CAST(:inhoud AS jsonb))"),
            {"match": gevolg.match, "moment": gevolg.moment, "inhoud": GEVOLG.dump_json(gevolg).decode()},
        )
