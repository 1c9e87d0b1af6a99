# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Sweeping by many, over very many, and by a worker that dies: nothing twice, nothing lost (R01, R04, N01)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import create_engine, text

from tests.api.hulp import een_match, lees_database
from tests.huis import ADRES, BEHEER, INDEX
from tests.use_cases.test_gelijktijdig import schoon, tegelijk, tel
from tests.use_cases.test_opvolgen_tegelijk import (
    drie_regisseurs,
    herverdeel_alles,
    is_herverdeeld,
)
from tests.use_cases.veelvoud import vermenigvuldig
from verwijsindex.bootstrap import systeemklok
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Overdrachtreden
from verwijsindex.use_cases import controle, matches, vegen

if TYPE_CHECKING:
    from tests.huis import Huis

REDEN = Overdrachtreden.CASELOAD
HEEL_VEEL = 10_000


def is_een_keer_verstreken(huis: Huis, aantal: int) -> None:
    """R04, N01: each match went up one step, told once on its timeline and once to each who must hear."""
    per_match = (
        "SELECT count(*) AS matches, coalesce(max(aantal), 0) AS meeste FROM (SELECT match, count(*) AS aantal FROM"
        " tijdlijn WHERE inhoud ->> 'soort' = 'termijn-verstreken' GROUP BY match) AS per"
    )
    assert lees_database(huis, per_match) == [{"matches": aantal, "meeste": 1}]
    per_ontvanger = (
        "SELECT ontvanger, count(*) AS berichten, count(DISTINCT sleutel) AS matches FROM outbox"
        " WHERE soort = 'termijn-verstreken' GROUP BY ontvanger ORDER BY ontvanger"
    )
    assert lees_database(huis, per_ontvanger) == [
        {"ontvanger": wie, "berichten": aantal, "matches": aantal} for wie in ("coordinator", "regisseur")
    ]
    termijnen = "SELECT count(*) FROM match WHERE termijnen @? '$[*] ? (@.gemist == 1)'"
    assert tel(huis, termijnen) == aantal
    assert tel(huis, "SELECT count(*) FROM logregel WHERE tag = 'worker:systeem:termijn-verstreken'") == aantal
    assert vegen.achterstand(huis.tools) == 0


def veel_gezinnen(huis: Huis, aantal: int) -> None:
    """As many matches as asked, appointed, reminded and not accepted, on the day on which that is too late."""
    een_match(huis)
    huis.klok.zet("2014-06-05")
    huis.veeg()
    (rij,) = lees_database(huis, "SELECT verwantschap FROM match")
    vermenigvuldig(huis, rij["verwantschap"], aantal - 1)
    huis.klok.zet("2014-06-06")


def enkele_kloppen(huis: Huis) -> None:
    """What was copied is worth as much as what was made."""
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    assert [verschil for verschil in controle.controleer(huis.tools, [*rijen[:5], *rijen[-5:]]) if verschil] == []


def test_R04_tienduizend_termijnen_die_tegelijk_verstrijken_gaan_elk_een_trede_omhoog(huis: Huis) -> None:
    veel_gezinnen(huis, HEEL_VEEL)
    enkele_kloppen(huis)
    huis.veeg()
    is_een_keer_verstreken(huis, HEEL_VEEL)
    enkele_kloppen(huis)


def test_R04_twee_vegers_tegelijk_en_een_die_halverwege_stopt_doen_niets_dubbel(huis: Huis) -> None:
    veel_gezinnen(huis, 250)
    with closing(vegen.veeg(huis.tools)) as loop:  # type: ignore[type-var]
        assert len(list(islice(loop, 30))) == 30
    tegelijk([huis.veeg] * 3, 3)
    huis.veeg()
    is_een_keer_verstreken(huis, 250)
    assert schoon(huis) == []


def test_R04_wat_een_ander_intussen_veegde_wordt_niet_nog_eens_opgepakt(huis: Huis) -> None:
    """Two sweepers found the same forty; the first deals with all of them before the second comes to any."""
    veel_gezinnen(huis, 40)
    with closing(vegen.veeg(huis.tools)) as loop:  # type: ignore[type-var]
        next(loop)
        huis.veeg()
        assert list(loop) == []


