# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Many at once, on PostgreSQL: nothing double, nothing lost, no deadlock that a caller sees (M05, M12, S04)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import create_engine, text

from tests.huis import BEHEER, KINDEREN, MOEDER, VADER
from tests.server import draaiend
from verwijsindex.app import maak_app
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import controle

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

T = TypeVar("T")


def bsns(aantal: int) -> list[str]:
    """Test numbers of the 99999 range that pass the elfproef, other than those of the parents."""
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    kandidaten = (f"99999{n:04d}" for n in range(10_000))
    goed = [k for k in kandidaten if sum(int(c) * w for c, w in zip(k, gewichten, strict=True)) % 11 == 0]
    return [k for k in goed if k not in (MOEDER, VADER)][:aantal]


def tegelijk(taken: Sequence[Callable[[], T]], draden: int) -> list[T]:
    """All tasks, as many at a time as there are threads."""
    with ThreadPoolExecutor(draden) as werkers:
        return [taak.result() for taak in [werkers.submit(taak) for taak in taken]]


def tel(huis: Huis, vraag: str) -> int:
    """One number from the database, as its owner."""
    motor = create_engine(huis.database.eigenaar)
    with motor.connect() as verbinding:
        aantal: int = verbinding.execute(text(vraag)).scalar_one()
    motor.dispose()
    return aantal


def schoon(huis: Huis) -> list[controle.Verschil]:
    """What `controleer` finds."""
    rijen = controle.families_te_controleren(huis.tools, BEHEER)
    return [verschil for verschil in controle.controleer(huis.tools, rijen) if verschil]


def zend(adres: str, partij: Partij, inhoud: dict[str, Any]) -> Callable[[], httpx.Response]:
    """A task that posts one signal over a socket of its own."""
    kop = partij.kop()

    def taak() -> httpx.Response:
        return httpx.post(f"{adres}/v1/signalen", json=inhoud, headers=kop, timeout=60)

    return taak


def test_S04_honderdzestig_keer_hetzelfde_over_twintig_kinderen_geeft_twintig_signalen(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    lichamen = [school.lichaam(kind) for kind in bsns(20)]
    with draaiend(maak_app(huis.installatie)) as adres:
        antwoorden = tegelijk([zend(adres, school, lichaam) for lichaam in lichamen for _ in range(8)], 40)
    assert Counter(a.status_code for a in antwoorden) == {201: 20, 200: 140}
    for lichaam in lichamen:
        van_kind = [a for a in antwoorden if a.json()["signaalId"] == lichaam["signaalId"]]
        assert Counter(a.status_code for a in van_kind) == {201: 1, 200: 7}
        assert len({a.text for a in van_kind}) == 1
    assert tel(huis, "SELECT count(*) FROM signaal") == 20
    assert tel(huis, "SELECT count(*) FROM daad") == 20
    assert schoon(huis) == []


def test_M05_veertig_organisaties_tegelijk_op_een_gezin_geven_een_dossier_een_match_een_regisseur(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    partijen = [huis.partij(f"Organisatie {n}") for n in range(40)]
    lichamen = [
        (partij, partij.lichaam(KINDEREN[n % 4], ouders=(MOEDER, VADER), soort="zorgen" if n % 3 else "betrokken"))
        for n, partij in enumerate(partijen)
    ]
    with draaiend(maak_app(huis.installatie)) as adres:
        antwoorden = tegelijk([zend(adres, partij, lichaam) for partij, lichaam in lichamen], 40)
    assert {a.status_code for a in antwoorden} == {201}, [a.text for a in antwoorden if a.status_code != 201]
    assert tel(huis, "SELECT count(*) FROM dossier") == 1
    assert tel(huis, "SELECT count(*) FROM match") == 1
    assert tel(huis, "SELECT count(*) FROM match WHERE regisseur IS NOT NULL") == 1
    assert tel(huis, "SELECT count(*) FROM verwantschap") == 1
    assert tel(huis, "SELECT count(*) FROM daad WHERE inhoud ->> 'soort_daad' = 'toewijzing'") == 1
    assert schoon(huis) == []


def test_R02_twee_matches_tegelijk_nemen_niet_allebei_de_laatste_plaats(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    een, ander = huis.partij("Een"), huis.partij("Ander")
    kinderen = bsns(40)
    with draaiend(maak_app(huis.installatie)) as adres:
        tegelijk([zend(adres, een, een.lichaam(kind, ouders=())) for kind in kinderen], 20)
        tegelijk([zend(adres, ander, ander.lichaam(kind, ouders=(), soort="zorgen")) for kind in kinderen], 20)
    assert tel(huis, "SELECT count(*) FROM match") == 40
    assert tel(huis, "SELECT count(*) FROM match WHERE regisseur IS NOT NULL AND status = 'toegewezen'") == 20
    assert tel(huis, "SELECT count(*) FROM match WHERE caseload_vol AND status = 'nieuw'") == 20
    assert schoon(huis) == []


@pytest.mark.parametrize("ronde", range(3))
def test_M04_gezinnen_die_samenkomen_terwijl_beide_signalen_krijgen_verliezen_niets(huis: Huis, ronde: int) -> None:
    """Children 0-1-2-...: each pair shares a parent, in random order and all at once, so that rows join in chains."""
    partijen = [huis.partij(f"Organisatie {n}") for n in range(4)]
    nummers = bsns(40)
    kinderen, ouders = nummers[:12], nummers[20:33]
    lichamen = [
        (partij, partij.lichaam(kind, ouders=paar, signaalId=uuid4()))
        for kind, paar in zip(kinderen, pairwise(ouders), strict=True)
        for partij in partijen
    ]
    lichamen = [*lichamen[ronde::3], *lichamen[(ronde + 1) % 3 :: 3], *lichamen[(ronde + 2) % 3 :: 3]]
    with draaiend(maak_app(huis.installatie)) as adres:
        antwoorden = tegelijk([zend(adres, partij, lichaam) for partij, lichaam in lichamen], 24)
    assert {a.status_code for a in antwoorden} == {201}, [a.text for a in antwoorden if a.status_code != 201]
    assert tel(huis, "SELECT count(*) FROM verwantschap") == 1, "all persons are related"
    assert tel(huis, "SELECT count(*) FROM signaal") == 48
    assert tel(huis, "SELECT count(*) FROM persoon") == 25
    assert tel(huis, "SELECT count(*) FROM dossier") == 12, "a shared parent alone is for people to judge"
    assert tel(huis, "SELECT count(*) FROM voorstel WHERE reden = 'ouders-verschillen'") == 11
    assert schoon(huis) == []
