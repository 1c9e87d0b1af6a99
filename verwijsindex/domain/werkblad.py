# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The sheet on which one step is worked out: mutable inside the step, never outside it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Gevolg, Gevolgsoort, Vernietiging
from verwijsindex.domain.match import Match
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.toestand import Regels, Toestand


class Werkblad:
    """A copy of a `Toestand` to write on, at moment `t`."""

    def __init__(self, toestand: Toestand, t: datetime, regels: Regels) -> None:
        self.vorige = toestand.tot
        self.eerder = toestand.signalen
        self.t = t
        self.regels = regels
        self.signalen = dict(toestand.signalen)
        self.kinderen = dict(toestand.kinderen)
        self.dossiers = dict(toestand.dossiers)
        self.matches = dict(toestand.matches)
        self.voorstellen = dict(toestand.voorstellen)
        self.mijdingen = set(toestand.mijdingen)
        self.besluiten = dict(toestand.besluiten)
        self.gevolgen: list[Gevolg] = []
        self._telt: dict[UUID, tuple[Signaal, bool]] = {}
        self.nu_geeindigd: set[UUID] = set()
        self.gevallen: set[UUID] = set()
        self.nu_weg: Vernietiging | None = None
        self.net_geopend: set[UUID] = set()

    def klaar(self) -> Toestand:
        """The worked-out state, settled through `t`."""
        return Toestand(
            self.t,
            self.signalen,
            self.kinderen,
            self.dossiers,
            self.matches,
            self.voorstellen,
            frozenset(self.mijdingen),
            self.besluiten,
        )

    def convenant(self, gemeente: str) -> Convenant:
        """The convenant by which `gemeente` decides now."""
        return self.regels.van(gemeente, self.t)

    def telt(self, signaal: Signaal) -> bool:
        """M01, now. Asked again and again in a step, so the answer is kept for as long as the signal is the same."""
        bekend = self._telt.get(signaal.id)
        if bekend is None or bekend[0] is not signaal:
            bekend = self._telt[signaal.id] = (signaal, self.regels.telt(signaal, self.t))
        return bekend[1]

    def tellend(self) -> dict[UUID, list[Signaal]]:
        """The counting signals of each child that has any, by id."""
        per_kind: dict[UUID, list[Signaal]] = defaultdict(list)
        for signaal in sorted(self.signalen.values(), key=lambda s: str(s.id)):
            if self.telt(signaal):
                per_kind[signaal.kind].append(signaal)
        return per_kind

    def kinderen_van(self, dossier: UUID) -> list[UUID]:
        """The children of a dossier, by id."""
        return sorted((k.id for k in self.kinderen.values() if k.dossier == dossier), key=str)

    def open_match(self, dossier: UUID) -> Match | None:
        """The one open match of a dossier (M05)."""
        return next((m for m in self.matches.values() if m.dossier == dossier and m.open), None)

    def laatste_match(self, dossier: UUID) -> Match | None:
        """The open match of a dossier, or else the one that was opened last."""
        eigen = (m for m in self.matches.values() if m.dossier == dossier)
        return max(eigen, key=lambda m: (m.open, m.geopend, str(m.id)), default=None)

    def meld(
        self,
        soort: Gevolgsoort,
        regel: str,
        *,
        signaal: Signaal | None = None,
        match: Match | None = None,
        dossier: UUID | None = None,
        kinderen: Iterable[UUID] = (),
        organisaties: Iterable[UUID] = (),
        gewicht: int | None = None,
        reden: str = "",
        trede: str = "",
        ontvangers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Note a consequence."""
        if signaal:
            kinderen, organisaties = {signaal.kind}, {signaal.organisatie}
            dossier = self.kinderen[signaal.kind].dossier
        dossier = match.dossier if match else dossier
        self.gevolgen.append(
            Gevolg(
                moment=self.t,
                soort=soort,
                regel=regel,
                gemeente=self.dossiers[dossier].gemeente if dossier in self.dossiers else None,
                dossier=dossier,
                match=match.id if match else None,
                signaal=signaal.id if signaal else None,
                kinderen=frozenset(kinderen),
                organisaties=frozenset(organisaties),
                gewicht=gewicht,
                reden=reden,
                trede=trede,
                ontvangers=ontvangers,
            )
        )
