# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who may come in: client assertions, access tokens, and what a token says (A01, A03, A06)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.api.hulp import bewering_met, heeft_koppen, is_geweigerd, is_probleem, jwt_deel, logregels
from tests.huis import ADRES, BEHEER
from verwijsindex.domain.organisatie import Professional
from verwijsindex.protocol.bewering import TYPE_BEWERING
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


@pytest.fixture
def huis(gedeeld: Huis) -> Huis:
    return gedeeld


def test_A03_een_bewering_geeft_een_token_op_naam(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.vraag_token(school.bewering())
    assert antwoord.status_code == 200, antwoord.text
    heeft_koppen(antwoord)
    inhoud = antwoord.json()
    assert set(inhoud) == {"access_token", "token_type", "expires_in", "scope"}
    assert (inhoud["token_type"], inhoud["expires_in"]) == ("Bearer", 600)
    assert inhoud["scope"] == "signalen veiligheid:doorbreken"
    claims = jwt.decode(inhoud["access_token"], options={"verify_signature": False})
    assert claims["azp"] == str(school.id)
    assert claims["professional"] == str(school.professional)
    assert claims["exp"] - claims["iat"] == 600
    assert logregels(huis)[-1]["tag"] == "api:toegang:verlenen"
    assert logregels(huis)[-1]["organisatie"] == school.id


def test_V05_het_recht_om_te_doorbreken_staat_in_het_token_van_wie_het_heeft(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), school.id, "stagiair", date(2010, 1, 1)))
    scopes = {
        wie: school.vraag_token(school.bewering(wie)).json()["scope"] for wie in ("pro", "tweede", "stagiair", None)
    }
    assert scopes == {
        "pro": "signalen veiligheid:doorbreken",
        "tweede": "signalen veiligheid:bevestigen veiligheid:doorbreken",
        "stagiair": "signalen",
        None: "signalen",
    }


def test_A01_een_bewering_werkt_een_keer(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    bewering = school.bewering()
    assert school.vraag_token(bewering).status_code == 200
    is_geweigerd(huis, school.vraag_token(bewering), 401, "bewering-ongeldig", regel="A01", door=school)
    huis.klok.verder(seconds=64)
    is_geweigerd(huis, school.vraag_token(bewering), 401, "bewering-ongeldig", regel="A01", door=school)


def test_A01_een_bewering_van_een_ander_met_hetzelfde_jti_werkt(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    assert school.vraag_token(bewering_met(school, jti="een")).status_code == 200
    assert cjg.vraag_token(bewering_met(cjg, jti="een")).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://anders.example.nl/v1/oauth/token"},
        {"aud": f"{ADRES}/v1"},
        {"aud": None},
        {"aud": [f"{ADRES}/v1/oauth/token", "https://anders.example.nl"]},
        {"sub": str(uuid4())},
        {"sub": None},
        {"iss": str(uuid4()), "sub": str(uuid4())},
        {"iss": "De Klaver", "sub": "De Klaver"},
        {"iss": None},
        {"iss": 3},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "a\x00b"},
        {"jti": "x" * 129},
        {"exp": None},
        {"exp": 10**30},
        {"exp": "straks"},
        {"iat": None},
        {"iat": -1},
        {"nbf": 10**12},
        {"professional": 5},
        {"professional": "a\x00"},
        {"professional": "\ud800"},
    ],
)
def test_A01_een_bewering_die_niet_klopt_wordt_niet_aanvaard(huis: Huis, claims: dict[str, object]) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, school.vraag_token(bewering_met(school, **claims)), 401, "bewering-ongeldig", regel="A01")


@pytest.mark.parametrize("seconden", [-66, -65, 6, 3600])
def test_A01_een_bewering_van_een_andere_tijd_wordt_niet_aanvaard(huis: Huis, seconden: int) -> None:
    school = huis.partij("De Klaver")
    bewering = school.bewering(nu=huis.klok() + timedelta(seconds=seconden))
    is_geweigerd(huis, school.vraag_token(bewering), 401, "bewering-ongeldig")


