# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the deeds of directors, coordinators and parties do to a match (R01-R10), as part of a step."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar, assert_never
from uuid import UUID

from verwijsindex.domain import daden
from verwijsindex.domain.basiszorg import handel_af
from verwijsindex.domain.daden import Afsluiting, Gevolgsoort, Regiedaad
from verwijsindex.domain.match import Afspraak, Match, Nazorg, Overdracht, zonder_nazorg
from verwijsindex.domain.matchen import heropen_uit_nazorg, kern
from verwijsindex.domain.termijnen import Adres, eigenaar, is_stil
from verwijsindex.domain.tijd import einde_van
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Afsluitreden, Afspraakstand, Antwoord, Matchstatus

T = TypeVar("T", Overdracht, Nazorg, Afspraak)
OVERDRACHT = {
    Antwoord.GEVRAAGD: Gevolgsoort.OVERDRACHT_GEVRAAGD,
    Antwoord.AANGENOMEN: Gevolgsoort.OVERDRACHT_AANGENOMEN,
    Antwoord.GEWEIGERD: Gevolgsoort.OVERDRACHT_GEWEIGERD,
    Antwoord.INGETROKKEN: Gevolgsoort.OVERDRACHT_INGETROKKEN,
    Antwoord.VERVALLEN: Gevolgsoort.OVERDRACHT_INGETROKKEN,
}
NAZORG = {
    Antwoord.GEVRAAGD: Gevolgsoort.NAZORG_VOORGESTELD,
    Antwoord.AANGENOMEN: Gevolgsoort.NAZORG_AANGENOMEN,
    Antwoord.GEWEIGERD: Gevolgsoort.NAZORG_GEWEIGERD,
    Antwoord.INGETROKKEN: Gevolgsoort.NAZORG_INGETROKKEN,
    Antwoord.VERVALLEN: Gevolgsoort.NAZORG_INGETROKKEN,
}
AFSPRAAK = {
    Afspraakstand.OPEN: Gevolgsoort.AFSPRAAK_GEMAAKT,
    Afspraakstand.NAGEKOMEN: Gevolgsoort.AFSPRAAK_NAGEKOMEN,
    Afspraakstand.INGETROKKEN: Gevolgsoort.AFSPRAAK_INGETROKKEN,
}


def doe_regie(blad: Werkblad, daad: Regiedaad) -> None:
    """One deed on a match."""
    match_ = blad.matches[daad.match]
    match daad:
        case daden.Toewijzing():
            wijs_toe(blad, match_, daad.regisseur)
        case daden.Aanvaarding():
            neem_aan(blad, match_, daad.bekend_bij)
        case daden.Contact():
            leg_contact(blad, match_)
        case daden.Overleg():
            overleg(blad, match_)
        case daden.Bekendmaking():
            maak_bekend(blad, match_, daad.organisaties)
        case daden.Overdrachtsdaad():
            draag_over(blad, match_, daad.overdracht)
        case daden.Nazorgdaad():
            regel_nazorg(blad, match_, daad.nazorg)
        case daden.Afspraakdaad():
            spreek_af(blad, match_, daad.afspraak)
        case daden.Voortzetting():
            zet_voort(blad, match_, daad.toestemming)
        case daden.Afhandeling():
            handel_af(blad, match_, daad.taak)
        case daden.Afsluiting():
            sluit(blad, match_, daad)
        case _:
            assert_never(daad)


def wijs_toe(blad: Werkblad, match: Match, regisseur: UUID | None) -> None:
    """R01: a match without a director is `nieuw` and the coordinator's; a new one accepts anew, unless in aftercare."""
    nazorg = any(_loopt(n, blad) for n in match.nazorg)
    status = Matchstatus.NIEUW
    if regisseur:
        status = Matchstatus.NAZORG if nazorg else Matchstatus.TOEGEWEZEN
    match = _trek_overdracht_terug(blad, match)
    if status is Matchstatus.TOEGEWEZEN:
        match = zonder_nazorg(match, alleen_begonnen=True)
    match = replace(
        match, regisseur=regisseur, status=status, caseload_vol=regisseur is None, eigenaar_sinds=blad.t, overlegd=None
    )
    blad.matches[match.id] = match
    blad.meld(Gevolgsoort.MATCH_TOEGEWEZEN if regisseur else Gevolgsoort.MATCH_ZONDER_REGISSEUR, "R02", match=match)


def _loopt(nazorg: Nazorg, blad: Werkblad) -> bool:
    return nazorg.stand is Antwoord.AANGENOMEN and nazorg.ingegaan is not None and blad.t < einde_van(nazorg.tot)


