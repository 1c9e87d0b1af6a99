# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which keys are in use, and the rows that a rotation moves, in batches.

A row is moved under its own lock alone and a batch never waits while it holds one: it cannot deadlock with a deed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.sleutels import Gebruik, Sleutelnaam, Stand
from verwijsindex.storage.database import Tx

_SLOT = 7346115
# Every column that is encrypted at rest: table, column, key of the row, and what the value is bound to.
VERSLEUTELD = (
    ("persoon", "verzegeld", "id", "sleutel"),
    ("envelop", "versleuteld", "signaal", "uuid_send(signaal)"),
    ("bevroren", "versleuteld", "id", "uuid_send(id)"),
    ("abonnement", "geheim", "id", "uuid_send(id)"),
    ("abonnement", "vorig_geheim", "id", "uuid_send(id)"),
)
BEGIN = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Persoonsrij:
    """A stored person."""

    id: UUID
    persoon: Pseudoniem


@dataclass(frozen=True, slots=True)
class Geborgen:
    """An encrypted value: place in `VERSLEUTELD`, row, and what it is bound to."""

    plaats: int
    id: UUID
    inhoud: bytes = field(repr=False)
    context: bytes = field(repr=False)


def stand(tx: Tx) -> Stand:
    """Which keys are in use, and will be until `tx` ends: a rotation waits for who read this."""
    tx.execute(text("SELECT pg_advisory_xact_lock_shared(:slot)"), {"slot": _SLOT})
    return _lees(tx)


def stand_vergrendeld(tx: Tx) -> Stand:
    """The same for who changes it: everybody who read the one of before has ended, and nobody reads until `tx` ends."""
    tx.execute(text("SELECT pg_advisory_xact_lock(:slot)"), {"slot": _SLOT})
    return _lees(tx)


def _lees(tx: Tx) -> Stand:
    # A statement after the lock: it sees what was committed while the lock was waited for.
    rijen = tx.execute(text("SELECT naam, huidig, vorig, sinds FROM sleutelstand"))
    return {Sleutelnaam(rij.naam): Gebruik(rij.huidig, rij.vorig, rij.sinds) for rij in rijen}


def zet(tx: Tx, naam: Sleutelnaam, gebruik: Gebruik) -> None:
    """Say which key is in use; after `stand_vergrendeld` only."""
    tx.execute(
        text(
            "INSERT INTO sleutelstand (naam, huidig, vorig, sinds) VALUES (:naam, :huidig, :vorig, :sinds)"
            " ON CONFLICT (naam) DO UPDATE SET huidig = excluded.huidig, vorig = excluded.vorig, sinds = excluded.sinds"
        ),
        {"naam": naam.value, "huidig": gebruik.huidig, "vorig": gebruik.vorig, "sinds": gebruik.sinds},
    )


_ACHTER = "(pepper IS DISTINCT FROM :pepper OR (CAST(:versie AS int) IS NOT NULL AND versie <> :versie))"


def _bij(pepper: str, versie: int | None) -> dict[str, object]:
    return {"pepper": pepper, "versie": versie}


def achter(tx: Tx, pepper: str, versie: int | None) -> int:
    """How many persons do not stand under this pepper (by id) and this version; None is any version."""
    aantal: int = tx.execute(text(f"SELECT count(*) FROM persoon WHERE {_ACHTER}"), _bij(pepper, versie)).scalar_one()
    return aantal


def te_verhuizen(
    tx: Tx, pepper: str, versie: int | None, na: UUID, aantal: int, *, wacht: bool = False
) -> list[Persoonsrij]:
    """Up to `aantal` such persons after `na`, locked; without `wacht` not those at whom somebody is at work."""
    slot = "FOR UPDATE" if wacht else "FOR UPDATE SKIP LOCKED"
    vraag = f"SELECT * FROM persoon WHERE id > :na AND {_ACHTER} ORDER BY id LIMIT :n {slot}"
    return _personen(tx, vraag, _bij(pepper, versie) | {"na": na, "n": aantal})


def personen_vanaf(tx: Tx, na: UUID, aantal: int) -> list[Persoonsrij]:
    """Up to `aantal` persons after `na`, to look at."""
    return _personen(tx, "SELECT * FROM persoon WHERE id > :na ORDER BY id LIMIT :n", {"na": na, "n": aantal})


def _personen(tx: Tx, vraag: str, waarden: dict[str, object]) -> list[Persoonsrij]:
    return [Persoonsrij(rij.id, _pseudoniem(rij)) for rij in tx.execute(text(vraag), waarden)]


