# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Canaries: what must stay secret is planted in many good and bad calls, and then looked for everywhere."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.api.hulp import bewering_met, bewerk_database, een_match, lees_database
from tests.huis import KINDEREN, MOEDER, VADER, pseudoniem, veiligheidsgrond
from verwijsindex.adapters.kluis import Sleutelbestand
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
    assert sum(sleutel.hex() in tabellen["persoon"] for sleutel in sleutels.values()) == 3
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
            "id", "gebeurtenis", "sleutel", "soort", "ontvanger", "ontvanger_id", "spoed", "aangemaakt",
        }  # fmt: skip
        assert bericht["ontvanger"] in ("organisatie", "regisseur", "coordinator")