@pytest.mark.parametrize("seconden", [-64, 0, 5])
def test_A01_een_bewering_binnen_de_speling_wordt_aanvaard(huis: Huis, seconden: int) -> None:
    school = huis.partij("De Klaver")
    assert school.vraag_token(school.bewering(nu=huis.klok() + timedelta(seconds=seconden))).status_code == 200


def test_A01_een_bewering_die_langer_dan_een_minuut_geldt_wordt_niet_aanvaard(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    te_lang = bewering_met(school, exp=int(huis.klok().timestamp()) + 61)
    is_geweigerd(huis, school.vraag_token(te_lang), 401, "bewering-ongeldig")


def test_A01_een_bewering_met_een_andere_sleutel_of_een_ander_algoritme(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    claims = jwt.decode(school.bewering(), options={"verify_signature": False})
    geheim = "x" * 32
    slechte = [
        school.bewering(sleutel=Ed25519PrivateKey.generate()),
        school.bewering(sleutel=cjg.sleutel),
        bewering_met(school, {"kid": "k2"}),
        bewering_met(school, {"kid": None}),
        jwt.encode(claims, geheim, algorithm="HS256", headers={"kid": "k1"}),
        jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"}),
        f"{jwt_deel({'alg': [], 'kid': 'k1'})}.{jwt_deel(claims)}.AAAA",
        f"{jwt_deel({'alg': {}, 'kid': 'k1'})}.{jwt_deel(claims)}.AAAA",
        f"{jwt_deel({'alg': 'EdDSA', 'kid': ['k1']})}.{jwt_deel(claims)}.AAAA",
        f"{jwt_deel([])}.{jwt_deel(claims)}.AAAA",
        f"{jwt_deel({'alg': 'EdDSA', 'kid': 'k1'})}.{jwt_deel([])}.AAAA",
        school.bewering()[:-4],
        school.bewering() + "A",
        "onzin",
        "a.b.c",
        "..",
        "é",
    ]
    for bewering in slechte:
        is_geweigerd(huis, school.vraag_token(bewering), 401, "bewering-ongeldig", regel="A01")


def test_A01_het_log_noemt_een_organisatie_die_zich_niet_kon_bewijzen_alleen_als_onderwerp(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.vraag_token(school.bewering(sleutel=Ed25519PrivateKey.generate()))
    regel = logregels(huis)[-1]
    assert regel["organisatie"] is None
    assert regel["onderwerpen"] == [{"soort": "organisatie", "id": str(school.id)}]


def test_A01_een_organisatie_die_niet_meer_meedoet_krijgt_geen_token(huis: Huis) -> None:
    school = huis.partij("De Klaver", actief=False)
    is_geweigerd(huis, school.vraag_token(school.bewering()), 401, "bewering-ongeldig")


@pytest.mark.parametrize("kenmerk", ["onbekend", "oud", "straks"])
def test_A01_wie_vandaag_niet_is_aangewezen_krijgt_geen_token(huis: Huis, kenmerk: str) -> None:
    school = huis.partij("De Klaver")
    vandaag = date(2014, 6, 2)
    for naam, vanaf, tot in (
        ("oud", date(2010, 1, 1), vandaag - timedelta(days=1)),
        ("straks", vandaag + timedelta(days=1), None),
    ):
        beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), school.id, naam, vanaf, tot))
    antwoord = school.vraag_token(school.bewering(kenmerk))
    is_geweigerd(huis, antwoord, 401, "professional-niet-aangewezen", regel="A01", door=school)


