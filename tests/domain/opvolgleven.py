# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A match whose life is played on the code and on the model at once, with time in one go and in portions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.domain.bouw import GEMEENTE, een_convenant, een_grond, een_signaal, een_toestemming, op, regels, uid
from tests.domain.model_familie import Antwoord, Nood, Uiting
from tests.domain.model_opvolging import Opvolgboek
from tests.domain.model_opvolgzaak import Opvolging, Verdrag, Vraag, feestdagen
from tests.domain.naief import hier, maanden_later
from verwijsindex.domain import daden, match
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Daad, Gevolg, Gevolgsoort
from verwijsindex.domain.match import Match
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.toestand import Toestand
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.woorden import (
    Afsluitreden,
    Afspraaksoort,
    Afspraakstand,
    Categorie,
    Grond,
    Intrekreden,
    Overdrachtreden,
    Soort,
    Trede,
    Weigerreden,
)
from verwijsindex.domain.woorden import (
    Antwoord as Stand,
)

BUURGEMEENTE = "0363"
# As far as the diary of the model goes.
TOT = op("2027-12-20")
# Instead of minutes: to a minute before the next moment at which time changes something, or to that moment.
VLAK_VOOR, OP = -2, -1
ORGANISATIES = {
    "De Regenboogschool": Categorie.ONDERWIJS,
    "CJG Noord": Categorie.JGZ,
    "Woonstad": Categorie.WONEN,
    "Jeugdhulp Zuid": Categorie.JEUGDHULP,
}
REGISSEURS = {"An": GEMEENTE, "Bo": GEMEENTE, "Cas": BUURGEMEENTE, "Dirk": BUURGEMEENTE}
DAGEN = {"toewijzen": (3, 1), "aannemen": (3, 1), "contact": (5, 2), "overleg": (15, 5)}
LADDER = (("procesregisseur", 2), ("gemeentelijk-manager", 5), ("wethouder", 20))
SOORTEN = {
    soort
    for soort in Gevolgsoort
    if soort.startswith(("match-", "contact-", "termijn-", "overleg-", "regie-", "overdracht-", "nazorg-", "afspraak-"))
} - {Gevolgsoort.NAZORG_GEVRAAGD, Gevolgsoort.MATCH_VOORTGEZET, Gevolgsoort.MATCH_VERNIETIGD}
# What a reason is about stands elsewhere on the timeline: the rules say it of terms, questions and promises.
MET_REDEN = ("termijn-", "overdracht-", "afspraak-", "nazorg-geweigerd")


def de_convenanten(*, goede_vrijdag: bool) -> tuple[Convenant, Convenant]:
    """Two municipalities; the neighbour has no procesregisseur and is in less of a hurry."""
    eigen = een_convenant(uit_beeld=False, goede_vrijdag_vrij=goede_vrijdag)
    buur = replace(
        eigen,
        gemeente=BUURGEMEENTE,
        ladder={Trede.GEMEENTELIJK_MANAGER: 4, Trede.WETHOUDER: 6},
        aanvaarden_werkdagen=4,
        contact_werkdagen=7,
        overleg_werkdagen=20,
        antwoord_werkdagen=2,
    )
    return eigen, buur


def verdragen(*, goede_vrijdag: bool) -> dict[str, Verdrag]:
    """The same as the model has it."""
    vrij = feestdagen(goede_vrijdag=goede_vrijdag)
    buur = {"toewijzen": (4, 1), "aannemen": (4, 1), "contact": (7, 2), "overleg": (20, 5)}
    return {
        GEMEENTE: Verdrag(vrij, DAGEN, LADDER),
        BUURGEMEENTE: Verdrag(vrij, buur, (("gemeentelijk-manager", 4), ("wethouder", 6)), antwoord=2),
    }


