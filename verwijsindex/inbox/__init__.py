# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The director's and coordinator's pages: server-rendered, working without JavaScript."""
