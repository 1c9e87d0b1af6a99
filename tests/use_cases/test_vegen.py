# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Time passing through the worker, and recomputing (Z01, B01, T06, M12)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from tests.api.hulp import een_match, lees_database
from tests.huis import BEHEER, KINDEREN, veiligheidsgrond
from verwijsindex import worker
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import controle, vegen

if TYPE_CHECKING:
    from tests.huis import Huis


def vraag(huis: Huis, sql: str) -> list[tuple[object, ...]]:
    """Rows from the database, as its owner."""
    motor = create_engine(huis.database.eigenaar)
    with motor.begin() as verbinding:
        resultaat = verbinding.execute(text(sql))
        rijen = [tuple(rij) for rij in resultaat] if resultaat.returns_rows else []
    motor.dispose()
    return rijen


def afwijkingen(huis: Huis) -> list[controle.Verschil]:
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    return [verschil for verschil in controle.controleer(huis.tools, rijen) if verschil]


def test_Z01_een_late_veger_handelt_met_het_moment_dat_gold(huis: Huis) -> None:
    """The end on 31 May is dealt with a week later, and dated 31 May."""
    opvang = huis.partij("Opvang", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING))
    huis.klok.zet("2013-01-10")
    opvang.meldt(soort="zorgen", veiligheidsgrond=veiligheidsgrond("huiselijk-geweld"), tot="2013-05-31")
    grond = opvang.get("/v1/signalen").json()["signalen"][0]["veiligheidsgrondId"]
    assert opvang.post(f"/v1/veiligheidsgronden/{grond}/bevestigingen", wie="tweede").status_code == 201
    huis.klok.zet("2013-04-01")
    assert opvang.post(f"/v1/veiligheidsgronden/{grond}/herbeoordelingen").status_code == 201
    huis.klok.zet("2013-06-07")
    assert vegen.achterstand(huis.tools) == 1
    huis.veeg()
    assert vegen.achterstand(huis.tools) == 0
    dagen = vraag(
        huis,
        "SELECT CAST(moment AT TIME ZONE 'Europe/Amsterdam' AS date) FROM tijdlijn"
        " WHERE inhoud ->> 'soort' = 'uit-beeld'",
    )
    assert [str(dag) for (dag,) in dagen] == ["2013-05-31"]
    assert afwijkingen(huis) == []


