# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I08 on a real database: measured once in the deed's own transaction, published once, and then forgotten."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError
from typer.testing import CliRunner

from tests.api.hulp import een_match, lees_database, logregels, niets_veranderd, nieuwe_bsns
from tests.huis import BEHEER, GEMEENTE, KINDEREN, veiligheidsgrond, zet_omgeving
from verwijsindex import worker
from verwijsindex.__main__ import hoofd
from verwijsindex.domain.cijfers import Meetsoort
from verwijsindex.domain.daden import Registratie
from verwijsindex.domain.errors import Onbereikbaar, OngeldigeInvoer
from verwijsindex.domain.woorden import Categorie
from verwijsindex.storage import families
from verwijsindex.use_cases import cijfers, controle
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import handeling

if TYPE_CHECKING:
    from pathlib import Path

    from tests.huis import Huis, Partij


def gemeten(huis: Huis) -> dict[str, int]:
    """How often each kind was measured and not yet published."""
    rijen = lees_database(huis, "SELECT meetsoort, count(*) AS n FROM meting GROUP BY meetsoort")
    return {rij["meetsoort"]: rij["n"] for rij in rijen}


def totalen(huis: Huis) -> dict[tuple[str, str], int | None]:
    """The published totals of signals registered, by municipality and month."""
    rijen = lees_database(
        huis, "SELECT * FROM cijfer WHERE indeling = 'totaal' AND meetsoort = 'signaal-geregistreerd' ORDER BY maand"
    )
    return {(rij["gemeente"], rij["maand"]): rij["aantal"] for rij in rijen}


def meldt(partij: Partij, aantal: int) -> None:
    """So many children, each a family of its own."""
    kinderen = nieuwe_bsns()
    for _ in range(aantal):
        assert partij.meldt(next(kinderen), ouders=()).status_code == 201


def als_eigenaar(huis: Huis) -> psycopg.Connection[Any]:
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url)


@pytest.fixture
def school(huis: Huis) -> Partij:
    return huis.partij("De Klaver")


# Measured once, with the deed or not at all


def test_I08_elke_daad_wordt_een_keer_gemeten_en_een_herhaling_niet(huis: Huis) -> None:
    _, cjg, wijkteam, match = een_match(huis)
    erbij = {Meetsoort.SIGNAAL_GEREGISTREERD: 2, Meetsoort.MATCH_GEOPEND: 1}
    assert gemeten(huis) == erbij
    lichaam = cjg.lichaam(KINDEREN[1], ouders=(), soort="zorgen", veiligheidsgrond=veiligheidsgrond("vermissing"))
    assert [cjg.post("/v1/signalen", lichaam).status_code for _ in range(3)] == [201, 200, 200]
    erbij |= {Meetsoort.SIGNAAL_GEREGISTREERD: 3, Meetsoort.DOORBREKING: 1}
    assert gemeten(huis) == erbij
    # Said again under another id: the signal that is open is updated (S05).
    assert cjg.meldt(soort="zorgen").status_code == 201
    assert gemeten(huis) == erbij
    assert cjg.meldt(KINDEREN[2], ouders=(), toestemming=None).status_code == 201
    erbij |= {Meetsoort.SIGNAAL_GEREGISTREERD: 4, Meetsoort.SIGNAAL_SLAAPT: 1}
    assert gemeten(huis) == erbij
    huis.klok.zet("2014-06-04")
    assert wijkteam.post(f"/v1/matches/{match}/aanvaardingen").status_code == 201
    assert gemeten(huis) == erbij | {Meetsoort.MATCH_AANGENOMEN: 1}
    (rij,) = lees_database(huis, "SELECT * FROM meting WHERE meetsoort = 'match-aangenomen'")
    assert (rij["gemeente"], rij["maand"], rij["werkdagen"], rij["organisatie"]) == (GEMEENTE, "2014-06", 2, None)


def _breekt_af(huis: Huis, van: UUID) -> None:
    """A report by another organisation, all of it written, and then a fault of our own."""
    with handeling(huis.tools, BEHEER, "proef:proef") as h:
        familie = families.vergrendel_rij(h.tx, families.alle(h.tx)[0])
        assert familie is not None
        b = Bewerking(h, familie)
        (signaal,) = b.toestand.signalen.values()
        b.doe(Registratie(replace(signaal, id=uuid4(), organisatie=van)))
        b.rond_af()
        assert h.tx.execute(text("SELECT count(*) FROM meting")).scalar_one() == 2
        raise ZeroDivisionError


