# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Proposals about families: who advises, who decides, what a decision says of each pair of children (M04)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, product
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.families import delen_van
from verwijsindex.domain.gezin import (
    Gezinsbesluit,
    Voorstel,
    Voorstelreden,
    Voorstelsoort,
    besluit_over,
    uit_signalen,
)
from verwijsindex.domain.inzage import CONTACT, Kijker, deelt
from verwijsindex.domain.signaal import Contactpunt
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import dag, einde_van, na_werkdagen
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Gezinsreden

Paar = tuple[UUID, UUID]


def regisseurs_bij(voorstel: Voorstel, stand: Stand) -> frozenset[UUID]:
    """The directors of the open matches concerned, who advise (M04)."""
    matches = (stand.toestand.open_match(dossier) for dossier in voorstel.dossiers)
    return frozenset(match.regisseur for match in matches if match and match.regisseur)


def mag_adviseren(voorstel: Voorstel, regisseur: UUID | None, stand: Stand) -> Besluit:
    """M04: the directors of the matches concerned advise."""
    if regisseur not in regisseurs_bij(voorstel, stand):
        return geweigerd("niet-uw-match", "M04", "Dit voorstel gaat niet over een match van u.")
    return toegestaan("advies", "M04")


def mag_beslissen(voorstel: Voorstel, reden: Gezinsreden | None, stand: Stand) -> Besluit:
    """M04: the coordinator decides, with a reason, when the directors advised or had the time for it."""
    if reden is None:
        return geweigerd("reden-ontbreekt", "M04", "Kies waarom u zo beslist.", "/reden")
    convenant = stand.convenant(stand.toestand.dossiers[voorstel.dossiers[0]].gemeente)
    tot = na_werkdagen(dag(voorstel.sinds), convenant.antwoord_werkdagen, convenant.vrije(stand.vrij))
    zonder = regisseurs_bij(voorstel, stand) - {advies.regisseur for advies in voorstel.adviezen}
    if zonder and stand.nu < einde_van(tot):
        zin = f"Nog niet elke regisseur gaf advies; zij hebben tot en met {tot:%d-%m-%Y} de tijd. Bel ze, of wacht."
        return geweigerd("advies-afwachten", "M04", zin)
    return toegestaan("besluit", "M04")


def paren_van(voorstel: Voorstel, stand: Stand) -> list[Paar]:
    """The pairs of children that a proposal is about: across the dossiers, or across what came apart."""
    kinderen = stand.toestand.kinderen.values()
    if voorstel.soort is Voorstelsoort.SAMENVOEGEN:
        groepen = [[k.id for k in kinderen if k.dossier == dossier] for dossier in voorstel.dossiers]
    else:
        blad = Werkblad(stand.toestand, stand.nu, stand.regels)
        groepen = [list(groep) for groep in delen_van(blad, voorstel.dossiers[0])]
    return [paar for een, ander in combinations(groepen, 2) for paar in product(een, ander)]


def besluiten_over(
    paren: Iterable[Paar], stand: Stand, reden: Gezinsreden, *, samen: bool
) -> tuple[Gezinsbesluit, ...]:
    """What people decided on each pair, with the tie that they judged."""
    blad = Werkblad(stand.toestand, stand.nu, stand.regels)
    tellend = blad.tellend()
    kinderen = stand.toestand.kinderen
    besluiten = []
    for een, ander in sorted((tuple(sorted(paar, key=str)) for paar in paren), key=str):
        convenant = stand.convenant(stand.toestand.dossiers[kinderen[een].dossier].gemeente)
        telt = een in tellend and ander in tellend
        band = uit_signalen(kinderen[een], kinderen[ander], tellend, stand.nu, convenant, stand.vrij) if telt else None
        besluiten.append(Gezinsbesluit(besluit_over(een, ander), een, ander, samen, band, reden, stand.nu))
    return tuple(besluiten)


def mag_splitsen(weg: Collection[UUID], alle: Collection[UUID], reden: Gezinsreden | None) -> Besluit:
    """M04: the coordinator takes some children of a match apart from the others, with a reason."""
    if reden is None:
        return geweigerd("reden-ontbreekt", "M04", "Kies waarom u zo beslist.", "/reden")
    if not weg or not set(weg) < set(alle):
        zin = "Noem een of meer kinderen van deze match, en niet allemaal."
        return geweigerd("kinderen-onbekend", "M04", zin, "/kinderen")
    return toegestaan("besluit", "M04")


@dataclass(frozen=True, slots=True)
class Partij:
    """Whom to call about a child of one of the dossiers."""

    organisatie: str
    contactpunt: Contactpunt


@dataclass(frozen=True, slots=True)
class Dossierbeeld:
    """One of the dossiers: its open match if there is one, how many children, and whom to call."""

    match: UUID | None
    eigen: bool
    kinderen: int
    partijen: tuple[Partij, ...]


@dataclass(frozen=True, slots=True)
class Adviesbeeld:
    """One director's advice."""

    regisseur: str
    voor: bool
    moment: datetime


@dataclass(frozen=True, slots=True)
class Voorstelbeeld:
    """A proposal as a director concerned or the coordinator sees it (M04); `advies_nodig` is the viewer's own."""

    id: UUID
    soort: Voorstelsoort
    reden: Voorstelreden
    sinds: datetime
    dossiers: tuple[Dossierbeeld, ...]
    adviezen: tuple[Adviesbeeld, ...]
    advies_nodig: bool


def dossierbeeld(kijker: Kijker, dossier: UUID, stand: Stand) -> Dossierbeeld:
    """What there is to see for this purpose: who counts, as far as each ground lets him call (T03, V03)."""
    match = stand.toestand.open_match(dossier)
    tellend = [s for s in stand.toestand.van_dossier(dossier) if stand.regels.telt(s, stand.nu)]
    gezien = [s for s in tellend if deelt(kijker, s, stand, eigenaar=False) >= CONTACT]
    partijen = {Partij(stand.partijen[s.organisatie].naam, s.contactpunt) for s in gezien}
    return Dossierbeeld(
        match.id if match else None,
        match is not None and match.regisseur is not None and match.regisseur == kijker.regisseur,
        len({s.kind for s in gezien}),
        tuple(sorted(partijen, key=str)),
    )
