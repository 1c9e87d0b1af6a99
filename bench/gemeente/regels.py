# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a year gave, as the lines that are printed: ours, against the plain rule on the same signals."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bench.gemeente.jaar import WEKEN, Post, Uitkomst
from verwijsindex.domain.daden import Gevolgsoort

Regel = dict[str, str | float | None]
KWART = 0.25
EIGENAAR, ALLEN = "een regisseur hoort", "allen samen horen"
# Reminders and escalations (R03, R04) are apart: the plain rule has no deadlines, so nothing of it compares to them.
SOORTEN_POST: dict[str, Callable[[Post], bool]] = {
    f"{EIGENAAR}, alles": lambda post: post.aan_eigenaar and not post.termijn,
    f"{EIGENAAR}, alleen nieuws (M09)": lambda post: post.aan_eigenaar and post.nieuws,
    f"{ALLEN}, alles": lambda post: not post.termijn,
    f"{ALLEN}, alleen over een match": lambda post: post.over_match and not post.termijn,
    f"{ALLEN}, alleen nieuws (M09)": lambda post: post.nieuws,
}
TERMIJNEN: dict[str, Callable[[Post], bool]] = {
    "termijnen: een regisseur hoort": lambda post: post.termijn and post.ontvanger == "regisseur",
    "termijnen: allen samen horen": lambda post: post.termijn,
}


def regel(naam: str, waarde: float, eenheid: str, verhouding: float | None = None, tegen: str = "") -> Regel:
    """One printed line; `verhouding` is ours over the plain rule where there is one."""
    return {
        "naam": naam,
        "waarde": round(waarde, 3),
        "eenheid": eenheid,
        "verhouding": None if verhouding is None else round(verhouding, 3),
        "tegen": tegen,
    }


def deel(teller: float, noemer: float) -> float:
    """A ratio; 0 over 0 is 0, something over nothing has no bound."""
    return teller / noemer if noemer else float("inf") if teller else 0.0


def verhoudingen(u: Uitkomst) -> dict[str, float]:
    """Our messages over those of the plain rule, for each way to count."""
    return {
        naam: deel(u.berichten(welke), u.paren if naam.startswith(EIGENAAR) else u.paren_allen)
        for naam, welke in SOORTEN_POST.items()
    }


def beschrijf(u: Uitkomst) -> Iterator[Regel]:
    """The full account of one year."""
    allen = u.zonder_poort
    per_signaal = deel(allen["client"] + allen["gezin"], allen["signalen"])
    yield regel("signalen in het jaar", u.signalen, f"per {u.inwoners} inwoners", tegen="168.000 op 70 % van Nederland")
    yield regel(
        "ijking: matches van de eenvoudige regel over alle signalen, zonder poort 2",
        per_signaal,
        "per signaal",
        per_signaal / (314 / 168),
        f"1,87 in 2023 (0,68 client en 1,19 gezin); hier {deel(allen['client'], allen['signalen']):.2f} en "
        f"{deel(allen['gezin'], allen['signalen']):.2f}",
    )
    yield from _berichten(u)
    yield from _gebeurtenissen(u)
    yield from _gemist(u)


def _berichten(u: Uitkomst) -> Iterator[Regel]:
    signalen, weken = max(u.signalen, 1), u.regisseurs * WEKEN
    for naam, verhouding in verhoudingen(u).items():
        gewoon = u.paren if naam.startswith(EIGENAAR) else u.paren_allen
        aantal = u.berichten(SOORTEN_POST[naam])
        gehaald = "gehaald" if verhouding < KWART else "niet gehaald"
        yield regel(
            f"berichten: {naam}",
            aantal / signalen,
            "per signaal",
            verhouding,
            f"eenvoudige regel {gewoon / signalen:.2f}; minder dan een kwart: {gehaald}",
        )
        if naam.startswith(EIGENAAR):
            tegen = f"eenvoudige regel {gewoon / weken:.2f}; {u.regisseurs} regisseurs"
            yield regel(f"berichten: {naam}", aantal / weken, "per regisseur per week", verhouding, tegen)
    zonder = u.zonder_poort["client"] + u.zonder_poort["gezin"]
    aantal = u.berichten(SOORTEN_POST[f"{EIGENAAR}, alles"])
    tegen = "eenvoudige regel zonder poort 2, zoals nu: alle signalen tellen"
    yield regel(f"berichten: {EIGENAAR}, alles", aantal / signalen, "per signaal", deel(aantal, zonder), tegen)
    for naam in (f"{EIGENAAR}, alles", f"{EIGENAAR}, alleen nieuws (M09)"):
        aantal = u.berichten(SOORTEN_POST[naam])
        tegen = f"eenvoudige regel over alles wat telt (M01), ook beëindigd: {u.tellende_paren / signalen:.2f}"
        yield regel(f"berichten: {naam}", aantal / signalen, "per signaal", deel(aantal, u.tellende_paren), tegen)
    yield _ondergrens("", u)
    per_soort: Counter[str] = Counter()
    for post in u.post:
        per_soort[post.soort] += post.aantal if post.aan_eigenaar and not post.termijn else 0
    for soort, geteld in per_soort.most_common():
        if geteld:
            yield regel(f"waarvan een regisseur hoort: {soort}", geteld, "berichten", deel(geteld, u.paren))
    yield from _termijnen(u)
    yield regel(
        "matches heropend door een herhaling zonder nieuws",
        u.kaal_heropend,
        "in het jaar",
        tegen="0 (M09, M16)",
    )


