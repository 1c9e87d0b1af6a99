# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""From a deed to a letter in a real mail server: to whom, when, what it says, and what comes back (N04, I07)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from tests.adapters.postkantoor import INDEX, VAN, Postkantoor, lees, mail, postkantoor, tekst_van
from tests.api.hulp import bewerk_database, een_match, lees_database, logregels
from tests.huis import BEHEER, GEMEENTE
from verwijsindex.domain.brieven import Retour
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer
from verwijsindex.storage import mailadressen
from verwijsindex.use_cases import bezorgen, brieven, gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis

TEAM = "team@example.nl"


def zet(huis: Huis, ontvanger: str, van: object, adres: str = TEAM, *, dagelijks: bool = True) -> UUID:
    return brieven.zet_adres(huis.tools, BEHEER, ontvanger, str(van), adres, dagelijks=dagelijks)


def post(huis: Huis, kantoor: Postkantoor) -> list[tuple[str, str, str]]:
    """What goes out at this moment: addressee, subject, text."""
    eerder = len(kantoor.post)
    gebeurtenissen.plaats(huis.tools)
    while brieven.verstuur(huis.tools, mail(kantoor.poort)):
        pass
    gekregen = [(aan[0], lees(inhoud)) for _, aan, inhoud in kantoor.post[eerder:]]
    return [(aan, brief["Subject"], tekst_van(brief)) for aan, brief in gekregen]


def test_N04_een_regisseur_krijgt_een_overzicht_per_werkdag_en_wat_spoed_heeft_meteen(huis: Huis) -> None:
    from tests.huis import veiligheidsgrond

    huis.klok.zet("2014-06-06", 15)  # a Friday
    school, _, wijkteam, _ = een_match(huis)
    zet(huis, "regisseur", wijkteam.professional)
    # What was placed from now on: a second family, and an override on it.
    with postkantoor() as kantoor:
        gebeurtenissen.plaats(huis.tools)
        assert post(huis, kantoor) == []
        huis.klok.zet("2014-06-08", 9)
        assert post(huis, kantoor) == []
        # Monday is Whit Monday, a day off.
        huis.klok.zet("2014-06-10", 8)
        ((aan, onderwerp, tekst),) = post(huis, kantoor)
        assert (aan, onderwerp) == (TEAM, "Er is iets voor u in de verwijsindex")
        assert "- een nieuwe match" in tekst
        assert f"{INDEX}/inbox\n" in tekst
        assert post(huis, kantoor) == []
        school.meldt("999990020", soort="zorgen", veiligheidsgrond=veiligheidsgrond())
        ((_, onderwerp, tekst),) = post(huis, kantoor)
        assert onderwerp == "Met spoed: er is iets voor u in de verwijsindex"
        assert "veilig" not in tekst.lower()
    assert set(toestanden(huis)) == {"bezorgd"}


def toestanden(huis: Huis) -> list[str]:
    return [r["toestand"] for r in lees_database(huis, "SELECT toestand FROM bezorging ORDER BY id")]


def test_R04_ook_manager_wethouder_en_leiding_hebben_een_brievenbus(huis: Huis) -> None:
    school, _, _, _ = een_match(huis)
    zet(huis, "coordinator", GEMEENTE, "procesregie@example.nl")
    zet(huis, "gemeentelijk-manager", GEMEENTE, "manager@example.nl")
    wethouder = zet(huis, "wethouder", GEMEENTE, "wethouder@example.nl")
    zet(huis, "leiding", school.id, "directie@example.nl")
    with postkantoor() as kantoor:
        gekregen: dict[str, str] = {}
        assert huis.client.get(f"/inbox/post/{wethouder}").status_code == 404
        for _ in range(40):
            huis.veeg()
            gekregen |= {aan: tekst for aan, _, tekst in post(huis, kantoor)}
            huis.klok.verder(days=1)
    assert set(gekregen) == {"procesregie@example.nl", "manager@example.nl", "wethouder@example.nl"}
    assert "Log in" in gekregen["procesregie@example.nl"]
    assert "Bel de coördinator" in gekregen["manager@example.nl"]
    # Who hears it by letter alone is offered no way to hear nothing.
    assert "http" not in gekregen["manager@example.nl"]
    assert all("List-Unsubscribe" not in lees(i) for _, aan, i in kantoor.post if aan == ["wethouder@example.nl"])
    with pytest.raises(OngeldigeInvoer, match="overzicht-nodig"):
        zet(huis, "wethouder", GEMEENTE, "wethouder@example.nl", dagelijks=False)


