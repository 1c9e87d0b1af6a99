# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Tells the collector what was sealed since (Logboek Dataverwerkingen), where there is one."""

import threading

from verwijsindex.log import Gebeurtenis
from verwijsindex.use_cases import dataverwerkingen
from verwijsindex.use_cases.ports import Tools
from verwijsindex.worker.rust import herhaal

POLS = 2.0


def werk(tools: Tools, stop: threading.Event) -> None:
    """Until `stop` is set; of several workers one at a time."""
    if verzamelaar := tools.verzamelaar:
        herhaal(stop, lambda: dataverwerkingen.geef_door(tools, verzamelaar), POLS, Gebeurtenis.DOORGEVEN_MISLUKT)
