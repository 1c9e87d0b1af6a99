# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer asks the log; each question is a look that leaves a row itself (I04, L04)."""

from datetime import timedelta
from uuid import UUID

from verwijsindex.domain.errors import NietGevonden
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.logvragen import Logbeeld, Logsoort, Onthulling, Uitschieter, uitschieters
from verwijsindex.storage import logvragen
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.handeling import Handeling, handeling
from verwijsindex.use_cases.ports import Tools

TERUG = timedelta(days=14)


def zoek(
    tools: Tools,
    wie: Aanroep,
    *,
    onderwerp: UUID | None = None,
    professional: UUID | None = None,
    soort: Logsoort | None = None,
    voor: int | None = None,
    aantal: int = 50,
) -> list[Logbeeld]:
    """Rows of his municipality, newest first: about a match, dossier or signal, by a person, of a sort.

    Raises NietGevonden for what is about another municipality, or was never there (I06).
    """
    with handeling(tools, wie, "logboek:doorzoeken") as h:
        gemeente = _eis_gemeente(h)
        over: set[UUID] = set()
        if onderwerp:
            over = logvragen.onderwerpen_van(h.tx, onderwerp)
            if not logvragen.is_van(h.tx, gemeente, over):
                raise NietGevonden
            h.over("onderwerp", onderwerp)
        if professional:
            h.over("professional", professional)
        return logvragen.zoek(
            h.tx, gemeente, onderwerpen=over, professional=professional, soort=soort, voor=voor, aantal=aantal
        )


def vallen_op(tools: Tools, wie: Aanroep) -> list[Uitschieter]:
    """Who looked much more often on a day of the last two weeks than he does."""
    with handeling(tools, wie, "logboek:nagaan-kijken") as h:
        return uitschieters(logvragen.kijkdagen(h.tx, _eis_gemeente(h), h.nu - TERUG))


def onthuld(
    tools: Tools, wie: Aanroep, voor: int | None = None, aantal: int = 50
) -> tuple[list[Onthulling], int | None]:
    """What others were shown of signals of which consent was withdrawn later (T04)."""
    with handeling(tools, wie, "logboek:nagaan-onthullingen") as h:
        return logvragen.onthullingen(h.tx, _eis_gemeente(h), voor, aantal)


def _eis_gemeente(h: Handeling) -> str:
    eis_toegang(h.tools, h.tx, h.wie)
    if h.wie.gemeente is None:
        raise NietGevonden
    return h.wie.gemeente
