# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The technical log: a catalogue of events with fixed fields, never free text, never a person (style, point 22)."""

import json
import logging
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

_LOGGER = logging.getLogger("verwijsindex")
_EIGEN = Path(__file__).parent

# Short words without digits or spaces: what could name, number or key a person does not fit.
WOORD = re.compile(r"[A-Za-z]{1,32}(-[A-Za-z]{1,32}){0,4}")
GETAL = re.compile(r"[0-9]{1,6}")
PLAATS = re.compile(r"[a-z_]{1,40}(\.py:[0-9]{1,4})?")


class Gebeurtenis(Enum):
    """Id, level, and the fields an event has, each with the form of its value."""

    GESTART = ("gestart", logging.INFO, {"onderdeel": WOORD})
    GESTOPT = ("gestopt", logging.INFO, {"onderdeel": WOORD})
    VEGEN_MISLUKT = ("vegen-mislukt", logging.ERROR, {"fout": WOORD, "plaats": PLAATS})
    BEZORGEN_MISLUKT = ("bezorgen-mislukt", logging.ERROR, {"fout": WOORD, "plaats": PLAATS})
    ZEGELEN_MISLUKT = ("zegelen-mislukt", logging.ERROR, {"fout": WOORD, "plaats": PLAATS})
    DOORGEVEN_MISLUKT = ("doorgeven-mislukt", logging.ERROR, {"fout": WOORD, "plaats": PLAATS})
    DOORGEVEN_WACHT = ("doorgeven-wacht", logging.ERROR, {"status": GETAL})
    DOORGEVEN_GEWEIGERD = ("doorgeven-geweigerd", logging.ERROR, {"aantal": GETAL})
    ZEGEL_WACHT = ("zegel-wacht", logging.ERROR, {"minuten": GETAL})
    BERICHT_WACHT = ("bericht-wacht", logging.ERROR, {"minuten": GETAL})
    SLEUTELS_ONLEESBAAR = ("sleutels-onleesbaar", logging.ERROR, {"fout": WOORD})
    ONBEREIKBAAR = ("onbereikbaar", logging.WARNING, {"fout": WOORD, "handeling": WOORD})
    ONVERWACHT = ("onverwacht", logging.ERROR, {"fout": WOORD, "plaats": PLAATS, "handeling": WOORD})

    def __init__(self, id_: str, niveau: int, velden: Mapping[str, re.Pattern[str]]) -> None:
        self.id = id_
        self.niveau = niveau
        self.velden = velden


def meld(gebeurtenis: Gebeurtenis, **velden: str) -> None:
    """Write one line of JSON. Raises ValueError for other fields than the event has, or a value of another form."""
    if velden.keys() != gebeurtenis.velden.keys():
        raise ValueError(f"{gebeurtenis.id} heeft de velden {', '.join(sorted(gebeurtenis.velden))}")
    for naam, vorm in gebeurtenis.velden.items():
        # Exactly str: a subclass, a UUID or a pseudonym is never a word of the log, whatever its text.
        if type(velden[naam]) is not str or not vorm.fullmatch(velden[naam]):
            raise ValueError(f"{gebeurtenis.id} neemt deze waarde niet aan in het veld {naam}")
    _LOGGER.log(gebeurtenis.niveau, json.dumps({"gebeurtenis": gebeurtenis.id, **velden}))


def soort_van(fout: BaseException) -> str:
    """The kind of a fault, as a word of the log."""
    return "".join(re.findall(r"[A-Za-z]", type(fout).__name__))[:32] or "fout"


def plaats_van(fout: BaseException) -> str:
    """File and line of the product where a fault arose, without anything of what it says."""
    spoor, gevonden = fout.__traceback__, "elders"
    while spoor:
        bestand = Path(spoor.tb_frame.f_code.co_filename)
        if bestand.is_relative_to(_EIGEN):
            gevonden = f"{bestand.name}:{spoor.tb_lineno}"
        spoor = spoor.tb_next
    return gevonden


def richt_in() -> None:
    """Send the log to standard error as it is."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    # It writes the address of every request.
    logging.getLogger("httpx").setLevel(logging.WARNING)
