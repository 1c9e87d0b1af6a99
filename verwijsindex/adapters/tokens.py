# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Access tokens of the index: short-lived signed JWTs (NL GOV OAuth profile 1.1)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietIngelogd
from verwijsindex.use_cases.ports import Toegang

GELDIG = timedelta(minutes=10)
ONGELDIG = geweigerd(
    "token-verlopen-of-ongeldig", "A06", "Uw toegangstoken geldt niet (meer). Vraag een nieuw token aan."
)


class Tokens:
    """Gives tokens with the first of `sleutels` and reads those of each, while keys change; time is the caller's."""

    def __init__(self, sleutels: Callable[[], tuple[Ed25519PrivateKey, ...]], publiek_adres: str) -> None:
        self._sleutels = sleutels
        self._aud = publiek_adres

    def geef(self, toegang: Toegang, nu: datetime) -> str:
        """A token for ten minutes from `nu`."""
        claims = {
            "iss": self._aud,
            "aud": self._aud,
            "sub": str(toegang.organisatie),
            "azp": str(toegang.organisatie),
            "jti": str(uuid4()),
            "iat": int(nu.timestamp()),
            "exp": int((nu + GELDIG).timestamp()),
            "scope": " ".join(sorted(toegang.rechten)),
            "professional": str(toegang.professional) if toegang.professional else None,
            "regisseur": str(toegang.regisseur) if toegang.regisseur else None,
            "gemeente": toegang.gemeente,
        }
        return jwt.encode(claims, self._sleutels()[0], algorithm="EdDSA")

    def lees(self, token: str, nu: datetime) -> Toegang:
        """What a token says. Raises NietIngelogd for every fault alike."""
        try:
            claims = self._claims(token)
            geldig = claims["iat"] - 5 <= nu.timestamp() < claims["exp"]
            toegang = Toegang(
                UUID(claims["sub"]),
                UUID(claims["professional"]) if claims["professional"] else None,
                UUID(claims["regisseur"]) if claims["regisseur"] else None,
                claims["gemeente"],
                frozenset(claims["scope"].split()),
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
            raise NietIngelogd([ONGELDIG]) from None
        if not geldig:
            raise NietIngelogd([ONGELDIG])
        return toegang

    def _claims(self, token: str) -> dict[str, Any]:
        *eerst, laatst = self._sleutels()
        for sleutel in eerst:
            try:
                return self._ontcijfer(token, sleutel)
            except jwt.InvalidSignatureError:
                continue
        return self._ontcijfer(token, laatst)

    def _ontcijfer(self, token: str, sleutel: Ed25519PrivateKey) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            sleutel.public_key(),
            algorithms=["EdDSA"],
            audience=self._aud,
            issuer=self._aud,
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "require": ["exp", "iat"]},
        )
        return claims
