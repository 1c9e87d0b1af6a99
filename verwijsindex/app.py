# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The index as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

import anyio.to_thread
import yaml
from fastapi import FastAPI

from verwijsindex.api import (
    abonnementen,
    adviezen,
    bezorgingen,
    cijfers,
    convenanten,
    coordinatie,
    doorbrekingen,
    errors,
    gebeurtenissen,
    informeringen,
    logboek,
    logvragen,
    matches,
    middleware,
    nazorg,
    openapi,
    opvolgen,
    overdrachten,
    signalen,
    stelsel,
    toegang,
    toestemmingen,
    veiligheidsgronden,
    verzoeken,
    voorstellen,
)
from verwijsindex.api.deps import Voorkant
from verwijsindex.domain.logboek import Bron
from verwijsindex.inbox import fouten, paginas
from verwijsindex.log import Gebeurtenis, meld
from verwijsindex.use_cases.ports import Installatie


def maak_app(installatie: Installatie, *, draden: int = 16) -> FastAPI:
    """The API and the inbox on one set of tools; `draden` bounds how many deeds run at once."""

    @asynccontextmanager
    async def leven(_app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = draden
        meld(Gebeurtenis.GESTART, onderdeel="index")
        yield
        meld(Gebeurtenis.GESTOPT, onderdeel="index")

    app = FastAPI(
        title="Verwijsindex", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=leven
    )
    app.state.installatie = installatie
    app.state.voorkanten = (Voorkant("/inbox", Bron.INBOX, fouten.pagina),)
    _zet_routes(app)
    errors.stel_in(app)
    app.add_middleware(middleware.Poortwachter)
    app.add_middleware(middleware.Koppen)
    # Made at the first question: it takes longer than everything else together.
    app.openapi = cache(partial(openapi.maak_contract, app))  # type: ignore[method-assign]
    return app


def _zet_routes(app: FastAPI) -> None:
    for deel in (
        toegang,
        signalen,
        toestemmingen,
        veiligheidsgronden,
        informeringen,
        verzoeken,
        adviezen,
        matches,
        opvolgen,
        overdrachten,
        nazorg,
        coordinatie,
        voorstellen,
        gebeurtenissen,
        abonnementen,
        bezorgingen,
        convenanten,
        doorbrekingen,
        cijfers,
        logboek,
        logvragen,
        stelsel,
    ):
        app.include_router(deel.router, prefix="/v1")
    app.include_router(paginas.router, include_in_schema=False)


def contract_tekst() -> str:
    """The contract as `openapi.yaml` holds it; needs no running index."""
    app = FastAPI()
    _zet_routes(app)
    return yaml.safe_dump(openapi.maak_contract(app), allow_unicode=True, sort_keys=False, width=120)
