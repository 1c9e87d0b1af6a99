# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Out of sight (M10), as part of a step: nobody active is left while there was worry, or several meet avoidance."""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
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
        if _wakker(blad, signaal.id):
            vers[signaal.kind].append(signaal)
    nu: dict[UUID, Rust] = defaultdict(lambda: defaultdict(set))
    for kind in sorted(blad.kinderen.values(), key=lambda k: str(k.id)):
        convenant = blad.convenant(blad.dossiers[kind.dossier].gemeente)
        if not convenant.uit_beeld:
            continue
        eigen = tellend.get(kind.id, [])
        actief = any(s.actief_op(blad.t) for s in eigen)
        wacht = None if actief else _staand(blad, kind.wacht)
        voorbij = wacht is not None and blad.t >= einde_van(wacht.tot)
        blad.kinderen[kind.id] = replace(kind, wacht=None if voorbij else wacht)
        if actief or _niet_nodig(blad, kind):
            continue
        if wacht and voorbij:
            nu[kind.dossier][kind.id] |= wacht.rust_op
        if vers[kind.id] and _bezorgd(blad, kind, vers[kind.id], eigen):
            rust = {(s.id, s.organisatie) for s in vers[kind.id]}
            if _direct(blad, kind, vers[kind.id]):
                nu[kind.dossier][kind.id] |= rust
            else:
                _wacht(blad, blad.kinderen[kind.id], rust, convenant)
    for dossier, per_kind in sorted(nu.items(), key=lambda item: str(item[0])):
        rust_op = frozenset(paar for paren in per_kind.values() for paar in paren)
        bevind(blad, dossier, Bevinding(Bevindingsoort.EINDE, dag(blad.t), frozenset(per_kind), rust_op))


def _wakker(blad: Werkblad, signaal: UUID) -> bool:
    """Others may hear of it: not destroyed, asleep or withdrawn as wrong by now (B01, T06, S06)."""
    nu = blad.signalen.get(signaal)
    return nu is not None and nu.slaapt_sinds is None and not nu.ten_onrechte


def _staand(blad: Werkblad, wacht: Wacht | None) -> Wacht | None:
    """The wait as far as the signals that it rests on still may be told of."""
    rust = frozenset(paar for paar in wacht.rust_op if _wakker(blad, paar[0])) if wacht else frozenset()
    return replace(wacht, rust_op=rust) if wacht and rust else None


def _niet_nodig(blad: Werkblad, kind: Kind) -> bool:
    """Somebody accepted aftercare, or the child may be 23."""
    nazorg = any(m.dossier == kind.dossier and m.status is Matchstatus.NAZORG for m in blad.matches.values())
    return nazorg or blad.t >= begin_van(plus_maanden(maandbegin(kind.geboortemaand), LEEFTIJDSGRENS * 12))


def _bezorgd(blad: Werkblad, kind: Kind, geeindigd: list[Signaal], tellend: list[Signaal]) -> bool:
    """Was there worry: a worried or unsafe signal, or a match that is open or was lately."""
    convenant = blad.convenant(blad.dossiers[kind.dossier].gemeente)
    sinds = plus_maanden(dag(blad.t), -convenant.uit_beeld_maanden)
    matches = [m for m in blad.matches.values() if m.dossier == kind.dossier]
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


def _wacht(blad: Werkblad, kind: Kind, rust: set[tuple[UUID, UUID]], convenant: Convenant) -> None:
    eerder = kind.wacht.rust_op if kind.wacht else frozenset()
    vrij = convenant.vrije(blad.regels.vrij)
    tot = kind.wacht.tot if kind.wacht else na_werkdagen(dag(blad.t), convenant.nazorg_werkdagen, vrij)
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
    dicht = laatste.gesloten if laatste and laatste.status is Matchstatus.AFGESLOTEN else None
    sinds = plus_maanden(dag(blad.t), -convenant.uit_beeld_maanden)
    gevonden = [
        m
        for m in blad.mijdingen
        if blad.kinderen[m.kind].dossier == dossier and m.dag >= sinds and blad.telt(blad.signalen[m.signaal])
    ]
    organisaties = {m.organisatie for m in gevonden}
    bekend = [b.organisaties for b in laatste.bevindingen if b.soort is Bevindingsoort.MIJDING] if laatste else []
    na_sluiting = dicht is None or any(
        m.dag >= dag(dicht) and blad.signalen[m.signaal].gemeld > dicht for m in gevonden
    )
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
