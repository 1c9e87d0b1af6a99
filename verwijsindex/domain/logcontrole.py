# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An export of the log, checked line by line without the index: what is the first thing that is wrong (L03)?

The root grows along with the rows, so that a head anywhere in between, also one that somebody kept, can be compared.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from verwijsindex.domain import boom
from verwijsindex.domain.bewaren import LOG_MAANDEN
from verwijsindex.domain.kop import Handtekening, Kop, lees_notitie
from verwijsindex.domain.logboek import LATERE_VELDEN, PERSOONLIJK, VELDEN, canoniek
from verwijsindex.domain.tijd import dag, plus_maanden

FORMAAT = "verwijsindex-logboek-1"
Klopt = Callable[[str, Handtekening], bool]
"""Is this signature under this text by a key that is trusted?"""


class LogboekAfwijking(Exception):
    """The log is not what it was; the text is Dutch, and names the first row or head that is wrong."""


@dataclass(slots=True)
class Controle:
    """Where the check is: rows so far, heads that were right, rows whose personal part was removed by law."""

    klopt: Klopt
    bewaard: Mapping[int, Kop] = field(default_factory=dict)
    rijen: int = 0
    koppen: int = 0
    vergeten: int = 0
    oorsprong: str = ""
    van: str | None = None
    grootte: int = 0
    _top: list[tuple[int, bytes]] = field(default_factory=list)
    _vorige: int = 0
    _gezien: int = 0
    _jongste: str = ""
    _leeg: tuple[str, int] = ("", 0)
    _lijn: int = 0

    def lees(self, lijnen: Iterable[Mapping[str, object]]) -> None:
        """Everything; raises LogboekAfwijking at the first thing that is wrong, also that the end is missing."""
        for lijn in lijnen:
            self.neem(lijn)
        self.rond_af()

    def neem(self, lijn: Mapping[str, object]) -> None:
        """One line of the export. Raises LogboekAfwijking, also for what no export holds."""
        self._lijn += 1
        try:
            if not self.oorsprong:
                self._begin(lijn)
            elif "kop" in lijn:
                self._kop(str(lijn["kop"]))
            else:
                self._rij(lijn)
        except (KeyError, ValueError, RecursionError):
            raise LogboekAfwijking(onleesbaar(self._lijn)) from None

    @property
    def over_vergeten(self) -> str:
        """How many rows say nobody, and why."""
        if self.van:
            return (
                f"Over wie {self.vergeten} regels gaan, staat niet in deze uitvoer van gemeente {self.van}:"
                " van een andere gemeente, of volgens de wet vernietigd."
            )
        return f"Van {self.vergeten} regels is volgens de wet vernietigd over wie zij gingen."

    def rond_af(self) -> None:
        """After the last line: everything is there that a head promised. Raises LogboekAfwijking."""
        if not self.oorsprong:
            raise LogboekAfwijking("Dit is geen uitvoer van een logboek: er staat niets in.")
        for grootte in sorted(self.bewaard):
            if grootte > self.rijen:
                raise LogboekAfwijking(
                    f"Het einde ontbreekt: een bewaarde kop telt {grootte} regels, de uitvoer {self.rijen}."
                )
        if self.rijen != self.grootte:
            raise LogboekAfwijking(f"De uitvoer telt {self.rijen} regels en zegt er {self.grootte} te hebben.")
        if self.rijen and self._gezien != self.rijen:
            raise LogboekAfwijking(f"Onder de laatste regels (na {self._gezien}) staat geen ondertekende kop.")
        self._eis_oud()

    def _eis_oud(self) -> None:
        """Who and about whom goes after LOG_MAANDEN (B05); of a younger row somebody else took it away.

        By the newest row: a month is allowed for rows that were written since and have no place yet.
        """
        moment, plaats = self._leeg
        if not moment:
            return
        grens = plus_maanden(dag(datetime.fromisoformat(self._jongste)), 1 - LOG_MAANDEN)
        if dag(datetime.fromisoformat(moment)) >= grens:
            raise LogboekAfwijking(f"Van regel {plaats} is weg over wie zij gaat, lang voor de wet dat vraagt.")

    def _begin(self, lijn: Mapping[str, object]) -> None:
        if lijn.get("formaat") != FORMAAT:
            raise LogboekAfwijking("Dit is geen uitvoer van een logboek in het formaat dat deze controle kent.")
        self.oorsprong, self.grootte = str(lijn["oorsprong"]), int(str(lijn["grootte"]))
        self.van = str(lijn["persoonlijkVan"]) if lijn.get("persoonlijkVan") else None
        if los := lijn.get("zonderPlaats"):
            raise LogboekAfwijking(f"Ingevoegd: logregel {_eerste(los)} staat in geen boom.")

    def _rij(self, lijn: Mapping[str, object]) -> None:
        plaats = self.rijen
        if lijn.get("positie") != plaats:
            raise LogboekAfwijking(f"Regel {plaats} ontbreekt of staat op een andere plaats.")
        rij, blad = lijn.get("regel"), str(lijn.get("blad"))
        if not isinstance(rij, Mapping):
            raise LogboekAfwijking(f"Regel {plaats} is verwijderd.")
        nummer = rij.get("id")
        if not set(VELDEN) <= set(rij) <= {*VELDEN, *LATERE_VELDEN} or boom.blad(canoniek(rij)).hex() != blad:
            raise LogboekAfwijking(f"Regel {plaats} (logregel {nummer}) is gewijzigd of verwisseld.")
        if not isinstance(nummer, int):
            raise LogboekAfwijking(f"Regel {plaats} heeft geen nummer.")
        self._jongste = max(self._jongste, str(rij["moment"]))
        self._persoonlijk(plaats, rij, lijn.get("persoonlijk"))
        self._voeg_toe(bytes.fromhex(blad))
        self._vergelijk()

    def _persoonlijk(self, plaats: int, rij: Mapping[str, object], deel: object) -> None:
        if deel is None:
            self.vergeten += 1
            if self.van in (None, rij.get("gemeente")):
                self._leeg = max(self._leeg, (str(rij["moment"]), plaats))
            return
        try:
            if not isinstance(deel, Mapping):
                raise TypeError
            inhoud = {naam: deel[naam] for naam in ("professional", "onderwerpen")}
            gezouten = PERSOONLIJK + bytes.fromhex(deel["zout"]) + canoniek(inhoud)
        except (KeyError, TypeError, ValueError):
            gezouten = b""
        if boom.sha256(gezouten).hex() != rij["verbintenis"]:
            raise LogboekAfwijking(f"Regel {plaats} (logregel {rij['id']}): wie of waarover is gewijzigd.")

    def _voeg_toe(self, hash_: bytes) -> None:
        """Keep the roots of complete subtrees only: as many as the tree is high."""
        self._top.append((0, hash_))
        while len(self._top) > 1 and self._top[-1][0] == self._top[-2][0]:
            (niveau, rechts), (_, links) = self._top.pop(), self._top.pop()
            self._top.append((niveau + 1, boom.knoop(links, rechts)))
        self.rijen += 1

    @property
    def wortel(self) -> bytes:
        """The root over the rows so far."""
        if not self._top:
            return boom.LEEG
        waarde = self._top[-1][1]
        for _, links in reversed(self._top[:-1]):
            waarde = boom.knoop(links, waarde)
        return waarde

    def _vergelijk(self) -> None:
        bewaard = self.bewaard.get(self.rijen)
        if bewaard and bewaard.wortel != self.wortel:
            raise LogboekAfwijking(
                f"Een van de eerste {self.rijen} regels is anders dan toen de bewaarde kop werd ondertekend."
            )

    def _kop(self, notitie: str) -> None:
        try:
            kop = lees_notitie(notitie)
        except ValueError as fout:
            raise LogboekAfwijking(f"Na regel {self.rijen - 1}: {fout}") from None
        eigen = [h for h in kop.handtekeningen if h.naam == self.oorsprong]
        if kop.oorsprong != self.oorsprong or not any(self.klopt(kop.tekst, h) for h in eigen):
            raise LogboekAfwijking(f"De kop van {kop.grootte} regels is niet door deze sleutel ondertekend.")
        if kop.grootte != self.rijen:
            raise LogboekAfwijking(f"De kop na regel {self.rijen - 1} telt {kop.grootte} regels.")
        if kop.wortel != self.wortel:
            raise LogboekAfwijking(
                f"Een van de regels {self._vorige} tot en met {self.rijen - 1} is gewijzigd nadat zij verzegeld was."
            )
        self._vorige = self._gezien = self.rijen
        self.koppen += 1


def onleesbaar(nummer: int) -> str:
    """That a line of the file, counted from 1, is none of an export."""
    return f"Lijn {nummer} van het bestand is onleesbaar."


def _eerste(nummers: object) -> object:
    return nummers[0] if isinstance(nummers, list) else nummers
