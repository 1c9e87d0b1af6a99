# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Alembic's entrance: one connection, one transaction, never waiting long for a lock."""

from alembic import context
from sqlalchemy import create_engine, pool

from migraties.pseudoniemendienst import VERSIETABEL

motor = create_engine(context.config.attributes["url"], poolclass=pool.NullPool, hide_parameters=True)
with motor.begin() as verbinding:
    verbinding.exec_driver_sql("set local lock_timeout = '5s'")
    context.configure(connection=verbinding, version_table=VERSIETABEL)
    context.run_migrations()