def test_A01_een_professional_van_een_ander_geeft_geen_token(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    beheer.wijs_aan(huis.tools, BEHEER, Professional(uuid4(), cjg.id, "alleen-cjg", date(2010, 1, 1)))
    is_geweigerd(huis, school.vraag_token(school.bewering("alleen-cjg")), 401, "professional-niet-aangewezen")


def test_A01_een_aanvraag_zonder_of_met_andere_velden(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    goed = {"grant_type": "client_credentials", "client_assertion_type": TYPE_BEWERING}
    antwoord = huis.client.post("/v1/oauth/token", data={})
    inhoud = is_geweigerd(huis, antwoord, 400, "veld-ontbreekt")
    assert {f["wijzer"] for f in inhoud["fouten"]} == {"/grant_type", "/client_assertion_type", "/client_assertion"}
    for anders in ({"grant_type": "password"}, {"client_assertion_type": "jwt"}):
        antwoord = huis.client.post("/v1/oauth/token", data=goed | {"client_assertion": school.bewering()} | anders)
        is_geweigerd(huis, antwoord, 400, "waarde-onbekend")
    antwoord = huis.client.post("/v1/oauth/token", data=goed | {"client_assertion": "x" * 8001})
    is_geweigerd(huis, antwoord, 400, "waarde-ongeldig", wijzer="/client_assertion")
    onbekend = goed | {"client_assertion": school.bewering(), "scope": "signalen"}
    assert huis.client.post("/v1/oauth/token", data=onbekend).status_code == 200


def _vraag(huis: Huis, kop: str | None) -> Any:
    return huis.client.get("/v1/signalen", headers={"Authorization": kop} if kop is not None else {})


@pytest.mark.parametrize("kop", [None, "", "Bearer", "Bearer ", "Basic eA==", "Token x"])
def test_A06_zonder_token_komt_niemand_binnen(huis: Huis, kop: str | None) -> None:
    antwoord = _vraag(huis, kop)
    is_geweigerd(huis, antwoord, 401, "geen-token", regel="A06")
    assert antwoord.headers["www-authenticate"] == "Bearer"


def test_A06_het_schema_van_een_token_mag_in_kleine_letters(huis: Huis) -> None:
    assert _vraag(huis, f"bearer {huis.partij('De Klaver').token()}").status_code == 200


def _ondertekend(huis: Huis, **claims: object) -> str:
    sleutel = huis.installatie.tokens._sleutels()[0]  # type: ignore[attr-defined]
    nu = int(huis.klok().timestamp())
    goed = {
        "iss": ADRES,
        "aud": ADRES,
        "sub": str(uuid4()),
        "iat": nu,
        "exp": nu + 600,
        "scope": "signalen",
        "professional": None,
        "regisseur": None,
        "gemeente": None,
    }
    return jwt.encode(
        {naam: waarde for naam, waarde in (goed | claims).items() if waarde != "weg"}, sleutel, algorithm="EdDSA"
    )


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://anders.example.nl"},
        {"aud": f"{ADRES}/v1/oauth/token"},
        {"aud": "weg"},
        {"iss": "https://anders.example.nl"},
        {"iss": "weg"},
        {"sub": "De Klaver"},
        {"sub": "weg"},
        {"exp": "weg"},
        {"exp": "morgen"},
        {"iat": "weg"},
        {"iat": 10**12},
        {"scope": "weg"},
        {"scope": 5},
        {"professional": "pro"},
        {"professional": 5},
    ],
)
def test_A06_een_toegangstoken_dat_niet_klopt_geldt_niet(huis: Huis, claims: dict[str, object]) -> None:
    antwoord = _vraag(huis, f"Bearer {_ondertekend(huis, **claims)}")
    is_geweigerd(huis, antwoord, 401, "token-verlopen-of-ongeldig", regel="A06")
    assert antwoord.headers["www-authenticate"] == "Bearer"


