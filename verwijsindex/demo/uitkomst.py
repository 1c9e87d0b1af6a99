# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a replay found, held against the computed table, in words for a policy officer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from verwijsindex.demo import blik, opvolging
from verwijsindex.demo.blik import Blik, lees_blik
from verwijsindex.demo.casus import Casus, Scenario
from verwijsindex.demo.opvolging import Antwoord, Opvolgstap, lees_antwoord, lees_stap
from verwijsindex.domain.uitleg import datum, opsomming

STAPELING, UIT_BEELD, MULTIPROBLEMATIEK, VERVALLEN = "stapeling", "uit-beeld", "multiproblematiek", "vervallen"
WAT = {
    STAPELING: "de signalen komen samen",
    UIT_BEELD: "uit beeld",
    MULTIPROBLEMATIEK: "multiproblematiek",
    VERVALLEN: "de match is vervallen",
}


@dataclass(frozen=True, slots=True)
class Bevonden:
    """One line of a match's timeline as its director read it, or that it was not there any more (`vervallen`).

    `kind` only where each child stands alone.
    """

    dag: date
    reden: str
    organisaties: tuple[str, ...]
    gewicht: int | None
    zin: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Verslag:
    """A replay that was completed: what was found, who was refused and why, what was seen when, what people did.

    `regisseurs` are those who led, in that order.
    """

    bevonden: tuple[Bevonden, ...]
    geweigerd: tuple[str, ...]
    regisseurs: tuple[str, ...]
    gezien: tuple[Blik, ...] = ()
    stappen: tuple[Opvolgstap, ...] = ()
    antwoorden: tuple[Antwoord, ...] = ()


def schrijf_verslag(verslag: Verslag, casus: Casus) -> str:
    """The report as JSON, with the case on which it rests."""
    return json.dumps({"casus": casus.vingerafdruk, **asdict(verslag)}, default=str, indent=1, ensure_ascii=False)


def lees_verslag(tekst: str, casus: Casus) -> Verslag | None:
    """The report in `tekst`; None when it is of another case or not whole."""
    try:
        inhoud = json.loads(tekst)
        if inhoud["casus"] != casus.vingerafdruk:
            return None
        bevonden = [
            Bevonden(**{**deel, "dag": date.fromisoformat(deel["dag"]), "organisaties": tuple(deel["organisaties"])})
            for deel in inhoud["bevonden"]
        ]
        gezien = tuple(lees_blik(deel) for deel in inhoud["gezien"])
        return Verslag(
            tuple(bevonden),
            tuple(inhoud["geweigerd"]),
            tuple(inhoud["regisseurs"]),
            gezien,
            tuple(lees_stap(deel) for deel in inhoud["stappen"]),
            tuple(lees_antwoord(deel) for deel in inhoud["antwoorden"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def dagen_tot(dag: date, casus: Casus) -> int:
    """Days from `dag` to the death; negative after it."""
    return (casus.afloop - dag).days


def wanneer(dag: date, casus: Casus) -> str:
    """`607 dagen voor het overlijden (31 mei 2013)`."""
    dagen = dagen_tot(dag, casus)
    if dagen == 0:
        return f"op de dag van het overlijden ({datum(dag)})"
    woord = "dag" if abs(dagen) == 1 else "dagen"
    return f"{abs(dagen)} {woord} {'voor' if dagen > 0 else 'na'} het overlijden ({datum(dag)})"


def tijdlijnregel(bevonden: Bevonden, casus: Casus) -> str:
    """One line of the timeline: when, what, and why in the words of the match's own explanation."""
    wat = WAT[bevonden.reden]
    reden = bevonden.zin.removeprefix("Uit beeld: ").removesuffix(".").removesuffix(f" ({wat})")
    if not reden.startswith(bevonden.organisaties or "?"):
        reden = reden[:1].lower() + reden[1:]
    over = f" voor kind {bevonden.kind}" if bevonden.kind else ""
    return f"{wanneer(bevonden.dag, casus)}: {wat}{over}, want {reden}."


def toetsbaar(scenario: Scenario, bevonden: Sequence[Bevonden]) -> list[Bevonden]:
    """What the table speaks about: everything, or of children who stand alone the first stacking of each."""
    if not scenario.per_kind:
        return list(bevonden)
    eerste: dict[str, Bevonden] = {}
    for deel in bevonden:
        if deel.reden == STAPELING and deel.kind:
            eerste.setdefault(deel.kind, deel)
    return list(eerste.values())


def verschillen(casus: Casus, scenario: Scenario, bevonden: Sequence[Bevonden]) -> list[str]:
    """Every difference with the computed table, one Dutch line each; none when the outcome is as computed."""
    over = toetsbaar(scenario, bevonden)
    gevonden = []
    for rij in _verwacht(casus, scenario):
        treffer = next((deel for deel in over if _plaats(deel) == (rij["datum"], rij["reden"], rij.get("kind"))), None)
        if treffer is None:
            gevonden.append(f"Verwacht maar niet gebeurd: {_wat(rij['reden'], rij.get('kind'), rij['datum'], casus)}.")
            continue
        over.remove(treffer)
        gevonden += [
            f"{_wat(treffer.reden, treffer.kind, treffer.dag, casus)}: {zin}" for zin in _anders(treffer, rij, casus)
        ]
    return gevonden + [f"Gebeurd maar niet verwacht: {_wat(d.reden, d.kind, d.dag, casus)}." for d in over]


def alle_verschillen(casus: Casus, scenario: Scenario, verslag: Verslag) -> list[str]:
    """The same of what happened, of what was seen, and of what people did or left undone."""
    return [
        *verschillen(casus, scenario, verslag.bevonden),
        *blik.verschillen(casus, scenario, verslag.gezien),
        *opvolging.verschillen(casus, scenario, verslag.stappen, verslag.antwoorden, verslag.regisseurs),
    ]


def aantal_verwacht(casus: Casus, scenario: Scenario) -> int:
    """How many lines the computed table has."""
    return len(_verwacht(casus, scenario))


def _verwacht(casus: Casus, scenario: Scenario) -> list[Mapping[str, Any]]:
    tabel = casus.uitkomst[scenario.naam]
    if scenario.per_kind:
        return [{"datum": dag, "reden": STAPELING, "kind": kind} for kind, dag in tabel.items()]
    return list(tabel)


def _plaats(bevonden: Bevonden) -> tuple[date, str, str | None]:
    return bevonden.dag, bevonden.reden, bevonden.kind


def _wat(reden: str, kind: str | None, dag: date, casus: Casus) -> str:
    return f"{WAT[reden]}{f' voor kind {kind}' if kind else ''}, {wanneer(dag, casus)}"


def _anders(bevonden: Bevonden, rij: Mapping[str, Any], casus: Casus) -> list[str]:
    zinnen = []
    if "door" in rij:
        door = {casus.partijen[sleutel].naam for sleutel in rij["door"]}
        if door != set(bevonden.organisaties):
            zinnen.append(f"verwacht door {opsomming(sorted(door))}, gebeurd door {opsomming(bevonden.organisaties)}.")
    if "gewicht" in rij and rij["gewicht"] != bevonden.gewicht:
        zinnen.append(f"verwacht gewicht {rij['gewicht']}, gebeurd met gewicht {bevonden.gewicht}.")
    if "dagen" in rij and rij["dagen"] != dagen_tot(bevonden.dag, casus):
        zinnen.append(f"de tabel noemt {rij['dagen']} dagen, het zijn er {dagen_tot(bevonden.dag, casus)}.")
    return zinnen
