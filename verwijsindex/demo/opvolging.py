# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What came of the follow-up, read by directors and asked by reporters, held against the computed tables (R03-R10)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any

from verwijsindex.demo.casus import Casus, Scenario
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import TERMIJNEN, TREDEN, ZINNEN, datum, opsomming

TE_LAAT = Gevolgsoort.TERMIJN_VERSTREKEN
SOORTEN = frozenset(
    {
        TE_LAAT,
        Gevolgsoort.MATCH_GEOPEND,
        Gevolgsoort.MATCH_HEROPEND,
        Gevolgsoort.MATCH_TOEGEWEZEN,
        Gevolgsoort.MATCH_ZONDER_REGISSEUR,
        Gevolgsoort.MATCH_AANGENOMEN,
        Gevolgsoort.MATCH_AFGESLOTEN,
        Gevolgsoort.CONTACT_GELEGD,
        Gevolgsoort.OVERLEG_GEHOUDEN,
        Gevolgsoort.REGIE_BEKENDGEMAAKT,
        Gevolgsoort.OVERDRACHT_GEVRAAGD,
        Gevolgsoort.OVERDRACHT_AANGENOMEN,
        Gevolgsoort.OVERDRACHT_GEWEIGERD,
        Gevolgsoort.OVERDRACHT_INGETROKKEN,
        Gevolgsoort.NAZORG_VOORGESTELD,
        Gevolgsoort.NAZORG_AANGENOMEN,
        Gevolgsoort.NAZORG_GEWEIGERD,
        Gevolgsoort.NAZORG_INGETROKKEN,
        Gevolgsoort.NAZORG_BEGONNEN,
        Gevolgsoort.NAZORG_BEVESTIGD,
        Gevolgsoort.AFSPRAAK_GEMAAKT,
        Gevolgsoort.AFSPRAAK_NAGEKOMEN,
        Gevolgsoort.AFSPRAAK_INGETROKKEN,
        Gevolgsoort.BASISZORG_TE_BEREIKEN,
        Gevolgsoort.BASISZORG_BEREIKT,
    }
)
# With these the name of who leads from then on is told.
MET_NAAM = frozenset(
    {
        Gevolgsoort.MATCH_TOEGEWEZEN,
        Gevolgsoort.MATCH_HEROPEND,
        Gevolgsoort.MATCH_AANGENOMEN,
        Gevolgsoort.OVERDRACHT_AANGENOMEN,
    }
)
# Which term passed and who was told, by the sentence of the timeline.
VERSTREKEN = {
    ZINNEN[TE_LAAT].format(termijn=TERMIJNEN[termijn], trede=TREDEN[trede]): (termijn, trede)
    for termijn, trede in product(TERMIJNEN, TREDEN)
}
ROLLEN = ("eerste", "tweede", "derde")


