# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What time and a second thought do to consent: withdrawal, birthdays, sleep, refusal (T04-T07, Z01)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.bouw import Verhaal, een_convenant, een_grond, een_signaal, een_toestemming, op
from verwijsindex.domain import daden
from verwijsindex.domain.signaal import Signaal, poort_2, toestemmingstand
from verwijsindex.domain.tijd import TIK, begin_van, einde_van
from verwijsindex.domain.toestemming import Stem, Toestemming, beoordeel
from verwijsindex.domain.woorden import Gever, Grond, Matchstatus, Soort, Toestemmingstand, Wilsonbekwaam

REGIONAAL = een_convenant()
START = op("2026-01-05")  # a Monday
MAANDAG = date(2026, 1, 5)


def ja(gegeven: str, tot: str, **anders: Any) -> Toestemming:
    return een_toestemming(date.fromisoformat(gegeven), date.fromisoformat(tot), **anders)


def nee(gegeven: str, **anders: Any) -> Toestemming:
    return een_toestemming(date.fromisoformat(gegeven), None, **anders)


def slaper(verhaal: Verhaal, wanneer: str = "2026-01-05", **anders: Any) -> Signaal:
    return verhaal.meldt("k", "school", wanneer, toestemming=False, **anders)


def zegt(verhaal: Verhaal, signaal: Signaal, antwoord: Toestemming, moment: datetime | None = None) -> None:
    verhaal.doe(moment or antwoord.vastgelegd, daden.Toestemmingsdaad(signaal.id, antwoord))


def code(signaal: Signaal, t: datetime) -> str:
    return poort_2(signaal, t, REGIONAAL, ()).code


def dag_van(verhaal: Verhaal, soort: str) -> list[str]:
    return [dag for dag, _ in verhaal.dagen(soort)]


def test_T07_elke_stand_van_toestemming_heeft_een_eigen_code_en_een_eigen_zin() -> None:
    gegeven = ja("2026-01-05", "2026-02-01")
    standen = {
        Toestemmingstand.NOOIT_GEVRAAGD: ((), "toestemming-nooit-gevraagd"),
        Toestemmingstand.GEGEVEN: ((ja("2026-01-05", "2026-12-01"),), "toestemming"),
        Toestemmingstand.GEWEIGERD: ((nee("2026-01-05"),), "toestemming-geweigerd"),
        Toestemmingstand.INGETROKKEN: ((replace(gegeven, ingetrokken=op("2026-01-20")),), "toestemming-ingetrokken"),
        Toestemmingstand.VERLOPEN: ((gegeven,), "toestemming-verlopen"),
    }
    assert standen.keys() == set(Toestemmingstand)
    zinnen = set()
    for stand, (antwoorden, verwacht) in standen.items():
        signaal = een_signaal("k", "school", START, toestemmingen=antwoorden)
        assert toestemmingstand(signaal, op("2026-03-01"), REGIONAAL) is stand
        besluit = poort_2(signaal, op("2026-03-01"), REGIONAAL, ())
        assert besluit.code == verwacht
        zinnen.add(besluit.zin)
    assert len(zinnen) == len(standen)


@pytest.mark.parametrize(
    ("laatste_dag", "einde"),
    [
        ("2026-03-28", "2026-03-28T23:00"),
        ("2026-03-29", "2026-03-29T22:00"),
        ("2026-03-30", "2026-03-30T22:00"),
        ("2026-10-24", "2026-10-24T22:00"),
        ("2026-10-25", "2026-10-25T23:00"),
        ("2026-10-26", "2026-10-26T23:00"),
    ],
)
def test_Z01_toestemming_eindigt_om_middernacht_in_amsterdam_ook_als_de_klok_verzet_wordt(
    laatste_dag: str, einde: str
) -> None:
    signaal = een_signaal("k", "school", START, toestemmingen=(ja("2026-01-05", laatste_dag),))
    middernacht = datetime.fromisoformat(einde).replace(tzinfo=UTC)
    assert code(signaal, middernacht - 2 * TIK) == "toestemming"
    # The effects of an end on day d are dated d, so the last microsecond of it is the end (0002).
    assert code(signaal, middernacht - TIK) == "toestemming-verlopen"
    verhaal = Verhaal().doe(START, daden.Registratie(signaal)).tot("2026-11-01")
    assert dag_van(verhaal, "signaal-slaapt") == [laatste_dag]


