# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Families in the inbox: advice, decision, splitting, and what is refused (M04)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.api.hulp import nieuwe_bsns
from tests.api.test_gezinnen import halfzussen, klopt, matches
from tests.huis import KINDEREN
from tests.inbox.hulp import browser, tekst

if TYPE_CHECKING:
    from tests.huis import Huis


def test_M04_regisseurs_adviseren_en_de_coordinator_voegt_samen(huis: Huis) -> None:
    _, _, een, ander, coordinator = halfzussen(huis)
    for partij in (een, ander):
        b = browser(huis)
        b.als_regisseur(partij)
        blad = b.open("/inbox/gezinnen")
        assert "Is dit één gezin?" in tekst(blad)
        assert "Voeg samen" in tekst(blad)
        (pad,) = {f.split('"')[0] for f in blad.text.split('action="') if f.startswith("/inbox/gezinnen/")}
        leeg = b.stuur(pad)
        assert (leeg.status_code, "Kies een van de antwoorden." in tekst(leeg)) == (400, True)
        assert "Uw advies is vastgelegd" in tekst(b.volg(b.stuur(pad, antwoord="ja")))
    b = browser(huis)
    blad = b.als_coordinator()
    blad = b.open("/inbox/gezinnen")
    assert "N. Noord: voeg samen" in tekst(blad)
    (pad,) = {f.split('"')[0] for f in blad.text.split('action="') if f.endswith("besluiten") or "besluiten" in f[:90]}
    zonder = b.stuur(pad, antwoord="ja")
    assert (zonder.status_code, "Kies waarom u zo beslist." in tekst(zonder)) == (403, True)
    assert 'value="ja" checked' in zonder.text
    na = b.volg(b.stuur(pad, antwoord="ja", reden="zelfde-gezin"))
    assert "Uw besluit is verwerkt" in tekst(na)
    assert "Er is niets te beslissen." in tekst(na)
    assert len(matches(coordinator)) == 1
    weg = b.stuur(pad, antwoord="ja", reden="zelfde-gezin")
    assert (weg.status_code, "Deze vraag is er niet meer." in tekst(weg)) == (404, True)
    klopt(huis)


def test_M04_de_coordinator_splitst_op_de_bladzijde_van_de_match(huis: Huis) -> None:
    school, cjg, _, _, coordinator = halfzussen(huis)
    moeder = list(itertools.islice(nieuwe_bsns(), 9))[-1]
    for kind in KINDEREN[2:4]:
        for partij in (school, cjg):
            partij.meldt(kind, ouders=(moeder,), soort="zorgen")
    b = browser(huis)
    b.als_coordinator()
    groot = next(m for m in matches(coordinator) if "Splits het gezin" in b.open(f"/inbox/matches/{m}").text)
    pad = f"/inbox/matches/{groot}/splitsingen"
    b.open(f"/inbox/matches/{groot}")
    fout = b.stuur(pad, reden="ander-gezin")
    assert (fout.status_code, "en niet allemaal" in tekst(fout)) == (403, True)
    aantal = len(matches(coordinator))
    assert "Het gezin is gesplitst" in tekst(b.volg(b.stuur(pad, kinderen="kind 2", reden="ander-gezin")))
    assert len(matches(coordinator)) == aantal + 1
    klopt(huis)


def test_M04_een_regisseur_beslist_niet_en_ziet_geen_knop(huis: Huis) -> None:
    _, _, een, *_ = halfzussen(huis)
    b = browser(huis)
    b.als_regisseur(een)
    blad = b.open("/inbox/gezinnen")
    assert "besluiten" not in blad.text
    (pad,) = {f.split('"')[0] for f in blad.text.split('action="') if f.startswith("/inbox/gezinnen/")}
    antwoord = b.stuur(pad.replace("adviezen", "besluiten"), antwoord="ja", reden="zelfde-gezin")
    assert antwoord.status_code == 403
