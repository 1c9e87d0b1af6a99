# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Out of sight (M10), as part of a step: nobody active is left while there was worry, or several meet avoidance."""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.gezin import Kind, Wacht
from verwijsindex.domain.match import Bevinding, Bevindingsoort
from verwijsindex.domain.matchen import bevind
from verwijsindex.domain.signaal import LEEFTIJDSGRENS, Signaal, veiligheid_telt
from verwijsindex.domain.tijd import begin_van, dag, einde_van, maandbegin, na_werkdagen, plus_maanden
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Matchstatus

Rust = dict[UUID, set[tuple[UUID, UUID]]]


def zoek_einden(blad: Werkblad, geeindigd: list[Signaal]) -> None:
    """M10a: the last active counting signals of a child ended now, or the term to arrange aftercare is over."""
    tellend = blad.tellend()
    vers: dict[UUID, list[Signaal]] = defaultdict(list)
    for signaal in geeindigd:
        vers[signaal.kind].append(signaal)
    nu: dict[UUID, Rust] = defaultdict(lambda: defaultdict(set))
    for kind in sorted(blad.kinderen.values(), key=lambda k: str(k.id)):
        convenant = blad.convenant(blad.dossiers[kind.dossier].gemeente)
        if not convenant.uit_beeld:
            continue
        if any(s.actief_op(blad.t) for s in tellend.get(kind.id, ())):
            blad.kinderen[kind.id] = replace(kind, wacht=None)
            continue
        if kind.wacht and blad.t >= einde_van(kind.wacht.tot):
            nu[kind.dossier][kind.id] |= kind.wacht.rust_op
            blad.kinderen[kind.id] = replace(kind, wacht=None)
        if vers[kind.id] and _bezorgd(blad, kind, vers[kind.id], tellend.get(kind.id, [])):
            rust = {(s.id, s.organisatie) for s in vers[kind.id]}
            if _direct(blad, kind, vers[kind.id]):
                nu[kind.dossier][kind.id] |= rust
            else:
                _wacht(blad, kind, rust, convenant.nazorg_werkdagen)
    for dossier, per_kind in sorted(nu.items(), key=lambda item: str(item[0])):
        rust_op = frozenset(paar for paren in per_kind.values() for paar in paren)
        bevind(blad, dossier, Bevinding(Bevindingsoort.EINDE, dag(blad.t), frozenset(per_kind), rust_op))


def _bezorgd(blad: Werkblad, kind: Kind, geeindigd: list[Signaal], tellend: list[Signaal]) -> bool:
    """Was there worry: a worried or unsafe signal, or a match that is open or was lately; not in aftercare, not 23."""
    if blad.t >= begin_van(plus_maanden(maandbegin(kind.geboortemaand), LEEFTIJDSGRENS * 12)):
        return False
    matches = [m for m in blad.matches.values() if m.dossier == kind.dossier]
    if any(m.status is Matchstatus.NAZORG for m in matches):
        return False
    convenant = blad.convenant(blad.dossiers[kind.dossier].gemeente)
    sinds = plus_maanden(dag(blad.t), -convenant.uit_beeld_maanden)
    recent = any(m.open or (m.gesloten and dag(m.gesloten) >= sinds) for m in matches)
    return recent or any(_zorgwekkend(blad, s) for s in (*geeindigd, *tellend))


def _zorgwekkend(blad: Werkblad, signaal: Signaal) -> bool:
    """As it was until this moment: the ground of an ending signal lapses with it, its worry does not."""
    return signaal.zorgwekkend(blad.vorige, blad.convenant(signaal.gemeente), blad.regels.vrij)


def _direct(blad: Werkblad, kind: Kind, geeindigd: list[Signaal]) -> bool:
    """A V-ground counts in the family, or a match is open: no days to wait."""
    if blad.open_match(kind.dossier):
        return True
    familie = [s for s in blad.signalen.values() if blad.kinderen[s.kind].dossier == kind.dossier and blad.telt(s)]
    return any(
        veiligheid_telt(s, blad.vorige, blad.convenant(s.gemeente), blad.regels.vrij) for s in (*geeindigd, *familie)
    )


def _wacht(blad: Werkblad, kind: Kind, rust: set[tuple[UUID, UUID]], werkdagen: int) -> None:
    eerder = kind.wacht.rust_op if kind.wacht else frozenset()
    tot = kind.wacht.tot if kind.wacht else na_werkdagen(dag(blad.t), werkdagen, blad.regels.vrij)
    blad.kinderen[kind.id] = replace(kind, wacht=Wacht(tot, eerder | rust))
    blad.meld(
        Gevolgsoort.NAZORG_GEVRAAGD,
        "M10",
        dossier=kind.dossier,
        kinderen={kind.id},
        organisaties={organisatie for _, organisatie in rust},
        reden=tot.isoformat(),
    )


def zoek_mijding(blad: Werkblad, dossier: UUID) -> None:
    """M10b: enough organisations met avoidance in one family within the window, and that was not yet found."""
    convenant = blad.convenant(blad.dossiers[dossier].gemeente)
    if not convenant.uit_beeld:
        return
    laatste = blad.laatste_match(dossier)
    dicht = laatste.gesloten if laatste and not laatste.open else None
    sinds = plus_maanden(dag(blad.t), -convenant.uit_beeld_maanden)
    gevonden = [
        m
        for m in blad.mijdingen
        if blad.kinderen[m.kind].dossier == dossier and m.dag >= sinds and blad.telt(blad.signalen[m.signaal])
    ]
    organisaties = {m.organisatie for m in gevonden}
    bekend = [b.organisaties for b in laatste.bevindingen if b.soort is Bevindingsoort.MIJDING] if laatste else []
    na_sluiting = dicht is None or any(m.dag > dag(dicht) for m in gevonden)
    al_gevonden = any(organisaties <= eerder for eerder in bekend) and not (dicht and na_sluiting)
    if len(organisaties) < convenant.uit_beeld_organisaties or al_gevonden or not na_sluiting:
        return
    bevind(
        blad,
        dossier,
        Bevinding(
            Bevindingsoort.MIJDING,
            dag(blad.t),
            frozenset(m.kind for m in gevonden),
            frozenset((m.signaal, m.organisatie) for m in gevonden),
        ),
    )