def test_I08_een_geweigerde_of_teruggedraaide_daad_laat_geen_meting_achter(huis: Huis, school: Partij) -> None:
    with niets_veranderd(huis):
        assert school.meldt(gemeentecode="0363").status_code == 403
    school.meldt()
    cjg = huis.partij("CJG", Categorie.JGZ)
    with niets_veranderd(huis), pytest.raises(ZeroDivisionError):
        _breekt_af(huis, cjg.id)
    assert gemeten(huis) == {"signaal-geregistreerd": 1}


def test_M12_I08_nakijken_en_kijken_meten_niets(huis: Huis) -> None:
    school, *_ = een_match(huis)
    eerder = gemeten(huis)
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    assert [v for v in controle.controleer(huis.tools, rijen) if v] == []
    school.get("/v1/signalen")
    assert gemeten(huis) == eerder


def test_I08_wat_de_tijd_deed_telt_in_de_maand_waarin_het_gebeurde(huis: Huis, school: Partij) -> None:
    """Late by weeks, the worker counts what fell asleep on the day that it did (Z01)."""
    school.meldt(toestemming=None, veiligheidsgrond=veiligheidsgrond("vermissing"))
    huis.klok.zet("2014-07-20")
    huis.veeg()
    rijen = lees_database(huis, "SELECT meetsoort, maand FROM meting ORDER BY id")
    assert [(rij["meetsoort"], rij["maand"]) for rij in rijen] == [
        ("signaal-geregistreerd", "2014-06"),
        ("doorbreking", "2014-06"),
        ("signaal-slaapt", "2014-06"),
    ]


def test_I08_geen_meting_en_geen_cijfer_kent_een_kind_gezin_signaal_of_match(huis: Huis) -> None:
    een_match(huis)
    bsns = nieuwe_bsns()
    partij = huis.partij("Opvang", Categorie.JEUGDHULP)
    for _ in range(12):
        partij.meldt(next(bsns), ouders=(), geboortemaand="2011-07", gebied="Kanariestraat 7", patroon="schulden")
    sporen = {
        str(rij["id"])
        for tabel in ("persoon", "kind", "dossier", "signaal", "match", "verwantschap", "professional")
        for rij in lees_database(huis, f"SELECT id FROM {tabel}")
        if len(str(rij["id"])) > 8
    } | {str(rij["signaal_id"]) for rij in lees_database(huis, "SELECT signaal_id FROM indiening")}
    assert len(sporen) > 40
    metingen = str(lees_database(huis, "SELECT * FROM meting"))
    huis.klok.zet("2014-07-03")
    assert cijfers.stel_vast(huis.tools) == 1
    vast = str([lees_database(huis, f"SELECT * FROM {tabel}") for tabel in ("cijfer", "cijfermaand", "cijferbegin")])
    for spoor in (*sporen, "2011-07", "schulden", "zorgen"):
        assert spoor not in metingen + vast, spoor
    # The area is a reporter's own word: it is no team's, so it is never published.
    assert "Kanariestraat" in metingen
    assert "Kanariestraat" not in vast
    assert gemeten(huis) == {}


# Published once


def test_I08_een_maand_wordt_een_keer_vastgesteld_en_haar_metingen_zijn_dan_weg(huis: Huis, school: Partij) -> None:
    meldt(school, 11)
    cijfers.stel_vast(huis.tools)
    huis.klok.zet("2014-07-02")
    assert cijfers.stel_vast(huis.tools) == 0
    school.meldt(KINDEREN[1], ouders=())
    huis.klok.zet("2014-07-03")
    assert [cijfers.stel_vast(huis.tools) for _ in range(3)] == [1, 0, 0]
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 11}
    assert gemeten(huis) == {"signaal-geregistreerd": 1}, "July goes on"
    (regel,) = [r for r in logregels(huis) if r["tag"] == "worker:cijfers:vaststellen"]
    assert (regel["rol"], regel["convenant"], regel["onderwerpen"]) == ("systeem", f"{GEMEENTE}/regionaal/1", [])
    # Everything of June is destroyed later: it was counted when it happened.
    eerst = lees_database(huis, "SELECT * FROM cijfer ORDER BY volgnummer")
    huis.klok.verder(days=800)
    huis.veeg()
    assert lees_database(huis, "SELECT FROM signaal") == []
    assert cijfers.stel_vast(huis.tools) == 26
    assert lees_database(huis, "SELECT * FROM cijfer WHERE maand = '2014-06' ORDER BY volgnummer") == eerst


