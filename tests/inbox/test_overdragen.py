# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Warm handover in the inbox: asked, answered, taken back, and by whom not (R05, R02)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.api.hulp import lees_database, niets_veranderd
from tests.huis import BEHEER, KINDEREN, VADER
from tests.inbox.hulp import Browser, browser, gezin, log, paden, stapel, tekst
from tests.inbox.hulp_daden import aangenomen, in_regie, tweede_regisseur, vol
from tests.inbox.test_vorm import Bouw, gekozen
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.woorden import Categorie
from verwijsindex.storage import organisaties
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij
    from tests.inbox.hulp import Gezin

ELDERS = "0363"


def _vraagt(b: Browser, zaak: Gezin, **velden: str) -> str:
    """The director asks; where the answer to it goes."""
    antwoord = b.stuur(f"{zaak.pad}/overdrachten", **{"reden": "andere-deskundigheid-nodig"} | velden)
    assert "U blijft verantwoordelijk tot de ander aanneemt." in tekst(b.volg(antwoord))
    (rij,) = lees_database(b.app.state.proefhuis, "SELECT overdrachten AS o FROM match WHERE id = %s", zaak.match)
    return f"/inbox/overdrachten/{rij['o'][-1]['id']}"


@pytest.fixture(autouse=True)
def _bekend(huis: Huis) -> None:
    huis.client.app.state.proefhuis = huis  # type: ignore[attr-defined]


