# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The feed over HTTP: nothing is missed or out of order, and it says no more than that there is something (N03)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.api.hulp import een_match, is_geweigerd, lees_database
from tests.huis import KINDEREN, MOEDER
from tests.server import draaiend
from verwijsindex.app import maak_app
from verwijsindex.storage.gebeurtenissen import plaats as plaatsen
from verwijsindex.use_cases import gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def feed(partij: Partij, cursor: str | None = None, **vraag: object) -> tuple[list[str], str]:
    """Kinds of what there is after a cursor, and where to go on."""
    velden = "&".join(f"{k}={v}" for k, v in ({"cursor": cursor} | vraag).items() if v is not None)
    inhoud = partij.get(f"/v1/gebeurtenissen?{velden}").json()
    return [g["type"].removeprefix("nl.verwijsindex.") for g in inhoud["gebeurtenissen"]], inhoud["cursor"]


def test_N03_een_organisatie_leest_wat_haar_is_verteld_en_gaat_verder_waar_zij_was(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    assert feed(school)[0] == []
    gebeurtenissen.plaats(huis.tools)
    soorten, cursor = feed(school)
    assert soorten == ["match-geopend"]
    assert feed(school, cursor) == ([], cursor)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    gebeurtenissen.plaats(huis.tools)
    assert feed(school, cursor)[0] == ["match-aangenomen"]
    assert feed(school, limit=1)[0] == ["match-geopend"]
    assert feed(huis.partij("Buiten"))[0] == []


def test_N03_I07_een_gebeurtenis_is_een_dunne_cloudevent_en_wijst_naar_eigen_signalen(huis: Huis) -> None:
    school, cjg, _, match = een_match(huis)
    gebeurtenissen.plaats(huis.tools)
    antwoord = school.get("/v1/gebeurtenissen")
    (gebeurtenis,) = antwoord.json()["gebeurtenissen"]
    assert set(gebeurtenis) == {"specversion", "id", "source", "type", "time", "dataref"}
    assert gebeurtenis["source"].startswith("urn:nld:")
    assert match not in antwoord.text
    (rij,) = lees_database(huis, "SELECT gebeurtenis FROM outbox WHERE ontvanger_id = %s", str(school.id))
    assert gebeurtenis["id"] == str(rij["gebeurtenis"])
    pad = f"/v1/gebeurtenissen/{gebeurtenis['id']}"
    assert gebeurtenis["dataref"].endswith(pad)
    eigen = school.get("/v1/signalen").json()["signalen"][0]["signaalId"]
    assert school.get(pad).json()["signaalIds"] == [eigen]
    assert cjg.get(pad).status_code == 404
    assert school.get(f"/v1/gebeurtenissen/{uuid4()}").status_code == 404


def test_N03_wat_laat_wordt_vastgelegd_krijgt_een_latere_plaats_en_wordt_niet_overgeslagen(huis: Huis) -> None:
    """Order of writing is not order of commit: whoever read on by id would never see the slow one."""
    school = huis.partij("De Klaver")
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)

    def bericht(verbinding: psycopg.Connection[Any], soort: str) -> None:
        verbinding.execute(
            "INSERT INTO outbox (gebeurtenis, sleutel, soort, ontvanger, ontvanger_id, spoed, aangemaakt)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), %s, 'organisatie', %s, false, now())",
            (soort, str(school.id)),
        )

    with psycopg.connect(url) as traag, psycopg.connect(url) as snel:
        bericht(traag, "traag")
        bericht(snel, "snel")
        snel.commit()
        gebeurtenissen.plaats(huis.tools)
        soorten, cursor = feed(school)
        assert soorten == ["snel"]
        traag.commit()
    gebeurtenissen.plaats(huis.tools)
    assert feed(school, cursor)[0] == ["traag"]


def test_N03_twee_die_tegelijk_plaatsen_geven_elk_bericht_een_plaats(huis: Huis) -> None:
    partijen = [huis.partij(f"Partij {n}") for n in range(4)]
    for kind in KINDEREN:
        for partij in partijen:
            partij.meldt(kind, ouders=(MOEDER,), soort="zorgen")
    draden = [threading.Thread(target=gebeurtenissen.plaats, args=(huis.tools,)) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    gebeurtenissen.plaats(huis.tools)
    rijen = lees_database(huis, "SELECT id, sleutel, positie FROM outbox ORDER BY positie")
    assert [rij["positie"] for rij in rijen] == list(range(1, len(rijen) + 1))
    for sleutel in {rij["sleutel"] for rij in rijen}:
        ids = [rij["id"] for rij in rijen if rij["sleutel"] == sleutel]
        assert ids == sorted(ids)


def test_N03_wie_plaatst_is_de_enige(huis: Huis) -> None:
    een_match(huis)
    nu = huis.klok()
    with huis.tools.database.transaction() as tx:
        assert plaatsen(tx, 1, nu, nu) == 1
        # The other would count on from the same place.
        assert gebeurtenissen.plaats(huis.tools) == 0
    assert gebeurtenissen.plaats(huis.tools) > 0


def test_N03_wie_een_maand_weg_was_mist_niets(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    gebeurtenissen.plaats(huis.tools)
    _, cursor = feed(school)
    wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
    huis.klok.verder(days=31)
    huis.veeg()
    wijkteam.post(f"/v1/matches/{match}/contacten")
    wijkteam.post(f"/v1/matches/{match}/overleggen")
    wijkteam.post(f"/v1/matches/{match}/afsluitingen", {"reden": "doel-bereikt", "zelfVerder": True})
    gebeurtenissen.plaats(huis.tools)
    assert feed(school, cursor)[0] == ["match-aangenomen", "match-afgesloten"]


@pytest.mark.parametrize("cursor", ["x", "cDE", "MjAxNC0wNi0wMg", "cC0x", "cDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_N03_een_cursor_die_niet_van_ons_is_wordt_geweigerd(huis: Huis, cursor: str) -> None:
    antwoord = huis.partij("De Klaver").get(f"/v1/gebeurtenissen?cursor={cursor}")
    if cursor == "cDE":
        assert antwoord.status_code == 200
    else:
        is_geweigerd(huis, antwoord, 400, "cursor-ongeldig", wijzer="/cursor")


def test_N03_wie_wacht_hoort_het_zodra_er_iets_is(huis: Huis) -> None:
    import httpx

    school, cjg, wijkteam, match = een_match(huis)
    gebeurtenissen.plaats(huis.tools)
    _, cursor = feed(school)
    gezien: dict[str, Any] = {}
    with draaiend(maak_app(huis.installatie)) as adres:

        def wacht() -> None:
            with httpx.Client(trust_env=False, timeout=40) as http:
                pad = f"{adres}/v1/gebeurtenissen?cursor={cursor}&wacht=20"
                gezien["antwoord"] = http.get(pad, headers=school.kop()).json()

        school.token()
        begin = time.monotonic()
        draad = threading.Thread(target=wacht)
        draad.start()
        time.sleep(0.7)
        assert draad.is_alive()
        wijkteam.post(f"/v1/matches/{match}/aanvaardingen")
        gebeurtenissen.plaats(huis.tools)
        draad.join(20)
        assert time.monotonic() - begin < 15
    assert [g["type"] for g in gezien["antwoord"]["gebeurtenissen"]] == ["nl.verwijsindex.match-aangenomen"]
    assert UUID(gezien["antwoord"]["gebeurtenissen"][0]["id"])
    assert cjg.get("/v1/gebeurtenissen?wacht=31").status_code == 400
