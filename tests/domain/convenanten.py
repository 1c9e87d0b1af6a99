# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The two convenants that are shipped, for tests of the rules."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tests.domain.bouw import GEMEENTE
from verwijsindex.domain.convenant import Convenant, Toelating, Toestemmingsregel
from verwijsindex.domain.woorden import Categorie, Deel, Leeftijdsgroep, Oudereis, Soort, Trede


@cache
def meegeleverd(naam: str) -> Convenant:
    """`regionaal` or `jeugdwet-7.1` as shipped, in force from long ago."""
    bestand = files("verwijsindex") / f"gegevens/convenanten/{naam}.yaml"
    velden: dict[str, Any] = yaml.safe_load(bestand.read_text(encoding="utf-8"))
    return Convenant(
        **velden
        | {
            "gemeente": GEMEENTE,
            "vanaf": date(2000, 1, 1),
            "melders": {Categorie(c): Toelating(frozenset(i)) for c, i in velden["melders"].items()},
            "soorten": frozenset(map(Soort, velden["soorten"])),
            "vermoeden_vereist_bij": frozenset(map(Soort, velden["vermoeden_vereist_bij"])),
            "ladder": {Trede(trede): dagen for trede, dagen in velden["ladder"].items()},
            "regie_bekend_bij": frozenset(map(Categorie, velden["regie_bekend_bij"])),
            "regie_categorieen": frozenset(map(Categorie, velden["regie_categorieen"])),
            "toestemming_nodig": frozenset(map(Deel, velden["toestemming_nodig"])),
            "toestemming_door": {
                Leeftijdsgroep(groep): Toestemmingsregel(eis["jeugdige"], Oudereis(eis["ouders"]))
                for groep, eis in velden["toestemming_door"].items()
            },
            "gevoelige_afzenders": {
                Categorie(van): frozenset(map(Categorie, aan)) for van, aan in velden["gevoelige_afzenders"].items()
            },
        }
    )
