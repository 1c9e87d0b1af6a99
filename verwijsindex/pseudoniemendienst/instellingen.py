# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Settings of the service, from the environment (PD_...), and what production refuses."""

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from verwijsindex.protocol.adres import is_lokaal


class Modus(StrEnum):
    PRODUCTIE = "productie"
    ONTWIKKELING = "ontwikkeling"


class Instellingen(BaseSettings):
    """`basis_url` is the address by which clients know the service: the audience of assertions and tokens."""

    model_config = SettingsConfigDict(env_prefix="PD_", frozen=True)

    modus: Modus = Modus.PRODUCTIE
    database_url: SecretStr
    sleutelbestand: Path
    index_id: str = Field(min_length=1, max_length=100)
    basis_url: str
    host: str = "127.0.0.1"
    poort: int = Field(default=8001, ge=1, le=65535)
    quota_aan: bool = True
    quotum_per_dag: int = Field(default=200, ge=1, le=1_000_000)
    quotum_inwerken: int = Field(default=5_000, ge=1, le=1_000_000)
    alarm_factor: int = Field(default=10, ge=2)
    klok_bestand: Path | None = None

    @field_validator("basis_url")
    @classmethod
    def _zonder_schuine_streep(cls, waarde: str) -> str:
        delen = urlsplit(waarde)
        if delen.scheme not in ("http", "https") or not delen.hostname or delen.query or delen.fragment:
            raise ValueError("geef een adres als https://pseudoniemen.example.nl")
        return waarde.rstrip("/")

    @property
    def token_url(self) -> str:
        return f"{self.basis_url}/v1/oauth/token"

    @property
    def productie(self) -> bool:
        return self.modus is Modus.PRODUCTIE


def weigeringen(instellingen: Instellingen, *, libsodium: bool, demo_accounts: bool) -> list[str]:
    """Why the service may not start in production, one Dutch sentence each that says what to do."""
    redenen = [
        (not libsodium, "Installeer libsodium 1.0.18 of nieuwer: zonder rekent de dienst niet in constante tijd."),
        (
            _leesbaar_voor_anderen(instellingen.sleutelbestand),
            "Maak het sleutelbestand leesbaar voor alleen de dienst: chmod 600 op het bestand van PD_SLEUTELBESTAND.",
        ),
        (not instellingen.quota_aan, "Zet de quota aan: verwijder PD_QUOTA_AAN."),
        (
            demo_accounts,
            "Verwijder de demo-accounts (account --organisatie ... --verwijder): in productie mag er geen bestaan.",
        ),
        (
            instellingen.klok_bestand is not None,
            "Verwijder PD_KLOK_BESTAND: in productie geldt de klok van het systeem.",
        ),
        (
            not instellingen.basis_url.startswith("https://") or is_lokaal(instellingen.basis_url),
            "Geef in PD_BASIS_URL het openbare https-adres: de dienst staat niet op de machine van de index.",
        ),
    ]
    return [zin for geldt, zin in redenen if geldt]


def _leesbaar_voor_anderen(pad: Path) -> bool:
    return pad.exists() and bool(pad.stat().st_mode & 0o077)
