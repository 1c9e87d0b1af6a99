# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The keys of the index: made, shown (never the key itself), and changed while the index runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from verwijsindex import bootstrap
from verwijsindex.domain.sleutels import OPGESLAGEN, Sleutelnaam
from verwijsindex.opdrachten.huis import BEHEER, een_huis, instellingen, scherm, stop
from verwijsindex.protocol.b64 import naar_tekst, van_tekst
from verwijsindex.protocol.fouten import CoderingOngeldig
from verwijsindex.use_cases import sleutels as daden
from verwijsindex.use_cases.ports import Installatie

sleutels = typer.Typer(
    help="De sleutels van de index. Elke wisseling gaat in drie stappen, terwijl alles doordraait: `...-klaarzetten`"
    " maakt de nieuwe sleutel, `...-wisselen` neemt hem in gebruik en zet over wat onder de oude ligt, `...-afronden`"
    " gooit de oude weg. Een proces leest een gewijzigd sleutelbestand vanzelf. Draait de index op meer machines,"
    " kopieer het bestand dan na elke stap naar allemaal (rechten 600), voor de volgende. Brak zij af? Herhaal haar.",
    no_args_is_help=True,
)

WAT = {
    Sleutelnaam.TEKENEN: "de sleutel die toegangstokens, sessies en webhooks tekent",
    Sleutelnaam.BEWAAR: "de sleutel die versleutelt wat in de database ligt",
    Sleutelnaam.PEPPER: "het geheim achter de zoeksleutels van personen",
    Sleutelnaam.PSEUDONIEMEN: "de versie van de sleutel van de pseudoniemendienst",
}
Nu = Annotated[bool, typer.Option("--nu", help="ook als de vorige nog geen dag geleden is vervangen")]


@sleutels.command("maken")
def maken() -> None:
    """Maak het sleutelbestand van de index; een bestaand bestand blijft staan."""
    pad = instellingen().sleutelbestand
    try:
        bootstrap.maak_sleutels(pad)
    except FileExistsError:
        raise stop(f"{pad} bestaat al en is niet aangeraakt.") from None
    print(f"{pad} is gemaakt. Bewaar er een kopie van, apart van back-ups van de database.")


@sleutels.command("tonen")
def tonen() -> None:
    """Toon welke sleutels er zijn, sinds wanneer, en hoe ver een wisseling is; nooit de sleutel zelf."""
    with een_huis() as huis:
        gevonden = daden.overzicht(huis.tools, BEHEER)
    for regel in gevonden.regels:
        print(f"{regel.naam:<12}  {regel.plaats:<10}  {regel.id}  {_moment(regel.gemaakt)}")
    print(f"Publieke sleutel waarmee tokens en overgangen worden verzegeld: {naar_tekst(gevonden.ingest_publiek)}")
    print(f"Sleutelversies van de pseudoniemendienst die opengaan: {', '.join(map(str, sorted(gevonden.versies)))}")
    for naam, gebruik in gevonden.stand.items():
        if gebruik.vorig:
            hoe_ver = f"nog {gevonden.achter[naam]} te gaan" if gevonden.achter[naam] else "alles is over"
            print(
                f"Wisseling van {naam}: van {gebruik.vorig} naar {gebruik.huidig} sinds {gebruik.sinds:%Y-%m-%d};"
                f" {hoe_ver}."
            )


def _moment(moment: object) -> str:
    return f"gemaakt {moment:%Y-%m-%d}" if moment else "gemaakt op onbekende dag"


def _balk(wat: str, werk: daden.Werk) -> int:
    """Do the work under a progress bar on the screen; how many."""
    gedaan = 0
    with Progress(console=scherm) as balk:
        taak = balk.add_task(wat, total=werk.aantal)
        for deel in werk.delen:
            gedaan += deel
            balk.advance(taak, deel)
    return gedaan


def _wissel(huis: Installatie, naam: Sleutelnaam) -> None:
    daden.wissel(huis.tools, BEHEER, naam)
    if naam in OPGESLAGEN:
        over = _balk("Overzetten", daden.verhuis(huis.tools, BEHEER, naam))
        print(f"De nieuwe sleutel is in gebruik; {over} waarden zijn overgezet.")
    else:
        print("De nieuwe sleutel is in gebruik; wat met de vorige is getekend, geldt nog.")
    print(f"Rond af met `verwijsindex sleutels {naam}-afronden`.")


