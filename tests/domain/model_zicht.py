# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who sees what of a family, told a second time from the text of gate 3 (I01-I04, T03, V03, V06)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from tests.domain.model_familie import Geschiedenis, Gezin, Uiting, Zaak
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import Kijker, Veld
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie, Grond

NIETS: frozenset[Veld] = frozenset()
BELLEN = frozenset({Veld.ORGANISATIE, Veld.CONTACTPUNT})
INHOUD = frozenset({Veld.KIND, Veld.DATA, Veld.SOORT, Veld.LEEFGEBIEDEN, Veld.PATROON, Veld.GEWICHT, Veld.GROND})
OM_VEILIGHEID = BELLEN | {Veld.KIND, Veld.GROND, Veld.GEWICHT, Veld.VEILIGHEID}
VAN_REGIE = frozenset({Veld.BESTAAN, Veld.REGISSEUR, Veld.REDENEN, Veld.TIJDLIJN, Veld.TAKEN})
# I03, as the shipped convenants list it for the one sensitive sender of this family.
NIET_VOOR_IEDEREEN = {
    Categorie.POLITIE_JUSTITIE: {
        Categorie.JEUGDHULP,
        Categorie.JGZ,
        Categorie.GEZONDHEIDSZORG,
        Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING,
        Categorie.VEILIG_THUIS,
        Categorie.POLITIE_JUSTITIE,
    }
}
GEMEENTE = "0599"
MISHANDELING = {Grond.KINDERMISHANDELING, Grond.HUISELIJK_GEWELD}


@dataclass(frozen=True)
class Regel:
    """One signal in the explanation, as this viewer may have it (I02, M13)."""

    velden: frozenset[Veld]
    gewicht: int
    in_nood: bool


