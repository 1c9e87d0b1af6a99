# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.pseudoniemendienst.conftest import element
from verwijsindex.protocol import b64, labels
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.protocol.manifest import SleutelStatus, lees_manifest
from verwijsindex.protocol.voprf import controleer, ontblind, verblind
from verwijsindex.pseudoniemendienst import sleutels

GROEP = beste_groep()


def verbruik(proef: Any) -> int:
    motor = create_engine(proef.instellingen.database_url.get_secret_value())
    with motor.connect() as verbinding:
        som = verbinding.execute(text("select coalesce(sum(aantal), 0) from verbruik")).scalar_one()
    motor.dispose()
    return int(som)


def test_een_evaluatie_draagt_een_bewijs_dat_bij_het_manifest_hoort(proef: Any) -> None:
    pin = b64.van_tekst(sleutels.lees(proef.instellingen.sleutelbestand).pin)
    manifest = lees_manifest(proef.http.get("/v1/sleutels").content, pin, proef.klok())
    assert manifest.index == "vi-proef"
    blinden = [verblind(GROEP, labels.invoer(bsn)) for bsn in ("999990019", "999990020")]
    antwoord = proef.evalueer(*[b64.naar_tekst(v.element) for v in blinden])
    assert antwoord.status_code == 200
    inhoud = antwoord.json()
    assert set(inhoud) == {"versie", "geevalueerd", "bewijs", "resterend"}
    assert inhoud["resterend"] == 18
    z = [b64.van_tekst(e, 32) for e in inhoud["geevalueerd"]]
    controleer(GROEP, manifest.actief("persoon").pk, [v.element for v in blinden], z, b64.van_tekst(inhoud["bewijs"]))
    n = [ontblind(GROEP, v.blind, e) for v, e in zip(blinden, z, strict=True)]
    assert len(set(n)) == 2


@pytest.mark.parametrize(
    ("slecht", "plaatsen"),
    [
        (["", "GOED", "AA"], ["/geblindeerd/0", "/geblindeerd/2"]),
        (["GOED", "A" * 43], ["/geblindeerd/1"]),
        (["GOED", "_" * 42 + "8"], ["/geblindeerd/1"]),
        (["GOED", "999990019"], ["/geblindeerd/1"]),
        (["GOED", "GOED="], ["/geblindeerd/1"]),
    ],
)
def test_een_misvormd_element_wordt_met_zijn_plaats_geweigerd_en_niet_geteld(
    proef: Any, slecht: list[str], plaatsen: list[str]
) -> None:
    goed = element()
    antwoord = proef.evalueer(*[tekst.replace("GOED", goed) for tekst in slecht])
    assert antwoord.status_code == 400
    assert antwoord.json()["code"] == "element-ongeldig"
    assert [fout["pointer"] for fout in antwoord.json()["fouten"]] == plaatsen
    assert verbruik(proef) == 0
    assert goed not in antwoord.text
    assert "999990019" not in antwoord.text


@pytest.mark.parametrize(
    ("anders", "status", "code"),
    [
        ({"soort": "adres"}, 403, "soort-niet-toegestaan"),
        ({"versie": 2}, 404, "sleutel-onbekend"),
        ({"versie": 9}, 404, "sleutel-onbekend"),
        ({"versie": 3}, 409, "sleutel-vervallen"),
        ({"geblindeerd": ["AA"] * 1001}, 413, "batch-te-groot"),
        ({"geblindeerd": []}, 400, "ongeldige-invoer"),
        ({"geblindeerd": "AA"}, 400, "ongeldige-invoer"),
        ({"geblindeerd": [1]}, 400, "ongeldige-invoer"),
        ({"versie": "1"}, 400, "ongeldige-invoer"),
        ({"versie": True}, 400, "ongeldige-invoer"),
        ({"versie": 0}, 400, "ongeldige-invoer"),
        ({"bsn": "999990019"}, 400, "ongeldige-invoer"),
        ({"999990019": 1}, 400, "ongeldige-invoer"),
        ({"soort": None}, 400, "ongeldige-invoer"),
    ],
)
def test_elke_weigering_heeft_haar_eigen_status_en_code(
    proef: Any, anders: dict[str, Any], status: int, code: str
) -> None:
    pad = proef.instellingen.sleutelbestand
    bestand = sleutels.met_volgende(sleutels.met_volgende(sleutels.lees(pad), proef.klok()), proef.klok())
    vervallen = replace(bestand.versies[2], status=SleutelStatus.UITLOOP, tot=proef.klok())
    sleutels.schrijf(pad, replace(bestand, versies=(*bestand.versies[:2], vervallen)))
    antwoord = proef.evalueer(element(), **anders)
    assert (antwoord.status_code, antwoord.json()["code"]) == (status, code)
    assert set(antwoord.json()) <= {"status", "title", "detail", "code", "regel", "fouten"}
    assert "999990019" not in antwoord.text
    assert verbruik(proef) == 0


