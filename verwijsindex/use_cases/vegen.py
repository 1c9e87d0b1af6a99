# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Time passing: the worker deals with every family for which a moment has come (Z01)."""

from collections.abc import Iterator
from datetime import timedelta

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.storage import families
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling
from verwijsindex.use_cases.ports import Tools

SYSTEEM = Aanroep(Bron.WORKER, Rol.SYSTEEM, "tijd")
PORTIE = 100
UITSTEL = timedelta(minutes=10)


def achterstand(tools: Tools) -> int:
    """How many families wait for time to be dealt with; at most `PORTIE` are counted."""
    with tools.database.transaction() as tx:
        return len(families.te_vegen(tx, tools.klok(), PORTIE))


def veeg(tools: Tools) -> Iterator[int]:
    """Deal with the families that are due, each in its own transaction; gives their rows as they are done."""
    with tools.database.transaction() as tx:
        rijen = families.te_vegen(tx, tools.klok(), PORTIE)
    for rij in rijen:
        if _veeg_een(tools, rij):
            yield rij


def _veeg_een(tools: Tools, rij: int) -> bool:
    try:
        with tools.database.transaction() as tx:
            nu = tools.klok()
            familie = families.vergrendel_rij(tx, rij, wacht=False, te_vegen_op=nu)
            if familie is None:
                return False
            h = Handeling(tools, tx, SYSTEEM, "tijd", nu)
            Bewerking(h, familie).rond_af()
    except Onbereikbaar:
        raise
    except Exception as fout:  # noqa: BLE001 one family in trouble must not keep the others waiting
        meld(Gebeurtenis.VEGEN_MISLUKT, fout=soort_van(fout), plaats=plaats_van(fout))
        with tools.database.transaction() as tx:
            families.stel_uit(tx, rij, tools.klok() + UITSTEL)
        return False
    return True
