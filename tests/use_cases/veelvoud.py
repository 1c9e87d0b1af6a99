# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""One family made by deeds, copied row by row into many: what a busy municipality has, in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy.engine import make_url

from verwijsindex.domain.gezin import afgeleid

if TYPE_CHECKING:
    from tests.huis import Huis

# Parents before children.
TABELLEN = ("persoon", "dossier", "kind", "signaal", "match", "daad", "tijdlijn", "indiening")
LOS = (
    "SELECT id FROM signaal WHERE verwantschap = %(v)s",
    "SELECT id FROM persoon WHERE verwantschap = %(v)s",
    "SELECT signaal_id FROM indiening WHERE signaal IN (SELECT id FROM signaal WHERE verwantschap = %(v)s)",
)
VAN = {
    "tijdlijn": "t.match IN (SELECT id FROM match WHERE verwantschap = %(v)s)",
    "indiening": "t.signaal IN (SELECT id FROM signaal WHERE verwantschap = %(v)s)",
}
KOLOMMEN = (
    "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = current_schema"
    " AND is_identity = 'NO' ORDER BY ordinal_position"
)
Tx = psycopg.Connection[tuple[Any, ...]]


def vermenigvuldig(huis: Huis, verwantschap: int, aantal: int) -> None:
    """So many copies of a family beside it, each with ids of its own; what was sent of it is not sent again."""
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as tx:
        waarden = {"v": verwantschap, "n": aantal}
        signalen, *anders = ([rij[0] for rij in tx.execute(vraag, waarden)] for vraag in LOS)
        oud = sorted({*signalen, *(id_ for deel in anders for id_ in deel)})
        rijen = tx.execute(
            "INSERT INTO verwantschap (tot, volgende) SELECT tot, volgende FROM verwantschap, generate_series(1, %(n)s)"
            " WHERE id = %(v)s RETURNING id",
            waarden,
        ).fetchall()
        tx.execute("CREATE TEMP TABLE kopie (id bigint, nieuw text[]) ON COMMIT DROP")
        bronnen = tx.execute("SELECT dossier, id, geopend FROM match WHERE verwantschap = %(v)s", waarden).fetchall()
        bekend = _afgeleiden(bronnen, {id_: id_ for id_ in signalen})
        with tx.cursor().copy("COPY kopie FROM STDIN") as naar:
            for (rij,) in rijen:
                # In the order of the first: rules that choose by id choose the same.
                los = dict(zip(oud, sorted(uuid4() for _ in oud), strict=True))
                alles = los | _afgeleiden(bronnen, {id_: los[id_] for id_ in signalen})
                naar.write_row((rij, [str(id_) for id_ in alles.values()]))
        for tabel in TABELLEN:
            _kopieer(tx, tabel, [str(id_) for id_ in (*oud, *bekend)], waarden)
        tx.execute("ANALYZE")


def _afgeleiden(bronnen: Sequence[tuple[Any, ...]], signalen: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """A dossier has its id from its first signal, and a match from its dossier: those of a copy from its own."""
    gevonden = {}
    for dossier, match, geopend in bronnen:
        eerste = next(s for s in signalen if afgeleid("dossier", s) == dossier)
        gevonden[dossier] = afgeleid("dossier", signalen[eerste])
        gevonden[match] = afgeleid("match", gevonden[dossier], geopend.astimezone(UTC).isoformat())
    return gevonden


def _kopieer(tx: Tx, tabel: str, oud: list[str], waarden: dict[str, int]) -> None:
    kolommen = [rij[0] for rij in tx.execute(KOLOMMEN, [tabel])]
    tekst = "CAST(to_jsonb(t) AS text)"
    for plaats, id_ in enumerate(oud, 1):
        tekst = f"replace({tekst}, '{id_}', k.nieuw[{plaats}])"
    eigen = "jsonb_build_object('verwantschap', k.id)" if tabel not in VAN else "'{}'"
    if tabel == "persoon":
        # The lookup key of a person is unique too.
        eigen += " || jsonb_build_object('sleutel', CAST(sha256(CAST(t.id || '' || k.id AS bytea)) AS text))"
    tx.execute(
        f"INSERT INTO {tabel} ({', '.join(kolommen)})"  # type: ignore[arg-type]
        f" SELECT {', '.join(f'r.{kolom}' for kolom in kolommen)} FROM kopie k, {tabel} t,"
        f" jsonb_populate_record(CAST(NULL AS {tabel}), CAST({tekst} AS jsonb) || {eigen}) r"
        f" WHERE {VAN.get(tabel, 't.verwantschap = %(v)s')}",
        waarden,
    )
