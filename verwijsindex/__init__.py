# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The verwijsindex: signals about a child come together, one director leads, nothing lies still."""
