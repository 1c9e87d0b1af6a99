# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The tree over the log, its heads and witnesses (L03); written by the sealer's role only, but for witnesses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from verwijsindex.storage.database import Tx

SLOT = 6_011_303


def begin(tx: Tx) -> int | None:
    """How many rows are sealed, when it is our turn; None when another is at it."""
    if not tx.execute(text("SELECT pg_try_advisory_xact_lock(:slot)"), {"slot": SLOT}).scalar_one():
        return None
    return aantal(tx)


def aantal(tx: Tx) -> int:
    """How many rows are sealed."""
    gevonden: int = tx.execute(text("SELECT coalesce(max(positie) + 1, 0) FROM blad")).scalar_one()
    return gevonden


def neem(tx: Tx, hoogstens: int) -> list[Mapping[str, Any]]:
    """Take rows of evidence that have no place yet, oldest first."""
    rijen = tx.execute(
        text(
            "WITH genomen AS (DELETE FROM te_zegelen WHERE regel IN"
            "  (SELECT regel FROM te_zegelen ORDER BY regel LIMIT :n) RETURNING regel)"
            " SELECT l.* FROM logregel l JOIN genomen g ON g.regel = l.id ORDER BY l.id"
        ),
        {"n": hoogstens},
    )
    return [dict(rij) for rij in rijen.mappings()]


def schrijf(tx: Tx, bladeren: Sequence[tuple[int, int]], knopen: Sequence[tuple[int, int, bytes]]) -> None:
    """Places of rows, and the subtrees that became complete."""
    if bladeren:
        tx.execute(
            text("INSERT INTO blad (positie, regel) VALUES (:p, :r)"), [{"p": p, "r": regel} for p, regel in bladeren]
        )
        tx.execute(
            text("INSERT INTO knoop (niveau, nummer, hash) VALUES (:n, :m, :h)"),
            [{"n": niveau, "m": nummer, "h": hash_} for niveau, nummer, hash_ in knopen],
        )


def knoop(tx: Tx, niveau: int, nummer: int) -> bytes:
    """The hash of a complete subtree. Raises NoResultFound."""
    vraag = text("SELECT hash FROM knoop WHERE niveau = :n AND nummer = :m")
    return bytes(tx.execute(vraag, {"n": niveau, "m": nummer}).scalar_one())


def schrijf_kop(tx: Tx, grootte: int, notitie: str, nu: datetime) -> None:
    """A signed head; one per size."""
    vraag = text("INSERT INTO kop (grootte, moment, tekst) VALUES (:g, :m, :t) ON CONFLICT DO NOTHING")
    tx.execute(vraag, {"g": grootte, "m": nu, "t": notitie})


@dataclass(frozen=True, slots=True)
class BewaardeKop:
    """A signed head, and the lines of witnesses by name with the moment at which each came."""

    grootte: int
    moment: datetime
    notitie: str
    getuigen: Mapping[str, tuple[str, datetime]]


def koppen(tx: Tx, onder: int | None, hoogstens: int) -> list[BewaardeKop]:
    """Signed heads, newest first, below a size."""
    rijen = tx.execute(
        text(
            "SELECT k.grootte, k.moment, k.tekst, coalesce((SELECT jsonb_object_agg(m.getuige, jsonb_build_array("
            " m.regel, m.moment)) FROM medeondertekening m WHERE m.grootte = k.grootte), '{}') AS getuigen FROM kop k"
            " WHERE CAST(:onder AS bigint) IS NULL OR k.grootte < :onder ORDER BY k.grootte DESC LIMIT :n"
        ),
        {"onder": onder, "n": hoogstens},
    )
    return [
        BewaardeKop(
            rij.grootte,
            rij.moment,
            rij.tekst,
            {naam: (regel, datetime.fromisoformat(moment)) for naam, (regel, moment) in rij.getuigen.items()},
        )
        for rij in rijen
    ]


def kop(tx: Tx, grootte: int) -> BewaardeKop | None:
    """The signed head of a size."""
    gevonden = koppen(tx, grootte + 1, 1)
    return gevonden[0] if gevonden and gevonden[0].grootte == grootte else None


def onderteken_mede(tx: Tx, grootte: int, getuige: str, regel: str, nu: datetime) -> None:
    """A witness saw a head; the first line of each stays."""
    vraag = text("INSERT INTO medeondertekening (grootte, getuige, regel, moment) VALUES (:g, :w, :r, :m)")
    tx.execute(text(f"{vraag.text} ON CONFLICT DO NOTHING"), {"g": grootte, "w": getuige, "r": regel, "m": nu})


def achterstand(tx: Tx) -> tuple[int, datetime | None]:
    """How many rows wait for a place, and since when the oldest."""
    rij = tx.execute(
        text("SELECT count(*) AS n, min(l.moment) AS oudste FROM te_zegelen t JOIN logregel l ON l.id = t.regel")
    ).one()
    return rij.n, rij.oudste


def uitvoer(tx: Tx, van: int, tot: int) -> Iterator[Mapping[str, Any]]:
    """Leaves from a place up to another, each with its row as it is now, if it is there."""
    rijen = tx.execution_options(yield_per=1000).execute(
        text(
            "SELECT b.positie, k.hash AS blad, l.*, p.zout, p.professional, p.onderwerpen"
            " FROM blad b JOIN knoop k ON k.niveau = 0 AND k.nummer = b.positie LEFT JOIN logregel l ON l.id = b.regel"
            " LEFT JOIN logpersoon p ON p.verbintenis = l.verbintenis"
            " WHERE b.positie >= :van AND b.positie < :tot ORDER BY b.positie"
        ),
        {"van": van, "tot": tot},
    )
    for rij in rijen.mappings():
        yield dict(rij)


def zonder_plaats(tx: Tx) -> list[int]:
    """Rows of evidence that are in no tree and do not wait for it: somebody put them there."""
    rijen = tx.execute(
        text(
            "SELECT l.id FROM logregel l LEFT JOIN blad b ON b.regel = l.id LEFT JOIN te_zegelen t ON t.regel = l.id"
            " WHERE b.regel IS NULL AND t.regel IS NULL ORDER BY l.id LIMIT 100"
        )
    )
    return list(rijen.scalars())
