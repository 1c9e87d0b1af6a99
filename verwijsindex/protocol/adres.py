# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where an address points: no party may take another for itself (protocol, section 6)."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_lokaal(url: str) -> bool:
    """An address on this machine: none, or a loopback one in any spelling."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_loopback or ip.is_unspecified
