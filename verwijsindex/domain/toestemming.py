# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Consent (T01-T07): what a family said, who of it, for what and until when; each answer stays as it was given."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.leeftijd import grensleeftijd, mogelijke_groepen, verjaardagen
from verwijsindex.domain.tijd import dag, einde_van, plus_maanden
from verwijsindex.domain.woorden import (
    Categorie,
    Deel,
    Gever,
    Leeftijdsgroep,
    Oudereis,
    Toestemmingstand,
    Wijze,
    Wilsonbekwaam,
)

NOOIT = date(9000, 1, 1)
WIE = {Gever.JEUGDIGE: "de jeugdige", Gever.OUDER: "ouders met gezag", Gever.VERTEGENWOORDIGER: "de vertegenwoordiger"}
WAARVOOR = {
    Deel.REGISTREREN: "registreren in de index",
    Deel.CONTACTGEGEVENS: "het delen van contactgegevens",
    Deel.INHOUD: "het delen van de inhoud",
}
GROEPEN = {
    Leeftijdsgroep.ONDER_12: "Onder de 12",
    Leeftijdsgroep.VAN_12_TOT_16: "Van 12 tot 16 jaar",
    Leeftijdsgroep.VANAF_16: "Vanaf 16 jaar",
}


TOESTEMMING_NIET_GEVRAAGD = geweigerd(
    "toestemming-niet-van-toepassing",
    "M15",
    "In dit convenant telt een melding zonder toestemming; zij wordt er niet vastgelegd. Laat haar weg.",
)


@dataclass(frozen=True, slots=True)
class Stem:
    """What one person of the family said."""

    wie: Gever
    akkoord: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Toestemming:
    """One answer of a family (T03), valid from and through whole days; a `tot` of None goes with a refusal.

    `met` names categories, None is everybody in the convenant. `gezag` is how many persons have authority.
    """

    id: UUID
    gegeven_op: date
    tot: date | None
    stemmen: tuple[Stem, ...]
    gezag: int
    groep: Leeftijdsgroep
    wilsonbekwaam: Wilsonbekwaam | None = None
    voor: frozenset[Deel]
    met: frozenset[Categorie] | None = None
    wijze: Wijze
    vastgelegd: datetime
    vastgelegd_door: UUID
    ingetrokken: datetime | None = None
    ingetrokken_door: Gever | None = None

    @property
    def geweigerd(self) -> bool:
        """Somebody whose yes is needed said no (T02, T06)."""
        return any(not stem.akkoord for stem in self.stemmen)

    def geldig_tot(self, geboortemaand: str | None, convenant: Convenant) -> datetime | None:
        """The moment at which it stops: its end, its withdrawal, or what the month of birth allows (T04, T05)."""
        if self.geweigerd or self.tot is None:
            return None
        einde = einde_van(min(self.tot, uiterste_dag(self.groep, self.wilsonbekwaam, geboortemaand, convenant)[1]))
        return min(einde, self.ingetrokken) if self.ingetrokken else einde

    def stand(self, t: datetime, geboortemaand: str | None, convenant: Convenant) -> Toestemmingstand:
        """Given, refused, withdrawn or expired at `t`: different things (T03-T07)."""
        einde = self.geldig_tot(geboortemaand, convenant)
        if einde is None:
            return Toestemmingstand.GEWEIGERD
        if self.ingetrokken and self.ingetrokken <= t:
            return Toestemmingstand.INGETROKKEN
        return Toestemmingstand.GEGEVEN if t < einde else Toestemmingstand.VERLOPEN

    def deelt_met(self, categorie: Categorie | None) -> bool:
        """The family agreed to sharing with this category (T03); None is the municipality itself."""
        return self.met is None or categorie is None or categorie in self.met

    @property
    def laatste_woord(self) -> date:
        """The day of the last thing that the family said about it (S05)."""
        return max(self.gegeven_op, dag(self.ingetrokken)) if self.ingetrokken else self.gegeven_op


def uiterste_dag(
    groep: Leeftijdsgroep, wilsonbekwaam: Wilsonbekwaam | None, geboortemaand: str | None, convenant: Convenant
) -> tuple[date, date]:
    """The first and last day on which the term after the 12th or 16th birthday can end (T05); far away without one.

    The client knows the day of birth and gives the end itself, as with `uiterlijkTot` (S01).
    """
    leeftijd = grensleeftijd(groep)
    if leeftijd is None or wilsonbekwaam or geboortemaand is None:
        return NOOIT, NOOIT
    na = convenant.toestemming_na_verjaardag_maanden
    eerste, laatste = verjaardagen(geboortemaand, leeftijd)
    return plus_maanden(eerste, na), plus_maanden(laatste, na)


def gewone_duur(nieuw: Toestemming, geboortemaand: str | None, convenant: Convenant) -> date:
    """Until when consent lasts that names no end: the usual months, not past the earliest change of rule (T03, T05)."""
    gewoon = plus_maanden(nieuw.gegeven_op, convenant.toestemming_maanden)
    return min(gewoon, uiterste_dag(nieuw.groep, nieuw.wilsonbekwaam, geboortemaand, convenant)[0])


