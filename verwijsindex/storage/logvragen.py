# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Questions to the log, each from an index (I04, L04)."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from verwijsindex.domain.inzageantwoord import Blikregel
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.logvragen import Kijkdag, Logbeeld, Logsoort, Onthulling
from verwijsindex.storage.database import Tx

# Rows of a municipality: by its convenant, or by an organisation that signed there where a row names no municipality.
_EIGEN = "l.gemeente = :g"
_ZONDER = (
    "l.gemeente IS NULL AND (l.organisatie IS NULL OR EXISTS (SELECT FROM ondertekening t"
    " WHERE t.organisatie = l.organisatie AND starts_with(t.convenant, :g || '/')))"
)
_BINNEN = f"({_EIGEN} OR ({_ZONDER}))"
# A colon in text() names a value, unless it is escaped.
_BEKIJKEN = r"l.tag LIKE '%\:bekijken'"
# A look at something (L04, G03): by itself, or in a list.
_BLIK = rf"({_BEKIJKEN} OR l.tag LIKE '%\:opsommen')"
_SOORT = {
    Logsoort.INZAGE: _BLIK,
    Logsoort.WEIGERING: "l.uitkomst = 'geweigerd'",
    Logsoort.DOORBREKING: "l.tag LIKE '%veiligheidsgrond%'",
}


def onderwerpen_van(tx: Tx, id_: UUID) -> set[UUID]:
    """Everything that a question about this may be about: of a match or dossier also its matches and signals."""
    rijen = tx.execute(
        text(
            "WITH d AS (SELECT dossier FROM match WHERE id = :id UNION SELECT id FROM dossier WHERE id = :id)"
            " SELECT dossier AS id FROM d UNION SELECT m.id FROM match m JOIN d USING (dossier)"
            " UNION SELECT s.id FROM signaal s JOIN kind k ON k.id = s.kind JOIN d ON d.dossier = k.dossier"
        ),
        {"id": id_},
    )
    return {id_, *rijen.scalars()}


def is_van(tx: Tx, gemeente: str, ids: Collection[UUID]) -> bool:
    """Does any row of this municipality have one of these as its subject?"""
    rij = tx.execute(
        text(
            # Materialized: the planner does not know how few rows are about one thing.
            f"WITH p AS MATERIALIZED (SELECT verbintenis FROM logpersoon p WHERE {_over(ids)})"
            " SELECT EXISTS (SELECT FROM p JOIN logregel l ON l.verbintenis = p.verbintenis WHERE l.gemeente = :g"
            # What was asked about does not become the asker's by asking.
            r" AND l.tag NOT LIKE '%\:logboek\:doorzoeken')"
        ),
        {"g": gemeente} | _waarden(ids),
    )
    return bool(rij.scalar_one())


def _over(ids: Collection[UUID]) -> str:
    """One containment per id: each is a look-up in the index."""
    return "(" + " OR ".join(f"p.onderwerpen @> CAST(:o{n} AS jsonb)" for n in range(len(ids))) + ")"


def _waarden(ids: Collection[UUID]) -> dict[str, str]:
    return {f"o{n}": json.dumps([{"id": str(id_)}]) for n, id_ in enumerate(sorted(ids, key=str))}


def zoek(
    tx: Tx,
    gemeente: str,
    *,
    onderwerpen: Collection[UUID] = (),
    professional: UUID | None = None,
    soort: Logsoort | None = None,
    voor: int | None = None,
    aantal: int,
) -> list[Logbeeld]:
    """Rows, newest first, before a row; about any of these, by this person, of this sort."""
    persoon = [_over(onderwerpen)] if onderwerpen else []
    persoon += ["p.professional = :p"] if professional else []
    regel = [_SOORT[soort]] if soort else []
    regel += ["l.id < :voor"] if voor else []
    rijen = tx.execute(
        text(
            f"WITH {_van_iets(persoon, regel) if persoon else van_de_gemeente(regel)}"
            " SELECT g.*, o.naam, w.kenmerk FROM gevonden g LEFT JOIN organisatie o ON o.id = g.organisatie"
            " LEFT JOIN professional w ON w.id = g.professional ORDER BY g.id DESC LIMIT :n"
        ),
        {"g": gemeente, "p": professional, "voor": voor, "n": aantal} | _waarden(onderwerpen),
    )
    return [_beeld(rij) for rij in rijen.mappings()]


def _van_iets(persoon: Sequence[str], regel: Sequence[str]) -> str:
    """About something or somebody there is little, however long the log: found first, then filtered."""
    return (
        f"p AS MATERIALIZED (SELECT * FROM logpersoon p WHERE {' AND '.join(persoon)}), gevonden AS MATERIALIZED"
        " (SELECT l.*, p.professional, p.onderwerpen FROM p JOIN logregel l ON l.verbintenis = p.verbintenis"
        f" WHERE {' AND '.join([_BINNEN, *regel])})"
    )


