# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""One year of a municipality, after a year of warming up, under our rules and under the plain rule at once."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bench.gemeente.aannames import Aannames
from bench.gemeente.betrokkenheid import Trekking, organisaties
from bench.gemeente.bevolking import bevolk
from bench.gemeente.eenvoudig import ONTVANGERS_PER_PAAR, Eenvoudig, Oordeel, zonder_poort
from bench.gemeente.regie import Regie
from bench.gemeente.spel import EIGENAAR, Spel
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.adapters.kalender import vrije_dagen
from verwijsindex.domain.convenant import Convenanten
from verwijsindex.domain.daden import NIEUWS, Gevolgsoort
from verwijsindex.domain.tijd import begin_van
from verwijsindex.domain.toestand import Regels
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases.berichten import MATCH_NIEUWS

GEMEENTE = "0599"
BEGIN, VANAF, TOT = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)
WEKEN = 52
# That a day comes near or has passed: news of the clock, not of the family (R03, R04).
TERMIJNBERICHTEN = frozenset({Gevolgsoort.TERMIJN_NADERT.value, Gevolgsoort.TERMIJN_VERSTREKEN.value})
NIEUWSBERICHTEN = frozenset({MATCH_NIEUWS, *(soort.value for soort in NIEUWS)})
Voortgang = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Post:
    """Some of the messages: role of the addressee, kind, whether about a match, and how many."""

    ontvanger: str
    soort: str
    over_match: bool
    aantal: int

    @property
    def aan_eigenaar(self) -> bool:
        """What the director of a match hears, or the coordinator who owns it for want of one."""
        return self.over_match and self.ontvanger in EIGENAAR

    @property
    def termijn(self) -> bool:
        """A reminder, or that somebody was late: who does his work in time hears few, whatever the signals."""
        return self.soort in TERMIJNBERICHTEN

    @property
    def nieuws(self) -> bool:
        """News in the words of M09; the rest confirms a step or asks for one."""
        return self.over_match and self.soort in NIEUWSBERICHTEN


@dataclass(frozen=True, kw_only=True)
class Uitkomst:
    """What the measured year gave.

    `kaal_heropend` counts the matches that were reopened by a report that said nothing new, `uit_beeld` those opened or
    reopened for M10 alone, of which the plain rule knows nothing. `zonder_poort` is the plain rule over all reports,
    `tellende_paren` over all that counts (M01), ended signals too; `gezinnen` bounds every rule from below
    (`Eenvoudig.gezinnen`). `na_slaap` are the judged pairs in which a signal came to count only after its registration.
    """

    inwoners: int
    regisseurs: int
    signalen: int
    geopend: int
    uit_beeld: int
    gebeurtenissen: int
    kaal_heropend: int
    post: tuple[Post, ...]
    kindparen: int
    gezinsparen: int
    wijdere_paren: int
    wijdere_zorgelijk: int
    tellende_paren: int
    gezinnen: int
    zorgelijk: tuple[Oordeel, ...]
    na_slaap: tuple[Oordeel, ...]
    zonder_poort: Mapping[str, int]

    @property
    def paren(self) -> int:
        """Match events of the plain rule, each one message to one director."""
        return self.kindparen + self.gezinsparen

    @property
    def paren_allen(self) -> int:
        """Messages of the plain rule to all addressees."""
        return self.paren * ONTVANGERS_PER_PAAR

    def berichten(self, welke: Callable[[Post], bool] = lambda post: True) -> int:
        """How many of our messages are like that."""
        return sum(post.aantal for post in self.post if welke(post))

    @property
    def gemist(self) -> int:
        """Worried pairs of the plain rule that are no match of ours, ever."""
        return sum(oordeel.van_ons is None for oordeel in self.zorgelijk)

    @property
    def later(self) -> int:
        """Worried pairs of the plain rule that ours told later."""
        return sum(oordeel.later for oordeel in self.zorgelijk)


def speel_jaar(inwoners: int, zaad: int, aannames: Aannames, voortgang: Voortgang = lambda deel: None) -> Uitkomst:
    """Two years from one seed, of which the second is measured; `voortgang` hears the part that is done, 0 to 1."""
    kans = random.Random(zaad)
    convenant = meegeleverd("regionaal", GEMEENTE, date(2000, 1, 1))
    regels = Regels(Convenanten.van([convenant]), vrije_dagen())
    huishoudens = bevolk(inwoners, VANAF, aannames, kans)
    per_categorie = organisaties(inwoners, convenant, kans)
    dagen = (TOT - BEGIN).days
    aantal = round(aannames.signalen * aannames.betrokkenheid * inwoners / 100_000 * dagen / 365)
    betrokken = Trekking(huishoudens, per_categorie, BEGIN, dagen, aannames, kans).trek(aantal)
    huis = per_categorie[Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING][0]
    regie = Regie(inwoners, huis, GEMEENTE, regels, aannames, zaad)
    vanaf, tot = begin_van(VANAF), begin_van(TOT)
    eenvoudig = Eenvoudig(regels, vanaf)
    partijen = {partij.id: partij for lijst in per_categorie.values() for partij in lijst}
    spel = Spel(betrokken, partijen, regie, eenvoudig, convenant, aannames, zaad)

    post: Counter[tuple[str, str, bool]] = Counter()
    gevolgen: Counter[Gevolgsoort] = Counter()
    kaal = uit_beeld = 0
    for beurt in spel.beurten(tot):
        voortgang((beurt.moment - begin_van(BEGIN)) / (tot - begin_van(BEGIN)))
        if beurt.moment < vanaf:
            continue
        post.update((b.ontvanger, b.soort, b.sleutel in beurt.over_match) for b in beurt.berichten)
        soorten = [gevolg.soort for gevolg in beurt.gevolgen]
        gevolgen.update(soorten)
        uit_beeld += beurt.uit_beeld
        kaal += beurt.kaal and Gevolgsoort.MATCH_HEROPEND in soorten
    voortgang(1.0)
    return Uitkomst(
        inwoners=inwoners,
        regisseurs=len(regie.regisseurs),
        signalen=gevolgen[Gevolgsoort.SIGNAAL_GEREGISTREERD],
        geopend=gevolgen[Gevolgsoort.MATCH_GEOPEND] + gevolgen[Gevolgsoort.MATCH_HEROPEND],
        uit_beeld=uit_beeld,
        gebeurtenissen=sum(gevolgen[soort] for soort in NIEUWS),
        kaal_heropend=kaal,
        post=tuple(Post(*sleutel, aantal) for sleutel, aantal in sorted(post.items())),
        kindparen=eenvoudig.kindparen,
        gezinsparen=eenvoudig.gezinsparen,
        wijdere_paren=eenvoudig.wijdere_paren,
        wijdere_zorgelijk=eenvoudig.wijdere_zorgelijk,
        tellende_paren=eenvoudig.tellende_paren,
        gezinnen=eenvoudig.gezinnen,
        zorgelijk=tuple(eenvoudig.zorgelijke(meteen=True)),
        na_slaap=tuple(eenvoudig.zorgelijke(meteen=False)),
        zonder_poort=zonder_poort(betrokken, vanaf),
    )
