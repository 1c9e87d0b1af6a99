# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log in the form of Logboek Dataverwerkingen: asked by the privacy officer, told to a collector (L01, I04)."""

from datetime import timedelta

from verwijsindex.domain.dataverwerking import Actie, acties
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
        gevonden = dataverwerkingen.na(tx, positie, HAP) if positie is not None else []
        if not gevonden:
            dataverwerkingen.zet(tx, OTLP, tot, None)
            return False
    gelukt = verzamelaar.stuur([deel for _, actie, betrokkenen in gevonden for deel in acties(actie, betrokkenen)])
    with tools.database.transaction() as tx:
        dataverwerkingen.zet(tx, OTLP, tot, gevonden[-1][0] + 1 if gelukt else None)
    return True if gelukt else None


def achterstand(tools: Tools) -> int:
    """How many rows the collector was not told yet."""
    with tools.database.transaction() as tx:
        gedaan, alle = dataverwerkingen.stand(tx, OTLP)
    return alle - gedaan
