# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After the replay: do the stored matches follow from the deeds, and is there a BSN anywhere."""

import re
from collections.abc import Sequence
from pathlib import Path

from verwijsindex.demo.casus import Scenario
from verwijsindex.demo.processen import DemoFout, Kind, Processen
from verwijsindex.demo.toneel import Toneel

OPNIEUW = "Opnieuw beginnen: `make schoon`, of verwijder de map .demo."
_FAMILIES = re.compile(r"(\d+) families nagerekend, 0 met verschillen")


def begin_controle(toneel: Toneel, processen: Processen, scenario: Scenario) -> Kind:
    """Start `verwijsindex controleer` on the index of a scenario."""
    log, omgeving = f"{scenario.naam}-controleer", toneel.omgeving(scenario)
    return processen.start("Het nakijken", log, ["verwijsindex", "controleer"], omgeving, eindigt=True)


def eis_controle(processen: Processen, scenario: Scenario, kind: Kind) -> int:
    """The number of families that were recomputed without a difference. Raises DemoFout."""
    uitgang = processen.klaar(kind)
    gezegd = _FAMILIES.search(kind.logbestand.read_text(encoding="utf-8"))
    if uitgang != 0 or gezegd is None or int(gezegd[1]) == 0:
        raise DemoFout(
            f"`verwijsindex controleer` keurt de index van {scenario.naam} niet goed. Zie {kind.logbestand}. {OPNIEUW}"
        )
    return int(gezegd[1])


def plaatsen_met_bsn(bsns: Sequence[str], teksten: dict[str, str]) -> list[str]:
    """Names of the texts that hold one of the numbers: as digits, or as bytes in a dump's hexadecimal."""
    vormen = [vorm for bsn in bsns for vorm in (rf"(?<![0-9a-f]){bsn}(?![0-9a-f])", bsn.encode().hex())]
    patroon = re.compile("|".join(vormen))
    return [naam for naam, tekst in teksten.items() if patroon.search(tekst)]


def rijen(dump: str, tabel: str) -> int:
    """How many rows of a table a dump holds. Raises ValueError when the table is not in it."""
    begin = re.search(rf"^COPY public\.{tabel} .*$", dump, re.MULTILINE)
    if begin is None:
        raise ValueError(tabel)
    return dump[begin.end() + 1 : dump.index("\n\\.\n", begin.end()) + 1].count("\n")


def logbestanden(map: Path) -> dict[str, str]:
    """Every log of the demo, by its path in the folder."""
    paden = [*(map / "log").iterdir(), map / "postgres.log"]
    return {str(pad.relative_to(map)): pad.read_text(encoding="utf-8", errors="replace") for pad in paden}
