# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The feed (N03): messages in the order in which they became visible, and from there on their ways out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from verwijsindex.domain.gebeurtenis import Gebeurtenis
from verwijsindex.storage.database import Tx

SLOT = 6_011_302


def plaats(tx: Tx, aantal: int, nu: datetime, overzicht: datetime) -> int:
    """Give a place to messages that were committed and have none, in order of writing, and say how each goes out.

    One transaction at a time does this, so places become visible in their own order: a deed that commits late gets a
    later place, and nobody who read on has passed it. None where another is at it. A message goes to every webhook of
    its organisation and to every mail address of its addressee: at once, or at `overzicht` where it is not urgent.
    What comes after a message that waits for another try waits as long. To an address from which mail comes back it is
    given up at once, and seen.
    """
    if not tx.execute(text("SELECT pg_try_advisory_xact_lock(:slot)"), {"slot": SLOT}).scalar_one():
        return 0
    geplaatst: int = tx.execute(
        text(
            "WITH geplaatst AS (UPDATE outbox o SET positie = n.positie"
            "  FROM (SELECT id, row_number() OVER (ORDER BY id)"
            "   + (SELECT coalesce(max(positie), 0) FROM outbox) AS positie"
            "  FROM (SELECT id FROM outbox WHERE positie IS NULL ORDER BY id LIMIT :n) te_plaatsen) n"
            "  WHERE o.id = n.id RETURNING o.id, o.sleutel, o.ontvanger, o.ontvanger_id, o.spoed),"
            " webhooks AS (INSERT INTO bezorging (bericht, abonnement, sleutel, toestand, vanaf, volgend, poging)"
            "  SELECT g.id, a.id, g.sleutel, 'open', :nu, greatest(:nu, (SELECT max(b.volgend) FROM bezorging b"
            "   WHERE b.abonnement = a.id AND b.sleutel = g.sleutel AND b.toestand = 'open')), 0"
            "  FROM geplaatst g JOIN abonnement a ON g.ontvanger = 'organisatie'"
            "   AND CAST(a.organisatie AS text) = g.ontvanger_id AND a.id <> g.sleutel ORDER BY g.id),"
            " brieven AS (INSERT INTO bezorging"
            "   (bericht, mailadres, sleutel, toestand, vanaf, volgend, poging, fout, afgerond)"
            "  SELECT g.id, m.id, g.sleutel, CASE WHEN m.onbestelbaar IS NULL THEN 'open' ELSE 'dood' END,"
            "   w.vanaf, w.vanaf, 0, CASE WHEN m.onbestelbaar IS NOT NULL THEN 'onbestelbaar' END,"
            "   CASE WHEN m.onbestelbaar IS NOT NULL THEN CAST(:nu AS timestamptz) END"
            "  FROM geplaatst g JOIN mailadres m ON m.ontvanger = g.ontvanger AND m.ontvanger_id = g.ontvanger_id"
            "   AND (m.dagelijks OR g.spoed)"
            "  CROSS JOIN LATERAL (SELECT CASE WHEN g.spoed THEN :nu ELSE CAST(:overzicht AS timestamptz) END"
            "   AS vanaf) w ORDER BY g.id)"
            " SELECT count(*) FROM geplaatst"
        ),
        {"n": aantal, "nu": nu, "overzicht": overzicht},
    ).scalar_one()
    return geplaatst


def van_organisatie(tx: Tx, organisatie: UUID, na: int, aantal: int) -> list[Gebeurtenis]:
    """What an organisation was told, after a place in the feed."""
    rijen = tx.execute(
        text(
            "SELECT positie, gebeurtenis, soort, sleutel, aangemaakt FROM outbox"
            " WHERE ontvanger = 'organisatie' AND ontvanger_id = :o AND positie > :na ORDER BY positie LIMIT :n"
        ),
        {"o": str(organisatie), "na": na, "n": aantal},
    )
    return [Gebeurtenis(rij.positie, rij.gebeurtenis, rij.soort, rij.sleutel, rij.aangemaakt) for rij in rijen]


def een(tx: Tx, organisatie: UUID, gebeurtenis: UUID) -> Gebeurtenis | None:
    """One message to an organisation that has its place in the feed."""
    rij = tx.execute(
        text(
            "SELECT positie, gebeurtenis, soort, sleutel, aangemaakt FROM outbox WHERE gebeurtenis = :g"
            " AND ontvanger = 'organisatie' AND ontvanger_id = :o AND positie IS NOT NULL"
        ),
        {"o": str(organisatie), "g": gebeurtenis},
    ).one_or_none()
    return Gebeurtenis(rij.positie, rij.gebeurtenis, rij.soort, rij.sleutel, rij.aangemaakt) if rij else None


def eigen_signalen(tx: Tx, organisatie: UUID, sleutel: UUID) -> list[UUID]:
    """The own ids of an organisation's signals that a message is about: a signal, a family, or a match (A06)."""
    rijen = tx.execute(
        text(
            "SELECT DISTINCT ON (s.id) i.signaal_id FROM signaal s JOIN kind k ON k.id = s.kind"
            " JOIN indiening i ON i.signaal = s.id AND i.organisatie = s.organisatie"
            " WHERE s.organisatie = :o AND (s.id = :sleutel OR k.dossier = :sleutel"
            "  OR k.dossier = (SELECT dossier FROM match WHERE id = :sleutel)) ORDER BY s.id, i.moment"
        ),
        {"o": organisatie, "sleutel": sleutel},
    )
    return list(rijen.scalars())


# Also what waits for a receiver that was never resumed; the last one of the feed stays: places go on from there (N03).
_OUD = "o.aangemaakt < :voor AND o.positie < (SELECT max(positie) FROM outbox)"


def oude(tx: Tx, voor: datetime) -> list[tuple[str, datetime, int]]:
    """Messages of before a moment that are to go, and their deliveries: class, moment of writing, how many (B05)."""
    rijen = tx.execute(
        text(
            f"SELECT o.aangemaakt, count(*) AS berichten, coalesce(sum((SELECT count(*) FROM bezorging b"
            f"  WHERE b.bericht = o.id)), 0) AS bezorgingen FROM outbox o WHERE {_OUD} GROUP BY o.aangemaakt"
        ),
        {"voor": voor},
    ).all()
    return [
        (klasse, rij.aangemaakt, int(aantal))
        for rij in rijen
        for klasse, aantal in (("bericht", rij.berichten), ("bezorging", rij.bezorgingen))
    ]


def verwijder_oude(tx: Tx, voor: datetime, aantal: int) -> tuple[int, int]:
    """Destroy at most `aantal` messages of before a moment, with their deliveries; how many of each (B05)."""
    ids = list(
        tx.execute(
            text(f"SELECT o.id FROM outbox o WHERE {_OUD} ORDER BY o.aangemaakt, o.id LIMIT :n FOR UPDATE SKIP LOCKED"),
            {"voor": voor, "n": aantal},
        ).scalars()
    )
    if not ids:
        return 0, 0
    bezorgingen = tx.execute(text("DELETE FROM bezorging WHERE bericht = ANY(:ids)"), {"ids": ids}).rowcount
    return tx.execute(text("DELETE FROM outbox WHERE id = ANY(:ids)"), {"ids": ids}).rowcount, bezorgingen
