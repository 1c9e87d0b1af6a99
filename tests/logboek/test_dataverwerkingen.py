# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The log as Logboek Dataverwerkingen: one record per person, on a trace, to whoever may ask and to a collector."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.trace.v1.trace_pb2 import Status
from pydantic import SecretStr

from tests.api.hulp import een_match, lees_database, logregels
from tests.api.test_toezicht import _functie
from tests.huis import GEMEENTE, KINDEREN, MOEDER, een_huis
from tests.logboek.hulp import knoei, verzegel
from tests.logboek.verzamelplaats import een_verzamelplaats
from verwijsindex.domain.dataverwerking import Actie, Ontvangst, acties
from verwijsindex.domain.logboek import Rol, Uitkomst
from verwijsindex.use_cases import dataverwerkingen
from verwijsindex.worker import dataverwerkingen as lus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Proefdatabase
    from tests.huis import Huis, Partij
    from tests.logboek.verzamelplaats import Verzamelplaats

SPOOR = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
WIE = "dpl.core.data_subject_id"


@pytest.fixture
def plaats() -> Iterator[Verzamelplaats]:
    with een_verzamelplaats() as gevonden:
        yield gevonden


@pytest.fixture
def gemeld(database: Proefdatabase, tmp_path: Path, plaats: Verzamelplaats) -> Iterator[Huis]:
    """An index that tells a collector."""
    with een_huis(database, tmp_path, otlp_adres=plaats.adres, otlp_sleutel=SecretStr("geheim-token")) as huis:
        yield huis


def geef_door(huis: Huis) -> bool | None:
    """All there is; None where the collector did not take it, False where there was nothing."""
    verzamelaar = huis.tools.verzamelaar
    assert verzamelaar
    uitkomst = dataverwerkingen.geef_door(huis.tools, verzamelaar)
    return uitkomst if not uitkomst else (geef_door(huis) is not None)


def privacy(huis: Huis) -> Partij:
    return _functie(huis, Rol.PRIVACY, GEMEENTE)


def test_L01_elke_regel_is_een_handeling_op_het_spoor_van_wie_vraagt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    antwoord = huis.client.post("/v1/signalen", json=lichaam, headers=school.kop() | SPOOR)
    assert antwoord.status_code == 201
    (regel,) = [r for r in logregels(huis) if r["tag"] == "api:signaal:registreren"]
    assert (regel["trace_id"], regel["vreemde_span_id"], regel["ouder_span_id"]) == ("ab" * 16, "cd" * 8, None)
    assert regel["begonnen"] == regel["geeindigd"] == huis.klok()
    # Four weeks later time takes it: each consequence is an action, on the trace of that sweep.
    school.meldt(KINDEREN[1], ouders=(), toestemming=None)
    huis.klok.verder(days=29)
    huis.veeg()
    spans = [r["span_id"] for r in logregels(huis)]
    assert len(set(spans)) == len(spans)
    assert all(len(r["trace_id"]) == 32 for r in logregels(huis))


def test_L01_wat_het_systeem_deed_hangt_onder_de_daad(huis: Huis) -> None:
    een_match(huis)
    regels = {r["span_id"]: r for r in logregels(huis)}
    onder = [r for r in regels.values() if r["ouder_span_id"]]
    assert {"api:systeem:match-toegewezen"} <= {r["tag"] for r in onder}
    for regel in onder:
        ouder = regels[regel["ouder_span_id"]]
        assert (ouder["trace_id"], ouder["tag"]) == (regel["trace_id"], "api:signaal:registreren")


