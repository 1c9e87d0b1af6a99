# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The pseudonym service: another party, with its own process, database, keys and operator. It sees no BSN."""
