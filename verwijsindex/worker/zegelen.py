# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Seals the log within two seconds (L03), where this worker is given the sealer's access."""

import threading
from contextlib import suppress

from verwijsindex.domain.errors import Onbereikbaar
from verwijsindex.log import Gebeurtenis
from verwijsindex.use_cases import zegelen
from verwijsindex.use_cases.ports import Tools
from verwijsindex.worker.rust import herhaal

POLS = 0.5


def werk(tools: Tools, stop: threading.Event) -> None:
    """Seal until `stop` is set, and what there is then; several workers may, and one at a time does."""
    if bank := tools.zegelbank:
        herhaal(stop, lambda: bool(zegelen.zegel_nieuwe(tools, bank)), POLS, Gebeurtenis.ZEGELEN_MISLUKT)
        with suppress(Onbereikbaar):
            zegelen.zegel_nieuwe(tools, bank)
