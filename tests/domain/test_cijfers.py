# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I08: what is left out cannot be worked out, by nobody, from whatever is published together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.aanvaller import Aantallen, Getoond, getuigen, lekken, per_publicatie, rijtjes
from tests.domain.bouw import uid
from verwijsindex.domain.cijfers import (
    DOORLOOP,
    KLASSEN,
    OVERIG,
    Cijfer,
    Geteld,
    Indeling,
    Meetsoort,
    getoond,
    klasse,
    leefgebieden,
    maandcijfers,
    mediaan,
    naam_van,
    verdeling,
    volgorde,
)
from verwijsindex.domain.woorden import Leefgebied

Verdeler = Callable[[Mapping[str, int], int, Sequence[str]], dict[str, "int | None"]]


def publiceer(
    aantallen: Aantallen, drempel: int, verdeler: Verdeler = verdeling, **anders: bool
) -> tuple[int | None, Getoond]:
    """Total and groups of one division, as figures show them."""
    groepen = [str(plaats) for plaats in range(len(aantallen))]
    verdeeld = verdeler(dict(zip(groepen, aantallen, strict=True)), drempel, groepen, **anders)
    return getoond(sum(aantallen), drempel), tuple(verdeeld[groep] for groep in groepen)


def alles(lengte: int, hoogste: int) -> Iterator[Aantallen]:
    """Every count of so many groups with a sum up to here."""
    return (rij for som in range(hoogste + 1) for rij in rijtjes(lengte, som))


# One division: every possible count, against an attacker who tries every possible count

RUIMTE = [(2, 3, 14), (3, 2, 18), (3, 3, 26), (3, 4, 26), (4, 3, 30), (4, 4, 28), (3, 5, 18), (10, 2, 45), (10, 3, 62)]


@pytest.mark.parametrize("ingewijd", [False, True])
@pytest.mark.parametrize(("drempel", "groepen", "hoogste"), RUIMTE)
def test_I08_wat_wegblijft_kan_elk_klein_getal_zijn_bij_elke_telling(
    drempel: int, groepen: int, hoogste: int, ingewijd: bool
) -> None:
    publicaties = per_publicatie(
        alles(groepen, hoogste), lambda rij: publiceer(rij, drempel, verdeling, ingewijd=ingewijd)
    )
    assert list(lekken(publicaties, drempel, breedte=drempel - 1)) == []
    for (totaal, getoonde), werelden in publicaties.items():
        # Nor is what is left out together a small number: totals may be subtracted.
        verborgen = sum(werelden[0]) - sum(aantal or 0 for aantal in getoonde)
        assert totaal is None or None not in getoonde or verborgen >= drempel


@pytest.mark.parametrize(("drempel", "groepen", "hoogste"), [ruimte for ruimte in RUIMTE if ruimte[1] > 2])
def test_I08_ook_een_organisatie_die_haar_eigen_aantal_kent_rekent_dat_van_een_ander_niet_uit(
    drempel: int, groepen: int, hoogste: int
) -> None:
    publicaties = per_publicatie(alles(groepen, hoogste), lambda rij: publiceer(rij, drempel, verdeling, ingewijd=True))
    for (totaal, getoonde), alle in publicaties.items():
        for eigen, plaats in product(range(groepen), repeat=2):
            if eigen == plaats or getoonde[plaats] is not None:
                continue
            mogelijk: dict[int, set[int]] = defaultdict(set)
            for wereld in alle:
                mogelijk[wereld[eigen]].add(wereld[plaats])
            for kennis, waarden in mogelijk.items():
                assert len(waarden) > 1 or not waarden & {*range(1, drempel)}, (totaal, getoonde, kennis, plaats)


def _alleen_kleine(aantallen: Mapping[str, int], drempel: int, _: Sequence[str]) -> dict[str, int | None]:
    return {groep: getoond(aantal, drempel) for groep, aantal in aantallen.items()}


def _met_de_kleinste(aantallen: Mapping[str, int], drempel: int, _: Sequence[str]) -> dict[str, int | None]:
    """The way of the textbook: one small group takes the smallest other one along, so that two are left out."""
    verdeeld = _alleen_kleine(aantallen, drempel, _)
    over = [groep for groep in verdeeld if verdeeld[groep] is not None]
    if over and len(over) == len(verdeeld) - 1:
        verdeeld[min(over, key=lambda groep: aantallen[groep])] = None
    return verdeeld