def beoordeel(
    nieuw: Toestemming, geboortemaand: str | None, convenant: Convenant, vandaag: date
) -> tuple[Besluit, ...]:
    """Why this answer cannot be recorded; empty when it can (T01-T03, T05). A refusal by the family is an answer too.

    Without a month of birth (the director's own consent, M11) the age is taken as it is said.
    """
    regels = (
        _op_tijd(nieuw, vandaag),
        _leeftijd(nieuw, geboortemaand),
        _wie_spreekt(nieuw, convenant),
        _compleet(nieuw, convenant),
        _genoeg(nieuw, convenant),
        _einde(nieuw, geboortemaand, convenant, vandaag),
    )
    return tuple(besluit for besluit in regels if not besluit)


def _op_tijd(nieuw: Toestemming, vandaag: date) -> Besluit:
    if nieuw.gegeven_op > vandaag:
        zin = "De dag van dit antwoord ligt in de toekomst. Leg het vast zodra het gezin heeft geantwoord."
        return geweigerd("toestemming-in-toekomst", "T03", zin, "/gegevenOp")
    return toegestaan("op-tijd", "T03")


def _leeftijd(nieuw: Toestemming, geboortemaand: str | None) -> Besluit:
    """T01: the age on the day of consent, as the client says it and as the month of birth allows it."""
    if geboortemaand and nieuw.groep not in mogelijke_groepen(geboortemaand, nieuw.gegeven_op):
        zin = "Deze leeftijdsgroep past niet bij de geboortemaand. Geef de leeftijd op de dag van het antwoord."
        return geweigerd("leeftijdsgroep-onmogelijk", "T01", zin, "/leeftijdsgroep")
    if nieuw.wilsonbekwaam and nieuw.groep is Leeftijdsgroep.ONDER_12:
        zin = "Onder de 12 beslissen de ouders met gezag, ook over wie wilsonbekwaam is. Laat die reden weg."
        return geweigerd("wilsonbekwaam-onder-12", "T01", zin, "/wilsonbekwaam")
    return toegestaan("leeftijd", "T01")


def sprekers(groep: Leeftijdsgroep, wilsonbekwaam: Wilsonbekwaam | None, convenant: Convenant) -> frozenset[Gever]:
    """Whose word counts (T01): by the convenant's table, or the representative of who cannot decide himself."""
    if wilsonbekwaam:
        return frozenset({Gever.VERTEGENWOORDIGER})
    regel = convenant.toestemming_door[groep]
    jeugdige = {Gever.JEUGDIGE} if regel.jeugdige else set()
    ouders = {Gever.OUDER} if regel.ouders is not Oudereis.GEEN else set()
    return frozenset(jeugdige | ouders)


def _wie_spreekt(nieuw: Toestemming, convenant: Convenant) -> Besluit:
    mogen = sprekers(nieuw.groep, nieuw.wilsonbekwaam, convenant)
    if {stem.wie for stem in nieuw.stemmen} <= mogen:
        return toegestaan("spreker", "T01")
    wie = " en ".join(WIE[gever] for gever in sorted(mogen))
    hoe = "Voor wie niet zelf kan beslissen" if nieuw.wilsonbekwaam else GROEPEN[nieuw.groep]
    zin = f"{hoe} telt alleen het woord van {wie}. Laat andere stemmen weg."
    return geweigerd("toestemming-door-verkeerde", "T01", zin, "/stemmen")


def _compleet(nieuw: Toestemming, convenant: Convenant) -> Besluit:
    """T01, T02: one no is enough for a refusal; a yes needs everybody whom the table names."""
    ouders = sum(stem.wie is Gever.OUDER for stem in nieuw.stemmen)
    dubbel = any(
        sum(stem.wie is wie for stem in nieuw.stemmen) > 1 for wie in (Gever.JEUGDIGE, Gever.VERTEGENWOORDIGER)
    )
    if dubbel or ouders > nieuw.gezag:
        zin = "Er zijn meer stemmen dan mensen. Noem ieder een keer, en tel iedereen mee die gezag heeft."
        return geweigerd("stemmen-te-veel", "T02", zin, "/stemmen")
    if nieuw.geweigerd:
        return toegestaan("geweigerd", "T02")
    mogen = sprekers(nieuw.groep, nieuw.wilsonbekwaam, convenant)
    regel = convenant.toestemming_door[nieuw.groep]
    nodig = max(nieuw.gezag, 1) if regel.ouders is Oudereis.ALLE else 1
    gesproken = {stem.wie for stem in nieuw.stemmen}
    if mogen - gesproken or (Gever.OUDER in mogen and ouders < nodig):
        wie = [WIE[gever] for gever in sorted(mogen - gesproken - {Gever.OUDER})]
        if Gever.OUDER in mogen and ouders < nodig:
            wie.append("een ouder met gezag" if nodig == 1 else "beide ouders met gezag")
        zin = f"Er is geen toestemming zonder het ja van {' en '.join(wie)}. Vraag het nog."
        return geweigerd("stem-ontbreekt", "T01" if mogen - gesproken else "T02", zin, "/stemmen")
    return toegestaan("compleet", "T01")


