# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The coordinator: appoints, sees what lies still and the caseloads (R01, R04, R11, R12, M10)."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.daden import Daad, Toewijzing
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.inzage import Kijker, Veld, zicht
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.match import Match, mag_naar
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.overdragen import mag_regie_krijgen
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Matchstatus
from verwijsindex.storage import convenanten, matches, organisaties
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.matches import Plaats, lees, op_match
from verwijsindex.use_cases.ports import Tools

HERKOMST = "veilig-thuis-overdracht"


def wijs_toe(tools: Tools, wie: Aanroep, match_id: UUID, naar: UUID) -> Matchbeeld:
    """The coordinator appoints a director, or another one (R01, R02). Raises NietGevonden, NietToegestaan."""

    def toets(b: Bewerking, match: Match) -> tuple[Besluit, Daad]:
        besluit = mag_regie_krijgen(b.regisseur_op(naar, vergrendeld=True), match, b.regels.van(match.gemeente, b.nu))
        if not mag_naar(match, Matchstatus.TOEGEWEZEN):
            raise NietToegestaan([geweigerd("overgang-onmogelijk", "R01", "Deze match is niet meer open.")])
        return besluit, Toewijzing(match.id, naar)

    return op_match(tools, wie, match_id, "match:toewijzen", toets)


def lijst(
    tools: Tools, wie: Aanroep, naam: str, na: Plaats | None, aantal: int
) -> tuple[list[Matchbeeld], Plaats | None]:
    """The open matches of the municipality on one of the lists, oldest first, each as `lees` shows it (R12, I06)."""
    with handeling(tools, wie, f"match:opsommen-{naam}") as h:
        eis_toegang(tools, h.tx, wie)
        if wie.gemeente is None:
            raise NietGevonden
        plaatsen = matches.van_lijst(h.tx, naam, wie.gemeente, dag(h.nu), na, aantal)
    beelden = []
    for _, match_id in plaatsen:
        with suppress(NietGevonden):
            beelden.append(lees(tools, wie, match_id, _van_veilig_thuis if naam == HERKOMST else None))
    return beelden, plaatsen[-1] if len(plaatsen) == aantal else None


def _van_veilig_thuis(b: Bewerking, match: Match, kijker: Kijker) -> bool:
    """R11, V03: a signal with that origin of which he may know."""
    return any(
        s.herkomst == HERKOMST and Veld.ORGANISATIE in zicht(kijker, s, match, b.stand)
        for s in b.stand.toestand.van_dossier(match.dossier)
    )


@dataclass(frozen=True, slots=True)
class Last:
    """A director and what he carries; `te_laat` are his matches in which something passed its day (R02, R04)."""

    regisseur: Regisseur
    organisatie: str
    grens: int
    te_laat: int

    @property
    def plaats(self) -> bool:
        """Can he take another family (R02)?"""
        return self.regisseur.actief and self.regisseur.families < self.grens


def caseload(tools: Tools, wie: Aanroep) -> list[Last]:
    """The directors of a municipality by name; `te_laat` for its coordinator only (R02)."""
    with handeling(tools, wie, "regisseur:opsommen") as h:
        eigen = eis_toegang(tools, h.tx, wie)
        waar = wie.gemeente if wie.rol is Rol.COORDINATOR else (eigen.gemeente if eigen else None)
        if waar is None:
            raise NietGevonden
        vandaag = dag(h.nu)
        grens = convenanten.alle(h.tx).laatste(waar, vandaag).caseload
        gevonden = organisaties.regisseurs(h.tx, waar, op=vandaag)
        namen = organisaties.partijen(h.tx, {r.organisatie for r in gevonden})
        laat = matches.te_laat_per_regisseur(h.tx, waar) if wie.rol is Rol.COORDINATOR else {}
        lasten = [Last(r, namen[r.organisatie].naam, grens, laat.get(r.id, 0)) for r in gevonden]
    return sorted(lasten, key=lambda last: (not last.plaats, last.regisseur.families, last.regisseur.naam))


def deelnemers(tools: Tools, wie: Aanroep) -> list[Organisatie]:
    """Who can be asked for aftercare, or to agree: the parties of the convenant in force (R06, R10)."""
    with handeling(tools, wie, "organisatie:opsommen") as h:
        eigen = eis_toegang(tools, h.tx, wie)
        waar = wie.gemeente if wie.rol is Rol.COORDINATOR else (eigen.gemeente if eigen else None)
        if waar is None:
            raise NietGevonden
        return organisaties.deelnemers(h.tx, convenanten.alle(h.tx).laatste(waar, dag(h.nu)).kenmerk)
