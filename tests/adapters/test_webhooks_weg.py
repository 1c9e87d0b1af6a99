# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where a message goes: to an address outside, to who proves its name, over a connection of that name."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Sequence
from typing import TYPE_CHECKING

import anyio
import pytest

from tests.adapters.ontvangers import antwoord, breekt_af, certificaat, ontvanger, rauw, zwijgt
from tests.adapters.verzenden import (
    ADRES,
    ANDERE,
    BRON,
    GELUKT,
    NAAM,
    NU,
    OPENBAAR,
    STIL,
    Geheugen,
    Omweg,
    bezorg,
    bezorg_samen,
    krijg,
    loopback,
    maak,
    mislukt,
    naar,
    teken,
    zending,
)
from verwijsindex.adapters.webhooks import TEGELIJK, Webhooks
from verwijsindex.domain.bezorgen import Handdruk, Uitkomst

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def papieren(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A receiver that is NAAM, and a sender that trusts whoever vouches for it."""
    server, tekst = certificaat(tmp_path_factory.mktemp("tls"), NAAM)
    klant = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    klant.load_verify_locations(cadata=tekst)
    return server, klant


@pytest.mark.parametrize(
    "adressen",
    [["127.0.0.1"], ["::1"], ["10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], [OPENBAAR, "127.0.0.1"]],
)
def test_N02_een_doel_binnen_wordt_niet_bereikt(adressen: list[str]) -> None:
    async def oplossen(host: str, poort: int) -> Sequence[str]:
        return adressen

    omweg = Omweg()
    webhooks = maak(oplossen=oplossen, binnen=False, net=omweg)
    with ontvanger(antwoord()) as bij:
        assert bezorg(webhooks, zending(bij, schema="https")) == [mislukt("adres-niet-toegestaan")]
        assert webhooks.begroet(f"https://{NAAM}:{bij.poort}/") == Handdruk(False, "adres-niet-toegestaan")
    assert (bij.verbindingen, omweg.gegaan) == (0, [])


def test_N02_een_naam_die_van_adres_wisselt_komt_niet_binnen(papieren: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    antwoorden = iter([[OPENBAAR], ["127.0.0.1"]])

    async def wisselt(host: str, poort: int) -> Sequence[str]:
        return next(antwoorden)

    omweg = Omweg()
    with ontvanger(antwoord("200 OK", "Connection: close"), papieren[0]) as bij:
        webhooks = maak(oplossen=wisselt, binnen=False, tls=papieren[1], net=omweg)
        uitkomsten = bezorg(webhooks, zending(bij, schema="https"), zending(bij, schema="https"))
    assert uitkomsten == [GELUKT, mislukt("adres-niet-toegestaan")]
    assert omweg.gegaan == [OPENBAAR]
    assert bij.verbindingen == 1


@pytest.mark.parametrize("adres", ["http://ontvanger.voorbeeld.nl/", "https://10.0.0.1/", "https://a@b.nl/", "onzin"])
def test_N02_een_adres_dat_niet_meer_mag_wordt_niet_geprobeerd(adres: str) -> None:
    omweg = Omweg()
    assert bezorg(maak(binnen=False, net=omweg), naar("", adres)) == [mislukt("adres-niet-toegestaan")]
    assert omweg.gegaan == []


def test_N02_een_naam_die_niet_bestaat() -> None:
    async def weet_niets(host: str, poort: int) -> Sequence[str]:
        raise socket.gaierror(-2, f"{host} is onbekend")

    with ontvanger(antwoord()) as bij:
        webhooks = maak(oplossen=weet_niets)
        assert bezorg(webhooks, zending(bij)) == [mislukt("naam-onbekend")]
        assert webhooks.begroet(f"http://{NAAM}:{bij.poort}/") == Handdruk(False, "naam-onbekend")


def test_N02_zonder_meer_wordt_de_eigen_machine_gevonden() -> None:
    with ontvanger(antwoord()) as bij:
        assert bezorg(Webhooks(teken, BRON, ADRES, binnen=True), zending(bij, host="localhost")) == [GELUKT]
    assert bij.verzoeken[0].koppen["host"] == f"localhost:{bij.poort}"


@pytest.mark.parametrize(
    ("adres", "host"),
    [("http://[::1]:8080/", b"[::1]:8080"), ("http://[::1]/", b"[::1]"), ("http://Localhost:80/", b"localhost")],
)
def test_N02_de_naam_in_een_bericht_is_die_van_het_adres(adres: str, host: bytes) -> None:
    net = Geheugen(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert bezorg(maak(net=net), naar("", adres)) == [GELUKT]
    assert net.geschreven[0].startswith(b"POST / HTTP/1.1\r\nHost: " + host + b"\r\n")


# TLS goes by the name.


def test_N02_een_ontvanger_bewijst_zijn_naam(papieren: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    server, klant = papieren
    with ontvanger(antwoord(), server) as bij:
        goed, anders = zending(bij, schema="https"), zending(bij, schema="https", host=ANDERE)
        assert bezorg(maak(tls=klant), goed, goed, anders, goed) == [GELUKT, GELUKT, mislukt("tls-ongeldig"), GELUKT]
        ip = zending(bij, schema="https", host="127.0.0.1")
        assert bezorg(maak(tls=klant), ip) == [mislukt("tls-ongeldig")]
        assert maak(tls=klant).begroet(anders.adres) == Handdruk(False, "tls-ongeldig")
    assert len(bij.verzoeken) == 3


def test_N02_een_certificaat_van_niemand_is_ongeldig(papieren: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    with ontvanger(antwoord(), papieren[0]) as bij:
        webhooks = Webhooks(teken, BRON, ADRES, binnen=True, oplossen=loopback)
        assert bezorg(webhooks, zending(bij, schema="https")) == [mislukt("tls-ongeldig")]
    assert bij.verzoeken == []


def test_N02_wie_geen_tls_spreekt_is_tls_ongeldig(papieren: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    with ontvanger(antwoord(), praat=b"220 mail.voorbeeld.nl ESMTP\r\n") as bij:
        assert bezorg(maak(tls=papieren[1]), zending(bij, schema="https")) == [mislukt("tls-ongeldig")]


def test_N02_wie_een_certificaat_van_ons_eist_is_tls_ongeldig(
    papieren: tuple[ssl.SSLContext, ssl.SSLContext], tmp_path: Path
) -> None:
    """With TLS 1.3 the refusal comes after the handshake, as the first thing that is read."""
    server, tekst = certificaat(tmp_path, NAAM)
    server.verify_mode = ssl.CERT_REQUIRED
    klant = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    klant.load_verify_locations(cadata=tekst)
    with ontvanger(antwoord(), server) as bij:
        assert bezorg(maak(tls=klant), zending(bij, schema="https")) == [mislukt("tls-ongeldig")]


def test_N02_wie_de_tls_laat_hangen_houdt_geen_verbinding_open() -> None:
    net = Geheugen()
    webhooks = maak(net=net, tijd=0.1)

    async def een() -> tuple[Uitkomst, int]:
        async with webhooks:
            return await webhooks.bezorg(naar(NAAM, "https://{}/"), NU), net.open

    assert anyio.run(een) == (mislukt("geen-antwoord-op-tijd"), 0)
    assert net.meest_open == 1


# Connections are used again, by name, and there is an end to them.


def test_N02_een_verbinding_wordt_hergebruikt_en_niet_voor_een_andere_naam() -> None:
    with ontvanger(antwoord()) as bij:
        een, ander = zending(bij), zending(bij, host=ANDERE)
        assert bezorg(maak(), een, een, ander, een, ander) == [GELUKT] * 5
    assert bij.verbindingen == 2
    assert [verzoek.koppen["host"].split(":")[0] for verzoek in bij.verzoeken] == [NAAM, NAAM, ANDERE, NAAM, ANDERE]


def test_N02_na_een_te_lang_antwoord_begint_de_volgende_op_een_nieuwe_verbinding() -> None:
    with ontvanger(antwoord("200 OK", inhoud=b"x" * 20_000)) as bij:
        assert bezorg(maak(), zending(bij), zending(bij)) == [GELUKT] * 2
    assert bij.verbindingen == 2


def test_N02_er_zijn_nooit_meer_verbindingen_dan_mag() -> None:
    net = Geheugen(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    berichten = [naar(NAAM) for _ in range(2 * TEGELIJK)]
    assert bezorg_samen(maak(net=net), berichten) == [GELUKT] * len(berichten)
    assert (net.open, net.meest_open) == (0, TEGELIJK)


def test_N02_wie_niet_antwoordt_houdt_geen_plaats_bezet() -> None:
    async def oplossen(host: str, poort: int) -> Sequence[str]:
        return [STIL if host == ANDERE else OPENBAAR]

    net = Geheugen(b"HTTP/1.1 204 No Content\r\n\r\n")
    te_veel = [naar(ANDERE) for _ in range(4 * TEGELIJK)]
    uitkomsten = bezorg_samen(maak(net=net, oplossen=oplossen, tijd=0.3), te_veel, [naar(NAAM)])
    assert uitkomsten == [GELUKT]
    assert net.open == 0


def test_N02_wat_misgaat_staat_met_geen_woord_in_het_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for gedrag in (antwoord(), antwoord("500 Fout"), rauw(b"onzin\r\n"), breekt_af):
            krijg(gedrag)
        krijg(zwijgt, tijd=0.05)
        maak().begroet("http://127.0.0.1:1/")
    assert caplog.records == []
