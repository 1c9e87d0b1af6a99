# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Basic care (V07): where a child is abused or sees violence, doctor, youth health and school hear of it."""

from dataclasses import replace
from uuid import UUID

from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.gezin import afgeleid
from verwijsindex.domain.match import Match, Taak
from verwijsindex.domain.matchen import kern
from verwijsindex.domain.signaal import Signaal, veiligheid_telt
from verwijsindex.domain.tijd import dag, einde_van, na_werkdagen
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import BASISZORG


def vraag_basiszorg(blad: Werkblad) -> None:
    """V07: a task per child on whom a confirmed V-ground of these kinds counts; gone when no ground asks it."""
    for match in sorted((m for m in blad.matches.values() if m.open), key=lambda m: str(m.id)):
        nodig = {signaal.kind for signaal in kern(blad, match) if _vraagt(blad, signaal)}
        blijft = tuple(taak for taak in match.taken if taak.gedaan or taak.kind in nodig)
        erbij = sorted(nodig - {taak.kind for taak in blijft}, key=str)
        convenant = blad.convenant(match.gemeente)
        voor = na_werkdagen(dag(blad.t), convenant.basiszorg_werkdagen, convenant.vrije(blad.regels.vrij))
        nieuw = tuple(
            Taak(afgeleid("basiszorg", match.id, kind, blad.t.isoformat()), kind, blad.t, voor) for kind in erbij
        )
        if blijft + nieuw != match.taken:
            blad.matches[match.id] = replace(match, taken=blijft + nieuw)
        if erbij:
            blad.meld(Gevolgsoort.BASISZORG_TE_BEREIKEN, "V07", match=match, kinderen=erbij)


def _vraagt(blad: Werkblad, signaal: Signaal) -> bool:
    grond = signaal.veiligheid
    if grond is None or grond.bevestigd is None or grond.grond not in BASISZORG:
        return False
    wacht = grond.niet_doorgeven and blad.t < einde_van(grond.niet_doorgeven.herzien_op)
    return not wacht and veiligheid_telt(signaal, blad.t, blad.convenant(signaal.gemeente), blad.regels.vrij)


def handel_af(blad: Werkblad, match: Match, taak_id: UUID) -> None:
    """V07: on the director's word the parties with an active signal on that child are asked to call him."""
    taak = next(t for t in match.taken if t.id == taak_id)
    gedaan = tuple(replace(t, gedaan=blad.t) if t.id == taak_id else t for t in match.taken)
    blad.matches[match.id] = replace(match, taken=gedaan)
    actief = {s.organisatie for s in kern(blad, match) if s.kind == taak.kind and s.actief_op(blad.t)}
    blad.meld(Gevolgsoort.BASISZORG_BEREIKT, "V07", match=match, kinderen={taak.kind}, organisaties=actief)
