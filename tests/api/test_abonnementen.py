# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks over HTTP: asking, seeing, testing, resuming and ending them, and every way in which asking fails (N02)."""

from __future__ import annotations

import base64
import hmac
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from tests.api.hulp import bladeren, een_match, is_geweigerd, is_probleem, lees_database, logregels
from tests.bezorgen.hulp import Ontvanger, abonneer, bezorg_alles, een_ontvanger, schrijf_berichten
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


@pytest.fixture
def ontvanger() -> Iterator[Ontvanger]:
    with een_ontvanger() as o:
        yield o


def coordinator(huis: Huis) -> Partij:
    partij = huis.partij("Gemeente", Categorie.GEEN)
    huis.functionaris(partij, Rol.COORDINATOR)
    return partij


def test_N02_een_abonnement_is_te_zien_te_beproeven_en_te_beeindigen(huis: Huis, ontvanger: Ontvanger) -> None:
    school = huis.partij("De Klaver")
    nieuw = abonneer(school, ontvanger)
    assert nieuw["toestand"] == "actief"
    assert nieuw["geheim"] is None
    assert nieuw["sleutels"][0].startswith("whpk_")
    pad = f"/v1/abonnementen/{nieuw['abonnementId']}"
    assert school.get(pad).json() == nieuw
    assert school.get("/v1/abonnementen").json() == {"abonnementen": [nieuw]}
    assert school.post(f"{pad}/proeven", {}).status_code == 201
    bezorg_alles(huis)
    assert ontvanger.soorten == ["abonnement-proef"]
    assert school.get(ontvanger.gehoord[0]["dataref"].partition("index.test")[2]).json()["signaalIds"] == []
    assert huis.client.delete(pad, headers=school.kop()).status_code == 204
    assert school.get("/v1/abonnementen").json() == {"abonnementen": []}
    assert school.get(pad).status_code == 404
    tags = [r["tag"].partition(":")[2] for r in logregels(huis) if ":abonnement:" in r["tag"]]
    assert tags == [
        f"abonnement:{wat}" for wat in ("beginnen", "bekijken", "opsommen", "beproeven", "beeindigen", "opsommen")
    ] + ["abonnement:bekijken"]


def test_A06_een_abonnement_van_een_ander_bestaat_niet(huis: Huis, ontvanger: Ontvanger) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    pad = f"/v1/abonnementen/{abonneer(school, ontvanger)['abonnementId']}"
    assert cjg.get("/v1/abonnementen").json() == {"abonnementen": []}
    for methode, eind in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/hervattingen"),
        ("POST", "/geheimen"),
        ("POST", "/proeven"),
    ):
        inhoud = {} if methode == "POST" else None
        antwoord = huis.client.request(methode, pad + eind, json=inhoud, headers=cjg.kop())
        is_geweigerd(huis, antwoord, 404, "niet-gevonden")
    assert school.get(pad).status_code == 200


@pytest.mark.parametrize(
    ("toestemming", "code"),
    [
        ({}, "handdruk-geweigerd"),
        ({"WebHook-Allowed-Origin": "ander.example.nl"}, "handdruk-geweigerd"),
        ({"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "nul"}, "handdruk-geweigerd"),
    ],
)
def test_N02_zonder_toestemming_van_de_ontvanger_geen_abonnement(
    huis: Huis, ontvanger: Ontvanger, toestemming: dict[str, str], code: str
) -> None:
    ontvanger.toestemming = toestemming
    antwoord = huis.partij("De Klaver").post("/v1/abonnementen", {"adres": ontvanger.adres})
    is_geweigerd(huis, antwoord, 400, code, regel="N02", wijzer="/adres")
    assert lees_database(huis, "SELECT 1 FROM abonnement") == []


@pytest.mark.parametrize(
    ("adres", "code"),
    [
        ("http://127.0.0.1:1/x", "ontvanger-onbereikbaar"),
        ("http://bestaat-niet.invalid/x", "ontvanger-onbereikbaar"),
        ("ftp://school.example.nl/x", "adres-niet-toegestaan"),
        ("https://naam:wachtwoord@school.example.nl/x", "adres-niet-toegestaan"),
        ("geen adres", "adres-niet-toegestaan"),
    ],
)
def test_N02_een_adres_dat_niet_deugt_wordt_geweigerd_met_wat_er_moet_gebeuren(
    huis: Huis, adres: str, code: str
) -> None:
    antwoord = huis.partij("De Klaver").post("/v1/abonnementen", {"adres": adres})
    is_geweigerd(huis, antwoord, 400, code, regel="N02", wijzer="/adres")
    # What was asked for is not repeated anywhere (S10).
    assert adres not in antwoord.text
    assert all(adres not in str(regel) for regel in logregels(huis))


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        ({}, "veld-ontbreekt"),
        ({"adres": ""}, "waarde-ongeldig"),
        ({"adres": "x" * 501}, "waarde-ongeldig"),
        ({"adres": "https://a.example.nl", "soorten": []}, "veld-onbekend"),
        ({"adres": "999990019"}, "bsn-geweigerd"),
    ],
)
def test_N02_een_aanvraag_die_niet_klopt_wordt_geweigerd(huis: Huis, inhoud: dict[str, Any], code: str) -> None:
    is_geweigerd(huis, huis.partij("De Klaver").post("/v1/abonnementen", inhoud), 400, code)


