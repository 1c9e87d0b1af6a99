# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Everything that speaks SQL. Functions take a transaction and give domain values."""
