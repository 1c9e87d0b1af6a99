# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A message on a webhook: signed for whoever checks it, and safe from whoever gets it."""

from __future__ import annotations

import base64
import gzip
import json
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import anyio
import httpcore
import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from tests.adapters.ontvangers import Druppelt, Gedrag, Stroomt, antwoord, breekt_af, ontvanger, rauw, zwijgt
from tests.adapters.verzenden import (
    ADRES,
    BRON,
    GELUKT,
    HOST,
    NAAM,
    NU,
    SLEUTELS,
    Geheugen,
    bezorg,
    krijg,
    maak,
    mislukt,
    naar,
    teken,
    zending,
)
from verwijsindex.adapters.webhooks import _wacht
from verwijsindex.domain.bezorgen import Afloop, Uitkomst
from verwijsindex.domain.gebeurtenis import cloudevent
from verwijsindex.protocol.spoor import lees_spoor
from verwijsindex.protocol.webhook import hmac_van, kop, te_tekenen

# What a receiver gets.


def test_N02_een_bericht_is_een_dunne_cloudevent_met_de_koppen_van_standard_webhooks() -> None:
    with ontvanger(antwoord()) as bij:
        bericht = zending(bij, geheimen=(b"geheim",))
        assert bezorg(maak(), bericht) == [GELUKT]
    (verzoek,) = bij.verzoeken
    assert (verzoek.methode, verzoek.pad) == ("POST", "/in?a=b")
    assert json.loads(verzoek.inhoud) == cloudevent(bericht.gebeurtenis, BRON, ADRES)
    assert b" " not in verzoek.inhoud
    tekens = verzoek.koppen.pop("webhook-signature").split(" ")
    assert [teken.split(",")[0] for teken in tekens] == ["v1a", "v1a", "v1"]
    assert lees_spoor(verzoek.koppen.pop("traceparent"))
    assert verzoek.koppen == {
        "host": f"{NAAM}:{bij.poort}",
        "user-agent": "verwijsindex",
        "content-type": "application/cloudevents+json; charset=utf-8",
        "content-length": str(len(verzoek.inhoud)),
        "webhook-id": str(bericht.gebeurtenis.id),
        "webhook-timestamp": "1795426200",
        "origin": HOST,
        "webhook-request-origin": HOST,
    }


def test_N02_elke_sleutel_van_de_index_tekent_wat_is_verstuurd_voor_dit_abonnement() -> None:
    gevraagd = []

    def teken_en_onthoud(abonnement: UUID, getekend: bytes) -> tuple[bytes, ...]:
        gevraagd.append(abonnement)
        return teken(abonnement, getekend)

    with ontvanger(antwoord()) as bij:
        bericht = zending(bij)
        bezorg(maak(teken=teken_en_onthoud), bericht)
    (verzoek,) = bij.verzoeken
    assert gevraagd == [bericht.abonnement]
    tekens = verzoek.koppen["webhook-signature"].split(" ")
    assert len(tekens) == 2
    getekend = b".".join(
        (verzoek.koppen["webhook-id"].encode(), verzoek.koppen["webhook-timestamp"].encode(), verzoek.inhoud)
    )
    for sleutel, gezet in zip(SLEUTELS, tekens, strict=True):
        handtekening = base64.b64decode(gezet.removeprefix("v1a,"), validate=True)
        sleutel.public_key().verify(handtekening, getekend)
        with pytest.raises(InvalidSignature):
            sleutel.public_key().verify(handtekening, getekend + b" ")


def test_N02_elk_gedeeld_geheim_geeft_een_teken_dat_de_referentie_goedkeurt() -> None:
    geheimen = (b"oud" * 8, b"nieuw" * 8)
    nu = datetime.now(UTC)  # noqa: TID251 the reference looks at the clock by itself
    with ontvanger(antwoord()) as bij:
        bericht = zending(bij, geheimen=geheimen)

        async def een() -> None:
            async with maak() as webhooks:
                await webhooks.bezorg(bericht, nu)

        anyio.run(een)
    (verzoek,) = bij.verzoeken
    for geheim in geheimen:
        gelezen = Webhook(base64.b64encode(geheim).decode()).verify(verzoek.inhoud, verzoek.koppen)
        assert gelezen["id"] == str(bericht.gebeurtenis.id)


