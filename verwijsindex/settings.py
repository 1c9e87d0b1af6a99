# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Settings of the index, from the environment (VERWIJSINDEX_...), and what production refuses (protocol, section 6)."""

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from verwijsindex.protocol.adres import host_van, is_lokaal
from verwijsindex.protocol.b64 import van_tekst
from verwijsindex.protocol.fouten import CoderingOngeldig

# OINs for tests begin with 00000099; nobody has one.
PROEF_OIN = "00000099" + "0" * 12


class Modus(StrEnum):
    """Development opens demo log-ins and a clock that can be set; production refuses both."""

    ONTWIKKELING = "ontwikkeling"
    PRODUCTIE = "productie"


class Settings(BaseSettings):
    """Read once, in `bootstrap`; secrets do not print."""

    model_config = SettingsConfigDict(env_prefix="VERWIJSINDEX_", frozen=True, extra="ignore")

    modus: Modus = Modus.PRODUCTIE
    database_url: SecretStr = Field(description="als toepassing: postgresql+psycopg://verwijsindex_toepassing@...")
    eigenaar_database_url: SecretStr | None = Field(default=None, description="als eigenaar, alleen voor migreren")
    sleutelbestand: Path
    sleutelkast: Path | None = Field(default=None, description="map met de eigen sleutels; niet in de back-up")
    index_id: str = Field(min_length=1, max_length=60)
    publiek_adres: str = Field(description="het adres waarop anderen de index bereiken, zonder /v1")
    host: str = "127.0.0.1"
    poort: int = Field(default=8000, ge=1, le=65535)
    sleutelversies: frozenset[int] = frozenset({1})
    pseudoniemendienst_adres: str
    beheerder: str = Field(default="", description="wie de index beheert")
    pseudoniemendienst_beheerder: str = Field(default="", description="wie de pseudoniemendienst beheert")
    manifestsleutel: str = Field(default="", description="de vastgepinde manifestsleutel van de pseudoniemendienst")
    dpia_besluit: str = Field(default="", description="kenmerk van het DPIA-besluit van de gemeente")
    oin: str = Field(default=PROEF_OIN, pattern=r"^[0-9]{20}$", description="OIN van wie de index aanbiedt")
    mailserver: SecretStr | None = Field(default=None, description="smtp://gebruiker:wachtwoord@host:587 of smtps://")
    mail_van: str = Field(default="", description="afzender van brieven")
    mail_retour: str = Field(default="", description="waar onbestelbare brieven terugkomen")
    zegel_database_url: SecretStr | None = Field(default=None, description="als verwijsindex_zegel, voor de worker")
    getuigen: tuple[str, ...] = Field(default=(), description="publieke sleutels van wie koppen medeondertekent, JSON")
    otlp_adres: str = Field(default="", description="verzamelaar van het logboek, met pad: https://.../v1/traces")
    otlp_sleutel: SecretStr | None = Field(default=None, description="toegangstoken van de verzamelaar")
    verwerkingenregister: str = Field(default="", description="URI waarachter het doel komt, in het AVG-register")
    alarm_na: int = Field(default=60, ge=1, description="na hoeveel minuten wachten van een bericht er alarm is")
    verbindingen: int = Field(default=20, ge=4, le=200)
    klok_bestand: Path | None = None

    @property
    def ontwikkeling(self) -> bool:
        """Demo log-ins and a set clock are allowed."""
        return self.modus is Modus.ONTWIKKELING

    @property
    def kast(self) -> Path:
        """The folder of the key cabinet (B03): beside the key file unless it is set."""
        return self.sleutelkast or self.sleutelbestand.with_suffix(".kast")

    @property
    def gescheiden(self) -> bool:
        """Index and pseudonym service are in the hands of two named parties (protocol, sections 1 and 6)."""
        beide = [naam.strip().casefold() for naam in (self.beheerder, self.pseudoniemendienst_beheerder)]
        return all(beide) and beide[0] != beide[1]


def _is_sleutel(tekst: str) -> bool:
    try:
        van_tekst(tekst, 32)
    except CoderingOngeldig:
        return False
    return True


def bezwaren(settings: Settings) -> list[str]:
    """Why production may not start: each one Dutch sentence that says what to do. Empty in development."""
    if settings.ontwikkeling:
        return []
    dienst = settings.pseudoniemendienst_adres
    redenen = {
        "Zet VERWIJSINDEX_PSEUDONIEMENDIENST_ADRES op een https-adres van een andere partij: een lokale dienst"
        " beschermt alleen tegen diefstal van de database.": urlsplit(dienst).scheme != "https"
        or is_lokaal(dienst)
        or host_van(dienst) == host_van(settings.publiek_adres),
        "Laat de pseudoniemendienst door een andere partij beheren en vul beide beheerders in"
        " (VERWIJSINDEX_BEHEERDER, VERWIJSINDEX_PSEUDONIEMENDIENST_BEHEERDER).": not settings.gescheiden,
        "Pin de sleutel van het manifest vast (VERWIJSINDEX_MANIFESTSLEUTEL), zoals de pseudoniemendienst hem toont:"
        " 32 bytes als base64url.": not _is_sleutel(settings.manifestsleutel),
        "Leg het DPIA-besluit van de gemeente vast (VERWIJSINDEX_DPIA_BESLUIT).": not settings.dpia_besluit.strip(),
        "Haal VERWIJSINDEX_KLOK_BESTAND weg: in productie loopt de klok gewoon.": settings.klok_bestand is not None,
        "Zet VERWIJSINDEX_PUBLIEK_ADRES op een https-adres.": urlsplit(settings.publiek_adres).scheme != "https",
        "Zet VERWIJSINDEX_OIN op het OIN van wie de index aanbiedt; berichten noemen het als bron.": (
            settings.oin == PROEF_OIN
        ),
        "Zet VERWIJSINDEX_OTLP_ADRES op een https-adres, of op een verzamelaar op deze machine.": (
            bool(settings.otlp_adres)
            and urlsplit(settings.otlp_adres).scheme != "https"
            and not is_lokaal(settings.otlp_adres)
        ),
        "Zet VERWIJSINDEX_MAIL_VAN en VERWIJSINDEX_MAIL_RETOUR, of haal VERWIJSINDEX_MAILSERVER weg.": (
            settings.mailserver is not None and not (settings.mail_van and settings.mail_retour)
        ),
    }
    return [zin for zin, geldt in redenen.items() if geldt]
