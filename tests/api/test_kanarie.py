# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Canaries: what must stay secret is planted in many good and bad calls, and then looked for everywhere."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.api.hulp import bewering_met, bewerk_database, een_match, is_geweigerd, lees_database, niets_veranderd
from tests.huis import KINDEREN, MOEDER, VADER, pseudoniem, veiligheidsgrond
from verwijsindex.adapters.sleutelbestand import Sleutelbestand
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.b64 import naar_tekst, van_tekst
from verwijsindex.protocol.labels import zoek_context

if TYPE_CHECKING:
    from pathlib import Path

    from tests.huis import Huis, Partij

NAAM = "Kanarievogel van der Test"


def _spellingen(geheim: bytes) -> set[str]:
    """How bytes may turn up in text: hex, base64 of both kinds, Python's own."""
    return {
        geheim.hex(),
        naar_tekst(geheim),
        base64.b64encode(geheim).decode().rstrip("="),
        repr(geheim)[2:-1],
    }


def _alles(huis: Huis) -> dict[str, str]:
    """Every table of the index's database as text: bytea as hex, JSON as JSON."""
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as verbinding:
        tabellen = [
            rij[0]
            for rij in verbinding.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg%' AND schemaname <> 'information_schema'"
            )
        ]
        return {
            tabel: "\n".join(
                rij[0]
                for rij in verbinding.execute(sql.SQL("SELECT CAST(t AS text) FROM {} t").format(sql.Identifier(tabel)))
            )
            for tabel in tabellen
        }


def _roep(partij: Partij, antwoorden: list[Any]) -> None:
    """Good and bad calls of one party, with secrets in every place that a caller can reach."""
    client = partij.huis.client
    envelop = {"kid": "k", "ct": "A" * 747}
    lichaam = partij.lichaam(ouders=(MOEDER, VADER), soort="zorgen", onthulling="envelop", envelop=envelop)
    bsn, json_ = KINDEREN[0], {"Content-Type": "application/json"}
    antwoorden += [
        partij.post("/v1/signalen", lichaam),
        partij.post("/v1/signalen", lichaam),
        partij.post("/v1/signalen", lichaam | {"soort": "betrokken"}),
        partij.post("/v1/signalen", partij.lichaam(bsn, veiligheidsgrond=veiligheidsgrond("vermissing"))),
        partij.post("/v1/signalen", partij.lichaam(bsn) | {"kindToken": lichaam["kindToken"]}),
        partij.post("/v1/signalen", lichaam | {"kindToken": bsn}),
        partij.post("/v1/signalen", lichaam | {"gebied": int(bsn)}),
        partij.post("/v1/signalen", lichaam | {NAAM: NAAM, "naam": NAAM}),
        partij.post("/v1/signalen", lichaam | {"soort": NAAM, "patroon": NAAM, "geboortemaand": NAAM}),
        partij.post("/v1/signalen", lichaam | {"contactpunt": {"functie": NAAM * 9, NAAM: NAAM, "email": NAAM}}),
        partij.post("/v1/signalen", lichaam | {"informering": {"kind": NAAM, "ouders": True}, "signaalId": NAAM}),
        partij.post("/v1/signaalbatches", {"signalen": [{NAAM: NAAM}, NAAM, lichaam | {"herkomst": NAAM}]}),
        client.post("/v1/signalen", content=f'{{"naam": "{NAAM}"', headers=partij.kop() | json_),
        client.post("/v1/signalen", content=NAAM, headers=partij.kop()),
        partij.get(f"/v1/signalen/{bsn}"),
        partij.get(f"/v1/signalen/{NAAM}"),
        partij.get(f"/v1/signalen?limit=1&naam={NAAM}&bsn={bsn[:8]}"),
        partij.get(f"/v1/signalen?cursor={NAAM}"),
        partij.get(f"/v1/{NAAM}"),
        partij.get("/v1/signalen"),
        partij.get("/v1/matches"),
        partij.vraag_token(bewering_met(partij, professional=NAAM)),
        partij.vraag_token(bewering_met(partij, professional=bsn)),
        partij.vraag_token(bewering_met(partij, jti=bsn)),
        partij.vraag_token(NAAM),
        client.get("/v1/signalen", headers={"Authorization": f"Bearer {NAAM}", "traceparent": NAAM}),
        client.get("/v1/signalen", headers={"Authorization": f"Basic {bsn}"}),
        client.request("DELETE", f"/v1/signalen/{NAAM}"),
    ]


