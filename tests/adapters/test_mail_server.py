# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which mail server gets a letter, and over what line: TLS, log-in, and settings that cannot work (N04)."""

from __future__ import annotations

import re
import socket
import ssl
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.adapters.postkantoor import (
    GELUKT,
    INDEX,
    INLOG,
    NU,
    RETOUR,
    VAN,
    WACHTWOORD,
    brief,
    mail,
    mislukt,
    postkantoor,
    toneel,
)
from verwijsindex.adapters.mail import Mail

if TYPE_CHECKING:
    from pathlib import Path

HOST = "mail.gemeente.example"
TLS_ONGELDIG, NIET_INGELOGD = mislukt("tls-ongeldig"), mislukt("niet-ingelogd")


@dataclass(frozen=True)
class Papieren:
    """TLS of a server for HOST, and of a client that trusts who signed for it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture
def papieren(tmp_path: Path) -> Papieren:
    sleutel, naam = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    # TLS compares with the clock of the machine.
    nu = datetime.fromtimestamp(tmp_path.stat().st_mtime, UTC)
    bewijs = (
        x509.CertificateBuilder(naam, naam, sleutel.public_key(), x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(sleutel, hashes.SHA256())
    ).public_bytes(Encoding.PEM)
    pad = tmp_path / "server.txt"
    pad.write_bytes(sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + bewijs)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(pad)
    return Papieren(server, ssl.create_default_context(cadata=bewijs.decode()))


@pytest.fixture
def ver_weg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name and address is found on this machine."""
    echt = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest, **wat: echt("127.0.0.1", *rest, **wat))


pytestmark = pytest.mark.usefixtures("ver_weg")


def test_N04_een_vertrouwde_server_krijgt_wachtwoord_en_brief_alleen_versleuteld(papieren: Papieren) -> None:
    with postkantoor(tls_context=papieren.server) as kantoor:
        post = mail(kantoor.poort, host=HOST, inlog=INLOG, tls=papieren.client)
        assert post.stuur(brief(), NU) == GELUKT
    assert kantoor.ingelogd == [(b"index", WACHTWOORD.encode())]
    assert kantoor.versleuteld == [True]


def test_N04_smtps_is_versleuteld_vanaf_het_begin(papieren: Papieren) -> None:
    with postkantoor(ssl_context=papieren.server) as kantoor:
        vertrouwd = mail(kantoor.poort, schema="smtps", host=HOST, inlog=INLOG, tls=papieren.client)
        assert vertrouwd.stuur(brief(), NU) == GELUKT
        onbekend = mail(kantoor.poort, schema="smtps", host=HOST, inlog=INLOG)
        assert onbekend.stuur(brief(), NU) == TLS_ONGELDIG
        # Also on the own machine: who asks for TLS gets it.
        assert mail(kantoor.poort, schema="smtps").stuur(brief(), NU) == TLS_ONGELDIG
    assert len(kantoor.ingelogd) == 1
    assert kantoor.versleuteld == [True]


@pytest.mark.parametrize("wat", ["zelf ondertekend", "andere naam", "zonder STARTTLS"])
def test_N04_een_server_die_niet_te_vertrouwen_is_krijgt_niets(papieren: Papieren, wat: str) -> None:
    with postkantoor(tls_context=None if wat == "zonder STARTTLS" else papieren.server) as kantoor:
        host = "elders.example" if wat == "andere naam" else HOST
        vertrouwd = {} if wat == "zelf ondertekend" else {"tls": papieren.client}
        assert mail(kantoor.poort, host=host, inlog=INLOG, **vertrouwd).stuur(brief(), NU) == TLS_ONGELDIG
    assert kantoor.ingelogd == kantoor.post == []


def test_N04_een_server_die_starttls_belooft_en_weigert_krijgt_niets() -> None:
    with toneel(b"220 hier\r\n", b"250-hier\r\n250 STARTTLS\r\n", b"454 Nu niet\r\n") as (poort, gehoord):
        assert mail(poort, host=HOST, inlog=INLOG).stuur(brief(), NU) == TLS_ONGELDIG
    assert gehoord == [b"ehlo index.example\r\n", b"STARTTLS\r\n", b""]


def test_N04_een_server_die_de_index_niet_wil_spreken_zegt_zijn_eigen_code() -> None:
    with toneel(b"220 hier\r\n", b"550 Nee\r\n", b"421 Vol\r\n") as (poort, _):
        assert mail(poort, host=HOST, inlog=INLOG).stuur(brief(), NU) == mislukt("smtp-421")


@pytest.mark.parametrize("host", [HOST, "10.0.0.1", "localhost.example", "[fe80::1]", "0.0.0.0"])  # noqa: S104
def test_N04_er_gaat_niets_onversleuteld_naar_een_andere_machine(host: str) -> None:
    with postkantoor() as kantoor:
        assert mail(kantoor.poort, host=host).stuur(brief(), NU) == TLS_ONGELDIG
    assert kantoor.post == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "[::1]"])
def test_N04_op_de_eigen_machine_mag_het_zonder(host: str) -> None:
    with postkantoor() as kantoor:
        assert mail(kantoor.poort, host=host).stuur(brief(), NU) == GELUKT
    assert kantoor.versleuteld == [False]


def test_N04_wie_eigen_papieren_geeft_wil_ook_op_de_eigen_machine_niets_zonder(papieren: Papieren) -> None:
    with postkantoor() as kantoor:
        assert mail(kantoor.poort, tls=papieren.client).stuur(brief(), NU) == TLS_ONGELDIG
    assert kantoor.post == []


