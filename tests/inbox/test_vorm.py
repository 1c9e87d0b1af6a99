# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The form of every page: headers, structure, contrast; and errors are pages too."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fastapi import Request

from tests.api.hulp import nieuwe_bsns
from tests.api.verzoek import vraagt
from tests.huis import GEMEENTE, KINDEREN, VADER
from tests.inbox.hulp import browser, gezin, log, tekst, zeg_database
from tests.inbox.hulp_daden import aangenomen, in_regie, onveilig, taakpad, tweede_regisseur, zonder_reden
from verwijsindex.app import maak_app
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie
from verwijsindex.inbox import fouten
from verwijsindex.inbox.weergave import BESTANDEN, KOPPEN

if TYPE_CHECKING:
    from tests.cluster import Cluster
    from tests.huis import Huis
    from tests.inbox.hulp import Gezin


class Bouw(HTMLParser):
    """Elements with their attributes, and whether they close in order."""

    LEEG = frozenset({"meta", "link", "input", "br", "wbr"})

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.elementen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(tekst)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elementen.append((tag, dict(attrs)))
        if tag not in self.LEEG:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def alle(self, tag: str) -> list[dict[str, str | None]]:
        return [kenmerken for naam, kenmerken in self.elementen if naam == tag]


def gekozen(antwoord: Any, vorm: str) -> set[tuple[str, str]]:
    """What is ticked, chosen or filled in on one form of a page, by the name that its ids begin with."""
    bouw, gevonden, veld = Bouw(antwoord.text), set(), ""
    for tag, kenmerken in bouw.elementen:
        if tag == "select":
            veld = str(kenmerken["name"]) if str(kenmerken["id"]).startswith(f"{vorm}-") else ""
        elif tag == "option" and veld and "selected" in kenmerken:
            gevonden.add((veld, str(kenmerken["value"])))
        elif tag == "input" and str(kenmerken.get("id")).startswith(f"{vorm}-") and _ingevuld(kenmerken):
            gevonden.add((str(kenmerken["name"]), str(kenmerken["value"])))
    return gevonden


def _ingevuld(vak: dict[str, str | None]) -> bool:
    return "checked" in vak or (vak["type"] in ("date", "text") and bool(vak["value"]))


def _bladzijden(huis: Huis) -> dict[str, Any]:
    """One of each page."""
    bsns = nieuwe_bsns()
    zaak = gezin(huis)
    b = browser(huis)
    bladen = {"inloggen": b.open("/inbox/inloggen"), "lijst": b.als_regisseur(zaak.wijkteam), "match": b.open(zaak.pad)}
    bladen["bevestiging"] = b.volg(b.stuur(f"{zaak.pad}/aanvaardingen"))
    bladen["geweigerd"] = b.stuur(f"{zaak.pad}/aanvaardingen")
    bladen["weg"] = b.open("/inbox/weg")
    bladen["vreemd"] = b.stuur("/inbox/uitloggen", csrf="x")
    c = browser(huis)
    bladen["coordinator"] = c.als_coordinator()
    veilig = onveilig(huis, KINDEREN[1], school="De Iep", ouder=VADER)
    bladen["taak voor"] = c.open(veilig.pad)
    b = aangenomen(huis, veilig)
    bladen["taak"] = b.open(veilig.pad)
    bladen["taak gedaan"] = b.volg(b.stuur(taakpad(huis, veilig)))
    zaak, b = zonder_reden(huis, KINDEREN[2], school="De Eik", ouder=KINDEREN[3])
    bladen["formulier"] = b.open(zaak.pad)
    bladen["formulier geweigerd"] = b.stuur(f"{zaak.pad}/toestemmingen")
    c.als_coordinator()
    bladen["caseload"] = c.open("/inbox/caseload")
    bladen["lege lijst"] = c.open("/inbox?lijst=niemand-actief")
    bladen |= _logboek(huis)
    bladen |= _opgevolgd(huis, gezin(huis, next(bsns), school="De Wilg", ouder=next(bsns)))
    bladen["bsn"] = b.stuur(f"{zaak.pad}/toestemmingen", tot=KINDEREN[0])
    return bladen