def test_T06_een_slapend_signaal_wordt_na_28_dagen_vernietigd_met_alles_wat_erbij_hoort(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    antwoord = school.meldt(toestemming=None)
    assert antwoord.json()["status"] == "slapend"
    huis.klok.verder(days=27)
    huis.veeg()
    assert vraag(huis, "SELECT count(*) FROM signaal") == [(1,)]
    huis.klok.verder(days=2)
    huis.veeg()
    leeg = ("signaal", "persoon", "kind", "dossier", "indiening", "daad", "mijding", "envelop")
    assert {tabel: vraag(huis, f"SELECT count(*) FROM {tabel}")[0][0] for tabel in leeg} == dict.fromkeys(leeg, 0)
    assert school.get(f"/v1/signalen/{antwoord.json()['signaalId']}").status_code == 404
    assert afwijkingen(huis) == []


def test_B01_op_uiterlijk_tot_is_het_signaal_weg_en_de_open_match_blijft_zonder_namen(huis: Huis) -> None:
    een, ander = huis.partij("Een"), huis.partij("Ander")
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    een.meldt()
    ander.meldt(soort="zorgen")
    huis.klok.verder(days=800)
    huis.veeg()
    assert vraag(huis, "SELECT count(*) FROM signaal") == [(0,)]
    assert vraag(huis, "SELECT count(*) FROM persoon") == [(0,)]
    (match,) = wijkteam.get("/v1/matches").json()["matches"]
    assert match["redenen"] == ["stapeling"]
    assert "geen-actieve-signalen" in {regel["soort"] for regel in match["tijdlijn"]}
    assert match["signalen"] == []
    assert not any(regel["organisaties"] for regel in match["tijdlijn"])
    assert str(een.id) not in str(vraag(huis, "SELECT inhoud FROM tijdlijn"))
    assert afwijkingen(huis) == []


def test_B03_van_wat_vernietigd_is_blijft_geen_daad_en_geen_antwoord_achter(huis: Huis) -> None:
    """A sibling's signal stays, with a state to build on; nothing of the destroyed one is left."""
    school, opvang = huis.partij("De Klaver"), huis.partij("Opvang")
    weg = school.meldt(KINDEREN[0], toestemming=None).json()["signaalId"]
    opvang.meldt(KINDEREN[1])
    ((kind, signaal),) = vraag(
        huis, f"SELECT kind, s.id FROM signaal s JOIN indiening i ON i.signaal = s.id WHERE signaal_id = '{weg}'"
    )
    huis.klok.verder(days=29)
    huis.veeg()
    assert vraag(huis, "SELECT count(*) FROM signaal") == [(1,)]
    for tabel in ("daad", "verwantschap", "signaal", "kind", "persoon", "indiening", "mijding", "tijdlijn", "outbox"):
        rest = str(vraag(huis, f"SELECT CAST(to_jsonb(t) AS text) FROM {tabel} t"))
        assert str(kind) not in rest, tabel
        if tabel != "outbox":
            assert str(signaal) not in rest, tabel
        assert weg not in rest, tabel
    assert afwijkingen(huis) == []


def test_M12_controleer_ziet_elke_wijziging_buiten_de_daden_om(huis: Huis) -> None:
    een, ander = huis.partij("Een"), huis.partij("Ander")
    een.meldt()
    ander.meldt(soort="zorgen")
    assert afwijkingen(huis) == []
    for wijziging in (
        "UPDATE match SET redenen = '{uit-beeld}'",
        "UPDATE signaal SET soort = 'zorgen' WHERE soort = 'betrokken'",
        "DELETE FROM daad WHERE id = (SELECT max(id) FROM daad)",
        "UPDATE match SET status = 'aangenomen'",
    ):
        eerder = vraag(huis, "SELECT count(*) FROM logregel")
        vraag(huis, wijziging)
        assert len(afwijkingen(huis)) == 1, wijziging
        assert vraag(huis, "SELECT count(*) FROM logregel") > eerder, "a check is a look"


def test_een_gezin_met_een_fout_houdt_de_andere_niet_op(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    school.meldt(KINDEREN[0], ouders=(), toestemming=None)
    school.meldt(KINDEREN[1], ouders=(), toestemming=None)
    vraag(
        huis,
        "UPDATE kind SET geboortemaand = 'stuk' WHERE id = (SELECT kind FROM signaal ORDER BY geregistreerd LIMIT 1)",
    )
    huis.klok.verder(days=30)
    assert len(list(vegen.veeg(huis.tools))) == 1
    assert vegen.achterstand(huis.tools) == 0, "it waits, so that others get their turn"
    huis.klok.verder(minutes=11)
    assert vegen.achterstand(huis.tools) == 1, "and is tried again"


def test_de_worker_veegt_en_stopt_als_het_wordt_gevraagd(huis: Huis) -> None:
    huis.partij("De Klaver").meldt(toestemming=None)
    huis.klok.verder(days=30)
    stop = threading.Event()
    draad = threading.Thread(target=worker.werk, args=(huis.tools, stop))
    draad.start()
    for _ in range(100):
        if vegen.achterstand(huis.tools) == 0:
            break
        stop.wait(0.05)
    stop.set()
    draad.join(5)
    assert not draad.is_alive()
    assert vraag(huis, "SELECT count(*) FROM signaal") == [(0,)]


def test_L01_wat_de_tijd_deed_staat_met_zijn_eigen_moment_in_het_logboek(huis: Huis) -> None:
    huis.partij("De Klaver").meldt(toestemming=None)
    huis.klok.verder(days=40)
    huis.veeg()
    rijen = vraag(huis, "SELECT tag, rol, moment FROM logregel WHERE tag LIKE 'worker:%' ORDER BY id")
    assert [(tag, rol) for tag, rol, _ in rijen] == [("worker:bewaren:vernietigen", "systeem")] * 2
    assert str(rijen[0][2]).startswith("2014-06-30")


def test_B05_wat_is_afgesproken_verdwijnt_met_het_laatste_signaal_ook_uit_daden_en_tijdlijn(huis: Huis) -> None:
    school, cjg, wijkteam, match = een_match(huis)
    for stap in ("aanvaardingen", "contacten", "overleggen"):
        wijkteam.post(f"/v1/matches/{match}/{stap}")
    pad = f"/v1/matches/{match}/afspraken"
    afspraak = {"organisatieId": str(school.id), "wat": "huisbezoek", "voor": "2014-06-06"}
    gemaakt = wijkteam.post(pad, afspraak).json()["afspraken"][0]
    wijkteam.post(f"{pad}/{gemaakt['afspraakId']}/nakomingen")

    def bewaard() -> list[bool]:
        vraag = (
            "SELECT (SELECT count(*) FROM daad WHERE inhoud::text LIKE '%%huisbezoek%%') > 0 AS daden,"
            " (SELECT count(*) FROM tijdlijn WHERE inhoud::text LIKE '%%huisbezoek%%') > 0 AS tijdlijn,"
            " (SELECT count(*) FROM verwantschap WHERE ijkpunt::text LIKE '%%huisbezoek%%') > 0 AS ijkpunt,"
            " (SELECT count(*) FROM match WHERE afspraken::text LIKE '%%huisbezoek%%') > 0 AS match"
        )
        (rij,) = lees_database(huis, vraag)
        return [rij["daden"], rij["tijdlijn"], rij["ijkpunt"], rij["match"]]

    assert bewaard() == [True, True, False, True]
    # The signals go on their last day; the match is still open, so what it waits for stays.
    huis.klok.zet("2016-06-03")
    huis.veeg()
    assert lees_database(huis, "SELECT id FROM signaal") == []
    assert bewaard()[3] is True
    sluiten = {"reden": "doel-bereikt", "zelfVerder": True}
    assert wijkteam.post(f"/v1/matches/{match}/afsluitingen", sluiten).status_code == 201
    assert bewaard() == [False, False, False, False]
    assert [v for v in controle.controleer(huis.tools, controle.families_te_controleren(huis.tools, BEHEER)) if v] == []
    assert cjg.get("/v1/afspraken").json() == {"afspraken": []}
