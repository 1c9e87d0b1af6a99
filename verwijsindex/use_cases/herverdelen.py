# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A director who left: his matches get another at once, each in its own transaction (R01)."""

from collections.abc import Iterator
from uuid import UUID

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.domain.tijd import dag
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.storage import families, matches
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.vegen import PORTIE, SYSTEEM


def herverdeel(tools: Tools) -> Iterator[UUID]:
    """Appoint anew for the matches whose director is none any more; gives them as they are done."""
    with tools.database.transaction() as tx:
        gevonden = matches.zonder_regisseur(tx, dag(tools.klok()), PORTIE)
    for rij, match in gevonden:
        if _een(tools, rij, match):
            yield match


def _een(tools: Tools, rij: int, match: UUID) -> bool:
    try:
        with tools.database.transaction() as tx:
            familie = families.vergrendel_rij(tx, rij, wacht=False)
            if familie is None:
                return False
            b = Bewerking(Handeling(tools, tx, SYSTEEM, "tijd", tools.klok()), familie)
            b.vervang_regisseur(match)
            b.rond_af()
    except Onbereikbaar:
        raise
    except Exception as fout:  # noqa: BLE001 one family in trouble must not keep the others waiting
        meld(Gebeurtenis.VEGEN_MISLUKT, fout=soort_van(fout), plaats=plaats_van(fout))
        return False
    return True
