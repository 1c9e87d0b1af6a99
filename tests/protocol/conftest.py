# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
from pathlib import Path
from typing import Any

import pytest

from verwijsindex.protocol import groep_libsodium
from verwijsindex.protocol.groep import Groep
from verwijsindex.protocol.groep_pynacl import PynaclGroep

VECTOREN: dict[str, Any] = json.loads((Path(__file__).parent / "vectoren.json").read_text())


@pytest.fixture(scope="session")
def libsodium() -> Groep:
    gevonden = groep_libsodium.laad()
    if gevonden is None:
        pytest.skip("libsodium (1.0.18 of nieuwer) is op deze machine niet aanwezig")
    return gevonden


@pytest.fixture(scope="session", params=["libsodium", "pynacl"])
def groep(request: pytest.FixtureRequest) -> Groep:
    return PynaclGroep() if request.param == "pynacl" else request.getfixturevalue("libsodium")


@pytest.fixture(scope="session")
def vectoren() -> dict[str, Any]:
    return VECTOREN
