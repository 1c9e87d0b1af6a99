# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The signal, and gates 1 and 2: may it be registered, does it count."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.invoering import neemt_aan
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.tijd import begin_van, dag, einde_van, maandbegin, na_werkdagen, plus_maanden
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Onthulling, Patroon, Signaalstatus, Soort

LEEFTIJDSGRENS = 23
AKKOORD = toegestaan("akkoord", "A01")


@dataclass(frozen=True, slots=True)
class Contactpunt:
    """Function, phone or mail of the organisation; never of the family (S03)."""

    functie: str
    telefoon: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Bevestiging:
    """Which designated professional stands for the signal, and when he said so (A03, S02)."""

    professional: UUID
    moment: datetime
    redelijk_vermoeden: bool = False


@dataclass(frozen=True, slots=True)
class Informering:
    """Were child and parents told; if not, the day on which that is looked at again (S07)."""

    geinformeerd: bool
    herzien_op: date | None = None


@dataclass(frozen=True, slots=True)
class Toestemming:
    """Consent, valid from and through whole days (T03); withdrawn at a moment (T04)."""

    gegeven_op: date
    tot: date
    ingetrokken: datetime | None = None

    def geldig_tot(self, geboortemaand: str, convenant: Convenant) -> datetime:
        """The moment at which it stops: its own end, its withdrawal, or the term after the 12th or 16th birthday (T05).

        The index knows the month of birth only and takes the earliest day that it allows.
        """
        einde = einde_van(self.tot)
        for leeftijd in (12, 16):
            verjaardag = plus_maanden(maandbegin(geboortemaand), leeftijd * 12)
            if self.gegeven_op < verjaardag:
                einde = min(einde, einde_van(plus_maanden(verjaardag, convenant.toestemming_na_verjaardag_maanden)))
        return min(einde, self.ingetrokken) if self.ingetrokken else einde


@dataclass(frozen=True, slots=True)
class Veiligheidsgrond:
    """A safety override on one signal (V01-V04); professionals by id, `blijft` is what the end left of it."""

    id: UUID
    grond: Grond
    ingeroepen: datetime
    ingeroepen_door: UUID
    bevestigd: datetime | None = None
    bevestigd_door: UUID | None = None
    herbeoordeeld: datetime | None = None
    blijft: bool | None = None
    vervallen: datetime | None = None

    def voorlopig(self) -> bool:
        """Not yet confirmed by a second person (V03)."""
        return self.bevestigd is None and self.vervallen is None


@dataclass(frozen=True, slots=True)
class Intrekking:
    """The organisation took its signal back (S06, S09)."""

    moment: datetime
    reden: Intrekreden


@dataclass(frozen=True, slots=True, kw_only=True)
class Signaal:
    """One organisation's statement about one child (S03). Persons and organisations are opaque ids of the index."""

    id: UUID
    organisatie: UUID
    kind: UUID
    ouders: frozenset[UUID]
    gemeente: str
    gebied: str | None = None
    geboortemaand: str
    uiterlijk_tot: date
    soort: Soort
    leefgebieden: frozenset[Leefgebied]
    patroon: Patroon | None = None
    vanaf: date
    tot: date | None = None
    contactpunt: Contactpunt
    onthulling: Onthulling = Onthulling.TERUGBELLEN
    bevestiging: Bevestiging
    informering: Informering
    herkomst: str | None = None
    geregistreerd: datetime
    laatst_gemeld: datetime
    toestemming: Toestemming | None = None
    veiligheid: Veiligheidsgrond | None = None
    intrekking: Intrekking | None = None
    slaapt_sinds: datetime | None = None

    @property
    def einde(self) -> datetime:
        """When the involvement is over: its end, its withdrawal, or the day of destruction (B01)."""
        einde = begin_van(self.uiterlijk_tot)
        if self.tot:
            einde = min(einde, einde_van(self.tot))
        return min(einde, self.intrekking.moment) if self.intrekking else einde

    @property
    def ten_onrechte(self) -> bool:
        """Withdrawn as wrong: counts nowhere from then on (S06, S09)."""
        return self.intrekking is not None and self.intrekking.reden is not Intrekreden.RISICO_GEWEKEN

    def actief_op(self, t: datetime) -> bool:
        """Neither ended nor withdrawn at `t`; an active signal is open, also when it sleeps (S05)."""
        return t < self.einde

    def status(self, t: datetime) -> Signaalstatus:
        """What its own organisation is told of it."""
        if self.ten_onrechte:
            return Signaalstatus.INGETROKKEN
        if self.slaapt_sinds:
            return Signaalstatus.SLAPEND
        return Signaalstatus.ACTIEF if self.actief_op(t) else Signaalstatus.BEEINDIGD

    def zorgwekkend(self, t: datetime, convenant: Convenant, vrij: Collection[date]) -> bool:
        """`zorgen`, or a V-ground that stands (M03, M10)."""
        return self.soort is Soort.ZORGEN or veiligheid_telt(self, t, convenant, vrij)