def _ondergrens(plaats: str, u: Uitkomst) -> Regel:
    """Families that must be told of at least once: less can be reached by no rule that misses no worried pair."""
    tegen = f"geopend of heropend {u.geopend}, paren {u.paren}"
    return regel(
        f"{plaats}ondergrens: gezinnen met een eerste zorgelijk paar",
        u.gezinnen,
        "gezinnen",
        deel(u.gezinnen, u.paren),
        tegen,
    )


def _termijnen(u: Uitkomst) -> Iterator[Regel]:
    """Reminders and escalations (R03, R04): of the clock, and so of the directors rather than of the signals."""
    signalen, weken = max(u.signalen, 1), u.regisseurs * WEKEN
    for naam, welke in TERMIJNEN.items():
        aantal = u.berichten(welke)
        yield regel(f"berichten: {naam}", aantal / signalen, "per signaal", tegen="geen match-nieuws; niet meegeteld")
        yield regel(f"berichten: {naam}", aantal / weken, "per regisseur per week", tegen=f"{u.regisseurs} regisseurs")
    verstreken = u.berichten(lambda post: post.soort == Gevolgsoort.TERMIJN_VERSTREKEN)
    yield regel("waarvan dat iemand te laat is (R04)", verstreken, "berichten", tegen="aanname: op_tijd")


def _gebeurtenissen(u: Uitkomst) -> Iterator[Regel]:
    signalen, paren = max(u.signalen, 1), u.paren / max(u.signalen, 1)
    tegen = f"eenvoudige regel over tellende signalen {paren:.2f}"
    yield regel("matches geopend of heropend", u.geopend / signalen, "per signaal", deel(u.geopend, u.paren), tegen)
    tegen = "van die matches; de eenvoudige regel kent ze niet; aanname: geen melder regelt zelf nazorg"
    yield regel(
        "waarvan alleen omdat een kind uit beeld raakt (M10)",
        u.uit_beeld,
        "matches",
        deel(u.uit_beeld, u.geopend),
        tegen,
    )
    yield regel(
        "gebeurtenissen die nieuws zijn (M09)",
        u.gebeurtenissen / signalen,
        "per signaal",
        deel(u.gebeurtenissen, u.paren),
        tegen,
    )


def _gemist(u: Uitkomst) -> Iterator[Regel]:
    """Family unit: M04's, for both rules."""
    yield regel("zorgelijke paren van de eenvoudige regel", len(u.zorgelijk), "paren", tegen=f"van {u.paren} paren")
    for waarom in ("geen-match", "andere-groep"):
        aantal = sum(o.van_ons is None and o.waarom == waarom for o in u.zorgelijk)
        yield regel(f"zorgelijke paren gemist: {waarom}", aantal, "paren", tegen="0")
    for waarom in ("geen-match", "andere-groep"):
        aantal = sum(o.later and o.waarom == waarom for o in u.zorgelijk)
        yield regel(f"zorgelijke paren later: {waarom}", aantal, "paren", tegen="0")
    kwijt = sum(o.van_ons is None or o.later for o in u.na_slaap)
    tegen = f"van {len(u.na_slaap)} zorgelijke paren met een signaal dat eerst sliep"
    yield regel("zorgelijke paren gemist of later: na slaap", kwijt, "paren", tegen=tegen)
    tegen = f"waarvan {u.wijdere_zorgelijk} zorgelijk; die legt M04 de coördinator voor, geen van beide regels telt ze"
    yield regel("paren over een gedeelde ouder buiten het gezin van M04", u.wijdere_paren, "paren", tegen=tegen)


def cel(plaats: str, u: Uitkomst) -> Iterator[Regel]:
    """One cell of the grid in short."""
    signalen = max(u.signalen, 1)
    for naam, verhouding in verhoudingen(u).items():
        aantal = u.berichten(SOORTEN_POST[naam])
        yield regel(
            f"{plaats}: {naam}",
            aantal / signalen,
            "berichten per signaal",
            verhouding,
            f"eenvoudige regel; {u.signalen} signalen",
        )
    yield _ondergrens(f"{plaats}: ", u)
    tegen = f"eenvoudige regel over tellende signalen {u.paren / signalen:.2f}"
    yield regel(
        f"{plaats}: matches geopend of heropend", u.geopend / signalen, "per signaal", deel(u.geopend, u.paren), tegen
    )
    termijnen = u.berichten(TERMIJNEN["termijnen: allen samen horen"])
    yield regel(f"{plaats}: termijnen", termijnen / signalen, "berichten per signaal", tegen="niet meegeteld")
    yield regel(f"{plaats}: gemist", u.gemist, "paren", tegen=f"0 van {len(u.zorgelijk)}")
    yield regel(f"{plaats}: later", u.later, "paren", tegen=f"0 van {len(u.zorgelijk)}")


def slechtste(raster: Iterable[tuple[str, Uitkomst]]) -> Iterator[Regel]:
    """The worst cell for each way to count, and everything missed or late in the whole grid."""
    cellen = list(raster)
    for naam in SOORTEN_POST:
        plaats, verhouding = max(((p, verhoudingen(u)[naam]) for p, u in cellen), key=lambda paar: paar[1])
        gehaald = "gehaald" if verhouding < KWART else "niet gehaald"
        yield regel(
            f"slechtste van het raster: {naam}",
            verhouding,
            "maal de eenvoudige regel",
            verhouding,
            f"{plaats}; minder dan een kwart: {gehaald}",
        )
    yield regel("hele raster: gemist", sum(u.gemist for _, u in cellen), "paren", tegen="0")
    yield regel("hele raster: later", sum(u.later for _, u in cellen), "paren", tegen="0")
