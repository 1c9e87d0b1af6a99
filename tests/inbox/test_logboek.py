# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer's pages: the log, unusual looking, and what was shown before it was withdrawn (I04, L04)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.api.hulp import bewerk_database, een_match, lees_database, logregels
from tests.api.test_toezicht import ELDERS, _functie, _ook_elders
from tests.huis import GEMEENTE, KINDEREN
from tests.inbox.hulp import Browser, browser, tekst
from verwijsindex.domain.logboek import Rol

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

PADEN = ("/inbox/logboek", "/inbox/logboek/opvallend", "/inbox/logboek/getoond")


def als_privacy(huis: Huis, gemeente: str = GEMEENTE) -> tuple[Browser, Partij]:
    wie = _functie(huis, Rol.PRIVACY, gemeente)
    b = browser(huis)
    assert b.log_in("privacy", str(wie.professional)).status_code == 200
    return b, wie


def test_I04_de_functionaris_leest_wie_wat_deed_en_waarom(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wijkteam.get(f"/v1/matches/{match}")
    b, _ = als_privacy(huis)
    blad = tekst(b.open("/inbox/logboek?soort=inzage"))
    assert "match: bekijken" in blad
    assert "door Wijkteam, pro (regisseur)." in blad
    assert "signaal: registreren" not in blad
    blad = tekst(b.volg(b.stuur("/inbox/logboek", kenmerk=f" {match} ", soort="")))
    assert "door De Klaver" in blad
    assert f"match {match}" in blad
    # Asking is a look that is kept, with what was asked about.
    regel = logregels(huis)[-1]
    assert (regel["tag"], regel["rol"]) == ("inbox:logboek:doorzoeken", "privacy")
    assert {"soort": "onderwerp", "id": match} in regel["onderwerpen"]


def test_I04_weigeringen_staan_er_met_hun_regel(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    assert school.meldt(leefgebieden=["onzin"]).status_code == 400
    b, _ = als_privacy(huis)
    blad = tekst(b.open("/inbox/logboek?soort=weigering"))
    assert "Geweigerd" in blad
    assert "regel S03" in blad


def test_I04_lange_lijsten_gaan_in_bladzijden_en_terug_naar_het_begin(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt()
    for _ in range(60):
        school.get("/v1/signalen")
    b, _ = als_privacy(huis)
    blad = b.open("/inbox/logboek?soort=inzage")
    verder = blad.text.partition('class="knop" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert verder.startswith("/inbox/logboek?soort=inzage&voor=")
    tweede = b.open(verder)
    assert "signaal: opsommen" in tekst(tweede)
    assert "Naar het begin van het logboek" in tekst(tweede)


@pytest.mark.parametrize(
    ("kenmerk", "status", "zin"),
    [
        (KINDEREN[0], 400, "BSN"),
        ("De Vries", 400, "Dit is geen kenmerk."),
        ("x" * 36, 400, "Dit is geen kenmerk."),
        (str(UUID(int=5)), 404, "niets"),
    ],
)
def test_I04_een_kenmerk_dat_er_geen_is_krijgt_een_zin_en_blijft_staan(
    huis: Huis, kenmerk: str, status: int, zin: str
) -> None:
    b, _ = als_privacy(huis)
    antwoord = b.stuur("/inbox/logboek", kenmerk=kenmerk)
    if antwoord.status_code == 303:
        antwoord = b.volg(antwoord)
    assert antwoord.status_code == status
    assert zin in tekst(antwoord)
    assert (f'value="{kenmerk}"' in antwoord.text) is (kenmerk != KINDEREN[0])
    assert logregels(huis)[-1]["uitkomst"] == "geweigerd"


@pytest.mark.parametrize("vraag", ["?voor=x", "?soort=onzin", f"?voor={'9' * 30}", f"?kenmerk={'a' * 200}"])
def test_I04_wat_niemand_intypt_geeft_geen_fout_van_ons(huis: Huis, vraag: str) -> None:
    b, _ = als_privacy(huis)
    assert b.open(f"/inbox/logboek{vraag}").status_code < 500


def test_I04_L04_opvallend_kijken_en_wat_er_bekeken_is(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    b, _ = als_privacy(huis)
    assert "Niemand keek de laatste twee weken opvallend vaak." in tekst(b.open("/inbox/logboek/opvallend"))
    for dagen in range(5):
        for _ in range(25 if dagen == 4 else 2):
            wijkteam.get(f"/v1/matches/{match}")
        huis.klok.verder(days=1)
    b, _ = als_privacy(huis)
    blad = b.open("/inbox/logboek/opvallend")
    assert "25 keer; gewoonlijk 2 keer op een dag." in tekst(blad)
    assert f"/inbox/logboek?wie={wijkteam.professional}&amp;soort=inzage" in blad.text
    assert "match: bekijken" in tekst(b.open(f"/inbox/logboek?wie={wijkteam.professional}&soort=inzage"))


def test_I04_T04_wat_getoond_was_voor_een_intrekking(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    b, _ = als_privacy(huis)
    assert "Er is niets getoond van wat later is ingetrokken." in tekst(b.open("/inbox/logboek/getoond"))
    wijkteam.get(f"/v1/matches/{match}")
    (rij,) = lees_database(
        huis, "SELECT toestemmingen -> 0 ->> 'id' AS id FROM signaal WHERE organisatie = %s", school.id
    )
    antwoord = school.post(f"/v1/toestemmingen/{rij['id']}/intrekkingen", {"door": "ouder-met-gezag"})
    assert antwoord.status_code == 201, antwoord.text
    blad = tekst(b.open("/inbox/logboek/getoond"))
    assert "Wijkteam" in blad
    assert "De toestemming is ingetrokken op" in blad


@pytest.mark.parametrize("pad", PADEN)
def test_I04_I06_alleen_de_functionaris_leest_het_logboek_en_hij_ziet_geen_match(huis: Huis, pad: str) -> None:
    _, _, wijkteam, match = een_match(huis)
    for b in (browser(huis), browser(huis)):
        b.log_in("coordinator", GEMEENTE) if pad == PADEN[0] else b.als_regisseur(wijkteam)
        assert b.open(pad).status_code == 403
    b, wie = als_privacy(huis)
    for elders in ("/inbox", f"/inbox/matches/{match}", "/inbox/gezinnen", "/inbox/caseload", "/inbox/bezorgingen"):
        antwoord = b.open(elders)
        assert antwoord.status_code == 403, elders
        assert "ziet u geen matches" in tekst(antwoord)
        # The way on is one that he can go.
        assert '<a href="/inbox/logboek">Naar het logboek</a>' in antwoord.text
    assert b.open(pad).status_code == 200
    bewerk_database(huis, f"UPDATE functionaris SET actief = false WHERE id = '{wie.professional}'")
    assert b.open(pad).status_code in (303, 401)
    assert browser(huis).open(pad).status_code in (303, 401)


def test_I04_van_een_andere_gemeente_staat_er_niets(huis: Huis) -> None:
    een_match(huis)
    _ook_elders(huis, huis.partij("Elders"))
    b, _ = als_privacy(huis, ELDERS)
    blad = tekst(b.open("/inbox/logboek"))
    assert f"Logboek van gemeente {ELDERS}" in blad
    assert "De Klaver" not in blad


def test_I04_uitloggen_kan_ook_voor_de_functionaris(huis: Huis) -> None:
    b, _ = als_privacy(huis)
    assert b.volg(b.stuur("/inbox/uitloggen")).status_code == 200
    assert b.open("/inbox/logboek").status_code in (303, 401)


def test_I07_op_de_bladzijden_staat_geen_bsn_en_geen_naam_van_een_kind(huis: Huis) -> None:
    school, _, _, match = een_match(huis)
    school.meldt(KINDEREN[1], toestemming=None)
    b, _ = als_privacy(huis)
    for pad in (*PADEN, f"/inbox/logboek?kenmerk={match}"):
        blad = b.open(pad).text
        assert not any(bsn in blad for bsn in KINDEREN)
