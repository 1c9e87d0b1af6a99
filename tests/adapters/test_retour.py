# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Letters that come back, in the forms that mail servers have, and all that is no such letter (N04, RFC 3464)."""

from __future__ import annotations

import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.postkantoor import NU, brief, mail, postkantoor
from verwijsindex.adapters.retour import GROOTST, lees_retour
from verwijsindex.domain.brieven import Retour

ID = UUID("3f2b8c1e-7a45-4d0b-9c6e-5b1f0a9d2e74")
ANDER = UUID("00000000-1111-4222-8333-444444444444")
VERP = f"retour+{ID.hex}@terug.index.example"

POSTFIX = f"""\
Return-Path: <>
Delivered-To: {VERP}
Received: by mx.school.example (Postfix) id 4Yx; Mon, 13 Jul 2026 08:00:04 +0200 (CEST)
From: MAILER-DAEMON@mx.school.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {VERP}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Yx.1/mx.school.example"
Content-Transfer-Encoding: 8bit
Message-Id: <20260713060004.4Yx@mx.school.example>

This is a MIME-encapsulated message.

--4Yx.1/mx.school.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I could not deliver the mail below.

--4Yx.1/mx.school.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.school.example
X-Postfix-Queue-ID: 4Yx
Arrival-Date: Mon, 13 Jul 2026 08:00:02 +0200 (CEST)

Final-Recipient: rfc822; a.jansen@school.example
Original-Recipient: rfc822;a.jansen@school.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; box.school.example
Diagnostic-Code: smtp; 550 5.1.1 <a.jansen@school.example>: no such user

--4Yx.1/mx.school.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Verwijsindex <verwijsindex@index.example>
To: a.jansen@school.example
Subject: Er is iets voor u in de verwijsindex

--4Yx.1/mx.school.example--
"""

EXCHANGE = f"""\
Received: from AM0.eurprd.example (2001:db8::1) with Microsoft SMTP Server; Mon, 13 Jul 2026 06:00:05 +0000
MIME-Version: 1.0
From: Microsoft Outlook <postmaster@gemeente.example>
To: "Verwijsindex" <{VERP.upper()}>
Date: Mon, 13 Jul 2026 06:00:05 +0000
Content-Type: multipart/report; report-type="delivery-status"; boundary=_b_
X-MS-Exchange-Message-Is-Ndr:
Subject: Undeliverable: Er is iets voor u in de verwijsindex
Auto-Submitted: auto-replied

--_b_
Content-Type: multipart/alternative; differences=Content-Type; boundary=_c_

--_c_
Content-Type: text/plain; charset="us-ascii"

Your message could not be delivered.

--_c_
Content-Type: text/html; charset="us-ascii"

<p>Your message could not be delivered.</p>

--_c_--

--_b_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0.eurprd.example
Received-From-MTA: dns;smtp.index.example
Arrival-Date: Mon, 13 Jul 2026 06:00:04 +0000

Final-Recipient: rfc822;directie@gemeente.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 recipient not found by lookup
X-Display-Name: directie@gemeente.example

--_b_
Content-Type: message/rfc822

Return-Path: <{VERP}>
From: Verwijsindex <verwijsindex@index.example>
To: <directie@gemeente.example>
Subject: Er is iets voor u in de verwijsindex

Goedendag,

--_b_--
"""

AFWEZIG = f"""\
From: Anna Jansen <a.jansen@school.example>
To: {VERP}
Subject: Automatisch antwoord: Er is iets voor u in de verwijsindex
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
Content-Type: text/plain; charset=utf-8

Ik ben tot 20 juli met vakantie. Status: 5.1.1
Action: failed
"""

GELEZEN = POSTFIX.replace("report-type=delivery-status", "report-type=disposition-notification").replace(
    "message/delivery-status", "message/disposition-notification"
)
KLACHT = POSTFIX.replace("report-type=delivery-status", "report-type=feedback-report").replace(
    "message/delivery-status", "message/feedback-report"
)


def met(actie: str, status: str) -> str:
    return POSTFIX.replace("Action: failed", f"Action: {actie}").replace("Status: 5.1.1\n", f"Status: {status}\n")


def lees(tekst: str) -> Retour | None:
    """With the line ends of the network, and of a mailbox file."""
    een, ander = lees_retour(tekst.replace("\n", "\r\n").encode()), lees_retour(tekst.encode())
    assert een == ander
    return een


