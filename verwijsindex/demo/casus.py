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
class Handeling:
    """What a person does about the match on a day (R03-R10).

    `wie` is a party, `coordinator`, or a director: `eerste`, `tweede`, `derde`, in the order in which they lead; `aan`
    is such a director too. `met` are parties, `voor` the day of an agreement or the last one of aftercare, and `code`
    the agreement or the reason.
    """

    dag: date
    wie: str
    doet: str
    met: tuple[str, ...] = ()
    aan: str = ""
    voor: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Opvolging:
    """What people do in a scenario, and the computed tables of what comes of it.

    `stappen` is the timeline of the follow-up, `antwoorden` what a reporter is told on a day (R08), and `gehoord` who
    was told that a day passed, or who leads (R04, R09).
    """

    handelingen: tuple[Handeling, ...] = ()
    stappen: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    antwoorden: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    gehoord: Sequence[Mapping[str, Any]] = field(default=(), repr=False)


GEEN_OPVOLGING = Opvolging()


@dataclass(frozen=True, slots=True)
class Casus:
    """`kinderen` maps a child to its number and month of birth.

    Per scenario: `wendingen`, and the computed tables `uitkomst`, `blikken` (who sees what on a day), `logboek` (who
    saw what was withdrawn), `berichten` (when an organisation first heard anything) and `ladder` (who hears that nobody
    acts); `opvolging` where people do act.
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
    opvolging: Mapping[str, Opvolging] = field(repr=False)
    ladder: Mapping[str, Mapping[str, Any]] = field(repr=False)
    bsns: tuple[str, ...] = field(repr=False)
    vingerafdruk: str

    def wending(self, scenario: "Scenario") -> Wending:
        """Where this scenario leaves the case."""
        return self.wendingen.get(scenario.naam, GEEN_WENDING)

    def opgevolgd(self, scenario: "Scenario") -> Opvolging:
        """What people do about the match in this scenario, if anything."""
        return self.opvolging.get(scenario.naam, GEEN_OPVOLGING)

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
    Scenario(
        naam="met-opvolging",
        titel="Met opvolging",
        anders=(
            "Vijf organisaties melden, en de regisseurs handelen: op tijd, te laat of niet. Wie stilzit, wordt"
            " gepasseerd; wie meldde, kan vragen wat ervan werd."
        ),
    ),
)


class Stapsoort(IntEnum):
    """What is done; on one day in this order."""

    KIJKEN = 0
    HANDELEN = 1
    MELDEN = 2
    HERBEOORDELEN = 3
    INTREKKEN = 4
    BEEINDIGEN = 5
    NAGAAN = 6
    NAVRAGEN = 7


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of a replay: what a party does about a `gebeurtenis`, or by itself; a `handeling` on the match.

    `kijker` checks what he sees, or asks what became of his signal.
    """

    dag: date
    soort: Stapsoort
    gebeurtenis: Gebeurtenis | None = None
    kijker: str | None = None
    handeling: Handeling | None = None


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
        opvolging={naam: _opvolging(opvolging) for naam, opvolging in inhoud["opvolging"].items()},
        ladder=inhoud["ladder"],
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


def _opvolging(bron: Mapping[str, Any]) -> Opvolging:
    return Opvolging(
        handelingen=tuple(_handeling(**handeling) for handeling in bron["handelingen"]),
        stappen=bron["stappen"],
        antwoorden=bron["antwoorden"],
        gehoord=bron["gehoord"],
    )


def _handeling(datum: date, wie: str, doet: str, **rest: Any) -> Handeling:
    return Handeling(
        datum, wie, doet, tuple(rest.get("met", ())), rest.get("aan", ""), rest.get("voor"), rest.get("code", "")
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
    alle += _opvolgen(casus.opgevolgd(scenario))
    binnen = [stap for stap in dict.fromkeys(alle) if stap.dag < casus.afloop]
    return [*sorted(binnen, key=lambda stap: (stap.dag, stap.soort)), Stap(casus.afloop, Stapsoort.KIJKEN)]


def _opvolgen(opvolging: Opvolging) -> Iterator[Stap]:
    """What people do and ask, and a look on the mornings of and after each day that should pass in silence."""
    for handeling in opvolging.handelingen:
        yield Stap(handeling.dag, Stapsoort.HANDELEN, handeling=handeling)
    for rij in opvolging.stappen:
        if "trede" in rij:
            yield Stap(rij["datum"], Stapsoort.KIJKEN)
            yield Stap(rij["datum"] + timedelta(days=1), Stapsoort.KIJKEN)
    for rij in opvolging.antwoorden:
        yield Stap(rij["datum"], Stapsoort.NAVRAGEN, kijker=rij["vrager"])


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
