# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Delivery: what waits and what was given up, and where letters go (N01-N04)."""

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from verwijsindex import bootstrap
from verwijsindex.opdrachten.huis import BEHEER, een_huis, instellingen, stop
from verwijsindex.use_cases import bezorgen, brieven

bezorging = typer.Typer(help="Berichten onderweg: wat wacht, en wat niet aankwam.", no_args_is_help=True)
mail = typer.Typer(help="Waar brieven heen gaan, en welke terugkwamen.", no_args_is_help=True)


@bezorging.command("toestand")
def toestand() -> None:
    """Toon wat wacht en wat niet aankwam; uitgang 1 als een bericht te lang wacht (VERWIJSINDEX_ALARM_NA)."""
    grens = instellingen().alarm_na
    with een_huis() as huis:
        stand = bezorgen.achterstand(huis.tools)
        wacht = (huis.tools.klok() - stand.oudste).total_seconds() / 60 if stand.oudste else 0.0
    print(f"{stand.wachtend} berichten wachten; het oudste {int(wacht)} minuten.")
    print(f"{stand.niet_bezorgd} berichten zijn niet aangekomen: kijk met `verwijsindex bezorging tonen`.")
    print(f"{stand.gepauzeerd} abonnementen staan stil, {stand.onbestelbaar} mailadressen zijn onbestelbaar.")
    if wacht >= grens:
        raise stop(f"Een bericht wacht langer dan {grens} minuten. Draait de worker? Zie zijn log en de ontvangers.")


@bezorging.command("tonen")
def tonen(aantal: Annotated[int, typer.Option(help="hoeveel regels", min=1)] = 100) -> None:
    """Toon welke berichten niet aankwamen: gebeurtenis, soort, voor wie, waarom."""
    with een_huis() as huis:
        doden, _ = bezorgen.niet_bezorgd(huis.tools, BEHEER, 0, aantal)
    if not doden:
        print("Alles is aangekomen, of nog onderweg.")
    for dode in doden:
        print(f"{dode.gebeurtenis}  {dode.soort}  {dode.weg}  {dode.organisatie or dode.ontvanger}  {dode.fout}")


@bezorging.command("opnieuw")
def opnieuw(
    gebeurtenis: Annotated[UUID | None, typer.Argument(help="welk bericht; anders alles wat niet aankwam")] = None,
) -> None:
    """Bezorg opnieuw wat niet aankwam: een bericht, of alles."""
    with een_huis() as huis:
        gedaan = bezorgen.herhaal(huis.tools, BEHEER, gebeurtenis)
    print(f"{gedaan} berichten gaan opnieuw op weg." if gedaan else "Er was niets te doen.")


@mail.command("zetten")
def zetten(
    ontvanger: Annotated[str, typer.Option(help=f"soort ontvanger: {', '.join(brieven.ONTVANGERS)}")],
    van: Annotated[str, typer.Option(help="id van organisatie of regisseur, of gemeentecode")],
    adres: Annotated[str, typer.Option(help="mailadres, liefst van een team")],
    dagelijks: Annotated[
        bool, typer.Option("--dagelijks/--alleen-spoed", help="ook het dagelijkse overzicht, of alleen wat spoed heeft")
    ] = True,
) -> None:
    """Stuur een ontvanger brieven op dit adres; ook om een onbestelbaar adres opnieuw te proberen. Toont het id."""
    with een_huis() as huis:
        print(brieven.zet_adres(huis.tools, BEHEER, ontvanger, van, adres, dagelijks=dagelijks))


@mail.command("tonen")
def mail_tonen() -> None:
    """Toon de mailadressen, en van welke brieven terugkwamen."""
    with een_huis() as huis:
        gevonden = brieven.adressen(huis.tools, BEHEER)
    if not gevonden:
        print("Er zijn nog geen mailadressen. Voeg er een toe met `verwijsindex mail zetten`.")
    for m in gevonden:
        hoe = f"onbestelbaar sinds {m.onbestelbaar:%Y-%m-%d}" if m.onbestelbaar else ""
        hoe = hoe or ("dagelijks overzicht en spoed" if m.dagelijks else "alleen spoed")
        print(f"{m.id}  {m.ontvanger} {m.ontvanger_id}  {m.adres}  {hoe}")


@mail.command("wijzigen")
def wijzigen(
    id_: Annotated[UUID, typer.Argument(help="id, zoals `mail tonen` het toont")],
    adres: Annotated[str, typer.Argument(help="het nieuwe mailadres")],
) -> None:
    """Stuur deze ontvanger brieven naar een ander adres, en toon het nieuwe id.

    Daarna kan `bezorging opnieuw` sturen wat niet aankwam.
    """
    with een_huis() as huis:
        print(brieven.wijzig_adres(huis.tools, BEHEER, id_, adres))


@mail.command("verwijderen")
def verwijderen(id_: Annotated[UUID, typer.Argument(help="id, zoals `mail tonen` het toont")]) -> None:
    """Stuur geen brieven meer naar dit adres."""
    with een_huis() as huis:
        brieven.verwijder_adres(huis.tools, BEHEER, id_)


@mail.command("retour")
def retour(bestand: Annotated[Path | None, typer.Argument(help="de brief; anders van standaardinvoer")] = None) -> None:
    """Verwerk een brief die terugkwam. Laat de mailserver elke brief aan VERWIJSINDEX_MAIL_RETOUR hierheen sturen."""
    inhoud = bestand.read_bytes() if bestand else sys.stdin.buffer.read(bootstrap.GROOTSTE_RETOUR)
    gelezen = bootstrap.lees_retour(inhoud)
    if gelezen is None:
        print("Dit is geen melding van een onbestelbare brief; er is niets gedaan.")
        return
    with een_huis() as huis:
        blijvend = brieven.verwerk_retour(huis.tools, BEHEER, gelezen)
    if blijvend:
        print("Naar dit adres gaan geen brieven meer. Verbeter het met `verwijsindex mail wijzigen`.")
    elif gelezen.verloren:
        print("De brief is niet aangekomen. Stuur hem opnieuw met `verwijsindex bezorging opnieuw`.")
    else:
        print("Genoteerd: dit adres is nu niet bereikbaar; de mailserver probeert het nog.")
