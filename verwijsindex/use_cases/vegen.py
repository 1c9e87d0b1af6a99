# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What happens by itself: time passes for every family whose moment has come (Z01), and who left is replaced (R01)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from uuid import UUID

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.tijd import dag
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.storage import families, matches
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


def veeg(tools: Tools, wie: Aanroep = SYSTEEM) -> Iterator[int]:
    """Deal with the families that are due, each in its own transaction; gives their rows as they are done."""
    with tools.database.transaction() as tx:
        rijen = families.te_vegen(tx, tools.klok(), PORTIE)
    for rij in rijen:
        if _behandel(tools, rij, aan_de_beurt=True, wie=wie):
            yield rij


def herverdeel(tools: Tools) -> Iterator[UUID]:
    """R01: appoint anew for the matches whose director is none any more, or none there; gives them as they are done."""
    with tools.database.transaction() as tx:
        gevonden = matches.zonder_regisseur(tx, dag(tools.klok()), PORTIE)
    for rij, match in gevonden:
        if _behandel(tools, rij, partial(Bewerking.vervang_regisseur, match_id=match)):
            yield match


def _behandel(
    tools: Tools,
    rij: int,
    daad: Callable[[Bewerking], None] | None = None,
    *,
    aan_de_beurt: bool = False,
    wie: Aanroep = SYSTEEM,
) -> bool:
    """Time, and a deed of the system, on one family; not while somebody else is at it, nor if it need not be."""
    try:
        with tools.database.transaction() as tx:
            nu = tools.klok()
            familie = families.vergrendel_rij(tx, rij, wacht=False, te_vegen_op=nu if aan_de_beurt else None)
            if familie is None:
                return False
            b = Bewerking(Handeling.van_tijd(tools, tx, wie, nu), familie)
            if daad:
                daad(b)
            b.rond_af()
    except Onbereikbaar:
        raise
    except Exception as fout:  # noqa: BLE001 one family in trouble must not keep the others waiting
        meld(Gebeurtenis.VEGEN_MISLUKT, fout=soort_van(fout), plaats=plaats_van(fout))
        with tools.database.transaction() as tx:
            families.stel_uit(tx, rij, tools.klok() + UITSTEL)
        return False
    return True
