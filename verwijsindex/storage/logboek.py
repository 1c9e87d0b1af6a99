# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The evidence (L01) and the messages that leave the building (N01): rows of the deed's own transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from verwijsindex.domain.doorbreking import Telling
from verwijsindex.domain.logboek import Logregel, verbintenis
from verwijsindex.storage.database import Tx
from verwijsindex.storage.logtabellen import LogpersoonRow, LogregelRow
from verwijsindex.storage.tables import OutboxRow


def schrijf(tx: Tx, regels: Sequence[Logregel]) -> None:
    """Append rows: what is personal beside them, under a commitment (L03)."""
    if regels:
        gezouten = [(regel, secrets.token_bytes(32)) for regel in regels]
        tx.execute(insert(LogpersoonRow), [_persoonlijk(regel, zout) for regel, zout in gezouten])
        tx.execute(insert(LogregelRow), [_rij(regel, zout) for regel, zout in gezouten])


def oude(tx: Tx, voor: datetime) -> list[tuple[datetime, int]]:
    """Rows of before a moment in which a person still stands: moment, how many (B05)."""
    vraag = text("SELECT moment, count(*) AS aantal FROM logpersoon WHERE moment < :voor GROUP BY moment")
    return [(rij.moment, rij.aantal) for rij in tx.execute(vraag, {"voor": voor})]


def vergeet_oude(tx: Tx, voor: datetime, aantal: int) -> int:
    """Destroy who and about whom of at most `aantal` rows of before a moment; how many. The rows stay (L02)."""
    return tx.execute(
        text(
            "DELETE FROM logpersoon WHERE verbintenis IN (SELECT verbintenis FROM logpersoon WHERE moment < :voor"
            " ORDER BY moment LIMIT :n)"
        ),
        {"voor": voor, "n": aantal},
    ).rowcount


def _wie(regel: Logregel) -> UUID | None:
    return regel.aanroep.professional or regel.aanroep.regisseur


def _persoonlijk(regel: Logregel, zout: bytes) -> dict[str, object]:
    return {
        "verbintenis": verbintenis(zout, _wie(regel), regel.onderwerpen),
        "moment": regel.moment,
        "zout": zout,
        "professional": _wie(regel),
        "onderwerpen": [{"soort": soort, "id": str(id_)} for soort, id_ in regel.onderwerpen],
    }


def _rij(regel: Logregel, zout: bytes) -> dict[str, object]:
    wie = regel.aanroep
    return {
        "verbintenis": verbintenis(zout, _wie(regel), regel.onderwerpen),
        "gemeente": wie.gemeente or (regel.convenant.partition("/")[0] if regel.convenant else None),
        "moment": regel.moment,
        "bron": wie.bron.value,
        "rol": wie.rol.value,
        "organisatie": wie.organisatie,
        "doel": wie.doel,
        "tag": f"{wie.bron.value}:{regel.tag}",
        "grond": regel.grond,
        "convenant": regel.convenant,
        "uitkomst": regel.uitkomst.value,
        "code": regel.code,
        "regel": regel.regel,
        # Each row is an action with a span of its own, on a trace (W3C Trace Context).
        "trace_id": wie.trace_id or secrets.token_hex(16),
        "span_id": wie.span_id or secrets.token_hex(8),
        "ouder_span_id": wie.ouder_span_id,
        "vreemde_span_id": wie.vreemde_span_id,
        "begonnen": regel.begonnen,
        "geeindigd": regel.geeindigd,
    }


@dataclass(frozen=True, slots=True)
class Bericht:
    """A message: kind, addressee (a role and an id), and the match or signal that orders it. Never content (I07)."""

    sleutel: UUID
    soort: str
    ontvanger: str
    ontvanger_id: str
    spoed: bool = False


def verstuur(tx: Tx, berichten: Sequence[Bericht], nu: datetime) -> None:
    """Put messages in the outbox."""
    if berichten:
        tx.execute(
            insert(OutboxRow),
            [
                {
                    "gebeurtenis": uuid4(),
                    "sleutel": b.sleutel,
                    "soort": b.soort,
                    "ontvanger": b.ontvanger,
                    "ontvanger_id": b.ontvanger_id,
                    "spoed": b.spoed,
                    "aangemaakt": nu,
                }
                for b in berichten
            ],
        )


_SIGNAAL = "jsonb_path_query_first(onderwerpen, '$[*] ? (@.soort == \"signaal\").id') #>> '{}'"


def doorbrekingen(tx: Tx, gemeente: str, sinds: datetime) -> dict[UUID, Telling]:
    """Per organisation: signals registered and overrides invoked under this municipality's convenants since a moment.

    Of each override, by the signal that both rows are about, whether it was confirmed and whether it lapsed before
    the next one on that signal (V05).
    """
    rijen = tx.execute(
        text(
            f"WITH grond AS (SELECT moment, organisatie, tag, convenant, {_SIGNAAL} AS signaal FROM logboek"
            "  WHERE uitkomst = 'gelukt' AND moment >= :sinds AND tag LIKE '%veiligheidsgrond%'),"
            " begin AS (SELECT *, coalesce(lead(moment) OVER (PARTITION BY signaal ORDER BY moment), 'infinity')"
            "  AS volgende FROM grond WHERE tag LIKE :inroepen),"
            " ingeroepen AS (SELECT i.organisatie,"
            "  EXISTS (SELECT FROM grond b WHERE b.tag LIKE :bevestigen AND b.signaal = i.signaal"
            "   AND b.moment >= i.moment AND b.moment < i.volgende) AS bevestigd,"
            "  EXISTS (SELECT FROM grond w WHERE w.tag LIKE :vervallen AND w.signaal = i.signaal"
            "   AND w.moment >= i.moment AND w.moment < i.volgende) AS vervallen"
            "  FROM begin i WHERE i.convenant LIKE :gemeente),"
            f" geregistreerd AS (SELECT organisatie, count(DISTINCT {_SIGNAAL}) AS signalen FROM logboek"
            "  WHERE uitkomst = 'gelukt' AND moment >= :sinds AND tag LIKE :registreren AND convenant LIKE :gemeente"
            "  GROUP BY organisatie)"
            " SELECT organisatie, coalesce(max(signalen), 0) AS signalen, count(bevestigd) AS ingeroepen,"
            "  count(*) FILTER (WHERE bevestigd) AS bevestigd, count(*) FILTER (WHERE vervallen) AS vervallen"
            " FROM geregistreerd FULL JOIN ingeroepen USING (organisatie) GROUP BY organisatie"
        ),
        {
            "gemeente": f"{gemeente}/%",
            "sinds": sinds,
            "registreren": "%:signaal:registreren",
            "inroepen": "%:veiligheidsgrond:inroepen",
            "bevestigen": "%:veiligheidsgrond:bevestigen",
            "vervallen": "%:systeem:veiligheidsgrond-vervallen",
        },
    )
    return {rij.organisatie: Telling(rij.signalen, rij.ingeroepen, rij.bevestigd, rij.vervallen) for rij in rijen}
