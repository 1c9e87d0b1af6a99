# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key holder opens what was meant for this organisation, signal, role and version, and nothing else."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.huis import GROEP, INDEX, KINDEREN, MOEDER, pseudoniem
from verwijsindex.adapters.kluis import Kluis
from verwijsindex.adapters.sleutelbestand import Sleutelbestand, SleutelbestandOngeldig
from verwijsindex.domain.errors import OngeldigeInvoer
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.protocol.labels import token_info, zoek_context
from verwijsindex.protocol.zegel import verzegel

if TYPE_CHECKING:
    from pathlib import Path

ORGANISATIE, SIGNAAL = uuid4(), uuid4()


@pytest.fixture
def sleutels(tmp_path: Path) -> Sleutelbestand:
    return Sleutelbestand.maak(tmp_path / "index.json")


@pytest.fixture
def kluis(sleutels: Sleutelbestand) -> Kluis:
    return Kluis(sleutels, INDEX, frozenset({1}))


def doos(kluis: Kluis, inhoud: bytes, *, rol: str = "kind", versie: int = 1) -> bytes:
    info = token_info(INDEX, str(ORGANISATIE), str(SIGNAAL), rol, versie)
    return verzegel(kluis.ingest_publiek, info, inhoud)


def test_een_token_geeft_telkens_dezelfde_zoeksleutel_en_telkens_een_ander_zegel(kluis: Kluis) -> None:
    een, ander = (
        kluis.open_token(doos(kluis, pseudoniem(KINDEREN[0])), ORGANISATIE, SIGNAAL, "kind", 1) for _ in range(2)
    )
    assert een.sleutel == ander.sleutel
    assert len(een.sleutel) == 32
    assert een.verzegeld != ander.verzegeld
    moeder = kluis.open_token(doos(kluis, pseudoniem(MOEDER), rol="ouder"), ORGANISATIE, SIGNAAL, "ouder", 1)
    assert moeder.sleutel != een.sleutel


def test_een_kind_is_als_ouder_dezelfde_persoon(kluis: Kluis) -> None:
    als_kind = kluis.open_token(doos(kluis, pseudoniem(MOEDER)), ORGANISATIE, SIGNAAL, "kind", 1)
    als_ouder = kluis.open_token(doos(kluis, pseudoniem(MOEDER), rol="ouder"), ORGANISATIE, SIGNAAL, "ouder", 1)
    assert als_kind.sleutel == als_ouder.sleutel


def test_de_zoeksleutel_is_die_van_het_bekende_antwoord(tmp_path: Path) -> None:
    """The known answer of the protocol: pepper 20..3f, N of BSN 999990019 under the test seed."""
    kluis = Kluis(Sleutelbestand(bytes(32), bytes(range(32, 64)), bytes(32), bytes(32)), "vi-proef", frozenset({1}))
    element = bytes.fromhex("5ca8bcde8c462b8d02b841ef5103452ec7fb449501a7ae3e5a568a9bd9ec577a")
    gevonden = kluis.open_token(doos(kluis, element), ORGANISATIE, SIGNAAL, "kind", 1)
    assert gevonden.sleutel.hex() == "32b34fbd2fb497bdbdbb0e49b3fe95b84531d48992149dc3826688a7581fc39e"


@pytest.mark.parametrize("wat", ["organisatie", "signaal", "rol", "versie", "kort", "leeg", "bit"])
def test_een_token_voor_iets_anders_is_altijd_dezelfde_weigering(kluis: Kluis, wat: str) -> None:
    goed = doos(kluis, pseudoniem(KINDEREN[0]))
    organisatie, signaal, rol, versie = ORGANISATIE, SIGNAAL, "kind", 1
    if wat == "organisatie":
        organisatie = uuid4()
    elif wat == "signaal":
        signaal = uuid4()
    elif wat == "rol":
        rol = "ouder"
    elif wat == "versie":
        versie = 2
    else:
        goed = {"kort": goed[:-1], "leeg": b"", "bit": goed[:-1] + bytes([goed[-1] ^ 1])}[wat]
    with pytest.raises(OngeldigeInvoer) as fout:
        kluis.open_token(goed, organisatie, signaal, rol, versie)
    assert fout.value.eerste.code == "token-ongeldig"


