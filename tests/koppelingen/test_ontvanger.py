# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation takes in from a webhook, and what not: signed, fresh and well-formed (N02)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from koppelingen.gezien import Gezien
from koppelingen.ontvanger import GROOTSTE_BERICHT, Ontvanger, WebhookGeweigerd, handdruk
from tests.koppelingen.afzender import INDEX, NU, Afzender, Klok, bericht, cloudevent, geweigerd, tekst
from verwijsindex.protocol.webhook import hmac_van, kop, te_tekenen


@pytest.fixture(scope="module")
def vaste(tmp_path_factory: pytest.TempPathFactory) -> Ontvanger:
    """One for many examples: `lees` leaves nothing behind."""
    return Ontvanger([INDEX.whpk, INDEX.whsec], Gezien(tmp_path_factory.mktemp("vast") / "x.sqlite3"), Klok())


def test_N02_een_getekend_bericht_wordt_gelezen(ontvanger: Ontvanger) -> None:
    id_ = uuid4()
    koppen, inhoud = bericht(kenmerk=id_, time="2026-11-22T11:00:00.25+01:00", subject="x", data={"y": [1]})
    with ontvanger.neem_aan(koppen, inhoud) as gebeurtenis:
        assert (gebeurtenis.id, gebeurtenis.type) == (id_, "nl.verwijsindex.match-geopend")
        assert gebeurtenis.time == datetime(2026, 11, 22, 10, 0, 0, 250_000, UTC)
        assert gebeurtenis.dataref.endswith(f"/v1/gebeurtenissen/{id_}")
        assert gebeurtenis.source == "urn:nld:verwijsindex:vi-proef"


def test_N02_het_gepubliceerde_voorbeeld_klopt(gezien: Gezien) -> None:
    inhoud, tijdstip, kenmerk = b'{"test": 2432232314}', 1614265330, "msg_p5jXN8AQM9LWM0D4loKWxJek"
    koppen = {
        "webhook-id": kenmerk,
        "webhook-timestamp": str(tijdstip),
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    ontvanger = Ontvanger(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], gezien, lambda: datetime.fromtimestamp(tijdstip, UTC)
    )
    assert ontvanger.controleer(koppen, inhoud) == kenmerk
    assert geweigerd(ontvanger, koppen, inhoud) == (400, "gebeurtenis-ongeldig")


def test_N02_wat_de_referentie_tekent_wordt_aangenomen(gezien: Gezien, klok: Klok) -> None:
    koppen, inhoud = bericht()
    koppen["webhook-signature"] = Webhook(INDEX.whsec).sign(koppen["webhook-id"], NU, inhoud.decode())
    with Ontvanger([INDEX.whsec], gezien, klok).neem_aan(koppen, inhoud) as gebeurtenis:
        assert str(gebeurtenis.id) == koppen["webhook-id"]


def test_N02_de_kop_van_het_protocol_wordt_met_elk_van_zijn_handtekeningen_aangenomen(
    gezien: Gezien, klok: Klok
) -> None:
    koppen, inhoud = bericht()
    getekend = te_tekenen(koppen["webhook-id"], int(koppen["webhook-timestamp"]), inhoud)
    koppen["webhook-signature"] = kop([INDEX.sleutel.sign(getekend)], [hmac_van(INDEX.geheim, getekend)])
    assert [deel.partition(",")[0] for deel in koppen["webhook-signature"].split(" ")] == ["v1a", "v1"]
    for sleutel in (INDEX.whpk, INDEX.whsec):
        assert Ontvanger([sleutel], gezien, klok).lees(koppen, inhoud)


@pytest.mark.parametrize("ander", [Afzender(geheim=bytes(32))])
def test_N02_tijdens_een_wisseling_is_een_vertrouwde_handtekening_genoeg(
    gezien: Gezien, klok: Klok, ander: Afzender
) -> None:
    koppen, inhoud = bericht()
    getekend = koppen["webhook-id"], koppen["webhook-timestamp"], inhoud
    for deel in ("v1a", "v1"):
        nieuw, oud = getattr(INDEX, deel)(*getekend), getattr(ander, deel)(*getekend)
        for lijst in (f"{nieuw} {oud}", f"{oud} {nieuw}", f"v2,abc {oud} x v1a v1a,AA== v1,? {nieuw}"):
            koppen["webhook-signature"] = lijst
            for sleutels in ([INDEX.whpk, INDEX.whsec], [ander.whpk, ander.whsec]):
                assert Ontvanger(sleutels, gezien, klok).lees(koppen, inhoud)
        koppen["webhook-signature"] = oud
        derde = Ontvanger([Afzender().whpk, INDEX.whpk, INDEX.whsec], gezien, klok)
        assert geweigerd(derde, koppen, inhoud) == (401, "handtekening-onbekend")


