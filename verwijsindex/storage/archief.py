# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The archive of the statutory index (B02, M15): kept under the person, so that a new report finds it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from verwijsindex.domain.archief import Archiefstuk
from verwijsindex.domain.tijd import dag
from verwijsindex.storage.database import Tx

STUKKEN: TypeAdapter[list[Archiefstuk]] = TypeAdapter(list[Archiefstuk])
_VELDEN = "id, kind, geboortemaand, gemeente, organisatie, signaal_id, contactpunt, gemeld, bewaard_tot"
# Had its time, or was told: a day later nobody asks for the same answer again.
_VERLOPEN = "(a.bewaard_tot <= :dag OR a.gezegd < :gezegd)"


def bewaar(tx: Tx, stukken: Sequence[Archiefstuk]) -> None:
    """Add to the archive."""
    if stukken:
        tx.execute(
            text(
                f"INSERT INTO archief ({_VELDEN}) SELECT {_VELDEN}"
                " FROM jsonb_populate_recordset(CAST(NULL AS archief), CAST(:rijen AS jsonb))"
            ),
            {"rijen": STUKKEN.dump_json(list(stukken)).decode()},
        )


def te_zeggen(tx: Tx, kind: UUID, gemeente: str, vandaag: date) -> list[Archiefstuk]:
    """What is kept of a child in a municipality, had not its time and did not speak yet, oldest first."""
    vraag = "a.kind = :k AND a.gemeente = :g AND a.gezegd IS NULL AND a.bewaard_tot > :dag"
    return _lees(tx, vraag, {"k": kind, "g": gemeente, "dag": vandaag})


def van_kind(tx: Tx, kind: UUID, gemeente: str) -> list[Archiefstuk]:
    """All that is kept of a child in a municipality, oldest first."""
    return _lees(tx, "a.kind = :k AND a.gemeente = :g", {"k": kind, "g": gemeente})


def gezegd_tegen(tx: Tx, signaal: UUID, sinds: datetime) -> list[Archiefstuk]:
    """What was told to who reported this signal since a moment."""
    return _lees(tx, "a.gezegd_tegen = :s AND a.gezegd >= :sinds", {"s": signaal, "sinds": sinds})


def van_organisatie(tx: Tx, organisatie: UUID, signaal_id: UUID) -> Archiefstuk | None:
    """What is kept of a signal that an organisation handed in under this id."""
    gevonden = _lees(tx, "a.organisatie = :o AND a.signaal_id = :s", {"o": organisatie, "s": signaal_id})
    return gevonden[0] if gevonden else None


def _lees(tx: Tx, welke: str, waarden: dict[str, object]) -> list[Archiefstuk]:
    vraag = text(
        f"SELECT CAST(coalesce(jsonb_agg(to_jsonb(a) ORDER BY gemeld, id), '[]') AS text) FROM archief a WHERE {welke}"
    )
    return STUKKEN.validate_json(tx.execute(vraag, waarden).scalar_one())


def zeg(tx: Tx, ids: Collection[UUID], signaal: UUID, nu: datetime) -> None:
    """These were told to who reported this signal, and speak no more (M15)."""
    if ids:
        vraag = text("UPDATE archief SET gezegd = :nu, gezegd_tegen = :s WHERE id = ANY(:ids)")
        tx.execute(vraag, {"ids": list(ids), "s": signaal, "nu": nu})


def leg_stil(
    tx: Tx,
    kinderen: Collection[UUID],
    nu: datetime,
    *,
    gemeente: str | None = None,
    gemeld_tot: date | None = None,
    alleen: UUID | None = None,
) -> None:
    """Of these children nothing speaks any more, and it had its time: of a municipality, through a day, or one."""
    tx.execute(
        text(
            "UPDATE archief SET bewaard_tot = least(bewaard_tot, :dag), gezegd = coalesce(gezegd, :nu)"
            " WHERE kind = ANY(:k) AND (CAST(:g AS text) IS NULL OR gemeente = :g)"
            " AND (CAST(:tot AS date) IS NULL OR gemeld <= :tot) AND (CAST(:id AS uuid) IS NULL OR id = :id)"
        ),
        {"k": list(kinderen), "nu": nu, "dag": dag(nu), "g": gemeente, "tot": gemeld_tot, "id": alleen},
    )


def families_met_verlopen(tx: Tx, vandaag: date, gezegd_voor: datetime) -> list[int]:
    """Families of which something in the archive had its time (B02), or was told before a moment (M15)."""
    vraag = text(
        f"SELECT DISTINCT p.verwantschap FROM archief a JOIN persoon p ON p.id = a.kind WHERE {_VERLOPEN}"
        " AND NOT EXISTS (SELECT FROM bevriezing b WHERE b.persoon = a.kind) ORDER BY 1"
    )
    return list(tx.execute(vraag, {"dag": vandaag, "gezegd": gezegd_voor}).scalars())


def verwijder_verlopen(tx: Tx, verwantschap: int, vandaag: date, gezegd_voor: datetime) -> int:
    """Destroy these of a family, but for who a request is pending about (G02); how many."""
    vraag = text(
        f"DELETE FROM archief a USING persoon p WHERE p.id = a.kind AND p.verwantschap = :v AND {_VERLOPEN}"
        " AND NOT EXISTS (SELECT FROM bevriezing b WHERE b.persoon = a.kind)"
    )
    return tx.execute(vraag, {"v": verwantschap, "dag": vandaag, "gezegd": gezegd_voor}).rowcount


def verlopend(tx: Tx, tot: date, gezegd_voor: datetime) -> list[tuple[date, bool, int]]:
    """What goes through a day: on which, whether it waits for a request, how many (B04)."""
    rijen = tx.execute(
        text(
            "SELECT least(a.bewaard_tot, CAST(a.gezegd AT TIME ZONE 'Europe/Amsterdam' AS date) + 1) AS dag,"
            " EXISTS (SELECT FROM bevriezing b WHERE b.persoon = a.kind) AS wacht, count(*) AS aantal"
            f" FROM archief a WHERE {_VERLOPEN} GROUP BY 1, 2 ORDER BY 1"
        ),
        {"dag": tot, "gezegd": gezegd_voor},
    )
    return [(rij.dag, rij.wacht, rij.aantal) for rij in rijen]