def test_I04_de_functionaris_krijgt_een_regel_per_betrokkene_in_de_vorm_van_de_standaard(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    wie = privacy(huis)
    huis.client.post("/v1/signalen", json=school.lichaam(ouders=(MOEDER,)), headers=school.kop() | SPOOR)
    alle = wie.get("/v1/logboek/dataverwerkingen").json()["dataverwerkingen"]
    van_ons = [deel for deel in alle if deel["traceId"] == "ab" * 16]
    # The caller's own action is above ours.
    (daad,) = [deel for deel in van_ons if deel["parentSpanId"] == "cd" * 8]
    bron = huis.installatie.bron
    assert daad["attributes"] == {"dpl.core.processing_activity_id": f"{bron}:verwerking:melden"}
    assert (daad["status"], daad["name"]) == ("Ok", "api:signaal:registreren")
    assert daad["startTime"] == daad["endTime"] == int(huis.klok().timestamp() * 1000)
    per_mens = [deel for deel in van_ons if deel["parentSpanId"] == daad["spanId"] and WIE in deel["attributes"]]
    personen = {str(rij["id"]) for rij in lees_database(huis, "SELECT id FROM persoon")}
    assert len(personen) == 2
    assert {deel["attributes"][WIE] for deel in per_mens} == personen
    assert {deel["attributes"]["dpl.core.data_subject_id_type"] for deel in per_mens} == {f"{bron}:persoon"}
    assert len({deel["spanId"] for deel in alle}) == len(alle)
    for veld in (str(school.professional), str(school.id), "De Klaver"):
        assert veld not in str(alle)


def test_I04_de_lijst_gaat_in_bladzijden_en_een_weigering_is_geen_fout_van_ons(huis: Huis) -> None:
    school, wie = huis.partij("De Klaver"), privacy(huis)
    assert school.meldt().status_code == 201
    assert school.meldt(KINDEREN[1], soort="x").status_code == 400
    een = wie.get("/v1/logboek/dataverwerkingen?limit=1")
    verder = een.headers["Link"].partition("<")[2].partition(">")[0]
    tweede = wie.get(verder).json()["dataverwerkingen"]
    assert {deel["spanId"] for deel in tweede}.isdisjoint({deel["spanId"] for deel in een.json()["dataverwerkingen"]})
    alle = wie.get("/v1/logboek/dataverwerkingen").json()["dataverwerkingen"]
    standen = {(deel["name"], deel["status"]) for deel in alle}
    # The same rows as the officer finds in the log: also what was refused before a municipality was known.
    assert {("api:signaal:registreren", "Ok"), ("api:meldSignaal", "Unset")} <= {
        (naam if status == "Ok" else "api:meldSignaal", status) for naam, status in standen
    }
    geweigerd = [r["span_id"] for r in logregels(huis) if r["uitkomst"] == "geweigerd"]
    assert geweigerd
    assert {deel["spanId"] for deel in alle if deel["status"] == "Unset"} == set(geweigerd)


def test_L01_begin_en_eind_zijn_die_van_de_handeling(huis: Huis) -> None:
    school, wie = huis.partij("De Klaver"), privacy(huis)
    echt = huis.tools.klok

    class Loopt:
        def __init__(self) -> None:
            self.erbij = 0

        def __call__(self) -> datetime:
            self.erbij += 3
            return echt() + timedelta(milliseconds=self.erbij)

    object.__setattr__(huis.tools, "klok", Loopt())
    school.get("/v1/signalen")
    object.__setattr__(huis.tools, "klok", echt)
    (daad,) = [
        deel
        for deel in wie.get("/v1/logboek/dataverwerkingen").json()["dataverwerkingen"]
        if deel["name"] == "api:signaal:opsommen"
    ]
    assert daad["startTime"] < daad["endTime"]


def test_L01_wie_er_later_bij_kwam_staat_niet_bij_wat_eerder_was(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    toen = {str(rij["id"]) for rij in lees_database(huis, "SELECT id FROM persoon")}
    huis.klok.verder(days=30)
    for bsn in (KINDEREN[1], KINDEREN[2]):
        huis.partij(f"Later {bsn}").meldt(bsn, ouders=(MOEDER,))
    assert len(lees_database(huis, "SELECT id FROM kind")) == 3
    alle = privacy(huis).get("/v1/logboek/dataverwerkingen?limit=100").json()["dataverwerkingen"]
    aanvaard = {deel["attributes"].get(WIE) for deel in alle if deel["name"] == "api:match:aanvaarden"}
    assert aanvaard - {None} == toen


def test_L01_wat_de_tijd_deed_staat_niet_op_het_spoor_van_wie_het_toevallig_trof(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    school.meldt(ouders=(), toestemming=None)
    huis.klok.verder(days=29)
    antwoord = huis.client.post("/v1/signalen", json=cjg.lichaam(ouders=()), headers=cjg.kop() | SPOOR)
    assert antwoord.status_code == 201
    op_spoor = {r["tag"] for r in logregels(huis) if r["trace_id"] == "ab" * 16}
    assert op_spoor == {"api:signaal:registreren"}
    (vernietigd,) = [r for r in logregels(huis) if r["regel"] == "T06" and r["code"] == "signaal=1"]
    assert vernietigd["ouder_span_id"] is None


def test_L01_rijen_van_voor_er_een_eigen_spoor_was_krijgen_elk_een_eigen_kenmerk(
    gemeld: Huis, plaats: Verzamelplaats
) -> None:
    een_match(gemeld)
    knoei(
        gemeld,
        "UPDATE logregel SET span_id = repeat('ab', 8), begonnen = NULL, geeindigd = NULL, ouder_span_id = NULL",
    )
    verzegel(gemeld)
    assert geef_door(gemeld) is True
    assert len({s["span"] for s in plaats.spans}) == len(plaats.spans) > 10


def test_L01_een_verzamelaar_krijgt_alles_een_keer_en_in_volgorde(gemeld: Huis, plaats: Verzamelplaats) -> None:
    een_match(gemeld)
    assert geef_door(gemeld) is False, "nothing is sealed yet"
    verzegel(gemeld)
    assert geef_door(gemeld) is True
    assert geef_door(gemeld) is False
    regels = logregels(gemeld)
    spans = plaats.spans
    namen = {r["span_id"]: r["tag"] for r in regels}
    assert {s["span"]: s["naam"] for s in spans if s["span"] in namen} == namen
    assert len({s["span"] for s in spans}) == len(spans)
    onder = [s for s in spans if s["span"] not in namen]
    assert onder
    assert all(s[WIE] and s["ouder"] in namen for s in onder)
    assert {s["gemeente"] for s in spans if s["naam"] == "api:signaal:registreren"} == {GEMEENTE}
    assert all(s["begin"] <= s["eind"] for s in spans)
    gezien = [s["span"] for s in spans if s["span"] in namen]
    volgorde = lees_database(gemeld, "SELECT l.span_id FROM blad b JOIN logregel l ON l.id = b.regel ORDER BY positie")
    assert sorted(gezien) == sorted(rij["span_id"] for rij in volgorde)
    assert {s["status"] for s in spans} == {Status.STATUS_CODE_OK}
    kop = plaats.koppen[0]
    assert (kop["Content-Type"], kop["Authorization"]) == ("application/x-protobuf", "Bearer geheim-token")


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_L01_wat_de_verzamelaar_niet_aanneemt_wacht_en_gaat_later(
    gemeld: Huis, plaats: Verzamelplaats, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    een_match(gemeld)
    verzegel(gemeld)
    plaats.status = status
    assert geef_door(gemeld) is None
    assert plaats.spans == []
    assert f'"doorgeven-wacht", "status": "{status}"' in caplog.text
    assert "geheim-token" not in caplog.text
    plaats.status = 200
    assert geef_door(gemeld)
    assert len(plaats.spans) >= len(logregels(gemeld))


def test_L01_wat_de_verzamelaar_fout_noemt_houdt_de_rest_niet_op(
    gemeld: Huis, plaats: Verzamelplaats, caplog: pytest.LogCaptureFixture
) -> None:
    een_match(gemeld)
    verzegel(gemeld)
    plaats.status = 400
    assert geef_door(gemeld)
    assert "doorgeven-geweigerd" in caplog.text
    for aantal, gemeld_als in ((3, "3"), (-1, ""), (2_000_000, "")):
        caplog.clear()
        plaats.status, plaats.geweigerd = 200, aantal
        gemeld.partij(f"Nog {aantal}").get("/v1/signalen")
        gemeld.partij(f"Weer {aantal}").meldt(KINDEREN[1])
        verzegel(gemeld)
        assert geef_door(gemeld) is True
        if gemeld_als:
            assert f'"doorgeven-geweigerd", "aantal": "{gemeld_als}"' in caplog.text


def test_L01_wat_te_groot_is_gaat_in_kleinere_happen_en_een_te_grote_regel_houdt_niets_op(
    gemeld: Huis, plaats: Verzamelplaats, caplog: pytest.LogCaptureFixture
) -> None:
    een_match(gemeld)
    verzegel(gemeld)
    plaats.hoogstens = 1500
    assert geef_door(gemeld) is True
    assert len(plaats.ruw) > 2
    assert {r["span_id"] for r in logregels(gemeld)} <= {s["span"] for s in plaats.spans}
    plaats.hoogstens = 10
    gemeld.partij("Nog een").get("/v1/signalen")
    verzegel(gemeld)
    assert geef_door(gemeld) is True
    assert "doorgeven-geweigerd" in caplog.text


@pytest.mark.parametrize("inhoud", [b"<html>ja</html>", b"{}"])
def test_L01_een_antwoord_dat_niet_van_een_verzamelaar_is_telt_niet(
    gemeld: Huis, plaats: Verzamelplaats, inhoud: bytes
) -> None:
    een_match(gemeld)
    verzegel(gemeld)
    plaats.zegt = inhoud
    assert geef_door(gemeld) is None
    plaats.zegt = None
    plaats.ruw.clear()
    assert geef_door(gemeld) is True
    assert {r["span_id"] for r in logregels(gemeld)} <= {s["span"] for s in plaats.spans}


def test_L01_een_weigering_is_ook_voor_de_verzamelaar_geen_fout(gemeld: Huis, plaats: Verzamelplaats) -> None:
    gemeld.partij("De Klaver").meldt(soort="x")
    verzegel(gemeld)
    geef_door(gemeld)
    geweigerd = {r["span_id"] for r in logregels(gemeld) if r["uitkomst"] == "geweigerd"}
    assert {s["span"] for s in plaats.spans if s["status"] == Status.STATUS_CODE_UNSET} == geweigerd != set()


def test_L01_een_verzamelaar_die_weg_is_kost_niets_en_wie_halverwege_stopte_geeft_zijn_beurt_op(
    gemeld: Huis, plaats: Verzamelplaats
) -> None:
    een_match(gemeld)
    verzegel(gemeld)
    verzamelaar = gemeld.tools.verzamelaar
    assert verzamelaar

    class Gestopt(BaseException):
        pass

    class Sterft:
        def stuur(self, _: Any, *, laatste: bool) -> Ontvangst:
            raise Gestopt

    with pytest.raises(Gestopt):
        dataverwerkingen.geef_door(gemeld.tools, Sterft())
    bezet = lees_database(gemeld, "SELECT bezet_tot FROM doorgeven")
    assert dataverwerkingen.geef_door(gemeld.tools, verzamelaar) is False, "another is at it"
    assert lees_database(gemeld, "SELECT bezet_tot FROM doorgeven") == bezet
    gemeld.klok.verder(seconds=61)
    assert dataverwerkingen.geef_door(gemeld.tools, verzamelaar)
    assert plaats.spans


def test_L01_de_worker_geeft_door_wat_er_bij_komt(gemeld: Huis, plaats: Verzamelplaats) -> None:
    een_match(gemeld)
    verzegel(gemeld)
    stop = threading.Event()
    draad = threading.Thread(target=lus.werk, args=(gemeld.tools, stop))
    draad.start()
    try:
        tot = time.monotonic() + 20
        while not plaats.spans and time.monotonic() < tot:
            time.sleep(0.05)
    finally:
        stop.set()
        draad.join()
    assert plaats.spans


def test_I07_er_gaat_geen_naam_en_geen_mens_die_het_deed_naar_de_verzamelaar(
    gemeld: Huis, plaats: Verzamelplaats
) -> None:
    school, cjg, wijkteam, match = een_match(gemeld)
    wijkteam.get(f"/v1/matches/{match}")
    verzegel(gemeld)
    geef_door(gemeld)
    alles = b"".join(plaats.ruw)
    for partij in (school, cjg, wijkteam):
        for geheim in (str(partij.professional), str(partij.id), "pro"):
            waarden = [waarde for span in plaats.spans for waarde in span.values()]
            assert geheim not in waarden
        assert str(partij.professional).encode() not in alles
    for bsn in (*KINDEREN, MOEDER):
        assert bsn.encode() not in alles


NU = datetime(2026, 11, 22, 10, tzinfo=UTC)


@given(st.lists(st.uuids(), unique=True, max_size=8))
def test_L01_een_regel_noemt_niemand_of_een_en_samen_allen(personen: list[UUID]) -> None:
    actie = Actie(
        trace_id=uuid4().hex,
        span_id="ab" * 8,
        naam="api:signaal:bekijken",
        doel="melden",
        begin=NU,
        eind=NU + timedelta(seconds=1),
        uitkomst=Uitkomst.GELUKT,
        gemeente=None,
        ouder_span_id="ef" * 8,
    )
    gevonden = list(acties(actie, personen))
    assert [a.betrokkene for a in gevonden if a.betrokkene] == personen
    assert gevonden[0].span_id == actie.span_id
    assert len({a.span_id for a in gevonden}) == len(gevonden)
    assert {a.ouder_span_id for a in gevonden[1:]} <= {actie.span_id}
    assert list(acties(actie, personen)) == gevonden
