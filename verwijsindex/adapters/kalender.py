# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Days off: Dutch public holidays, Good Friday and 5 May (R03; Algemene termijnenwet, article 3)."""

from datetime import date
from functools import cache

import holidays

JAREN = range(2010, 2061)


@cache
def vrije_dagen() -> frozenset[date]:
    """All days off that are no weekend, 2010 through 2060; 5 May counts every year (R03)."""
    feestdagen = holidays.country_holidays("NL", years=JAREN)
    return frozenset(feestdagen) | {date(jaar, 5, 5) for jaar in JAREN}
