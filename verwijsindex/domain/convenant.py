# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The agreement of a municipality as data: every number and list of the rules that may differ."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from verwijsindex.domain.tijd import zonder_goede_vrijdag
from verwijsindex.domain.woorden import Categorie, Deel, Leeftijdsgroep, Oudereis, Soort, Trede
from verwijsindex.protocol.bsn import is_bsn


@dataclass(frozen=True, slots=True)
class Toelating:
    """Which institutions of a category may report (A02); no `instellingen` means all of them."""

    instellingen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Toestemmingsregel:
    """Whose yes is needed (T01): the youth's own, and that of how many parents with authority."""

    jeugdige: bool
    ouders: Oudereis


STRENGST = {
    Leeftijdsgroep.ONDER_12: Toestemmingsregel(False, Oudereis.ALLE),
    Leeftijdsgroep.VAN_12_TOT_16: Toestemmingsregel(True, Oudereis.EEN),
    Leeftijdsgroep.VANAF_16: Toestemmingsregel(True, Oudereis.GEEN),
}


LADDER = {Trede.PROCESREGISSEUR: 2, Trede.GEMEENTELIJK_MANAGER: 5, Trede.WETHOUDER: 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class Convenant:
    """One immutable version. Numbers are days, working days or months as their name says."""

    naam: str
    versie: int
    gemeente: str
    vanaf: date
    tot: date | None = None
    melders: Mapping[Categorie, Toelating]
    soorten: frozenset[Soort] = frozenset(Soort)
    vermoeden_vereist_bij: frozenset[Soort] = frozenset({Soort.ZORGEN})
    toestemming_vereist: bool = True
    alleen_contactgegevens: bool = False
    grondslag: str = ""
    grondslag_tot: date | None = None
    afbouw_dagen: int = 28
    grondslagen: Mapping[Categorie, str] = field(default_factory=dict)
    dpia_besluit: str = ""
    toestemming_door: Mapping[Leeftijdsgroep, Toestemmingsregel] = field(default_factory=lambda: dict(STRENGST))
    toestemming_nodig: frozenset[Deel] = frozenset({Deel.REGISTREREN, Deel.CONTACTGEGEVENS})
    toestemming_maanden: int = 12
    toestemming_na_verjaardag_maanden: int = 3
    toestemming_waarschuwing_dagen: int = 28
    slaap_dagen: int = 28
    weigering_werkdagen: int = 2
    gevoelige_afzenders: Mapping[Categorie, frozenset[Categorie]] = field(default_factory=dict)
    bewaar_maanden: int = 24
    nazorgvenster_maanden: int = 12
    gewicht_betrokken: int = 1
    gewicht_zorgen: int = 2
    gewicht_veiligheid: int = 3
    minimum_organisaties: int = 2
    drempel: int = 3
    zorg_vereist: bool = True
    gezin: bool = True
    maximum_kinderen: int = 12
    multiproblematiek_leefgebieden: int | None = 4
    uit_beeld: bool = True
    uit_beeld_maanden: int = 12
    uit_beeld_organisaties: int = 2
    nazorg_werkdagen: int = 5
    bevestiging_werkdagen: int = 2
    herbeoordeling_maanden: int = 3
    basiszorg_werkdagen: int = 1
    voortzetten_werkdagen: int = 5
    regie_categorieen: frozenset[Categorie] = field(
        default_factory=lambda: frozenset(
            {Categorie.JEUGDHULP, Categorie.JGZ, Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING, Categorie.VEILIG_THUIS}
        )
    )
    caseload: int = 20
    aanvaarden_werkdagen: int = 3
    aanvaarden_werkdagen_spoed: int = 1
    contact_werkdagen: int = 5
    contact_werkdagen_spoed: int = 2
    overleg_werkdagen: int = 15
    overleg_werkdagen_spoed: int = 5
    regie_maanden: int = 3
    herinnering_werkdagen: int = 1
    antwoord_werkdagen: int = 3
    ladder: Mapping[Trede, int] = field(default_factory=lambda: dict(LADDER))
    goede_vrijdag_vrij: bool = True
    regie_bekend_bij: frozenset[Categorie] = field(
        default_factory=lambda: frozenset({Categorie.ONDERWIJS, Categorie.JGZ})
    )
    nazorg_maanden: int = 3
    archief_jaren: int = 0
    log_jaren: int = 5
    onderdrukken_onder: int = 10

    def vrije(self, vrij: Collection[date]) -> Collection[date]:
        """The days off of this municipality: whether Good Friday is one, it says itself (R03)."""
        return vrij if self.goede_vrijdag_vrij else zonder_goede_vrijdag(frozenset(vrij))

    def toont(self, afzender: Categorie, aan: Categorie | None) -> bool:
        """May a category see what a sensitive sender reported (I03)? The municipality itself, None, may."""
        ontvangers = self.gevoelige_afzenders.get(afzender)
        return ontvangers is None or aan is None or aan in ontvangers

    @property
    def kenmerk(self) -> str:
        """How a decision cites this version, e.g. `0599/regionaal/1`."""
        return f"{self.gemeente}/{self.naam}/{self.versie}"

    @property
    def afgebouwd_op(self) -> date | None:
        """The last day of the wind-down, at whose end all is destroyed (B01); None while the legal basis stands."""
        return self.grondslag_tot + timedelta(days=self.afbouw_dagen) if self.grondslag_tot else None


CODE = re.compile("[0-9]{4}")
MINSTENS = {
    "versie": 1,
    "toestemming_maanden": 1,
    "toestemming_na_verjaardag_maanden": 0,
    "afbouw_dagen": 0,
    "toestemming_waarschuwing_dagen": 0,
    "slaap_dagen": 1,
    "weigering_werkdagen": 0,
    "bewaar_maanden": 1,
    "nazorgvenster_maanden": 0,
    "gewicht_betrokken": 0,
    "gewicht_zorgen": 0,
    "gewicht_veiligheid": 0,
    "minimum_organisaties": 2,
    "drempel": 1,
    "maximum_kinderen": 1,
    "uit_beeld_maanden": 1,
    "uit_beeld_organisaties": 2,
    "nazorg_werkdagen": 0,
    "bevestiging_werkdagen": 1,
    "herbeoordeling_maanden": 1,
    "basiszorg_werkdagen": 1,
    "voortzetten_werkdagen": 0,
    "caseload": 1,
    "aanvaarden_werkdagen": 1,
    "aanvaarden_werkdagen_spoed": 1,
    "contact_werkdagen": 1,
    "contact_werkdagen_spoed": 1,
    "overleg_werkdagen": 1,
    "overleg_werkdagen_spoed": 1,
    "regie_maanden": 1,
    "herinnering_werkdagen": 0,
    "antwoord_werkdagen": 1,
    "nazorg_maanden": 1,
    "archief_jaren": 0,
    "log_jaren": 1,
    "onderdrukken_onder": 2,
}
HOOGSTENS = 1000
LANGSTE_BEWAARTERMIJN = 24
LANGSTE_NAAM = 60
JAREN = range(1900, 3000)
EEN_REGEL = "verwacht wordt een tekst op een regel, zonder BSN"


def gebreken(convenant: Convenant) -> list[tuple[str, str]]:
    """What is wrong with a convenant whose fields have the right type: field and Dutch sentence, all of them.

    Numbers and years stay where days can still be counted: no deed may stumble over its convenant.
    """
    c, grens, naam = convenant, convenant.multiproblematiek_leefgebieden, convenant.naam
    hoogstens = dict.fromkeys(MINSTENS, HOOGSTENS) | {"bewaar_maanden": LANGSTE_BEWAARTERMIJN}
    eisen = [
        (
            veld,
            minstens <= getattr(c, veld) <= hoogstens[veld],
            f"verwacht wordt {minstens} tot en met {hoogstens[veld]}",
        )
        for veld, minstens in MINSTENS.items()
    ]
    eisen += [
        (veld, dag is None or dag.year in JAREN, f"verwacht wordt een jaar van {JAREN[0]} tot en met {JAREN[-1]}")
        for veld, dag in (("vanaf", c.vanaf), ("tot", c.tot), ("grondslag_tot", c.grondslag_tot))
    ]
    eisen += [
        ("gemeente", bool(CODE.fullmatch(c.gemeente)), "verwacht wordt een code van vier cijfers"),
        (
            "naam",
            0 < len(naam) <= LANGSTE_NAAM and not set(naam) & set("/ "),
            f"verwacht wordt een naam van 1 tot en met {LANGSTE_NAAM} tekens, zonder spatie of schuine streep",
        ),
        ("tot", c.tot is None or c.tot >= c.vanaf, "de laatste dag ligt voor de eerste"),
        ("melders", bool(c.melders), "verwacht wordt minstens een categorie"),
        ("soorten", bool(c.soorten), "verwacht wordt minstens een soort"),
        (
            "grondslag_tot",
            c.grondslag_tot is None or c.grondslag_tot >= c.vanaf,
            "de grondslag eindigt voor de eerste dag van het convenant",
        ),
        ("toestemming_door", not _zonder_ja(c), f"noem wie ja moet zeggen bij {', '.join(_zonder_ja(c))}"),
        (
            "toestemming_nodig",
            Deel.REGISTREREN in c.toestemming_nodig,
            f"verwacht wordt in elk geval {Deel.REGISTREREN.value}",
        ),
        (
            "ladder",
            bool(c.ladder) and all(t in LADDER and 1 <= dagen <= HOOGSTENS for t, dagen in c.ladder.items()),
            f"verwacht wordt per trede ({', '.join(LADDER)}) een aantal werkdagen van 1 tot en met {HOOGSTENS}",
        ),
        ("multiproblematiek_leefgebieden", grens is None or 1 <= grens <= 7, "verwacht wordt 1 tot en met 7, of niets"),
    ]
    teksten = {
        "naam": [naam],
        "grondslag": [c.grondslag],
        "dpia_besluit": [c.dpia_besluit],
        "grondslagen": list(c.grondslagen.values()),
        "melders": [instelling for toelating in c.melders.values() for instelling in toelating.instellingen],
    }
    eisen += [(v, all(t.isprintable() and not is_bsn(t) for t in delen), EEN_REGEL) for v, delen in teksten.items()]
    return [(veld, zin) for veld, goed, zin in eisen if not goed]


def _zonder_ja(convenant: Convenant) -> list[str]:
    """The age groups for which nobody has to consent (T01)."""
    niemand = Toestemmingsregel(False, Oudereis.GEEN)
    return [g.value for g in Leeftijdsgroep if convenant.toestemming_door.get(g, niemand) == niemand]


@dataclass(frozen=True, slots=True)
class Convenanten:
    """All stored versions; answers which one is in force."""

    versies: tuple[Convenant, ...]

    @classmethod
    def van(cls, versies: Iterable[Convenant]) -> "Convenanten":
        """Ordered by start date and version, so that the last hit is the one in force."""
        return cls(tuple(sorted(versies, key=lambda c: (c.gemeente, c.vanaf, c.versie))))

    def geldend(self, gemeente: str, op: date) -> Convenant | None:
        """The version in force in `gemeente` on day `op`, or None (design, section 5)."""
        treffers = [
            c for c in self.versies if c.gemeente == gemeente and c.vanaf <= op and (c.tot is None or op <= c.tot)
        ]
        return treffers[-1] if treffers else None

    def laatste(self, gemeente: str, op: date) -> Convenant:
        """The version in force, or else the last one that was: a stored signal is always judged by some version."""
        eerder = [c for c in self.versies if c.gemeente == gemeente and c.vanaf <= op]
        return (
            self.geldend(gemeente, op)
            or (eerder[-1] if eerder else None)
            or next(c for c in self.versies if c.gemeente == gemeente)
        )
