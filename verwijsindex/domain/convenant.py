# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The agreement of a municipality as data: every number and list of the rules that may differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from verwijsindex.domain.woorden import Categorie, Deel, Leeftijdsgroep, Oudereis, Soort


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
    basiszorg_categorieen: frozenset[Categorie] = frozenset(
        {Categorie.GEZONDHEIDSZORG, Categorie.JGZ, Categorie.ONDERWIJS}
    )
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
    nazorg_maanden: int = 3
    archief_jaren: int = 0
    log_jaren: int = 5
    onderdrukken_onder: int = 10

    def termijn_aanvaarden(self, *, spoed: bool) -> int:
        """Working days in which a director accepts (R03)."""
        return self.aanvaarden_werkdagen_spoed if spoed else self.aanvaarden_werkdagen

    @property
    def kenmerk(self) -> str:
        """How a decision cites this version, e.g. `0599/regionaal/1`."""
        return f"{self.gemeente}/{self.naam}/{self.versie}"


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
    "nazorg_maanden": 1,
    "archief_jaren": 0,
    "log_jaren": 1,
    "onderdrukken_onder": 2,
}
LANGSTE_BEWAARTERMIJN = 24


def gebreken(convenant: Convenant) -> list[tuple[str, str]]:
    """What is wrong with a convenant whose fields have the right type: field and Dutch sentence, all of them."""
    gevonden = [
        (veld, f"verwacht wordt {minstens} of meer")
        for veld, minstens in MINSTENS.items()
        if getattr(convenant, veld) < minstens
    ]
    grens = convenant.multiproblematiek_leefgebieden
    eisen = {
        "gemeente": (
            len(convenant.gemeente) == 4 and convenant.gemeente.isdecimal(),
            "verwacht wordt een code van vier cijfers",
        ),
        "naam": (bool(convenant.naam) and "/" not in convenant.naam, "verwacht wordt een naam zonder schuine streep"),
        "tot": (convenant.tot is None or convenant.tot >= convenant.vanaf, "de laatste dag ligt voor de eerste"),
        "melders": (bool(convenant.melders), "verwacht wordt minstens een categorie"),
        "soorten": (bool(convenant.soorten), "verwacht wordt minstens een soort"),
        "bewaar_maanden": (
            convenant.bewaar_maanden <= LANGSTE_BEWAARTERMIJN,
            f"verwacht wordt {LANGSTE_BEWAARTERMIJN} of minder (B01)",
        ),
        "multiproblematiek_leefgebieden": (grens is None or 1 <= grens <= 7, "verwacht wordt 1 tot en met 7, of niets"),
    }
    return gevonden + [(veld, zin) for veld, (goed, zin) in eisen.items() if not goed]


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
