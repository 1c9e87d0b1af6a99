# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The rows that destruction ends: which keys they have, what waits for a request, what goes last (B03, B05, G02)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from verwijsindex.domain.match import Match
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.signaal import Signaal
from verwijsindex.storage.database import Tx
from verwijsindex.storage.signalen import SIGNAAL


@dataclass(frozen=True, slots=True)
class Weg:
    """Rows that may go: their ids, and the places of the keys that go before them."""

    ids: tuple[UUID, ...]
    plaatsen: tuple[bytes, ...]


def bewaar_bevroren(tx: Tx, regels: Mapping[UUID, str], nu: datetime) -> set[UUID]:
    """G02: set apart the signals (id to rule of destruction) that concern somebody who is frozen; which they are.

    With their envelopes, which stay closed under the same keys.
    """
    rijen = tx.execute(
        text(
            "INSERT INTO bevroren (soort, id, personen, dossier, regel, sinds, inhoud, kid, versleuteld, plaats)"
            " SELECT 'signaal', s.id, s.kind || s.ouders, k.dossier, CAST(:regels AS jsonb) ->> CAST(s.id AS text),"
            "  :nu, to_jsonb(s) || jsonb_build_object('signaal_id', (SELECT i.signaal_id FROM indiening i"
            "   WHERE i.signaal = s.id ORDER BY i.moment, i.signaal_id LIMIT 1)), e.kid, e.versleuteld, e.plaats"
            " FROM signaal s JOIN kind k ON k.id = s.kind LEFT JOIN envelop e ON e.signaal = s.id"
            " WHERE s.id = ANY(:ids) AND EXISTS (SELECT FROM bevriezing b WHERE b.persoon = ANY(s.kind || s.ouders))"
            " RETURNING id"
        ),
        {"ids": list(regels), "regels": json.dumps({str(id_): regel for id_, regel in regels.items()}), "nu": nu},
    )
    return set(rijen.scalars())


def enveloppen(tx: Tx, signalen: Collection[UUID]) -> Weg:
    """The envelopes of these signals."""
    rijen = tx.execute(text("SELECT signaal, plaats FROM envelop WHERE signaal = ANY(:ids)"), {"ids": list(signalen)})
    gevonden = [(rij.signaal, rij.plaats) for rij in rijen]
    return _weg(gevonden)


def overbodige_personen(tx: Tx, verwantschap: int) -> Weg:
    """The persons of a family of whom no signal speaks any more, nor a request or the archive (B01, B02, G02)."""
    rijen = tx.execute(
        text(
            "SELECT p.id, p.plaats FROM persoon p WHERE p.verwantschap = :id"
            " AND NOT EXISTS (SELECT FROM kind k WHERE k.id = p.id)"
            " AND NOT EXISTS (SELECT FROM signaal s WHERE s.verwantschap = :id AND p.id = ANY(s.ouders))"
            " AND NOT EXISTS (SELECT FROM bevriezing b WHERE b.persoon = p.id)"
            " AND NOT EXISTS (SELECT FROM archief a WHERE a.kind = p.id)"
        ),
        {"id": verwantschap},
    )
    return _weg([(rij.id, rij.plaats) for rij in rijen])


def _weg(gevonden: Sequence[tuple[UUID, bytes | None]]) -> Weg:
    return Weg(tuple(id_ for id_, _ in gevonden), tuple(bytes(plaats) for _, plaats in gevonden if plaats))


def verwijder_personen(tx: Tx, ids: Collection[UUID]) -> None:
    """Forget these persons; their keys are gone already (B03)."""
    if ids:
        tx.execute(text("DELETE FROM persoon WHERE id = ANY(:ids)"), {"ids": list(ids)})


def verwijder_tijdlijnen(tx: Tx, matches: Collection[UUID], nu: datetime) -> set[UUID]:
    """B05: the timelines of matches that go, before the matches; those that a request keeps for a while (G02)."""
    ids = {"ids": list(matches), "nu": nu}
    bewaard = tx.execute(
        text(
            "INSERT INTO bevroren (soort, id, personen, dossier, regel, sinds, inhoud)"
            " SELECT 'match', m.id, p.personen, m.dossier, 'B05', :nu, to_jsonb(m) || jsonb_build_object('tijdlijn',"
            "  (SELECT coalesce(jsonb_agg(t.inhoud ORDER BY t.moment, t.id), '[]')"
            "   FROM tijdlijn t WHERE t.match = m.id))"
            " FROM match m, LATERAL (SELECT array_agg(DISTINCT w) AS personen FROM bevroren b, unnest(b.personen) w"
            "  WHERE b.dossier = m.dossier AND b.soort = 'signaal') p"
            " WHERE m.id = ANY(:ids) AND EXISTS (SELECT FROM bevriezing f WHERE f.persoon = ANY(p.personen))"
            " RETURNING id"
        ),
        ids,
    )
    tx.execute(text("DELETE FROM tijdlijn WHERE match = ANY(:ids)"), ids)
    return set(bewaard.scalars())