def test_N04_een_brief_is_bij_elke_poging_dezelfde_en_wordt_na_drie_dagen_opgegeven(huis: Huis) -> None:
    from datetime import timedelta

    school, _, _, _ = een_match(huis)
    zet(huis, "organisatie", school.id)
    with postkantoor(Postkantoor(bij_data="451 later")) as kantoor:
        gebeurtenissen.plaats(huis.tools)
        begin = huis.klok()
        while set(toestanden(huis)) == {"open"}:
            post(huis, kantoor)
            (rij,) = lees_database(huis, "SELECT volgend FROM bezorging")
            huis.klok.nu = max(huis.klok.nu + timedelta(seconds=1), rij["volgend"])
        assert huis.klok() - begin > timedelta(days=3)
        assert len({lees(inhoud)["Message-ID"] for _, _, inhoud in kantoor.post}) == 1
        assert len(kantoor.post) == 11
        assert toestanden(huis) == ["dood"]
        assert logregels(huis)[-1]["tag"] == "worker:bezorging:opgeven"
        # Replayed by the administrator, and it arrives.
        kantoor.bij_data = "250 OK"
        assert bezorgen.herhaal(huis.tools, BEHEER) == 1
        ((aan, _, _),) = post(huis, kantoor)
    assert aan == TEAM


def test_N04_verloren_beurten_geven_een_brief_niet_op(huis: Huis) -> None:
    school, _, _, _ = een_match(huis)
    zet(huis, "organisatie", school.id)
    gebeurtenissen.plaats(huis.tools)
    huis.klok.zet("2014-06-03", 9)
    for _ in range(12):
        with huis.tools.database.transaction() as tx:
            assert mailadressen.neem_stapel(tx, huis.klok(), brieven.BEZET)
        huis.klok.verder(minutes=6)
    with postkantoor(Postkantoor(bij_data="451 later")) as kantoor:
        post(huis, kantoor)
        assert toestanden(huis) == ["open"]
        huis.klok.verder(days=4)
        post(huis, kantoor)
        assert toestanden(huis) == ["dood"]


