# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Signals as their own organisation knows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from verwijsindex.domain.signaal import Signaal
from verwijsindex.storage.database import Tx

SIGNAAL: TypeAdapter[Signaal] = TypeAdapter(Signaal)
TEKST: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Indiening:
    """An id of an organisation, the signal it stands for with its child, and what was answered (S04)."""

    signaal: UUID
    kind: UUID
    vingerafdruk: bytes
    antwoord: dict[str, Any]


def indiening(tx: Tx, organisatie: UUID, signaal_id: UUID) -> Indiening | None:
    """What this organisation handed in under this id."""
    rij = tx.execute(
        text(
            "SELECT i.signaal, s.kind, i.vingerafdruk, i.antwoord FROM indiening i JOIN signaal s ON s.id = i.signaal"
            " WHERE i.organisatie = :o AND i.signaal_id = :s"
        ),
        {"o": organisatie, "s": signaal_id},
    ).one_or_none()
    return Indiening(rij.signaal, rij.kind, bytes(rij.vingerafdruk), rij.antwoord) if rij else None


def dien_in(
    tx: Tx,
    organisatie: UUID,
    signaal_id: UUID,
    signaal: UUID,
    vingerafdruk: bytes,
    antwoord: dict[str, Any],
    nu: datetime,
) -> bool:
    """Tie an organisation's id to a signal; False when somebody else did so under this id in the meantime."""
    return (
        tx.execute(
            text(
                "INSERT INTO indiening (organisatie, signaal_id, signaal, vingerafdruk, antwoord, moment)"
                " VALUES (:o, :s, :signaal, :v, CAST(:a AS jsonb), :nu) ON CONFLICT DO NOTHING"
            ),
            {
                "o": organisatie,
                "s": signaal_id,
                "signaal": signaal,
                "v": vingerafdruk,
                "a": TEKST.dump_json(antwoord).decode(),
                "nu": nu,
            },
        ).rowcount
        == 1
    )


def bewaar_envelop(tx: Tx, signaal: UUID, kid: str, versleuteld: bytes, plaats: bytes | None) -> None:
    """Keep the newest envelope of a signal, and where its own key lies (B03)."""
    tx.execute(
        text(
            "INSERT INTO envelop (signaal, kid, versleuteld, plaats) VALUES (:s, :k, :v, :p)"
            " ON CONFLICT (signaal) DO UPDATE SET kid = excluded.kid, versleuteld = excluded.versleuteld,"
            " plaats = excluded.plaats"
        ),
        {"s": signaal, "k": kid, "v": versleuteld, "p": plaats},
    )


def plaats_van_envelop(tx: Tx, signaal: UUID) -> bytes | None:
    """Where the key of this signal's envelope lies (B03)."""
    plaats = tx.execute(text("SELECT plaats FROM envelop WHERE signaal = :s"), {"s": signaal}).scalar_one_or_none()
    return bytes(plaats) if plaats else None


def verwijder_envelop(tx: Tx, signaal: UUID) -> None:
    """Forget the envelope of a signal, if there is one."""
    tx.execute(text("DELETE FROM envelop WHERE signaal = :s"), {"s": signaal})


def eigen(
    tx: Tx, organisatie: UUID, na: tuple[datetime, UUID] | None, aantal: int
) -> list[tuple[UUID, tuple[datetime, UUID]]]:
    """The ids under which an organisation handed in its signals, each with its place, after a place (A06)."""
    rijen = tx.execute(
        text(
            "SELECT (SELECT i.signaal_id FROM indiening i WHERE i.signaal = s.id"
            " ORDER BY i.moment, i.signaal_id LIMIT 1) AS signaal_id, s.geregistreerd, s.id"
            " FROM signaal s WHERE s.organisatie = :o"
            " AND (CAST(:m AS timestamptz) IS NULL OR (s.geregistreerd, s.id) > (:m, CAST(:id AS uuid)))"
            " ORDER BY s.geregistreerd, s.id LIMIT :n"
        ),
        {"o": organisatie, "m": na[0] if na else None, "id": na[1] if na else None, "n": aantal},
    )
    return [(rij.signaal_id, (rij.geregistreerd, rij.id)) for rij in rijen]