@pytest.mark.parametrize("moment", [op("2026-01-20"), op("2026-03-29", 2), op("2026-10-25", 3), begin_van(MAANDAG)])
@pytest.mark.parametrize("door", Gever)
def test_T04_intrekken_werkt_op_de_microseconde_en_zegt_wie(moment: datetime, door: Gever) -> None:
    weg = replace(ja("2026-01-05", "2026-12-01"), ingetrokken=moment, ingetrokken_door=door)
    signaal = een_signaal("k", "school", START, toestemmingen=(weg,))
    assert code(signaal, moment - TIK) == "toestemming"
    assert code(signaal, moment) == "toestemming-ingetrokken"
    assert (weg.geldig_tot(signaal.geboortemaand, REGIONAAL), weg.ingetrokken_door) == (moment, door)


def test_T04_bij_het_intrekken_wordt_de_match_in_dezelfde_stap_herzien() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05")
    zorg = verhaal.meldt("k", "cjg", "2026-01-06", soort=Soort.ZORGEN)
    assert zorg.toestemming
    (match,) = verhaal.toestand.matches.values()
    zegt(verhaal, zorg, replace(zorg.toestemming, ingetrokken=op("2026-01-07")), op("2026-01-07"))
    nu = verhaal.toestand.matches[match.id]
    assert (nu.status, nu.gesloten, nu.redenen) == (Matchstatus.VERVALLEN, op("2026-01-07"), frozenset())
    assert zorg.id not in {deel.signaal for deel in nu.steun}


def test_T04_een_later_ja_wekt_het_signaal_weer() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    assert signaal.toestemming
    zegt(verhaal, signaal, replace(signaal.toestemming, ingetrokken=op("2026-01-07")), op("2026-01-07"))
    zegt(verhaal, signaal, ja("2026-01-20", "2026-12-01"))
    nu = verhaal.toestand.signalen[signaal.id]
    assert (nu.slaapt_sinds, len(nu.toestemmingen)) == (None, 2)
    assert nu.toestemmingen[0].ingetrokken == op("2026-01-07")


@pytest.mark.parametrize(
    ("geboortemaand", "groep_op_dag", "tot", "mag"),
    [
        # Becomes 12 in June 2026, on the 30th at the latest: three months later is 30 September at the latest.
        ("2014-06", "2026-01-05", "2026-09-30", True),
        ("2014-06", "2026-01-05", "2026-10-01", False),
        ("2014-06", "2026-06-01", "2026-10-01", True),
        # Becomes 16.
        ("2010-06", "2026-01-05", "2026-09-30", True),
        ("2010-06", "2026-01-05", "2026-10-01", False),
        # The three months are clipped: 30 November and 28 February.
        ("2014-08", "2026-01-05", "2026-11-30", True),
        ("2014-08", "2026-01-05", "2026-12-01", False),
        ("2014-11", "2026-01-05", "2027-02-28", True),
        ("2014-11", "2026-01-05", "2027-03-01", False),
        # Born in a February of 29 days.
        ("2016-02", "2026-01-05", "2028-05-29", True),
        ("2016-02", "2026-01-05", "2028-05-30", False),
        # From 16 nothing changes any more.
        ("2008-06", "2026-01-05", "2029-12-31", True),
    ],
)
def test_T05_de_index_weigert_een_einde_dat_de_geboortemaand_niet_toelaat(
    geboortemaand: str, groep_op_dag: str, tot: str, mag: bool
) -> None:
    nieuw = ja(groep_op_dag, tot, geboortemaand=geboortemaand)
    besluiten = beoordeel(nieuw, geboortemaand, REGIONAAL, date.fromisoformat(groep_op_dag))
    assert [besluit.code for besluit in besluiten] == ([] if mag else ["toestemming-na-verjaardag"])
    if not mag:
        leeftijd = "16" if geboortemaand.startswith("2010") else "12"
        assert besluiten[0].regel == "T05"
        assert f"Als het kind {leeftijd} wordt" in besluiten[0].zin
        assert "3 maanden" in besluiten[0].zin
        # What is there all the same, by an older convenant, ends on the last day that the month allows.
        assert nieuw.tot
        assert nieuw.geldig_tot(geboortemaand, REGIONAAL) == einde_van(nieuw.tot - timedelta(days=1))