def test_N04_een_adres_dat_niet_bestaat_wordt_genoteerd_en_krijgt_niets_meer(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    id_ = zet(huis, "organisatie", school.id)
    huis.klok.zet("2014-06-03", 9)
    gebeurtenissen.plaats(huis.tools)
    with postkantoor(Postkantoor(bij_rcpt="550 5.1.1 no such user")) as kantoor:
        huis.klok.verder(days=1)
        assert post(huis, kantoor) == []
        (adres,) = brieven.adressen(huis.tools, BEHEER)
        assert adres.onbestelbaar == huis.klok()
        assert set(toestanden(huis)) == {"dood"}
        assert "worker:mailadres:onbestelbaar" in [r["tag"] for r in logregels(huis)]
        assert bezorgen.achterstand(huis.tools).onbestelbaar == 1
        kantoor.bij_rcpt = "250 OK"
        wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
        huis.klok.verder(days=3)
        assert post(huis, kantoor) == []
        # The administrator found out, and starts again.
        assert zet(huis, "organisatie", school.id) == id_
        wijkteam.post(f"/v1/matches/{match}/contacten")
        wijkteam.post(f"/v1/matches/{match}/overleggen")
        wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
        gebeurtenissen.plaats(huis.tools)
        huis.klok.verder(days=3)
        assert len(post(huis, kantoor)) == 1


def test_N04_een_brief_die_terugkomt_is_niet_aangekomen_en_gaat_naar_het_verbeterde_adres(huis: Huis) -> None:
    een_match(huis)
    id_ = zet(huis, "wethouder", GEMEENTE, "fout@example.nl")
    with postkantoor() as kantoor:
        for _ in range(40):
            huis.veeg()
            post(huis, kantoor)
            if kantoor.post:
                break
            huis.klok.verder(days=1)
        assert set(toestanden(huis)) == {"bezorgd"}
        brieven.verwerk_retour(huis.tools, BEHEER, Retour(id_, blijvend=True))
        assert set(toestanden(huis)) == {"dood"}
        # What comes while the address does not work is seen too, and lost is nothing.
        bewerk_database(
            huis,
            "INSERT INTO outbox (gebeurtenis, sleutel, soort, ontvanger, ontvanger_id, spoed, aangemaakt) SELECT"
            " gen_random_uuid(), sleutel, soort, ontvanger, ontvanger_id, spoed, aangemaakt FROM outbox"
            " WHERE ontvanger = 'wethouder'",
        )
        gebeurtenissen.plaats(huis.tools)
        assert set(toestanden(huis)) == {"dood"}
        assert len(toestanden(huis)) > 1
        assert bezorgen.herhaal(huis.tools, BEHEER) == 0
        nieuw = brieven.wijzig_adres(huis.tools, BEHEER, id_, "goed@example.nl")
        # A second letter comes back from the old address, days later: of the new one that says nothing.
        with pytest.raises(NietGevonden):
            brieven.verwerk_retour(huis.tools, BEHEER, Retour(id_, blijvend=True))
        assert [(a.id, a.onbestelbaar) for a in brieven.adressen(huis.tools, BEHEER)] == [(nieuw, None)]
        assert bezorgen.herhaal(huis.tools, BEHEER) == len(toestanden(huis))
        huis.klok.verder(days=5)
        assert [aan for aan, _, _ in post(huis, kantoor)] == ["goed@example.nl"]
    assert set(toestanden(huis)) == {"bezorgd"}


def test_N04_wie_een_adres_wijzigt_in_een_dat_er_is_hoort_wat_te_doen(huis: Huis) -> None:
    een, ander = (zet(huis, "coordinator", GEMEENTE, f"{naam}@example.nl") for naam in ("een", "twee"))
    elders = zet(huis, "privacy", GEMEENTE, "privacy@example.nl")
    with pytest.raises(OngeldigeInvoer, match="mailadres-bestaat"):
        brieven.wijzig_adres(huis.tools, BEHEER, een, "twee@example.nl")
    brieven.wijzig_adres(huis.tools, BEHEER, elders, "twee@example.nl")
    assert {een, ander} <= {a.id for a in brieven.adressen(huis.tools, BEHEER)}


def test_N04_de_link_in_een_brief_aan_het_oude_adres_zegt_niets_af_voor_het_nieuwe(huis: Huis) -> None:
    oud = zet(huis, "coordinator", GEMEENTE, "oud@example.nl")
    brieven.wijzig_adres(huis.tools, BEHEER, oud, "nieuw@example.nl")
    with pytest.raises(NietGevonden):
        brieven.stel_dagelijks(huis.tools, oud, dagelijks=False)


def test_N04_een_brief_die_nu_niet_aankwam_kan_opnieuw_en_het_adres_blijft(huis: Huis) -> None:
    school, _, _, _ = een_match(huis)
    id_ = zet(huis, "organisatie", school.id)
    with postkantoor() as kantoor:
        gebeurtenissen.plaats(huis.tools)
        huis.klok.verder(days=1)
        post(huis, kantoor)
        brieven.verwerk_retour(huis.tools, BEHEER, Retour(id_, blijvend=False, verloren=False))
        assert toestanden(huis) == ["bezorgd"]
        brieven.verwerk_retour(huis.tools, BEHEER, Retour(id_, blijvend=False))
        assert toestanden(huis) == ["dood"]
        assert bezorgen.herhaal(huis.tools, BEHEER) == 1
        assert len(post(huis, kantoor)) == 1


def test_N04_wie_zijn_tijd_verloor_verandert_niets_aan_een_brief_van_een_ander(huis: Huis) -> None:
    school, _, _, _ = een_match(huis)
    zet(huis, "organisatie", school.id)
    gebeurtenissen.plaats(huis.tools)
    huis.klok.verder(days=4)
    stapels = []
    for _ in range(2):
        with huis.tools.database.transaction() as tx:
            stapels.append(mailadressen.neem_stapel(tx, huis.klok(), brieven.BEZET))
        huis.klok.verder(minutes=6)
    oud, nieuw = (stapel.rijen[0] for stapel in stapels if stapel)
    assert (oud.id, oud.poging + 1) == (nieuw.id, nieuw.poging)
    with huis.tools.database.transaction() as tx:
        assert mailadressen.wacht(tx, [(oud.id, oud.poging, None)], "status-451", huis.klok()) == 0
    assert toestanden(huis) == ["open"]


def test_N04_een_brief_die_later_terugkomt_wordt_genoteerd(huis: Huis) -> None:
    id_ = zet(huis, "coordinator", GEMEENTE)
    assert brieven.verwerk_retour(huis.tools, BEHEER, Retour(id_, blijvend=False)) is False
    assert brieven.adressen(huis.tools, BEHEER)[0].onbestelbaar is None
    assert brieven.verwerk_retour(huis.tools, BEHEER, Retour(id_, blijvend=True)) is True
    assert brieven.adressen(huis.tools, BEHEER)[0].onbestelbaar == huis.klok()
    with pytest.raises(NietGevonden):
        brieven.verwerk_retour(huis.tools, BEHEER, Retour(uuid4(), blijvend=True))


def test_N04_wie_geen_overzicht_wil_krijgt_alleen_wat_spoed_heeft_en_kan_terug(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    zet(huis, "organisatie", school.id)
    gebeurtenissen.plaats(huis.tools)
    with postkantoor() as kantoor:
        huis.klok.zet("2014-06-03", 9)
        wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
        gebeurtenissen.plaats(huis.tools)
        huis.klok.zet("2014-06-04", 9)
        ((_, _, tekst),) = post(huis, kantoor)
        kop = lees(kantoor.post[-1][2])["List-Unsubscribe"]
        pad = re.sub(r"^https://[^/]*", "", kop.strip("<>"))
        assert f"{INDEX}{pad}" in tekst
        # Looking changes nothing: programs follow links too.
        assert "Stuur mij geen dagelijks overzicht" in huis.client.get(pad).text
        assert brieven.adressen(huis.tools, BEHEER)[0].dagelijks is True
        wijkteam.post(f"/v1/matches/{match}/contacten")
        gebeurtenissen.plaats(huis.tools)
        # One click, as a mail program sends it (RFC 8058).
        antwoord = huis.client.post(pad, files={"List-Unsubscribe": (None, "One-Click")})
        assert (antwoord.status_code, "geen dagelijks overzicht meer" in antwoord.text) == (200, True)
        huis.klok.zet("2014-06-05", 9)
        assert post(huis, kantoor) == []
        antwoord = huis.client.post(pad, data={"overzicht": "aan"})
        assert "U krijgt weer elke werkdag" in antwoord.text
        wijkteam.post(f"/v1/matches/{match}/overleggen")
        wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
        gebeurtenissen.plaats(huis.tools)
        huis.klok.zet("2014-06-06", 9)
        assert len(post(huis, kantoor)) == 1
    tags = [r["tag"] for r in logregels(huis) if "mailadres" in r["tag"]]
    assert {"inbox:mailadres:afmelden", "inbox:mailadres:aanmelden", "inbox:mailadres:bekijken"} <= set(tags)


@pytest.mark.parametrize("pad", [f"/inbox/post/{UUID(int=1)}", "/inbox/post/x"])
def test_N04_een_link_die_niet_van_ons_is_zegt_dat_er_niets_is(huis: Huis, pad: str) -> None:
    assert huis.client.get(pad).status_code == 404
    assert huis.client.post(pad).status_code == 404


@pytest.mark.parametrize(
    ("ontvanger", "adres", "code"),
    [
        ("burgemeester", TEAM, "ontvanger-onbekend"),
        ("regisseur", "geen adres", "mailadres-ongeldig"),
        ("regisseur", "a@example.nl\nBcc: b@example.nl", "mailadres-ongeldig"),
    ],
)
def test_N04_een_brievenbus_die_niet_kan_wordt_geweigerd(huis: Huis, ontvanger: str, adres: str, code: str) -> None:
    with pytest.raises(OngeldigeInvoer) as weigering:
        zet(huis, ontvanger, uuid4(), adres)
    assert weigering.value.eerste.code == code
    assert logregels(huis)[-1]["code"] == code


def test_N04_zonder_mailserver_wacht_niets_en_met_een_gebruikt_de_worker_hem(huis: Huis) -> None:
    import threading

    from verwijsindex.worker import brieven as werker

    werker.werk(huis.tools, threading.Event())  # returns at once
    school, _, _, _ = een_match(huis)
    zet(huis, "organisatie", school.id)
    gebeurtenissen.plaats(huis.tools)
    huis.klok.verder(days=3)
    with postkantoor() as kantoor:
        stop = threading.Event()
        tools = replace(huis.tools, post=mail(kantoor.poort))
        draad = threading.Thread(target=werker.werk, args=(tools, stop))
        draad.start()
        for _ in range(200):
            if kantoor.post:
                break
            stop.wait(0.05)
        stop.set()
        draad.join()
    assert [(lees(inhoud)["From"], aan) for _, aan, inhoud in kantoor.post] == [(f"Verwijsindex <{VAN}>", [TEAM])]


def test_N04_I07_een_brief_bevat_niets_dat_over_iemand_gaat(huis: Huis) -> None:
    """What was planted in every field of a signal, and the words of the rules, are in no letter."""
    school, cjg, wijkteam, match = een_match(huis)
    zet(huis, "organisatie", school.id)
    zet(huis, "organisatie", cjg.id, "cjg@example.nl")
    zet(huis, "regisseur", wijkteam.professional, "regie@example.nl")
    with postkantoor() as kantoor:
        for _ in range(30):
            huis.veeg()
            huis.klok.verder(days=1)
            post(huis, kantoor)
        alles = " ".join(inhoud.decode() for _, _, inhoud in kantoor.post)
    assert len(kantoor.post) > 3
    verboden = ["2010-03", "999990019", "De Klaver", "R. Regisseur", "gezin", match, "zorgen", "betrokken", "010-"]
    assert [woord for woord in verboden if woord in alles] == []
