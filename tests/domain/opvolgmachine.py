# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Plays a match on code and model: time, signals, the steps of director and coordinator, and what must hold."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.domain.bouw import op, uid
from tests.domain.model_opvolgzaak import Opvolging, Vraag
from tests.domain.naief import hier, middernacht
from tests.domain.opvolgleven import MET_REDEN, OP, ORGANISATIES, REGISSEURS, SOORTEN, VLAK_VOOR, Opvolgleven
from verwijsindex.domain.daden import Gevolg
from verwijsindex.domain.match import mag_naar
from verwijsindex.domain.opvolgen import (
    mag_bekendmaken,
    mag_contact,
    mag_overleg,
)
from verwijsindex.domain.overdragen import (
    mag_regie_krijgen,
)
from verwijsindex.domain.regie import mag_aanvaarden, mag_afhandelen
from verwijsindex.domain.termijnen import aan_zet
from verwijsindex.domain.woorden import Antwoord, Grond, Matchstatus

# Days around which the Dutch calendar does something.
BEGIN = (
    *("2024-03-26", "2024-04-25", "2024-05-02", "2024-05-08", "2024-05-16", "2024-10-25", "2024-12-20"),
    *("2025-03-28", "2025-04-15", "2025-04-24", "2025-05-28", "2025-12-23"),
)
UUR, DAG = 60, 24 * 60
MINUTEN = st.sampled_from(
    (1, 1, 7, UUR, 5 * UUR, DAG, DAG, 2 * DAG, 5 * DAG, 9 * DAG, 35 * DAG, 95 * DAG, VLAK_VOOR, VLAK_VOOR, OP, OP, OP)
)
KORT = st.sampled_from((1, 1, 7, UUR, UUR, DAG, VLAK_VOOR, OP))
PORTIES = st.lists(st.integers(0, 100), max_size=3)
KEUZE = st.integers(0, 5)
WIE = st.sampled_from(sorted(REGISSEURS))
PARTIJ = st.sampled_from(sorted(ORGANISATIES))
GRONDEN = st.sampled_from((Grond.VERMISSING, Grond.HUISELIJK_GEWELD))
# Usually the director himself acts; now and then somebody else tries.
ZELF = st.sampled_from((True, True, True, True, True, True, False))
STAND = {"gevraagd": "open"}


