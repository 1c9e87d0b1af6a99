# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who is asking: a system's assertion, once; a professional's rights, now (A01, A03)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietIngelogd
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.organisatie import FUNCTIES, Functionaris, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.storage import organisaties
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Toegang, Tools

ONBEKEND = geweigerd(
    "bewering-ongeldig",
    "A01",
    "De client assertion geldt niet. Controleer sleutel, audience en klok, en maak telkens een nieuwe.",
)


def sleutels(tools: Tools, organisatie: UUID) -> dict[str, Any] | None:
    """The public keys of an active organisation, to check its assertion with."""
    with tools.database.transaction() as tx:
        return organisaties.jwks(tx, organisatie)


def verleen(
    tools: Tools, wie: Aanroep, organisatie: UUID, jti: str, verloopt: datetime, kenmerk: str | None
) -> Toegang:
    """Use an assertion that was checked, once, and say what its bearer may. Raises NietIngelogd."""
    # Apart from what follows: a refusal undoes the deed, and must not give the assertion back.
    with tools.database.transaction() as tx:
        vers = organisaties.gebruik_bewering(tx, organisatie, jti, verloopt, tools.klok())
    with handeling(tools, wie, "toegang:verlenen") as h:
        h.over("organisatie", organisatie)
        if not vers:
            raise NietIngelogd([ONBEKEND])
        professional = organisaties.professional(h.tx, organisatie, kenmerk) if kenmerk else None
        if kenmerk and (professional is None or not professional.aangewezen_op(dag(h.nu))):
            raise NietIngelogd(
                [
                    geweigerd(
                        "professional-niet-aangewezen",
                        "A01",
                        "Deze professional is vandaag niet door uw organisatie aangewezen. Wijs hem eerst aan.",
                    )
                ]
            )
        regisseur = organisaties.regisseur(h.tx, professional.id) if professional else None
        regisseur = regisseur if regisseur and regisseur.actief else None
        functionaris = organisaties.functionaris(h.tx, professional.id, op=dag(h.nu)) if professional else None
        functionaris = functionaris if functionaris and functionaris.actief else None
        drager = regisseur or functionaris
        return Toegang(
            organisatie,
            professional.id if professional else None,
            regisseur.id if regisseur else None,
            drager.gemeente if drager else None,
            _rechten(professional, drager),
        )


def _rechten(professional: Professional | None, drager: Regisseur | Functionaris | None) -> frozenset[str]:
    rechten = {"signalen"}
    if professional and professional.mag_doorbreken:
        rechten.add("veiligheid:doorbreken")
    if professional and professional.aandachtsfunctionaris:
        rechten.add("veiligheid:bevestigen")
    if drager:
        rechten.add(FUNCTIES[drager.rol] if isinstance(drager, Functionaris) else "regie")
    return frozenset(rechten)
