# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Inputs, contexts and labels of the pseudonym protocol. The exact bytes are part of the protocol."""

from enum import StrEnum

SOORT = "persoon"
_PROTOCOL = "verwijsindex/1"


class Rol(StrEnum):
    KIND = "kind"
    OUDER = "ouder"


def lp(*delen: str | bytes) -> bytes:
    """Each part as UTF-8 or bytes behind its length in two bytes, big-endian. Raises ValueError above 65,535 bytes."""
    uit = bytearray()
    for deel in delen:
        waarde = deel.encode() if isinstance(deel, str) else deel
        if len(waarde) > 0xFFFF:
            raise ValueError("a part is at most 65,535 bytes")
        uit += len(waarde).to_bytes(2, "big") + waarde
    return bytes(uit)


def invoer(bsn: str) -> bytes:
    """Input x of the VOPRF for nine digits that were checked by `bsn.lees_bsn`."""
    return lp(_PROTOCOL, SOORT, "bsn", bsn)


def sleutel_info(index_id: str, versie: int) -> bytes:
    """Info for DeriveKeyPair, RFC 9497 section 3.2.1."""
    return lp(_PROTOCOL, index_id, SOORT, str(versie))


def token_info(index_id: str, organisatie_id: str, signaal_id: str, rol: str, versie: int) -> bytes:
    """HPKE info of a sealed token: binds it to one organisation, signal, role and key version."""
    return lp(f"{_PROTOCOL}/token", index_id, organisatie_id, signaal_id, rol, str(versie))


def delta_info(index_id: str, van: int, naar: int) -> bytes:
    """HPKE info of the scalar between two versions of the service's key."""
    return lp(f"{_PROTOCOL}/delta", index_id, SOORT, str(van), str(naar))


def zoek_context() -> bytes:
    """Prefix of N under the pepper's HMAC, which gives the lookup key P."""
    return lp(f"{_PROTOCOL}/lookup", SOORT)


def envelop_info(index_id: str, gemeentecode: str, kid: str, organisatie_id: str, signaal_id: str) -> bytes:
    """HPKE info of an envelope to a municipality."""
    return lp(f"{_PROTOCOL}/envelop", index_id, gemeentecode, kid, organisatie_id, signaal_id)
