# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What one entrance refuses, no other lets in: a report and a batch, the API and the inbox, a look and the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import CONVENANT, een_match, is_geweigerd, lees_database, logregels, niets_veranderd, wijs_toe
from tests.huis import BEHEER, GEMEENTE, KINDEREN, MOEDER, een_huis, toestemming, veiligheidsgrond
from tests.inbox.hulp import browser
from tests.use_cases.test_convenant import opdracht  # noqa: F401 a fixture
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Proefdatabase
    from tests.huis import Huis, Partij

VANDAAG, MORGEN = "2014-06-02", "2014-06-03"
GROND = veiligheidsgrond("vermissing")
NIEMAND_WEET = {"kind": False, "ouders": False}


def _bevestigd(**anders: Any) -> dict[str, Any]:
    return {
        "bevestiging": {"professional": "pro", "moment": "2014-06-02T08:00:00Z", "redelijkVermoeden": True} | anders
    }


def _ja(**anders: Any) -> dict[str, Any]:
    return {"toestemming": toestemming(VANDAAG) | anders}


def _grond(**anders: Any) -> dict[str, Any]:
    return {"veiligheidsgrond": GROND | anders}


def _nee(wie: str) -> list[dict[str, Any]]:
    return [{"wie": wie, "akkoord": False}]


# Everything that the body of a report can be refused for: fields that differ from a good one, code and rule.
VELDEN: dict[str, tuple[dict[str, Any], str, str]] = {
    "soort": ({"soort": "ruzie"}, "waarde-onbekend", "S03"),
    "vermoeden": ({"soort": "zorgen"} | _bevestigd(redelijkVermoeden=False), "redelijk-vermoeden-vereist", "S02"),
    "gemeente": ({"gemeentecode": "0344"}, "geen-convenant", "A01"),
    "te oud": ({"geboortemaand": "1991-05", "uiterlijkTot": MORGEN, "toestemming": None}, "te-oud", "S01"),
    "ongeboren": ({"geboortemaand": "2014-07", "toestemming": None}, "geen-bsn", "S09"),
    "voorbij": ({"uiterlijkTot": VANDAAG}, "uiterlijk-tot-voorbij", "S01"),
    "te lang": ({"uiterlijkTot": "2016-06-03"}, "uiterlijk-tot-te-laat", "S01"),
    "na 23": (
        {"geboortemaand": "1991-07", "uiterlijkTot": "2014-09-01", "toestemming": None},
        "uiterlijk-tot-na-23",
        "S01",
    ),
    "vanaf": ({"vanaf": MORGEN}, "vanaf-in-toekomst", "S03"),
    "tot": ({"vanaf": VANDAAG, "tot": "2014-06-01"}, "tot-voor-vanaf", "S03"),
    "bevestigd in de toekomst": (_bevestigd(moment="2014-06-03T00:00:00+02:00"), "bevestiging-in-toekomst", "A03"),
    "bevestigd door een ander": (_bevestigd(professional="tweede"), "professional-anders", "A03"),
    "niet geïnformeerd": ({"informering": NIEMAND_WEET}, "informering-onvolledig", "S07"),
    "informeren voorbij": (
        {"informering": NIEMAND_WEET | {"nietOmdat": "niet-bereikbaar", "herzienOp": VANDAAG}},
        "herzien-op-voorbij",
        "S07",
    ),
    "toestemming in de toekomst": (_ja(gegevenOp=MORGEN), "toestemming-in-toekomst", "T03"),
    "toestemming voorbij": (_ja(gegevenOp="2014-01-01", tot="2014-06-01"), "toestemming-voorbij", "T03"),
    "toestemming te beperkt": (_ja(voor=["registreren"]), "toestemming-te-beperkt", "T03"),
    "verkeerde leeftijd": (_ja(leeftijdsgroep="vanaf-16"), "leeftijdsgroep-onmogelijk", "T01"),
    "verkeerde spreker": (_ja(stemmen=_nee("jeugdige")), "toestemming-door-verkeerde", "T01"),
    "ouder ontbreekt": (_ja(gezaghebbenden=2), "stem-ontbreekt", "T02"),
    "ouder te veel": (_ja(gezaghebbenden=0), "stemmen-te-veel", "T02"),
    "wilsonbekwaam": (_ja(wilsonbekwaam="psychische-toestand"), "wilsonbekwaam-onder-12", "T01"),
    "na de verjaardag": (_ja(tot="2022-07-01"), "toestemming-na-verjaardag", "T05"),
    "feit ontbreekt": ({"veiligheidsgrond": {"grond": "vermissing"}}, "veld-ontbreekt", "S03"),
    "twee gronden": (_grond(grond=["vermissing", "huiselijk-geweld"]), "waarde-onbekend", "S03"),
    "duiding": (_grond(feitenEnDuiding=False), "feiten-en-duiding-vereist", "V02"),
    "raadpleging": (_grond(geraadpleegdOp=MORGEN), "dag-in-toekomst", "V02"),
    "dossier": (_grond(dossier="de vader drinkt"), "dossierkenmerk-ongeldig", "V02"),
    "doorgeven": (
        _grond(nietDoorgeven={"reden": "onderzoek-loopt", "herzienOp": VANDAAG}),
        "herzien-op-voorbij",
        "V07",
    ),
    "envelop ontbreekt": ({"onthulling": "envelop"}, "envelop-ontbreekt", "S03"),
    "envelop te veel": ({"envelop": {"kid": "k", "ct": "A" * 747}}, "envelop-te-veel", "S03"),
    "token": ({"kindToken": "A" * 107}, "token-ongeldig", "S03"),
    "onbekend veld": ({"toelichting": "vertrouwelijk"}, "veld-onbekend", "S03"),
    "geen toestemmingsvorm": ({"toestemming": "ja"}, "waarde-ongeldig", "S03"),
}


