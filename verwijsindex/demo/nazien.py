# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After the replay: do the stored matches follow from the deeds, and is there a BSN anywhere."""

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from verwijsindex.demo.casus import Casus, Scenario
from verwijsindex.demo.processen import DemoFout, Kind, Processen
from verwijsindex.demo.toneel import Toneel
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import datum, opsomming

OPNIEUW = "Opnieuw beginnen: `make schoon`, of verwijder de map .demo."
_FAMILIES = re.compile(r"(\d+) families nagerekend, 0 met verschillen")


def begin_controle(toneel: Toneel, processen: Processen, scenario: Scenario) -> Kind:
    """Start `verwijsindex controleer` on the index of a scenario."""
    log, omgeving = f"{scenario.naam}-controleer", toneel.omgeving(scenario)
    return processen.start("Het nakijken", log, ["verwijsindex", "controleer"], omgeving, eindigt=True)


def eis_controle(processen: Processen, scenario: Scenario, kind: Kind) -> int:
    """The number of families that were recomputed without a difference. Raises DemoFout."""
    uitgang = processen.klaar(kind)
    gezegd = _FAMILIES.search(kind.logbestand.read_text(encoding="utf-8"))
    if uitgang != 0 or gezegd is None or int(gezegd[1]) == 0:
        raise DemoFout(
            f"`verwijsindex controleer` keurt de index van {scenario.naam} niet goed. Zie {kind.logbestand}. {OPNIEUW}"
        )
    return int(gezegd[1])


def plaatsen_met_bsn(bsns: Sequence[str], teksten: dict[str, str]) -> list[str]:
    """Names of the texts that hold one of the numbers: as digits, or as bytes in a dump's hexadecimal."""
    vormen = [vorm for bsn in bsns for vorm in (rf"(?<![0-9a-f]){bsn}(?![0-9a-f])", bsn.encode().hex())]
    patroon = re.compile("|".join(vormen))
    return [naam for naam, tekst in teksten.items() if patroon.search(tekst)]


def rijen(dump: str, tabel: str) -> int:
    """How many rows of a table a dump holds. Raises ValueError when the table is not in it."""
    return len(inhoud(dump, tabel))


def inhoud(dump: str, tabel: str) -> list[dict[str, str]]:
    """The rows of a table in a dump, by column, as text. Raises ValueError when the table is not in it."""
    begin = re.search(rf"^COPY public\.{tabel} \((.*)\) FROM stdin;$", dump, re.MULTILINE)
    if begin is None:
        raise ValueError(tabel)
    regels = dump[begin.end() + 1 : dump.index("\n\\.\n", begin.end()) + 1].splitlines()
    return [dict(zip(begin[1].split(", "), regel.split("\t"), strict=True)) for regel in regels]


def eis_inzage(casus: Casus, scenario: Scenario, dump: str) -> str | None:
    """Who saw what the mother withdrew, by the log itself (T04, L01); None where nothing was withdrawn.

    Raises DemoFout when the log tells anything else than was computed.
    """
    verwacht = casus.logboek.get(scenario.naam)
    if verwacht is None:
        return None
    inzage = wie_zag(dump)
    wie = sorted(casus.partijen[sleutel].naam for sleutel in verwacht["gezien_door"])
    regel = (
        f"van {inzage.signalen} signalen is de toestemming ingetrokken. Volgens het logboek zagen"
        f" {opsomming(inzage.gezien_door)} er iets van, het laatst op {datum(inzage.laatst) if inzage.laatst else '-'}."
    )
    if inzage != Inzage(verwacht["signalen"], tuple(wie), verwacht["laatst"]):
        raise DemoFout(f"Dit is niet wat de regels geven: {regel}")
    return f"{regel} Daarna niemand meer."


def eis_berichten(casus: Casus, scenario: Scenario, dump: str) -> str | None:
    """When an organisation first was told anything at all, by the outbox itself (V03); None where nobody asks.

    Raises DemoFout when it heard earlier or later than was computed.
    """
    verwacht = casus.berichten.get(scenario.naam)
    if verwacht is None:
        return None
    naam = casus.partijen[verwacht["aan"]].naam
    ids = {rij["id"] for rij in inhoud(dump, "organisatie") if rij["naam"] == naam}
    momenten = [rij["aangemaakt"] for rij in inhoud(dump, "outbox") if rij["ontvanger_id"] in ids]
    eerste = min((dag(datetime.fromisoformat(moment)) for moment in momenten), default=None)
    regel = f"het eerste bericht aan {naam} is van {datum(eerste) if eerste else 'geen enkele dag'}."
    if eerste != verwacht["eerste"]:
        raise DemoFout(f"Dit is niet wat de regels geven: {regel}")
    return regel