class Opvolgleven:
    """One child, four organisations, four directors."""

    def __init__(self, begin: datetime, *, goede_vrijdag: bool) -> None:
        self.convenanten = {c.gemeente: c for c in de_convenanten(goede_vrijdag=goede_vrijdag)}
        self.regels = regels(*self.convenanten.values(), vrij=feestdagen(goede_vrijdag=True))
        categorie = {uid(naam): soort for naam, soort in ORGANISATIES.items()}
        self.boek = Opvolgboek(categorie, verdragen(goede_vrijdag=goede_vrijdag))
        getekend = frozenset(c.kenmerk for c in self.convenanten.values())
        self.partijen = {
            uid(naam): Organisatie(uid(naam), naam, soort, ondertekend=getekend) for naam, soort in ORGANISATIES.items()
        }
        self.toestand, self.gevolgen = Toestand(), list[Gevolg]()
        self.t = begin

    # Time.

    def loop(self, minuten: int, porties: Sequence[int] = ()) -> None:
        """Time passes, at least a minute; that a sweeper came in between, after these parts of it, changes nothing."""
        minuut = timedelta(minutes=1)
        straks = min((m for m in self.boek.wendingen() if m > self.t), default=self.t)
        doel = {VLAK_VOOR: straks - minuut, OP: straks}.get(minuten, self.t + timedelta(minutes=minuten))
        doel = min(doel, TOT)
        begin, self.t = self.t, doel if doel > self.t else self.t + minuut
        stapsgewijs, gehoord = self.toestand, list[Gevolg]()
        for deel in sorted(porties):
            stapsgewijs, gevolgen = loop_bij(stapsgewijs, begin + (self.t - begin) * deel / 100, self.regels)
            gehoord += gevolgen
        stapsgewijs, gevolgen = loop_bij(stapsgewijs, self.t, self.regels)
        gehoord += gevolgen
        self.toestand, gevolgen = loop_bij(self.toestand, self.t, self.regels)
        assert (self.toestand, list(gevolgen)) == (stapsgewijs, gehoord)
        self.gevolgen += gevolgen
        self.boek.loop(self.t)
        self._vergeet()

    def _vergeet(self) -> None:
        """B05: what was asked and agreed goes with the last signal, once the match is not open."""
        for o in self.boek.opvolgingen.values():
            if not o.open and not self.toestand.van_dossier(self.match_van(o).dossier):
                for vragen in (o.overdrachten, o.nazorg, o.afspraken):
                    vragen.clear()

    def _doe(self, daad: Daad, zelfde: Callable[[], None]) -> None:
        self.toestand, gevolgen = verwerk(self.toestand, self.t, daad, self.regels)
        self.gevolgen += gevolgen
        zelfde()
        self.boek.vereffen()
        self._vergeet()

    # Signals.

    def meld(self, organisatie: str, *, zorgen: bool, grond: Grond | None = None) -> None:
        """S05; consent for as long as a signal lasts, unless it stands on a safety ground."""
        vandaag = hier(self.t)
        uiterlijk = maanden_later(vandaag, 24)
        maand = "2019-06"
        zegt = een_toestemming(vandaag, uiterlijk, geboortemaand=maand, id=uid(("ja", self.t)), vastgelegd=self.t)
        signaal = een_signaal(
            "kind",
            organisatie,
            self.t,
            soort=Soort.ZORGEN if zorgen else Soort.BETROKKEN,
            grond=grond,
            bevestigd=False,
            toestemming=False,
            toestemmingen=() if grond else (zegt,),
            geboortemaand=maand,
        )
        uiting = Uiting(
            id=signaal.id,
            organisatie=signaal.organisatie,
            kind=signaal.kind,
            zorgen=zorgen,
            gemeld=self.t,
            laatst=self.t,
            weg_op=uiterlijk,
            tot=None,
            antwoorden=[] if grond else [Antwoord(vandaag, True, uiterlijk, None, True, None, self.t)],
            nood=Nood(grond, self.t) if grond else None,
            venster=12,
            vrij=self.boek.vrij,
        )
        self._doe(daden.Registratie(signaal), lambda: self.boek.meld(uiting))

    def beeindig(self, u: Uiting) -> None:
        """S06: today, with its safety ground."""
        tot = hier(self.t)
        self._doe(daden.Beeindiging(u.id, tot, False), lambda: self.boek.beeindig(u, tot, blijft=False))

    def trek_terug(self, u: Uiting) -> None:
        """S06: it was wrong."""
        daad = daden.Terugtrekking(u.id, Intrekreden.TEN_ONRECHTE)
        self._doe(daad, lambda: self.boek.trek_terug(u, fout=True))

    def roep_in(self, u: Uiting, grond: Grond) -> None:
        """V03."""
        nieuw = replace(een_grond("kind", "organisatie", self.t, grond, bevestigd=False), id=uid(("grond", self.t)))
        self._doe(daden.Veiligheidsdaad(u.id, nieuw), lambda: setattr(u, "nood", Nood(grond, self.t)))

    def bevestig(self, u: Uiting) -> None:
        """V03: the second person."""
        grond = self.toestand.signalen[u.id].veiligheid
        assert grond
        daad = daden.Veiligheidsdaad(u.id, replace(grond, bevestigd=self.t, bevestigd_door=uid("tweede")))
        self._doe(daad, lambda: setattr(u.nood, "bevestigd", self.t))

    def kies(self, welke: int, mag: Callable[[Uiting, datetime], bool]) -> Uiting | None:
        """One of the signals with which this may be done."""
        lijst = [u for u in self.boek.uitingen.values() if not u.fout and mag(u, self.t)]
        return lijst[welke % len(lijst)] if lijst else None

    # The match.

    @property
    def laatste(self) -> Opvolging | None:
        """The open match of the model, or else the one that was opened last."""
        return max(self.boek.opvolgingen.values(), key=lambda o: (o.open, o.zaak.geopend), default=None)

    def match_van(self, o: Opvolging) -> Match:
        """The same in the code."""
        return next(m for m in self.toestand.matches.values() if m.geopend == o.zaak.geopend)

    def regisseur(self, naam: str, *, vol: bool = False, actief: bool = True) -> Regisseur:
        """A director as the register has him."""
        return Regisseur(
            uid(naam),
            uid("wijkteam"),
            Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING,
            REGISSEURS[naam],
            naam,
            "010-1234567",
            actief=actief,
            families=20 if vol else 19,
        )

    def wijs_aan(self, o: Opvolging, wie: UUID | None) -> None:
        self._doe(daden.Toewijzing(self.match_van(o).id, wie), lambda: self.boek.wijs_aan(o, wie))

    def neem_aan(self, o: Opvolging) -> None:
        """R03, R09: school and CJG are told by default."""
        bekend = {uid("De Regenboogschool"), uid("CJG Noord")}
        daad = daden.Aanvaarding(self.match_van(o).id, frozenset(bekend))
        self._doe(daad, lambda: self.boek.neem_aan(o, bekend))

    def contact(self, o: Opvolging) -> None:
        self._doe(daden.Contact(self.match_van(o).id), lambda: self.boek.contact(o))

    def overleg(self, o: Opvolging) -> None:
        self._doe(daden.Overleg(self.match_van(o).id), lambda: self.boek.overleg(o))

    def maak_bekend(self, o: Opvolging, aan: set[UUID]) -> None:
        daad = daden.Bekendmaking(self.match_van(o).id, frozenset(aan))
        self._doe(daad, lambda: self.boek.maak_bekend(o, aan))

    def handel_af(self, o: Opvolging) -> None:
        """V07."""
        taak = next(t for t in self.match_van(o).taken if not t.gedaan)
        zelfde = next(t for t in o.taken if not t.gedaan)
        self._doe(daden.Afhandeling(self.match_van(o).id, taak.id), lambda: setattr(zelfde, "gedaan", True))

    def vraag_overdracht(self, o: Opvolging, naar: str | None) -> None:
        """R05: to one person, or to the neighbours."""
        gemeente = o.gemeente if naar else self.buur_van(o)
        wie = uid(naar) if naar else None
        assert o.zaak.regisseur
        gevraagd = match.Overdracht(
            id=uid(("overdracht", self.t)),
            van=o.zaak.regisseur,
            naar=wie,
            gemeente=gemeente,
            reden=Overdrachtreden.GEZIN_VERHUISD,
            gevraagd=self.t,
        )
        aan = ("regisseur", str(wie)) if wie else ("coordinator", gemeente)
        vraag = Vraag(gevraagd.id, aan, self.t, reden=gevraagd.reden, gemeente=gemeente, van=o.zaak.regisseur)
        daad = daden.Overdrachtsdaad(self.match_van(o).id, gevraagd)
        self._doe(daad, lambda: self.boek.vraag_overdracht(o, vraag))

    def buur_van(self, o: Opvolging) -> str:
        return BUURGEMEENTE if o.gemeente == GEMEENTE else GEMEENTE

    def overdracht(self, o: Opvolging, vraag: Vraag) -> match.Overdracht:
        return next(v for v in self.match_van(o).overdrachten if v.id == vraag.id)

    def antwoord_overdracht(self, o: Opvolging, vraag: Vraag, stand: Stand, wie: UUID | None = None) -> None:
        """R05: `wie` takes over."""
        reden = Weigerreden.GEEN_PLAATS if stand is Stand.GEWEIGERD else None
        eerder = self.overdracht(o, vraag)
        nu = replace(eerder, stand=stand, naar=wie or eerder.naar, weigerreden=reden)
        daad = daden.Overdrachtsdaad(self.match_van(o).id, nu)
        self._doe(daad, lambda: self.boek.antwoord_overdracht(o, vraag, stand, wie, reden or ""))

    def vraag_nazorg(self, o: Opvolging, partij: str, tot: date) -> None:
        """R06."""
        gevraagd = match.Nazorg(id=uid(("nazorg", self.t)), organisatie=uid(partij), tot=tot, gevraagd=self.t)
        vraag = Vraag(gevraagd.id, ("organisatie", str(uid(partij))), self.t, tot=tot)
        daad = daden.Nazorgdaad(self.match_van(o).id, gevraagd)
        self._doe(daad, lambda: self.boek.vraag_nazorg(o, vraag))

    def nazorg(self, o: Opvolging, vraag: Vraag) -> match.Nazorg:
        return next(v for v in self.match_van(o).nazorg if v.id == vraag.id)

    def antwoord_nazorg(self, o: Opvolging, vraag: Vraag, stand: Stand) -> None:
        """R06: the party's yes or no, or taken back."""
        reden = Weigerreden.NIET_PASSEND if stand is Stand.GEWEIGERD else None
        daad = daden.Nazorgdaad(self.match_van(o).id, replace(self.nazorg(o, vraag), stand=stand, weigerreden=reden))
        self._doe(daad, lambda: self.boek.antwoord_nazorg(o, vraag, stand, reden or ""))

    def bevestig_nazorg(self, o: Opvolging, vraag: Vraag, *, goed: bool) -> None:
        """R07."""
        nu = replace(self.nazorg(o, vraag), bevestigd=self.t, gaat_goed=goed)
        daad = daden.Nazorgdaad(self.match_van(o).id, nu)
        self._doe(daad, lambda: self.boek.bevestig_nazorg(o, vraag, goed=goed))

    def spreek_af(self, o: Opvolging, partij: str, voor: date) -> None:
        """R10."""
        wat = Afspraaksoort.HUISBEZOEK
        gemaakt = match.Afspraak(
            id=uid(("afspraak", self.t)), organisatie=uid(partij), wat=wat, voor=voor, gemaakt=self.t
        )
        vraag = Vraag(gemaakt.id, ("organisatie", str(uid(partij))), self.t, reden=wat, tot=voor)
        daad = daden.Afspraakdaad(self.match_van(o).id, gemaakt)
        self._doe(daad, lambda: self.boek.spreek_af(o, vraag))

    def afspraak(self, o: Opvolging, vraag: Vraag) -> match.Afspraak:
        return next(v for v in self.match_van(o).afspraken if v.id == vraag.id)

    def rond_af(self, o: Opvolging, vraag: Vraag, stand: Afspraakstand) -> None:
        """R10."""
        daad = daden.Afspraakdaad(self.match_van(o).id, replace(self.afspraak(o, vraag), stand=stand))
        self._doe(daad, lambda: self.boek.rond_af(o, vraag, stand))

    def sluit(self, o: Opvolging, nazorg: Vraag | None) -> None:
        """R06."""
        daad = daden.Afsluiting(self.match_van(o).id, Afsluitreden.HULP_LOOPT, nazorg.id if nazorg else None)
        self._doe(daad, lambda: self.boek.sluit_op(o, nazorg))