def _logboek(huis: Huis) -> dict[str, Any]:
    """The privacy officer's pages, full and refused."""
    wie = huis.partij("De gemeente", Categorie.GEEN)
    huis.functionaris(wie, Rol.PRIVACY, GEMEENTE)
    b = browser(huis)
    verzoek = vraagt(wie, recht="verwijdering")["verzoekId"]
    return {
        "logboek": b.log_in("privacy", str(wie.professional)),
        "verzoeken": b.open("/inbox/verzoeken"),
        "verzoek": b.open(f"/inbox/verzoeken/{verzoek}"),
        "verzoek geweigerd": b.stuur(f"/inbox/verzoeken/{verzoek}/verlengingen"),
        "logboek geweigerd": b.open("/inbox/logboek?kenmerk=x"),
        "opvallend": b.open("/inbox/logboek/opvallend"),
        "getoond": b.open("/inbox/logboek/getoond"),
    }


def _opgevolgd(huis: Huis, zaak: Gezin) -> dict[str, Any]:
    """The pages of a match with everything that a director can have asked, of him, of whom he asked, and above him."""
    ander = tweede_regisseur(huis)
    b, c, d = in_regie(huis, zaak), browser(huis), browser(huis)
    afspraak = {"organisatieId": str(zaak.school.id), "wat": "hulp-starten", "voor": "2014-06-06"}
    for naam, velden in (
        ("afspraken", afspraak),
        ("nazorg", {"organisatieId": str(zaak.cjg.id), "tot": "2015-02-02"}),
        ("overdrachten", {"regisseurId": str(ander.professional), "reden": "gezin-verhuisd"}),
    ):
        assert b.stuur(f"{zaak.pad}/{naam}", **velden).status_code == 303
    c.als_coordinator()
    bladen = {"opgevolgd": b.open(zaak.pad), "gevraagd": b.open(), "toewijzen": c.open(zaak.pad)}
    for naam in ("bekendmakingen", "afspraken", "nazorg", "overdrachten", "afsluitingen"):
        bladen[f"{naam} geweigerd"] = b.stuur(f"{zaak.pad}/{naam}")
    bladen["toewijzen geweigerd"] = c.stuur(f"{zaak.pad}/toewijzingen")
    bladen["aan hem gevraagd"] = d.als_regisseur(ander)
    (weigering,) = (p for f in Bouw(d.open().text).alle("form") if (p := str(f["action"])).endswith("weigeringen"))
    bladen["weigering geweigerd"] = d.stuur(weigering)
    b.open(zaak.pad)
    (weg,) = (
        p for f in Bouw(b.open(zaak.pad).text).alle("form") if "/afspraken/" in (p := str(f["action"])) and "intr" in p
    )
    b.stuur(weg)
    bladen["afgesloten"] = b.volg(b.stuur(f"{zaak.pad}/afsluitingen", reden="hulp-loopt", nazorgId="zelf"))
    return bladen


def _is_toegankelijk(naam: str, bouw: Bouw) -> None:
    """A field has a label, the head of a column its scope; no level of heading is skipped, no link leads nowhere."""
    ids = {str(kenmerken["id"]) for _, kenmerken in bouw.elementen if "id" in kenmerken}
    voor = {str(label["for"]) for label in bouw.alle("label")}
    velden = [v for tag in ("input", "select") for v in bouw.alle(tag) if v.get("type") != "hidden"]
    assert {str(v["id"]) for v in velden} == voor, naam
    beschreven = {deel for v in velden for deel in str(v.get("aria-describedby") or "").split()}
    assert beschreven <= ids, naam
    assert {str(s["aria-labelledby"]) for s in bouw.alle("section")} <= ids, naam
    assert {str(a["href"])[1:] for a in bouw.alle("a") if str(a["href"]).startswith("#")} <= ids, naam
    assert {th.get("scope") for th in bouw.alle("th")} <= {"col", "row", "rowgroup"}, naam
    niveaus = [int(tag[1]) for tag, _ in bouw.elementen if re.fullmatch("h[1-6]", tag)]
    # What was refused stands above the title, so that it is read first.
    assert all(later - eerder <= 1 for eerder, later in pairwise(niveaus) if eerder), naam
    assert len(bouw.alle("summary")) == len(bouw.alle("details")), naam


