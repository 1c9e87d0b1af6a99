# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verwijsindex.protocol.fouten import ManifestOngeldig, ManifestVerlopen
from verwijsindex.protocol.manifest import Manifest, Sleutel, SleutelStatus, lees_manifest, onderteken

SLEUTEL = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PIN = SLEUTEL.public_key().public_bytes_raw()
NU = datetime(2026, 11, 22, 10, tzinfo=UTC)
MANIFEST = Manifest(
    index="vi-proef",
    sleutels=(
        Sleutel("persoon", 1, b"\x01" * 32, SleutelStatus.UITLOOP, NU - timedelta(90), NU + timedelta(30)),
        Sleutel("persoon", 2, b"\x02" * 32, SleutelStatus.ACTIEF, NU),
    ),
    uitgegeven=NU,
    verloopt=NU + timedelta(hours=1),
)


def tekst(**anders: Any) -> str:
    return json.dumps(onderteken(MANIFEST, SLEUTEL) | anders)


def test_een_manifest_gaat_heen_en_terug() -> None:
    gelezen = lees_manifest(tekst(), PIN, NU)
    assert replace(gelezen, sha256=b"") == MANIFEST
    assert gelezen.actief("persoon").versie == 2
    assert lees_manifest(json.dumps(json.loads(tekst()), indent=3), PIN, NU).sha256 == gelezen.sha256


def test_de_velden_zijn_die_van_het_protocol() -> None:
    velden = onderteken(MANIFEST, SLEUTEL)
    assert set(velden) == {"index", "suite", "mode", "sleutels", "uitgegeven", "verloopt", "handtekening"}
    assert velden["uitgegeven"] == "2026-11-22T10:00:00Z"


def test_een_andere_vastgelegde_sleutel_wordt_gezien() -> None:
    ander = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    for pin in (ander, b"", bytes(32)):
        with pytest.raises(ManifestOngeldig):
            lees_manifest(tekst(), pin, NU)


@pytest.mark.parametrize(
    "slecht",
    [
        tekst(index="vi-ander"),
        tekst(verloopt="2036-11-22T10:00:00Z"),
        tekst(sleutels=[]),
        tekst(extra=1),
        tekst(handtekening="AA"),
        tekst(handtekening=None),
        "",
        "[]",
        "{}",
        "null",
        '{"a":' * 5000,
        tekst().replace("actief", "uitloop"),
    ],
)
def test_een_gewijzigd_manifest_wordt_geweigerd(slecht: str) -> None:
    with pytest.raises(ManifestOngeldig):
        lees_manifest(slecht, PIN, NU)


def test_een_manifest_verloopt_op_het_moment_zelf() -> None:
    lees_manifest(tekst(), PIN, MANIFEST.verloopt - timedelta(seconds=1))
    with pytest.raises(ManifestVerlopen):
        lees_manifest(tekst(), PIN, MANIFEST.verloopt)
    with pytest.raises(ManifestOngeldig):
        lees_manifest(tekst(), PIN, NU - timedelta(minutes=6))


def test_zonder_precies_een_actieve_sleutel_gebeurt_er_niets() -> None:
    for sleutels in ((), MANIFEST.sleutels[:1], MANIFEST.sleutels[1:] * 2):
        with pytest.raises(ManifestOngeldig):
            replace(MANIFEST, sleutels=sleutels).actief("persoon")
