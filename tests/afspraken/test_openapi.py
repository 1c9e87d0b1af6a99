# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The contract: checked in as the app gives it, valid, and without a finding of the official linter."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.afspraken import weigeringen
from tests.afspraken.scanners import WORTEL
from verwijsindex.api.errors import STATUS
from verwijsindex.api.openapi import OPEN
from verwijsindex.app import contract_tekst

BESTAND = WORTEL / "openapi.yaml"
METHODEN = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    inhoud: dict[str, Any] = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return inhoud


def test_het_contract_in_de_map_is_gelijk_aan_de_api() -> None:
    assert BESTAND.read_text(encoding="utf-8") == contract_tekst(), "draai `verwijsindex openapi`"


def test_het_contract_noemt_elke_weigering_die_de_bron_kan_geven(contract: dict[str, Any]) -> None:
    bestand = WORTEL / "verwijsindex/gegevens/weigeringen.yaml"
    assert bestand.read_text(encoding="utf-8") == weigeringen.als_bestand(), (
        "draai `python -m tests.afspraken.weigeringen > verwijsindex/gegevens/weigeringen.yaml`"
    )
    codes = contract["components"]["schemas"]["Probleem"]["properties"]["code"]["description"]
    assert len(weigeringen.in_de_bron()) >= 90
    assert [code for code in weigeringen.in_de_bron() if f"`{code}`" not in codes] == []


def test_het_contract_is_geldig_openapi(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.1")
    assert [fout.message for fout in OpenAPIV31SpecValidator(contract).iter_errors()] == []


def test_elke_handeling_noemt_versie_fouten_en_toegang(contract: dict[str, Any]) -> None:
    handelingen = [
        (pad, methode, deel)
        for pad, methoden in contract["paths"].items()
        for methode, deel in methoden.items()
        if methode in METHODEN
    ]
    assert len(handelingen) >= 17
    for pad, methode, deel in handelingen:
        assert deel["operationId"], (pad, methode)
        assert deel["summary"], (pad, methode)
        assert ("security" in deel) is (pad not in OPEN), (pad, methode)
        fouten = {int(code) for code in deel["responses"] if int(code) >= 400}
        assert fouten <= {*STATUS.values()}, (pad, methode)
        assert 503 in fouten or pad in OPEN, (pad, methode)
        for code, antwoord in deel["responses"].items():
            assert "API-Version" in antwoord["headers"], (pad, methode, code)
            assert int(code) < 400 or set(antwoord["content"]) == {"application/problem+json"}, (pad, methode, code)


def test_geen_enkel_veld_van_het_contract_is_vrij_van_vorm(contract: dict[str, Any]) -> None:
    """What comes in is closed: no unknown fields, and every text has a form or a length (S03)."""
    open_ = []
    for naam, schema in contract["components"]["schemas"].items():
        if not naam.endswith("In"):
            continue
        if schema.get("additionalProperties") is not False:
            open_.append(naam)
        for veld, vorm in schema["properties"].items():
            for deel in vorm.get("anyOf", [vorm]):
                vrij = deel.get("type") == "string" and not {"pattern", "maxLength", "format", "enum", "const"} & set(
                    deel
                )
                if vrij:
                    open_.append(f"{naam}.{veld}")
    assert open_ == []


def test_het_contract_geeft_geen_bevinding_van_de_officiele_linter() -> None:
    regels = Path(os.environ.get("ADR_LINTER") or WORTEL.parent / "shared/adr/linter-2.2.0-rc.1.yaml")
    spectral = WORTEL / "node_modules/.bin/spectral"
    if not regels.is_file():
        pytest.skip("de regels van de NLgov API Design Rules zijn er niet (ADR_LINTER)")
    if not spectral.is_file():
        pytest.skip("spectral is er niet; `make check` installeert het")
    klaar = subprocess.run(
        [spectral, "lint", BESTAND, "--ruleset", regels, "--fail-severity", "hint"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    assert "No results with a severity of 'hint' or higher found" in klaar.stdout
