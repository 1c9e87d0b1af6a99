# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Basic care: for which child the director is asked to reach it, until when, and who is then asked to call (V07)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.bouw import Verhaal, een_grond, jeugdwet, op, uid
from tests.domain.kijkers import de_match, neem_aan
from verwijsindex.domain import daden
from verwijsindex.domain.match import Taak
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.veiligheid import NietDoorgeven
from verwijsindex.domain.woorden import Doorgeefreden, Grond, Intrekreden, Soort

GEWELD = Grond.HUISELIJK_GEWELD
WACHT = NietDoorgeven(Doorgeefreden.GEVAAR_VOOR_OUDER, date(2026, 1, 20))


def taken(verhaal: Verhaal) -> tuple[Taak, ...]:
    return de_match(verhaal).taken


def kinderen(verhaal: Verhaal) -> set[str]:
    return {naam for naam in ("k", "broer", "halfzus") if uid(naam) in {taak.kind for taak in taken(verhaal)}}


def met_grond(grond: Grond = GEWELD, *, bevestigd: bool = True) -> tuple[Verhaal, Signaal]:
    """The police invoke a ground on Wednesday 7 January, school is involved."""
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-06")
    signaal = verhaal.meldt("k", "politie", "2026-01-07", grond=grond, bevestigd=bevestigd)
    assert verhaal.open_matches
    return verhaal, signaal


def wijzig(verhaal: Verhaal, signaal: Signaal, wanneer: str, **anders: object) -> None:
    grond = verhaal.toestand.signalen[signaal.id].veiligheid
    assert grond
    verhaal.doe(op(wanneer), daden.Veiligheidsdaad(signaal.id, replace(grond, **anders)))  # type: ignore[arg-type]


@pytest.mark.parametrize("grond", Grond)
def test_V07_alleen_bij_mishandeling_en_huiselijk_geweld_is_er_een_taak(grond: Grond) -> None:
    verhaal, _ = met_grond(grond)
    assert kinderen(verhaal) == ({"k"} if grond in (Grond.KINDERMISHANDELING, GEWELD) else set())
    assert len(verhaal.dagen("basiszorg-te-bereiken")) == len(taken(verhaal))


def test_V07_de_taak_heeft_een_werkdag() -> None:
    verhaal = Verhaal(vrij=[date(2026, 1, 12)])
    verhaal.meldt("k", "school", "2026-01-06")
    verhaal.meldt("k", "politie", "2026-01-09", grond=GEWELD)
    (taak,) = taken(verhaal)
    assert (taak.sinds, taak.voor, taak.gedaan) == (op("2026-01-09"), date(2026, 1, 13), None)


def test_V07_er_is_een_taak_per_kind_waarop_de_grond_telt() -> None:
    verhaal, _ = met_grond()
    verhaal.meldt("broer", "school", "2026-01-08")
    assert kinderen(verhaal) == {"k"}
    verhaal.meldt("broer", "politie", "2026-01-08", grond=Grond.KINDERMISHANDELING)
    assert kinderen(verhaal) == {"k", "broer"}
    verhaal.meldt("broer", "cjg", "2026-01-09", grond=Grond.KINDERMISHANDELING)
    assert len(taken(verhaal)) == 2


def test_V07_pas_als_een_tweede_persoon_heeft_bevestigd() -> None:
    verhaal, signaal = met_grond(bevestigd=False)
    assert taken(verhaal) == ()
    wijzig(verhaal, signaal, "2026-01-08", bevestigd=op("2026-01-08"), bevestigd_door=uid("tweede"))
    assert kinderen(verhaal) == {"k"}


def test_V07_zonder_match_is_er_niemand_om_het_te_vragen() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "politie", "2026-01-07", grond=GEWELD)
    assert (verhaal.open_matches, verhaal.dagen("basiszorg-te-bereiken")) == ([], [])
    verhaal.meldt("k", "school", "2026-01-08")
    assert kinderen(verhaal) == {"k"}


def test_M15_in_jeugdwet_is_er_geen_taak() -> None:
    verhaal = Verhaal(jeugdwet())
    verhaal.meldt("k", "school", "2026-01-06", soort=Soort.ZORGEN, toestemming=False)
    verhaal.meldt("k", "politie", "2026-01-07", soort=Soort.ZORGEN, grond=GEWELD)
    assert (taken(verhaal), len(verhaal.open_matches)) == ((), 1)


def test_V07_niet_zolang_de_melder_het_niet_doorgeeft_en_wel_na_die_dag() -> None:
    verhaal, signaal = met_grond(bevestigd=False)
    moment = op("2026-01-08")
    wijzig(verhaal, signaal, "2026-01-08", bevestigd=moment, bevestigd_door=uid("tweede"), niet_doorgeven=WACHT)
    assert taken(verhaal) == ()
    verhaal.tot("2026-01-19")
    assert taken(verhaal) == ()
    # 20 January is a Tuesday; its end is dated that day, so the task is for the Wednesday.
    verhaal.tot("2026-01-20")
    assert [taak.voor for taak in taken(verhaal)] == [date(2026, 1, 21)]


def test_V07_wie_later_zegt_dat_het_niet_mag_haalt_de_taak_weg() -> None:
    verhaal, signaal = met_grond()
    wijzig(verhaal, signaal, "2026-01-08", niet_doorgeven=WACHT)
    assert taken(verhaal) == ()
    wijzig(verhaal, signaal, "2026-01-09", niet_doorgeven=None)
    assert [taak.sinds for taak in taken(verhaal)] == [op("2026-01-09")]