def test_N02_een_gedeeld_geheim_telt_niet_voor_wie_alleen_een_openbare_sleutel_vertrouwt_en_omgekeerd(
    gezien: Gezien, klok: Klok
) -> None:
    koppen, inhoud = bericht()
    getekend = koppen["webhook-id"], koppen["webhook-timestamp"], inhoud
    koppen["webhook-signature"] = INDEX.v1(*getekend)
    assert geweigerd(Ontvanger([INDEX.whpk], gezien, klok), koppen, inhoud) == (401, "handtekening-onbekend")
    koppen["webhook-signature"] = INDEX.v1a(*getekend)
    assert geweigerd(Ontvanger([INDEX.whsec], gezien, klok), koppen, inhoud) == (401, "handtekening-onbekend")
    # The public key is public: it must never do as a secret.
    openbaar = Afzender(geheim=INDEX.sleutel.public_key().public_bytes_raw())
    koppen["webhook-signature"] = openbaar.v1(*getekend)
    assert geweigerd(Ontvanger([INDEX.whpk], gezien, klok), koppen, inhoud) == (401, "handtekening-onbekend")


def test_N02_een_handtekening_telt_alleen_onder_haar_eigen_versie(vaste: Ontvanger) -> None:
    koppen, inhoud = bericht()
    getekend = koppen["webhook-id"], koppen["webhook-timestamp"], inhoud
    for soort, anderen in ((INDEX.v1a, ("v1", "v2", "v1A", "")), (INDEX.v1, ("v1a", "v2", "V1", ""))):
        _, _, waarde = soort(*getekend).partition(",")
        for versie in anderen:
            koppen["webhook-signature"] = f"{versie},{waarde}"
            assert geweigerd(vaste, koppen, inhoud) == (401, "handtekening-onbekend")


@pytest.mark.parametrize("wat", ["inhoud", "webhook-id", "webhook-timestamp", "webhook-signature"])
def test_N02_wat_na_het_tekenen_is_veranderd_wordt_geweigerd(ontvanger: Ontvanger, wat: str) -> None:
    koppen, inhoud = bericht()
    if wat == "inhoud":
        inhoud = inhoud.replace(b"geopend", b"gesloten")
    elif wat == "webhook-timestamp":
        koppen[wat] = str(int(koppen[wat]) + 1)
    elif wat == "webhook-id":
        koppen[wat] = str(uuid4())
    else:
        koppen[wat] = Afzender().v1a(koppen["webhook-id"], koppen["webhook-timestamp"], inhoud)
    assert geweigerd(ontvanger, koppen, inhoud) == (401, "handtekening-onbekend")


def test_N02_een_bericht_geldt_vijf_minuten_voor_en_na_zijn_tijdstip(ontvanger: Ontvanger, klok: Klok) -> None:
    koppen, inhoud = bericht()
    for seconden in (-300, 300):
        klok.nu = NU + timedelta(seconds=seconden)
        assert ontvanger.lees(koppen, inhoud)
    for verschil in (timedelta(minutes=5, microseconds=1), -timedelta(minutes=5, microseconds=1)):
        klok.nu = NU + verschil
        assert geweigerd(ontvanger, koppen, inhoud) == (401, "tijdstip-ongeldig")


