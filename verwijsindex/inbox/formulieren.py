# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Forms as they were typed: texts that a page can show again, and from which a deed is made (M11, T01-T03)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Form

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.opgave import Toestemmingsopgave
from verwijsindex.domain.toestemming import Stem
from verwijsindex.domain.woorden import Deel, Gever, Leeftijdsgroep, Wijze, Wilsonbekwaam

# Within these centuries every sum of days and months stays a date.
DAG = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
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


@dataclass(frozen=True, slots=True)
class Keuze:
    """One box to tick, or one of which one is chosen."""

    waarde: str
    tekst: str
    gekozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voortzetformulier:
    """The consent with which a director continues, as typed; the names are those of the API, so that pointers fit."""

    gegeven_op: str = ""
    tot: str = ""
    stemmen: tuple[str, ...] = ()
    gezaghebbenden: str = ""
    leeftijdsgroep: str = ""
    wilsonbekwaam: str = ""
    voor: tuple[str, ...] = (Deel.REGISTREREN, Deel.CONTACTGEGEVENS)
    wijze: str = ""

    def opgave(self) -> Toestemmingsopgave | tuple[Besluit, ...]:
        """For the rules; or what was left out or cannot be read, all at once, without the values (S10)."""
        fouten = tuple(self._fouten())
        if fouten:
            return fouten
        return Toestemmingsopgave(
            gegeven_op=date.fromisoformat(self.gegeven_op),
            tot=date.fromisoformat(self.tot) if self.tot else None,
            stemmen=tuple(Stem(Gever(wie), akkoord=True) for wie in self.stemmen),
            gezag=int(self.gezaghebbenden),
            groep=Leeftijdsgroep(self.leeftijdsgroep),
            wilsonbekwaam=Wilsonbekwaam(self.wilsonbekwaam) if self.wilsonbekwaam else None,
            voor=frozenset(map(Deel, self.voor)),
            met=None,
            wijze=Wijze(self.wijze),
        )

    def _fouten(self) -> Iterator[Besluit]:
        if not self.gegeven_op:
            yield _leeg("T03", "Vul de dag in waarop het gezin toestemming gaf.", "/gegevenOp")
        elif not _is_dag(self.gegeven_op):
            yield _geen_dag("/gegevenOp")
        if self.leeftijdsgroep not in LEEFTIJDEN:
            yield _leeg("T01", "Kies hoe oud de jeugdige op die dag was.", "/leeftijdsgroep")
        if not self.stemmen or not {*self.stemmen} <= {*Gever}:
            yield _leeg("T01", "Kruis aan wie ja zei.", "/stemmen")
        elif Gever.VERTEGENWOORDIGER in self.stemmen and not self.wilsonbekwaam:
            zin = "Kies waarom de jeugdige niet zelf beslist, of haal de vertegenwoordiger weg."
            yield _leeg("T01", zin, "/wilsonbekwaam")
        if self.wilsonbekwaam and self.wilsonbekwaam not in BEPERKINGEN:
            yield _leeg("T01", "Kies een reden uit de lijst.", "/wilsonbekwaam")
        if self.gezaghebbenden not in GEZAG:
            yield _leeg("T02", "Kies hoeveel mensen gezag over de jeugdige hebben.", "/gezaghebbenden")
        if self.wijze not in WIJZEN:
            yield _leeg("T03", "Kies hoe de toestemming is gegeven.", "/wijze")
        if not {*self.voor} <= {*Deel}:
            yield _leeg("T03", "Kruis aan waarvoor de toestemming is.", "/voor")
        if self.tot and not _is_dag(self.tot):
            yield _geen_dag("/tot")

    @property
    def wie(self) -> tuple[Keuze, ...]:
        """Whoever can say yes; two parents are two boxes of one name."""
        over = list(self.stemmen)
        return tuple(Keuze(gever, tekst, _neem(over, gever)) for gever, tekst in GEVERS)

    @property
    def leeftijden(self) -> tuple[Keuze, ...]:
        """The age groups (T01)."""
        return tuple(Keuze(deel, tekst, deel == self.leeftijdsgroep) for deel, tekst in LEEFTIJDEN.items())

    @property
    def gezag(self) -> tuple[Keuze, ...]:
        """How many have authority (T02)."""
        return tuple(Keuze(deel, tekst, deel == self.gezaghebbenden) for deel, tekst in GEZAG.items())

    @property
    def wijzen(self) -> tuple[Keuze, ...]:
        """How it was given (T03)."""
        return tuple(Keuze(deel, tekst, deel == self.wijze) for deel, tekst in WIJZEN.items())

    @property
    def delen(self) -> tuple[Keuze, ...]:
        """What it is for (T03)."""
        return tuple(Keuze(deel, tekst, deel in self.voor) for deel, tekst in DELEN.items())

    @property
    def beperkingen(self) -> tuple[Keuze, ...]:
        """Why a youth does not decide himself (T01)."""
        return tuple(Keuze(deel, tekst, deel == self.wilsonbekwaam) for deel, tekst in BEPERKINGEN.items())


def _neem(over: list[str], waarde: str) -> bool:
    """Take one of these away, if there is one."""
    if waarde not in over:
        return False
    over.remove(waarde)
    return True


def _is_dag(tekst: str) -> bool:
    try:
        return bool(DAG.fullmatch(tekst) and date.fromisoformat(tekst))
    except ValueError:
        return False


def _leeg(regel: str, zin: str, wijzer: str) -> Besluit:
    return geweigerd("veld-ontbreekt", regel, zin, wijzer)


def _geen_dag(wijzer: str) -> Besluit:
    zin = "Deze dag bestaat niet. Vul een dag in als jaar-maand-dag, zoals 2026-11-22."
    return geweigerd("datum-ongeldig", "T03", zin, wijzer)


Tekst = Annotated[str, Form()]
Teksten = Annotated[list[str] | None, Form()]


def _voortzetformulier(
    gegeven_op: Annotated[str, Form(alias="gegevenOp")] = "",
    tot: Tekst = "",
    stemmen: Teksten = None,
    gezaghebbenden: Tekst = "",
    leeftijdsgroep: Tekst = "",
    wilsonbekwaam: Tekst = "",
    voor: Teksten = None,
    wijze: Tekst = "",
) -> Voortzetformulier:
    """Whatever came in, as text: nothing that was typed is lost to a refusal."""
    return Voortzetformulier(
        gegeven_op=gegeven_op.strip(),
        tot=tot.strip(),
        stemmen=tuple(stemmen or ()),
        gezaghebbenden=gezaghebbenden,
        leeftijdsgroep=leeftijdsgroep,
        wilsonbekwaam=wilsonbekwaam,
        voor=tuple(voor or ()),
        wijze=wijze,
    )


Ingevuld = Annotated[Voortzetformulier, Depends(_voortzetformulier)]
