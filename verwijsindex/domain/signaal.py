# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The signal, and gate 2: does it count, and until when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.tijd import begin_van, dag, einde_van, na_werkdagen, plus_maanden
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.veiligheid import Veiligheidsgrond
from verwijsindex.domain.woorden import (
    Intrekreden,
    Leefgebied,
    Onthulling,
    Patroon,
    Signaalstatus,
    Soort,
    Toestemmingstand,
)

LEEFTIJDSGRENS = 23


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
    toestemmingen: tuple[Toestemming, ...] = ()
    veiligheid: Veiligheidsgrond | None = None
    intrekking: Intrekking | None = None
    slaapt_sinds: datetime | None = None

    @property
    def toestemming(self) -> Toestemming | None:
        """What the family said last, yes or no (T07); None when it was never asked."""
        return self.toestemmingen[-1] if self.toestemmingen else None

    @property
    def gemeld(self) -> datetime:
        """Reported, or confirmed anew by a person (A03): that a connector sends it again is nothing later (M16)."""
        return max(self.geregistreerd, self.bevestiging.moment)

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


def grond_staat(signaal: Signaal) -> bool:
    """A V-ground stands on the signal: confirmed or not, it did not lapse (V03, V04)."""
    return signaal.veiligheid is not None and signaal.veiligheid.vervallen is None


def veiligheid_eindigt(signaal: Signaal, convenant: Convenant, vrij: Collection[date]) -> datetime | None:
    """When the V-ground lapses if nobody does anything; None while it has no such moment (V03, V04)."""
    grond = signaal.veiligheid
    if grond is None:
        return None
    if grond.vervallen:
        return grond.vervallen
    if grond.bevestigd is None:
        bevestigen = einde_van(
            na_werkdagen(dag(grond.ingeroepen), convenant.bevestiging_werkdagen, convenant.vrije(vrij))
        )
        return min(bevestigen, signaal.einde) if signaal.tot and grond.blijft is False else bevestigen
    herzien = einde_van(plus_maanden(dag(grond.laatst_bezien), convenant.herbeoordeling_maanden))
    if grond.blijft is None or signaal.tot is None or herzien < signaal.einde:
        return herzien
    return None if grond.blijft else signaal.einde


