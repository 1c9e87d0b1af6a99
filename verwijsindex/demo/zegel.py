# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The demo proves its own log, and that a changed row is found: with the commands that anybody would use (L03)."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from verwijsindex.demo.processen import DemoFout, eigen_omgeving
from verwijsindex.ingebed import IngebeddePostgres

# One row somewhere in the middle, by a superuser whom no trigger and no right stops.
KNOEI = (
    "ALTER TABLE logregel DISABLE TRIGGER ALL;"
    " UPDATE logregel SET tag = 'api:match:aanvaarden' WHERE id = (SELECT regel FROM blad"
    " WHERE positie = (SELECT max(positie) / 2 FROM blad));"
    " ALTER TABLE logregel ENABLE ALWAYS TRIGGER logregel_zegelen"
)


def bewijs(server: IngebeddePostgres, database: str, omgeving: Mapping[str, str], map: Path) -> list[str]:
    """Write the log out and verify it; then the same on a copy in which one row is changed. Raises DemoFout."""
    sleutel = _zeg(omgeving, "sleutel")[1].splitlines()[0]
    uitvoer = map / "logboek.ndjson"
    klopt = _ga_na(omgeving, uitvoer, sleutel)
    if klopt[0]:
        raise DemoFout(f"Het logboek van de demo klopt niet: {klopt[1]}")
    kopie = f"{database}_kopie"
    server.verwijder_database(kopie)
    server.kopieer_database(database, kopie)
    try:
        server.zeg(kopie, KNOEI)
        elders = {naam: waarde.replace(f"/{database}?", f"/{kopie}?") for naam, waarde in omgeving.items()}
        gevonden = _ga_na(elders, map / "logboek-kopie.ndjson", sleutel)
    finally:
        server.verwijder_database(kopie)
    if not gevonden[0] or "is gewijzigd" not in gevonden[1]:
        raise DemoFout(f"Een gewijzigde regel in een kopie van het logboek is niet gevonden: {gevonden[1]}")
    return [klopt[1], f"In een kopie is één regel gewijzigd, en dat is gevonden: {gevonden[1]}"]


def _ga_na(omgeving: Mapping[str, str], uitvoer: Path, sleutel: str) -> tuple[int, str]:
    uitvoer.unlink(missing_ok=True)
    code, zin = _zeg(omgeving, "uitvoeren", str(uitvoer))
    return (code, zin) if code else _zeg(omgeving, "verifieer", str(uitvoer), "--sleutel", sleutel)


def _zeg(omgeving: Mapping[str, str], *delen: str) -> tuple[int, str]:
    """Exit code of `verwijsindex logboek`, and its sentence."""
    opdracht = [sys.executable, "-m", "verwijsindex", "logboek", *delen]
    klaar = subprocess.run(opdracht, env=eigen_omgeving() | dict(omgeving), capture_output=True, text=True, check=False)
    fouten = [regel for regel in klaar.stderr.splitlines() if "Het logboek klopt niet" in regel]
    return klaar.returncode, " ".join((klaar.stdout.strip() or " ".join(fouten) or klaar.stderr.strip()).split())