def test_N02_het_gepubliceerde_antwoord_van_standard_webhooks() -> None:
    getekend = te_tekenen("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    teken = hmac_van(base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), getekend)
    assert kop([], [teken]) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert kop([b"a", b"b"], [b"c"]) == "v1a,YQ== v1a,Yg== v1,Yw=="


# What a receiver answers.


@pytest.mark.parametrize(
    ("status", "koppen", "uitkomst"),
    [
        ("200 OK", (), GELUKT),
        ("202 Accepted", (), GELUKT),
        ("204 No Content", (), GELUKT),
        ("299 Zo", (), GELUKT),
        ("410 Gone", ("Retry-After: 5",), Uitkomst(Afloop.WEG, "status-410")),
        ("400 Bad Request", (), mislukt("status-400")),
        ("404 Not Found", (), mislukt("status-404")),
        ("415 Unsupported Media Type", (), mislukt("status-415")),
        ("500 Internal Server Error", (), mislukt("status-500")),
        ("429 Too Many Requests", ("Retry-After: 120",), mislukt("status-429", 120)),
        ("429 Too Many Requests", ("Retry-After: Mon, 23 Nov 2026 09:32:00 GMT",), mislukt("status-429")),
        ("503 Service Unavailable", ("retry-after:0",), mislukt("status-503", 0)),
        ("503 Service Unavailable", ("Retry-After: straks",), mislukt("status-503")),
        ("301 Moved Permanently", ("Location: /elders",), mislukt("status-301")),
        ("304 Not Modified", (), mislukt("status-304")),
        ("700 Onbekend", (), mislukt("status-700")),
    ],
)
def test_N02_elke_status_heeft_zijn_afloop(status: str, koppen: tuple[str, ...], uitkomst: Uitkomst) -> None:
    gekregen = krijg(antwoord(status, *koppen))
    if "GMT" in "".join(koppen):
        assert gekregen.wacht == timedelta(seconds=119, microseconds=100_000)
        gekregen = replace(gekregen, wacht=None)
    assert gekregen == uitkomst


@pytest.mark.parametrize(
    ("gevraagd", "seconden"),
    [
        ("0", 0),
        ("86400", 86400),
        ("9999999999", 9999999999),
        ("-5", 0),
        ("Mon, 23 Nov 2026 09:31:00 GMT", 60),
        ("Monday, 23-Nov-26 09:31:00 GMT", 60),
        ("Mon Nov 23 09:31:00 2026", 60),
        ("Mon, 23 Nov 2026 10:31:00 +0100", 60),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        *((onzin, None) for onzin in ("", "gauw", "1.5", "1e3", "٣", "12, 12", "9" * 5000)),
        ("Mon, 99 Nov 2026 09:31:00 GMT", None),
        ("Mon, 23 Nov 99999 09:31:00 GMT", None),
    ],
)
def test_N02_wat_een_ontvanger_vraagt_te_wachten(gevraagd: str, seconden: int | None) -> None:
    op_de_seconde = NU.replace(microsecond=0)
    assert _wacht(gevraagd, op_de_seconde) == (None if seconden is None else timedelta(seconds=seconden))
    assert _wacht(None, NU) is None


DATUMS = st.builds(
    "{}, {} {} {} {}:{}:{} {}".format, *[st.sampled_from(["Mon", "Nov", "23", "-1", "9999", "", "GMT"])] * 8
)


@settings(max_examples=200)
@given(st.text(st.characters(max_codepoint=255)) | DATUMS)
def test_N02_geen_tekst_is_te_gek_om_te_lezen_als_wachttijd(gevraagd: str) -> None:
    assert (_wacht(gevraagd, NU) or timedelta()) >= timedelta()


def test_N02_een_doorverwijzing_wordt_niet_gevolgd() -> None:
    with ontvanger(antwoord()) as elders:
        doorverwijzing = antwoord("307 Temporary Redirect", f"Location: http://127.0.0.1:{elders.poort}/")
        assert krijg(doorverwijzing) == mislukt("status-307")
        assert elders.verbindingen == 0


def test_N02_geen_omweg_langs_een_tussenstation_van_de_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    with ontvanger(antwoord("502 Bad Gateway")) as tussen:
        for naam in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(naam, f"http://127.0.0.1:{tussen.poort}")
        assert krijg(antwoord()) == GELUKT
        assert tussen.verbindingen == 0


def test_N02_wat_een_ontvanger_wil_laten_onthouden_wordt_vergeten() -> None:
    with ontvanger(antwoord("204 No Content", "Set-Cookie: wie=u; Path=/")) as bij:
        bezorg(maak(), zending(bij), zending(bij))
    assert [set(verzoek.koppen) & {"cookie", "authorization"} for verzoek in bij.verzoeken] == [set(), set()]


# What a receiver does instead of answering.


@pytest.mark.parametrize(
    "gedrag",
    [
        rauw(),
        breekt_af,
        rauw(b"HTTP/1.1 200 OK\r\nContent-Le"),
        rauw(b"HTTP/1.1 200 OK\r\nContent-Length: veel\r\n\r\n"),
        rauw(b"HTTP/1.1 200 OK\r\nkop zonder dubbele punt\r\n\r\n"),
        rauw(b"HTTP/1.1 twee honderd\r\n\r\n"),
        rauw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: iets\r\nConnection: upgrade\r\n\r\n"),
        rauw(b"HTTP/1.1 100 Continue\r\n\r\n"),
        rauw(b"220 mail.voorbeeld.nl ESMTP\r\n"),
        rauw(b"\x00" * 100),
    ],
)
def test_N02_wat_geen_antwoord_is_is_geen_verbinding(gedrag: Gedrag) -> None:
    assert krijg(gedrag) == mislukt("geen-verbinding")


def test_N02_waar_niemand_luistert_is_geen_verbinding() -> None:
    with ontvanger(antwoord()) as bij:
        pass
    assert bezorg(maak(), zending(bij)) == [mislukt("geen-verbinding")]


@pytest.mark.parametrize(
    "gedrag",
    [zwijgt, Druppelt(b"", b"H"), Druppelt(b"HTTP/1.1 200 OK\r\n", b"X"), Druppelt(b"", b"HTTP/1.1 100 Ok\r\n\r\n")],
)
def test_N02_wie_te_lang_doet_over_een_antwoord_is_te_laat_ook_als_er_steeds_iets_komt(gedrag: Gedrag) -> None:
    assert krijg(gedrag, tijd=0.2) == mislukt("geen-antwoord-op-tijd")


LENGTES = [b"Content-Length: 999", b"Transfer-Encoding: chunked", b"Connection: close"]


@pytest.mark.parametrize("lengte", LENGTES)
def test_N02_wie_ontvangen_zegt_en_niet_uitspreekt_heeft_ontvangen(lengte: bytes) -> None:
    begin = b"HTTP/1.1 200 OK\r\n" + lengte + b"\r\n\r\n"
    assert krijg(rauw(begin, b"3\r\n")) == GELUKT
    assert krijg(rauw(begin, b"\x00\xff\r\n")) == GELUKT
    (uitkomst,) = bezorg(maak(tijd=0.3, net=Geheugen(begin, b"3\r\n")), naar(NAAM))
    assert uitkomst == GELUKT
    (uitkomst,) = bezorg(maak(tijd=0.3, net=Geheugen(begin.replace(b"200", b"503"), b"3\r\n")), naar(NAAM))
    assert uitkomst == mislukt("status-503")


def test_N02_op_het_einde_van_een_antwoord_wordt_niet_lang_gewacht() -> None:
    gedrag = Druppelt(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"x")
    assert krijg(gedrag, tijd=60.0) == GELUKT
    assert gedrag.verlaten


@pytest.mark.parametrize(
    ("begin", "blok", "uitkomst"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", b"x" * 65536, GELUKT),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x" * 65536, GELUKT),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 9999, GELUKT),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"Na: kop\r\n" * 9999, GELUKT),
        (b"HTTP/1.1 500 Fout\r\nContent-Length: 1073741824\r\n\r\n", b"x" * 65536, mislukt("status-500")),
        (b"HTTP/1.1 200 OK\r\n", b"Nog: een\r\n" * 9999, mislukt("geen-verbinding")),
        (b"HTTP/1.1 200 OK\r\nLang: ", b"x" * 65536, mislukt("geen-verbinding")),
        (b"", b"HTTP/1.1 102 Even nog\r\n\r\n" * 999, mislukt("geen-verbinding")),
    ],
)
def test_N02_een_antwoord_zonder_einde_kost_niets(begin: bytes, blok: bytes, uitkomst: Uitkomst) -> None:
    gedrag = Stroomt(begin, blok)
    assert krijg(gedrag, tijd=60.0) == uitkomst
    assert gedrag.gestuurd < 2**26, "the buffers of two sockets hold a few megabytes; the rest was read"


