# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The facts of the case, and in what order each scenario plays them."""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from importlib.resources import files
from typing import Any

import yaml

from verwijsindex.domain.tijd import plus_maanden
from verwijsindex.protocol.bsn import Bsn

# A V-ground is reviewed every two months, so before its three months have passed.
HERBEOORDELING_MAANDEN = 2


@dataclass(frozen=True, slots=True)
class Partij:
    """An organisation of the case; `naam` is how the index shows it, `regie` whether it supplies the directors."""

    sleutel: str
    naam: str
    categorie: str
    leefgebieden: tuple[str, ...]
    regie: bool


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """What a party knew: from `datum`, through the month `tot` (JJJJ-MM), over the children `over`."""

    datum: date
    organisatie: str
    soort: str
    over: tuple[str, ...]
    grond: str | None
    patroon: str | None
    tot: str | None
    in_sisa: bool


@dataclass(frozen=True, slots=True)
class Wending:
    """Where a scenario leaves the case, as data: what its parties and the mother do otherwise.

    `alleen`: only these report (None: all). `ingetrokken_op`: on that day she withdraws all consent, and gives none
    any more (T04). `onbevestigd`: no second person confirms what these invoke (V03). `grond_eindigt`: these say at the
    end of their involvement that its V-ground does not stay (V04).
    """

    alleen: frozenset[str] | None = None
    ingetrokken_op: date | None = None
    onbevestigd: frozenset[str] = frozenset()
    grond_eindigt: frozenset[str] = frozenset()


GEEN_WENDING = Wending()


@dataclass(frozen=True, slots=True)
class Casus:
    """`kinderen` maps a child to its number and month of birth.

    Per scenario: `wendingen`, and the computed tables `uitkomst`, `blikken` (who sees what on a day), `logboek` (who
    saw what was withdrawn) and `berichten` (when an organisation first heard anything).
    """

    afloop: date
    moeder: Bsn
    kinderen: Mapping[str, tuple[Bsn, str]]
    partijen: Mapping[str, Partij]
    gebeurtenissen: tuple[Gebeurtenis, ...]
    wendingen: Mapping[str, Wending] = field(repr=False)
    uitkomst: Mapping[str, Any] = field(repr=False)
    blikken: Mapping[str, Sequence[Mapping[str, Any]]] = field(repr=False)
    logboek: Mapping[str, Mapping[str, Any]] = field(repr=False)
    berichten: Mapping[str, Mapping[str, Any]] = field(repr=False)
    bsns: tuple[str, ...] = field(repr=False)
    vingerafdruk: str

    def wending(self, scenario: "Scenario") -> Wending:
        """Where this scenario leaves the case."""
        return self.wendingen.get(scenario.naam, GEEN_WENDING)

    def stemt_in(self, scenario: "Scenario", op: date) -> bool:
        """Whether the mother consents on this day."""
        ingetrokken_op = self.wending(scenario).ingetrokken_op
        return scenario.toestemming and (ingetrokken_op is None or op < ingetrokken_op)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way to play the case; `convenant` holds the fields in which its convenant differs from `regionaal`."""

    naam: str
    titel: str
    anders: str
    alleen_sisa: bool = False
    toestemming: bool = True
    per_kind: bool = False
    convenant: Mapping[str, object] = field(default_factory=dict)

    @property
    def database(self) -> str:
        """The database of this scenario's index."""
        return f"index_{self.naam.replace('-', '_')}"


SCENARIOS = (
    Scenario(
        naam="zoals-het-was",
        titel="Zoals het was",
        anders="Alleen de twee registraties die er werkelijk waren: Stichting Arosa en het Lokaal Zorgnetwerk.",
        alleen_sisa=True,
    ),
    Scenario(
        naam="zoals-het-was-zonder-nazorgvenster",
        titel="Zoals het was, maar de index vergeet",
        anders="Dezelfde twee registraties, maar een signaal telt niet meer zodra de bemoeienis eindigt.",
        alleen_sisa=True,
        convenant={"naam": "regionaal-zonder-nazorgvenster", "nazorgvenster_maanden": 0},
    ),
    Scenario(
        naam="zoals-het-was-zonder-toestemming",
        titel="Zoals het was, zonder toestemming",
        anders="Dezelfde twee registraties, maar de moeder weigert het Lokaal Zorgnetwerk toestemming.",
        alleen_sisa=True,
        toestemming=False,
    ),
    Scenario(
        naam="iedereen-meldt",
        titel="Iedereen meldt",
        anders="Elke organisatie meldt wat zij wist, op de dag dat zij het wist, met toestemming of om de veiligheid.",
    ),
    Scenario(
        naam="alleen-veiligheid",
        titel="Iedereen meldt, zonder toestemming",
        anders="Elke organisatie meldt, maar alleen signalen met een bevestigde veiligheidsgrond tellen mee.",
        toestemming=False,
    ),
    Scenario(
        naam="iedereen-meldt-per-kind",
        titel="Iedereen meldt, elk kind apart",
        anders="Elke organisatie meldt, maar de index brengt de kinderen van het gezin niet samen.",
        per_kind=True,
        convenant={"naam": "regionaal-per-kind", "gezin": False},
    ),
    Scenario(
        naam="toestemming-ingetrokken",
        titel="Iedereen meldt, toestemming ingetrokken",
        anders=(
            "Elke organisatie meldt, maar Stichting Arosa laat haar veiligheidsgrond los als de opvang eindigt, en op"
            " 2 december 2013 trekt de moeder overal haar toestemming in."
        ),
    ),
    Scenario(
        naam="doorbreking-niet-bevestigd",
        titel="Doorbreking niet bevestigd",
        anders=(
            "De twee registraties die er waren en die van het Steunpunt Huiselijk Geweld, maar bij Stichting Arosa"
            " bevestigt geen tweede persoon dat het om de veiligheid gaat."
        ),
    ),
)


