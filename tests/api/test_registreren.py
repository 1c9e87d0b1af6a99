# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Registering a signal: gate 1 and what a token is bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.api.hulp import is_geweigerd, logregels, niets_veranderd
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, toestemming, veiligheidsgrond
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import Categorie, Grond
from verwijsindex.protocol.b64 import naar_tekst, van_tekst
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.huis import Huis, Partij


@pytest.fixture
def huis(gedeeld: Huis) -> Huis:
    return gedeeld


def _andere_organisatie(school: Partij, signaal_id: str) -> str:
    return school.zegel(KINDEREN[0], signaal_id, "kind", organisatie=uuid4())


def _ander_signaal(school: Partij, _signaal_id: str) -> str:
    return school.zegel(KINDEREN[0], str(uuid4()), "kind")


def _andere_rol(school: Partij, signaal_id: str) -> str:
    return school.zegel(KINDEREN[0], signaal_id, "ouder")


def _andere_versie(school: Partij, signaal_id: str) -> str:
    return school.zegel(KINDEREN[0], signaal_id, "kind", versie=2)


def _afgekapt(school: Partij, signaal_id: str) -> str:
    return school.zegel(KINDEREN[0], signaal_id, "kind")[:-4]


def _opgevuld(school: Partij, signaal_id: str) -> str:
    return school.zegel(KINDEREN[0], signaal_id, "kind") + "="


def _niet_canoniek(school: Partij, signaal_id: str) -> str:
    """The last character of 80 bytes carries two bits that must be zero."""
    token = school.zegel(KINDEREN[0], signaal_id, "kind")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + letters[letters.index(token[-1]) | 1]


def _aangeraakt(school: Partij, signaal_id: str) -> str:
    doos = bytearray(van_tekst(school.zegel(KINDEREN[0], signaal_id, "kind")))
    doos[50] ^= 1
    return naar_tekst(bytes(doos))


def _onzin(_school: Partij, _signaal_id: str) -> str:
    return "A" * 107


VERVALSINGEN: dict[str, Callable[[Partij, str], object]] = {
    f.__name__.strip("_"): f
    for f in (
        _andere_organisatie,
        _ander_signaal,
        _andere_rol,
        _andere_versie,
        _afgekapt,
        _opgevuld,
        _niet_canoniek,
        _aangeraakt,
        _onzin,
    )
} | {
    "leeg": lambda *_: "",
    "getal": lambda *_: 5,
    "niets": lambda *_: None,
    "lijst": lambda *_: [],
    "spatie": lambda *_: " " * 107,
}


@pytest.mark.parametrize("vervalsing", VERVALSINGEN)
def test_S03_een_token_dat_niet_te_openen_is_geeft_altijd_dezelfde_code(huis: Huis, vervalsing: str) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    token = VERVALSINGEN[vervalsing](school, lichaam["signaalId"])
    with niets_veranderd(huis):
        inhoud = is_geweigerd(huis, school.post("/v1/signalen", lichaam | {"kindToken": token}), 400, "token-ongeldig")
    een = [(f["code"], f["regel"], f["wijzer"]) for f in inhoud["fouten"]]
    assert een == [("token-ongeldig", "S03", "/kindToken")]
    # Nothing in the answer tells one cause from another.
    anders = school.post("/v1/signalen", lichaam | {"kindToken": "A" * 107})
    assert anders.json() == inhoud


def test_S03_een_token_van_een_ouder_wordt_aangewezen(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam(ouders=(MOEDER, VADER))
    lichaam["ouderTokens"][1] = lichaam["kindToken"]
    lichaam["kindToken"] = lichaam["ouderTokens"][0]
    inhoud = is_geweigerd(huis, school.post("/v1/signalen", lichaam), 400, "token-ongeldig")
    assert [f["wijzer"] for f in inhoud["fouten"]] == ["/kindToken", "/ouderTokens/1"]


def test_S03_een_token_met_een_onbekende_sleutelversie_wordt_geweigerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam(ouders=())
    lichaam |= {
        "sleutelVersie": 2,
        "kindToken": school.zegel(KINDEREN[0], lichaam["signaalId"], "kind", versie=2),
    }
    is_geweigerd(huis, school.post("/v1/signalen", lichaam), 400, "token-ongeldig")


@pytest.mark.parametrize("ouders", [(KINDEREN[0],), (MOEDER, MOEDER)])
def test_S03_een_kind_is_niet_zijn_eigen_ouder_en_een_ouder_telt_een_keer(huis: Huis, ouders: tuple[str, ...]) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, school.meldt(ouders=ouders), 400, "ouder-dubbel", wijzer="/ouderTokens")


