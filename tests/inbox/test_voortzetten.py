# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""M11: the director continues, by form, on consent that he recorded himself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.api.hulp import lees_database, niets_veranderd
from tests.inbox.hulp import browser, gezin, log, tekst, zeg_database
from tests.inbox.hulp_daden import aangenomen, ingevuld, zonder_reden
from tests.inbox.test_vorm import Bouw
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis


def _aangekruist(antwoord: Any) -> set[tuple[str, str]]:
    """What is ticked, chosen or filled in on the form of a page."""
    bouw = Bouw(antwoord.text)
    vakken = {(str(v["name"]), str(v["value"])) for v in bouw.alle("input") if "checked" in v}
    vakken |= {(str(v["name"]), str(v["value"])) for v in bouw.alle("input") if v["type"] == "date" and v["value"]}
    return vakken | {("wilsonbekwaam", str(o["value"])) for o in bouw.alle("option") if "selected" in o}


def test_M11_de_bladzijde_zegt_tot_wanneer_en_geeft_een_formulier(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    assert "Eigen toestemming vastleggen: uiterlijk dinsdag 10 juni 2014." in tekst(b.open())
    blad = b.open(zaak.pad)
    assert "U kunt tot en met dinsdag 10 juni 2014 vastleggen dat het gezin wil dat u doorgaat." in tekst(blad)
    assert "is er geen reden meer voor deze match" in tekst(blad)
    assert _aangekruist(blad) == {("voor", "registreren"), ("voor", "contactgegevens")}


def test_M11_met_toestemming_houdt_de_regisseur_de_match(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld())
    assert antwoord.headers["location"] == zaak.pad
    gelezen = tekst(b.volg(antwoord))
    assert "De toestemming van het gezin is vastgelegd. U houdt de regie." in gelezen
    assert "De toestemming die daarvoor is vastgelegd, loopt tot en met dinsdag 2 juni 2015." in gelezen
    assert "Doorgaan met toestemming" not in gelezen
    (rij,) = lees_database(huis, "SELECT status, voortzetten_voor, voortzetting FROM match")
    assert (rij["status"], rij["voortzetten_voor"]) == ("aangenomen", None)
    assert rij["voortzetting"]["vastgelegd_door"] == str(zaak.wijkteam.professional)
    assert ("inbox:match:voortzetten", "gelukt", None) in log(huis)
    huis.klok.zet("2014-06-12")
    lijst = tekst(b.als_regisseur(zaak.wijkteam))
    assert "Te laat: contact opnemen met de melders kon tot en met" in lijst


def test_T01_T03_alles_wat_het_formulier_kent_komt_aan(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    velden = ingevuld(
        tot="2014-12-31",
        stemmen=["ouder-met-gezag", "jeugdige", "ouder-met-gezag"],
        gezaghebbenden="2",
        leeftijdsgroep="12-tot-16",
        voor=["registreren", "contactgegevens", "inhoud"],
        wijze="schriftelijk",
    )
    assert b.stuur(f"{zaak.pad}/toestemmingen", **velden).status_code == 303
    (rij,) = lees_database(huis, "SELECT voortzetting AS v FROM match")
    assert sorted(stem["wie"] for stem in rij["v"]["stemmen"]) == ["jeugdige", "ouder-met-gezag", "ouder-met-gezag"]
    assert (rij["v"]["tot"], rij["v"]["gezag"], rij["v"]["wijze"]) == ("2014-12-31", 2, "schriftelijk")
    assert (rij["v"]["groep"], len(rij["v"]["voor"])) == ("12-tot-16", 3)


def test_T01_de_vertegenwoordiger_spreekt_met_een_reden(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    velden = ingevuld(stemmen=["vertegenwoordiger"], leeftijdsgroep="vanaf-16", gezaghebbenden="0")
    antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **velden)
    assert "Kies waarom de jeugdige niet zelf beslist, of haal de vertegenwoordiger weg." in tekst(antwoord)
    velden["wilsonbekwaam"] = "verstandelijke-beperking"
    assert b.stuur(f"{zaak.pad}/toestemmingen", **velden).status_code == 303


FOUT: list[tuple[dict[str, str | list[str]], int, str, str]] = [
    ({"gegevenOp": ""}, 400, "veld-ontbreekt", "Vul de dag in waarop het gezin toestemming gaf."),
    ({"gegevenOp": "2014-02-30"}, 400, "datum-ongeldig", "Deze dag bestaat niet."),
    ({"gegevenOp": "gisteren"}, 400, "datum-ongeldig", "Deze dag bestaat niet."),
    ({"tot": "9999-01-01"}, 400, "datum-ongeldig", "Deze dag bestaat niet."),
    ({"stemmen": []}, 400, "veld-ontbreekt", "Kruis aan wie ja zei."),
    ({"stemmen": ["buurvrouw"]}, 400, "veld-ontbreekt", "Kruis aan wie ja zei."),
    ({"leeftijdsgroep": ""}, 400, "veld-ontbreekt", "Kies hoe oud de jeugdige op die dag was."),
    ({"gezaghebbenden": "9"}, 400, "veld-ontbreekt", "Kies hoeveel mensen gezag over de jeugdige hebben."),
    ({"wijze": "overgenomen"}, 400, "veld-ontbreekt", "Kies hoe de toestemming is gegeven."),
    ({"wilsonbekwaam": "lui"}, 400, "veld-ontbreekt", "Kies een reden uit de lijst."),
    ({"voor": ["alles"]}, 400, "veld-ontbreekt", "Kruis aan waarvoor de toestemming is."),
    ({"gegevenOp": "2014-06-03"}, 403, "toestemming-in-toekomst", "De dag van dit antwoord ligt in de toekomst."),
    ({"tot": "2014-06-01"}, 403, "toestemming-voorbij", "De laatste dag van deze toestemming is voorbij."),
    ({"stemmen": ["jeugdige"]}, 403, "toestemming-door-verkeerde", "Onder de 12 telt alleen het woord van ouders"),
    ({"gezaghebbenden": "2"}, 403, "stem-ontbreekt", "zonder het ja van beide ouders met gezag"),
    ({"voor": []}, 403, "toestemming-te-beperkt", "Zonder toestemming voor registreren in de index en het delen"),
]


def test_M11_T01_T02_T03_wat_niet_klopt_komt_terug_met_een_zin_en_alles_wat_was_ingevuld(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    for anders, status, code, zin in FOUT:
        velden, eerder = ingevuld(tot="2014-12-31") | anders, len(log(huis))
        with niets_veranderd(huis):
            antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **velden)
        assert antwoord.status_code == status, anders
        gelezen = tekst(antwoord)
        assert gelezen.index("Er is niets veranderd") < gelezen.index(zin) < gelezen.index("Doorgaan met toestemming")
        regels = log(huis)[eerder:]
        assert regels[0] == ("inbox:match:voortzetten", "geweigerd", code)
        assert ("inbox:match:bekijken", "gelukt", None) in regels[1:]
        ingevoerd = {(naam, w) for naam, ws in velden.items() for w in ([ws] if isinstance(ws, str) else ws)}
        onbekend = {"", "buurvrouw", "9", "overgenomen", "lui", "alles"}
        assert _aangekruist(antwoord) == {(naam, w) for naam, w in ingevoerd if w not in onbekend}, anders


def test_M11_alle_fouten_staan_er_in_een_keer_en_wijzen_naar_hun_veld(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    antwoord = b.stuur(f"{zaak.pad}/toestemmingen")
    bouw = Bouw(antwoord.text)
    assert bouw.open == []
    ids = [str(kenmerken["id"]) for _, kenmerken in bouw.elementen if "id" in kenmerken]
    assert len(ids) == len(set(ids))
    naar = [str(a["href"])[1:] for a in bouw.alle("a") if str(a["href"]).startswith("#voortzetten-")]
    assert naar == [
        f"voortzetten-{veld}" for veld in ("gegevenOp", "leeftijdsgroep", "stemmen", "gezaghebbenden", "wijze")
    ]
    assert {*naar} <= {*ids}


def test_S10_M11_een_bsn_in_een_veld_geeft_een_bladzijde_zonder_het_nummer(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld(tot="9999.90.019"))
    assert antwoord.status_code == 400
    assert "De inbox neemt geen BSN aan" in tekst(antwoord)
    assert "Terug naar de match" in tekst(antwoord)
    assert f'href="{zaak.pad}"' in antwoord.text
    assert "90.019" not in antwoord.text
    assert log(huis)[-1] == ("inbox:aanvraag:weigeren", "geweigerd", "bsn-geweigerd")
    assert "Doorgaan met toestemming" in tekst(b.open(zaak.pad))


def test_een_veld_met_script_blijft_tekst(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld(gegevenOp='"><script>alert(1)</script>'))
    assert antwoord.status_code == 400
    assert "<script" not in antwoord.text
    assert Bouw(antwoord.text).open == []


def test_M11_nog_een_keer_en_zonder_noodzaak_wordt_geweigerd(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld())
    with niets_veranderd(huis):
        tweede = b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld())
        leeg = b.stuur(f"{zaak.pad}/toestemmingen")
    for antwoord in (tweede, leeg):
        assert antwoord.status_code == 403
        assert "Er is niets veranderd Deze match heeft geen eigen toestemming nodig" in tekst(antwoord)


def test_M11_na_de_termijn_is_de_match_er_niet_meer(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    niets = b.open(f"/inbox/matches/{uuid4()}")
    huis.klok.zet("2014-06-10", 23)
    huis.klok.verder(minutes=45)
    b.als_regisseur(zaak.wijkteam)
    assert "Eigen toestemming vastleggen: vandaag nog." in tekst(b.open())
    huis.klok.zet("2014-06-11", 0)
    antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld())
    assert (antwoord.status_code, antwoord.text) == (404, niets.text)
    huis.veeg()
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "vervallen"}]