class Stapsoort(IntEnum):
    """What is done; on one day in this order."""

    KIJKEN = 0
    MELDEN = 1
    HERBEOORDELEN = 2
    INTREKKEN = 3
    BEEINDIGEN = 4
    NAGAAN = 5


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of a replay: what a party does about a `gebeurtenis`, or by itself; `kijker` checks what he sees."""

    dag: date
    soort: Stapsoort
    gebeurtenis: Gebeurtenis | None = None
    kijker: str | None = None


def lees_casus() -> Casus:
    """The shipped case."""
    tekst = (files("verwijsindex") / "gegevens" / "rotterdam.yaml").read_text(encoding="utf-8")
    inhoud = yaml.safe_load(tekst)
    ouders = {ouder["id"]: ouder["bsn"] for ouder in inhoud["gezin"]["ouders"]}
    kinderen = inhoud["gezin"]["kinderen"]
    return Casus(
        afloop=inhoud["afloop"]["datum"],
        moeder=Bsn(ouders["moeder"]),
        kinderen={kind["id"]: (Bsn(kind["bsn"]), str(kind["geboortemaand"])) for kind in kinderen},
        partijen={sleutel: _partij(sleutel, **partij) for sleutel, partij in inhoud["organisaties"].items()},
        gebeurtenissen=tuple(_gebeurtenis(gebeurtenis) for gebeurtenis in inhoud["gebeurtenissen"]),
        wendingen={naam: _wending(wending) for naam, wending in inhoud["wendingen"].items()},
        uitkomst=inhoud["uitkomst"],
        blikken=inhoud["blikken"],
        logboek=inhoud["logboek"],
        berichten=inhoud["berichten"],
        bsns=(*ouders.values(), *(kind["bsn"] for kind in kinderen)),
        vingerafdruk=hashlib.sha256(tekst.encode()).hexdigest(),
    )


def _partij(sleutel: str, naam: str, domein: str, categorie: str, **rest: Any) -> Partij:
    leefgebieden = tuple(rest.get("leefgebieden", [domein]))
    return Partij(sleutel, naam, categorie, leefgebieden, bool(rest.get("regie")))


def _gebeurtenis(bron: Mapping[str, Any]) -> Gebeurtenis:
    return Gebeurtenis(
        datum=bron["datum"],
        organisatie=bron["organisatie"],
        soort=bron["soort"],
        over=tuple(bron["over"]),
        grond=bron.get("grond"),
        patroon=bron.get("patroon"),
        tot=bron.get("tot"),
        in_sisa=bool(bron.get("in_sisa")),
    )


def _wending(bron: Mapping[str, Any]) -> Wending:
    return Wending(
        alleen=frozenset(bron["alleen"]) if "alleen" in bron else None,
        ingetrokken_op=bron.get("ingetrokken_op"),
        onbevestigd=frozenset(bron.get("onbevestigd", ())),
        grond_eindigt=frozenset(bron.get("grond_eindigt", ())),
    )


def laatste_dag(maand: str) -> date:
    """The last day of a month JJJJ-MM."""
    jaar, nummer = map(int, maand.split("-"))
    return date(jaar, nummer, monthrange(jaar, nummer)[1])


def stappen(casus: Casus, scenario: Scenario) -> Sequence[Stap]:
    """All steps in order of day; on one day in the order of Stapsoort, and then of the case. The last is a look."""
    wending = casus.wending(scenario)
    alle = [
        stap
        for gebeurtenis in casus.gebeurtenissen
        if gebeurtenis.in_sisa or not scenario.alleen_sisa
        if wending.alleen is None or gebeurtenis.organisatie in wending.alleen
        for stap in _van(gebeurtenis, casus.afloop)
    ]
    if wending.ingetrokken_op:
        alle.append(Stap(wending.ingetrokken_op, Stapsoort.INTREKKEN))
    alle += [
        Stap(blik["datum"], Stapsoort.NAGAAN, kijker=blik["kijker"]) for blik in casus.blikken.get(scenario.naam, ())
    ]
    binnen = [stap for stap in dict.fromkeys(alle) if stap.dag < casus.afloop]
    return [*sorted(binnen, key=lambda stap: (stap.dag, stap.soort)), Stap(casus.afloop, Stapsoort.KIJKEN)]


def _van(gebeurtenis: Gebeurtenis, afloop: date) -> Iterator[Stap]:
    """The report, its end with a look on the day after, and until then the reviews of its V-ground."""
    einde = laatste_dag(gebeurtenis.tot) if gebeurtenis.tot else None
    yield Stap(gebeurtenis.datum, Stapsoort.MELDEN, gebeurtenis)
    if einde:
        yield Stap(einde, Stapsoort.BEEINDIGEN, gebeurtenis)
        yield Stap(einde + timedelta(days=1), Stapsoort.KIJKEN)
    if gebeurtenis.grond:
        maanden = HERBEOORDELING_MAANDEN
        while (herzien := plus_maanden(gebeurtenis.datum, maanden)) <= min(einde or afloop, afloop):
            yield Stap(herzien, Stapsoort.HERBEOORDELEN, gebeurtenis)
            maanden += HERBEOORDELING_MAANDEN