def test_T05_de_drie_maanden_zijn_een_getal_van_het_convenant() -> None:
    nieuw = ja("2026-01-05", "2026-12-01", geboortemaand="2014-06")
    assert nieuw.geldig_tot("2014-06", een_convenant(toestemming_na_verjaardag_maanden=0)) == einde_van(
        date(2026, 6, 30)
    )


def test_T05_voor_wie_wilsonbekwaam_is_verandert_er_op_zijn_zestiende_niets() -> None:
    wie = (Stem(Gever.VERTEGENWOORDIGER, akkoord=True),)
    nieuw = ja("2026-01-05", "2026-12-01", geboortemaand="2010-06", stemmen=wie)
    nieuw = replace(nieuw, wilsonbekwaam=Wilsonbekwaam.PSYCHISCHE_TOESTAND)
    assert beoordeel(nieuw, "2010-06", REGIONAAL, MAANDAG) == ()
    assert nieuw.geldig_tot("2010-06", REGIONAAL) == einde_van(date(2026, 12, 1))


def test_T05_van_een_ja_van_de_regisseur_kent_de_index_geen_geboortemaand() -> None:
    nieuw = ja("2026-01-05", "2026-12-01", geboortemaand="2014-06")
    assert beoordeel(nieuw, None, REGIONAAL, MAANDAG) == ()
    assert nieuw.geldig_tot(None, REGIONAAL) == einde_van(date(2026, 12, 1))


def test_T05_de_organisatie_hoort_op_tijd_en_een_keer_dat_toestemming_afloopt() -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", toestemmingen=(ja("2026-01-05", "2026-06-30"),))
    verhaal.tot("2026-06-01")
    assert dag_van(verhaal, "toestemming-loopt-af") == []
    verhaal.tot("2026-06-02")
    assert dag_van(verhaal, "toestemming-loopt-af") == ["2026-06-02"]
    verhaal.meldt("k", "school", "2026-06-10", toestemming=False)
    verhaal.tot("2026-12-31")
    assert dag_van(verhaal, "toestemming-loopt-af") == ["2026-06-02"]


def test_T05_ook_de_verjaardag_wordt_aangekondigd() -> None:
    verhaal = Verhaal()
    lang = ja("2026-01-05", "2027-01-05", geboortemaand="2014-06")
    verhaal.meldt("k", "school", "2026-01-05", geboortemaand="2014-06", toestemmingen=(lang,))
    verhaal.tot("2026-12-31")
    assert dag_van(verhaal, "toestemming-loopt-af") == ["2026-09-02"]
    assert dag_van(verhaal, "signaal-slaapt") == ["2026-09-30"]


@pytest.mark.parametrize("tot", ["2026-01-10", "2026-02-01", "2026-02-02"])
def test_T05_over_wat_net_is_vastgelegd_wordt_niet_gewaarschuwd(tot: str) -> None:
    verhaal = Verhaal()
    verhaal.meldt("k", "school", "2026-01-05", toestemmingen=(ja("2026-01-05", "2026-01-31"),))
    zegt(verhaal, next(iter(verhaal.toestand.signalen.values())), ja("2026-01-05", tot, vastgelegd=op("2026-01-06")))
    verhaal.tot("2026-02-20")
    assert dag_van(verhaal, "toestemming-loopt-af") == []
    assert dag_van(verhaal, "signaal-slaapt") == [tot]


