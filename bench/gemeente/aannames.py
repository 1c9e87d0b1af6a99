# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Every number that the municipality on paper rests on, with its unit and source; `aanname` where there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from verwijsindex.domain.woorden import Categorie, Leefgebied, Patroon

AANNAME = "aanname"
MULTISIGNAAL = "multisignaal.nl, Meetbaar 2023 (11 december 2023)"
CBS_HUISHOUDENS = "CBS StatLine 71487ned, huishoudens met kinderen, Nederland, 1 januari 2023"
CBS_COMPLEX = "CBS 2020, ruim een half miljoen minderjarigen in complexe gezinsverbanden (cijfers over 2017)"


def _getal(waarde: float, eenheid: str, bron: str) -> float:
    """A number with where it comes from."""
    getal: float = field(default=waarde, metadata={"eenheid": eenheid, "bron": bron})
    return getal


@dataclass(frozen=True, kw_only=True)
class Aannames:
    """The parameters. Shares are of 1; `geijkt` is set so that the plain rule gives the figures of 2023."""

    # People.
    huishoudens: float = _getal(2_645_269 / 17_811_291, "huishoudens met kinderen per inwoner", CBS_HUISHOUDENS)
    een_kind: float = _getal(1_146_643 / 2_645_269, "aandeel van die huishoudens", CBS_HUISHOUDENS)
    twee_kinderen: float = _getal(1_081_843 / 2_645_269, "aandeel van die huishoudens", CBS_HUISHOUDENS)
    vier_of_meer: float = _getal(0.3, "aandeel van wie er drie of meer hebben", AANNAME)
    een_ouder: float = _getal(610_633 / 2_645_269, "aandeel van die huishoudens", CBS_HUISHOUDENS)
    een_juridische_ouder: float = _getal(0.15, "aandeel van de eenouderhuishoudens", AANNAME)
    halfbroers: float = _getal(394 / 3290, "aandeel van de huishoudens met broers of zussen", CBS_COMPLEX)
    halfbroers_elders: float = _getal(0.3, "aandeel daarvan met een ouder in een ander huishouden", AANNAME)
    last_vorm: float = _getal(0.075, "vorm van de gammaverdeelde last van een huishouden", f"geijkt op {MULTISIGNAAL}")
    # Signals.
    signalen: float = _getal(
        168_000 / (0.7 * 178), "per jaar per 100.000 inwoners", f"{MULTISIGNAAL}; 70 % van 17,8 mln"
    )
    betrokkenheid: float = _getal(1.0, "maal het aantal signalen", "raster: x0,5, x1 en x2")
    hele_gezin: float = _getal(0.85, "kans dat een gezinsmelder een kind van het gezin meldt", AANNAME)
    ook_broer: float = _getal(0.25, "kans dat een kindmelder ook een broer of zus meldt", f"geijkt op {MULTISIGNAAL}")
    alle_ouders: float = _getal(0.85, "kans dat een melder alle ouders noemt, anders alleen de eerste", AANNAME)
    zwaar_gezin: float = _getal(0.1, "aandeel huishoudens met de hoogste last", AANNAME)
    zorgen_zwaar: float = _getal(0.5, "aandeel betrokkenheden met zorgen, in die huishoudens", AANNAME)
    zorgen_licht: float = _getal(0.15, "hetzelfde, in de andere", AANNAME)
    zorgen_later: float = _getal(0.5, "aandeel van de zorgen dat pas tijdens de betrokkenheid komt", AANNAME)
    duur_spreiding: float = _getal(0.8, "sigma van de lognormale duur", AANNAME)
    einde_gemeld: float = _getal(0.7, "aandeel betrokkenheden waarvan het einde wordt gemeld", AANNAME)
    herhaalt: float = _getal(0.5, "aandeel betrokkenheden dat een koppeling elke 90 dagen herhaalt", AANNAME)
    ten_onrechte: float = _getal(0.01, "aandeel signalen", AANNAME)
    verkeerd_kind: float = _getal(0.001, "aandeel signalen", AANNAME)
    risico_geweken: float = _getal(0.03, "aandeel signalen", AANNAME)
    # Consent and safety.
    toestemming: float = _getal(0.7, "aandeel gezinnen dat ja zegt, gemiddeld", f"{AANNAME}; raster: 30, 50, 70, 90 %")
    eensgezind: float = _getal(4.0, "a + b van de bètaverdeling over gezinnen", AANNAME)
    direct_gevraagd: float = _getal(0.8, "aandeel signalen met een antwoord bij de melding", AANNAME)
    later_gevraagd: float = _getal(0.7, "aandeel van de andere, binnen 28 dagen", AANNAME)
    intrekking: float = _getal(0.05, "aandeel van de toestemmingen", AANNAME)
    verlengd: float = _getal(0.9, "aandeel van aflopende toestemmingen dat opnieuw wordt gevraagd", AANNAME)
    bevestigd: float = _getal(0.95, "aandeel V-gronden dat op tijd wordt bevestigd", AANNAME)
    herbeoordeeld: float = _getal(0.9, "aandeel V-gronden dat na bijna drie maanden wordt herbeoordeeld", AANNAME)
    grond_blijft: float = _getal(0.3, "aandeel V-gronden dat na het einde blijft", AANNAME)
    # Directors.
    regisseurs: float = _getal(12.0, "per 100.000 inwoners", AANNAME)
    regie_weken: float = _getal(26.0, "mediaan van aannemen tot afsluiten", AANNAME)
    op_tijd: float = _getal(0.9, "aandeel stappen van een regisseur binnen de termijn", AANNAME)
    regie_spreiding: float = _getal(0.6, "sigma van de lognormale duur", AANNAME)


