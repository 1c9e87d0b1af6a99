# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 1: may this organisation register this about this child today (A, S)."""

from dataclasses import replace
from datetime import date

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.informering import beoordeel_informering
from verwijsindex.domain.invoering import neemt_aan
from verwijsindex.domain.leeftijd import verjaardagen
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.signaal import LEEFTIJDSGRENS, Signaal
from verwijsindex.domain.tijd import dag, maandbegin, plus_maanden
from verwijsindex.domain.toestemming import TOESTEMMING_NIET_GEVRAAGD, beoordeel
from verwijsindex.domain.woorden import Onthulling

AKKOORD = toegestaan("akkoord", "A01")
GEEN_CONVENANT = geweigerd(
    "geen-convenant",
    "A01",
    "In deze gemeente is vandaag geen convenant van kracht. Vraag de coördinator van de gemeente.",
    "/gemeentecode",
)


def poort_1(
    signaal: Signaal,
    organisatie: Organisatie,
    professional: Professional | None,
    convenant: Convenant,
    vandaag: date,
) -> tuple[Besluit, ...]:
    """Why this may not be registered; empty when it may (gate 1; A01-A03, B01, S01-S03, S07, T01-T03)."""
    if not (besluit := neemt_aan(convenant, vandaag)):
        return (besluit,)
    regels = (
        _organisatie(organisatie, convenant),
        is_aangewezen(professional, organisatie, vandaag),
        _soort(signaal, convenant),
        _leeftijd(signaal, vandaag),
        _bewaartermijn(signaal, convenant, vandaag),
        _termijn(signaal, vandaag),
        _bevestigd(signaal, vandaag),
        beoordeel_informering(signaal.informering, signaal.geboortemaand, vandaag),
        _onthulling(signaal, convenant),
        *_toestemming(signaal, convenant, vandaag),
    )
    return tuple(besluit for besluit in regels if not besluit)


def _onthulling(signaal: Signaal, convenant: Convenant) -> Besluit:
    """M15: the statutory index takes no envelopes."""
    if convenant.alleen_contactgegevens and signaal.onthulling is Onthulling.ENVELOP:
        zin = "Dit convenant toont alleen contactgegevens en neemt geen envelop aan. Kies onthulling `terugbellen`."
        return geweigerd("envelop-niet-van-toepassing", "M15", zin, "/onthulling")
    return AKKOORD


def _toestemming(signaal: Signaal, convenant: Convenant, vandaag: date) -> tuple[Besluit, ...]:
    """The consent that comes with the report, judged as one that is recorded afterwards (T01-T03, M15)."""
    if signaal.toestemming is None:
        return ()
    if not convenant.toestemming_vereist:
        return (replace(TOESTEMMING_NIET_GEVRAAGD, wijzer="/toestemming"),)
    gevonden = beoordeel(signaal.toestemming, signaal.geboortemaand, convenant, vandaag)
    return tuple(replace(besluit, wijzer=f"/toestemming{besluit.wijzer}") for besluit in gevonden)


def _organisatie(organisatie: Organisatie, convenant: Convenant) -> Besluit:
    """A01, A02: allowed category, active, and signed."""
    toelating = convenant.melders.get(organisatie.categorie)
    if toelating is None or (toelating.instellingen and organisatie.instelling not in toelating.instellingen):
        return geweigerd(
            "categorie-niet-toegelaten",
            "A02",
            "Het convenant van deze gemeente laat uw soort organisatie niet toe als melder.",
        )
    if not organisatie.actief or convenant.kenmerk not in organisatie.ondertekend:
        return geweigerd(
            "convenant-niet-ondertekend",
            "A01",
            "Uw organisatie heeft het geldende convenant niet ondertekend. Teken het bij de coördinator.",
        )
    return AKKOORD


