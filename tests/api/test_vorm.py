# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests that are not well-formed: 400, all faults at once, a pointer to each, never the value."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import is_geweigerd, is_probleem, logregels, niets_veranderd
from tests.huis import toestemming, veiligheidsgrond

if TYPE_CHECKING:
    from tests.huis import Huis


@pytest.fixture
def huis(gedeeld: Huis) -> Huis:
    return gedeeld


JSON = {"Content-Type": "application/json"}
MELDER = {"functie": "intern begeleider", "telefoon": "010-2345678"}


@pytest.mark.parametrize(
    ("inhoud", "code", "wijzer"),
    [
        ({"naam": "x"}, "veld-onbekend", "/naam"),
        ({"contactpunt": MELDER | {"naam": "x"}}, "veld-onbekend", "/contactpunt/naam"),
        ({"contactpunt": MELDER | {"Jan de Vries": "x"}}, "veld-onbekend", "/contactpunt"),
        ({"contactpunt": MELDER | {"a/b~c": "x"}}, "veld-onbekend", "/contactpunt"),
        ({"body": "x"}, "veld-onbekend", "/body"),
        ({"signaal_id": "x"}, "veld-onbekend", ""),
        ({"uiterlijkTot": 1461974400}, "datum-ongeldig", "/uiterlijkTot"),
        ({"uiterlijkTot": "1461974400"}, "datum-ongeldig", "/uiterlijkTot"),
        ({"uiterlijkTot": "2015-06-02T00:00:00Z"}, "datum-ongeldig", "/uiterlijkTot"),
        ({"uiterlijkTot": "2015-06-31"}, "datum-ongeldig", "/uiterlijkTot"),
        ({"uiterlijkTot": "2015-6-2"}, "datum-ongeldig", "/uiterlijkTot"),
        ({"uiterlijkTot": "9999-12-31"}, "datum-ongeldig", "/uiterlijkTot"),
        ({"vanaf": "0001-01-01"}, "datum-ongeldig", "/vanaf"),
        ({"vanaf": None}, "datum-ongeldig", "/vanaf"),
        ({"tot": True}, "datum-ongeldig", "/tot"),
        ({"toestemming": toestemming("2014-06-02", "9999-12-31")}, "datum-ongeldig", "/toestemming/tot"),
        ({"geboortemaand": "2010-13"}, "maand-ongeldig", "/geboortemaand"),
        ({"geboortemaand": "9999-12"}, "maand-ongeldig", "/geboortemaand"),
        ({"geboortemaand": 201003}, "waarde-ongeldig", "/geboortemaand"),
        ({"gemeentecode": "599"}, "waarde-ongeldig", "/gemeentecode"),
        ({"gemeentecode": 599}, "waarde-ongeldig", "/gemeentecode"),
        ({"sleutelVersie": "1"}, "waarde-ongeldig", "/sleutelVersie"),
        ({"sleutelVersie": True}, "waarde-ongeldig", "/sleutelVersie"),
        ({"sleutelVersie": 10**400}, "waarde-ongeldig", "/sleutelVersie"),
        ({"signaalId": "geen-uuid"}, "waarde-ongeldig", "/signaalId"),
        ({"soort": "bezorgd"}, "waarde-onbekend", "/soort"),
        ({"leefgebieden": []}, "te-weinig", "/leefgebieden"),
        ({"leefgebieden": ["gezin"] * 8}, "te-veel", "/leefgebieden"),
        ({"leefgebieden": ["gezin", "liefde"]}, "waarde-onbekend", "/leefgebieden/1"),
        ({"leefgebieden": "gezin"}, "waarde-ongeldig", "/leefgebieden"),
        ({"contactpunt": MELDER | {"functie": ""}}, "waarde-ongeldig", "/contactpunt/functie"),
        ({"contactpunt": MELDER | {"functie": "x" * 101}}, "waarde-ongeldig", "/contactpunt/functie"),
        ({"contactpunt": MELDER | {"functie": "a\x00b"}}, "waarde-ongeldig", "/contactpunt/functie"),
        ({"contactpunt": MELDER | {"functie": "a\nb"}}, "waarde-ongeldig", "/contactpunt/functie"),
        ({"contactpunt": MELDER | {"functie": "\ud800"}}, "waarde-ongeldig", "/contactpunt/functie"),
        ({"contactpunt": MELDER | {"email": "a\x00@b.nl"}}, "waarde-ongeldig", "/contactpunt/email"),
        ({"gebied": "a\x00"}, "waarde-ongeldig", "/gebied"),
        ({"gebied": "x" * 60000}, "waarde-ongeldig", "/gebied"),
        ({"informering": {"kind": "ja", "ouders": True}}, "waarde-ongeldig", "/informering/kind"),
        ({"toestemming": {"gegevenOp": "2014-06-02"}}, "veld-ontbreekt", "/toestemming/stemmen"),
        ({"toestemming": "ja"}, "waarde-ongeldig", "/toestemming"),
        ({"veiligheidsgrond": veiligheidsgrond("gevoel")}, "waarde-onbekend", "/veiligheidsgrond/grond"),
        ({"herkomst": "elders"}, "waarde-onbekend", "/herkomst"),
        ({"envelop": {"kid": "k", "ct": "kort"}}, "waarde-ongeldig", "/envelop/ct"),
    ],
)
def test_S03_een_veld_dat_niet_klopt_wordt_aangewezen(
    huis: Huis, inhoud: dict[str, Any], code: str, wijzer: str
) -> None:
    school = huis.partij("De Klaver")
    lichaam = json.dumps(school.lichaam() | inhoud)
    with niets_veranderd(huis):
        antwoord = huis.client.post("/v1/signalen", content=lichaam, headers=school.kop() | JSON)
    is_geweigerd(huis, antwoord, 400, code, regel="S03", wijzer=wijzer, door=school)
    assert "Jan" not in antwoord.text


