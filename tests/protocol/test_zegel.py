# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from verwijsindex.protocol import labels
from verwijsindex.protocol.fouten import ZegelOngeldig
from verwijsindex.protocol.labels import Rol
from verwijsindex.protocol.zegel import open_zegel, verzegel

GEHEIM = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIEK = GEHEIM.public_key().public_bytes_raw()
N = bytes(range(100, 132))
INFO = labels.token_info("vi-proef", "organisatie-1", "signaal-1", Rol.KIND, 1)


def test_een_verzegeld_token_is_80_bytes_en_gaat_open() -> None:
    doos = verzegel(PUBLIEK, INFO, N)
    assert len(doos) == 80
    assert open_zegel(GEHEIM, INFO, doos) == N
    assert verzegel(PUBLIEK, INFO, N) != doos


@pytest.mark.parametrize(
    "info",
    [
        labels.token_info("vi-ander", "organisatie-1", "signaal-1", Rol.KIND, 1),
        labels.token_info("vi-proef", "organisatie-2", "signaal-1", Rol.KIND, 1),
        labels.token_info("vi-proef", "organisatie-1", "signaal-2", Rol.KIND, 1),
        labels.token_info("vi-proef", "organisatie-1", "signaal-1", Rol.OUDER, 1),
        labels.token_info("vi-proef", "organisatie-1", "signaal-1", Rol.KIND, 2),
        labels.token_info("vi-proef", "organisatie-1signaal-1", "", Rol.KIND, 1),
        labels.envelop_info("vi-proef", "0599", "kid", "organisatie-1", "signaal-1"),
        b"",
    ],
)
def test_een_token_van_een_ander_gaat_niet_open(info: bytes) -> None:
    with pytest.raises(ZegelOngeldig):
        open_zegel(GEHEIM, info, verzegel(PUBLIEK, INFO, N))


def test_een_beschadigde_doos_gaat_niet_open() -> None:
    doos = verzegel(PUBLIEK, INFO, N)
    stuk = [doos[:i] for i in range(len(doos))] + [doos + b"\x00", b"\x00" + doos, bytes(80), b"\xff" * 80]
    for bit in range(0, 640, 7):
        kopie = bytearray(doos)
        kopie[bit // 8] ^= 1 << bit % 8
        if bit != 255:  # RFC 7748 masks the top bit of the encapsulated key; the label still binds it
            stuk.append(bytes(kopie))
    for slecht in stuk:
        with pytest.raises(ZegelOngeldig) as fout:
            open_zegel(GEHEIM, INFO, slecht)
        assert str(fout.value) == ZegelOngeldig.melding
        assert fout.value.__cause__ is None


def test_de_sleutel_van_een_ander_opent_niets() -> None:
    with pytest.raises(ZegelOngeldig):
        open_zegel(X25519PrivateKey.generate(), INFO, verzegel(PUBLIEK, INFO, N))


@pytest.mark.parametrize("publiek", [bytes(32), PUBLIEK[:-1], PUBLIEK + b"\x00", b""])
def test_verzegelen_weigert_een_slechte_sleutel(publiek: bytes) -> None:
    with pytest.raises(ZegelOngeldig):
        verzegel(publiek, INFO, N)
