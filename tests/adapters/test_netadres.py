# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A webhook is an address of the outside world, and stays one between the look and the connection."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_network

import anyio
import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verwijsindex.adapters.netadres import AdresFout, Doel, Uitgang, ontleed, openbaar, zoek_op

OPENBAAR, ANDER, OPENBAAR6 = "8.8.8.8", "9.9.9.9", "2620:fe::fe"
GEHEIM4 = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"]
GEHEIM4 += ["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"]
GEHEIM4 += ["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"]


def bezwaar(adres: str, *, binnen: bool) -> str | None:
    """What is wrong with an address, None when nothing is."""
    try:
        ontleed(adres, binnen=binnen)
    except AdresFout as fout:
        return fout.code
    return None


@pytest.mark.parametrize(
    ("adres", "doel"),
    [
        ("https://ontvanger.voorbeeld.nl", Doel("https", "ontvanger.voorbeeld.nl", 443, "/")),
        ("HTTPS://Ontvanger.Voorbeeld.NL/In", Doel("https", "ontvanger.voorbeeld.nl", 443, "/In")),
        ("https://voorbeeld.nl:8443/a/b?c=d&e=/@:", Doel("https", "voorbeeld.nl", 8443, "/a/b?c=d&e=/@:")),
        ("https://voorbeeld.nl?c", Doel("https", "voorbeeld.nl", 443, "/?c")),
        ("https://xn--bcher-kva.voorbeeld.nl/%20", Doel("https", "xn--bcher-kva.voorbeeld.nl", 443, "/%20")),
        ("https://4711.voorbeeld.nl/", Doel("https", "4711.voorbeeld.nl", 443, "/")),
    ],
)
def test_N02_een_adres_buiten_is_een_https_adres_met_een_naam(adres: str, doel: Doel) -> None:
    assert bezwaar(adres, binnen=False) is None
    assert ontleed(adres, binnen=False) == ontleed(adres, binnen=True) == doel


@pytest.mark.parametrize(
    ("adres", "code"),
    [
        ("http://voorbeeld.nl/", "adres-geen-https"),
        ("ftp://voorbeeld.nl/", "adres-geen-https"),
        ("file:///etc/passwd", "adres-ongeldig"),
        ("javascript:alert(1)", "adres-ongeldig"),
        ("//voorbeeld.nl/", "adres-ongeldig"),
        ("voorbeeld.nl", "adres-ongeldig"),
        ("", "adres-ongeldig"),
        ("https://", "adres-ongeldig"),
        ("https:///pad", "adres-ongeldig"),
        ("https://:443/", "adres-ongeldig"),
        ("https://gebruiker@voorbeeld.nl/", "adres-met-inlog"),
        ("https://gebruiker:wachtwoord@voorbeeld.nl/", "adres-met-inlog"),
        ("https://@voorbeeld.nl/", "adres-met-inlog"),
        ("https://voorbeeld.nl:443@10.0.0.1/", "adres-met-inlog"),
        ("https://voorbeeld.nl@a@b.nl/", "adres-ongeldig"),
        ("https://voorbeeld.nl\\@10.0.0.1/", "adres-ongeldig"),
        ("https://voorbeeld.nl/#deel", "adres-met-anker"),
        ("https://voorbeeld.nl#@10.0.0.1/", "adres-met-anker"),
        ("https://voorbeeld.nl/#", "adres-met-anker"),
        ("https://voorbeeld.nl/een pad", "adres-ongeldig"),
        (" https://voorbeeld.nl/", "adres-ongeldig"),
        ("https://voorbeeld.nl/\n", "adres-ongeldig"),
        ("https://voor\tbeeld.nl/", "adres-ongeldig"),
        ("https://voorbeeld.nl/\r\nHost: x", "adres-ongeldig"),
        ("https://voorbeeld.nl/\x00", "adres-ongeldig"),
        ("https://bücher.voorbeeld.nl/", "adres-ongeldig"),
        ("https://voorbeeld。nl/", "adres-ongeldig"),
        ("https://voorbeeld.nl:/", "adres-ongeldig"),
        ("https://voorbeeld.nl:0/", "adres-ongeldig"),
        ("https://voorbeeld.nl:65536/", "adres-ongeldig"),
        ("https://voorbeeld.nl:443443/", "adres-ongeldig"),
        ("https://voorbeeld.nl:-1/", "adres-ongeldig"),
        ("https://voorbeeld.nl:80:80/", "adres-ongeldig"),
        ("https://voorbeeld..nl/", "adres-ongeldig"),
        ("https://voorbeeld.nl./", "adres-ongeldig"),
        ("https://.nl/", "adres-ongeldig"),
        ("https://-voorbeeld.nl/", "adres-ongeldig"),
        ("https://voor_beeld.nl/", "adres-ongeldig"),
        ("https://127%2e0%2e0%2e1/", "adres-ongeldig"),
        (f"https://{'a' * 64}.nl/", "adres-ongeldig"),
        (f"https://{'a.' * 127}nl/", "adres-ongeldig"),
        ("https://127.1/", "adres-ongeldig"),
        ("https://2130706433/", "adres-ongeldig"),
        ("https://0x7f.0.0.1/", "adres-ongeldig"),
        ("https://0177.0.0.1/", "adres-ongeldig"),
        ("https://127.0.0.0x1/", "adres-ongeldig"),
        ("https://[::1]x/", "adres-ongeldig"),
        ("https://[127.0.0.1]/", "adres-ongeldig"),
        ("https://[fe80::1%251]/", "adres-ongeldig"),
        ("https://8.8.8.8/", "adres-niet-openbaar"),
        ("https://[2620:fe::fe]/", "adres-niet-openbaar"),
        ("https://localhost/", "adres-niet-openbaar"),
        ("https://ontvanger/", "adres-niet-openbaar"),
        ("https://ontvanger.localhost/", "adres-niet-openbaar"),
        ("https://Printer.LOCAL/", "adres-niet-openbaar"),
        ("https://metadata.google.internal/", "adres-niet-openbaar"),
        ("https://nas.home.arpa/", "adres-niet-openbaar"),
        ("https://voorbeeld.nl/" + "a" * 480, "adres-te-lang"),
    ],
)
def test_N02_een_adres_dat_niet_deugt_wordt_genoemd(adres: str, code: str) -> None:
    assert bezwaar(adres, binnen=False) == code


