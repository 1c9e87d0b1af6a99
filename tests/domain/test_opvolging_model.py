# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""After any follow-up, state, terms and messages equal a model that was written from the rules alone (R01-R10)."""

from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.domain.bouw import op, uid
from tests.domain.naief import hier
from tests.domain.opvolgleven import BUURGEMEENTE, REGISSEURS, Opvolgleven
from tests.domain.opvolgmachine import KEUZE, KORT, MINUTEN, PARTIJ, WIE, ZELF, Basismachine
from verwijsindex.domain.opvolgen import (
    mag_afspraak_afronden,
    mag_afspreken,
    mag_nazorg_beantwoorden,
    mag_nazorg_bevestigen,
    mag_nazorg_intrekken,
    mag_nazorg_vragen,
    mag_sluiten,
)
from verwijsindex.domain.overdragen import (
    mag_beantwoorden,
    mag_overdracht_intrekken,
    mag_overdragen,
    mag_regie_krijgen,
)
from verwijsindex.domain.woorden import Afsluitreden, Afspraakstand, Antwoord, Grond, Matchstatus

VOORBEELDEN = 400


class Opvolgmachine(Basismachine):
    """Any sequence of what director, coordinator, party and reporters may do, and of letting the days pass."""

    # Handover.

    @rule(minuten=MINUTEN, naam=WIE, zelf=ZELF, naar=st.one_of(WIE, st.none()), vol=st.booleans())
    def draag_over(self, minuten: int, naam: str, zelf: bool, naar: str | None, vol: bool) -> None:
        """R05: a person, or the neighbouring municipality."""
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        wie = uid(self._wie(naam, zelf=zelf))
        waar = o.gemeente if naar else leven.buur_van(o)
        besluit = mag_overdragen(
            leven.match_van(o),
            wie,
            leven.regisseur(naar, vol=vol) if naar else None,
            None if naar else waar,
            leven.convenanten[waar],
        )
        past = naar is None or (not vol and REGISSEURS[naar] == o.gemeente and uid(naar) != o.zaak.regisseur)
        mag = leven.boek.mag(o, wie, *Matchstatus) and o.lopende_overdracht is None and past
        self._als(mag, besluit, lambda: leven.vraag_overdracht(o, naar))

    @rule(minuten=KORT, buur=st.booleans())
    def overgedragen(self, minuten: int, buur: bool) -> None:
        """R05: asked and accepted, also while another question stands."""
        o = self.o
        mogen = (n for n in REGISSEURS if (REGISSEURS[n] != o.gemeente) is buur and uid(n) != o.zaak.regisseur)
        nemer = next(mogen)
        self.draag_over(minuten, nemer, True, None if buur else nemer, False)
        self.antwoord_overdracht(minuten, 0, Antwoord.AANGENOMEN, nemer, True, False)

    @rule(
        minuten=KORT,
        welke=st.sampled_from((0, 0, 0, 1, 2)),
        stand=st.sampled_from((Antwoord.AANGENOMEN, Antwoord.AANGENOMEN, Antwoord.GEWEIGERD, Antwoord.INGETROKKEN)),
        naam=WIE,
        zelf=ZELF,
        vol=st.sampled_from((False, False, True)),
    )
    def antwoord_overdracht(self, minuten: int, welke: int, stand: Antwoord, naam: str, zelf: bool, vol: bool) -> None:
        """R05: who was asked says yes or no, or the giver takes it back; also of what was answered long ago."""
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        vraag = self._kies(o.overdrachten, welke)
        if vraag is None:
            return
        overdracht = leven.overdracht(o, vraag)
        open_ = vraag.stand == "gevraagd" and o.open
        if stand is Antwoord.INGETROKKEN:
            wie = uid(self._wie(naam, zelf=zelf))
            besluit = mag_overdracht_intrekken(leven.match_van(o), wie, overdracht)
            mag = open_ and wie == o.zaak.regisseur
            self._als(mag, besluit, lambda: leven.antwoord_overdracht(o, vraag, stand))
            return
        besluit = mag_beantwoorden(overdracht, leven.match_van(o))
        assert bool(besluit) is open_
        if stand is Antwoord.GEWEIGERD and open_:
            leven.antwoord_overdracht(o, vraag, stand)
        elif open_:
            nemer = next((n for n in REGISSEURS if uid(n) == overdracht.naar), naam)
            mag = not vol and REGISSEURS[nemer] == vraag.gemeente and uid(nemer) != o.zaak.regisseur
            krijgt = mag_regie_krijgen(
                leven.regisseur(nemer, vol=vol), leven.match_van(o), leven.convenanten[vraag.gemeente]
            )
            self._als(mag, krijgt, lambda: leven.antwoord_overdracht(o, vraag, stand, uid(nemer)))

    # Aftercare.

    @rule(
        minuten=KORT, naam=WIE, zelf=ZELF, partij=PARTIJ, dagen=st.sampled_from((0, 1, 2, 4, 30, 91, 92, 100, 300, 740))
    )
    def vraag_nazorg(self, minuten: int, naam: str, zelf: bool, partij: str, dagen: int) -> None:
        leven = self.leven
        leven.loop(minuten)
        o, wie = self.o, uid(self._wie(naam, zelf=zelf))
        tot = hier(leven.t) + timedelta(days=dagen)
        besluit = mag_nazorg_vragen(
            leven.match_van(o), wie, leven.partijen[uid(partij)], tot, hier(leven.t), leven.convenanten[o.gemeente]
        )
        mag = leven.boek.mag_nazorg_vragen(o, wie, uid(partij), tot)
        self._als(mag, besluit, lambda: leven.vraag_nazorg(o, partij, tot))

    @rule(
        minuten=KORT,
        welke=KEUZE,
        stand=st.sampled_from((Antwoord.AANGENOMEN, Antwoord.AANGENOMEN, Antwoord.GEWEIGERD, Antwoord.INGETROKKEN)),
        naam=WIE,
        zelf=ZELF,
    )
    def antwoord_nazorg(self, minuten: int, welke: int, stand: Antwoord, naam: str, zelf: bool) -> None:
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        vraag = self._kies(o.nazorg, welke)
        if vraag is None or not o.open:
            return
        nazorg = leven.nazorg(o, vraag)
        if stand is Antwoord.INGETROKKEN:
            wie = uid(self._wie(naam, zelf=zelf))
            besluit = mag_nazorg_intrekken(leven.match_van(o), wie, nazorg)
            mag = wie == o.zaak.regisseur and vraag.stand in ("gevraagd", "aangenomen") and not vraag.ingegaan
        else:
            besluit = mag_nazorg_beantwoorden(nazorg, hier(leven.t))
            mag = vraag.stand == "gevraagd" and bool(vraag.tot and hier(leven.t) <= vraag.tot)
        self._als(mag, besluit, lambda: leven.antwoord_nazorg(o, vraag, stand))

    @rule(minuten=MINUTEN, welke=KEUZE, goed=ZELF)
    def bevestig_nazorg(self, minuten: int, welke: int, goed: bool) -> None:
        leven = self.leven
        leven.loop(minuten)
        o = self.o
        if vraag := self._kies(o.nazorg, welke):
            besluit = mag_nazorg_bevestigen(leven.match_van(o), leven.nazorg(o, vraag))
            mag = o.stand == "nazorg" and vraag is o.begonnen_nazorg
            self._als(mag, besluit, lambda: leven.bevestig_nazorg(o, vraag, goed=goed))

    # Agreements and closing.

    @rule(minuten=KORT, naam=WIE, zelf=ZELF, partij=PARTIJ, dagen=st.sampled_from((-1, 0, 1, 2, 5, 30, 380)))
    def spreek_af(self, minuten: int, naam: str, zelf: bool, partij: str, dagen: int) -> None:
        leven = self.leven
        leven.loop(minuten)
        o, wie = self.o, uid(self._wie(naam, zelf=zelf))
        voor = hier(leven.t) + timedelta(days=dagen)
        besluit = mag_afspreken(
            leven.match_van(o), wie, leven.partijen[uid(partij)], voor, hier(leven.t), leven.convenanten[o.gemeente]
        )
        mag = leven.boek.mag(o, wie, "aangenomen", "contact-gelegd", "in-regie", "nazorg") and 0 <= dagen < 365
        self._als(mag, besluit, lambda: leven.spreek_af(o, partij, voor))

    @rule(
        minuten=KORT,
        welke=KEUZE,
        naam=WIE,
        zelf=ZELF,
        stand=st.sampled_from((Afspraakstand.NAGEKOMEN, Afspraakstand.INGETROKKEN)),
    )
    def rond_afspraak_af(self, minuten: int, welke: int, naam: str, zelf: bool, stand: Afspraakstand) -> None:
        leven = self.leven
        leven.loop(minuten)
        o, wie = self.o, uid(self._wie(naam, zelf=zelf))
        if vraag := self._kies(o.afspraken, welke):
            besluit = mag_afspraak_afronden(leven.match_van(o), wie, leven.afspraak(o, vraag))
            mag = wie == o.zaak.regisseur and vraag.stand == "gevraagd"
            self._als(mag, besluit, lambda: leven.rond_af(o, vraag, stand))

    @rule(
        minuten=MINUTEN,
        naam=WIE,
        zelf=ZELF,
        welke=st.sampled_from((None, 0, 0, 1)),
        alleen=st.booleans(),
        reden=ZELF,
    )
    def sluit(self, minuten: int, naam: str, zelf: bool, welke: int | None, alleen: bool, reden: bool) -> None:
        leven = self.leven
        leven.loop(minuten)
        o, wie = self.o, uid(self._wie(naam, zelf=zelf))
        nazorg = self._kies(o.nazorg, welke) if welke is not None else None
        fouten = mag_sluiten(
            leven.match_van(o),
            wie,
            Afsluitreden.HULP_LOOPT if reden else None,
            nazorg.id if nazorg else None,
            hier(leven.t),
            zelf_verder=alleen,
        )
        mag = leven.boek.mag_sluiten(o, wie, nazorg, zelf=alleen, reden=reden)
        self._als(mag, not fouten, lambda: leven.sluit(o, nazorg))


