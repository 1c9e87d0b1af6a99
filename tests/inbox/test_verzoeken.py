# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer handles requests on pages: what comes first, the advice, the decision, the letter (G01-G03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.hulp import lees_database, logregels
from tests.api.test_toezicht import ELDERS, _ook_elders
from tests.api.verzoek import adviseert, een_fg, lees, meldt, vraagt
from tests.huis import GEMEENTE, KINDEREN
from tests.inbox.hulp import Browser, browser, tekst

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def met_pagina(huis: Huis, gemeente: str = GEMEENTE) -> tuple[Browser, Partij]:
    fg = een_fg(huis, gemeente, f"Gemeente {gemeente}")
    b = browser(huis)
    b.log_in("privacy", str(fg.professional))
    return b, fg


def test_G02_de_lijst_zegt_wat_eerst_moet_en_een_lege_lijst_legt_zichzelf_uit(huis: Huis) -> None:
    b, fg = met_pagina(huis)
    assert "Er zijn geen verzoeken." in tekst(b.open("/inbox/verzoeken"))
    eerste = vraagt(fg, recht="bezwaar")["verzoekId"]
    huis.klok.verder(days=10)
    vraagt(fg)
    blad = tekst(b.log_in("privacy", str(fg.professional)) and b.open("/inbox/verzoeken"))
    assert blad.index("Bezwaar, ontvangen op 2 juni 2014") < blad.index("Inzage, ontvangen op 12 juni 2014")
    assert "Besluit uiterlijk woensdag 2 juli 2014." in blad
    huis.klok.zet("2014-07-03", 9)
    blad = tekst(b.log_in("privacy", str(fg.professional)) and b.open("/inbox/verzoeken"))
    assert "Te laat" in blad
    assert f'href="/inbox/verzoeken/{eerste}"' in b.open("/inbox/verzoeken").text


def test_G03_het_antwoord_op_inzage_is_een_brief_en_daarna_het_besluit(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    eigen = meldt(school)
    b, fg = met_pagina(huis)
    verzoek = vraagt(fg)["verzoekId"]
    pad = f"/inbox/verzoeken/{verzoek}"
    blad = tekst(b.open(pad))
    assert "De Klaver Gaf nog geen advies" in " ".join(blad.split())
    assert adviseert(school, verzoek, eigen).status_code == 201
    blad = " ".join(tekst(b.open(pad)).split())
    assert "Adviseert: inwilligen, want de organisatie heeft geen bezwaar" in blad
    brief = b.open(f"{pad}/brief.pdf")
    assert (brief.status_code, brief.headers["content-type"], brief.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert brief.headers["content-disposition"] == f'attachment; filename="brief-{verzoek}.pdf"'
    assert "inbox:antwoord:bekijken" in {regel["tag"] for regel in logregels(huis)}
    blad = b.volg(b.stuur(f"{pad}/besluiten", besluit="toegewezen/alles-gegeven"))
    assert "Uw besluit is vastgelegd en uitgevoerd." in tekst(blad)
    assert "Toewijzen: de vrager krijgt alles" in tekst(blad)
    assert "Leg het besluit vast" not in tekst(blad)
    assert b.open(f"{pad}/brief.pdf").status_code == 200
    assert lees(fg, verzoek)["besluit"]["uitspraak"] == "toegewezen"


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({}, "Kies een besluit."),
        ({"besluit": "toegewezen/onzin"}, "Kies een besluit."),
        ({"besluit": "toegewezen/alles-gegeven"}, "Deze reden past niet bij dit besluit"),
        ({"besluit": "gedeeltelijk/deel-is-nog-nodig"}, "Zeg per signaal wat ermee gebeurt"),
        ({"besluit": "gedeeltelijk/deel-is-nog-nodig", "maatregelen": "x"}, "Kies uit de signalen die hier staan."),
        ({"besluit": "gedeeltelijk/deel-is-nog-nodig", "maatregelen": "nog-iets"}, "Kies uit de signalen"),
    ],
)
def test_G02_een_besluit_dat_niet_kan_zegt_waarom_en_houdt_wat_gekozen_was(
    huis: Huis, velden: dict[str, str], zin: str
) -> None:
    school = huis.partij("De Klaver")
    eigen = meldt(school)
    b, fg = met_pagina(huis)
    verzoek = vraagt(fg, recht="verwijdering")["verzoekId"]
    adviseert(school, verzoek, eigen)
    pad = f"/inbox/verzoeken/{verzoek}"
    b.open(pad)
    antwoord = b.stuur(f"{pad}/besluiten", **velden)
    assert antwoord.status_code in (400, 403)
    assert zin in tekst(antwoord)
    assert "Er is niets veranderd" in tekst(antwoord)
    assert lees(fg, verzoek)["stand"] == "in-behandeling"
    assert school.get(f"/v1/signalen/{eigen}").status_code == 200
    if (keuze := velden.get("besluit", "")).endswith("nodig"):
        assert f'value="{keuze}" selected' in antwoord.text