def test_T05_wie_verlengt_of_al_slaapt_hoort_niet_van_het_oude_einde() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", toestemmingen=(ja("2026-01-05", "2026-06-30"),))
    zegt(verhaal, signaal, ja("2026-05-01", "2026-12-31"))
    verhaal.tot("2026-12-02")
    assert dag_van(verhaal, "toestemming-loopt-af") == []
    verhaal.tot("2026-12-31")
    assert dag_van(verhaal, "toestemming-loopt-af") == ["2026-12-03"]
    anders = Verhaal()
    signaal = anders.meldt("k", "school", "2026-01-05", toestemmingen=(ja("2026-01-05", "2026-02-20"),))
    weg = replace(ja("2026-01-05", "2026-02-20"), ingetrokken=op("2026-01-20"))
    zegt(anders, signaal, weg, op("2026-01-20"))
    assert dag_van(anders.tot("2026-03-01"), "toestemming-loopt-af") == []


@pytest.mark.parametrize("eerst", ["nooit", "ingetrokken", "verlopen"])
def test_T06_elk_slapen_duurt_achtentwintig_dagen(eerst: str) -> None:
    verhaal = Verhaal()
    antwoord = ja("2026-01-05", "2026-01-05" if eerst == "verlopen" else "2026-12-01")
    signaal = slaper(verhaal) if eerst == "nooit" else verhaal.meldt("k", "school", "2026-01-05")
    if eerst != "nooit":
        weg = replace(antwoord, ingetrokken=None if eerst == "verlopen" else op("2026-01-05", 11))
        zegt(verhaal, signaal, replace(weg, vastgelegd=op("2026-01-05", 11)))
    verhaal.tot("2026-01-05")
    sinds = verhaal.toestand.signalen[signaal.id].slaapt_sinds
    assert sinds
    verhaal.meldt("k", "school", "2026-01-30", toestemming=False, soort=Soort.ZORGEN)
    verhaal.loop(sinds + timedelta(days=28) - TIK)
    assert signaal.id in verhaal.toestand.signalen
    verhaal.loop(sinds + timedelta(days=28))
    assert signaal.id not in verhaal.toestand.signalen


PASEN = (date(2026, 4, 3), date(2026, 4, 6))


@pytest.mark.parametrize(
    ("geweigerd", "vrij", "weg"),
    [
        ("2026-01-05", (), "2026-01-07"),
        ("2026-01-08", (), "2026-01-12"),
        ("2026-01-09", (), "2026-01-13"),
        ("2026-01-10", (), "2026-01-13"),
        ("2026-04-02", PASEN, "2026-04-08"),
        ("2026-03-27", (), "2026-03-31"),
        ("2026-05-04", (date(2026, 5, 5),), "2026-05-07"),
    ],
)
def test_T06_na_een_weigering_gaat_het_signaal_na_twee_werkdagen_weg(
    geweigerd: str, vrij: tuple[date, ...], weg: str
) -> None:
    verhaal = Verhaal(vrij=vrij)
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    zegt(verhaal, signaal, nee(geweigerd))
    verhaal.loop(einde_van(date.fromisoformat(weg)) - TIK)
    assert verhaal.toestand.signalen[signaal.id].slaapt_sinds == op(geweigerd)
    verhaal.loop(einde_van(date.fromisoformat(weg)))
    assert not verhaal.toestand.signalen
    assert dag_van(verhaal, "signaal-vernietigd") == [weg]


