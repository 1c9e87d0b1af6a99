# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Rights of the data subject (G01, G02): who may ask, in which term, what is decided. By AVG 12, 15-17, 21 and 23."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.leeftijd import mogelijke_groepen
from verwijsindex.domain.tijd import begin_van, dag, plus_maanden
from verwijsindex.domain.woorden import Intrekreden, Leeftijdsgroep, Wilsonbekwaam

TERMIJN_MAANDEN = 1
VERLENGING_MAANDEN = 2
# So long an organisation may think about its advice; then, or on the last day of the term, is decided without it.
ADVIES_DAGEN = 14


class Recht(StrEnum):
    """What is asked (AVG 15, 16, 17, 21)."""

    INZAGE = "inzage"
    RECTIFICATIE = "rectificatie"
    VERWIJDERING = "verwijdering"
    BEZWAAR = "bezwaar"


class Betreft(StrEnum):
    """Whose token it is about."""

    KIND = "kind"
    OUDER = "ouder"


class Vrager(StrEnum):
    """Who asks; a parent on the token of his child does so as its representative."""

    JEUGDIGE = "jeugdige"
    VERTEGENWOORDIGER = "vertegenwoordiger"
    BEIDE = "beide"
    OUDER = "ouder"


class Vaststelling(StrEnum):
    """How it was established who asks (AVG 12.6)."""

    BALIE = "identiteitsbewijs-aan-balie"
    DIGID = "digid"
    MACHTIGING = "digid-machtigen"
    BEELDBELLEN = "beeldbellen-met-identiteitsbewijs"


class Verlengreden(StrEnum):
    """Why a month is not enough: the only two reasons there are (AVG 12.3)."""

    INGEWIKKELD = "ingewikkeld"
    VEEL_VERZOEKEN = "veel-verzoeken"


class Verzoekstand(StrEnum):
    """States of a request."""

    ONTVANGEN = "ontvangen"
    IN_BEHANDELING = "in-behandeling"
    BESLOTEN = "besloten"
    INGETROKKEN = "ingetrokken"


class Stap(StrEnum):
    """What can be done with a request."""

    VERLENGEN = "verlengen"
    ADVISEREN = "adviseren"
    BESLUITEN = "besluiten"
    INTREKKEN = "intrekken"


class Uitspraak(StrEnum):
    """How it is decided."""

    TOEGEWEZEN = "toegewezen"
    GEDEELTELIJK = "gedeeltelijk"
    AFGEWEZEN = "afgewezen"


class Besluitreden(StrEnum):
    """Why it is decided so; never free text (S03)."""

    ALLES_GEGEVEN = "alles-gegeven"
    NIETS_BEKEND = "niets-bekend"
    ONJUIST = "gegevens-onjuist"
    NIET_MEER_NODIG = "niet-meer-nodig"
    GEEN_GROND = "geen-grond-meer"
    BELANG_VRAGER = "belang-van-vrager-weegt-zwaarder"
    DEEL_JUIST = "deel-is-juist"
    DEEL_NODIG = "deel-is-nog-nodig"
    VEILIGHEID = "veiligheid-van-een-kind"
    ANDEREN = "rechten-van-anderen"
    JUIST = "gegevens-juist"
    NODIG = "nog-nodig"
    BELANG_KIND = "belang-van-het-kind-weegt-zwaarder"
    BUITENSPORIG = "buitensporig"
    NIET_BEVOEGD = "vrager-niet-bevoegd"


class Advieswoord(StrEnum):
    """What an organisation advises on what it reported."""

    INWILLIGEN = "inwilligen"
    AFWIJZEN = "afwijzen"


class Adviesreden(StrEnum):
    """Why it advises so."""

    ONJUIST = "gegevens-onjuist"
    JUIST = "gegevens-juist"
    NODIG = "nog-nodig"
    NIET_MEER_NODIG = "niet-meer-nodig"
    VEILIGHEID = "veiligheid-van-een-kind"
    GEEN_BEZWAAR = "geen-bezwaar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verlenging:
    """The term is two months longer; the asker was told why on day `verteld_op` (AVG 12.3)."""

    reden: Verlengreden
    verteld_op: date
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Advies:
    """What an organisation is asked about its signal (G02), and its answer; `advies` of None is still awaited.

    `grond_vertellen`: may the family hear of a safety ground now; None leaves that to the facts of the ground.
    """

    signaal: UUID
    organisatie: UUID
    gevraagd: datetime
    advies: Advieswoord | None = None
    reden: Adviesreden | None = None
    grond_vertellen: bool | None = None
    gegeven: datetime | None = None


