# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Destroying, inside the transaction on a locked family: keys first, then rows, and a statement of it (B03, B05, G02).

What has to go by the rules goes whatever becomes of this transaction: after a crash between key and row the next one
finds the row due as it was, and takes it away.

While a request is pending only the rows of who it is about wait (G02). For rules and readers what is due is gone as
ever, so that is no part of the family's state: what waits lies apart, where only the request looks.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.archief import GEZEGD, archiveer
from verwijsindex.domain.bewaren import VAN, Klasse, aantallen, vernietigd
from verwijsindex.domain.daden import Gevolg
from verwijsindex.domain.logboek import Aanroep, Logregel, Rol
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestand import Toestand
from verwijsindex.storage import archief, bewaren, families, logboek, signalen
from verwijsindex.use_cases.handeling import Handeling

VERNIETIGEN = "bewaren:vernietigen"
WACHTEN = "bewaren:wachten"


def verklaring(
    wie: Aanroep, moment: datetime, regel: str, per_klasse: Counter[Klasse], tag: str = VERNIETIGEN
) -> Logregel:
    """A statement of destruction: which classes, how many, by which rule; no id of what is gone (B03)."""
    systeem = wie if wie.rol is Rol.SYSTEEM else wie.als_systeem()
    return Logregel(moment=moment, aanroep=systeem, tag=tag, code=aantallen(per_klasse), regel=regel)


class Vernietiging:
    """What one transaction on a family destroys: `eerst` before its rows are written, `ten_slotte` after all else."""

    def __init__(self, h: Handeling, gevolgen: Iterable[Gevolg]) -> None:
        self._h = h
        self._gevolgen = vernietigd(gevolgen)
        self._signalen = {g.signaal: g.regel for g in self._gevolgen if g.signaal}
        self._matches = [g.match for g in self._gevolgen if g.match]
        self._bevroren: set[UUID] = set()
        self._ook: Counter[Klasse] = Counter()

    def eerst(self) -> None:
        """G02: what waits for a request is set apart; of the rest the keys go, before their rows (B03)."""
        if not self._signalen:
            return
        self._bevroren = bewaren.bewaar_bevroren(self._h.tx, self._signalen, self._h.nu)
        enveloppen = bewaren.enveloppen(self._h.tx, self._signalen.keys() - self._bevroren)
        self._h.vernietig(enveloppen.plaatsen)
        self._ook[Klasse.ENVELOP] += len(enveloppen.ids)

    def archiveer(self, eerder: Stand) -> None:
        """B02: of what ended by the statutory index's rules stays that it was reported, and by whom."""
        stukken = []
        for gevolg in self._gevolgen:
            signaal = eerder.toestand.signalen.get(gevolg.signaal) if gevolg.signaal else None
            convenant = eerder.regels.van(signaal.gemeente, gevolg.moment) if signaal else None
            if signaal and convenant and (stuk := archiveer(signaal, gevolg.regel, gevolg.moment, convenant)):
                # By its own name for it the organisation may still say that it was wrong (S06, S09).
                stukken.append(replace(stuk, signaal_id=signalen.eerste_id(self._h.tx, signaal.id)))
        archief.bewaar(self._h.tx, stukken)

    def tijdlijnen(self) -> None:
        """B05: the timelines of matches that go."""
        if self._matches:
            self._bevroren |= bewaren.verwijder_tijdlijnen(self._h.tx, self._matches, self._h.nu)

    def ten_slotte(self, verwantschap: int, toestand: Toestand) -> None:
        """The history is forgotten, and persons of whom nobody speaks; then the statement."""
        tx = self._h.tx
        families.ijk(tx, verwantschap, toestand)
        self._ook[Klasse.PERSOON] += vergeet_personen(self._h, verwantschap)
        bewaren.ontkoppel_tijdlijn(tx, verwantschap)
        bewaren.verwijder_lege_familie(tx, verwantschap)
        logboek.schrijf(tx, list(self._verklaringen()))

    def _verklaringen(self) -> Iterable[Logregel]:
        groepen: dict[tuple[datetime, str, str], Counter[Klasse]] = {}
        for gevolg in self._gevolgen:
            wacht = (gevolg.signaal or gevolg.match) in self._bevroren
            sleutel = (gevolg.moment, gevolg.regel, WACHTEN if wacht else VERNIETIGEN)
            groepen.setdefault(sleutel, Counter())[VAN[gevolg.soort]] += 1
        for (moment, regel, tag), telling in groepen.items():
            yield verklaring(self._h.systeem(moment), moment, regel, telling, tag)
        if +self._ook:
            # Keys and persons go with what is named above: under the deed where all of that is its own.
            eerste = min(gevolg.moment for gevolg in self._gevolgen)
            yield verklaring(self._h.systeem(eerste), self._h.nu, "B03", self._ook)


