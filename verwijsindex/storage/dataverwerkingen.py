# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log as actions about persons (Logboek Dataverwerkingen), and how far a collector was told (L01)."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from verwijsindex.domain.dataverwerking import Actie
from verwijsindex.domain.logboek import Uitkomst
from verwijsindex.storage.database import Tx

_RIJ = (
    "l.id, l.moment, l.tag, l.doel, l.gemeente, l.uitkomst, l.trace_id, l.span_id, l.ouder_span_id, l.vreemde_span_id,"
    " l.begonnen, l.geeindigd, coalesce(p.onderwerpen, '[]') AS onderwerpen"
)
Gevonden = list[tuple[int, Actie, list[UUID]]]


def na(tx: Tx, positie: int, aantal: int) -> Gevonden:
    """Sealed rows from a place on, each with the persons it is about: nothing that comes later stands before them."""
    rijen = tx.execute(
        text(
            f"SELECT b.positie AS plaats, {_RIJ} FROM blad b JOIN logregel l ON l.id = b.regel"
            " LEFT JOIN logpersoon p ON p.verbintenis = l.verbintenis"
            " WHERE b.positie >= :p ORDER BY b.positie LIMIT :n"
        ),
        {"p": positie, "n": aantal},
    )
    return _acties(tx, rijen.mappings().all())


def van_gemeente(tx: Tx, gemeente: str, voor: int | None, aantal: int) -> Gevonden:
    """The rows of a municipality, newest first, before a row."""
    rijen = tx.execute(
        text(
            f"SELECT l.id AS plaats, {_RIJ} FROM logregel l LEFT JOIN logpersoon p ON p.verbintenis = l.verbintenis"
            " WHERE l.gemeente = :g AND (CAST(:voor AS bigint) IS NULL OR l.id < :voor) ORDER BY l.id DESC LIMIT :n"
        ),
        {"g": gemeente, "voor": voor, "n": aantal},
    )
    return _acties(tx, rijen.mappings().all())


def _acties(tx: Tx, rijen: Collection[Mapping[Any, Any]]) -> Gevonden:
    personen = _personen(tx, {UUID(deel["id"]) for rij in rijen for deel in rij["onderwerpen"]})
    return [
        (rij["plaats"], _actie(rij), _samen(personen.get(UUID(deel["id"]), ()) for deel in rij["onderwerpen"]))
        for rij in rijen
    ]


def _samen(groepen: Iterable[Iterable[UUID]]) -> list[UUID]:
    return list(dict.fromkeys(persoon for groep in groepen for persoon in groep))


def _actie(rij: Mapping[Any, Any]) -> Actie:
    # Rows of before there were traces stand on one of their own.
    eigen = hashlib.sha256(f"verwijsindex/1/logregel\n{rij['id']}".encode()).hexdigest()
    return Actie(
        trace_id=rij["trace_id"] or eigen[:32],
        span_id=rij["span_id"] or eigen[32:48],
        naam=rij["tag"],
        doel=rij["doel"],
        begin=rij["begonnen"] or rij["moment"],
        eind=rij["geeindigd"] or rij["moment"],
        uitkomst=Uitkomst(rij["uitkomst"]),
        gemeente=rij["gemeente"],
        ouder_span_id=rij["ouder_span_id"],
        vreemde_span_id=rij["vreemde_span_id"],
    )


def _personen(tx: Tx, onderwerpen: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """By signal, match, dossier or request the persons it is about; of what was destroyed nobody any more."""
    rijen = tx.execute(
        text(
            "SELECT id, kind || ouders AS personen FROM signaal WHERE id = ANY(:ids)"
            " UNION ALL SELECT id, personen FROM bevroren WHERE soort = 'signaal' AND id = ANY(:ids)"
            " UNION ALL SELECT m.id, array_agg(k.id) FROM match m JOIN kind k ON k.dossier = m.dossier"
            "  WHERE m.id = ANY(:ids) GROUP BY m.id"
            " UNION ALL SELECT dossier, array_agg(id) FROM kind WHERE dossier = ANY(:ids) GROUP BY dossier"
            " UNION ALL SELECT id, ARRAY[persoon] FROM verzoek WHERE persoon IS NOT NULL AND id = ANY(:ids)"
        ),
        {"ids": list(onderwerpen)},
    )
    return {rij.id: list(rij.personen) for rij in rijen}


def neem(tx: Tx, naam: str, nu: datetime, tot: datetime) -> int | None:
    """The place to go on from, and it is ours until a moment; None while another is at it."""
    rij = tx.execute(
        text(
            "INSERT INTO doorgeven AS d (naam, positie, bezet_tot) VALUES (:naam, 0, :tot) ON CONFLICT (naam)"
            " DO UPDATE SET bezet_tot = :tot WHERE d.bezet_tot IS NULL OR d.bezet_tot <= :nu RETURNING d.positie"
        ),
        {"naam": naam, "nu": nu, "tot": tot},
    ).one_or_none()
    return rij.positie if rij else None


def zet(tx: Tx, naam: str, tot: datetime, positie: int | None) -> None:
    """Told up to a place, or (None) nothing was told: free for others; where the lease is another's by now nothing."""
    tx.execute(
        text(
            "UPDATE doorgeven SET positie = greatest(positie, coalesce(CAST(:p AS bigint), positie)), bezet_tot = NULL"
            " WHERE naam = :naam AND bezet_tot = :tot"
        ),
        {"naam": naam, "tot": tot, "p": positie},
    )


def stand(tx: Tx, naam: str) -> tuple[int, int]:
    """How many rows were told to a collector, and how many there are to tell."""
    rij = tx.execute(
        text(
            "SELECT coalesce((SELECT positie FROM doorgeven WHERE naam = :naam), 0) AS gedaan,"
            " coalesce((SELECT max(positie) + 1 FROM blad), 0) AS alle"
        ),
        {"naam": naam},
    ).one()
    return rij.gedaan, rij.alle