def _pseudoniem(rij: Row[Any]) -> Pseudoniem:
    plaats = None if rij.plaats is None else bytes(rij.plaats)
    return Pseudoniem(bytes(rij.sleutel), bytes(rij.verzegeld), rij.versie, plaats, rij.pepper)


def verhuis(tx: Tx, rijen: Sequence[Persoonsrij]) -> None:
    """Write these persons, which `te_verhuizen` locked, under their keys of now."""
    tx.execute(
        text(
            "UPDATE persoon p SET sleutel = r.sleutel, verzegeld = r.verzegeld, plaats = r.plaats,"
            " versie = r.versie, pepper = r.pepper"
            " FROM unnest(CAST(:id AS uuid[]), CAST(:sleutel AS bytea[]), CAST(:verzegeld AS bytea[]),"
            " CAST(:plaats AS bytea[]), CAST(:versie AS int[]), CAST(:pepper AS text[]))"
            " AS r (id, sleutel, verzegeld, plaats, versie, pepper)"
            " WHERE p.id = r.id"
        ),
        {
            "id": [rij.id for rij in rijen],
            "sleutel": [rij.persoon.sleutel for rij in rijen],
            "verzegeld": [rij.persoon.verzegeld for rij in rijen],
            "plaats": [rij.persoon.plaats for rij in rijen],
            "versie": [rij.persoon.versie for rij in rijen],
            "pepper": [rij.persoon.pepper for rij in rijen],
        },
    )


def onder_andere_sleutel(tx: Tx, kop: bytes) -> int:
    """How many encrypted values do not begin with `kop` (8 bytes)."""
    delen = " + ".join(
        f"(SELECT count(*) FROM {tabel} WHERE {kolom} IS NOT NULL AND substring({kolom} FROM 1 FOR 8) <> :kop)"
        for tabel, kolom, _, _ in VERSLEUTELD
    )
    aantal: int = tx.execute(text(f"SELECT {delen}"), {"kop": kop}).scalar_one()
    return aantal


def te_hernieuwen(tx: Tx, plaats: int, kop: bytes, na: UUID, aantal: int, *, wacht: bool = False) -> list[Geborgen]:
    """Up to `aantal` such values of one column after `na`, locked; without `wacht` not those somebody is at work at."""
    _, kolom, _, _ = VERSLEUTELD[plaats]
    slot = "FOR NO KEY UPDATE" if wacht else "FOR NO KEY UPDATE SKIP LOCKED"
    return _geborgen(tx, plaats, f"substring({kolom} FROM 1 FOR 8) <> :kop", slot, {"kop": kop, "na": na, "n": aantal})


def geborgen_vanaf(tx: Tx, plaats: int, na: UUID, aantal: int) -> list[Geborgen]:
    """Up to `aantal` values of one column after `na`, to look at."""
    return _geborgen(tx, plaats, "true", "", {"na": na, "n": aantal})


def _geborgen(tx: Tx, plaats: int, eis: str, slot: str, waarden: dict[str, object]) -> list[Geborgen]:
    tabel, kolom, sleutel, context = VERSLEUTELD[plaats]
    vraag = (
        f"SELECT {sleutel} AS id, {kolom} AS inhoud, {context} AS context FROM {tabel}"
        f" WHERE {sleutel} > :na AND {kolom} IS NOT NULL AND {eis} ORDER BY {sleutel} LIMIT :n {slot}"
    )
    return [Geborgen(plaats, rij.id, bytes(rij.inhoud), bytes(rij.context)) for rij in tx.execute(text(vraag), waarden)]


def hernieuw(tx: Tx, waarden: Sequence[Geborgen]) -> None:
    """Write these values of one column, which `te_hernieuwen` locked."""
    tabel, kolom, sleutel, _ = VERSLEUTELD[waarden[0].plaats]
    tx.execute(
        text(
            f"UPDATE {tabel} t SET {kolom} = r.inhoud"
            " FROM unnest(CAST(:id AS uuid[]), CAST(:inhoud AS bytea[])) AS r (id, inhoud)"
            f" WHERE t.{sleutel} = r.id"
        ),
        {"id": [waarde.id for waarde in waarden], "inhoud": [waarde.inhoud for waarde in waarden]},
    )


def aantal_waarden(tx: Tx) -> int:
    """How many encrypted values there are."""
    delen = " + ".join(f"(SELECT count({kolom}) FROM {tabel})" for tabel, kolom, _, _ in VERSLEUTELD)
    aantal: int = tx.execute(text(f"SELECT {delen}")).scalar_one()
    return aantal


def aantal_personen(tx: Tx) -> int:
    """How many persons there are."""
    aantal: int = tx.execute(text("SELECT count(*) FROM persoon")).scalar_one()
    return aantal