def test_A06_een_toegangstoken_dat_is_aangeraakt_of_van_een_andere_sleutel_is(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    token = school.token()
    kop, inhoud, teken = token.split(".")
    claims = jwt.decode(token, options={"verify_signature": False}) | {"scope": "regie signalen"}
    vreemd = Ed25519PrivateKey.generate()
    slechte = [
        f"{kop}.{jwt_deel(claims)}.{teken}",
        f"{kop}.{inhoud}.{'A' if teken[0] != 'A' else 'B'}{teken[1:]}",
        f"{kop}.{inhoud}.",
        f"{kop}.{inhoud}",
        jwt.encode(claims, vreemd, algorithm="EdDSA"),
        jwt.encode(claims, "x" * 32, algorithm="HS256"),
        jwt.encode(claims, None, algorithm="none"),
        f"{jwt_deel({'alg': []})}.{inhoud}.{teken}",
        school.bewering(),
        "onzin",
        f" {token}",
        f"{token} {token}",
    ]
    for slecht in slechte:
        is_geweigerd(huis, _vraag(huis, f"Bearer {slecht}"), 401, "token-verlopen-of-ongeldig")


def test_A06_een_toegangstoken_verloopt_na_tien_minuten(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    kop = f"Bearer {school.token()}"
    huis.klok.verder(seconds=599)
    assert _vraag(huis, kop).status_code == 200
    huis.klok.verder(seconds=1)
    is_geweigerd(huis, _vraag(huis, kop), 401, "token-verlopen-of-ongeldig")
    huis.klok.verder(minutes=-20)
    is_geweigerd(huis, _vraag(huis, kop), 401, "token-verlopen-of-ongeldig")


def test_A06_de_organisatie_komt_uit_het_token_en_nooit_uit_het_lichaam(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    lichaam = school.lichaam() | {"organisatie": str(cjg.id)}
    is_geweigerd(huis, school.post("/v1/signalen", lichaam), 400, "veld-onbekend", wijzer="/organisatie", door=school)
    assert school.meldt().status_code == 201
    assert cjg.get("/v1/signalen").json() == {"signalen": []}


def test_I02_zonder_regie_is_er_geen_lijst_van_matches(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, school.get("/v1/matches"), 403, "recht-ontbreekt", door=school)
    regel = logregels(huis)[-1]
    assert (regel["rol"], regel["doel"], regel["professional"]) == ("regisseur", "regie", school.professional)


def test_L01_de_aanroep_draagt_het_spoor_van_wie_vraagt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    spoor = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    huis.client.get("/v1/signalen", headers=school.kop() | spoor)
    eerste = logregels(huis)[-1]
    huis.client.get("/v1/signalen", headers=spoor)
    tweede = logregels(huis)[-1]
    assert eerste["trace_id"] == tweede["trace_id"] == "ab" * 16
    assert len({eerste["span_id"], tweede["span_id"], "cd" * 8}) == 3


LANG, VER = f"00-{'ab' * 16}-{'cd' * 8}-01-extra", f"ff-{'ab' * 16}-{'cd' * 8}-01"


@pytest.mark.parametrize(
    "spoor", ["x", f"00-{'0' * 32}-{'cd' * 8}-01", f"00-{'ab' * 16}-{'0' * 16}-01", "00-AB-CD-01", LANG, VER]
)
def test_L01_een_spoor_dat_niet_klopt_wordt_een_nieuw_spoor(huis: Huis, spoor: str) -> None:
    school = huis.partij("De Klaver")
    huis.client.get("/v1/signalen", headers=school.kop() | {"traceparent": spoor})
    trace_id = logregels(huis)[-1]["trace_id"]
    assert UUID(trace_id).int
    assert trace_id not in spoor


@pytest.mark.parametrize("rest", ["", "-nieuw"])
def test_L01_van_een_latere_versie_wordt_gelezen_wat_bekend_is(huis: Huis, rest: str) -> None:
    school = huis.partij("De Klaver")
    spoor = f"01-{'ab' * 16}-{'cd' * 8}-01{rest}"
    huis.client.get("/v1/signalen", headers=school.kop() | {"traceparent": spoor})
    assert logregels(huis)[-1]["trace_id"] == "ab" * 16


def _partij_met_ingetrokken_aanwijzing(huis: Huis) -> Partij:
    """Its professional got a token, and was taken off the list a moment later."""
    school = huis.partij("De Klaver")
    school.token()
    beheer.wijs_aan(
        huis.tools,
        BEHEER,
        Professional(uuid4(), school.id, "pro", date(2010, 1, 1), date(2014, 6, 1), mag_doorbreken=True),
    )
    return school


def test_A01_een_aanwijzing_die_eindigt_werkt_ook_door_in_een_token_dat_nog_geldt(huis: Huis) -> None:
    school = _partij_met_ingetrokken_aanwijzing(huis)
    is_geweigerd(huis, school.meldt(), 403, "professional-niet-aangewezen", regel="A01", door=school)


def test_bewering_in_de_url_is_geen_bewering(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    is_probleem(huis.client.post(f"/v1/oauth/token?client_assertion={school.bewering()}"), 400, "veld-ontbreekt")
    assert huis.client.get(f"/v1/signalen?access_token={school.token()}").status_code == 401
