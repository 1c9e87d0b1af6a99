# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A receiver is asked first, and only a clear yes is a yes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.to_thread
import pytest

from tests.adapters.ontvangers import Gedrag, antwoord, ontvanger, rauw, zwijgt
from tests.adapters.verzenden import HOST, NAAM, Omweg, maak
from verwijsindex.adapters.netadres import zoek_op
from verwijsindex.domain.bezorgen import Handdruk

# The handshake.


def groet(*koppen: str, status: str = "200 OK", **anders: Any) -> Handdruk:
    with ontvanger(antwoord(status, *koppen)) as bij:
        handdruk = maak(**anders).begroet(f"http://{NAAM}:{bij.poort}/in?a=b")
    (verzoek,) = bij.verzoeken
    assert (verzoek.methode, verzoek.pad) == ("OPTIONS", "/in?a=b")
    assert verzoek.koppen == {
        "host": f"{NAAM}:{bij.poort}",
        "user-agent": "verwijsindex",
        "webhook-request-origin": HOST,
    }
    return handdruk


@pytest.mark.parametrize(
    ("koppen", "per_minuut"),
    [
        ((f"WebHook-Allowed-Origin: {HOST}",), None),
        ((f"webhook-allowed-origin: {HOST.upper()}", "WebHook-Allowed-Rate: *"), None),
        (("WebHook-Allowed-Origin: *", "WebHook-Allowed-Rate: 120"), 120),
        (("WebHook-Allowed-Origin:*", "WEBHOOK-ALLOWED-RATE:1"), 1),
    ],
)
def test_N02_een_ontvanger_stemt_in_en_zegt_hoeveel(koppen: tuple[str, ...], per_minuut: int | None) -> None:
    assert groet(*koppen) == Handdruk(True, per_minuut=per_minuut)
    assert groet(*koppen, status="204 No Content").akkoord


@pytest.mark.parametrize(
    "koppen",
    [
        (),
        ("Allow: POST, OPTIONS",),
        ("WebHook-Allowed-Origin:",),
        ("WebHook-Allowed-Origin: iemand.anders.nl",),
        (f"WebHook-Allowed-Origin: iemand.anders.nl, {HOST}",),
        ("WebHook-Allowed-Origin: iemand.anders.nl", f"WebHook-Allowed-Origin: {HOST}"),
        (f"WebHook-Allowed-Origin: {HOST}.anders.nl",),
        (f"WebHook-Request-Origin: {HOST}",),
        (f"Access-Control-Allow-Origin: {HOST}",),
        *(
            ("WebHook-Allowed-Origin: *", f"WebHook-Allowed-Rate: {onzin}")
            for onzin in ("0", "-1", "", "veel", "1.5", "1, 2", "٣", "9" * 5000)
        ),
    ],
)
def test_N02_zonder_duidelijk_ja_is_het_nee(koppen: tuple[str, ...]) -> None:
    assert groet(*koppen) == Handdruk(False, "handdruk-geweigerd")


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "405 Method Not Allowed", "500 Fout"])
def test_N02_een_weigering_is_een_weigering_wat_de_koppen_ook_zeggen(status: str) -> None:
    assert groet("WebHook-Allowed-Origin: *", status=status) == Handdruk(False, "handdruk-geweigerd")


@pytest.mark.parametrize(
    ("gedrag", "tijd", "code"), [(zwijgt, 0.2, "geen-antwoord-op-tijd"), (rauw(), 5.0, "geen-verbinding")]
)
def test_N02_een_groet_zonder_antwoord_heeft_dezelfde_woorden(gedrag: Gedrag, tijd: float, code: str) -> None:
    with ontvanger(gedrag) as bij:
        assert maak(tijd=tijd).begroet(f"http://{NAAM}:{bij.poort}/") == Handdruk(False, code)


def test_N02_een_groet_kijkt_eerst_naar_de_vorm_van_het_adres() -> None:
    omweg = Omweg()
    assert maak(binnen=False, net=omweg).begroet("http://voorbeeld.nl/") == Handdruk(False, "adres-geen-https")
    assert maak(binnen=False, net=omweg).begroet("https://localhost/") == Handdruk(False, "adres-niet-openbaar")
    assert omweg.gegaan == []


def test_N02_veel_draden_groeten_tegelijk() -> None:
    with ontvanger(antwoord("200 OK", "WebHook-Allowed-Origin: *")) as bij, ThreadPoolExecutor(8) as draden:
        webhooks = maak()
        handdrukken = list(draden.map(webhooks.begroet, [f"http://{NAAM}:{bij.poort}/"] * 16))
    assert handdrukken == [Handdruk(True)] * 16


def test_N02_een_groet_kan_vanuit_een_draad_van_een_lus() -> None:
    """As the API calls it: a thread beside its event loop, from which threads are made again to look up a name."""
    with ontvanger(antwoord("200 OK", "WebHook-Allowed-Origin: *")) as bij:
        webhooks = maak(oplossen=zoek_op)
        adres = f"http://localhost:{bij.poort}/"
        assert anyio.run(anyio.to_thread.run_sync, webhooks.begroet, adres) == Handdruk(True)


def test_N02_zonder_eigen_naam_is_er_niets_om_mee_in_te_stemmen() -> None:
    with pytest.raises(ValueError, match="naam"):
        maak(adres="index")
