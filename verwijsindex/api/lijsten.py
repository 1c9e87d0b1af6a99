# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Lists in pages: an opaque cursor, a limit, and the link to the next page."""

import base64
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import OngeldigeInvoer

Plaats = tuple[datetime, UUID]
Cursor = Annotated[str | None, Query(max_length=200, description="waar de vorige bladzijde ophield")]
Aantal = Annotated[int, Query(ge=1, le=200, description="hoeveel per bladzijde")]
ONGELDIG = geweigerd("cursor-ongeldig", "I06", "Deze cursor is niet van ons. Begin de lijst opnieuw.", "/cursor")


def lees_cursor(cursor: str | None) -> Plaats | None:
    """The place that `zet_volgende` gave. Raises OngeldigeInvoer."""
    if cursor is None:
        return None
    try:
        moment, id_ = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        plaats = datetime.fromisoformat(moment), UUID(id_)
    except ValueError:
        raise OngeldigeInvoer([ONGELDIG]) from None
    if plaats[0].tzinfo is None:
        raise OngeldigeInvoer([ONGELDIG])
    return plaats


def zet_volgende(request: Request, response: Response, verder: Plaats | None, aantal: int) -> None:
    """Link to the next page, if there is one, with nothing in it but cursor and limit."""
    if verder:
        moment, id_ = verder
        cursor = base64.urlsafe_b64encode(f"{moment.isoformat()} {id_}".encode()).decode().rstrip("=")
        zet_volgende_cursor(request, response, cursor, aantal)


def zet_volgende_cursor(
    request: Request, response: Response, cursor: str, aantal: int, **vraag: UUID | str | None
) -> None:
    """The same for a cursor that was made already, with what was asked: only what was understood is repeated."""
    gevraagd = {naam: str(waarde) for naam, waarde in vraag.items() if waarde}
    vraag_en_plaats = urlencode(gevraagd | {"cursor": cursor, "limit": str(aantal)})
    response.headers["Link"] = f'<{request.url.path}?{vraag_en_plaats}>; rel="next"'


def naar_cursor(nummer: int) -> str:
    """A place in a list that is ordered by number."""
    return base64.urlsafe_b64encode(f"p{nummer}".encode()).decode().rstrip("=")


def uit_cursor(cursor: str | None) -> int:
    """The place that `naar_cursor` gave, 0 at the beginning. Raises OngeldigeInvoer."""
    if cursor is None:
        return 0
    try:
        tekst = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise OngeldigeInvoer([ONGELDIG]) from None
    if not (tekst[:1] == "p" and tekst[1:].isascii() and tekst[1:].isdecimal() and len(tekst) < 20):
        raise OngeldigeInvoer([ONGELDIG])
    return int(tekst[1:])
