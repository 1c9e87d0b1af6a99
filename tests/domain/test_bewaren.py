# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Nothing stays longer than it may, nothing goes sooner, and the preview says so beforehand (B01, B04, B05, T06)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.bouw import Verhaal, op, uid
from tests.domain.levens import BEGIN, REGELS, Leven, Zet, zetten
from verwijsindex.domain import daden
from verwijsindex.domain.bewaren import (
    BERICHT_MAANDEN,
    LOG_MAANDEN,
    Klasse,
    Post,
    aantallen,
    begonnen_voor,
    gaat_na,
    vernietigd,
    vooruitblik,
)
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.tijd import TIK, begin_van, dag
from verwijsindex.domain.toestand import Regels, Toestand
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.woorden import Soort

EINDE = BEGIN + timedelta(days=2500)
# Without consent a law in force counts: then nobody sleeps and nothing goes for that reason.
WELKE = st.sampled_from([naam for naam in sorted(REGELS) if naam != "tijdelijk anders"])
SLAAP = timedelta(days=28)


def _stap(toestand: Toestand, moment: datetime, daad: daden.Daad | None, regels: Regels) -> Toestand:
    """To a moment, and what is destroyed on the way is due then: told from the text of the rules."""
    eerder = toestand.signalen | ({daad.signaal.id: daad.signaal} if isinstance(daad, daden.Registratie) else {})
    nieuw, gevolgen = verwerk(toestand, moment, daad, regels) if daad else loop_bij(toestand, moment, regels)
    for gevolg in vernietigd(gevolgen):
        if gevolg.soort is Gevolgsoort.MATCH_VERNIETIGD:
            match = toestand.matches.get(gevolg.match) if gevolg.match else None
            assert match is None or match.open or (match.gesloten and match.gesloten < gevolg.moment)
            # An open match of the same family stays, and its dossier with it (B05).
            open_ = any(m.open and m.dossier == gevolg.dossier for m in nieuw.matches.values())
            assert open_ or gevolg.dossier not in nieuw.dossiers
            assert gevolg.match not in nieuw.matches
        elif gevolg.signaal:
            signaal = eerder[gevolg.signaal]
            op_de_dag = gevolg.moment == begin_van(signaal.uiterlijk_tot)
            slapend = signaal.slaapt_sinds and gevolg.moment == signaal.slaapt_sinds + SLAAP
            # It may have fallen asleep on the way.
            assert op_de_dag if gevolg.regel == "B01" else slapend or gevolg.moment >= eerder_op(toestand) + SLAAP
    return nieuw


def eerder_op(toestand: Toestand) -> datetime:
    return toestand.tot


def _niets_te_oud(toestand: Toestand) -> None:
    bekend = {kind.dossier for kind in toestand.kinderen.values()}
    for signaal in toestand.signalen.values():
        assert toestand.tot < begin_van(signaal.uiterlijk_tot)
        assert signaal.slaapt_sinds is None or toestand.tot < signaal.slaapt_sinds + SLAAP
    for match in toestand.matches.values():
        assert match.open or match.dossier in bekend or match.gesloten == toestand.tot


@settings(max_examples=150)
@given(zetten(), WELKE, st.lists(st.integers(1, 60_000), max_size=10))
def test_B01_B05_T06_wanneer_er_ook_geveegd_wordt_niets_blijft_te_lang_en_niets_gaat_te_vroeg(
    wensen: list[Zet], welke: str, vegen: list[int]
) -> None:
    regels, toestand = REGELS[welke], Toestand()
    daden_op = {v.moment: v.daad for v in Leven(regels).speel(wensen).gedaan}
    for moment in sorted({BEGIN + timedelta(minutes=m) for m in vegen} | daden_op.keys() | {EINDE}):
        toestand = _stap(toestand, moment, daden_op.get(moment), regels)
        _niets_te_oud(toestand)
    assert not toestand.signalen
    assert all(match.open for match in toestand.matches.values())


