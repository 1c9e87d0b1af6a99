# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The outside world: keys, tokens, calendar, files. Made in `bootstrap`, used through ports."""
