# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Every term at the minute it passes, on the real Dutch calendar (R03-R07, R10, V07, Z01)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, uid
from verwijsindex.adapters.kalender import vrije_dagen
from verwijsindex.domain import daden
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.match import Afspraak, Match, Nazorg, Overdracht, Termijn
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.woorden import (
    Afsluitreden,
    Afspraaksoort,
    Afspraakstand,
    Antwoord,
    Grond,
    Overdrachtreden,
    Soort,
    Trede,
)

HIER = ZoneInfo("Europe/Amsterdam")
TIK, SECONDE, MINUUT = timedelta(microseconds=1), timedelta(seconds=1), timedelta(minutes=1)
REGISSEUR, ANDER, PARTIJ = uid("regisseur"), uid("ander"), uid("partij")


def moment(tekst: str) -> datetime:
    """A clock in Amsterdam."""
    return datetime.fromisoformat(tekst).replace(tzinfo=HIER).astimezone(UTC)


def middernacht_na(op: date) -> datetime:
    """The first moment of the next day."""
    return datetime.combine(op + timedelta(days=1), time(), HIER).astimezone(UTC)


class Zaak(Verhaal):
    """A match of school and CJG, and what is done about it."""

    def __init__(self, begin: datetime, *, goede_vrijdag: bool = True, **anders: object) -> None:
        convenant = een_convenant(uit_beeld=False, goede_vrijdag_vrij=goede_vrijdag, **anders)
        super().__init__(convenant, vrij=vrije_dagen())
        self.doe(begin - MINUUT, daden.Registratie(_signaal("school", begin - MINUUT, Soort.ZORGEN)))
        self.doe(begin, daden.Registratie(_signaal("cjg", begin, Soort.BETROKKEN)))

    @property
    def match(self) -> Match:
        (match,) = self.toestand.matches.values()
        return match

    def termijn(self, soort: str) -> Termijn:
        (termijn,) = (t for t in self.match.termijnen if t.soort == soort)
        return termijn

    def over(self, soort: Gevolgsoort, termijn: str) -> list[Gevolg]:
        """What was told of a term."""
        return [g for g in self.gevolgen if g.soort is soort and g.reden == termijn]

    def wijs_toe(self, op: datetime, wie: UUID | None = REGISSEUR) -> None:
        self.doe(op, daden.Toewijzing(self.match.id, wie))

    def tot_in_regie(self, begin: datetime) -> None:
        """Appointed, accepted, contact, meeting: an hour before `begin`, and in the minutes after."""
        self.wijs_toe(begin)
        self.doe(begin + SECONDE, daden.Aanvaarding(self.match.id))
        self.doe(begin + 2 * SECONDE, daden.Contact(self.match.id))
        self.doe(begin + 3 * SECONDE, daden.Overleg(self.match.id))

    def nazorg(self, op: datetime, nazorg: Nazorg, **anders: object) -> Nazorg:
        nieuw = replace(nazorg, **anders)  # type: ignore[arg-type]
        self.doe(op, daden.Nazorgdaad(self.match.id, nieuw))
        return next(n for n in self.match.nazorg if n.id == nazorg.id)

    def in_nazorg(self, begin: datetime, op: datetime, tot: date, naam: str = "nazorg") -> Nazorg:
        """In regie from `begin`, asked and accepted, and closed into it at `op`."""
        self.tot_in_regie(begin)
        gevraagd = Nazorg(id=uid(naam), organisatie=PARTIJ, tot=tot, gevraagd=begin + MINUUT)
        self.nazorg(begin + MINUUT, gevraagd)
        self.nazorg(begin + 2 * MINUUT, gevraagd, stand=Antwoord.AANGENOMEN)
        self.doe(op, daden.Afsluiting(self.match.id, Afsluitreden.HULP_LOOPT, gevraagd.id))
        return next(n for n in self.match.nazorg if n.id == gevraagd.id)


def _signaal(organisatie: str, op: datetime, soort: Soort) -> Signaal:
    return een_signaal("kind", organisatie, op, soort=soort, geboortemaand="2020-06")


@dataclass(frozen=True)
class Rij:
    """A term: when it begins, its last day, the day on which the reminder goes out."""

    soort: str
    begin: str
    laatste: str
    herinnering: str | None
    spoed: bool = False
    goede_vrijdag: bool = True
    tot: str = "2027-01-01"

    def __str__(self) -> str:
        return f"{self.soort} {self.begin}{' spoed' if self.spoed else ''}"


