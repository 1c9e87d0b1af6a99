# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key holder: opens sealed tokens, computes lookup keys, encrypts at rest (protocol, sections 1-3)."""

import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verwijsindex.adapters.sleutelbestand import ID, Sleutelbestand, SleutelbestandOngeldig
from verwijsindex.adapters.sleutelkast import Sleutelkast, SleutelVernietigd
from verwijsindex.adapters.sleutelring import NONCE, VEROUDERD, Ring, gebruik_van, ontsluit, zoeksleutel
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import Onbereikbaar, OngeldigeInvoer
from verwijsindex.domain.kop import (
    ED25519,
    MEDEONDERTEKENING,
    Handtekening,
    lees_sleutel,
    publieke_sleutel,
    sleutelkenmerk,
    te_medeondertekenen,
)
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.sleutels import Sleutelnaam, Stand
from verwijsindex.log import Gebeurtenis, meld, soort_van
from verwijsindex.protocol.fouten import ProtocolFout
from verwijsindex.protocol.groep import Groep, beste_groep
from verwijsindex.protocol.labels import token_info
from verwijsindex.protocol.overgang import Overgang, lees_overgang
from verwijsindex.protocol.voprf import pas_delta_toe
from verwijsindex.protocol.zegel import open_zegel
from verwijsindex.use_cases.ports import TOKEN_ONGELDIG

ONLEESBAAR = geweigerd(
    "onleesbaar", "B03", "Dit is met een andere sleutel opgeborgen. Zet het sleutelbestand terug dat erbij hoort."
)
MEESTE_WEBHOOKS = 10_000
NOOIT_GEWISSELD: Stand = MappingProxyType({})
ANDERE_KAST = geweigerd(
    "sleutelkast-ontbreekt",
    "B03",
    "De sleutelkast van deze index is er niet. Zet VERWIJSINDEX_SLEUTELKAST op haar map, en probeer het dan weer.",
)
OVERGANG_ONGELDIG = geweigerd(
    "overgang-ongeldig",
    "B03",
    "Dit bestand is niet van de vastgelegde pseudoniemendienst, of niet voor deze index. Vraag haar om een nieuw.",
)


