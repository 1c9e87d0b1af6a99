# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every history of deeds (M12 above all)."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.levens import BEGIN, REGELS, WAT, Leven, Zet, dossiers_van, speel_na, zetten
from tests.domain.naief import Naief
from verwijsindex.domain.daden import Gevolg
from verwijsindex.domain.toestand import Regels, Toestand, verenig, volgende_moment
from verwijsindex.domain.verloop import _vereffen, loop_bij, verwerk
from verwijsindex.domain.werkblad import Werkblad
from verwijsindex.domain.woorden import Reden

EINDE = BEGIN + timedelta(days=2500)
VEEL = settings(max_examples=100)
WELKE = st.sampled_from(sorted(REGELS))


@VEEL
@given(zetten(), WELKE, st.lists(st.integers(1, 3000), max_size=12))
def test_M12_tijd_in_een_sprong_of_in_stapjes_geeft_hetzelfde(
    wensen: list[Zet], welke: str, sprongen: list[int]
) -> None:
    regels = REGELS[welke]
    leven = Leven(regels).speel(wensen)
    tussendoor = {BEGIN + timedelta(hours=7 * uren) for uren in sprongen}
    toestand, alles = Toestand(), list[Gevolg]()
    daden = {vastgelegd.moment: vastgelegd.daad for vastgelegd in leven.gedaan}
    for moment in sorted(tussendoor | daden.keys() | {EINDE}):
        if moment in daden:
            toestand, gevolgen = verwerk(toestand, moment, daden[moment], regels)
        else:
            toestand, gevolgen = loop_bij(toestand, moment, regels)
        alles += gevolgen
    assert (toestand, alles) == speel_na(leven.gedaan, regels, EINDE)


@VEEL
@given(zetten(max_size=10), zetten(max_size=10), WELKE)
def test_M12_vreemde_families_samen_of_apart_geeft_hetzelfde(een: list[Zet], ander: list[Zet], welke: str) -> None:
    regels = REGELS[welke]
    gedaan = [
        Leven(regels, familie, timedelta(minutes=minuten)).speel(wensen).gedaan
        for familie, minuten, wensen in (("a", 0, een), ("b", 30, ander))
    ]
    apart = [speel_na(deel, regels, EINDE) for deel in gedaan]
    samen, alles = speel_na(sorted((*gedaan[0], *gedaan[1]), key=lambda v: v.moment), regels, EINDE)
    assert samen == verenig(toestand for toestand, _ in apart)
    for _, gevolgen in apart:
        assert [g for g in alles if g.dossier in dossiers_van(gevolgen)] == gevolgen


@VEEL
@given(zetten(), WELKE)
def test_M12_dezelfde_daden_nog_eens_geven_dezelfde_toestand(wensen: list[Zet], welke: str) -> None:
    regels = REGELS[welke]
    leven = Leven(regels).speel(wensen)
    leven.toestand, _ = loop_bij(leven.toestand, leven.t, regels)
    assert speel_na(leven.gedaan, regels, leven.t) == (leven.toestand, leven.gevolgen)
    assert speel_na(leven.gedaan, regels, EINDE) == speel_na(leven.gedaan, regels, EINDE)


def klopt(toestand: Toestand, regels: Regels) -> None:
    """What must hold of every settled state."""
    bekend = toestand.signalen.keys()
    open_ = [match for match in toestand.matches.values() if match.open]
    assert len({match.dossier for match in open_}) == len(open_)
    assert all(match.redenen or match.voortzetten_voor for match in open_)
    assert {match.dossier for match in toestand.matches.values()} <= toestand.dossiers.keys()
    for match in toestand.matches.values():
        assert {deel.signaal for deel in match.steun} <= bekend
        assert {signaal for b in match.bevindingen for signaal, _ in b.rust_op} <= bekend
        assert {kind for b in match.bevindingen for kind in b.kinderen} <= toestand.kinderen.keys()
    assert {signaal.kind for signaal in toestand.signalen.values()} == toestand.kinderen.keys()
    assert {kind.dossier for kind in toestand.kinderen.values()} <= toestand.dossiers.keys()
    assert {mijding.signaal for mijding in toestand.mijdingen} <= bekend
    assert {signaal for k in toestand.kinderen.values() if k.wacht for signaal, _ in k.wacht.rust_op} <= bekend
    assert {dossier for v in toestand.voorstellen.values() for dossier in v.dossiers} <= toestand.dossiers.keys()
    per_dossier = [sum(k.dossier == d for k in toestand.kinderen.values()) for d in toestand.dossiers]
    assert max(per_dossier, default=0) <= max(c.maximum_kinderen for c in regels.convenanten.versies)
    volgende = volgende_moment(toestand, regels)
    assert volgende is None or volgende > toestand.tot
    # Settled: a further look at the same moment finds nothing to do, whatever made somebody look.
    blad = Werkblad(toestand, toestand.tot, regels)
    _vereffen(blad)
    assert (blad.gevolgen, blad.klaar()) == ([], toestand)


@VEEL
@given(zetten(), WELKE)
def test_M05_M12_elke_toestand_onderweg_klopt(wensen: list[Zet], welke: str) -> None:
    regels, toestand = REGELS[welke], Toestand()
    for vastgelegd in (*Leven(regels).speel(wensen).gedaan, None):
        tot: datetime = vastgelegd.moment if vastgelegd else EINDE
        while (moment := volgende_moment(toestand, regels)) and moment <= tot:
            toestand, _ = loop_bij(toestand, moment, regels)
            klopt(toestand, regels)
        if vastgelegd:
            toestand, _ = verwerk(toestand, vastgelegd.moment, vastgelegd.daad, regels)
            klopt(toestand, regels)


ZONDER_SLUITEN = [wat for wat in WAT if wat != "sluiten"]


@settings(max_examples=200)
@given(zetten(kinderen=1, wat=ZONDER_SLUITEN, max_size=24), st.sampled_from(["regionaal", "geen nazorgvenster"]))
def test_M01_M02_M03_een_los_geschreven_model_is_het_er_mee_eens(wensen: list[Zet], welke: str) -> None:
    regels, toestand = REGELS[welke], Toestand()
    naief = Naief(0 if welke == "geen nazorgvenster" else 12)
    for vastgelegd in Leven(regels).speel(wensen).gedaan:
        toestand, gevolgen = verwerk(toestand, vastgelegd.moment, vastgelegd.daad, regels)
        naief.daad(vastgelegd.moment, vastgelegd.daad)
        assert naief.meldingen.keys() == toestand.signalen.keys()
        stapelt = naief.stapelt(vastgelegd.moment)
        redenen = {reden for match in toestand.matches.values() if match.open for reden in match.redenen}
        assert not stapelt or Reden.STAPELING in redenen
        for gevolg in gevolgen:
            if gevolg.soort == "stapeling":
                assert stapelt
                assert gevolg.moment == vastgelegd.moment