def neem_aan(blad: Werkblad, match: Match, bekend_bij: Iterable[UUID]) -> None:
    """R03, R09: the director accepts; the parties that the convenant names hear that he leads."""
    blad.matches[match.id] = match = replace(match, status=Matchstatus.AANGENOMEN)
    blad.meld(Gevolgsoort.MATCH_AANGENOMEN, "R03", match=match)
    maak_bekend(blad, match, bekend_bij)


def leg_contact(blad: Werkblad, match: Match) -> None:
    """R03: the director spoke with the reporters."""
    blad.matches[match.id] = match = replace(match, status=Matchstatus.CONTACT_GELEGD)
    blad.meld(Gevolgsoort.CONTACT_GELEGD, "R03", match=match)


def overleg(blad: Werkblad, match: Match) -> None:
    """R03: a plan meeting was held, the first or a later one."""
    blad.matches[match.id] = match = replace(match, status=Matchstatus.IN_REGIE, overlegd=blad.t)
    blad.meld(Gevolgsoort.OVERLEG_GEHOUDEN, "R03", match=match)


def maak_bekend(blad: Werkblad, match: Match, organisaties: Iterable[UUID]) -> None:
    """R09: these parties hear who leads."""
    aan = frozenset(organisaties) & {s.organisatie for s in kern(blad, match)}
    ontvangers = tuple(("organisatie", str(organisatie)) for organisatie in sorted(aan, key=str))
    if not aan:
        return
    blad.meld(Gevolgsoort.REGIE_BEKENDGEMAAKT, "R09", match=match, organisaties=aan, ontvangers=ontvangers)


def draag_over(blad: Werkblad, match: Match, overdracht: Overdracht) -> None:
    """R05: asked, accepted, refused or taken back; only acceptance changes who is responsible."""
    match = replace(match, overdrachten=_met(match.overdrachten, overdracht))
    eerst = overdracht.stand is Antwoord.AANGENOMEN and match.status is Matchstatus.TOEGEWEZEN
    if overdracht.stand is Antwoord.AANGENOMEN:
        match = replace(
            match,
            regisseur=overdracht.naar,
            gemeente=overdracht.gemeente,
            convenant=blad.convenant(overdracht.gemeente).kenmerk,
            status=Matchstatus.AANGENOMEN if eerst else match.status,
            eigenaar_sinds=blad.t,
        )
        # M16: what reopens later, or opens anew, does so where the family is now.
        blad.dossiers[match.dossier] = replace(blad.dossiers[match.dossier], gemeente=overdracht.gemeente)
    blad.matches[match.id] = match
    gever: Adres = ("regisseur", str(overdracht.van))
    nemer: Adres = ("coordinator", overdracht.gemeente)
    if overdracht.naar:
        nemer = ("regisseur", str(overdracht.naar))
    naar_nemer = overdracht.stand in (Antwoord.GEVRAAGD, Antwoord.INGETROKKEN, Antwoord.VERVALLEN)
    blad.meld(
        OVERDRACHT[overdracht.stand],
        "R05",
        match=match,
        reden=overdracht.weigerreden or overdracht.reden,
        ontvangers=(nemer if naar_nemer else gever,),
    )
    if eerst:
        # R03: nobody accepted it before; the figures count how long that took (I08).
        blad.meld(Gevolgsoort.MATCH_AANGENOMEN, "R03", match=match)


def regel_nazorg(blad: Werkblad, match: Match, nazorg: Nazorg) -> None:
    """R06, R07: aftercare asked, accepted, refused, taken back, or confirmed by its party."""
    eerder = next((n for n in match.nazorg if n.id == nazorg.id), None)
    blad.matches[match.id] = match = replace(match, nazorg=_met(match.nazorg, nazorg))
    organisatie: Adres = ("organisatie", str(nazorg.organisatie))
    naar_partij = nazorg.stand in (Antwoord.GEVRAAGD, Antwoord.INGETROKKEN, Antwoord.VERVALLEN)
    if eerder is None or eerder.stand is not nazorg.stand:
        blad.meld(
            NAZORG[nazorg.stand],
            "R06",
            match=match,
            organisaties={nazorg.organisatie},
            reden=nazorg.weigerreden or "",
            ontvangers=(organisatie if naar_partij else eigenaar(match),),
        )
    elif nazorg.gaat_goed:
        blad.meld(Gevolgsoort.NAZORG_BEVESTIGD, "R07", match=match, organisaties={nazorg.organisatie})
    else:
        heropen_uit_nazorg(blad, match, {nazorg.organisatie})