def test_I08_ook_een_lege_maand_wordt_vastgesteld_en_de_eerste_zegt_niet_wanneer_iets_begon(huis: Huis) -> None:
    cijfers.stel_vast(huis.tools)
    huis.klok.zet("2014-09-03")
    assert cijfers.stel_vast(huis.tools) == 3
    assert totalen(huis) == dict.fromkeys([(GEMEENTE, f"2014-0{m}") for m in (6, 7, 8)])


def test_I08_wie_telde_voor_de_worker_begon_telt_mee(huis: Huis, school: Partij) -> None:
    meldt(school, 10)
    huis.klok.zet("2014-08-03")
    assert cijfers.stel_vast(huis.tools) == 2
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 10, (GEMEENTE, "2014-07"): None}


def _gestopt_bij_het_schrijven(huis: Huis, draden: int) -> tuple[list[threading.Thread], list[object]]:
    """Workers that publish, each in a thread; what comes of them, a number or a fault."""
    uitkomst: list[object] = []

    def werk() -> None:
        try:
            uitkomst.append(cijfers.stel_vast(huis.tools))
        except Onbereikbaar as fout:
            uitkomst.append(fout)

    gestart = [threading.Thread(target=werk) for _ in range(draden)]
    for draad in gestart:
        draad.start()
    return gestart, uitkomst


def _wachtend(huis: Huis, aantal: int) -> list[int]:
    """The server's processes that wait for a lock in this database, once there are so many."""
    vraag = "SELECT DISTINCT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(200):
        if len(pids := [rij["pid"] for rij in lees_database(huis, vraag)]) >= aantal:
            return pids
        threading.Event().wait(0.02)
    raise AssertionError("nobody waits")


def test_I08_afgebroken_bij_het_vaststellen_is_niets_kwijt_en_niets_dubbel(huis: Huis, school: Partij) -> None:
    """Its process is killed after it counted and forgot, before the figures stood."""
    meldt(school, 12)
    huis.klok.zet("2014-07-03")
    with als_eigenaar(huis) as slot:
        slot.execute("LOCK TABLE cijfer IN ACCESS EXCLUSIVE MODE")
        draden, uitkomst = _gestopt_bij_het_schrijven(huis, 1)
        (pid,) = _wachtend(huis, 1)
        lees_database(huis, "SELECT pg_terminate_backend(%s)", pid)
        draden[0].join(10)
    assert [type(deel) for deel in uitkomst] == [Onbereikbaar]
    assert gemeten(huis) == {"signaal-geregistreerd": 12}
    assert lees_database(huis, "SELECT FROM cijfermaand") == []
    assert cijfers.stel_vast(huis.tools) == 1
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 12}
    assert gemeten(huis) == {}


def test_I08_twee_workers_stellen_een_maand_samen_een_keer_vast(
    huis: Huis, school: Partij, caplog: pytest.LogCaptureFixture
) -> None:
    meldt(school, 12)
    huis.klok.zet("2014-07-03")
    with als_eigenaar(huis) as slot:
        slot.execute("LOCK TABLE cijfer IN ACCESS EXCLUSIVE MODE")
        draden, uitkomst = _gestopt_bij_het_schrijven(huis, 2)
        _wachtend(huis, 2)
    for draad in draden:
        draad.join(10)
    assert sorted(map(str, uitkomst)) == ["0", "1"]
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 12}
    assert len([r for r in logregels(huis) if r["tag"] == "worker:cijfers:vaststellen"]) == 1
    assert [record for record in caplog.records if record.name == "verwijsindex"] == [], "it is no fault to come second"


def test_I08_wat_een_trage_daad_nog_aan_een_vaste_maand_toevoegt_telt_in_de_volgende(
    huis: Huis, school: Partij
) -> None:
    meldt(school, 12)
    huis.klok.zet("2014-07-03")
    with als_eigenaar(huis) as traag:
        traag.execute(
            "INSERT INTO meting (gemeente, maand, meetsoort, leefgebieden)"
            " SELECT '0599', '2014-06', 'signaal-geregistreerd', '{gezin}' FROM generate_series(1, 15)"
        )
        assert cijfers.stel_vast(huis.tools) == 1
    huis.klok.zet("2014-08-03")
    assert cijfers.stel_vast(huis.tools) == 1
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 12, (GEMEENTE, "2014-07"): 15}
    assert gemeten(huis) == {}


def test_I08_een_gemeente_met_een_fout_houdt_een_andere_niet_op(huis: Huis, school: Partij) -> None:
    meldt(school, 10)
    elders = "INSERT INTO cijferbegin VALUES ('0001', '2014-06')"
    with als_eigenaar(huis) as verbinding:
        verbinding.execute(elders)
    huis.klok.zet("2014-07-03")
    assert cijfers.stel_vast(huis.tools) == 1, "0001 has no convenant"
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 10}


