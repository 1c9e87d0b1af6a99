# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Factories for domain values: plain functions with everything ordinary filled in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from verwijsindex.domain.convenant import Convenant, Convenanten, Toelating
from verwijsindex.domain.daden import Daad, Gevolg, Registratie
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.leeftijd import groep_op
from verwijsindex.domain.signaal import Bevestiging, Contactpunt, Signaal
from verwijsindex.domain.tijd import begin_van, dag, einde_van, maandbegin, plus_maanden
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.toestemming import Stem, Toestemming
from verwijsindex.domain.veiligheid import Veiligheidsgrond
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.woorden import (
    Categorie,
    Deel,
    Gever,
    Grond,
    Leefgebied,
    Leeftijdsgroep,
    Patroon,
    Soort,
    Wijze,
)

GEMEENTE = "0599"


def uid(naam: object) -> UUID:
    """The same name gives the same id."""
    return uuid5(NAMESPACE_URL, str(naam))


def op(tekst: str, uur: int = 10) -> datetime:
    """A moment on an Amsterdam day."""
    return begin_van(date.fromisoformat(tekst)) + timedelta(hours=uur)


def een_convenant(**anders: object) -> Convenant:
    """`regionaal`, from long ago."""
    basis = Convenant(
        naam="regionaal",
        versie=1,
        gemeente=GEMEENTE,
        vanaf=date(2000, 1, 1),
        melders={categorie: Toelating() for categorie in Categorie if categorie not in ("geen", "kinderopvang")},
    )
    return replace(basis, **anders)  # type: ignore[arg-type]


def jeugdwet(**anders: object) -> Convenant:
    """The numbers of `jeugdwet-7.1`."""
    velden: dict[str, object] = {
        "naam": "jeugdwet-7.1",
        "soorten": frozenset({Soort.ZORGEN}),
        "toestemming_vereist": False,
        "alleen_contactgegevens": True,
        "nazorgvenster_maanden": 0,
        "archief_jaren": 5,
        "gewicht_zorgen": 1,
        "gewicht_veiligheid": 1,
        "drempel": 2,
        "zorg_vereist": False,
        "multiproblematiek_leefgebieden": None,
        "uit_beeld": False,
    }
    return een_convenant(**(velden | anders))


def regels(*convenanten: Convenant, vrij: Iterable[date] = ()) -> Regels:
    """The rules in force; `regionaal` when none is named."""
    return Regels(Convenanten.van(convenanten or (een_convenant(),)), frozenset(vrij))


def een_signaal(
    kind: str,
    organisatie: str,
    moment: datetime,
    *,
    soort: Soort = Soort.BETROKKEN,
    ouders: Iterable[str] = ("moeder",),
    grond: Grond | None = None,
    bevestigd: bool = True,
    toestemming: bool = True,
    leefgebieden: Iterable[Leefgebied] = (Leefgebied.GEZIN,),
    patroon: Patroon | None = None,
    **anders: object,
) -> Signaal:
    """A signal as the index stores it; consent for as long as it lasts unless said otherwise."""
    vandaag = dag(moment)
    uiterlijk = plus_maanden(vandaag, 24)
    maand = str(anders.get("geboortemaand", "2012-06"))
    grenzen = [plus_maanden(maandbegin(maand), jaren * 12 + 3) for jaren in (12, 16)]
    tot = min([uiterlijk, *(grens for grens in grenzen if grens > plus_maanden(vandaag, 3))])
    basis = Signaal(
        id=uid((kind, organisatie, moment)),
        organisatie=uid(organisatie),
        kind=uid(kind),
        ouders=frozenset(map(uid, ouders)),
        gemeente=GEMEENTE,
        geboortemaand=maand,
        uiterlijk_tot=uiterlijk,
        soort=soort,
        leefgebieden=frozenset(leefgebieden),
        patroon=patroon,
        vanaf=vandaag,
        contactpunt=Contactpunt("intern begeleider", telefoon="010-0000000"),
        bevestiging=Bevestiging(uid(("pro", organisatie)), moment, True),
        informering=Informering(kind=True, ouders=True),
        geregistreerd=moment,
        laatst_gemeld=moment,
        toestemmingen=(een_toestemming(vandaag, tot, geboortemaand=maand),) if toestemming and not grond else (),
        veiligheid=een_grond(kind, organisatie, moment, grond, bevestigd=bevestigd) if grond else None,
    )
    return replace(basis, **anders)  # type: ignore[arg-type]