def _nul_mag(aantallen: Mapping[str, int], drempel: int, op_volgorde: Sequence[str]) -> dict[str, int | None]:
    verdeeld = verdeling(aantallen, drempel, op_volgorde)
    return {groep: verdeeld[groep] if aantal else 0 for groep, aantal in aantallen.items()}


@pytest.mark.parametrize("verdeler", [_alleen_kleine, _met_de_kleinste, _nul_mag])
def test_de_aanvaller_komt_achter_getallen_bij_wie_het_eenvoudiger_doet(verdeler: Verdeler) -> None:
    """He cannot pass by seeing nothing."""
    publicaties = per_publicatie(alles(3, 20), lambda rij: publiceer(rij, 3, verdeler))
    assert any("is een van" in lek and "[" in lek for lek in lekken(publicaties, 3, breedte=2))


DICHT_BIJ_TIEN = st.one_of(
    st.integers(0, 12), st.sampled_from([0, 1, 8, 9, 10, 11, 18, 19, 20, 21]), st.integers(0, 60)
)


@settings(max_examples=300)
@given(st.lists(DICHT_BIJ_TIEN, min_size=2, max_size=9), st.booleans())
def test_I08_bij_meer_groepen_en_de_drempel_van_tien_is_er_altijd_een_andere_telling(
    rij: list[int], ingewijd: bool
) -> None:
    """Of each number left out below ten and each value from 0 to 8: other counts with that value, the same figures."""
    echt = tuple(rij)
    gezien = publiceer(echt, 10, verdeling, ingewijd=ingewijd)
    for plaats, aantal in enumerate(gezien[1]):
        if aantal is not None:
            assert aantal == echt[plaats] >= 10
        elif gezien[0] is not None and echt[plaats] < 10:
            for waarde in range(9):
                assert any(
                    publiceer(ander, 10, verdeling, ingewijd=ingewijd) == gezien
                    for ander in getuigen(echt, gezien[1], plaats, waarde)
                ), (gezien, plaats, waarde)


# Life domains: one thing in several rows


@pytest.mark.parametrize(("drempel", "hoogste"), [(2, 9), (3, 14), (4, 17)])
def test_I08_leefgebieden_tellen_dubbel_en_verraden_niet_wie_er_geen_heeft(drempel: int, hoogste: int) -> None:
    werelden = [
        (totaal, *rij)
        for totaal in range(hoogste + 1)
        for rij in product(range(totaal + 1), repeat=3)
        if sum(rij) >= totaal
    ]

    def gezien(wereld: Aantallen) -> tuple[int | None, Getoond]:
        totaal, *rij = wereld
        verdeeld = leefgebieden({str(p): aantal for p, aantal in enumerate(rij)}, totaal, drempel)
        return getoond(totaal, drempel), (None, *verdeeld.values())

    publicaties = per_publicatie(werelden, gezien)
    met_totaal = {sleutel: w for sleutel, w in publicaties.items() if sleutel[0] is not None}
    zonder_plaats_nul = {
        (bekend, plaatsen[1:]): [wereld[1:] for wereld in w] for (bekend, plaatsen), w in met_totaal.items()
    }
    assert list(lekken(zonder_plaats_nul, drempel, breedte=drempel - 1)) == []
    for (totaal, plaatsen), w in zonder_plaats_nul.items():
        assert totaal is not None
        for plaats, aantal in enumerate(plaatsen):
            zonder = {totaal - wereld[plaats] for wereld in w}
            assert aantal is None or totaal - aantal >= drempel
            assert len(zonder) > 1 or not zonder & {*range(1, drempel)}


# Everything that is published of a month together

NOORD, SCHOOL = "Noord", uid("school")
DOMEINEN = [
    frozenset({Leefgebied.GEZIN}),
    frozenset({Leefgebied.WONEN}),
    frozenset({Leefgebied.GEZIN, Leefgebied.WONEN}),
]
SOORTEN = list(product((NOORD, None), (SCHOOL, None), DOMEINEN))


def _werelden(hoogste: int) -> Iterator[tuple[Aantallen, Aantallen]]:
    """Every set of counts per group that some set of signals gives, with such a set: by adding one at a time."""
    stand: dict[Aantallen, Aantallen] = {(0, 0, 0, 0, 0): (0,) * len(SOORTEN)}
    for _ in range(hoogste + 1):
        yield from stand.items()
        verder: dict[Aantallen, Aantallen] = {}
        for marges, inhoud in stand.items():
            for plaats, (gebied, wie, domein) in enumerate(SOORTEN):
                erbij = (1, gebied == NOORD, wie == SCHOOL, Leefgebied.GEZIN in domein, Leefgebied.WONEN in domein)
                nieuw = tuple(a + b for a, b in zip(marges, erbij, strict=True))
                verder.setdefault(nieuw, tuple(a + (p == plaats) for p, a in enumerate(inhoud)))
        stand = verder


