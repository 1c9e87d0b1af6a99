# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After any history, what every viewer sees equals a model that was written from the rules alone (gate 3)."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.domain.bouw import GEMEENTE, uid
from tests.domain.gezinsleven import (
    BUITEN,
    GEBOREN,
    MET,
    ORGANISATIES,
    PARTIJEN,
    TOT_OP,
    TOT_VLAK_VOOR,
    Gezinsleven,
    Melding,
    Woord,
)
from tests.domain.model_familie import Uiting
from tests.domain.model_zicht import Blik, op_eigen
from verwijsindex.domain.beeld import Matchbeeld, matchbeeld, melderbeeld
from verwijsindex.domain.inzage import Kijker, Veld, zicht
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Match
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.woorden import Categorie, Grond, Intrekreden, Leefgebied

TOESTAND = {"afgesloten": "dicht", "vervallen": "vervallen"}
VOORBEELDEN = 2000
UREN = st.sampled_from(
    (0, 0, 0, 0, TOT_VLAK_VOOR, TOT_OP, TOT_OP, 1, 23, 24, 24 * 5, 24 * 8, 24 * 31, 24 * 95, 24 * 190)
)
KEUZE = st.integers(0, 9)
REGISSEURS = {
    uid("regisseur wijkteam"): Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING,
    uid("regisseur veilig thuis"): Categorie.VEILIG_THUIS,
    uid("regisseur jeugdhulp"): Categorie.JEUGDHULP,
}
KIJKERS = (
    *(Kijker(Rol.MELDER, uid(naam), categorie) for naam, categorie in ORGANISATIES.items()),
    Kijker(Rol.MELDER, uid(BUITEN), Categorie.JEUGDHULP),
    *(Kijker(Rol.REGISSEUR, uid("gemeente"), categorie, wie, GEMEENTE) for wie, categorie in REGISSEURS.items()),
    Kijker(Rol.COORDINATOR, gemeente=GEMEENTE),
    Kijker(Rol.COORDINATOR, gemeente="0363"),
    Kijker(Rol.PRIVACY, gemeente=GEMEENTE),
    Kijker(Rol.BEHEER, gemeente=GEMEENTE),
)
WOORDEN = st.builds(
    Woord,
    ja=st.sampled_from((True, True, True, False)),
    maanden=st.sampled_from((12, 1, 6)),
    inhoud=st.booleans(),
    met=st.sampled_from(MET),
    eerder=st.sampled_from((0, 0, 3)),
    bekwaam=st.sampled_from((True, True, True, False)),
    overgenomen=st.booleans(),
)
GRONDEN = st.sampled_from((Grond.HUISELIJK_GEWELD, Grond.VERMISSING))
MELDINGEN = st.builds(
    Melding,
    kind=st.sampled_from(sorted(GEBOREN)),
    organisatie=st.sampled_from(sorted(ORGANISATIES)),
    zorgen=st.booleans(),
    woord=st.one_of(WOORDEN, WOORDEN, st.none()),
    grond=st.one_of(st.none(), st.none(), GRONDEN),
    tot=st.sampled_from((None, None, None, -300, -20, 0, 20)),
    maanden=st.sampled_from((24, 24, 24, 2)),
    bevestigd=st.booleans(),
    leefgebieden=st.frozensets(st.sampled_from(Leefgebied), min_size=1, max_size=3),
)


class Onthoudend(Stand):
    """The same facts; what every viewer asks again is worked out once."""

    def __init__(self, leven: Gezinsleven) -> None:
        super().__init__(leven.toestand, leven.regels, leven.t, PARTIJEN)
        for naam in ("tellend_in", "kinderen_in"):
            object.__setattr__(self, naam, cache(getattr(self, naam)))


