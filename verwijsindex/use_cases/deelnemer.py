# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who takes part, as the index knows him now and not as his token remembers him (A01, A03)."""

from dataclasses import replace

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietGevonden, NietIngelogd, NietToegestaan
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.poort_1 import is_aangewezen
from verwijsindex.domain.tijd import dag
from verwijsindex.storage import organisaties
from verwijsindex.use_cases.handeling import Handeling

NIET_ACTIEF = geweigerd(
    "organisatie-niet-actief", "A01", "Uw organisatie doet niet (meer) mee. Vraag de beheerder van de index."
)


def deelnemer(h: Handeling) -> tuple[Organisatie, Professional | None]:
    """The organisation and professional of the caller, as they are now, token or not (A01, A06).

    Raises NietGevonden, NietIngelogd (an organisation that takes no part any more).
    """
    organisatie = organisaties.lees(h.tx, h.wie.organisatie) if h.wie.organisatie else None
    if organisatie is None:
        raise NietGevonden
    if not organisatie.actief:
        raise NietIngelogd([NIET_ACTIEF])
    professional = organisaties.professional_op_id(h.tx, h.wie.professional) if h.wie.professional else None
    return organisatie, professional


def aangewezen(h: Handeling) -> Professional:
    """A person, designated today, and no machine (A01, A03). Raises NietToegestaan."""
    organisatie, professional = deelnemer(h)
    besluit = is_aangewezen(professional, organisatie, dag(h.nu))
    if professional is None or not besluit:
        zin = "Dit legt een aangewezen professional vast. Vraag een token op zijn naam."
        raise NietToegestaan([replace(besluit, wijzer="", zin=zin if professional is None else besluit.zin)])
    return professional
