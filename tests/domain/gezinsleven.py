# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A family whose life is played on the code and on the model at once: one mother, two children, five organisations."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.domain.bouw import een_grond, een_signaal, op, regels, uid
from tests.domain.convenanten import meegeleverd
from tests.domain.model_familie import Antwoord, Geschiedenis, Nood, Uiting, Zaak, laatste_dag_van_de_regel
from tests.domain.naief import hier, maanden_later
from verwijsindex.domain import daden
from verwijsindex.domain.daden import Daad, Gevolg
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.toestand import Toestand
from verwijsindex.domain.toestemming import Stem, Toestemming
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.woorden import (
    Categorie,
    Deel,
    Gever,
    Grond,
    Intrekreden,
    Leefgebied,
    Leeftijdsgroep,
    Soort,
    Wijze,
    Wilsonbekwaam,
)

ORGANISATIES = {
    "De Regenboogschool": Categorie.ONDERWIJS,
    "CJG Noord": Categorie.JGZ,
    "Politie Rotterdam": Categorie.POLITIE_JUSTITIE,
    "Veilig Thuis": Categorie.VEILIG_THUIS,
    "Woonstad": Categorie.WONEN,
}
BUITEN = "Jeugdhulp Zuid"
PARTIJEN = {uid(naam): Organisatie(uid(naam), naam, soort) for naam, soort in ORGANISATIES.items()}
# One turns 12 on a leap day, the other 16 on the first of a month.
GEBOREN = {"jongste": date(2012, 2, 29), "oudste": date(2008, 4, 1)}
VRIJ = frozenset({date(2024, 1, 1), date(2024, 4, 1), date(2024, 5, 9), date(2024, 5, 20), date(2023, 12, 25)})
BEGIN = op("2023-12-21")
MET = (
    None,
    None,
    frozenset({Categorie.ONDERWIJS, Categorie.JGZ}),
    frozenset({Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING}),
)
WIE = {
    Leeftijdsgroep.ONDER_12: (Gever.OUDER,),
    Leeftijdsgroep.VAN_12_TOT_16: (Gever.JEUGDIGE, Gever.OUDER),
    Leeftijdsgroep.VANAF_16: (Gever.JEUGDIGE,),
}
# Instead of hours: to a minute before the next moment at which time changes something, or to that moment.
TOT_VLAK_VOOR, TOT_OP = -2, -1
JAREN = {Leeftijdsgroep.ONDER_12: 12, Leeftijdsgroep.VAN_12_TOT_16: 16}


@dataclass(frozen=True)
class Woord:
    """What the family is asked and answers; `overgenomen` consent is from before anybody asked where it must end."""

    ja: bool
    maanden: int
    inhoud: bool
    met: frozenset[Categorie] | None
    eerder: int
    bekwaam: bool
    overgenomen: bool


@dataclass(frozen=True)
class Melding:
    """A report to make: `tot` in days from now."""

    kind: str
    organisatie: str
    zorgen: bool
    woord: Woord | None
    grond: Grond | None
    bevestigd: bool
    tot: int | None
    maanden: int
    leefgebieden: frozenset[Leefgebied]


def groep_van(geboren: date, dag: date) -> Leeftijdsgroep:
    """T01: the age on that day."""
    return next((g for g, jaren in JAREN.items() if dag < maanden_later(geboren, 12 * jaren)), Leeftijdsgroep.VANAF_16)


