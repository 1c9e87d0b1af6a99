# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How far each message came on its way to a webhook (N01, N02).

Of each match only the oldest message that is open goes out, so its messages arrive in order. Who takes one holds it by
a lease; whose lease ended can write nothing any more, for the count of tries went on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from verwijsindex.domain.bezorgen import Achterstand, NietBezorgd, Zending
from verwijsindex.domain.gebeurtenis import Gebeurtenis
from verwijsindex.domain.woorden import GESLOTEN
from verwijsindex.storage.database import Tx

VRIJ = "b.toestand = 'open' AND b.volgend <= :nu AND (b.bezet_tot IS NULL OR b.bezet_tot <= :nu)"


@dataclass(frozen=True, slots=True)
class Opgehaald:
    """A message that was taken, with the encrypted secrets of its webhook."""

    zending: Zending
    geheimen: tuple[bytes, ...]


# Of a match the oldest open message of a webhook. A subquery, not NOT EXISTS: that becomes a join over all that waits.
_EERST = (
    "b.bericht = (SELECT e.bericht FROM bezorging e WHERE e.abonnement = b.abonnement AND e.sleutel = b.sleutel"
    " AND e.toestand = 'open' ORDER BY e.bericht LIMIT 1)"
)
# Their webhook is locked while it is decided: two workers would each think that they are the one.
_APART = "(a.per_minuut IS NOT NULL OR a.mislukt >= :vaak)"
# First shared out without a lock, then no more is locked than is taken: another worker finds the rest free. The ids go
# through an array, as the planner guesses far too many rows and would read all that waits.
_NEEM = f"""
WITH kan AS MATERIALIZED (
    SELECT a.id AS abonnement, a.organisatie, b.volgend, coalesce(z.aantal, 0) AS bezig
    FROM abonnement a JOIN organisatie o ON o.id = a.organisatie AND o.actief
    LEFT JOIN unnest(CAST(:organisaties AS uuid[]), CAST(:aantallen AS integer[]))
        AS z(organisatie, aantal) ON z.organisatie = a.organisatie
    CROSS JOIN LATERAL (
        SELECT b.volgend FROM bezorging b WHERE b.abonnement = a.id AND {VRIJ} AND {_EERST}
        ORDER BY b.volgend, b.bericht
        LIMIT CASE WHEN a.mislukt >= :vaak THEN 1
            ELSE least(:per - coalesce(z.aantal, 0), a.per_minuut, :aantal) END) b
    WHERE a.toestand = 'actief' AND (a.rust_tot IS NULL OR a.rust_tot <= :nu)
        AND coalesce(z.aantal, 0) < :per AND (NOT {_APART} OR a.id = ANY(:apart))
), genummerd AS (
    SELECT abonnement, volgend, bezig + row_number() OVER (PARTITION BY organisatie ORDER BY volgend) AS nummer FROM kan
), deel AS MATERIALIZED (
    SELECT abonnement, count(*) AS mag FROM (
        SELECT abonnement FROM genummerd WHERE nummer <= :per ORDER BY nummer, volgend LIMIT :aantal) g
    GROUP BY abonnement
), rij AS MATERIALIZED (
    SELECT b.id FROM deel d CROSS JOIN LATERAL (
        SELECT b.id FROM bezorging b WHERE b.abonnement = d.abonnement AND {VRIJ} AND {_EERST}
        ORDER BY b.volgend, b.bericht LIMIT d.mag FOR UPDATE SKIP LOCKED) b
)
UPDATE bezorging b SET poging = b.poging + 1, bezet_tot = :tot FROM outbox u, abonnement a
WHERE b.id = ANY(ARRAY(SELECT id FROM rij)) AND u.id = b.bericht AND a.id = b.abonnement
RETURNING b.id, b.poging, a.id AS abonnement, a.organisatie, a.adres, a.per_minuut, a.mislukt, a.geheim,
    CASE WHEN a.vorig_geheim_tot > :nu THEN a.vorig_geheim END AS vorig_geheim,
    u.positie, u.gebeurtenis, u.soort, u.sleutel, u.aangemaakt
"""


