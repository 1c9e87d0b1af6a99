# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Client assertions by `private_key_jwt` (RFC 7523, NL GOV OAuth profile 1.1) and the key sets that check them.

The clock is an argument: PyJWT's own look at the time is turned off.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from verwijsindex.protocol.fouten import BeweringOngeldig, JwksOngeldig

TYPE_BEWERING = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LEVENSDUUR = timedelta(seconds=60)
SPELING = timedelta(seconds=5)
_SOORT_SLEUTEL: dict[str, type[RSAPublicKey | Ed25519PublicKey]] = {
    "RS256": RSAPublicKey,
    "PS256": RSAPublicKey,
    "EdDSA": Ed25519PublicKey,
}
_ZELF_CONTROLEREN: Any = {f"verify_{naam}": False for naam in ("exp", "iat", "nbf", "aud", "iss", "sub", "jti")}

Jwks = Mapping[str, RSAPublicKey | Ed25519PublicKey]
"""Public keys by kid."""


@dataclass(frozen=True, slots=True)
class Bewering:
    """A checked assertion. `verloopt` is UTC: keep `jti` at least until `verloopt + SPELING`."""

    client_id: str
    jti: str
    verloopt: datetime
    professional: str | None


def lees_jwks(jwks: str | Mapping[str, Any]) -> Jwks:
    """Keys of a JWK set (RFC 7517), as text or parsed. Raises JwksOngeldig, also for a private key in it."""
    try:
        inhoud = json.loads(jwks) if isinstance(jwks, str) else jwks
        sleutels: dict[str, RSAPublicKey | Ed25519PublicKey] = {}
        for jwk in inhoud["keys"]:
            sleutel, kid = jwt.PyJWK(jwk).key, jwk["kid"]
            sterk = isinstance(sleutel, Ed25519PublicKey) or (
                isinstance(sleutel, RSAPublicKey) and sleutel.key_size >= 2048
            )
            if not sterk or not isinstance(kid, str) or kid in sleutels:
                raise JwksOngeldig
            sleutels[kid] = sleutel
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        raise JwksOngeldig from None
    if not sleutels:
        raise JwksOngeldig
    return sleutels


def maak_bewering(
    sleutel: RSAPrivateKey | Ed25519PrivateKey,
    alg: str,
    kid: str,
    client_id: str,
    aud: str,
    nu: datetime,
    professional: str | None = None,
) -> str:
    """Assertion for the token endpoint `aud`, valid for 60 s from `nu`; `alg` is RS256, PS256 or EdDSA."""
    iat = int(nu.timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": aud,
        "jti": str(uuid.uuid4()),
        "iat": iat,
        "exp": iat + int(LEVENSDUUR.total_seconds()),
    }
    if professional is not None:
        claims["professional"] = professional
    return jwt.encode(claims, sleutel, algorithm=alg, headers={"kid": kid})


def bekijk_client_id(tekst: str) -> str:
    """Who says to have signed `tekst`, NOT checked: only to look up the keys. Raises BeweringOngeldig."""
    try:
        iss = jwt.decode(tekst, options={"verify_signature": False} | _ZELF_CONTROLEREN).get("iss")
    except (jwt.PyJWTError, RecursionError):
        raise BeweringOngeldig("vorm") from None
    if not isinstance(iss, str):
        raise BeweringOngeldig("afzender")
    return iss


def lees_bewering(tekst: str, jwks: Jwks, aud: str, nu: datetime) -> Bewering:
    """Checks signature, iss = sub, audience and times (leeway 5 s) of an assertion. Raises BeweringOngeldig.

    That `jti` is used once is for the caller, who can keep it.
    """
    try:
        kop = jwt.get_unverified_header(tekst)
    except (jwt.PyJWTError, RecursionError):
        raise BeweringOngeldig("vorm") from None
    alg, kid = kop.get("alg"), kop.get("kid")
    if not isinstance(alg, str) or alg not in _SOORT_SLEUTEL:
        raise BeweringOngeldig("algoritme")
    sleutel = jwks.get(kid) if isinstance(kid, str) else None
    if sleutel is None or not isinstance(sleutel, _SOORT_SLEUTEL[alg]):
        raise BeweringOngeldig("sleutel")
    try:
        claims = jwt.decode(tekst, sleutel, algorithms=[alg], options=_ZELF_CONTROLEREN)
    except (jwt.PyJWTError, RecursionError):
        raise BeweringOngeldig("handtekening") from None
    client_id, jti, professional = claims.get("iss"), claims.get("jti"), claims.get("professional")
    if not isinstance(client_id, str) or not client_id or claims.get("sub") != client_id:
        raise BeweringOngeldig("afzender")
    if claims.get("aud") not in (aud, [aud]):
        raise BeweringOngeldig("ontvanger")
    if not _is_tekst(jti, 128):
        raise BeweringOngeldig("jti")
    if professional is not None and not _is_tekst(professional, 200):
        raise BeweringOngeldig("professional")
    return Bewering(client_id, jti, _controleer_tijd(claims, nu), professional)


def _is_tekst(waarde: object, langste: int) -> TypeGuard[str]:
    # What a database cannot hold, or a log would break on, is refused here: zero bytes, surrogates, line ends.
    return isinstance(waarde, str) and 1 <= len(waarde) <= langste and waarde.isprintable()


def _controleer_tijd(claims: Mapping[str, Any], nu: datetime) -> datetime:
    iat, exp, nbf = claims.get("iat"), claims.get("exp"), claims.get("nbf", claims.get("iat"))
    if type(iat) is not int or type(exp) is not int or type(nbf) is not int:
        raise BeweringOngeldig("tijd")
    if not 0 < exp - iat <= LEVENSDUUR.total_seconds():
        raise BeweringOngeldig("tijd")
    seconden, speling = nu.timestamp(), SPELING.total_seconds()
    if max(iat, nbf) > seconden + speling or exp + speling <= seconden:
        raise BeweringOngeldig("tijd")
    return datetime.fromtimestamp(exp, UTC)
