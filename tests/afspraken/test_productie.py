# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Production starts only where two parties each hold a half, and an installation never claims more than that."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from verwijsindex.settings import Modus, Settings, bezwaren


def _settings(**anders: str) -> Settings:
    velden = {
        "index_id": "vi-proef",
        "publiek_adres": "https://index.example.nl",
        "pseudoniemendienst_adres": "https://pseudoniemen.example.nl",
        "beheerder": "gemeente",
        "pseudoniemendienst_beheerder": "een ander",
        "manifestsleutel": "AAAA",
        "dpia_besluit": "2026-17",
    }
    geheim = SecretStr("postgresql+psycopg://x@db.example.nl/index")
    return Settings(modus=Modus.PRODUCTIE, database_url=geheim, sleutelbestand=Path("index.json"), **(velden | anders))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "adres",
    [
        "https://localhost",
        "https://LOCALHOST.:8001",
        "https://pd.localhost",
        "https://127.0.0.2",
        "https://0.0.0.0",
        "https://[::1]:8001",
        "https://[::]",
        "https://[::ffff:127.0.0.1]",
        "https://index.example.nl:8001",
        "https://",
    ],
)
def test_A07_een_pseudoniemendienst_op_dezelfde_machine_telt_niet(adres: str) -> None:
    assert len(bezwaren(_settings(pseudoniemendienst_adres=adres))) == 1


@pytest.mark.parametrize("adres", ["https://pd.example.nl", "https://203.0.113.7", "https://[2001:db8::7]:8443/v1"])
def test_A07_een_pseudoniemendienst_elders_is_goed(adres: str) -> None:
    assert bezwaren(_settings(pseudoniemendienst_adres=adres)) == []


@pytest.mark.parametrize(("een", "ander"), [("", ""), ("a", ""), ("", "a"), ("a", "a")])
def test_A07_gescheiden_is_het_pas_met_twee_genoemde_beheerders(een: str, ander: str) -> None:
    settings = _settings(beheerder=een, pseudoniemendienst_beheerder=ander)
    assert settings.gescheiden is False
    assert len(bezwaren(settings)) == 1
    assert _settings().gescheiden is True
