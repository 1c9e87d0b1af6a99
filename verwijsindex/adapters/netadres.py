# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where a message may go, and the only way there (N02): others name the address, and it is we who call it.

The guard stands where the connection is made. A name is looked up once per connection, all its addresses are judged,
and the connection goes to an address that was judged: there is no second look-up that could answer otherwise. TLS and
reuse go by the name, as the layer above knows no other.
"""

import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import anyio
import anyio.to_thread
import httpcore
from typing_extensions import override

Oplosser = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to IP addresses, in the order to try them. Raises OSError or UnicodeError when there are none."""

LANGSTE_ADRES = 500
ANTWOORD = 16 * 1024
POGINGEN = 4

_TEKENS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_VORM = re.compile(
    r"(?P<schema>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<inlog>[^/?#@]*)@)?(?P<host>\[[^\]]*\]|[^\[\]:/?#@]+)"
    r"(?::(?P<poort>[^/?#@]*))?(?P<pad>/[^?#]*)?(?P<vraag>\?[^#]*)?(?P<anker>#.*)?"
)
_POORT = re.compile(r"[0-9]{1,5}")
_LABELS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Names that mean an inside by agreement or by habit (RFC 6761, 6762, 7686, 8375, ICANN's `internal`).
_BINNEN = frozenset(
    {"arpa", "corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "onion", "private"}
)

_WERELD6 = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")
# Beside what Python knows as not global: the special ranges of IANA that it leaves out or that change with its
# version, tunnels, and the addresses at which clouds answer their own guests.
_GEWEIGERD = tuple(
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        "168.63.129.16/32",
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"),
    )
)


class AdresFout(Exception):
    """Why an address is not used or not reached. `code` is a word of ours; there is no other text in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Doel:
    """Where a webhook is: scheme and host in lower case, IPv6 without brackets, port, and path with query."""

    schema: str
    host: str
    poort: int
    pad: str


def ontleed(adres: str, *, binnen: bool) -> Doel:
    """The parts of a webhook's address (RFC 3986). Raises AdresFout.

    `binnen` is development: http and inside names are allowed. Where the name leads is judged at each connection.

    Stricter than the RFC, and the only reader of these addresses: two readers that differ are a way around a check.
    """
    if len(adres) > LANGSTE_ADRES:
        raise AdresFout("adres-te-lang")
    delen = _VORM.fullmatch(adres) if _TEKENS.fullmatch(adres) else None
    if delen is None:
        raise AdresFout("adres-ongeldig")
    schema = delen["schema"].lower()
    if schema != "https" and not (binnen and schema == "http"):
        raise AdresFout("adres-geen-https")
    if delen["inlog"] is not None:
        raise AdresFout("adres-met-inlog")
    if delen["anker"] is not None:
        raise AdresFout("adres-met-anker")
    standaard = 443 if schema == "https" else 80
    host = _host(delen["host"].lower(), binnen=binnen)
    return Doel(schema, host, _poort(delen["poort"], standaard), (delen["pad"] or "/") + (delen["vraag"] or ""))


def openbaar(ip: str) -> bool:
    """Is this one machine on the public internet? Refuses every special range of IANA, and text that is no address.

    Of what carries an IPv4 address inside, a mapped one and NAT64 (RFC 6052) are judged by that; the tunnels 6to4 and
    Teredo, IPv4-compatible addresses and all with a scope id are refused whole, as no receiver lives there.
    """
    try:
        adres = ip_address(ip)
    except ValueError:
        return False
    if isinstance(adres, IPv6Address):
        if adres.scope_id is not None:
            return False
        if adres.ipv4_mapped or adres in _NAT64:
            adres = IPv4Address(int(adres) & 0xFFFFFFFF)
        elif adres not in _WERELD6:
            return False
    return adres.is_global and not any(adres in net for net in _GEWEIGERD)


async def zoek_op(host: str, poort: int) -> list[str]:
    """What the machine's own resolver answers. Raises OSError or UnicodeError."""
    # A limiter of its own: a name that is slow to answer must not take a thread that others wait for.
    gevonden = await anyio.to_thread.run_sync(
        lambda: socket.getaddrinfo(host, poort, type=socket.SOCK_STREAM),
        abandon_on_cancel=True,
        limiter=anyio.CapacityLimiter(1),
    )
    return [str(plaats[0]) for *_, plaats in gevonden]


class Uitgang(httpcore.AsyncNetworkBackend):
    """The way out for all messages: looks a name up, judges what it finds, connects to nothing else.

    What it opens gives no more than 16 KiB between two writes: an answer without end stops by itself. `net` is what
    makes the connections, for tests.
    """

    def __init__(self, oplossen: Oplosser, *, binnen: bool, net: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._oplossen = oplossen
        self._binnen = binnen
        self._net = net or httpcore.AnyIOBackend()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to `host` within `timeout` seconds, look-up included. Raises AdresFout and httpcore's errors."""
        fout: Exception = AdresFout("naam-onbekend")
        try:
            with anyio.fail_after(timeout):
                adressen = (await self._adressen(host, port))[:POGINGEN]
                deel = None if timeout is None else timeout / len(adressen)
                for adres in adressen:
                    try:
                        return _Begrensd(await self._net.connect_tcp(adres, port, deel, local_address, socket_options))
                    except (httpcore.ConnectError, httpcore.ConnectTimeout) as mislukt:
                        fout = mislukt
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        raise fout

    async def _adressen(self, host: str, poort: int) -> list[str]:
        """Where `host` is, without doubles. One address that is not allowed spoils the name: it is not honest."""
        try:
            adressen = list(dict.fromkeys(await self._oplossen(host, poort)))
        except (OSError, UnicodeError):
            adressen = []
        if not adressen:
            raise AdresFout("naam-onbekend")
        if not self._binnen and not all(map(openbaar, adressen)):
            raise AdresFout("adres-niet-toegestaan")
        return adressen


class _Begrensd(httpcore.AsyncNetworkStream):
    """A connection that gives at most so many bytes per answer, and says of TLS that it was TLS."""

    def __init__(self, stroom: httpcore.AsyncNetworkStream) -> None:
        self._stroom = stroom
        self._over = ANTWOORD

    @override
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._over <= 0:
            raise httpcore.ReadError
        try:
            gelezen = await self._stroom.read(min(max_bytes, self._over), timeout)
        except ssl.SSLError:
            raise AdresFout("tls-ongeldig") from None
        self._over -= len(gelezen)
        return gelezen

    @override
    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._over = ANTWOORD
        await self._stroom.write(buffer, timeout)

    @override
    async def aclose(self) -> None:
        await self._stroom.aclose()

    @override
    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """TLS on this connection, by the name asked for. Raises AdresFout `tls-ongeldig` and httpcore's errors."""
        try:
            return _Begrensd(await self._stroom.start_tls(ssl_context, server_hostname, timeout))
        except httpcore.ConnectError as fout:
            if isinstance(fout.__cause__, ssl.SSLError):
                raise AdresFout("tls-ongeldig") from None
            raise
        except anyio.get_cancelled_exc_class():
            # httpcore closes what fails and not what is cancelled.
            with anyio.CancelScope(shield=True):
                await self._stroom.aclose()
            raise

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._stroom.get_extra_info(info)


def _poort(tekst: str | None, standaard: int) -> int:
    if tekst is None:
        return standaard
    if not _POORT.fullmatch(tekst) or not 1 <= int(tekst) <= 65535:
        raise AdresFout("adres-ongeldig")
    return int(tekst)


def _host(host: str, *, binnen: bool) -> str:
    """A name whose last label begins with a letter, so that no reader takes it for a number; inside also an IP."""
    ip = host[1:-1] if host.startswith("[") else host
    if _is_ip(ip) and (":" in ip) == (host != ip):
        if not binnen:
            raise AdresFout("adres-niet-openbaar")
        return ip
    if len(host) > 253 or not _LABELS.fullmatch(host):
        raise AdresFout("adres-ongeldig")
    labels = host.split(".")
    if not binnen and (len(labels) == 1 or labels[-1] in _BINNEN):
        raise AdresFout("adres-niet-openbaar")
    return host


def _is_ip(tekst: str) -> bool:
    try:
        ip_address(tekst)
    except ValueError:
        return False
    return "%" not in tekst
