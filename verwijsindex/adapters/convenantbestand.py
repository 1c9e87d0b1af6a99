# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Reading a convenant from its file."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.convenant import Convenant, gebreken
from verwijsindex.domain.errors import OngeldigeInvoer

MEEGELEVERD = ("regionaal", "jeugdwet-7.1")
STRENG = TypeAdapter(with_config(ConfigDict(extra="forbid"))(Convenant))


def lees_convenant(tekst: str, **aanvulling: object) -> Convenant:
    """A convenant from YAML, with fields to add or replace. Raises OngeldigeInvoer naming every fault and its place."""
    try:
        inhoud: Any = yaml.safe_load(tekst)
    except yaml.YAMLError as fout:
        plaats = getattr(fout, "problem_mark", None)
        regel = f" op regel {plaats.line + 1}" if plaats else ""
        raise OngeldigeInvoer([_fout(f"Het bestand is geen YAML{regel}.")]) from None
    if not isinstance(inhoud, Mapping):
        raise OngeldigeInvoer([_fout("Het bestand bevat geen convenant: verwacht worden velden met een waarde.")])
    velden = {**inhoud, **aanvulling}
    if isinstance(melders := velden.get("melders"), Mapping):
        velden["melders"] = {c: {"instellingen": i} if isinstance(i, list) else i for c, i in melders.items()}
    try:
        convenant = STRENG.validate_python(velden)
    except ValidationError as fout:
        raise OngeldigeInvoer(
            [
                _fout(f"{'.'.join(map(str, f['loc'])) or 'convenant'}: {f['msg']}.", "/" + "/".join(map(str, f["loc"])))
                for f in fout.errors(include_input=False, include_url=False)
            ]
        ) from None
    if fouten := gebreken(convenant):
        raise OngeldigeInvoer([_fout(f"{veld}: {zin}.", f"/{veld}") for veld, zin in fouten])
    return convenant


def _fout(zin: str, wijzer: str = "") -> Besluit:
    return geweigerd("convenant-ongeldig", "M14", zin, wijzer)


def lees_bestand(pad: Path | Traversable, **aanvulling: object) -> Convenant:
    """A convenant from a file."""
    return lees_convenant(pad.read_text(encoding="utf-8"), **aanvulling)


def meegeleverd(naam: str, gemeente: str, vanaf: date, **aanvulling: object) -> Convenant:
    """A shipped convenant for a municipality from a day."""
    bestand = files("verwijsindex") / "gegevens" / "convenanten" / f"{naam}.yaml"
    return lees_bestand(bestand, gemeente=gemeente, vanaf=vanaf, **aanvulling)
