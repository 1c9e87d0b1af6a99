# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What every command needs: the installation, and refusals as a sentence on the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import typer
from pydantic import ValidationError
from rich.console import Console

from verwijsindex import bootstrap
from verwijsindex.domain.errors import Onbereikbaar, Weigering
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.settings import Settings
from verwijsindex.use_cases.ports import Installatie

scherm = Console(stderr=True)
BEHEER = Aanroep(Bron.OPDRACHT, Rol.BEHEER, "beheer")


def stop(zin: str) -> typer.Exit:
    """Say why, and end with 1: to be raised."""
    scherm.print(zin, style="bold red", markup=False, highlight=False)
    return typer.Exit(1)


def instellingen() -> Settings:
    """The settings of this process."""
    try:
        return Settings()
    except ValidationError as fout:
        namen = ", ".join(f"VERWIJSINDEX_{'_'.join(map(str, f['loc'])).upper()}" for f in fout.errors())
        raise stop(f"Deze instellingen ontbreken of zijn ongeldig: {namen}. Zet ze als omgevingsvariabele.") from None


@contextmanager
def een_huis() -> Iterator[Installatie]:
    """The installation, and refusals as a sentence on the screen."""
    try:
        installatie = bootstrap.maak_installatie(instellingen())
    except bootstrap.StartGeweigerd as fout:
        raise stop(str(fout)) from None
    try:
        yield installatie
    except Onbereikbaar as fout:
        if fout.eerste.code != "database-onbereikbaar":
            raise stop(f"{fout.eerste.zin} ({fout.eerste.code}, regel {fout.eerste.regel})") from None
        raise stop(
            "De database antwoordt niet. Klopt VERWIJSINDEX_DATABASE_URL (adres, rol, wachtwoord), en draait zij?"
        ) from None
    except Weigering as weigering:
        raise stop("\n".join(f"{b.zin} ({b.code}, regel {b.regel})" for b in weigering.besluiten)) from None
    finally:
        installatie.tools.database.sluit()
        if installatie.tools.zegelbank:
            installatie.tools.zegelbank.sluit()


def dag(tekst: str | None) -> date | None:
    """A day as it was typed."""
    try:
        return date.fromisoformat(tekst) if tekst else None
    except ValueError:
        raise stop(f"{tekst} is geen dag. Geef JJJJ-MM-DD.") from None
