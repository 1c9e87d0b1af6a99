# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The rows of a family: locking, reading as one value, writing only what changed."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.sql.elements import TextClause

from verwijsindex.domain.daden import Daad, Vastgelegd
from verwijsindex.domain.gezin import Dossier, Gezinsbesluit, Kind, Voorstel
from verwijsindex.domain.match import Match
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.toestand import BEGIN, Mijding, Toestand, verenig
from verwijsindex.storage.database import Tx
from verwijsindex.storage.tables import OPEN, Rij

# Parents before children. What is gone makes room first, what others point at goes last, and a match closes before
# another opens: the unique keys hold after every statement.
TABELLEN = ("dossier", "kind", "signaal", "mijding", "match", "voorstel", "gezinsbesluit")
EERST_WEG = ("mijding", "voorstel", "gezinsbesluit", "signaal")
VAN_GEMEENTE = " UNION ".join(
    f"SELECT verwantschap FROM {tabel} WHERE gemeente = :gemeente" for tabel in ("dossier", "signaal", "match")
)


@dataclass(frozen=True, slots=True)
class Rijen:
    """A family's rows as the database gives them: one list per table."""

    tot: datetime
    dossier: list[Dossier]
    kind: list[Kind]
    signaal: list[Signaal]
    mijding: list[Mijding]
    match: list[Match]
    voorstel: list[Voorstel]
    gezinsbesluit: list[Gezinsbesluit] = field(default_factory=list)


RIJEN: TypeAdapter[Rijen] = TypeAdapter(Rijen)
JSON: TypeAdapter[Any] = TypeAdapter(Any)
DAAD: TypeAdapter[Daad] = TypeAdapter(Daad)


class FamilieVerschoven(Exception):
    """Somebody joined these persons to others between reading and locking; nothing was written yet: start again."""


@dataclass(frozen=True, slots=True)
class Vergrendeld:
    """A locked family: the row that carries it from now on, and the state of every row it came from."""

    id: int
    bronnen: dict[int, Toestand]


def personen(tx: Tx, pseudoniemen: Sequence[Pseudoniem]) -> dict[bytes, UUID]:
    """The ids of these persons by their first lookup key; unknown ones are added, together on one fresh row.

    While keys change, who stands under a key of before is found by it; `sleutels.stand` comes first, in this
    transaction. Keys are inserted in sorted order, so that no two calls deadlock. Raises `FamilieVerschoven` when a
    known person was forgotten meanwhile.
    """
    sleutels = {p.sleutel for p in pseudoniemen}
    bekend = bekende_personen(tx, pseudoniemen)
    nieuw = [p for p in sorted(pseudoniemen, key=lambda p: p.sleutel) if p.sleutel not in bekend]
    if not nieuw:
        return bekend
    verwantschap = tx.execute(
        text("INSERT INTO verwantschap (tot) VALUES (:tot) RETURNING id"), {"tot": BEGIN}
    ).scalar_one()
    gelukt = tx.execute(
        text(
            "INSERT INTO persoon (id, sleutel, verzegeld, plaats, versie, pepper, verwantschap)"
            " SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:sleutel AS bytea[]), CAST(:verzegeld AS bytea[]),"
            " CAST(:plaats AS bytea[]), CAST(:versie AS int[]), CAST(:pepper AS text[]),"
            " CAST(:verwantschap AS bigint[]))"
            " ON CONFLICT (sleutel) DO NOTHING RETURNING id"
        ),
        {
            "id": [uuid4() for _ in nieuw],
            "sleutel": [p.sleutel for p in nieuw],
            "verzegeld": [p.verzegeld for p in nieuw],
            "plaats": [p.plaats for p in nieuw],
            "versie": [p.versie for p in nieuw],
            "pepper": [p.pepper for p in nieuw],
            "verwantschap": [verwantschap for _ in nieuw],
        },
    ).all()
    if not gelukt:
        tx.execute(text("DELETE FROM verwantschap WHERE id = :id"), {"id": verwantschap})
    bekend = bekende_personen(tx, pseudoniemen)
    if len(bekend) < len(sleutels):
        raise FamilieVerschoven
    return bekend


def bekende_personen(tx: Tx, pseudoniemen: Iterable[Pseudoniem]) -> dict[bytes, UUID]:
    """The ids of those of these persons who are known, by their first lookup key; a row has one key at any moment."""
    eerste = {sleutel: p.sleutel for p in pseudoniemen for sleutel in p.alle}
    rijen = tx.execute(text("SELECT sleutel, id FROM persoon WHERE sleutel = ANY(:s)"), {"s": list(eerste)})
    return {eerste[bytes(rij.sleutel)]: rij.id for rij in rijen}


