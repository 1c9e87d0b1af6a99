# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Convenant versions: added once, never changed."""

from pydantic import TypeAdapter
from sqlalchemy import text

from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.tijd import begin_van
from verwijsindex.storage.database import Tx
from verwijsindex.storage.families import VAN_GEMEENTE

CONVENANT: TypeAdapter[Convenant] = TypeAdapter(Convenant)


def voeg_toe(tx: Tx, convenant: Convenant) -> bool:
    """Store a version; False when that version is there already. Families look again on its first day.

    Their rows are locked in order of id, as every deed does.
    """
    nieuw = tx.execute(
        text(
            "INSERT INTO convenant (gemeente, naam, versie, vanaf, tot, inhoud)"
            " VALUES (:gemeente, :naam, :versie, :vanaf, :tot, CAST(:inhoud AS jsonb)) ON CONFLICT DO NOTHING"
        ),
        {
            "gemeente": convenant.gemeente,
            "naam": convenant.naam,
            "versie": convenant.versie,
            "vanaf": convenant.vanaf,
            "tot": convenant.tot,
            "inhoud": CONVENANT.dump_json(convenant).decode(),
        },
    ).rowcount
    tx.execute(
        text(
            "UPDATE verwantschap SET volgende = least(volgende, :begin) WHERE id IN ("
            f"SELECT id FROM verwantschap WHERE tot < :begin AND id IN ({VAN_GEMEENTE}) ORDER BY id FOR NO KEY UPDATE)"
        ),
        {"begin": begin_van(convenant.vanaf), "gemeente": convenant.gemeente},
    )
    return nieuw == 1


def alle(tx: Tx) -> Convenanten:
    """Every version of every municipality."""
    rijen = tx.execute(text("SELECT CAST(inhoud AS text) FROM convenant")).scalars()
    return Convenanten.van(CONVENANT.validate_json(rij) for rij in rijen)
