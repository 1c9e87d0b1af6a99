# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong in a convenant file, in Dutch, with the line: for the administrator who typed it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic_core import ErrorDetails

from verwijsindex.domain.convenant import Convenant, Toelating, Toestemmingsregel

Pad = tuple[str | int, ...]
WAARDEN = {"melders": Toelating, "toestemming_door": Toestemmingsregel}
LANGSTE_NAAM = 40
DAG = "verwacht wordt een dag die bestaat, geschreven als JJJJ-MM-DD"
VELDEN = "verwacht worden velden met een waarde, elk op een eigen regel"
VERWACHT = {
    "int_type": "verwacht wordt een geheel getal",
    "bool_type": "verwacht wordt true of false",
    "string_type": "verwacht wordt een tekst; zet de waarde tussen aanhalingstekens",
    "frozen_set_type": "verwacht wordt een lijst tussen rechte haken, bijvoorbeeld [jgz, onderwijs]",
    "date_type": DAG,
    "date_parsing": DAG,
    "dict_type": VELDEN,
    "dataclass_type": VELDEN,
}


@dataclass(frozen=True, slots=True)
class Fout:
    """A fault: its line (0 when it is on none), its sentence, and a pointer to the field."""

    regel: int
    zin: str
    wijzer: str = ""


class Plaatsen:
    """A YAML text as plain values, with the line of each, and what is wrong with it as YAML."""

    def __init__(self, tekst: str) -> None:
        self.inhoud: dict[str, Any] = {}
        self.regels: dict[Pad, int] = {}
        self.fouten: list[Fout] = []
        self._gezien: set[int] = set()
        self._lezer = yaml.SafeLoader("")
        try:
            wortel = yaml.compose(tekst, Loader=yaml.SafeLoader)
        except (yaml.YAMLError, RecursionError) as fout:
            self.fouten.append(_geen_yaml(fout, tekst))
            return
        if not isinstance(wortel, yaml.MappingNode):
            zin = "Het bestand bevat geen convenant: verwacht worden velden met een waarde, zoals `versie: 1`."
            self.fouten.append(Fout(0, zin))
            return
        self.inhoud = self._velden(wortel, ())

    def fout(self, loc: Sequence[str | int], zin: str) -> Fout:
        """A fault at the deepest place on the way to `loc` that the file has."""
        pad: Pad = ()
        for deel in loc:
            if (*pad, deel) in self.regels:
                pad = (*pad, deel)
        wijzer = "/" + "/".join(map(str, pad or loc))
        naam = ", ".join(f"waarde {deel + 1}" if isinstance(deel, int) else deel for deel in pad)
        if not pad:
            return Fout(0, f"{loc[0]} (niet in het bestand): {zin}.", wijzer)
        return Fout(self.regels[pad], f"Regel {self.regels[pad]}, {naam}: {zin}.", wijzer)

    def _waarde(self, knoop: yaml.Node, pad: Pad) -> Any:
        if isinstance(knoop, yaml.ScalarNode):
            try:
                return self._lezer.construct_object(knoop)
            except (yaml.YAMLError, ValueError):
                return knoop.value
        if id(knoop) in self._gezien:
            self.fouten.append(self.fout(pad, "schrijf de waarde hier uit, zonder verwijzing met & en *"))
            return None
        self._gezien.add(id(knoop))
        if isinstance(knoop, yaml.MappingNode):
            return self._velden(knoop, pad)
        for nummer, deel in enumerate(knoop.value):
            self.regels[*pad, nummer] = _regel(deel)
        return [self._waarde(deel, (*pad, nummer)) for nummer, deel in enumerate(knoop.value)]

    def _velden(self, knoop: yaml.MappingNode, pad: Pad) -> dict[str, Any]:
        velden: dict[str, Any] = {}
        for sleutel, waarde in knoop.value:
            if not isinstance(sleutel, yaml.ScalarNode):
                self.fouten.append(
                    Fout(_regel(sleutel), f"Regel {_regel(sleutel)}: verwacht wordt de naam van een veld.")
                )
                continue
            naam = sleutel.value[:LANGSTE_NAAM]
            hier = (*pad, naam)
            if naam in velden:
                zin = f"dit veld staat ook op regel {self.regels[hier]}; laat een van beide staan"
                self.fouten.append(
                    Fout(_regel(sleutel), f"Regel {_regel(sleutel)}, {', '.join(map(str, hier))}: {zin}.")
                )
                continue
            self.regels[hier] = _regel(sleutel)
            velden[naam] = self._waarde(waarde, hier)
        return velden


def in_woorden(fout: ErrorDetails, plaatsen: Plaatsen) -> Fout:
    """A fault that pydantic found, as a sentence that says what was expected."""
    loc, soort = fout["loc"], fout["type"]
    if soort == "missing" and len(loc) == 1:
        zin = f"Het veld {loc[0]} ontbreekt. Zet het in het bestand aan het begin van een regel, zonder spaties ervoor."
        return Fout(0, zin, f"/{loc[0]}")
    if soort == "missing":
        return plaatsen.fout(loc, f"het veld {loc[-1]} ontbreekt")
    if soort == "unexpected_keyword_argument":
        bekend = [veld.name for veld in fields(WAARDEN.get(str(loc[0]), Convenant) if len(loc) > 1 else Convenant)]
        return plaatsen.fout(loc, f"dit veld bestaat niet{_bedoelt(loc[-1], bekend)}")
    if soort == "enum":
        mag = re.findall(r"'([^']*)'", fout["ctx"]["expected"])
        return plaatsen.fout(loc, f"verwacht wordt een van: {', '.join(mag)}{_bedoelt(fout['input'], mag)}")
    return plaatsen.fout(loc, VERWACHT.get(soort, "deze waarde past hier niet"))


def _bedoelt(getypt: object, bekend: Sequence[str]) -> str:
    lijkt = get_close_matches(str(getypt), bekend, n=1)
    return f" (bedoelt u {lijkt[0]}?)" if lijkt else ""


def _regel(knoop: yaml.Node) -> int:
    return int(knoop.start_mark.line) + 1


def _geen_yaml(fout: Exception, tekst: str) -> Fout:
    """Where reading stopped; a fault in the form is found once, the rest cannot be read."""
    zin = "het bestand is hier geen YAML. Kijk op deze en de vorige regel naar inspringen, dubbele punten en haken"
    if isinstance(fout, yaml.MarkedYAMLError) and fout.problem_mark:
        regel = fout.problem_mark.line + 1
        if "\\t" in (fout.problem or ""):
            zin = "hier staat een tab. Spring in met spaties"
        elif "another document" in (fout.problem or ""):
            zin = "hier begint een tweede document. Zet een convenant in een bestand"
    elif isinstance(fout, yaml.reader.ReaderError):
        regel = tekst.count("\n", 0, fout.position) + 1
        zin = "hier staat een teken dat niet in een tekstbestand hoort"
    else:
        return Fout(0, "Het bestand is te diep genest om een convenant te zijn.")
    return Fout(regel, f"Regel {regel}: {zin}.")
