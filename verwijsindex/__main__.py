# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The command line of the index."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from verwijsindex import worker
from verwijsindex.log import richt_in
from verwijsindex.opdrachten.convenant import convenant
from verwijsindex.opdrachten.huis import BEHEER, een_huis, instellingen, scherm, stop
from verwijsindex.opdrachten.logboek import logboek
from verwijsindex.opdrachten.opschonen import opschonen
from verwijsindex.opdrachten.organisatie import organisatie
from verwijsindex.opdrachten.post import bezorging, mail
from verwijsindex.opdrachten.sleutels import sleutels
from verwijsindex.use_cases import controle
from verwijsindex.use_cases.ports import EEN_BEHEERDER

hoofd = typer.Typer(help="De verwijsindex.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
hoofd.add_typer(organisatie, name="organisatie")
hoofd.add_typer(convenant, name="convenant")
hoofd.add_typer(sleutels, name="sleutels")
hoofd.add_typer(logboek, name="logboek")
hoofd.add_typer(bezorging, name="bezorging")
hoofd.add_typer(mail, name="mail")
hoofd.command()(opschonen)


@hoofd.command()
def start() -> None:
    """Start de API en de inbox."""
    import uvicorn  # noqa: PLC0415 (a web server takes a second to load, and no other command needs it)

    from verwijsindex.app import maak_app  # noqa: PLC0415 (the same)

    richt_in()
    settings = instellingen()
    with een_huis() as installatie:
        if not installatie.gescheiden:
            scherm.print(EEN_BEHEERDER, style="yellow")
        uvicorn.run(
            maak_app(installatie, draden=settings.verbindingen - 2),
            host=settings.host,
            port=settings.poort,
            access_log=False,
            log_level="warning",
            server_header=False,
        )


@hoofd.command(name="worker")
def worker_() -> None:
    """Start de worker: hij laat de tijd werken, bezorgt berichten en stuurt brieven. Er mogen er meer draaien."""
    richt_in()
    klaar = threading.Event()
    for teken in (signal.SIGINT, signal.SIGTERM):
        signal.signal(teken, lambda *_: klaar.set())
    settings = instellingen()
    if not settings.ontwikkeling and settings.zegel_database_url is None:
        raise stop(
            "Zet VERWIJSINDEX_ZEGEL_DATABASE_URL, het adres als verwijsindex_zegel:"
            " anders wordt het logboek niet verzegeld (regel L03)."
        )
    with een_huis() as installatie:
        worker.werk(installatie.tools, klaar, alarm_na=settings.alarm_na)


@hoofd.command()
def migreer(
    controleer: Annotated[bool, typer.Option("--controleer", help="alleen kijken of de database bij is")] = False,
) -> None:
    """Breng de database naar de nieuwste versie, als haar eigenaar."""
    from migraties import index as migratie  # noqa: PLC0415 (the same, for migrations)

    settings = instellingen()
    if settings.eigenaar_database_url is None:
        raise stop("Zet VERWIJSINDEX_EIGENAAR_DATABASE_URL: migreren doet de eigenaar van de database.")
    url = settings.eigenaar_database_url.get_secret_value()
    try:
        if controleer and not migratie.is_bij(url):
            raise stop("De database is niet bij. Draai `verwijsindex migreer`.")
        if not controleer:
            migratie.migreer(url)
    except migratie.MigratieMislukt as fout:
        raise stop(str(fout)) from None


@hoofd.command(name="controleer")
def controleer_() -> None:
    """Reken alle matches na uit de vastgelegde daden; elk verschil wordt gemeld, en dan is de uitgang 1."""
    raise typer.Exit(_reken_na("Nakijken"))


@hoofd.command()
def herbereken(
    proef: Annotated[bool, typer.Option("--proef", help="alleen tonen wat zou veranderen")] = False,
) -> None:
    """Reken alle dossiers opnieuw uit. Nu alleen als proef: wat zou veranderen, wordt getoond en niet geschreven."""
    if not proef:
        raise stop("Herberekenen kan nu alleen als proef: `verwijsindex herbereken --proef`.")
    raise typer.Exit(_reken_na("Herberekenen (proef)"))


def _reken_na(wat: str) -> int:
    with een_huis() as huis:
        rijen = controle.families_te_controleren(huis.tools, BEHEER)
        gevonden = [
            verschil
            for verschil in track(
                controle.controleer(huis.tools, rijen), description=wat, total=len(rijen), console=scherm
            )
            if verschil
        ]
    for verschil in gevonden:
        for deel in verschil.wat:
            print(f"familie {verschil.verwantschap}: {deel if deel == controle.MISLUKT else f'{deel} wijkt af'}")
    print(f"{len(rijen)} families nagerekend, {len(gevonden)} met verschillen.")
    return 1 if gevonden else 0


@hoofd.command()
def demo(
    eenmalig: Annotated[bool, typer.Option("--eenmalig", help="stop na het naspelen")] = False,
    scenario: Annotated[list[str] | None, typer.Option(help="alleen dit scenario; mag vaker")] = None,
) -> None:
    """Speel de Rotterdamse casus na, op alles wat echt is, en laat de inbox open."""
    from verwijsindex import demo as voorstelling  # noqa: PLC0415 (knows the other parties; nobody else loads them)

    raise typer.Exit(voorstelling.speel(eenmalig=eenmalig, scenarios=scenario or ()))


@hoofd.command()
def openapi(
    controleer: Annotated[
        bool, typer.Option("--controleer", help="vergelijk met openapi.yaml, uitgang 1 bij verschil")
    ] = False,
    bestand: Annotated[Path, typer.Option(help="het contract in de map")] = Path("openapi.yaml"),
) -> None:
    """Schrijf het contract van de API."""
    from verwijsindex.app import contract_tekst  # noqa: PLC0415 (loads the web server)

    tekst = contract_tekst()
    if not controleer:
        bestand.write_text(tekst, encoding="utf-8")
    elif not bestand.exists() or bestand.read_text(encoding="utf-8") != tekst:
        raise stop(f"{bestand} is niet gelijk aan de API. Draai `verwijsindex openapi` en kijk het verschil na.")


def begin() -> None:
    """The command line; what nobody foresaw is one sentence, and the whole story only on request."""
    try:
        hoofd()
    except Exception as fout:
        if os.environ.get("VERWIJSINDEX_SPOOR"):
            raise
        scherm.print(
            f"Dit ging mis: {type(fout).__name__}. Controleer de opgegeven bestanden, adressen en instellingen;"
            " is de database gemigreerd? Met VERWIJSINDEX_SPOOR=1 ervoor ziet u alles.",
            style="bold red",
            markup=False,
            highlight=False,
        )
        sys.exit(1)


if __name__ == "__main__":
    begin()
