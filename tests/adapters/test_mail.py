# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Letters as they are received, and what comes of a try, whatever the mail server does (N04, I07)."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.adapters.postkantoor import (
    AAN,
    GELUKT,
    INDEX,
    NU,
    VAN,
    WEG,
    Postkantoor,
    brief,
    lees,
    mail,
    mislukt,
    ontvangen,
    postkantoor,
    tekst_van,
    toneel,
)
from tests.domain.test_brieven import SOORTEN, verraadt
from verwijsindex.adapters.retour import KENMERK

if TYPE_CHECKING:
    from verwijsindex.domain.bezorgen import Uitkomst

GEEN_TIJD, GEEN_LIJN, GEEN_SERVER = (
    mislukt(code) for code in ("geen-antwoord-op-tijd", "geen-verbinding", "geen-mailserver")
)


def test_N04_een_overzicht_komt_aan_zoals_een_mailprogramma_het_toont() -> None:
    stuk = brief(["termijn-nadert", "match-geopend", "match-geopend", "uit-beeld"])
    gekregen = ontvangen(stuk)
    assert not gekregen.defects
    assert (gekregen.get_content_type(), gekregen.get_content_charset()) == ("text/plain", "utf-8")
    tekst = tekst_van(gekregen)
    assert tekst.startswith("Goedendag,\n\nIn de verwijsindex staat iets voor u klaar:\n")
    assert "\n- een termijn die nadert\n- 2 nieuwe matches\n- nieuws over een match\n\n" in tekst
    assert f"\n{INDEX}/inbox?a=1&b=2\n" in tekst
    assert "U krijgt dit overzicht hooguit één keer per werkdag.\n" in tekst
    assert f"\n{stuk.afmelden}\n" in tekst
    assert "SPDX" not in tekst
    assert max(len(regel) for regel in tekst.splitlines() if "://" not in regel) <= 72
    assert "\n\n\n" not in tekst


def test_N04_de_koppen_zeggen_dat_een_machine_schreef_en_hoe_het_overzicht_ophoudt() -> None:
    stuk = brief()
    gekregen = ontvangen(stuk)
    assert gekregen["From"] == f"Verwijsindex <{VAN}>"
    assert gekregen["To"] == AAN
    assert gekregen["Subject"] == "Er is iets voor u in de verwijsindex"
    assert gekregen["Date"] == "Mon, 13 Jul 2026 08:00:00 +0200"
    assert gekregen["Message-ID"] == f"<{stuk.kenmerk}@index.example>"
    assert gekregen["Auto-Submitted"] == "auto-generated"
    assert gekregen["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert gekregen["List-Unsubscribe"] == f"<{stuk.afmelden}>"
    assert gekregen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not {"Importance", "Precedence", "Cc", "Bcc", "Reply-To"} & set(gekregen.keys())


def test_N04_de_koppen_gaan_heel_over_de_lijn_en_de_brief_in_zeven_bits() -> None:
    """A link that is folded or encoded is no link any more; not every server takes eight bits."""
    stuk = brief()
    with postkantoor() as kantoor:
        assert mail(kantoor.poort).stuur(stuk, NU) == GELUKT
    inhoud = kantoor.post[0][2]
    assert f"\r\nList-Unsubscribe: <{stuk.afmelden}>\r\n".encode() in inhoud
    assert inhoud.isascii()
    assert inhoud.count(b"\n") == inhoud.count(b"\r") == inhoud.count(b"\r\n")


def test_N04_met_spoed_staat_dat_voorop_en_is_er_niets_om_uit_te_zetten() -> None:
    gekregen = ontvangen(brief(spoed=True, afmelden=None))
    assert gekregen["Subject"] == "Met spoed: er is iets voor u in de verwijsindex"
    assert gekregen["Importance"] == "high"
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(gekregen.keys())
    tekst = tekst_van(gekregen)
    assert "zo snel mogelijk" in tekst
    assert not re.search(r"overzicht|afmelden|Zet het", tekst)
    assert "\n\n\n" not in tekst


def test_N04_een_klik_zonder_bladzij_is_er_alleen_over_https() -> None:
    gekregen = ontvangen(brief(afmelden="http://127.0.0.1:8000/afmelden/x"))
    assert gekregen["List-Unsubscribe"] == "<http://127.0.0.1:8000/afmelden/x>"
    assert "List-Unsubscribe-Post" not in gekregen


def test_N04_de_omslag_noemt_het_adres_en_elke_poging_is_dezelfde_brief() -> None:
    stuk = brief()
    with postkantoor() as kantoor:
        post = mail(kantoor.poort)
        assert post.stuur(stuk, NU) == post.stuur(stuk, NU + timedelta(hours=1)) == GELUKT
    (van, aan, een), (van_weer, _, ander) = kantoor.post
    assert (van, aan) == (f"retour+{stuk.mailadres.hex}@terug.index.example", [AAN])
    assert [UUID(hex=gevonden) for gevonden in KENMERK.findall(van)] == [stuk.mailadres]
    assert van_weer == van
    assert lees(een)["Message-ID"] == lees(ander)["Message-ID"]
    assert stuk.mailadres.hex not in een.decode()


@pytest.mark.parametrize("spoed", [False, True])
def test_N04_I07_een_brief_zegt_niet_waar_het_over_gaat(spoed: bool) -> None:
    """For every kind, and for one with what must never be in it: only phrases travel, whatever they stand for."""
    with postkantoor() as kantoor:
        post = mail(kantoor.poort)
        for soort in (*SOORTEN, "Fatima el Amrani 999990019 2015-03-01 huiselijk-geweld"):
            stuk = brief([soort], spoed=spoed, afmelden=None if spoed else f"{INDEX}/afmelden/x")
            assert post.stuur(stuk, NU) == GELUKT
            bericht = lees(kantoor.post.pop()[2])
            alles = tekst_van(bericht) + "".join(f"\n{naam}: {waarde}" for naam, waarde in bericht.items())
            assert not verraadt(alles)
            assert soort not in alles
            assert not re.search(r"fatima|amrani|2015-03|(?<!\w)\d{9}(?!\w)", alles, re.IGNORECASE)
            assert bericht["Subject"].endswith("r is iets voor u in de verwijsindex")
            assert "jansen" not in alles.lower().replace(f"to: {AAN}", "")


@pytest.mark.parametrize(
    "adres",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nSubject: x",
        "a@b.example>\r\nDATA",
        "a@b.example, c@d.example",
        "Jan <a@b.example>",
        "a@b.example\x00",
        "",
        "a@strasse\u200d.example",
    ],
)
def test_N04_een_adres_kan_geen_kop_of_tweede_ontvanger_toevoegen(adres: str) -> None:
    with postkantoor() as kantoor:
        assert mail(kantoor.poort).stuur(brief(adres=adres), NU) == WEG
    assert kantoor.post == []


