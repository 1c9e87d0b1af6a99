# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the administrator does: organisations, people, convenants."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.errors import NietGevonden, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.storage import convenanten, organisaties
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools


def bewaar_organisatie(tools: Tools, wie: Aanroep, organisatie: Organisatie, jwks: dict[str, Any]) -> None:
    """Add or replace an organisation with its public keys, and note what it signed (A01)."""
    with handeling(tools, wie, "organisatie:bewaren") as h:
        organisaties.bewaar(h.tx, organisatie, jwks)
        for convenant in sorted(organisatie.ondertekend):
            organisaties.onderteken(h.tx, organisatie.id, convenant, dag(h.nu))
        h.over("organisatie", organisatie.id)


def wijs_aan(tools: Tools, wie: Aanroep, professional: Professional) -> UUID:
    """Designate a professional (A01); gives the id under which the index knows him. Raises NietGevonden."""
    with handeling(tools, wie, "professional:aanwijzen") as h:
        if organisaties.lees(h.tx, professional.organisatie) is None:
            raise NietGevonden
        id_ = organisaties.wijs_aan(h.tx, professional)
        h.over("professional", id_)
        return id_


def bewaar_regisseur(tools: Tools, wie: Aanroep, regisseur: Regisseur) -> None:
    """Make a designated professional a director (R02, A05). Raises NietGevonden, Strijdig."""
    with handeling(tools, wie, "regisseur:bewaren") as h:
        professional = organisaties.professional_op_id(h.tx, regisseur.id)
        organisatie = organisaties.lees(h.tx, regisseur.organisatie)
        if professional is None or organisatie is None or professional.organisatie != regisseur.organisatie:
            raise NietGevonden
        convenant = convenanten.alle(h.tx).geldend(regisseur.gemeente, dag(h.nu))
        if convenant and organisatie.categorie not in convenant.regie_categorieen:
            raise Strijdig(
                [
                    geweigerd(
                        "categorie-geen-regie",
                        "A05",
                        "Een organisatie van deze soort mag melden, maar geen regisseur leveren.",
                    )
                ]
            )
        organisaties.bewaar_regisseur(h.tx, replace(regisseur, categorie=organisatie.categorie))
        h.over("regisseur", regisseur.id)


def laad_convenant(tools: Tools, wie: Aanroep, convenant: Convenant) -> None:
    """Store a convenant version; it never changes again and no earlier day is touched. Raises Strijdig."""
    with handeling(tools, wie, "convenant:laden") as h:
        if convenanten.overlappend(h.tx, convenant.gemeente, convenant.vanaf):
            raise Strijdig(
                [
                    geweigerd(
                        "convenant-overlapt",
                        "M14",
                        "Er is al een versie die op die dag of later begint. Kies een latere begindag.",
                    )
                ]
            )
        if not convenanten.voeg_toe(h.tx, convenant):
            raise Strijdig(
                [
                    geweigerd(
                        "convenant-bestaat",
                        "M14",
                        "Deze versie is al geladen en verandert niet meer. Geef de nieuwe een hoger nummer.",
                    )
                ]
            )
        h.volgens(convenant)


def regisseurs(tools: Tools) -> list[Regisseur]:
    """All directors by name, for the log-in page of development."""
    with tools.database.transaction() as tx:
        return organisaties.alle_regisseurs(tx)


def vandaag(tools: Tools) -> date:
    """Today, by the installation's clock."""
    return dag(tools.klok())
