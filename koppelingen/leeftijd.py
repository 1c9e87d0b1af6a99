# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What follows from a day of birth, which the index never learns: it knows the month only (S01, T01, T03, T05).

Months are clipped to the month's last day, as everywhere (Z01): who was born on 29 February has his birthday in a
common year on the 28th.
"""

from calendar import monthrange
from datetime import date

LEEFTIJDSGRENS = 23
BEWAAR_MAANDEN = 24
TOESTEMMING_MAANDEN = 12
NA_VERJAARDAG_MAANDEN = 3
ONDER_12, VAN_12_TOT_16, VANAF_16 = "onder-12", "12-tot-16", "vanaf-16"
# The birthday on which somebody leaves a group, and with it who decides.
_GRENZEN = {ONDER_12: 12, VAN_12_TOT_16: 16}


class NietTeMelden(ValueError):
    """About who is not born yet, or 23 or older, nothing is reported (S01, S09)."""


def geboortemaand(geboren: date) -> str:
    """All that the index hears of a day of birth (S01)."""
    return f"{geboren:%Y-%m}"


def verjaardag(geboren: date, jaren: int) -> date:
    """The day on which somebody becomes `jaren` years old (Z01)."""
    return _plus_maanden(geboren, jaren * 12)


def leeftijdsgroep(geboren: date, op: date) -> str:
    """The age group on day `op`, which decides who must consent (T01)."""
    return next((groep for groep, jaren in _GRENZEN.items() if op < verjaardag(geboren, jaren)), VANAF_16)


def uiterlijk_tot(geboren: date, op: date, *, maanden: int = BEWAAR_MAANDEN) -> date:
    """The day on which a signal that is registered on `op` is destroyed at the latest (S01).

    That is 24 months on, or what the convenant says, and never after the 23rd birthday. Raises NietTeMelden.
    """
    grens = verjaardag(geboren, LEEFTIJDSGRENS)
    if not geboren <= op < grens:
        raise NietTeMelden("Alleen over een kind dat geboren is en nog geen 23 jaar is, kan worden gemeld.")
    return min(_plus_maanden(op, maanden), grens)


def toestemming_tot(
    geboren: date,
    gegeven_op: date,
    *,
    maanden: int = TOESTEMMING_MAANDEN,
    na_verjaardag: int = NA_VERJAARDAG_MAANDEN,
    wilsonbekwaam: bool = False,
) -> date:
    """The last day of consent that was given on a day (T03): some months on, by the convenant.

    At 12 and at 16 somebody else decides: what was given before lasts at most some months after that birthday (T05).
    Not so for the word of the representative of who cannot decide himself.
    """
    gewoon = _plus_maanden(gegeven_op, maanden)
    jaren = _GRENZEN.get(leeftijdsgroep(geboren, gegeven_op))
    if jaren is None or wilsonbekwaam:
        return gewoon
    return min(gewoon, _plus_maanden(verjaardag(geboren, jaren), na_verjaardag))


def _plus_maanden(op: date, maanden: int) -> date:
    """Calendar months on, clipped to the month's last day (Z01)."""
    jaar, maand = divmod(op.year * 12 + op.month - 1 + maanden, 12)
    return date(jaar, maand + 1, min(op.day, monthrange(jaar, maand + 1)[1]))