def test_N02_een_antwoord_wordt_niet_uitgepakt() -> None:
    bom = gzip.compress(bytes(10**7))
    assert len(bom) < 16_000
    gedrag = antwoord("200 OK", "Content-Encoding: gzip", inhoud=bom)
    tracemalloc.start()
    try:
        assert krijg(gedrag) == GELUKT
        assert tracemalloc.get_traced_memory()[1] < 5 * 10**6
    finally:
        tracemalloc.stop()


STUKKEN = [b"HTTP/1.1 ", b"200", b"301", b"100", b" OK", b"\r\n", b"\r\n\r\n", b"\n", b"0", b"5", b"-1", b": ", b","]
STUKKEN += [b"Content-Length", b"Transfer-Encoding", b"chunked", b"Connection", b"close", b"Retry-After", b"\xff", b" "]


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from(STUKKEN), max_size=30).map(b"".join) | st.binary(max_size=40), max_size=6))
def test_N02_geen_antwoord_is_te_gek(delen: list[bytes]) -> None:
    (uitkomst,) = bezorg(maak(net=httpcore.AsyncMockBackend([b"HTTP/1.1 ", *delen])), naar(NAAM))
    assert uitkomst == GELUKT or uitkomst.code.startswith(("status-", "geen-verbinding"))