RIJEN = [
    # Friday a minute before midnight, and the first moment of Saturday.
    Rij("aannemen", "2025-06-13T23:59", "2025-06-18", "2025-06-17"),
    Rij("aannemen", "2025-06-14T00:00", "2025-06-18", "2025-06-17"),
    Rij("toewijzen", "2025-06-13T23:59", "2025-06-18", "2025-06-17"),
    Rij("contact", "2025-06-13T23:58", "2025-06-20", "2025-06-19"),
    Rij("overleg", "2025-06-13T23:58", "2025-07-04", "2025-07-03"),
    Rij("overdracht", "2025-06-13T23:59", "2025-06-18", "2025-06-17"),
    Rij("nazorg-aannemen", "2025-06-13T23:59", "2025-06-18", "2025-06-17"),
    Rij("basiszorg", "2025-06-13T23:59", "2025-06-16", "2025-06-16"),
    # Before Easter, with Good Friday and without.
    Rij("aannemen", "2025-04-17T12:00", "2025-04-24", "2025-04-23"),
    Rij("aannemen", "2025-04-17T12:00", "2025-04-23", "2025-04-22", goede_vrijdag=False),
    Rij("aannemen", "2025-04-17T17:00", "2025-04-22", "2025-04-22", spoed=True),
    Rij("contact", "2026-04-02T09:00", "2026-04-13", "2026-04-10"),
    Rij("contact", "2026-04-02T09:00", "2026-04-10", "2026-04-09", goede_vrijdag=False),
    Rij("overdracht", "2024-03-28T23:30", "2024-04-04", "2024-04-03"),
    Rij("overdracht", "2024-03-28T23:30", "2024-04-03", "2024-04-02", goede_vrijdag=False),
    Rij("basiszorg", "2024-03-28T23:30", "2024-04-02", "2024-04-02"),
    # King's day on a Monday; on a Saturday because the 27th is a Sunday; Liberation day.
    Rij("contact", "2026-04-24T16:00", "2026-05-04", "2026-05-01"),
    Rij("toewijzen", "2025-04-25T16:00", "2025-04-30", "2025-04-29"),
    Rij("toewijzen", "2025-05-02T23:59", "2025-05-08", "2025-05-07"),
    Rij("overdracht", "2026-05-04T10:00", "2026-05-08", "2026-05-07"),
    # Ascension, Whitsun.
    Rij("toewijzen", "2025-05-28T10:00", "2025-05-30", "2025-05-30", spoed=True),
    Rij("overleg", "2025-05-28T10:00", "2025-06-05", "2025-06-04", spoed=True),
    Rij("basiszorg", "2025-06-06T16:00", "2025-06-10", "2025-06-10"),
    # Christmas and New Year.
    Rij("contact", "2025-12-24T15:00", "2025-12-30", "2025-12-29", spoed=True),
    Rij("overleg", "2025-12-24T15:00", "2026-01-19", "2026-01-16"),
    Rij("overleg", "2025-12-22T10:00", "2025-12-31", "2025-12-30", spoed=True),
    Rij("nazorg-aannemen", "2024-12-24T23:59", "2024-12-31", "2024-12-30"),
    # Months: clipped to the end of the month, through a weekend.
    Rij("vervolgoverleg", "2025-11-30T10:00", "2026-02-28", "2026-02-27"),
    Rij("vervolgoverleg", "2024-11-30T10:00", "2025-02-28", "2025-02-27"),
    Rij("vervolgoverleg", "2024-12-31T23:59", "2025-03-31", "2025-03-28"),
    Rij("nazorg-bevestigen", "2024-12-31T10:00", "2025-03-31", "2025-03-28"),
    Rij("nazorg-bevestigen", "2024-12-31T10:00", "2025-03-30", "2025-03-28", tot="2025-03-30"),
    # The days on which the clock goes an hour on, or back.
    Rij("nazorg-bevestigen", "2025-10-01T10:00", "2025-10-26", "2025-10-24", tot="2025-10-26"),
    Rij("nazorg-aannemen", "2025-10-24T23:59", "2025-10-29", "2025-10-28"),
    Rij("afspraak", "2025-03-24T10:00", "2025-03-30", "2025-03-28", tot="2025-03-30"),
    Rij("afspraak", "2025-10-25T10:00", "2025-10-26", None, tot="2025-10-26"),
    Rij("vervolgoverleg", "2024-12-30T12:00", "2025-03-30", "2025-03-28"),
    # A promise for today, and for a Saturday.
    Rij("afspraak", "2025-06-13T10:00", "2025-06-13", None, tot="2025-06-13"),
    Rij("afspraak", "2025-06-13T10:00", "2025-06-14", None, tot="2025-06-14"),
]
REGIESTAPPEN = ("aannemen", "contact", "overleg")
Spel = tuple[Zaak, Callable[[], daden.Daad]]