def test_R01_M11_de_coordinator_leest_tot_wanneer_en_legt_niets_vast(huis: Huis) -> None:
    zaak, _ = zonder_reden(huis)
    b = browser(huis)
    b.als_coordinator()
    blad = b.open(zaak.pad)
    assert "De regisseur kan tot en met dinsdag 10 juni 2014 vastleggen" in tekst(blad)
    assert "gegevenOp" not in blad.text
    for velden in (ingevuld(), {}):
        with niets_veranderd(huis):
            antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **velden)
        assert antwoord.status_code == 403
        assert "Alleen de regisseur van de match kan dit doen." in tekst(antwoord)


def test_I02_I06_M11_een_ander_en_wie_regisseur_was_vinden_de_match_niet(huis: Huis) -> None:
    zaak, oud = zonder_reden(huis)
    ander = huis.partij("Ander wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(ander, "A. Ander")
    b = browser(huis)
    b.als_regisseur(ander)
    niets = b.open(f"/inbox/matches/{uuid4()}")
    for wie in (b, oud):
        for velden in (ingevuld(), {}):
            with niets_veranderd(huis):
                antwoord = wie.stuur(f"{zaak.pad}/toestemmingen", **velden)
            assert (antwoord.status_code, antwoord.text) == (404, niets.text)
        zeg_database(huis, "UPDATE match SET regisseur = %s", ander.professional)


def test_M11_zonder_het_bewijs_van_de_sessie_gebeurt_er_niets(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    with niets_veranderd(huis):
        antwoord = b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld(csrf="x"))
    assert antwoord.status_code == 403
    assert "Dit formulier hoort niet bij uw sessie." in tekst(antwoord)


def test_M11_een_match_met_een_reden_heeft_geen_formulier(huis: Huis) -> None:
    zaak = gezin(huis)
    b = aangenomen(huis, zaak)
    assert "Doorgaan met toestemming" not in tekst(b.open(zaak.pad))


def test_T04_M11_het_gezin_trekt_in_en_dat_is_even_makkelijk_als_geven(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    assert "Wie trekt de toestemming in?" not in tekst(b.open(zaak.pad))
    b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld())
    assert "Wie trekt de toestemming in?" in tekst(b.open(zaak.pad))
    antwoord = b.stuur(f"{zaak.pad}/intrekkingen", door="ouder-met-gezag")
    gelezen = tekst(b.volg(antwoord))
    assert "Vastgelegd: het gezin heeft de toestemming ingetrokken." in gelezen
    assert "Doorgaan met toestemming" in gelezen
    assert "Wie trekt de toestemming in?" not in gelezen
    assert ("inbox:match:voortzetting-intrekken", "gelukt", None) in log(huis)
    tweede = b.stuur(f"{zaak.pad}/intrekkingen", door="jeugdige")
    assert tweede.status_code == 403
    assert "al ingetrokken" in tekst(tweede)
    huis.klok.zet("2014-06-11")
    huis.veeg()
    assert lees_database(huis, "SELECT status FROM match") == [{"status": "vervallen"}]


def test_T04_wie_intrekt_staat_op_het_formulier(huis: Huis) -> None:
    zaak, b = zonder_reden(huis)
    b.stuur(f"{zaak.pad}/toestemmingen", **ingevuld())
    with niets_veranderd(huis):
        assert b.stuur(f"{zaak.pad}/intrekkingen", door="buurvrouw").status_code == 400
    (rij,) = lees_database(huis, "SELECT voortzetting FROM match")
    assert rij["voortzetting"]["ingetrokken"] is None
    assert log(huis)[-1][1] == "geweigerd"
