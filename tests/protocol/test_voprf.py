# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import hashlib
import hmac
from typing import Any

import pytest

from verwijsindex.protocol import labels
from verwijsindex.protocol.fouten import BewijsOngeldig, ElementOngeldig, ScalarOngeldig
from verwijsindex.protocol.groep import IDENTITEIT, Groep
from verwijsindex.protocol.groep_pynacl import ORDE
from verwijsindex.protocol.voprf import (
    Evaluatie,
    Modus,
    Sleutelpaar,
    Verblinding,
    controleer,
    delta,
    evalueer,
    finaliseer,
    leid_sleutelpaar_af,
    ontblind,
    pas_delta_toe,
    verblind,
)

hex_ = bytes.fromhex
SEED = bytes(range(32))


def splits(tekst: str) -> list[bytes]:
    return [hex_(deel) for deel in tekst.split(",")]


@pytest.fixture
def paar(groep: Groep) -> Sleutelpaar:
    return leid_sleutelpaar_af(groep, SEED, labels.sleutel_info("vi-proef", 1))


@pytest.mark.parametrize(("suite", "aantal"), [(0, 2), (1, 3)])
def test_rfc9497_alle_vectoren_en_alle_velden(groep: Groep, vectoren: dict[str, Any], suite: int, aantal: int) -> None:
    gegevens = vectoren["rfc9497"]["suites"][suite]
    modus = Modus(gegevens["mode"])
    paar = leid_sleutelpaar_af(groep, hex_(gegevens["seed"]), hex_(gegevens["keyInfo"]), modus)
    assert paar.geheim.hex() == gegevens["skSm"]
    assert paar.publiek.hex() == gegevens.get("pkSm", paar.publiek.hex())
    assert len(gegevens["vectors"]) == aantal
    for vector in gegevens["vectors"]:
        invoer, blind = splits(vector["Input"]), splits(vector["Blind"])
        verblind_ = [verblind(groep, x, r, modus) for x, r in zip(invoer, blind, strict=True)]
        elementen = [v.element for v in verblind_]
        assert elementen == splits(vector["BlindedElement"])
        bewijs = vector.get("Proof")
        evaluatie = evalueer(groep, paar, elementen, hex_(bewijs["r"]) if bewijs else None)
        assert list(evaluatie.elementen) == splits(vector["EvaluationElement"])
        if bewijs:
            assert evaluatie.bewijs.hex() == bewijs["proof"]
            controleer(groep, paar.publiek, elementen, evaluatie.elementen, evaluatie.bewijs)
        uitkomst = [
            finaliseer(groep, x, v.blind, z) for x, v, z in zip(invoer, verblind_, evaluatie.elementen, strict=True)
        ]
        assert uitkomst == splits(vector["Output"])


def test_bekende_antwoorden_van_het_pseudoniem(groep: Groep, vectoren: dict[str, Any]) -> None:
    kat = vectoren["pseudoniem"]
    een = leid_sleutelpaar_af(groep, hex_(kat["seed_v1"]), labels.sleutel_info(kat["index_id"], 1))
    twee = leid_sleutelpaar_af(groep, hex_(kat["seed_v2"]), labels.sleutel_info(kat["index_id"], 2))
    assert (een.geheim.hex(), een.publiek.hex(), twee.publiek.hex()) == (kat["sk1"], kat["pk1"], kat["pk2"])
    stap = delta(groep, een, twee)
    assert stap.hex() == kat["delta"]
    assert pas_delta_toe(groep, stap, een.publiek) == twee.publiek
    for geval in kat["cases"]:
        x = labels.invoer(geval["bsn"])
        v = verblind(groep, x, hex_(kat["blind"]))
        evaluatie = evalueer(groep, een, [v.element], hex_(kat["bewijs_nonce"]))
        n = ontblind(groep, v.blind, evaluatie.elementen[0])
        gevonden = {
            "bsn": geval["bsn"],
            "input": x.hex(),
            "blinded": v.element.hex(),
            "evaluated": evaluatie.elementen[0].hex(),
            "proof": evaluatie.bewijs.hex(),
            "N": n.hex(),
            "lookup": hmac.new(hex_(kat["pepper"]), labels.zoek_context() + n, hashlib.sha256).hexdigest(),
            "N_v2": pas_delta_toe(groep, stap, n).hex(),
            "rfc_output": finaliseer(groep, x, v.blind, evaluatie.elementen[0]).hex(),
        }
        assert gevonden == geval


def test_elke_omgeklapte_bit_van_het_bewijs_wordt_gezien(groep: Groep, paar: Sleutelpaar) -> None:
    geblindeerd = [verblind(groep, b"x").element]
    evaluatie = evalueer(groep, paar, geblindeerd)
    for bit in range(0, 512, 1 if groep.naam == "libsodium" else 23):  # the other one is slow
        stuk = bytearray(evaluatie.bewijs)
        stuk[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BewijsOngeldig):
            controleer(groep, paar.publiek, geblindeerd, evaluatie.elementen, bytes(stuk))


