# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where addressees of the outbox read mail, and what goes there (N04)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from verwijsindex.storage.bezorgingen import VRIJ
from verwijsindex.storage.database import Tx
from verwijsindex.storage.gebeurtenissen import SLOT
from verwijsindex.storage.posttabellen import MailadresRow


@dataclass(frozen=True, slots=True)
class Mailadres:
    """An address of an addressee; `dagelijks` is whether he wants the daily overview besides what is urgent."""

    id: UUID
    ontvanger: str
    ontvanger_id: str
    adres: str = field(repr=False)
    dagelijks: bool = True
    onbestelbaar: datetime | None = None

    def bij(self, ander: "Mailadres") -> bool:
        """Of the same addressee."""
        return (self.ontvanger, self.ontvanger_id) == (ander.ontvanger, ander.ontvanger_id)


@dataclass(frozen=True, slots=True)
class Stapelrij:
    """A message on its way to an address: which try, since when it could go, kind and urgency."""

    id: int
    poging: int
    vanaf: datetime
    soort: str
    spoed: bool


@dataclass(frozen=True, slots=True)
class Stapel:
    """What waits for one address, taken for a while, oldest first."""

    mailadres: Mailadres
    rijen: tuple[Stapelrij, ...]


def zet(tx: Tx, mailadres: Mailadres) -> UUID:
    """Add an address, or start again with one whose mail came back; the id it has."""
    waarden = {"dagelijks": mailadres.dagelijks, "onbestelbaar": None}
    vraag = insert(MailadresRow).values(
        id=mailadres.id,
        ontvanger=mailadres.ontvanger,
        ontvanger_id=mailadres.ontvanger_id,
        adres=mailadres.adres,
        **waarden,
    )
    vraag = vraag.on_conflict_do_update(index_elements=["ontvanger", "ontvanger_id", "adres"], set_=waarden)
    id_: UUID = tx.execute(vraag.returning(MailadresRow.__table__.c.id)).scalar_one()  # type: ignore[attr-defined]
    return id_


def alle(tx: Tx) -> list[Mailadres]:
    """Every address, by addressee."""
    rijen = tx.execute(text("SELECT * FROM mailadres ORDER BY ontvanger, ontvanger_id, adres"))
    return [Mailadres(**rij) for rij in rijen.mappings()]


def een(tx: Tx, id_: UUID) -> Mailadres | None:
    """One address."""
    rij = tx.execute(text("SELECT * FROM mailadres WHERE id = :id"), {"id": id_}).mappings().one_or_none()
    return Mailadres(**rij) if rij else None


def verwijder(tx: Tx, id_: UUID) -> None:
    """Forget an address, with what waits for it."""
    tx.execute(text("DELETE FROM mailadres WHERE id = :id"), {"id": id_})


def stel_dagelijks(tx: Tx, id_: UUID, dagelijks: bool) -> None:
    """The reader wants the daily overview, or not; what waits for it goes no more."""
    tx.execute(text("UPDATE mailadres SET dagelijks = :d WHERE id = :id"), {"id": id_, "d": dagelijks})
    if not dagelijks:
        tx.execute(
            text(
                "DELETE FROM bezorging b USING outbox u WHERE u.id = b.bericht AND b.mailadres = :id"
                " AND b.toestand = 'open' AND NOT u.spoed"
            ),
            {"id": id_},
        )


def neem_stapel(tx: Tx, nu: datetime, bezet: timedelta) -> Stapel | None:
    """Take everything that is due for one address, for a while; None where nothing is due for any."""
    adres = (
        tx.execute(
            text(
                "SELECT m.* FROM mailadres m WHERE m.onbestelbaar IS NULL"
                f" AND EXISTS (SELECT FROM bezorging b WHERE b.mailadres = m.id AND {VRIJ})"
                " LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"
            ),
            {"nu": nu},
        )
        .mappings()
        .one_or_none()
    )
    if adres is None:
        return None
    rijen = tx.execute(
        text(
            "UPDATE bezorging b SET poging = b.poging + 1, bezet_tot = :tot FROM outbox u"
            f" WHERE b.mailadres = :m AND u.id = b.bericht AND {VRIJ}"
            " RETURNING b.id, b.poging, b.vanaf, u.soort, u.spoed"
        ),
        {"nu": nu, "tot": nu + bezet, "m": adres["id"]},
    )
    return Stapel(
        Mailadres(**adres), tuple(sorted((Stapelrij(**rij) for rij in rijen.mappings()), key=attrgetter("id")))
    )


def wacht(tx: Tx, rijen: Sequence[tuple[int, int, datetime | None]], fout: str, nu: datetime) -> int:
    """These tries failed: again at a moment, or given up where there is none; how many were given up."""
    gedaan = tx.execute(
        text(
            "UPDATE bezorging b SET toestand = CASE WHEN t.tot IS NULL THEN 'dood' ELSE 'open' END,"
            " volgend = coalesce(t.tot, b.volgend), afgerond = CASE WHEN t.tot IS NULL THEN :nu END,"
            " bezet_tot = NULL, fout = :fout"
            " FROM unnest(CAST(:ids AS bigint[]), CAST(:pogingen AS integer[]), CAST(:tot AS timestamptz[]))"
            "  AS t(id, poging, tot) WHERE b.id = t.id AND b.poging = t.poging AND b.toestand = 'open'"
            " RETURNING b.toestand"
        ),
        {
            "ids": [id_ for id_, _, _ in rijen],
            "pogingen": [poging for _, poging, _ in rijen],
            "tot": [tot for _, _, tot in rijen],
            "fout": fout,
            "nu": nu,
        },
    )
    return sum(toestand == "dood" for toestand in gedaan.scalars())


def kwam_terug(tx: Tx, id_: UUID, sinds: datetime, nu: datetime) -> None:
    """Letters that were taken since a moment came back after all: they did not arrive, and can be sent again."""
    tx.execute(
        text(
            "UPDATE bezorging SET toestand = 'dood', fout = 'teruggekomen', afgerond = :nu"
            " WHERE mailadres = :id AND toestand = 'bezorgd' AND afgerond >= :sinds"
        ),
        {"id": id_, "sinds": sinds, "nu": nu},
    )


def vervang(tx: Tx, oud: Mailadres, adres: str) -> UUID:
    """Another address for the same addressee, to which goes what waits; what was given up can be sent there.

    It has an id of its own: what comes back from the old address, and the link in a letter there, say nothing of it.
    """
    # No message is given its place meanwhile, so that none is lost with the old address.
    tx.execute(text("SELECT pg_advisory_xact_lock(:slot)"), {"slot": SLOT})
    nieuw = zet(tx, replace(oud, id=uuid4(), adres=adres))
    tx.execute(text("UPDATE bezorging SET mailadres = :nieuw WHERE mailadres = :oud"), {"nieuw": nieuw, "oud": oud.id})
    verwijder(tx, oud.id)
    return nieuw


def onbestelbaar(tx: Tx, id_: UUID, nu: datetime) -> bool:
    """Mail to this address comes back: nothing goes there any more, what waited is given up. False if that was so."""
    nieuw = tx.execute(
        text("UPDATE mailadres SET onbestelbaar = :nu WHERE id = :id AND onbestelbaar IS NULL"), {"id": id_, "nu": nu}
    ).rowcount
    tx.execute(
        text(
            "UPDATE bezorging SET toestand = 'dood', fout = 'onbestelbaar', afgerond = :nu, bezet_tot = NULL"
            " WHERE mailadres = :id AND toestand = 'open'"
        ),
        {"id": id_, "nu": nu},
    )
    return bool(nieuw)