@pytest.mark.parametrize(
    "moment",
    [
        1401696000,
        "1401696000",
        "2014-06-02",
        "2014-06-02T08:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59Z",
        "2014-06-02T25:00:00Z",
        None,
    ],
)
def test_Z01_een_moment_heeft_een_tijdzone_en_ligt_in_onze_tijd(huis: Huis, moment: object) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt(bevestiging={"professional": "pro", "moment": moment})
    is_geweigerd(huis, antwoord, 400, "moment-ongeldig", wijzer="/bevestiging/moment")


@pytest.mark.parametrize("moment", ["2014-06-02T10:00:00+02:00", "2014-06-02T08:00Z", "2014-06-02T08:00:00.123456Z"])
def test_Z01_elke_tijdzone_mag_naar_binnen_en_utc_gaat_naar_buiten(huis: Huis, moment: str) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt(bevestiging={"professional": "pro", "moment": moment})
    assert antwoord.status_code == 201, antwoord.text
    signaal = school.get(f"/v1/signalen/{antwoord.json()['signaalId']}").json()
    assert signaal["geregistreerd"].startswith("2014-06-02T08:00:00")
    assert signaal["geregistreerd"].endswith("Z")
    assert signaal["vanaf"] == "2014-06-02"


def test_S03_alle_fouten_komen_tegelijk(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam(soort="x", vanaf=3, extra=1)
    del lichaam["gemeentecode"], lichaam["bevestiging"]["moment"]
    inhoud = is_geweigerd(huis, school.post("/v1/signalen", lichaam), 400, "veld-ontbreekt")
    assert {(f["code"], f["wijzer"]) for f in inhoud["fouten"]} == {
        ("veld-ontbreekt", "/gemeentecode"),
        ("veld-ontbreekt", "/bevestiging/moment"),
        ("waarde-onbekend", "/soort"),
        ("datum-ongeldig", "/vanaf"),
        ("veld-onbekend", "/extra"),
    }


def test_S03_duizend_fouten_geven_een_kort_antwoord_en_een_regel_in_het_log(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.token()
    eerder = len(logregels(huis))
    antwoord = school.post("/v1/signalen", school.lichaam() | {f"x{'a' * n}": n for n in range(300)})
    assert len(is_geweigerd(huis, antwoord, 400, "veld-onbekend")["fouten"]) == 100
    assert len(logregels(huis)) == eerder + 1


@pytest.mark.parametrize("lichaam", ["", "[]", '"x"', "3", "null", "{}"])
def test_S03_een_lichaam_dat_geen_signaal_is(huis: Huis, lichaam: str) -> None:
    school = huis.partij("De Klaver")
    antwoord = huis.client.post("/v1/signalen", content=lichaam, headers=school.kop() | JSON)
    assert antwoord.status_code == 400
    is_geweigerd(huis, antwoord, 400, antwoord.json()["code"], door=school)


@pytest.mark.parametrize(
    ("lichaam", "code"),
    [
        (b"{", "geen-json"),
        (b'{"a": 1} x', "geen-json"),
        (b"\xff\xfe\xfa", "geen-json"),
        (b"1" * 5000, "geen-json"),
        (b"[" * 20000 + b"]" * 20000, "te-diep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "te-diep"),
    ],
)
@pytest.mark.parametrize("pad", ["/v1/signalen", "/v1/signaalbatches", "/v1/veiligheidsgronden/x/bevestigingen"])
def test_S03_wat_niet_te_lezen_is_wordt_geweigerd(huis: Huis, pad: str, lichaam: bytes, code: str) -> None:
    school = huis.partij("De Klaver")
    antwoord = huis.client.post(pad, content=lichaam, headers=school.kop() | JSON)
    is_geweigerd(huis, antwoord, 400, code, door=school)


@pytest.mark.parametrize("soort", [None, "text/plain", "application/xml", "multipart/form-data; boundary=x", "json"])
def test_S10_een_lichaam_dat_de_index_niet_kan_nazien_komt_er_niet_in(huis: Huis, soort: str | None) -> None:
    school = huis.partij("De Klaver")
    koppen = school.kop() | ({"Content-Type": soort} if soort else {})
    inhoud = json.dumps(school.lichaam())
    for pad in ("/v1/signalen", "/v1/oauth/token"):
        antwoord = huis.client.post(pad, content=inhoud, headers=koppen)
        is_geweigerd(huis, antwoord, 400, "inhoudstype-onbekend", regel="S10")


@pytest.mark.parametrize("soort", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/problem+json"])
def test_S03_elke_schrijfwijze_van_json_mag(huis: Huis, soort: str) -> None:
    school = huis.partij("De Klaver")
    koppen = school.kop() | {"Content-Type": soort}
    antwoord = huis.client.post("/v1/signalen", content=json.dumps(school.lichaam()), headers=koppen)
    assert antwoord.status_code == 201, antwoord.text


def test_S03_een_formulier_is_geen_signaal(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, huis.client.post("/v1/signalen", data={"a": "b"}, headers=school.kop()), 400, "waarde-ongeldig")


def test_S08_een_lichaam_boven_de_grens_wordt_niet_gelezen(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        antwoord = school.meldt(gebied="x" * 65 * 1024)
        is_geweigerd(huis, antwoord, 413, "te-groot", regel="S08", door=school)
        antwoord = school.post("/v1/signaalbatches", {"signalen": ["x" * 4 * 1024 * 1024]})
        is_geweigerd(huis, antwoord, 413, "te-groot", regel="S08", door=school)


def test_N01_wie_weggaat_voor_het_einde_van_zijn_aanvraag_heeft_niets_gevraagd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    heel = json.dumps(school.lichaam()).encode()
    kop = [(b"authorization", school.kop()["Authorization"].encode()), (b"content-type", b"application/json")]
    eerder = len(logregels(huis))
    berichten = [{"type": "http.request", "body": heel, "more_body": True}, {"type": "http.disconnect"}]
    verstuurd: list[Any] = []

    async def ontvang() -> Any:
        return berichten.pop(0)

    async def verstuur(bericht: Any) -> None:
        verstuurd.append(bericht)

    scope = {"type": "http", "method": "POST", "path": "/v1/signalen", "query_string": b"", "headers": kop}
    with niets_veranderd(huis):
        asyncio.run(huis.client.app(scope | {"http_version": "1.1"}, ontvang, verstuur))  # type: ignore[arg-type]
    assert verstuurd == []
    assert len(logregels(huis)) == eerder


@pytest.mark.parametrize(
    ("vraag", "wijzer"),
    [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=tien", "/limit"),
        ("cursor=onzin", "/cursor"),
        ("cursor=%C3%A9", "/cursor"),
        ("cursor=", "/cursor"),
        ("cursor=" + "A" * 201, "/cursor"),
        ("cursor=MjAxNC0wNi0wMiAx", "/cursor"),
        ("limit=0&cursor=" + "A" * 201, "/cursor"),
    ],
)
def test_I06_een_lijst_weigert_een_verkeerde_cursor_en_limiet(huis: Huis, vraag: str, wijzer: str) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.get(f"/v1/signalen?{vraag}")
    is_geweigerd(huis, antwoord, 400, antwoord.json()["code"], wijzer=wijzer, door=school)


@pytest.mark.parametrize("id_", ["x", "1", "00000000-0000-0000-0000-00000000000g", "%00", "a" * 2000])
def test_I06_een_adres_zonder_geldig_id(huis: Huis, id_: str) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, school.get(f"/v1/signalen/{id_}"), 400, "waarde-ongeldig", wijzer="/signaalId", door=school)


@pytest.mark.parametrize("pad", ["/v1/signalen/", "/v1/", "/v1", "/", "/v2/signalen", "/v1/stelsel/", "/docs", "/v1/x"])
def test_een_adres_dat_er_niet_is_geeft_404_en_geen_omleiding(huis: Huis, pad: str) -> None:
    school = huis.partij("De Klaver")
    school.token()
    eerder = len(logregels(huis))
    is_probleem(school.get(pad), 404, "niet-gevonden")
    # Nothing was asked of anybody's data, so there is nothing to account for: no row, and no way to flood the log.
    assert len(logregels(huis)) == eerder


@pytest.mark.parametrize(
    ("methode", "pad", "mag"),
    [
        ("DELETE", "/v1/signalen", "GET, POST"),
        ("PUT", "/v1/signaalbatches", "POST"),
        ("GET", "/v1/oauth/token", "POST"),
        ("POST", "/v1/stelsel", "GET"),
        ("PATCH", "/v1/matches/00000000-0000-0000-0000-000000000000", "GET"),
    ],
)
def test_een_andere_methode_geeft_405_met_wat_wel_mag(huis: Huis, methode: str, pad: str, mag: str) -> None:
    antwoord = huis.client.request(methode, pad)
    is_probleem(antwoord, 405, "methode-niet-toegestaan")
    assert antwoord.headers["allow"] == mag
