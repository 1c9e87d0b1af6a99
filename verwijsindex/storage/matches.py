# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Matches within a viewer's reach, and their timelines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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


def met_vraag(tx: Tx, lijst: str, velden: Mapping[str, object]) -> list[tuple[int, UUID]]:
    """Family's row and id of the matches whose `lijst` (handovers, aftercare, agreements) has one with these fields."""
    if lijst not in ("overdrachten", "nazorg", "afspraken"):
        raise ValueError(lijst)
    rijen = tx.execute(
        text(f"SELECT verwantschap, id FROM match WHERE {lijst} @> CAST(:v AS jsonb) ORDER BY geopend, id"),
        {"v": json.dumps([dict(velden)], default=str)},
    )
    return [(rij.verwantschap, rij.id) for rij in rijen]


_STIL = "(m.status = 'nieuw' OR m.termijnen @? '$[*] ? (@.gemist > 0)')"
_NIEMAND = (
    "NOT EXISTS (SELECT FROM signaal s JOIN kind k ON k.id = s.kind WHERE k.dossier = m.dossier"
    " AND s.intrekking IS NULL AND s.slaapt_sinds IS NULL AND (s.tot IS NULL OR s.tot >= :vandaag))"
)
_HERKOMST = (
    "EXISTS (SELECT FROM signaal s JOIN kind k ON k.id = s.kind WHERE k.dossier = m.dossier"
    " AND s.herkomst = 'veilig-thuis-overdracht')"
)
LIJSTEN = {"te-laat": _STIL, "niemand-actief": _NIEMAND, "veilig-thuis-overdracht": _HERKOMST}


def van_lijst(
    tx: Tx, naam: str, gemeente: str, vandaag: date, na: tuple[datetime, UUID] | None, aantal: int
) -> list[tuple[datetime, UUID]]:
    """Places of the open matches of a municipality on one of `LIJSTEN`, oldest first (R04, R11, M10)."""
    rijen = tx.execute(
        text(
            f"SELECT m.geopend, m.id FROM match m WHERE m.gemeente = :g AND m.status NOT IN ('afgesloten', 'vervallen')"
            f" AND {LIJSTEN[naam]} AND (CAST(:m AS timestamptz) IS NULL OR (m.geopend, m.id) > (:m, CAST(:id AS uuid)))"
            " ORDER BY m.geopend, m.id LIMIT :n"
        ),
        {
            "g": gemeente,
            "vandaag": vandaag,
            "m": na[0] if na else None,
            "id": na[1] if na else None,
            "n": aantal,
        },
    )
    return [(rij.geopend, rij.id) for rij in rijen]


def te_laat_per_regisseur(tx: Tx, gemeente: str) -> dict[UUID, int]:
    """How many open matches of each director have something that passed its day (R04)."""
    rijen = tx.execute(
        text(
            "SELECT m.regisseur, count(*) AS aantal FROM match m WHERE m.gemeente = :g AND m.regisseur IS NOT NULL"
            f" AND m.status NOT IN ('afgesloten', 'vervallen') AND {_STIL} GROUP BY m.regisseur"
        ),
        {"g": gemeente},
    )
    return {rij.regisseur: rij.aantal for rij in rijen}


def zonder_regisseur(tx: Tx, op: date, aantal: int) -> list[tuple[int, UUID]]:
    """Family's row and id of open matches whose director is none any more on this day, or none there (R01, R02)."""
    rijen = tx.execute(
        text(
            "SELECT m.verwantschap, m.id FROM match m JOIN regisseur r ON r.id = m.regisseur"
            " JOIN professional p ON p.id = r.id JOIN organisatie o ON o.id = p.organisatie"
            " WHERE m.status NOT IN ('afgesloten', 'vervallen')"
            " AND NOT (r.actief AND o.actief AND r.gemeente = m.gemeente"
            " AND :op BETWEEN p.vanaf AND coalesce(p.tot, 'infinity'))"
            " ORDER BY m.geopend, m.id LIMIT :n"
        ),
        {"op": op, "n": aantal},
    )
    return [(rij.verwantschap, rij.id) for rij in rijen]


def voorstellen(tx: Tx, *, gemeente: str | None, regisseur: UUID | None) -> list[UUID]:
    """The open proposals about a family of this municipality, or about a match of this director, oldest first (M04)."""
    rijen = tx.execute(
        text(
            "SELECT v.id FROM voorstel v WHERE EXISTS (SELECT FROM dossier d WHERE d.id = ANY(v.dossiers)"
            " AND d.gemeente = :g) OR EXISTS (SELECT FROM match m WHERE m.dossier = ANY(v.dossiers)"
            " AND m.regisseur = CAST(:r AS uuid) AND m.status NOT IN ('afgesloten', 'vervallen'))"
            " ORDER BY v.sinds, v.id"
        ),
        {"g": None if regisseur else gemeente, "r": regisseur},
    )
    return list(rijen.scalars())


def verwantschap_van_voorstel(tx: Tx, voorstel: UUID) -> int | None:
    """The family's row of an open proposal."""
    gevonden: int | None = tx.execute(
        text("SELECT verwantschap FROM voorstel WHERE id = :id"), {"id": voorstel}
    ).scalar_one_or_none()
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