def speel(rij: Rij) -> Spel:
    """The term has begun; and the deed that was waited for."""
    begin = moment(rij.begin)
    eerder = begin if rij.soort == "toewijzen" else begin - timedelta(minutes=30)
    zaak = Zaak(eerder if not rij.spoed else eerder - MINUUT, goede_vrijdag=rij.goede_vrijdag)
    match = zaak.match.id
    if rij.spoed:
        signaal = next(iter(zaak.toestand.signalen))
        grond = een_grond("kind", "school", eerder, Grond.VERMISSING)
        zaak.doe(eerder - SECONDE, daden.Veiligheidsdaad(signaal, grond))
        if rij.soort == "toewijzen":
            zaak.wijs_toe(begin - SECONDE / 2)
            zaak.wijs_toe(begin, None)
    if rij.soort == "toewijzen":
        return zaak, lambda: daden.Toewijzing(match, REGISSEUR)
    if rij.soort in REGIESTAPPEN:
        zaak.wijs_toe(begin)
        stappen = (daden.Aanvaarding(match), daden.Contact(match), daden.Overleg(match))
        nummer = REGIESTAPPEN.index(rij.soort)
        for stap in range(nummer):
            zaak.doe(begin + (stap + 1) * SECONDE, stappen[stap])
        return zaak, lambda: stappen[nummer]
    return _in_regie(zaak, rij, begin)


def _in_regie(zaak: Zaak, rij: Rij, begin: datetime) -> Spel:
    match, tot = zaak.match.id, date.fromisoformat(rij.tot)
    vroeg = begin - timedelta(minutes=20)
    if rij.soort == "nazorg-bevestigen":
        nazorg = zaak.in_nazorg(vroeg, begin, tot)
        return zaak, lambda: daden.Nazorgdaad(match, replace(nazorg, bevestigd=zaak.toestand.tot))
    zaak.tot_in_regie(vroeg)
    match rij.soort:
        case "vervolgoverleg":
            zaak.doe(begin, daden.Overleg(match))
            return zaak, lambda: daden.Overleg(match)
        case "overdracht":
            gevraagd = Overdracht(
                id=uid("overdracht"),
                van=REGISSEUR,
                naar=ANDER,
                gemeente="0599",
                reden=Overdrachtreden.VERTREK,
                gevraagd=begin,
            )
            zaak.doe(begin, daden.Overdrachtsdaad(match, gevraagd))
            return zaak, lambda: daden.Overdrachtsdaad(match, replace(gevraagd, stand=Antwoord.GEWEIGERD))
        case "nazorg-aannemen":
            nazorg = Nazorg(id=uid("nazorg"), organisatie=PARTIJ, tot=tot, gevraagd=begin)
            zaak.nazorg(begin, nazorg)
            return zaak, lambda: daden.Nazorgdaad(match, replace(nazorg, stand=Antwoord.AANGENOMEN))
        case "afspraak":
            afspraak = Afspraak(
                id=uid("afspraak"), organisatie=PARTIJ, wat=Afspraaksoort.HUISBEZOEK, voor=tot, gemaakt=begin
            )
            zaak.doe(begin, daden.Afspraakdaad(match, afspraak))
            return zaak, lambda: daden.Afspraakdaad(match, replace(afspraak, stand=Afspraakstand.NAGEKOMEN))
    signaal = next(iter(zaak.toestand.signalen))
    zaak.doe(begin, daden.Veiligheidsdaad(signaal, een_grond("kind", "school", begin)))
    return zaak, lambda: daden.Afhandeling(match, zaak.match.taken[0].id)