class Zichtmachine(RuleBasedStateMachine):
    """Any sequence of register, consent, withdraw, refuse, override, confirm, lapse, review, birthday, end, read."""

    gespeeld = 0

    def teardown(self) -> None:
        Zichtmachine.gespeeld += 1

    @initialize(
        convenant=st.sampled_from(("regionaal",) * 5 + ("jeugdwet-7.1",)),
        uren=UREN,
        eerste=st.lists(MELDINGEN, min_size=1, max_size=3),
        laatste=MELDINGEN,
        regisseur=st.sampled_from((*REGISSEURS, None)),
        aanvaard=st.booleans(),
    )
    def begin(
        self,
        convenant: str,
        uren: int,
        eerste: list[Melding],
        laatste: Melding,
        regisseur: UUID | None,
        aanvaard: bool,
    ) -> None:
        """Some reports; the last one is worried and has a ground, so that there is often a match to begin with."""
        self.leven = Gezinsleven(convenant)
        self.leven.loop(uren)
        for melding in eerste:
            self.meld(0, melding)
        self.meld(
            0, replace(laatste, zorgen=True, grond=laatste.grond or (None if laatste.woord else Grond.VERMISSING))
        )
        if regisseur:
            self.wijs_toe(0, regisseur)
        if aanvaard:
            self.aanvaard(0)

    @rule(uren=UREN, melding=MELDINGEN)
    def meld(self, uren: int, melding: Melding) -> None:
        self.leven.loop(uren)
        if not self.leven.wettelijk or melding.organisatie != "Woonstad":
            self.leven.meld(melding)

    @rule(uren=UREN, welke=KEUZE, woord=WOORDEN)
    def toestemming(self, uren: int, welke: int, woord: Woord) -> None:
        self.leven.loop(uren)
        u = self.leven.kies(welke, lambda u, t: not self.leven.wettelijk)
        if u:
            self.leven.zeg(u, woord)

    @rule(uren=UREN, welke=KEUZE)
    def toestemming_weg(self, uren: int, welke: int) -> None:
        self.leven.loop(uren)
        if u := self.leven.kies(welke, lambda u, t: u.ja(t) is not None):
            self.leven.trek_toestemming_in(u)

    @rule(uren=UREN, welke=KEUZE, grond=GRONDEN)
    def doorbreek(self, uren: int, welke: int, grond: Grond) -> None:
        self.leven.loop(uren)
        vrij = self.leven.kies(welke, lambda u, t: not self.leven.wettelijk and not u.in_nood(t) and t < u.voorbij)
        if vrij:
            self.leven.roep_in(vrij, grond)

    @rule(uren=UREN, welke=KEUZE)
    def bevestig(self, uren: int, welke: int) -> None:
        self.leven.loop(uren)
        if u := self.leven.kies(welke, lambda u, t: u.voorlopig(t)):
            self.leven.bevestig(u)

    @rule(uren=UREN, welke=KEUZE)
    def herbeoordeel(self, uren: int, welke: int) -> None:
        self.leven.loop(uren)
        if u := self.leven.kies(welke, lambda u, t: u.in_nood(t) and not u.voorlopig(t)):
            self.leven.herbeoordeel(u)

    @rule(uren=UREN, welke=KEUZE, dagen=st.sampled_from((0, 0, 9, 360)), blijft=st.booleans(), dan=UREN)
    def beeindig(self, uren: int, welke: int, dagen: int, blijft: bool, dan: int) -> None:
        """An end; a ground that waits for the second person may be confirmed after it."""
        self.leven.loop(uren)
        u = self.leven.kies(welke, lambda u, t: t < u.voorbij)
        if u:
            self.leven.beeindig(u, dagen, blijft=blijft)
            self.leven.loop(dan)
            if u.id in self.leven.boek.uitingen and u.voorlopig(self.leven.t):
                self.leven.bevestig(u)

    @rule(uren=UREN, welke=KEUZE, reden=st.sampled_from(Intrekreden))
    def trek_terug(self, uren: int, welke: int, reden: Intrekreden) -> None:
        self.leven.loop(uren)
        opnieuw = reden is Intrekreden.RISICO_GEWEKEN
        if u := self.leven.kies(welke, lambda u, t: not (u.gestopt and opnieuw)):
            self.leven.trek_terug(u, reden)

    @rule(uren=UREN, wie=st.sampled_from((*REGISSEURS, None)))
    def wijs_toe(self, uren: int, wie: UUID | None) -> None:
        self.leven.loop(uren)
        for zaak in self.leven.open_zaken()[:1]:
            self.leven.wijs_toe(zaak, wie)

    @rule(uren=UREN)
    def aanvaard(self, uren: int) -> None:
        self.leven.loop(uren)
        for zaak in self.leven.open_zaken():
            if zaak.regisseur and not zaak.aangenomen:
                self.leven.aanvaard(zaak)

    @rule(uren=UREN)
    def sluit(self, uren: int) -> None:
        self.leven.loop(uren)
        for zaak in self.leven.open_zaken()[:1]:
            self.leven.sluit(zaak)

    @invariant()
    def signalen_en_matches_zijn_die_van_het_model(self) -> None:
        boek, toestand = self.leven.boek, self.leven.toestand
        assert boek.uitingen.keys() == toestand.signalen.keys()
        telt = {s.id for s in toestand.signalen.values() if self.leven.regels.telt(s, self.leven.t)}
        assert telt == {u.id for u in boek.uitingen.values() if boek.telt(u)}
        matches = [(m.geopend, TOESTAND.get(m.status, "open"), m.regisseur) for m in toestand.matches.values()]
        assert sorted(matches, key=str) == sorted(((z.geopend, z.toestand, z.regisseur) for z in boek.zaken()), key=str)

    @invariant()
    def iedereen_ziet_wat_het_model_zegt(self) -> None:
        leven = self.leven
        stand = Onthoudend(leven)
        for blik in self._blikken():
            match = leven.toestand.matches[leven.match_id(blik.zaak)]
            assert zicht(blik.kijker, match, None, stand) == blik.op_zaak, blik.kijker
            for u in leven.boek.uitingen.values():
                verwacht = op_eigen(blik.kijker, u) or blik.op_uiting(u)
                assert zicht(blik.kijker, leven.toestand.signalen[u.id], match, stand) == verwacht, (blik.kijker, u)
            if Veld.TIJDLIJN in blik.op_zaak:
                self._pagina_klopt(blik, match, stand)
        for kijker in KIJKERS:
            for u in leven.boek.uitingen.values():
                assert zicht(kijker, leven.toestand.signalen[u.id], None, stand) == op_eigen(kijker, u)
                if kijker.organisatie == u.organisatie and kijker.rol is Rol.MELDER:
                    self._antwoord_klopt(kijker, u, stand)

    def _blikken(self) -> Iterator[Blik]:
        boek = self.leven.boek
        return (Blik(boek, g, z, k) for g in boek.gezinnen for z in g.zaken for k in KIJKERS)

    def _antwoord_klopt(self, kijker: Kijker, u: Uiting, stand: Stand) -> None:
        """I01: what a reporter is told with his own signal."""
        boek, signaal = self.leven.boek, stand.toestand.signalen[u.id]
        beeld = melderbeeld(kijker, signaal, stand.match_van(signaal), stand, None)
        gezin = next(g for g in boek.gezinnen if u.kind in g.kinderen)
        blik = Blik(boek, gezin, gezin.open_zaak, kijker) if gezin.open_zaak and boek.telt(u) else None
        if blik is None or not blik.op_zaak:
            assert beeld is None
            return
        assert beeld is not None
        anderen = blik.anderen(u)
        assert sorted(id_ for partij in beeld.anderen for id_ in partij.signalen) == sorted(anderen)
        # Each has one contact point in this family, so each is named once.
        namen = {PARTIJEN[boek.uitingen[id_].organisatie].naam for id_ in anderen}
        assert [partij.organisatie for partij in beeld.anderen] == sorted(namen)
        verschillend = any(kind != u.kind for kind in anderen.values()) if boek.wettelijk else None
        assert beeld.verschillende_jeugdigen == verschillend

    def _pagina_klopt(self, blik: Blik, match: Match, stand: Stand) -> None:
        """I02, M08, M13: the page of the director and the coordinator."""
        gevolgen = [g for g in self.leven.gevolgen if g.match == match.id]
        beeld = matchbeeld(blik.kijker, match, stand, gevolgen, {})
        regels = blik.regels()
        gezien = {b.signaal: b for b in beeld.signalen}
        assert gezien.keys() == regels.keys()
        for id_, regel in regels.items():
            b = gezien[id_]
            assert (b.velden, b.bijdrage.gewicht) == (regel.velden, regel.gewicht)
            assert (b.bijdrage.veiligheidsgrond is not None) == regel.in_nood
            assert b.organisatie == PARTIJEN[blik.boek.uitingen[id_].organisatie].naam
        assert beeld.spoed == blik.spoed()
        assert beeld.soort == blik.soort()
        assert len(beeld.taken) == blik.taken()
        kinderen = {blik.boek.uitingen[id_].kind for id_ in regels}
        assert beeld.jeugdigen == (len(kinderen) if blik.boek.wettelijk else None)
        verwacht = [(s, tuple(sorted(PARTIJEN[o].naam for o in wie)), g) for s, wie, g in blik.tijdlijn(gevolgen)]
        assert [(r.soort, r.organisaties, r.gewicht) for r in beeld.tijdlijn] == verwacht
        _woorden_kloppen(beeld, blik)


def _woorden_kloppen(beeld: Matchbeeld, blik: Blik) -> None:
    """No sentence says more than the fields: no name, no kind, no safety ground beyond them."""
    tekst = " ".join((*beeld.uitleg, *(regel.zin for regel in beeld.tijdlijn), beeld.vervolg))
    noembaar = blik.noembaar()
    assert not [p.naam for p in PARTIJEN.values() if p.id not in noembaar and p.naam in tekst]
    regels = blik.regels().items()
    zorgen = [id_ for id_, r in regels if Veld.SOORT in r.velden and blik.boek.uitingen[id_].zorgen]
    uitleg = " ".join(beeld.uitleg)
    assert uitleg.count("zich zorgen maakt") == len(zorgen)
    assert uitleg.count(" om de veiligheid") == sum(r.in_nood for _, r in regels)


def test_I01_I02_I03_T03_V03_V06_na_elke_geschiedenis_ziet_iedereen_wat_de_regels_zeggen() -> None:
    Zichtmachine.gespeeld = 0
    veel = settings(max_examples=VOORBEELDEN, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(Zichtmachine, settings=veel)
    assert Zichtmachine.gespeeld >= VOORBEELDEN
