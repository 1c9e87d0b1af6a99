# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Following up by many at once, and with a worker that dies: nothing twice, nothing lost (R01-R05, M05, N01)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from tests.api.hulp import bewerk_database, een_match, lees_database, wijs_toe
from tests.huis import ADRES, BEHEER, INDEX, KINDEREN
from tests.use_cases.test_gelijktijdig import bsns, schoon, tegelijk, tel
from tests.use_cases.veelvoud import vermenigvuldig
from verwijsindex.bootstrap import systeemklok
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.woorden import Antwoord, Categorie, Overdrachtreden
from verwijsindex.use_cases import beheer, controle, herverdelen, matches, overdrachten, vegen

if TYPE_CHECKING:
    from tests.huis import Huis, Partij
    from verwijsindex.domain.regie import Regisseur

REDEN = Overdrachtreden.CASELOAD
HEEL_VEEL = 10_000


def wijkteam(huis: Huis, naam: str, **velden: object) -> Partij:
    """A party whose professional directs."""
    partij = huis.partij(naam, Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(partij, naam, **velden)
    return partij


def een_gezin(huis: Huis, school: Partij, cjg: Partij, kind: str) -> UUID:
    """Two signals on one child; the match."""
    huis.klok.verder(minutes=1)
    school.meldt(kind, ouders=())
    assert cjg.meldt(kind, ouders=(), soort="zorgen").json()["match"] is True
    return UUID(str(lees_database(huis, "SELECT id FROM match ORDER BY geopend DESC, id LIMIT 1")[0]["id"]))


def code(taak: Callable[[], object]) -> Callable[[], str]:
    """What came of it: `ja`, or the code of a clean refusal."""

    def doe() -> str:
        try:
            taak()
        except (NietGevonden, NietToegestaan) as fout:
            return fout.eerste.code
        return "ja"

    return doe


def laatste_vraag(huis: Huis, match: UUID) -> UUID:
    (rij,) = lees_database(huis, "SELECT overdrachten -> -1 ->> 'id' AS id FROM match WHERE id = %s", match)
    return UUID(rij["id"])


def regisseur_van(huis: Huis, match: UUID) -> UUID | None:
    gevonden: UUID | None = lees_database(huis, "SELECT regisseur FROM match WHERE id = %s", match)[0]["regisseur"]
    return gevonden


def twee_regisseurs(huis: Huis) -> tuple[Partij, Partij, UUID, UUID]:
    """Two directors with a match each."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    een, ander = wijkteam(huis, "Een"), wijkteam(huis, "Ander")
    m1, m2 = (een_gezin(huis, school, cjg, kind) for kind in KINDEREN[:2])
    for match, partij in ((m1, een), (m2, ander)):
        if regisseur_van(huis, match) != partij.professional:
            wijs_toe(huis, str(match), partij)
    return een, ander, m1, m2


def test_R05_twee_regisseurs_nemen_tegelijk_elkaars_gezin_over(huis: Huis) -> None:
    een, ander, m1, m2 = twee_regisseurs(huis)
    for _ in range(8):
        huis.klok.verder(minutes=5)
        van = {match: een if regisseur_van(huis, match) == een.professional else ander for match in (m1, m2)}
        taken = []
        for match, gever in van.items():
            nemer = ander if gever is een else een
            wie = huis.als_regisseur(gever)
            overdrachten.vraag(huis.tools, wie, match, nemer.professional, None, REDEN)
            vraag, antwoordt = laatste_vraag(huis, match), huis.als_regisseur(nemer)
            taken.append(code(lambda v=vraag, a=antwoordt: overdrachten.aanvaard(huis.tools, a, v)))  # type: ignore[misc]
        assert tegelijk(taken, 2) == ["ja", "ja"]
        assert {match: regisseur_van(huis, match) for match in van} == {
            match: (ander if gever is een else een).professional for match, gever in van.items()
        }
    assert schoon(huis) == []


def test_R05_aannemen_en_intrekken_tegelijk_een_wint_en_de_ander_hoort_waarom_niet(huis: Huis) -> None:
    een, ander, match, _ = twee_regisseurs(huis)
    gewonnen = Counter[str]()
    for ronde in range(16):
        huis.klok.verder(minutes=5)
        gever = een if regisseur_van(huis, match) == een.professional else ander
        nemer = ander if gever is een else een
        overdrachten.vraag(huis.tools, huis.als_regisseur(gever), match, nemer.professional, None, REDEN)
        vraag = laatste_vraag(huis, match)
        taken = [
            code(lambda v=vraag, n=nemer: overdrachten.aanvaard(huis.tools, huis.als_regisseur(n), v)),  # type: ignore[misc]
            code(lambda v=vraag, g=gever: overdrachten.trek_in(huis.tools, huis.als_regisseur(g), v)),  # type: ignore[misc]
        ]
        eerst = taken if ronde % 2 else taken[::-1]
        uitkomst = tegelijk(eerst, 2) if ronde % 2 else tegelijk(eerst, 2)[::-1]
        assert uitkomst.count("ja") == 1, uitkomst
        assert set(uitkomst) <= {"ja", "vraag-gesloten", "niet-gevonden"}
        (rij,) = lees_database(huis, "SELECT overdrachten -> -1 ->> 'stand' AS stand FROM match WHERE id = %s", match)
        wint = Antwoord.AANGENOMEN if uitkomst[0] == "ja" else Antwoord.INGETROKKEN
        assert rij["stand"] == wint
        assert regisseur_van(huis, match) == (nemer if uitkomst[0] == "ja" else gever).professional
        gewonnen[wint] += 1
    assert (
        tel(huis, "SELECT count(*) FROM tijdlijn WHERE inhoud ->> 'soort' = 'overdracht-aangenomen'")
        == (gewonnen[Antwoord.AANGENOMEN])
    )
    assert schoon(huis) == []


def test_R02_R05_overdrachten_tegelijk_nemen_niet_allemaal_de_laatste_plaats(huis: Huis) -> None:
    """Eight families are offered to who has room for one."""
    een, _, m1, _ = twee_regisseurs(huis)
    derde = wijkteam(huis, "Derde")
    (rij,) = lees_database(huis, "SELECT verwantschap FROM match WHERE id = %s", m1)
    vermenigvuldig(huis, rij["verwantschap"], 26)
    zet_op_naam(huis, een.professional, derde.professional, 19)
    taken = []
    for rij in lees_database(huis, "SELECT id FROM match WHERE regisseur = %s", een.professional):
        overdrachten.vraag(huis.tools, huis.als_regisseur(een), rij["id"], derde.professional, None, REDEN)
        vraag = laatste_vraag(huis, rij["id"])
        taken.append(code(lambda v=vraag: overdrachten.aanvaard(huis.tools, huis.als_regisseur(derde), v)))  # type: ignore[misc]
    assert Counter(tegelijk(taken, 8)) == {"caseload-vol": 7, "ja": 1}
    assert tel(huis, f"SELECT count(*) FROM match WHERE regisseur = '{derde.professional}'") == 20
    assert schoon(huis) == []


def zet_op_naam(huis: Huis, van: UUID, naar: UUID, aantal: int) -> None:
    """The newest families of one director become another's, with the deed that said so."""
    kies = f"SELECT verwantschap FROM match WHERE regisseur = '{van}' ORDER BY verwantschap DESC LIMIT {aantal}"
    bewerk_database(
        huis,
        f"UPDATE daad SET inhoud = CAST(replace(CAST(inhoud AS text), '{van}', '{naar}') AS jsonb)"
        f" WHERE verwantschap IN ({kies})",
        f"UPDATE match SET regisseur = '{naar}' WHERE verwantschap IN ({kies})",
    )


# A director who left.


def drie_regisseurs(huis: Huis, *aantallen: int) -> list[Partij]:
    """Directors with so many open families each; the first one leaves."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    partijen = [wijkteam(huis, naam) for naam in ("Vertrekt", "Blijft", "Blijft ook")]
    for partij, aantal, kind in zip(partijen, aantallen, bsns(3), strict=True):
        match = een_gezin(huis, school, cjg, kind)
        if regisseur_van(huis, match) != partij.professional:
            wijs_toe(huis, str(match), partij)
        (rij,) = lees_database(huis, "SELECT verwantschap FROM match WHERE id = %s", match)
        vermenigvuldig(huis, rij["verwantschap"], aantal - 1)
    vertrekt(huis, partijen[0])
    return partijen


def vertrekt(huis: Huis, partij: Partij) -> None:
    weg: Regisseur = huis.regisseur(partij, "Vertrekt")
    beheer.bewaar_regisseur(huis.tools, BEHEER, replace(weg, actief=False))


def herverdeel_alles(huis: Huis) -> list[UUID]:
    gedaan: list[UUID] = []
    while deel := list(herverdelen.herverdeel(huis.tools)):
        gedaan += deel
    return gedaan


def is_herverdeeld(huis: Huis, partijen: list[Partij], eerder: tuple[int, int, int]) -> None:
    """R01, R02: each match has another director or the coordinator, none twice, and nobody too many."""
    weg, *blijvers = [str(partij.professional) for partij in partijen]
    rijen = lees_database(huis, "SELECT CAST(regisseur AS text) AS wie, status, caseload_vol FROM match")
    last = Counter(rij["wie"] for rij in rijen)
    assert last[weg] == 0
    assert all(last[wie] <= 20 for wie in blijvers)
    plaatsen = sum(20 - aantal for aantal in eerder[1:])
    assert last[None] == max(0, eerder[0] - plaatsen)
    assert all(rij["status"] == "nieuw" and rij["caseload_vol"] for rij in rijen if rij["wie"] is None)
    assert {rij["status"] for rij in rijen if rij["wie"]} == {"toegewezen"}
    vervangen = (
        "SELECT match, count(*) AS aantal FROM tijdlijn WHERE moment >= '2014-06-03'"
        " AND inhoud ->> 'soort' IN ('match-toegewezen', 'match-zonder-regisseur') GROUP BY match"
    )
    assert [rij["aantal"] for rij in lees_database(huis, vervangen)] == [1] * eerder[0]
    sinds = "SELECT count(*) FROM outbox WHERE aangemaakt >= '2014-06-03' AND soort IN"
    assert tel(huis, f"{sinds} ('match-toegewezen') AND ontvanger = 'regisseur'") == eerder[0] - last[None]
    assert tel(huis, f"{sinds} ('match-zonder-regisseur') AND ontvanger = 'coordinator'") == last[None]
    assert schoon(huis) == []


@pytest.mark.parametrize("hoe", ["een", "twee", "gestopt"])
def test_R01_R02_de_twintig_gezinnen_van_wie_vertrekt_krijgen_elk_een_ander(huis: Huis, hoe: str) -> None:
    """By one worker, by two at once, and by one that stops after seven families and another that goes on."""
    eerder = (20, 12, 15)
    partijen = drie_regisseurs(huis, *eerder)
    huis.klok.zet("2014-06-03")
    if hoe == "gestopt":
        with closing(herverdelen.herverdeel(huis.tools)) as loop:  # type: ignore[type-var]
            assert len(list(islice(loop, 7))) == 7
        herverdeel_alles(huis)
    else:
        tegelijk([lambda: herverdeel_alles(huis)] * (2 if hoe == "twee" else 1), 2)
    herverdeel_alles(huis)
    is_herverdeeld(huis, partijen, eerder)


def test_R01_een_gezin_met_een_fout_houdt_het_vervangen_van_de_andere_niet_op(huis: Huis) -> None:
    eerder = (20, 12, 15)
    partijen = drie_regisseurs(huis, *eerder)
    huis.klok.zet("2014-06-03")
    weg = partijen[0].professional
    kies = f"SELECT verwantschap FROM match WHERE regisseur = '{weg}' ORDER BY geopend, id LIMIT 1"
    bewerk_database(huis, f"UPDATE kind SET geboortemaand = 'stuk' WHERE verwantschap = ({kies})")
    assert len(list(herverdelen.herverdeel(huis.tools))) == 19
    assert list(herverdelen.herverdeel(huis.tools)) == []
    bewerk_database(huis, "UPDATE kind SET geboortemaand = '2010-03' WHERE geboortemaand = 'stuk'")
    assert len(list(herverdelen.herverdeel(huis.tools))) == 1
    is_herverdeeld(huis, partijen, eerder)


# The sweep.


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
