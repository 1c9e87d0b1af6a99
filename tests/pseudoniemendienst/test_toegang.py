# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verwijsindex.protocol.bewering import TYPE_BEWERING
from verwijsindex.pseudoniemendienst import sleutels


def geweigerd(antwoord: Any) -> bool:
    return bool(antwoord.status_code == 401 and antwoord.json()["code"] == "aanmelding-geweigerd")


def test_een_organisatie_krijgt_een_token_voor_tien_minuten(proef: Any) -> None:
    antwoord = proef.aanmelding(proef.organisatie.bewering())
    assert antwoord.status_code == 200
    assert antwoord.json()["token_type"] == "Bearer"
    assert antwoord.json()["expires_in"] == 600
    claims = jwt.decode(antwoord.json()["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (str(proef.organisatie.id), proef.instellingen.basis_url)
    assert claims["exp"] - claims["iat"] == 600


def test_een_bewering_wordt_een_keer_aangenomen(proef: Any) -> None:
    bewering = proef.organisatie.bewering()
    assert proef.aanmelding(bewering).status_code == 200
    assert geweigerd(proef.aanmelding(bewering))


def test_van_twintig_gelijktijdige_herhalingen_slaagt_er_een(proef: Any) -> None:
    bewering, uitkomsten, start = proef.organisatie.bewering(), [], Barrier(20)

    def poging() -> None:
        start.wait()
        uitkomsten.append(proef.aanmelding(bewering).status_code)

    draden = [Thread(target=poging) for _ in range(20)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten) == [200] + [401] * 19


def test_een_gebruikte_jti_blijft_bewaard_tot_de_bewering_niet_meer_geldt(proef: Any) -> None:
    bewering = proef.organisatie.bewering()
    assert proef.aanmelding(bewering).status_code == 200
    proef.klok.nu += timedelta(seconds=64)
    proef.token()
    assert geweigerd(proef.aanmelding(bewering))


def test_een_verlopen_of_te_vroege_bewering_wordt_geweigerd(proef: Any) -> None:
    assert geweigerd(proef.aanmelding(proef.organisatie.bewering(proef.klok() - timedelta(seconds=66))))
    assert geweigerd(proef.aanmelding(proef.organisatie.bewering(proef.klok() + timedelta(seconds=10))))


def test_een_bewering_voor_een_ander_of_van_een_ander_wordt_geweigerd(proef: Any) -> None:
    vreemde, ander = proef.account(), proef.account()
    ander.id = proef.organisatie.id
    assert geweigerd(proef.aanmelding(proef.organisatie.bewering(aud="http://index.example.nl/v1/oauth/token")))
    assert geweigerd(proef.aanmelding(ander.bewering()))
    vreemde.id = ander.id
    assert geweigerd(proef.aanmelding(vreemde.bewering()))
    assert geweigerd(proef.aanmelding("geen.jwt.dus"))


def test_een_onbekende_of_stilgezette_organisatie_wordt_geweigerd(proef: Any) -> None:
    token = proef.token()
    proef.account(proef.organisatie, actief=False)
    assert geweigerd(proef.aanmelding(proef.organisatie.bewering()))
    assert geweigerd(proef.evalueer("AA", token=token))
    proef.opslag.verwijder_account(proef.organisatie.id)
    assert geweigerd(proef.aanmelding(proef.organisatie.bewering()))


@pytest.mark.parametrize(
    "anders",
    [
        {"grant_type": "password"},
        {"client_assertion_type": "iets-anders"},
        {"client_assertion": "x" * 9000},
        {"extra": "1"},
        {"client_assertion": None},
    ],
)
def test_een_tokenaanvraag_in_een_andere_vorm_is_ongeldig(proef: Any, anders: dict[str, Any]) -> None:
    velden = {
        "grant_type": "client_credentials",
        "client_assertion_type": TYPE_BEWERING,
        "client_assertion": proef.organisatie.bewering(),
    } | anders
    antwoord = proef.http.post("/v1/oauth/token", data={k: v for k, v in velden.items() if v is not None})
    assert antwoord.status_code == 400
    assert antwoord.json()["code"] == "ongeldige-invoer"


def test_een_toegangstoken_verloopt_en_is_niet_na_te_maken(proef: Any) -> None:
    token = proef.token()
    assert proef.evalueer("AA", token=token).status_code == 400
    eigen = sleutels.lees(proef.instellingen.sleutelbestand).toegangssleutel
    claims = jwt.decode(token, options={"verify_signature": False})
    for nep in (
        "",
        "x",
        jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA"),
        jwt.encode(claims | {"aud": "http://ander.example.nl"}, eigen, algorithm="EdDSA"),
        jwt.encode(claims | {"sub": "geen-uuid"}, eigen, algorithm="EdDSA"),
        proef.organisatie.bewering(),
    ):
        assert geweigerd(proef.evalueer("AA", token=nep or "leeg"))
    assert geweigerd(proef.http.post("/v1/evaluaties", json={}))
    proef.klok.nu += timedelta(seconds=600)
    assert geweigerd(proef.evalueer("AA", token=token))
