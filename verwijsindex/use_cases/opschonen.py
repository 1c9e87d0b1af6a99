# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What goes, shown beforehand or done now (B04): worker and command share one way, so either may do it, or both."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.archief import GEZEGD
from verwijsindex.domain.bewaren import (
    BERICHT_MAANDEN,
    LOG_MAANDEN,
    Klasse,
    Post,
    begonnen_voor,
    gaat_na,
    vooruitblik,
)
from verwijsindex.domain.daden import Vernietiging
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestand import Regels
from verwijsindex.storage import archief, bewaren, convenanten, families, gebeurtenissen, logboek, verzoeken
from verwijsindex.storage.database import Tx
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.vegen import SYSTEEM, veeg
from verwijsindex.use_cases.vernietigen import verklaring, vernietig_archief

PORTIE = 1000


def te_bekijken(tools: Tools, wie: Aanroep) -> list[int]:
    """Every family's row; asking what will go is a look (L01)."""
    with handeling(tools, wie, "bewaren:vooruitzien") as h:
        return families.alle(h.tx)


def vooruitzie(tools: Tools, rijen: Sequence[int], tot: datetime) -> Iterator[Counter[Post]]:
    """Per family what goes of it through `tot`, and what of that waits for a request (B04, G02); nothing is written."""
    for rij in rijen:
        with tools.database.transaction() as tx:
            toestand = families.kijk(tx, rij)
            if toestand is None:
                yield Counter()
                continue
            personen = {p for s in toestand.signalen.values() for p in (s.kind, *s.ouders)}
            vast = bewaren.bevroren_personen(tx, personen)
            apart = bewaren.wachtende_dossiers(tx, toestand.dossiers)
            yield vooruitblik(toestand, tot, Regels(convenanten.alle(tx), tools.vrij), vast, apart)


def vooruitzie_overig(tools: Tools, tot: datetime) -> Counter[Post]:
    """The same of messages, archive, requests, who stands in the log, and what waits for a request."""
    posten: Counter[Post] = Counter()
    vandaag = dag(tools.klok())
    with tools.database.transaction() as tx:
        for klasse, aangemaakt, aantal in gebeurtenissen.oude(tx, begonnen_voor(tot, BERICHT_MAANDEN)):
            posten[Post(max(gaat_na(aangemaakt, BERICHT_MAANDEN), vandaag), Klasse(klasse), "B05")] += aantal
        for moment, aantal in logboek.oude(tx, begonnen_voor(tot, LOG_MAANDEN)):
            posten[Post(max(gaat_na(moment, LOG_MAANDEN), vandaag), Klasse.LOGREGEL, "B05")] += aantal
        for moment in verzoeken.oude(tx, begonnen_voor(tot, LOG_MAANDEN)):
            posten[Post(max(gaat_na(moment, LOG_MAANDEN), vandaag), Klasse.VERZOEK, "B05")] += 1
        for op, wacht, aantal in archief.verlopend(tx, dag(tot), tot - GEZEGD):
            posten[Post(max(op, vandaag), Klasse.ARCHIEFSTUK, "B02", wacht)] += aantal
        for deel in bewaren.wachtend(tx):
            posten[Post(dag(deel.sinds), Klasse(deel.soort), deel.regel, True)] += deel.aantal
    return +posten


def achterstand(tools: Tools) -> int:
    """How many families have something due now."""
    with tools.database.transaction() as tx:
        return families.aantal_te_vegen(tx, tools.klok())


def ruim_families(tools: Tools, wie: Aanroep = SYSTEEM) -> Iterator[int]:
    """Deal with every family that is due, each in its own transaction: stop at any moment and start again (B04).

    Gives their rows as they are done; those at which somebody else is at work are left to him.
    """
    gedaan = True
    while gedaan:
        gedaan = False
        for rij in veeg(tools, wie):
            gedaan = True
            yield rij


