# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Any course of messages, tries, failures and dead workers: nothing is lost, twice recorded, or out of order (N01)."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.hulp import lees_database
from tests.bezorgen.hulp import met_abonnement, schrijf_berichten
from verwijsindex.domain.bezorgen import Afloop, Uitkomst, Zending
from verwijsindex.storage import abonnementen
from verwijsindex.use_cases import bezorgen, gebeurtenissen

if TYPE_CHECKING:
    from tests.huis import Huis

AFLOPEN = st.sampled_from(["goed", "goed", "fout", "fout-maar-ontvangen", "weg", "wacht", "werker-dood"])
UITKOMSTEN = {
    "goed": Uitkomst(Afloop.GELUKT),
    "fout": Uitkomst(Afloop.MISLUKT, "status-500"),
    "fout-maar-ontvangen": Uitkomst(Afloop.MISLUKT, "geen-antwoord-op-tijd"),
    "weg": Uitkomst(Afloop.WEG, "status-410"),
    "wacht": Uitkomst(Afloop.MISLUKT, "status-429", timedelta(minutes=7)),
}
STAPPEN = st.lists(
    st.one_of(
        st.tuples(st.just("bericht"), st.integers(0, 2)),
        st.tuples(st.just("neem"), st.integers(1, 4)),
        st.tuples(st.just("einde"), AFLOPEN),
        st.tuples(st.just("wacht"), st.sampled_from([1, 30, 61, 3600, 90_000])),
        st.tuples(st.just("hervat"), st.just(0)),
        st.tuples(st.just("herhaal"), st.just(0)),
    ),
    min_size=5,
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stappen=STAPPEN)
def test_N01_elk_bericht_komt_een_keer_aan_of_is_zichtbaar_opgegeven_en_in_volgorde(
    gedeeld: Huis, stappen: list[tuple[str, int | str]]
) -> None:
    huis = gedeeld
    partij = huis.partij("School")
    abonnement = met_abonnement(huis, partij)
    sleutels = [str(uuid4()) for _ in range(3)]
    onderhanden: list[Zending] = []
    ontvangen: dict[UUID, list[UUID]] = defaultdict(list)

    def einde(zending: Zending, hoe: str) -> None:
        if hoe in ("goed", "fout-maar-ontvangen"):
            ontvangen[zending.gebeurtenis.sleutel].append(zending.gebeurtenis.id)
        if hoe != "werker-dood":
            bezorgen.leg_vast(huis.tools, [(zending, UITKOMSTEN[hoe])])

    def hervat() -> None:
        with huis.tools.database.transaction() as tx:
            abonnementen.hervat(tx, abonnement, None, huis.klok())

    def herhaal() -> None:
        from tests.huis import BEHEER

        bezorgen.herhaal(huis.tools, BEHEER)

    for wat, hoe in stappen:
        if wat == "bericht":
            schrijf_berichten(huis, partij, sleutels[int(hoe)], "proef")
        elif wat == "neem":
            gebeurtenissen.plaats(huis.tools)
            onderhanden += [z for z in bezorgen.haal(huis.tools, int(hoe), int(hoe), {}) if z.abonnement == abonnement]
        elif wat == "einde" and onderhanden:
            einde(onderhanden.pop(0), str(hoe))
        elif wat == "wacht":
            huis.klok.verder(seconds=int(hoe))
        elif wat == "hervat":
            hervat()
        elif wat == "herhaal":
            herhaal()
    # Everything works again, and whoever was at it is dead.
    hervat()
    herhaal()
    for _ in range(400):
        gebeurtenissen.plaats(huis.tools)
        huis.klok.verder(minutes=2)
        zendingen = [z for z in bezorgen.haal(huis.tools, 1000, 100, {}) if z.abonnement == abonnement]
        for zending in zendingen:
            einde(zending, "goed")
        open_ = lees_database(
            huis, "SELECT 1 FROM bezorging WHERE abonnement = %s AND toestand <> 'bezorgd'", abonnement
        )
        if not open_:
            break
        huis.klok.verder(hours=1)
    rijen = lees_database(
        huis,
        "SELECT u.gebeurtenis, b.toestand, b.fout FROM outbox u LEFT JOIN bezorging b ON b.bericht = u.id"
        " AND b.abonnement = %s WHERE u.ontvanger_id = %s AND u.soort = 'proef' ORDER BY u.id",
        abonnement,
        str(partij.id),
    )
    assert {rij["toestand"] for rij in rijen} <= {"bezorgd"}
    geschreven = [rij["gebeurtenis"] for rij in rijen]
    opgegeven_geweest = any(wat == "herhaal" for wat, _ in stappen)
    for lijst in ontvangen.values():
        # Applied once, by id: the order of first arrival is the order of writing.
        eerste = list(dict.fromkeys(lijst))
        volgorde = [geschreven.index(id_) for id_ in eerste]
        assert opgegeven_geweest or volgorde == sorted(volgorde)
    assert {id_ for lijst in ontvangen.values() for id_ in lijst} == set(geschreven)