def test_N02_een_adres_van_vijfhonderd_tekens_mag() -> None:
    assert bezwaar("https://voorbeeld.nl/" + "a" * 479, binnen=False) is None


@pytest.mark.parametrize(
    ("adres", "doel"),
    [
        ("http://localhost:8080/in", Doel("http", "localhost", 8080, "/in")),
        ("http://127.0.0.1/", Doel("http", "127.0.0.1", 80, "/")),
        ("https://[::1]:99/", Doel("https", "::1", 99, "/")),
        ("http://ontvanger.internal/", Doel("http", "ontvanger.internal", 80, "/")),
    ],
)
def test_N02_in_ontwikkeling_mag_een_adres_binnen_liggen(adres: str, doel: Doel) -> None:
    assert ontleed(adres, binnen=True) == doel
    assert bezwaar(adres, binnen=False) is not None


@pytest.mark.parametrize("adres", ["ftp://localhost/", "http://a@localhost/", "http://localhost/#a", "http://[::1/"])
def test_N02_ook_in_ontwikkeling_is_een_adres_een_adres(adres: str) -> None:
    assert bezwaar(adres, binnen=True) is not None


@pytest.mark.parametrize("ip", [OPENBAAR, ANDER, OPENBAAR6, "172.32.0.1", "100.128.0.1", f"::ffff:{OPENBAAR}"])
def test_N02_een_openbaar_adres_is_openbaar(ip: str) -> None:
    assert openbaar(ip)
    assert openbaar("64:ff9b::808:808")


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "172.31.255.255", "192.168.1.1", "100.64.0.1", "0.1.2.3", "255.255.255.255"),
        *("169.254.169.254", "169.254.170.2", "168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254"),
        *("224.0.0.1", "239.1.1.1", "ff02::1", "ff0e::1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fc00::1", "fec0::1", "2001:db8::1", "3fff::1", "100::1", "5f00::1", "4000::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", f"::{OPENBAAR}"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:a00:1::1"),
        *("2001::1", "2001:0:808:808::80ff:fffe", "2001:10::1", "2001:20::1"),
        *("fe80::1%eth0", f"{OPENBAAR6}%1", "", "localhost", "127.1", "2130706433", "0x7f000001", "010.0.0.1", " ::1"),
    ],
)
def test_N02_een_adres_dat_niet_openbaar_is_wordt_geweigerd(ip: str) -> None:
    assert not openbaar(ip)


@given(net=st.sampled_from([ip_network(net) for net in GEHEIM4]), trek=st.integers(0, 2**32 - 1))
def test_N02_een_adres_binnen_wordt_in_elke_verpakking_geweigerd(net: IPv4Network, trek: int) -> None:
    ip = int(net.network_address) + trek % net.num_addresses
    zestig, teredo = 0x2002 << 112 | ip << 80 | 1, 0x2001 << 112 | ~ip & 2**32 - 1
    verpakt = [ip, 0xFFFF << 32 | ip, 0x64FF9B << 96 | ip, zestig, teredo]
    assert not openbaar(str(IPv4Address(ip)))
    assert not any(openbaar(str(IPv6Address(adres))) for adres in verpakt)