@dataclass(frozen=True, slots=True)
class Opvolgstap:
    """One line of the timeline about the follow-up; `termijn` and `trede` of what passed (R04), else empty.

    `regisseur` is who leads from then on, where the line is about that.
    """

    dag: date
    soort: str
    zin: str
    organisaties: tuple[str, ...]
    termijn: str = ""
    trede: str = ""
    regisseur: str = ""


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a reporter was told of the match of his signal on a day (R08)."""

    dag: date
    vrager: str
    status: str | None
    regisseur: str


def van_regel(regel: Mapping[str, Any], regisseur: str) -> Opvolgstap:
    """From a line of the timeline, and who leads the match at that look."""
    termijn, trede = VERSTREKEN.get(regel["zin"], ("", ""))
    return Opvolgstap(
        dag(datetime.fromisoformat(regel["moment"])),
        regel["soort"],
        regel["zin"],
        tuple(regel["organisaties"]),
        termijn,
        trede,
        regisseur if regel["soort"] in MET_NAAM else "",
    )


def lees_stap(bron: Mapping[str, Any]) -> Opvolgstap:
    """From the JSON of a kept report. Raises ValueError, KeyError, TypeError."""
    return Opvolgstap(**{**bron, "dag": date.fromisoformat(bron["dag"]), "organisaties": tuple(bron["organisaties"])})


def lees_antwoord(bron: Mapping[str, Any]) -> Antwoord:
    """The same of an answer."""
    return Antwoord(**{**bron, "dag": date.fromisoformat(bron["dag"])})


def regel(stap: Opvolgstap) -> str:
    """`21 januari 2014: Te laat: een vervolgoverleg houden. Ingelicht: de coördinator.`"""
    over = f" Het gaat om {opsomming(stap.organisaties)}." if stap.trede and stap.organisaties else ""
    wie = f" Het is {stap.regisseur}." if stap.regisseur else ""
    return f"{datum(stap.dag)}: {stap.zin}{over}{wie}"


def antwoordregel(antwoord: Antwoord, casus: Casus) -> str:
    """What a reporter heard, for a policy officer."""
    wie = f"{datum(antwoord.dag)}, 20.00 uur: {casus.partijen[antwoord.vrager].naam} vraagt wat er van het signaal werd"
    if antwoord.status is None:
        return f"{wie} en hoort van geen match."
    leidt = f"{antwoord.regisseur} heeft de regie" if antwoord.regisseur else "niemand heeft de regie"
    return f"{wie}: de match is {antwoord.status}, {leidt}."


def verschillen(
    casus: Casus,
    scenario: Scenario,
    stappen: Sequence[Opvolgstap],
    antwoorden: Sequence[Antwoord],
    regisseurs: Sequence[str],
) -> list[str]:
    """Every difference with the computed tables, one Dutch line each; `regisseurs` in the order in which they led."""
    if scenario.naam not in casus.opvolging:
        return _ladderverschil(casus, scenario, stappen)
    rollen = dict(zip(regisseurs, ROLLEN, strict=False))
    over = list(stappen)
    gevonden = []
    for rij in casus.opvolging[scenario.naam].stappen:
        treffer = next((stap for stap in over if _is(stap, rij, rollen, casus)), None)
        if treffer:
            over.remove(treffer)
        else:
            gevonden.append(f"Verwacht maar niet gebeurd: {_wat(rij, casus)}.")
    gevonden += [f"Gebeurd maar niet verwacht: {regel(stap)}" for stap in over]
    gehoord = {(a.dag, a.vrager): (a.status, rollen.get(a.regisseur, "")) for a in antwoorden}
    for rij in casus.opvolging[scenario.naam].antwoorden:
        werkelijk = gehoord.pop((rij["datum"], rij["vrager"]), "niets")
        if werkelijk != (verwacht := (rij["status"], rij["regisseur"])):
            wie = f"{datum(rij['datum'])}, {casus.partijen[rij['vrager']].naam}"
            gevonden.append(f"{wie}: verwacht antwoord {verwacht}, gehoord {werkelijk}.")
    return gevonden + [f"Niet verwacht: een antwoord aan {vrager} op {datum(op)}." for op, vrager in gehoord]


def _is(stap: Opvolgstap, rij: Mapping[str, Any], rollen: Mapping[str, str], casus: Casus) -> bool:
    over = tuple(sorted(casus.partijen[sleutel].naam for sleutel in rij.get("over", ())))
    return (
        (stap.dag, stap.soort) == (rij["datum"], rij["soort"])
        and (stap.termijn, stap.trede) == (rij.get("termijn", ""), rij.get("trede", ""))
        and ("over" not in rij or over == stap.organisaties)
        and ("regisseur" not in rij or rij["regisseur"] == rollen.get(stap.regisseur))
    )


def _wat(rij: Mapping[str, Any], casus: Casus) -> str:
    delen = [rij["soort"], *(rij[veld] for veld in ("termijn", "trede", "regisseur") if veld in rij)]
    delen += [casus.partijen[sleutel].naam for sleutel in rij.get("over", ())]
    return f"{datum(rij['datum'])}, {', '.join(delen)}"


def ladder(stappen: Sequence[Opvolgstap]) -> dict[str, Any]:
    """Where nobody acts: the day on which each step of the ladder was told first, and how often each was after that."""
    eerst: dict[str, date] = {}
    daarna: Counter[str] = Counter()
    # Two children of one family whose terms pass at once are one thing told.
    for stap in dict.fromkeys(stap for stap in stappen if stap.trede):
        if stap.trede in eerst:
            daarna[stap.trede] += 1
        else:
            eerst[stap.trede] = stap.dag
    return {"eerst": eerst, "daarna": dict(daarna)}


def ladderregel(stappen: Sequence[Opvolgstap]) -> str:
    """The same in one sentence, empty where nobody was told anything."""
    gevonden = ladder(stappen)
    wie = [f"{TREDEN[trede]} ({datum(op)})" for trede, op in gevonden["eerst"].items()]
    vaker = [f"{keer} keer {TREDEN[trede]}" for trede, keer in sorted(gevonden["daarna"].items(), key=lambda p: -p[1])]
    if not wie:
        return ""
    nog = f", en daarna nog {opsomming(vaker)}" if vaker else ""
    return f"Geen regisseur handelt. Dat hoort {opsomming(wie)}{nog}."


def _ladderverschil(casus: Casus, scenario: Scenario, stappen: Sequence[Opvolgstap]) -> list[str]:
    rij, gevonden = casus.ladder[scenario.naam], ladder(stappen)
    verwacht = {"eerst": rij["eerst"], "daarna": rij["daarna"]}
    return [] if gevonden == verwacht else [f"Wie hoort dat niemand handelt: verwacht {verwacht}, gebeurd {gevonden}."]
