# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The director follows up on the page of his match: steps, agreements, aftercare, closing (R03, R04, R06, R09, R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import berichten, laatste_bericht, lees_database, niets_veranderd
from tests.inbox.hulp import browser, gezin, log, paden, tekst
from tests.inbox.hulp_daden import aangenomen, in_regie, tweede_regisseur, weigert
from tests.inbox.test_vorm import Bouw, gekozen
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis
    from tests.inbox.hulp import Gezin


def _knoppen(antwoord: Any) -> set[str]:
    """Where the forms of a page go, by the last word of their address; logging out is on every page."""
    return {str(f["action"]).rpartition("/")[2] for f in Bouw(antwoord.text).alle("form")} - {"uitloggen"}


def test_R03_de_bladzijde_geeft_telkens_de_volgende_stap_als_knop(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    gezien = []
    for stap, knop, melding in (
        ("aanvaardingen", "Match aannemen", "U hebt nu de regie."),
        ("contacten", "Contact gelegd", "u hebt contact gehad met de melders."),
        ("overleggen", "Overleg gehouden", "er is overlegd en er is een plan."),
        ("overleggen", "Vervolgoverleg gehouden", "er is overlegd en er is een plan."),
    ):
        blad = b.open(zaak.pad)
        assert knop in tekst(blad)
        gezien.append(_knoppen(blad) & {"aanvaardingen", "contacten", "overleggen"})
        assert melding in tekst(b.volg(b.stuur(f"{zaak.pad}/{stap}")))
    assert gezien == [{"aanvaardingen"}, {"contacten"}, {"overleggen"}, {"overleggen"}]
    assert ("inbox:match:contact-leggen", "gelukt", None) in log(huis)
    gelezen = tekst(b.open(zaak.pad))
    assert "Een vervolgoverleg houden uiterlijk dinsdag 2 september 2014. Aan zet: u." in gelezen


def test_R03_een_stap_overslaan_geeft_een_zin_die_zegt_wat_eerst_moet(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    with niets_veranderd(huis):
        weigert(b, f"{zaak.pad}/contacten", "Neem de match eerst aan.")
        weigert(b, f"{zaak.pad}/afsluitingen", "Neem de match eerst aan.", reden="hulp-loopt", nazorgId="zelf")
    b.stuur(f"{zaak.pad}/aanvaardingen")
    with niets_veranderd(huis):
        weigert(b, f"{zaak.pad}/overleggen", "Leg eerst vast dat u contact had met de melders.")
    blad = b.open(zaak.pad)
    assert "Afsluiten kan nog niet. Leg eerst vast dat u contact had met de melders." in tekst(blad)
    assert "afsluitingen" not in _knoppen(blad)


def test_R03_R04_een_gemiste_termijn_zegt_wie_is_ingelicht_en_staat_voorop(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    assert "Contact opnemen met de melders uiterlijk dinsdag 10 juni 2014. Aan zet: u." in tekst(b.open(zaak.pad))
    huis.klok.zet("2014-06-10")
    lijst = tekst(b.als_regisseur(zaak.wijkteam))
    assert "Vandaag en morgen (1)" in lijst
    assert "Contact opnemen met de melders: vandaag nog." in lijst
    huis.klok.zet("2014-06-11")
    lijst = tekst(b.als_regisseur(zaak.wijkteam))
    assert "Te laat (1)" in lijst
    assert "Te laat: contact opnemen met de melders kon tot en met dinsdag 10 juni 2014." in lijst
    gelezen = tekst(blad := b.open(zaak.pad))
    assert "Te laat Contact opnemen met de melders had gemoeten op dinsdag 10 juni 2014. Aan zet: u." in gelezen
    assert "Ingelicht: de coördinator. Gebeurt er niets, dan volgt na donderdag 12 juni 2014 weer bericht." in gelezen
    assert "einde van de dag Te laat: contact opnemen met de melders. Ingelicht: de coördinator." in gelezen
    assert blad.text.count('<li class="te-laat"><time') == 1
    huis.klok.zet("2014-06-13")
    b.als_regisseur(zaak.wijkteam)
    assert "Ingelicht: de gemeentelijk manager." in tekst(b.open(zaak.pad))
    assert "Te laat" not in tekst(b.volg(b.stuur(f"{zaak.pad}/contacten"))).split("Tijdlijn")[0]


AFSPRAAK = {"wat": "hulp-starten", "voor": "2014-06-06"}


def _afspraak(zaak: Gezin, **anders: str) -> dict[str, str | list[str]]:
    return {"organisatieId": str(zaak.school.id), **AFSPRAAK, **anders}


def test_R10_een_bindende_afspraak_vastgelegd_te_laat_en_nagekomen(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    begin = laatste_bericht(huis)
    gelezen = tekst(b.volg(b.stuur(f"{zaak.pad}/afspraken", **_afspraak(zaak))))
    assert "De afspraak is vastgelegd. De organisatie hoort ervan." in gelezen
    assert "Bindende afspraken Open De Klaver: hulp starten, uiterlijk vrijdag 6 juni 2014." in gelezen
    assert "De afspraak nakomen (hulp starten) uiterlijk vrijdag 6 juni 2014. Aan zet: De Klaver." in gelezen
    assert berichten(huis, begin) == [("afspraak-gemaakt", "De Klaver")]
    huis.klok.zet("2014-06-07")
    lijst = tekst(b.als_regisseur(zaak.wijkteam))
    assert "Aan zet: De Klaver. Te laat: de afspraak nakomen (hulp starten) kon tot en met vrijdag 6 juni" in lijst
    assert "Contact opnemen met de melders: uiterlijk dinsdag 10 juni 2014." in lijst
    gelezen = tekst(blad := b.open(zaak.pad))
    assert "Die dag is voorbij; ingelicht: de leiding van die organisatie." in gelezen
    (nagekomen,) = [str(f["action"]) for f in Bouw(blad.text).alle("form") if str(f["action"]).endswith("nakomingen")]
    gelezen = tekst(b.volg(b.stuur(nagekomen)))
    assert "Vastgelegd: de afspraak is nagekomen." in gelezen
    assert "Bindende afspraken Nagekomen De Klaver" in gelezen
    assert "nakomingen" not in _knoppen(b.open(zaak.pad))
    with niets_veranderd(huis):
        weigert(b, nagekomen, "Deze afspraak is al nagekomen.")


def test_R10_een_afspraak_intrekken_en_een_die_er_niet_is(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    b.stuur(f"{zaak.pad}/afspraken", **_afspraak(zaak))
    blad = b.open(zaak.pad).text
    (weg,) = [
        p for f in Bouw(blad).alle("form") if "/afspraken/" in (p := str(f["action"])) and p.endswith("intrekkingen")
    ]
    assert "Bindende afspraken Ingetrokken De Klaver" in tekst(b.volg(b.stuur(weg)))
    for id_ in (str(uuid4()), "geen-id"):
        with niets_veranderd(huis):
            antwoord = b.stuur(f"{zaak.pad}/afspraken/{id_}/nakomingen")
        assert antwoord.status_code == 404
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/afspraken/{uuid4()}/nakomingen")
    assert "Deze afspraak is er niet meer." in tekst(antwoord)


def test_R10_R06_wie_het_convenant_niet_tekende_is_niet_te_kiezen_en_wordt_geweigerd(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    buiten = huis.partij("Buiten", ondertekent=False)
    blad = b.open(zaak.pad)
    assert str(zaak.school.id) in blad.text
    assert str(buiten.id) not in blad.text
    velden = {"organisatieId": str(buiten.id), "tot": "2015-02-02"}
    with niets_veranderd(huis):
        for daad in ("afspraken", "nazorg"):
            zin = "Deze organisatie doet niet mee aan het convenant."
            weigert(b, f"{zaak.pad}/{daad}", zin, 403, **AFSPRAAK, **velden)


@pytest.mark.parametrize(
    ("anders", "status", "zin"),
    [
        ({"organisatieId": ""}, 400, "Kies een organisatie."),
        ({"organisatieId": "x' OR 1"}, 400, "Kies een organisatie."),
        ({"organisatieId": str(uuid4())}, 403, "Deze organisatie doet niet mee aan het convenant."),
        ({"wat": ""}, 400, "Kies wat de organisatie gaat doen."),
        ({"wat": "ontslaan"}, 400, "Kies wat de organisatie gaat doen."),
        ({"voor": ""}, 400, "Vul de dag in waarop het uiterlijk gedaan is."),
        ({"voor": "31 februari"}, 400, "Deze dag bestaat niet."),
        ({"voor": "2014-06-01"}, 403, "Kies een dag vanaf vandaag, hooguit twaalf maanden vooruit."),
        ({"voor": "2016-01-01"}, 403, "Kies een dag vanaf vandaag, hooguit twaalf maanden vooruit."),
    ],
)
def test_R10_wat_niet_klopt_komt_terug_met_een_zin_bij_het_veld_en_met_wat_was_ingevuld(
    huis: Huis, anders: dict[str, str], status: int, zin: str
) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    velden = _afspraak(zaak, **anders)
    eerder = len(log(huis))
    with niets_veranderd(huis):
        antwoord = weigert(b, f"{zaak.pad}/afspraken", zin, status, **velden)
    assert log(huis)[eerder][1] == "geweigerd"
    (veld,) = anders
    bouw = Bouw(antwoord.text)
    assert f"#afspraak-{veld}" in {a["href"] for a in bouw.alle("a")}
    assert f"afspraak-{veld}" in {e.get("id") for _, e in bouw.elementen}
    assert len([d for d in bouw.alle("details") if "open" in d]) == 2, "the refused form, and the explanation"
    getoond = {("wat", "ontslaan"), ("organisatieId", "x' OR 1"), ("organisatieId", anders.get("organisatieId"))}
    goed = {(n, w) for n, w in velden.items() if w and (n, w) not in getoond}
    assert goed <= gekozen(antwoord, "afspraak")


def test_R06_nazorg_vragen_en_intrekken(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    velden = {"organisatieId": str(zaak.cjg.id), "tot": "2015-02-02"}
    gelezen = tekst(b.volg(b.stuur(f"{zaak.pad}/nazorg", **velden)))
    assert "De organisatie is om nazorg gevraagd." in gelezen
    assert "Nazorg Wacht op antwoord CJG Rijnmond, tot en met maandag 2 februari 2015. Antwoord uiterlijk" in gelezen
    with niets_veranderd(huis):
        weigert(b, f"{zaak.pad}/nazorg", "U hebt deze organisatie al om nazorg gevraagd.", **velden)
        weigert(b, f"{zaak.pad}/nazorg", "Kies een organisatie.", 400)
        weigert(b, f"{zaak.pad}/nazorg", "Vul de laatste dag van de nazorg in.", 400)
        voorbij = velden | {"organisatieId": str(zaak.school.id), "tot": "2014-06-02"}
        antwoord = weigert(b, f"{zaak.pad}/nazorg", "Kies een dag na vandaag", **voorbij)
    assert gekozen(antwoord, "nazorg") == {*voorbij.items()}
    (vraag,) = zaak.cjg.get("/v1/nazorg").json()["nazorg"]
    assert zaak.cjg.post(f"/v1/nazorg/{vraag['nazorgId']}/weigeringen", {"reden": "geen-plaats"}).status_code == 201
    assert "Geweigerd CJG Rijnmond, tot en met maandag 2 februari 2015. Het antwoord was nee: er is geen plaats." in (
        tekst(b.open(zaak.pad))
    )
    b.stuur(f"{zaak.pad}/nazorg", **velden)
    (weg,) = [
        p
        for f in Bouw(b.open(zaak.pad).text).alle("form")
        if "/nazorg/" in (p := str(f["action"])) and p.endswith("intrekkingen")
    ]
    assert "De vraag om nazorg is ingetrokken." in tekst(b.volg(b.stuur(weg)))
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/nazorg/{uuid4()}/intrekkingen")
    assert antwoord.status_code == 404
    assert "Deze vraag om nazorg is er niet meer." in tekst(antwoord)


def test_R06_afsluiten_vraagt_een_reden_en_hoe_het_verder_gaat(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    pad = f"{zaak.pad}/afsluitingen"
    with niets_veranderd(huis):
        leeg = weigert(b, pad, "Kies waarom u de match afsluit.")
        assert "Zeg of het gezin zelf verder kan, of kies de nazorg die is aangenomen: een van beide." in tekst(leeg)
        antwoord = weigert(b, pad, "Zeg of het gezin zelf verder kan", reden="doel-bereikt")
        assert gekozen(antwoord, "afsluiten") == {("reden", "doel-bereikt")}
        antwoord = weigert(b, pad, "Kies waarom u de match afsluit.", nazorgId="zelf", reden="zomaar")
        assert gekozen(antwoord, "afsluiten") == {("nazorgId", "zelf")}
        weigert(b, pad, "Deze nazorg is niet aangenomen.", reden="doel-bereikt", nazorgId=str(uuid4()))
        weigert(b, pad, "Zeg of het gezin zelf verder kan", reden="doel-bereikt", nazorgId="' OR 1")
    b.stuur(f"{zaak.pad}/afspraken", **_afspraak(zaak))
    weigert(b, pad, "Er staan nog bindende afspraken open.", reden="doel-bereikt", nazorgId="zelf")


def test_R06_M16_na_afsluiten_zegt_een_bladzijde_wat_er_gebeurt_en_is_de_match_uit_zicht(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    antwoord = b.stuur(f"{zaak.pad}/afsluitingen", reden="doel-bereikt", nazorgId="zelf")
    assert antwoord.headers["location"] == "/inbox/afgesloten"
    blad = b.volg(antwoord)
    assert "Komt er later een nieuw signaal, dan heropent de match." in tekst(blad)
    assert "Terug naar uw matches" in tekst(blad)
    assert str(zaak.match) not in blad.text
    assert b.open("/inbox/afgesloten").headers["location"] == "/inbox"
    assert "U hebt geen open matches." in tekst(b.open())
    assert b.open(zaak.pad).status_code == 404
    assert b.stuur(f"{zaak.pad}/afsluitingen", reden="doel-bereikt", nazorgId="zelf").status_code == 404
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "afgesloten"}]


def test_R06_R07_afsluiten_met_nazorg_die_is_aangenomen(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    b.stuur(f"{zaak.pad}/nazorg", organisatieId=str(zaak.cjg.id), tot="2015-02-02")
    (vraag,) = zaak.cjg.get("/v1/nazorg").json()["nazorg"]
    sluit = {"reden": "hulp-loopt", "nazorgId": vraag["nazorgId"]}
    assert "er is nazorg door" not in tekst(b.open(zaak.pad))
    weigert(b, f"{zaak.pad}/afsluitingen", "Deze nazorg is niet aangenomen.", **sluit)
    zaak.cjg.post(f"/v1/nazorg/{vraag['nazorgId']}/aanvaardingen")
    assert "er is nazorg door CJG Rijnmond, tot en met maandag 2 februari 2015" in tekst(b.open(zaak.pad))
    antwoord = b.stuur(f"{zaak.pad}/afsluitingen", **sluit)
    assert antwoord.headers["location"] == zaak.pad
    gelezen = tekst(blad := b.volg(antwoord))
    assert "Het gezin gaat over in nazorg." in gelezen
    assert "Nazorg Loopt CJG Rijnmond, tot en met maandag 2 februari 2015. Er kwam nog geen bericht." in gelezen
    assert "Aan zet: CJG Rijnmond." in gelezen
    assert _knoppen(blad) == {"bekendmakingen", "afspraken", "overdrachten", "afsluitingen"}
    assert "In nazorg (1)" in tekst(b.open())
    huis.klok.zet("2014-09-03")
    lijst = tekst(b.als_regisseur(zaak.wijkteam))
    assert "Aan zet: CJG Rijnmond. Te laat: laten weten hoe het gaat (nazorg) kon tot en met dinsdag 2 sept" in lijst


def test_R09_partijen_laten_weten_wie_de_regie_heeft(huis: Huis) -> None:
    zaak = gezin(huis)
    wonen = huis.partij("Woonstad", Categorie.WONEN)
    wonen.meldt()
    vreemd = huis.partij("Elders")
    b = aangenomen(huis, zaak)
    blad = b.open(zaak.pad)
    vakken = {str(v["value"]) for v in Bouw(blad.text).alle("input") if v.get("name") == "organisatieIds"}
    assert vakken == {str(p.id) for p in (zaak.school, zaak.cjg, wonen)}
    pad = f"{zaak.pad}/bekendmakingen"
    with niets_veranderd(huis):
        weigert(b, pad, "Noem minstens een organisatie.")
        ids = [str(wonen.id), str(vreemd.id)]
        antwoord = weigert(b, pad, "Deze organisatie heeft geen signaal in dit dossier.", organisatieIds=ids)
        assert gekozen(antwoord, "bekendmaken") == {("organisatieIds", str(wonen.id))}
        weigert(b, pad, "Kies uit de organisaties die u ziet.", 400, organisatieIds=["x"])
    begin = laatste_bericht(huis)
    gelezen = tekst(b.volg(b.stuur(pad, organisatieIds=[str(wonen.id)])))
    assert "De organisaties horen dat u de regie hebt." in gelezen
    assert "Er is verteld wie de regie heeft aan: Woonstad." in gelezen
    assert berichten(huis, begin) == [("regie-bekendgemaakt", "Woonstad")]


def _daden(zaak: Gezin) -> dict[str, dict[str, str | list[str]]]:
    """Every form of the director on a match, filled in well; and as it comes in when nothing was filled in."""
    goed: dict[str, dict[str, str | list[str]]] = {
        "contacten": {},
        "overleggen": {},
        "bekendmakingen": {"organisatieIds": [str(zaak.school.id)]},
        "afspraken": _afspraak(zaak),
        f"afspraken/{uuid4()}/nakomingen": {},
        f"afspraken/{uuid4()}/intrekkingen": {},
        "nazorg": {"organisatieId": str(zaak.cjg.id), "tot": "2015-02-02"},
        f"nazorg/{uuid4()}/intrekkingen": {},
        "overdrachten": {"gemeentecode": "0363", "reden": "gezin-verhuisd"},
        "afsluitingen": {"reden": "doel-bereikt", "nazorgId": "zelf"},
    }
    return {f"{zaak.pad}/{naam}": velden for naam, velden in goed.items()}


def test_I02_I06_R01_een_ander_en_wie_regisseur_was_vinden_niets_met_of_zonder_invulling(huis: Huis) -> None:
    zaak = gezin(huis)
    oud = in_regie(huis, zaak)
    ander = tweede_regisseur(huis)
    b, c = browser(huis), browser(huis)
    b.als_regisseur(ander)
    niets = b.open(f"/inbox/matches/{uuid4()}").text
    for pad, velden in _daden(zaak).items():
        for ingevuld in (velden, {}):
            with niets_veranderd(huis):
                antwoord = b.stuur(pad, **ingevuld)
            assert (antwoord.status_code, antwoord.text) == (404, niets), pad
    c.als_coordinator()
    c.open(zaak.pad)
    assert c.stuur(f"{zaak.pad}/toewijzingen", regisseurId=str(ander.professional)).status_code == 303
    assert paden(oud.open()) == []
    assert oud.open(zaak.pad).text == niets
    for pad, velden in _daden(zaak).items():
        with niets_veranderd(huis):
            antwoord = oud.stuur(pad, **velden)
        assert (antwoord.status_code, antwoord.text) == (404, niets), pad
    assert paden(b.open()) == [zaak.pad]


def test_R01_de_coordinator_heeft_geen_knoppen_van_de_regisseur_en_doet_diens_daden_niet(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    b.stuur(f"{zaak.pad}/afspraken", **_afspraak(zaak))
    b.stuur(f"{zaak.pad}/nazorg", organisatieId=str(zaak.cjg.id), tot="2015-02-02")
    tweede_regisseur(huis)
    c = browser(huis)
    c.als_coordinator()
    blad = c.open(zaak.pad)
    assert _knoppen(blad) == {"toewijzingen"}
    assert "Bindende afspraken Open De Klaver" in tekst(blad)
    assert "Aan zet: R. Regisseur." in tekst(blad)
    for pad, velden in _daden(zaak).items():
        with niets_veranderd(huis):
            antwoord = c.stuur(pad, **velden)
        assert antwoord.status_code == 403, pad
        assert "Alleen de regisseur van de match kan dit doen. Er is niets veranderd." in tekst(antwoord)


def test_zonder_het_bewijs_van_de_sessie_doet_geen_formulier_iets(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    paden_ = {**_daden(zaak), f"{zaak.pad}/toewijzingen": {}, f"/inbox/overdrachten/{uuid4()}/aanvaardingen": {}}
    for pad, velden in paden_.items():
        with niets_veranderd(huis):
            antwoord = b.stuur(pad, **velden | {"csrf": "x"})
        assert antwoord.status_code == 403, pad
        assert "Dit formulier hoort niet bij uw sessie." in tekst(antwoord)


def test_S10_wat_is_ingetikt_blijft_tekst_en_een_bsn_komt_niet_terug(huis: Huis) -> None:
    zaak = gezin(huis)
    b = in_regie(huis, zaak)
    boos = '"><script>alert(1)</script>'
    for naam, velden in {
        "afspraken": {"organisatieId": boos, "wat": boos, "voor": boos},
        "nazorg": {"organisatieId": boos, "tot": boos},
        "overdrachten": {"regisseurId": boos, "gemeentecode": boos, "reden": boos},
        "bekendmakingen": {"organisatieIds": boos},
        "afsluitingen": {"reden": boos, "nazorgId": boos},
    }.items():
        antwoord = b.stuur(f"{zaak.pad}/{naam}", **velden)
        assert antwoord.status_code in (400, 403)
        assert "<script" not in antwoord.text
        assert Bouw(antwoord.text).open == []
    antwoord = b.stuur(f"{zaak.pad}/overdrachten", gemeentecode="9999.90.019", reden="gezin-verhuisd")
    assert antwoord.status_code == 400
    assert "90.019" not in antwoord.text


def test_R04_wat_steeds_weer_te_laat_is_staat_een_keer_op_de_tijdlijn_met_hoe_vaak(huis: Huis) -> None:
    zaak = gezin(huis)
    huis.klok.zet("2014-12-01")
    huis.veeg()
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    blad = tekst(b.open(zaak.pad))
    assert blad.count("Te laat: de match aannemen. Ingelicht: de wethouder.") == 1
    assert "Daarna nog 5 keer, het laatst op 4 november 2014." in blad
    assert blad.count("Te laat: de match aannemen. Ingelicht: de coördinator.") == 1