def van_de_gemeente(regel: Sequence[str]) -> str:
    """The rows of municipality :g, newest :n, as `gevonden`; each half of what is hers comes from an index."""
    halven = (
        "(SELECT l.*, p.professional, p.onderwerpen FROM logregel l"
        " LEFT JOIN logpersoon p ON p.verbintenis = l.verbintenis"
        f" WHERE {' AND '.join([helft, *regel])} ORDER BY l.id DESC LIMIT :n)"
        for helft in (_EIGEN, _ZONDER)
    )
    return f"gevonden AS NOT MATERIALIZED ({' UNION ALL '.join(halven)})"


def _beeld(rij: Mapping[Any, Any]) -> Logbeeld:
    gelijk = ("id", "moment", "bron", "rol", "doel", "tag", "grond", "convenant", "uitkomst", "code", "regel")
    return Logbeeld(
        **{naam: rij[naam] for naam in gelijk},
        organisatie=rij["naam"],
        wie=rij["kenmerk"],
        onderwerpen=tuple((deel["soort"], deel["id"]) for deel in rij["onderwerpen"] or ()),
    )


def kijkdagen(tx: Tx, gemeente: str, sinds: datetime) -> list[Kijkdag]:
    """How often each person looked at one thing on each day (of Amsterdam) since a moment; a list is no such look."""
    rijen = tx.execute(
        text(
            "SELECT p.professional, w.kenmerk AS wie, o.naam AS organisatie,"
            " CAST(l.moment AT TIME ZONE 'Europe/Amsterdam' AS date) AS dag, count(*) AS keer"
            " FROM logregel l JOIN logpersoon p ON p.verbintenis = l.verbintenis"
            " JOIN professional w ON w.id = p.professional JOIN organisatie o ON o.id = w.organisatie"
            f" WHERE {_BEKIJKEN} AND l.moment >= :sinds AND {_BINNEN} GROUP BY 1, 2, 3, 4"
        ),
        {"g": gemeente, "sinds": sinds},
    )
    return [Kijkdag(**rij) for rij in rijen.mappings()]


def blikken(tx: Tx, onderwerpen: Collection[UUID]) -> list[Blikregel]:
    """The looks at these signals and matches, once per organisation, capacity and day (G03, L04)."""
    if not onderwerpen:
        return []
    rijen = tx.execute(
        text(
            f"WITH p AS MATERIALIZED (SELECT verbintenis FROM logpersoon p WHERE {_over(onderwerpen)})"
            " SELECT DISTINCT l.organisatie, l.rol, CAST(l.moment AT TIME ZONE 'Europe/Amsterdam' AS date) AS op"
            f" FROM p JOIN logregel l ON l.verbintenis = p.verbintenis WHERE {_BLIK} AND l.uitkomst = 'gelukt'"
            " ORDER BY op, l.organisatie, l.rol"
        ),
        _waarden(onderwerpen),
    )
    return [Blikregel(organisatie=rij.organisatie, rol=Rol(rij.rol), op=rij.op) for rij in rijen]


def onthullingen(tx: Tx, gemeente: str, voor: int | None, aantal: int) -> tuple[list[Onthulling], int | None]:
    """Of the withdrawals before a row, newest first: who else was shown the signal before; and where to go on."""
    ingetrokken = tx.execute(
        text(
            "SELECT l.id, l.moment, l.organisatie, p.onderwerpen FROM logregel l"
            " JOIN logpersoon p ON p.verbintenis = l.verbintenis WHERE l.tag LIKE '%:toestemming:intrekken'"
            f" AND l.uitkomst = 'gelukt' AND {_BINNEN} AND (CAST(:voor AS bigint) IS NULL OR l.id < :voor)"
            " ORDER BY l.id DESC LIMIT :n"
        ),
        {"g": gemeente, "voor": voor, "n": aantal},
    ).all()
    gevonden: dict[tuple[UUID, str], Onthulling] = {}
    for rij in ingetrokken:
        for signaal in (UUID(deel["id"]) for deel in rij.onderwerpen if deel["soort"] == "signaal"):
            getoond = tx.execute(
                text(
                    "SELECT l.moment, coalesce(o.naam, 'de gemeente') AS naam FROM logpersoon p"
                    " JOIN logregel l ON l.verbintenis = p.verbintenis LEFT JOIN organisatie o ON o.id = l.organisatie"
                    f" WHERE {_over([signaal])} AND {_BLIK} AND l.uitkomst = 'gelukt'"
                    " AND l.moment <= :tot AND l.organisatie IS DISTINCT FROM :eigen ORDER BY l.moment"
                ),
                {"tot": rij.moment, "eigen": rij.organisatie} | _waarden([signaal]),
            )
            for keer in getoond:
                gevonden.setdefault((signaal, keer.naam), Onthulling(signaal, rij.moment, keer.naam, keer.moment))
    verder = ingetrokken[-1].id if len(ingetrokken) == aantal else None
    return list(gevonden.values()), verder
