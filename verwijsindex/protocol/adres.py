# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where an address points: no party may take another for itself (protocol, section 6)."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit


def host_van(url: str) -> str:
    """The host name of an address as it is looked up: lower case, without the dot of the root; empty where none is."""
    return (urlsplit(url).hostname or "").rstrip(".")


def is_lokaal(url: str) -> bool:
    """An address on this machine: none, or a loopback one in any spelling."""
    host = host_van(url)
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        ip = _ip(host)
    except (OSError, ValueError):
        return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_loopback or ip.is_unspecified


def _ip(host: str) -> IPv4Address | IPv6Address:
    """Also as the resolver reads it: 127.1, 2130706433, 0x7f000001. Raises OSError or ValueError for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return ip_address(socket.inet_aton(host))