def test_R05_de_vraag_staat_bij_de_ander_bovenaan_en_die_neemt_over(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = in_regie(huis, zaak)
    ander = tweede_regisseur(huis)
    pad = _vraagt(gever, zaak, regisseurId=str(ander.professional))
    eigen = tekst(lijst := gever.open())
    assert "Overdrachten die wachten op antwoord (1) U vroeg: A. Ander" in eigen
    assert "Antwoord: uiterlijk donderdag 5 juni 2014." in eigen
    assert f'action="{pad}/aanvaardingen"' not in lijst.text
    assert "Op 2 juni 2014 gevraagd aan A. Ander: er is andere deskundigheid nodig." in tekst(gever.open(zaak.pad))
    nemer = browser(huis)
    gelezen = tekst(lijst := nemer.als_regisseur(ander))
    assert "R. Regisseur vraagt u een gezin over te nemen Antwoord uiterlijk donderdag 5 juni 2014." in gelezen
    assert "Waarom Er is andere deskundigheid nodig Bel eerst R. Regisseur, 010-1234567 Gemeente 0599" in gelezen
    assert 'href="tel:0101234567"' in lijst.text
    assert str(zaak.match) not in lijst.text
    assert nemer.open(zaak.pad).status_code == 404
    assert f'action="{pad}/intrekkingen"' not in lijst.text
    antwoord = nemer.stuur(f"{pad}/aanvaardingen")
    assert antwoord.headers["location"] == zaak.pad
    gelezen = tekst(nemer.volg(antwoord))
    assert "De overdracht is aangenomen. De match heeft een nieuwe regisseur." in gelezen
    assert "Regisseur A. Ander" in gelezen
    assert "Vervolgoverleg gehouden" in gelezen
    assert gever.open(zaak.pad).status_code == 404
    assert "Overdrachten" not in tekst(gever.open())
    assert ("inbox:overdracht:aanvaarden", "gelukt", None) in log(huis)


def test_R05_weigeren_vraagt_een_reden_en_de_gever_leest_die(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = aangenomen(huis, zaak)
    ander = tweede_regisseur(huis)
    pad = _vraagt(gever, zaak, regisseurId=str(ander.professional))
    nemer = browser(huis)
    nemer.als_regisseur(ander)
    for velden in ({}, {"reden": "geen-zin"}):
        with niets_veranderd(huis):
            antwoord = nemer.stuur(f"{pad}/weigeringen", **velden)
        assert antwoord.status_code == 403
        assert "Er is niets veranderd Kies waarom u weigert: de ander moet ermee verder." in tekst(antwoord)
        bouw = Bouw(antwoord.text)
        anker = next(str(a["href"]) for a in bouw.alle("a") if str(a["href"]).startswith("#overdracht-"))
        assert anker[1:] in {kenmerken.get("id") for _, kenmerken in bouw.elementen}
        assert [d for d in bouw.alle("details") if "open" in d]
    gelezen = tekst(nemer.volg(nemer.stuur(f"{pad}/weigeringen", reden="geen-plaats")))
    assert "U neemt dit gezin niet over. Wie het vroeg, hoort waarom en houdt de regie." in gelezen
    assert "Overdrachten" not in gelezen
    gelezen = tekst(gever.open(zaak.pad))
    assert "Overdracht Geweigerd Op 2 juni 2014 gevraagd aan A. Ander" in gelezen
    assert "Het antwoord was nee: er is geen plaats." in gelezen
    assert "De match overdragen" in gelezen
    with niets_veranderd(huis):
        antwoord = nemer.stuur(f"{pad}/aanvaardingen")
    assert antwoord.status_code == 403
    assert "Deze overdracht staat niet meer open (geweigerd). U hoeft niets te doen." in tekst(antwoord)


def test_R05_de_gever_trekt_in_vanaf_de_lijst_en_vanaf_de_match(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = aangenomen(huis, zaak)
    ander = tweede_regisseur(huis)
    pad = _vraagt(gever, zaak, regisseurId=str(ander.professional))
    for blad in (gever.open(), gever.open(zaak.pad)):
        assert f'action="{pad}/intrekkingen"' in blad.text
    with niets_veranderd(huis):
        antwoord = gever.stuur(f"{zaak.pad}/overdrachten", regisseurId=str(ander.professional), reden="gezin-verhuisd")
    assert "Er loopt al een overdracht van deze match." in tekst(antwoord)
    assert "De match overdragen" not in tekst(gever.open(zaak.pad))
    antwoord = gever.stuur(f"{pad}/intrekkingen")
    assert antwoord.headers["location"] == zaak.pad
    assert "De overdracht gaat niet door: u houdt de regie." in tekst(gever.volg(antwoord))
    nemer = browser(huis)
    assert "Overdrachten" not in tekst(nemer.als_regisseur(ander))
    assert "niet meer open (ingetrokken)" in tekst(nemer.stuur(f"{pad}/aanvaardingen"))
    assert "niet meer open (ingetrokken)" in tekst(gever.stuur(f"{pad}/intrekkingen"))


def test_R05_te_laat_staat_bij_beiden(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = aangenomen(huis, zaak)
    ander = tweede_regisseur(huis)
    _vraagt(gever, zaak, regisseurId=str(ander.professional))
    huis.klok.zet("2014-06-06")
    gelezen = tekst(gever.als_regisseur(zaak.wijkteam))
    assert "U vroeg: A. Ander Te laat" in gelezen
    assert "Het antwoord moest er zijn op donderdag 5 juni 2014. Bel zelf ook;" in gelezen
    assert "Aan zet: A. Ander. Te laat: antwoorden op de overdracht kon tot en met donderdag 5 juni" in gelezen
    assert "Te laat: antwoorden kon tot en met donderdag 5 juni 2014." in tekst(browser(huis).als_regisseur(ander))


def test_R02_R05_aan_wie_vol_is_of_er_niet_is_wordt_niet_overgedragen(huis: Huis) -> None:
    zaak = gezin(huis)
    ander = tweede_regisseur(huis)
    huis.klok.verder(minutes=1)
    stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    assert paden(browser(huis).als_regisseur(ander))
    vol(huis)
    gever = aangenomen(huis, zaak)
    blad = gever.open(zaak.pad)
    assert "Geen andere regisseur van uw gemeente heeft nu plaats." in tekst(blad)
    pad = f"{zaak.pad}/overdrachten"
    for anders, status, zin in (
        ({"regisseurId": str(ander.professional)}, 403, "A. Ander heeft al 1 gezinnen; 1 is de grens. Kies een ander."),
        ({"regisseurId": str(zaak.wijkteam.professional)}, 403, "Deze regisseur heeft de match al."),
        ({"regisseurId": str(uuid4())}, 403, "Deze regisseur is er niet (meer) in deze gemeente."),
        ({"regisseurId": "x"}, 400, "Kies een regisseur uit de lijst."),
        ({}, 400, "Noem een regisseur of een gemeente: een van beide."),
        ({"gemeentecode": "0599"}, 403, "Deze match is al van deze gemeente."),
        ({"gemeentecode": "1234"}, 403, "Deze gemeente doet niet mee aan deze index."),
        ({"gemeentecode": "0363", "regisseurId": str(ander.professional)}, 400, "Noem een regisseur of een gemeente"),
        ({"gemeentecode": "0363", "reden": "zomaar"}, 400, "Kies waarom u overdraagt."),
    ):
        velden = {"reden": "gezin-verhuisd"} | anders
        with niets_veranderd(huis):
            antwoord = gever.stuur(pad, **velden)
        assert antwoord.status_code == status, velden
        assert zin in tekst(antwoord), velden
        terug = {(n, w) for n, w in velden.items() if n == "gemeentecode" or w == "gezin-verhuisd"}
        assert gekozen(antwoord, "overdragen") == terug


def test_A05_R05_aan_een_school_wordt_niet_overgedragen(huis: Huis) -> None:
    """Also not to one that is in the register since before the convenant said so."""
    zaak = gezin(huis)
    gever = aangenomen(huis, zaak)
    school = huis.partij("Een school")
    rij = Regisseur(school.professional, school.id, Categorie.ONDERWIJS, "0599", "S. School", "010-1234567")
    with huis.tools.database.transaction() as tx:
        organisaties.bewaar_regisseur(tx, rij)
    with niets_veranderd(huis):
        antwoord = gever.stuur(f"{zaak.pad}/overdrachten", regisseurId=str(school.professional), reden="gezin-verhuisd")
    assert antwoord.status_code == 403
    assert "Deze organisatie kan wel melden maar geen regisseur leveren. Kies een ander." in tekst(antwoord)
    assert "Overdrachten" not in tekst(gever.open())


def test_R02_R05_wie_vol_raakte_kan_niet_meer_overnemen(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = aangenomen(huis, zaak)
    ander = tweede_regisseur(huis)
    pad = _vraagt(gever, zaak, regisseurId=str(ander.professional))
    stapel(huis, zaak.school, zaak.cjg, KINDEREN[1], VADER)
    vol(huis)
    nemer = browser(huis)
    nemer.als_regisseur(ander)
    with niets_veranderd(huis):
        antwoord = nemer.stuur(f"{pad}/aanvaardingen")
    assert antwoord.status_code == 403
    assert "A. Ander heeft al 1 gezinnen; 1 is de grens." in tekst(antwoord)


def test_I06_R05_een_overdracht_van_anderen_is_er_niet(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = aangenomen(huis, zaak)
    ander, derde = tweede_regisseur(huis), tweede_regisseur(huis, "D. Derde")
    pad = _vraagt(gever, zaak, regisseurId=str(ander.professional))
    b, c = browser(huis), browser(huis)
    assert "Overdrachten" not in tekst(b.als_regisseur(derde))
    assert "Overdrachten" not in tekst(c.als_coordinator())
    for wie in (b, c):
        for daad in ("aanvaardingen", "weigeringen"):
            velden = {"reden": "geen-plaats", "regisseurId": str(derde.professional)}
            with niets_veranderd(huis):
                antwoord = wie.stuur(f"{pad}/{daad}", **velden)
            assert antwoord.status_code == 404
            assert "Deze overdracht wacht niet (meer) op uw antwoord." in tekst(antwoord)
            assert antwoord.text == wie.stuur(f"/inbox/overdrachten/{uuid4()}/{daad}", **velden).text
            assert antwoord.text == wie.stuur(f"/inbox/overdrachten/geen-id/{daad}", **velden).text
    with niets_veranderd(huis):
        assert b.stuur(f"{pad}/intrekkingen").status_code == 404
        assert gever.stuur(f"{pad}/aanvaardingen").status_code == 404
        assert c.stuur(f"{pad}/intrekkingen").status_code == 403


def _in_0363(huis: Huis) -> Partij:
    """A director in another municipality that takes part."""
    beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", ELDERS, date(2010, 1, 1)))
    partij = huis.partij("Wijkteam Elders", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    regisseur = Regisseur(
        partij.professional, partij.id, partij.organisatie.categorie, ELDERS, "E. Elders", "020-1234567"
    )
    beheer.bewaar_regisseur(huis.tools, BEHEER, regisseur)
    return partij


def test_R05_een_andere_gemeente_neemt_over_en_haar_coordinator_kiest_wie(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = in_regie(huis, zaak)
    elders = _in_0363(huis)
    pad = _vraagt(gever, zaak, gemeentecode=ELDERS, reden="gezin-verhuisd")
    assert "U vroeg: gemeente 0363" in tekst(gever.open())
    c = browser(huis)
    gelezen = tekst(lijst := c.als_coordinator(ELDERS))
    assert "R. Regisseur vraagt uw gemeente een gezin over te nemen" in gelezen
    assert "E. Elders, Wijkteam Elders (0 van 20 gezinnen)" in gelezen
    assert str(zaak.match) not in lijst.text
    for wie in ("", "x"):
        with niets_veranderd(huis):
            antwoord = c.stuur(f"{pad}/aanvaardingen", regisseurId=wie)
        assert antwoord.status_code == 400
        assert "Kies de regisseur die het gezin krijgt." in tekst(antwoord)
        assert 'aria-invalid="true"' in antwoord.text
    with niets_veranderd(huis):
        antwoord = c.stuur(f"{pad}/aanvaardingen", regisseurId=str(zaak.wijkteam.professional))
    assert antwoord.status_code == 403
    assert "Deze regisseur is er niet (meer) in deze gemeente." in tekst(antwoord)
    antwoord = c.stuur(f"{pad}/aanvaardingen", regisseurId=str(elders.professional))
    assert antwoord.headers["location"] == zaak.pad
    assert "Aan zet: E. Elders" in tekst(c.volg(antwoord))
    assert gever.open(zaak.pad).status_code == 404
    thuis = browser(huis)
    thuis.als_coordinator()
    assert thuis.open(zaak.pad).status_code == 404
    assert paden(browser(huis).als_regisseur(elders)) == [zaak.pad]


def test_R05_een_andere_gemeente_weigert_met_reden(huis: Huis) -> None:
    zaak = gezin(huis)
    gever = in_regie(huis, zaak)
    _in_0363(huis)
    pad = _vraagt(gever, zaak, gemeentecode=ELDERS, reden="gezin-verhuisd")
    c = browser(huis)
    c.als_coordinator(ELDERS)
    assert c.stuur(f"{pad}/weigeringen").status_code == 403
    assert "U neemt dit gezin niet over." in tekst(c.volg(c.stuur(f"{pad}/weigeringen", reden="ander-al-betrokken")))
    assert "gevraagd aan gemeente 0363: het gezin is verhuisd. Het antwoord was nee: een ander is al betrokken." in (
        tekst(gever.open(zaak.pad))
    )
