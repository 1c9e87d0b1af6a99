# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A look ahead: what a new version of a convenant would change on its first day. Nothing is written or held (M14)."""

from collections.abc import Iterator

from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.errors import NietGevonden, Onbereikbaar
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.tijd import begin_van, dag
from verwijsindex.domain.toestand import Regels
from verwijsindex.domain.voorvertoning import Voorvertoning, vergelijk
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.storage import convenanten, families
from verwijsindex.use_cases.beheer import eis_laadbaar
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools


def voorvertoon(
    tools: Tools, wie: Aanroep, convenant: Convenant, *, productie: bool = False
) -> tuple[int, Iterator[Voorvertoning]]:
    """How many families the municipality has, and each looked at in turn (M14). Raises Strijdig, as loading does.

    A coordinator looks at his own municipality only (I02).

    The families are read one by one, as they are then; the look itself is logged at once (L01).
    """
    with handeling(tools, wie, "convenant:voorvertonen") as h:
        if wie.rol is Rol.COORDINATOR:
            eis_toegang(tools, h.tx, wie)
            if wie.gemeente != convenant.gemeente:
                raise NietGevonden
        geladen = eis_laadbaar(h, convenant, productie=productie)
        h.volgens(convenant)
        rijen = families.van_gemeente(h.tx, convenant.gemeente)
    oud = Regels(geladen, tools.vrij)
    nieuw = Regels(Convenanten.van([*geladen.versies, convenant]), tools.vrij)
    return len(rijen), (_een(tools, rij, convenant, oud, nieuw) for rij in rijen)


def drempel(tools: Tools, gemeente: str) -> int:
    """Under which number a coordinator sees none: by the convenant in force today, never by the file he tries (I08)."""
    with tools.database.transaction() as tx:
        return convenanten.alle(tx).laatste(gemeente, dag(tools.klok())).onderdrukken_onder


def _een(tools: Tools, rij: int, convenant: Convenant, oud: Regels, nieuw: Regels) -> Voorvertoning:
    """One family; one that cannot be worked out is counted as such, and does not hide the others."""
    try:
        with tools.database.transaction() as tx:
            stand = families.kijk(tx, rij)
        return vergelijk(stand, begin_van(convenant.vanaf), oud, nieuw) if stand else Voorvertoning()
    except Onbereikbaar:
        raise
    except Exception as fout:  # noqa: BLE001 see above
        meld(Gebeurtenis.ONVERWACHT, fout=soort_van(fout), plaats=plaats_van(fout), handeling="voorvertonen")
        return Voorvertoning(mislukt=1)