@pytest.mark.parametrize("tekst", [POSTFIX, EXCHANGE], ids=["postfix", "exchange"])
def test_N04_een_brief_die_terugkomt_zegt_welk_adres_niet_bestaat(tekst: str) -> None:
    assert lees(tekst) == Retour(ID, blijvend=True)


@pytest.mark.parametrize(
    ("actie", "status", "verwacht"),
    [
        ("failed", "5.2.1", True),
        ("Failed", "5.7.1 (refused)", True),
        ("FAILED (for good)", " 5.0.0", True),
        ("failed", "4.4.7", False),
        ("failed", "4.5.1", False),
        ("failed", "2.0.0", False),
        ("failed", "", False),
        ("failed", "vijf", False),
        ("failed", "15.1.1", False),
        ("failed", "5.1", False),
        ("delayed", "4.4.1", False),
        ("delayed", "5.1.1", False),
    ],
)
def test_N04_alleen_mislukt_met_een_vijf_is_blijvend(actie: str, status: str, verwacht: bool) -> None:
    mislukt = actie.lower().startswith("failed")
    assert lees(met(actie, status)) == Retour(ID, blijvend=verwacht, verloren=mislukt)


@pytest.mark.parametrize("actie", ["delivered", "relayed", "expanded", "", "mislukt", "failedx"])
def test_N04_wat_aankwam_of_onbekend_is_kwam_niet_terug(actie: str) -> None:
    assert lees(met(actie, "5.1.1")) is None


def test_N04_van_een_groep_waarvan_een_lid_het_kreeg_is_het_adres_niet_weg() -> None:
    tweede = "\nFinal-Recipient: rfc822; b@school.example\nAction: {}\nStatus: {}\n"
    plek = "no such user\n"
    assert lees(POSTFIX.replace(plek, plek + tweede.format("delayed", "4.2.2"))) == Retour(ID, blijvend=False)
    assert lees(POSTFIX.replace(plek, plek + tweede.format("delivered", "2.0.0"))) == Retour(ID, blijvend=False)
    assert lees(POSTFIX.replace(plek, plek + tweede.format("failed", "5.1.1"))) == Retour(ID, blijvend=True)


@pytest.mark.parametrize(
    "tekst",
    [
        AFWEZIG,
        GELEZEN,
        KLACHT,
        AFWEZIG.replace("Auto-Submitted: auto-replied\n", ""),
        AFWEZIG.replace("text/plain", "multipart/report; report-type=delivery-status"),
        POSTFIX.replace("multipart/report", "multipart/mixed"),
        POSTFIX.replace("message/delivery-status", "text/plain"),
        POSTFIX.split("--4Yx.1/mx.school.example\nContent-Description: Delivery report", maxsplit=1)[0],
        "",
        "\n\n",
        "Hallo",
    ],
    ids=[
        "afwezig",
        "gelezen",
        "klacht",
        "antwoord",
        "zonder delen",
        "los",
        "geen verslag",
        "half",
        "leeg",
        "wit",
        "tekst",
    ],
)
def test_N04_een_antwoord_van_iemand_of_iets_anders_is_geen_retour(tekst: str) -> None:
    assert lees(tekst) is None


def test_N04_een_verslag_zonder_soort_telt_als_er_een_bezorgverslag_in_zit() -> None:
    assert lees(POSTFIX.replace(" report-type=delivery-status;", "")) == Retour(ID, blijvend=True)