def vergrendel(tx: Tx, wie: Collection[UUID]) -> Vergrendeld:
    """Lock the family or families of these persons (by id) and read them.

    Two statements, so that the second sees what was committed while the first waited. Raises `FamilieVerschoven` when
    a person turns out to be elsewhere, or gone.
    """
    sloten = tx.execute(
        text(
            "SELECT id FROM verwantschap WHERE id IN (SELECT verwantschap FROM persoon WHERE id = ANY(:wie))"
            " ORDER BY id FOR NO KEY UPDATE"
        ),
        {"wie": list(wie)},
    ).scalars()
    ids = tuple(sloten)
    nu = tx.execute(text("SELECT id, verwantschap FROM persoon WHERE id = ANY(:wie)"), {"wie": list(wie)}).all()
    if len(nu) < len(wie) or not {rij.verwantschap for rij in nu} <= set(ids):
        raise FamilieVerschoven
    return Vergrendeld(ids[0], {id_: laad(tx, id_) for id_ in ids})


def vergrendel_signaal(tx: Tx, signaal: UUID) -> Vergrendeld:
    """The same for the family of one signal (by the index's own id)."""
    kind = tx.execute(text("SELECT kind FROM signaal WHERE id = :id"), {"id": signaal}).scalar_one_or_none()
    if kind is None:
        raise FamilieVerschoven
    return vergrendel(tx, [kind])


def vergrendel_rij(
    tx: Tx, verwantschap: int, *, wacht: bool = True, te_vegen_op: datetime | None = None
) -> Vergrendeld | None:
    """The same for one row; None when it is gone, or, without `wacht`, when somebody else is at work there.

    With `te_vegen_op` also when time has been dealt with since it was found: two sweepers find the same families.
    """
    slot = "FOR NO KEY UPDATE" if wacht else "FOR NO KEY UPDATE SKIP LOCKED"
    nog = "AND volgende <= :nu" if te_vegen_op else ""
    vraag = text(f"SELECT id FROM verwantschap WHERE id = :id {nog} {slot}")
    gevonden = tx.execute(vraag, {"id": verwantschap} | ({"nu": te_vegen_op} if te_vegen_op else {})).scalar()
    return Vergrendeld(verwantschap, {verwantschap: laad(tx, verwantschap)}) if gevonden else None


@cache
def _laadvraag() -> TextClause:
    lijsten = ", ".join(
        f"'{tabel}', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM {tabel} r WHERE r.verwantschap = :id)"
        for tabel in TABELLEN
    )
    return text(
        f"SELECT CAST(jsonb_build_object('tot', v.tot, {lijsten}) AS text) FROM verwantschap v WHERE v.id = :id"
    )


def laad(tx: Tx, verwantschap: int) -> Toestand:
    """Everything known of one family, as one value and in one statement."""
    return _toestand(RIJEN.validate_json(tx.execute(_laadvraag(), {"id": verwantschap}).scalar_one()))


def kijk(tx: Tx, verwantschap: int) -> Toestand | None:
    """The same as committed now, for who holds no lock; None when the row is gone."""
    inhoud = tx.execute(_laadvraag(), {"id": verwantschap}).scalar_one_or_none()
    return _toestand(RIJEN.validate_json(inhoud)) if inhoud else None


def _toestand(rijen: Rijen) -> Toestand:
    return Toestand(
        rijen.tot,
        {s.id: s for s in rijen.signaal},
        {k.id: k for k in rijen.kind},
        {d.id: d for d in rijen.dossier},
        {m.id: m for m in rijen.match},
        {v.id: v for v in rijen.voorstel},
        frozenset(rijen.mijding),
        {b.id: b for b in rijen.gezinsbesluit},
    )


def _rijen(toestand: Toestand) -> Rijen:
    return Rijen(
        toestand.tot,
        list(toestand.dossiers.values()),
        list(toestand.kinderen.values()),
        list(toestand.signalen.values()),
        list(toestand.mijdingen),
        list(toestand.matches.values()),
        list(toestand.voorstellen.values()),
        list(toestand.besluiten.values()),
    )


def verenig_rijen(tx: Tx, familie: Vergrendeld, toestand: Toestand) -> None:
    """Families that a deed relates live on the lowest row from now on, with their deeds; `toestand` is theirs now."""
    anderen = [bron for bron in familie.bronnen if bron != familie.id]
    if not anderen:
        return
    ijkpunten = tx.execute(
        text("SELECT count(*) FROM verwantschap WHERE id = ANY(:alle) AND ijkpunt IS NOT NULL"),
        {"alle": list(familie.bronnen)},
    ).scalar_one()
    for tabel in ("persoon", "daad", *TABELLEN):
        tx.execute(
            text(f"UPDATE {tabel} SET verwantschap = :id WHERE verwantschap = ANY(:anderen)"),
            {"id": familie.id, "anderen": anderen},
        )
    tx.execute(text("DELETE FROM verwantschap WHERE id = ANY(:anderen)"), {"anderen": anderen})
    if ijkpunten:
        ijk(tx, familie.id, toestand)


