# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 3: which fields of a signal a viewer may see, now (I01, I02, V06)."""

from enum import StrEnum

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Bijdrage


class Veld(StrEnum):
    """What there is to see of a signal in a match."""

    ORGANISATIE = "organisatie"
    CONTACTPUNT = "contactpunt"
    KIND = "kind"
    DATA = "data"
    SOORT = "soort"
    LEEFGEBIEDEN = "leefgebieden"
    GEWICHT = "gewicht"
    GROND = "grond"


CONTACT = frozenset({Veld.ORGANISATIE, Veld.CONTACTPUNT, Veld.KIND})
KIJKERS = frozenset({Rol.REGISSEUR, Rol.COORDINATOR})


def zicht(kijker: Rol, bijdrage: Bijdrage, convenant: Convenant) -> frozenset[Veld]:
    """What a viewer of the match sees of one counting signal: the director and the coordinator, nobody else (I02).

    Of a V-ground only organisation, contact point and the word `veiligheid` (V06); the statutory index shows contact
    data only (Jw 7.1.4.3).
    """
    if kijker not in KIJKERS:
        return frozenset()
    if convenant.alleen_contactgegevens:
        return CONTACT
    if bijdrage.veiligheidsgrond:
        return CONTACT | {Veld.GEWICHT, Veld.GROND}
    return frozenset(Veld)