@settings(max_examples=60)
@given(zetten(), WELKE)
def test_B04_wat_de_vooruitblik_zegt_gebeurt(wensen: list[Zet], welke: str) -> None:
    regels = REGELS[welke]
    leven = Leven(regels).speel(wensen)
    tot = leven.t + timedelta(days=800)
    posten = vooruitblik(leven.toestand, tot, regels)
    _, gevolgen = loop_bij(leven.toestand, tot, regels)
    assert posten.total() == len(vernietigd(gevolgen))
    signalen = sum(aantal for post, aantal in posten.items() if post.klasse is Klasse.SIGNAAL)
    assert signalen == len(leven.toestand.signalen), "in 800 days all of them go"


def test_B04_G02_de_vooruitblik_zegt_wat_op_een_verzoek_wacht() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.meldt("l", "school", "2026-01-05", soort=Soort.ZORGEN, ouders=["ander"])
    posten = vooruitblik(verhaal.toestand, op("2028-02-01"), verhaal.regels, {uid("k")})
    weg = date(2028, 1, 5)
    assert posten == {Post(weg, Klasse.SIGNAAL, "B01", True): 1, Post(weg, Klasse.SIGNAAL, "B01", False): 1}


def test_B01_wie_overlijdt_is_meteen_onbekend_en_zijn_zus_niet() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.meldt("k", "cjg", "2026-01-05", soort=Soort.ZORGEN)
    verhaal.meldt("zus", "cjg", "2026-01-05", soort=Soort.ZORGEN)
    van_kind = frozenset(s.id for s in verhaal.toestand.signalen.values() if s.kind == uid("k"))
    verhaal.doe(op("2026-02-02", 10), daden.Vernietiging(van_kind, "B01", uid("school")))
    assert set(verhaal.toestand.kinderen) == {uid("zus")}
    weg = [g for g in verhaal.gevolgen if g.soort is Gevolgsoort.SIGNAAL_VERNIETIGD]
    assert [(g.regel, g.moment) for g in weg] == [("B01", op("2026-02-02", 10))] * 2
    assert {g.ontvangers for g in weg} == {(), (("organisatie", str(uid("cjg"))),)}
    assert not any(g.soort is Gevolgsoort.UIT_BEELD for g in verhaal.gevolgen)
    assert [m.open for m in verhaal.toestand.matches.values()] == [True]


@pytest.mark.parametrize(
    ("geschreven", "gaat", "maanden"),
    [
        ("2026-01-31", "2027-02-28", BERICHT_MAANDEN),
        ("2026-02-28", "2027-03-28", BERICHT_MAANDEN),
        ("2026-06-15", "2027-07-15", BERICHT_MAANDEN),
        ("2024-02-29", "2029-02-28", LOG_MAANDEN),
        ("2026-06-15", "2031-06-15", LOG_MAANDEN),
    ],
)
def test_B05_een_bericht_gaat_na_dertien_maanden_en_een_logregel_na_vijf_jaar_op_de_minuut(
    geschreven: str, gaat: str, maanden: int
) -> None:
    begin = op(geschreven, 12)
    assert gaat_na(begin, maanden) == date.fromisoformat(gaat)
    op_de_dag = begin_van(date.fromisoformat(gaat))
    assert begin < begonnen_voor(op_de_dag, maanden)
    assert begin >= begonnen_voor(op_de_dag - TIK, maanden)


@given(st.dates(date(2020, 1, 1), date(2032, 1, 1)), st.sampled_from([BERICHT_MAANDEN, LOG_MAANDEN]))
def test_B05_de_grens_is_die_van_elk_bericht_en_elke_logregel(vandaag: date, maanden: int) -> None:
    grens = dag(begonnen_voor(begin_van(vandaag), maanden))
    assert gaat_na(begin_van(grens), maanden) > vandaag
    assert gaat_na(begin_van(grens - timedelta(days=1)), maanden) <= vandaag


def test_B03_een_verklaring_zegt_soort_en_aantal_in_een_vaste_volgorde() -> None:
    assert aantallen({Klasse.PERSOON: 3, Klasse.SIGNAAL: 2, Klasse.MATCH: 0}) == "signaal=2 persoon=3"
    assert aantallen({}) == ""