class Basismachine(RuleBasedStateMachine):
    """Any sequence of what director, coordinator, party and reporters may do, and of letting the days pass."""

    gespeeld = 0

    def teardown(self) -> None:
        type(self).gespeeld += 1

    @initialize(
        begin=st.sampled_from(BEGIN),
        uur=st.sampled_from((0, 9, 23)),
        goede_vrijdag=st.booleans(),
        grond=st.one_of(st.none(), st.none(), GRONDEN),
        stappen=st.integers(0, 9),
        regisseur=st.sampled_from(("An", "Bo")),
        minuten=KORT,
    )
    def begin(
        self, begin: str, uur: int, goede_vrijdag: bool, grond: Grond | None, stappen: int, regisseur: str, minuten: int
    ) -> None:
        """A match, and its first steps."""
        self.gezien = 0
        self.leven = Opvolgleven(op(begin, uur), goede_vrijdag=goede_vrijdag)
        self.leven.meld("De Regenboogschool", zorgen=True)
        self.leven.loop(1)
        self.leven.meld("CJG Noord", zorgen=False, grond=grond)
        if stappen:
            self.leven.loop(minuten)
            self.leven.wijs_aan(self.o, uid(regisseur))
        for _ in range(stappen - 1):
            self.vooruit(minuten, [], "Woonstad")

    @property
    def o(self) -> Opvolging:
        if self.leven.laatste is None:
            # B05: the match went with the last signal; it begins anew.
            self.leven.meld("De Regenboogschool", zorgen=True)
            self.leven.loop(1)
            self.leven.meld("CJG Noord", zorgen=False)
        laatste = self.leven.laatste
        assert laatste
        return laatste

    def _wie(self, naam: str, *, zelf: bool) -> str:
        """The director of the match, or another one."""
        eigen = next((n for n in REGISSEURS if uid(n) == self.o.zaak.regisseur), naam)
        return eigen if zelf else naam

    def _kies(self, vragen: list[Vraag], welke: int) -> Vraag | None:
        """The newest first: an old one has been answered."""
        return vragen[-1 - welke % len(vragen)] if vragen else None

    def _als(self, mag: bool, besluit: object, doe: Callable[[], None]) -> None:
        """The decision is that of the model; what is allowed is done."""
        assert bool(besluit) is mag, besluit
        if mag:
            doe()

    @rule(minuten=MINUTEN, porties=PORTIES)
    def wacht(self, minuten: int, porties: list[int]) -> None:
        self.leven.loop(minuten, porties)

    @rule(minuten=KORT, partij=PARTIJ, stappen=st.integers(2, 4))
    def ver_vooruit(self, minuten: int, partij: str, stappen: int) -> None:
        for _ in range(stappen):
            self.vooruit(minuten, [], partij)

    @rule(minuten=MINUTEN, porties=PORTIES, partij=PARTIJ)
    def vooruit(self, minuten: int, porties: list[int], partij: str) -> None:
        """What is the next step of this state."""
        leven = self.leven
        leven.loop(minuten, porties)
        o = self.o
        match o.stand:
            case "nieuw":
                leven.wijs_aan(o, uid("An"))
            case "toegewezen":
                leven.neem_aan(o)
            case "aangenomen":
                leven.contact(o)
            case "contact-gelegd":
                leven.overleg(o)
            case "in-regie":
                self._naar_nazorg(o, partij)
            case "nazorg":
                vraag = o.begonnen_nazorg
                assert vraag
                leven.bevestig_nazorg(o, vraag, goed=True)
            case _:
                leven.meld(partij, zorgen=True)

    def _naar_nazorg(self, o: Opvolging, partij: str) -> None:
        leven = self.leven
        gevraagd = next((v for v in o.nazorg if v.stand in ("gevraagd", "aangenomen")), None)
        if gevraagd is None:
            leven.vraag_nazorg(o, partij, hier(leven.t) + timedelta(days=200))
        elif gevraagd.tot and gevraagd.tot < hier(leven.t):
            leven.antwoord_nazorg(o, gevraagd, Antwoord.INGETROKKEN)
        elif gevraagd.stand == "gevraagd":
            leven.antwoord_nazorg(o, gevraagd, Antwoord.AANGENOMEN)
        elif not any(v.stand == "gevraagd" for v in o.afspraken):
            leven.sluit(o, gevraagd)

    # Signals.

    @rule(minuten=MINUTEN, partij=PARTIJ, zorgen=st.booleans(), grond=st.one_of(st.none(), st.none(), GRONDEN))
    def meld(self, minuten: int, partij: str, zorgen: bool, grond: Grond | None) -> None:
        self.leven.loop(minuten)
        self.leven.meld(partij, zorgen=zorgen, grond=grond)

    @rule(minuten=KORT, welke=KEUZE, grond=GRONDEN, bevestigd=st.booleans())
    def spoed(self, minuten: int, welke: int, grond: Grond, bevestigd: bool) -> None:
        leven = self.leven
        leven.loop(minuten)
        if u := leven.kies(welke, lambda u, t: not u.in_nood(t) and t < u.voorbij):
            leven.roep_in(u, grond)
            if bevestigd:
                leven.loop(1)
                if u.id in leven.toestand.signalen:
                    leven.bevestig(u)

    @rule(minuten=KORT, welke=KEUZE)
    def bevestig(self, minuten: int, welke: int) -> None:
        self.leven.loop(minuten)
        if u := self.leven.kies(welke, lambda u, t: u.voorlopig(t)):
            self.leven.bevestig(u)

    @rule(minuten=MINUTEN, welke=KEUZE, fout=st.sampled_from((False, False, True)))
    def signaal_weg(self, minuten: int, welke: int, fout: bool) -> None:
        self.leven.loop(minuten)
        u = self.leven.kies(welke, lambda u, t: t < u.voorbij)
        if u and fout:
            self.leven.trek_terug(u)
        elif u:
            self.leven.beeindig(u)

    # Director and coordinator.

    @rule(minuten=MINUTEN, naam=WIE, vol=st.booleans(), actief=ZELF)
    def benoem(self, minuten: int, naam: str, vol: bool, actief: bool) -> None:
        """R01, R02: the coordinator appoints."""
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        match_, wie = leven.match_van(o), leven.regisseur(naam, vol=vol, actief=actief)
        besluit = mag_regie_krijgen(wie, match_, leven.convenanten[o.gemeente])
        mag = actief and not vol and REGISSEURS[naam] == o.gemeente and uid(naam) != o.zaak.regisseur
        assert bool(besluit) is mag, besluit
        if mag and o.open:
            assert mag_naar(match_, Matchstatus.TOEGEWEZEN)
            leven.wijs_aan(o, wie.id)

    @rule(minuten=MINUTEN, naam=st.sampled_from(("An", "Bo", "Cas", None)))
    def vertrek(self, minuten: int, naam: str | None) -> None:
        """R01: the director left; another is there at once, or the coordinator."""
        self.leven.loop(minuten)
        o = self.o
        if o.open and o.zaak.regisseur and (naam is None or uid(naam) != o.zaak.regisseur):
            self.leven.wijs_aan(o, uid(naam) if naam else None)

    @rule(minuten=KORT, wat=st.sampled_from(("aanvaarden", "contact", "overleg", "overleg")), naam=WIE, zelf=ZELF)
    def stap(self, minuten: int, wat: str, naam: str, zelf: bool) -> None:
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        toets, doe, standen = {
            "aanvaarden": (mag_aanvaarden, leven.neem_aan, ("toegewezen",)),
            "contact": (mag_contact, leven.contact, ("aangenomen",)),
            "overleg": (mag_overleg, leven.overleg, ("contact-gelegd", "in-regie")),
        }[wat]
        wie = uid(self._wie(naam, zelf=zelf))
        self._als(leven.boek.mag(o, wie, *standen), toets(leven.match_van(o), wie), lambda: doe(o))

    @rule(minuten=KORT, partijen=st.sets(PARTIJ, max_size=2), naam=WIE, zelf=ZELF)
    def maak_bekend(self, minuten: int, partijen: set[str], naam: str, zelf: bool) -> None:
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        wie, aan = uid(self._wie(naam, zelf=zelf)), {uid(partij) for partij in partijen}
        gezin = next(g for g in leven.boek.gezinnen if o.zaak in g.zaken)
        in_dossier = {u.organisatie for u in leven.boek.tellend(gezin)}
        mag = leven.boek.mag(o, wie, "aangenomen", "contact-gelegd", "in-regie", "nazorg")
        besluit = mag_bekendmaken(leven.match_van(o), wie, aan, in_dossier)
        self._als(mag and bool(aan) and aan <= in_dossier, besluit, lambda: leven.maak_bekend(o, aan))

    @rule(minuten=KORT, naam=WIE, zelf=ZELF)
    def handel_af(self, minuten: int, naam: str, zelf: bool) -> None:
        """V07."""
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        if o.open and leven.match_van(o).taken:
            taak, wie = leven.match_van(o).taken[0], uid(self._wie(naam, zelf=zelf))
            mag = leven.boek.mag(o, wie, "aangenomen", "contact-gelegd", "in-regie", "nazorg")
            besluit = mag_afhandelen(leven.match_van(o), wie, taak.id)
            self._als(mag and not o.taken[0].gedaan, besluit, lambda: leven.handel_af(o))

    # What must hold.

    @invariant()
    def toestand_en_termijnen_zijn_die_van_het_model(self) -> None:
        leven = self.leven
        assert len(leven.toestand.matches) == len(leven.boek.opvolgingen)
        for o in leven.boek.opvolgingen.values():
            match_ = leven.match_van(o)
            assert (match_.status, match_.regisseur, match_.gemeente) == (o.stand, o.zaak.regisseur, o.gemeente)
            termijnen = [(t.soort.value, t.voor, t.eerste, t.gemist, aan_zet(match_, t)) for t in match_.termijnen]
            klokken = [(k.soort, k.laatste, k.eerste, k.gemist, leven.boek.aan_zet(o, k)) for k in o.klokken]
            assert sorted(termijnen) == sorted(klokken)
            assert [v.stand.value for v in match_.overdrachten] == [v.stand for v in o.overdrachten]
            assert [v.stand.value for v in match_.nazorg] == [v.stand for v in o.nazorg]
            assert [v.stand.value for v in match_.afspraken] == [STAND.get(v.stand, v.stand) for v in o.afspraken]

    @invariant()
    def iedereen_hoort_wat_het_model_zegt(self) -> None:
        gevolgen = [_gehoord(g) for g in self.leven.gevolgen if g.soort in SOORTEN]
        assert sorted(gevolgen[self.gezien :]) == sorted(self.leven.boek.gehoord[self.gezien :])
        self.gezien = len(gevolgen)

    @invariant()
    def niets_blijft_liggen(self) -> None:
        """R01, R04: an open match waits for somebody by a day to come, or for aftercare to end in peace."""
        leven = self.leven
        for match_ in leven.toestand.matches.values():
            assert sum(v.stand is Antwoord.GEVRAAGD for v in match_.overdrachten) <= 1
            if not match_.open:
                assert match_.termijnen == ()
                continue
            assert (match_.regisseur is None) == (match_.status == "nieuw")
            wacht: list[date] = [t.voor for t in match_.termijnen]
            bevestigd = "nazorg-bevestigen" not in [t.soort.value for t in match_.termijnen]
            if (nazorg := match_.lopende_nazorg) and bevestigd:
                wacht.append(nazorg.tot)
            assert wacht
            assert all(leven.t < middernacht(voor) for voor in wacht)


def _gehoord(gevolg: Gevolg) -> tuple[object, ...]:
    soort = gevolg.soort.value
    reden = str(gevolg.reden) if soort.startswith(MET_REDEN) else ""
    return (gevolg.moment, soort, reden, str(gevolg.trede), tuple(sorted(gevolg.ontvangers)))