def veiligheid_eindigt(signaal: Signaal, convenant: Convenant, vrij: Collection[date]) -> datetime | None:
    """When the V-ground lapses if nobody does anything; None while it has no such moment (V03, V04)."""
    grond = signaal.veiligheid
    if grond is None:
        return None
    if grond.vervallen:
        return grond.vervallen
    if grond.bevestigd is None:
        return einde_van(na_werkdagen(dag(grond.ingeroepen), convenant.bevestiging_werkdagen, vrij))
    laatste = grond.herbeoordeeld or grond.bevestigd
    herzien = einde_van(plus_maanden(dag(laatste), convenant.herbeoordeling_maanden))
    if grond.blijft is None or signaal.tot is None or herzien < signaal.einde:
        return herzien
    return None if grond.blijft else signaal.einde


def veiligheid_telt(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> bool:
    """A V-ground stands at `t`, provisional or confirmed and reviewed in time (V03, V04)."""
    if signaal.veiligheid is None or not convenant.toestemming_vereist:
        return False
    einde = veiligheid_eindigt(signaal, convenant, vrij)
    return einde is None or t < einde


def poort_2(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> Besluit:
    """Does the signal have a ground to count at `t` (gate 2; T06, V03)? The ground is the answer's code."""
    if not convenant.toestemming_vereist:
        return toegestaan("wettelijke-melding", "T06")
    veiligheid = signaal.veiligheid
    if veiligheid and veiligheid_telt(signaal, t, convenant, vrij):
        return toegestaan("veiligheid-te-bevestigen" if veiligheid.voorlopig() else "veiligheid", "V03")
    toestemming = signaal.toestemming
    if (
        toestemming
        and dag(t) >= toestemming.gegeven_op
        and t < toestemming.geldig_tot(signaal.geboortemaand, convenant)
    ):
        return toegestaan("toestemming", "T06")
    return geweigerd(
        "geen-geldige-grond", "T06", "Het signaal slaapt: leg toestemming vast, of roep een veiligheidsgrond in."
    )


def telt_tot(signaal: Signaal, convenant: Convenant) -> datetime:
    """The end of the aftercare window, which never passes `uiterlijkTot` (M01)."""
    vernietiging = begin_van(signaal.uiterlijk_tot)
    if signaal.tot is None:
        return vernietiging
    return min(einde_van(plus_maanden(signaal.tot, convenant.nazorgvenster_maanden)), vernietiging)


def telt(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> bool:
    """The signal counts at `t` (M01): ground, not withdrawn as wrong, active or in the aftercare window."""
    return (
        signaal.geregistreerd <= t < telt_tot(signaal, convenant)
        and not signaal.ten_onrechte
        and bool(poort_2(signaal, t, convenant, vrij))
    )


def spoed(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> bool:
    """M08: the V-ground is provisional (V03), or was confirmed or reviewed in the last 3 months on an active signal."""
    grond = signaal.veiligheid
    if grond is None or not veiligheid_telt(signaal, t, convenant, vrij):
        return False
    if grond.bevestigd is None:
        return True
    laatste = grond.herbeoordeeld or grond.bevestigd
    return signaal.actief_op(t) and t < einde_van(plus_maanden(dag(laatste), convenant.herbeoordeling_maanden))


def vernietigd_op(signaal: Signaal, convenant: Convenant) -> datetime:
    """When it is destroyed: `uiterlijkTot`, the end of the wind-down (B01), or 28 days after falling asleep (T06)."""
    moment = begin_van(signaal.uiterlijk_tot)
    if convenant.afgebouwd_op:
        moment = min(moment, einde_van(convenant.afgebouwd_op))
    if signaal.slaapt_sinds:
        moment = min(moment, signaal.slaapt_sinds + timedelta(days=convenant.slaap_dagen))
    return moment


def grenzen(signaal: Signaal, convenant: Convenant, vrij: Collection[date]) -> Iterator[datetime]:
    """Every moment at which time alone may change what this signal does (Z01)."""
    yield signaal.einde
    yield telt_tot(signaal, convenant)
    yield vernietigd_op(signaal, convenant)
    if signaal.toestemming:
        yield begin_van(signaal.toestemming.gegeven_op)
        yield signaal.toestemming.geldig_tot(signaal.geboortemaand, convenant)
    if einde := veiligheid_eindigt(signaal, convenant, vrij):
        yield einde


def poort_1(
    signaal: Signaal,
    organisatie: Organisatie,
    professional: Professional | None,
    convenant: Convenant | None,
    vandaag: date,
) -> tuple[Besluit, ...]:
    """Why this may not be registered; empty when it may (gate 1; A01-A03, B01, S01-S03)."""
    if convenant is None:
        return (
            geweigerd(
                "geen-convenant",
                "A01",
                "In deze gemeente is vandaag geen convenant van kracht. Vraag de coördinator van de gemeente.",
                "/gemeentecode",
            ),
        )
    if not (besluit := neemt_aan(convenant, vandaag)):
        return (besluit,)
    regels = (
        _organisatie(organisatie, convenant),
        is_aangewezen(professional, organisatie, vandaag),
        _soort(signaal, convenant),
        _leeftijd(signaal, vandaag),
        _bewaartermijn(signaal, convenant, vandaag),
        _termijn(signaal, vandaag),
        _bevestigd(signaal, vandaag),
    )
    return tuple(besluit for besluit in regels if not besluit)


def _organisatie(organisatie: Organisatie, convenant: Convenant) -> Besluit:
    """A01, A02: allowed category, active, and signed."""
    toelating = convenant.melders.get(organisatie.categorie)
    if toelating is None or (toelating.instellingen and organisatie.instelling not in toelating.instellingen):
        return geweigerd(
            "categorie-niet-toegelaten",
            "A02",
            "Het convenant van deze gemeente laat uw soort organisatie niet toe als melder.",
        )
    if not organisatie.actief or convenant.kenmerk not in organisatie.ondertekend:
        return geweigerd(
            "convenant-niet-ondertekend",
            "A01",
            "Uw organisatie heeft het geldende convenant niet ondertekend. Teken het bij de coördinator.",
        )
    return AKKOORD


def is_aangewezen(professional: Professional | None, organisatie: Organisatie, vandaag: date) -> Besluit:
    """A01, A03: a named person, designated today by this organisation."""
    if professional is None:
        return geweigerd(
            "professional-vereist",
            "A03",
            "Een signaal wordt bevestigd door een aangewezen professional. Vraag een token op zijn naam.",
            "/bevestiging/professional",
        )
    if professional.organisatie != organisatie.id or not professional.aangewezen_op(vandaag):
        return geweigerd(
            "professional-niet-aangewezen",
            "A01",
            "Deze professional is vandaag niet door uw organisatie aangewezen. Wijs hem eerst aan.",
            "/bevestiging/professional",
        )
    return AKKOORD


def _soort(signaal: Signaal, convenant: Convenant) -> Besluit:
    """S02: the kind is one of the convenant's, with a reasonable suspicion where that is asked."""
    if signaal.soort not in convenant.soorten:
        return geweigerd(
            "soort-niet-toegelaten",
            "S02",
            "Alleen betrokken zijn is in dit convenant geen grond om te melden.",
            "/soort",
        )
    if signaal.soort in convenant.vermoeden_vereist_bij and not signaal.bevestiging.redelijk_vermoeden:
        return geweigerd(
            "redelijk-vermoeden-vereist",
            "S02",
            "Bevestig dat er een redelijk vermoeden is van een risico voor het kind.",
            "/bevestiging/redelijkVermoeden",
        )
    return AKKOORD


def _leeftijd(signaal: Signaal, vandaag: date) -> Besluit:
    """S01: a child that is surely 23 by its month of birth is refused; the exact day is guarded by `uiterlijkTot`."""
    if maandbegin(signaal.geboortemaand) > vandaag:
        return geweigerd(
            "geen-bsn", "S09", "Een kind dat nog niet geboren is, kan niet worden gemeld.", "/geboortemaand"
        )
    if maandbegin(_maand_23(signaal)) < maandbegin(f"{vandaag:%Y-%m}"):
        return geweigerd("te-oud", "S01", "Het kind is 23 jaar of ouder en kan niet worden gemeld.", "/geboortemaand")
    return AKKOORD


def _maand_23(signaal: Signaal) -> str:
    return f"{plus_maanden(maandbegin(signaal.geboortemaand), LEEFTIJDSGRENS * 12):%Y-%m}"


def _bewaartermijn(signaal: Signaal, convenant: Convenant, vandaag: date) -> Besluit:
    """S01: `uiterlijkTot` after today, within the term, and not past the last day that the birth month allows."""
    verjaardag = maandbegin(_maand_23(signaal))
    laatst_mogelijk = plus_maanden(verjaardag, 1) - timedelta(days=1)
    if signaal.uiterlijk_tot <= vandaag:
        return geweigerd(
            "uiterlijk-tot-voorbij",
            "S01",
            "uiterlijkTot ligt niet na vandaag. Is het kind al 23, dan kan het niet worden gemeld.",
            "/uiterlijkTot",
        )
    if signaal.uiterlijk_tot > plus_maanden(vandaag, convenant.bewaar_maanden):
        return geweigerd(
            "uiterlijk-tot-te-laat",
            "S01",
            f"uiterlijkTot ligt meer dan {convenant.bewaar_maanden} maanden na vandaag.",
            "/uiterlijkTot",
        )
    if signaal.uiterlijk_tot > laatst_mogelijk:
        return geweigerd(
            "uiterlijk-tot-na-23", "S01", "uiterlijkTot ligt na de 23e verjaardag van het kind.", "/uiterlijkTot"
        )
    return AKKOORD


def _termijn(signaal: Signaal, vandaag: date) -> Besluit:
    """S03: the involvement started and does not end before it starts; a consent is not of the future (T03)."""
    if signaal.vanaf > vandaag:
        return geweigerd("vanaf-in-toekomst", "S03", "vanaf ligt in de toekomst.", "/vanaf")
    if signaal.tot and signaal.tot < signaal.vanaf:
        return geweigerd("tot-voor-vanaf", "S03", "tot ligt voor vanaf.", "/tot")
    if signaal.toestemming and signaal.toestemming.gegeven_op > vandaag:
        return geweigerd(
            "toestemming-in-toekomst", "T03", "De toestemming is op een dag in de toekomst gegeven.", "/toestemming"
        )
    return AKKOORD


def _bevestigd(signaal: Signaal, vandaag: date) -> Besluit:
    """A03: the confirmation is not of the future."""
    if dag(signaal.bevestiging.moment) > vandaag:
        return geweigerd("bevestiging-in-toekomst", "A03", "De bevestiging ligt in de toekomst.", "/bevestiging/moment")
    return AKKOORD
