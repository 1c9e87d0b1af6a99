# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who looks at a history, and the organisations in it; the other organisations are housing corporations."""

from datetime import datetime
from uuid import UUID

from tests.domain.bouw import GEMEENTE, Verhaal, uid
from verwijsindex.domain import daden
from verwijsindex.domain.inzage import Kijker
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Match
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.woorden import Categorie

CATEGORIEEN = {
    "school": Categorie.ONDERWIJS,
    "cjg": Categorie.JGZ,
    "politie": Categorie.POLITIE_JUSTITIE,
    "huisarts": Categorie.GEZONDHEIDSZORG,
    "wonen": Categorie.WONEN,
    "schuldhulp": Categorie.SCHULDHULP,
}
NAMEN = {
    "school": "De Klaver",
    "cjg": "CJG Noord",
    "politie": "Politie",
    "huisarts": "Huisarts De Vries",
    "wonen": "Woonstad",
    "schuldhulp": "Kredietbank",
}


def stand_van(verhaal: Verhaal, nu: datetime | None = None) -> Stand:
    """The history as it stands at `nu`, or else at its last deed."""
    partijen = {
        uid(naam): Organisatie(uid(naam), NAMEN[naam], categorie, actief=True)
        for naam, categorie in CATEGORIEEN.items()
    }
    if nu:
        verhaal.loop(nu)
    return Stand(verhaal.toestand, verhaal.regels, verhaal.toestand.tot, partijen)


def regisseur(naam: str = "regisseur", categorie: Categorie = Categorie.JGZ) -> Kijker:
    """The director of that name."""
    return Kijker(Rol.REGISSEUR, uid("wijkteam"), categorie, uid(naam))


def coordinator(gemeente: str = GEMEENTE) -> Kijker:
    """The coordinator of a municipality."""
    return Kijker(Rol.COORDINATOR, gemeente=gemeente)


def melder(naam: str) -> Kijker:
    """A reporter of that organisation."""
    return Kijker(Rol.MELDER, uid(naam), CATEGORIEEN[naam])


def persoon(naam: str = "regisseur", categorie: Categorie = Categorie.JGZ) -> Regisseur:
    """The director with his name and phone."""
    return Regisseur(uid(naam), uid("wijkteam"), categorie, GEMEENTE, "R. Regisseur", "010-1234567")


def de_match(verhaal: Verhaal) -> Match:
    """The one match there is."""
    (match,) = verhaal.toestand.matches.values()
    return match


def neem_aan(verhaal: Verhaal, moment: datetime, naam: str = "regisseur") -> Match:
    """A director is appointed and accepts."""
    match = de_match(verhaal)
    verhaal.doe(moment, daden.Toewijzing(match.id, uid(naam)))
    verhaal.doe(moment, daden.Aanvaarding(match.id))
    return de_match(verhaal)


def wijs_toe(verhaal: Verhaal, moment: datetime, wie: UUID | None) -> Match:
    """A director, or nobody, is appointed."""
    verhaal.doe(moment, daden.Toewijzing(de_match(verhaal).id, wie))
    return de_match(verhaal)
