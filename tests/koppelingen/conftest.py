# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An organisation that trusts the sender of `afzender`, with a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from koppelingen.gezien import Gezien
from koppelingen.ontvanger import Ontvanger
from tests.koppelingen.afzender import INDEX, Klok


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def gezien(tmp_path: Path) -> Gezien:
    return Gezien(tmp_path / "ontvangen.sqlite3")


@pytest.fixture
def ontvanger(gezien: Gezien, klok: Klok) -> Ontvanger:
    return Ontvanger([INDEX.whpk], gezien, klok)