@pytest.mark.parametrize("rij", RIJEN, ids=str)
def test_R03_Z01_elke_termijn_op_de_minuut_dat_hij_verstrijkt(rij: Rij) -> None:
    zaak, daad = speel(rij)
    laatste = date.fromisoformat(rij.laatste)
    assert zaak.termijn(rij.soort).voor == laatste
    # In time is any moment before the end of the last day in Amsterdam.
    einde = middernacht_na(laatste)
    op_tijd, _ = speel(rij)
    op_tijd.loop(einde - 2 * TIK)
    op_tijd.doe(einde - 2 * TIK, daad())
    assert op_tijd.over(Gevolgsoort.TERMIJN_VERSTREKEN, rij.soort) == []
    # A deed at the first moment of the next day is too late, and that is dated the last day (Z01).
    zaak.loop(einde)
    zaak.doe(einde, daad())
    (laat,) = zaak.over(Gevolgsoort.TERMIJN_VERSTREKEN, rij.soort)
    assert laat.moment == einde - TIK
    assert len(laat.ontvangers) == 2


@pytest.mark.parametrize("rij", RIJEN, ids=str)
def test_R03_de_herinnering_gaat_uit_op_haar_minuut_en_maar_een_keer(rij: Rij) -> None:
    zaak, daad = speel(rij)
    einde = middernacht_na(date.fromisoformat(rij.laatste))
    if rij.herinnering is None:
        zaak.loop(einde)
        assert zaak.over(Gevolgsoort.TERMIJN_NADERT, rij.soort) == []
        return
    op = datetime.combine(date.fromisoformat(rij.herinnering), time(), HIER).astimezone(UTC)
    zaak.loop(op - TIK)
    assert zaak.over(Gevolgsoort.TERMIJN_NADERT, rij.soort) == []
    zaak.loop(op)
    (nadert,) = zaak.over(Gevolgsoort.TERMIJN_NADERT, rij.soort)
    assert nadert.moment == op
    assert len(nadert.ontvangers) == 1
    zaak.loop(einde + timedelta(days=60))
    assert len(zaak.over(Gevolgsoort.TERMIJN_NADERT, rij.soort)) == 1
    # Who acted before it is not reminded.
    vlug, _ = speel(rij)
    vlug.loop(op - TIK)
    vlug.doe(op - TIK, daad())
    vlug.loop(op)
    assert vlug.over(Gevolgsoort.TERMIJN_NADERT, rij.soort) == []


@pytest.mark.parametrize(
    ("soort", "treden"),
    [
        (
            "aannemen",
            [
                ("2025-06-18", "procesregisseur"),
                ("2025-06-20", "gemeentelijk-manager"),
                ("2025-06-27", "wethouder"),
                ("2025-07-25", "wethouder"),
            ],
        ),
        (
            "toewijzen",
            [("2025-06-18", "gemeentelijk-manager"), ("2025-06-25", "wethouder"), ("2025-07-23", "wethouder")],
        ),
        (
            "afspraak",
            [("2025-06-18", "leiding"), ("2025-06-20", "procesregisseur"), ("2025-06-24", "gemeentelijk-manager")],
        ),
        (
            "nazorg-bevestigen",
            [("2025-06-18", "regisseur"), ("2025-06-20", "procesregisseur"), ("2025-06-24", "gemeentelijk-manager")],
        ),
        ("overdracht", [("2025-06-18", "procesregisseur"), ("2025-06-20", "gemeentelijk-manager")]),
    ],
)
def test_R04_elke_gemiste_termijn_een_trede_hoger_en_elke_trede_zijn_eigen_termijn(
    soort: str, treden: list[tuple[str, str]]
) -> None:
    zaak, _ = speel(Rij(soort, "2025-06-13T10:00", "2025-06-18", None, tot="2025-06-18"))
    laatste = treden[-1][0]
    zaak.tot(laatste)
    gemist = zaak.over(Gevolgsoort.TERMIJN_VERSTREKEN, soort)
    assert [((g.moment + TIK).astimezone(HIER).date() - timedelta(days=1), g.trede) for g in gemist] == [
        (date.fromisoformat(op), trede) for op, trede in treden
    ]
    # Whose turn it was hears it with the first, and from then on who stands above him.
    assert [len(g.ontvangers) for g in gemist] == [2] + [1] * (len(treden) - 1)