class Gezinsleven:
    """The same life twice: `toestand` by the code, `boek` by the model."""

    def __init__(self, convenant: str) -> None:
        self.wettelijk = convenant != "regionaal"
        self.regels = regels(replace(meegeleverd(convenant), uit_beeld=False), vrij=VRIJ)
        categorie = {partij.id: partij.categorie for partij in PARTIJEN.values()}
        self.boek = Geschiedenis(categorie, VRIJ, wettelijk=self.wettelijk)
        self.toestand, self.gevolgen = Toestand(), list[Gevolg]()
        self.t = BEGIN

    def loop(self, uren: int) -> None:
        """Time passes, at least a minute so that every deed has a moment of its own."""
        straks = min((m for m in self.boek.wendingen() if m > self.t), default=self.t)
        minuut = timedelta(minutes=1)
        doel = {TOT_VLAK_VOOR: straks - minuut, TOT_OP: straks}.get(uren, self.t + timedelta(hours=uren))
        self.t = doel if doel > self.t else self.t + minuut
        self.toestand, gevolgen = loop_bij(self.toestand, self.t, self.regels)
        self.gevolgen += gevolgen
        self.boek.loop(self.t)

    def _doe(self, daad: Daad, zelfde: Callable[[], None]) -> None:
        self.toestand, gevolgen = verwerk(self.toestand, self.t, daad, self.regels)
        self.gevolgen += gevolgen
        zelfde()
        self.boek.vereffen()

    # Signals.

    def meld(self, m: Melding) -> None:
        """S05, T03, V02: a report, with what the family said or a safety ground, or neither."""
        vandaag = hier(self.t)
        tot = vandaag + timedelta(days=m.tot) if m.tot is not None else None
        open_ = self.boek.open_uiting(uid(m.organisatie), uid(m.kind))
        if open_ and open_.in_nood(self.t) and tot and tot <= vandaag:
            tot = None
        zegt = self._woord(m.kind, m.woord) if m.woord and not self.wettelijk else None
        grond = None if self.wettelijk else m.grond
        signaal = een_signaal(
            m.kind,
            m.organisatie,
            self.t,
            soort=Soort.ZORGEN if m.zorgen or self.wettelijk else Soort.BETROKKEN,
            ouders=("moeder",),
            grond=grond,
            bevestigd=False,
            toestemming=False,
            toestemmingen=(zegt[0],) if zegt else (),
            geboortemaand=GEBOREN[m.kind].isoformat()[:7],
            uiterlijk_tot=maanden_later(vandaag, m.maanden),
            leefgebieden=m.leefgebieden,
            vanaf=vandaag - timedelta(days=400),
            tot=tot,
        )
        uiting = Uiting(
            id=signaal.id,
            organisatie=signaal.organisatie,
            kind=signaal.kind,
            zorgen=signaal.soort is Soort.ZORGEN,
            gemeld=self.t,
            laatst=self.t,
            weg_op=signaal.uiterlijk_tot,
            tot=tot,
            antwoorden=[zegt[1]] if zegt else [],
            nood=Nood(grond, self.t) if grond else None,
            venster=0 if self.wettelijk else 12,
            vrij=VRIJ,
            archief=self.wettelijk,
        )
        self._doe(daden.Registratie(signaal), lambda: self.boek.meld(uiting))
        zelf = self.boek.uitingen.get(signaal.id)
        if m.bevestigd and zelf and zelf.voorlopig(self.t):
            self.loop(0)
            self.bevestig(zelf)

    def beeindig(self, u: Uiting, dagen: int, *, blijft: bool) -> None:
        """S06, V04: not after today."""
        tot = hier(self.t) - timedelta(days=dagen)
        self._doe(daden.Beeindiging(u.id, tot, blijft), lambda: self.boek.beeindig(u, tot, blijft=blijft))

    def trek_terug(self, u: Uiting, reden: Intrekreden) -> None:
        """S06, S09."""
        fout = reden is not Intrekreden.RISICO_GEWEKEN
        self._doe(daden.Terugtrekking(u.id, reden), lambda: self.boek.trek_terug(u, fout=fout))

    # Consent.

    def zeg(self, u: Uiting, woord: Woord) -> None:
        """T03, T07: an answer of the family, not older than what it said last."""
        toestemming, antwoord = self._woord(self._naam(u), woord)
        if u.antwoorden and antwoord.gezegd < u.antwoorden[-1].laatste_woord:
            return
        self._doe(daden.Toestemmingsdaad(u.id, toestemming), lambda: u.antwoorden.append(antwoord))

    def trek_toestemming_in(self, u: Uiting) -> None:
        """T04."""
        toestemming = self._signaal(u).toestemming
        assert toestemming
        weg = replace(toestemming, ingetrokken=self.t, ingetrokken_door=toestemming.stemmen[0].wie)
        self._doe(daden.Toestemmingsdaad(u.id, weg), lambda: setattr(u.antwoorden[-1], "weg", self.t))

    def _woord(self, kind: str, woord: Woord) -> tuple[Toestemming, Antwoord]:
        """T01, T02, T05: who must speak at this age, and until when it lasts at most."""
        gezegd, geboren = hier(self.t) - timedelta(days=woord.eerder), GEBOREN[kind]
        groep = groep_van(geboren, gezegd)
        onbekwaam = not woord.bekwaam and groep is not Leeftijdsgroep.ONDER_12
        wie = (Gever.VERTEGENWOORDIGER,) if onbekwaam else WIE[groep]
        jaren = None if onbekwaam else JAREN.get(groep)
        tot = maanden_later(hier(self.t), woord.maanden)
        if jaren and not woord.overgenomen:
            tot = min(tot, maanden_later(maanden_later(geboren, 12 * jaren), 3))
        toestemming = Toestemming(
            id=uid(("woord", self.t)),
            gegeven_op=gezegd,
            tot=tot if woord.ja else None,
            stemmen=tuple(Stem(gever, woord.ja or nummer > 0) for nummer, gever in enumerate(wie)),
            gezag=1,
            groep=groep,
            wilsonbekwaam=Wilsonbekwaam.PSYCHISCHE_TOESTAND if onbekwaam else None,
            voor=frozenset(Deel) - (frozenset() if woord.inhoud else {Deel.INHOUD}),
            met=woord.met,
            wijze=Wijze.OVERGENOMEN if woord.overgenomen else Wijze.MONDELING,
            vastgelegd=self.t,
            vastgelegd_door=uid("pro"),
        )
        grens = laatste_dag_van_de_regel(geboren.replace(day=1), jaren) if jaren else None
        return toestemming, Antwoord(gezegd, woord.ja, tot, grens, woord.inhoud, woord.met, self.t)

    # Safety.

    def roep_in(self, u: Uiting, grond: Grond) -> None:
        """V01-V03: provisional, whoever invokes it."""
        nieuw = replace(een_grond("kind", "organisatie", self.t, grond, bevestigd=False), id=uid(("grond", self.t)))
        self._doe(daden.Veiligheidsdaad(u.id, nieuw), lambda: setattr(u, "nood", Nood(grond, self.t)))

    def bevestig(self, u: Uiting) -> None:
        """V03: the second person."""
        self._over_grond(u, "bevestigd", bevestigd=self.t, bevestigd_door=uid("tweede"))

    def herbeoordeel(self, u: Uiting) -> None:
        """V04."""
        self._over_grond(u, "bekeken", herbeoordeeld=self.t)

    def _over_grond(self, u: Uiting, wat: str, **anders: object) -> None:
        grond = self._signaal(u).veiligheid
        assert grond
        daad = daden.Veiligheidsdaad(u.id, replace(grond, **anders))  # type: ignore[arg-type]
        self._doe(daad, lambda: setattr(u.nood, wat, self.t))

    # The match.

    def wijs_toe(self, zaak: Zaak, regisseur: UUID | None) -> None:
        """R01, R02: a director, another one, or none."""
        daad = daden.Toewijzing(self.match_id(zaak), regisseur)
        self._doe(daad, lambda: self.boek.wijs_toe(zaak, regisseur))

    def aanvaard(self, zaak: Zaak) -> None:
        """R03."""
        self._doe(daden.Aanvaarding(self.match_id(zaak)), lambda: setattr(zaak, "aangenomen", True))

    def sluit(self, zaak: Zaak) -> None:
        """R06."""
        self._doe(daden.Afsluiting(self.match_id(zaak)), lambda: self.boek.sluit(zaak))

    def match_id(self, zaak: Zaak) -> UUID:
        """The code's match that opened when this one did."""
        return next(m.id for m in self.toestand.matches.values() if m.geopend == zaak.geopend)

    def _signaal(self, u: Uiting) -> Signaal:
        return self.toestand.signalen[u.id]

    def _naam(self, u: Uiting) -> str:
        return next(naam for naam in GEBOREN if uid(naam) == u.kind)

    def open_zaken(self) -> list[Zaak]:
        """All open matches of the model."""
        return [zaak for zaak in self.boek.zaken() if zaak.toestand == "open"]

    def kies(self, welke: int, mag: Callable[[Uiting, datetime], bool]) -> Uiting | None:
        """One of the signals with which this may be done."""
        lijst = [u for u in self.boek.uitingen.values() if not u.fout and mag(u, self.t)]
        return lijst[welke % len(lijst)] if lijst else None
