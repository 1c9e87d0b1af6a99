# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the demo says, and how: to the terminal with a progress bar, to a file in plain lines."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from verwijsindex.demo.casus import Casus, Scenario
from verwijsindex.demo.uitkomst import MULTIPROBLEMATIEK, STAPELING, UIT_BEELD, VERVALLEN, Bevonden, Verslag, dagen_tot
from verwijsindex.domain.uitleg import datum

KOLOMMEN = {
    STAPELING: "komen samen",
    UIT_BEELD: "uit beeld",
    MULTIPROBLEMATIEK: "multiproblematiek",
    VERVALLEN: "vervallen",
}

INLEIDING = """\
In januari 2015 overleed in Rotterdam een kind. Vijftien organisaties wisten elk een deel; twee van hen stonden in de \
verwijsindex van toen. Deze demo speelt de feiten uit het inspectierapport na, op een index die hier echt draait: elke \
organisatie meldt met een eigen sleutel, over HTTP, en geen enkel BSN verlaat haar machine. De klok loopt van \
oktober 2012 tot eind januari 2015. Na elke stap leest de regisseur zijn matches; wat hij ziet staat hieronder."""


class Scherm:
    """Lines on standard output, errors on standard error."""

    def __init__(self) -> None:
        self._uit = Console(highlight=False)
        self._fout = Console(stderr=True, highlight=False)

    def zeg(self, zin: str = "", stijl: str = "") -> None:
        """One line; on a terminal wrapped at words, elsewhere left whole."""
        _druk_af(self._uit, zin, stijl)

    def punten(self, zinnen: Sequence[str]) -> None:
        """A list."""
        for zin in zinnen:
            self.zeg(f"  - {zin}")

    def kop(self, zin: str) -> None:
        """A heading with air above."""
        self.zeg()
        self.zeg(zin, "bold")

    def fout(self, zin: str) -> None:
        """What went wrong."""
        _druk_af(self._fout, zin, "bold red")

    @contextmanager
    def balk(self, aantal: int) -> Iterator[Callable[[date], None]]:
        """A progress bar of `aantal` steps while the block lasts; what it gives is called with the day of each."""
        kolommen = (TextColumn("  {task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*kolommen, console=self._uit, transient=True, disable=not self._uit.is_terminal) as voortgang:
            taak = voortgang.add_task("oktober 2012", total=aantal)
            yield lambda dag: voortgang.update(taak, advance=1, description=datum(dag))

    def overzicht(self, casus: Casus, gespeeld: Sequence[tuple[Scenario, Verslag]]) -> None:
        """The scenarios beside each other: how many days before the death each thing happened first and again."""
        self.kop("Naast elkaar: hoeveel dagen voor het overlijden de regisseur het las")
        self.zeg(_rij("", *KOLOMMEN.values()))
        for scenario, verslag in gespeeld:
            cellen = (_dagen(verslag.bevonden, reden, casus) for reden in KOLOMMEN)
            self.zeg(_rij(scenario.titel, *cellen))


def _rij(titel: str, *cellen: str) -> str:
    return f"  {titel:<40}" + "".join(
        f"{cel:>{breedte}}" for cel, breedte in zip(cellen, (14, 10, 18, 11), strict=True)
    )


def _druk_af(console: Console, zin: str, stijl: str) -> None:
    opties: dict[str, Any] = {"markup": False, "soft_wrap": not console.is_terminal}
    console.print(zin, style=stijl, **opties)


def _dagen(bevonden: Sequence[Bevonden], reden: str, casus: Casus) -> str:
    dagen = [str(dagen_tot(deel.dag, casus)) for deel in bevonden if deel.reden == reden]
    return ", ".join(dict.fromkeys(dagen)) or "nooit"


def aantal(hoeveel: int, een: str, meer: str) -> str:
    """`1 familie`, `6 families`."""
    return f"{hoeveel} {een if hoeveel == 1 else meer}"
