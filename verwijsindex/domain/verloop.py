# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How a family's state moves on: a deed, or time, then everything that follows from it (M01-M16).

One pure step. The database applies it under a lock, `controleer` applies it from scratch, and both must agree (M12).
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from verwijsindex.domain import daden
from verwijsindex.domain.basiszorg import vraag_basiszorg
from verwijsindex.domain.bewaken import bewaak
from verwijsindex.domain.bijwerken import werk_bij
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Daad, Gevolg, Gevolgsoort
from verwijsindex.domain.families import adviseer, beslis_gezin, vorm_gezinnen
from verwijsindex.domain.gezin import Dossier, Kind, afgeleid
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.matchen import beslis, vergeet, verlies, vernietig_matches
from verwijsindex.domain.regiedaden import beeindig_nazorg, doe_regie, ruim_op
from verwijsindex.domain.signaal import (
    Intrekking,
    Signaal,
    poort_2,
    telt_tot,
    toestemmingstand,
    veiligheid_eindigt,
    vernietigd_op,
    waarschuw_op,
)
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestand import Mijding, Regels, Toestand, volgende_moment
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.uitbeeld import zoek_einden, zoek_mijding
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import MIJDING, Antwoord, Intrekreden, Toestemmingstand


def loop_bij(toestand: Toestand, tot: datetime, regels: Regels) -> tuple[Toestand, tuple[Gevolg, ...]]:
    """Let time pass through `tot`: every end, expiry, lapse and birthday acts at its own effective moment (Z01)."""
    gevolgen: list[Gevolg] = []
    while (moment := volgende_moment(toestand, regels)) and moment <= tot:
        blad = Werkblad(toestand, moment, regels)
        _vereffen(blad)
        toestand = blad.klaar()
        gevolgen += blad.gevolgen
    return replace(toestand, tot=max(toestand.tot, tot)), tuple(gevolgen)


def verwerk(toestand: Toestand, moment: datetime, daad: Daad, regels: Regels) -> tuple[Toestand, tuple[Gevolg, ...]]:
    """One deed at its effective moment, after all that time did before it (Z01, M12)."""
    toestand, eerder = loop_bij(toestand, moment, regels)
    blad = Werkblad(toestand, moment, regels)
    _pas_toe(blad, daad)
    _vereffen(blad)
    return blad.klaar(), (*eerder, *blad.gevolgen)


def open_signaal(toestand: Toestand, organisatie: UUID, kind: UUID, t: datetime) -> Signaal | None:
    """The open signal of this organisation about this child, sleeping ones too (S05)."""
    eigen = (s for s in toestand.signalen.values() if s.organisatie == organisatie and s.kind == kind)
    return next((s for s in eigen if s.actief_op(t)), None)


def _pas_toe(blad: Werkblad, daad: Daad) -> None:
    match daad:
        case daden.Registratie():
            _registreer(blad, daad.signaal)
        case daden.Beeindiging():
            _beeindig(blad, blad.signalen[daad.signaal], daad)
        case daden.Terugtrekking():
            _trek_in(blad, blad.signalen[daad.signaal], daad.reden)
        case daden.Toestemmingsdaad():
            signaal = blad.signalen[daad.signaal]
            antwoorden = _met(signaal.toestemmingen, daad.toestemming)
            blad.signalen[daad.signaal] = replace(signaal, toestemmingen=antwoorden)
        case daden.Veiligheidsdaad():
            blad.signalen[daad.signaal] = replace(blad.signalen[daad.signaal], veiligheid=daad.veiligheid)
        case daden.Informeringsdaad():
            blad.signalen[daad.signaal] = _geinformeerd(blad.signalen[daad.signaal], daad.informering)
        case daden.Vernietiging():
            blad.nu_weg = daad
        case daden.Adviesdaad():
            adviseer(blad, daad.voorstel, daad.advies)
        case daden.Gezinsdaad():
            beslis_gezin(blad, daad.besluiten)
        case _:
            doe_regie(blad, daad)


def _geinformeerd(signaal: Signaal, informering: Informering) -> Signaal:
    """S07, V02: told is told, for the signal and for the V-ground on it."""
    grond = signaal.veiligheid
    if grond and grond.onderbouwing:
        grond = replace(grond, onderbouwing=replace(grond.onderbouwing, informering=informering))
    return replace(signaal, informering=informering, veiligheid=grond)