def start_worker(huis: Huis, map_: Path) -> subprocess.Popen[bytes]:
    """The worker as it is started in production, on the clock of this house."""
    klok = map_ / "klok.json"
    klok.write_text(
        json.dumps({"moment": huis.klok().isoformat(), "gezet": systeemklok().timestamp()}), encoding="utf-8"
    )
    omgeving = {
        "MODUS": "ontwikkeling",
        "DATABASE_URL": huis.database.toepassing,
        "SLEUTELBESTAND": str(map_ / "index.json"),
        "INDEX_ID": INDEX,
        "PUBLIEK_ADRES": ADRES,
        "PSEUDONIEMENDIENST_ADRES": "http://pd.test",
        "KLOK_BESTAND": str(klok),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "verwijsindex", "worker"],
        env=os.environ | {f"VERWIJSINDEX_{naam}": waarde for naam, waarde in omgeving.items()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def dood_zodra(huis: Huis, map_: Path, vraag: str, grens: int) -> None:
    """Start the worker, and kill it as soon as a count has come so far."""
    motor = create_engine(huis.database.eigenaar, isolation_level="AUTOCOMMIT")
    with start_worker(huis, map_) as proces, motor.connect() as verbinding:
        try:
            einde = time.monotonic() + 40
            while verbinding.execute(text(vraag)).scalar_one() < grens:
                assert proces.poll() is None, "the worker stopped by itself"
                assert time.monotonic() < einde
                time.sleep(0.01)
        finally:
            proces.kill()
        assert proces.wait() == -signal.SIGKILL
    motor.dispose()


def test_R04_N01_een_worker_die_halverwege_wordt_gedood_laat_niets_half_en_niets_dubbel(
    huis: Huis, tmp_path: Path
) -> None:
    """Killed twice in the middle of the sweep; the third one finishes."""
    aantal = 500
    veel_gezinnen(huis, aantal)
    gedaan = "SELECT count(*) FROM tijdlijn WHERE inhoud ->> 'soort' = 'termijn-verstreken'"
    for grens in (100, 300):
        dood_zodra(huis, tmp_path, gedaan, grens)
        assert tel(huis, gedaan) < aantal, "too late to be a test"
    huis.veeg()
    is_een_keer_verstreken(huis, aantal)
    assert schoon(huis) == []


def test_R01_een_worker_die_tijdens_het_vervangen_wordt_gedood_laat_niemand_zonder_regie(
    huis: Huis, tmp_path: Path
) -> None:
    eerder = (200, 12, 15)
    partijen = drie_regisseurs(huis, *eerder)
    huis.klok.zet("2014-06-03")
    weg = partijen[0].professional
    dood_zodra(huis, tmp_path, f"SELECT {eerder[0]} - count(*) FROM match WHERE regisseur = '{weg}'", 20)
    over = f"SELECT count(*) FROM match WHERE regisseur = '{weg}'"
    assert tel(huis, over) > 0, "too late to be a test"
    herverdeel_alles(huis)
    is_herverdeeld(huis, partijen, eerder)


def test_R03_een_daad_van_de_regisseur_en_de_veger_tegelijk_een_van_beide_is_eerst(huis: Huis) -> None:
    """The term has passed when he accepts: the step up is told once, whoever came first, and before the acceptance."""
    veel_gezinnen(huis, 40)
    (rij,) = lees_database(
        huis, "SELECT DISTINCT regisseur, o.organisatie FROM match m JOIN professional o ON o.id = m.regisseur"
    )
    wie = replace(
        BEHEER,
        rol=Rol.REGISSEUR,
        organisatie=rij["organisatie"],
        professional=rij["regisseur"],
        regisseur=rij["regisseur"],
    )
    ids = [UUID(str(rij["id"])) for rij in lees_database(huis, "SELECT id FROM match")]
    taken: list[Callable[[], object]] = [huis.veeg, huis.veeg]
    taken += [lambda id_=id_: matches.aanvaard(huis.tools, wie, id_) for id_ in ids]  # type: ignore[misc]
    tegelijk(taken, 6)
    volgorde = (
        "SELECT array_agg(inhoud ->> 'soort' ORDER BY moment, id) AS soorten FROM tijdlijn"
        " WHERE inhoud ->> 'soort' IN ('termijn-verstreken', 'match-aangenomen') GROUP BY match"
    )
    assert [rij["soorten"] for rij in lees_database(huis, volgorde)] == [
        ["termijn-verstreken", "match-aangenomen"]
    ] * 40
    assert schoon(huis) == []
