# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""V07: what the director is asked to do for a child, on the list, on the page and by form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.api.hulp import berichten, laatste_bericht, niets_veranderd
from tests.huis import KINDEREN, VADER, veiligheidsgrond
from tests.inbox.hulp import browser, gezin, log, paden, stapel, tekst, zeg_database
from tests.inbox.hulp_daden import TAAK, aangenomen, bevestig, onveilig, taakpad
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis

KNOP = "Laat mij bellen over kind 1"


def test_V07_voor_het_aannemen_zegt_de_bladzijde_dat_eerst_te_doen(huis: Huis) -> None:
    zaak = onveilig(huis)
    b = browser(huis)
    assert "De match aannemen: uiterlijk dinsdag 3 juni 2014." in tekst(b.als_regisseur(zaak.wijkteam))
    gelezen = tekst(b.open(zaak.pad))
    assert f"Te doen {TAAK}, uiterlijk dinsdag 3 juni 2014." in gelezen
    assert "Neem de match eerst aan: de basiszorg belt dan u." in gelezen
    assert KNOP not in gelezen
    with niets_veranderd(huis):
        antwoord = b.stuur(taakpad(huis, zaak))
    assert antwoord.status_code == 403
    assert "Er is niets veranderd Neem de match eerst aan: de basiszorg belt dan u." in tekst(antwoord)
    assert ("inbox:match:basiszorg-bereiken", "geweigerd", "nog-niet-aangenomen") in log(huis)


def test_V07_na_het_aannemen_staat_de_taak_op_de_lijst_en_te_laat_als_zij_dat_is(huis: Huis) -> None:
    zaak = onveilig(huis)
    huis.klok.verder(minutes=1)
    later = stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    b = aangenomen(huis, zaak)
    lijst = b.open()
    assert "Huisarts, jeugdgezondheidszorg en school van kind 1 bereiken: uiterlijk dinsdag 3 juni" in tekst(lijst)
    huis.klok.zet("2014-06-03")
    assert "school van kind 1 bereiken: vandaag nog." in tekst(b.als_regisseur(zaak.wijkteam))
    huis.klok.zet("2014-06-04")
    lijst = b.als_regisseur(zaak.wijkteam)
    assert "Te laat: huisarts, jeugdgezondheidszorg en school van kind 1 bereiken kon tot en met dinsdag" in tekst(
        lijst
    )
    assert "2 open matches, waarvan 1 te laat" in tekst(lijst)
    assert paden(lijst) == [zaak.pad, f"/inbox/matches/{later}"]
    gelezen = tekst(b.open(zaak.pad))
    assert f"Te laat {TAAK}. Dat moest uiterlijk dinsdag 3 juni 2014." in gelezen
    assert "die dag is voorbij" not in gelezen


def test_V07_de_regisseur_laat_zich_bellen_en_waarom_staat_er_niet_bij(huis: Huis) -> None:
    zaak = onveilig(huis)
    b = aangenomen(huis, zaak)
    gelezen = tekst(b.open(zaak.pad))
    assert KNOP in gelezen
    assert "De index vraagt wie actief bij dit kind betrokken is u te bellen; waarom staat er niet bij." in gelezen
    begin = laatste_bericht(huis)
    antwoord = b.stuur(taakpad(huis, zaak))
    assert antwoord.headers["location"] == zaak.pad
    gelezen = tekst(b.volg(antwoord))
    assert "De index vraagt wie actief bij dit kind betrokken is u te bellen. Waarom staat er niet bij." in gelezen
    assert "Te doen Gedaan De index vroeg wie actief bij kind 1 betrokken is de regisseur te bellen." in gelezen
    assert KNOP not in gelezen
    assert "Contact opnemen met de melders: uiterlijk woensdag 4 juni 2014." in tekst(b.open())
    assert sorted(berichten(huis, begin)) == [("match-nieuws", "CJG Rijnmond"), ("match-nieuws", "De Klaver")]
    assert ("inbox:match:basiszorg-bereiken", "gelukt", None) in log(huis)