def _met(antwoorden: tuple[Toestemming, ...], nieuw: Toestemming) -> tuple[Toestemming, ...]:
    """The answer in the place that it had, or behind the others."""
    bekend = [antwoord.id for antwoord in antwoorden]
    if nieuw.id not in bekend:
        return (*antwoorden, nieuw)
    return tuple(nieuw if antwoord.id == nieuw.id else antwoord for antwoord in antwoorden)


def _registreer(blad: Werkblad, nieuw: Signaal) -> None:
    """S05: one open signal per organisation and child; a further report updates it."""
    toestand = blad.klaar()
    open_ = open_signaal(toestand, nieuw.organisatie, nieuw.kind, blad.t)
    signaal = werk_bij(open_, nieuw) if open_ else nieuw
    kind = blad.kinderen.get(signaal.kind)
    if kind is None:
        dossier = Dossier(afgeleid("dossier", signaal.id), signaal.gemeente, blad.t)
        blad.dossiers[dossier.id] = dossier
        kind = Kind(signaal.kind, signaal.geboortemaand, dossier.id)
        blad.kinderen[kind.id] = kind
    blad.signalen[signaal.id] = signaal
    if open_ and signaal.einde <= blad.t:
        blad.nu_geeindigd.add(signaal.id)
    if blad.telt(signaal):
        _verhuis(blad, signaal)
    if signaal.patroon in MIJDING:
        # A03: of the day on which a person confirmed it, so that a connector's repeat is no new avoidance.
        gezien = dag(signaal.bevestiging.moment)
        blad.mijdingen.add(Mijding(signaal.id, signaal.organisatie, signaal.kind, gezien))
    soort = Gevolgsoort.SIGNAAL_BIJGEWERKT if open_ else Gevolgsoort.SIGNAAL_GEREGISTREERD
    blad.meld(soort, "S05" if open_ else "S03", signaal=signaal)


def _verhuis(blad: Werkblad, signaal: Signaal) -> None:
    """A07: the dossier is where its newest counting signal says; both coordinators hear of a move."""
    dossier = blad.dossiers[blad.kinderen[signaal.kind].dossier]
    if dossier.gemeente != signaal.gemeente:
        blad.dossiers[dossier.id] = replace(dossier, gemeente=signaal.gemeente)
        blad.meld(Gevolgsoort.GEMEENTE_GEWIJZIGD, "A07", dossier=dossier.id, reden=dossier.gemeente)


def _beeindig(blad: Werkblad, signaal: Signaal, daad: daden.Beeindiging) -> None:
    """S06, V04: ending is the last review; without the word that it stays, the V-ground ends with the signal."""
    grond = signaal.veiligheid
    if grond and not grond.vervallen:
        grond = replace(grond, herbeoordeeld=blad.t, blijft=daad.grond_blijft)
    beeindigd = replace(signaal, tot=daad.tot, veiligheid=grond)
    blad.signalen[signaal.id] = beeindigd
    if signaal.actief_op(blad.t) and not beeindigd.actief_op(blad.t):
        blad.nu_geeindigd.add(signaal.id)


def _trek_in(blad: Werkblad, signaal: Signaal, reden: Intrekreden) -> None:
    """S06: `risico-geweken` ends the signal and with it its V-ground (V04); the others take it away as wrong."""
    if reden is Intrekreden.RISICO_GEWEKEN:
        vandaag = dag(blad.t)
        if signaal.actief_op(blad.t):
            blad.nu_geeindigd.add(signaal.id)
        grond = signaal.veiligheid
        if grond and not grond.vervallen:
            grond = replace(grond, herbeoordeeld=blad.t, vervallen=blad.t)
            blad.meld(Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN, "V04", signaal=signaal)
        signaal = replace(signaal, tot=min(vandaag, signaal.tot or vandaag), veiligheid=grond)
    else:
        blad.gevallen.add(signaal.id)
    blad.signalen[signaal.id] = replace(signaal, intrekking=Intrekking(blad.t, reden))
    blad.meld(Gevolgsoort.SIGNAAL_INGETROKKEN, "S06", signaal=signaal, reden=reden)


