# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The webhooks of organisations (N02)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from verwijsindex.domain.abonnement import Abonnement, Abonnementstoestand
from verwijsindex.storage.database import Tx
from verwijsindex.storage.posttabellen import AbonnementRow

_ABONNEMENT = (
    "SELECT a.id, a.organisatie, a.adres, a.toestand, a.reden, a.sinds, a.per_minuut, a.geheim IS NOT NULL AS geheim,"
    " a.mislukt_sinds,"
    " (SELECT count(*) FROM bezorging b WHERE b.abonnement = a.id AND b.toestand = 'open') AS wachtend,"
    " (SELECT count(*) FROM bezorging b WHERE b.abonnement = a.id AND b.toestand = 'dood') AS niet_bezorgd,"
    " (SELECT b.fout FROM bezorging b WHERE b.abonnement = a.id AND b.toestand <> 'bezorgd' AND b.fout IS NOT NULL"
    "  ORDER BY b.id DESC LIMIT 1) AS laatste_fout FROM abonnement a"
)


def voeg_toe(tx: Tx, abonnement: Abonnement, geheim: bytes | None) -> None:
    """Add a webhook, with its encrypted secret if it has one."""
    tx.execute(
        insert(AbonnementRow),
        {
            "id": abonnement.id,
            "organisatie": abonnement.organisatie,
            "adres": abonnement.adres,
            "toestand": abonnement.toestand.value,
            "sinds": abonnement.sinds,
            "per_minuut": abonnement.per_minuut,
            "geheim": geheim,
            "mislukt": 0,
        },
    )


def van_organisatie(tx: Tx, organisatie: UUID, *, vergrendeld: bool = False) -> list[Abonnement]:
    """The webhooks of an organisation, oldest first; locked, so that two at once do not both become the last."""
    if vergrendeld:
        tx.execute(text("SELECT id FROM organisatie WHERE id = :o FOR NO KEY UPDATE"), {"o": organisatie})
    rijen = tx.execute(text(f"{_ABONNEMENT} WHERE a.organisatie = :o ORDER BY a.sinds, a.id"), {"o": organisatie})
    return [_abonnement(rij) for rij in rijen.mappings()]


def een(tx: Tx, organisatie: UUID, id_: UUID) -> Abonnement | None:
    """One webhook of an organisation."""
    vraag = text(f"{_ABONNEMENT} WHERE a.organisatie = :o AND a.id = :id")
    rij = tx.execute(vraag, {"o": organisatie, "id": id_}).mappings().one_or_none()
    return _abonnement(rij) if rij else None


def _abonnement(rij: Mapping[Any, Any]) -> Abonnement:
    return Abonnement(**{**rij, "toestand": Abonnementstoestand(rij["toestand"])})


def verwijder(tx: Tx, id_: UUID) -> None:
    """Remove a webhook with everything that still waits for it; the messages stay in the feed."""
    tx.execute(text("DELETE FROM abonnement WHERE id = :id"), {"id": id_})


def hervat(tx: Tx, id_: UUID, per_minuut: int | None, nu: datetime) -> None:
    """Call again from now on; what waited goes first, and is tried as often as if it were new."""
    tx.execute(
        text(
            "UPDATE abonnement SET toestand = 'actief', reden = NULL, per_minuut = :per_minuut,"
            " mislukt = 0, mislukt_sinds = NULL, rust_tot = NULL, proef_tot = NULL WHERE id = :id"
        ),
        {"id": id_, "per_minuut": per_minuut},
    )
    tx.execute(
        text(
            "UPDATE bezorging SET vanaf = :nu, volgend = :nu, poging = 0"
            " WHERE abonnement = :id AND toestand = 'open' AND (bezet_tot IS NULL OR bezet_tot <= :nu)"
        ),
        {"id": id_, "nu": nu},
    )


def vernieuw_geheim(tx: Tx, id_: UUID, geheim: bytes, vorig_tot: datetime) -> None:
    """Another secret; the one it replaces signs along until `vorig_tot`."""
    tx.execute(
        text(
            "UPDATE abonnement SET vorig_geheim = geheim,"
            " vorig_geheim_tot = CASE WHEN geheim IS NOT NULL THEN CAST(:tot AS timestamptz) END,"
            " geheim = :geheim WHERE id = :id"
        ),
        {"id": id_, "geheim": geheim, "tot": vorig_tot},
    )
