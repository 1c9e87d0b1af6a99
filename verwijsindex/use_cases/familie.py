# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A deed on a locked family: time first, then the deed, then all that follows, written as one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from verwijsindex.domain import stapeling
from verwijsindex.domain.daden import NIEUWS, Daad, Gevolg, Gevolgsoort, Toewijzing
from verwijsindex.domain.logboek import Logregel
from verwijsindex.domain.match import Match
from verwijsindex.domain.regie import Regisseur, kies_regisseur
from verwijsindex.domain.signaal import spoed
from verwijsindex.domain.tijd import TIK
from verwijsindex.domain.toestand import Toestand, verenig, volgende_moment
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.storage import families, logboek, matches, organisaties
from verwijsindex.storage.families import Vergrendeld
from verwijsindex.storage.logboek import Bericht
from verwijsindex.use_cases.handeling import Handeling

TOEWIJZEN = frozenset({Gevolgsoort.MATCH_GEOPEND, Gevolgsoort.MATCH_HEROPEND})
AAN_ORGANISATIE = frozenset(
    {Gevolgsoort.SIGNAAL_SLAAPT, Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN, Gevolgsoort.NAZORG_GEVRAAGD}
)
AAN_COORDINATOR = frozenset(
    {
        Gevolgsoort.SAMENVOEGEN_VOORGESTELD,
        Gevolgsoort.SPLITSEN_VOORGESTELD,
        Gevolgsoort.MATCH_ZONDER_REGISSEUR,
    }
)
AAN_ALLEN = frozenset({Gevolgsoort.MATCH_AANGENOMEN, Gevolgsoort.MATCH_AFGESLOTEN, Gevolgsoort.MATCH_VERVALLEN})


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
        self.door_tijd: list[Gevolg] = [gevolg for _, gevolgen in bijgewerkt for gevolg in gevolgen]
        self.gevolgen: list[Gevolg] = []
        families.verenig_rijen(h.tx, familie, self.toestand)

    def doe(self, daad: Daad) -> None:
        """Record a deed and take its consequences (M12)."""
        self.toestand, gevolgen = verwerk(self.toestand, self.nu, daad, self.regels)
        families.leg_daad_vast(self.h.tx, self.familie.id, self.nu, daad)
        self.gevolgen += gevolgen

    def rond_af(self) -> None:
        """Appoint directors, write what changed, and put evidence, timeline and messages beside it."""
        for gevolg in [*self.door_tijd, *self.gevolgen]:
            if gevolg.soort in TOEWIJZEN and gevolg.match:
                self._wijs_toe(gevolg.match)
        families.bewaar(self.h.tx, self.familie, self.toestand, volgende_moment(self.toestand, self.regels))
        alles = [*self.door_tijd, *self.gevolgen]
        matches.zet_op_tijdlijn(self.h.tx, [gevolg for gevolg in alles if gevolg.match])
        logboek.schrijf(self.h.tx, [self._logregel(gevolg) for gevolg in self.door_tijd])
        logboek.verstuur(self.h.tx, list(self._berichten(alles)), self.nu)
        for gevolg in self.gevolgen:
            if gevolg.match:
                self.h.over("match", gevolg.match)

    def _wijs_toe(self, match_id: UUID) -> None:
        """R01, R02: whoever was there and is still active, else by the convenant's order, else the coordinator."""
        match = self.toestand.matches[match_id]
        if not match.open:
            return
        kandidaten = organisaties.regisseurs(self.h.tx, match.gemeente, vergrendeld=True)
        signalen = [s for s in self.toestand.van_dossier(match.dossier) if self.regels.telt(s, self.nu)]
        laatste = self._laatste_regisseur(match)
        keuze = kies_regisseur(
            kandidaten,
            laatste,
            next((s.gebied for s in signalen if s.gebied), None),
            stapeling.leefgebieden(signalen),
            self.regels.van(match.gemeente, self.nu),
        )
        if match.regisseur is None or keuze is None or keuze.id != match.regisseur:
            self.doe(Toewijzing(match.id, keuze.id if keuze else None))

    def _laatste_regisseur(self, match: Match) -> UUID | None:
        eerdere = (m for m in self.toestand.matches.values() if m.dossier == match.dossier and m.regisseur)
        laatste = max(eerdere, key=lambda m: m.geopend, default=None)
        return laatste.regisseur if laatste else None

    def regisseur_van(self, match: Match | None) -> Regisseur | None:
        """The director of a match."""
        return organisaties.regisseur(self.h.tx, match.regisseur) if match and match.regisseur else None

    def _logregel(self, gevolg: Gevolg) -> Logregel:
        """What time did is a deed of its own (Z01), dated at its effective moment."""
        onderwerpen = [("signaal", gevolg.signaal), ("match", gevolg.match), ("dossier", gevolg.dossier)]
        return Logregel(
            moment=gevolg.moment,
            aanroep=self.h.wie.als_systeem(),
            tag=f"tijd:{gevolg.soort.value}",
            onderwerpen=tuple((soort, id_) for soort, id_ in onderwerpen if id_),
            convenant=self._convenant(gevolg),
            regel=gevolg.regel,
        )

    def _convenant(self, gevolg: Gevolg) -> str | None:
        dossier = self.toestand.dossiers.get(gevolg.dossier) if gevolg.dossier else None
        return self.regels.van(dossier.gemeente, gevolg.moment).kenmerk if dossier else None

    def _berichten(self, gevolgen: Iterable[Gevolg]) -> Iterable[Bericht]:
        """M09: at most one message per match and addressee; what is no news stays on the timeline."""
        verteld: set[tuple[UUID | None, str]] = set()
        for gevolg in gevolgen:
            match = self.toestand.matches.get(gevolg.match) if gevolg.match else None
            for bericht in self._bericht(gevolg, match):
                sleutel = (bericht.sleutel, f"{bericht.ontvanger}:{bericht.ontvanger_id}")
                if match is None or sleutel not in verteld:
                    verteld.add(sleutel)
                    yield bericht

    def _bericht(self, gevolg: Gevolg, match: Match | None) -> Iterable[Bericht]:
        soort = gevolg.soort.value
        if match and gevolg.soort in NIEUWS | AAN_ALLEN:
            yield self._aan_eigenaar(match, soort)
            yield from (Bericht(match.id, soort, "organisatie", str(o)) for o in self._melders(match))
        elif match and gevolg.soort is Gevolgsoort.GEEN_ACTIEVE_SIGNALEN:
            yield self._aan_eigenaar(match, soort)
        elif gevolg.soort in AAN_ORGANISATIE and gevolg.dossier:
            for organisatie in sorted(gevolg.organisaties, key=str):
                yield Bericht(gevolg.signaal or gevolg.dossier, soort, "organisatie", str(organisatie))
        elif gevolg.soort in AAN_COORDINATOR and gevolg.dossier:
            gemeente = self.toestand.dossiers[gevolg.dossier].gemeente
            yield Bericht(gevolg.match or gevolg.dossier, soort, "coordinator", gemeente)

    def _aan_eigenaar(self, match: Match, soort: str) -> Bericht:
        dringend = any(
            spoed(s, self.nu, self.regels.van(s.gemeente, self.nu), self.regels.vrij)
            for s in self.toestand.van_dossier(match.dossier)
        )
        if match.regisseur:
            return Bericht(match.id, soort, "regisseur", str(match.regisseur), dringend)
        return Bericht(match.id, soort, "coordinator", match.gemeente, dringend)

    def _melders(self, match: Match) -> list[UUID]:
        """Organisations whose signal counts in the dossier now: nobody else learns that there is a match (I01)."""
        tellend = {s.organisatie for s in self.toestand.van_dossier(match.dossier) if self.regels.telt(s, self.nu)}
        return sorted(tellend, key=str)