def bewaar(tx: Tx, familie: Vergrendeld, nieuw: Toestand, volgende: datetime | None) -> bool:
    """Write the differences between what was locked and `nieuw`; `volgende` is the next moment that time acts on it.

    True when signals were destroyed, or agreements with the last of them: then the history is forgotten too (B03, B05).
    What others point at is still there, for who looks at it once more: `ruim` takes it away.
    """
    oud, na = _op_sleutel(verenig(familie.bronnen.values())), _op_sleutel(nieuw)
    weg = {tabel: [sleutel for sleutel in oud[tabel] if sleutel not in na[tabel]] for tabel in TABELLEN}
    for tabel in EERST_WEG:
        _verwijder(tx, tabel, weg[tabel])
    if weg["match"]:
        # One that ended and went in the same sweep leaves room for another that opened in it.
        tx.execute(
            text(f"UPDATE match SET status = 'vervallen', gesloten = :tot WHERE id = ANY(:ids) AND {OPEN}"),
            {"tot": nieuw.tot, "ids": [sleutel[0] for sleutel in weg["match"]]},
        )
    for tabel in TABELLEN:
        gewijzigd = [waarde for sleutel, waarde in na[tabel].items() if oud[tabel].get(sleutel) != waarde]
        _schrijf(tx, tabel, familie.id, sorted(gewijzigd, key=lambda waarde: getattr(waarde, "open", False)))
    tx.execute(
        text("UPDATE verwantschap SET tot = :tot, volgende = :volgende WHERE id = :id"),
        {"tot": nieuw.tot, "volgende": volgende, "id": familie.id},
    )
    matches = na["match"].items()
    vervallen = any(_beloofd(oud["match"].get(sleutel)) and not _beloofd(match) for sleutel, match in matches)
    return vervallen or bool(weg["signaal"] or weg["match"])


def ruim(tx: Tx, familie: Vergrendeld, nieuw: Toestand) -> None:
    """After `bewaar`: take away the matches, children and dossiers that are no more."""
    oud = verenig(familie.bronnen.values())
    for tabel, was, blijft in (
        ("match", oud.matches, nieuw.matches),
        ("kind", oud.kinderen, nieuw.kinderen),
        ("dossier", oud.dossiers, nieuw.dossiers),
    ):
        _verwijder(tx, tabel, [(sleutel,) for sleutel in was if sleutel not in blijft])


def _beloofd(match: Match | None) -> bool:
    """Something was asked of somebody or agreed with him."""
    return match is not None and bool(match.overdrachten or match.nazorg or match.afspraken)


def _op_sleutel(toestand: Toestand) -> dict[str, dict[tuple[object, ...], Any]]:
    """The values of each table by primary key."""
    return {
        tabel: {tuple(getattr(waarde, k) for k in _sleutel(tabel)): waarde for waarde in getattr(rijen, tabel)}
        for rijen in (_rijen(toestand),)
        for tabel in TABELLEN
    }


@cache
def _sleutel(tabel: str) -> tuple[str, ...]:
    return tuple(kolom.name for kolom in Rij.metadata.tables[tabel].primary_key)


@cache
def _schrijfvraag(tabel: str) -> TextClause:
    kolommen = [kolom.name for kolom in Rij.metadata.tables[tabel].columns]
    overig = [kolom for kolom in kolommen if kolom not in _sleutel(tabel)]
    wijzig = ", ".join(f"{kolom} = excluded.{kolom}" for kolom in overig)
    return text(
        f"INSERT INTO {tabel} ({', '.join(kolommen)}) SELECT {', '.join(kolommen)}"
        f" FROM jsonb_populate_recordset(CAST(NULL AS {tabel}), CAST(:rijen AS jsonb))"
        f" ON CONFLICT ({', '.join(_sleutel(tabel))}) DO UPDATE SET {wijzig}"
    )


def _schrijf(tx: Tx, tabel: str, verwantschap: int, waarden: Sequence[object]) -> None:
    if not waarden:
        return
    rijen = [rij | {"verwantschap": verwantschap} for rij in JSON.dump_python(waarden, mode="json")]
    tx.execute(_schrijfvraag(tabel), {"rijen": json.dumps(rijen)})


