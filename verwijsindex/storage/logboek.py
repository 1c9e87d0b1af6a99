# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The evidence (L01) and the messages that leave the building (N01): rows of the deed's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert

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
