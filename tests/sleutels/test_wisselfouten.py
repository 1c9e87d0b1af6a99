# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A rotation that meets what is destroyed, damaged, or in another cabinet (B03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.hulp import bewerk_database, lees_database
from tests.huis import BEHEER
from tests.sleutels.hulp import bestand, rond_af, wissel_helemaal, zet_over
from tests.sleutels.test_wisselen import DATA, vul
from tests.use_cases.test_gelijktijdig import bsns
from verwijsindex.adapters.kluis import Kluis
from verwijsindex.adapters.sleutelkast import Sleutelkast
from verwijsindex.domain.errors import Onbereikbaar, OngeldigeInvoer
from verwijsindex.domain.sleutels import Sleutelnaam
from verwijsindex.storage.sleutels import VERSLEUTELD
from verwijsindex.use_cases import sleutels

if TYPE_CHECKING:
    from pathlib import Path

    from tests.huis import Huis


@pytest.mark.parametrize("naam", DATA)
def test_B03_wie_vernietigd_is_houdt_geen_wisseling_op_en_komt_niet_terug(
    huis: Huis, tmp_path: Path, naam: Sleutelnaam
) -> None:
    """A row that a backup brought back, of which the own key is gone."""
    vul(huis)
    (rij,) = lees_database(huis, "SELECT plaats FROM persoon ORDER BY id LIMIT 1")
    huis.tools.kluis.vernietig([bytes(rij["plaats"])])
    wissel_helemaal(huis.tools, naam)
    assert bestand(tmp_path).sleutel(naam, "vorig") is None
    plaatsen = {bytes(rij["plaats"]) for rij in lees_database(huis, "SELECT plaats FROM persoon")}
    assert len(plaatsen) == 4, "each keeps its own key"
    assert [huis.tools.kluis.leeft(plaats) for plaats in plaatsen].count(False) == 1


@pytest.mark.parametrize("naam", [Sleutelnaam.PEPPER])
def test_B03_met_een_andere_sleutelkast_wisselt_er_niets(huis: Huis, tmp_path: Path, naam: Sleutelnaam) -> None:
    vul(huis)
    eerst = lees_database(huis, "SELECT sleutel, verzegeld, pepper FROM persoon ORDER BY id")
    kluis = huis.tools.kluis
    assert isinstance(kluis, Kluis)
    echt, kluis._kast = kluis._kast, Sleutelkast(tmp_path / "leeg")
    sleutels.zet_klaar(huis.tools, BEHEER, naam)
    with pytest.raises(Onbereikbaar) as fout:
        zet_over(huis.tools, naam)
    assert [b.code for b in fout.value.besluiten] == ["sleutelkast-ontbreekt"]
    assert lees_database(huis, "SELECT sleutel, verzegeld, pepper FROM persoon ORDER BY id") == eerst
    kluis._kast = echt
    zet_over(huis.tools, naam)
    rond_af(huis.tools, naam)
    assert huis.partij("CJG").meldt(bsns(1)[0], soort="zorgen").json()["match"] is True


def test_B03_een_beschadigde_rij_houdt_de_wisseling_op_en_zegt_dat(huis: Huis) -> None:
    vul(huis)
    for naam, tabel, kolom in (
        (Sleutelnaam.PEPPER, "persoon", "verzegeld"),
        (Sleutelnaam.BEWAAR, "envelop", "versleuteld"),
    ):
        bewerk_database(huis, f"UPDATE {tabel} SET {kolom} = set_byte({kolom}, 40, get_byte({kolom}, 40) # 1)")
        sleutels.zet_klaar(huis.tools, BEHEER, naam)
        with pytest.raises(OngeldigeInvoer) as fout:
            zet_over(huis.tools, naam)
        assert [b.code for b in fout.value.besluiten] == ["onleesbaar"]
        bewerk_database(huis, f"UPDATE {tabel} SET {kolom} = set_byte({kolom}, 40, get_byte({kolom}, 40) # 1)")
        zet_over(huis.tools, naam)
        rond_af(huis.tools, naam)


def test_B03_wie_tijdens_een_wisseling_opnieuw_wordt_gemeld_krijgt_een_nieuwe_sleutel(huis: Huis) -> None:
    """His own key went with a transaction that was undone; he still stands under the pepper of before."""
    vul(huis)
    plaatsen = [bytes(rij["plaats"]) for rij in lees_database(huis, "SELECT plaats FROM persoon")]
    sleutels.zet_klaar(huis.tools, BEHEER, Sleutelnaam.PEPPER)
    sleutels.wissel(huis.tools, BEHEER, Sleutelnaam.PEPPER)
    huis.tools.kluis.vernietig(plaatsen)
    cjg = huis.partij("CJG")
    for bsn in bsns(3):
        assert cjg.meldt(bsn, soort="zorgen").json()["match"] is True
    zet_over(huis.tools, Sleutelnaam.PEPPER)
    rond_af(huis.tools, Sleutelnaam.PEPPER)
    assert huis.partij("Nog een school").meldt(bsns(1)[0]).status_code == 201
    assert len(lees_database(huis, "SELECT FROM persoon")) == 4


def test_B03_elke_versleutelde_kolom_gaat_mee(huis: Huis) -> None:
    kolommen = lees_database(
        huis,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type = 'bytea' AND column_name IN ('verzegeld', 'versleuteld', 'geheim', 'vorig_geheim')",
    )
    assert {(k["table_name"], k["column_name"]) for k in kolommen} == {(t, k) for t, k, _, _ in VERSLEUTELD}