@pytest.mark.parametrize(
    "sleutels",
    [
        [],
        [""],
        ["whpk_"],
        [f"whpk_{tekst(bytes(31))}"],
        [f"whpk_{tekst(bytes(33))}"],
        [f"whsec_{tekst(bytes(23))}"],
        [f"whsec_{tekst(bytes(65))}"],
        [f"whsk_{tekst(bytes(32))}"],
        [tekst(bytes(32))],
        [INDEX.whpk.rstrip("=")],
        [INDEX.whpk + "\n"],
        ["whpk_é" + INDEX.whpk[6:]],
        pytest.param(INDEX.whpk, id="geen-lijst"),
    ],
)
def test_N02_een_misvormde_sleutel_wordt_geweigerd(gezien: Gezien, klok: Klok, sleutels: Any) -> None:
    with pytest.raises(ValueError, match=r"een sleutel van|Sleutel 1 is geen"):
        Ontvanger(sleutels, gezien, klok)


def test_N02_een_sleutel_staat_niet_in_fout_of_repr(gezien: Gezien, klok: Klok) -> None:
    slecht = f"whsec_{tekst(bytes(range(9)))}"
    with pytest.raises(ValueError, match="Sleutel 2") as fout:
        Ontvanger([INDEX.whpk, slecht], gezien, klok)
    assert slecht[6:] not in str(fout.value)
    assert INDEX.whsec[6:] not in repr(Ontvanger([INDEX.whsec], gezien, klok))
    for lengte in (24, 64):
        assert Ontvanger([f"whsec_{tekst(bytes(lengte))}"], gezien, klok)


def test_N02_namen_van_koppen_mogen_in_elke_spelling(ontvanger: Ontvanger) -> None:
    koppen, inhoud = bericht()
    for anders in (str.upper, str.title):
        assert ontvanger.lees({anders(naam): waarde for naam, waarde in koppen.items()}, inhoud)


@pytest.mark.parametrize("naam", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_N02_een_kop_die_ontbreekt_of_dubbel_is_wordt_geweigerd(ontvanger: Ontvanger, naam: str) -> None:
    koppen, inhoud = bericht()
    dubbel = HTTPMessage()
    for kop_, waarde in koppen.items():
        dubbel[kop_] = waarde
    assert ontvanger.lees(dubbel, inhoud)
    dubbel[naam.title()] = koppen[naam]
    assert geweigerd(ontvanger, dubbel, inhoud) == (400, "kop-ongeldig")
    assert geweigerd(ontvanger, koppen | {naam.title(): koppen[naam]}, inhoud) == (400, "kop-ongeldig")
    del koppen[naam]
    assert geweigerd(ontvanger, koppen, inhoud) == (400, "kop-ongeldig")


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        *(("webhook-id", w) for w in ("", "a.b", "a b", "é", "a" * 65, "a\n", "\0", "../x")),
        *(("webhook-timestamp", w) for w in ("", "-1", "0", "01795341600", "1e9", "1.5", " 1", "1\n", "1_0")),
        *(("webhook-timestamp", w) for w in ("١٧٩٥٣٤١٦٠٠", "179534160٠", "1²", "9" * 12, "9" * 5000)),
        ("webhook-signature", "v1a," + "A" * 2048),
    ],
)
def test_N02_een_misvormde_kop_wordt_geweigerd(ontvanger: Ontvanger, naam: str, waarde: str) -> None:
    """Also when it is signed like that."""
    koppen, inhoud = bericht()
    koppen[naam] = waarde
    if naam != "webhook-signature":
        koppen["webhook-signature"] = INDEX.v1a(koppen["webhook-id"], koppen["webhook-timestamp"], inhoud)
    assert geweigerd(ontvanger, koppen, inhoud) == (400, "kop-ongeldig")


def test_N02_een_bericht_boven_de_grens_wordt_ongelezen_geweigerd(ontvanger: Ontvanger) -> None:
    for aantal in (GROOTSTE_BERICHT, GROOTSTE_BERICHT + 1):
        inhoud = b" " * aantal
        koppen = INDEX.koppen(inhoud, "groot")
        if aantal == GROOTSTE_BERICHT:
            assert ontvanger.controleer(koppen, inhoud) == "groot"
        else:
            assert geweigerd(ontvanger, koppen, inhoud) == (413, "te-groot")