def test_een_dienst_met_een_andere_sleutel_valt_op(groep: Groep, paar: Sleutelpaar) -> None:
    ander = leid_sleutelpaar_af(groep, SEED, labels.sleutel_info("vi-proef", 2))
    geblindeerd = [verblind(groep, b"x").element]
    evaluatie = evalueer(groep, ander, geblindeerd)
    with pytest.raises(BewijsOngeldig):
        controleer(groep, paar.publiek, geblindeerd, evaluatie.elementen, evaluatie.bewijs)


def test_een_bewijs_geldt_voor_precies_deze_reeks_in_deze_volgorde(groep: Groep, paar: Sleutelpaar) -> None:
    een, twee = verblind(groep, b"1").element, verblind(groep, b"2").element
    evaluatie = evalueer(groep, paar, [een, twee])
    z1, z2 = evaluatie.elementen
    controleer(groep, paar.publiek, [een, twee], [z1, z2], evaluatie.bewijs)
    for c, d in (([twee, een], [z1, z2]), ([een, twee], [z2, z1]), ([een], [z1]), ([een, twee], [z1]), ([], [])):
        with pytest.raises(BewijsOngeldig):
            controleer(groep, paar.publiek, c, d, evaluatie.bewijs)


def test_rommel_in_een_bewijs_wordt_geweigerd(groep: Groep, paar: Sleutelpaar) -> None:
    b = verblind(groep, b"x").element
    evaluatie = evalueer(groep, paar, [b])
    z, c, s = evaluatie.elementen[0], evaluatie.bewijs[:32], evaluatie.bewijs[32:]
    te_groot = (int.from_bytes(s, "little") + ORDE).to_bytes(32, "little")
    niet_canoniek = b"\xf3" + b"\xff" * 30 + b"\x7f"
    for publiek, b_, z_, bewijs in (
        (paar.publiek, b, z, c + te_groot),
        (paar.publiek, b, z, c + s + b"\x00"),
        (paar.publiek, b, z, (c + s)[:-1]),
        (paar.publiek, b, z, bytes(64)),
        (paar.publiek, b, z, b""),
        (paar.publiek, b, IDENTITEIT, c + s),
        (paar.publiek, IDENTITEIT, z, c + s),
        (IDENTITEIT, b, z, c + s),
        (paar.publiek, b, niet_canoniek, c + s),
        (niet_canoniek, b, z, c + s),
    ):
        with pytest.raises(BewijsOngeldig):
            controleer(groep, publiek, [b_], [z_], bewijs)


def test_evalueren_noemt_de_plaats_van_het_slechte_element(groep: Groep, paar: Sleutelpaar) -> None:
    goed = verblind(groep, b"x").element
    for slecht in (IDENTITEIT, b"\xff" * 32, goed[:-1], goed + b"\x00", b""):
        with pytest.raises(ElementOngeldig) as fout:
            evalueer(groep, paar, [goed, goed, slecht])
        assert fout.value.plaats == 2
    with pytest.raises(ElementOngeldig):
        evalueer(groep, paar, [])


def test_blinden_en_ontblinden_weigeren_een_scalar_buiten_het_bereik(groep: Groep, paar: Sleutelpaar) -> None:
    for slecht in (bytes(32), ORDE.to_bytes(32, "little"), b"\xff" * 32, b"\x01"):
        for poging in (
            lambda s=slecht: verblind(groep, b"x", s),
            lambda s=slecht: ontblind(groep, s, paar.publiek),
            lambda s=slecht: pas_delta_toe(groep, s, paar.publiek),
        ):
            with pytest.raises(ScalarOngeldig):
                poging()
    with pytest.raises(ElementOngeldig):
        ontblind(groep, b"\x02" + bytes(31), IDENTITEIT)


def test_elke_verblinding_is_anders_en_het_pseudoniem_gelijk(groep: Groep, paar: Sleutelpaar) -> None:
    een, twee = verblind(groep, b"x"), verblind(groep, b"x")
    assert een.element != twee.element
    evaluatie = evalueer(groep, paar, [een.element, twee.element])
    n1, n2 = (ontblind(groep, v.blind, z) for v, z in zip((een, twee), evaluatie.elementen, strict=True))
    assert n1 == n2


def test_geheimen_staan_in_geen_repr() -> None:
    geheim = b"geheim" * 6
    for waarde in (Sleutelpaar(geheim, b"pk"), Verblinding(geheim, geheim), Evaluatie((geheim,), geheim)):
        assert "geheimgeheim" not in repr(waarde)
