# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The session: a signed cookie that says who logged in and when, and nothing else."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from starlette.responses import Response

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietIngelogd
from verwijsindex.domain.logboek import Rol
from verwijsindex.use_cases.ports import Installatie

STIL = timedelta(minutes=30)
HOOGSTENS = timedelta(hours=8)
SPELING = timedelta(seconds=5)
GEEN = geweigerd("geen-sessie", "I02", "U bent niet ingelogd. Log in.")
VERLOPEN = geweigerd("sessie-verlopen", "I02", "Uw sessie is verlopen. Log opnieuw in.")


@dataclass(frozen=True, slots=True)
class Sessie:
    """One browser's session. Without a `rol` nobody has logged in yet: it then only binds the log-in form.

    `wie` is a director's id or a coordinator's municipality; `melding` is shown once; `naar` is where he wanted to go.
    """

    begonnen: datetime
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    rol: Rol = Rol.ONBEKEND
    wie: str = ""
    melding: str = ""
    naar: str = ""


def cookienaam(huis: Installatie) -> str:
    """`__Host-` ties the cookie to this host and to TLS; development has no TLS."""
    return "verwijsindex" if huis.ontwikkeling else "__Host-verwijsindex"


def thuis(rol: Rol) -> str:
    """The first page of somebody: a privacy officer sees the log, and no matches (I04)."""
    return "/inbox/logboek" if rol is Rol.PRIVACY else "/inbox"


def _voor(huis: Installatie) -> str:
    """Audience: a cookie of one installation or mode is nothing to another."""
    return f"{huis.index_id}/{cookienaam(huis)}"


def zet(antwoord: Response, huis: Installatie, sessie: Sessie) -> None:
    """Give the session with an answer, used now: it ends after 30 minutes of silence, and 8 hours after its begin."""
    nu = huis.tools.klok()
    inhoud = {
        "aud": _voor(huis),
        "iat": int(nu.timestamp()),
        "exp": int(min(nu + STIL, sessie.begonnen + HOOGSTENS).timestamp()),
        "begonnen": int(sessie.begonnen.timestamp()),
        "csrf": sessie.csrf,
        "rol": sessie.rol.value,
        "wie": sessie.wie,
        "melding": sessie.melding,
        "naar": sessie.naar,
    }
    antwoord.set_cookie(
        cookienaam(huis),
        jwt.encode(inhoud, huis.sessiesleutels()[0], algorithm="HS256"),
        path="/",
        httponly=True,
        samesite="lax",
        secure=not huis.ontwikkeling,
    )


def _ontcijfer(tekst: str, huis: Installatie) -> dict[str, Any]:
    """With each key that a process of this index may have signed with, while keys change."""
    *eerst, laatst = huis.sessiesleutels()
    for sleutel in eerst:
        try:
            return _met(sleutel, tekst, huis)
        except jwt.InvalidSignatureError:
            continue
    return _met(laatst, tekst, huis)


def _met(sleutel: bytes, tekst: str, huis: Installatie) -> dict[str, Any]:
    inhoud: dict[str, Any] = jwt.decode(
        tekst,
        sleutel,
        algorithms=["HS256"],
        audience=_voor(huis),
        options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "require": ["exp", "iat", "aud"]},
    )
    return inhoud


def lees(cookies: Mapping[str, str], huis: Installatie) -> Sessie:
    """The session of a request. Raises NietIngelogd: there is none, or (for every fault alike) it ended."""
    tekst = cookies.get(cookienaam(huis))
    if not tekst:
        raise NietIngelogd([GEEN])
    try:
        inhoud = _ontcijfer(tekst, huis)
        # Times are held against our own clock, to which pyjwt cannot be set.
        geldig = inhoud["iat"] - SPELING.total_seconds() <= huis.tools.klok().timestamp() < inhoud["exp"]
        sessie = Sessie(
            datetime.fromtimestamp(inhoud["begonnen"], UTC),
            inhoud["csrf"],
            Rol(inhoud["rol"]),
            inhoud["wie"],
            inhoud["melding"],
            inhoud["naar"],
        )
    except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise NietIngelogd([VERLOPEN]) from None
    if not geldig:
        raise NietIngelogd([VERLOPEN])
    return sessie
