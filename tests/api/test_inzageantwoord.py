# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""G03: what an asker reads: all that is his and may be told, in plain Dutch, and nothing of anybody else."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from tests.api.hulp import logregels
from tests.api.verzoek import adviseert, besluit, een_fg, meldt, vraagt
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, toestemming, veiligheidsgrond
from verwijsindex.api.verzoeken import Briefvorm, gevraagde_vorm
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import controle

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

VANDAAG = "2014-06-02"
# Who and what must not stand in a letter about KINDEREN[0].
KANARIES = {"Kanarie", "kanarie@", "R. Regisseur", "010-1234567", "huurachterstand", "De huur"}


@pytest.fixture
def fg(huis: Huis) -> Partij:
    return een_fg(huis)


def brieven(fg: Partij, verzoek: str) -> tuple[dict[str, Any], str, str]:
    """The answer in its three forms: data, page as text, PDF as text on one line."""
    pad = f"/v1/verzoeken/{verzoek}/antwoord"
    pagina, pdf = fg.get(f"{pad}?vorm=html"), fg.get(f"{pad}?vorm=pdf")
    assert pagina.headers["content-type"] == "text/html; charset=utf-8"
    assert pdf.headers["content-type"] == "application/pdf"
    assert {a.headers["cache-control"] for a in (pagina, pdf)} == {"no-store"}
    inhoud: dict[str, Any] = fg.get(pad).json()
    return inhoud, plat(" ".join(boom(pagina.text).itertext())), tekst(pdf.content)


def boom(pagina: str) -> ElementTree.Element:
    """The page, which is well-formed."""
    return ElementTree.fromstring(pagina.removeprefix("<!DOCTYPE html>"))  # noqa: S314 (our own page)


def tekst(pdf: bytes) -> str:
    """What can be read in a PDF, across pages; words broken at the end of a line are whole again."""
    bladen = (blad.extract_text() for blad in PdfReader(io.BytesIO(pdf)).pages)
    return plat(" ".join(bladen).replace("‑", "-").replace("-\n", "-"))


def plat(lang: str) -> str:
    return " ".join(lang.split())