AANNAMES = Aannames()


@dataclass(frozen=True)
class Melder:
    """How one category of the convenant reports; every number and list is an `aanname`.

    `aandeel` of all involvements, `organisaties` per 100,000 inhabitants, `dagen` is the median duration, `zorgen`
    multiplies the share of worries, `grond` is the share of worries with a safety ground, ages are whole years.
    """

    aandeel: float
    organisaties: int
    gezin: bool
    dagen: int
    zorgen: float
    grond: float
    leefgebieden: tuple[Leefgebied, ...]
    patronen: tuple[Patroon, ...] = ()
    van: int = 0
    tot: int = 23


_MIJDT = (Patroon.NIET_VERSCHENEN, Patroon.ZORGMIJDING)
MELDERS = {
    Categorie.JEUGDHULP: Melder(
        0.30, 25, False, 270, 1.0, 0.05, (Leefgebied.GEZIN, Leefgebied.GEZONDHEID), (Patroon.OVERBELASTING, *_MIJDT)
    ),
    Categorie.ONDERWIJS: Melder(
        0.18, 50, False, 240, 1.0, 0.04, (Leefgebied.ONDERWIJS,), (Patroon.ONGEOORLOOFD_VERZUIM, *_MIJDT), 4, 18
    ),
    Categorie.JGZ: Melder(0.17, 1, False, 210, 0.8, 0.05, (Leefgebied.GEZONDHEID, Leefgebied.GEZIN), _MIJDT, 0, 18),
    Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING: Melder(
        0.12, 4, True, 270, 1.0, 0.06, (Leefgebied.GEZIN, Leefgebied.INKOMEN), (Patroon.OVERBELASTING, *_MIJDT)
    ),
    Categorie.VEILIG_THUIS: Melder(0.06, 1, True, 120, 1.8, 0.50, (Leefgebied.VEILIGHEID, Leefgebied.GEZIN)),
    Categorie.POLITIE_JUSTITIE: Melder(0.05, 1, True, 60, 1.6, 0.25, (Leefgebied.VEILIGHEID,)),
    Categorie.GEZONDHEIDSZORG: Melder(0.04, 45, False, 180, 1.2, 0.08, (Leefgebied.GEZONDHEID,), _MIJDT),
    Categorie.WONEN: Melder(
        0.03, 3, True, 180, 0.8, 0.01, (Leefgebied.WONEN,), (Patroon.HUURACHTERSTAND, Patroon.DREIGENDE_HUISUITZETTING)
    ),
    Categorie.WERK_EN_INKOMEN: Melder(0.03, 1, True, 300, 0.6, 0.01, (Leefgebied.WERK, Leefgebied.INKOMEN)),
    Categorie.SCHULDHULP: Melder(0.02, 1, True, 360, 0.8, 0.01, (Leefgebied.INKOMEN,), (Patroon.SCHULDEN,)),
}
# The share of signals with a code of their list (`aanname`).
MET_PATROON = 0.25


def tabel() -> Iterator[tuple[str, float, str, str]]:
    """Name, value, unit and source of every parameter."""
    for veld in fields(Aannames):
        yield veld.name, getattr(AANNAMES, veld.name), veld.metadata["eenheid"], veld.metadata["bron"]