def test_T06_een_weigering_van_een_signaal_dat_al_sliep_telt_vanaf_de_weigering() -> None:
    verhaal = Verhaal()
    signaal = slaper(verhaal)
    zegt(verhaal, signaal, nee("2026-01-20"))
    assert dag_van(verhaal.tot("2026-02-28"), "signaal-vernietigd") == ["2026-01-22"]
    laat = Verhaal()
    signaal = slaper(laat)
    zegt(laat, signaal, nee("2026-02-01"))
    assert dag_van(laat.tot("2026-02-28"), "signaal-vernietigd") == ["2026-02-02"]


def test_T06_tenzij_een_veiligheidsgrond_staat_en_tot_die_vervalt() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "politie", "2026-01-05", grond=Grond.VERMISSING)
    zegt(verhaal, signaal, nee("2026-01-06"))
    verhaal.tot("2026-04-04")
    assert code(verhaal.toestand.signalen[signaal.id], op("2026-04-04")) == "veiligheid"
    # Lapses on Sunday 5 April without review; two working days later it is gone.
    verhaal.tot("2026-04-30")
    assert dag_van(verhaal, "veiligheidsgrond-vervallen") == ["2026-04-05"]
    assert dag_van(verhaal, "signaal-vernietigd") == ["2026-04-07"]


def test_T06_een_veiligheidsgrond_in_die_twee_dagen_houdt_het_signaal() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    zegt(verhaal, signaal, nee("2026-01-06"))
    verhaal.doe(op("2026-01-07"), daden.Veiligheidsdaad(signaal.id, een_grond("k", "school", op("2026-01-07"))))
    nu = verhaal.tot("2026-02-01").toestand.signalen[signaal.id]
    assert (nu.slaapt_sinds, toestemmingstand(nu, op("2026-02-01"), REGIONAAL)) == (None, Toestemmingstand.GEWEIGERD)


def test_T06_een_later_ja_in_die_twee_dagen_houdt_het_signaal() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05")
    zegt(verhaal, signaal, nee("2026-01-06"))
    zegt(verhaal, signaal, ja("2026-01-07", "2026-12-01"))
    assert verhaal.tot("2026-02-01").toestand.signalen[signaal.id].slaapt_sinds is None


@pytest.mark.parametrize("eerst", ["school", "cjg"])
def test_T07_een_weigering_blijft_staan_wat_een_andere_organisatie_ook_vastlegt(eerst: str) -> None:
    verhaal = Verhaal()
    moeder = (Stem(Gever.OUDER, akkoord=False), Stem(Gever.JEUGDIGE, akkoord=True))
    antwoorden = {"school": (nee("2026-01-05", stemmen=moeder),), "cjg": (ja("2026-01-05", "2026-12-01"),)}
    for organisatie in sorted(antwoorden, key=lambda o: o != eerst):
        verhaal.meldt("k", organisatie, "2026-01-05", soort=Soort.ZORGEN, toestemmingen=antwoorden[organisatie])
    codes = {s.toestemmingen: code(s, op("2026-01-06")) for s in verhaal.toestand.signalen.values()}
    assert codes == {antwoorden["school"]: "toestemming-geweigerd", antwoorden["cjg"]: "toestemming"}
    assert not verhaal.open_matches
    assert len(verhaal.tot("2026-01-31").toestand.signalen) == 1


def test_T07_een_weigering_na_een_ja_wordt_niet_door_een_herhaling_overschreven() -> None:
    verhaal = Verhaal()
    signaal = verhaal.meldt("k", "school", "2026-01-05", toestemmingen=(ja("2026-01-05", "2026-12-01"),))
    zegt(verhaal, signaal, nee("2026-01-06"))
    verhaal.meldt("k", "school", "2026-01-07", toestemmingen=(ja("2026-01-05", "2026-12-01"),))
    nu = verhaal.toestand.signalen[signaal.id]
    assert [antwoord.geweigerd for antwoord in nu.toestemmingen] == [False, True]
    assert code(nu, op("2026-01-07")) == "toestemming-geweigerd"
