# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Nobody's receiver harms another's, and what a receiver asks is not forgotten (N02)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from tests.api.hulp import bewerk_database, is_geweigerd, lees_database
from tests.bezorgen.hulp import met_abonnement, neem, schrijf_berichten
from verwijsindex.domain.bezorgen import KORTSTE_RUST, VAAK, Afloop, Handdruk, Uitkomst
from verwijsindex.storage import bezorgingen
from verwijsindex.use_cases import bezorgen, gebeurtenissen

if TYPE_CHECKING:
    import pytest

    from tests.huis import Huis, Partij
    from verwijsindex.domain.bezorgen import Zending

GELUKT, FOUT = Uitkomst(Afloop.GELUKT), Uitkomst(Afloop.MISLUKT, "status-500")


def met_veel(huis: Huis, partij: Partij, aantal: int, webhooks: int = 1) -> None:
    for nummer in range(webhooks):
        met_abonnement(huis, partij, f"http://x/{nummer}")
    schrijf_berichten(huis, partij, str(uuid4()))
    for _ in range(aantal):
        schrijf_berichten(huis, partij, str(uuid4()), "een")


def test_N02_een_organisatie_met_vijf_trage_webhooks_laat_plaats_voor_een_ander(huis: Huis) -> None:
    veel, weinig = huis.partij("Veel"), huis.partij("Weinig")
    met_veel(huis, veel, 60, webhooks=5)
    met_veel(huis, weinig, 3)
    gebeurtenissen.plaats(huis.tools)
    bezig: Counter[UUID] = Counter()
    for _ in range(6):
        for zending in bezorgen.haal(huis.tools, 64 - bezig.total(), 16, dict(bezig)):
            bezig[zending.organisatie] += 1
    assert bezig == {veel.id: 16, weinig.id: 3}


def test_N02_wie_het_minst_heeft_gaat_voor(huis: Huis) -> None:
    partijen = [huis.partij(f"Partij {n}") for n in range(3)]
    for partij in partijen:
        met_veel(huis, partij, 10)
    gebeurtenissen.plaats(huis.tools)
    gehaald = Counter(z.organisatie for z in bezorgen.haal(huis.tools, 6, 16, {partijen[0].id: 8}))
    assert gehaald == {partijen[1].id: 3, partijen[2].id: 3}


def test_N02_een_ontvanger_die_faalt_krijgt_een_bericht_tegelijk(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 30)
    for zending in neem(huis, 5):
        bezorgen.leg_vast(huis.tools, [(zending, FOUT)])
    (rij,) = lees_database(huis, "SELECT mislukt FROM abonnement")
    assert rij["mislukt"] == VAAK
    huis.klok.verder(minutes=10)
    (een,) = neem(huis, 16)
    assert neem(huis, 16) == []
    bezorgen.leg_vast(huis.tools, [(een, GELUKT)])
    assert len(neem(huis, 16)) == 16


def test_N02_van_twee_workers_probeert_een_de_ontvanger_die_faalt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 30)
    for zending in neem(huis, 5):
        bezorgen.leg_vast(huis.tools, [(zending, FOUT)])
    huis.klok.verder(minutes=10)
    with ThreadPoolExecutor(4) as werkers:
        assert sum(len(gehaald) for gehaald in werkers.map(lambda _: neem(huis, 16), range(8))) == 1
    # Who was killed at it keeps the receiver no longer than his message.
    huis.klok.verder(seconds=61)
    assert len(neem(huis, 16)) == 1


def _een(huis: Huis) -> Zending:
    return neem(huis, 1)[0]


def test_N02_een_gevraagde_wachttijd_wordt_niet_vergeten_door_wat_al_onderweg_was(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 20)
    een, twee, drie = neem(huis, 3)
    bezorgen.leg_vast(huis.tools, [(een, Uitkomst(Afloop.MISLUKT, "status-429", timedelta(hours=1)))])
    bezorgen.leg_vast(huis.tools, [(twee, GELUKT), (drie, FOUT)])
    huis.klok.verder(minutes=59)
    assert neem(huis) == []
    huis.klok.verder(minutes=2)
    assert neem(huis)