@dataclass(frozen=True, slots=True)
class Maatregel:
    """A signal is taken back, as its organisation would do it (S06)."""

    signaal: UUID
    reden: Intrekreden


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzoekbesluit:
    """The recorded decision (G02)."""

    uitspraak: Uitspraak
    reden: Besluitreden
    maatregelen: tuple[Maatregel, ...] = ()
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzoek:
    """A request (G01, G02). `persoon` is the index's own id, None where nothing is held; never a token or a name.

    `ontvangen_op` is the day on which it came in, `vastgesteld_op` that on which the identity was established.
    """

    id: UUID
    gemeente: str
    organisatie: UUID
    recht: Recht
    betreft: Betreft
    vrager: Vrager
    groep: Leeftijdsgroep | None
    wilsonbekwaam: Wilsonbekwaam | None
    vaststelling: Vaststelling
    vastgesteld_op: date
    ontvangen_op: date
    geregistreerd: datetime
    persoon: UUID | None
    stand: Verzoekstand = Verzoekstand.ONTVANGEN
    adviezen: tuple[Advies, ...] = ()
    verlenging: Verlenging | None = None
    besluit: Verzoekbesluit | None = None
    ingetrokken: datetime | None = None

    @property
    def open(self) -> bool:
        """Neither decided nor withdrawn: only then the index is asked about the person (I05)."""
        return self.stand in OPEN

    @property
    def termijn(self) -> date:
        """The last day to decide: calendar months after receipt, clipped as all months are (G02, Z01; AVG 12.3)."""
        maanden = TERMIJN_MAANDEN + (VERLENGING_MAANDEN if self.verlenging else 0)
        return plus_maanden(self.ontvangen_op, maanden)

    def te_laat(self, nu: datetime) -> bool:
        """Still open when its last day is over (G02, Z01)."""
        return self.open and nu >= begin_van(self.termijn + timedelta(days=1))

    def advies_tot(self) -> date | None:
        """The last day to wait for advice that did not come; None where all of it did (G02)."""
        open_ = [dag(advies.gevraagd) for advies in self.adviezen if advies.advies is None]
        return min(max(open_) + timedelta(days=ADVIES_DAGEN), self.termijn) if open_ else None


OPEN = frozenset({Verzoekstand.ONTVANGEN, Verzoekstand.IN_BEHANDELING})
OVERGANGEN: Mapping[Stap, Verzoekstand] = {
    Stap.VERLENGEN: Verzoekstand.IN_BEHANDELING,
    Stap.ADVISEREN: Verzoekstand.IN_BEHANDELING,
    Stap.BESLUITEN: Verzoekstand.BESLOTEN,
    Stap.INTREKKEN: Verzoekstand.INGETROKKEN,
}


def stand_na(stand: Verzoekstand, stap: Stap) -> Verzoekstand | None:
    """The one transition function: the state after a step, None where the request is over (G02)."""
    return OVERGANGEN[stap] if stand in OPEN else None


def mag_stap(verzoek: Verzoek, stap: Stap) -> Besluit:
    """G02: nothing is done any more with a request that was decided or withdrawn."""
    if stand_na(verzoek.stand, stap) is None:
        hoe = "is al een besluit genomen" if verzoek.stand is Verzoekstand.BESLOTEN else "is ingetrokken"
        wat = "Op dit verzoek" if verzoek.stand is Verzoekstand.BESLOTEN else "Dit verzoek"
        zin = f"{wat} {hoe}. Vraagt iemand het opnieuw, leg dan een nieuw verzoek vast."
        return geweigerd("verzoek-afgerond", "G02", zin)
    return toegestaan(stap, "G02")


def mag_vragen(
    betreft: Betreft, vrager: Vrager, groep: Leeftijdsgroep | None, wilsonbekwaam: Wilsonbekwaam | None
) -> Besluit:
    """G01: who may ask, by whom it is about and the age group on the day of receipt; the same for every right.

    Under 12 the representative, from 12 to 16 both together, from 16 the youth; from 12 the representative for who
    cannot decide himself; a parent for his own token (Jw 7.1.5.2, 7.3.15; UAVG 5).
    """
    if betreft is Betreft.OUDER:
        return _over_ouder(vrager, groep, wilsonbekwaam)
    if groep is None:
        return geweigerd(
            "leeftijdsgroep-ontbreekt", "G01", "Geef de leeftijdsgroep op de dag van ontvangst.", "/leeftijdsgroep"
        )
    if vrager is Vrager.OUDER:
        zin = "Een ouder vraagt over een kind als vertegenwoordiger. Kies `vertegenwoordiger` of `beide`."
        return geweigerd("ouder-is-vertegenwoordiger", "G01", zin, "/vrager")
    if wilsonbekwaam and groep is Leeftijdsgroep.ONDER_12:
        zin = "Onder de 12 vraagt de vertegenwoordiger, ook voor wie wilsonbekwaam is. Laat die reden weg."
        return geweigerd("reden-niet-nodig", "G01", zin, "/wilsonbekwaam")
    if groep is Leeftijdsgroep.ONDER_12 or wilsonbekwaam:
        return _door(vrager, Vrager.VERTEGENWOORDIGER)
    return _door(vrager, Vrager.BEIDE if groep is Leeftijdsgroep.VAN_12_TOT_16 else Vrager.JEUGDIGE)


