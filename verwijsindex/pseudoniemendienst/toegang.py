# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who may ask: an assertion against an access token, and the token against an account."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from verwijsindex.protocol.bewering import bekijk_client_id, lees_bewering, lees_jwks
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.pseudoniemendienst.fouten import AanmeldingGeweigerd
from verwijsindex.pseudoniemendienst.instellingen import Instellingen
from verwijsindex.pseudoniemendienst.opslag import Account, Opslag
from verwijsindex.pseudoniemendienst.sleutels import Sleutelkast

LEVENSDUUR = timedelta(minutes=10)
_EISEN: Any = {"require": ["sub", "exp"], "verify_exp": False, "verify_iat": False, "verify_nbf": False}


@dataclass(frozen=True, slots=True)
class Toegang:
    instellingen: Instellingen
    opslag: Opslag
    sleutels: Sleutelkast

    def geef_token(self, bewering: str, nu: datetime) -> str:
        """Access token of ten minutes for a valid assertion that was not used before. Raises AanmeldingGeweigerd."""
        try:
            account = self._account(bekijk_client_id(bewering))
            gelezen = lees_bewering(bewering, lees_jwks(account.jwks), self.instellingen.token_url, nu)
        except ProtocolFout:
            raise AanmeldingGeweigerd from None
        if not self.opslag.neem_jti(account.id, gelezen.jti, gelezen.verloopt, nu):
            raise AanmeldingGeweigerd
        iat = int(nu.timestamp())
        claims = {
            "iss": self.instellingen.basis_url,
            "aud": self.instellingen.basis_url,
            "sub": str(account.id),
            "azp": str(account.id),
            "jti": str(uuid.uuid4()),
            "iat": iat,
            "exp": iat + int(LEVENSDUUR.total_seconds()),
            "scope": "evaluaties",
        }
        return jwt.encode(claims, self.sleutels.bestand().toegangssleutel, algorithm="EdDSA", headers={"typ": "at+jwt"})

    def lees_token(self, autorisatie: str, nu: datetime) -> Account:
        """The active account of an Authorization header. Raises AanmeldingGeweigerd."""
        soort, _, token = autorisatie.partition(" ")
        sleutel = self.sleutels.bestand().toegangssleutel.public_key()
        adres = self.instellingen.basis_url
        try:
            claims = jwt.decode(token, sleutel, ["EdDSA"], options=_EISEN, audience=adres, issuer=adres)
        except (jwt.PyJWTError, RecursionError):
            raise AanmeldingGeweigerd from None
        if soort.lower() != "bearer" or claims["exp"] <= nu.timestamp():
            raise AanmeldingGeweigerd
        return self._account(claims["sub"])

    def _account(self, organisatie_id: str) -> Account:
        try:
            account = self.opslag.account(UUID(organisatie_id))
        except ValueError:
            account = None
        if account is None or not account.actief or (account.demo and self.instellingen.productie):
            raise AanmeldingGeweigerd
        return account
