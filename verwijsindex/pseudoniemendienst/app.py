# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The service over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, Form, Header, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolLeeg
from starlette.exceptions import HTTPException

from migraties.pseudoniemendienst import HOOFD
from verwijsindex.protocol import b64, groep_libsodium
from verwijsindex.protocol.bewering import TYPE_BEWERING
from verwijsindex.protocol.groep import beste_groep
from verwijsindex.pseudoniemendienst import problemen
from verwijsindex.pseudoniemendienst.evaluaties import Dienst
from verwijsindex.pseudoniemendienst.fouten import NietGereed, PdFout
from verwijsindex.pseudoniemendienst.instellingen import Instellingen, weigeringen
from verwijsindex.pseudoniemendienst.klok import Klok, klok_van
from verwijsindex.pseudoniemendienst.opslag import Account, Opslag
from verwijsindex.pseudoniemendienst.sleutels import Sleutelkast
from verwijsindex.pseudoniemendienst.toegang import LEVENSDUUR, Toegang

router = APIRouter()


class StartGeweigerd(Exception):
    """`redenen` are Dutch sentences."""

    def __init__(self, redenen: list[str]) -> None:
        super().__init__(" ".join(redenen))
        self.redenen = redenen


class TokenVraag(BaseModel):
    model_config = ConfigDict(extra="forbid")

    grant_type: Literal["client_credentials"]
    client_assertion_type: Annotated[str, Field(pattern=f"^{TYPE_BEWERING}$")]
    client_assertion: Annotated[str, Field(max_length=8192)]


class EvaluatieIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    soort: Annotated[str, Field(max_length=50)]
    versie: Annotated[int, Field(ge=1, le=2**31 - 1)]
    geblindeerd: Annotated[list[str], Field(min_length=1)]


class EvaluatieUit(BaseModel):
    versie: int
    geevalueerd: list[str]
    bewijs: str
    resterend: int


class TokenUit(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (the name of a scheme)
    expires_in: int


def maak_app(instellingen: Instellingen, klok: Klok | None = None) -> FastAPI:
    """The ASGI application. Raises StartGeweigerd where production forbids to run so.

    `klok` is for tests; otherwise the system's clock, or in development that of PD_KLOK_BESTAND.
    """
    if instellingen.productie:
        _eis_productie(instellingen)
    opslag = Opslag(instellingen.database_url.get_secret_value())
    groep = beste_groep()
    sleutels = Sleutelkast(instellingen.sleutelbestand, instellingen.index_id, groep)

    @asynccontextmanager
    async def levensloop(_: FastAPI) -> AsyncIterator[None]:
        yield
        opslag.sluit()

    app = FastAPI(
        title="Pseudoniemendienst",
        version=problemen.VERSIE,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=levensloop,
        exception_handlers={
            PdFout: problemen.bij_pd_fout,
            RequestValidationError: problemen.bij_ongeldige_invoer,
            HTTPException: problemen.bij_http_fout,
            OperationalError: problemen.bij_database_weg,
            InterfaceError: problemen.bij_database_weg,
            PoolLeeg: problemen.bij_database_weg,
        },
    )
    app.state.dienst = Dienst(instellingen, opslag, sleutels, groep)
    app.state.toegang = Toegang(instellingen, opslag, sleutels)
    app.state.klok = klok or klok_van(instellingen.klok_bestand)
    app.add_middleware(problemen.Schil)
    app.include_router(router)
    return app


def _eis_productie(instellingen: Instellingen) -> None:
    opslag = Opslag(instellingen.database_url.get_secret_value())
    try:
        demo_accounts = opslag.heeft_demo_account()
    except OperationalError:
        raise StartGeweigerd(["De database is niet bereikbaar: controleer PD_DATABASE_URL."]) from None
    finally:
        opslag.sluit()
    libsodium = groep_libsodium.laad() is not None
    if redenen := weigeringen(instellingen, libsodium=libsodium, demo_accounts=demo_accounts):
        raise StartGeweigerd(redenen)


def _dienst(request: Request) -> Dienst:
    dienst: Dienst = request.app.state.dienst
    return dienst


def _toegang(request: Request) -> Toegang:
    toegang: Toegang = request.app.state.toegang
    return toegang


def _nu(request: Request) -> datetime:
    klok: Klok = request.app.state.klok
    return klok()


DienstHier = Annotated[Dienst, Depends(_dienst)]
ToegangHier = Annotated[Toegang, Depends(_toegang)]
Nu = Annotated[datetime, Depends(_nu)]


def _afzender(toegang: ToegangHier, nu: Nu, authorization: Annotated[str, Header()] = "") -> Account:
    return toegang.lees_token(authorization, nu)


Afzender = Annotated[Account, Depends(_afzender)]


@router.get("/v1/sleutels")
def sleutels(dienst: DienstHier, nu: Nu) -> dict[str, object]:
    return dienst.sleutels.manifest(nu)


@router.post("/v1/oauth/token")
def token(vraag: Annotated[TokenVraag, Form()], toegang: ToegangHier, nu: Nu) -> TokenUit:
    return TokenUit(
        access_token=toegang.geef_token(vraag.client_assertion, nu),
        expires_in=int(LEVENSDUUR.total_seconds()),
    )


@router.post("/v1/evaluaties")
def evaluaties(invoer: EvaluatieIn, afzender: Afzender, dienst: DienstHier, nu: Nu) -> EvaluatieUit:
    evaluatie, resterend = dienst.evalueer(afzender, invoer.soort, invoer.versie, invoer.geblindeerd, nu)
    return EvaluatieUit(
        versie=invoer.versie,
        geevalueerd=[b64.naar_tekst(element) for element in evaluatie.elementen],
        bewijs=b64.naar_tekst(evaluatie.bewijs),
        resterend=resterend,
    )


@router.get("/gezondheid")
def gezondheid() -> dict[str, str]:
    return {"status": "gezond"}


@router.get("/gereed")
def gereed(dienst: DienstHier) -> dict[str, str]:
    dienst.sleutels.bestand()
    if dienst.opslag.versie() != HOOFD:
        raise NietGereed
    return {"status": "gereed"}