def test_R01_R10_na_elke_opvolging_zijn_toestand_termijnen_en_berichten_die_van_de_regels() -> None:
    Opvolgmachine.gespeeld = 0
    # A long history is quicker read than made smaller: what the model says is compared after every step.
    fasen = (Phase.explicit, Phase.reuse, Phase.generate)
    veel = settings(max_examples=VOORBEELDEN, stateful_step_count=25, deadline=None, phases=fasen)
    run_state_machine_as_test(Opvolgmachine, settings=veel)
    assert Opvolgmachine.gespeeld >= VOORBEELDEN


def test_R05_A07_een_signaal_van_voor_de_overdracht_haalt_het_gezin_niet_terug() -> None:
    leven = Opvolgleven(op("2025-05-28", 9), goede_vrijdag=False)
    leven.meld("De Regenboogschool", zorgen=True)
    leven.loop(1)
    leven.meld("CJG Noord", zorgen=False, grond=Grond.HUISELIJK_GEWELD)
    (nieuwste,) = (u for u in leven.boek.uitingen.values() if u.nood)
    o = leven.laatste
    assert o
    leven.wijs_aan(o, uid("An"))
    leven.neem_aan(o)
    leven.loop(1)
    leven.vraag_overdracht(o, None)
    (vraag,) = o.overdrachten
    leven.antwoord_overdracht(o, vraag, Antwoord.AANGENOMEN, uid("Cas"))
    # Nobody confirms: the match lapses. What wakes that signal again is no later word of where the family is.
    leven.loop(14 * 24 * 60)
    assert [m.status for m in leven.toestand.matches.values()] == ["vervallen"]
    leven.roep_in(nieuwste, Grond.VERMISSING)
    assert [d.gemeente for d in leven.toestand.dossiers.values()] == [BUURGEMEENTE]
    assert {(m.status, m.gemeente) for m in leven.toestand.matches.values()} == {
        ("vervallen", BUURGEMEENTE),
        ("nieuw", BUURGEMEENTE),
    }