ID = "0f0e0d0c-0000-4000-8000-00000000000a"


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 60_000,
        b'{"specversion": "1.0"}',
        json.dumps(cloudevent(id=ID)).encode("utf-16"),
        *(
            json.dumps(cloudevent(**({"id": ID} | anders))).encode()
            for anders in (
                {"specversion": "1.1"},
                {"specversion": 1.0},
                {"id": str(UUID(int=0))},
                {"id": ID.upper()},
                {"id": "x"},
                {"id": 1},
                {"type": None},
                {"type": ""},
                {"type": "a\nb"},
                {"type": "\ud800"},
                {"type": "a" * 2049},
                {"source": ["x"]},
                {"dataref": None},
                {"dataref": "https://index.example.nl/\n"},
                {"time": "2026-11-22T10:00:00"},
                {"time": "2026-11-22"},
                {"time": "2026-13-22T10:00:00Z"},
                {"time": "0001-01-01T00:00:00+23:59"},
                {"time": "2026-11-22T10:00:00Z\n"},
                {"time": 1},
            )
        ),
    ],
    ids=range(26),
)
def test_N02_wat_geen_cloudevent_met_dit_kenmerk_is_wordt_geweigerd(ontvanger: Ontvanger, inhoud: bytes) -> None:
    assert geweigerd(ontvanger, INDEX.koppen(inhoud, ID), inhoud) == (400, "gebeurtenis-ongeldig")


@given(kenmerk=st.text(), tijdstip=st.text() | st.integers().map(str), handtekening=st.text(), inhoud=st.binary())
@example("a", "1795341600", "v1a,", b"")
@example("a", "1795341600", "v1,é v1a,==== v1,AAAA", b"")
def test_N02_geen_kop_geeft_een_andere_fout_dan_een_weigering(
    vaste: Ontvanger, kenmerk: str, tijdstip: str, handtekening: str, inhoud: bytes
) -> None:
    koppen = {"webhook-id": kenmerk, "webhook-timestamp": tijdstip, "webhook-signature": handtekening}
    with pytest.raises(WebhookGeweigerd):
        vaste.lees(koppen, inhoud)


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x, max_size=3))
VELD = st.sampled_from(["specversion", "id", "source", "type", "time", "dataref", "x"])


@given(anders=st.dictionaries(VELD, JSON | st.datetimes().map(str)), ruis=st.binary(max_size=4))
def test_N02_geen_getekende_inhoud_geeft_een_andere_fout_dan_een_weigering(
    vaste: Ontvanger, anders: dict[str, Any], ruis: bytes
) -> None:
    inhoud = json.dumps(cloudevent(UUID(ID)) | anders).encode() + ruis
    try:
        assert str(vaste.lees(INDEX.koppen(inhoud, ID), inhoud).id) == ID
    except WebhookGeweigerd as fout:
        assert fout.status == 400  # noqa: PT017 (a body that happens to be right is fine)


def test_N02_de_handdruk_noemt_de_index_en_hoeveel_er_per_minuut_mag() -> None:
    gevraagd = {"webhook-request-origin": "Index.Example.nl", "WebHook-Request-Rate": "120"}
    assert handdruk(gevraagd, "index.example.NL") == {
        "WebHook-Allowed-Origin": "Index.Example.nl",
        "WebHook-Allowed-Rate": "*",
        "Allow": "POST, OPTIONS",
    }
    antwoord = handdruk(gevraagd, "index.example.nl", 60)
    assert antwoord
    assert antwoord["WebHook-Allowed-Rate"] == "60"


@pytest.mark.parametrize(
    "koppen",
    [
        {},
        {"Origin": "index.example.nl"},
        {"WebHook-Request-Origin": "ander.example.nl"},
        {"WebHook-Request-Origin": "index.example.nl.ander.example.nl"},
        {"WebHook-Request-Origin": "*"},
        {"WebHook-Request-Origin": "index.example.nl", "webhook-request-origin": "ander.example.nl"},
    ],
)
def test_N02_een_ander_krijgt_geen_handdruk(koppen: dict[str, str]) -> None:
    assert handdruk(koppen, "index.example.nl") is None


def test_N02_een_naam_die_alleen_op_die_van_de_index_lijkt_krijgt_geen_handdruk() -> None:
    """The Kelvin sign is a k in lower case."""
    assert handdruk({"WebHook-Request-Origin": "\u212aind.example.nl"}, "kind.example.nl") is None