def eis_gehoord(casus: Casus, scenario: Scenario, dump: str) -> str | None:
    """Who was told that a day passed, that the match was accepted, or who leads, by the outbox itself (R04, R08-R10).

    None where nobody acts. Raises DemoFout when somebody heard more, less, or on another day than was computed.
    """
    if scenario.naam not in casus.opvolging:
        return None
    verwacht = Counter(
        (rij["datum"], rij["soort"], rij["ontvanger"], casus.partijen[rij["partij"]].naam if "partij" in rij else "")
        for rij in casus.opvolging[scenario.naam].gehoord
    )
    gehoord = wie_hoorde(dump, {soort for _, soort, _, _ in verwacht})
    if verschil := sorted([*((verwacht - gehoord).elements()), *((gehoord - verwacht).elements())]):
        zinnen = "; ".join(f"{datum(op)}, {soort}, {wie} {naam}".strip() for op, soort, wie, naam in verschil)
        raise DemoFout(f"Dit is niet wat de regels geven: gehoord of niet gehoord werd {zinnen}.")
    hoger = dict.fromkeys(wie for _, _, wie, _ in sorted(gehoord) if wie not in ("organisatie", "regisseur"))
    return (
        f"volgens de outbox hoorde ieder het op de berekende dag ({gehoord.total()} berichten), ook boven wie stilzat:"
        f" {opsomming(list(hoger))}."
    )


def wie_hoorde(dump: str, soorten: Collection[str]) -> Counter[tuple[date, str, str, str]]:
    """Of the messages of these kinds: the day, kind, kind of addressee, and the organisation where it is one."""
    namen = {rij["id"]: rij["naam"] for rij in inhoud(dump, "organisatie")}
    return Counter(
        (
            dag(datetime.fromisoformat(rij["aangemaakt"])),
            rij["soort"],
            rij["ontvanger"],
            namen.get(rij["ontvanger_id"], ""),
        )
        for rij in inhoud(dump, "outbox")
        if rij["soort"] in soorten
    )


@dataclass(frozen=True, slots=True)
class Inzage:
    """Of how many signals consent was withdrawn, which other organisations had been shown any of them, until when."""

    signalen: int
    gezien_door: tuple[str, ...]
    laatst: date | None


def wie_zag(dump: str) -> Inzage:
    """Read from the rows of evidence alone: subjects of a withdrawal, and looks by others that had them as subject."""
    namen = {rij["id"]: rij["naam"] for rij in inhoud(dump, "organisatie")}
    van: dict[str, str] = {}
    gezien: list[tuple[str, str, datetime]] = []
    over = {rij["verbintenis"]: json.loads(rij["onderwerpen"]) for rij in inhoud(dump, "logpersoon")}
    for rij in inhoud(dump, "logregel"):
        signalen = [deel["id"] for deel in over[rij["verbintenis"]] if deel["soort"] == "signaal"]
        if rij["tag"].endswith(":toestemming:intrekken"):
            van |= dict.fromkeys(signalen, rij["organisatie"])
        elif rij["tag"].endswith(":bekijken"):
            gezien += [(signaal, rij["organisatie"], datetime.fromisoformat(rij["moment"])) for signaal in signalen]
    anderen = [(wie, moment) for signaal, wie, moment in gezien if van.get(signaal, wie) != wie]
    return Inzage(
        len(van),
        tuple(sorted({namen.get(wie, "de gemeente") for wie, _ in anderen})),
        max((dag(moment) for _, moment in anderen), default=None),
    )


def logbestanden(map: Path) -> dict[str, str]:
    """Every log of the demo, by its path in the folder."""
    paden = [*(map / "log").iterdir(), map / "postgres.log"]
    return {str(pad.relative_to(map)): pad.read_text(encoding="utf-8", errors="replace") for pad in paden}