def _vereffen(blad: Werkblad) -> None:
    """Everything that holds at `t` and did not before: one order, whatever the cause."""
    geeindigd = _einden(blad)
    stiller = {s.kind: blad.kinderen[s.kind].dossier for s in geeindigd}
    _gronden(blad)
    verlies(blad)
    stiller |= _vernietig(blad)
    vorm_gezinnen(blad)
    zoek_einden(blad, geeindigd)
    while _beslis(blad):
        vorm_gezinnen(blad)
    vraag_basiszorg(blad)
    stiller |= {kind.id: kind.dossier for kind in blad.kinderen.values() if kind.id in stiller}
    for dossier in sorted(set(stiller.values()), key=str):
        _stil(blad, dossier)
    bewaak(blad)
    beeindig_nazorg(blad)
    ruim_op(blad)


def _beslis(blad: Werkblad) -> bool:
    """Decide every dossier; true when there may be more to it: a match lapsed, a family came apart, or M10."""
    eerder = len(blad.gevolgen)
    for dossier in sorted(blad.dossiers, key=str):
        zoek_mijding(blad, dossier)
        beslis(blad, dossier)
    nog_eens = {Gevolgsoort.MATCH_VERVALLEN, Gevolgsoort.MATCH_HEROPEND, Gevolgsoort.GEZIN_GESPLITST}
    return any(gevolg.soort in nog_eens for gevolg in blad.gevolgen[eerder:])


def _einden(blad: Werkblad) -> list[Signaal]:
    """The signals that counted and ended since the last step, as they were: at the end of their day, or now (Z01)."""
    einden = [
        s
        for s in sorted(blad.signalen.values(), key=lambda s: str(s.id))
        if not s.ten_onrechte
        and (blad.vorige < s.einde <= blad.t or s.id in blad.nu_geeindigd)
        and (s.geregistreerd < s.einde or s.id in blad.nu_geeindigd)
    ]
    for signaal in einden:
        blad.meld(Gevolgsoort.SIGNAAL_BEEINDIGD, "S06", signaal=signaal)
    return [blad.eerder[s.id] for s in einden if not s.slaapt_sinds]


def _gronden(blad: Werkblad) -> None:
    """T06, V03, V04: who loses its ground falls asleep, who finds one counts again (and may move the dossier, A07)."""
    gewekt = []
    for eerder in sorted(blad.signalen.values(), key=lambda s: str(s.id)):
        signaal = eerder
        if signaal.ten_onrechte:
            continue
        convenant = blad.convenant(signaal.gemeente)
        veiligheid, einde = signaal.veiligheid, veiligheid_eindigt(signaal, convenant, blad.regels.vrij)
        if veiligheid and einde and einde <= blad.t and not veiligheid.vervallen:
            signaal = replace(signaal, veiligheid=replace(veiligheid, vervallen=einde))
            regel = "V04" if veiligheid.bevestigd else "V03"
            blad.meld(Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN, regel, signaal=signaal)
        _waarschuw(blad, signaal, convenant)
        grond = poort_2(signaal, blad.t, convenant, blad.regels.vrij)
        if not grond and signaal.slaapt_sinds is None:
            if blad.t < telt_tot(signaal, convenant):
                blad.gevallen.add(signaal.id)
            signaal = replace(signaal, slaapt_sinds=blad.t)
            blad.meld(Gevolgsoort.SIGNAAL_SLAAPT, "T06", signaal=signaal, reden=grond.code)
        elif grond and signaal.slaapt_sinds:
            signaal = replace(signaal, slaapt_sinds=None)
            blad.meld(Gevolgsoort.SIGNAAL_TELT_WEER, "T06", signaal=signaal, reden=grond.code)
            gewekt.append(signaal)
        blad.signalen[signaal.id] = signaal
    for signaal in gewekt:
        eigen = set(blad.kinderen_van(blad.kinderen[signaal.kind].dossier))
        tellend = [s for s in blad.signalen.values() if s.kind in eigen and blad.telt(s)]
        nieuwste = max(tellend, key=lambda s: (s.laatst_gemeld, str(s.id)), default=None)
        if signaal is nieuwste and not _overgedragen_na(blad, signaal):
            _verhuis(blad, signaal)


