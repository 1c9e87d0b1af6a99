# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests by data subjects (G01, G02), the person behind a token within one (I05), and who looked by the log (G03)."""

import json
from collections.abc import Collection
from datetime import UTC, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.sql.elements import TextClause

from verwijsindex.domain.inzageantwoord import Blikregel
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.rechten import Verzoek
from verwijsindex.storage.database import Tx
from verwijsindex.storage.rechtentabellen import VerzoekRow

Plaats = tuple[datetime, UUID]
VERZOEK: TypeAdapter[Verzoek] = TypeAdapter(Verzoek)
# So much later in the list stands what is closed: no open request has its term there.
LATER = 1000


@cache
def _schrijfvraag() -> TextClause:
    kolommen = [kolom.name for kolom in VerzoekRow.__table__.columns]  # type: ignore[attr-defined]
    wijzig = ", ".join(f"{kolom} = excluded.{kolom}" for kolom in kolommen if kolom != "id")
    velden = ", ".join(kolommen)
    return text(
        f"INSERT INTO verzoek ({velden}) SELECT {velden}"
        " FROM jsonb_populate_record(CAST(NULL AS verzoek), CAST(:rij AS jsonb))"
        f" ON CONFLICT (id) DO UPDATE SET {wijzig} WHERE CAST(:bestaat AS boolean)"
    )


def _rij(verzoek: Verzoek) -> str:
    laatste = datetime.combine(verzoek.termijn, time(), UTC)
    plek = laatste if verzoek.open else laatste.replace(year=laatste.year + LATER, day=min(laatste.day, 28))
    rij: dict[str, Any] = VERZOEK.dump_python(verzoek, mode="json")
    return json.dumps(rij | {"plek": plek.isoformat()})


def voeg_toe(tx: Tx, verzoek: Verzoek) -> bool:
    """Record a request; False when one with its id is there already."""
    return tx.execute(_schrijfvraag(), {"rij": _rij(verzoek), "bestaat": False}).rowcount == 1


def bewaar(tx: Tx, verzoek: Verzoek) -> None:
    """Write a request as it is from now on; its row is locked by `vergrendel`."""
    tx.execute(_schrijfvraag(), {"rij": _rij(verzoek), "bestaat": True})


_LEES = "SELECT CAST(to_jsonb(v) - 'plek' AS text) FROM verzoek v"


def lees(tx: Tx, verzoek: UUID) -> Verzoek | None:
    """One request, of whichever municipality."""
    rij = tx.execute(text(f"{_LEES} WHERE id = :id"), {"id": verzoek}).scalar_one_or_none()
    return VERZOEK.validate_json(rij) if rij else None


def vergrendel(tx: Tx, verzoek: UUID) -> Verzoek | None:
    """The same, locked: of two decisions one comes first."""
    rij = tx.execute(text(f"{_LEES} WHERE id = :id FOR UPDATE"), {"id": verzoek}).scalar_one_or_none()
    return VERZOEK.validate_json(rij) if rij else None


def lijst(tx: Tx, gemeente: str, na: Plaats | None, aantal: int) -> list[tuple[Verzoek, Plaats]]:
    """The requests of a municipality with their places: open ones by the end of their term, then the others."""
    rijen = tx.execute(
        text(
            "SELECT CAST(to_jsonb(v) - 'plek' AS text) AS inhoud, v.plek, v.id FROM verzoek v WHERE gemeente = :g"
            " AND (CAST(:m AS timestamptz) IS NULL OR (plek, id) > (:m, CAST(:id AS uuid)))"
            " ORDER BY plek, id LIMIT :n"
        ),
        {"g": gemeente, "m": na[0] if na else None, "id": na[1] if na else None, "n": aantal},
    )
    return [(VERZOEK.validate_json(rij.inhoud), (rij.plek, rij.id)) for rij in rijen]


def gevraagd_aan(tx: Tx, organisatie: UUID, na: Plaats | None, aantal: int) -> list[tuple[Verzoek, Plaats]]:
    """The requests about which an organisation was asked, with their places in the same order (G02, A06)."""
    rijen = tx.execute(
        text(
            "SELECT CAST(to_jsonb(v) - 'plek' AS text) AS inhoud, v.plek, v.id FROM verzoek v"
            " WHERE adviezen @> CAST(:a AS jsonb)"
            " AND (CAST(:m AS timestamptz) IS NULL OR (plek, id) > (:m, CAST(:id AS uuid)))"
            " ORDER BY plek, id LIMIT :n"
        ),
        {
            "a": json.dumps([{"organisatie": str(organisatie)}]),
            "m": na[0] if na else None,
            "id": na[1] if na else None,
            "n": aantal,
        },
    )
    return [(VERZOEK.validate_json(rij.inhoud), (rij.plek, rij.id)) for rij in rijen]


def persoon(tx: Tx, wie: Pseudoniem) -> UUID | None:
    """The index's own id of a person, None of whom it does not know; nobody is added (I05)."""
    gevonden: UUID | None = tx.execute(
        text("SELECT id FROM persoon WHERE sleutel = ANY(:s)"), {"s": list(wie.alle)}
    ).scalar_one_or_none()
    return gevonden


def bestaat(tx: Tx, wie: UUID) -> bool:
    """Is this person still known?"""
    return bool(tx.execute(text("SELECT EXISTS (SELECT FROM persoon WHERE id = :id)"), {"id": wie}).scalar_one())


def blikken(tx: Tx, onderwerpen: Collection[UUID]) -> list[Blikregel]:
    """The looks at these signals and matches by the log, once per organisation, capacity and day (G03, L01, L04)."""
    rijen = tx.execute(
        text(
            "SELECT DISTINCT l.organisatie, l.rol,"
            " CAST(l.moment AT TIME ZONE 'Europe/Amsterdam' AS date) AS op FROM logboek l"
            " WHERE l.uitkomst = 'gelukt' AND l.tag LIKE ANY(:blik)"
            " AND l.verbintenis IN (SELECT p.verbintenis FROM logpersoon p"
            "  JOIN unnest(CAST(:over AS text[])) o (deel) ON p.onderwerpen @> CAST(o.deel AS jsonb))"
            " ORDER BY op, l.organisatie, l.rol"
        ),
        {
            "blik": ["%:bekijken", "%:opsommen"],
            "over": [
                json.dumps([{"soort": soort, "id": str(id_)}])
                for id_ in sorted(onderwerpen)
                for soort in ("signaal", "match")
            ],
        },
    )
    return [Blikregel(organisatie=rij.organisatie, rol=Rol(rij.rol), op=rij.op) for rij in rijen]
