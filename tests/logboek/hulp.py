# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A log that is sealed, written out and checked, and a superuser who tampers with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.api.hulp import bewerk_database
from tests.huis import BEHEER
from verwijsindex.domain.kop import Kop, lees_notitie
from verwijsindex.domain.logcontrole import Controle, LogboekAfwijking
from verwijsindex.opdrachten.logboek import _controleur
from verwijsindex.use_cases import zegelen

if TYPE_CHECKING:
    from tests.huis import Huis


def verzegel(huis: Huis) -> int:
    """Seal everything there is; how many rows that were."""
    bank = huis.tools.zegelbank
    assert bank
    gedaan = 0
    while erbij := zegelen.zegel_nieuwe(huis.tools, bank):
        gedaan += erbij
    return gedaan


def uitvoer(huis: Huis) -> list[dict[str, Any]]:
    """The lines of an export as the file holds them."""
    return [json.loads(json.dumps(lijn)) for lijn in zegelen.voer_uit(huis.tools, BEHEER)]


def kop(huis: Huis) -> Kop:
    """The newest head, as somebody outside keeps it."""
    return lees_notitie(zegelen.koppen(huis.tools)[0].notitie)


def oordeel(huis: Huis, lijnen: list[dict[str, Any]], *bewaard: Kop) -> str:
    """What the offline check says: `klopt`, or what is wrong first."""
    controle = Controle(_controleur(list(huis.tools.kluis.logboeksleutels)), {k.grootte: k for k in bewaard})
    try:
        controle.lees(lijnen)
    except LogboekAfwijking as afwijking:
        return str(afwijking)
    return "klopt"


def knoei(huis: Huis, *opdrachten: str) -> None:
    """As a superuser, whom no trigger stops."""
    bewerk_database(huis, "SET session_replication_role = replica", *_zonder_triggers(opdrachten))


def _zonder_triggers(opdrachten: tuple[str, ...]) -> list[str]:
    tabellen = ("logregel", "logpersoon", "blad", "knoop", "kop", "te_zegelen")
    uit = [f"ALTER TABLE {tabel} DISABLE TRIGGER ALL" for tabel in tabellen]
    return [*uit, *opdrachten, *(f"ALTER TABLE {tabel} ENABLE TRIGGER ALL" for tabel in tabellen)]
