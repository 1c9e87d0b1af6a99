# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
import logging
from typing import Any

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from migraties.pseudoniemendienst import HOOFD, VERSIETABEL, migreer
from tests.pseudoniemendienst.conftest import Klokje, draaiend, element
from verwijsindex.protocol.bewering import TYPE_BEWERING
from verwijsindex.pseudoniemendienst import fouten, problemen
from verwijsindex.pseudoniemendienst.app import maak_app
from verwijsindex.pseudoniemendienst.tabellen import PdTabel


def test_elk_antwoord_draagt_de_versie_en_de_veilige_koppen(proef: Any) -> None:
    for antwoord in (
        proef.http.get("/v1/sleutels"),
        proef.http.get("/bestaat-niet"),
        proef.http.get("/v1/evaluaties"),
        proef.http.post("/v1/evaluaties", content=b"x" * 70_000),
    ):
        assert antwoord.headers["API-Version"] == problemen.VERSIE
        assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
        assert antwoord.headers["Cache-Control"] == "no-store"
        if antwoord.status_code != 200:
            assert antwoord.headers["content-type"] == "application/problem+json"
            assert {"status", "title", "detail", "code"} <= set(antwoord.json())
            assert antwoord.json()["status"] == antwoord.status_code


def test_geen_omleiding_bij_een_schuine_streep_en_405_noemt_wat_mag(proef: Any) -> None:
    assert proef.http.get("/v1/sleutels/", follow_redirects=False).status_code == 404
    antwoord = proef.http.get("/v1/evaluaties")
    assert (antwoord.status_code, antwoord.headers["Allow"]) == (405, "POST")
    for pad in ("/docs", "/openapi.json", "/redoc"):
        assert proef.http.get(pad).status_code == 404


def test_een_aanvraag_boven_de_grens_wordt_niet_gelezen(proef: Any) -> None:
    def brokken() -> Any:
        for _ in range(10):
            yield b" " * 10_000

    koppen = {"Content-Type": "application/json", "Authorization": f"Bearer {proef.token()}"}
    for inhoud in (b"x" * 65_537, brokken()):
        antwoord = proef.http.post("/v1/evaluaties", content=inhoud, headers=koppen)
        assert (antwoord.status_code, antwoord.json()["code"]) == (413, "aanvraag-te-groot")


def test_een_volle_batch_past_in_de_grens() -> None:
    assert len(json.dumps({"soort": "persoon", "versie": 1, "geblindeerd": ["A" * 43] * 1000})) < 65_536


def test_json_die_geen_json_is_geeft_400(proef: Any) -> None:
    koppen = {"Content-Type": "application/json", "Authorization": f"Bearer {proef.token()}"}
    for inhoud in (b"{", b"[" * 20_000, b"", b"\xff\xfe", b"null", b"[]"):
        antwoord = proef.http.post("/v1/evaluaties", content=inhoud, headers=koppen)
        assert (antwoord.status_code, antwoord.json()["code"]) == (400, "ongeldige-invoer")


def test_elke_fout_van_de_dienst_heeft_een_status() -> None:
    assert set(problemen.STATUS) == set(fouten.PdFout.__subclasses__())
    codes = [soort.code for soort in problemen.STATUS]
    assert len(set(codes)) == len(codes)


def test_de_database_weg_geeft_503_en_daarna_werkt_het_weer(proef: Any, cluster: Any) -> None:
    token = proef.token()
    assert proef.evalueer(element(), token=token).status_code == 200
    cluster.uit()
    try:
        for antwoord in (
            proef.evalueer(element(), token=token),
            proef.aanmelding(proef.organisatie.bewering()),
            proef.http.get("/gereed"),
        ):
            assert (antwoord.status_code, antwoord.json()["code"]) == (503, "database-niet-bereikbaar")
        assert proef.http.get("/v1/sleutels").status_code == 200
    finally:
        cluster.aan()
    assert proef.evalueer(element(), token=token).json()["resterend"] == 18
    assert proef.http.get("/gereed").status_code == 200


def test_een_onverwachte_fout_geeft_500_zonder_inhoud(proef: Any, caplog: pytest.LogCaptureFixture) -> None:
    def stuk() -> None:
        raise RuntimeError("999990019")

    proef.http.app.state.klok = stuk
    antwoord = proef.http.get("/v1/sleutels")
    assert (antwoord.status_code, antwoord.json()["code"]) == (500, "onverwachte-fout")
    assert "999990019" not in antwoord.text + caplog.text
    assert antwoord.headers["API-Version"] == problemen.VERSIE


def test_een_database_van_een_andere_versie_is_niet_gereed(proef: Any) -> None:
    motor = create_engine(proef.instellingen.database_url.get_secret_value())
    with motor.begin() as verbinding:
        verbinding.exec_driver_sql("update pd_versie set version_num = '0000'")
    motor.dispose()
    assert proef.http.get("/gereed").json()["code"] == "niet-gereed"


def test_de_migraties_geven_de_tabellen_van_het_model(pd_url: str) -> None:
    migreer(pd_url)
    motor = create_engine(pd_url)
    with motor.connect() as verbinding:
        context = MigrationContext.configure(
            verbinding, opts={"version_table": VERSIETABEL, "compare_server_default": True}
        )
        assert compare_metadata(context, PdTabel.metadata) == []
        assert context.get_current_revision() == HOOFD
    motor.dispose()


def test_de_migraties_gaan_terug_en_weer_heen(pd_url: str) -> None:
    from alembic import command

    from migraties.pseudoniemendienst import instelling

    command.downgrade(instelling(pd_url), "base")
    migreer(pd_url)


def test_over_een_echte_verbinding_komt_geen_inhoud_in_een_log(
    proef: Any, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    geheim, bewering = element(), proef.organisatie.bewering()
    with draaiend(lambda _: maak_app(proef.instellingen, Klokje())) as adres, httpx.Client(base_url=adres) as http:
        vraag = {"grant_type": "client_credentials", "client_assertion_type": TYPE_BEWERING}
        antwoord = http.post("/v1/oauth/token", data=vraag | {"client_assertion": bewering})
        token = antwoord.json()["access_token"]
        koppen = {"Authorization": f"Bearer {token}"}
        for geblindeerd, status in (([geheim], 200), ([geheim, "999990019"], 400)):
            inhoud = {"soort": "persoon", "versie": 1, "geblindeerd": geblindeerd}
            assert http.post("/v1/evaluaties", json=inhoud, headers=koppen).status_code == status
        http.post("/v1/evaluaties?bsn=999990019", content=b"{999990019", headers=koppen)
    uit = capfd.readouterr()
    eigen = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore")))
    for canarie in ("999990019", geheim, bewering, token):
        assert canarie not in uit.out + uit.err + eigen
