# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Reading a convenant from its file."""

import json
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from verwijsindex.adapters.convenantfouten import Fout, Plaatsen, in_woorden
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant, gebreken
from verwijsindex.domain.errors import OngeldigeInvoer

MEEGELEVERD = ("regionaal", "jeugdwet-7.1")
CONVENANT = TypeAdapter(Convenant)
# Takes the place of what is wrong by its form, so that the rest can still be judged.
NEUTRAAL = {
    "naam": "x",
    "versie": 1,
    "gemeente": "0000",
    "vanaf": "1900-01-01",
    "melders": {"jgz": {"instellingen": []}},
}


def lees_convenant(tekst: str, **aanvulling: object) -> Convenant:
    """A convenant from YAML, with fields to add or replace. Raises OngeldigeInvoer naming every fault and its line."""
    plaatsen = Plaatsen(tekst)
    if plaatsen.fouten and not plaatsen.inhoud:
        raise _ongeldig(plaatsen.fouten)
    # Another first day may be tried; a file of another municipality is a mistake.
    van, voor = (velden.get("gemeente") for velden in (plaatsen.inhoud, aanvulling))
    elders = isinstance(van, str) and voor is not None and van != voor
    vreemd = plaatsen.fout(("gemeente",), f"dit bestand is van gemeente {van}; voor {voor} is een eigen bestand nodig")
    for veld in aanvulling:
        plaatsen.regels.pop((veld,), None)
    velden = plaatsen.inhoud | aanvulling
    if isinstance(melders := velden.get("melders"), dict):
        velden["melders"] = {c: {"instellingen": i} if isinstance(i, list) else i for c, i in melders.items()}
    fouten = [*plaatsen.fouten, vreemd] if elders else plaatsen.fouten
    try:
        convenant = _streng(velden)
    except ValidationError as fout:
        gevonden = fout.errors(include_url=False)
        fouten += [in_woorden(f, plaatsen) for f in gevonden]
        mis = {f["loc"][0] for f in gevonden}
        convenant = _streng(NEUTRAAL | {veld: waarde for veld, waarde in velden.items() if veld not in mis})
    fouten += [plaatsen.fout((veld,), zin) for veld, zin in gebreken(convenant)]
    if fouten:
        raise _ongeldig(fouten)
    return convenant


def _streng(velden: dict[str, Any]) -> Convenant:
    """By way of JSON, where a word is no number and a number no yes."""
    return CONVENANT.validate_json(json.dumps(velden, default=str), strict=True, extra="forbid")


def _ongeldig(fouten: list[Fout]) -> OngeldigeInvoer:
    op_volgorde = sorted(fouten, key=lambda f: f.regel)
    return OngeldigeInvoer([geweigerd("convenant-ongeldig", "M14", f.zin, f.wijzer) for f in op_volgorde])


def lees_bestand(pad: Path | Traversable, **aanvulling: object) -> Convenant:
    """A convenant from a file. Raises OngeldigeInvoer."""
    try:
        tekst = pad.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _ongeldig([Fout(0, "Het bestand is geen UTF-8. Sla het op als tekst in UTF-8.")]) from None
    except IsADirectoryError:
        raise _ongeldig([Fout(0, "Dit is een map. Geef het bestand met het convenant.")]) from None
    except OSError:
        raise _ongeldig([Fout(0, "Dit bestand is er niet, of het is niet te lezen. Kijk naar de naam.")]) from None
    return lees_convenant(tekst, **aanvulling)


def meegeleverd(naam: str, gemeente: str, vanaf: date, **aanvulling: object) -> Convenant:
    """A shipped convenant for a municipality from a day."""
    bestand = files("verwijsindex") / "gegevens" / "convenanten" / f"{naam}.yaml"
    return lees_bestand(bestand, gemeente=gemeente, vanaf=vanaf, **aanvulling)
