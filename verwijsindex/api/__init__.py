# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP API: routes, shapes, errors. Rights are typed parameters; rules are asked again by the use case."""