@dataclass
class Blik:
    """What one viewer sees of one open match now."""

    boek: Geschiedenis
    gezin: Gezin
    zaak: Zaak
    kijker: Kijker

    @cached_property
    def tellend(self) -> list[Uiting]:
        """The counting signals of the family."""
        return self.boek.tellend(self.gezin)

    @cached_property
    def kinderen(self) -> set[UUID]:
        """M04: the children with a counting signal; all of them while there is none."""
        return {u.kind for u in self.tellend} or self.gezin.kinderen

    @cached_property
    def op_zaak(self) -> frozenset[Veld]:
        """I01, I02: the director while it is his and open, the coordinator, who has a counting signal; nobody else."""
        wie = self.kijker
        if self.zaak.toestand != "open":
            return NIETS
        if wie.rol is Rol.REGISSEUR:
            return VAN_REGIE if wie.regisseur == self.zaak.regisseur else NIETS
        if wie.rol is Rol.COORDINATOR:
            return VAN_REGIE if wie.gemeente == GEMEENTE else NIETS
        eigen = any(u.organisatie == wie.organisatie for u in self.tellend)
        if wie.rol is not Rol.MELDER or not eigen or not self._staat_zonder_geheim():
            return NIETS
        return frozenset({Veld.BESTAAN, Veld.REGISSEUR})

    def _staat_zonder_geheim(self) -> bool:
        """V03: nobody else sees anything on a provisional ground, so neither a match that stands on it alone.

        Nor one that it alone brought back: after closing only what is later does (M16).
        """
        boek, stenen = self.boek, dict(self.zaak.stenen)
        geheim = [u for u in boek.uitingen.values() if u.voorlopig(boek.t)]
        geheim = [u for u in geheim if u.organisatie != self.kijker.organisatie and u.id in stenen]
        for u in geheim:
            del stenen[u.id]
            if u.ja(boek.t):
                stenen[u.id] = boek.steen(u, zonder_nood=True)
        sinds = self.zaak.heropend or self.zaak.geopend
        was_er_al = all(u.nood and sinds < u.nood.ingeroepen for u in geheim)
        actief = any(u.id in stenen and boek.t < u.voorbij for u in self.tellend)
        zonder = boek.genoeg(stenen.values()) and (was_er_al or (actief and self._kwam_terug_met(set(stenen))))
        return not geheim or (was_er_al and self.zaak.onweegbaar) or zonder

    def _kwam_terug_met(self, zichtbaar: set[UUID]) -> bool:
        """M16: something of the reopening or later that is known: a signal, or a ground that was confirmed."""
        terug = self.zaak.heropend
        uitingen = [self.boek.uitingen[id_] for id_ in zichtbaar]
        gronden = [u.nood for u in uitingen if u.nood and u.nood.bevestigd]
        return terug is None or any(m >= terug for m in [u.laatst for u in uitingen] + [n.ingeroepen for n in gronden])

    def op_uiting(self, u: Uiting) -> frozenset[Veld]:
        """Of one signal of another, through this match."""
        if not self.op_zaak or u.fout or u.kind not in self.kinderen or not self._ontvanger(u):
            return NIETS
        if self.boek.wettelijk:
            return BELLEN | {Veld.JEUGDIGEN}
        nood, ja = self._op_nood(u), self._op_ja(u)
        if self.kijker.rol is Rol.MELDER:
            return (nood | ja) & BELLEN
        # I02, V03: an envelope per child with a counting signal, for the director, and not on a provisional ground.
        telt = u.kind in {ander.kind for ander in self.tellend}
        zeker = ja or (nood and not u.voorlopig(self.boek.t))
        envelop = self.kijker.rol is Rol.REGISSEUR and telt and zeker
        return nood | ja | ({Veld.ENVELOP} if envelop else NIETS)

    def _ontvanger(self, u: Uiting) -> bool:
        """I03; the municipality itself (no category) is not a receiver to be listed."""
        mogen = NIET_VOOR_IEDEREEN.get(self.boek.categorie[u.organisatie])
        return mogen is None or self.kijker.categorie is None or self.kijker.categorie in mogen

    def _op_nood(self, u: Uiting) -> frozenset[Veld]:
        """V03, V04, V06: provisional for the owner alone, content for Veilig Thuis alone."""
        if not u.in_nood(self.boek.t):
            return NIETS
        if u.voorlopig(self.boek.t):
            zonder_regisseur = self.kijker.rol is Rol.COORDINATOR and self.zaak.regisseur is None
            return OM_VEILIGHEID if self.kijker.rol is Rol.REGISSEUR or zonder_regisseur else NIETS
        return OM_VEILIGHEID | (INHOUD if self._regisseur_van_veilig_thuis() else NIETS)

    def _regisseur_van_veilig_thuis(self) -> bool:
        return self.kijker.rol is Rol.REGISSEUR and self.kijker.categorie is Categorie.VEILIG_THUIS

    def _op_ja(self, u: Uiting) -> frozenset[Veld]:
        """T03: what the family agreed to, with whom."""
        ja = u.ja(self.boek.t)
        if ja is None or (
            ja.met is not None and self.kijker.categorie is not None and self.kijker.categorie not in ja.met
        ):
            return NIETS
        # V06: of what stands on a ground that he may know of, the content is not shown on an earlier yes.
        return BELLEN | {Veld.KIND, Veld.GROND} | (INHOUD if ja.inhoud and not self._op_nood(u) else NIETS)

    # What the pages make of it.

    def regels(self) -> dict[UUID, Regel]:
        """The counting signals that are shown; who may not know of a safety ground sees the signal without (V03)."""
        gevonden = {}
        for u in self.tellend:
            if velden := self.op_uiting(u):
                steen = self.boek.steen(u, zonder_nood=Veld.VEILIGHEID not in velden)
                gevonden[u.id] = Regel(velden, steen.gewicht, Veld.VEILIGHEID in velden)
        return gevonden

    def anderen(self, eigen: Uiting) -> dict[UUID, UUID]:
        """I01: whom a reporter may call: signal and child."""
        tellend = [u for u in self.tellend if u.organisatie != eigen.organisatie]
        return {u.id: u.kind for u in tellend if self.op_uiting(u) >= BELLEN}

    def spoed(self) -> bool:
        """M08, as far as he may know."""
        return any(r.in_nood and self.boek.uitingen[id_].spoed(self.boek.t) for id_, r in self.regels().items())

    def soort(self) -> str:
        """M06."""
        stenen = list(self.zaak.stenen.values())
        alleen = any(self.boek.genoeg(s for s in stenen if s.kind == kind) for kind in {s.kind for s in stenen})
        return "kindmatch" if alleen else "gezinsmatch"

    def taken(self) -> int:
        """V07: a task per child with a counting, confirmed ground of these kinds, where the child may be seen."""
        t = self.boek.t
        tellend = [u for u in self.tellend if u.in_nood(t) and not u.voorlopig(t)]
        nodig = {u.kind for u in tellend if u.nood and u.nood.soort in MISHANDELING}
        return len(nodig & self._onveilig())

    def _onveilig(self) -> set[UUID]:
        """The children of whom he may know that somebody fears for their safety."""
        return {u.kind for u in self._gezien() if Veld.VEILIGHEID in self.op_uiting(u)}

    def _gezien(self) -> list[Uiting]:
        return [u for u in self.boek.uitingen.values() if u.kind in self.kinderen and self.op_uiting(u)]

    def noembaar(self) -> set[UUID]:
        """The organisations that this viewer may know of."""
        return {u.organisatie for u in self._gezien()}

    def tijdlijn(self, gevolgen: Sequence[Gevolg]) -> Iterator[tuple[str, frozenset[UUID], int | None]]:
        """Of what happened: no organisation, ground or weight that he may not see now (I02, V03, T04)."""
        namen = self.noembaar()
        om_veiligheid = {u.organisatie for u in self._gezien() if Veld.VEILIGHEID in self.op_uiting(u)}
        for gevolg in gevolgen:
            nood = gevolg.soort is Gevolgsoort.EERSTE_VEILIGHEIDSGROND
            genoemd = gevolg.organisaties & (om_veiligheid if nood else namen)
            if gevolg.soort is Gevolgsoort.MULTIPROBLEMATIEK and genoemd != gevolg.organisaties:
                continue
            if gevolg.regel == "V07" and not gevolg.kinderen & self._onveilig():
                continue
            if genoemd or not (nood or gevolg.soort is Gevolgsoort.NIEUWE_ORGANISATIE):
                yield gevolg.soort, genoemd, gevolg.gewicht if self._alle_gewichten(gevolg) else None

    def _alle_gewichten(self, gevolg: Gevolg) -> bool:
        """A sum tells what is left of it when the rest is known."""
        t = self.boek.t
        stenen = [
            u
            for u in self.boek.uitingen.values()
            if u.kind in self.kinderen and not (u.slaapt and u.slaapt <= u.gemeld)
        ]
        bekend = all(
            Veld.GEWICHT in self.op_uiting(u) and (Veld.VEILIGHEID in self.op_uiting(u) or not u.in_nood(t))
            for u in stenen
        )
        return bekend and gevolg.organisaties <= self.noembaar()


def op_eigen(kijker: Kijker, u: Uiting) -> frozenset[Veld]:
    """I01, A06: a reporter sees his own signals, whatever became of them."""
    eigen = kijker.rol is Rol.MELDER and kijker.organisatie == u.organisatie
    return INHOUD | BELLEN | {Veld.VEILIGHEID} if eigen else NIETS