class Wegen(httpcore.AsyncNetworkBackend):
    """Makes no connection and remembers where it was asked to go; what is in `dood` does not answer."""

    def __init__(self, *dood: str) -> None:
        self.gegaan: list[str] = []
        self._dood = dood

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 the shape of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.gegaan.append(host)
        if host in self._dood:
            raise httpcore.ConnectError
        return httpcore.AsyncMockStream([b"x" * 60_000])


class Naam:
    """A name that answers in turn what it was given, and counts how often it was asked."""

    def __init__(self, *antwoorden: Sequence[str]) -> None:
        self._antwoorden = iter(antwoorden)
        self.gevraagd = 0

    async def __call__(self, host: str, poort: int) -> Sequence[str]:
        self.gevraagd += 1
        return next(self._antwoorden)


def ga(uitgang: Uitgang, keren: int = 1) -> list[str]:
    """Connect so many times, one after the other; the code of each, empty for a connection."""

    async def alle() -> list[str]:
        codes = []
        for _ in range(keren):
            try:
                await uitgang.connect_tcp("voorbeeld.nl", 443, timeout=0.2)
                codes.append("")
            except AdresFout as fout:
                codes.append(fout.code)
            except httpcore.ConnectTimeout:
                codes.append("te-laat")
        return codes

    return anyio.run(alle)


@pytest.mark.parametrize(
    "adressen",
    [["10.0.0.1"], ["127.0.0.1"], ["::1"], ["169.254.169.254"], [OPENBAAR, "10.0.0.1"], [OPENBAAR6, "fd00::1"]],
)
def test_N02_een_naam_met_een_adres_binnen_wordt_geweigerd_ook_als_er_een_openbaar_bij_is(adressen: list[str]) -> None:
    wegen = Wegen()
    assert ga(Uitgang(Naam(adressen), binnen=False, net=wegen)) == ["adres-niet-toegestaan"]
    assert ga(Uitgang(Naam(adressen[::-1]), binnen=False, net=wegen)) == ["adres-niet-toegestaan"]
    assert wegen.gegaan == []
    assert ga(Uitgang(Naam(adressen), binnen=True, net=wegen)) == [""]


def test_N02_ook_het_laatste_van_veel_adressen_wordt_bekeken() -> None:
    veel = [str(IPv4Address(int(IPv4Address(OPENBAAR)) + nummer)) for nummer in range(50)]
    assert ga(Uitgang(Naam([*veel, "10.0.0.1"]), binnen=False, net=Wegen())) == ["adres-niet-toegestaan"]


def test_N02_verbonden_wordt_met_het_adres_dat_is_bekeken() -> None:
    wegen, naam = Wegen(), Naam([OPENBAAR], ["127.0.0.1"])
    assert ga(Uitgang(naam, binnen=False, net=wegen), keren=2) == ["", "adres-niet-toegestaan"]
    assert wegen.gegaan == [OPENBAAR]
    assert naam.gevraagd == 2


def test_N02_een_dood_adres_is_niet_het_einde_van_een_naam() -> None:
    wegen = Wegen(OPENBAAR6)
    assert ga(Uitgang(Naam([OPENBAAR6, OPENBAAR6, OPENBAAR]), binnen=False, net=wegen)) == [""]
    assert wegen.gegaan == [OPENBAAR6, OPENBAAR]


@pytest.mark.parametrize("fout", [socket.gaierror(-2, "voorbeeld.nl"), UnicodeError("voorbeeld.nl"), None])
def test_N02_een_naam_die_niet_bestaat_is_onbekend(fout: Exception | None) -> None:
    async def weet_niets(host: str, poort: int) -> list[str]:
        if fout:
            raise fout
        return []

    assert ga(Uitgang(weet_niets, binnen=True, net=Wegen())) == ["naam-onbekend"]


def test_N02_een_naam_die_niet_antwoordt_houdt_niet_op() -> None:
    async def zwijgt(host: str, poort: int) -> list[str]:
        await anyio.sleep(30)
        return []

    assert ga(Uitgang(zwijgt, binnen=True, net=Wegen())) == ["te-laat"]


def test_N02_van_een_antwoord_wordt_een_vast_aantal_bytes_gelezen() -> None:
    async def lees() -> int:
        bron = httpcore.AsyncMockBackend([b"x"] * 99_999)
        stroom = await Uitgang(Naam([OPENBAAR]), binnen=False, net=bron).connect_tcp("voorbeeld.nl", 443)
        gelezen = 0
        with suppress(httpcore.ReadError):
            while await stroom.read(65536):
                gelezen += 1
        await stroom.write(b"")
        assert await stroom.read(1) == b"x"
        return gelezen

    assert anyio.run(lees) == 16 * 1024


def test_N02_de_eigen_opzoeker_kent_de_eigen_machine_en_geen_onzin() -> None:
    assert set(anyio.run(zoek_op, "localhost", 80)) & {"127.0.0.1", "::1"}
    with pytest.raises((OSError, UnicodeError)):
        anyio.run(zoek_op, "a" * 64 + ".nl", 80)