def neem(
    tx: Tx, nu: datetime, bezet: timedelta, aantal: int, per: int, bezig: Mapping[UUID, int], vaak: int
) -> list[Opgehaald]:
    """Take up to `aantal` messages that are due, each for a while; no organisation has more than `per` under way.

    `bezig` is what each has under way here. Who has least goes first, so that one that is slow keeps nobody waiting. A
    receiver that failed `vaak` times gets one, and none while that is under way; one that allows so many a minute no
    more at once, and then rests for as long as these take.
    """
    apart = tx.execute(
        text(
            f"SELECT a.id FROM abonnement a WHERE {_APART} AND a.toestand = 'actief'"
            " AND (a.rust_tot IS NULL OR a.rust_tot <= :nu)"
            " AND (a.mislukt < :vaak OR a.proef_tot IS NULL OR a.proef_tot <= :nu)"
            f" AND EXISTS (SELECT FROM bezorging b WHERE b.abonnement = a.id AND {VRIJ})"
            " FOR NO KEY UPDATE SKIP LOCKED"
        ),
        {"nu": nu, "vaak": vaak},
    ).scalars()
    rijen = tx.execute(
        text(_NEEM),
        {
            "nu": nu,
            "tot": nu + bezet,
            "aantal": aantal,
            "per": per,
            "vaak": vaak,
            "organisaties": list(bezig),
            "aantallen": list(bezig.values()),
            "apart": list(apart),
        },
    ).all()
    tx.execute(
        text("UPDATE abonnement SET proef_tot = :tot WHERE id = ANY(:ids)"),
        {"tot": nu + bezet, "ids": list({rij.abonnement for rij in rijen if rij.mislukt >= vaak})},
    )
    for abonnement, per_minuut in {(rij.abonnement, rij.per_minuut) for rij in rijen if rij.per_minuut}:
        keer = sum(rij.abonnement == abonnement for rij in rijen)
        tx.execute(
            text("UPDATE abonnement SET rust_tot = :tot WHERE id = :id"),
            {"id": abonnement, "tot": nu + timedelta(minutes=keer / per_minuut)},
        )
    return [
        Opgehaald(
            Zending(
                rij.id,
                rij.poging,
                rij.organisatie,
                rij.abonnement,
                rij.adres,
                Gebeurtenis(rij.positie, rij.gebeurtenis, rij.soort, rij.sleutel, rij.aangemaakt),
            ),
            tuple(geheim for geheim in (rij.geheim, rij.vorig_geheim) if geheim),
        )
        for rij in rijen
    ]


def houd_vast(tx: Tx, gelukt: Collection[UUID], mislukt: Collection[UUID]) -> None:
    """Lock the webhooks that fail or do so no more, in one order: two who record do not wait for each other."""
    tx.execute(
        text(
            "SELECT FROM abonnement WHERE id = ANY(:mislukt) OR id = ANY(:gelukt) AND mislukt > 0"
            " ORDER BY id FOR NO KEY UPDATE"
        ),
        {"gelukt": list(gelukt), "mislukt": list(mislukt)},
    )


def bezorgd(tx: Tx, pogingen: Sequence[tuple[int, int]], nu: datetime) -> None:
    """These tries, by row and count, were received; a webhook of which that was not so before works again."""
    if not pogingen:
        return
    gelukt = tx.execute(
        text(
            "UPDATE bezorging b SET toestand = 'bezorgd', afgerond = :nu, bezet_tot = NULL, fout = NULL"
            " FROM unnest(CAST(:ids AS bigint[]), CAST(:pogingen AS integer[])) AS t(id, poging)"
            " WHERE b.id = t.id AND b.poging = t.poging AND b.toestand = 'open' RETURNING b.abonnement"
        ),
        {"nu": nu, "ids": [id_ for id_, _ in pogingen], "pogingen": [poging for _, poging in pogingen]},
    ).scalars()
    tx.execute(
        text(
            "UPDATE abonnement SET mislukt = 0, mislukt_sinds = NULL, proef_tot = NULL"
            " WHERE id = ANY(:ids) AND mislukt > 0"
        ),
        {"ids": list({id_ for id_ in gelukt if id_})},
    )


