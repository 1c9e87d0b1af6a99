# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""How long a message is tried and a receiver left alone (N02)."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from verwijsindex.domain.abonnement import MEESTE, Abonnement, mag_abonneren
from verwijsindex.domain.bezorgen import (
    LANGSTE_RUST,
    LANGSTE_WACHT,
    SPREIDING,
    VAAK,
    VOLHOUDEN,
    WACHTTIJDEN,
    geeft_op,
    rust,
    wacht_of_niet,
    wachttijd,
)
from verwijsindex.domain.gebeurtenis import Gebeurtenis, cloudevent

LOTING = st.floats(0, 1)
GEVRAAGD = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))
NU = datetime(2026, 7, 13, 6, tzinfo=UTC)


@given(loting=LOTING)
def test_N02_de_wachttijden_groeien_drie_dagen_lang_hoe_zij_ook_vallen(loting: float) -> None:
    wachten = [wachttijd(poging, loting) for poging in range(1, len(WACHTTIJDEN) + 1)]
    assert all(wachten)
    assert all(later > eerder for eerder, later in itertools.pairwise(w for w in wachten if w))
    # Nothing is given up before its receiver would have been paused.
    assert sum((w for w in wachten if w), timedelta()) > VOLHOUDEN
    assert wachttijd(len(WACHTTIJDEN) + 1, loting) is None


@given(poging=st.integers(1, 12), loting=LOTING, gevraagd=GEVRAAGD)
def test_N02_wie_langer_vraagt_krijgt_dat_tot_een_dag(poging: int, loting: float, gevraagd: timedelta | None) -> None:
    gewoon, wacht = wachttijd(poging, loting), wachttijd(poging, loting, gevraagd)
    if gewoon is None or wacht is None:
        assert gewoon is wacht is None
        return
    assert wacht >= gewoon
    assert abs(gewoon - WACHTTIJDEN[poging - 1]) <= WACHTTIJDEN[poging - 1] * SPREIDING + timedelta(milliseconds=1)
    assert wacht == max(gewoon, min(gevraagd or timedelta(), LANGSTE_WACHT))


@given(op_rij=st.integers(0, 10_000), al=st.timedeltas(timedelta(), timedelta(days=4)), gevraagd=GEVRAAGD)
def test_N02_een_ontvanger_die_faalt_wordt_steeds_langer_met_rust_gelaten_en_nooit_lang(
    op_rij: int, al: timedelta, gevraagd: timedelta | None
) -> None:
    assert rust(op_rij, al) <= LANGSTE_RUST
    assert (rust(op_rij, al) == timedelta()) == (op_rij < VAAK)
    assert rust(op_rij, al) <= rust(op_rij, al * 2)
    assert rust(op_rij, al, gevraagd) == max(rust(op_rij, al), min(gevraagd or timedelta(), LANGSTE_WACHT))


def test_N02_wie_even_hapert_terwijl_er_veel_loopt_wordt_niet_minuten_overgeslagen() -> None:
    assert rust(64, timedelta(seconds=1)) == timedelta(seconds=1)
    assert rust(VAAK, timedelta(seconds=40)) == timedelta(seconds=40)


def test_N02_na_drie_dagen_zonder_een_geslaagde_poging_staat_een_ontvanger_stil() -> None:
    assert not geeft_op(NU, VAAK, NU + VOLHOUDEN - timedelta(microseconds=1))
    assert geeft_op(NU, VAAK, NU + VOLHOUDEN)
    # Who was hardly asked has not been silent.
    assert not geeft_op(NU, VAAK - 1, NU + VOLHOUDEN * 10)


@given(poging=st.integers(1, 30), oud=st.timedeltas(timedelta(0), timedelta(days=9)), loting=LOTING)
def test_N02_geen_bericht_wordt_binnen_drie_dagen_opgegeven(poging: int, oud: timedelta, loting: float) -> None:
    wacht = wacht_of_niet(poging, NU, NU + oud, loting)
    assert (wacht is None) == (poging > len(WACHTTIJDEN) and oud >= VOLHOUDEN)
    if poging <= len(WACHTTIJDEN):
        assert wacht == wachttijd(poging, loting)


def test_N02_een_organisatie_heeft_per_adres_een_abonnement_en_niet_meer_dan_vijf() -> None:
    def op(adres: str) -> Abonnement:
        return Abonnement(id=uuid4(), organisatie=uuid4(), adres=adres, sinds=NU, per_minuut=None, geheim=False)

    vier = [op(f"https://{n}.example.nl") for n in range(MEESTE - 1)]
    assert mag_abonneren(vier, "https://nieuw.example.nl")
    assert mag_abonneren(vier, "https://1.example.nl").code == "abonnement-bestaat"
    vol = [*vier, op("https://vijf.example.nl")]
    assert mag_abonneren(vol, "https://nieuw.example.nl").code == "te-veel-abonnementen"
    assert mag_abonneren(vol, "https://1.example.nl").code == "abonnement-bestaat"


def test_N02_I07_een_cloudevent_heeft_de_velden_van_het_profiel_en_geen_inhoud() -> None:
    gebeurtenis = Gebeurtenis(7, uuid4(), "match-geopend", uuid4(), NU)
    gevonden = cloudevent(gebeurtenis, "urn:nld:oin:00000099000000000000:systeem:verwijsindex", "https://vi.example.nl")
    assert gevonden == {
        "specversion": "1.0",
        "id": str(gebeurtenis.id),
        "source": "urn:nld:oin:00000099000000000000:systeem:verwijsindex",
        "type": "nl.verwijsindex.match-geopend",
        "time": "2026-07-13T06:00:00Z",
        "dataref": f"https://vi.example.nl/v1/gebeurtenissen/{gebeurtenis.id}",
    }
    assert str(gebeurtenis.sleutel) not in str(gevonden)