def _uit(antwoord: Any) -> list[tuple[str, str, str]]:
    return [(fout["code"], fout["regel"], fout["wijzer"]) for fout in antwoord["fouten"]]


def _beide(huis: Huis, partij: Partij, lichaam: Any, wie: str | None = "pro") -> list[tuple[str, str, str]]:
    """What both entrances say, which is the same, is in the log either way, and leaves nothing behind."""
    partij.token(wie)
    gevonden = []
    with niets_veranderd(huis):
        for pad, inhoud in (("/v1/signalen", lichaam), ("/v1/signaalbatches", {"signalen": [lichaam]})):
            eerder = len(logregels(huis))
            antwoord = partij.post(pad, inhoud, wie)
            uitkomst = antwoord.json() if pad == "/v1/signalen" else antwoord.json()["uitkomsten"][0]
            gevonden.append((uitkomst["status"], _uit(uitkomst)))
            regels = logregels(huis)[eerder:]
            assert {(r["code"], r["regel"]) for r in regels} == {fout[:2] for fout in _uit(uitkomst)}
            assert {(r["uitkomst"], r["organisatie"], r["rol"]) for r in regels} == {("geweigerd", partij.id, "melder")}
    assert gevonden[0] == gevonden[1]
    assert gevonden[0][0] >= 400
    return gevonden[0][1]


@pytest.mark.parametrize("naam", VELDEN)
def test_S08_A01_S01_T01_V02_een_melding_die_los_niet_mag_mag_ook_niet_in_een_batch(gedeeld: Huis, naam: str) -> None:
    velden, code, regel = VELDEN[naam]
    school = gedeeld.partij("De Klaver")
    fouten = _beide(gedeeld, school, school.lichaam(**velden))
    assert (code, regel) in [fout[:2] for fout in fouten]


def _kinderopvang(huis: Huis) -> tuple[Partij, str | None]:
    return huis.partij("Opvang", Categorie.KINDEROPVANG), "pro"


def _niet_getekend(huis: Huis) -> tuple[Partij, str | None]:
    return huis.partij("De Klaver", ondertekent=False), "pro"


def _machine(huis: Huis) -> tuple[Partij, str | None]:
    return huis.partij("De Klaver"), None


def _niet_meer_aangewezen(huis: Huis) -> tuple[Partij, str | None]:
    partij = huis.partij("De Klaver")
    partij.token()
    weg = Professional(uuid4(), partij.id, "pro", date(2010, 1, 1), date(2014, 6, 1))
    beheer.wijs_aan(huis.tools, BEHEER, weg)
    return partij, "pro"


def _mag_niet_doorbreken(huis: Huis) -> tuple[Partij, str | None]:
    partij = huis.partij("De Klaver")
    zonder = Professional(uuid4(), partij.id, "pro", date(2010, 1, 1), mag_doorbreken=False)
    beheer.wijs_aan(huis.tools, BEHEER, zonder)
    return partij, "pro"