@dataclass(frozen=True, slots=True)
class Stand:
    """How it goes with a webhook: failures since the last success, and since when; `vanaf` a message could go."""

    organisatie: UUID
    mislukt: int
    mislukt_sinds: datetime | None
    vanaf: datetime
    bezet_tot: datetime | None


@dataclass(frozen=True, slots=True)
class Rust:
    """Until when a webhook rests; that makes `vaak` failures a trial, and until when others may be under way."""

    tot: datetime
    vaak: int
    onderweg_tot: datetime


def vergrendel(tx: Tx, zending: Zending) -> Stand | None:
    """The webhook of a message, locked; None where the message is no longer in the hands of who tried."""
    rij = tx.execute(
        text(
            "SELECT organisatie, mislukt, mislukt_sinds FROM abonnement WHERE id = :id AND toestand = 'actief'"
            " FOR NO KEY UPDATE"
        ),
        {"id": zending.abonnement},
    ).one_or_none()
    vraag = text(
        "SELECT vanaf, bezet_tot FROM bezorging WHERE id = :id AND poging = :poging AND toestand = 'open' FOR UPDATE"
    )
    deel = tx.execute(vraag, {"id": zending.id, "poging": zending.poging}).one_or_none()
    if rij is None or deel is None:
        return None
    return Stand(rij.organisatie, rij.mislukt, rij.mislukt_sinds, deel.vanaf, deel.bezet_tot)


def laat_wachten(tx: Tx, zending: Zending, tot: datetime, fout: str) -> None:
    """Try again at a moment; what comes after it waits along, so that no claim walks over it."""
    tx.execute(
        text(
            "UPDATE bezorging SET volgend = greatest(volgend, :tot) WHERE abonnement = :a AND sleutel = :s"
            " AND toestand = 'open'"
        ),
        {"tot": tot, "a": zending.abonnement, "s": zending.gebeurtenis.sleutel},
    )
    _laat_los(tx, zending, fout)


def _laat_los(tx: Tx, zending: Zending, fout: str) -> None:
    vraag = text("UPDATE bezorging SET bezet_tot = NULL, fout = :fout WHERE id = :id")
    tx.execute(vraag, {"id": zending.id, "fout": fout})


def geef_op(tx: Tx, zending: Zending, fout: str, nu: datetime) -> None:
    """Kept as not delivered; what came after it may go."""
    tx.execute(
        text("UPDATE bezorging SET toestand = 'dood', fout = :fout, afgerond = :nu, bezet_tot = NULL WHERE id = :id"),
        {"id": zending.id, "fout": fout, "nu": nu},
    )


def noteer_stand(tx: Tx, zending: Zending, stand: Stand, mislukt: int, sinds: datetime, rust: Rust) -> None:
    """One failure more; who was asked to wait longer goes on waiting.

    From the failure that makes `vaak` no message goes until all that are under way have ended; a trial that ended lets
    the next one go.
    """
    tx.execute(
        text(
            "UPDATE abonnement SET mislukt = :m, mislukt_sinds = :s, rust_tot = greatest(rust_tot, :r),"
            " proef_tot = CASE WHEN :m = :vaak THEN :onderweg WHEN proef_tot = :bezet THEN NULL ELSE proef_tot END"
            " WHERE id = :id"
        ),
        {
            "id": zending.abonnement,
            "m": mislukt,
            "s": sinds,
            "r": rust.tot,
            "vaak": rust.vaak,
            "onderweg": rust.onderweg_tot,
            "bezet": stand.bezet_tot,
        },
    )


def pauzeer(tx: Tx, zending: Zending, reden: str) -> None:
    """Call no longer; what waits, waits."""
    vraag = text("UPDATE abonnement SET toestand = 'gepauzeerd', reden = :reden WHERE id = :id")
    tx.execute(vraag, {"id": zending.abonnement, "reden": reden})
    _laat_los(tx, zending, reden)