def gezin(huis: Huis) -> tuple[Partij, Partij]:
    """A school and CJG on one child, a match that a director looked at, and much that is others'."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG Rijnmond", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam Zuid", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    meldt(school, ouders=(MOEDER, VADER), leefgebieden=["onderwijs", "gezin"], patroon="ongeoorloofd-verzuim")
    contact = {"functie": "jeugdverpleegkundige", "email": "team@cjg.example"}
    meldt(cjg, ouders=(MOEDER, VADER), soort="zorgen", contactpunt=contact)
    kanarie = huis.partij("Kanarie Wonen", Categorie.WONEN)
    contact = {"functie": "consulent", "email": "kanarie@wonen.example"}
    meldt(kanarie, KINDEREN[1], ouders=(MOEDER, VADER), soort="zorgen", contactpunt=contact, patroon="huurachterstand")
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    assert wijkteam.get(f"/v1/matches/{match['matchId']}").status_code == 200
    return school, cjg


def test_G03_de_brief_vertelt_wat_wie_waarom_wie_keek_en_hoe_lang(huis: Huis, fg: Partij) -> None:
    gezin(huis)
    verzoek = vraagt(fg)["verzoekId"]
    huis.klok.zet("2014-06-03")
    inhoud, pagina, pdf = brieven(fg, verzoek)
    van_school, van_cjg = inhoud["signalen"]
    assert (van_school["organisatie"], van_cjg["organisatie"]) == ("De Klaver", "CJG Rijnmond")
    assert (van_school["soort"], van_school["leefgebieden"]) == ("betrokken", ["gezin", "onderwijs"])
    assert van_school["bewaardTot"] == "2016-06-02"
    (grond,) = van_cjg["gronden"]
    assert (grond["soort"], grond["door"], grond["op"]) == ("toestemming", ["ouder-met-gezag"], VANDAAG)
    assert {blik["organisatie"] for blik in inhoud["gekeken"]} >= {"Wijkteam Zuid"}
    for lezing in (pagina, pdf):
        for zin in (
            "Wat staat er over u in de verwijsindex?",
            "Wij vertellen u hier over 2 signalen.",
            "De Klaver",
            "CJG Rijnmond",
            "jeugdverpleegkundige, team@cjg.example",
            "De organisatie maakt zich zorgen.",
            "het gezin en school",
            "Het kind was van school weg zonder toestemming.",
            "Er is toestemming gegeven op 2 juni 2014, door: ouder met gezag.",
            "2 juni 2016",
            "Wijkteam Zuid, als regisseur: 2 juni 2014",
            "Gegevens van andere mensen laten wij weg.",
            "Het kan zijn dat wij u nu niet alles kunnen vertellen.",
            "Autoriteit Persoonsgegevens",
            "bezwaar",
            verzoek,
        ):
            assert plat(zin) in lezing, zin


def test_G03_van_andere_mensen_staat_er_niets_in(huis: Huis, fg: Partij) -> None:
    school, _ = gezin(huis)
    for over, bsn in (("kind", KINDEREN[0]), ("ouder", VADER)):
        verzoek = vraagt(fg, bsn, over=over)["verzoekId"]
        inhoud, pagina, pdf = brieven(fg, verzoek)
        # The parent was named by that organisation too.
        kanaries = KANARIES - ({"Kanarie", "kanarie@"} if over == "ouder" else set()) | {str(school.professional)}
        for lezing in (str(inhoud), pagina, pdf):
            assert {kanarie for kanarie in kanaries if kanarie in lezing} == set()


def test_G03_een_ouder_hoort_wie_hem_noemde_en_niet_wat_er_over_het_kind_staat(huis: Huis, fg: Partij) -> None:
    school, _ = gezin(huis)
    meldt(school, KINDEREN[2], ouders=(VADER,))
    inhoud, pagina, pdf = brieven(fg, vraagt(fg, VADER, over="ouder")["verzoekId"])
    assert [deel["organisatie"] for deel in inhoud["signalen"]] == ["De Klaver", "CJG Rijnmond", "Kanarie Wonen"]
    for deel in inhoud["signalen"]:
        assert (deel["soort"], deel["leefgebieden"], deel["patroon"], deel["gronden"]) == (None, [], None, [])
    for lezing in (pagina, pdf):
        assert "U bent genoemd door 3 organisaties." in lezing
        assert "maakt zich zorgen." not in lezing.partition("Wat staat er over u?")[2]


GEVAARLIJK = {"geenToestemming": "vragen-geeft-gevaar"}
VEILIG = {"geenToestemming": "geweigerd"}


@pytest.mark.parametrize(
    ("grond", "advies", "verteld"),
    [
        (VEILIG, None, True),
        (GEVAARLIJK, None, False),
        (VEILIG, False, False),
        (GEVAARLIJK, True, True),
        (
            VEILIG
            | {
                "informering": {
                    "kind": False,
                    "ouders": False,
                    "nietOmdat": "informeren-geeft-gevaar",
                    "herzienOp": "2014-07-01",
                }
            },
            None,
            False,
        ),
        (VEILIG | {"nietDoorgeven": {"reden": "onderzoek-loopt", "herzienOp": "2014-07-01"}}, None, False),
    ],
)
@pytest.mark.parametrize("met_toestemming", [True, False])
def test_G03_een_grond_die_niet_verteld_mag_worden_blijft_weg(
    huis: Huis, fg: Partij, grond: dict[str, Any], advies: bool | None, verteld: bool, met_toestemming: bool
) -> None:
    school, thuis = huis.partij("De Klaver"), huis.partij("Veilig Thuis Zuid", Categorie.VEILIG_THUIS)
    meldt(school)
    anders = {"toestemming": toestemming(VANDAAG)} if met_toestemming else {}
    eigen = meldt(thuis, soort="zorgen", veiligheidsgrond=veiligheidsgrond(**grond), **anders)
    verzoek = vraagt(fg)["verzoekId"]
    if advies is not None:
        assert adviseert(thuis, verzoek, eigen, grondVertellen=advies).status_code == 201
    inhoud, pagina, pdf = brieven(fg, verzoek)
    getoond = verteld or met_toestemming
    assert [deel["organisatie"] for deel in inhoud["signalen"]] == ["De Klaver"] + ["Veilig Thuis Zuid"] * getoond
    for lezing in (str(inhoud), pagina, pdf):
        assert ("geweld thuis" in lezing) is verteld
        assert ("Veilig Thuis Zuid" in lezing) is getoond
        assert "Het kan zijn dat wij u nu niet alles kunnen vertellen." in lezing
    assert "Voor de veiligheid, sinds 2 juni 2014" in pagina or not verteld


def test_G03_wat_alleen_op_een_verzwegen_grond_staat_verraadt_zich_ook_niet_door_wie_er_keek(
    huis: Huis, fg: Partij
) -> None:
    thuis = huis.partij("Veilig Thuis Zuid", Categorie.VEILIG_THUIS)
    eigen = meldt(thuis, soort="zorgen", veiligheidsgrond=veiligheidsgrond(**GEVAARLIJK))
    thuis.get(f"/v1/signalen/{eigen}")
    verzoek = vraagt(fg)["verzoekId"]
    inhoud, pagina, _ = brieven(fg, verzoek)
    assert inhoud["signalen"] == inhoud["gekeken"] == []
    assert "Wij kunnen u nu niet alles vertellen." in pagina
    assert "staat er niets over u" not in pagina
    school = huis.partij("De Klaver")
    van_school = meldt(school)
    thuis.get(f"/v1/signalen/{eigen}")
    school.get(f"/v1/signalen/{van_school}")
    inhoud, pagina, _ = brieven(fg, verzoek)
    assert {blik["organisatie"] for blik in inhoud["gekeken"]} <= {"De Klaver", "De gemeente"}
    assert "Veilig Thuis" not in pagina


def test_G03_een_signaal_dat_doorloopt_na_een_nee_blijft_weg(huis: Huis, fg: Partij) -> None:
    school, thuis = huis.partij("De Klaver"), huis.partij("Veilig Thuis Zuid", Categorie.VEILIG_THUIS)
    meldt(school)
    gevaar = veiligheidsgrond(**GEVAARLIJK)
    eigen = thuis.meldt(soort="zorgen", veiligheidsgrond=gevaar, toestemming=toestemming(VANDAAG)).json()
    verzoek = vraagt(fg)["verzoekId"]
    assert len(brieven(fg, verzoek)[0]["signalen"]) == 2
    pad = f"/v1/toestemmingen/{eigen['toestemmingId']}/intrekkingen"
    assert thuis.post(pad, {"door": "ouder-met-gezag"}).status_code == 201
    inhoud, pagina, _ = brieven(fg, verzoek)
    assert [deel["organisatie"] for deel in inhoud["signalen"]] == ["De Klaver"]
    assert "Veilig Thuis" not in pagina
    # Nobody confirmed it: from then on it sleeps, as it would have without the ground.
    huis.klok.zet("2014-06-06")
    inhoud, pagina, _ = brieven(fg, verzoek)
    (_, slaapt) = inhoud["signalen"]
    assert (slaapt["organisatie"], slaapt["status"]) == ("Veilig Thuis Zuid", "slapend")
    assert [grond["soort"] for grond in slaapt["gronden"]] == ["toestemming"]
    assert "geweld" not in pagina


def test_G03_wie_weigerde_van_de_ouders_staat_er_niet_bij(huis: Huis, fg: Partij) -> None:
    school = huis.partij("De Klaver")
    stemmen = [{"wie": "ouder-met-gezag", "akkoord": True}, {"wie": "ouder-met-gezag", "akkoord": False}]
    meldt(school, toestemming=toestemming(VANDAAG, stemmen=stemmen, gezaghebbenden=2))
    inhoud, pagina, _ = brieven(fg, vraagt(fg)["verzoekId"])
    (grond,) = inhoud["signalen"][0]["gronden"]
    assert (grond["soort"], grond["door"]) == ("geen-toestemming", [])
    assert "Er is geen toestemming gegeven op 2 juni 2014." in pagina
    assert "Dit signaal telt nu niet mee." in pagina


def test_G03_S09_van_een_signaal_op_het_verkeerde_kind_staat_er_alleen_dat_het_is_teruggenomen(
    huis: Huis, fg: Partij
) -> None:
    school = huis.partij("De Klaver")
    eigen = meldt(school, soort="zorgen", patroon="armoede")
    assert school.post(f"/v1/signalen/{eigen}/intrekkingen", {"reden": "verkeerd-kind"}).status_code == 201
    inhoud, pagina, _ = brieven(fg, vraagt(fg)["verzoekId"])
    (verteld,) = inhoud["signalen"]
    assert (verteld["status"], verteld["soort"], verteld["gronden"]) == ("ingetrokken", None, [])
    assert "Dit signaal is teruggenomen." in pagina
    assert "te weinig geld" not in pagina


def test_G03_wie_keek_staat_er_per_organisatie_en_veel_dagen_worden_een_zin(huis: Huis, fg: Partij) -> None:
    school = huis.partij("De Klaver")
    eigen = meldt(school)
    for dag in range(2, 12):
        huis.klok.zet(f"2014-06-{dag:02}")
        school.get(f"/v1/signalen/{eigen}")
    inhoud, pagina, _ = brieven(fg, vraagt(fg)["verzoekId"])
    (blik,) = (deel for deel in inhoud["gekeken"] if deel["rol"] == "melder")
    assert (blik["organisatie"], len(blik["dagen"])) == ("De Klaver", 10)
    assert "De Klaver, als melder: op 10 dagen, van 2 juni 2014 tot en met 11 juni 2014" in pagina


def test_G03_de_pdf_is_voor_te_lezen_en_houdt_elk_teken(huis: Huis, fg: Partij) -> None:
    vreemd = "Stichting #strong[Ünïcode] *é* ‘ĳ’ <b>&amp;</b> $x$ @ref €"
    meldt(huis.partij(vreemd))
    verzoek = vraagt(fg)["verzoekId"]
    pdf = fg.get(f"/v1/verzoeken/{verzoek}/antwoord?vorm=pdf").content
    lezer = PdfReader(io.BytesIO(pdf))
    wortel = lezer.trailer["/Root"]
    assert wortel["/Lang"] in ("nl", "nl-NL")
    assert wortel["/MarkInfo"]["/Marked"]
    assert wortel["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in wortel
    assert lezer.metadata is not None
    assert lezer.metadata.title == "Wat staat er over u in de verwijsindex?"
    assert "pdfuaid:part" in wortel["/Metadata"].get_data().decode()
    assert plat(vreemd).replace("ĳ", "ij") in tekst(pdf).replace("ĳ", "ij")
    pagina = fg.get(f"/v1/verzoeken/{verzoek}/antwoord?vorm=html").text
    (kop,) = (deel.text for deel in boom(pagina).iter("h3"))
    assert kop == vreemd


def test_G03_de_pagina_staat_op_zichzelf_en_heeft_koppen_in_volgorde(huis: Huis, fg: Partij) -> None:
    meldt(huis.partij("De Klaver"))
    verzoek = vraagt(fg)["verzoekId"]
    antwoord = huis.client.get(f"/v1/verzoeken/{verzoek}/antwoord", headers=fg.kop() | {"Accept": "text/html"})
    beleid = antwoord.headers["content-security-policy"].split("; ")
    assert beleid == ["default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'none'", "sandbox"]
    assert antwoord.headers["vary"] == "Accept"
    pagina = boom(antwoord.text)
    assert pagina.get("lang") == "nl"
    assert not {deel.tag for deel in pagina.iter()} & {"script", "link", "img", "iframe", "a", "form"}
    koppen = [int(deel.tag[1]) for deel in pagina.iter() if deel.tag in ("h1", "h2", "h3")]
    assert koppen[0] == 1
    assert koppen.count(1) == 1
    assert all(na - voor <= 1 for voor, na in pairwise(koppen))


@pytest.mark.parametrize(
    ("accept", "vorm"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html", "html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        ("application/pdf", "pdf"),
        ("application/pdf;q=0.5, text/html;q=0.9", "html"),
        ("application/json, text/html;q=0.9", "json"),
        ("application/pdf;q=x", "json"),
        ("text/html;q=0", "json"),
    ],
)
def test_G03_de_vorm_volgt_uit_wat_gevraagd_wordt(accept: str, vorm: str) -> None:
    assert gevraagde_vorm(accept) is Briefvorm(vorm)


def test_G03_het_besluit_is_ook_een_brief_zonder_gegevens_uit_de_index(huis: Huis, fg: Partij) -> None:
    school, cjg = gezin(huis)
    verzoek = vraagt(fg)["verzoekId"]
    for partij in (school, cjg):
        (vraag,) = partij.get("/v1/adviesvragen").json()["adviesvragen"]
        assert adviseert(partij, verzoek, vraag["signaalId"]).status_code == 201
    assert besluit(fg, verzoek, "toegewezen", "alles-gegeven").status_code == 201
    inhoud, pagina, pdf = brieven(fg, verzoek)
    assert inhoud["signalen"] == inhoud["gekeken"] == []
    for lezing in (pagina, pdf):
        assert "Wij hebben u gegeven wat wij u nu kunnen geven." in lezing
        assert "Autoriteit Persoonsgegevens" in lezing
        assert "De Klaver" not in lezing


def test_G03_de_brief_met_het_besluit_verraadt_niet_dat_er_iets_is_weggelaten(huis: Huis, fg: Partij) -> None:
    thuis, school = huis.partij("Veilig Thuis Zuid", Categorie.VEILIG_THUIS), huis.partij("De Klaver")
    wijkteam = huis.partij("Wijkteam Zuid", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    meldt(school)
    meldt(thuis, soort="zorgen", veiligheidsgrond=veiligheidsgrond(**GEVAARLIJK))
    meldt(school, KINDEREN[3], ouders=())
    wijkteam.get("/v1/matches")
    met, zonder = vraagt(fg)["verzoekId"], vraagt(fg, KINDEREN[3])["verzoekId"]
    delen = [fg.get(f"/v1/verzoeken/{v}/antwoord").json()["brief"]["delen"] for v in (met, zonder)]
    assert delen[0] == delen[1]
    huis.klok.zet("2014-06-16")
    assert besluit(fg, met, "gedeeltelijk", "veiligheid-van-een-kind").status_code == 201
    assert besluit(fg, zonder, "toegewezen", "alles-gegeven").status_code == 201
    brief, ander = (fg.get(f"/v1/verzoeken/{v}/antwoord").json()["brief"] for v in (met, zonder))
    assert brief == ander


def test_G03_L01_een_antwoord_staat_in_het_logboek_en_het_blijft_controleerbaar(huis: Huis, fg: Partij) -> None:
    gezin(huis)
    verzoek = vraagt(fg)["verzoekId"]
    voor = len(logregels(huis))
    brieven(fg, verzoek)
    nieuw = logregels(huis)[voor:]
    assert [regel["tag"] for regel in nieuw if "antwoord" in regel["tag"]] == ["api:antwoord:bekijken"] * 3
    assert not [v for v in controle.controleer(huis.tools, controle.families_te_controleren(huis.tools, BEHEER)) if v]
