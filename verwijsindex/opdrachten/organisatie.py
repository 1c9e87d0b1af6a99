# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Organisations, their professionals, directors and functionaries."""

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Functionaris, Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.woorden import Categorie, Leefgebied
from verwijsindex.opdrachten.huis import BEHEER, dag, een_huis, stop
from verwijsindex.protocol.bewering import lees_jwks
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.use_cases import beheer, cijfers

organisatie = typer.Typer(help="Organisaties, hun professionals, regisseurs en functionarissen.", no_args_is_help=True)


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
    with een_huis() as huis:
        beheer.bewaar_organisatie(huis.tools, BEHEER, partij, inhoud)
    print(partij.id)


def _lees_jwks(bestand: Path) -> dict[str, Any]:
    try:
        inhoud: dict[str, Any] = json.loads(bestand.read_text(encoding="utf-8"))
        lees_jwks(inhoud)
    except (ValueError, ProtocolFout):
        raise stop(f"{bestand} bevat geen publieke sleutels (JWK set met RSA of Ed25519 en een kid).") from None
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
    with een_huis() as huis:
        begin = dag(vanaf) or beheer.vandaag(huis.tools)
        persoon = Professional(uuid4(), van, kenmerk, begin, dag(tot), aandachtsfunctionaris, doorbreken)
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
    with een_huis() as huis:
        beheer.bewaar_regisseur(huis.tools, BEHEER, wie)


@organisatie.command("functionaris")
def organisatie_functionaris(
    professional: Annotated[UUID, typer.Option(help="id van de aangewezen professional")],
    rol: Annotated[Rol, typer.Option(help="coordinator, privacy (FG) of beheer", metavar="FUNCTIE")],
    gemeente: Annotated[str, typer.Option(help="gemeentecode, vier cijfers")],
    actief: Annotated[bool, typer.Option("--actief/--inactief", help="heeft hij deze functie nu")] = True,
) -> None:
    """Geef een professional een functie in een gemeente, of wijzig die; een regisseur kan er geen bij hebben."""
    with een_huis() as huis:
        beheer.bewaar_functionaris(huis.tools, BEHEER, Functionaris(professional, rol, gemeente, actief))


@organisatie.command("verwacht")
def organisatie_verwacht(
    van: Annotated[UUID, typer.Option("--organisatie", help="id van de organisatie")],
    per_maand: Annotated[int, typer.Option(help="hoeveel signalen per maand; 0 is: niets meer verwacht")],
    gemeente: Annotated[str | None, typer.Option(help="gemeentecode, als zij in meer gemeenten meldt")] = None,
) -> None:
    """Leg vast hoeveel signalen per maand van een organisatie te verwachten zijn; het staat bij de maandcijfers."""
    with een_huis() as huis:
        waar = cijfers.verwacht(huis.tools, BEHEER, van, per_maand, gemeente)
    print(f"Verwacht in {waar}: {per_maand} signalen per maand, vanaf de eerste maand die nog niet is vastgesteld.")