def test_G02_een_deel_toewijzen_neemt_terug_wat_is_aangevinkt(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    een, twee = meldt(school), meldt(cjg)
    b, fg = met_pagina(huis)
    verzoek = vraagt(fg, recht="verwijdering")["verzoekId"]
    for partij, signaal in ((school, een), (cjg, twee)):
        adviseert(partij, verzoek, signaal)
    pad = f"/inbox/verzoeken/{verzoek}"
    ids = {deel["organisatie"]: deel["signaalId"] for deel in lees(fg, verzoek)["adviezen"]}
    assert all(id_ in b.open(pad).text for id_ in ids.values())
    keuze = {"besluit": "gedeeltelijk/deel-is-nog-nodig", "maatregelen": ids["CJG"]}
    blad = b.volg(b.stuur(f"{pad}/besluiten", **keuze))
    assert "Dit signaal is teruggenomen." in tekst(blad)
    assert cjg.get(f"/v1/signalen/{twee}").status_code == 404
    assert school.get(f"/v1/signalen/{een}").status_code == 200


def test_G02_verlengen_en_intrekken(huis: Huis) -> None:
    b, fg = met_pagina(huis)
    verzoek = vraagt(fg)["verzoekId"]
    pad = f"/inbox/verzoeken/{verzoek}"
    b.open(pad)
    leeg = b.stuur(f"{pad}/verlengingen")
    assert leeg.status_code == 400
    assert "Kies waarom een maand niet genoeg is." in tekst(leeg)
    assert "Vul in wanneer u het de vrager vertelde." in tekst(leeg)
    laat = b.stuur(f"{pad}/verlengingen", reden="ingewikkeld", verteldOp="2014-06-30")
    assert (laat.status_code, "Vertel de vrager eerst" in tekst(laat)) == (403, True)
    blad = b.volg(b.stuur(f"{pad}/verlengingen", reden="ingewikkeld", verteldOp="2014-06-02"))
    assert "De termijn is twee maanden langer." in tekst(blad)
    assert "dinsdag 2 september 2014 (verlengd)" in tekst(blad)
    assert "Twee maanden meer tijd" not in tekst(blad)
    blad = b.volg(b.stuur(f"{pad}/intrekkingen"))
    assert "de vrager ziet ervan af" in tekst(blad)
    nog_eens = b.stuur(f"{pad}/intrekkingen")
    assert (nog_eens.status_code, "is ingetrokken" in tekst(nog_eens)) == (409, True)
    brief = b.open(f"{pad}/brief.pdf")
    assert (brief.status_code, brief.headers["content-type"][:9]) == (409, "text/html")


def test_I06_een_ander_ziet_het_verzoek_niet(huis: Huis) -> None:
    b, fg = met_pagina(huis)
    verzoek = vraagt(fg)["verzoekId"]
    _ook_elders(huis, huis.partij("Elders"))
    c, _ = met_pagina(huis, ELDERS)
    for pad in (f"/inbox/verzoeken/{verzoek}", f"/inbox/verzoeken/{verzoek}/brief.pdf", "/inbox/verzoeken/x"):
        assert c.open(pad).status_code == 404
    c.open("/inbox/verzoeken")
    assert c.stuur(f"/inbox/verzoeken/{verzoek}/besluiten", besluit="afgewezen/buitensporig").status_code == 404
    assert "Inzage" not in tekst(c.open("/inbox/verzoeken"))
    d = browser(huis)
    d.als_coordinator()
    assert d.open("/inbox/verzoeken").status_code == 403
    b.open("/inbox/verzoeken")
    assert b.stuur(f"/inbox/verzoeken/{verzoek}/besluiten", csrf="x").status_code == 403
    assert lees(fg, verzoek)["stand"] == "ontvangen"


def test_I07_op_de_bladzijden_staat_geen_bsn_en_geen_kenmerk_van_een_mens(huis: Huis) -> None:
    meldt(huis.partij("De Klaver"))
    b, fg = met_pagina(huis)
    verzoek = vraagt(fg)["verzoekId"]
    (rij,) = lees_database(huis, "SELECT persoon FROM verzoek")
    for pad in ("/inbox/verzoeken", f"/inbox/verzoeken/{verzoek}"):
        blad = b.open(pad).text
        assert KINDEREN[0] not in blad
        assert str(rij["persoon"]) not in blad
