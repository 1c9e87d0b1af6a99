# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A pending request of a data subject keeps what concerns him from being destroyed (G02).

Only the rows wait. For rules and readers a signal that is due is gone as ever, so a freeze is no part of the family's
state, and `controleer` needs to know nothing of it: what waits lies apart, where nobody looks.
"""

from collections import Counter
from uuid import UUID

from verwijsindex.domain.bewaren import Klasse
from verwijsindex.domain.errors import NietGevonden
from verwijsindex.storage import bewaren, families, logboek
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling
from verwijsindex.use_cases.vernietigen import vergeet_personen, verklaring


def bevries(h: Handeling, persoon: UUID, verzoek: UUID) -> None:
    """Let destruction of what concerns this person wait for this request; what was due before is gone.

    Raises NietGevonden where the index knows no such person (any more), FamilieVerschoven to start again.
    """
    _vergrendel(h, persoon)
    if bewaren.rij_van_persoon(h.tx, persoon) is None:
        raise NietGevonden
    bewaren.bevries(h.tx, persoon, verzoek, h.nu)


def ontdooi(h: Handeling, persoon: UUID, verzoek: UUID) -> None:
    """The request ended: what waited for it alone is destroyed at once, keys first (B03). Again is harmless.

    Raises FamilieVerschoven to start again.
    """
    if bewaren.rij_van_persoon(h.tx, persoon) is None:
        return
    b = _vergrendel(h, persoon)
    if not bewaren.ontdooi(h.tx, persoon, verzoek):
        return
    h.tools.kluis.vernietig(bewaren.vrijgekomen_sleutels(h.tx, persoon))
    weg = bewaren.verwijder_vrijgekomen(h.tx, persoon)
    regels = [verklaring(h.wie, h.nu, deel.regel, Counter({Klasse(deel.soort): deel.aantal})) for deel in weg]
    ook = Counter(
        {
            Klasse.ENVELOP: sum(deel.enveloppen for deel in weg),
            Klasse.PERSOON: vergeet_personen(h, b.familie.id),
        }
    )
    if +ook:
        regels.append(verklaring(h.wie, h.nu, "B03", ook))
    bewaren.verwijder_lege_familie(h.tx, b.familie.id)
    logboek.schrijf(h.tx, regels)


def _vergrendel(h: Handeling, persoon: UUID) -> Bewerking:
    """The family, with time dealt with: a freeze keeps nothing that was due before it."""
    if bewaren.rij_van_persoon(h.tx, persoon) is None:
        raise NietGevonden
    b = Bewerking(h, families.vergrendel(h.tx, [persoon]))
    b.rond_af()
    return b
