# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An installation of an earlier version, in use, comes along with every migration and keeps what it has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text

from migraties import index
from tests.domain.bouw import een_convenant, op
from verwijsindex.domain.convenant import Convenanten
from verwijsindex.domain.toestand import Regels
from verwijsindex.domain.woorden import Leeftijdsgroep, Toestemmingstand, Wijze
from verwijsindex.storage import families
from verwijsindex.use_cases.controle import herspeel

if TYPE_CHECKING:
    from tests.cluster import Cluster

EERST = (
    "INSERT INTO organisatie VALUES (gen_random_uuid(), 'De Klaver', 'onderwijs', NULL, true, '{}')",
    "INSERT INTO professional SELECT id, id, 'pro', '2010-01-01', NULL, false, false FROM organisatie",
    "INSERT INTO regisseur SELECT id, '0599', 'R. Regisseur', '010', '{}', '{}', true FROM organisatie",
    "INSERT INTO verwantschap (tot) VALUES ('2026-02-01T10:00:00Z')",
    "INSERT INTO persoon SELECT gen_random_uuid(), sha256('kind'), 'n', 1, id FROM verwantschap",
    "INSERT INTO dossier SELECT gen_random_uuid(), id, '0599', '2026-01-05T09:00:00Z' FROM verwantschap",
    "INSERT INTO kind SELECT p.id, p.verwantschap, '2015-06', d.id, NULL FROM persoon p, dossier d",
    """
    INSERT INTO signaal SELECT gen_random_uuid(), k.verwantschap, o.id, k.id, '{}', '0599', NULL, '2015-06',
        '2028-01-05', 'zorgen', '{gezin}', NULL, '2026-01-05', NULL,
        '{"functie": "ib", "telefoon": null, "email": null}', 'terugbellen',
        jsonb_build_object('professional', o.id, 'moment', '2026-01-05T09:00:00Z',
        'redelijk_vermoeden', true), '{"geinformeerd": false, "herzien_op": "2026-03-01"}', NULL,
        '2026-01-05T09:00:00Z', '2026-01-05T09:00:00Z',
        '{"gegeven_op": "2026-01-05", "tot": "2027-01-05", "ingetrokken": null}', NULL, NULL, NULL
    FROM kind k, organisatie o
    """,
    'INSERT INTO daad (verwantschap, moment, inhoud) SELECT id, tot, \'{"soort_daad": "oud"}\' FROM verwantschap',
)


@pytest.fixture
def van_versie_0001(cluster: Cluster) -> Iterator[str]:
    naam = f"vi_oud_{os.getpid()}"
    cluster.maak(naam)
    try:
        command.upgrade(index.instellingen(cluster.url(naam)), "0001")
        yield cluster.url(naam)
    finally:
        cluster.verwijder(naam)


@pytest.fixture
def bijgewerkt(van_versie_0001: str) -> Iterator[Connection]:
    """A filled database of version 0001, brought up to date."""
    assert not index.is_bij(van_versie_0001)
    motor = create_engine(van_versie_0001)
    with motor.begin() as verbinding:
        for opdracht in EERST:
            verbinding.exec_driver_sql(opdracht)
    index.migreer(van_versie_0001)
    assert index.is_bij(van_versie_0001)
    with motor.begin() as verbinding:
        yield verbinding
    motor.dispose()


def test_een_gevulde_database_van_een_eerdere_versie_gaat_mee(bijgewerkt: Connection) -> None:
    assert bijgewerkt.execute(text("SELECT naam FROM regisseur")).scalars().all() == ["R. Regisseur"]
    assert bijgewerkt.execute(text("SELECT count(*) FROM functionaris")).scalar_one() == 0


def test_T03_toestemming_en_informering_van_eerder_worden_overgenomen_zoals_zij_werkten(bijgewerkt: Connection) -> None:
    (rij,) = families.alle(bijgewerkt)
    (signaal,) = families.laad(bijgewerkt, rij).signalen.values()
    toestemming = signaal.toestemming
    assert toestemming is not None
    assert (toestemming.gegeven_op, toestemming.tot) == (date(2026, 1, 5), date(2027, 1, 5))
    assert (toestemming.groep, toestemming.wijze) == (Leeftijdsgroep.ONDER_12, Wijze.OVERGENOMEN)
    stand = toestemming.stand(op("2026-02-01"), signaal.geboortemaand, een_convenant())
    assert stand is Toestemmingstand.GEGEVEN
    assert (signaal.informering.kind, signaal.informering.ouders) == (False, False)
    assert signaal.informering.herzien_op == date(2026, 3, 1)


def test_M12_wat_er_stond_is_het_begin_waarop_latere_daden_bouwen(bijgewerkt: Connection) -> None:
    (rij,) = families.alle(bijgewerkt)
    stand = families.laad(bijgewerkt, rij)
    regels = Regels(Convenanten.van([een_convenant()]))
    assert list(families.verschillen(stand, herspeel(bijgewerkt, rij, stand, regels))) == []
