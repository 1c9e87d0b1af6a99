# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A municipality on paper, drawn from a seed: people, organisations, involvement, directors; to measure rules on."""