def _geteld(inhoud: Aantallen, meetsoort: Meetsoort = Meetsoort.SIGNAAL_GEREGISTREERD) -> list[Geteld]:
    return [
        Geteld(meetsoort, gebied, domein, wie, None, aantal)
        for (gebied, wie, domein), aantal in zip(SOORTEN, inhoud, strict=True)
        if aantal
    ]


def _kort(cijfers: Sequence[Cijfer]) -> dict[tuple[Indeling, str], int | None]:
    return {(c.indeling, c.groep): c.aantal for c in cijfers if c.meetsoort is Meetsoort.SIGNAAL_GEREGISTREERD}


@pytest.mark.parametrize(("drempel", "hoogste"), [(2, 8), (3, 10)])
def test_I08_gebieden_leefgebieden_organisaties_en_totaal_samen_verraden_niets(drempel: int, hoogste: int) -> None:
    """Every set of signals of two areas, two organisations and two domains, through all tables at once."""

    def gezien(wereld: Aantallen) -> tuple[object, Getoond]:
        cijfers = _kort(maandcijfers("2026-01", _geteld(inhoud[wereld]), [NOORD], {SCHOOL: 5}, drempel))
        plaatsen = (
            (Indeling.TOTAAL, OVERIG),
            (Indeling.GEBIED, NOORD),
            (Indeling.GEBIED, OVERIG),
            (Indeling.ORGANISATIE, str(SCHOOL)),
            (Indeling.ORGANISATIE, OVERIG),
            (Indeling.LEEFGEBIED, Leefgebied.GEZIN.value),
            (Indeling.LEEFGEBIED, Leefgebied.WONEN.value),
        )
        return "", tuple(cijfers[plaats] for plaats in plaatsen)

    inhoud = dict(_werelden(hoogste))
    publicaties = per_publicatie(inhoud, gezien)
    volledig = {
        sleutel: [
            (t, noord, t - noord, school, t - school, gezin, wonen) for t, noord, school, gezin, wonen in werelden
        ]
        for sleutel, werelden in publicaties.items()
    }
    assert len(publicaties) > hoogste
    assert list(lekken(volledig, drempel, breedte=drempel - 1)) == []


@given(
    st.lists(st.integers(0, 40), min_size=len(SOORTEN), max_size=len(SOORTEN)),
    st.sampled_from(Meetsoort),
    st.lists(st.sampled_from(["Noord", "Zuid", "West"]), unique=True),
    st.booleans(),
)
def test_I08_dat_een_regel_er_staat_zegt_niets_over_een_aantal(
    inhoud: list[int], meetsoort: Meetsoort, gebieden: list[str], verwacht: bool
) -> None:
    """The rows are those of an empty month, in the same order, whatever was counted."""
    wie = {SCHOOL: 12} if verwacht else {}
    vol, leeg = (
        maandcijfers("2026-01", geteld, gebieden, wie, 10) for geteld in (_geteld(tuple(inhoud), meetsoort), [])
    )
    assert [(c.meetsoort, c.indeling, c.groep, c.verwacht) for c in vol] == [
        (c.meetsoort, c.indeling, c.groep, c.verwacht) for c in leeg
    ]
    assert {c.aantal for c in leeg} == {None}
    assert all(c.aantal is None for c in vol if c.meetsoort is not meetsoort)
    assert all(c.aantal is None or c.aantal >= 10 for c in vol)


def test_I08_wat_groot_genoeg_is_staat_er_zoals_het_is() -> None:
    per_soort = {NOORD: 30, "Zuid": 25, "Elders": 12}
    geteld = [
        Geteld(Meetsoort.SIGNAAL_GEREGISTREERD, gebied, DOMEINEN[plaats], SCHOOL, None, aantal)
        for plaats, (gebied, aantal) in enumerate(per_soort.items())
    ]
    cijfers = _kort(maandcijfers("2026-01", geteld, [NOORD, "Zuid"], {SCHOOL: 60}, 10))
    assert cijfers[Indeling.TOTAAL, OVERIG] == 67
    assert [cijfers[Indeling.GEBIED, groep] for groep in (NOORD, "Zuid", OVERIG)] == [30, 25, 12]
    assert cijfers[Indeling.LEEFGEBIED, "gezin"] == 42
    assert cijfers[Indeling.LEEFGEBIED, "wonen"] == 37
    assert cijfers[Indeling.LEEFGEBIED, "werk"] is None
    # 67 of the school and nobody else: the rest is not 0 but left out, and so is the school.
    assert [cijfers[Indeling.ORGANISATIE, groep] for groep in (str(SCHOOL), OVERIG)] == [None, None]
    (school,) = (c for c in maandcijfers("2026-01", geteld, [], {SCHOOL: 60}, 10) if c.groep == str(SCHOOL))
    assert school.verwacht == 60


