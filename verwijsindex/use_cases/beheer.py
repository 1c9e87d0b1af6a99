# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the administrator does: organisations, people and their functions, convenants."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant, Convenanten
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer, Strijdig
from verwijsindex.domain.invoering import BESTAAT, bezwaren
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.organisatie import FUNCTIES, Functionaris, Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.protocol.bsn import is_bsn
from verwijsindex.storage import convenanten, organisaties
from verwijsindex.use_cases.handeling import Handeling, handeling
from verwijsindex.use_cases.ports import Tools

LANGSTE_NAAM = 200


def bewaar_organisatie(tools: Tools, wie: Aanroep, organisatie: Organisatie, jwks: dict[str, Any]) -> None:
    """Add or replace an organisation with its public keys, and note what it signed (A01). Raises OngeldigeInvoer."""
    with handeling(tools, wie, "organisatie:bewaren") as h:
        _eis_naam(organisatie.naam)
        bekend = {versie.kenmerk for versie in convenanten.alle(h.tx).versies}
        if vreemd := sorted(organisatie.ondertekend - bekend):
            zin = f"Convenant {vreemd[0]} is niet geladen. Schrijf het als gemeente/naam/versie: 0599/regionaal/1."
            raise OngeldigeInvoer([geweigerd("convenant-onbekend", "A01", zin)])
        organisaties.bewaar(h.tx, organisatie, jwks)
        for convenant in sorted(organisatie.ondertekend):
            organisaties.onderteken(h.tx, organisatie.id, convenant, dag(h.nu))
        h.over("organisatie", organisatie.id)


def _eis_naam(tekst: str) -> None:
    """A name says something, fits on a page, and is no BSN (S10: none enters, by no entrance)."""
    if is_bsn(tekst):
        zin = "Dit getal kan een BSN zijn. De index neemt geen BSN aan: kies een andere naam of een ander kenmerk."
        raise OngeldigeInvoer([geweigerd("bsn-geweigerd", "S10", zin)])
    if not tekst.strip() or len(tekst) > LANGSTE_NAAM or not tekst.isprintable():
        zin = f"Geef een naam of kenmerk van 1 tot en met {LANGSTE_NAAM} tekens."
        raise OngeldigeInvoer([geweigerd("naam-ongeldig", "A01", zin)])


def wijs_aan(tools: Tools, wie: Aanroep, professional: Professional) -> UUID:
    """Designate a professional (A01); gives the index's id of him. Raises NietGevonden, OngeldigeInvoer."""
    with handeling(tools, wie, "professional:aanwijzen") as h:
        _eis_naam(professional.kenmerk)
        if professional.tot and professional.tot < professional.vanaf:
            raise OngeldigeInvoer([geweigerd("tot-voor-vanaf", "A01", "De laatste dag ligt voor de eerste.")])
        if organisaties.lees(h.tx, professional.organisatie) is None:
            raise NietGevonden
        id_ = organisaties.wijs_aan(h.tx, professional)
        h.over("professional", id_)
        return id_


def bewaar_regisseur(tools: Tools, wie: Aanroep, regisseur: Regisseur) -> None:
    """Make a designated professional a director (R02, A05), without a function beside it (R01).

    Raises NietGevonden, OngeldigeInvoer, Strijdig.
    """
    with handeling(tools, wie, "regisseur:bewaren") as h:
        _eis_naam(regisseur.naam)
        if not (len(regisseur.gemeente) == 4 and regisseur.gemeente.isdecimal()) or not regisseur.telefoon.strip():
            zin = "Geef een gemeentecode van vier cijfers en een telefoonnummer waarop melders hem bereiken."
            raise OngeldigeInvoer([geweigerd("regisseur-onvolledig", "R02", zin)])
        professional = organisaties.professional_op_id(h.tx, regisseur.id, vergrendeld=True)
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
        functionaris = organisaties.functionaris(h.tx, regisseur.id)
        if regisseur.actief and functionaris and functionaris.actief:
            zin = (
                "Deze professional heeft een functie, en wie leidt houdt geen toezicht op zichzelf."
                " Kies een ander, of zet die functie eerst op inactief."
            )
            raise Strijdig([geweigerd("functie-verenigt-niet", "R01", zin)])
        organisaties.bewaar_regisseur(h.tx, replace(regisseur, categorie=organisatie.categorie))
        h.over("regisseur", regisseur.id)


def bewaar_functionaris(tools: Tools, wie: Aanroep, functionaris: Functionaris) -> None:
    """Make a professional coordinator, privacy officer or administrator of a municipality (I02, I04).

    Not who directs, or has open matches in his name still (R01). Raises NietGevonden, OngeldigeInvoer, Strijdig.
    """
    with handeling(tools, wie, "functionaris:bewaren") as h:
        if functionaris.rol not in FUNCTIES:
            zin = f"Dit is geen functie in een gemeente. Kies een van: {', '.join(FUNCTIES)}."
            raise OngeldigeInvoer([geweigerd("functie-onbekend", "I02", zin)])
        if all(c.gemeente != functionaris.gemeente for c in convenanten.alle(h.tx).versies):
            zin = "Van deze gemeente is geen convenant geladen. Laad dat eerst, of verbeter de gemeentecode."
            raise OngeldigeInvoer([geweigerd("gemeente-onbekend", "I02", zin)])
        if organisaties.professional_op_id(h.tx, functionaris.id, vergrendeld=True) is None:
            raise NietGevonden
        h.over("functionaris", functionaris.id)
        if functionaris.actief and organisaties.voert_regie(h.tx, functionaris.id):
            zin = (
                "Deze professional is regisseur, en wie leidt houdt geen toezicht op zichzelf."
                " Kies een ander, of zet hem als regisseur op inactief en laat zijn open matches overdragen."
            )
            raise Strijdig([geweigerd("functie-verenigt-niet", "R01", zin)])
        organisaties.bewaar_functionaris(h.tx, functionaris)


def laad_convenant(tools: Tools, wie: Aanroep, convenant: Convenant, *, productie: bool = False) -> None:
    """Store a convenant version; it never changes again and no earlier day is touched (M14, A07). Raises Strijdig."""
    with handeling(tools, wie, "convenant:laden") as h:
        eis_laadbaar(h, convenant, productie=productie)
        if not convenanten.voeg_toe(h.tx, convenant):
            raise Strijdig([BESTAAT])
        h.volgens(convenant)


def eis_laadbaar(h: Handeling, convenant: Convenant, *, productie: bool) -> Convenanten:
    """The versions there are, when this one may come beside them (M14, A07). Raises Strijdig with every objection."""
    geladen = convenanten.alle(h.tx)
    if gevonden := bezwaren(convenant, geladen, dag(h.nu), productie=productie):
        raise Strijdig(gevonden)
    return geladen


def geladen_convenanten(tools: Tools, wie: Aanroep) -> tuple[Convenant, ...]:
    """Every version, by municipality and first day; asking is a look (L01)."""
    with handeling(tools, wie, "convenant:tonen") as h:
        return convenanten.alle(h.tx).versies


def regisseurs(tools: Tools) -> list[Regisseur]:
    """All directors by name, for the log-in page of development."""
    with tools.database.transaction() as tx:
        return organisaties.alle_regisseurs(tx)


def vandaag(tools: Tools) -> date:
    """Today, by the installation's clock."""
    return dag(tools.klok())
