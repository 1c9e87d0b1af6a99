# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The database goes away and comes back: 503, nothing half done, and then all works again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.hulp import bewerk_database, is_probleem, lees_database, niets_veranderd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tests.cluster import Cluster
    from tests.huis import Huis


def _is_503(antwoord: Any) -> None:
    inhoud = is_probleem(antwoord, 503, "database-onbereikbaar", regel="N01")
    assert "niets gedaan" in inhoud["detail"] or "antwoordt niet" in inhoud["detail"]
    assert antwoord.headers["retry-after"] == "5"


@pytest.fixture
def weg(cluster: Cluster) -> Iterator[AbstractContextManager[None]]:
    """The database is away inside the `with`."""
    from contextlib import contextmanager

    @contextmanager
    def uit() -> Iterator[None]:
        cluster.uit()
        try:
            yield
        finally:
            cluster.aan()

    yield uit()
    cluster.aan()


def test_N01_zonder_database_gebeurt_er_niets_en_daarna_gaat_alles_weer(
    huis: Huis, weg: AbstractContextManager[None], caplog: pytest.LogCaptureFixture
) -> None:
    school = huis.partij("De Klaver")
    eerste = school.meldt().json()
    lichaam, bewering = school.lichaam(), school.bewering()
    with niets_veranderd(huis):
        with weg:
            for antwoord in (
                school.post("/v1/signalen", lichaam),
                school.post("/v1/signaalbatches", {"signalen": [lichaam, lichaam]}),
                school.get("/v1/signalen"),
                school.get(f"/v1/signalen/{eerste['signaalId']}"),
                school.post(f"/v1/signalen/{eerste['signaalId']}/beeindigingen", {"tot": "2014-06-02"}),
                school.vraag_token(bewering),
                huis.client.get("/v1/gereed"),
                # A refusal that cannot be written down is no answer either.
                huis.client.get("/v1/signalen"),
                school.post("/v1/signalen", {}),
                school.get("/v1/signalen/999990019"),
            ):
                _is_503(antwoord)
            assert huis.client.get("/v1/gezondheid").json() == {"gezond": True}
            assert huis.client.get("/v1/stelsel").status_code == 200
            assert huis.client.get("/v1/sleutels").status_code == 200
            is_probleem(huis.client.get("/v1/nergens"), 404, "niet-gevonden")
        assert huis.client.get("/v1/gereed").status_code == 200
    assert school.vraag_token(bewering).status_code == 200
    assert school.post("/v1/signalen", lichaam).status_code == 201
    assert lees_database(huis, "SELECT count(*) AS n FROM signaal")[0]["n"] == 1
    meldingen = [json.loads(r.message) for r in caplog.records if r.name == "verwijsindex"]
    onbereikbaar = [m for m in meldingen if m["gebeurtenis"] == "onbereikbaar"]
    assert {m["fout"] for m in onbereikbaar} == {"database-onbereikbaar"}
    assert {"registreerSignaal", "vraagToken", "leesGereed"} <= {m["handeling"] for m in onbereikbaar}


def test_N01_een_verbinding_die_midden_in_een_daad_breekt_laat_niets_achter(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.token()
    # The row of evidence is the last that a deed writes: when the connection breaks there, all before it goes too.
    bewerk_database(
        huis,
        "CREATE FUNCTION breek() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$",
        "CREATE TRIGGER breek BEFORE INSERT ON logregel FOR EACH ROW"
        " WHEN (NEW.tag = 'api:signaal:registreren') EXECUTE FUNCTION breek()",
    )
    lichaam = school.lichaam()
    with niets_veranderd(huis):
        _is_503(school.post("/v1/signalen", lichaam))
    bewerk_database(huis, "DROP TRIGGER breek ON logregel")
    assert school.post("/v1/signalen", lichaam).status_code == 201


def test_S08_valt_de_database_weg_tijdens_een_batch_dan_zegt_elk_deel_wat_ervan_werd(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.token()
    bewerk_database(
        huis,
        "CREATE FUNCTION breek() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
        " $$ BEGIN IF (SELECT count(*) FROM logregel WHERE tag = NEW.tag) > 0"
        " THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$",
        "CREATE TRIGGER breek BEFORE INSERT ON logregel FOR EACH ROW"
        " WHEN (NEW.tag = 'api:signaal:registreren') EXECUTE FUNCTION breek()",
    )
    antwoord = school.post("/v1/signaalbatches", {"signalen": [school.lichaam() for _ in range(3)]})
    uitkomsten = antwoord.json()["uitkomsten"]
    assert [u["status"] for u in uitkomsten] == [201, 503, 503]
    assert uitkomsten[2]["fouten"][0]["code"] == "database-onbereikbaar"


def test_een_fout_van_onszelf_verraadt_niets(huis: Huis, caplog: pytest.LogCaptureFixture) -> None:
    school = huis.partij("De Klaver")
    school.token()
    bewerk_database(huis, "ALTER TABLE persoon RENAME TO weg")
    antwoord = school.meldt(contactpunt={"functie": "Kanarie", "telefoon": "010-2345678"})
    is_probleem(antwoord, 500, "onverwacht", regel="N01")
    regels = [r for r in caplog.records if r.name == "verwijsindex" and r.levelname == "ERROR"]
    assert len(regels) == 1
    melding = json.loads(regels[0].message)
    assert melding == {
        "gebeurtenis": "onverwacht",
        "fout": "ProgrammingError",
        "plaats": melding["plaats"],
        "handeling": "registreerSignaal",
    }
    assert melding["plaats"].startswith("families.py:")
    assert "Kanarie" not in caplog.text
    assert all(record.exc_info is None for record in caplog.records)
