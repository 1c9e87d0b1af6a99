# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a letter may say, when the daily one goes, and where it can be sent (I07, N04)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verwijsindex.adapters.kalender import vrije_dagen
from verwijsindex.domain import woorden
from verwijsindex.domain.brieven import (
    ONDERWERPEN,
    WACHT,
    adres_bezwaar,
    in_ascii,
    onderwerp_van,
    tel,
    volgende_overzicht,
)
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.tijd import AMSTERDAM
from verwijsindex.use_cases.berichten import MATCH_NIEUWS
from verwijsindex.use_cases.verzoeken import ADVIES_GEVRAAGD, VERZOEK_BESLOTEN

ABONNEMENT = ("abonnement-gepauzeerd", "abonnement-proef")
SOORTEN = (
    *(*Gevolgsoort, MATCH_NIEUWS, woorden.Intrekreden.VERKEERD_KIND, *ABONNEMENT),
    *(ADVIES_GEVRAAGD, VERZOEK_BESLOTEN),
)
NEUTRAAL = {"nieuws over een match", "iets wat op u wacht"}
GEVOELIG = (
    Gevolgsoort.BASISZORG_BEREIKT,
    Gevolgsoort.BASISZORG_TE_BEREIKEN,
    Gevolgsoort.EERSTE_VEILIGHEIDSGROND,
    Gevolgsoort.MATCH_VERVALLEN,
    Gevolgsoort.MULTIPROBLEMATIEK,
    Gevolgsoort.SIGNAAL_SLAAPT,
    Gevolgsoort.TOESTEMMING_LOOPT_AF,
    Gevolgsoort.UIT_BEELD,
    Gevolgsoort.UIT_BEELD_WEG,
    Gevolgsoort.VEILIGHEIDSGROND_VERVALLEN,
    Gevolgsoort.VOORTZETTEN_NODIG,
    woorden.Intrekreden.VERKEERD_KIND,
)
# Of the closed lists those that say something about a family.
INHOUD = (
    woorden.Soort,
    woorden.Leefgebied,
    woorden.Patroon,
    woorden.Categorie,
    woorden.Grond,
    woorden.Deel,
    woorden.Gever,
    woorden.Toestemmingstand,
    woorden.Intrekreden,
    woorden.Reden,
    woorden.Afsluitreden,
)
VERRADERLIJK = {"kind", "kinderen", "gezin", "ouder", "veiligheid", "veiligheidsgrond", "toestemming", "basiszorg"}


def verboden_woorden() -> set[str]:
    """Single words that tell what a message is about."""
    lijsten: tuple[type[StrEnum], ...] = INHOUD
    samen = {deel for lijst in lijsten for waarde in lijst for deel in (waarde.value, waarde.value.replace("-", " "))}
    return samen - {"geen"} | VERRADERLIJK


def verraadt(tekst: str) -> set[str]:
    return {woord for woord in verboden_woorden() if re.search(rf"(?<!\w){re.escape(woord)}(?!\w)", tekst.lower())}


def test_verraadt_ziet_wat_een_brief_niet_mag_zeggen() -> None:
    assert verraadt("een kind raakt Uit Beeld door huiselijk geweld") == {"kind", "uit beeld", "huiselijk geweld"}
    assert not verraadt("een werkdag, veilig, geen")


@pytest.mark.parametrize("soort", SOORTEN)
def test_N04_I07_elke_soort_heeft_een_woord_dat_niet_zegt_waar_het_over_gaat(soort: str) -> None:
    for aantal in (1, 2):
        woord = onderwerp_van(soort, aantal)
        assert not verraadt(woord)
        assert soort not in woord
    assert any(soort in onderwerp.soorten for onderwerp in ONDERWERPEN), "een nieuwe soort krijgt met opzet een woord"


@pytest.mark.parametrize("soort", GEVOELIG)
def test_I07_wat_gevoelig_is_heet_zoals_gewone_dingen_heten(soort: str) -> None:
    woord = onderwerp_van(soort)
    assert woord in NEUTRAAL
    assert any(onderwerp_van(ander) == woord for ander in SOORTEN if ander not in GEVOELIG)


@pytest.mark.parametrize("soort", ["", "veiligheidsgrond-ingetrokken", "Fatima 999990019", "kind\r\nBcc: x"])
def test_I07_een_onbekende_soort_heet_iets_wat_op_u_wacht(soort: str) -> None:
    assert onderwerp_van(soort) == "iets wat op u wacht"
    assert tel([soort, soort]) == (("dingen die op u wachten", 2),)


def test_elke_soort_staat_bij_een_woord() -> None:
    soorten = [soort for onderwerp in ONDERWERPEN for soort in onderwerp.soorten]
    assert len(soorten) == len(set(soorten))
    assert set(soorten) == set(SOORTEN)
    assert len({onderwerp.enkel for onderwerp in ONDERWERPEN}) == len(ONDERWERPEN)


