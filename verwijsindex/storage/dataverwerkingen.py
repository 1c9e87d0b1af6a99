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
from verwijsindex.storage.logvragen import van_de_gemeente

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
    """The rows of a municipality, newest first, before a row: the same that its privacy officer finds in the log."""
    regel = ["l.id < :voor"] if voor else []
    rijen = tx.execute(
        text(f"WITH {van_de_gemeente(regel)} SELECT g.id AS plaats, g.* FROM gevonden g ORDER BY g.id DESC LIMIT :n"),
        {"g": gemeente, "voor": voor, "n": aantal},
    )
    return _acties(tx, rijen.mappings().all())


def _acties(tx: Tx, rijen: Collection[Mapping[Any, Any]]) -> Gevonden:
    personen = _personen(tx, {UUID(deel["id"]) for rij in rijen for deel in rij["onderwerpen"] or ()})
    return [
        (
            rij["plaats"],
            _actie(rij),
            _samen(
                (wie for wie, sinds in personen.get(UUID(deel["id"]), ()) if sinds is None or sinds <= rij["moment"])
                for deel in rij["onderwerpen"] or ()
            ),
        )
        for rij in rijen
    ]


def _samen(groepen: Iterable[Iterable[UUID]]) -> list[UUID]:
    return list(dict.fromkeys(persoon for groep in groepen for persoon in groep))


def _actie(rij: Mapping[Any, Any]) -> Actie:
    # Rows of one call once shared a span, and those of before there were traces have none.
    eigen = hashlib.sha256(f"verwijsindex/1/logregel\n{rij['id']}".encode()).hexdigest()
    heeft = rij["span_id"] and (rij["begonnen"] or rij["ouder_span_id"])
    return Actie(
        trace_id=rij["trace_id"] or eigen[:32],
        span_id=rij["span_id"] if heeft else eigen[32:48],
        naam=rij["tag"],
        doel=rij["doel"],
        begin=rij["begonnen"] or rij["moment"],
        eind=rij["geeindigd"] or rij["moment"],
        uitkomst=Uitkomst(rij["uitkomst"]),
        gemeente=rij["gemeente"],
        ouder_span_id=rij["ouder_span_id"] or rij["vreemde_span_id"],
    )


def _personen(tx: Tx, onderwerpen: Collection[UUID]) -> dict[UUID, list[tuple[UUID, datetime | None]]]:
    """By signal, match, dossier, proposal or request the persons it is about, and since when they were part of it.

    Of what was destroyed nobody any more.
    """
    kinderen = (
        "array_agg(s.kind) AS personen, array_agg(s.geregistreerd) AS sinds FROM kind k JOIN signaal s ON s.kind = k.id"
    )
    altijd = "CAST(NULL AS timestamptz[])"
    rijen = tx.execute(
        text(
            f"SELECT id, kind || ouders AS personen, {altijd} AS sinds FROM signaal WHERE id = ANY(:ids)"
            f" UNION ALL SELECT id, personen, {altijd} FROM bevroren WHERE soort = 'signaal' AND id = ANY(:ids)"
            f" UNION ALL SELECT m.id, {kinderen} JOIN match m ON m.dossier = k.dossier"
            "  WHERE m.id = ANY(:ids) GROUP BY m.id"
            f" UNION ALL SELECT k.dossier, {kinderen} WHERE k.dossier = ANY(:ids) GROUP BY k.dossier"
            f" UNION ALL SELECT v.id, {kinderen} JOIN voorstel v ON k.dossier = ANY(v.dossiers)"
            "  WHERE v.id = ANY(:ids) GROUP BY v.id"
            f" UNION ALL SELECT id, ARRAY[persoon], {altijd} FROM verzoek WHERE persoon IS NOT NULL AND id = ANY(:ids)"
        ),
        {"ids": list(onderwerpen)},
    )
    return {rij.id: list(zip(rij.personen, rij.sinds or [None] * len(rij.personen), strict=True)) for rij in rijen}


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
