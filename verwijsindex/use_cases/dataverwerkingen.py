# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log in the form of Logboek Dataverwerkingen: asked by the privacy officer, told to a collector (L01, I04)."""

from datetime import timedelta

from verwijsindex.domain.dataverwerking import Actie, Ontvangst, acties
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.storage import dataverwerkingen
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools, Verzamelaar

OTLP = "otlp"
HAP = 500
# Longer than a try may take.
BEZET = timedelta(seconds=60)


def lijst(tools: Tools, wie: Aanroep, voor: int | None, aantal: int) -> tuple[list[Actie], int | None]:
    """The records of `aantal` rows of his municipality, newest first, and the row to go on before (I04, L04)."""
    with handeling(tools, wie, "logboek:doorzoeken") as h:
        eis_toegang(tools, h.tx, wie)
        if wie.gemeente is None:
            raise NietGevonden
        gevonden = dataverwerkingen.van_gemeente(h.tx, wie.gemeente, voor, aantal)
    delen = [deel for _, actie, betrokkenen in gevonden for deel in acties(actie, betrokkenen)]
    return delen, gevonden[-1][0] if len(gevonden) == aantal else None


def geef_door(tools: Tools, verzamelaar: Verzamelaar) -> bool | None:
    """Tell the collector what was sealed since, at least once; was there anything? None where it did not take it."""
    nu = tools.klok()
    tot = nu + BEZET
    with tools.database.transaction() as tx:
        positie = dataverwerkingen.neem(tx, OTLP, nu, tot)
        if positie is None:
            return False
        gevonden = dataverwerkingen.na(tx, positie, HAP)
    verder = _stuur(verzamelaar, gevonden) if gevonden else None
    with tools.database.transaction() as tx:
        dataverwerkingen.zet(tx, OTLP, tot, verder)
    return bool(gevonden) if verder or not gevonden else None


def _stuur(verzamelaar: Verzamelaar, gevonden: dataverwerkingen.Gevonden) -> int | None:
    """The place to go on from; None where it must be tried again. What is too large goes in smaller bites."""
    while True:
        delen = [deel for _, actie, betrokkenen in gevonden for deel in acties(actie, betrokkenen)]
        match verzamelaar.stuur(delen, laatste=len(gevonden) == 1):
            case Ontvangst.GENOMEN:
                return gevonden[-1][0] + 1
            case Ontvangst.LATER:
                return None
            case Ontvangst.TE_GROOT:
                gevonden = gevonden[: (len(gevonden) + 1) // 2]
