# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The clock that a replay sets, as files that the processes read."""

import json
from datetime import datetime
from pathlib import Path

from verwijsindex.bootstrap import klok_uit, systeemklok
from verwijsindex.domain.tijd import Klok


class Speelklok:
    """One moment in two files: `pad`, of the index that plays, and `mee`, of the pseudonym service that serves all."""

    def __init__(self, pad: Path, mee: Path) -> None:
        self._pad = pad
        self._mee = mee
        self.nu: Klok = klok_uit(pad)

    def begin(self, moment: datetime) -> None:
        """Set the clock of a new index; the service still serves another."""
        _schrijf(moment, self._pad)

    def zet(self, moment: datetime) -> None:
        """Forward to `moment`; one that has passed changes nothing: for an index time never goes back."""
        if moment > self.nu():
            self._zet(moment)

    def hervat(self) -> None:
        """Go on from the moment at which the clock was stopped."""
        self._zet(datetime.fromisoformat(json.loads(self._pad.read_text(encoding="utf-8"))["moment"]))

    def leg_vast(self) -> None:
        """This moment in both files: the service follows, and a later start can go on from here."""
        self._zet(self.nu())

    def _zet(self, moment: datetime) -> None:
        _schrijf(moment, self._mee, self._pad)


def _schrijf(moment: datetime, *paden: Path) -> None:
    stand = json.dumps({"moment": moment.isoformat(), "gezet": systeemklok().timestamp()})
    for pad in paden:
        nieuw = pad.with_suffix(".nieuw")
        nieuw.write_text(stand, encoding="utf-8")
        nieuw.replace(pad)