def is_aangewezen(professional: Professional | None, organisatie: Organisatie, vandaag: date) -> Besluit:
    """A01, A03: a named person, designated today by this organisation."""
    if professional is None:
        return geweigerd(
            "professional-vereist",
            "A03",
            "Een signaal wordt bevestigd door een aangewezen professional. Vraag een token op zijn naam.",
            "/bevestiging/professional",
        )
    if professional.organisatie != organisatie.id or not professional.aangewezen_op(vandaag):
        return geweigerd(
            "professional-niet-aangewezen",
            "A01",
            "Deze professional is vandaag niet door uw organisatie aangewezen. Wijs hem eerst aan.",
            "/bevestiging/professional",
        )
    return AKKOORD


def _soort(signaal: Signaal, convenant: Convenant) -> Besluit:
    """S02: the kind is one of the convenant's, with a reasonable suspicion where that is asked."""
    if signaal.soort not in convenant.soorten:
        return geweigerd(
            "soort-niet-toegelaten",
            "S02",
            "Alleen betrokken zijn is in dit convenant geen grond om te melden.",
            "/soort",
        )
    if signaal.soort in convenant.vermoeden_vereist_bij and not signaal.bevestiging.redelijk_vermoeden:
        return geweigerd(
            "redelijk-vermoeden-vereist",
            "S02",
            "Bevestig dat er een redelijk vermoeden is van een risico voor het kind.",
            "/bevestiging/redelijkVermoeden",
        )
    return AKKOORD


def _leeftijd(signaal: Signaal, vandaag: date) -> Besluit:
    """S01: a child that is surely 23 by its month of birth is refused; the exact day is guarded by `uiterlijkTot`."""
    if maandbegin(signaal.geboortemaand) > vandaag:
        return geweigerd(
            "geen-bsn", "S09", "Een kind dat nog niet geboren is, kan niet worden gemeld.", "/geboortemaand"
        )
    if verjaardagen(signaal.geboortemaand, LEEFTIJDSGRENS)[1] < vandaag:
        return geweigerd("te-oud", "S01", "Het kind is 23 jaar of ouder en kan niet worden gemeld.", "/geboortemaand")
    return AKKOORD


def _bewaartermijn(signaal: Signaal, convenant: Convenant, vandaag: date) -> Besluit:
    """S01: `uiterlijkTot` after today, within the term, and not past the last day that the birth month allows."""
    if signaal.uiterlijk_tot <= vandaag:
        return geweigerd(
            "uiterlijk-tot-voorbij",
            "S01",
            "uiterlijkTot ligt niet na vandaag. Is het kind al 23, dan kan het niet worden gemeld.",
            "/uiterlijkTot",
        )
    if signaal.uiterlijk_tot > plus_maanden(vandaag, convenant.bewaar_maanden):
        return geweigerd(
            "uiterlijk-tot-te-laat",
            "S01",
            f"uiterlijkTot ligt meer dan {convenant.bewaar_maanden} maanden na vandaag.",
            "/uiterlijkTot",
        )
    if signaal.uiterlijk_tot > verjaardagen(signaal.geboortemaand, LEEFTIJDSGRENS)[1]:
        return geweigerd(
            "uiterlijk-tot-na-23", "S01", "uiterlijkTot ligt na de 23e verjaardag van het kind.", "/uiterlijkTot"
        )
    return AKKOORD


def _termijn(signaal: Signaal, vandaag: date) -> Besluit:
    """S03: the involvement started and does not end before it starts."""
    if signaal.vanaf > vandaag:
        return geweigerd("vanaf-in-toekomst", "S03", "vanaf ligt in de toekomst.", "/vanaf")
    if signaal.tot and signaal.tot < signaal.vanaf:
        return geweigerd("tot-voor-vanaf", "S03", "tot ligt voor vanaf.", "/tot")
    return AKKOORD


def _bevestigd(signaal: Signaal, vandaag: date) -> Besluit:
    """A03: the confirmation is not of the future."""
    if dag(signaal.bevestiging.moment) > vandaag:
        return geweigerd("bevestiging-in-toekomst", "A03", "De bevestiging ligt in de toekomst.", "/bevestiging/moment")
    return AKKOORD