def test_S03_meer_dan_twee_ouders_gaat_niet(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    is_geweigerd(huis, school.meldt(ouders=(MOEDER, VADER, KINDEREN[1])), 400, "te-veel", wijzer="/ouderTokens")


@pytest.mark.parametrize(
    ("velden", "code", "regel"),
    [
        ({"geboortemaand": "1991-06", "uiterlijkTot": "2014-06-02"}, "uiterlijk-tot-voorbij", "S01"),
        ({"geboortemaand": "1991-05", "uiterlijkTot": "2014-06-03"}, "te-oud", "S01"),
        ({"geboortemaand": "1991-06", "uiterlijkTot": "2014-07-01"}, "uiterlijk-tot-na-23", "S01"),
        ({"uiterlijkTot": "2016-06-03"}, "uiterlijk-tot-te-laat", "S01"),
        ({"geboortemaand": "2014-07"}, "geen-bsn", "S09"),
        ({"vanaf": "2014-06-03"}, "vanaf-in-toekomst", "S03"),
        ({"vanaf": "2014-06-01", "tot": "2014-05-31"}, "tot-voor-vanaf", "S03"),
        ({"toestemming": toestemming("2014-06-03", "2015-01-01")}, "toestemming-in-toekomst", "T03"),
        ({"gemeentecode": "0344"}, "geen-convenant", "A01"),
    ],
)
def test_A01_S01_S09_T03_poort_1_weigert_en_bewaart_niets(
    huis: Huis, velden: dict[str, Any], code: str, regel: str
) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        antwoord = school.meldt(**velden)
        inhoud = is_geweigerd(huis, antwoord, 403, antwoord.json()["code"], door=school)
    assert (code, regel) in [(f["code"], f["regel"]) for f in inhoud["fouten"]]


def test_S02_zorgen_zonder_redelijk_vermoeden_wordt_geweigerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    bevestiging = {"professional": "pro", "moment": "2014-06-02T08:00:00Z"}
    antwoord = school.meldt(soort="zorgen", bevestiging=bevestiging)
    wijzer = "/bevestiging/redelijkVermoeden"
    is_geweigerd(huis, antwoord, 403, "redelijk-vermoeden-vereist", regel="S02", wijzer=wijzer)


def test_A03_een_systeem_zonder_professional_registreert_niets(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    with niets_veranderd(huis):
        antwoord = school.post("/v1/signalen", school.lichaam(), wie=None)
        is_geweigerd(huis, antwoord, 403, "professional-vereist", regel="A03", door=school)


def test_A03_wie_bevestigt_is_wie_het_token_noemt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.post("/v1/signalen", school.lichaam(), wie="tweede")
    is_geweigerd(huis, antwoord, 403, "professional-anders", regel="A03", wijzer="/bevestiging/professional")


def test_A03_een_bevestiging_ligt_niet_in_de_toekomst(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt(bevestiging={"professional": "pro", "moment": "2014-06-03T00:00:00+02:00"})
    is_geweigerd(huis, antwoord, 403, "bevestiging-in-toekomst", regel="A03", wijzer="/bevestiging/moment")


def test_A01_een_organisatie_die_niet_tekende_meldt_niet(huis: Huis) -> None:
    school = huis.partij("De Klaver", ondertekent=False)
    is_geweigerd(huis, school.meldt(), 403, "convenant-niet-ondertekend", regel="A01", door=school)


def test_A02_een_categorie_die_het_convenant_niet_noemt_meldt_niet(huis: Huis) -> None:
    opvang = huis.partij("Kinderopvang", Categorie.KINDEROPVANG)
    is_geweigerd(huis, opvang.meldt(), 403, "categorie-niet-toegelaten", regel="A02", door=opvang)


def test_V05_een_veiligheidsgrond_vraagt_het_recht_om_te_doorbreken(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    stagiair = Professional(uuid4(), school.id, "stagiair", huis.klok().date())
    beheer.wijs_aan(huis.tools, BEHEER, stagiair)
    bevestiging = {"professional": "stagiair", "moment": "2014-06-02T08:00:00Z"}
    lichaam = school.lichaam(veiligheidsgrond=veiligheidsgrond("vermissing"), bevestiging=bevestiging)
    with niets_veranderd(huis):
        antwoord = school.post("/v1/signalen", lichaam, wie="stagiair")
        is_geweigerd(huis, antwoord, 403, "doorbreken-niet-toegestaan", regel="V05", wijzer="/veiligheidsgrond")
    lichaam = school.lichaam(bevestiging=bevestiging)
    assert school.post("/v1/signalen", lichaam, wie="stagiair").status_code == 201


def test_V01_alleen_de_zes_gronden_doorbreken(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    gronden = ["kindermishandeling", "huiselijk-geweld", "acute-onveiligheid", "vermissing"]
    gronden += ["ernstige-verwaarlozing", "zorgmijding-met-veiligheidsrisico"]
    assert sorted(gronden) == sorted(Grond)
    for nummer, grond in enumerate(gronden):
        melder = huis.partij(f"School {nummer}")
        assert melder.meldt(ouders=(), veiligheidsgrond=veiligheidsgrond(grond)).status_code == 201
    for grond in ("schulden", "Vermissing", "", None, 1):
        antwoord = school.meldt(ouders=(), veiligheidsgrond=veiligheidsgrond(grond))
        is_geweigerd(huis, antwoord, 400, "waarde-onbekend", wijzer="/veiligheidsgrond/grond")


def test_S07_een_signaal_zegt_of_het_gezin_is_geinformeerd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    del lichaam["informering"]
    is_geweigerd(huis, school.post("/v1/signalen", lichaam), 400, "veld-ontbreekt", wijzer="/informering")
    later = {"kind": True, "ouders": False, "nietOmdat": "niet-bereikbaar", "herzienOp": "2014-06-16"}
    assert school.meldt(informering=later).status_code == 201


def test_A01_A03_alle_redenen_komen_tegelijk(huis: Huis) -> None:
    school = huis.partij("De Klaver", ondertekent=False)
    lichaam = school.lichaam(
        vanaf="2014-06-03", geboortemaand="1980-01", veiligheidsgrond=veiligheidsgrond("vermissing")
    )
    inhoud = is_geweigerd(huis, school.post("/v1/signalen", lichaam, wie=None), 403, "convenant-niet-ondertekend")
    assert {f["code"] for f in inhoud["fouten"]} >= {
        "convenant-niet-ondertekend",
        "professional-vereist",
        "te-oud",
        "vanaf-in-toekomst",
        "doorbreken-niet-toegestaan",
    }


@pytest.mark.parametrize(
    "anders",
    [
        {"soort": "zorgen"},
        {"leefgebieden": ["wonen"]},
        {"tot": "2014-06-02"},
        {"gebied": "Noord"},
        {"toestemming": None},
        {"toestemming": toestemming("2014-06-02", "2014-12-02")},
        {"contactpunt": {"functie": "directeur", "email": "directeur@klaver.example"}},
        {"veiligheidsgrond": veiligheidsgrond("vermissing")},
    ],
)
def test_S04_een_ander_signaal_onder_hetzelfde_id_geeft_409(huis: Huis, anders: dict[str, Any]) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    assert school.post("/v1/signalen", lichaam).status_code == 201
    antwoord = school.post("/v1/signalen", lichaam | anders)
    is_geweigerd(huis, antwoord, 409, "signaal-id-bestaat", regel="S04", wijzer="/signaalId", door=school)


def test_S04_een_ander_kind_of_een_andere_ouder_onder_hetzelfde_id_geeft_409(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichaam = school.lichaam()
    assert school.post("/v1/signalen", lichaam).status_code == 201
    with niets_veranderd(huis):
        for kind, ouders in ((KINDEREN[1], (MOEDER,)), (KINDEREN[0], (VADER,)), (KINDEREN[0], ())):
            antwoord = school.post("/v1/signalen", school.lichaam(kind, ouders=ouders, signaalId=lichaam["signaalId"]))
            is_geweigerd(huis, antwoord, 409, "signaal-id-bestaat")


def test_S04_twee_organisaties_mogen_hetzelfde_id_kiezen(huis: Huis) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG")
    id_ = uuid4()
    assert school.meldt(signaalId=id_).status_code == 201
    assert cjg.meldt(KINDEREN[1], signaalId=id_).status_code == 201
    assert school.get(f"/v1/signalen/{id_}").json()["signaalId"] == str(id_)


def test_T06_zonder_toestemming_of_grond_slaapt_een_signaal(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    inhoud = school.meldt(toestemming=None).json()
    assert (inhoud["status"], inhoud["telt"], inhoud["waarom"]) == ("slapend", False, "toestemming-nooit-gevraagd")
    assert logregels(huis)[-1]["grond"] == "toestemming-nooit-gevraagd"


def test_L01_een_registratie_laat_een_regel_na_met_grond_en_convenant(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt()
    regel = logregels(huis)[-1]
    assert regel["tag"] == "api:signaal:registreren"
    assert (regel["rol"], regel["doel"], regel["uitkomst"]) == ("melder", "melden", "gelukt")
    assert (regel["organisatie"], regel["professional"]) == (school.id, school.professional)
    assert (regel["grond"], regel["convenant"]) == ("toestemming", "0599/regionaal/1")
    assert "signaal" in [o["soort"] for o in regel["onderwerpen"]]