def test_N04_een_link_kan_geen_kop_toevoegen() -> None:
    with postkantoor() as kantoor, pytest.raises(ValueError, match="Header values"):
        mail(kantoor.poort).stuur(brief(afmelden=f"{INDEX}/x\r\nBcc: c@d.example"), NU)
    assert kantoor.post == []


def test_N04_een_internationaal_domein_wordt_bereikt() -> None:
    with postkantoor() as kantoor:
        assert mail(kantoor.poort).stuur(brief(adres="info@müller.example"), NU) == GELUKT
    _, aan, inhoud = kantoor.post[0]
    assert aan == [lees(inhoud)["To"]] == ["info@xn--mller-kva.example"]


@pytest.mark.parametrize(
    "antwoord",
    [
        "550 5.1.1 <a.jansen@school.example>: Recipient address rejected: User unknown",
        "550 5.1.10 Recipient not found",
        "550 5.1.0 Address rejected",
        "550 5.2.1 Mailbox disabled",
        "556 5.1.10 Domain does not accept mail",
    ],
)
def test_N04_een_adres_dat_niet_bestaat_is_weg(antwoord: str) -> None:
    with postkantoor(Postkantoor(bij_rcpt=antwoord)) as kantoor:
        assert mail(kantoor.poort).stuur(brief(), NU) == WEG
    assert kantoor.post == []


@pytest.mark.parametrize(
    "antwoord",
    [
        "554 5.7.1 <a.jansen@school.example>: Relay access denied",
        "550 relay not permitted",
        "550 Relaying from 5.1.1.20 denied",
        "550 Relaying from 10.5.1.1 denied",
        "553 sorry, that domain is not in my list (#5.7.1)",
        "550 5.7.1 Blocked, see 5.1.1.20",
        "550 5.1.8 Sender domain not found",
        "550 5.1.7 Bad sender",
        "552 5.2.2 Mailbox full",
        "552 Too much mail",
        "550 5.4.6 Routing loop",
        "530 Must log in first",
        "451 4.3.0 Try again later",
        "450 4.1.1 Greylisted",
        "421 Closing",
    ],
)
def test_N04_een_weigering_die_niet_over_het_adres_gaat_kost_het_adres_niet(antwoord: str) -> None:
    """Else one wrong setting of the mail server makes every address undeliverable."""
    with postkantoor(Postkantoor(bij_rcpt=antwoord)) as kantoor:
        assert mail(kantoor.poort).stuur(brief(), NU) == mislukt(f"smtp-{antwoord[:3]}")