class Kluis:
    """Holds the secrets of one index; N is in its hands for microseconds.

    With `pad` a changed key file is read again at the next use, so that a rotation needs no restart. Which key of the
    file is in use for data the database says (`Stand`), for all processes at one moment.
    """

    def __init__(
        self,
        sleutels: Sleutelbestand,
        index_id: str,
        versies: frozenset[int],
        pad: Path | None = None,
        kast: Sleutelkast | None = None,
    ) -> None:
        self._kast = kast
        self._index_id = index_id
        self._versies = versies
        self._groep: Groep = beste_groep()
        self._pad = pad
        self._gezien: tuple[int, int] | None = None
        self._geladen = Ring(sleutels)

    def _stempel(self) -> tuple[int, int] | None:
        try:
            stand = self._pad.stat() if self._pad else None
        except OSError:
            return None
        return (stand.st_mtime_ns, stand.st_ino) if stand else None

    @property
    def _ring(self) -> Ring:
        stempel = self._stempel()
        if stempel != self._gezien and stempel is not None and self._pad is not None:
            try:
                self._geladen = Ring(Sleutelbestand.lees(self._pad))
            except SleutelbestandOngeldig as fout:
                meld(Gebeurtenis.SLEUTELS_ONLEESBAAR, fout=soort_van(fout))
            # The stamp of before the reading: of two changes in a row the second is seen at the next use.
            self._gezien = stempel
        return self._geladen

    @property
    def ingest_publiek(self) -> bytes:
        """The public key to which tokens are sealed, 32 bytes."""
        return self._ring.ingest.public_key().public_bytes_raw()

    @property
    def tekensleutels(self) -> tuple[Ed25519PrivateKey, ...]:
        """The keys that sign: the one in use, then those with which another process may have signed."""
        return self._ring.tekensleutels

    @property
    def sessiesleutels(self) -> tuple[bytes, ...]:
        """The keys of session cookies, 32 bytes each, apart from all others, in the same order."""
        return self._ring.sessiesleutels

    @property
    def versies(self) -> frozenset[int]:
        """The versions of the pseudonym service's key of which tokens open."""
        bestand = self._ring.bestand
        if bestand.delta:
            return frozenset({bestand.delta.van, bestand.delta.naar})
        return frozenset({bestand.versie}) if bestand.versie is not None else self._versies

    def open_token(
        self,
        doos: bytes,
        organisatie: UUID,
        signaal_id: UUID,
        rol: str,
        versie: int,
        stand: Stand = NOOIT_GEWISSELD,
    ) -> Pseudoniem:
        """The person behind a box of 80 bytes. Raises OngeldigeInvoer `token-ongeldig`, whatever was wrong.

        And Onbereikbaar when the database asks for a key that this process does not have.
        """
        info = token_info(self._index_id, str(organisatie), str(signaal_id), rol, versie)
        ring = self._ring
        try:
            element = open_zegel(ring.ingest, info, doos)
        except ProtocolFout:
            raise OngeldigeInvoer([TOKEN_ONGELDIG]) from None
        if versie not in self.versies or not self._groep.is_element(element):
            raise OngeldigeInvoer([TOKEN_ONGELDIG])
        return self._pseudoniem(ring, element, versie, stand)

    def open_overgang(self, tekst: bytes, pin: bytes) -> Overgang:
        """What the pseudonym service handed out to get to its next version. Raises OngeldigeInvoer."""
        try:
            return lees_overgang(self._groep, tekst, pin, self._index_id, self._ring.ingest)
        except ProtocolFout:
            raise OngeldigeInvoer([OVERGANG_ONGELDIG]) from None

    def verhuis(self, persoon: Pseudoniem, stand: Stand) -> Pseudoniem:
        """The same person under the keys that are in use, and its own key (B03). Raises OngeldigeInvoer, Onbereikbaar.

        Of a person whose own key was destroyed nothing is left to move: a backup brought the row back.
        """
        ring = self._ring
        try:
            element = self._haal_eigen(ring, persoon.verzegeld, persoon.plaats, persoon.sleutel)
        except InvalidTag:
            raise OngeldigeInvoer([ONLEESBAAR]) from None
        except SleutelVernietigd:
            if not self._is_weg(persoon):
                raise Onbereikbaar([ANDERE_KAST]) from None
            gebruik = gebruik_van(ring, Sleutelnaam.PSEUDONIEMEN, stand)
            versie = int(gebruik.huidig) if gebruik else persoon.versie
            return replace(persoon, versie=versie, pepper=self._pepper(ring, stand)[0][0])
        return self._pseudoniem(ring, element, persoon.versie, stand, persoon.plaats)

    def klopt(self, persoon: Pseudoniem, stand: Stand) -> bool:
        """Whether a stored person opens, and N gives this lookup key with the keys in use alone."""
        ring = self._ring
        try:
            element = self._haal_eigen(ring, persoon.verzegeld, persoon.plaats, persoon.sleutel)
        except SleutelVernietigd:
            return self._is_weg(persoon)
        except InvalidTag:
            return False
        return hmac.compare_digest(zoeksleutel(self._pepper(ring, stand)[0][1], element), persoon.sleutel)

    def _is_weg(self, persoon: Pseudoniem) -> bool:
        return persoon.plaats is not None and self.is_vernietigd(persoon.plaats)

    def _pseudoniem(
        self, ring: Ring, element: bytes, versie: int, stand: Stand, plaats: bytes | None = None
    ) -> Pseudoniem:
        peppers = self._pepper(ring, stand)
        elementen = list(self._elementen(ring, element, versie, stand))
        nu = elementen[0][0]
        # In one order for every person: the same place is the same pair of keys.
        sleutels = [zoeksleutel(pepper, n) for _, n in elementen for _, pepper in peppers]
        generaties = tuple(f"{id_}.{van}" for van, _ in elementen for id_, _ in peppers)
        verzegeld, plaats = self._berg_eigen(elementen[0][1], sleutels[0], stand, plaats)
        return Pseudoniem(sleutels[0], verzegeld, nu, plaats, peppers[0][0], tuple(sleutels[1:]), generaties)

    def _pepper(self, ring: Ring, stand: Stand) -> list[tuple[str, bytes]]:
        gebruik = gebruik_van(ring, Sleutelnaam.PEPPER, stand)
        if gebruik is None:
            return list(ring.pepper.items())[:1]
        ids = [gebruik.huidig, *([gebruik.vorig] if gebruik.vorig else [])]
        try:
            return [(id_, ring.pepper[id_]) for id_ in ids]
        except KeyError:
            raise Onbereikbaar([VEROUDERD]) from None

    def _elementen(self, ring: Ring, element: bytes, versie: int, stand: Stand) -> Iterator[tuple[int, bytes]]:
        """N under the version in use, and under the one before while rows of it may be left."""
        delta, gebruik = ring.bestand.delta, gebruik_van(ring, Sleutelnaam.PSEUDONIEMEN, stand)
        if gebruik is None:
            gewenst = delta.van if delta else versie
            yield gewenst, self._onder_versie(delta, element, versie, gewenst)
            return
        for kandidaat in (gebruik.huidig, gebruik.vorig):
            if kandidaat is not None:
                yield int(kandidaat), self._onder_versie(delta, element, versie, int(kandidaat))

    def _onder_versie(self, delta: Overgang | None, element: bytes, versie: int, gewenst: int) -> bytes:
        if versie == gewenst:
            return element
        if delta is None or {versie, gewenst} != {delta.van, delta.naar}:
            raise Onbereikbaar([VEROUDERD])
        scalar = delta.delta if gewenst == delta.naar else self._groep.scalar_inverse(delta.delta)
        return pas_delta_toe(self._groep, scalar, element)

    def berg(self, inhoud: bytes, bij: UUID, stand: Stand = NOOIT_GEWISSELD) -> bytes:
        """`inhoud` under AES-256-GCM, bound to the row `bij`; the key's id and the nonce in front."""
        return self._versleutel(inhoud, bij.bytes, stand)

    def haal_op(self, geborgen: bytes, bij: UUID) -> bytes:
        """What `berg` encrypted for the row `bij`. Raises OngeldigeInvoer for anything else."""
        try:
            return self._ontsleutel(self._ring, geborgen, bij.bytes)
        except InvalidTag:
            raise OngeldigeInvoer([ONLEESBAAR]) from None

    def hernieuw(self, geborgen: bytes, context: bytes, stand: Stand) -> bytes:
        """The same content under the key that is in use. Raises OngeldigeInvoer, Onbereikbaar."""
        try:
            inhoud = self._ontsleutel(self._ring, geborgen, context)
        except InvalidTag:
            raise OngeldigeInvoer([ONLEESBAAR]) from None
        return self._versleutel(inhoud, context, stand)

    def gaat_open(self, geborgen: bytes, context: bytes, stand: Stand) -> bool:
        """Whether a stored value opens with the key in use alone."""
        kop, aes = self._bewaar(self._ring, stand)
        try:
            ontsluit(aes, geborgen[ID:], context)
        except InvalidTag:
            return False
        return geborgen.startswith(kop)

    def kop(self, stand: Stand) -> bytes:
        """What every value under the key in use begins with, 8 bytes. Raises Onbereikbaar."""
        return self._bewaar(self._ring, stand)[0]

    def _bewaar(self, ring: Ring, stand: Stand) -> tuple[bytes, AESGCM]:
        gebruik = gebruik_van(ring, Sleutelnaam.BEWAAR, stand)
        kop = bytes.fromhex(gebruik.huidig) if gebruik else next(iter(ring.bewaar))
        if kop not in ring.bewaar:
            raise Onbereikbaar([VEROUDERD])
        return kop, ring.bewaar[kop]

    def _versleutel(self, inhoud: bytes, context: bytes, stand: Stand) -> bytes:
        kop, aes = self._bewaar(self._ring, stand)
        nonce = os.urandom(NONCE)
        return kop + nonce + aes.encrypt(nonce, inhoud, context)

    @staticmethod
    def _ontsleutel(ring: Ring, geborgen: bytes, context: bytes) -> bytes:
        if aes := ring.bewaar.get(geborgen[:ID]):
            return ontsluit(aes, geborgen[ID:], context)
        # From before values named their key: the nonce is in front.
        for aes in ring.bewaar.values():
            try:
                return ontsluit(aes, geborgen, context)
            except InvalidTag:
                continue
        raise InvalidTag

    @property
    def logboeknaam(self) -> str:
        """The index's id is enough to tell its log from others."""
        return f"verwijsindex/{self._index_id}/logboek"

    @property
    def logboeksleutels(self) -> tuple[str, ...]:
        """The keys that sign, the present one first; of heads of before the keys are kept by who keeps the heads."""
        publiek = (sleutel.public_key().public_bytes_raw() for sleutel in self._ring.koppen)
        return tuple(publieke_sleutel(self.logboeknaam, sleutel) for sleutel in publiek)

    def teken_kop(self, tekst: bytes) -> tuple[Handtekening, ...]:
        """Ed25519 signatures by each key, 64 bytes."""
        return tuple(
            Handtekening(
                self.logboeknaam,
                sleutelkenmerk(self.logboeknaam, ED25519, sleutel.public_key().public_bytes_raw()),
                sleutel.sign(tekst),
            )
            for sleutel in self._ring.koppen
        )

    def is_medeondertekend(self, sleutel: str, tekst: str, handtekening: Handtekening) -> bool:
        """A cosignature is eight bytes of time, and a signature over that time and the head."""
        naam, soort, publiek = lees_sleutel(sleutel)
        klok, waarde = handtekening.waarde[:8], handtekening.waarde[8:]
        if (naam, sleutelkenmerk(naam, soort, publiek)) != (handtekening.naam, handtekening.sleutel):
            return False
        try:
            gezegd = te_medeondertekenen(tekst, int.from_bytes(klok))
            Ed25519PublicKey.from_public_bytes(publiek).verify(waarde, gezegd)
        except InvalidSignature:
            return False
        return soort == MEDEONDERTEKENING

    def berg_eigen(
        self, inhoud: bytes, bij: UUID, plaats: bytes | None = None, stand: Stand = NOOIT_GEWISSELD
    ) -> tuple[bytes, bytes | None]:
        """As `berg`, and inside that under a key of its own; also the place of that key, by which it is destroyed.

        With `plaats` under the key of before, so that destroying it takes what was encrypted earlier along.
        """
        return self._berg_eigen(inhoud, bij.bytes, stand, plaats)

    def haal_eigen(self, geborgen: bytes, plaats: bytes | None, bij: UUID) -> bytes:
        """What `berg_eigen` encrypted. Raises SleutelVernietigd when its key is gone, InvalidTag for anything else."""
        return self._haal_eigen(self._ring, geborgen, plaats, bij.bytes)

    def vernietig(self, plaatsen: Iterable[bytes]) -> None:
        """B03: destroy the keys at these places, for good and on the disk."""
        if self._kast:
            self._kast.vernietig(plaatsen)

    def webhooksleutels(self, abonnement: UUID) -> tuple[bytes, ...]:
        """The public keys, 32 bytes each, that go with `teken_webhook`: the present one first."""
        return tuple(sleutel.public_key().public_bytes_raw() for sleutel in self._webhook(abonnement))

    def teken_webhook(self, abonnement: UUID, inhoud: bytes) -> tuple[bytes, ...]:
        """Ed25519 signatures, 64 bytes each, with a key of this webhook alone.

        So what one organisation received proves nothing to another (Standard Webhooks, "unique per endpoint").
        """
        return tuple(sleutel.sign(inhoud) for sleutel in self._webhook(abonnement))

    def _webhook(self, abonnement: UUID) -> tuple[Ed25519PrivateKey, ...]:
        """Signing takes tens of microseconds and so does making a key: kept for the webhooks of late."""
        ring = self._ring
        if (bekend := ring.webhooks.get(abonnement)) is None:
            if len(ring.webhooks) >= MEESTE_WEBHOOKS:
                ring.webhooks.clear()
            context = b"verwijsindex/1/webhook/" + abonnement.bytes
            bekend = tuple(
                Ed25519PrivateKey.from_private_bytes(hmac.digest(sleutel, context, "sha256"))
                for sleutel in ring.tekenen
            )
            ring.webhooks[abonnement] = bekend
        return bekend

    def leeft(self, plaats: bytes) -> bool:
        """Is the key at this place still there?"""
        try:
            return self._kast is not None and bool(self._kast.lees(plaats))
        except SleutelVernietigd:
            return False

    def is_vernietigd(self, plaats: bytes) -> bool:
        """Was the key at this place destroyed, and not merely out of reach?"""
        return self._kast is not None and self._kast.is_vernietigd(plaats)

    def _berg_eigen(
        self, inhoud: bytes, context: bytes, stand: Stand, plaats: bytes | None = None
    ) -> tuple[bytes, bytes | None]:
        if self._kast is None:
            return self._versleutel(inhoud, context, stand), None
        if plaats and self.leeft(plaats):
            eigen = self._kast.lees(plaats)
        else:
            plaats, eigen = self._kast.neem()
        nonce = os.urandom(NONCE)
        return self._versleutel(nonce + AESGCM(eigen).encrypt(nonce, inhoud, context), context, stand), plaats

    def _haal_eigen(self, ring: Ring, geborgen: bytes, plaats: bytes | None, context: bytes) -> bytes:
        binnen = self._ontsleutel(ring, geborgen, context)
        if plaats is None:
            return binnen
        if self._kast is None:
            raise SleutelVernietigd
        return ontsluit(AESGCM(self._kast.lees(plaats)), binnen, context)
