# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who asks: rights as typed parameters of a route."""

import re
import secrets
from dataclasses import replace
from typing import Annotated, cast

from fastapi import Depends, Request

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietIngelogd, NietToegestaan
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.use_cases.ports import Installatie, Toegang, Tools

TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
GEEN_TOKEN = geweigerd("geen-token", "A06", "Stuur een toegangstoken mee: Authorization: Bearer ...")


def installatie_van(request: Request) -> Installatie:
    """The running index."""
    return cast(Installatie, request.app.state.installatie)


def tools_van(request: Request) -> Tools:
    """Its tools."""
    return installatie_van(request).tools


Huis = Annotated[Installatie, Depends(installatie_van)]
Gereedschap = Annotated[Tools, Depends(tools_van)]


def aanroep_van(request: Request) -> Aanroep:
    """The caller as far as known, on the trace that he gave or a new one (W3C Trace Context)."""
    bekend: Aanroep | None = getattr(request.state, "aanroep", None)
    if bekend is None:
        spoor = TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
        trace_id = spoor[1] if spoor else secrets.token_hex(16)
        bekend = Aanroep(Bron.API, Rol.ONBEKEND, "", trace_id=trace_id, span_id=secrets.token_hex(8))
        request.state.aanroep = bekend
    return bekend


def _toegang(request: Request) -> Toegang:
    soort, _, token = request.headers.get("authorization", "").partition(" ")
    if soort.lower() != "bearer" or not token:
        raise NietIngelogd([GEEN_TOKEN])
    huis = installatie_van(request)
    return huis.tokens.lees(token, huis.tools.klok())


def _melder(request: Request) -> Aanroep:
    """A system of an organisation, with or without a professional (A06)."""
    return _als(request, Rol.MELDER, "signalen", "melden")


def _regisseur(request: Request) -> Aanroep:
    """A director, by a token on his name (I02)."""
    return _als(request, Rol.REGISSEUR, "regie", "regie")


def _als(request: Request, rol: Rol, recht: str, doel: str) -> Aanroep:
    toegang = _toegang(request)
    wie = replace(
        aanroep_van(request),
        rol=rol,
        doel=doel,
        organisatie=toegang.organisatie,
        professional=toegang.professional,
        regisseur=toegang.regisseur if rol is Rol.REGISSEUR else None,
    )
    request.state.aanroep = wie
    if recht not in toegang.rechten:
        raise NietToegestaan(
            [geweigerd("recht-ontbreekt", "A01", f"Uw token heeft het recht `{recht}` niet. Vraag een ander token.")]
        )
    return wie


Onbekende = Annotated[Aanroep, Depends(aanroep_van)]
Melder = Annotated[Aanroep, Depends(_melder)]
Regisseur = Annotated[Aanroep, Depends(_regisseur)]