def test_V07_nog_een_keer_geeft_een_zin_en_geen_tweede_bericht(huis: Huis) -> None:
    zaak = onveilig(huis)
    b = aangenomen(huis, zaak)
    b.open(zaak.pad)
    pad = taakpad(huis, zaak)
    assert b.stuur(pad).status_code == 303
    with niets_veranderd(huis):
        tweede = b.stuur(pad)
    assert tweede.status_code == 403
    assert "Er is niets veranderd Deze taak is al gedaan. U hoeft niets te doen." in tekst(tweede)


def test_V07_een_taak_die_er_niet_meer_is_geeft_de_bladzijde_met_wat_er_nu_te_doen_staat(huis: Huis) -> None:
    zaak = onveilig(huis)
    b = aangenomen(huis, zaak)
    b.open(zaak.pad)
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/taken/{uuid4()}/afhandelingen")
    assert antwoord.status_code == 404
    assert "Deze taak is er niet meer." in tekst(antwoord)
    assert TAAK in tekst(antwoord)
    assert b.stuur(f"{zaak.pad}/taken/geen-id/afhandelingen").status_code == 404


def test_R01_V07_de_coordinator_ziet_de_taak_zonder_knop_en_doet_haar_niet(huis: Huis) -> None:
    zaak = onveilig(huis)
    b = browser(huis)
    b.als_coordinator()
    assert "Dit kan zodra de regisseur de match heeft aangenomen" in tekst(b.open(zaak.pad))
    aangenomen(huis, zaak)
    assert (
        "Aan zet: R. Regisseur. Huisarts, jeugdgezondheidszorg en school van kind 1 bereiken: uiterlijk dinsdag"
        in tekst(b.open())
    )
    gelezen = tekst(b.open(zaak.pad))
    assert TAAK in gelezen
    assert KNOP not in gelezen
    with niets_veranderd(huis):
        antwoord = b.stuur(taakpad(huis, zaak))
    assert antwoord.status_code == 403
    assert "Alleen de regisseur van de match kan dit doen." in tekst(antwoord)


def test_I02_I06_V07_een_ander_en_wie_regisseur_was_vinden_de_match_niet(huis: Huis) -> None:
    zaak = onveilig(huis)
    oud = aangenomen(huis, zaak)
    oud.open(zaak.pad)
    ander = huis.partij("Ander wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(ander, "A. Ander")
    pad = taakpad(huis, zaak)
    b = browser(huis)
    b.als_regisseur(ander)
    niets = b.open(f"/inbox/matches/{uuid4()}")
    assert b.stuur(pad).text == niets.text
    zeg_database(huis, "UPDATE match SET regisseur = %s", ander.professional)
    with niets_veranderd(huis):
        antwoord = oud.stuur(pad)
    assert (antwoord.status_code, antwoord.text) == (404, niets.text)
    assert oud.open(zaak.pad).text == niets.text


def test_V07_zonder_het_bewijs_van_de_sessie_gebeurt_er_niets(huis: Huis) -> None:
    zaak = onveilig(huis)
    b = aangenomen(huis, zaak)
    b.open(zaak.pad)
    with niets_veranderd(huis):
        antwoord = b.stuur(taakpad(huis, zaak), csrf="")
    assert antwoord.status_code == 403
    assert "Dit formulier hoort niet bij uw sessie." in tekst(antwoord)
    assert "Er is niets veranderd." in tekst(antwoord)
    assert f'href="{zaak.pad}"' in antwoord.text


@pytest.mark.parametrize("grond", ["vermissing", "acute-onveiligheid"])
def test_V07_een_andere_grond_geeft_geen_taak(huis: Huis, grond: str) -> None:
    zaak = gezin(huis, veiligheidsgrond=veiligheidsgrond(grond))
    bevestig(zaak.cjg)
    assert "Te doen" not in tekst(aangenomen(huis, zaak).open(zaak.pad))