@pytest.mark.parametrize(
    ("soort", "enkel", "meer"),
    [
        ("match-geopend", "een nieuwe match", "nieuwe matches"),
        ("termijn-nadert", "een termijn die nadert", "termijnen die naderen"),
        ("termijn-verstreken", "een termijn die is verstreken", "termijnen die zijn verstreken"),
        ("overdracht-gevraagd", "een overdracht die op antwoord wacht", "overdrachten die op antwoord wachten"),
        ("nazorg-gevraagd", "een vraag om nazorg", "vragen om nazorg"),
        ("nazorg-voorgesteld", "een vraag om nazorg", "vragen om nazorg"),
        ("splitsen-voorgesteld", "een voorstel dat op antwoord wacht", "voorstellen die op antwoord wachten"),
        ("match-nieuws", "nieuws over een match", "keer nieuws over een match"),
    ],
)
def test_N04_een_en_meer_berichten_heten_goed(soort: str, enkel: str, meer: str) -> None:
    assert (onderwerp_van(soort), onderwerp_van(soort, 2)) == (enkel, meer)
    assert tel([soort]) == ((enkel, 1),)
    assert tel([soort] * 3) == ((meer, 3),)


def test_N04_wat_te_laat_is_staat_voorop_en_wat_hetzelfde_heet_staat_er_een_keer() -> None:
    soorten = ["abonnement-proef", "uit-beeld", "match-geopend", "match-nieuws", "termijn-nadert", "termijn-verstreken"]
    assert tel(soorten) == (
        ("een termijn die is verstreken", 1),
        ("een termijn die nadert", 1),
        ("een nieuwe match", 1),
        ("keer nieuws over een match", 2),
        ("een proefbericht", 1),
    )
    assert tel([]) == ()


@given(st.lists(st.sampled_from([*SOORTEN, "onbekend"])))
def test_N04_tellen_verliest_niets_en_kent_geen_volgorde(soorten: list[str]) -> None:
    regels = tel(soorten)
    assert sum(aantal for _, aantal in regels) == len(soorten)
    assert regels == tel(sorted(soorten, reverse=True))
    namen = [naam for onderwerp in (*ONDERWERPEN, WACHT) for naam in (onderwerp.enkel, onderwerp.meer)]
    assert [namen.index(naam) for naam, _ in regels] == sorted(namen.index(naam) for naam, _ in regels)


@pytest.mark.parametrize(
    ("nu", "verwacht"),
    [
        # Monday, winter and summer, to the minute and less.
        ("2026-01-12T06:59", "2026-01-12T07:00"),
        ("2026-01-12T06:59:59.999999", "2026-01-12T07:00"),
        ("2026-01-12T07:00", "2026-01-13T07:00"),
        ("2026-01-12T07:00:00.000001", "2026-01-13T07:00"),
        ("2026-07-13T05:59", "2026-07-13T06:00"),
        ("2026-07-13T06:00", "2026-07-14T06:00"),
        # Already Tuesday in Amsterdam.
        ("2026-07-13T22:30", "2026-07-14T06:00"),
        # Friday, Saturday, Sunday.
        ("2026-01-16T06:59", "2026-01-16T07:00"),
        ("2026-01-16T07:00", "2026-01-19T07:00"),
        ("2026-01-17T06:00", "2026-01-19T07:00"),
        ("2026-01-18T23:30", "2026-01-19T07:00"),
        # Over the weekends on which the clock changes.
        ("2026-03-27T07:00", "2026-03-30T06:00"),
        ("2026-03-29T00:59", "2026-03-30T06:00"),
        ("2026-10-23T06:00", "2026-10-26T07:00"),
        ("2026-10-25T00:30", "2026-10-26T07:00"),
        # Good Friday and Easter Monday; King's Day on a Monday; 5 May; Christmas, Boxing Day and a weekend.
        ("2026-04-02T06:00", "2026-04-07T06:00"),
        ("2026-04-24T06:00", "2026-04-28T06:00"),
        ("2026-05-05T05:00", "2026-05-06T06:00"),
        ("2026-12-24T07:00", "2026-12-28T07:00"),
    ],
)
def test_N04_Z01_het_overzicht_gaat_om_acht_uur_op_de_volgende_werkdag(nu: str, verwacht: str) -> None:
    gekregen = volgende_overzicht(datetime.fromisoformat(nu).replace(tzinfo=UTC), vrije_dagen())
    assert gekregen == datetime.fromisoformat(verwacht).replace(tzinfo=UTC)
    assert gekregen.tzinfo is UTC


