# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who comes in, for how long, and with which forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import jwt

from tests.api.hulp import lees_database
from tests.huis import BEHEER, GEMEENTE
from tests.inbox.hulp import Browser, browser, gezin, log, tekst, zeg_database
from verwijsindex.app import maak_app
from verwijsindex.domain.organisatie import Professional
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis


def _moet_inloggen(b: Browser, antwoord: Any, zin: str) -> None:
    """Sent to log in, with a sentence that says why."""
    assert antwoord.status_code == 303
    assert antwoord.headers["location"] == "/inbox/inloggen"
    assert zin in tekst(b.volg(antwoord))


def test_in_ontwikkeling_toont_inloggen_de_mensen(huis: Huis) -> None:
    zaak = gezin(huis)
    uit = huis.partij("Oud wijkteam", zaak.wijkteam.organisatie.categorie)
    huis.regisseur(uit, "O. Oud", actief=False)
    b = browser(huis)
    gelezen = tekst(b.open("/inbox/inloggen"))
    assert "R. Regisseur" in gelezen
    assert f"Coördinator gemeente {GEMEENTE}" in gelezen
    assert "O. Oud" not in gelezen
    assert "R. Regisseur Uitloggen" in tekst(b.als_regisseur(zaak.wijkteam))


def test_de_sessie_staat_in_een_cookie_waar_geen_script_bij_kan_en_niet_in_een_adres(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.open("/inbox/inloggen")
    antwoord = b.stuur("/inbox/inloggen", rol="regisseur", wie=str(zaak.wijkteam.professional))
    assert antwoord.headers["location"] == "/inbox"
    naam, *kenmerken = antwoord.headers["set-cookie"].split("; ")
    assert naam.startswith("verwijsindex=")
    assert {deel.lower() for deel in kenmerken} == {"httponly", "path=/", "samesite=lax"}


def test_inloggen_geeft_een_nieuwe_sessie_zodat_een_oude_niemand_binnenlaat(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.open("/inbox/inloggen")
    cookie, csrf = b.cookie, b.csrf
    b.als_regisseur(zaak.wijkteam)
    assert b.cookie != cookie
    assert b.csrf != csrf


def test_zonder_sessie_moet_u_inloggen_en_komt_u_daarna_waar_u_heen_wilde(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    _moet_inloggen(b, b.open(), "Log in om verder te gaan.")
    _moet_inloggen(b, b.open(zaak.pad), "Log in om verder te gaan.")
    assert "Kindmatch" in tekst(b.als_regisseur(zaak.wijkteam))
    assert log(huis)[0] == ("inbox:aanvraag:weigeren", "geweigerd", "geen-sessie")


def test_een_sessie_verloopt_na_een_half_uur_stilte(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    huis.klok.verder(minutes=29, seconds=59)
    assert b.open().status_code == 200
    huis.klok.verder(minutes=30)
    _moet_inloggen(b, b.open(), "Uw sessie is verlopen. Log opnieuw in.")
    assert log(huis)[-1] == ("inbox:aanvraag:weigeren", "geweigerd", "sessie-verlopen")


def test_een_sessie_verloopt_na_acht_uur_ook_zonder_stilte(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    for _ in range(23):
        huis.klok.verder(minutes=20)
        assert b.open().status_code == 200
    huis.klok.verder(minutes=20)
    _moet_inloggen(b, b.open(), "Uw sessie is verlopen.")


def test_een_verlopen_sessie_neemt_niets_aan(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    huis.klok.verder(minutes=31)
    _moet_inloggen(b, b.stuur(f"{zaak.pad}/aanvaardingen"), "Uw sessie is verlopen.")
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "toegewezen"}]


def _anders_getekend(inhoud: dict[str, Any]) -> str:
    return jwt.encode(inhoud, bytes(range(32)), algorithm="HS256")


def test_een_veranderd_cookie_geldt_niet(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    inhoud = jwt.decode(echt := b.cookie, options={"verify_signature": False})
    kop, _, handtekening = echt.split(".")
    for vals in (
        f"{echt[:-4]}{'AAAA' if not echt.endswith('AAAA') else 'BBBB'}",
        jwt.encode(inhoud, bytes(range(32)), algorithm="HS256"),
        jwt.encode(inhoud, "", algorithm="none"),
        f"{kop}.e30.{handtekening}",
        "onzin",
        "." * 300,
    ):
        b.cookie = vals
        _moet_inloggen(b, b.open(), "Uw sessie is verlopen.")
    b.cookie = echt
    assert b.open().status_code == 200


def test_een_cookie_met_een_vreemde_inhoud_geldt_niet_ook_niet_met_onze_handtekening(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    echt = jwt.decode(b.cookie, options={"verify_signature": False})
    later = int((huis.klok() + timedelta(minutes=1)).timestamp())
    vreemd: dict[str, Any] = {
        "begonnen": "gisteren",
        "rol": "baas",
        "exp": None,
        "iat": "x",
        "aud": "x/y",
        "csrf": None,
    }
    for naam, waarde in [*vreemd.items(), ("iat", later)]:
        inhoud = {n: w for n, w in (echt | {naam: waarde}).items() if w is not None}
        b.cookie = jwt.encode(inhoud, huis.installatie.sessiesleutels()[0], algorithm="HS256")
        _moet_inloggen(b, b.open(), "Uw sessie is verlopen.")


def test_een_formulier_zonder_het_bewijs_van_de_sessie_doet_niets(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    for csrf in ("", "verkeerd", "é" * 43, "x" * 5000):
        for pad in (f"{zaak.pad}/aanvaardingen", "/inbox/uitloggen", "/inbox/inloggen"):
            antwoord = b.stuur(pad, csrf=csrf)
            assert antwoord.status_code == 403
            assert "Dit formulier hoort niet bij uw sessie." in tekst(antwoord)
            assert "Er is niets veranderd." in tekst(antwoord)
            assert log(huis)[-1] == ("inbox:aanvraag:weigeren", "geweigerd", "formulier-ongeldig")
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "toegewezen"}]
    assert b.open().status_code == 200


def test_een_formulier_van_een_andere_sessie_doet_niets(huis: Huis) -> None:
    zaak = gezin(huis)
    ander = browser(huis)
    ander.als_coordinator()
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    assert b.stuur(f"{zaak.pad}/aanvaardingen", csrf=ander.csrf).status_code == 403


def test_een_formulier_zonder_veld_wordt_geweigerd_als_bladzijde(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    assert b.client.post(f"{zaak.pad}/aanvaardingen").status_code == 403
    als_bestand = b.client.post(f"{zaak.pad}/aanvaardingen", files={"csrf": b"x"})
    assert als_bestand.status_code == 400
    assert "heeft niets gedaan" in tekst(als_bestand)


def test_uitloggen_sluit_de_sessie(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    assert "U bent uitgelogd." in tekst(b.volg(b.stuur("/inbox/uitloggen")))
    assert ("inbox:sessie:beeindigen", "gelukt", None) in log(huis)
    _moet_inloggen(b, b.open(zaak.pad), "Log in om verder te gaan.")


def test_I02_wie_geen_regisseur_meer_is_komt_er_meteen_niet_meer_in(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    huis.regisseur(zaak.wijkteam, actief=False)
    _moet_inloggen(b, b.stuur(f"{zaak.pad}/aanvaardingen"), "U hebt geen toegang (meer) tot de inbox.")
    assert log(huis)[-1] == ("inbox:aanvraag:weigeren", "geweigerd", "geen-toegang-meer")


def test_I02_wie_niet_meer_is_aangewezen_of_wiens_organisatie_weg_is_komt_er_niet_in(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    tot = date(2014, 6, 1)
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), zaak.wijkteam.id, "pro", date(2010, 1, 1), tot))
    _moet_inloggen(b, b.open(), "U hebt geen toegang (meer)")
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), zaak.wijkteam.id, "pro", date(2010, 1, 1)))
    b.als_regisseur(zaak.wijkteam)
    zeg_database(huis, "UPDATE organisatie SET actief = false WHERE id = %s", zaak.wijkteam.id)
    _moet_inloggen(b, b.open(), "U hebt geen toegang (meer)")


def test_I02_wie_niet_op_de_lijst_staat_komt_er_niet_in(huis: Huis) -> None:
    school = str(huis.partij("De Klaver").professional)
    vreemden = [("regisseur", str(uuid4())), ("regisseur", "x"), ("regisseur", school), ("coordinator", "9999")]
    for rol, wie in [*vreemden, ("beheer", "x"), ("privacy", GEMEENTE), ("onbekend", "x")]:
        b = browser(huis)
        b.open("/inbox/inloggen")
        antwoord = b.stuur("/inbox/inloggen", rol=rol, wie=wie)
        _moet_inloggen(b, antwoord, "U hebt geen toegang (meer)")
        _moet_inloggen(b, b.open(), "Log in om verder te gaan.")


def test_buiten_ontwikkeling_is_inloggen_zonder_bewijs_geweigerd(huis: Huis) -> None:
    zaak = gezin(huis)
    app = maak_app(replace(huis.installatie, ontwikkeling=False))
    b = Browser(app, "https://index.test")
    blad = b.open("/inbox/inloggen")
    assert "Inloggen gaat via de inlogdienst van uw gemeente." in tekst(blad)
    assert "R. Regisseur" not in blad.text
    assert "<form" not in blad.text
    naam, *kenmerken = blad.headers["set-cookie"].split("; ")
    assert naam.startswith("__Host-verwijsindex=")
    assert {deel.lower() for deel in kenmerken} == {"httponly", "path=/", "samesite=lax", "secure"}
    antwoord = b.stuur("/inbox/inloggen", rol="regisseur", wie=str(zaak.wijkteam.professional))
    assert antwoord.status_code == 403
    assert "Inloggen zonder wachtwoord kan alleen in een ontwikkelomgeving." in tekst(antwoord)
    assert log(huis)[-1] == ("inbox:aanvraag:weigeren", "geweigerd", "inloggen-hier-niet")


def test_een_sessie_uit_ontwikkeling_geldt_in_productie_niet(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    productie = Browser(maak_app(replace(huis.installatie, ontwikkeling=False)), "https://index.test")
    productie.open("/inbox/inloggen")
    productie.cookie = b.cookie
    _moet_inloggen(productie, productie.open(), "Uw sessie is verlopen.")
