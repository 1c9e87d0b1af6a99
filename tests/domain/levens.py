# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Random histories of deeds over a few children, parents and organisations, for the property tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from tests.domain.bouw import een_convenant, een_grond, een_signaal, een_toestemming, op, regels, uid
from verwijsindex.domain import daden
from verwijsindex.domain.daden import Daad, Gevolg, Vastgelegd
from verwijsindex.domain.match import Match
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.tijd import dag, plus_maanden
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Matchstatus, Patroon, Soort

BEGIN = op("2024-01-08")
UREN = (1, 23, 24, 24 * 5, 24 * 8, 24 * 27, 24 * 31, 24 * 95, 24 * 190)
# The last one is named as a parent too, and comes of age during the history.
GEBOORTEMAANDEN = ("2019-03", "2012-06", "2008-04", "2001-05", "2006-09")
OUDERS: tuple[tuple[str, ...], ...] = (
    ("m",),
    ("m",),
    ("m",),
    (),
    ("m", "v"),
    ("m", "v"),
    ("v",),
    ("v", "p"),
    ("k4",),
    ("m", "k4"),
)
ORGANISATIES = ("school", "cjg", "politie", "wonen")


@dataclass(frozen=True, slots=True)
class Zet:
    """One wish; what it becomes depends on what there is at that moment."""

    uren: int
    wat: str
    kind: int
    organisatie: int
    soort: Soort
    ouders: tuple[str, ...]
    grond: Grond | None
    ja: bool
    maanden: int
    dagen: int
    patroon: Patroon | None
    leefgebieden: frozenset[Leefgebied]
    reden: Intrekreden
    nummer: int


WAT = ("meld",) * 8 + (
    "einde",
    "einde",
    "einde",
    "intrekken",
    "toestemming-weg",
    "toestemming",
    "bevestig",
    "herbeoordeel",
    "inroepen",
    "toewijzen",
    "aannemen",
    "aannemen",
    "sluiten",
)


def zetten(
    *, kinderen: int = 5, wat: Sequence[str] = WAT, min_size: int = 4, max_size: int = 16
) -> st.SearchStrategy[list[Zet]]:
    """Lists of wishes."""
    zet = st.builds(
        Zet,
        uren=st.sampled_from(UREN),
        wat=st.sampled_from(wat),
        kind=st.sampled_from([kind for kind in (0, 0, 0, 1, 1, 2, 3, 4) if kind < kinderen]),
        organisatie=st.integers(0, len(ORGANISATIES) - 1),
        soort=st.sampled_from((Soort.ZORGEN, Soort.BETROKKEN)),
        ouders=st.sampled_from(OUDERS),
        grond=st.sampled_from((None, None, None, Grond.HUISELIJK_GEWELD, Grond.VERMISSING)),
        ja=st.booleans(),
        maanden=st.sampled_from((12, 24, 6, 1, 0)),
        dagen=st.sampled_from((-9, -1, 0, 1, 9, 120)),
        patroon=st.sampled_from((None, Patroon.NIET_VERSCHENEN, Patroon.ZORGMIJDING, Patroon.ARMOEDE)),
        leefgebieden=st.frozensets(st.sampled_from(Leefgebied), min_size=1, max_size=3),
        reden=st.sampled_from(Intrekreden),
        nummer=st.integers(0, 30),
    )
    return st.lists(zet, min_size=min_size, max_size=max_size)


LATER = een_convenant(versie=2, vanaf=dag(BEGIN + timedelta(days=60)), gezin=False, nazorgvenster_maanden=3)
REGELS = {
    "regionaal": regels(),
    "kleine gezinnen": regels(een_convenant(maximum_kinderen=2)),
    "geen nazorgvenster": regels(een_convenant(nazorgvenster_maanden=0)),
    "later anders": regels(een_convenant(), LATER),
    "tijdelijk anders": regels(
        een_convenant(),
        replace(LATER, tot=dag(BEGIN + timedelta(days=150)), gezin=True, toestemming_vereist=False),
    ),
}