def _over_ouder(vrager: Vrager, groep: Leeftijdsgroep | None, wilsonbekwaam: Wilsonbekwaam | None) -> Besluit:
    if vrager is not Vrager.OUDER:
        zin = "Over het token van een ouder vraagt die ouder zelf. Kies `ouder`, of stuur het token van het kind."
        return geweigerd("ouder-vraagt-zelf", "G01", zin, "/vrager")
    if groep or wilsonbekwaam:
        zin = "Een leeftijdsgroep of wilsonbekwaamheid hoort bij een kind. Laat die weg."
        return geweigerd("alleen-bij-kind", "G01", zin, "/leeftijdsgroep" if groep else "/wilsonbekwaam")
    return toegestaan("ouder", "G01")


def _door(vrager: Vrager, nodig: Vrager) -> Besluit:
    if vrager is nodig:
        return toegestaan(nodig, "G01")
    if nodig is Vrager.BEIDE and vrager is Vrager.JEUGDIGE:
        zin = "Van 12 tot 16 jaar vragen jeugdige en ouder samen: handtekening van vertegenwoordiger nodig."
        return geweigerd("handtekening-vertegenwoordiger-nodig", "G01", zin, "/vrager")
    if nodig is Vrager.BEIDE:
        zin = "Van 12 tot 16 jaar vragen jeugdige en ouder samen: handtekening van de jeugdige nodig."
        return geweigerd("handtekening-jeugdige-nodig", "G01", zin, "/vrager")
    if nodig is Vrager.JEUGDIGE:
        zin = "Vanaf 16 jaar vraagt de jeugdige zelf. Kan dat niet, zeg dan waarom in `wilsonbekwaam`."
        return geweigerd("jeugdige-vraagt-zelf", "G01", zin, "/vrager")
    zin = "Onder de 12, en voor wie wilsonbekwaam is, vraagt alleen de vertegenwoordiger. Laat die tekenen."
    return geweigerd("vertegenwoordiger-nodig", "G01", zin, "/vrager")


def bezwaren_tegen_vastleggen(verzoek: Verzoek, vandaag: date) -> tuple[Besluit, ...]:
    """Why this request cannot be recorded; empty when it can (G01, G02; AVG 12.6)."""
    besluiten = [mag_vragen(verzoek.betreft, verzoek.vrager, verzoek.groep, verzoek.wilsonbekwaam)]
    if verzoek.ontvangen_op > vandaag:
        zin = "De dag van ontvangst ligt in de toekomst. Geef de dag waarop het verzoek binnenkwam."
        besluiten.append(geweigerd("ontvangst-in-toekomst", "G02", zin, "/ontvangenOp"))
    if verzoek.vastgesteld_op > vandaag:
        zin = "De identiteit is nog niet vastgesteld. Doe dat eerst, en geef de dag waarop dat is gebeurd."
        besluiten.append(geweigerd("identiteit-niet-vastgesteld", "G01", zin, "/vastgesteldOp"))
    return tuple(besluit for besluit in besluiten if not besluit)


def past_leeftijd(verzoek: Verzoek, geboortemaand: str | None) -> Besluit:
    """G01: the age group is one that the month of birth allows on the day of receipt, as far as the index knows it."""
    if geboortemaand and verzoek.groep and verzoek.groep not in mogelijke_groepen(geboortemaand, verzoek.ontvangen_op):
        zin = "De leeftijdsgroep past niet bij de geboortemaand. Wijs dit verzoek af en leg vast wie wel mag vragen."
        return geweigerd("leeftijdsgroep-past-niet", "G01", zin)
    return toegestaan("leeftijd", "G01")


def mag_verlengen(verzoek: Verzoek, verlenging: Verlenging) -> Besluit:
    """G02: once, before the first term ends, and told to the asker in it (AVG 12.3)."""
    if verzoek.verlenging:
        zin = "De termijn is al een keer verlengd. Besluit binnen de termijn die nu geldt."
        return geweigerd("al-verlengd", "G02", zin)
    if dag(verlenging.moment) > verzoek.termijn:
        zin = "De termijn is voorbij en kan niet meer worden verlengd. Besluit zo snel mogelijk."
        return geweigerd("termijn-voorbij", "G02", zin)
    if not verzoek.ontvangen_op <= verlenging.verteld_op <= dag(verlenging.moment):
        zin = "Vertel de vrager eerst dat het langer duurt en waarom, en geef de dag waarop u dat hebt gedaan."
        return geweigerd("vrager-niet-ingelicht", "G02", zin, "/verteldOp")
    return toegestaan("verlengen", "G02")


def mag_adviseren(advies: Advies, *, met_grond: bool) -> Besluit:
    """G02: an organisation answers once, and on a safety ground only where there is one."""
    if advies.gegeven:
        return geweigerd("advies-al-gegeven", "G02", "U hebt dit advies al gegeven. U hoeft niets te doen.")
    if advies.grond_vertellen is not None and not met_grond:
        zin = "Op dit signaal staat geen veiligheidsgrond. Laat dit antwoord weg."
        return geweigerd("geen-grond-te-vertellen", "G02", zin, "/grondVertellen")
    return toegestaan("adviseren", "G02")