def test_V07_een_andere_grond_die_wel_door_mag_is_genoeg() -> None:
    verhaal, signaal = met_grond()
    wijzig(verhaal, signaal, "2026-01-08", niet_doorgeven=WACHT)
    verhaal.meldt("k", "huisarts", "2026-01-09", grond=Grond.KINDERMISHANDELING)
    assert kinderen(verhaal) == {"k"}


def test_V07_wat_gedaan_is_wordt_niet_nog_eens_gevraagd() -> None:
    verhaal, signaal = met_grond()
    match = neem_aan(verhaal, op("2026-01-08"))
    verhaal.doe(op("2026-01-08", 12), daden.Afhandeling(match.id, match.taken[0].id))
    wijzig(verhaal, signaal, "2026-02-01", herbeoordeeld=op("2026-02-01"))
    verhaal.meldt("k", "cjg", "2026-02-02", grond=Grond.KINDERMISHANDELING)
    verhaal.tot("2026-06-30")
    assert [taak.gedaan for taak in taken(verhaal)] == [op("2026-01-08", 12)]
    assert len(verhaal.dagen("basiszorg-te-bereiken")) == 1


@pytest.mark.parametrize("hoe", ["ten-onrechte", "risico-geweken", "niet herbeoordeeld"])
def test_V07_zonder_grond_is_er_geen_taak_meer(hoe: str) -> None:
    verhaal, signaal = met_grond()
    verhaal.meldt("k", "cjg", "2026-01-08", soort=Soort.ZORGEN)
    assert taken(verhaal)
    if hoe != "niet herbeoordeeld":
        verhaal.doe(op("2026-01-09"), daden.Terugtrekking(signaal.id, Intrekreden(hoe)))
    verhaal.tot("2026-01-09" if hoe != "niet herbeoordeeld" else "2026-04-07")
    assert de_match(verhaal).open
    assert taken(verhaal) == ()


def bereikt(verhaal: Verhaal, kind: str = "k") -> frozenset[object]:
    """The organisations that are asked to call, once the director says so."""
    match = neem_aan(verhaal, op("2026-01-12"))
    (taak,) = [taak for taak in match.taken if taak.kind == uid(kind)]
    verhaal.doe(op("2026-01-12", 12), daden.Afhandeling(match.id, taak.id))
    (gevolg,) = [g for g in verhaal.gevolgen if g.soort == "basiszorg-bereikt"]
    assert (gevolg.kinderen, gevolg.regel) == (frozenset({uid(kind)}), "V07")
    return gevolg.organisaties


def test_V07_gevraagd_wordt_wie_een_actief_signaal_over_dat_kind_heeft() -> None:
    verhaal, _ = met_grond()
    verhaal.meldt("k", "huisarts", "2026-01-08")
    verhaal.meldt("k", "cjg", "2026-01-08", tot=date(2026, 1, 9))
    verhaal.meldt("k", "schuldhulp", "2026-01-08", toestemming=False)
    verhaal.meldt("broer", "wonen", "2026-01-08")
    assert bereikt(verhaal) == {uid("school"), uid("politie"), uid("huisarts")}


@pytest.mark.parametrize("eerst_samen", [True, False])
def test_V07_nooit_de_partijen_van_het_gezin_van_een_halfbroer_of_halfzus(eerst_samen: bool) -> None:
    verhaal = Verhaal()
    if eerst_samen:
        # Without a ground one set of parents within the other joins the children by itself (M04).
        verhaal.meldt("k", "school", "2026-01-05")
        verhaal.meldt("halfzus", "huisarts", "2026-01-05", ouders=["moeder", "ander"], soort=Soort.ZORGEN)
        assert len(verhaal.toestand.dossiers) == 1
        verhaal.meldt("k", "school", "2026-01-06", ouders=["moeder", "vader"])
    else:
        verhaal.meldt("k", "school", "2026-01-05", ouders=["moeder", "vader"])
        verhaal.meldt("halfzus", "huisarts", "2026-01-05", ouders=["moeder", "ander"], soort=Soort.ZORGEN)
    verhaal.meldt("k", "politie", "2026-01-07", ouders=["moeder", "vader"], grond=GEWELD)
    assert kinderen(verhaal) == {"k"}
    assert bereikt(verhaal) == {uid("school"), uid("politie")}


def test_V07_een_partij_van_beide_kinderen_wordt_om_het_ene_gevraagd() -> None:
    verhaal, _ = met_grond()
    verhaal.meldt("broer", "huisarts", "2026-01-08")
    verhaal.doe(op("2026-01-09"), _grond_op(verhaal, "broer", "huisarts"))
    assert kinderen(verhaal) == {"k", "broer"}
    assert bereikt(verhaal, "broer") == {uid("huisarts")}
    assert {taak.kind for taak in taken(verhaal) if not taak.gedaan} == {uid("k")}


def _grond_op(verhaal: Verhaal, kind: str, organisatie: str) -> daden.Veiligheidsdaad:
    alle = verhaal.toestand.signalen.values()
    (signaal,) = [s for s in alle if (s.kind, s.organisatie) == (uid(kind), uid(organisatie))]
    return daden.Veiligheidsdaad(signaal.id, een_grond(kind, organisatie, op("2026-01-09")))
