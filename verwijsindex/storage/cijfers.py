# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is measured for the monthly figures, and what of it was published (I08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, text

from verwijsindex.domain.cijfers import Cijfer, Geteld, Indeling, Maandcijfers, Meetsoort
from verwijsindex.domain.meting import Meting
from verwijsindex.domain.woorden import Leefgebied
from verwijsindex.storage.cijfertabellen import CijferRow, MetingRow
from verwijsindex.storage.database import Tx


@dataclass(frozen=True, slots=True)
class Maandstand:
    """Of one municipality: the first month (`YYYY-MM`) that is counted, and the last one that was published."""

    gemeente: str
    begin: str
    laatste: str | None


def noteer(tx: Tx, metingen: Sequence[Meting]) -> None:
    """Add what was measured. Rows are only added, so that no two deeds wait for each other."""
    if metingen:
        tx.execute(
            insert(MetingRow),
            [
                {
                    "gemeente": m.gemeente,
                    "maand": m.maand,
                    "meetsoort": m.meetsoort.value,
                    "gebied": m.gebied,
                    "leefgebieden": sorted(m.leefgebieden),
                    "organisatie": m.organisatie,
                    "werkdagen": m.werkdagen,
                }
                for m in metingen
            ],
        )


def begin(tx: Tx, maand: str) -> None:
    """Count from `maand` on in each municipality with a convenant, or from its first measurement if that is earlier.

    Noted once and before anything is published, so that the first month does not tell when something first happened.
    """
    tx.execute(
        text(
            "INSERT INTO cijferbegin (gemeente, maand)"
            " SELECT c.gemeente, least(:maand, (SELECT min(m.maand) FROM meting m WHERE m.gemeente = c.gemeente))"
            " FROM (SELECT DISTINCT gemeente FROM convenant) c"
            " WHERE NOT EXISTS (SELECT FROM cijferbegin b WHERE b.gemeente = c.gemeente) ON CONFLICT DO NOTHING"
        ),
        {"maand": maand},
    )


def standen(tx: Tx, gemeente: str | None = None) -> list[Maandstand]:
    """How far each municipality's figures are, or those of one."""
    rijen = tx.execute(
        text(
            "SELECT b.gemeente, b.maand AS begin,"
            " (SELECT max(m.maand) FROM cijfermaand m WHERE m.gemeente = b.gemeente) AS laatste"
            " FROM cijferbegin b WHERE CAST(:gemeente AS text) IS NULL OR b.gemeente = :gemeente ORDER BY b.gemeente"
        ),
        {"gemeente": gemeente},
    )
    return [Maandstand(rij.gemeente, rij.begin, rij.laatste) for rij in rijen]


def stel_vast(tx: Tx, gemeente: str, maand: str, convenant: str, drempel: int, nu: datetime) -> bool:
    """Take a month for publication; False when somebody else did or does (the database's promise: once)."""
    vraag = text(
        "INSERT INTO cijfermaand (gemeente, maand, convenant, drempel, vastgesteld)"
        " VALUES (:gemeente, :maand, :convenant, :drempel, :nu) ON CONFLICT DO NOTHING"
    )
    waarden = {"gemeente": gemeente, "maand": maand, "convenant": convenant, "drempel": drempel, "nu": nu}
    return tx.execute(vraag, waarden).rowcount == 1


def neem(tx: Tx, gemeente: str, maand: str) -> list[Geteld]:
    """Count what was measured through `maand`, and forget it: exactly the rows that are counted go.

    What a slow deed adds to a month after it was published is counted in the next one.
    """
    rijen = tx.execute(
        text(
            "WITH weg AS (DELETE FROM meting WHERE gemeente = :gemeente AND maand <= :maand"
            "  RETURNING meetsoort, gebied, leefgebieden, organisatie, werkdagen)"
            " SELECT meetsoort, gebied, leefgebieden, organisatie, werkdagen, count(*) AS aantal FROM weg"
            " GROUP BY meetsoort, gebied, leefgebieden, organisatie, werkdagen"
        ),
        {"gemeente": gemeente, "maand": maand},
    )
    return [
        Geteld(
            Meetsoort(rij.meetsoort),
            rij.gebied,
            frozenset(map(Leefgebied, rij.leefgebieden)),
            rij.organisatie,
            rij.werkdagen,
            rij.aantal,
        )
        for rij in rijen
    ]


def publiceer(tx: Tx, gemeente: str, maand: str, cijfers: Sequence[Cijfer]) -> None:
    """Keep the figures of a month; they never change again."""
    tx.execute(
        insert(CijferRow),
        [
            {
                "gemeente": gemeente,
                "maand": maand,
                "volgnummer": nummer,
                "meetsoort": cijfer.meetsoort.value,
                "indeling": cijfer.indeling.value,
                "groep": cijfer.groep,
                "aantal": cijfer.aantal,
                "verwacht": cijfer.verwacht,
            }
            for nummer, cijfer in enumerate(cijfers, 1)
        ],
    )


def lees(tx: Tx, gemeente: str, van: str, tot: str) -> list[Maandcijfers]:
    """The published months of a municipality from `van` through `tot`, in order."""
    waarden = {"gemeente": gemeente, "van": van, "tot": tot}
    binnen = "WHERE gemeente = :gemeente AND maand BETWEEN :van AND :tot ORDER BY maand"
    per_maand: dict[str, list[Cijfer]] = {}
    for rij in tx.execute(text(f"SELECT * FROM cijfer {binnen}, volgnummer"), waarden):
        cijfer = Cijfer(Meetsoort(rij.meetsoort), Indeling(rij.indeling), rij.groep, rij.aantal, rij.verwacht)
        per_maand.setdefault(rij.maand, []).append(cijfer)
    maanden = tx.execute(text(f"SELECT maand, drempel FROM cijfermaand {binnen}"), waarden)
    return [Maandcijfers(rij.maand, rij.drempel, tuple(per_maand[rij.maand])) for rij in maanden]


def gebieden(tx: Tx, gemeente: str) -> list[str]:
    """The areas of a municipality: those of its directors' teams (R02)."""
    vraag = text("SELECT DISTINCT unnest(gebieden) AS gebied FROM regisseur WHERE gemeente = :gemeente")
    return sorted(gebied for gebied in tx.execute(vraag, {"gemeente": gemeente}).scalars() if gebied)


def verwachtingen(tx: Tx, gemeente: str) -> dict[UUID, int]:
    """How many signals a month are expected of each organisation of which a number is set."""
    vraag = text("SELECT organisatie, per_maand FROM verwachting WHERE gemeente = :gemeente ORDER BY organisatie")
    return {rij.organisatie: rij.per_maand for rij in tx.execute(vraag, {"gemeente": gemeente})}


def verwacht(tx: Tx, organisatie: UUID, gemeente: str, per_maand: int) -> None:
    """Expect so many signals a month; none means that nothing is expected any more."""
    waarden = {"organisatie": organisatie, "gemeente": gemeente, "per_maand": per_maand}
    if per_maand:
        vraag = (
            "INSERT INTO verwachting (organisatie, gemeente, per_maand) VALUES (:organisatie, :gemeente, :per_maand)"
            " ON CONFLICT (organisatie, gemeente) DO UPDATE SET per_maand = excluded.per_maand"
        )
    else:
        vraag = "DELETE FROM verwachting WHERE organisatie = :organisatie AND gemeente = :gemeente"
    tx.execute(text(vraag), waarden)
