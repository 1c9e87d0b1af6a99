# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The technical log: a catalogue of events with counts, never content."""

import json
import logging
from enum import StrEnum

_logger = logging.getLogger("pseudoniemendienst")


class Gebeurtenis(StrEnum):
    GLOBAAL_ALARM = "globaal-alarm"
    DATABASE_WEG = "database-weg"
    SLEUTELS_WEG = "sleutels-weg"
    ONVERWACHT = "onverwacht"


def meld(gebeurtenis: Gebeurtenis, *, fout: type[Exception] | None = None, **aantallen: int) -> None:
    """One line of JSON at level warning. Of an error only the class: its text may hold what was sent."""
    velden: dict[str, str | int] = {"gebeurtenis": gebeurtenis.value, **aantallen}
    if fout is not None:
        velden["fout"] = fout.__name__
    _logger.warning(json.dumps(velden))
