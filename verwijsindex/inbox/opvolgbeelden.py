# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Handovers, aftercare and agreements of a match as sentences, with the buttons that are this viewer's (R05-R10)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verwijsindex.domain.match import Match, Nazorg
from verwijsindex.domain.opvolgbeeld import Afspraakbeeld, Nazorgbeeld, Overdrachtbeeld
from verwijsindex.domain.opvolgen import (
    mag_afspraak_afronden,
    mag_contact,
    mag_nazorg_intrekken,
    mag_overleg,
    mag_sluiten,
)
from verwijsindex.domain.overdragen import mag_overdracht_intrekken
from verwijsindex.domain.regie import is_zijn_match, mag_aanvaarden
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import REDENEN, datum
from verwijsindex.domain.woorden import Afspraakstand, Antwoord, Matchstatus
from verwijsindex.inbox.stappen import Stap
from verwijsindex.inbox.woorden import AFSPRAAKSTANDEN, ANTWOORDEN, dagnaam, hoofdletter

AFSLUITEN_KAN_NIET = "overgang-onmogelijk"


@dataclass(frozen=True, slots=True)
class Regel:
    """One handover, aftercare or agreement: how it stands in a word, and a sentence about it.

    `te_laat` when it passed its day; `af` gives the viewer its buttons.
    """

    id: UUID
    stand: str
    zin: str
    te_laat: bool
    af: bool


@dataclass(frozen=True, slots=True)
class Knop:
    """The next step of the director: where its form goes, what pressing it says, and the button."""

    pad: str
    zin: str
    tekst: str


AANNEMEN = Knop("aanvaardingen", "Met aannemen zegt u: ik heb de regie over dit gezin.", "Match aannemen")
CONTACT = Knop("contacten", "Had u contact met de organisaties die melden? Leg dat dan vast.", "Contact gelegd")
OVERLEG = Knop("overleggen", "Was er een overleg, en is er een plan? Leg dat dan vast.", "Overleg gehouden")
VERVOLG = Knop("overleggen", "Was er weer een overleg? Leg dat dan vast.", "Vervolgoverleg gehouden")


def knop(match: Match, regisseur: UUID | None) -> Knop | None:
    """R03: the next step, when it is this viewer's."""
    if mag_aanvaarden(match, regisseur):
        return AANNEMEN
    if mag_contact(match, regisseur):
        return CONTACT
    if mag_overleg(match, regisseur):
        return VERVOLG if match.status is Matchstatus.IN_REGIE else OVERLEG
    return None


def eerst_voor_afsluiten(match: Match, regisseur: UUID | None, vandaag: date) -> str:
    """R06: what has to come before closing; empty when it can be asked."""
    bezwaren = mag_sluiten(match, regisseur, None, None, vandaag, zelf_verder=False)
    return next((b.zin for b in bezwaren if b.code == AFSLUITEN_KAN_NIET), "")


def overdracht(beeld: Overdrachtbeeld, match: Match, regisseur: UUID | None, stappen: dict[UUID, Stap]) -> Regel:
    """R05: whom the director asked, why, and what came of it."""
    o = beeld.overdracht
    zin = f"Op {datum(dag(o.gevraagd))} gevraagd aan {beeld.naar}: {REDENEN[o.reden]}."
    if o.weigerreden:
        zin += f" Het antwoord was nee: {REDENEN[o.weigerreden]}."
    stap = stappen.get(o.id)
    if stap:
        zin += f" Antwoord {_wanneer(stap)}; tot dan blijft de regisseur verantwoordelijk."
    af = bool(mag_overdracht_intrekken(match, regisseur, o))
    return Regel(o.id, ANTWOORDEN[o.stand], zin, bool(stap and stap.te_laat), af)


def nazorg(beeld: Nazorgbeeld, match: Match, regisseur: UUID | None, stappen: dict[UUID, Stap]) -> Regel:
    """R06, R07: who was asked to keep a finger on the pulse, until when, and how that stands."""
    n, stap = beeld.nazorg, stappen.get(beeld.nazorg.id)
    loopt = match.lopende_nazorg is not None and match.lopende_nazorg.id == n.id
    zin = f"{beeld.organisatie}, tot en met {dagnaam(n.tot)}. {_over_nazorg(n, stap, loopt=loopt)}".strip()
    stand = "Loopt" if loopt else ANTWOORDEN[n.stand]
    return Regel(n.id, stand, zin, bool(stap and stap.te_laat), bool(mag_nazorg_intrekken(match, regisseur, n)))


def _over_nazorg(n: Nazorg, stap: Stap | None, *, loopt: bool) -> str:
    if loopt:
        gehoord = f"Laatste bericht: {datum(dag(n.bevestigd))}." if n.bevestigd else "Er kwam nog geen bericht."
        return f"{gehoord} Bericht {_wanneer(stap)}." if stap else gehoord
    if n.weigerreden:
        return f"Het antwoord was nee: {REDENEN[n.weigerreden]}. Vraag een ander."
    if n.stand is Antwoord.AANGENOMEN and n.ingegaan is None:
        return "Deze nazorg gaat in als de match ermee wordt afgesloten."
    return f"Antwoord {_wanneer(stap)}." if stap else ""


def afspraak(beeld: Afspraakbeeld, match: Match, regisseur: UUID | None, stappen: dict[UUID, Stap]) -> Regel:
    """R10: what a party bound itself to, and by when."""
    a, stap = beeld.afspraak, stappen.get(beeld.afspraak.id)
    zin = f"{beeld.organisatie}: {REDENEN[a.wat]}, uiterlijk {dagnaam(a.voor)}."
    if stap and stap.te_laat:
        zin += f" Die dag is voorbij; ingelicht: {stap.ingelicht}."
    te_laat = a.stand is Afspraakstand.OPEN and bool(stap and stap.te_laat)
    return Regel(a.id, AFSPRAAKSTANDEN[a.stand], zin, te_laat, bool(mag_afspraak_afronden(match, regisseur, a)))


def _wanneer(stap: Stap) -> str:
    if stap.te_laat:
        return f"moest er zijn op {dagnaam(stap.voor)}; ingelicht: {stap.ingelicht}"
    return f"uiterlijk {dagnaam(stap.voor)}"


@dataclass(frozen=True, slots=True)
class Termijnregel:
    """A term on the page of a match: what, until when, who must act; and where it passed, who was told (R03, R04)."""

    wat: str
    voor: date
    wie: str
    te_laat: bool
    ingelicht: str
    opnieuw: date | None


def termijn(stap: Stap, *, eigen: bool) -> Termijnregel:
    """`eigen` is whether the viewer is the owner of the match."""
    wie = "u" if eigen and stap.van_eigenaar else stap.wie
    return Termijnregel(hoofdletter(stap.wat), stap.voor, wie, stap.te_laat, stap.ingelicht, stap.opnieuw)


def is_eigenaar(match: Match, regisseur: UUID | None) -> bool:
    """R01: the director, or the coordinator while there is none."""
    return bool(is_zijn_match(match, regisseur)) or (regisseur is None and match.regisseur is None)