def ontkoppel_tijdlijn(tx: Tx, verwantschap: int) -> None:
    """After destruction no line of a timeline keeps what no signal says any more (B01, B05)."""
    tx.execute(
        text(
            "UPDATE tijdlijn t SET inhoud = t.inhoud || jsonb_build_object('signaal', NULL, 'gewicht', NULL,"
            " 'ontvangers', jsonb_build_array(), 'reden', CASE WHEN m.status IN ('afgesloten', 'vervallen')"
            "   AND t.inhoud ->> 'regel' IN ('R05', 'R06', 'R10')"
            "   AND NOT EXISTS (SELECT FROM kind k WHERE k.dossier = m.dossier) THEN '' ELSE t.inhoud ->> 'reden' END,"
            " 'kinderen', (SELECT coalesce(jsonb_agg(k.id), '[]') FROM kind k"
            "   WHERE k.dossier = m.dossier AND t.inhoud -> 'kinderen' ? CAST(k.id AS text)),"
            " 'organisaties', (SELECT coalesce(jsonb_agg(DISTINCT s.organisatie), '[]') FROM signaal s"
            "   JOIN kind k ON k.id = s.kind"
            "   WHERE k.dossier = m.dossier AND t.inhoud -> 'organisaties' ? CAST(s.organisatie AS text)))"
            " FROM match m WHERE m.id = t.match AND m.verwantschap = :id"
        ),
        {"id": verwantschap},
    )


def verwijder_lege_familie(tx: Tx, verwantschap: int) -> None:
    """The row of a family of which nothing is left goes too."""
    tx.execute(
        text(
            "DELETE FROM verwantschap WHERE id = :id AND NOT EXISTS (SELECT FROM persoon WHERE verwantschap = :id)"
            " AND NOT EXISTS (SELECT FROM dossier WHERE verwantschap = :id)"
        ),
        {"id": verwantschap},
    )


def plaatsen_van(tx: Tx, sleutels: Sequence[bytes]) -> dict[bytes, bytes | None]:
    """Where the own keys of these persons lie, by lookup key."""
    rijen = tx.execute(text("SELECT sleutel, plaats FROM persoon WHERE sleutel = ANY(:s)"), {"s": list(sleutels)})
    return {bytes(rij.sleutel): bytes(rij.plaats) if rij.plaats else None for rij in rijen}


def verzegel_opnieuw(tx: Tx, sleutel: bytes, persoon: Pseudoniem) -> None:
    """Keep what was told just now of who stands under this key, instead of what cannot be opened any more."""
    tx.execute(
        text(
            "UPDATE persoon SET sleutel = :s, verzegeld = :v, plaats = :p, versie = :n, pepper = :pepper"
            " WHERE sleutel = :oud"
        ),
        {
            "oud": sleutel,
            "s": persoon.sleutel,
            "v": persoon.verzegeld,
            "p": persoon.plaats,
            "n": persoon.versie,
            "pepper": persoon.pepper,
        },
    )


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where the own key lies of a person, or of the envelope of a signal, and the row of its family."""

    verwantschap: int
    id: UUID
    plaats: bytes


def alle_plaatsen(tx: Tx) -> list[Plaats]:
    """Those of all persons and envelopes, by family."""
    rijen = tx.execute(
        text(
            "SELECT verwantschap, id, plaats FROM persoon WHERE plaats IS NOT NULL"
            " UNION ALL SELECT s.verwantschap, s.id, e.plaats FROM envelop e JOIN signaal s ON s.id = e.signaal"
            " WHERE e.plaats IS NOT NULL ORDER BY 1, 2"
        )
    )
    return [Plaats(rij.verwantschap, rij.id, bytes(rij.plaats)) for rij in rijen]


def rij_van_persoon(tx: Tx, persoon: UUID) -> int | None:
    """The family's row of a person, if he is known."""
    vraag = text("SELECT verwantschap FROM persoon WHERE id = :id")
    gevonden: int | None = tx.execute(vraag, {"id": persoon}).scalar_one_or_none()
    return gevonden


def bevries(tx: Tx, persoon: UUID, verzoek: UUID, nu: datetime) -> None:
    """G02: a request is pending about this person; again is harmless."""
    tx.execute(
        text("INSERT INTO bevriezing (persoon, verzoek, sinds) VALUES (:p, :v, :nu) ON CONFLICT DO NOTHING"),
        {"p": persoon, "v": verzoek, "nu": nu},
    )