def spreek_af(blad: Werkblad, match: Match, afspraak: Afspraak) -> None:
    """R10: a binding agreement with a party, kept, or taken back."""
    blad.matches[match.id] = match = replace(match, afspraken=_met(match.afspraken, afspraak))
    partij: Adres = ("organisatie", str(afspraak.organisatie))
    ontvangers = () if afspraak.stand is Afspraakstand.NAGEKOMEN else (partij,)
    blad.meld(
        AFSPRAAK[afspraak.stand],
        "R10",
        match=match,
        organisaties={afspraak.organisatie},
        reden=afspraak.wat,
        ontvangers=ontvangers,
    )


def sluit(blad: Werkblad, match: Match, daad: Afsluiting) -> None:
    """R06: closed because the family can go on alone, or into aftercare that was accepted."""
    if daad.nazorg is None:
        sluit_af(blad, match, daad.reden)
        return
    nazorg = tuple(replace(n, ingegaan=blad.t) if n.id == daad.nazorg else n for n in match.nazorg)
    match = replace(match, status=Matchstatus.NAZORG, nazorg=nazorg, afsluitreden=daad.reden)
    blad.matches[match.id] = match = _trek_overdracht_terug(blad, match)
    partij = {n.organisatie for n in nazorg if n.id == daad.nazorg}
    blad.meld(Gevolgsoort.NAZORG_BEGONNEN, "R06", match=match, organisaties=partij, reden=daad.reden or "")


def sluit_af(blad: Werkblad, match: Match, reden: Afsluitreden | None, regel: str = "R06") -> None:
    """Closed, by the director (R06) or because aftercare is over (R07): nothing that was asked stands any more."""
    match = _trek_overdracht_terug(blad, match)
    match = replace(match, status=Matchstatus.AFGESLOTEN, gesloten=blad.t, afsluitreden=reden)
    blad.matches[match.id] = match
    blad.meld(Gevolgsoort.MATCH_AFGESLOTEN, regel, match=match, reden=reden or "")


def beeindig_nazorg(blad: Werkblad) -> None:
    """R06, R07: on its last day aftercare ends and the match closes; while its party is silent it does not."""
    for match in sorted(blad.matches.values(), key=lambda m: str(m.id)):
        loopt = match.lopende_nazorg
        if loopt and blad.t >= einde_van(loopt.tot) and not is_stil(loopt, match):
            sluit_af(blad, match, match.afsluitreden, "R07")


def ruim_op(blad: Werkblad) -> None:
    """What was asked for a match that is open no more need not be answered, and is not kept for ever (M11, B05)."""
    bekend = {blad.kinderen[s.kind].dossier for s in blad.signalen.values()}
    for gesloten in sorted((m for m in blad.matches.values() if not m.open), key=lambda m: str(m.id)):
        blad.matches[gesloten.id] = replace(_trek_overdracht_terug(blad, gesloten), termijnen=())
        for nazorg in gesloten.nazorg:
            if nazorg.stand is Antwoord.GEVRAAGD or (
                nazorg.stand is Antwoord.AANGENOMEN and not _voorbij(nazorg, blad)
            ):
                regel_nazorg(blad, blad.matches[gesloten.id], replace(nazorg, stand=Antwoord.VERVALLEN))
        for afspraak in gesloten.afspraken:
            if afspraak.stand is Afspraakstand.OPEN:
                weg = replace(afspraak, stand=Afspraakstand.INGETROKKEN)
                spreek_af(blad, blad.matches[gesloten.id], weg)
        if gesloten.dossier not in bekend:
            # B05: agreements go with the last signal.
            leeg = replace(blad.matches[gesloten.id], overdrachten=(), nazorg=(), afspraken=(), afsluitreden=None)
            blad.matches[gesloten.id] = leeg


def _voorbij(nazorg: Nazorg, blad: Werkblad) -> bool:
    """It was given through its last day."""
    return nazorg.ingegaan is not None and blad.t >= einde_van(nazorg.tot)


def zet_voort(blad: Werkblad, match: Match, toestemming: Toestemming) -> None:
    """M11, T04: a refusal or a withdrawal carries nothing; what that means is settled with everything else."""
    blad.matches[match.id] = match = replace(match, voortzetting=toestemming)
    if not toestemming.geweigerd and toestemming.ingetrokken is None:
        blad.meld(Gevolgsoort.MATCH_VOORTGEZET, "M11", match=match)


def _trek_overdracht_terug(blad: Werkblad, match: Match) -> Match:
    """R05: a handover that nobody can accept any more."""
    if match.overdracht is None:
        return match
    draag_over(blad, match, replace(match.overdracht, stand=Antwoord.VERVALLEN))
    return blad.matches[match.id]


def _met(delen: tuple[T, ...], nieuw: T) -> tuple[T, ...]:
    """In the place that it had, or behind the others."""
    bekend = any(deel.id == nieuw.id for deel in delen)
    return tuple(nieuw if deel.id == nieuw.id else deel for deel in delen) + (() if bekend else (nieuw,))
