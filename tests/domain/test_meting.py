# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I08: what is measured of a deed, and what is not; from consequences made by the rules, or by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.domain.bouw import Verhaal, een_grond, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.cijfers import DOORLOOP, Meetsoort
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.maanden import beoordeel_maanden, laatste_dag, sluitbaar, volgende
from verwijsindex.domain.meting import DUUR, VAN_MATCH, Meting, duur, maand_van, metingen, werkdagen_tussen
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.toestand import Toestand
from verwijsindex.domain.verloop import verwerk
from verwijsindex.domain.woorden import Leefgebied, Soort

PASEN = frozenset({date(2026, 4, 3), date(2026, 4, 6)})


def stand_van(verhaal: Verhaal, moment: datetime, toestand: Toestand | None = None) -> Stand:
    """The family of a story at a moment, or an earlier state of it."""
    return Stand(toestand or verhaal.toestand, verhaal.regels, moment, {})


def gemeten(verhaal: Verhaal, moment: datetime, daad: daden.Daad) -> list[Meting]:
    """What one deed adds to the figures."""
    eerder = verhaal.toestand
    nieuw, gevolgen = verwerk(eerder, moment, daad, verhaal.regels)
    verhaal.toestand = nieuw
    verhaal.gevolgen += gevolgen
    tijdlijnen = {m: [g for g in verhaal.gevolgen if g.match == m] for m in nieuw.matches}
    return list(metingen(stand_van(verhaal, moment, eerder), stand_van(verhaal, moment), gevolgen, tijdlijnen))


def met_match() -> tuple[Verhaal, UUID]:
    verhaal = Verhaal()
    verhaal.meldt("een", "school", "2026-05-04", gebied="Noord", soort=Soort.ZORGEN)
    verhaal.meldt("een", "cjg", "2026-05-04", leefgebieden=(Leefgebied.WONEN,))
    (match,) = verhaal.toestand.matches
    return verhaal, match


def los(verhaal: Verhaal, match: UUID, soort: Gevolgsoort, wanneer: str) -> list[Meting]:
    """What a hand-made consequence adds; the timeline is that of the story, with this on it."""
    gevolg = Gevolg(moment=op(wanneer), soort=soort, regel="R03", gemeente="0599", match=match)
    tijdlijn = [*(g for g in verhaal.gevolgen if g.match == match), gevolg]
    stand = stand_van(verhaal, op(wanneer))
    return list(metingen(stand, stand, [gevolg], {match: tijdlijn}))


def test_I08_een_meting_kent_niemand() -> None:
    assert {veld.name for veld in fields(Meting)} == {
        "gemeente", "maand", "meetsoort", "gebied", "leefgebieden", "organisatie", "werkdagen",
    }  # fmt: skip


def test_I08_een_signaal_telt_bij_registratie_met_zijn_organisatie_en_niet_bij_een_herhaling() -> None:
    verhaal = Verhaal()
    leeg = verhaal.toestand
    signaal = verhaal.meldt("een", "school", "2026-05-04", gebied="Noord", leefgebieden=(Leefgebied.WERK,))
    gezien = list(metingen(stand_van(verhaal, op("2026-05-04"), leeg), stand_van(verhaal, op("2026-05-04")),
                           verhaal.gevolgen, {}))  # fmt: skip
    assert gezien == [
        Meting("0599", "2026-05", Meetsoort.SIGNAAL_GEREGISTREERD, "Noord", frozenset({Leefgebied.WERK}), uid("school"))
    ]
    assert gemeten(verhaal, op("2026-05-05"), daden.Registratie(replace(signaal, id=uid("weer")))) == []


def test_I08_in_slaap_vallen_telt_zonder_organisatie() -> None:
    verhaal = Verhaal()
    slapend = verhaal.meldt("een", "school", "2026-05-04", toestemming=False)
    assert Gevolgsoort.SIGNAAL_SLAAPT in {g.soort for g in verhaal.gevolgen}
    toen = stand_van(verhaal, op("2026-05-04"))
    # Destroyed in the same transaction: by a worker that is late it is still known from before.
    weg = replace(verhaal.toestand, signalen={})
    soorten = metingen(toen, stand_van(verhaal, op("2026-07-01"), weg), verhaal.gevolgen, {})
    assert [(m.meetsoort, m.organisatie) for m in soorten if m.meetsoort is Meetsoort.SIGNAAL_SLAAPT] == [
        (Meetsoort.SIGNAAL_SLAAPT, None)
    ]
    assert slapend.id not in weg.signalen