def test_N04_een_fout_wachtwoord_is_niet_ingelogd(papieren: Papieren) -> None:
    with postkantoor(tls_context=papieren.server) as kantoor:
        post = mail(kantoor.poort, host=HOST, inlog="index:anders@", tls=papieren.client)
        assert post.stuur(brief(), NU) == NIET_INGELOGD
    assert kantoor.ingelogd
    assert kantoor.post == []


@pytest.mark.parametrize(
    "aanbod",
    [
        (b"250 hier\r\n",),
        (b"250-hier\r\n250 AUTH XOAUTH2\r\n",),
        (b"250-hier\r\n250 AUTH CRAM-MD5\r\n", b"334 geen base64\r\n"),
        (b"250-hier\r\n250 AUTH PLAIN\r\n", b"535 5.7.8 Nee\r\n"),
        (b"250-hier\r\n250 AUTH PLAIN\r\n", b"454 4.7.0 Nu niet\r\n"),
    ],
)
def test_N04_inloggen_dat_niet_lukt_is_niet_ingelogd(aanbod: tuple[bytes, ...]) -> None:
    with toneel(b"220 hier\r\n", *aanbod) as (poort, gehoord):
        assert mail(poort, inlog=INLOG).stuur(brief(), NU) == NIET_INGELOGD
    assert not any(regel.lower().startswith(b"mail") for regel in gehoord)


def test_N04_wie_ophangt_bij_het_inloggen_is_weg_en_geen_fout_wachtwoord() -> None:
    with toneel(b"220 hier\r\n", b"250-hier\r\n250 AUTH PLAIN\r\n", None) as (poort, _):
        assert mail(poort, inlog=INLOG).stuur(brief(), NU) == mislukt("geen-verbinding")


@pytest.mark.parametrize(
    ("server", "woord"),
    [
        ("", "smtp://"),
        ("mail.example:25", "smtp://"),
        ("http://mail.example", "smtp://"),
        ("smtp://", "geen host"),
        ("smtp://:25", "geen host"),
        ("smtp://mail\x00.example:25", "geen host"),
        ("smtp://mail.example:0", "poort"),
        ("smtp://mail.example:99999", "niet worden gelezen"),
        ("smtp://index:sesam/open@mail.example:25", "niet worden gelezen"),
        ("smtp://index:1#sesam@mail.example:25", "komt niets meer"),
        ("smtp://index:1?sesam@mail.example:25", "komt niets meer"),
        ("smtp://mail.example/sesam", "komt niets meer"),
        ("smtp://[sesam", "niet worden gelezen"),
        ("smtp://index:sesam@mail..example", "niet worden gelezen"),
        ("smtp://index:sesam@" + "m" * 64 + ".example", "niet worden gelezen"),
        ("smtp://index@mail.example", "allebei"),
        ("smtp://:sesam@mail.example", "allebei"),
        ("smtp://index:sesam%C3%A9@mail.example", "accenten"),
        ("smtp://index:sesam%0D%0A@mail.example", "stuurtekens"),
    ],
)
def test_N04_een_mailserver_die_niet_kan_geeft_een_zin_zonder_het_wachtwoord(server: str, woord: str) -> None:
    with pytest.raises(ValueError, match="mailserver") as fout:
        Mail(server, VAN, RETOUR, INDEX)
    assert woord in str(fout.value)
    # Line by line of the trace stands the code, not what it was given.
    assert "sesam" not in "".join(traceback.format_exception(fout.value, limit=-1))


@pytest.mark.parametrize(
    ("van", "retour", "woord"),
    [
        ("verwijsindex", RETOUR, "`van` kan niet"),
        ("Index <a@b.example>", RETOUR, "`van` kan niet"),
        (VAN, "a@b.example\r\nBcc: x@y.example", "`retour` kan niet"),
        (VAN, "r" * 32 + "@b.example", "`retour` is te lang"),
        (VAN, "r@" + "b." * 110 + "example", "`retour` is te lang"),
    ],
)
def test_N04_een_afzender_die_niet_kan_geeft_een_zin(van: str, retour: str, woord: str) -> None:
    with pytest.raises(ValueError, match=re.escape(woord)):
        Mail("smtp://127.0.0.1:25", van, retour, INDEX)


def test_N04_de_langste_retour_die_kan_past_nog_op_de_omslag() -> None:
    with postkantoor() as kantoor:
        post = Mail(f"smtp://127.0.0.1:{kantoor.poort}", VAN, "r" * 31 + "@b.example", INDEX)
        assert post.stuur(brief(), NU) == GELUKT
    assert len(kantoor.post[0][0].partition("@")[0]) == 64


@pytest.mark.parametrize(("schema", "poort"), [("smtp", 587), ("smtps", 465)])
def test_N04_zonder_poort_is_het_de_poort_van_het_schema(schema: str, poort: int) -> None:
    assert Mail(f"{schema}://mail.example", VAN, RETOUR, INDEX)._server.poort == poort


def test_N04_wachtwoord_en_gebruiker_tonen_zich_niet() -> None:
    post = mail(25, inlog=INLOG)
    getoond = f"{post!r} {post} {post._server!r}"
    assert post._server.wachtwoord == WACHTWOORD
    assert "geheim" not in getoond
    assert "'index'" not in getoond
