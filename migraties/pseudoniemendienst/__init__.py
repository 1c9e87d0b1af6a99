# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Migrations of the pseudonym service's own database."""

from pathlib import Path

from alembic import command
from alembic.config import Config

HOOFD = "0001"
VERSIETABEL = "pd_versie"


def instelling(url: str) -> Config:
    """Alembic's configuration for the database at the SQLAlchemy address `url`."""
    configuratie = Config()
    configuratie.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    configuratie.attributes["url"] = url
    return configuratie


def migreer(url: str, doel: str = "head") -> None:
    """Brings the database to `doel`. Raises OperationalError while it is away or locked by others."""
    command.upgrade(instelling(url), doel)