@pytest.mark.parametrize("inhoud", [bytes(32), b"\xff" * 32, b"x" * 31, b""])
def test_wat_geen_element_is_wordt_geweigerd_ook_als_het_goed_is_verzegeld(kluis: Kluis, inhoud: bytes) -> None:
    assert not GROEP.is_element(inhoud)
    with pytest.raises(OngeldigeInvoer) as fout:
        kluis.open_token(doos(kluis, inhoud), ORGANISATIE, SIGNAAL, "kind", 1)
    assert fout.value.eerste.code == "token-ongeldig"


def test_een_andere_sleutelversie_dan_de_actieve_wordt_geweigerd(kluis: Kluis) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        kluis.open_token(doos(kluis, pseudoniem(KINDEREN[0]), versie=2), ORGANISATIE, SIGNAAL, "kind", 2)
    assert fout.value.eerste.code == "token-ongeldig"


def test_het_sleutelbestand_is_van_de_eigenaar_alleen_en_wordt_niet_overschreven(tmp_path: Path) -> None:
    pad = tmp_path / "index.json"
    eerste = Sleutelbestand.maak(pad)
    assert stat.S_IMODE(pad.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        Sleutelbestand.maak(pad)
    assert Sleutelbestand.lees(pad) == eerste
    pad.chmod(0o640)
    with pytest.raises(SleutelbestandOngeldig, match="600"):
        Sleutelbestand.lees(pad)


@pytest.mark.parametrize("inhoud", ["", "{}", "[]", "geen json", '{"ingest": 1}'])
def test_een_kapot_sleutelbestand_geeft_een_zin(tmp_path: Path, inhoud: str) -> None:
    pad = tmp_path / "index.json"
    pad.write_text(inhoud)
    pad.chmod(0o600)
    with pytest.raises(SleutelbestandOngeldig, match="geen sleutelbestand"):
        Sleutelbestand.lees(pad)
    with pytest.raises(SleutelbestandOngeldig, match="sleutels maken"):
        Sleutelbestand.lees(tmp_path / "weg.json")


def test_geheimen_en_pseudoniemen_tonen_zich_niet(sleutels: Sleutelbestand, kluis: Kluis, tmp_path: Path) -> None:
    gevonden = kluis.open_token(doos(kluis, pseudoniem(KINDEREN[0])), ORGANISATIE, SIGNAAL, "kind", 1)
    geheimen = [g for g in json.loads((tmp_path / "index.json").read_text()).values() if isinstance(g, str)]
    assert len(geheimen) == 4
    tekst = f"{sleutels!r} {kluis!r} {gevonden!r} {gevonden}"
    assert not any(geheim in tekst for geheim in geheimen)
    assert gevonden.sleutel.hex() not in tekst
    assert repr(gevonden.sleutel) not in tekst
    assert zoek_context().hex() not in tekst


def test_N02_elk_abonnement_heeft_een_eigen_sleutel_en_een_oude_tekent_mee(tmp_path: Path) -> None:
    pad = tmp_path / "index.json"
    oud = Kluis(Sleutelbestand.maak(pad), INDEX, frozenset({1}))
    een, ander = uuid4(), uuid4()
    (sleutel,) = oud.webhooksleutels(een)
    assert oud.webhooksleutels(een) == (sleutel,)
    assert oud.webhooksleutels(ander) != (sleutel,)
    inhoud = json.loads(pad.read_text())
    pad.write_text(json.dumps(inhoud | {"tekenen": naar_tekst(b"\x07" * 32), "tekenen_vorig": inhoud["tekenen"]}))
    nieuw = Kluis(Sleutelbestand.lees(pad), INDEX, frozenset({1}))
    assert nieuw.webhooksleutels(een)[1] == sleutel
    handtekeningen = nieuw.teken_webhook(een, b"bericht")
    for publiek, handtekening in zip(nieuw.webhooksleutels(een), handtekeningen, strict=True):
        Ed25519PublicKey.from_public_bytes(publiek).verify(handtekening, b"bericht")
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(sleutel).verify(nieuw.teken_webhook(ander, b"bericht")[1], b"bericht")


def test_wat_is_opgeborgen_komt_er_alleen_voor_zijn_eigen_rij_uit(kluis: Kluis) -> None:
    rij = uuid4()
    geborgen = kluis.berg(b"geheim", rij)
    assert b"geheim" not in geborgen
    assert kluis.haal_op(geborgen, rij) == b"geheim"
    for vals, plaats in ((geborgen, uuid4()), (geborgen[:-1] + bytes([geborgen[-1] ^ 1]), rij)):
        with pytest.raises(OngeldigeInvoer, match="onleesbaar"):
            kluis.haal_op(vals, plaats)
