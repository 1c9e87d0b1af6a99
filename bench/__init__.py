# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Measurements: each module prints one JSON object per line, against something measured in the same run."""
