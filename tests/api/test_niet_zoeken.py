# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Nobody searches for a person, and numbers are only for who may see what they count (I05, I08)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.api.rechtentabel import KOLOMMEN, RIJEN
from verwijsindex.app import contract_tekst

# Where a sealed pseudonym comes in: with a report, and with a request of a data subject. What a list may be asked.
MELDEN = {"registreerSignaal", "registreerSignalen"}
VERZOEKEN = {"legVerzoekVast"}
BLADEREN = {"cursor", "limit", "lijst", "wacht"}
# Figures are asked by month, of the own municipality.
MAANDEN = {"leesCijfers": {"van", "tot", "gemeentecode"}}
# Places and sizes of the log, of which no row is shown there.
PLAATSEN = {"leesOpname": {"positie", "grootte"}, "leesGroei": {"van", "grootte"}}
# The log is asked by opaque ids, never by a token or a name (I05).
LOGVRAGEN = {"doorzoekLogboek": {"onderwerp", "professional", "soort", "cursor", "limit"}}
# A letter is of one request.
BRIEVEN = {"leesVerzoekantwoord": {"vorm"}}
# What holds numbers over many signals, and whose it is.
CIJFERS = {
    "/v1/cijfers": {"coordinator"},
    "/v1/doorbreekcijfers": {"privacy"},
    "/v1/convenanten/_voorvertoning": {"coordinator"},
}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    inhoud: dict[str, Any] = yaml.safe_load(contract_tekst())
    return inhoud


def _handelingen(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methoden in contract["paths"].values():
        yield from methoden.values()


def _velden(contract: dict[str, Any], schema: Any) -> Iterator[str]:
    """Every name in a schema, through its references."""
    match schema:
        case {"$ref": str(naar)}:
            yield from _velden(contract, contract["components"]["schemas"][naar.rpartition("/")[2]])
        case dict():
            yield from schema.get("properties", {})
            for deel in schema.values():
                yield from _velden(contract, deel)
        case list():
            for deel in schema:
                yield from _velden(contract, deel)
        case _:
            return


def test_I05_geen_route_zoekt_op_een_persoon(contract: dict[str, Any]) -> None:
    vragen = {
        handeling["operationId"]: {deel["name"] for deel in handeling.get("parameters", ()) if deel["in"] == "query"}
        for handeling in _handelingen(contract)
    }
    bekend = MAANDEN | PLAATSEN | LOGVRAGEN | BRIEVEN
    assert {naam: vragen.pop(naam) for naam in bekend} == bekend
    assert set().union(*vragen.values()) == BLADEREN
    met_token = {
        handeling["operationId"]
        for handeling in _handelingen(contract)
        if {"kindToken", "ouderToken", "ouderTokens"} & set(_velden(contract, handeling.get("requestBody")))
    }
    assert met_token == MELDEN | VERZOEKEN


def test_I05_geen_antwoord_bevat_een_pseudoniem_of_een_geboortemaand(contract: dict[str, Any]) -> None:
    for handeling in _handelingen(contract):
        uit = {veld for antwoord in handeling["responses"].values() for veld in _velden(contract, antwoord)}
        assert not uit & {"kindToken", "ouderToken", "ouderTokens", "geboortemaand", "bsn", "naamKind"}, handeling[
            "operationId"
        ]


@pytest.mark.parametrize("pad", CIJFERS)
def test_I08_aantallen_krijgt_alleen_wie_mag_zien_wat_zij_tellen(pad: str) -> None:
    (rij,) = (rij for rij in RIJEN if rij.pad == pad)
    mogen = {kolom for kolom, status in zip(KOLOMMEN, rij.eigen, strict=True) if status == 200}
    assert mogen == CIJFERS[pad]