def _verwijder(tx: Tx, tabel: str, sleutels: Sequence[tuple[object, ...]]) -> None:
    if not sleutels:
        return
    kolommen = _sleutel(tabel)
    rijen = json.dumps([dict(zip(kolommen, map(str, sleutel), strict=True)) for sleutel in sleutels])
    gelijk = " AND ".join(f"t.{kolom} = weg.{kolom}" for kolom in kolommen)
    tx.execute(
        text(
            f"DELETE FROM {tabel} t USING jsonb_populate_recordset(CAST(NULL AS {tabel}), CAST(:rijen AS jsonb)) weg"
            f" WHERE {gelijk}"
        ),
        {"rijen": rijen},
    )


def ijk(tx: Tx, verwantschap: int, toestand: Toestand) -> None:
    """From here on deeds build on this state; the deeds before it are forgotten (B03, M12)."""
    tx.execute(
        text("UPDATE verwantschap SET ijkpunt = CAST(:ijkpunt AS jsonb) WHERE id = :id"),
        {"ijkpunt": RIJEN.dump_json(_rijen(toestand)).decode(), "id": verwantschap},
    )
    tx.execute(text("DELETE FROM daad WHERE verwantschap = :id"), {"id": verwantschap})


def leg_daad_vast(tx: Tx, verwantschap: int, moment: datetime, daad: Daad) -> None:
    """Add a deed to the history of its family (M12)."""
    tx.execute(
        text("INSERT INTO daad (verwantschap, moment, inhoud) VALUES (:v, :moment, CAST(:inhoud AS jsonb))"),
        {"v": verwantschap, "moment": moment, "inhoud": DAAD.dump_json(daad).decode()},
    )


def geschiedenis(tx: Tx, verwantschap: int) -> tuple[Toestand, list[Vastgelegd]]:
    """The state that deeds build on, and the deeds since, in order (Z01)."""
    ijkpunt = tx.execute(
        text("SELECT CAST(ijkpunt AS text) FROM verwantschap WHERE id = :id"), {"id": verwantschap}
    ).scalar_one()
    rijen = tx.execute(
        text("SELECT moment, CAST(inhoud AS text) AS inhoud FROM daad WHERE verwantschap = :id ORDER BY moment, id"),
        {"id": verwantschap},
    )
    begin = _toestand(RIJEN.validate_json(ijkpunt)) if ijkpunt else Toestand()
    return begin, [Vastgelegd(rij.moment, DAAD.validate_json(rij.inhoud)) for rij in rijen]


def te_vegen(tx: Tx, nu: datetime, aantal: int) -> list[int]:
    """Families for which a moment has come that time alone acts on, the longest waiting first."""
    return list(
        tx.execute(
            text("SELECT id FROM verwantschap WHERE volgende <= :nu ORDER BY volgende, id LIMIT :n"),
            {"nu": nu, "n": aantal},
        ).scalars()
    )


def aantal_te_vegen(tx: Tx, nu: datetime) -> int:
    """How many these are."""
    aantal: int = tx.execute(text("SELECT count(*) FROM verwantschap WHERE volgende <= :nu"), {"nu": nu}).scalar_one()
    return aantal


def stel_uit(tx: Tx, verwantschap: int, tot: datetime) -> None:
    """Let a family wait until `tot` before time is tried on it again, so that others get their turn."""
    vraag = text("UPDATE verwantschap SET volgende = :tot WHERE id = :id AND volgende < :tot")
    tx.execute(vraag, {"id": verwantschap, "tot": tot})


def alle(tx: Tx) -> list[int]:
    """Every family's row."""
    return list(tx.execute(text("SELECT id FROM verwantschap ORDER BY id")).scalars())


def van_gemeente(tx: Tx, gemeente: str) -> list[int]:
    """Every family with something in this municipality."""
    vraag = text(f"SELECT id FROM verwantschap WHERE id IN ({VAN_GEMEENTE}) ORDER BY id")
    return list(tx.execute(vraag, {"gemeente": gemeente}).scalars())


def verschillen(een: Toestand, ander: Toestand) -> Iterable[str]:
    """The tables and keys in which two states differ, as `match 0a1b...`; empty when they are equal."""
    links, rechts = _op_sleutel(replace(een, tot=BEGIN)), _op_sleutel(replace(ander, tot=BEGIN))
    for tabel in TABELLEN:
        for sleutel in sorted({*links[tabel], *rechts[tabel]}, key=str):
            if links[tabel].get(sleutel) != rechts[tabel].get(sleutel):
                yield f"{tabel} {' '.join(map(str, sleutel))}"