class Leven:
    """Plays wishes on a state and keeps what was really done."""

    def __init__(self, regels: Regels, familie: str = "", verschuiving: timedelta = timedelta()) -> None:
        self.regels = regels
        self.familie = familie
        self.t = BEGIN + verschuiving
        self.toestand = Toestand()
        self.gevolgen: list[Gevolg] = []
        self.gedaan: list[Vastgelegd] = []

    def speel(self, wensen: Sequence[Zet]) -> "Leven":
        """All wishes, in order."""
        for zet in wensen:
            self.zet(zet)
        return self

    def zet(self, zet: Zet) -> None:
        """One wish: time passes, and the deed is done if it is possible then."""
        self.t += timedelta(hours=zet.uren)
        self.toestand, gevolgen = loop_bij(self.toestand, self.t, self.regels)
        self.gevolgen += gevolgen
        if daad := self._daad(zet):
            self.toestand, gevolgen = verwerk(self.toestand, self.t, daad, self.regels)
            self.gevolgen += gevolgen
            self.gedaan.append(Vastgelegd(self.t, daad))

    def _daad(self, zet: Zet) -> Daad | None:
        match zet.wat:
            case "meld":
                return daden.Registratie(self._signaal(zet))
            case "toewijzen" | "aannemen" | "sluiten":
                return self._over_match(zet)
            case _:
                return self._over_signaal(zet)

    def _signaal(self, zet: Zet) -> Signaal:
        vandaag = dag(self.t)
        kind = f"{self.familie}k{zet.kind}"
        uiterlijk = plus_maanden(vandaag, 24 if zet.nummer else 1)
        tot = vandaag + timedelta(days=zet.dagen)
        return (
            een_signaal(
                kind,
                ORGANISATIES[zet.organisatie],
                self.t,
                soort=zet.soort,
                ouders=[f"{self.familie}{ouder}" for ouder in zet.ouders if ouder != f"k{zet.kind}"],
                grond=zet.grond,
                bevestigd=zet.ja,
                toestemming=False,
                patroon=zet.patroon,
                leefgebieden=zet.leefgebieden,
                geboortemaand=GEBOORTEMAANDEN[zet.kind],
                uiterlijk_tot=uiterlijk,
                vanaf=vandaag - timedelta(days=30),
                tot=tot if zet.nummer % 5 == 1 else None,
            )
            if not zet.maanden
            else replace(self._signaal(replace(zet, maanden=0)), toestemmingen=(self._toestemming(zet, zet.kind),))
        )

    def _toestemming(self, zet: Zet, kind: int) -> Toestemming:
        tot = plus_maanden(dag(self.t), zet.maanden)
        maand = GEBOORTEMAANDEN[kind]
        return een_toestemming(dag(self.t), tot, geboortemaand=maand, id=uid(("ja", self.t)), vastgelegd=self.t)

    def _nummer(self, signaal: Signaal) -> int:
        return GEBOORTEMAANDEN.index(signaal.geboortemaand)

    def _kies(self, lijst: Sequence[Signaal], nummer: int) -> Signaal | None:
        return sorted(lijst, key=lambda s: str(s.id))[nummer % len(lijst)] if lijst else None

    def _over_signaal(self, zet: Zet) -> Daad | None:
        signaal = self._kies([s for s in self.toestand.signalen.values() if not s.intrekking], zet.nummer)
        if signaal is None:
            return None
        grond = signaal.veiligheid if signaal.veiligheid and not signaal.veiligheid.vervallen else None
        match zet.wat:
            case "einde" if signaal.actief_op(self.t):
                return daden.Beeindiging(signaal.id, dag(self.t) + timedelta(days=zet.dagen), zet.ja)
            case "intrekken":
                return daden.Terugtrekking(signaal.id, zet.reden)
            case "toestemming-weg" if signaal.toestemming and not signaal.toestemming.ingetrokken:
                return daden.Toestemmingsdaad(signaal.id, replace(signaal.toestemming, ingetrokken=self.t))
            case "toestemming" if zet.maanden:
                return daden.Toestemmingsdaad(signaal.id, self._toestemming(zet, self._nummer(signaal)))
            case "bevestig" if grond and not grond.bevestigd:
                return daden.Veiligheidsdaad(signaal.id, replace(grond, bevestigd=self.t, bevestigd_door=uid("twee")))
            case "herbeoordeel" if grond and grond.bevestigd:
                return daden.Veiligheidsdaad(signaal.id, replace(grond, herbeoordeeld=self.t))
            case "inroepen" if grond is None:
                return daden.Veiligheidsdaad(signaal.id, een_grond("x", "y", self.t, bevestigd=zet.ja))
            case _:
                return None

    def _over_match(self, zet: Zet) -> Daad | None:
        open_: list[Match] = sorted((m for m in self.toestand.matches.values() if m.open), key=lambda m: str(m.id))
        if not open_:
            return None
        match = open_[zet.nummer % len(open_)]
        if zet.wat == "sluiten":
            return daden.Afsluiting(match.id)
        if zet.wat == "aannemen" and match.status is Matchstatus.TOEGEWEZEN:
            return daden.Aanvaarding(match.id)
        return daden.Toewijzing(match.id, uid("regisseur") if zet.ja or zet.wat == "aannemen" else None)


def speel_na(gedaan: Sequence[Vastgelegd], regels: Regels, tot: datetime) -> tuple[Toestand, list[Gevolg]]:
    """The recorded deeds from scratch, then time through `tot`."""
    toestand, alles = Toestand(), list[Gevolg]()
    for vastgelegd in gedaan:
        toestand, gevolgen = verwerk(toestand, vastgelegd.moment, vastgelegd.daad, regels)
        alles += gevolgen
    toestand, gevolgen = loop_bij(toestand, tot, regels)
    return toestand, alles + list(gevolgen)


def dossiers_van(gevolgen: Sequence[Gevolg]) -> set[UUID | None]:
    """Every dossier that these consequences speak of."""
    return {gevolg.dossier for gevolg in gevolgen}
