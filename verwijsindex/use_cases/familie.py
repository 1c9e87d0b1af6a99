# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A deed on a locked family: time first, then the deed, then all that follows, written as one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from verwijsindex.domain import stapeling
from verwijsindex.domain.bewaren import VAN
from verwijsindex.domain.daden import Daad, Gevolg, Gevolgsoort, Toewijzing
from verwijsindex.domain.logboek import Logregel
from verwijsindex.domain.match import Match
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.regie import Regisseur, kies_regisseur
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import TIK, dag
from verwijsindex.domain.toestand import Toestand, verenig, volgende_moment
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.storage import families, logboek, matches, organisaties
from verwijsindex.storage.families import Vergrendeld
from verwijsindex.use_cases.berichten import berichten
from verwijsindex.use_cases.handeling import Handeling
from verwijsindex.use_cases.meten import meet
from verwijsindex.use_cases.vernietigen import Vernietiging

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
        self.op_volgorde: list[Gevolg] = [*self.vanzelf]
        self._partijen: dict[UUID, Organisatie] = {}
        self._stand: Stand | None = None
        families.verenig_rijen(h.tx, familie, self.toestand)

    @property
    def stand(self) -> Stand:
        """The family as it is now, with the parties of its signals: what sight is read from (I01, I02)."""
        if self._stand is None or self._stand.toestand is not self.toestand:
            self._stand = self._op(self.toestand, self.nu)
        return self._stand

    def stand_met(self, signalen: Iterable[Signaal], matches: Iterable[Match]) -> Stand:
        """The same with what is set apart for a request: for telling, never for deciding (G02, G03)."""
        samen = replace(
            self.toestand,
            signalen={**{s.id: s for s in signalen}, **self.toestand.signalen},
            matches={**{m.id: m for m in matches}, **self.toestand.matches},
        )
        return self._op(samen, self.nu)

    @property
    def eerder(self) -> Stand:
        """The family as it was found, before time and the deed."""
        gevonden = verenig(self.familie.bronnen.values())
        return self._op(gevonden, gevonden.tot)

    def _op(self, toestand: Toestand, moment: datetime) -> Stand:
        partijen = {signaal.organisatie for signaal in toestand.signalen.values()}
        for match in toestand.matches.values():
            partijen |= {n.organisatie for n in match.nazorg} | {a.organisatie for a in match.afspraken}
        onbekend = partijen - self._partijen.keys()
        if onbekend:
            self._partijen |= organisaties.partijen(self.h.tx, onbekend)
        return Stand(toestand, self.regels, moment, self._partijen)

    def doe(self, daad: Daad, *, door_systeem: bool = False) -> None:
        """Record a deed and its consequences (M12); what the system decides has evidence of its own (L01)."""
        self.toestand, gevolgen = verwerk(self.toestand, self.nu, daad, self.regels)
        families.leg_daad_vast(self.h.tx, self.familie.id, self.nu, daad)
        (self.vanzelf if door_systeem else self.gevolgen).extend(gevolgen)
        self.op_volgorde.extend(gevolgen)

    def rond_af(self) -> None:
        """Appoint directors, write what changed, and put evidence, timeline and messages beside it."""
        for gevolg in [*self.op_volgorde]:
            if gevolg.soort in TOEWIJZEN and gevolg.match:
                self._wijs_toe(gevolg.match)
        tx, alles = self.h.tx, sorted(self.op_volgorde, key=lambda g: g.moment)
        eerder, stand = self.eerder, self.stand
        vernietiging = Vernietiging(self.h, alles)
        vernietiging.eerst()
        vernietiging.archiveer(eerder)
        vernietigd = families.bewaar(tx, self.familie, self.toestand, volgende_moment(self.toestand, self.regels))
        bekend = eerder.toestand.matches.keys() | self.toestand.matches.keys()
        matches.zet_op_tijdlijn(tx, [gevolg for gevolg in alles if gevolg.match in bekend])
        logboek.schrijf(tx, [self._logregel(gevolg) for gevolg in self.vanzelf if gevolg.soort not in VAN])
        logboek.verstuur(tx, list(berichten(eerder, stand, alles)), self.nu)
        meet(tx, eerder, stand, alles)
        vernietiging.tijdlijnen()
        families.ruim(tx, self.familie, self.toestand)
        if vernietigd:
            vernietiging.ten_slotte(self.familie.id, self.toestand)
        for gevolg in self.gevolgen:
            if gevolg.match:
                self.h.over("match", gevolg.match)

    def _wijs_toe(self, match_id: UUID) -> None:
        """R01, R02: whoever was there and is still active, else by the convenant's order, else the coordinator."""
        match = self.toestand.matches.get(match_id)
        if match is None or not match.open:
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

    def vervang_regisseur(self, match_id: UUID) -> None:
        """R01: his director left, or directs in another municipality now; somebody else is responsible at once."""
        match = self.toestand.matches.get(match_id)
        if match is None or not match.open or match.regisseur is None:
            return
        weg = self.regisseur_op(match.regisseur)
        if weg and not (weg.actief and weg.gemeente == match.gemeente):
            self._wijs_toe(match_id)

    def regisseur_op(self, wie: UUID, *, vergrendeld: bool = False) -> Regisseur | None:
        """A director as he is today."""
        return organisaties.regisseur(self.h.tx, wie, op=dag(self.nu), vergrendeld=vergrendeld)

    def _laatste_regisseur(self, match: Match) -> UUID | None:
        eerdere = (m for m in self.toestand.matches.values() if m.dossier == match.dossier and m.regisseur)
        laatste = max(eerdere, key=lambda m: m.geopend, default=None)
        return laatste.regisseur if laatste else None

    def regisseur_van(self, match: Match | None) -> Regisseur | None:
        """The director of a match."""
        return organisaties.regisseur(self.h.tx, match.regisseur) if match and match.regisseur else None

    def regisseurs_bij(self, match: Match) -> dict[UUID, Regisseur]:
        """Its director, and those who were asked to take over, by id."""
        ids = {match.regisseur, *(overdracht.naar for overdracht in match.overdrachten)} - {None}
        gevonden = (organisaties.regisseur(self.h.tx, id_) for id_ in ids if id_)
        return {regisseur.id: regisseur for regisseur in gevonden if regisseur}

    def _logregel(self, gevolg: Gevolg) -> Logregel:
        """What time or the system did is a deed of its own (Z01), dated at its effective moment."""
        onderwerpen = [("signaal", gevolg.signaal), ("match", gevolg.match), ("dossier", gevolg.dossier)]
        return Logregel(
            moment=gevolg.moment,
            aanroep=self.h.systeem(gevolg.moment),
            tag=f"systeem:{gevolg.soort.value}",
            onderwerpen=tuple((soort, id_) for soort, id_ in onderwerpen if id_),
            convenant=self.regels.van(gevolg.gemeente, gevolg.moment).kenmerk if gevolg.gemeente else None,
            regel=gevolg.regel,
        )
