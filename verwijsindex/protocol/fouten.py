# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Errors of the protocol: a stable code and a Dutch sentence, never a value that was put in."""

from typing import ClassVar


class ProtocolFout(Exception):
    """Base of all protocol errors. `code` is kebab-case and stable; `str()` is the Dutch sentence."""

    code: ClassVar[str] = "protocol-fout"
    melding: ClassVar[str] = "Het protocol is niet gevolgd."

    def __init__(self) -> None:
        super().__init__(self.melding)


class BsnOngeldig(ProtocolFout):
    code = "bsn-ongeldig"
    melding = "Dit is geen geldig burgerservicenummer; het is niet verzonden."


class CoderingOngeldig(ProtocolFout):
    code = "codering-ongeldig"
    melding = "De waarde is geen canonieke base64url van de verwachte lengte, zonder opvulling."


class ElementOngeldig(ProtocolFout):
    """`plaats` is the place of the bad element in a batch (from 0), if there was a batch."""

    code = "element-ongeldig"
    melding = "De waarde is geen geldig element van ristretto255."

    def __init__(self, plaats: int | None = None) -> None:
        super().__init__()
        self.plaats = plaats


class ScalarOngeldig(ProtocolFout):
    code = "scalar-ongeldig"
    melding = "De waarde is geen geldige scalar van ristretto255."


class BewijsOngeldig(ProtocolFout):
    code = "bewijs-ongeldig"
    melding = "Het bewijs van de pseudoniemendienst klopt niet. Er is niets verzonden; waarschuw de beheerder."


class ZegelOngeldig(ProtocolFout):
    code = "zegel-ongeldig"
    melding = "De verzegelde waarde kan niet worden geopend."


class OvergangOngeldig(ProtocolFout):
    code = "overgang-ongeldig"
    melding = "De overgang tussen twee sleutelversies is niet van de vastgelegde pseudoniemendienst, of klopt niet."


class ManifestOngeldig(ProtocolFout):
    code = "manifest-ongeldig"
    melding = (
        "Het sleuteloverzicht van de pseudoniemendienst is niet ondertekend met de vastgelegde sleutel of onjuist."
    )


class ManifestVerlopen(ProtocolFout):
    code = "manifest-verlopen"
    melding = "Het sleuteloverzicht van de pseudoniemendienst is verlopen; haal een nieuw overzicht op."


class JwksOngeldig(ProtocolFout):
    code = "jwks-ongeldig"
    melding = (
        "De sleutelset is ongeldig: alleen openbare RSA-sleutels (2048 bits of meer) en Ed25519-sleutels, "
        "elk met een eigen kid."
    )


class BeweringOngeldig(ProtocolFout):
    """`reden` is one of: vorm, algoritme, sleutel, handtekening, afzender, ontvanger, tijd, jti, professional."""

    code = "bewering-ongeldig"
    melding = "De aanmelding met een ondertekende bewering is geweigerd."

    def __init__(self, reden: str) -> None:
        super().__init__()
        self.reden = reden
