# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""From a deed to a receiver: each message arrives, in order for each match, whatever the receiver does (N01, N02)."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import bewerk_database, een_match, lees_database, logregels
from tests.bezorgen.hulp import Ontvanger, abonneer, bezorg_alles, een_ontvanger, neem, ronde, schrijf_berichten
from verwijsindex.domain.bezorgen import WACHTTIJDEN, Afloop, Uitkomst
from verwijsindex.use_cases import bezorgen, gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

GELUKT = Uitkomst(Afloop.GELUKT)
EEN, TWEE = str(uuid4()), str(uuid4())


@pytest.fixture
def ontvanger() -> Iterator[Ontvanger]:
    with een_ontvanger() as o:
        yield o


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


def bezorgingen(huis: Huis) -> list[dict[str, Any]]:
    return lees_database(
        huis, "SELECT b.*, u.soort FROM bezorging b JOIN outbox u ON u.id = b.bericht ORDER BY b.bericht, b.id"
    )


def toestanden(huis: Huis) -> list[str]:
    return [rij["toestand"] for rij in bezorgingen(huis)]


def abonnement(huis: Huis) -> dict[str, Any]:
    (rij,) = lees_database(huis, "SELECT * FROM abonnement")
    return rij


def test_N02_wie_een_abonnement_heeft_wordt_aangeroepen_en_haalt_de_inhoud_zelf_op(
    huis: Huis, ontvanger: Ontvanger
) -> None:
    school, _, wijkteam, match = een_match(huis)
    gebeurtenissen.plaats(huis.tools)
    abonneer(school, ontvanger)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    bezorg_alles(huis)
    # What was placed before the subscription stands in the feed only.
    assert ontvanger.soorten == ["match-aangenomen"]
    (gebeurtenis,) = ontvanger.gehoord
    assert gebeurtenis == school.get("/v1/gebeurtenissen").json()["gebeurtenissen"][-1]
    assert ontvanger.koppen[0]["webhook-id"] == gebeurtenis["id"]
    inhoud = school.get(gebeurtenis["dataref"].partition("index.test")[2]).json()
    assert inhoud["signaalIds"] == [school.get("/v1/signalen").json()["signalen"][0]["signaalId"]]
    assert toestanden(huis) == ["bezorgd"]


def test_N01_van_een_match_gaat_telkens_een_bericht_en_een_ander_wacht_daar_niet_op(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "een", "twee", "drie")
    schrijf_berichten(huis, school, TWEE, "vier", "vijf")
    ontvanger.antwoord = lambda g: (500 if g["type"].endswith(".een") else 204, {})
    bezorg_alles(huis)
    assert ontvanger.soorten == ["vier", "vijf"]
    ontvanger.antwoord = lambda _: (204, {})
    bezorg_alles(huis)
    assert ontvanger.soorten == ["vier", "vijf"], "the match waits its time"
    huis.klok.verder(seconds=6)
    bezorg_alles(huis)
    assert ontvanger.soorten == ["vier", "vijf", "een", "twee", "drie"]


def test_N01_wat_er_bij_komt_wacht_mee_met_zijn_match(huis: Huis, school: Partij, ontvanger: Ontvanger) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "een")
    ontvanger.antwoord = lambda _: (500, {})
    ronde(huis)
    schrijf_berichten(huis, school, EEN, "twee")
    gebeurtenissen.plaats(huis.tools)
    een, twee = bezorgingen(huis)
    assert twee["volgend"] == een["volgend"] > huis.klok()


def test_N01_wat_een_werker_heeft_neemt_een_ander_niet_tot_zijn_tijd_om_is(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "een", "twee")
    (dood,) = neem(huis)
    assert neem(huis) == []
    huis.klok.verder(seconds=59)
    assert neem(huis) == []
    huis.klok.verder(seconds=1)
    (levend,) = neem(huis)
    assert (levend.id, levend.gebeurtenis.id, levend.poging) == (dood.id, dood.gebeurtenis.id, 2)
    # Who lost it comes back too late, with whatever.
    for uitkomst in (GELUKT, Uitkomst(Afloop.MISLUKT, "status-500"), Uitkomst(Afloop.WEG, "status-410")):
        bezorgen.leg_vast(huis.tools, [(dood, uitkomst)])
    assert toestanden(huis) == ["open", "open"]
    assert abonnement(huis)["mislukt"] == 0
    bezorgen.leg_vast(huis.tools, [(levend, GELUKT)])
    bezorgen.leg_vast(huis.tools, [(levend, Uitkomst(Afloop.MISLUKT, "status-500"))])
    assert toestanden(huis) == ["bezorgd", "open"]
    assert [z.gebeurtenis.soort for z in neem(huis)] == ["twee"]


