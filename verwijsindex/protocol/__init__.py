# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Pseudonyms, sealing and machine identity: what index, pseudonym service and connectors share."""
