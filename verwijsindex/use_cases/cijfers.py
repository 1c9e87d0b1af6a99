# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The monthly figures: publishing a month that is over, reading what was published, expecting signals (I08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.cijfers import Maandcijfers, maandcijfers
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, Onbereikbaar, OngeldigeInvoer
from verwijsindex.domain.logboek import Aanroep, Bron, Logregel, Rol
from verwijsindex.domain.maanden import beoordeel_maanden, laatste_dag, sluitbaar, volgende
from verwijsindex.domain.meting import maand_van
from verwijsindex.domain.tijd import dag
from verwijsindex.log import Gebeurtenis, meld, plaats_van, soort_van
from verwijsindex.storage import cijfers, convenanten, logboek, organisaties
from verwijsindex.storage.database import Tx
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

SYSTEEM = Aanroep(Bron.WORKER, Rol.SYSTEEM, "cijfers")
ANDERE_GEMEENTE = geweigerd(
    "gemeente-niet-eigen",
    "I08",
    "U ziet alleen de cijfers van uw eigen gemeente. Laat gemeentecode weg, of vul uw eigen gemeentecode in.",
    "/gemeentecode",
)
MEESTE_PER_MAAND = 100_000


@dataclass(frozen=True, slots=True)
class Cijferbeeld:
    """Published months of one municipality, with the names of the organisations in them by id."""

    gemeente: str
    maanden: tuple[Maandcijfers, ...]
    namen: Mapping[str, str]


def stel_vast(tools: Tools) -> int:
    """Publish every month that is over, each in its own transaction; gives how many. Safe to repeat and to break off.

    A month is published two days after its end: what time did in it, the worker has dealt with by then.
    """
    with tools.database.transaction() as tx:
        nu = tools.klok()
        cijfers.begin(tx, maand_van(nu))
        standen = cijfers.standen(tx)
    gedaan = 0
    for stand in standen:
        maand = volgende(stand.laatste) if stand.laatste else stand.begin
        try:
            while sluitbaar(maand, dag(nu)):
                gedaan += _stel_maand_vast(tools, stand.gemeente, maand, nu)
                maand = volgende(maand)
        except Onbereikbaar:
            raise
        except Exception as fout:  # noqa: BLE001 one municipality in trouble must not keep the others waiting
            meld(Gebeurtenis.ONVERWACHT, fout=soort_van(fout), plaats=plaats_van(fout), handeling="cijfers-vaststellen")
    return gedaan


def _stel_maand_vast(tools: Tools, gemeente: str, maand: str, nu: datetime) -> bool:
    """Count, publish, forget, and put the evidence beside it, all or nothing (L01)."""
    with tools.database.transaction() as tx:
        convenant = convenanten.alle(tx).laatste(gemeente, laatste_dag(maand))
        drempel = convenant.onderdrukken_onder
        if not cijfers.stel_vast(tx, gemeente, maand, convenant.kenmerk, drempel, nu):
            return False
        geteld = cijfers.neem(tx, gemeente, maand)
        gebieden, verwacht = cijfers.gebieden(tx, gemeente), cijfers.verwachtingen(tx, gemeente)
        cijfers.publiceer(tx, gemeente, maand, maandcijfers(maand, geteld, gebieden, verwacht, drempel))
        regel = Logregel(moment=nu, aanroep=SYSTEEM, tag="cijfers:vaststellen", convenant=convenant.kenmerk)
        logboek.schrijf(tx, [regel])
    return True


def lees(
    tools: Tools, wie: Aanroep, van: str | None = None, tot: str | None = None, gemeente: str | None = None
) -> Cijferbeeld:
    """The published months of the coordinator's own municipality from `van` through `tot` (`YYYY-MM`; I02, I08).

    The month published last where nothing is asked. Raises OngeldigeInvoer, NietToegestaan, NietIngelogd.
    """
    with handeling(tools, wie, "cijfers:bekijken") as h:
        eis_toegang(tools, h.tx, wie)
        if wie.gemeente is None:
            raise NietGevonden
        if gemeente not in (None, wie.gemeente):
            raise NietToegestaan([ANDERE_GEMEENTE])
        stand = next(iter(cijfers.standen(h.tx, wie.gemeente)), None)
        laatste = stand.laatste if stand else None
        tot_en_met = tot or van or laatste
        if tot_en_met is None:
            return Cijferbeeld(wie.gemeente, (), {})
        vanaf = van or tot_en_met
        begin = stand.begin if stand else None
        if bezwaren := beoordeel_maanden(vanaf, tot_en_met, begin, laatste, maand_van(h.nu)):
            raise OngeldigeInvoer(bezwaren)
        maanden = tuple(cijfers.lees(h.tx, wie.gemeente, vanaf, tot_en_met))
        return Cijferbeeld(wie.gemeente, maanden, _namen(h.tx, maanden))


def _namen(tx: Tx, maanden: tuple[Maandcijfers, ...]) -> dict[str, str]:
    ids = {cijfer.groep for maand in maanden for cijfer in maand.cijfers if cijfer.is_organisatie}
    return {str(id_): partij.naam for id_, partij in organisaties.partijen(tx, set(map(UUID, ids))).items()}


def verwacht(tools: Tools, wie: Aanroep, organisatie: UUID, per_maand: int, gemeente: str | None = None) -> str:
    """Expect so many signals a month of an organisation; 0 expects nothing any more. Gives the municipality.

    That is the one whose convenant it signed; of several, the one that is given. Raises NietGevonden, OngeldigeInvoer.
    """
    with handeling(tools, wie, "verwachting:bewaren") as h:
        if not 0 <= per_maand <= MEESTE_PER_MAAND:
            zin = f"Geef een aantal signalen per maand van 0 tot en met {MEESTE_PER_MAAND}; 0 is: niets meer verwacht."
            raise OngeldigeInvoer([geweigerd("verwachting-ongeldig", "I08", zin)])
        partij = organisaties.lees(h.tx, organisatie)
        if partij is None:
            raise NietGevonden
        h.over("organisatie", organisatie)
        getekend = sorted({kenmerk.partition("/")[0] for kenmerk in partij.ondertekend})
        if gemeente is None and len(getekend) > 1:
            zin = f"Deze organisatie meldt in meer gemeenten ({', '.join(getekend)}). Noem er een met --gemeente."
            raise OngeldigeInvoer([geweigerd("gemeente-ontbreekt", "I08", zin)])
        waar = gemeente or next(iter(getekend), None)
        if waar is None or waar not in getekend:
            zin = "Deze organisatie tekende geen convenant van deze gemeente. Leg eerst vast dat zij tekende."
            raise OngeldigeInvoer([geweigerd("convenant-niet-ondertekend", "A01", zin)])
        cijfers.verwacht(h.tx, organisatie, waar, per_maand)
        return waar
