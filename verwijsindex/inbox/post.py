# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where a reader of letters says that he wants no daily overview, or does again; the link is in the letter (N04).

Without logging in: a mail program follows it for him (RFC 8058), and whoever has the link is who got the letter.
"""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from verwijsindex.inbox.antwoord import id_van
from verwijsindex.inbox.bezoeker import Huis
from verwijsindex.inbox.weergave import toon
from verwijsindex.use_cases import brieven

router = APIRouter(prefix="/inbox/post")
AAN = "aan"


@router.get("/{mailadres}")
def vraag(huis: Huis, mailadres: str) -> Response:
    """The question; asking changes nothing, for programs follow links too. Raises NietGevonden."""
    id_ = id_van(mailadres)
    return toon("post.html", None, id=id_, dagelijks=brieven.is_dagelijks(huis.tools, id_), gedaan=False)


@router.post("/{mailadres}")
def zet(huis: Huis, mailadres: str, overzicht: Annotated[str, Form()] = "") -> Response:
    """No daily overview any more, as a mail program asks with one click; or again, with `overzicht=aan`."""
    id_, dagelijks = id_van(mailadres), overzicht == AAN
    brieven.stel_dagelijks(huis.tools, id_, dagelijks=dagelijks)
    return toon("post.html", None, id=id_, dagelijks=dagelijks, gedaan=True)