def _genoeg(nieuw: Toestemming, convenant: Convenant) -> Besluit:
    """T03: less than the convenant asks would count for nothing."""
    tekort = convenant.toestemming_nodig - nieuw.voor
    if tekort and not nieuw.geweigerd:
        waarvoor = " en ".join(zin for deel, zin in WAARVOOR.items() if deel in tekort)
        zin = f"Zonder toestemming voor {waarvoor} telt dit antwoord niet. Vraag het gezin daar ook om."
        return geweigerd("toestemming-te-beperkt", "T03", zin, "/voor")
    return toegestaan("genoeg", "T03")


def _einde(nieuw: Toestemming, geboortemaand: str | None, convenant: Convenant, vandaag: date) -> Besluit:
    """T03, T05: it ends later than today, and not after the rule changed for good."""
    if nieuw.geweigerd or nieuw.tot is None:
        return toegestaan("geweigerd", "T07")
    if nieuw.tot < vandaag:
        zin = "De laatste dag van deze toestemming is voorbij. Vraag het gezin opnieuw."
        return geweigerd("toestemming-voorbij", "T03", zin, "/tot")
    if nieuw.tot > uiterste_dag(nieuw.groep, nieuw.wilsonbekwaam, geboortemaand, convenant)[1]:
        zin = (
            f"Als het kind {grensleeftijd(nieuw.groep)} wordt, verandert wie beslist. Kies een laatste dag van hooguit"
            f" {convenant.toestemming_na_verjaardag_maanden} maanden na die verjaardag."
        )
        return geweigerd("toestemming-na-verjaardag", "T05", zin, "/tot")
    return toegestaan("einde", "T03")


def mag_volgen(eerder: Toestemming | None, nieuw: Toestemming) -> Besluit:
    """T04, T07: the last word of a family holds; what it said before that undoes nothing."""
    if eerder and nieuw.gegeven_op < eerder.laatste_woord:
        zin = "Het gezin heeft daarna nog iets gezegd en dat geldt. Leg alleen een antwoord vast dat van later is."
        return geweigerd("later-antwoord-staat", "T07", zin, "/gegevenOp")
    return toegestaan("laatste-woord", "T07")


def is_laatste(toestemming: Toestemming, laatste: Toestemming | None) -> Besluit:
    """T04, T07: only the last answer does anything; ending or extending one before it would only look done."""
    if laatste is None or toestemming.id != laatste.id:
        zin = "Na dit antwoord is een later antwoord van het gezin vastgelegd. Gebruik dat; het staat bij het signaal."
        return geweigerd("later-antwoord-staat", "T07", zin)
    return toegestaan("laatste-woord", "T07")


NIETS_IN_TE_TREKKEN = {
    Toestemmingstand.NOOIT_GEVRAAGD: geweigerd(
        "toestemming-nooit-gevraagd", "T04", "Er is nooit toestemming gevraagd. U hoeft niets te doen."
    ),
    Toestemmingstand.INGETROKKEN: geweigerd(
        "toestemming-ingetrokken", "T04", "Deze toestemming is al ingetrokken. U hoeft niets te doen."
    ),
    Toestemmingstand.GEWEIGERD: geweigerd(
        "toestemming-geweigerd", "T04", "Het gezin heeft geweigerd: er valt niets in te trekken. U hoeft niets te doen."
    ),
    Toestemmingstand.VERLOPEN: geweigerd(
        "toestemming-verlopen", "T04", "Deze toestemming is al afgelopen. U hoeft niets te doen."
    ),
}


def mag_intrekken(stand: Toestemmingstand) -> Besluit:
    """T04: only consent that stands can be withdrawn."""
    return NIETS_IN_TE_TREKKEN.get(stand, toegestaan("intrekken", "T04"))


def mag_intrekken_door(
    toestemming: Toestemming, door: Gever, geboortemaand: str | None, convenant: Convenant, vandaag: date
) -> Besluit:
    """T01, T04: whoever had a say in it, or has one at the age of today; one of them is enough."""
    groepen = {toestemming.groep, *(mogelijke_groepen(geboortemaand, vandaag) if geboortemaand else ())}
    mogen = {gever for groep in groepen for gever in sprekers(groep, toestemming.wilsonbekwaam, convenant)}
    if door not in mogen:
        wie = " en ".join(WIE[gever] for gever in sorted(mogen))
        zin = f"Dat is niet aan deze persoon: hierover gaan {wie}. Leg vast wie van hen het zei."
        return geweigerd("intrekken-door-verkeerde", "T01", zin, "/door")
    return toegestaan("intrekken", "T04")


def mag_verlengen(stand: Toestemmingstand) -> Besluit:
    """T03: consent that stands can be extended; what ended is asked anew."""
    if stand is not Toestemmingstand.GEGEVEN:
        zin = "Deze toestemming geldt niet meer. Vraag nieuwe toestemming en leg die vast."
        return geweigerd(f"toestemming-{stand}", "T03", zin)
    return toegestaan("verlengen", "T03")
