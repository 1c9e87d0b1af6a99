# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Warm handover and appointment: who may give, who may take, who is asked (R01, R02, R05, A05)."""

from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.match import Match, Overdracht
from verwijsindex.domain.regie import Regisseur, is_zijn_match
from verwijsindex.domain.woorden import Antwoord, Weigerreden


def mag_regie_krijgen(wie: Regisseur | None, match: Match, convenant: Convenant) -> Besluit:
    """R02, A05: an active director of the convenant's categories, in this municipality, under the caseload limit."""
    if wie is None or not wie.actief or wie.gemeente != convenant.gemeente:
        zin = "Deze regisseur is er niet (meer) in deze gemeente. Kies er een uit de lijst."
        return geweigerd("regisseur-onbekend", "R02", zin, "/regisseurId")
    if wie.categorie not in convenant.regie_categorieen:
        zin = "Deze organisatie kan wel melden maar geen regisseur leveren. Kies een ander."
        return geweigerd("categorie-geen-regie", "A05", zin, "/regisseurId")
    if wie.id == match.regisseur:
        zin = "Deze regisseur heeft de match al. Kies een ander."
        return geweigerd("al-de-regisseur", "R05", zin, "/regisseurId")
    if wie.families >= convenant.caseload:
        zin = f"{wie.naam} heeft al {wie.families} gezinnen; {convenant.caseload} is de grens. Kies een ander."
        return geweigerd("caseload-vol", "R02", zin, "/regisseurId")
    return toegestaan("regisseur", "R02")


def mag_overdragen(
    match: Match, van: UUID | None, naar: Regisseur | None, gemeente: str | None, convenant: Convenant | None
) -> Besluit:
    """R05: the director asks one person, or another municipality (its convenant is `convenant`), to take over."""
    if not (vrij := _mag_weg(match, van)):
        return vrij
    if gemeente is not None and gemeente == match.gemeente:
        zin = "Deze match is al van deze gemeente. Kies een regisseur, of een andere gemeente."
        return geweigerd("eigen-gemeente", "R05", zin, "/gemeentecode")
    if convenant is None:
        zin = "Deze gemeente doet niet mee aan deze index. Bel haar en draag buiten de index over."
        return geweigerd("gemeente-onbekend", "R05", zin, "/gemeentecode")
    if gemeente is not None:
        return toegestaan("overdracht", "R05")
    return mag_regie_krijgen(naar, match, convenant)


def _mag_weg(match: Match, van: UUID | None) -> Besluit:
    """His own, open, and not offered to somebody already."""
    if not (eigen := is_zijn_match(match, van)):
        return eigen
    if not match.open:
        return geweigerd("overgang-onmogelijk", "R05", "Deze match is niet meer open.")
    if match.overdracht:
        zin = "Er loopt al een overdracht van deze match. Wacht op antwoord, of trek die eerst in."
        return geweigerd("overdracht-loopt", "R05", zin)
    return eigen


def mag_beantwoorden(overdracht: Overdracht, match: Match) -> Besluit:
    """R05: who was asked answers once, while the match is open."""
    if overdracht.stand is not Antwoord.GEVRAAGD or not match.open:
        zin = f"Deze overdracht staat niet meer open ({overdracht.stand.value}). U hoeft niets te doen."
        return geweigerd("vraag-gesloten", "R05", zin)
    return toegestaan("overdracht", "R05")


def mag_overdracht_intrekken(match: Match, regisseur: UUID | None, overdracht: Overdracht) -> Besluit:
    """R05: the giver takes back what nobody accepted yet."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    return mag_beantwoorden(overdracht, match)


def eis_weigerreden(reden: Weigerreden | None) -> Besluit:
    """R05, R06: a refusal returns with its reason."""
    if reden is None:
        return geweigerd("reden-ontbreekt", "R05", "Kies waarom u weigert: de ander moet ermee verder.", "/reden")
    return toegestaan("reden", "R05")
