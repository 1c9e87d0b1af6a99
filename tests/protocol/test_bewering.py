# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from verwijsindex.protocol.bewering import Jwks, bekijk_client_id, lees_bewering, lees_jwks, maak_bewering
from verwijsindex.protocol.fouten import BeweringOngeldig, JwksOngeldig

AUD = "https://index.example.nl/v1/oauth/token"
NU = datetime(2013, 5, 31, 12, tzinfo=UTC)
ED = Ed25519PrivateKey.generate()
RSA = generate_private_key(65537, 2048)


def jwk(sleutel: Any, kid: str) -> dict[str, Any]:
    soort = RSAAlgorithm if hasattr(sleutel, "key_size") else OKPAlgorithm
    return dict(json.loads(soort.to_jwk(sleutel)), kid=kid)


JWKS: Jwks = lees_jwks({"keys": [jwk(ED.public_key(), "ed"), jwk(RSA.public_key(), "rsa")]})


def claims(**anders: Any) -> dict[str, Any]:
    nu = int(NU.timestamp())
    basis = {"iss": "org", "sub": "org", "aud": AUD, "jti": "1", "iat": nu, "exp": nu + 60}
    return {naam: waarde for naam, waarde in (basis | anders).items() if waarde is not None}


def teken(kid: str = "ed", alg: str = "EdDSA", sleutel: Any = ED, **anders: Any) -> str:
    return jwt.encode(claims(**anders), sleutel, algorithm=alg, headers={"kid": kid})


@pytest.mark.parametrize(("sleutel", "alg", "kid"), [(ED, "EdDSA", "ed"), (RSA, "RS256", "rsa"), (RSA, "PS256", "rsa")])
def test_A03_een_goede_bewering_wordt_gelezen(sleutel: RSAPrivateKey, alg: str, kid: str) -> None:
    tekst = maak_bewering(sleutel, alg, kid, "org", AUD, NU, professional="j.jansen")
    assert bekijk_client_id(tekst) == "org"
    gelezen = lees_bewering(tekst, JWKS, AUD, NU)
    assert (gelezen.client_id, gelezen.professional) == ("org", "j.jansen")
    assert gelezen.verloopt == NU + timedelta(seconds=60)
    assert lees_bewering(maak_bewering(sleutel, alg, kid, "org", AUD, NU), JWKS, AUD, NU).jti != gelezen.jti


@pytest.mark.parametrize(("seconden", "mag"), [(-6, False), (-5, True), (0, True), (64, True), (65, False)])
def test_de_tijd_wordt_met_vijf_seconden_speling_bewaakt(seconden: int, mag: bool) -> None:
    def lees() -> str:
        return lees_bewering(teken(), JWKS, AUD, NU + timedelta(seconds=seconden)).client_id

    if mag:
        assert lees() == "org"
    else:
        with pytest.raises(BeweringOngeldig) as fout:
            lees()
        assert fout.value.reden == "tijd"


SEC = int(NU.timestamp())


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"exp": SEC + 61}, "tijd"),
        ({"exp": SEC}, "tijd"),
        ({"exp": None}, "tijd"),
        ({"iat": None}, "tijd"),
        ({"exp": SEC + 30.5}, "tijd"),
        ({"exp": True}, "tijd"),
        ({"exp": 10**30, "iat": 10**30 - 1}, "tijd"),
        ({"nbf": SEC + 30}, "tijd"),
        ({"sub": "ander"}, "afzender"),
        ({"iss": None}, "afzender"),
        ({"aud": "https://index.example.nl/v1"}, "ontvanger"),
        ({"aud": [AUD, "https://ander.example.nl"]}, "ontvanger"),
        ({"aud": None}, "ontvanger"),
        ({"jti": None}, "jti"),
        ({"jti": "x" * 129}, "jti"),
        ({"jti": "a\x00"}, "jti"),
        ({"jti": 7}, "jti"),
        ({"professional": ""}, "professional"),
        ({"professional": "j\njansen"}, "professional"),
        ({"professional": "x" * 201}, "professional"),
        ({"alg": "HS256", "sleutel": b"x" * 32}, "algoritme"),
        ({"alg": "none", "sleutel": None}, "algoritme"),
        ({"kid": "onbekend"}, "sleutel"),
        ({"kid": "rsa"}, "sleutel"),
        ({"sleutel": Ed25519PrivateKey.generate()}, "handtekening"),
    ],
)
def test_een_slechte_bewering_wordt_geweigerd_met_de_reden(anders: dict[str, Any], reden: str) -> None:
    with pytest.raises(BeweringOngeldig) as fout:
        lees_bewering(teken(**anders), JWKS, AUD, NU)
    assert fout.value.reden == reden


@pytest.mark.parametrize("tekst", ["", "a.b.c", "x" * 1000, "é.é.é", teken()[:-90]])
def test_rommel_is_geen_bewering(tekst: str) -> None:
    with pytest.raises(BeweringOngeldig):
        lees_bewering(tekst, JWKS, AUD, NU)


def test_een_jwks_met_iets_anders_dan_openbare_sterke_sleutels_wordt_geweigerd() -> None:
    ed = jwk(ED.public_key(), "a")
    p256 = json.loads(ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key())) | {"kid": "a"}
    zwak = jwk(generate_private_key(65537, 1024).public_key(), "a")  # noqa: S505 (weak on purpose: it must be refused)
    slecht: list[Any] = [
        [jwk(ED, "a")],
        [jwk(RSA, "a")],
        [ed, ed],
        [],
        [p256],
        [zwak],
        [ed | {"kid": 3}],
        ["x"],
        [{}],
        None,
    ]
    for keys in slecht:
        with pytest.raises(JwksOngeldig):
            lees_jwks({"keys": keys})
    for tekst in ("", "[]", "{}", "3"):
        with pytest.raises(JwksOngeldig):
            lees_jwks(tekst)
