# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The follow-up of a match told a second time, from the text of the rules (R01-R10, V07, M16), event by event.

It stands on `Geschiedenis`, which says when there is a match at all. Of the code it uses only words.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from tests.domain.model_familie import Geschiedenis, Uiting, Zaak, ochtend, werkdag
from tests.domain.model_opvolgzaak import (
    GEMEENTE,
    STAP,
    Klok,
    Opvolging,
    Taak,
    Verdrag,
    Vraag,
    Wie,
    werkdag_na,
    werkdag_terug,
)
from tests.domain.naief import hier, maanden_later, middernacht
from verwijsindex.domain.woorden import Categorie, Grond

MISHANDELING = {Grond.KINDERMISHANDELING, Grond.HUISELIJK_GEWELD}
Gehoord = tuple[datetime, str, str, str, tuple[Wie, ...]]


class Opvolgboek(Geschiedenis):
    """The history of a family with what people did, or did not do, about its matches."""

    def __init__(self, categorie: dict[UUID, Categorie], verdragen: dict[str, Verdrag]) -> None:
        super().__init__(categorie, verdragen[GEMEENTE].vrij, wettelijk=False)
        self.verdragen = verdragen
        self.opvolgingen: dict[datetime, Opvolging] = {}
        self.gehoord: list[Gehoord] = []
        self.woont = GEMEENTE

    def hoor(self, soort: str, *wie: Wie, reden: str = "", trede: str = "") -> None:
        self.gehoord.append((self.t, soort, reden, trede, tuple(sorted(wie))))

    def meld(self, uiting: Uiting) -> None:
        """A07: the family is where its newest signal says, until it is handed over (R05)."""
        super().meld(uiting)
        self.woont = GEMEENTE

    def van(self, zaak: Zaak) -> Opvolging:
        return self.opvolgingen[zaak.geopend]

    def begin(self, o: Opvolging, soort: str, laatste: date, sinds: datetime, onderwerp: UUID | None = None) -> Klok:
        """A term; one that would be over before it begins lasts one working day."""
        if self.t >= middernacht(laatste):
            laatste = werkdag(hier(self.t), 1, self.verdragen[o.gemeente].vrij)
        klok = Klok(soort, sinds, laatste, laatste, onderwerp)
        o.klokken.append(klok)
        # Who was just told the day by what was done needs no reminder of it.
        moment = self._herinnering(o, klok)
        klok.herinnerd = bool(moment and moment <= self.t)
        return klok

    # What time does.

    def wendingen(self) -> Iterator[datetime]:
        yield from super().wendingen()
        for o in self.opvolgingen.values():
            for klok in o.klokken:
                yield middernacht(klok.laatste)
                if moment := self._herinnering(o, klok):
                    yield moment
            if o.stand == "nazorg" and o.begonnen_nazorg and o.begonnen_nazorg.tot:
                yield middernacht(o.begonnen_nazorg.tot)

    def _herinnering(self, o: Opvolging, klok: Klok) -> datetime | None:
        """R03: a working day before the last day, on a working day after the first, once, not to who is late."""
        if klok.herinnerd or klok.gemist:
            return None
        vrij = self.verdragen[o.gemeente].vrij
        op = max(werkdag_terug(klok.laatste, vrij), werkdag_na(hier(klok.sinds), vrij))
        return ochtend(op) if op <= klok.laatste else None

    def _zonder_reden(self, zaak: Zaak, *, in_nood: bool) -> bool:
        """R07, M16: aftercare ends by any later signal or safety ground, before it is asked what still holds."""
        o = self.opvolgingen.get(zaak.geopend)
        if o and o.stand == "nazorg" and o.begonnen_nazorg and (sinds := o.begonnen_nazorg.ingegaan):
            gezin = next(g for g in self.gezinnen if zaak in g.zaken)
            if any(u.laatst > sinds or (u.nood and u.nood.ingeroepen > sinds) for u in self.tellend(gezin)):
                self.heropen(o)
        return super()._zonder_reden(zaak, in_nood=in_nood)

    def vereffen(self) -> None:
        sliep = {u.id for u in self.uitingen.values() if u.slaapt}
        super().vereffen()
        tellend = [u for u in self.uitingen.values() if self.telt(u)]
        nieuwste = max(tellend, key=lambda u: (u.laatst, str(u.id)), default=None)
        if nieuwste and nieuwste.id in sliep and not self._overgedragen_na(nieuwste.laatst):
            self.woont = GEMEENTE
        for zaak in list(self.zaken()):
            self._volg(zaak)
        gebleven = {zaak.geopend for zaak in self.zaken()}
        self.opvolgingen = {geopend: o for geopend, o in self.opvolgingen.items() if geopend in gebleven}

    def _overgedragen_na(self, moment: datetime) -> bool:
        """R05: a signal of before that counts again fetches nobody back."""
        vragen = (v for o in self.opvolgingen.values() for v in o.overdrachten)
        return any(v.stand == "aangenomen" and v.gemeente == self.woont and v.gevraagd > moment for v in vragen)

    def _volg(self, zaak: Zaak) -> None:
        o = self.opvolgingen.get(zaak.geopend)
        if o is None:
            o = self.opvolgingen[zaak.geopend] = Opvolging(zaak, self.t, gemeente=self.woont)
            self.hoor("match-geopend")
        elif zaak.toestand == "open" and o.stand == "afgesloten":
            # M16: with the same director, in the municipality of the family.
            o.gemeente, o.taken = self.woont, []
            self.heropen(o)
        elif zaak.toestand == "vervallen" and o.stand != "vervallen":
            self.hoor("match-vervallen")
            self._eindig(o, "vervallen")
        if o.open:
            self._wacht(o)

    def heropen(self, o: Opvolging) -> None:
        """M16, R07: to the same director, as on the first day; nothing is left of the aftercare."""
        for vraag in o.nazorg:
            vraag.stand = "vervallen" if vraag.stand == "aangenomen" else vraag.stand
        o.zet("toegewezen" if o.zaak.regisseur else "nieuw")
        o.sinds = self.t
        o.stop("vervolgoverleg", "nazorg-bevestigen")
        self.hoor("match-heropend")

    def _wacht(self, o: Opvolging) -> None:
        gezin = next(g for g in self.gezinnen if o.zaak in g.zaken)
        verdrag = self.verdragen[o.gemeente]
        dringend = any(u.spoed(self.t) for u in self.tellend(gezin))
        self._taken(o, nodig=any(self._om_basiszorg(u.id) for u in self.tellend(gezin)))
        stap = STAP.get(o.stand)
        if stap and not o.klok(stap):
            laatste = werkdag(hier(o.sinds), verdrag.dagen[stap][dringend], verdrag.vrij)
            self.begin(o, stap, laatste, o.sinds).spoed = dringend
        for klok in o.klokken:
            if klok.soort in STAP.values() and dringend and not klok.spoed and not klok.gemist:
                klok.spoed = True
                korter = werkdag(hier(self.t), verdrag.dagen[klok.soort][1], verdrag.vrij)
                klok.laatste = klok.eerste = min(korter, klok.laatste)
            if self.t >= middernacht(klok.laatste):
                self._te_laat(o, klok, verdrag)
            elif (moment := self._herinnering(o, klok)) and moment <= self.t:
                klok.herinnerd = True
                self.hoor("termijn-nadert", self.aan_zet(o, klok), reden=klok.soort)
        nazorg = o.begonnen_nazorg
        if o.stand == "nazorg" and nazorg and nazorg.tot and self.t >= middernacht(nazorg.tot):
            klok_ = o.klok("nazorg-bevestigen", nazorg.id)
            if klok_ is None or not klok_.gemist:
                self._sluit(o)

    def _om_basiszorg(self, id_: UUID) -> bool:
        u = self.uitingen[id_]
        return bool(u.nood and u.nood.soort in MISHANDELING and u.in_nood(self.t) and not u.voorlopig(self.t))

    def _taken(self, o: Opvolging, *, nodig: bool) -> None:
        """V07: one working day, for the director; who comes later does not begin late."""
        if not nodig:
            o.taken = [taak for taak in o.taken if taak.gedaan]
        elif not o.taken:
            o.taken.append(Taak(self.t, werkdag(hier(self.t), 1, self.verdragen[o.gemeente].vrij)))
        open_ = next((taak for taak in o.taken if not taak.gedaan), None)
        klok = o.klok("basiszorg")
        if open_ is None or not o.zaak.regisseur:
            o.stop("basiszorg")
        elif klok is None or klok.sinds < o.sinds:
            o.stop("basiszorg")
            self.begin(o, "basiszorg", open_.voor, max(open_.sinds, o.sinds))

    def aan_zet(self, o: Opvolging, klok: Klok) -> Wie:
        """Whose turn it is."""
        return next((v.aan for v in (*o.overdrachten, *o.nazorg, *o.afspraken) if v.id == klok.onderwerp), o.eigenaar)

    def _te_laat(self, o: Opvolging, klok: Klok, verdrag: Verdrag) -> None:
        """R04: the next step of the ladder is told, and whose turn it was the first time; the last step repeats."""
        treden = verdrag.treden(klok.soort)
        trede, dagen = treden[min(klok.gemist, len(treden) - 1)]
        hoger = {
            "regisseur": o.eigenaar,
            "procesregisseur": ("coordinator", o.gemeente),
            "leiding": ("leiding", self.aan_zet(o, klok)[1]),
        }.get(trede, (trede, o.gemeente))
        wie = [hoger] if klok.gemist else [self.aan_zet(o, klok), hoger]
        self.hoor("termijn-verstreken", *wie, reden=klok.soort, trede=trede)
        klok.gemist += 1
        klok.laatste = werkdag(hier(self.t), dagen, verdrag.vrij)

    # What people do.

    def wijs_aan(self, o: Opvolging, wie: UUID | None) -> None:
        """R01, R05: by the coordinator, or as a director left; who comes new accepts anew, unless in aftercare."""
        self._overdracht_weg(o)
        o.zaak.regisseur = wie
        o.sinds = self.t
        nazorg = o.begonnen_nazorg
        loopt = nazorg and nazorg.tot and self.t < middernacht(nazorg.tot)
        if nazorg and not loopt:
            nazorg.stand = "vervallen" if wie else nazorg.stand
        o.zet("nieuw" if wie is None else "nazorg" if loopt else "toegewezen")
        o.stop("vervolgoverleg")
        if o.stand != "nazorg":
            o.stop("nazorg-bevestigen")
        elif nazorg and not o.klok("nazorg-bevestigen", nazorg.id):
            self._nazorgklok(o, nazorg)
        self.hoor("match-toegewezen" if wie else "match-zonder-regisseur")

    def neem_aan(self, o: Opvolging, bekend_bij: set[UUID]) -> None:
        """R03, R09."""
        o.zet("aangenomen")
        self.hoor("match-aangenomen")
        self.maak_bekend(o, bekend_bij)

    def maak_bekend(self, o: Opvolging, bekend_bij: set[UUID]) -> None:
        """R09: the parties of the dossier."""
        gezin = next(g for g in self.gezinnen if o.zaak in g.zaken)
        aan = bekend_bij & {u.organisatie for u in self.tellend(gezin)}
        if aan:
            self.hoor("regie-bekendgemaakt", *(("organisatie", str(wie)) for wie in aan))

    def contact(self, o: Opvolging) -> None:
        o.zet("contact-gelegd")
        self.hoor("contact-gelegd")

    def overleg(self, o: Opvolging) -> None:
        """R03: the next within three months."""
        o.zet("in-regie")
        o.stop("vervolgoverleg")
        self.begin(o, "vervolgoverleg", maanden_later(hier(self.t), 3), self.t)
        self.hoor("overleg-gehouden")

    def _antwoordklok(self, o: Opvolging, soort: str, vraag: Vraag) -> None:
        verdrag = self.verdragen[o.gemeente]
        self.begin(o, soort, werkdag(hier(self.t), verdrag.antwoord, verdrag.vrij), self.t, vraag.id)

    def vraag_overdracht(self, o: Opvolging, vraag: Vraag) -> None:
        """R05: the giver stays responsible."""
        o.overdrachten.append(vraag)
        self._antwoordklok(o, "overdracht", vraag)
        self.hoor("overdracht-gevraagd", vraag.aan, reden=vraag.reden)

    def antwoord_overdracht(self, o: Opvolging, vraag: Vraag, stand: str, wie: UUID | None, reden: str = "") -> None:
        """R05: only acceptance changes who is responsible."""
        vraag.stand = stand
        o.stop("overdracht", onderwerp=vraag.id)
        if stand == "ingetrokken":
            self.hoor("overdracht-ingetrokken", vraag.aan, reden=vraag.reden)
            return
        if stand == "aangenomen":
            o.zaak.regisseur, o.gemeente, o.sinds = wie, vraag.gemeente, self.t
            self.woont = vraag.gemeente
            if o.stand == "toegewezen":
                self.hoor("match-aangenomen")
            o.zet("aangenomen" if o.stand == "toegewezen" else o.stand)
        self.hoor(f"overdracht-{stand}", ("regisseur", str(vraag.van)), reden=reden or vraag.reden)

    def _overdracht_weg(self, o: Opvolging) -> None:
        if vraag := o.lopende_overdracht:
            vraag.stand = "vervallen"
            o.stop("overdracht", onderwerp=vraag.id)
            self.hoor("overdracht-ingetrokken", vraag.aan, reden=vraag.reden)

    def vraag_nazorg(self, o: Opvolging, vraag: Vraag) -> None:
        """R06."""
        o.nazorg.append(vraag)
        self._antwoordklok(o, "nazorg-aannemen", vraag)
        self.hoor("nazorg-voorgesteld", vraag.aan)

    def antwoord_nazorg(self, o: Opvolging, vraag: Vraag, stand: str, reden: str = "") -> None:
        """R06."""
        vraag.stand = stand
        o.stop("nazorg-aannemen", onderwerp=vraag.id)
        self.hoor(f"nazorg-{stand}", vraag.aan if stand == "ingetrokken" else o.eigenaar, reden=reden)

    def bevestig_nazorg(self, o: Opvolging, vraag: Vraag, *, goed: bool) -> None:
        """R07: it goes well, or the director is at it again."""
        if not goed:
            self.heropen(o)
            return
        vraag.bevestigd = self.t
        o.stop("nazorg-bevestigen")
        self._nazorgklok(o, vraag)
        self.hoor("nazorg-bevestigd")

    def _nazorgklok(self, o: Opvolging, vraag: Vraag) -> None:
        """R07: at least once, and every three months through the last day."""
        begin = vraag.bevestigd or vraag.ingegaan
        assert begin
        assert vraag.tot
        laatste = maanden_later(hier(begin), 3)
        if laatste <= vraag.tot or not vraag.bevestigd:
            self.begin(o, "nazorg-bevestigen", min(laatste, vraag.tot), begin, vraag.id)

    def spreek_af(self, o: Opvolging, vraag: Vraag) -> None:
        """R10."""
        assert vraag.tot
        o.afspraken.append(vraag)
        self.begin(o, "afspraak", vraag.tot, self.t, vraag.id)
        self.hoor("afspraak-gemaakt", vraag.aan, reden=vraag.reden)

    def rond_af(self, o: Opvolging, vraag: Vraag, stand: str) -> None:
        """R10: kept, or taken back."""
        vraag.stand = stand
        o.stop("afspraak", onderwerp=vraag.id)
        self.hoor(f"afspraak-{stand}", *([vraag.aan] if stand == "ingetrokken" else []), reden=vraag.reden)

    def sluit_op(self, o: Opvolging, nazorg: Vraag | None) -> None:
        """R06: into aftercare, or for good."""
        if nazorg is None:
            self._sluit(o)
            return
        nazorg.ingegaan = self.t
        self._overdracht_weg(o)
        o.zet("nazorg")
        o.stop("vervolgoverleg")
        self._nazorgklok(o, nazorg)
        self.hoor("nazorg-begonnen")

    def _sluit(self, o: Opvolging) -> None:
        self.hoor("match-afgesloten")
        self.sluit(o.zaak)
        self._eindig(o, "afgesloten")

    def _eindig(self, o: Opvolging, stand: str) -> None:
        """Nothing that was asked needs an answer; who promised something hears that it need not be done any more."""
        self._overdracht_weg(o)
        for vraag in o.nazorg:
            voorbij = vraag.ingegaan and vraag.tot and self.t >= middernacht(vraag.tot)
            if vraag.stand in ("gevraagd", "aangenomen") and not voorbij:
                vraag.stand = "vervallen"
                self.hoor("nazorg-ingetrokken", vraag.aan)
        for vraag in o.afspraken:
            if vraag.stand == "gevraagd":
                vraag.stand = "ingetrokken"
                self.hoor("afspraak-ingetrokken", vraag.aan, reden=vraag.reden)
        o.zet(stand)
        o.klokken = []

    # What people may do.

    def mag(self, o: Opvolging, wie: UUID | None, *standen: str) -> bool:
        """R01: the director of the match, in one of these states."""
        return o.open and wie is not None and wie == o.zaak.regisseur and o.stand in standen

    def mag_nazorg_vragen(self, o: Opvolging, wie: UUID, partij: UUID, tot: date) -> bool:
        """R06: one question at a time to each, for a time that is to come."""
        al = [v for v in o.nazorg if v.aan[1] == str(partij) and v.stand in ("gevraagd", "aangenomen")]
        mag = self.mag(o, wie, "aangenomen", "contact-gelegd", "in-regie")
        return mag and not al and hier(self.t) < tot <= maanden_later(hier(self.t), 24)

    def mag_sluiten(self, o: Opvolging, wie: UUID, nazorg: Vraag | None, *, zelf: bool, reden: bool) -> bool:
        """R06, R10: a reason, one answer about aftercare that can still begin, and nothing promised that is open."""
        mag = self.mag(o, wie, "in-regie", "nazorg") and reden and zelf == (nazorg is None)
        if nazorg is not None:
            belofte = nazorg.stand == "aangenomen" and nazorg.ingegaan is None
            mag = mag and o.stand == "in-regie" and belofte and bool(nazorg.tot and hier(self.t) <= nazorg.tot)
        return mag and not any(v.stand == "gevraagd" for v in o.afspraken)