def eigen_id(tx: Tx, signaal: UUID) -> UUID:
    """The first id under which an organisation handed in this signal."""
    vraag = text("SELECT signaal_id FROM indiening WHERE signaal = :id ORDER BY moment, signaal_id LIMIT 1")
    id_: UUID = tx.execute(vraag, {"id": signaal}).scalar_one()
    return id_


def eerste_id(tx: Tx, signaal: UUID) -> UUID | None:
    """The same, None for a signal that was destroyed."""
    vraag = text("SELECT signaal_id FROM indiening WHERE signaal = :id ORDER BY moment, signaal_id LIMIT 1")
    id_: UUID | None = tx.execute(vraag, {"id": signaal}).scalar_one_or_none()
    return id_


def van_grond(tx: Tx, organisatie: UUID, grond: UUID) -> UUID | None:
    """The id of the own signal that carries this V-ground (A06)."""
    vraag = text("SELECT id FROM signaal WHERE organisatie = :o AND veiligheid ->> 'id' = :id")
    gevonden: UUID | None = tx.execute(vraag, {"o": organisatie, "id": str(grond)}).scalar_one_or_none()
    return gevonden


def van_toestemming(tx: Tx, organisatie: UUID, toestemming: UUID) -> UUID | None:
    """The id of the own signal to which this answer of a family belongs (A06)."""
    vraag = text(
        "SELECT id FROM signaal WHERE organisatie = :o"
        " AND toestemmingen @> jsonb_build_array(jsonb_build_object('id', CAST(:id AS text)))"
    )
    gevonden: UUID | None = tx.execute(vraag, {"o": organisatie, "id": str(toestemming)}).scalar_one_or_none()
    return gevonden


def niet_geinformeerd(
    tx: Tx, voor: date, *, organisatie: UUID | None = None, gemeente: str | None = None
) -> list[Signaal]:
    """Signals of an organisation or municipality whose day to look again at informing is before `voor` (S07, V02)."""
    rijen = tx.execute(
        text(
            "SELECT CAST(to_jsonb(s) AS text) FROM signaal s, LATERAL (SELECT least("
            "  CAST(informering ->> 'herzien_op' AS date),"
            "  CAST(veiligheid #>> '{onderbouwing,informering,herzien_op}' AS date)) AS eerste) d"
            " WHERE d.eerste < :voor AND (organisatie = CAST(:o AS uuid) OR gemeente = CAST(:g AS text))"
            " ORDER BY d.eerste, id"
        ),
        {"voor": voor, "o": organisatie, "g": gemeente},
    ).scalars()
    return [SIGNAAL.validate_json(rij) for rij in rijen]


def met_veiligheidsgrond(tx: Tx, gemeente: str, na: tuple[datetime, UUID] | None, aantal: int) -> list[Signaal]:
    """The signals of a municipality on which a V-ground was invoked, in that order, after a place (V05)."""
    rijen = tx.execute(
        text(
            "SELECT CAST(to_jsonb(s) AS text) FROM signaal s WHERE gemeente = :g AND veiligheid IS NOT NULL"
            " AND (CAST(:m AS timestamptz) IS NULL"
            "   OR (CAST(veiligheid ->> 'ingeroepen' AS timestamptz), id) > (:m, CAST(:id AS uuid)))"
            " ORDER BY CAST(veiligheid ->> 'ingeroepen' AS timestamptz), id LIMIT :n"
        ),
        {"g": gemeente, "m": na[0] if na else None, "id": na[1] if na else None, "n": aantal},
    ).scalars()
    return [SIGNAAL.validate_json(rij) for rij in rijen]
