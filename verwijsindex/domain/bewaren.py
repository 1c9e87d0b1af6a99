# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Keeping and destroying: what is counted of it, and what is still to come (B01-B05, T06)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.tijd import begin_van, dag, plus_maanden
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.verloop import loop_bij

# B05: a message says a type and an opaque id; who was away for a year still finds it.
BERICHT_MAANDEN = 13
LOG_MAANDEN = 60


class Klasse(StrEnum):
    """What is destroyed, as a statement of destruction counts it (B03)."""

    SIGNAAL = "signaal"
    ENVELOP = "envelop"
    PERSOON = "persoon"
    MATCH = "match"
    ARCHIEFSTUK = "archiefstuk"
    BERICHT = "bericht"
    BEZORGING = "bezorging"
    LOGREGEL = "logregel"
    VERZOEK = "verzoek"


VAN = {Gevolgsoort.SIGNAAL_VERNIETIGD: Klasse.SIGNAAL, Gevolgsoort.MATCH_VERNIETIGD: Klasse.MATCH}


def aantallen(per_klasse: Mapping[Klasse, int]) -> str:
    """How a statement of destruction says what and how many (B03): `signaal=2 envelop=1`."""
    return " ".join(f"{klasse}={per_klasse[klasse]}" for klasse in Klasse if per_klasse.get(klasse))


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """One line of what is to go: on which day, what, by which rule; `wacht` while a request is pending (G02)."""

    dag: date
    klasse: Klasse
    regel: str
    wacht: bool = False


def vooruitblik(
    toestand: Toestand, tot: datetime, regels: Regels, bevroren: Collection[UUID] = (), apart: Collection[UUID] = ()
) -> Counter[Post]:
    """What goes of a family through `tot` if nobody does anything (B04).

    `bevroren` are persons about whom a request is pending, `apart` the dossiers of which signals wait already (G02).
    """
    wachtend = [s for s in toestand.signalen.values() if not {s.kind, *s.ouders}.isdisjoint(bevroren)]
    dossiers = {*apart, *(toestand.kinderen[s.kind].dossier for s in wachtend)}
    wacht = {s.id for s in wachtend}
    _, gevolgen = loop_bij(toestand, tot, regels)
    return Counter(
        Post(dag(g.moment), VAN[g.soort], g.regel, g.signaal in wacht if g.signaal else g.dossier in dossiers)
        for g in vernietigd(gevolgen)
    )


def gaat_na(begin: datetime, maanden: int) -> date:
    """The day on which goes what is kept for so many months (B05)."""
    return plus_maanden(dag(begin), maanden)


def begonnen_voor(nu: datetime, maanden: int) -> datetime:
    """What began before this moment may go now (B05): that of which the day of `gaat_na` has come."""
    vandaag = dag(nu)
    grens = plus_maanden(vandaag, -maanden)
    # Clipped months: 31 January and thirteen months is the last of February.
    while gaat_na(begin_van(grens), maanden) <= vandaag:
        grens = date.fromordinal(grens.toordinal() + 1)
    while gaat_na(begin_van(date.fromordinal(grens.toordinal() - 1)), maanden) > vandaag:
        grens = date.fromordinal(grens.toordinal() - 1)
    return begin_van(grens)


def vernietigd(gevolgen: Iterable[Gevolg]) -> list[Gevolg]:
    """Those that say that something was destroyed."""
    return [gevolg for gevolg in gevolgen if gevolg.soort in VAN]
