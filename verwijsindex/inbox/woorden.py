# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the pages call things, where the domain has only a word for the machine; and how they write days."""

from dataclasses import dataclass
from datetime import date, datetime

from verwijsindex.domain.match import Bevindingsoort
from verwijsindex.domain.tijd import AMSTERDAM, dag, einde_van
from verwijsindex.domain.uitleg import datum
from verwijsindex.domain.woorden import Afspraakstand, Antwoord, Gezinsreden, Matchstatus, Patroon, Reden, Soort

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MATCHREDENEN = {Reden.STAPELING: "signalen stapelen zich op", Reden.UIT_BEELD: "een kind raakt uit beeld"}
STATUSSEN = {
    Matchstatus.NIEUW: "Nog geen regisseur",
    Matchstatus.TOEGEWEZEN: "Toegewezen, nog niet aangenomen",
    Matchstatus.AANGENOMEN: "Aangenomen",
    Matchstatus.CONTACT_GELEGD: "Contact gelegd",
    Matchstatus.IN_REGIE: "In regie",
    Matchstatus.NAZORG: "Nazorg",
    Matchstatus.AFGESLOTEN: "Afgesloten",
    Matchstatus.VERVALLEN: "Vervallen",
}
SOORTEN = {Soort.BETROKKEN: "is betrokken", Soort.ZORGEN: "maakt zich zorgen"}
PATRONEN = {
    Patroon.NIET_VERSCHENEN: "niet verschenen",
    Patroon.ZORGMIJDING: "zorgmijding",
    Patroon.ONGEOORLOOFD_VERZUIM: "ongeoorloofd verzuim",
    Patroon.HUURACHTERSTAND: "huurachterstand",
    Patroon.DREIGENDE_HUISUITZETTING: "dreigende huisuitzetting",
    Patroon.ARMOEDE: "armoede",
    Patroon.SCHULDEN: "schulden",
    Patroon.OVERBELASTING: "overbelasting",
}
GEZINSREDENEN = (
    (Gezinsreden.ZELFDE_GEZIN.value, "het is hetzelfde gezin"),
    (Gezinsreden.ANDER_GEZIN.value, "het is een ander gezin"),
    (Gezinsreden.ONJUISTE_OUDER.value, "er is een verkeerde ouder genoemd"),
    (Gezinsreden.GEZIN_UIT_ELKAAR.value, "het gezin is uit elkaar"),
    (Gezinsreden.VEILIGER_APART.value, "apart is veiliger"),
)
BASISZORG = "huisarts, jeugdgezondheidszorg en school"
BEVINDINGEN = {
    Bevindingsoort.EINDE: "Het laatste actieve signaal eindigde en niemand nam de nazorg aan",
    Bevindingsoort.MIJDING: "Meer dan een organisatie zag het gezin hulp mijden of niet verschijnen",
}
ANTWOORDEN = {
    Antwoord.GEVRAAGD: "Wacht op antwoord",
    Antwoord.AANGENOMEN: "Aangenomen",
    Antwoord.GEWEIGERD: "Geweigerd",
    Antwoord.INGETROKKEN: "Ingetrokken",
    Antwoord.VERVALLEN: "Vervallen",
}
AFSPRAAKSTANDEN = {
    Afspraakstand.OPEN: "Open",
    Afspraakstand.NAGEKOMEN: "Nagekomen",
    Afspraakstand.INGETROKKEN: "Ingetrokken",
}
GEEN_REGISSEUR = "nog geen regisseur"
CASELOAD_VOL = "nog geen regisseur (caseload vol)"


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list that a coordinator can choose, by its name in the use case; `leeg` is said where nothing stands on it."""

    naam: str
    titel: str
    leeg: str


LIJSTEN = {
    lijst.naam: lijst
    for lijst in (
        Lijst("", "Alle", "Er zijn geen open matches in uw gemeente."),
        Lijst("te-laat", "Te laat of zonder regisseur", "Nergens is iets te laat, en elke match heeft een regisseur."),
        Lijst("niemand-actief", "Niemand actief", "Bij elke open match is nog minstens een organisatie actief."),
        Lijst(
            "veilig-thuis-overdracht",
            "Overdracht van Veilig Thuis",
            "Geen enkele open match komt van een overdracht door Veilig Thuis.",
        ),
    )
}


def dagnaam(op: date) -> str:
    """A day with its name: vrijdag 31 mei 2013."""
    return f"{DAGEN[op.weekday()]} {datum(op)}"


def tijdstip(moment: datetime) -> str:
    """A moment by the Dutch clock: 31 mei 2013, 14.05 uur; what happens when a day is over is of its end (Z01)."""
    op = dag(moment)
    uur = "einde van de dag" if moment == einde_van(op) else f"{moment.astimezone(AMSTERDAM):%H.%M} uur"
    return f"{datum(op)}, {uur}"


def uiterlijk(op: date, vandaag: date) -> str:
    """Until when, as a person would say it today."""
    return "vandaag nog" if op == vandaag else f"uiterlijk {dagnaam(op)}"


def hoofdletter(tekst: str) -> str:
    """The first letter as a capital, and nothing else changed: names keep theirs."""
    return tekst[:1].upper() + tekst[1:]
