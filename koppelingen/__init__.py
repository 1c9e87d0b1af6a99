# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Connectors: what an organisation runs on its own machine to report from its own system."""
