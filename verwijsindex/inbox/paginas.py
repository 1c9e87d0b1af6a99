# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the inbox, a file per subject: log in, see the matches, follow up, hand over, appoint, read the log."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from verwijsindex.inbox import (
    aanmelden,
    bezorgingen,
    coordineren,
    gezinnen,
    lijsten,
    logboek,
    matchdaden,
    opvolgen,
    overdragen,
    post,
    rechten,
)

router = APIRouter(default_response_class=HTMLResponse)
DELEN = (
    *(lijsten, matchdaden, opvolgen, overdragen, gezinnen, coordineren, bezorgingen),
    *(logboek, rechten, aanmelden, post),
)
for deel in DELEN:
    router.include_router(deel.router)