def test_N02_een_tempo_geldt_ook_na_een_fout_en_voor_twee_werkers(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 40)
    bewerk_database(huis, "UPDATE abonnement SET per_minuut = 5")
    gebeurtenissen.plaats(huis.tools)
    gehaald: list[Zending] = []
    draden = [threading.Thread(target=lambda: gehaald.extend(bezorgen.haal(huis.tools, 64, 16, {}))) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(gehaald) == 5
    bezorgen.leg_vast(huis.tools, [(gehaald[0], FOUT), (gehaald[1], GELUKT)])
    assert neem(huis) == []


def test_N02_verloren_beurten_geven_een_bericht_niet_op(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 1)
    for _ in range(12):
        _een(huis)
        huis.klok.verder(seconds=61)
    bezorgen.leg_vast(huis.tools, [(_een(huis), FOUT)])
    (rij,) = lees_database(huis, "SELECT toestand, poging FROM bezorging")
    assert (rij["toestand"], rij["poging"]) == ("open", 13)


def test_N02_een_onleesbaar_geheim_stopt_alleen_zijn_eigen_bericht(huis: Huis) -> None:
    goed, stuk = huis.partij("Goed"), huis.partij("Stuk")
    met_veel(huis, goed, 2)
    met_veel(huis, stuk, 1)
    bewerk_database(huis, f"UPDATE abonnement SET geheim = '\\x00' WHERE organisatie = '{stuk.id}'")
    assert [z.organisatie for z in neem(huis)] == [goed.id] * 2
    (rij,) = lees_database(huis, "SELECT toestand, fout FROM bezorging WHERE fout IS NOT NULL")
    assert (rij["toestand"], rij["fout"]) == ("open", "geheim-onleesbaar")


def test_N02_wie_zijn_tijd_verloor_laat_het_bericht_van_een_ander_met_rust(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 1)
    oud = _een(huis)
    huis.klok.verder(seconds=61)
    nieuw = _een(huis)
    bezorgen.leg_vast(huis.tools, [(oud, FOUT)])
    (rij,) = lees_database(huis, "SELECT poging, bezet_tot FROM bezorging")
    assert (rij["poging"], rij["bezet_tot"]) == (nieuw.poging, huis.klok() + bezorgen.BEZET)


def test_N02_twee_die_kruislings_noteren_wachten_niet_op_elkaar(huis: Huis, monkeypatch: pytest.MonkeyPatch) -> None:
    partijen = [huis.partij("Een"), huis.partij("Twee")]
    for partij in partijen:
        met_veel(huis, partij, 2)
    gehaald = neem(huis, 4)
    een, twee = ([z for z in gehaald if z.organisatie == partij.id] for partij in partijen)
    bewerk_database(huis, "UPDATE abonnement SET mislukt = 1, mislukt_sinds = now()")
    noteer = bezorgingen.bezorgd

    def traag(*wat: Any) -> None:
        noteer(*wat)
        time.sleep(0.3)

    monkeypatch.setattr(bezorgingen, "bezorgd", traag)
    kruislings = [[(een[0], GELUKT), (twee[0], FOUT)], [(twee[1], GELUKT), (een[1], FOUT)]]
    with ThreadPoolExecutor() as draden:
        list(draden.map(lambda pogingen: bezorgen.leg_vast(huis.tools, pogingen), kruislings))
    rijen = lees_database(huis, "SELECT toestand, fout FROM bezorging ORDER BY toestand")
    assert Counter((rij["toestand"], rij["fout"]) for rij in rijen) == {("bezorgd", None): 2, ("open", "status-500"): 2}


def test_N02_wie_even_hapert_terwijl_er_veel_loopt_is_zo_weer_aan_de_beurt(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 16)
    bezorgen.leg_vast(huis.tools, [(z, FOUT) for z in neem(huis, 16)])
    (rij,) = lees_database(huis, "SELECT mislukt, rust_tot FROM abonnement")
    assert (rij["mislukt"], rij["rust_tot"]) == (16, huis.klok() + KORTSTE_RUST)


def test_N01_wie_niet_meedoet_geeft_geen_alarm(huis: Huis) -> None:
    school = huis.partij("De Klaver")
    met_veel(huis, school, 1)
    gebeurtenissen.plaats(huis.tools)
    assert bezorgen.achterstand(huis.tools).wachtend == 1
    bewerk_database(huis, "UPDATE organisatie SET actief = false")
    assert bezorgen.achterstand(huis.tools).oudste is None


def test_N02_wie_traag_antwoordt_op_een_handdruk_houdt_de_index_niet_op(
    huis: Huis,
) -> None:
    bezig, los = threading.Semaphore(0), threading.Event()

    class Traag:
        def begroet(self, adres: str) -> Handdruk:
            bezig.release()
            los.wait(20)
            return Handdruk(akkoord=True)

    from dataclasses import replace

    huis.client.app.state.installatie = replace(  # type: ignore[attr-defined]
        huis.installatie,
        tools=replace(huis.tools, webhooks=Traag()),  # type: ignore[arg-type]
    )
    partijen = [huis.partij(f"Partij {n}") for n in range(5)]
    for partij in partijen:
        partij.token()
    draden = [
        threading.Thread(target=partij.post, args=("/v1/abonnementen", {"adres": "http://x"}))
        for partij in partijen[:4]
    ]
    for draad in draden:
        draad.start()
    for _ in draden:
        assert bezig.acquire(timeout=10)
    antwoord = partijen[4].post("/v1/abonnementen", {"adres": "http://x"})
    is_geweigerd(huis, antwoord, 409, "handdruk-bezig", regel="N02", door=partijen[4])
    assert huis.client.get("/v1/gereed").status_code == 200
    los.set()
    for draad in draden:
        draad.join()
    assert partijen[4].post("/v1/abonnementen", {"adres": "http://x"}).status_code == 201
