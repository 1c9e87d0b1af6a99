# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who asks: rights as typed parameters of a route."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request, Response

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.errors import NietIngelogd, NietToegestaan
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.protocol.spoor import lees_spoor
from verwijsindex.use_cases.ports import Installatie, Toegang, Tools

GEEN_TOKEN = geweigerd("geen-token", "A06", "Stuur een toegangstoken mee: Authorization: Bearer ...")


def installatie_van(request: Request) -> Installatie:
    """The running index."""
    return cast(Installatie, request.app.state.installatie)


def tools_van(request: Request) -> Tools:
    """Its tools."""
    return installatie_van(request).tools


Huis = Annotated[Installatie, Depends(installatie_van)]
Gereedschap = Annotated[Tools, Depends(tools_van)]


class Foutpagina(Protocol):
    """How another part of the app shows a refusal or fault."""

    def __call__(
        self, request: Request, status: int, besluiten: Sequence[Besluit], koppen: Mapping[str, str] | None = None
    ) -> Response:
        """An answer; the first of `besluiten` names the whole."""
        ...


@dataclass(frozen=True, slots=True)
class Voorkant:
    """A part of the app that is not the API: below which path, its name in the evidence, its errors."""

    pad: str
    bron: Bron
    foutpagina: Foutpagina


def voorkant_van(request: Request) -> Voorkant | None:
    """The part below whose path the request falls, as `app.state.voorkanten` names them; None for the API."""
    pad = request.scope["path"]
    voorkanten: Sequence[Voorkant] = getattr(request.app.state, "voorkanten", ())
    return next((v for v in voorkanten if pad == v.pad or pad.startswith(f"{v.pad}/")), None)


def aanroep_van(request: Request) -> Aanroep:
    """The caller as far as known, on the trace that he gave or a new one (W3C Trace Context)."""
    bekend: Aanroep | None = getattr(request.state, "aanroep", None)
    if bekend is None:
        trace_id, vreemde = lees_spoor(request.headers.get("traceparent", "")) or (secrets.token_hex(16), None)
        voorkant = voorkant_van(request)
        bron = voorkant.bron if voorkant else Bron.API
        bekend = Aanroep(bron, Rol.ONBEKEND, "onbekend", trace_id=trace_id, vreemde_span_id=vreemde)
        request.state.aanroep = bekend
    return bekend


def afzender_van(request: Request) -> Aanroep:
    """For a refusal: the caller, by his token if that holds, also when no route came so far as to ask for it (L01)."""
    wie = aanroep_van(request)
    if wie.rol is Rol.ONBEKEND:
        with suppress(NietIngelogd):
            toegang = _toegang(request)
            wie = replace(wie, organisatie=toegang.organisatie, professional=toegang.professional)
    return wie


def _toegang(request: Request) -> Toegang:
    soort, _, token = request.headers.get("authorization", "").partition(" ")
    if soort.lower() != "bearer" or not token:
        raise NietIngelogd([GEEN_TOKEN])
    huis = installatie_van(request)
    return huis.tokens.lees(token, huis.tools.klok())


@dataclass(frozen=True, slots=True)
class Hoedanigheid:
    """A capacity in which somebody may ask: what for, the right that he needs, the rule that refuses who lacks it."""

    rol: Rol
    doel: str
    recht: str
    regel: str


MELDER = Hoedanigheid(Rol.MELDER, "melden", "signalen", "A01")
REGISSEUR = Hoedanigheid(Rol.REGISSEUR, "regie", "regie", "I02")
COORDINATOR = Hoedanigheid(Rol.COORDINATOR, "procesregie", "procesregie", "I02")
PRIVACY = Hoedanigheid(Rol.PRIVACY, "privacy", "privacy", "I04")


def _melder(request: Request) -> Aanroep:
    """A system of an organisation, with or without a professional (A06)."""
    return _als(request, MELDER)


def _regisseur(request: Request) -> Aanroep:
    """A director, by a token on his name (I02)."""
    return _als(request, REGISSEUR)


def _coordinator(request: Request) -> Aanroep:
    """A coordinator, by a token on his name (I02)."""
    return _als(request, COORDINATOR)


def _privacy(request: Request) -> Aanroep:
    """A privacy officer, by a token on his name (I04)."""
    return _als(request, PRIVACY)


def _regievoerder(request: Request) -> Aanroep:
    """A director or a coordinator, by a token on his name (I02)."""
    return _als(request, REGISSEUR, COORDINATOR)


def _als(request: Request, *keuze: Hoedanigheid) -> Aanroep:
    # First the purpose, which the route knows, so that a caller without a token is refused on what he came for.
    request.state.aanroep = wie = replace(aanroep_van(request), doel=keuze[0].doel)
    toegang = _toegang(request)
    als = next((h for h in keuze if h.recht in toegang.rechten), keuze[0])
    request.state.aanroep = wie = replace(
        wie,
        rol=als.rol,
        doel=als.doel,
        organisatie=toegang.organisatie,
        professional=toegang.professional,
        regisseur=toegang.regisseur if als is REGISSEUR else None,
        gemeente=toegang.gemeente if als is not MELDER else None,
    )
    if als.recht not in toegang.rechten:
        zin = f"Uw token heeft het recht {' of '.join(f'`{h.recht}`' for h in keuze)} niet. Vraag een ander token."
        raise NietToegestaan([geweigerd("recht-ontbreekt", als.regel, zin)])
    return wie


Onbekende = Annotated[Aanroep, Depends(aanroep_van)]
Melder = Annotated[Aanroep, Depends(_melder)]
Regisseur = Annotated[Aanroep, Depends(_regisseur)]
Coordinator = Annotated[Aanroep, Depends(_coordinator)]
Privacy = Annotated[Aanroep, Depends(_privacy)]
Regievoerder = Annotated[Aanroep, Depends(_regievoerder)]
