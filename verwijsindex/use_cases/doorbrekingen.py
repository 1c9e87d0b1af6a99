# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the privacy officer asks about overrides (V05, I04, L04)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.doorbreking import Doorbreekcijfer, Doorbreking, doorbreekcijfers, doorbreking
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.tijd import begin_van, dag, plus_maanden
from verwijsindex.storage import logboek, organisaties, signalen
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

Plaats = tuple[datetime, UUID]
MAANDEN = 12


@dataclass(frozen=True, slots=True)
class Organisatiecijfer:
    """A rate with the name of its organisation."""

    naam: str
    cijfer: Doorbreekcijfer


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[Doorbreking], Plaats | None]:
    """The overrides in his municipality in order of invoking, those that lapsed too; the place to go on from."""
    with handeling(tools, wie, "doorbreking:opsommen") as h:
        eis_toegang(tools, h.tx, wie)
        if wie.gemeente is None:
            raise NietGevonden
        regels = h.regels()
        gevonden = signalen.met_veiligheidsgrond(h.tx, wie.gemeente, na, aantal)
        namen = organisaties.partijen(h.tx, {signaal.organisatie for signaal in gevonden})
        beelden = []
        for signaal in gevonden:
            naam, convenant = namen[signaal.organisatie].naam, regels.van(signaal.gemeente, h.nu)
            if beeld := doorbreking(signaal, naam, convenant, h.nu, frozenset(regels.vrij)):
                h.over("veiligheidsgrond", beeld.id)
                h.over("signaal", signaal.id)
                beelden.append(beeld)
        verder = (beelden[-1].ingeroepen, beelden[-1].signaal) if len(gevonden) == aantal else None
        return beelden, verder


def cijfers(tools: Tools, wie: Aanroep) -> list[Organisatiecijfer]:
    """How often each organisation overrode consent in the last twelve months, by the log: what was destroyed counts."""
    with handeling(tools, wie, "doorbreking:tellen") as h:
        eis_toegang(tools, h.tx, wie)
        if wie.gemeente is None:
            raise NietGevonden
        sinds = begin_van(plus_maanden(dag(h.nu), -MAANDEN))
        gevonden = doorbreekcijfers(logboek.doorbrekingen(h.tx, wie.gemeente, sinds))
        namen = organisaties.partijen(h.tx, {cijfer.organisatie for cijfer in gevonden})
        return [Organisatiecijfer(namen[cijfer.organisatie].naam, cijfer) for cijfer in gevonden]
