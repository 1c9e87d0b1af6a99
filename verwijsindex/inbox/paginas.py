# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the inbox."""

from fastapi import APIRouter

router = APIRouter(prefix="/inbox")