def test_N02_een_adres_krijgt_een_abonnement_en_een_organisatie_niet_meer_dan_vijf(
    huis: Huis, ontvanger: Ontvanger
) -> None:
    school = huis.partij("De Klaver")
    abonneer(school, ontvanger)
    is_geweigerd(huis, school.post("/v1/abonnementen", {"adres": ontvanger.adres}), 409, "abonnement-bestaat")
    codes: list[str] = []

    def vraag(nummer: int) -> None:
        antwoord = school.post("/v1/abonnementen", {"adres": f"{ontvanger.adres}/{nummer}"})
        codes.append(antwoord.json().get("code", "goed"))
        if codes[-1] == "handdruk-bezig":
            vraag(nummer)

    school.token()
    draden = [threading.Thread(target=vraag, args=(n,)) for n in range(7)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert codes.count("goed") == 4
    assert codes.count("te-veel-abonnementen") == 3
    assert len(school.get("/v1/abonnementen").json()["abonnementen"]) == 5
    is_geweigerd(huis, school.post("/v1/abonnementen", {"adres": "http://x.nl"}), 409, "te-veel-abonnementen")
    # Another organisation may be called at the same address.
    abonneer(huis.partij("CJG", Categorie.JGZ), ontvanger)


def ed25519_klopt(koppen: dict[str, str], inhoud: bytes, sleutel: str) -> bool:
    publiek = Ed25519PublicKey.from_public_bytes(base64.b64decode(sleutel.removeprefix("whpk_")))
    getekend = f"{koppen['webhook-id']}.{koppen['webhook-timestamp']}.".encode() + inhoud
    for deel in koppen["webhook-signature"].split():
        versie, _, waarde = deel.partition(",")
        if versie == "v1a":
            try:
                publiek.verify(base64.b64decode(waarde), getekend)
            except InvalidSignature:
                continue
            return True
    return False


def test_N02_de_handtekening_is_na_te_gaan_met_de_sleutel_van_dit_abonnement_en_geen_ander(
    huis: Huis, ontvanger: Ontvanger
) -> None:
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    eigen = abonneer(school, ontvanger)["sleutels"]
    ander = abonneer(cjg, ontvanger)["sleutels"]
    schrijf_berichten(huis, school, str(uuid4()), "proef")
    bezorg_alles(huis)
    (koppen,), (gebeurtenis,) = ontvanger.koppen, ontvanger.gehoord
    import json

    inhoud = json.dumps(gebeurtenis, separators=(",", ":")).encode()
    assert ed25519_klopt(koppen, inhoud, eigen[0])
    assert not ed25519_klopt(koppen, inhoud, ander[0])
    assert not ed25519_klopt(koppen, inhoud.replace(b"proef", b"ander"), eigen[0])
    assert koppen["webhook-timestamp"] == str(int(huis.klok().timestamp()))


def test_N02_een_gedeeld_geheim_is_een_keer_te_zien_en_te_vervangen_met_een_dag_om_over_te_stappen(
    huis: Huis, ontvanger: Ontvanger
) -> None:
    import json

    school = huis.partij("De Klaver")
    nieuw = abonneer(school, ontvanger, geheim=True)
    eerste = nieuw["geheim"]
    pad = f"/v1/abonnementen/{nieuw['abonnementId']}"
    assert eerste.startswith("whsec_")
    assert (school.get(pad).json()["geheim"], school.get(pad).json()["heeftGeheim"]) == (None, True)
    # At rest it is encrypted, with the key that the database does not hold.
    (rij,) = lees_database(huis, "SELECT geheim FROM abonnement")
    assert base64.b64decode(eerste.removeprefix("whsec_")) not in rij["geheim"]

    def tekent(geheim: str) -> bool:
        schrijf_berichten(huis, school, str(uuid4()), "proef")
        bezorg_alles(huis)
        inhoud = json.dumps(ontvanger.gehoord[-1], separators=(",", ":"))
        # The reference library reads the wall clock: the moment is ours, so only the signature is held against it.
        moment = huis.klok()
        try:
            eigen = Webhook(geheim).sign(ontvanger.koppen[-1]["webhook-id"], moment, inhoud)
        except WebhookVerificationError:
            return False
        gegeven = ontvanger.koppen[-1]["webhook-signature"].split()
        return any(hmac.compare_digest(eigen, deel) for deel in gegeven)

    assert tekent(eerste)
    tweede = school.post(f"{pad}/geheimen", {}).json()["geheim"]
    assert tweede != eerste
    assert tekent(eerste)
    assert tekent(tweede)
    huis.klok.verder(hours=25)
    assert not tekent(eerste)
    assert tekent(tweede)


def test_N02_hervatten_vraagt_de_ontvanger_opnieuw(huis: Huis, ontvanger: Ontvanger) -> None:
    school = huis.partij("De Klaver")
    pad = f"/v1/abonnementen/{abonneer(school, ontvanger)['abonnementId']}"
    schrijf_berichten(huis, school, str(uuid4()), "proef")
    ontvanger.antwoord = lambda _: (410, {})
    bezorg_alles(huis)
    ontvanger.toestemming = {}
    is_geweigerd(huis, school.post(f"{pad}/hervattingen", {}), 400, "handdruk-geweigerd")
    assert school.get(pad).json()["toestand"] == "gepauzeerd"
    ontvanger.toestemming, ontvanger.antwoord = {"WebHook-Allowed-Origin": "*"}, lambda _: (204, {})
    assert school.post(f"{pad}/hervattingen", {}).json()["toestand"] == "actief"
    bezorg_alles(huis)
    assert "proef" in ontvanger.soorten


def test_N02_de_coordinator_ziet_wat_niet_aankwam_over_zijn_matches_en_stuurt_het_opnieuw(
    huis: Huis, ontvanger: Ontvanger
) -> None:
    gemeente = coordinator(huis)
    school = huis.partij("De Klaver")
    abonneer(school, ontvanger)
    cjg, wijkteam = huis.partij("CJG", Categorie.JGZ), huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    school.meldt()
    cjg.meldt(soort="zorgen")
    # About a signal without a match a coordinator may know nothing (R12).
    schrijf_berichten(huis, school, str(uuid4()), "signaal-slaapt")
    ontvanger.antwoord = lambda g: (204 if g["type"].endswith("goed") else 400, {})
    for _ in range(40):
        schrijf_berichten(huis, school, str(uuid4()), "goed")
        bezorg_alles(huis)
        huis.klok.verder(hours=4)
    assert len(lees_database(huis, "SELECT 1 FROM bezorging WHERE toestand = 'dood'")) == 2
    (dode,) = gemeente.get("/v1/bezorgingen").json()["bezorgingen"]
    assert (dode["soort"], dode["organisatie"], dode["weg"], dode["fout"]) == (
        "match-geopend",
        "De Klaver",
        "webhook",
        "status-400",
    )
    ander = huis.partij("Andere gemeente", Categorie.GEEN)
    from tests.huis import BEHEER
    from verwijsindex.use_cases import beheer

    beheer.laad_convenant(huis.tools, BEHEER, _andere_gemeente())
    huis.functionaris(ander, Rol.COORDINATOR, "0518")
    assert ander.get("/v1/bezorgingen").json()["bezorgingen"] == []
    is_probleem(ander.post(f"/v1/bezorgingen/{dode['gebeurtenisId']}/herhalingen", {}), 404, "niet-gevonden")
    ontvanger.antwoord = lambda _: (204, {})
    assert gemeente.post(f"/v1/bezorgingen/{dode['gebeurtenisId']}/herhalingen", {}).json()["aantal"] == 1
    is_probleem(gemeente.post(f"/v1/bezorgingen/{dode['gebeurtenisId']}/herhalingen", {}), 404, "niet-gevonden")
    assert gemeente.post("/v1/bezorgingen/_herhaling", {}).json()["aantal"] == 0
    bezorg_alles(huis)
    assert ontvanger.gehoord[-1]["id"] == dode["gebeurtenisId"]
    is_geweigerd(huis, school.get("/v1/bezorgingen"), 403, "recht-ontbreekt")


def _andere_gemeente() -> Any:
    from datetime import date

    from tests.huis import meegeleverd

    return meegeleverd("regionaal", "0518", date(2010, 1, 1))


def test_V03_de_coordinator_hoort_niet_wie_een_onbevestigde_veiligheidsgrond_inriep(
    huis: Huis, ontvanger: Ontvanger
) -> None:
    from tests.api.hulp import bewerk_database
    from tests.huis import veiligheidsgrond
    from verwijsindex.use_cases import gebeurtenissen

    gemeente = coordinator(huis)
    cjg, opvang = huis.partij("CJG", Categorie.JGZ), huis.partij("Opvang", Categorie.VEILIG_THUIS)
    for partij in (cjg, opvang):
        abonneer(partij, ontvanger)
        ontvanger.adres += "/x"
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    cjg.meldt()
    opvang.meldt(soort="zorgen", veiligheidsgrond=veiligheidsgrond())
    assert "Opvang" not in gemeente.get("/v1/matches").text
    gebeurtenissen.plaats(huis.tools)
    bewerk_database(huis, f"UPDATE bezorging SET toestand = 'dood', fout = 'status-400', afgerond = '{huis.klok()}'")
    assert "Opvang" not in gemeente.get("/v1/bezorgingen").text
    # A page of which all is hidden goes on to the next.
    bladzijden = bladeren(gemeente, "/v1/bezorgingen?limit=1", "bezorgingen", "soort")
    assert (len(bladzijden) > 1, any(bladzijden)) == (True, False)
    geheim = lees_database(huis, "SELECT gebeurtenis FROM outbox WHERE ontvanger_id = %s", str(opvang.id))
    for rij in geheim:
        pad = f"/v1/bezorgingen/{rij['gebeurtenis']}/herhalingen"
        is_probleem(gemeente.post(pad, {}), 404, "niet-gevonden")
    assert geheim


def test_I02_over_een_gesloten_match_ziet_de_coordinator_niets_meer(huis: Huis, ontvanger: Ontvanger) -> None:
    from tests.api.hulp import bewerk_database
    from verwijsindex.use_cases import gebeurtenissen

    gemeente = coordinator(huis)
    school, _, wijkteam, match = een_match(huis)
    abonneer(school, ontvanger)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    gebeurtenissen.plaats(huis.tools)
    bewerk_database(huis, f"UPDATE bezorging SET toestand = 'dood', fout = 'status-400', afgerond = '{huis.klok()}'")
    assert len(gemeente.get("/v1/bezorgingen").json()["bezorgingen"]) == 2
    for stap, inhoud in (("contacten", {}), ("overleggen", {})):
        wijkteam.post(f"/v1/matches/{match}/{stap}", inhoud)
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
    assert gemeente.get("/v1/bezorgingen").json()["bezorgingen"] == []


def test_N02_de_lijst_van_de_coordinator_gaat_in_bladzijden(huis: Huis, ontvanger: Ontvanger) -> None:
    gemeente = coordinator(huis)
    school, _, _, match = een_match(huis)
    abonneer(school, ontvanger)
    schrijf_berichten(huis, school, match, *(f"soort-{n}" for n in range(5)))
    from verwijsindex.use_cases import gebeurtenissen

    gebeurtenissen.plaats(huis.tools)
    from tests.api.hulp import bewerk_database

    bewerk_database(
        huis, f"UPDATE bezorging SET toestand = 'dood', fout = 'status-400', afgerond = '{huis.klok() - timedelta(1)}'"
    )
    eerste = gemeente.get("/v1/bezorgingen?limit=3")
    verder = eerste.headers["Link"].partition("<")[2].partition(">")[0]
    soorten = [d["soort"] for b in (eerste, gemeente.get(verder)) for d in b.json()["bezorgingen"]]
    assert soorten[-5:] == [f"soort-{n}" for n in range(5)]
    assert len(soorten) == len(set(soorten))
    assert "Link" not in gemeente.get("/v1/bezorgingen").headers
