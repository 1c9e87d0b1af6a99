# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Age as far as a month of birth tells it (S01, T01, T05); clipped to the month's last day, as all months are (Z01)."""

from datetime import date, timedelta

from verwijsindex.domain.tijd import maandbegin, plus_maanden
from verwijsindex.domain.woorden import Leeftijdsgroep

GROEPEN = {12: Leeftijdsgroep.ONDER_12, 16: Leeftijdsgroep.VAN_12_TOT_16}


def verjaardagen(geboortemaand: str, jaren: int) -> tuple[date, date]:
    """The first and the last day on which a child of this month can become `jaren` years old."""
    eerste, laatste = _dagen(geboortemaand)
    return plus_maanden(eerste, jaren * 12), plus_maanden(laatste, jaren * 12)


def groep_op(geboren: date, op: date) -> Leeftijdsgroep:
    """The age group on day `op` of who was born on `geboren` (T01)."""
    return next((groep for jaren, groep in GROEPEN.items() if op < plus_maanden(geboren, jaren * 12)), _OUDST)


def mogelijke_groepen(geboortemaand: str, op: date) -> frozenset[Leeftijdsgroep]:
    """The age groups that the month allows on day `op`: two in the month of a birthday that counts, else one (T01)."""
    return frozenset(groep_op(geboren, op) for geboren in _dagen(geboortemaand))


def grensleeftijd(groep: Leeftijdsgroep) -> int | None:
    """The age at which a group is left, in years; None for the last one (T05)."""
    return next((jaren for jaren, wie in GROEPEN.items() if wie is groep), None)


def _dagen(maand: str) -> tuple[date, date]:
    """The first and the last day of a month."""
    eerste = maandbegin(maand)
    return eerste, plus_maanden(eerste, 1) - timedelta(days=1)


_OUDST = Leeftijdsgroep.VANAF_16
