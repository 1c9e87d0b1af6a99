# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Looking for a BSN: it must be able to find one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.conftest import Proefdatabase
from verwijsindex.demo.casus import SCENARIOS, lees_casus
from verwijsindex.demo.nazien import (
    Inzage,
    eis_berichten,
    eis_gehoord,
    eis_inzage,
    inhoud,
    logbestanden,
    plaatsen_met_bsn,
    rijen,
    wie_zag,
)
from verwijsindex.demo.processen import DemoFout

BSN = "999990019"


@pytest.mark.parametrize(
    "tekst",
    [BSN, f'{{"bsn": "{BSN}"}}', f"a\t{BSN}\tb", f"van {BSN}.", rf"\\x00{BSN.encode().hex()}ff", f"pad/{BSN}?x=1"],
)
def test_een_bsn_wordt_gevonden_als_cijfers_en_als_bytes_van_een_dump(tekst: str) -> None:
    assert plaatsen_met_bsn([BSN, "999990020"], {"schoon.log": "niets", "vuil.log": tekst}) == ["vuil.log"]


@pytest.mark.parametrize("tekst", ["", "59.999999", f"a{BSN}", f"{BSN}7", "999990032"])
def test_andere_cijfers_zijn_geen_bsn_van_de_casus(tekst: str) -> None:
    assert plaatsen_met_bsn([BSN], {"log": tekst}) == []


def test_de_dump_bevat_de_rijen_van_elke_tabel(cluster: Cluster, database: Proefdatabase) -> None:
    if cluster.ingebed is None:
        pytest.skip("alleen de ingebedde database brengt haar eigen pg_dump mee")
    dump = cluster.ingebed.schrijf_uit(database.naam)
    assert rijen(dump, "outbox") == 0
    assert rijen(dump, "alembic_version") == 1
    with pytest.raises(ValueError, match="bestaat_niet"):
        rijen(dump, "bestaat_niet")


def test_elk_log_wordt_gelezen_ook_dat_van_de_database(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "index.log").write_text("a")
    (tmp_path / "postgres.log").write_bytes(b"b\xff")
    assert logbestanden(tmp_path) == {"log/index.log": "a", "postgres.log": "b\ufffd"}


def een_dump(*regels: tuple[str, str, str, list[str]]) -> str:
    """A dump with a log: moment, tag, organisation, signals."""
    log, personen = [], []
    for nummer, (moment, tag, wie, over) in enumerate(regels):
        onderwerpen = [{"soort": "match", "id": "m"}, *({"soort": "signaal", "id": signaal} for signaal in over)]
        log.append(f"{moment}\t{tag}\t{wie}\t{nummer}")
        personen.append(f"{nummer}\t{json.dumps(onderwerpen)}")
    namen = ["a\tWoonstad (woningcorporatie)", "b\tLokaal Zorgnetwerk", "c\tHuisarts"]
    return (
        "COPY public.organisatie (id, naam) FROM stdin;\n" + "".join(f"{n}\n" for n in namen) + "\\.\n\n"
        "COPY public.logregel (moment, tag, organisatie, verbintenis) FROM stdin;\n"
        + "".join(f"{regel}\n" for regel in log)
        + "\\.\n\nCOPY public.logpersoon (verbintenis, onderwerpen) FROM stdin;\n"
        + "".join(f"{deel}\n" for deel in personen)
        + "\\.\n"
    )


GETOOND = ("2013-12-01 19:00:00+00", "api:match:bekijken", "b", ["s1", "s2"])
INGETROKKEN = [
    ("2013-12-02 13:00:00+00", "api:toestemming:intrekken", "a", ["s1"]),
    ("2013-12-02 13:00:01+00", "api:toestemming:intrekken", "c", ["s2"]),
]


def test_een_tabel_van_een_dump_wordt_per_kolom_gelezen() -> None:
    assert inhoud(een_dump(), "organisatie")[1] == {"id": "b", "naam": "Lokaal Zorgnetwerk"}
    assert rijen(een_dump(), "logregel") == 0