def test_N01_werkers_tegelijk_nemen_elk_bericht_een_keer(huis: Huis, school: Partij, ontvanger: Ontvanger) -> None:
    abonneer(school, ontvanger)
    for _ in range(40):
        schrijf_berichten(huis, school, str(uuid4()), "een", "twee")
    gebeurtenissen.plaats(huis.tools)
    genomen: list[int] = []

    def werker() -> None:
        while zendingen := bezorgen.haal(huis.tools, 5, 5, {}):
            genomen.extend(z.id for z in zendingen)
            bezorgen.leg_vast(huis.tools, [(z, GELUKT) for z in zendingen])

    draden = [threading.Thread(target=werker) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    bezorg_alles(huis)
    assert len(genomen) == len(set(genomen))
    assert set(toestanden(huis)) == {"bezorgd"}
    assert len(genomen) + len(ontvanger.gehoord) == 80


def test_N02_een_bericht_dat_nooit_wordt_aangenomen_houdt_de_andere_niet_tegen_en_gaat_drie_dagen_mee(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "gif", "erna")
    keren: list[timedelta] = []
    begin = huis.klok()

    def antwoord(gebeurtenis: dict[str, Any]) -> tuple[int, dict[str, str]]:
        if not gebeurtenis["type"].endswith(".gif"):
            return 204, {}
        keren.append(huis.klok() - begin)
        return 400, {}

    ontvanger.antwoord = antwoord
    while "dood" not in toestanden(huis):
        schrijf_berichten(huis, school, str(uuid4()), "ander")
        bezorg_alles(huis)
        wachtend = [rij["volgend"] for rij in bezorgingen(huis) if rij["toestand"] == "open"]
        huis.klok.nu = max(huis.klok.nu, min(wachtend, default=huis.klok.nu))
    assert len(keren) == len(WACHTTIJDEN) + 1
    assert timedelta(days=3) < keren[-1] < timedelta(days=4)
    verschillen = [later - eerder for eerder, later in itertools.pairwise(keren)]
    assert all(later > eerder for eerder, later in itertools.pairwise(verschillen))
    bezorg_alles(huis)
    assert ontvanger.soorten == ["ander"] * len(keren) + ["erna"]
    assert abonnement(huis)["toestand"] == "actief"
    assert logregels(huis)[-1]["tag"] == "worker:bezorging:opgeven"
    (dode,) = [rij for rij in bezorgingen(huis) if rij["toestand"] == "dood"]
    assert (dode["soort"], dode["fout"]) == ("gif", "status-400")


def test_N02_een_ontvanger_die_een_dag_weg_is_krijgt_daarna_alles_in_volgorde(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    abonneer(school, ontvanger)
    ontvanger.antwoord = lambda _: (503, {})
    einde = huis.klok() + timedelta(days=1)
    nummer = 0
    while huis.klok() < einde:
        for sleutel in (EEN, TWEE):
            schrijf_berichten(huis, school, sleutel, f"{nummer:02}")
            nummer += 1
        bezorg_alles(huis)
        huis.klok.verder(hours=2)
    assert ontvanger.gehoord == []
    ontvanger.antwoord = lambda _: (204, {})
    for _ in range(30):
        huis.klok.verder(hours=1)
        bezorg_alles(huis)
    assert set(toestanden(huis)) == {"bezorgd"}
    even = [s for s in ontvanger.soorten if int(s) % 2 == 0]
    oneven = [s for s in ontvanger.soorten if int(s) % 2]
    assert (even, oneven) == (sorted(even), sorted(oneven))
    assert len(ontvanger.soorten) == nummer


def test_N02_wie_drie_dagen_niet_antwoordt_staat_stil_en_verliest_niets(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    id_ = abonneer(school, ontvanger)["abonnementId"]
    schrijf_berichten(huis, school, EEN, "een", "twee")
    schrijf_berichten(huis, school, TWEE, "drie")
    ontvanger.antwoord = lambda _: (500, {})
    for _ in range(100):
        bezorg_alles(huis)
        huis.klok.verder(hours=1)
    assert (abonnement(huis)["toestand"], abonnement(huis)["reden"]) == ("gepauzeerd", "status-500")
    assert toestanden(huis) == ["open"] * 3
    beeld = school.get(f"/v1/abonnementen/{id_}").json()
    assert (beeld["toestand"], beeld["wachtend"], beeld["laatsteFout"]) == ("gepauzeerd", 3, "status-500")
    assert "hervat" in beeld["vervolg"]
    # The organisation hears it by its other ways, with urgency.
    (bericht,) = lees_database(huis, "SELECT * FROM outbox WHERE soort = 'abonnement-gepauzeerd'")
    assert (bericht["ontvanger_id"], bericht["spoed"]) == (str(school.id), True)
    assert "worker:abonnement:pauzeren" in [r["tag"] for r in logregels(huis)]
    ontvanger.antwoord = lambda _: (204, {})
    huis.klok.verder(days=30)
    bezorg_alles(huis)
    assert ontvanger.gehoord == []
    assert school.post(f"/v1/abonnementen/{id_}/hervattingen", {}).status_code == 201
    bezorg_alles(huis)
    assert [s for s in ontvanger.soorten if s != "drie"] == ["een", "twee"]
    assert set(toestanden(huis)) == {"bezorgd"}


def test_N02_410_zet_het_abonnement_meteen_stil(huis: Huis, school: Partij, ontvanger: Ontvanger) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "een")
    ontvanger.antwoord = lambda _: (410, {})
    bezorg_alles(huis)
    assert (abonnement(huis)["toestand"], abonnement(huis)["reden"]) == ("gepauzeerd", "status-410")
    assert toestanden(huis) == ["open"]


@pytest.mark.parametrize("status", [429, 503])
def test_N02_wie_vraagt_te_wachten_wordt_zo_lang_met_rust_gelaten(
    huis: Huis, school: Partij, ontvanger: Ontvanger, status: int
) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "een")
    ontvanger.antwoord = lambda _: (status, {"Retry-After": "600"})
    ronde(huis)
    ontvanger.antwoord = lambda _: (204, {})
    schrijf_berichten(huis, school, TWEE, "twee")
    huis.klok.verder(seconds=599)
    assert ronde(huis) == 0
    huis.klok.verder(seconds=2)
    bezorg_alles(huis)
    assert sorted(ontvanger.soorten) == ["een", "twee"]


def test_N02_een_ontvanger_die_vaak_faalt_wordt_niet_door_elk_bericht_gevraagd(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    abonneer(school, ontvanger)
    for _ in range(50):
        schrijf_berichten(huis, school, str(uuid4()), "een")
    ontvanger.antwoord = lambda _: (500, {})
    keren = 0
    einde = huis.klok() + timedelta(hours=1)
    gebeurtenissen.plaats(huis.tools)
    while huis.klok() < einde:
        zendingen = bezorgen.haal(huis.tools, 64, 16, {})
        keren += len(zendingen)
        bezorgen.leg_vast(huis.tools, [(z, Uitkomst(Afloop.MISLUKT, "status-500")) for z in zendingen])
        huis.klok.verder(seconds=1)
    # Sixteen at once, nine with rests that double up to five minutes, then one each five minutes.
    assert 30 < keren < 40
    ontvanger.antwoord = lambda _: (204, {})
    huis.klok.verder(hours=3)
    bezorg_alles(huis)
    assert len(ontvanger.gehoord) == 50
    assert abonnement(huis)["mislukt"] == 0


def test_N02_een_ontvanger_krijgt_niet_meer_per_minuut_dan_hij_toestaat(
    huis: Huis, school: Partij, ontvanger: Ontvanger
) -> None:
    ontvanger.toestemming = {"WebHook-Allowed-Origin": "index.test", "WebHook-Allowed-Rate": "30"}
    assert abonneer(school, ontvanger)["perMinuut"] == 30
    for _ in range(100):
        schrijf_berichten(huis, school, str(uuid4()), "een")
    begin = huis.klok()
    while len(ontvanger.gehoord) < 100:
        ronde(huis)
        verstreken = (huis.klok() - begin).total_seconds()
        assert len(ontvanger.gehoord) <= 30 + verstreken / 2
        huis.klok.verder(seconds=5)


def test_A01_wie_niet_meer_meedoet_wordt_niet_aangeroepen(huis: Huis, school: Partij, ontvanger: Ontvanger) -> None:
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, EEN, "een")
    bewerk_database(huis, "UPDATE organisatie SET actief = false")
    assert ronde(huis) == 0
    bewerk_database(huis, "UPDATE organisatie SET actief = true")
    assert ronde(huis) == 1


def test_N01_wat_niet_doorging_wordt_niet_bezorgd(huis: Huis, school: Partij, ontvanger: Ontvanger) -> None:
    """A deed that is refused or fails leaves no message."""
    abonneer(school, ontvanger)
    _, _, wijkteam, match = een_match(huis)
    bezorg_alles(huis)
    ontvanger.gehoord.clear()
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt"})
    bezorg_alles(huis)
    assert ontvanger.gehoord == []


def test_N01_alarm_als_een_bericht_te_lang_wacht(huis: Huis, school: Partij, ontvanger: Ontvanger) -> None:
    abonneer(school, ontvanger)
    assert bezorgen.achterstand(huis.tools).oudste is None
    begin = huis.klok()
    schrijf_berichten(huis, school, EEN, "een")
    assert bezorgen.achterstand(huis.tools).oudste == begin, "also before it has a place"
    ontvanger.antwoord = lambda _: (500, {})
    ronde(huis)
    huis.klok.verder(hours=2)
    stand = bezorgen.achterstand(huis.tools)
    assert (stand.oudste, stand.wachtend) == (begin, 1)
    ontvanger.antwoord = lambda _: (410, {})
    ronde(huis)
    stand = bezorgen.achterstand(huis.tools)
    assert (stand.gepauzeerd, stand.niet_bezorgd) == (1, 0)
    # Who is paused knows it; the message that says so still has to go.
    assert stand.oudste == huis.klok()
