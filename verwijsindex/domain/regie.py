# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who directs (R01, R02), and who may accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.match import Match, mag_naar
from verwijsindex.domain.tijd import dag, plus_maanden
from verwijsindex.domain.toestemming import Toestemming, mag_intrekken, mag_intrekken_door
from verwijsindex.domain.woorden import Categorie, Gever, Leefgebied, Matchstatus, Toestemmingstand


@dataclass(frozen=True, slots=True)
class Regisseur:
    """A person who directs; no `gebieden` or `leefgebieden` means no speciality. `families` are his open matches."""

    id: UUID
    organisatie: UUID
    categorie: Categorie
    gemeente: str
    naam: str
    telefoon: str
    gebieden: frozenset[str] = frozenset()
    leefgebieden: frozenset[Leefgebied] = frozenset()
    actief: bool = True
    families: int = 0


def kies_regisseur(
    regisseurs: Sequence[Regisseur],
    laatste: UUID | None,
    gebied: str | None,
    leefgebieden: frozenset[Leefgebied],
    convenant: Convenant,
) -> Regisseur | None:
    """R02, first hit wins: the last one if still active, the area's team, the domains' team, the least loaded.

    None when nobody is free: the match is the coordinator's, marked `caseload-vol`.
    """
    actief = [r for r in regisseurs if r.actief and r.categorie in convenant.regie_categorieen]
    if vorige := next((r for r in actief if r.id == laatste), None):
        return vorige
    vrij = sorted((r for r in actief if r.families < convenant.caseload), key=lambda r: (r.families, str(r.id)))
    van_gebied = [r for r in vrij if gebied and gebied in r.gebieden]
    van_leefgebied = [r for r in vrij if r.leefgebieden & leefgebieden]
    return next(iter([*van_gebied, *van_leefgebied, *vrij]), None)


def mag_aanvaarden(match: Match, regisseur: UUID | None) -> Besluit:
    """R03: the appointed director accepts, once."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if not mag_naar(match, Matchstatus.AANGENOMEN):
        return geweigerd("overgang-onmogelijk", "R03", "Deze match is al aangenomen. U hoeft niets te doen.")
    return toegestaan("toegewezen", "R03")


def is_zijn_match(match: Match, regisseur: UUID | None) -> Besluit:
    """R01: only the director of a match acts on it."""
    if match.regisseur is None or match.regisseur != regisseur:
        return geweigerd("niet-uw-match", "R01", "Deze match is niet aan u toegewezen. Vraag de coördinator.")
    return toegestaan("eigen-match", "R01")


def mag_afhandelen(match: Match, regisseur: UUID | None, taak: UUID) -> Besluit:
    """V07: the director who accepted says once that the basic care of a child is to call him."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if not match.aanvaard:
        zin = "Neem de match eerst aan: de basiszorg belt dan u."
        return geweigerd("nog-niet-aangenomen", "V07", zin)
    if any(t.id == taak and t.gedaan for t in match.taken):
        return geweigerd("taak-al-gedaan", "V07", "Deze taak is al gedaan. U hoeft niets te doen.")
    return toegestaan("basiszorg", "V07")


def mag_voortzetten(match: Match, regisseur: UUID | None) -> Besluit:
    """M11: who accepted a match whose reasons fell continues it on consent of his own, while the term runs."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if match.voortzetten_voor is None:
        zin = "Deze match heeft geen eigen toestemming nodig: er zijn redenen voor, of u gaat al door op toestemming."
        return geweigerd("voortzetten-niet-nodig", "M11", zin)
    return toegestaan("voortzetten", "M11")


def mag_doorgaan_intrekken(
    match: Match, regisseur: UUID | None, door: Gever, t: datetime, convenant: Convenant
) -> Besluit:
    """T04: withdrawing is as easy as giving, also of what the director recorded himself (M11)."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    stand = match.voortzetting.stand(t, None, convenant) if match.voortzetting else Toestemmingstand.NOOIT_GEVRAAGD
    staat = mag_intrekken(stand)
    if not staat or match.voortzetting is None:
        return staat
    return mag_intrekken_door(match.voortzetting, door, None, convenant, dag(t))


def bezwaren_tegen_doorgaan(toestemming: Toestemming, convenant: Convenant, vandaag: date) -> tuple[Besluit, ...]:
    """M11: a no of the family is nothing to continue on, and no yes lasts longer than a signal would (B01)."""
    if toestemming.geweigerd:
        zin = "Het gezin wil niet dat u doorgaat. Alleen toestemming of een veiligheidsgrond houdt de match open."
        return (geweigerd("voortzetten-geweigerd", "M11", zin, "/stemmen"),)
    if toestemming.tot and toestemming.tot > plus_maanden(vandaag, convenant.bewaar_maanden):
        zin = (
            f"Kies een laatste dag van hooguit {convenant.bewaar_maanden} maanden na vandaag; vraag het daarna opnieuw."
        )
        return (geweigerd("voortzetten-te-lang", "M11", zin, "/tot"),)
    return ()