def ontdooi(tx: Tx, persoon: UUID, verzoek: UUID) -> bool:
    """G02: that request is no longer pending; was it?"""
    vraag = text("DELETE FROM bevriezing WHERE persoon = :p AND verzoek = :v")
    return tx.execute(vraag, {"p": persoon, "v": verzoek}).rowcount == 1


def bevroren_personen(tx: Tx, personen: Collection[UUID]) -> set[UUID]:
    """Those of these persons about whom a request is pending (G02)."""
    vraag = text("SELECT DISTINCT persoon FROM bevriezing WHERE persoon = ANY(:p)")
    return set(tx.execute(vraag, {"p": list(personen)}).scalars())


def wachtende_dossiers(tx: Tx, dossiers: Collection[UUID]) -> set[UUID]:
    """Those of these dossiers of which a signal is set apart, so that a match waits along (G02, B05)."""
    vraag = text("SELECT DISTINCT dossier FROM bevroren WHERE soort = 'signaal' AND dossier = ANY(:d)")
    return set(tx.execute(vraag, {"d": list(dossiers)}).scalars())


@dataclass(frozen=True, slots=True)
class Apart:
    """What is set apart and concerns a person: for telling him, never for deciding anything (G02, G03)."""

    signalen: tuple[Signaal, ...] = ()
    matches: tuple[Match, ...] = ()


APART: TypeAdapter[Apart] = TypeAdapter(Apart)


def apart_van(tx: Tx, persoon: UUID) -> Apart:
    """What waits for a request about this person, or about somebody he stands in a signal with."""
    rij = tx.execute(
        text(
            "SELECT CAST(jsonb_build_object("
            "'signalen', coalesce(jsonb_agg(inhoud) FILTER (WHERE soort = 'signaal'), '[]'),"
            " 'matches', coalesce(jsonb_agg(inhoud) FILTER (WHERE soort = 'match'), '[]')) AS text)"
            " FROM bevroren WHERE personen @> ARRAY[CAST(:p AS uuid)]"
        ),
        {"p": persoon},
    ).scalar_one()
    return APART.validate_json(rij)


def apart_signaal(tx: Tx, signaal: UUID) -> tuple[Signaal, UUID] | None:
    """A signal that is set apart, and the first id under which its organisation handed it in."""
    vraag = text("SELECT inhoud FROM bevroren WHERE soort = 'signaal' AND id = :id")
    rij = tx.execute(vraag, {"id": signaal}).scalar_one_or_none()
    return (SIGNAAL.validate_python(rij, strict=False), UUID(rij["signaal_id"])) if rij else None


@dataclass(frozen=True, slots=True)
class Wachtend:
    """What is set apart for requests (G02): by which rule it went, since when, how many, with how many envelopes."""

    soort: str
    regel: str
    sinds: datetime
    aantal: int
    enveloppen: int


def wachtend(tx: Tx) -> list[Wachtend]:
    """All that is set apart, counted by kind, rule and moment."""
    rijen = tx.execute(
        text(
            "SELECT soort, regel, sinds, count(*) AS aantal, count(versleuteld) AS enveloppen FROM bevroren"
            " GROUP BY soort, regel, sinds ORDER BY sinds, soort, regel"
        )
    )
    return [Wachtend(rij.soort, rij.regel, rij.sinds, rij.aantal, rij.enveloppen) for rij in rijen]


_VRIJ = (
    "b.personen @> ARRAY[CAST(:p AS uuid)] AND NOT EXISTS (SELECT FROM bevriezing f WHERE f.persoon = ANY(b.personen))"
)


def vrijgekomen_sleutels(tx: Tx, persoon: UUID) -> list[bytes]:
    """The keys of what was set apart for this person and waits for no request any more (G02)."""
    vraag = text(f"SELECT b.plaats FROM bevroren b WHERE b.plaats IS NOT NULL AND {_VRIJ}")
    return [bytes(plaats) for plaats in tx.execute(vraag, {"p": persoon}).scalars()]


def verwijder_vrijgekomen(tx: Tx, persoon: UUID) -> list[Wachtend]:
    """Destroy what was set apart for this person and waits for no request any more; counted by kind and rule."""
    rijen = tx.execute(
        text(
            f"WITH weg AS (DELETE FROM bevroren b WHERE {_VRIJ} RETURNING b.soort, b.regel, b.sinds, b.versleuteld)"
            " SELECT soort, regel, max(sinds) AS sinds, count(*) AS aantal, count(versleuteld) AS enveloppen FROM weg"
            " GROUP BY soort, regel ORDER BY soort, regel"
        ),
        {"p": persoon},
    )
    return [Wachtend(rij.soort, rij.regel, rij.sinds, rij.aantal, rij.enveloppen) for rij in rijen]