def test_I08_een_kleine_groep_neemt_er_een_bij_loting_mee_en_nooit_de_kleinste() -> None:
    groepen = [OVERIG, *"ABCDEF"]
    volgordes = {maand: volgorde(maand, groepen) for maand in (f"2026-{m:02}" for m in range(1, 13))}
    assert {rij[0] for rij in volgordes.values()} == {OVERIG}
    assert len({tuple(rij) for rij in volgordes.values()}) > 6
    weg = set()
    for maand, rij in volgordes.items():
        aantallen = dict(zip(groepen, (3, 40, 50, 60, 70, 80, 90), strict=True))
        verdeeld = verdeling(aantallen, 10, volgorde(maand, aantallen))
        assert [groep for groep in rij if verdeeld[groep] is None] == rij[:2]
        weg.add(rij[1])
    assert len(weg) > 2


# How long it took


def test_I08_de_klassen_van_werkdagen_sluiten_aan() -> None:
    assert [naam_van(k) for k in KLASSEN] == ["0 t/m 1", "2", "3", "4 t/m 5", "6 t/m 10", "meer dan 10"]
    assert [klasse(d) for d in (0, 1, 2, 3, 4, 5, 6, 10, 11, 400)] == [
        "0 t/m 1", "0 t/m 1", "2", "3", "4 t/m 5", "4 t/m 5", "6 t/m 10", "6 t/m 10", "meer dan 10", "meer dan 10",
    ]  # fmt: skip


@pytest.mark.parametrize("meetsoort", sorted(DOORLOOP))
def test_I08_de_doorlooptijd_telt_per_klasse(meetsoort: Meetsoort) -> None:
    dagen = {0: 11, 1: 12, 3: 20, 11: 25, 60: 1}
    geteld = [Geteld(meetsoort, None, DOMEINEN[0], None, d, aantal) for d, aantal in dagen.items()]
    cijfers = maandcijfers("2026-02", geteld, [], {}, 10)
    klassen = [c.aantal for c in cijfers if c.meetsoort is meetsoort and c.indeling is Indeling.WERKDAGEN]
    # The three empty ones are left out, and one of the others with them.
    assert all(gezien in (None, echt) for gezien, echt in zip(klassen, (23, 0, 20, 0, 0, 26), strict=True))
    assert sum(gezien is not None for gezien in klassen) == 2
    for ander in set(Meetsoort) - DOORLOOP:
        assert not [c for c in cijfers if c.meetsoort is ander and c.indeling is Indeling.WERKDAGEN]


@given(st.lists(DICHT_BIJ_TIEN, min_size=len(KLASSEN), max_size=len(KLASSEN)))
def test_I08_de_mediaan_ligt_waar_hij_ligt_en_volgt_uit_wat_er_al_staat(rij: list[int]) -> None:
    totaal, klassen = publiceer(tuple(rij), 10)
    gevonden = mediaan(klassen, totaal)
    if totaal is None:
        assert gevonden is None
        return
    assert gevonden is not None
    op_volgorde = [plaats for plaats, aantal in enumerate(rij) for _ in range(aantal)]
    echt = op_volgorde[(totaal + 1) // 2 - 1]
    van, tot = gevonden
    assert van <= KLASSEN[echt][0]
    assert tot is None or (KLASSEN[echt][1] is not None and KLASSEN[echt][1] <= tot)
    if None not in klassen:
        assert gevonden == KLASSEN[echt]


# What may be asked again a little differently


@given(st.integers(0, 200), st.integers(2, 20))
def test_I08_een_herhaalbare_vraag_geeft_hele_drempels_of_niets(aantal: int, drempel: int) -> None:
    gezien = getoond(aantal, drempel, herhaalbaar=True)
    assert (gezien or 0) == aantal // drempel * drempel
    assert gezien is None or gezien >= drempel
    # The same answer for at least `drempel` counts in a row: one more or one less never shows for sure.
    zelfde = [n for n in range(aantal + drempel) if getoond(n, drempel, herhaalbaar=True) == gezien]
    assert len(zelfde) == drempel