# Of one municipality only what is about its open matches: of a signal without one a coordinator knows nothing (R12),
# of one that was closed nothing any more (I02).
_DOOD = (
    "FROM bezorging b JOIN outbox u ON u.id = b.bericht"
    " LEFT JOIN organisatie o ON u.ontvanger IN ('organisatie', 'leiding') AND CAST(o.id AS text) = u.ontvanger_id"
    " LEFT JOIN match m ON m.id = b.sleutel LEFT JOIN mailadres x ON x.id = b.mailadres"
    " WHERE b.toestand = 'dood' AND (CAST(:gemeente AS text) IS NULL OR (m.gemeente = :gemeente"
    f" AND m.status NOT IN ({', '.join(repr(str(status)) for status in sorted(GESLOTEN))})))"
)


def niet_bezorgd(tx: Tx, gemeente: str | None, na: int, aantal: int) -> list[NietBezorgd]:
    """What was given up, oldest first after a row."""
    rijen = tx.execute(
        text(
            "SELECT b.id, b.sleutel, u.gebeurtenis, u.soort,"
            " CASE WHEN b.mailadres IS NULL THEN 'webhook' ELSE 'mail' END AS weg,"
            f" u.ontvanger, o.naam AS organisatie, b.fout, u.aangemaakt, b.afgerond AS opgegeven,"
            f" x.onbestelbaar IS NULL AS kan_opnieuw {_DOOD}"
            " AND b.id > :na ORDER BY b.id LIMIT :n"
        ),
        {"gemeente": gemeente, "na": na, "n": aantal},
    )
    return [NietBezorgd(**rij) for rij in rijen.mappings()]


def herhaal(tx: Tx, alleen: Sequence[UUID] | None, nu: datetime) -> list[UUID]:
    """Bring messages back that were given up (all, or only these) with as many tries as a new one; which these were.

    Not what would go to a mail address from which mail comes back.
    """
    gevonden = tx.execute(
        text(
            "WITH dode AS (SELECT b.id, u.gebeurtenis FROM bezorging b JOIN outbox u ON u.id = b.bericht"
            "  LEFT JOIN mailadres x ON x.id = b.mailadres WHERE b.toestand = 'dood' AND x.onbestelbaar IS NULL"
            "  AND (CAST(:alleen AS uuid[]) IS NULL OR u.gebeurtenis = ANY(:alleen))"
            "  ORDER BY b.id FOR UPDATE OF b SKIP LOCKED)"
            " UPDATE bezorging b SET toestand = 'open', poging = 0, vanaf = :nu, volgend = :nu, afgerond = NULL"
            " FROM dode WHERE b.id = dode.id RETURNING dode.gebeurtenis"
        ),
        {"alleen": None if alleen is None else list(alleen), "nu": nu},
    ).scalars()
    return list(dict.fromkeys(gevonden))


def achterstand(tx: Tx, nu: datetime) -> Achterstand:
    """Of everything that could go at `nu`, except to who is paused or takes no part any more."""
    rij = tx.execute(
        text(
            "WITH wacht AS (SELECT b.vanaf FROM bezorging b LEFT JOIN abonnement a ON a.id = b.abonnement"
            "  LEFT JOIN organisatie o ON o.id = a.organisatie"
            "  WHERE b.toestand = 'open' AND b.vanaf <= :nu AND a.toestand IS DISTINCT FROM 'gepauzeerd'"
            "  AND o.actief IS NOT FALSE"
            "  UNION ALL SELECT aangemaakt FROM outbox WHERE positie IS NULL)"
            " SELECT count(*) AS wachtend, min(vanaf) AS oudste,"
            "  (SELECT count(*) FROM bezorging WHERE toestand = 'dood') AS niet_bezorgd,"
            "  (SELECT count(*) FROM abonnement WHERE toestand = 'gepauzeerd') AS gepauzeerd,"
            "  (SELECT count(*) FROM mailadres WHERE onbestelbaar IS NOT NULL) AS onbestelbaar FROM wacht"
        ),
        {"nu": nu},
    )
    return Achterstand(**rij.mappings().one())