@pytest.mark.parametrize(
    ("kantoor", "verwacht"),
    [
        (Postkantoor(bij_mail="550 5.1.1 Unknown"), mislukt("smtp-550")),
        (Postkantoor(bij_mail="530 5.7.0 Authentication required"), mislukt("smtp-530")),
        (Postkantoor(bij_mail="552 5.3.4 Too big"), mislukt("smtp-552")),
        (Postkantoor(bij_data="550 5.1.1 Unknown"), WEG),
        (Postkantoor(bij_data="550 Looks like spam"), mislukt("smtp-550")),
        (Postkantoor(bij_data="554 5.7.1 Refused"), mislukt("smtp-554")),
        (Postkantoor(bij_data="451 Later"), mislukt("smtp-451")),
    ],
)
def test_N04_waar_het_antwoord_op_kwam_telt_mee(kantoor: Postkantoor, verwacht: Uitkomst) -> None:
    with postkantoor(kantoor):
        assert mail(kantoor.poort).stuur(brief(), NU) == verwacht


GROET, DAG, JA, KOM = b"220 hier\r\n", b"250 hier\r\n", b"250 ja\r\n", b"354 kom\r\n"


@pytest.mark.parametrize(
    ("antwoorden", "verwacht"),
    [
        ((), GEEN_TIJD),
        ((GROET,), GEEN_TIJD),
        ((GROET, DAG, JA), GEEN_TIJD),
        ((None,), GEEN_LIJN),
        ((GROET, None), GEEN_LIJN),
        ((GROET, DAG, JA, None), GEEN_LIJN),
        ((b"554 Weg\r\n",), mislukt("smtp-554")),
        ((GROET, b"500 Nee\r\n", b"500 Nee\r\n"), mislukt("smtp-500")),
        ((GROET, b"x" * 9000 + b"\r\n"), mislukt("smtp-500")),
        ((b"HTTP/1.1 400 Bad Request\r\n",), GEEN_SERVER),
        ((b"\xff\xfe\x00\r\n",), GEEN_SERVER),
        # It took the letter: how it says goodbye is nothing to us.
        ((GROET, DAG, JA, JA, KOM, JA, b"500 Nee\r\n"), GELUKT),
        ((GROET, DAG, JA, JA, KOM, JA, None), GELUKT),
        ((GROET, DAG, JA, JA, KOM, JA), GELUKT),
        # Whether it took the letter is not known: again, under the same Message-ID.
        ((GROET, DAG, JA, JA, KOM, None), GEEN_LIJN),
        ((GROET, DAG, JA, JA, KOM), GEEN_TIJD),
    ],
)
def test_N04_wat_een_server_ook_doet_het_is_een_uitkomst(
    antwoorden: tuple[bytes | None, ...], verwacht: Uitkomst
) -> None:
    with toneel(*antwoorden) as (poort, _):
        assert mail(poort, geduld=0.3 if verwacht == GEEN_TIJD else 1.5).stuur(brief(), NU) == verwacht


def test_N04_zonder_server_is_er_geen_verbinding() -> None:
    with socket.create_server(("127.0.0.1", 0)) as los:
        poort = los.getsockname()[1]
    assert mail(poort).stuur(brief(), NU) == GEEN_LIJN


def test_N04_de_index_noemt_zich_met_het_domein_van_de_afzender() -> None:
    with toneel(GROET, None) as (poort, gehoord):
        mail(poort).stuur(brief(), NU)
    assert gehoord[0] == b"ehlo index.example\r\n"


def test_N04_het_adres_staat_niet_in_wat_van_een_poging_wordt_verteld(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    stuk = brief()
    with postkantoor(Postkantoor(bij_rcpt=f"451 4.2.0 {AAN} is niet thuis")) as kantoor:
        uitkomst = mail(kantoor.poort).stuur(stuk, NU)
    assert uitkomst == mislukt("smtp-451")
    # The server of the test logs for itself.
    eigen = [regel.getMessage() for regel in caplog.records if not regel.name.startswith("mail.")]
    assert "jansen" not in "".join((*eigen, *capfd.readouterr(), repr(uitkomst), repr(stuk)))
