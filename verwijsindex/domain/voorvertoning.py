# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a new version of a convenant changes on its first day, family by family (M14)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from verwijsindex.domain.cijfers import getoond
from verwijsindex.domain.match import Match
from verwijsindex.domain.matchen import kern
from verwijsindex.domain.signaal import spoed
from verwijsindex.domain.stapeling import matchsoort
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.verloop import loop_bij
from verwijsindex.domain.werkblad import Werkblad


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorvertoning:
    """Counts of open matches and signals that fare differently because of the new version.

    A changed match counts once in `gewijzigd`, and in each of the four ways in which it changed.
    """

    gezinnen: int = 0
    ontstaan: int = 0
    vervallen: int = 0
    gewijzigd: int = 0
    redenen: int = 0
    matchsoort: int = 0
    multiproblematiek: int = 0
    spoed: int = 0
    slapend: int = 0
    wakker: int = 0
    vernietigd: int = 0
    mislukt: int = 0


def vergelijk(stand: Toestand, moment: datetime, oud: Regels, nieuw: Regels) -> Voorvertoning:
    """One family at `moment` under the rules that are loaded, and under those with the new version (M14)."""
    voor, na = (loop_bij(stand, moment, regels)[0] for regels in (oud, nieuw))
    matches_voor, matches_na = _open(voor, moment, oud), _open(na, moment, nieuw)
    blijvend = matches_voor.keys() & matches_na.keys()
    anders = [[a != b for a, b in zip(matches_voor[match], matches_na[match], strict=True)] for match in blijvend]
    slapend_voor, slapend_na = ({s.id for s in t.signalen.values() if s.slaapt_sinds} for t in (voor, na))
    over = na.signalen.keys()
    redenen, soort, multi, dringend = (sum(match[i] for match in anders) for i in range(4))
    gevonden = {
        "ontstaan": len(matches_na.keys() - matches_voor.keys()),
        "vervallen": len(matches_voor.keys() - matches_na.keys()),
        "gewijzigd": sum(any(match) for match in anders),
        "redenen": redenen,
        "matchsoort": soort,
        "multiproblematiek": multi,
        "spoed": dringend,
        "slapend": len(slapend_na - slapend_voor),
        "wakker": len((slapend_voor - slapend_na) & over),
        "vernietigd": len(voor.signalen.keys() - over),
    }
    return Voorvertoning(gezinnen=int(any(gevonden.values())), **gevonden)


def _open(toestand: Toestand, t: datetime, regels: Regels) -> dict[object, tuple[object, ...]]:
    """The open matches, and of each what its owner would see change."""
    return {match.id: _beeld(Werkblad(toestand, t, regels), match) for match in toestand.matches.values() if match.open}


def _beeld(blad: Werkblad, match: Match) -> tuple[object, ...]:
    """Reasons (M11), kind (M06), multiproblematiek (M07), spoed (M08)."""
    soort = matchsoort(match.steun, blad.convenant(match.gemeente))
    dringend = any(spoed(s, blad.t, blad.convenant(s.gemeente), blad.regels.vrij) for s in kern(blad, match))
    return match.redenen, soort, match.multiproblematiek, dringend


def tel_op(delen: Iterable[Voorvertoning]) -> Voorvertoning:
    """The counts of many families together."""
    som = dict.fromkeys((veld.name for veld in fields(Voorvertoning)), 0)
    for deel in delen:
        for naam in som:
            som[naam] += getattr(deel, naam)
    return Voorvertoning(**som)


# What a coordinator may not count one by one: he sees matches, of signals and families the figures only (I08).
GROEPEN = ("gezinnen", "slapend", "wakker", "vernietigd", "mislukt")


def onderdrukt(totaal: Voorvertoning, drempel: int) -> dict[str, int | None]:
    """I08: the counts as a coordinator sees them: matches are his to see, the rest come as figures."""
    return {
        naam: getoond(aantal, drempel, herhaalbaar=True) if naam in GROEPEN else aantal
        for naam, aantal in asdict(totaal).items()
    }


def vooruitblik_onderdrukt(totaal: Voorvertoning, drempel: int) -> list[str]:
    """The same in Dutch (I08). A line on signals stands there always: that it does, says nothing."""
    zichtbaar = replace(totaal, **dict.fromkeys(GROEPEN, 0))
    getallen = onderdrukt(totaal, drempel)
    tekst = {
        naam: f"minder dan {drempel}" if getallen[naam] is None else f"{getallen[naam]} of meer" for naam in GROEPEN
    }
    regels = vooruitblik(zichtbaar) if zichtbaar != Voorvertoning() else ["Op die dag verandert er niets aan matches."]
    return [
        *regels,
        f"Signalen: in slaap {tekst['slapend']}, weer tellend {tekst['wakker']}, vernietigd {tekst['vernietigd']}.",
        f"Gezinnen waarin iets verandert: {tekst['gezinnen']}. Niet door te rekenen: {tekst['mislukt']}.",
    ]


def vooruitblik(totaal: Voorvertoning) -> list[str]:
    """The outcome in Dutch, a line per subject; one line when nothing changes."""
    t, regels = totaal, []
    if t.ontstaan or t.vervallen or t.gewijzigd:
        anders = {
            "andere redenen": t.redenen,
            "kindmatch of gezinsmatch": t.matchsoort,
            "multiproblematiek": t.multiproblematiek,
            "spoed": t.spoed,
        }
        hoe = ", ".join(f"{wat} {aantal}" for wat, aantal in anders.items() if aantal)
        tellen = f"nieuw {t.ontstaan}, vervallen {t.vervallen}, veranderd {t.gewijzigd}"
        regels.append(f"Matches: {tellen} ({hoe})." if hoe else f"Matches: {tellen}.")
    if t.slapend or t.wakker or t.vernietigd:
        regels.append(f"Signalen: in slaap {t.slapend}, weer tellend {t.wakker}, vernietigd {t.vernietigd}.")
    if t.gezinnen:
        regels.append(f"Gezinnen waarin iets verandert: {t.gezinnen}.")
    if t.mislukt:
        regels.append(f"Gezinnen die niet zijn door te rekenen: {t.mislukt}. Draai `verwijsindex controleer`.")
    return regels or ["Op die dag verandert er niets aan matches en signalen."]