def test_T04_het_logboek_zegt_wie_zag_wat_later_is_ingetrokken() -> None:
    eigen = ("2013-12-03 19:00:00+00", "api:signaal:bekijken", "a", ["s1"])
    anders = ("2013-12-04 19:00:00+00", "api:match:bekijken", "c", ["s9"])
    ander = ("2013-11-30 23:30:00+00", "api:signaal:bekijken", "a", ["s1", "s2"])
    dump = een_dump(ander, GETOOND, *INGETROKKEN, eigen, anders)
    assert wie_zag(dump) == Inzage(2, ("Lokaal Zorgnetwerk", "Woonstad (woningcorporatie)"), date(2013, 12, 1))
    assert wie_zag(een_dump(*INGETROKKEN, eigen)) == Inzage(2, (), None)


def test_T04_wie_na_de_intrekking_nog_iets_zag_laat_de_demo_falen() -> None:
    casus = lees_casus()
    scenario = next(s for s in SCENARIOS if s.naam == "toestemming-ingetrokken")
    later = ("2013-12-03 08:00:00+00", "api:match:bekijken", "b", ["s1"])
    with pytest.raises(DemoFout, match="het laatst op 3 december 2013"):
        eis_inzage(casus, scenario, een_dump(GETOOND, *INGETROKKEN, later))
    assert eis_inzage(casus, SCENARIOS[0], "") is None


def test_V03_wie_te_vroeg_of_nooit_een_bericht_kreeg_laat_de_demo_falen() -> None:
    casus = lees_casus()
    scenario = next(s for s in SCENARIOS if s.naam == "doorbreking-niet-bevestigd")
    organisaties = f"COPY public.organisatie (id, naam) FROM stdin;\na\t{casus.partijen['shg'].naam}\n\\.\n\n"

    def dump(*berichten: tuple[str, str]) -> str:
        rijen_ = "".join(f"{moment}\t{aan}\n" for moment, aan in berichten)
        return f"{organisaties}COPY public.outbox (aangemaakt, ontvanger_id) FROM stdin;\n{rijen_}\\.\n"

    eerder, op_tijd = ("2012-10-20 08:00:00.05+00", "a"), ("2012-12-01 07:00:00.16+00", "a")
    aan_ander = ("2012-10-20 08:00:00.05+00", "b")
    assert eis_berichten(casus, scenario, dump(aan_ander, op_tijd)) == (
        "het eerste bericht aan Steunpunt Huiselijk Geweld is van 1 december 2012."
    )
    for berichten, zin in (((eerder, op_tijd), "20 oktober 2012"), ((aan_ander,), "geen enkele dag")):
        with pytest.raises(DemoFout, match=zin):
            eis_berichten(casus, scenario, dump(*berichten))
    assert eis_berichten(casus, SCENARIOS[0], "") is None


OVER = next(s for s in SCENARIOS if s.naam == "met-opvolging")


def een_outbox(rijen_: list[dict[str, object]]) -> str:
    """A dump in which exactly these were told."""
    casus = lees_casus()
    partijen = casus.partijen.values()
    organisaties = "".join(f"{partij.sleutel}\t{partij.naam}\n" for partij in partijen)
    berichten = "".join(
        f"{rij['datum']} 08:00:00+00\t{rij['soort']}\t{rij['ontvanger']}\t{rij.get('partij', 'iemand')}\n"
        for rij in rijen_
    )
    return (
        f"COPY public.organisatie (id, naam) FROM stdin;\n{organisaties}\\.\n\n"
        f"COPY public.outbox (aangemaakt, soort, ontvanger, ontvanger_id) FROM stdin;\n{berichten}\\.\n"
    )


def test_R04_R09_wie_het_niet_of_te_veel_of_op_een_andere_dag_hoort_laat_de_demo_falen() -> None:
    casus = lees_casus()
    tabel = [dict(rij) for rij in casus.opvolging[OVER.naam].gehoord]
    goed = eis_gehoord(casus, OVER, een_outbox(tabel))
    assert goed
    assert goed.endswith("leiding, coordinator, gemeentelijk-manager en wethouder.")
    for nummer, rij in enumerate(tabel):
        rest = tabel[:nummer] + tabel[nummer + 1 :]
        for anders in (rest, [*tabel, rij], [*rest, rij | {"datum": date(2015, 1, 2)}]):
            with pytest.raises(DemoFout, match="Dit is niet wat de regels geven"):
                eis_gehoord(casus, OVER, een_outbox(anders))
    assert eis_gehoord(casus, SCENARIOS[0], "") is None