@given(st.integers(0, 30 * 365 * 24 * 60))
def test_N04_tussen_nu_en_het_overzicht_ligt_geen_andere_werkdagochtend(minuut: int) -> None:
    nu, vrij = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minuut), vrije_dagen()
    volgend = volgende_overzicht(nu, vrij)
    ochtenden = []
    for verder in range(-1, 12):
        op = nu.astimezone(AMSTERDAM).date() + timedelta(days=verder)
        if op.weekday() < 5 and op not in vrij:
            ochtenden.append(datetime(op.year, op.month, op.day, 8, tzinfo=AMSTERDAM))
    assert volgend == min(ochtend for ochtend in ochtenden if ochtend > nu)


@pytest.mark.parametrize(
    "adres",
    [
        "a@b.nl",
        "jan.de-vries+index@cjg.rotterdam.nl",
        "o'neil_{x}@school.example",
        "A.B@School.EXAMPLE",
        "info@müller.example",
        "info@xn--mller-kva.example",
        "a" * 64 + "@b.nl",
        "a@" + "b" * 63 + ".nl",
        "a@123.nl",
    ],
)
def test_N04_een_gewoon_mailadres_kan(adres: str) -> None:
    assert adres_bezwaar(adres) is None
    assert in_ascii(adres).isascii()


@pytest.mark.parametrize(
    ("adres", "woord"),
    [
        ("", "Vul een"),
        ("  ", "Vul een"),
        ("a@b.nl ", "spaties"),
        ("a b@c.nl", "spaties"),
        ("a@b.nl\n", "spaties"),
        ("a@b.nl\r\nBcc: x@y.nl", "spaties"),
        ("a\u2028@b.nl", "spaties"),
        ("a\u00a0@b.nl", "spaties"),
        ("a@b.nl\x00", "spaties"),
        ("a\x1f@b.nl", "spaties"),
        ("a@b.nl,c@d.nl", "komma"),
        ('"a"@b.nl', "aanhalingstekens"),
        ("Jan <a@b.nl>", "zonder naam"),
        ("a(x)@b.nl", "haakjes"),
        ("a@[10.0.0.1]", "haakjes"),
        ("ab.nl", "precies één @"),
        ("a@b@c.nl", "precies één @"),
        ("@b.nl", "voor de @"),
        (".a@b.nl", "voor de @"),
        ("a.@b.nl", "voor de @"),
        ("a..b@c.nl", "voor de @"),
        ("josé@b.nl", "voor de @"),
        ("a" * 65 + "@b.nl", "voor de @"),
        ("a@", "na de @"),
        ("a@localhost", "na de @"),
        ("a@b..nl", "na de @"),
        ("a@.nl", "na de @"),
        ("a@b.nl.", "na de @"),
        ("a@-b.nl", "na de @"),
        ("a@b-.nl", "na de @"),
        ("a@b_c.nl", "na de @"),
        ("a@b!.nl", "na de @"),
        ("a@10.0.0.1", "na de @"),
        ("a@" + "b" * 64 + ".nl", "na de @"),
        ("a@b.nl\u00ad", "na de @"),
        ("a@" + "b." * 130 + "nl", "te lang"),
        ("a@" + "é.".join("b" * 20 for _ in range(11)) + ".nl", "te lang"),
    ],
)
def test_N04_een_mailadres_dat_niet_kan_geeft_een_zin_die_zegt_wat_er_mis_is(adres: str, woord: str) -> None:
    bezwaar = adres_bezwaar(adres)
    assert bezwaar is not None
    assert woord in bezwaar
    assert bezwaar.endswith(".")
    with pytest.raises(ValueError, match="geen mailadres"):
        in_ascii(adres)


@pytest.mark.parametrize("domein", ["straße.example", "x\u200dy.example", "ＢＣ.example", "b。example", "ς.example"])
def test_N04_een_domein_dat_op_de_lijn_een_ander_zou_worden_wordt_geweigerd(domein: str) -> None:
    """Else a letter goes to strasse.example, whoever that is."""
    assert domein.encode("idna").decode("ascii")
    assert "na de @" in (adres_bezwaar(f"a@{domein}") or "")


def test_N04_een_internationaal_domein_gaat_in_ascii_over_de_lijn() -> None:
    assert in_ascii("info@Müller.example") == "info@xn--mller-kva.example"
    assert in_ascii("Jan@School.example") == "Jan@School.example"


@given(st.text(max_size=300))
def test_N04_een_adres_zonder_bezwaar_is_een_regel_ascii_zonder_spaties(tekst: str) -> None:
    for adres in (tekst, f"a@{tekst}.nl", f"{tekst}@b.nl"):
        if adres_bezwaar(adres) is None:
            draad = in_ascii(adres)
            assert re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+", draad)
            assert len(draad) <= 254
            assert not set(draad) & set('",;:<>()[]\\')
