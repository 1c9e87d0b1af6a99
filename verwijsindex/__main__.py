# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The command line of the index."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import track

from verwijsindex import bootstrap, worker
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.errors import Onbereikbaar, Weigering
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.organisatie import Functionaris, Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.voorvertoning import tel_op, vooruitblik
from verwijsindex.domain.woorden import Categorie, Leefgebied
from verwijsindex.log import richt_in
from verwijsindex.protocol.bewering import lees_jwks
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.settings import Settings
from verwijsindex.use_cases import beheer, cijfers, controle, voorvertoning
from verwijsindex.use_cases.handeling import leg_weigering_vast
from verwijsindex.use_cases.ports import EEN_BEHEERDER, Installatie

hoofd = typer.Typer(help="De verwijsindex.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
organisatie = typer.Typer(help="Organisaties, hun professionals, regisseurs en functionarissen.", no_args_is_help=True)
convenant = typer.Typer(help="Convenanten van gemeenten.", no_args_is_help=True)
sleutels = typer.Typer(help="De sleutels van de index.", no_args_is_help=True)
hoofd.add_typer(organisatie, name="organisatie")
hoofd.add_typer(convenant, name="convenant")
hoofd.add_typer(sleutels, name="sleutels")
scherm = Console(stderr=True)
BEHEER = Aanroep(Bron.OPDRACHT, Rol.BEHEER, "beheer")


def _stop(zin: str) -> typer.Exit:
    scherm.print(zin, style="bold red", markup=False, highlight=False)
    return typer.Exit(1)


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as fout:
        namen = ", ".join(f"VERWIJSINDEX_{'_'.join(map(str, f['loc'])).upper()}" for f in fout.errors())
        raise _stop(f"Deze instellingen ontbreken of zijn ongeldig: {namen}. Zet ze als omgevingsvariabele.") from None


@contextmanager
def _huis() -> Iterator[Installatie]:
    """The installation, and refusals as a sentence on the screen."""
    try:
        installatie = bootstrap.maak_installatie(_settings())
    except bootstrap.StartGeweigerd as fout:
        raise _stop(str(fout)) from None
    try:
        yield installatie
    except Onbereikbaar:
        raise _stop(
            "De database antwoordt niet. Klopt VERWIJSINDEX_DATABASE_URL (adres, rol, wachtwoord), en draait zij?"
        ) from None
    except Weigering as weigering:
        raise _stop("\n".join(f"{b.zin} ({b.code}, regel {b.regel})" for b in weigering.besluiten)) from None
    finally:
        installatie.tools.database.sluit()


@hoofd.command()
def start() -> None:
    """Start de API en de inbox."""
    import uvicorn  # noqa: PLC0415 (a web server takes a second to load, and no other command needs it)

    from verwijsindex.app import maak_app  # noqa: PLC0415 (the same)

    richt_in()
    settings = _settings()
    with _huis() as installatie:
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
    """Start de worker, die de tijd laat werken: einden, termijnen en verjaardagen."""
    richt_in()
    stop = threading.Event()
    for teken in (signal.SIGINT, signal.SIGTERM):
        signal.signal(teken, lambda *_: stop.set())
    with _huis() as installatie:
        worker.werk(installatie.tools, stop)


@hoofd.command()
def migreer(
    controleer: Annotated[bool, typer.Option("--controleer", help="alleen kijken of de database bij is")] = False,
) -> None:
    """Breng de database naar de nieuwste versie, als haar eigenaar."""
    from migraties import index as migratie  # noqa: PLC0415 (the same, for migrations)

    settings = _settings()
    if settings.eigenaar_database_url is None:
        raise _stop("Zet VERWIJSINDEX_EIGENAAR_DATABASE_URL: migreren doet de eigenaar van de database.")
    url = settings.eigenaar_database_url.get_secret_value()
    try:
        if controleer and not migratie.is_bij(url):
            raise _stop("De database is niet bij. Draai `verwijsindex migreer`.")
        if not controleer:
            migratie.migreer(url)
    except migratie.MigratieMislukt as fout:
        raise _stop(str(fout)) from None


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
        raise _stop("Herberekenen kan nu alleen als proef: `verwijsindex herbereken --proef`.")
    raise typer.Exit(_reken_na("Herberekenen (proef)"))


def _reken_na(wat: str) -> int:
    with _huis() as huis:
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
        raise _stop(f"{bestand} is niet gelijk aan de API. Draai `verwijsindex openapi` en kijk het verschil na.")


@organisatie.command("toevoegen")
def organisatie_toevoegen(
    naam: Annotated[str, typer.Option(help="naam van de organisatie")],
    categorie: Annotated[Categorie, typer.Option(help="soort organisatie volgens het convenant")],
    jwks: Annotated[Path, typer.Option(help="bestand met de publieke sleutels (JWK set)", exists=True, dir_okay=False)],
    id_: Annotated[UUID | None, typer.Option("--id", help="eigen kenmerk; anders een nieuw")] = None,
    instelling: Annotated[str | None, typer.Option(help="soort instelling binnen de categorie")] = None,
    ondertekent: Annotated[
        list[str] | None, typer.Option(help="convenant dat zij tekende, bv. 0599/regionaal/1")
    ] = None,
) -> None:
    """Voeg een organisatie toe of vervang haar gegevens; toont het id waarmee zij zich meldt."""
    partij = Organisatie(id_ or uuid4(), naam, categorie, instelling, True, frozenset(ondertekent or []))
    inhoud = _lees_jwks(jwks)
    with _huis() as huis:
        beheer.bewaar_organisatie(huis.tools, BEHEER, partij, inhoud)
    print(partij.id)


def _lees_jwks(bestand: Path) -> dict[str, Any]:
    try:
        inhoud: dict[str, Any] = json.loads(bestand.read_text(encoding="utf-8"))
        lees_jwks(inhoud)
    except (ValueError, ProtocolFout):
        raise _stop(f"{bestand} bevat geen publieke sleutels (JWK set met RSA of Ed25519 en een kid).") from None
    return inhoud


@organisatie.command("professional")
def organisatie_professional(
    van: Annotated[UUID, typer.Option("--organisatie", help="id van de organisatie")],
    kenmerk: Annotated[str, typer.Option(help="hoe de organisatie hem noemt; dit sturen clients als professional")],
    vanaf: Annotated[str | None, typer.Option(help="eerste dag, JJJJ-MM-DD; anders vandaag")] = None,
    tot: Annotated[str | None, typer.Option(help="laatste dag, JJJJ-MM-DD")] = None,
    aandachtsfunctionaris: Annotated[bool, typer.Option(help="mag een veiligheidsgrond bevestigen")] = False,
    doorbreken: Annotated[bool, typer.Option(help="mag een veiligheidsgrond inroepen")] = False,
) -> None:
    """Wijs een professional aan, of wijzig zijn termijn; toont het id waarmee u hem regisseur maakt."""
    with _huis() as huis:
        begin = _dag(vanaf) or beheer.vandaag(huis.tools)
        persoon = Professional(uuid4(), van, kenmerk, begin, _dag(tot), aandachtsfunctionaris, doorbreken)
        print(beheer.wijs_aan(huis.tools, BEHEER, persoon))


@organisatie.command("regisseur")
def organisatie_regisseur(
    professional: Annotated[UUID, typer.Option(help="id van de aangewezen professional")],
    van: Annotated[UUID, typer.Option("--organisatie", help="id van de organisatie")],
    gemeente: Annotated[str, typer.Option(help="gemeentecode, vier cijfers")],
    naam: Annotated[str, typer.Option(help="zoals melders hem te zien krijgen")],
    telefoon: Annotated[str, typer.Option(help="waar melders hem bereiken")],
    gebied: Annotated[list[str] | None, typer.Option(help="gebied van zijn team; mag vaker")] = None,
    leefgebied: Annotated[list[Leefgebied] | None, typer.Option(help="leefgebied van zijn team; mag vaker")] = None,
    actief: Annotated[bool, typer.Option("--actief/--inactief", help="krijgt hij nieuwe matches")] = True,
) -> None:
    """Maak een professional regisseur, of wijzig zijn gegevens."""
    wie = Regisseur(
        professional,
        van,
        Categorie.GEEN,
        gemeente,
        naam,
        telefoon,
        frozenset(gebied or []),
        frozenset(leefgebied or []),
        actief,
    )
    with _huis() as huis:
        beheer.bewaar_regisseur(huis.tools, BEHEER, wie)


@organisatie.command("functionaris")
def organisatie_functionaris(
    professional: Annotated[UUID, typer.Option(help="id van de aangewezen professional")],
    rol: Annotated[Rol, typer.Option(help="coordinator, privacy (FG) of beheer", metavar="FUNCTIE")],
    gemeente: Annotated[str, typer.Option(help="gemeentecode, vier cijfers")],
    actief: Annotated[bool, typer.Option("--actief/--inactief", help="heeft hij deze functie nu")] = True,
) -> None:
    """Geef een professional een functie in een gemeente, of wijzig die; een regisseur kan er geen bij hebben."""
    with _huis() as huis:
        beheer.bewaar_functionaris(huis.tools, BEHEER, Functionaris(professional, rol, gemeente, actief))


@organisatie.command("verwacht")
def organisatie_verwacht(
    van: Annotated[UUID, typer.Option("--organisatie", help="id van de organisatie")],
    per_maand: Annotated[int, typer.Option(help="hoeveel signalen per maand; 0 is: niets meer verwacht")],
    gemeente: Annotated[str | None, typer.Option(help="gemeentecode, als zij in meer gemeenten meldt")] = None,
) -> None:
    """Leg vast hoeveel signalen per maand van een organisatie te verwachten zijn; het staat bij de maandcijfers."""
    with _huis() as huis:
        waar = cijfers.verwacht(huis.tools, BEHEER, van, per_maand, gemeente)
    print(f"Verwacht in {waar}: {per_maand} signalen per maand, vanaf de eerste maand die nog niet is vastgesteld.")


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
    with _huis() as huis:
        gelezen = _lees(huis, bestand, gemeente, vanaf)
        beheer.laad_convenant(huis.tools, BEHEER, gelezen, productie=not huis.ontwikkeling)
    print(f"{gelezen.kenmerk} geldt vanaf {gelezen.vanaf.isoformat()}.")
    _meld_afbouw(gelezen)


@convenant.command("voorvertonen")
def convenant_voorvertonen(bestand: Bestand, gemeente: Gemeente = None, vanaf: Vanaf = None) -> None:
    """Toon wat een nieuwe versie op haar eerste dag verandert; er wordt niets gewijzigd."""
    with _huis() as huis:
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
    with _huis() as huis:
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


@sleutels.command("maken")
def sleutels_maken() -> None:
    """Maak het sleutelbestand van de index; een bestaand bestand blijft staan."""
    pad = _settings().sleutelbestand
    try:
        bootstrap.maak_sleutels(pad)
    except FileExistsError:
        raise _stop(f"{pad} bestaat al en is niet aangeraakt.") from None
    print(f"{pad} is gemaakt. Bewaar er een kopie van, apart van back-ups van de database.")


def _dag(tekst: str | None) -> date | None:
    try:
        return date.fromisoformat(tekst) if tekst else None
    except ValueError:
        raise _stop(f"{tekst} is geen dag. Geef JJJJ-MM-DD.") from None


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
