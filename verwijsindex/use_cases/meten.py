# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Measuring for the monthly figures, in the deed's own transaction: a deed undone was not counted (I08)."""

from collections.abc import Sequence

from verwijsindex.domain.daden import Gevolg
from verwijsindex.domain.meting import MET_TIJDLIJN, metingen
from verwijsindex.domain.stand import Stand
from verwijsindex.storage import cijfers, matches
from verwijsindex.storage.database import Tx


def meet(tx: Tx, eerder: Stand, stand: Stand, gevolgen: Sequence[Gevolg]) -> None:
    """Note what a transaction on a family adds to the figures; its consequences are on the timelines already."""
    tijdlijnen = {g.match: matches.tijdlijn(tx, g.match) for g in gevolgen if g.soort in MET_TIJDLIJN and g.match}
    cijfers.noteer(tx, list(metingen(eerder, stand, gevolgen, tijdlijnen)))