def teruggekomen(tools: Tools, wie: Aanroep) -> dict[int, set[UUID]]:
    """B03: per family the persons and signals that an older backup brought back: their keys were destroyed since."""
    with handeling(tools, wie, "bewaren:terugzetten") as h:
        alle = bewaren.alle_plaatsen(h.tx)
    gevonden: dict[int, set[UUID]] = {}
    for deel in alle:
        if tools.kluis.is_vernietigd(deel.plaats):
            gevonden.setdefault(deel.verwantschap, set()).add(deel.id)
    return gevonden


def ruim_teruggekomen(tools: Tools, gevonden: Mapping[int, Collection[UUID]], wie: Aanroep) -> Iterator[int]:
    """B03: destroy again every signal of or about these; the rows of the families, as they are done."""
    for rij, weg in gevonden.items():
        with tools.database.transaction() as tx:
            familie = families.vergrendel_rij(tx, rij)
            if familie is None:
                continue
            b = Bewerking(Handeling.van_tijd(tools, tx, wie, tools.klok()), familie)
            signalen = (s for s in b.toestand.signalen.values() if not {s.id, s.kind, *s.ouders}.isdisjoint(weg))
            if terug := frozenset(s.id for s in signalen):
                b.doe(Vernietiging(terug, "B03"))
            b.rond_af()
            archief.leg_stil(tx, list(weg), b.nu)
            vernietig_archief(b.h, familie.id, "B03")
        yield rij


def ruim_archief(tools: Tools, wie: Aanroep = SYSTEEM) -> Iterator[int]:
    """Destroy of the archive what had its time (B02) or spoke (M15), and who is known for it only; how many.

    A family per transaction.
    """
    nu = tools.klok()
    with tools.database.transaction() as tx:
        rijen = archief.families_met_verlopen(tx, dag(nu), nu - GEZEGD)
    for rij in rijen:
        with tools.database.transaction() as tx:
            if families.vergrendel_rij(tx, rij) is None:
                continue
            yield vernietig_archief(Handeling.van_tijd(tools, tx, wie, nu), rij, "B02")


def ruim_berichten(tools: Tools, wie: Aanroep = SYSTEEM) -> Iterator[int]:
    """Destroy messages of over thirteen months with their deliveries (B05); how many messages, by portion."""

    def weg(tx: Tx, nu: datetime) -> dict[Klasse, int]:
        berichten, bezorgingen = gebeurtenissen.verwijder_oude(tx, begonnen_voor(nu, BERICHT_MAANDEN), PORTIE)
        return {Klasse.BERICHT: berichten, Klasse.BEZORGING: bezorgingen}

    return _porties(tools, wie, weg)


def ruim_logregels(tools: Tools, wie: Aanroep = SYSTEEM) -> Iterator[int]:
    """Destroy who and about whom in evidence of over five years (B05); how many, by portion.

    The rows themselves stay, and stay provable (L02, L03): of nobody they say that something was done.
    """

    def weg(tx: Tx, nu: datetime) -> dict[Klasse, int]:
        return {Klasse.LOGREGEL: logboek.vergeet_oude(tx, begonnen_voor(nu, LOG_MAANDEN), PORTIE)}

    return _porties(tools, wie, weg)


def ruim_verzoeken(tools: Tools, wie: Aanroep = SYSTEEM) -> Iterator[int]:
    """Destroy requests that ended over five years ago, as the evidence of them (B05, G02); how many, by portion."""

    def weg(tx: Tx, nu: datetime) -> dict[Klasse, int]:
        return {Klasse.VERZOEK: verzoeken.verwijder_oude(tx, begonnen_voor(nu, LOG_MAANDEN), PORTIE)}

    return _porties(tools, wie, weg)


def _porties(tools: Tools, wie: Aanroep, weg: Callable[[Tx, datetime], Mapping[Klasse, int]]) -> Iterator[int]:
    """A portion per transaction, each with its statement: stop at any moment and start again (B04)."""
    while True:
        with tools.database.transaction() as tx:
            nu = tools.klok()
            telling = weg(tx, nu)
            aantal = next(iter(telling.values()))
            if not aantal:
                return
            logboek.schrijf(tx, [verklaring(wie, nu, "B05", Counter(telling))])
        yield aantal