def veiligheid_telt(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> bool:
    """A V-ground stands at `t`, provisional or confirmed and reviewed in time (V03, V04)."""
    if signaal.veiligheid is None or not convenant.toestemming_vereist:
        return False
    einde = veiligheid_eindigt(signaal, convenant, vrij)
    return einde is None or t < einde


def toestemmingstand(signaal: Signaal, t: datetime, convenant: Convenant) -> Toestemmingstand:
    """How the family's consent stands at `t` (T03-T07)."""
    if signaal.toestemming is None:
        return Toestemmingstand.NOOIT_GEVRAAGD
    return signaal.toestemming.stand(t, signaal.geboortemaand, convenant)


def geldende_toestemming(signaal: Signaal, t: datetime, convenant: Convenant) -> Toestemming | None:
    """The consent on which the signal may count at `t`: given, and for all that the convenant asks (T03)."""
    laatste = signaal.toestemming
    gegeven = toestemmingstand(signaal, t, convenant) is Toestemmingstand.GEGEVEN
    return laatste if laatste and gegeven and convenant.toestemming_nodig <= laatste.voor else None


SLAAPT = {
    Toestemmingstand.NOOIT_GEVRAAGD: ("T06", "er is nog geen toestemming gevraagd"),
    Toestemmingstand.GEWEIGERD: ("T06", "het gezin heeft toestemming geweigerd"),
    Toestemmingstand.INGETROKKEN: ("T04", "het gezin heeft de toestemming ingetrokken"),
    Toestemmingstand.VERLOPEN: ("T03", "de toestemming is afgelopen"),
    Toestemmingstand.GEGEVEN: ("T03", "de toestemming is voor minder dan het convenant vraagt"),
}
CODES = {Toestemmingstand.GEGEVEN: "toestemming-te-beperkt"}


def poort_2(signaal: Signaal, t: datetime, convenant: Convenant, vrij: Collection[date]) -> Besluit:
    """Does the signal have a ground to count at `t` (gate 2; T06, V03)? The ground is the answer's code."""
    if not convenant.toestemming_vereist:
        return toegestaan("wettelijke-melding", "T06")
    veiligheid = signaal.veiligheid
    if veiligheid and veiligheid_telt(signaal, t, convenant, vrij):
        return toegestaan("veiligheid-te-bevestigen" if veiligheid.voorlopig() else "veiligheid", "V03")
    if geldende_toestemming(signaal, t, convenant):
        return toegestaan("toestemming", "T06")
    stand = toestemmingstand(signaal, t, convenant)
    regel, waarom = SLAAPT[stand]
    if veiligheid and stand is Toestemmingstand.NOOIT_GEVRAAGD:
        waarom = "de veiligheidsgrond is vervallen en er is geen toestemming"
    code = CODES.get(stand, f"toestemming-{stand}")
    return geweigerd(code, regel, f"Het signaal slaapt: {waarom}.")


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
    vers = t < einde_van(plus_maanden(dag(grond.laatst_bezien), convenant.herbeoordeling_maanden))
    return vers and signaal.actief_op(t)


def geweken_op(signaal: Signaal, convenant: Convenant) -> datetime | None:
    """Where there is an archive: when it takes over a signal of which the risk is gone and that counts no more (B02).

    Not on the day of the withdrawal itself, so that who made a mistake can still say so (S06).
    """
    weg = signaal.intrekking
    if not convenant.archief_jaren or weg is None or signaal.ten_onrechte:
        return None
    return max(telt_tot(signaal, convenant), einde_van(dag(weg.moment)))


def vernietigd_op(signaal: Signaal, convenant: Convenant, vrij: Collection[date]) -> datetime:
    """When the signal is destroyed: `uiterlijkTot` or the end of the wind-down (B01), or some time asleep (T06).

    Asleep is 28 days, or two working days where the family refused.
    """
    moment = begin_van(signaal.uiterlijk_tot)
    if convenant.afgebouwd_op:
        moment = min(moment, einde_van(convenant.afgebouwd_op))
    if geweken := geweken_op(signaal, convenant):
        moment = min(moment, geweken)
    if signaal.slaapt_sinds is None:
        return moment
    moment = min(moment, signaal.slaapt_sinds + timedelta(days=convenant.slaap_dagen))
    laatste = signaal.toestemming
    if laatste and laatste.geweigerd:
        sinds = dag(max(signaal.slaapt_sinds, laatste.vastgelegd))
        moment = min(moment, einde_van(na_werkdagen(sinds, convenant.weigering_werkdagen, convenant.vrije(vrij))))
    return moment


def waarschuw_op(signaal: Signaal, convenant: Convenant) -> datetime | None:
    """The moment to tell the organisation that its consent ends, of age or of itself (T05); None without an end."""
    einde = signaal.toestemming.geldig_tot(signaal.geboortemaand, convenant) if signaal.toestemming else None
    if einde is None:
        return None
    # A version that warns earlier starts to do so on its first day, whoever looked before (Z01).
    return max(einde - timedelta(days=convenant.toestemming_waarschuwing_dagen), begin_van(convenant.vanaf))


def grenzen(signaal: Signaal, convenant: Convenant, vrij: Collection[date]) -> Iterator[datetime]:
    """Every moment at which time alone may change what this signal does (Z01)."""
    yield signaal.einde
    yield telt_tot(signaal, convenant)
    yield vernietigd_op(signaal, convenant, vrij)
    if signaal.toestemming and (einde := signaal.toestemming.geldig_tot(signaal.geboortemaand, convenant)):
        yield einde
    if waarschuwing := waarschuw_op(signaal, convenant):
        yield waarschuwing
    if signaal.veiligheid and signaal.veiligheid.niet_doorgeven:
        yield einde_van(signaal.veiligheid.niet_doorgeven.herzien_op)
    if einde := veiligheid_eindigt(signaal, convenant, vrij):
        yield einde
