# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Convenants of municipalities."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from verwijsindex import bootstrap
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.errors import Weigering
from verwijsindex.domain.voorvertoning import tel_op, vooruitblik
from verwijsindex.opdrachten.huis import BEHEER, een_huis, scherm
from verwijsindex.use_cases import beheer, voorvertoning
from verwijsindex.use_cases.handeling import leg_weigering_vast
from verwijsindex.use_cases.ports import Installatie

convenant = typer.Typer(help="Convenanten van gemeenten.", no_args_is_help=True)

Bestand = Annotated[Path, typer.Argument(help="het convenant als YAML")]
Gemeente = Annotated[str | None, typer.Option(help="gemeentecode, als die niet in het bestand staat")]
Vanaf = Annotated[str | None, typer.Option(help="eerste dag, JJJJ-MM-DD, als die niet in het bestand staat")]


def _lees(huis: Installatie, bestand: Path, gemeente: str | None, vanaf: str | None) -> Convenant:
    """The convenant in a file; that it is refused is kept (L01)."""
    aanvulling = {"gemeente": gemeente, "vanaf": vanaf}
    try:
        return bootstrap.lees_convenant(bestand, **{veld: waarde for veld, waarde in aanvulling.items() if waarde})
    except Weigering as weigering:
        leg_weigering_vast(huis.tools, BEHEER, "convenant:lezen", weigering)
        raise


def _meld_afbouw(gelezen: Convenant) -> None:
    if gelezen.grondslag_tot and gelezen.afgebouwd_op:
        print(
            f"De grondslag houdt op {gelezen.grondslag_tot.isoformat()} op: vanaf die dag komt er geen signaal bij, en"
            f" aan het eind van {gelezen.afgebouwd_op.isoformat()} worden alle signalen vernietigd."
        )


@convenant.command("laden")
def convenant_laden(bestand: Bestand, gemeente: Gemeente = None, vanaf: Vanaf = None) -> None:
    """Laad een versie van een convenant; zij verandert daarna niet meer. Kijk eerst met `convenant voorvertonen`."""
    with een_huis() as huis:
        gelezen = _lees(huis, bestand, gemeente, vanaf)
        beheer.laad_convenant(huis.tools, BEHEER, gelezen, productie=not huis.ontwikkeling)
    print(f"{gelezen.kenmerk} geldt vanaf {gelezen.vanaf.isoformat()}.")
    _meld_afbouw(gelezen)


@convenant.command("voorvertonen")
def convenant_voorvertonen(bestand: Bestand, gemeente: Gemeente = None, vanaf: Vanaf = None) -> None:
    """Toon wat een nieuwe versie op haar eerste dag verandert; er wordt niets gewijzigd."""
    with een_huis() as huis:
        gelezen = _lees(huis, bestand, gemeente, vanaf)
        productie = not huis.ontwikkeling
        aantal, delen = voorvertoning.voorvertoon(huis.tools, BEHEER, gelezen, productie=productie)
        totaal = tel_op(track(delen, description="Voorvertonen", total=aantal, console=scherm))
    print(f"{gelezen.kenmerk} vanaf {gelezen.vanaf.isoformat()}. Gezinnen bekeken: {aantal}. Er is niets gewijzigd.")
    print("\n".join(vooruitblik(totaal)))
    _meld_afbouw(gelezen)
    raise typer.Exit(1 if totaal.mislukt else 0)


@convenant.command("tonen")
def convenant_tonen() -> None:
    """Toon de geladen versies, met hun eerste en laatste dag en het einde van de grondslag."""
    with een_huis() as huis:
        versies = beheer.geladen_convenanten(huis.tools, BEHEER)
    if not versies:
        print("Er is nog geen convenant geladen. Laad er een: `verwijsindex convenant laden BESTAND --gemeente CODE`.")
        return
    kop = ("kenmerk", "vanaf", "tot", "grondslag tot")
    rijen = [
        kop,
        *((v.kenmerk, *(d.isoformat() if d else "-" for d in (v.vanaf, v.tot, v.grondslag_tot))) for v in versies),
    ]
    breed = max(len(rij[0]) for rij in rijen)
    for kenmerk, eerste, laatste, grondslag in rijen:
        print(f"{kenmerk:<{breed}}  {eerste:<10}  {laatste:<10}  {grondslag}")