@pytest.mark.parametrize("kop", ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To"])
def test_N04_het_adres_staat_waar_een_mailserver_het_schrijft(kop: str) -> None:
    kaal = POSTFIX.replace(f"Delivered-To: {VERP}\n", "").replace(f"To: {VERP}\n", "")
    assert lees(kaal) is None
    assert lees(f"{kop}: Retour <{VERP}>\n" + kaal) == Retour(ID, blijvend=True)
    assert lees(f"{kop}:\n {VERP}\n" + kaal) == Retour(ID, blijvend=True)


@pytest.mark.parametrize(
    "aan",
    [
        "retour@terug.index.example",
        f"retour+{ID.hex[:31]}@terug.index.example",
        f"retour+{ID.hex}0@terug.index.example",
        f"retour+{'g' * 32}@terug.index.example",
        f"{ID.hex}@terug.index.example",
        f"{VERP}, retour+{ANDER.hex}@terug.index.example",
    ],
    ids=["zonder", "kort", "lang", "geen hex", "zonder plus", "twee"],
)
def test_N04_een_verslag_over_een_onbekend_of_meer_dan_een_adres_zegt_niets(aan: str) -> None:
    assert lees(POSTFIX.replace(VERP, aan)) is None


def test_N04_een_adres_in_de_teruggestuurde_brief_of_het_verslag_telt_niet() -> None:
    """Only where the report itself was sent to: the rest was written by whoever sent it."""
    ander = f"retour+{ANDER.hex}@terug.index.example"
    assert lees(POSTFIX.replace("rfc822;a.jansen@school.example", f"rfc822;{ander}")) == Retour(ID, blijvend=True)
    assert lees(EXCHANGE.replace(f"Return-Path: <{VERP}>", f"To: {ander}")) == Retour(ID, blijvend=True)


def test_N04_de_omslag_van_een_brief_is_wat_een_verslag_terugbrengt() -> None:
    stuk = brief()
    with postkantoor() as kantoor:
        mail(kantoor.poort).stuur(stuk, NU)
    assert lees(POSTFIX.replace(VERP, kantoor.post[0][0])) == Retour(stuk.mailadres, blijvend=True)


def test_N04_een_groot_verslag_wordt_gelezen_tot_een_grens() -> None:
    assert lees(POSTFIX.replace("Er is iets", "x\n" * GROOTST)) == Retour(ID, blijvend=True)
    begin, verslag = POSTFIX.split("I could not", maxsplit=1)
    assert lees(f"{begin}{'x' * 70}\n" + f"{'x' * 70}\n" * (GROOTST // 70) + verslag) is None


@pytest.mark.parametrize(
    "tekst",
    [
        "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(9000)),
        "".join(f"Content-Type: multipart/report; boundary={'b' * n}\n\n--{'b' * n}\n" for n in range(1, 600)),
        "Content-Type: message/rfc822\n\n" * 9000,
        POSTFIX + "--4Yx.1/mx.school.example\n" * 9000,
        f"To: {'+' * 200_000}\n{POSTFIX}",
        "To: a\n" * 40_000,
        f"Content-Type: multipart/report; {'a=b;' * 60_000}\n\n",
    ],
    ids=["nesten", "nesten die groeien", "brieven in brieven", "delen", "plussen", "koppen", "parameters"],
)
def test_N04_een_kwaadaardig_verslag_kost_geen_tijd_en_geen_fout(tekst: str) -> None:
    begin = time.monotonic()
    lees_retour(tekst.encode())
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    "parameters",
    [
        "boundary*=undefined''b",
        "boundary*=punycode''%80",
        "boundary*0=b; boundary*0*=b; boundary*=b",
        "boundary*=a\x00b''c",
        "boundary*='''",
    ],
)
def test_N04_parameters_waar_de_lezer_op_stukloopt_geven_geen_fout(parameters: str) -> None:
    assert lees(POSTFIX.replace('boundary="4Yx.1/mx.school.example"', parameters)) is None


@given(st.binary(max_size=2000))
def test_N04_willekeurige_bytes_geven_nooit_een_fout(rommel: bytes) -> None:
    assert lees_retour(rommel) is None


BROKKEN = [regel.encode() + b"\n" for regel in (POSTFIX + EXCHANGE).splitlines()]


@given(st.lists(st.sampled_from(BROKKEN) | st.binary(max_size=30), max_size=60))
def test_N04_een_verminkt_verslag_geeft_nooit_een_fout(brokken: list[bytes]) -> None:
    lees_retour(b"".join(brokken))


@given(st.data())
def test_N04_een_verslag_met_andere_bytes_erin_geeft_nooit_een_fout(data: st.DataObject) -> None:
    goed = data.draw(st.sampled_from([POSTFIX, EXCHANGE])).encode()
    plek, weg = data.draw(st.integers(0, len(goed))), data.draw(st.integers(0, 40))
    gelezen = lees_retour(goed[:plek] + data.draw(st.binary(max_size=40)) + goed[plek + weg :])
    assert gelezen is None or isinstance(gelezen, Retour)
