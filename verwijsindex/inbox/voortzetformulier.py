# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The form of the consent on which a director continues (M11, T01-T03)."""

from collections.abc import Iterator

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.opgave import Toestemmingsopgave
from verwijsindex.domain.toestemming import Stem
from verwijsindex.domain.woorden import Deel, Gever, Leeftijdsgroep, Wijze, Wilsonbekwaam
from verwijsindex.inbox.formulier import Formulier, ontbreekt

NAAM = "voortzetten"
BEGIN = {"voor": (Deel.REGISTREREN.value, Deel.CONTACTGEGEVENS.value)}
GEZAG = {"0": "niemand", "1": "een persoon", "2": "twee personen"}
GEVERS = (
    (Gever.JEUGDIGE, "de jeugdige zelf"),
    (Gever.OUDER, "een ouder of voogd met gezag"),
    (Gever.OUDER, "een tweede ouder of voogd met gezag"),
    (Gever.VERTEGENWOORDIGER, "de vertegenwoordiger van een jeugdige die niet zelf kan beslissen"),
)
INTREKKERS = {
    Gever.JEUGDIGE: "de jeugdige zelf",
    Gever.OUDER: "een ouder of voogd met gezag",
    Gever.VERTEGENWOORDIGER: "de vertegenwoordiger van de jeugdige",
}
LEEFTIJDEN = {
    Leeftijdsgroep.ONDER_12: "jonger dan 12",
    Leeftijdsgroep.VAN_12_TOT_16: "12 tot en met 15 jaar",
    Leeftijdsgroep.VANAF_16: "16 jaar of ouder",
}
WIJZEN = {Wijze.MONDELING: "mondeling", Wijze.SCHRIFTELIJK: "op papier", Wijze.DIGITAAL: "digitaal"}
DELEN = {
    Deel.REGISTREREN: "dat de match in de index blijft staan",
    Deel.CONTACTGEGEVENS: "dat organisaties elkaars contactgegevens krijgen",
    Deel.INHOUD: "dat organisaties ook over de inhoud spreken",
}
BEPERKINGEN = {
    Wilsonbekwaam.VERSTANDELIJKE_BEPERKING: "een verstandelijke beperking",
    Wilsonbekwaam.PSYCHISCHE_TOESTAND: "de psychische toestand",
    Wilsonbekwaam.LICHAMELIJKE_TOESTAND: "de lichamelijke toestand",
}


def opgave(f: Formulier) -> Toestemmingsopgave | tuple[Besluit, ...]:
    """For the rules; or what was left out or cannot be read, all at once, without the values (S10)."""
    gegeven_op = f.dag("gegevenOp")
    fouten = tuple(_fouten(f))
    if fouten or gegeven_op is None:
        return fouten
    return Toestemmingsopgave(
        gegeven_op=gegeven_op,
        tot=f.dag("tot"),
        stemmen=tuple(Stem(Gever(wie), akkoord=True) for wie in f.teksten("stemmen")),
        gezag=int(f.tekst("gezaghebbenden")),
        groep=Leeftijdsgroep(f.tekst("leeftijdsgroep")),
        wilsonbekwaam=f.woord("wilsonbekwaam", Wilsonbekwaam),
        voor=frozenset(map(Deel, f.teksten("voor"))),
        met=None,
        wijze=Wijze(f.tekst("wijze")),
    )


def _fouten(f: Formulier) -> Iterator[Besluit]:
    stemmen, wilsonbekwaam = f.teksten("stemmen"), f.tekst("wilsonbekwaam")
    if f.dag("gegevenOp") is None:
        yield f.geen_dag("gegevenOp", "T03", "Vul de dag in waarop het gezin toestemming gaf.")
    if f.tekst("leeftijdsgroep") not in LEEFTIJDEN:
        yield ontbreekt("leeftijdsgroep", "T01", "Kies hoe oud de jeugdige op die dag was.")
    if not stemmen or not {*stemmen} <= {*Gever}:
        yield ontbreekt("stemmen", "T01", "Kruis aan wie ja zei.")
    elif Gever.VERTEGENWOORDIGER in stemmen and not wilsonbekwaam:
        zin = "Kies waarom de jeugdige niet zelf beslist, of haal de vertegenwoordiger weg."
        yield ontbreekt("wilsonbekwaam", "T01", zin)
    if wilsonbekwaam and wilsonbekwaam not in BEPERKINGEN:
        yield ontbreekt("wilsonbekwaam", "T01", "Kies een reden uit de lijst.")
    if f.tekst("gezaghebbenden") not in GEZAG:
        yield ontbreekt("gezaghebbenden", "T02", "Kies hoeveel mensen gezag over de jeugdige hebben.")
    if f.tekst("wijze") not in WIJZEN:
        yield ontbreekt("wijze", "T03", "Kies hoe de toestemming is gegeven.")
    if not {*f.teksten("voor")} <= {*Deel}:
        yield ontbreekt("voor", "T03", "Kruis aan waarvoor de toestemming is.")
    if f.tekst("tot") and f.dag("tot") is None:
        yield f.geen_dag("tot", "T03", "")
