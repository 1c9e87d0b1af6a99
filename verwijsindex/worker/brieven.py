# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Sends letters (N04), one after the other: there are few, and a mail server that is slow keeps nobody else waiting."""

import threading

from verwijsindex.log import Gebeurtenis
from verwijsindex.use_cases import brieven
from verwijsindex.use_cases.ports import Tools
from verwijsindex.worker.rust import herhaal

POLS = 1.0


def werk(tools: Tools, stop: threading.Event) -> None:
    """Send until `stop` is set; without a mail server there is nothing to do."""
    if post := tools.post:
        herhaal(stop, lambda: brieven.verstuur(tools, post), POLS, Gebeurtenis.BEZORGEN_MISLUKT)
