# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Messages to send in tests, and nets to send them over: the outside world, as far as a test needs it."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import anyio
import httpcore
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.adapters.ontvangers import Gedrag, Ontvanger, ontvanger
from verwijsindex.adapters.webhooks import Webhooks
from verwijsindex.domain.bezorgen import Afloop, Uitkomst, Zending
from verwijsindex.domain.gebeurtenis import Gebeurtenis

BRON, ADRES, HOST = "urn:nld:oin:1:systeem:verwijsindex", "https://Index.Voorbeeld.nl", "index.voorbeeld.nl"
NU = datetime(2026, 11, 23, 9, 30, 0, 900_000, tzinfo=UTC)
NAAM, ANDERE = "ontvanger.voorbeeld.nl", "ander.voorbeeld.nl"
OPENBAAR, STIL = "8.8.8.8", "9.9.9.9"
GELUKT = Uitkomst(Afloop.GELUKT)
SLEUTELS = (Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate())
GEEN_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def teken(abonnement: UUID, getekend: bytes) -> tuple[bytes, ...]:
    return tuple(sleutel.sign(getekend) for sleutel in SLEUTELS)


async def loopback(host: str, poort: int) -> Sequence[str]:
    return ["127.0.0.1"]


def maak(**anders: Any) -> Webhooks:
    """Webhooks in development, of which every name is this machine."""
    keuzen: dict[str, Any] = {"teken": teken, "bron": BRON, "adres": ADRES, "binnen": True, "oplossen": loopback}
    return Webhooks(**keuzen | {"tls": GEEN_TLS, "tijd": 5.0} | anders)


def naar(host: str, adres: str = "http://{}/") -> Zending:
    gebeurtenis = Gebeurtenis(7, uuid4(), "match.ontstaan", uuid4(), NU - timedelta(minutes=3))
    return Zending(1, 1, uuid4(), uuid4(), adres.format(host), gebeurtenis)


def zending(bij: Ontvanger, host: str = NAAM, schema: str = "http", **anders: Any) -> Zending:
    return replace(naar(host, f"{schema}://{{}}:{bij.poort}/in?a=b"), **anders)


def bezorg(webhooks: Webhooks, *zendingen: Zending) -> list[Uitkomst]:
    """One after the other."""

    async def alle() -> list[Uitkomst]:
        async with webhooks as open_:
            return [await open_.bezorg(zending, NU) for zending in zendingen]

    return anyio.run(alle)


def bezorg_samen(webhooks: Webhooks, *rondes: Iterable[Zending]) -> list[Uitkomst]:
    """Each round at once; the outcomes of the last."""
    uitkomsten: list[Uitkomst] = []

    async def een(zending: Zending) -> None:
        uitkomsten.append(await webhooks.bezorg(zending, NU))

    async def alle() -> None:
        async with webhooks:
            for ronde in rondes:
                uitkomsten.clear()
                async with anyio.create_task_group() as groep:
                    for zending in ronde:
                        groep.start_soon(een, zending)

    anyio.run(alle)
    return uitkomsten


def krijg(gedrag: Gedrag, **anders: Any) -> Uitkomst:
    """What becomes of one message at a receiver that behaves like this."""
    with ontvanger(gedrag) as bij:
        (uitkomst,) = bezorg(maak(**anders), zending(bij))
        assert len(bij.verzoeken) <= 1
    return uitkomst


def mislukt(code: str, seconden: int | None = None) -> Uitkomst:
    return Uitkomst(Afloop.MISLUKT, code, None if seconden is None else timedelta(seconds=seconden))


class Geheugen(httpcore.AsyncNetworkBackend):
    """A net without sockets: a connection says these parts and then nothing; one to STIL nothing at all. No TLS."""

    def __init__(self, *delen: bytes) -> None:
        self._delen = delen
        self.geschreven: list[bytes] = []
        self.open = 0
        self.meest_open = 0

    async def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        self.open += 1
        self.meest_open = max(self.open, self.meest_open)
        return GeheugenStroom(self, [] if host == STIL else list(self._delen))


class GeheugenStroom(httpcore.AsyncNetworkStream):
    def __init__(self, net: Geheugen, delen: list[bytes]) -> None:
        self._net = net
        self._delen = delen

    async def read(self, *_: Any, **__: Any) -> bytes:
        await anyio.sleep(0.01)
        if not self._delen:
            await anyio.sleep_forever()
        return self._delen.pop(0)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 the shape of httpcore
        self._net.geschreven.append(buffer)

    async def start_tls(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        await anyio.sleep_forever()
        return self

    async def aclose(self) -> None:
        self._net.open -= 1


class Omweg(httpcore.AsyncNetworkBackend):
    """Remembers where it was asked to go, and goes to this machine: the outside world of a test."""

    def __init__(self) -> None:
        self.gegaan: list[str] = []
        self._net = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 the shape of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.gegaan.append(host)
        return await self._net.connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)