def _weg(huis: Huis) -> tuple[Partij, str | None]:
    partij = huis.partij("De Klaver")
    partij.token()
    beheer.bewaar_organisatie(huis.tools, BEHEER, replace(partij.organisatie, actief=False), {"keys": []})
    return partij, "pro"


@pytest.mark.parametrize(
    ("maak", "code", "regel"),
    [
        (_kinderopvang, "categorie-niet-toegelaten", "A02"),
        (_niet_getekend, "convenant-niet-ondertekend", "A01"),
        (_machine, "professional-vereist", "A03"),
        (_niet_meer_aangewezen, "professional-niet-aangewezen", "A01"),
        (_mag_niet_doorbreken, "doorbreken-niet-toegestaan", "V05"),
        (_weg, "organisatie-niet-actief", "A01"),
    ],
)
def test_A01_A02_A03_V05_S08_wie_los_niet_mag_melden_mag_het_ook_niet_in_een_batch(
    gedeeld: Huis, maak: Callable[[Huis], tuple[Partij, str | None]], code: str, regel: str
) -> None:
    partij, wie = maak(gedeeld)
    fouten = _beide(gedeeld, partij, partij.lichaam(veiligheidsgrond=GROND), wie)
    assert (code, regel) in [fout[:2] for fout in fouten]


def test_S04_S05_V04_S08_wat_strijdt_met_wat_er_is_strijdt_er_ook_in_een_batch_mee(gedeeld: Huis) -> None:
    school = gedeeld.partij("De Klaver")
    lichaam = school.lichaam(KINDEREN[3], ouders=(), veiligheidsgrond=GROND)
    assert school.post("/v1/signalen", lichaam).status_code == 201
    fouten = _beide(gedeeld, school, lichaam | {"leefgebieden": ["werk"]})
    assert fouten == [("signaal-id-bestaat", "S04", "/signaalId")]
    fouten = _beide(gedeeld, school, school.lichaam(KINDEREN[3], ouders=(), tot=VANDAAG))
    assert fouten == [("grond-blijft-ontbreekt", "V04", "/tot")]
    dubbel = school.lichaam(ouders=(MOEDER, MOEDER))
    assert _beide(gedeeld, school, dubbel) == [("ouder-dubbel", "S03", "/ouderTokens")]


def test_A06_S10_wie_niet_te_kennen_is_en_wat_een_bsn_draagt_komt_nergens_in(gedeeld: Huis) -> None:
    school = gedeeld.partij("De Klaver")
    lichaam = school.lichaam()
    ingangen = (("/v1/signalen", lichaam), ("/v1/signaalbatches", {"signalen": [lichaam]}))
    with niets_veranderd(gedeeld):
        for pad, inhoud in ingangen:
            for kop, code in (({}, "geen-token"), ({"Authorization": "Bearer x"}, None)):
                antwoord = gedeeld.client.post(pad, json=inhoud, headers=kop)
                is_geweigerd(gedeeld, antwoord, 401, code or antwoord.json()["code"])
        met_bsn = lichaam | {"gebied": KINDEREN[1]}
        for pad, inhoud in ((ingangen[0][0], met_bsn), (ingangen[1][0], {"signalen": [lichaam, met_bsn]})):
            # Of a batch nothing lands: where one number came in, there may be more.
            is_geweigerd(gedeeld, school.post(pad, inhoud), 400, "bsn-geweigerd", regel="S10", door=school)


def test_M15_in_de_wettelijke_index_wordt_toestemming_noch_grond_aangenomen(
    database: Proefdatabase, tmp_path: Path
) -> None:
    with een_huis(database, tmp_path, convenant="jeugdwet-7.1") as huis:
        school = huis.partij("CJG", Categorie.JGZ, instelling="cjg")
        fouten = _beide(huis, school, school.lichaam(soort="zorgen"))
        assert fouten == [("toestemming-niet-van-toepassing", "M15", "/toestemming")]
        fouten = _beide(huis, school, school.lichaam(soort="zorgen", veiligheidsgrond=GROND))
        assert ("grond-niet-van-toepassing", "M15", "/veiligheidsgrond") in fouten
        assert ("soort-niet-toegelaten", "S02", "/soort") in _beide(huis, school, school.lichaam(toestemming=None))
        id_ = school.meldt(soort="zorgen", toestemming=None).json()["signaalId"]
        antwoord = school.post(f"/v1/signalen/{id_}/toestemmingen", toestemming(VANDAAG))
        is_geweigerd(huis, antwoord, 409, "toestemming-niet-van-toepassing", regel="M15", door=school)
        antwoord = school.post(f"/v1/signalen/{id_}/veiligheidsgronden", GROND)
        is_geweigerd(huis, antwoord, 403, "grond-niet-van-toepassing", regel="M15", door=school)