def _overgedragen_na(blad: Werkblad, signaal: Signaal) -> bool:
    """R05: where the family is now was settled by people after this signal, which is no later one (A07)."""
    dossier = blad.dossiers[blad.kinderen[signaal.kind].dossier]
    return any(
        o.stand is Antwoord.AANGENOMEN and o.gemeente == dossier.gemeente and o.gevraagd > signaal.laatst_gemeld
        for match in blad.matches.values()
        if match.dossier == dossier.id
        for o in match.overdrachten
    )


def _waarschuw(blad: Werkblad, signaal: Signaal, convenant: Convenant) -> None:
    """T05: in time before consent ends, of itself or of age, its organisation hears; not of what it just recorded."""
    moment = waarschuw_op(signaal, convenant)
    eerder = blad.eerder.get(signaal.id)
    bekend = eerder is not None and eerder.toestemming == signaal.toestemming
    staat = toestemmingstand(signaal, blad.t, convenant) is Toestemmingstand.GEGEVEN
    if bekend and staat and moment and blad.vorige < moment <= blad.t:
        blad.meld(Gevolgsoort.TOESTEMMING_LOOPT_AF, "T05", signaal=signaal)


def _vernietig(blad: Werkblad) -> dict[UUID, UUID]:
    """B01, T06, B05: what has reached its last day is gone, and a child without signals is no longer known.

    Gives child and dossier of what still counted and was active: the wind-down takes that too.
    """
    actief: dict[UUID, UUID] = {}
    for signaal in sorted(blad.signalen.values(), key=lambda s: str(s.id)):
        if regel := _vernietigd_door(blad, signaal):
            blad.meld(Gevolgsoort.SIGNAAL_VERNIETIGD, regel, signaal=signaal, ontvangers=_hoort_ervan(blad, signaal))
            if signaal.actief_op(blad.t) and blad.telt(signaal):
                actief[signaal.kind] = blad.kinderen[signaal.kind].dossier
            del blad.signalen[signaal.id]
    blad.mijdingen = {m for m in blad.mijdingen if m.signaal in blad.signalen}
    bekend = {s.kind for s in blad.signalen.values()}
    blad.kinderen = {k.id: k for k in blad.kinderen.values() if k.id in bekend}
    vernietig_matches(blad)
    in_gebruik = {k.dossier for k in blad.kinderen.values()} | {m.dossier for m in blad.matches.values()}
    blad.dossiers = {d.id: d for d in blad.dossiers.values() if d.id in in_gebruik}
    blad.besluiten = {b.id: b for b in blad.besluiten.values() if {b.een, b.ander} <= bekend}
    vergeet(blad)
    return actief


def _vernietigd_door(blad: Werkblad, signaal: Signaal) -> str | None:
    """The rule by which a signal goes now; None while it stays."""
    if blad.nu_weg and signaal.id in blad.nu_weg.signalen:
        return blad.nu_weg.regel
    convenant = blad.convenant(signaal.gemeente)
    if vernietigd_op(signaal, convenant, blad.regels.vrij) > blad.t:
        return None
    wakker = replace(signaal, slaapt_sinds=None)
    return "B01" if vernietigd_op(wakker, convenant, blad.regels.vrij) <= blad.t else "T06"


def _hoort_ervan(blad: Werkblad, signaal: Signaal) -> tuple[tuple[str, str], ...]:
    """B01: whose signal goes by another's report of a death, so that a mistake shows."""
    weg = blad.nu_weg
    ander = weg and signaal.id in weg.signalen and weg.door and weg.door != signaal.organisatie
    return (("organisatie", str(signaal.organisatie)),) if ander else ()


def _stil(blad: Werkblad, dossier: UUID) -> None:
    """M11: the owner of an open match is told when an ending leaves nobody active."""
    match = blad.open_match(dossier)
    eigen = set(blad.kinderen_van(dossier))
    if match and not any(s.kind in eigen and s.actief_op(blad.t) and blad.telt(s) for s in blad.signalen.values()):
        blad.meld(Gevolgsoort.GEEN_ACTIEVE_SIGNALEN, "M11", match=match)