def test_elke_bladzijde_heeft_de_bouw_en_de_koppen_die_horen(huis: Huis) -> None:
    for naam, blad in _bladzijden(huis).items():
        bouw = Bouw(blad.text)
        assert bouw.open == [], naam
        assert bouw.alle("html") == [{"lang": "nl"}], naam
        assert [len(bouw.alle(tag)) for tag in ("h1", "main", "title", "header", "footer")] == [1] * 5, naam
        assert bouw.alle("a")[0]["href"] == "#inhoud", naam
        ids = [str(kenmerken["id"]) for _, kenmerken in bouw.elementen if "id" in kenmerken]
        assert len(ids) == len(set(ids)), naam
        for _, kenmerken in bouw.elementen:
            assert not [deel for deel in kenmerken if deel == "style" or deel.startswith("on")], naam
            doel = kenmerken.get("href") or kenmerken.get("src") or kenmerken.get("action") or "/"
            assert doel.startswith(("/inbox", "#", "tel:", "mailto:")) or doel == "/", naam
            assert "csrf" not in doel
        _is_toegankelijk(naam, bouw)
        assert not bouw.alle("script") + bouw.alle("style") + bouw.alle("iframe"), naam
        assert all(vorm["method"] == "post" for vorm in bouw.alle("form")), naam
        assert blad.headers["content-type"] == "text/html; charset=utf-8", naam
        assert {kop: blad.headers[kop] for kop in KOPPEN} == KOPPEN, naam
        assert blad.headers["x-content-type-options"] == "nosniff", naam


def test_stijlblad_en_icoon_zijn_er_en_niets_anders(huis: Huis) -> None:
    b = browser(huis)
    for naam, (soort, _) in BESTANDEN.items():
        antwoord = b.open(f"/inbox/static/{naam}")
        assert (antwoord.status_code, antwoord.headers["content-type"]) == (200, soort)
        assert "http" not in antwoord.text.replace("http://www.w3.org/2000/svg", "")
    for naam in ("basis.html", "..%2Ftemplates%2Fbasis.html", "%2e%2e/paginas.py"):
        assert b.open(f"/inbox/static/{naam}").status_code == 404