def test_I08_een_match_telt_bij_opening_en_heropening_met_gebied_en_leefgebieden_van_zijn_signalen() -> None:
    verhaal, match = met_match()
    (geopend,) = los(verhaal, match, Gevolgsoort.MATCH_GEOPEND, "2026-05-04")
    assert (geopend.meetsoort, geopend.gebied, geopend.organisatie) == (Meetsoort.MATCH_GEOPEND, "Noord", None)
    assert geopend.leefgebieden == {Leefgebied.GEZIN, Leefgebied.WONEN}
    verhaal.doe(op("2026-06-01"), daden.Afsluiting(match))
    # Closed again before anybody could look: it did not open.
    assert los(verhaal, match, Gevolgsoort.MATCH_GEOPEND, "2026-06-01") == []
    nieuw = gemeten(verhaal, op("2026-06-03"), daden.Registratie(verhaal.meldt("twee", "wonen", "2026-06-02")))
    assert Meetsoort.MATCH_GEOPEND not in {m.meetsoort for m in nieuw}
    assert verhaal.toestand.matches[match].open
    (heropend,) = los(verhaal, match, Gevolgsoort.MATCH_HEROPEND, "2026-06-03")
    assert heropend.meetsoort is Meetsoort.MATCH_HEROPEND


def test_I08_een_doorbreking_telt_bij_het_inroepen_en_niet_bij_bevestigen() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("een", "school", "2026-05-04", toestemming=False)
    grond = een_grond("een", "school", op("2026-05-05"), bevestigd=False)
    daad = daden.Veiligheidsdaad(signaal.id, grond)
    assert [m.meetsoort for m in gemeten(verhaal, op("2026-05-05"), daad)] == [Meetsoort.DOORBREKING]
    bevestigd = replace(grond, bevestigd=op("2026-05-06"), bevestigd_door=uid("tweede"))
    assert gemeten(verhaal, op("2026-05-06"), daden.Veiligheidsdaad(signaal.id, bevestigd)) == []
    opnieuw = replace(bevestigd, id=uid("opnieuw"), ingeroepen=op("2026-05-31"))
    (weer,) = gemeten(verhaal, op("2026-05-31"), daden.Veiligheidsdaad(signaal.id, opnieuw))
    assert (weer.meetsoort, weer.maand) == (Meetsoort.DOORBREKING, "2026-05")


@pytest.mark.parametrize(("soort", "meetsoort"), sorted(VAN_MATCH.items()))
def test_I08_elk_gevolg_van_een_match_heeft_zijn_meetsoort(soort: Gevolgsoort, meetsoort: Meetsoort) -> None:
    verhaal, match = met_match()
    (meting,) = los(verhaal, match, soort, "2026-05-07")
    assert (meting.meetsoort, meting.maand) == (meetsoort, "2026-05")
    assert meting.werkdagen == (3 if meetsoort in DOORLOOP else None)
    assert (soort in DUUR) is (meetsoort in DOORLOOP)


def test_I08_wat_geen_gevolg_met_een_meetsoort_is_telt_niet() -> None:
    verhaal, match = met_match()
    for soort in set(Gevolgsoort) - set(VAN_MATCH) - {Gevolgsoort.SIGNAAL_GEREGISTREERD, Gevolgsoort.SIGNAAL_SLAAPT}:
        assert los(verhaal, match, soort, "2026-05-07") == [], soort
    assert los(verhaal, uid("geen match"), Gevolgsoort.UIT_BEELD, "2026-05-07") == []


def test_R04_I08_een_match_die_te_laat_blijft_telt_per_maand_en_soort_termijn_een_keer() -> None:
    verhaal, match = met_match()
    gezien = []
    for wanneer, reden in (
        ("2026-05-08", "aannemen"), ("2026-05-12", "aannemen"), ("2026-05-12", "contact"), ("2026-06-02", "aannemen"),
    ):  # fmt: skip
        soort = Gevolgsoort.TERMIJN_VERSTREKEN
        gevolg = Gevolg(moment=op(wanneer), soort=soort, regel="R04", match=match, reden=reden)
        verhaal.gevolgen.append(gevolg)
        stand = stand_van(verhaal, op(wanneer))
        gezien.append(len(list(metingen(stand, stand, [gevolg], {match: verhaal.gevolgen}))))
    assert gezien == [1, 0, 1, 1]


def test_I08_een_vervallen_match_wordt_geteld_naar_de_signalen_die_hem_droegen() -> None:
    verhaal, match = met_match()
    verhaal.loop(op("2027-07-01"))
    (meting,) = los(verhaal, match, Gevolgsoort.TERMIJN_VERSTREKEN, "2027-07-01")
    assert (meting.gebied, meting.maand) == ("Noord", "2027-07")


