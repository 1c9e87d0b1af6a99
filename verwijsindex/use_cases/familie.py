# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A deed on a locked family: time first, then the deed, then all that follows, written as one."""

from datetime import datetime
from uuid import UUID

from verwijsindex.domain import stapeling
from verwijsindex.domain.daden import Daad, Gevolg, Gevolgsoort, Toewijzing
from verwijsindex.domain.logboek import Logregel
from verwijsindex.domain.match import Match
from verwijsindex.domain.matchen import kern
from verwijsindex.domain.regie import Regisseur, kies_regisseur
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.tijd import TIK, dag
from verwijsindex.domain.toestand import Toestand, verenig, volgende_moment
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.storage import families, logboek, matches, organisaties
from verwijsindex.storage.families import Vergrendeld
from verwijsindex.use_cases.berichten import berichten
from verwijsindex.use_cases.handeling import Handeling

TOEWIJZEN = frozenset({Gevolgsoort.MATCH_GEOPEND, Gevolgsoort.MATCH_HEROPEND})


class Bewerking:
    """One locked family during one transaction. `nu` is taken under the lock, after all recorded deeds (Z01)."""

    def __init__(self, h: Handeling, familie: Vergrendeld) -> None:
        self.h = h
        self.familie = familie
        self.regels = h.regels()
        self.nu: datetime = max(h.tools.klok(), *(deel.tot + TIK for deel in familie.bronnen.values()))
        h.nu = self.nu
        bijgewerkt = [loop_bij(deel, self.nu, self.regels) for deel in familie.bronnen.values()]
        self.toestand: Toestand = verenig(toestand for toestand, _ in bijgewerkt)
        self.vanzelf: list[Gevolg] = [gevolg for _, gevolgen in bijgewerkt for gevolg in gevolgen]
        self.gevolgen: list[Gevolg] = []
        families.verenig_rijen(h.tx, familie, self.toestand)

    def doe(self, daad: Daad, *, door_systeem: bool = False) -> None:
        """Record a deed and its consequences (M12); what the system decides has evidence of its own (L01)."""
        self.toestand, gevolgen = verwerk(self.toestand, self.nu, daad, self.regels)
        families.leg_daad_vast(self.h.tx, self.familie.id, self.nu, daad)
        (self.vanzelf if door_systeem else self.gevolgen).extend(gevolgen)

    def rond_af(self) -> None:
        """Appoint directors, write what changed, and put evidence, timeline and messages beside it."""
        for gevolg in [*self.vanzelf, *self.gevolgen]:
            if gevolg.soort in TOEWIJZEN and gevolg.match:
                self._wijs_toe(gevolg.match)
        tx, alles = self.h.tx, sorted([*self.vanzelf, *self.gevolgen], key=lambda g: g.moment)
        vernietigd = families.bewaar(tx, self.familie, self.toestand, volgende_moment(self.toestand, self.regels))
        matches.zet_op_tijdlijn(tx, [gevolg for gevolg in alles if gevolg.match])
        if vernietigd:
            families.vergeet(tx, self.familie.id, self.toestand)
        logboek.schrijf(tx, [self._logregel(gevolg) for gevolg in self.vanzelf])
        logboek.verstuur(tx, list(berichten(self, alles)), self.nu)
        for gevolg in self.gevolgen:
            if gevolg.match:
                self.h.over("match", gevolg.match)

    def _wijs_toe(self, match_id: UUID) -> None:
        """R01, R02: whoever was there and is still active, else by the convenant's order, else the coordinator."""
        match = self.toestand.matches[match_id]
        if not match.open:
            return
        signalen = [s for s in self.toestand.van_dossier(match.dossier) if self.regels.telt(s, self.nu)]
        keuze = kies_regisseur(
            organisaties.regisseurs(self.h.tx, match.gemeente, vergrendeld=True, op=dag(self.nu)),
            self._laatste_regisseur(match),
            next((s.gebied for s in signalen if s.gebied), None),
            stapeling.leefgebieden(signalen),
            self.regels.van(match.gemeente, self.nu),
        )
        if match.regisseur is None or keuze is None or keuze.id != match.regisseur:
            self.doe(Toewijzing(match.id, keuze.id if keuze else None), door_systeem=True)

    def _laatste_regisseur(self, match: Match) -> UUID | None:
        eerdere = (m for m in self.toestand.matches.values() if m.dossier == match.dossier and m.regisseur)
        laatste = max(eerdere, key=lambda m: m.geopend, default=None)
        return laatste.regisseur if laatste else None

    def regisseur_van(self, match: Match | None) -> Regisseur | None:
        """The director of a match."""
        return organisaties.regisseur(self.h.tx, match.regisseur) if match and match.regisseur else None

    def kinderen_in(self, match: Match) -> frozenset[UUID]:
        """The children who are the match now (M04); all of the dossier while nothing counts."""
        blad = Werkblad(self.toestand, self.nu, self.regels)
        return frozenset(s.kind for s in kern(blad, match)) or frozenset(blad.kinderen_van(match.dossier))

    def tellend_in(self, match: Match) -> list[Signaal]:
        """The counting signals of a match: what it is seen by, and by whom (I01, I02)."""
        kinderen = self.kinderen_in(match)
        alle = self.toestand.van_dossier(match.dossier)
        return [s for s in alle if s.kind in kinderen and self.regels.telt(s, self.nu)]

    def match_van(self, signaal: Signaal) -> Match | None:
        """The open match in which this signal counts, if any (I01)."""
        kind = self.toestand.kinderen.get(signaal.kind)
        match = self.toestand.open_match(kind.dossier) if kind else None
        return match if match and signaal in self.tellend_in(match) else None

    def _logregel(self, gevolg: Gevolg) -> Logregel:
        """What time or the system did is a deed of its own (Z01), dated at its effective moment."""
        onderwerpen = [("signaal", gevolg.signaal), ("match", gevolg.match), ("dossier", gevolg.dossier)]
        return Logregel(
            moment=gevolg.moment,
            aanroep=self.h.wie.als_systeem(),
            tag=f"systeem:{gevolg.soort.value}",
            onderwerpen=tuple((soort, id_) for soort, id_ in onderwerpen if id_),
            convenant=self.regels.van(gevolg.gemeente, gevolg.moment).kenmerk if gevolg.gemeente else None,
            regel=gevolg.regel,
        )
