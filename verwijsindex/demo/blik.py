# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What one party may see on the evening of a day, asked of the API and held against the computed table (I01, I02)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from verwijsindex.demo.casus import Casus, Scenario
from verwijsindex.domain.uitleg import datum, opsomming

REGISSEUR = "regisseur"
VERNIETIGD = "vernietigd"
TE_BEVESTIGEN = "veiligheid-te-bevestigen"
STAAT = {
    "actief": "Het eigen signaal telt mee",
    "slapend": "Het eigen signaal slaapt",
    "beeindigd": "De eigen betrokkenheid is voorbij",
    VERNIETIGD: "Het eigen signaal is vernietigd",
}


@dataclass(frozen=True, slots=True)
class Blik:
    """One look; organisations by name. `status` of an own signal for a reporter; the last two for a director."""

    dag: date
    kijker: str
    match: bool
    ziet: tuple[str, ...]
    status: str | None = None
    spoed: bool | None = None
    te_bevestigen: tuple[str, ...] | None = None


def van_regisseur(dag: date, matches: Sequence[Mapping[str, Any]]) -> Blik:
    """From the open matches that all directors together were given."""
    signalen = [signaal for match in matches for signaal in match["signalen"]]
    if not matches:
        return Blik(dag, REGISSEUR, match=False, ziet=())
    return Blik(
        dag,
        REGISSEUR,
        match=True,
        ziet=_namen(signalen),
        spoed=any(match["spoed"] for match in matches),
        te_bevestigen=_namen(s for s in signalen if s["grond"] == TE_BEVESTIGEN),
    )


def van_melder(dag: date, kijker: str, eigen: Sequence[Mapping[str, Any]]) -> Blik:
    """From the own signals that an organisation was given; one that is gone is not among them."""
    beelden = [signaal["matchBeeld"] for signaal in eigen if signaal["matchBeeld"]]
    standen = sorted({signaal["status"] for signaal in eigen}) or [VERNIETIGD]
    return Blik(
        dag,
        kijker,
        match=bool(beelden) or any(signaal["match"] for signaal in eigen),
        ziet=_namen(ander for beeld in beelden for ander in beeld["anderen"]),
        status=", ".join(standen),
    )


def lees_blik(bron: Mapping[str, Any]) -> Blik:
    """From the JSON of a kept report. Raises ValueError, KeyError, TypeError."""
    lijsten = {naam: tuple(bron[naam]) for naam in ("ziet", "te_bevestigen") if bron[naam] is not None}
    return Blik(**{**bron, **lijsten, "dag": date.fromisoformat(bron["dag"])})


def verwacht(casus: Casus, scenario: Scenario) -> list[Blik]:
    """The looks that the table computed, in order of the replay."""
    return [
        Blik(
            rij["datum"],
            rij["kijker"],
            rij["match"],
            _partijen(casus, rij["ziet"]),
            rij.get("status"),
            rij.get("spoed"),
            _partijen(casus, rij["te_bevestigen"]) if "te_bevestigen" in rij else None,
        )
        for rij in casus.blikken.get(scenario.naam, ())
    ]


def zin(blik: Blik, casus: Casus) -> str:
    """What was seen, for a policy officer."""
    if blik.kijker == REGISSEUR:
        wie, eigen = "de regisseur", ""
    else:
        wie, eigen = casus.partijen[blik.kijker].naam, f" {STAAT.get(blik.status or '', blik.status)}."
    if not blik.match:
        gezien = "ziet geen match"
    elif not blik.ziet:
        gezien = "hoort van een match en ziet niemand anders"
    else:
        gezien = f"ziet in de match {opsomming(blik.ziet)}"
    nog = f", nog te bevestigen: {opsomming(blik.te_bevestigen)}" if blik.te_bevestigen else ""
    spoed = ", met spoed" if blik.spoed else ""
    return f"{datum(blik.dag)}, 20.00 uur: {wie} {gezien}{nog}{spoed}.{eigen}"


def verschillen(casus: Casus, scenario: Scenario, gezien: Sequence[Blik]) -> list[str]:
    """Every difference with the computed looks, one Dutch line each."""
    bevonden = {(blik.dag, blik.kijker): blik for blik in gezien}
    zinnen = []
    for blik in verwacht(casus, scenario):
        werkelijk = bevonden.pop((blik.dag, blik.kijker), None)
        if werkelijk != blik:
            wat = zin(werkelijk, casus) if werkelijk else "niet gekeken."
            zinnen.append(f"Verwacht: {zin(blik, casus)} Gebeurd: {wat}")
    return zinnen + [f"Niet verwacht: {zin(blik, casus)}" for blik in bevonden.values()]


def _namen(partijen: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({partij["organisatie"] for partij in partijen}))


def _partijen(casus: Casus, sleutels: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(casus.partijen[sleutel].naam for sleutel in sleutels))
