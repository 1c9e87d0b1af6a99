# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Recomputing from the recorded deeds what should be stored (M12)."""

from collections.abc import Iterator
from dataclasses import dataclass

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.storage import convenanten, families
from verwijsindex.storage.database import Tx
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

MISLUKT = "herspelen mislukt"


@dataclass(frozen=True, slots=True)
class Verschil:
    """A family whose stored rows differ from what its deeds give: the table and key of each, or `MISLUKT`."""

    verwantschap: int
    wat: tuple[str, ...]


def families_te_controleren(tools: Tools, wie: Aanroep) -> list[int]:
    """Every family's row; asking for a check is a look (L01)."""
    with handeling(tools, wie, "index:controleren") as h:
        return families.alle(h.tx)


def controleer(tools: Tools, rijen: list[int]) -> Iterator[Verschil | None]:
    """Replay each family's deeds from scratch and compare; None where nothing differs. Raises Onbereikbaar."""
    for rij in rijen:
        try:
            yield _controleer_een(tools, rij)
        except Onbereikbaar:
            raise
        except Exception as fout:  # noqa: BLE001 what cannot be replayed is a finding, and the others are looked at too
            meld(Gebeurtenis.ONVERWACHT, fout=soort_van(fout), plaats=plaats_van(fout), handeling="controleren")
            yield Verschil(rij, (MISLUKT,))


def _controleer_een(tools: Tools, rij: int) -> Verschil | None:
    with tools.database.transaction() as tx:
        familie = families.vergrendel_rij(tx, rij)
        if familie is None:
            return None
        stand = familie.bronnen[rij]
        regels = Regels(convenanten.alle(tx), tools.vrij)
        verschillen = tuple(families.verschillen(stand, herspeel(tx, rij, stand, regels)))
    return Verschil(rij, verschillen) if verschillen else None


def herspeel(tx: Tx, rij: int, stand: Toestand, regels: Regels) -> Toestand:
    """The state that the deeds of a family give, up to the moment of what is stored."""
    toestand, daden = families.geschiedenis(tx, rij)
    for vastgelegd in daden:
        toestand, _ = verwerk(toestand, vastgelegd.moment, vastgelegd.daad, regels)
    toestand, _ = loop_bij(toestand, stand.tot, regels)
    return toestand
