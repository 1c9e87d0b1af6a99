# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Alembic's entry: one connection, one transaction, no long waiting for locks."""

from alembic import context
from sqlalchemy import create_engine, text

from verwijsindex.storage import (  # noqa: F401 (their tables are compared too)
    bewaartabellen,
    cijfertabellen,
    logtabellen,
    posttabellen,
    rechtentabellen,
    sleuteltabellen,
)
from verwijsindex.storage.tables import Rij


def _voer_uit() -> None:
    engine = create_engine(context.config.attributes["url"], connect_args={"options": "-c lock_timeout=10s"})
    try:
        with engine.begin() as verbinding:
            verbinding.execute(text("SELECT pg_advisory_xact_lock(7346114)"))
            context.configure(connection=verbinding, target_metadata=Rij.metadata, compare_server_default=True)
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


_voer_uit()
