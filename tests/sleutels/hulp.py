# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What tests of changing keys share: the three steps as deeds, crashes between them, and what must then hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.api.hulp import lees_database
from tests.huis import BEHEER, pseudoniem
from verwijsindex.adapters.sleutelbestand import Sleutelbestand
from verwijsindex.domain.sleutels import OPGESLAGEN, Sleutelnaam
from verwijsindex.protocol.labels import zoek_context
from verwijsindex.use_cases import sleutels
from verwijsindex.use_cases.ports import Sleutelbeheer, Tools

if TYPE_CHECKING:
    from pathlib import Path

    from tests.huis import Huis

GEWISSELD = (Sleutelnaam.TEKENEN, Sleutelnaam.BEWAAR, Sleutelnaam.PEPPER)


class Crash(Exception):
    """The process ends here."""


class Breekbaar:
    """The key file, at which the process ends before it does something of this name."""

    def __init__(self, echt: Sleutelbeheer, bij: str) -> None:
        self._echt, self._bij = echt, bij

    def __getattr__(self, naam: str) -> Any:
        if naam == self._bij:
            raise Crash
        return getattr(self._echt, naam)


def breekt(huis: Huis, bij: str) -> Tools:
    """The tools of a command that dies when it would `bij`: zet_klaar, wissel or rond_af."""
    return replace(huis.tools, sleutels=Breekbaar(huis.tools.sleutels, bij))


def zet_over(tools: Tools, naam: Sleutelnaam) -> int:
    """Bring the key made ready into use, and move everything."""
    sleutels.wissel(tools, BEHEER, naam)
    return sum(sleutels.verhuis(tools, BEHEER, naam).delen) if naam in OPGESLAGEN else 0


def rond_af(tools: Tools, naam: Sleutelnaam) -> None:
    """Look everything over, and drop the key of before."""
    if naam in OPGESLAGEN:
        sum(sleutels.kijk_na(tools, BEHEER, naam).delen)
    sleutels.rond_af(tools, BEHEER, naam, meteen=True)


def wissel_helemaal(tools: Tools, naam: Sleutelnaam, tussendoor: Callable[[], None] = lambda: None) -> None:
    """All three steps."""
    sleutels.zet_klaar(tools, BEHEER, naam)
    tussendoor()
    zet_over(tools, naam)
    tussendoor()
    rond_af(tools, naam)


def bestand(map_: Path) -> Sleutelbestand:
    """The key file of the house of a test."""
    return Sleutelbestand.lees(map_ / "index.json")


def gevonden_als(huis: Huis, map_: Path, elementen: dict[str, bytes]) -> dict[str, int]:
    """How many rows there are for each N under the pepper in use, and how many rows are under none of these."""
    import hmac

    pepper = bestand(map_).pepper
    sleutels_ = {hmac.digest(pepper, zoek_context() + n, "sha256"): bsn for bsn, n in elementen.items()}
    uit = dict.fromkeys([*elementen, "onbekend"], 0)
    for rij in lees_database(huis, "SELECT sleutel FROM persoon"):
        uit[sleutels_.get(bytes(rij["sleutel"]), "onbekend")] += 1
    return uit


def elementen(bsns: list[str]) -> dict[str, bytes]:
    """N of each."""
    return {bsn: pseudoniem(bsn) for bsn in bsns}