def vergeet_personen(h: Handeling, verwantschap: int) -> int:
    """B01: the persons of a family of whom no signal speaks any more, key first; how many."""
    personen = bewaren.overbodige_personen(h.tx, verwantschap)
    h.vernietig(personen.plaatsen)
    bewaren.verwijder_personen(h.tx, personen.ids)
    return len(personen.ids)


def ontdooi(h: Handeling, verwantschap: int, persoon: UUID, verzoek: UUID) -> None:
    """The request ended: what waited for it alone is destroyed at once, keys first (G02, B03). Again is harmless.

    The row of the family is locked, and time dealt with.
    """
    if not bewaren.ontdooi(h.tx, persoon, verzoek):
        return
    h.vernietig(bewaren.vrijgekomen_sleutels(h.tx, persoon))
    weg = bewaren.verwijder_vrijgekomen(h.tx, persoon)
    regels = [verklaring(h.wie, h.nu, deel.regel, Counter({Klasse(deel.soort): deel.aantal})) for deel in weg]
    enveloppen = sum(deel.enveloppen for deel in weg)
    ook = Counter({Klasse.ENVELOP: enveloppen, Klasse.PERSOON: vergeet_personen(h, verwantschap)})
    if +ook:
        regels.append(verklaring(h.wie, h.nu, "B03", ook))
    bewaren.verwijder_lege_familie(h.tx, verwantschap)
    logboek.schrijf(h.tx, regels)


def vernietig_archief(h: Handeling, verwantschap: int, regel: str) -> int:
    """Of the archive what had its time or spoke (B02, M15), and who is known for it only; how many.

    The row of the family is locked. What concerns somebody about whom a request is pending waits (G02).
    """
    aantal = archief.verwijder_verlopen(h.tx, verwantschap, dag(h.nu), h.nu - GEZEGD)
    if aantal:
        telling = Counter({Klasse.ARCHIEFSTUK: aantal, Klasse.PERSOON: vergeet_personen(h, verwantschap)})
        bewaren.verwijder_lege_familie(h.tx, verwantschap)
        logboek.schrijf(h.tx, [verklaring(h.wie, h.nu, regel, telling)])
    return aantal


def vernietig_envelop(h: Handeling, signaal: UUID) -> None:
    """The envelope of a signal that lives on: its organisation wants to be called instead (S03)."""
    if plaats := signalen.plaats_van_envelop(h.tx, signaal):
        h.vernietig([plaats])
    signalen.verwijder_envelop(h.tx, signaal)


def ververs_personen(h: Handeling, personen: Sequence[Pseudoniem]) -> None:
    """Give persons who are reported anew a key where they have none: stored before there were, or a sweep crashed."""
    plaatsen = bewaren.plaatsen_van(h.tx, [sleutel for p in personen for sleutel in p.alle])
    for persoon in personen:
        for sleutel in persoon.alle:
            if sleutel in plaatsen and ((plaats := plaatsen[sleutel]) is None or not h.tools.kluis.leeft(plaats)):
                bewaren.verzegel_opnieuw(h.tx, sleutel, persoon)