def _gevolg(soort: Gevolgsoort, wanneer: str, **anders: Any) -> Gevolg:
    return Gevolg(moment=op(wanneer), soort=soort, regel="R03", match=uid("m"), **anders)


@pytest.mark.parametrize(
    ("verloop", "werkdagen"),
    [
        ([("match-geopend", "2026-05-04"), ("match-aangenomen", "2026-05-04")], 0),
        ([("match-geopend", "2026-05-08"), ("match-aangenomen", "2026-05-11")], 1),
        ([("match-geopend", "2026-05-08"), ("match-heropend", "2026-06-01"), ("match-aangenomen", "2026-06-04")], 3),
        ([("match-geopend", "2026-05-08"), ("match-aangenomen", "2026-05-11"),
          ("match-aangenomen", "2026-05-12")], None),
        ([("match-geopend", "2026-05-08"), ("match-aangenomen", "2026-05-11"), ("match-heropend", "2026-06-01"),
          ("match-aangenomen", "2026-06-02")], 1),
        ([("match-geopend", "2026-05-04"), ("match-aangenomen", "2026-05-06"), ("contact-gelegd", "2026-05-08")], 4),
        ([("match-aangenomen", "2026-05-04")], None),
    ],
)  # fmt: skip
def test_R03_I08_de_duur_loopt_vanaf_de_laatste_opening_en_telt_een_keer(
    verloop: list[tuple[str, str]], werkdagen: int | None
) -> None:
    tijdlijn = [_gevolg(Gevolgsoort(soort), wanneer) for soort, wanneer in verloop]
    assert duur(tijdlijn, tijdlijn[-1], frozenset()) == werkdagen


@pytest.mark.parametrize(
    ("van", "tot", "aantal"),
    [
        ("2026-04-01", "2026-04-01", 0),
        ("2026-04-01", "2026-04-02", 1),
        ("2026-04-02", "2026-04-03", 0),
        ("2026-04-02", "2026-04-07", 1),
        ("2026-04-01", "2026-04-10", 5),
    ],
)
def test_Z01_werkdagen_tellen_vanaf_de_volgende_dag_zonder_vrije_dagen(van: str, tot: str, aantal: int) -> None:
    assert werkdagen_tussen(date.fromisoformat(van), date.fromisoformat(tot), PASEN) == aantal


def test_Z01_een_maand_is_die_van_amsterdam() -> None:
    assert maand_van(datetime.fromisoformat("2026-05-31T21:59:59+00:00")) == "2026-05"
    assert maand_van(datetime.fromisoformat("2026-05-31T22:00:00+00:00")) == "2026-06"


# Which months have figures


def test_I08_een_maand_wordt_vastgesteld_als_zij_voorbij_is_en_niet_eerder() -> None:
    assert [volgende(m) for m in ("2026-01", "2026-12")] == ["2026-02", "2027-01"]
    assert laatste_dag("2028-02") == date(2028, 2, 29)
    assert not sluitbaar("2026-01", date(2026, 1, 31))
    assert not sluitbaar("2026-01", date(2026, 2, 2))
    assert sluitbaar("2026-01", date(2026, 2, 3))


@pytest.mark.parametrize(
    ("van", "tot", "codes"),
    [
        ("2026-01", "2026-03", []),
        ("2024-04", "2026-03", []),
        ("2024-03", "2026-03", ["te-veel-maanden"]),
        ("2026-03", "2026-01", ["maanden-verkeerd-om"]),
        ("2026-05", "2026-05", ["maand-niet-voorbij"]),
        ("2026-06", "2026-06", ["maand-niet-voorbij"]),
        ("2026-05", "2026-01", ["maanden-verkeerd-om", "maand-niet-voorbij"]),
        ("2026-04", "2026-04", ["maand-niet-vastgesteld"]),
        ("2023-12", "2024-02", ["maand-zonder-cijfers"]),
        ("2020-01", "2026-06", ["te-veel-maanden", "maand-niet-voorbij", "maand-zonder-cijfers"]),
    ],
)
def test_I08_alleen_vastgestelde_maanden_worden_gegeven(van: str, tot: str, codes: list[str]) -> None:
    bezwaren = beoordeel_maanden(van, tot, "2024-01", "2026-03", "2026-05")
    assert [b.code for b in bezwaren] == codes
    assert {b.regel for b in bezwaren} <= {"I08"}