def test_zonder_sleutelbestand_503_en_daarna_werkt_het_weer(proef: Any) -> None:
    pad = proef.instellingen.sleutelbestand
    inhoud = pad.read_text()
    token = proef.token()
    for stuk in (None, "{}", "[", inhoud.replace("vi-proef", "vi-ander")):
        pad.unlink() if stuk is None else pad.write_text(stuk)
        for antwoord in (proef.evalueer(element(), token=token), proef.http.get("/v1/sleutels")):
            assert (antwoord.status_code, antwoord.json()["code"]) == (503, "sleutel-niet-beschikbaar")
        assert proef.http.get("/gereed").status_code == 503
        assert proef.http.get("/gezondheid").status_code == 200
    pad.write_text(inhoud)
    assert proef.evalueer(element(), token=token).status_code == 200
    assert proef.http.get("/gereed").json() == {"status": "gereed"}


def test_het_quotum_telt_per_organisatie_per_dag_in_amsterdam(proef: Any) -> None:
    ander = proef.account()
    proef.klok.nu = datetime(2026, 11, 22, 22, 59, 0, tzinfo=UTC)
    assert proef.evalueer(*[element()] * 20).json()["resterend"] == 0
    vol = proef.evalueer(element())
    assert (vol.status_code, vol.json()["code"], vol.headers["Retry-After"]) == (429, "quotum-bereikt", "61")
    assert proef.evalueer(element(), token=proef.token(ander)).json()["resterend"] == 19
    proef.klok.nu += timedelta(seconds=60)
    assert proef.evalueer(element()).json()["resterend"] == 19


def test_een_te_grote_aanvraag_telt_niet_mee_en_een_kleinere_past_nog(proef: Any) -> None:
    assert proef.evalueer(*[element()] * 21).status_code == 429
    assert verbruik(proef) == 0
    assert proef.evalueer(*[element()] * 20).status_code == 200


def test_in_de_inwerkperiode_geldt_het_ruime_quotum_tot_en_met_de_laatste_dag(proef: Any) -> None:
    proef.account(proef.organisatie, inwerken_tot=date(2026, 11, 22))
    assert proef.evalueer(*[element()] * 50).json()["resterend"] == 0
    assert proef.evalueer(element()).status_code == 429
    proef.klok.nu += timedelta(days=1)
    assert proef.evalueer(*[element()] * 21).status_code == 429


def test_twintig_gelijktijdige_aanvragen_komen_samen_nooit_boven_het_quotum(proef: Any) -> None:
    token, een, uitkomsten, start = proef.token(), element(), [], Barrier(20)

    def poging() -> None:
        start.wait()
        uitkomsten.append(proef.evalueer(een, een, een, token=token).status_code)

    draden = [Thread(target=poging) for _ in range(20)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten) == [200] * 6 + [429] * 14
    assert verbruik(proef) == 18


def test_het_quotum_overleeft_een_herstart(proef: Any) -> None:
    from fastapi.testclient import TestClient

    from verwijsindex.pseudoniemendienst.app import maak_app

    proef.evalueer(*[element()] * 20)
    with TestClient(maak_app(proef.instellingen, proef.klok)) as opnieuw:
        proef.http = opnieuw
        assert proef.evalueer(element()).status_code == 429


def test_tienmaal_het_gemiddelde_geeft_een_alarm_per_dag_zonder_inhoud(
    proef: Any, caplog: pytest.LogCaptureFixture
) -> None:
    proef.evalueer(element(), element())
    proef.klok.nu += timedelta(days=1)
    proef.evalueer(*[element()] * 19)
    assert "globaal-alarm" not in caplog.text
    proef.evalueer(element())
    ander = proef.account()
    proef.evalueer(element(), token=proef.token(ander))
    regels = [json.loads(r.message) for r in caplog.records if r.name == "pseudoniemendienst"]
    assert regels == [{"gebeurtenis": "globaal-alarm", "totaal": 20, "gemiddelde": 2}]
