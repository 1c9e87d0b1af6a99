# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The evidence (L01) and the messages that leave the building (N01): rows of the deed's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from verwijsindex.domain.doorbreking import Telling
from verwijsindex.domain.logboek import Logregel
from verwijsindex.storage.database import Tx
from verwijsindex.storage.tables import LogregelRow, OutboxRow


def schrijf(tx: Tx, regels: Sequence[Logregel]) -> None:
    """Append rows."""
    if regels:
        tx.execute(insert(LogregelRow), [_rij(regel) for regel in regels])


def _rij(regel: Logregel) -> dict[str, object]:
    wie = regel.aanroep
    return {
        "moment": regel.moment,
        "bron": wie.bron.value,
        "rol": wie.rol.value,
        "organisatie": wie.organisatie,
        "professional": wie.professional or wie.regisseur,
        "doel": wie.doel,
        "tag": f"{wie.bron.value}:{regel.tag}",
        "onderwerpen": [{"soort": soort, "id": str(id_)} for soort, id_ in regel.onderwerpen],
        "grond": regel.grond,
        "convenant": regel.convenant,
        "uitkomst": regel.uitkomst.value,
        "code": regel.code,
        "regel": regel.regel,
        "trace_id": wie.trace_id,
        "span_id": wie.span_id,
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


def doorbrekingen(tx: Tx, gemeente: str, sinds: datetime) -> dict[UUID, Telling]:
    """Per organisation: signals registered and overrides invoked under this municipality's convenants since a moment.

    Of each override, by the signal that both rows are about, whether it was confirmed and whether it lapsed (V05).
    """
    rijen = tx.execute(
        text(
            "WITH gelukt AS (SELECT id, moment, organisatie, tag, convenant, jsonb_path_query_first("
            "   onderwerpen, '$[*] ? (@.soort == \"signaal\").id') #>> '{}' AS signaal FROM logregel"
            "  WHERE uitkomst = 'gelukt' AND moment >= :sinds),"
            " van AS (SELECT * FROM gelukt WHERE convenant LIKE CAST(:gemeente AS text) || '/%'),"
            " ingeroepen AS (SELECT organisatie, signaal, moment FROM van"
            "  WHERE tag LIKE '%:veiligheidsgrond:inroepen'),"
            " per_signaal AS (SELECT i.organisatie,"
            "  EXISTS (SELECT FROM gelukt b WHERE b.tag LIKE '%:veiligheidsgrond:bevestigen'"
            "   AND b.signaal = i.signaal AND b.moment >= i.moment) AS bevestigd,"
            "  EXISTS (SELECT FROM gelukt w WHERE w.tag LIKE '%:systeem:veiligheidsgrond-vervallen'"
            "   AND w.signaal = i.signaal AND w.moment >= i.moment) AS vervallen FROM ingeroepen i)"
            " SELECT organisatie,"
            "  (SELECT count(DISTINCT signaal) FROM van r WHERE r.tag LIKE '%:signaal:registreren'"
            "   AND r.organisatie = o.organisatie) AS signalen,"
            "  (SELECT count(*) FROM per_signaal p WHERE p.organisatie = o.organisatie) AS ingeroepen,"
            "  (SELECT count(*) FROM per_signaal p WHERE p.organisatie = o.organisatie AND p.bevestigd) AS bevestigd,"
            "  (SELECT count(*) FROM per_signaal p WHERE p.organisatie = o.organisatie AND p.vervallen) AS vervallen"
            " FROM (SELECT DISTINCT organisatie FROM van WHERE organisatie IS NOT NULL"
            "  AND (tag LIKE '%:signaal:registreren' OR tag LIKE '%:veiligheidsgrond:inroepen')) o"
        ),
        {"gemeente": gemeente, "sinds": sinds},
    )
    return {rij.organisatie: Telling(rij.signalen, rij.ingeroepen, rij.bevestigd, rij.vervallen) for rij in rijen}