def test_S10_I07_N01_wat_geheim_is_staat_nergens(huis: Huis, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    school, cjg, wijkteam, match = een_match(huis)
    antwoorden: list[Any] = []
    for partij in (school, cjg):
        _roep(partij, antwoorden)
    signaal = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    antwoorden += [
        wijkteam.get(f"/v1/matches/{match}"),
        wijkteam.post(f"/v1/matches/{match}/aanvaardingen"),
        school.post(f"/v1/signalen/{signaal}/beeindigingen", {"tot": NAAM, "grondBlijft": True}),
        school.post(f"/v1/signalen/{signaal}/beeindigingen", {"tot": "2014-06-02", "grondBlijft": True}),
        cjg.post(f"/v1/signalen/{signaal}/intrekkingen", {"reden": NAAM}),
        school.post(f"/v1/signalen/{signaal}/toestemmingen", {"wijze": NAAM, "stemmen": [NAAM], NAAM: NAAM}),
        school.post(f"/v1/signalen/{signaal}/veiligheidsgronden", veiligheidsgrond("vermissing", dossier=NAAM)),
        school.post(f"/v1/signalen/{signaal}/veiligheidsgronden", veiligheidsgrond(NAAM, informering={NAAM: NAAM})),
        school.post(f"/v1/signalen/{signaal}/informeringen", {"kind": NAAM, "nietOmdat": NAAM, "herzienOp": NAAM}),
        school.post(f"/v1/toestemmingen/{uuid4()}/intrekkingen", {"door": NAAM}),
        school.post(f"/v1/veiligheidsgronden/{uuid4()}/doorgeefbesluiten", {"nietDoorgeven": {"reden": NAAM}}),
        wijkteam.post(f"/v1/matches/{match}/taken/{NAAM}/afhandelingen"),
        wijkteam.post(f"/v1/matches/{match}/toestemmingen", {"stemmen": [{"wie": NAAM, "akkoord": NAAM}]}),
    ]
    huis.klok.verder(days=100)
    huis.veeg()
    bestand = Sleutelbestand.lees(tmp_path / "index.json")
    # A fault of our own, in the middle of a deed that knows everything.
    bewerk_database(huis, "ALTER TABLE daad RENAME COLUMN inhoud TO weg")
    fout = school.meldt(KINDEREN[1])
    bewerk_database(huis, "ALTER TABLE daad RENAME COLUMN weg TO inhoud")
    assert fout.status_code == 500
    antwoorden.append(fout)
    assert {a.status_code for a in antwoorden} >= {200, 201, 400, 401, 403, 404, 405, 409, 500}

    personen = (*KINDEREN, MOEDER, VADER)
    geheim: dict[str, set[str]] = {"naam": {NAAM, NAAM.split(maxsplit=1)[0]}, "bsn": {*personen, KINDEREN[0][:8]}}
    elementen = {bsn: pseudoniem(bsn) for bsn in personen}
    sleutels = {bsn: _zoeksleutel(bestand, element) for bsn, element in elementen.items()}
    geheim["N"] = {spelling for element in elementen.values() for spelling in _spellingen(element)}
    geheim["sleutel van de index"] = {
        spelling
        for sleutel in (bestand.ingest, bestand.pepper, bestand.bewaar, bestand.tekenen)
        for spelling in _spellingen(sleutel)
    }
    geheim["toegangstoken"] = {school.token(), cjg.token(), wijkteam.token(), school.token().rsplit(".", 1)[1]}
    p = {spelling for sleutel in sleutels.values() for spelling in _spellingen(sleutel)}

    tabellen = _alles(huis)
    assert len(tabellen) >= 15
    # The father was left out by the last report of each party, and is not known any more (B01).
    assert sum(sleutel.hex() in tabellen["persoon"] for sleutel in sleutels.values()) == 2
    uit = "\n".join([*(a.text for a in antwoorden), *(str(a.headers) for a in antwoorden)])
    plaatsen = tabellen | {"technisch log": caplog_tekst(caplog), "antwoorden": uit}
    gevonden = [
        (plaats, soort)
        for plaats, tekst in plaatsen.items()
        for soort, spellingen in (geheim | {"P": p}).items()
        if any(spelling in tekst for spelling in spellingen) and (plaats, soort) != ("persoon", "P")
    ]
    assert gevonden == []


def _zoeksleutel(bestand: Sleutelbestand, element: bytes) -> bytes:
    import hmac

    return hmac.digest(bestand.pepper, zoek_context() + element, "sha256")


def caplog_tekst(caplog: pytest.LogCaptureFixture) -> str:
    """What the product and the libraries below it logged; the client of the test logs the address it asked itself."""
    return "\n".join(
        f"{record.getMessage()} {record.exc_info or ''} {record.exc_text or ''}"
        for record in caplog.records
        if not record.name.startswith(("httpx", "httpcore"))
    )


def test_S10_een_token_of_envelop_staat_zoals_hij_kwam_in_geen_enkele_tabel(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    envelop = {"kid": "k1", "ct": "B" * 746 + "A"}
    lichaam = school.lichaam(ouders=(MOEDER,), onthulling="envelop", envelop=envelop)
    assert school.post("/v1/signalen", lichaam).status_code == 201
    dozen = [van_tekst(t) for t in (lichaam["kindToken"], *lichaam["ouderTokens"], lichaam["envelop"]["ct"])]
    tabellen = _alles(huis)
    for doos in dozen:
        for plaats, tekst in tabellen.items():
            assert not any(spelling in tekst for spelling in _spellingen(doos)), plaats
    # It is there, but under the key of the index.
    assert len(lees_database(huis, "SELECT FROM envelop")) == 1


def test_I07_een_bericht_in_de_outbox_is_een_soort_en_ids_en_niets_anders(huis: Huis) -> None:
    een_match(huis)
    berichten = lees_database(huis, "SELECT * FROM outbox")
    assert berichten
    for bericht in berichten:
        assert set(bericht) == {
            "id", "gebeurtenis", "sleutel", "soort", "ontvanger", "ontvanger_id", "spoed", "aangemaakt", "positie",
        }  # fmt: skip
        assert bericht["ontvanger"] in ("organisatie", "regisseur", "coordinator")


def _met_bsn(partij: Partij, bsn: str) -> dict[str, dict[str, Any]]:
    """Bodies of a report with this number in each field that takes an organisation's own words."""
    goed = partij.lichaam(veiligheidsgrond=veiligheidsgrond("vermissing"))
    punt, ondertekend = goed["contactpunt"], goed["bevestiging"]
    return {
        "dossier": goed | {"veiligheidsgrond": goed["veiligheidsgrond"] | {"dossier": bsn}},
        "kenmerk": goed | {"bevestiging": ondertekend | {"professional": bsn}},
        "functie": goed | {"contactpunt": punt | {"functie": bsn}},
        "telefoon": goed | {"contactpunt": punt | {"telefoon": bsn}},
        "email": goed | {"contactpunt": punt | {"email": bsn}},
        "gebied": goed | {"gebied": bsn},
        "envelop": goed | {"onthulling": "envelop", "envelop": {"kid": bsn, "ct": "A" * 747}},
        "een veld": goed | {bsn: True},
    }


SPELLINGEN = {
    "kaal": "{0}",
    "punten": "{0[0]}{0[1]}{0[2]}{0[3]}.{0[4]}{0[5]}.{0[6]}{0[7]}{0[8]}",
    "streepjes": "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}-{0[6]}{0[7]}{0[8]}",
    "spaties": " {0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]} {0[6]}{0[7]}{0[8]} ",
}


@pytest.mark.parametrize("spelling", SPELLINGEN)
def test_S10_een_bsn_in_dossier_kenmerk_of_contactpunt_wordt_geweigerd_en_blijft_nergens_achter(
    huis: Huis, caplog: pytest.LogCaptureFixture, spelling: str
) -> None:
    caplog.set_level(logging.DEBUG)
    school, *_ = een_match(huis)
    bsn = SPELLINGEN[spelling].format(KINDEREN[1])
    slapend = school.meldt(KINDEREN[3], toestemming=None).json()["signaalId"]
    antwoorden = []
    with niets_veranderd(huis):
        for lichaam in _met_bsn(school, bsn).values():
            for pad, inhoud in (
                ("/v1/signalen", lichaam),
                ("/v1/signaalbatches", {"signalen": [school.lichaam(KINDEREN[2]), lichaam]}),
            ):
                antwoorden.append(school.post(pad, inhoud))
                is_geweigerd(huis, antwoorden[-1], 400, "bsn-geweigerd", regel="S10", door=school)
        grond = veiligheidsgrond("vermissing", dossier=bsn)
        for waar in (f"signalen/{slapend}/veiligheidsgronden", f"signalen/{slapend}/toestemmingen"):
            antwoorden.append(school.post(f"/v1/{waar}", grond))
            is_geweigerd(huis, antwoorden[-1], 400, "bsn-geweigerd", regel="S10", door=school)
    plaatsen = _alles(huis) | {"technisch log": caplog_tekst(caplog), "antwoorden": str([a.text for a in antwoorden])}
    geheimen = {bsn, bsn.strip(), KINDEREN[1]}
    assert [naam for naam, tekst in plaatsen.items() if any(geheim in tekst for geheim in geheimen)] == []


def test_V02_I02_I04_het_kenmerk_van_een_dossier_is_van_de_eigen_organisatie_alleen(
    huis: Huis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kenmerk = "KANARIE-77/b"
    school, cjg, wijkteam, match = een_match(huis)
    coordinator, privacy = huis.partij("Coördinator", Categorie.GEEN), huis.partij("Privacy", Categorie.GEEN)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    huis.functionaris(privacy, Rol.PRIVACY)
    van_cjg = cjg.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    wacht = {"reden": "gevaar-voor-kind", "herzienOp": "2014-06-30"}
    van_school = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    invoer = veiligheidsgrond("huiselijk-geweld", dossier=kenmerk, nietDoorgeven=wacht)
    grond = school.post(f"/v1/signalen/{van_school}/veiligheidsgronden", invoer).json()["veiligheidsgrondId"]
    eigen = school.get(f"/v1/veiligheidsgronden/{grond}")
    assert eigen.json()["dossier"] == kenmerk

    def gelezen() -> str:
        van_anderen = [
            *(wie.get(pad) for wie in (wijkteam, coordinator) for pad in ("/v1/matches", f"/v1/matches/{match}")),
            *(cjg.get(pad) for pad in ("/v1/signalen", f"/v1/signalen/{van_cjg}", f"/v1/veiligheidsgronden/{grond}")),
            *(privacy.get(f"/v1/{pad}") for pad in ("doorbrekingen", "doorbreekcijfers", "toezicht/informeringen")),
            wijkteam.post(f"/v1/matches/{match}/aanvaardingen"),
            school.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede"),
            school.get(f"/v1/signalen/{van_school}"),
        ]
        assert {antwoord.status_code for antwoord in van_anderen} <= {200, 201, 403, 404}
        return str([antwoord.text for antwoord in van_anderen])

    voor, na = gelezen(), gelezen()
    plaatsen = {naam: tekst for naam, tekst in _alles(huis).items() if kenmerk in tekst}
    # Only where the signal itself and its deeds are kept; and with them it goes.
    assert set(plaatsen) == {"signaal", "daad"}
    for geheim in (kenmerk, "KANARIE"):
        assert geheim not in voor + na + caplog_tekst(caplog)
    huis.klok.verder(days=731)
    huis.veeg()
    assert [naam for naam, tekst in _alles(huis).items() if kenmerk in tekst] == []
