# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What was not delivered, on the coordinator's page: whom to call, and sending it again (N02)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.api.hulp import bewerk_database, een_match, lees_database
from tests.bezorgen.hulp import met_abonnement
from tests.huis import BEHEER, GEMEENTE
from tests.inbox.hulp import browser, log, tekst
from verwijsindex.use_cases import brieven, gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def met_dode_berichten(huis: Huis) -> Partij:
    """A message to a school about a match that was given up; the director of that match."""
    from uuid import uuid4

    school, _, wijkteam, match = een_match(huis)
    met_abonnement(huis, school)
    bewerk_database(
        huis,
        f"INSERT INTO mailadres VALUES ('{uuid4()}', 'wethouder', '0599', 'w@example.nl', true)",
        "INSERT INTO outbox (gebeurtenis, sleutel, soort, ontvanger, ontvanger_id, spoed, aangemaakt) VALUES"
        f" (gen_random_uuid(), '{match}', 'termijn-verstreken', 'wethouder', '0599', false, '{huis.klok()}')",
    )
    gebeurtenissen.plaats(huis.tools)
    bewerk_database(
        huis,
        f"UPDATE bezorging SET toestand = 'dood', afgerond = '{huis.klok() + timedelta(days=3)}',"
        " fout = CASE WHEN mailadres IS NULL THEN 'status-400' ELSE 'onbestelbaar' END",
        f"UPDATE mailadres SET onbestelbaar = '{huis.klok()}'",
    )
    return wijkteam


def test_N02_een_lege_bladzijde_zegt_waarvoor_zij_is(huis: Huis) -> None:
    een_match(huis)
    b = browser(huis)
    b.als_coordinator()
    blad = b.open("/inbox/bezorgingen")
    assert "Alles is aangekomen, of nog onderweg." in tekst(blad)
    assert "Stuur alles opnieuw" not in blad.text


def test_N02_de_coordinator_ziet_wie_hij_moet_bellen_en_stuurt_een_of_alle_berichten_opnieuw(huis: Huis) -> None:
    met_dode_berichten(huis)
    b = browser(huis)
    b.als_coordinator()
    blad = tekst(b.open("/inbox/bezorgingen"))
    assert "De Klaver Hoorde niet van: een nieuwe match (2 juni 2014, 10.00 uur)." in blad
    assert "De index gaf het op: het systeem antwoordde met fout 400 (5 juni 2014, 10.00 uur)." in blad
    assert "De wethouder" in blad
    assert "het mailadres bestaat niet (meer); vraag de beheerder het te verbeteren" in blad
    assert blad.count("Stuur opnieuw") == 1
    (webhook, _) = lees_database(
        huis,
        "SELECT u.gebeurtenis FROM bezorging b JOIN outbox u ON u.id = b.bericht ORDER BY b.mailadres IS NOT NULL",
    )
    na = b.volg(b.stuur(f"/inbox/bezorgingen/{webhook['gebeurtenis']}/herhalingen"))
    assert "De berichten gaan opnieuw op weg." in tekst(na)
    assert "De Klaver" not in tekst(na)
    # Sent by somebody else meanwhile: the list says what there is.
    assert "De Klaver" not in tekst(b.volg(b.stuur(f"/inbox/bezorgingen/{webhook['gebeurtenis']}/herhalingen")))
    # What would come back again is not sent, until the administrator sets the address anew.
    na = tekst(b.volg(b.stuur("/inbox/bezorgingen/alle/herhalingen")))
    assert ("De wethouder" in na, "Stuur alles opnieuw" in na) == (True, False)
    brieven.zet_adres(huis.tools, BEHEER, "wethouder", GEMEENTE, "w@example.nl")
    na = b.volg(b.stuur("/inbox/bezorgingen/alle/herhalingen"))
    assert "Alles is aangekomen, of nog onderweg." in tekst(na)
    assert [r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging")] == ["open"] * 2
    assert ("inbox:bezorging:herhalen", "gelukt", None) in log(huis)


def test_N02_een_regisseur_heeft_deze_bladzijde_niet(huis: Huis) -> None:
    wijkteam = met_dode_berichten(huis)
    b = browser(huis)
    assert "Berichten" not in tekst(b.als_regisseur(wijkteam))
    assert b.open("/inbox/bezorgingen").status_code == 403
    assert b.stuur("/inbox/bezorgingen/alle/herhalingen").status_code == 403
    assert {r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging")} == {"dood"}


def test_N02_een_vreemd_formulier_stuurt_niets_opnieuw(huis: Huis) -> None:
    met_dode_berichten(huis)
    b = browser(huis)
    b.als_coordinator()
    assert b.stuur("/inbox/bezorgingen/alle/herhalingen", csrf="x").status_code == 403
    assert b.stuur("/inbox/bezorgingen/geen-id/herhalingen").status_code == 404
    assert {r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging")} == {"dood"}