def _rond_af(huis: Installatie, naam: Sleutelnaam, *, meteen: bool) -> None:
    daden.mag_afronden(huis.tools, BEHEER, naam, meteen=meteen)
    if naam in OPGESLAGEN:
        _balk("Nakijken", daden.kijk_na(huis.tools, BEHEER, naam))
    daden.rond_af(huis.tools, BEHEER, naam, meteen=meteen)
    print(
        "De vorige sleutel is weg. Bewaar een kopie van het nieuwe sleutelbestand; een oudere back-up van de database"
    )
    print("gaat alleen open met het sleutelbestand van toen.")


def _voeg_toe(naam: Sleutelnaam) -> None:
    def klaarzetten() -> None:
        with een_huis() as huis:
            id_ = daden.zet_klaar(huis.tools, BEHEER, naam)
        print(
            f"Sleutel {id_} staat klaar; er is nog niets gewisseld. Kopieer het sleutelbestand naar elke machine waarop"
        )
        print(f"de index draait, en geef dan `verwijsindex sleutels {naam}-wisselen`.")

    def wisselen() -> None:
        with een_huis() as huis:
            _wissel(huis, naam)

    _registreer(f"{naam}-klaarzetten", f"Zet een nieuwe sleutel klaar: {WAT[naam]}.", klaarzetten)
    _registreer(f"{naam}-wisselen", f"Neem de klaargezette sleutel in gebruik: {WAT[naam]}.", wisselen)
    _voeg_afronden_toe(naam)


def _voeg_afronden_toe(naam: Sleutelnaam) -> None:
    def afronden(nu: Nu = False) -> None:
        with een_huis() as huis:
            _rond_af(huis, naam, meteen=nu)

    _registreer(
        f"{naam}-afronden", f"Gooi de vorige sleutel weg, als niets hem meer nodig heeft: {WAT[naam]}.", afronden
    )


def _registreer(opdracht: str, hulp: str, daad: Callable[..., None]) -> None:
    sleutels.command(opdracht, help=hulp)(daad)


@sleutels.command("pseudoniemen-klaarzetten")
def pseudoniemen_klaarzetten(
    bestand: Annotated[Path, typer.Argument(help="de overgang, zoals `pseudoniemendienst overgang` haar schreef")],
) -> None:
    """Neem de overgang naar de volgende sleutelversie van de pseudoniemendienst aan; tokens van beide gaan open."""
    try:
        pin = van_tekst(instellingen().manifestsleutel, 32)
    except CoderingOngeldig:
        raise stop(
            "Pin de sleutel van het manifest vast (VERWIJSINDEX_MANIFESTSLEUTEL): 32 bytes, base64url."
        ) from None
    try:
        inhoud = bestand.read_bytes()
    except OSError:
        raise stop(f"{bestand} is niet te lezen.") from None
    with een_huis() as huis:
        van, naar = daden.zet_overgang_klaar(huis.tools, BEHEER, inhoud, pin)
    print(f"Tokens van versie {van} en {naar} gaan open. Kopieer het sleutelbestand naar elke machine waarop de index")
    print("draait. Dan neemt de pseudoniemendienst de versie in gebruik (`sleutel-wisselen`) en geeft u")
    print("`verwijsindex sleutels pseudoniemen-wisselen`.")


@sleutels.command("pseudoniemen-wisselen")
def pseudoniemen_wisselen() -> None:
    """Zet alle personen over naar de nieuwe sleutelversie van de pseudoniemendienst."""
    with een_huis() as huis:
        _wissel(huis, Sleutelnaam.PSEUDONIEMEN)


_voeg_afronden_toe(Sleutelnaam.PSEUDONIEMEN)
for _naam in (Sleutelnaam.TEKENEN, Sleutelnaam.BEWAAR, Sleutelnaam.PEPPER):
    _voeg_toe(_naam)
