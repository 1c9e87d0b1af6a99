# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""`python -m verwijsindex.pseudoniemendienst`: start, migreer, account; sleutel-maken, overgang, sleutel-wisselen."""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from migraties.pseudoniemendienst import migreer as migreer_database
from verwijsindex.protocol import b64
from verwijsindex.protocol.bewering import lees_jwks
from verwijsindex.protocol.fouten import JwksOngeldig, ProtocolFout
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.protocol.labels import SOORT
from verwijsindex.pseudoniemendienst import sleutels
from verwijsindex.pseudoniemendienst.app import StartGeweigerd, maak_app
from verwijsindex.pseudoniemendienst.fouten import SleutelNietBeschikbaar, SleutelOnbekend
from verwijsindex.pseudoniemendienst.instellingen import Instellingen
from verwijsindex.pseudoniemendienst.klok import klok_van
from verwijsindex.pseudoniemendienst.opslag import Account, Opslag

opdrachten = typer.Typer(
    help="De pseudoniemendienst. Instellingen komen uit omgevingsvariabelen die met PD_ beginnen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _instellingen() -> Instellingen:
    try:
        return Instellingen()
    except ValidationError as fout:
        namen = sorted({f"PD_{'_'.join(map(str, e['loc']))}".upper() for e in fout.errors()})
        raise _weiger(f"Ontbrekende of ongeldige instellingen: {', '.join(namen)}.") from None


def _weiger(*zinnen: str) -> typer.Exit:
    for zin in zinnen:
        typer.echo(zin, err=True)
    return typer.Exit(1)


@opdrachten.command()
def start() -> None:
    """Start de dienst. Weigert in productie wat onveilig is."""
    instellingen = _instellingen()
    try:
        app = maak_app(instellingen)
    except StartGeweigerd as fout:
        raise _weiger("De pseudoniemendienst start niet.", *fout.redenen) from None
    uvicorn.run(
        app,
        host=instellingen.host,
        port=instellingen.poort,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


@opdrachten.command()
def migreer() -> None:
    """Breng de database naar de nieuwste versie."""
    try:
        migreer_database(_instellingen().database_url.get_secret_value())
    except OperationalError:
        raise _weiger("De database is niet bereikbaar: controleer PD_DATABASE_URL.") from None
    typer.echo("De database staat op de nieuwste versie.")


@opdrachten.command()
def sleutel_maken(
    volgende: Annotated[bool, typer.Option("--volgende", help="Voeg een volgende sleutelversie toe.")] = False,
) -> None:
    """Maak het sleutelbestand als het er nog niet is, en toon de openbare sleutel die clients vastleggen."""
    instellingen = _instellingen()
    pad, nu = instellingen.sleutelbestand, klok_van(instellingen.klok_bestand)()
    with sleutels.alleen(pad):
        bestand = _maak(instellingen, nu, volgende=volgende)
    typer.echo(bestand.pin)


def _maak(instellingen: Instellingen, nu: datetime, *, volgende: bool) -> sleutels.Sleutelbestand:
    pad, gemaakt = instellingen.sleutelbestand, False
    if not pad.exists():
        # Whoever comes second, however close, shows the keys of the first.
        with suppress(FileExistsError):
            sleutels.schrijf(pad, sleutels.nieuw(instellingen.index_id, nu), eerste=True)
            gemaakt = True
    try:
        bestand = sleutels.lees(pad)
    except SleutelNietBeschikbaar:
        raise _weiger("Het sleutelbestand bestaat maar is niet te lezen; er is niets gewijzigd.") from None
    if bestand.index != instellingen.index_id:
        raise _weiger("Het sleutelbestand is van een andere index dan PD_INDEX_ID; er is niets gewijzigd.")
    if volgende and not gemaakt:
        bestand = sleutels.met_volgende(sleutels.zonder_vervallen(bestand, nu), nu)
        sleutels.schrijf(pad, bestand)
    return bestand


def _bestand(instellingen: Instellingen) -> sleutels.Sleutelbestand:
    try:
        bestand = sleutels.lees(instellingen.sleutelbestand)
    except SleutelNietBeschikbaar:
        raise _weiger("Het sleutelbestand is er niet of is niet te lezen. Maak het met `sleutel-maken`.") from None
    if bestand.index != instellingen.index_id:
        raise _weiger("Het sleutelbestand is van een andere index dan PD_INDEX_ID; er is niets gewijzigd.")
    return bestand


GEEN_VOLGENDE = "Er is geen volgende sleutelversie. Maak haar met `sleutel-maken --volgende`."


@opdrachten.command()
def overgang(
    ingest: Annotated[
        str, typer.Option(help="Publieke sleutel van de index: `verwijsindex sleutels tonen` toont haar.")
    ],
    uit: Annotated[Path, typer.Option(help="Waar het bestand voor de index komt; het is verzegeld.")],
) -> None:
    """Geef de index waarmee zij alle pseudoniemen naar de volgende sleutelversie brengt; alleen zij opent het."""
    try:
        publiek = b64.van_tekst(ingest, 32)
        inhoud = sleutels.overgang(_bestand(_instellingen()), beste_groep(), publiek)
    except ProtocolFout:
        raise _weiger("Dit is geen publieke sleutel van een index: 32 bytes als base64url.") from None
    except SleutelOnbekend:
        raise _weiger(GEEN_VOLGENDE) from None
    try:
        uit.write_text(json.dumps(inhoud, indent=1))
    except OSError:
        raise _weiger(f"{uit} is niet te schrijven.") from None
    typer.echo(f"{uit} is voor de index: `verwijsindex sleutels pseudoniemen-klaarzetten`. Wissel hier pas daarna.")


@opdrachten.command()
def sleutel_wisselen(
    uitloop: Annotated[int, typer.Option(help="Hoeveel dagen de huidige versie nog geldt.", min=1, max=365)] = 30,
) -> None:
    """Neem de volgende sleutelversie in gebruik. Pas als de index haar kent: anders weigert zij de nieuwe tokens."""
    instellingen = _instellingen()
    nu = klok_van(instellingen.klok_bestand)()
    try:
        with sleutels.alleen(instellingen.sleutelbestand):
            bestand = sleutels.zonder_vervallen(_bestand(instellingen), nu)
            bestand = sleutels.met_gewisselde(bestand, nu, timedelta(days=uitloop))
            sleutels.schrijf(instellingen.sleutelbestand, bestand)
    except SleutelOnbekend:
        raise _weiger(GEEN_VOLGENDE) from None
    tot = nu + timedelta(days=uitloop)
    typer.echo(f"De nieuwe versie is in gebruik; de vorige geldt tot {tot:%Y-%m-%d}. Laat de index daarna afronden.")


@opdrachten.command()
def sleutel_opruimen() -> None:
    """Vernietig wat er nog is van sleutelversies die zijn vervallen. Mag altijd opnieuw."""
    instellingen = _instellingen()
    with sleutels.alleen(instellingen.sleutelbestand):
        bestand = _bestand(instellingen)
        over = sleutels.zonder_vervallen(bestand, klok_van(instellingen.klok_bestand)())
        paren = zip(bestand.versies, over.versies, strict=True)
        weg = [oud.versie for oud, nieuw in paren if oud.seed and not nieuw.seed]
        if weg:
            sleutels.schrijf(instellingen.sleutelbestand, over)
    if not weg:
        typer.echo("Er is niets te vernietigen: geen versie is vervallen.")
        return
    typer.echo(f"De sleutel van versie {', '.join(map(str, weg))} is vernietigd. Vernietig ook oude back-ups ervan.")


@opdrachten.command()
def account(
    organisatie: Annotated[UUID, typer.Option(help="Identiteit van de organisatie (UUID).")],
    naam: Annotated[str, typer.Option(help="Naam van de organisatie.")] = "",
    jwks: Annotated[Path | None, typer.Option(help="Bestand met de openbare sleutels (JWKS).")] = None,
    inwerken_tot: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Laatste inwerkdag.")] = None,
    actief: Annotated[bool, typer.Option("--actief/--inactief", help="Of de organisatie mag aanmelden.")] = True,
    demo: Annotated[bool, typer.Option("--demo", help="Alleen voor de demo; productie weigert het.")] = False,
    verwijder: Annotated[bool, typer.Option("--verwijder", help="Verwijder het account.")] = False,
) -> None:
    """Voeg een account toe, vervang het, of verwijder het."""
    opslag = Opslag(_instellingen().database_url.get_secret_value())
    try:
        if verwijder:
            opslag.verwijder_account(organisatie)
        else:
            if not naam or jwks is None:
                raise _weiger("Geef --naam en --jwks op.")
            tekst = jwks.read_text()
            lees_jwks(tekst)
            tot = inwerken_tot.date() if inwerken_tot else None
            opslag.zet_account(Account(organisatie, naam, tekst, (SOORT,), tot, actief, demo))
    except (JwksOngeldig, OSError) as fout:
        zin = str(fout) if isinstance(fout, JwksOngeldig) else "Het bestand van --jwks is niet te lezen."
        raise _weiger(zin) from None
    except OperationalError:
        raise _weiger("De database is niet bereikbaar: controleer PD_DATABASE_URL.") from None
    finally:
        opslag.sluit()
    typer.echo(f"Het account van organisatie {organisatie} is {'verwijderd' if verwijder else 'vastgelegd'}.")


if __name__ == "__main__":
    opdrachten()