def _licht(kleur: str) -> float:
    voluit = "".join(teken * 2 for teken in kleur[1:]) if len(kleur) == 4 else kleur[1:]
    delen = [int(voluit[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (d / 12.92 if d <= 0.04045 else ((d + 0.055) / 1.055) ** 2.4 for d in delen)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(een: str, ander: str) -> float:
    donker, licht = sorted((_licht(een), _licht(ander)))
    return (licht + 0.05) / (donker + 0.05)


def test_tekst_heeft_genoeg_contrast_met_haar_ondergrond() -> None:
    kleur = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", BESTANDEN["inbox.css"][1].decode()))
    assert round(_contrast("#000000", "#fff")) == 21
    paren = [(op, grond) for op in ("inkt", "zacht", "link", "alarm") for grond in ("grond", "vlak")]
    paren += [("inkt", "alarm-vlak"), ("inkt", "goed-vlak"), ("grond", "merk"), ("grond", "alarm")]
    paren += [("link", "alarm-vlak"), ("goed", "grond")]
    contrasten = {paar: _contrast(kleur[paar[0]], kleur[paar[1]]) for paar in paren}
    assert {paar: waarde for paar, waarde in contrasten.items() if waarde < 4.5} == {}
    assert _contrast(kleur["lijn"], kleur["grond"]) >= 3


def test_S10_een_bsn_in_het_adres_geeft_een_bladzijde_zonder_het_nummer(huis: Huis) -> None:
    b = browser(huis)
    antwoord = b.open("/inbox/matches/999990019")
    assert antwoord.status_code == 400
    assert "De inbox neemt geen BSN aan" in tekst(antwoord)
    assert "999990019" not in antwoord.text
    assert log(huis)[-1] == ("inbox:aanvraag:weigeren", "geweigerd", "bsn-geweigerd")


def test_een_verkeerde_methode_geeft_een_bladzijde_met_wat_wel_kan(huis: Huis) -> None:
    for methode, pad in (("POST", "/inbox"), ("GET", "/inbox/uitloggen"), ("DELETE", "/inbox")):
        antwoord = browser(huis).client.request(methode, pad)
        assert antwoord.status_code == 405
        assert antwoord.headers["allow"]
        assert "Dit kan hier niet" in tekst(antwoord)


def test_een_weigering_zegt_waarom_en_dat_er_niets_veranderde(huis: Huis) -> None:
    plek = {"type": "http", "method": "POST", "path": "/inbox/x", "query_string": b"", "headers": []}
    vraag = Request(plek | {"app": maak_app(huis.installatie)})
    for status, titel in ((403, "Dit mag niet"), (409, "Dit kan nu niet")):
        antwoord = fouten.pagina(vraag, status, [geweigerd("al-anders", "M05", "De zin van de regel.")])
        assert antwoord.status_code == status
        assert f"<h1>{titel}</h1>" in bytes(antwoord.body).decode()
        assert "De zin van de regel. Er is niets veranderd." in bytes(antwoord.body).decode()


def test_een_te_groot_formulier_geeft_een_bladzijde(huis: Huis) -> None:
    antwoord = browser(huis).stuur("/inbox/inloggen", wie="x" * 70_000)
    assert antwoord.status_code == 413
    assert "Te groot" in tekst(antwoord)


def test_buiten_de_inbox_blijven_fouten_zoals_de_api_ze_geeft(huis: Huis) -> None:
    for pad in ("/inboxen", "/v1/inbox", "/"):
        antwoord = browser(huis).open(pad)
        assert antwoord.status_code == 404
        assert antwoord.headers["content-type"] == "application/problem+json"


def test_zonder_database_zegt_de_inbox_dat_u_het_opnieuw_kunt_proberen(huis: Huis, cluster: Cluster) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    cluster.uit()
    try:
        for antwoord in (b.open(zaak.pad), b.stuur(f"{zaak.pad}/aanvaardingen"), browser(huis).open()):
            assert antwoord.status_code == 503
            assert antwoord.headers["retry-after"] == "5"
            assert "De inbox is even niet bereikbaar en heeft niets gedaan. Probeer het opnieuw." in tekst(antwoord)
            assert antwoord.headers["content-security-policy"] == KOPPEN["Content-Security-Policy"]
    finally:
        cluster.aan()
    assert "Match aannemen" in tekst(b.open(zaak.pad))
    assert b.stuur(f"{zaak.pad}/aanvaardingen").status_code == 303


def test_een_onverwachte_fout_geeft_een_bladzijde_zonder_bijzonderheden(huis: Huis) -> None:
    zaak = gezin(huis)
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    zeg_database(huis, "DROP TABLE tijdlijn")
    antwoord = b.open(zaak.pad)
    assert antwoord.status_code == 500
    assert "Er ging iets mis" in tekst(antwoord)
    assert "tijdlijn" not in antwoord.text
    assert {kop: antwoord.headers[kop] for kop in KOPPEN} == KOPPEN