def test_I08_de_worker_stelt_vast(huis: Huis, school: Partij) -> None:
    meldt(school, 10)
    huis.klok.zet("2014-07-03")
    stop = threading.Event()
    draad = threading.Thread(target=worker.werk, args=(huis.tools, stop))
    draad.start()
    for _ in range(100):
        if totalen(huis):
            break
        stop.wait(0.05)
    stop.set()
    draad.join(5)
    assert totalen(huis) == {(GEMEENTE, "2014-06"): 10}


@pytest.mark.parametrize("wie", ["toepassing", "eigenaar"])
@pytest.mark.parametrize(
    "opdracht", ["UPDATE cijfer SET aantal = 1", "DELETE FROM cijfermaand", "DELETE FROM cijfer", "TRUNCATE cijfer"]
)
def test_I08_wat_gepubliceerd_is_verandert_niet(huis: Huis, wie: str, opdracht: str) -> None:
    cijfers.stel_vast(huis.tools)
    huis.klok.zet("2014-07-03")
    assert cijfers.stel_vast(huis.tools) == 1
    motor = create_engine(getattr(huis.database, wie))
    with motor.connect() as verbinding, pytest.raises(ProgrammingError):
        verbinding.execute(text(opdracht))
    motor.dispose()


# What is expected of an organisation


def test_I08_de_beheerder_legt_vast_wat_te_verwachten_is(huis: Huis, school: Partij) -> None:
    assert cijfers.verwacht(huis.tools, BEHEER, school.id, 20) == GEMEENTE
    assert cijfers.verwacht(huis.tools, BEHEER, school.id, 25, GEMEENTE) == GEMEENTE
    assert lees_database(huis, "SELECT * FROM verwachting") == [
        {"organisatie": school.id, "gemeente": GEMEENTE, "per_maand": 25}
    ]
    regel = logregels(huis)[-1]
    assert (regel["tag"], regel["onderwerpen"]) == (
        "opdracht:verwachting:bewaren",
        [{"soort": "organisatie", "id": str(school.id)}],
    )
    assert cijfers.verwacht(huis.tools, BEHEER, school.id, 0) == GEMEENTE
    assert lees_database(huis, "SELECT FROM verwachting") == []


def test_I08_een_verkeerde_verwachting_wordt_geweigerd(huis: Huis, school: Partij) -> None:
    vreemd = huis.partij("Nieuw", ondertekent=False)
    for partij, aantal, gemeente, code in (
        (school, -1, None, "verwachting-ongeldig"),
        (school, 100_001, None, "verwachting-ongeldig"),
        (school, 5, "0363", "convenant-niet-ondertekend"),
        (vreemd, 5, None, "convenant-niet-ondertekend"),
        (vreemd, 5, GEMEENTE, "convenant-niet-ondertekend"),
    ):
        with pytest.raises(OngeldigeInvoer) as fout:
            cijfers.verwacht(huis.tools, BEHEER, partij.id, aantal, gemeente)
        assert fout.value.eerste.code == code
        assert logregels(huis)[-1]["code"] == code
    with als_eigenaar(huis) as verbinding:
        verbinding.execute("INSERT INTO ondertekening VALUES (%s, '0363/regionaal/1', '2014-01-01')", (school.id,))
    with pytest.raises(OngeldigeInvoer) as meer:
        cijfers.verwacht(huis.tools, BEHEER, school.id, 5)
    assert meer.value.eerste.code == "gemeente-ontbreekt"
    assert cijfers.verwacht(huis.tools, BEHEER, school.id, 5, "0363") == "0363"


def test_I08_verwachten_gaat_met_een_opdracht(huis: Huis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zet_omgeving(huis, tmp_path, monkeypatch)
    school = huis.partij("De Klaver")

    def geef(*rest: str) -> tuple[int, str]:
        klaar = CliRunner().invoke(hoofd, ["organisatie", "verwacht", *rest])
        return klaar.exit_code, klaar.output

    assert geef("--organisatie", str(school.id), "--per-maand", "40") == (
        0,
        f"Verwacht in {GEMEENTE}: 40 signalen per maand, vanaf de eerste maand die nog niet is vastgesteld.\n",
    )
    for rest, code in (
        (("--organisatie", str(school.id), "--per-maand", "-3"), "verwachting-ongeldig"),
        (("--organisatie", str(uuid4()), "--per-maand", "3"), "niet-gevonden"),
    ):
        uitgang, uit = geef(*rest)
        assert uitgang == 1
        assert code in uit