def test_R04_een_convenant_met_minder_treden_slaat_er_geen_over() -> None:
    zaak = Zaak(moment("2025-06-13T10:00"), ladder={Trede.WETHOUDER: 4, Trede.PROCESREGISSEUR: 1})
    zaak.wijs_toe(moment("2025-06-13T11:00"))
    zaak.tot("2025-07-01")
    gemist = zaak.over(Gevolgsoort.TERMIJN_VERSTREKEN, "aannemen")
    assert [g.trede for g in gemist] == ["procesregisseur", "wethouder", "wethouder", "wethouder"]
    assert {g.ontvangers[-1] for g in gemist} == {("coordinator", "0599"), ("wethouder", "0599")}


def test_R03_wie_te_laat_aanneemt_begint_niet_te_laat_aan_het_contact() -> None:
    """Appointed on Monday 2 June; contact by Tuesday 10 June, Whit Monday being off."""
    for aangenomen, contact in (
        ("2025-06-10", "2025-06-10"),
        ("2025-06-11", "2025-06-12"),
        ("2025-06-13", "2025-06-16"),
    ):
        zaak = Zaak(moment("2025-06-02T09:00"))
        zaak.wijs_toe(moment("2025-06-02T10:00"))
        zaak.doe(moment(f"{aangenomen}T23:00"), daden.Aanvaarding(zaak.match.id))
        assert zaak.termijn("contact").voor.isoformat() == contact


def test_R03_M08_spoed_verkort_een_lopende_termijn_vanaf_dan_en_verlengt_nooit() -> None:
    """Fifteen working days from Monday 2 June are until 24 June; five from the moment of `spoed`, if that is sooner."""
    for op, voor in (("2025-06-03", "2025-06-11"), ("2025-06-17", "2025-06-24"), ("2025-06-23", "2025-06-24")):
        zaak = Zaak(moment("2025-06-02T09:00"))
        zaak.wijs_toe(moment("2025-06-02T10:00"))
        zaak.doe(moment("2025-06-02T11:00"), daden.Aanvaarding(zaak.match.id))
        zaak.doe(moment("2025-06-02T12:00"), daden.Contact(zaak.match.id))
        signaal = next(iter(zaak.toestand.signalen))
        grond = een_grond("kind", "school", moment(f"{op}T10:00"), Grond.VERMISSING, bevestigd=False)
        zaak.doe(moment(f"{op}T10:00"), daden.Veiligheidsdaad(signaal, grond))
        assert zaak.termijn("overleg").voor.isoformat() == voor
        # The ground lapses for want of a second person: what was shortened stays so.
        zaak.doe(moment(f"{op}T11:00"), daden.Veiligheidsdaad(signaal, replace(grond, vervallen=moment(f"{op}T11:00"))))
        assert zaak.termijn("overleg").voor.isoformat() == voor


def test_R03_M12_een_ander_convenant_herinnert_gelijk_hoe_vaak_er_ook_wordt_geveegd() -> None:
    """From 16 June reminders go out five working days before: for a term until the 18th that moment is past."""
    eerst = een_convenant(uit_beeld=False)
    later = replace(eerst, versie=2, vanaf=date(2025, 6, 16), herinnering_werkdagen=5)
    gehoord = []
    for tussendoor in ([], ["2025-06-10"], ["2025-06-11", "2025-06-14", "2025-06-15"]):
        verhaal = Verhaal(eerst, later, vrij=vrije_dagen())
        begin = moment("2025-05-27T09:00")
        verhaal.doe(begin, daden.Registratie(_signaal("school", begin, Soort.ZORGEN)))
        verhaal.doe(begin + MINUUT, daden.Registratie(_signaal("cjg", begin + MINUUT, Soort.BETROKKEN)))
        (match,) = verhaal.toestand.matches
        verhaal.doe(begin + 2 * MINUUT, daden.Toewijzing(match, REGISSEUR))
        verhaal.doe(begin + 3 * MINUUT, daden.Aanvaarding(match))
        verhaal.doe(begin + 4 * MINUUT, daden.Contact(match))
        for op in tussendoor:
            verhaal.tot(op)
        verhaal.tot("2025-06-19")
        gehoord.append(verhaal.dagen("termijn-nadert", "termijn-verstreken"))
    assert gehoord[0] == gehoord[1] == gehoord[2]
