# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The technical log: a catalogue of events with fixed fields, never free text, never a person (style, point 22)."""

import json
import logging
from enum import Enum
from uuid import UUID

_LOGGER = logging.getLogger("verwijsindex")


class Gebeurtenis(Enum):
    """Id, level, and the fields an event may carry."""

    GESTART = ("gestart", logging.INFO, ("onderdeel", "modus"))
    GESTOPT = ("gestopt", logging.INFO, ("onderdeel",))
    VEGEN_MISLUKT = ("vegen-mislukt", logging.ERROR, ("fout",))
    ONVERWACHT = ("onverwacht", logging.ERROR, ("fout", "route"))

    def __init__(self, id_: str, niveau: int, velden: tuple[str, ...]) -> None:
        self.id = id_
        self.niveau = niveau
        self.velden = velden


def meld(gebeurtenis: Gebeurtenis, **velden: str | int | UUID) -> None:
    """Write one line of JSON. Raises ValueError for a field that is not in the catalogue."""
    if vreemd := velden.keys() - set(gebeurtenis.velden):
        raise ValueError(f"{gebeurtenis.id} kent geen veld {', '.join(sorted(vreemd))}")
    _LOGGER.log(gebeurtenis.niveau, json.dumps({"gebeurtenis": gebeurtenis.id, **velden}, default=str))


def richt_in() -> None:
    """Send the log to standard error as it is."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