def een_toestemming(
    gegeven_op: date, tot: date | None, *, geboortemaand: str = "2012-06", **anders: object
) -> Toestemming:
    """A mother alone with authority says yes to everything, at the child's age of that day; no where `tot` is None."""
    groep = groep_op(maandbegin(geboortemaand), gegeven_op)
    wie = {Leeftijdsgroep.ONDER_12: (Gever.OUDER,), Leeftijdsgroep.VANAF_16: (Gever.JEUGDIGE,)}
    basis = Toestemming(
        id=uid(("toestemming", gegeven_op, tot)),
        gegeven_op=gegeven_op,
        tot=tot,
        stemmen=tuple(Stem(gever, akkoord=tot is not None) for gever in wie.get(groep, (Gever.JEUGDIGE, Gever.OUDER))),
        gezag=1,
        groep=groep,
        voor=frozenset(Deel),
        wijze=Wijze.MONDELING,
        vastgelegd=begin_van(gegeven_op) + timedelta(hours=10),
        vastgelegd_door=uid("pro"),
    )
    return replace(basis, **anders)  # type: ignore[arg-type]


def een_grond(
    kind: str, organisatie: str, moment: datetime, grond: Grond = Grond.HUISELIJK_GEWELD, *, bevestigd: bool = True
) -> Veiligheidsgrond:
    """A V-ground, confirmed at once unless said otherwise."""
    return Veiligheidsgrond(
        uid(("grond", kind, organisatie, moment)),
        grond,
        moment,
        uid(("pro", organisatie)),
        moment if bevestigd else None,
        uid(("tweede", organisatie)) if bevestigd else None,
    )


class Verhaal:
    """A history told deed by deed."""

    def __init__(self, *convenanten: Convenant, vrij: Iterable[date] = ()) -> None:
        self.regels = regels(*convenanten, vrij=vrij)
        self.toestand = Toestand()
        self.gevolgen: list[Gevolg] = []

    def doe(self, moment: datetime, daad: Daad) -> "Verhaal":
        """One deed."""
        self.toestand, gevolgen = verwerk(self.toestand, moment, daad, self.regels)
        self.gevolgen += gevolgen
        return self

    def meldt(self, kind: str, organisatie: str, wanneer: str, **anders: object) -> Signaal:
        """An organisation reports at ten o'clock; returns the signal as asked."""
        signaal = een_signaal(kind, organisatie, op(wanneer), **anders)  # type: ignore[arg-type]
        self.doe(op(wanneer), Registratie(signaal))
        return signaal

    def loop(self, moment: datetime) -> "Verhaal":
        """Let time pass."""
        self.toestand, gevolgen = loop_bij(self.toestand, moment, self.regels)
        self.gevolgen += gevolgen
        return self

    def tot(self, wanneer: str) -> "Verhaal":
        """Let time pass through the whole day."""
        return self.loop(einde_van(date.fromisoformat(wanneer)))

    def dagen(self, *soorten: str) -> list[tuple[str, str]]:
        """Day and kind of each consequence of these kinds."""
        return [(dag(g.moment).isoformat(), g.soort.value) for g in self.gevolgen if g.soort in soorten]

    @property
    def open_matches(self) -> list[object]:
        """All open matches."""
        return [m for m in self.toestand.matches.values() if m.open]