# The API and the inbox


def test_R03_I06_wat_de_api_een_regisseur_weigert_weigert_de_inbox_ook(huis: Huis) -> None:
    *_, wijkteam, match = een_match(huis)
    ander = huis.partij("Ander wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(ander, "A. Ander")
    pad = f"/matches/{match}/aanvaardingen"
    inboxen = {partij.id: browser(huis) for partij in (wijkteam, ander)}
    for partij in (wijkteam, ander):
        inboxen[partij.id].als_regisseur(partij)
        partij.token()

    def geweigerd(partij: Partij, waar: str, status: int, code: str) -> None:
        for bron, stuur in (("api", partij.post), ("inbox", inboxen[partij.id].stuur)):
            antwoord = stuur(f"/{'v1' if bron == 'api' else bron}{waar}")
            assert antwoord.status_code == status, antwoord.text
            # The page of the inbox that says no is a look, with a row of its own.
            regel = [r for r in logregels(huis) if r["uitkomst"] == "geweigerd"][-1]
            assert (regel["tag"], regel["code"]) == (f"{bron}:match:aanvaarden", code)
            assert regel["professional"] == partij.professional

    def status() -> Any:
        return lees_database(huis, "SELECT status, regisseur FROM match")

    eerst = status()
    geweigerd(ander, pad, 404, "niet-gevonden")
    geweigerd(ander, f"/matches/{uuid4()}/aanvaardingen", 404, "niet-gevonden")
    assert status() == eerst
    assert inboxen[wijkteam.id].stuur(f"/inbox{pad}").status_code == 303
    geweigerd(wijkteam, pad, 403, "overgang-onmogelijk")
    wijs_toe(huis, match, ander)
    geweigerd(wijkteam, pad, 404, "niet-gevonden")
    huis.regisseur(ander, "A. Ander", actief=False)
    na = status()
    is_geweigerd(huis, ander.post(f"/v1{pad}"), 401, "geen-toegang-meer", regel="I02", door=ander)
    assert inboxen[ander.id].stuur(f"/inbox{pad}").headers["location"].startswith("/inbox/inloggen")
    assert logregels(huis)[-1]["code"] == "geen-toegang-meer"
    assert status() == na


# The API and the command line


@pytest.mark.parametrize(
    ("bestand", "vanaf", "code"),
    [
        (CONVENANT, VANDAAG, "convenant-in-verleden"),
        (CONVENANT.replace("versie: 2", "versie: 1"), "2014-07-01", "convenant-bestaat"),
        (CONVENANT.replace("drempel: 3", "drempel: hoog"), "2014-07-01", "convenant-ongeldig"),
        (CONVENANT + "\ndrempel: 4", "2014-07-01", "convenant-ongeldig"),
    ],
)
def test_M14_wat_de_voorvertoning_weigert_laadt_de_opdracht_ook_niet_om_dezelfde_redenen(
    huis: Huis,
    opdracht: Any,  # noqa: F811 the fixture, by its name
    tmp_path: Path,
    bestand: str,
    vanaf: str,
    code: str,
) -> None:
    gemeentehuis = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(gemeentehuis, Rol.COORDINATOR)
    pad = tmp_path / "tweede.yaml"
    pad.write_text(bestand, encoding="utf-8")
    with niets_veranderd(huis):
        antwoord = gemeentehuis.post("/v1/convenanten/_voorvertoning", {"bestand": bestand, "vanaf": vanaf})
        meldingen = {fout["melding"] for fout in antwoord.json()["fouten"]}
        is_geweigerd(huis, antwoord, antwoord.status_code, code)
        for daad in ("voorvertonen", "laden"):
            klaar = opdracht(daad, str(pad), "--gemeente", GEMEENTE, "--vanaf", vanaf)
            assert klaar.exit_code != 0
            kaal = " ".join(klaar.output.split())
            assert all(melding in kaal for melding in meldingen), klaar.output
            regel = logregels(huis)[-1]
            assert (regel["bron"], regel["uitkomst"], regel["code"]) == ("opdracht", "geweigerd", code)
    assert len(lees_database(huis, "SELECT FROM convenant")) == 1


# A look over the API and the worker


def _onbevestigd(partij: Partij, kind: str) -> str:
    return str(partij.meldt(kind, ouders=(), veiligheidsgrond=GROND).json()["signaalId"])


def _niet_herbeoordeeld(partij: Partij, kind: str) -> str:
    antwoord = partij.meldt(kind, ouders=(), veiligheidsgrond=GROND).json()
    pad = f"/v1/veiligheidsgronden/{antwoord['veiligheidsgrondId']}/bevestigingen"
    assert partij.post(pad, wie="tweede").status_code == 201
    return str(antwoord["signaalId"])


def _afgelopen(partij: Partij, kind: str) -> str:
    kort = toestemming(VANDAAG, "2014-06-20")
    return str(partij.meldt(kind, ouders=(), toestemming=kort).json()["signaalId"])


def _geweigerd(partij: Partij, kind: str) -> str:
    nee = toestemming(VANDAAG, stemmen=_nee("ouder-met-gezag"))
    return str(partij.meldt(kind, ouders=(), toestemming=nee).json()["signaalId"])


def _bewaard(partij: Partij, kind: str) -> str:
    return str(partij.meldt(kind, ouders=(), uiterlijkTot="2014-06-10").json()["signaalId"])


@pytest.mark.parametrize(
    ("leven", "op", "bestaat"),
    [
        (_onbevestigd, "2014-06-05", True),
        (_niet_herbeoordeeld, "2014-09-03", True),
        (_afgelopen, "2014-06-21", True),
        (_geweigerd, "2014-06-05", False),
        (_bewaard, "2014-06-10", False),
    ],
)
@pytest.mark.parametrize("laat", [0, 7])
def test_Z01_V03_V04_T03_T06_B01_de_worker_doet_met_de_tijd_wat_een_blik_over_de_api_ook_doet(
    huis: Huis, leven: Callable[[Partij, str], str], op: str, bestaat: bool, laat: int
) -> None:
    """Two equal children: one is looked at, the other swept, in time or days late."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    gelezen, geveegd = leven(school, KINDEREN[2]), leven(cjg, KINDEREN[3])
    ids = {rij["organisatie"]: str(rij["id"]) for rij in lees_database(huis, "SELECT id, organisatie FROM signaal")}
    huis.klok.zet(date.fromisoformat(op) + timedelta(days=laat), 0)
    assert school.get(f"/v1/signalen/{gelezen}").status_code == (200 if bestaat else 404)
    huis.veeg()
    assert _wat_de_tijd_deed(huis, school, ids[school.id]) == _wat_de_tijd_deed(huis, cjg, ids[cjg.id])
    verklaringen = lees_database(
        huis, "SELECT moment, code, regel FROM logregel WHERE tag LIKE '%%:bewaren:vernietigen' AND regel <> 'B03'"
    )
    assert [r["code"] for r in verklaringen] == ([] if bestaat else ["signaal=1"] * 2)
    assert len({(r["moment"], r["regel"]) for r in verklaringen}) <= 1
    for partij, id_ in ((school, gelezen), (cjg, geveegd)):
        antwoord = partij.post(f"/v1/signalen/{id_}/informeringen", {"kind": True, "ouders": True})
        assert antwoord.status_code == (201 if bestaat else 404), antwoord.text


def _wat_de_tijd_deed(huis: Huis, partij: Partij, signaal: str) -> list[Any]:
    """The signal, the evidence and the messages: everything but by whom and for whom."""
    velden = "slaapt_sinds, veiligheid ->> 'vervallen' AS vervallen"
    regels = lees_database(
        huis,
        "SELECT moment, split_part(tag, ':', 3) AS wat, regel, convenant, rol FROM logboek"
        " WHERE split_part(tag, ':', 2) = 'systeem' AND CAST(onderwerpen AS text) LIKE %s ORDER BY id",
        f"%{signaal}%",
    )
    # Of what is destroyed a statement names nobody (B03).
    assert regels or not lees_database(huis, "SELECT FROM signaal WHERE organisatie = %s", partij.id)
    return [
        lees_database(huis, f"SELECT {velden} FROM signaal WHERE organisatie = %s", partij.id),
        regels,
        lees_database(huis, "SELECT soort, spoed FROM outbox WHERE ontvanger_id = %s ORDER BY id", str(partij.id)),
    ]
