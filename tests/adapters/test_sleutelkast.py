# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The key cabinet: nobody shares a key, what is destroyed stays destroyed, and what crashed hurts nobody (B03)."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from tests.huis import INDEX
from verwijsindex.adapters import sleutelkast
from verwijsindex.adapters.kluis import Kluis, Sleutelbestand
from verwijsindex.adapters.sleutelkast import VEL, KastOngeldig, Sleutelkast, SleutelVernietigd


@pytest.fixture
def kast(tmp_path: Path) -> Sleutelkast:
    return Sleutelkast(tmp_path / "kast")


def test_B03_een_vernietigde_sleutel_is_weg_en_de_andere_blijven(kast: Sleutelkast, tmp_path: Path) -> None:
    (weg, sleutel), (blijft, ander) = kast.neem(), kast.neem()
    assert kast.lees(weg) == sleutel
    kast.vernietig([weg])
    kast.vernietig([weg, weg])
    with pytest.raises(SleutelVernietigd):
        kast.lees(weg)
    assert kast.lees(blijft) == ander
    (vel,) = (tmp_path / "kast").iterdir()
    assert sleutel not in vel.read_bytes()
    assert ander in vel.read_bytes()


def test_geen_twee_draden_of_processen_krijgen_dezelfde_sleutel(kast: Sleutelkast, tmp_path: Path) -> None:
    andere = Sleutelkast(tmp_path / "kast")
    with ThreadPoolExecutor(8) as werkers:
        taken = [werkers.submit((kast, andere)[n % 2].neem) for n in range(3 * VEL)]
    uitgegeven = [taak.result() for taak in taken]
    assert len({plaats for plaats, _ in uitgegeven}) == len({sleutel for _, sleutel in uitgegeven}) == 3 * VEL
    # Each reads what the other handed out.
    assert all(andere.lees(plaats) == sleutel for plaats, sleutel in uitgegeven[::97])


def test_B03_van_een_vel_waarvan_alles_vernietigd_is_blijft_de_naam_als_bewijs(
    kast: Sleutelkast, tmp_path: Path
) -> None:
    plaatsen = [kast.neem()[0] for _ in range(VEL)]
    kast.vernietig(plaatsen[:-1])
    (vel,) = (tmp_path / "kast").iterdir()
    assert vel.stat().st_size == 32 * VEL
    assert [kast.is_vernietigd(plaats) for plaats in plaatsen[-2:]] == [True, False]
    kast.vernietig(plaatsen[-1:])
    assert vel.stat().st_size == 0
    with pytest.raises(SleutelVernietigd):
        kast.lees(plaatsen[0])
    kast.vernietig(plaatsen[:1])
    assert kast.is_vernietigd(plaatsen[0])
    vel.unlink()
    assert not kast.is_vernietigd(plaatsen[0]), "what is missing was perhaps never destroyed"
    assert kast.lees(kast.neem()[0])


def test_wie_uitvalt_geeft_geen_sleutel_tweemaal_uit_en_verliest_er_geen(tmp_path: Path) -> None:
    """A process that is killed while handing out: what it gave is readable, and nobody goes on with its sheet."""
    programma = (
        "import os, sys; from pathlib import Path; from verwijsindex.adapters.sleutelkast import Sleutelkast\n"
        f"kast = Sleutelkast(Path({str(tmp_path / 'kast')!r}))\n"
        "for _ in range(5): plaats, sleutel = kast.neem(); print(plaats.hex(), sleutel.hex())\n"
        "sys.stdout.flush(); os.kill(os.getpid(), 9)"
    )
    klaar = subprocess.run([sys.executable, "-c", programma], capture_output=True, text=True, check=False)
    assert klaar.returncode == -9
    gegeven = {bytes.fromhex(p): bytes.fromhex(s) for p, s in (regel.split() for regel in klaar.stdout.splitlines())}
    kast = Sleutelkast(tmp_path / "kast")
    assert {plaats: kast.lees(plaats) for plaats in gegeven} == gegeven
    assert not {kast.neem()[0] for _ in range(VEL)} & gegeven.keys()


def test_een_vel_staat_op_de_schijf_voor_er_een_sleutel_van_wordt_gebruikt(
    kast: Sleutelkast, monkeypatch: pytest.MonkeyPatch
) -> None:
    gedaan: list[str] = []
    echt = os.fsync
    monkeypatch.setattr(sleutelkast.os, "fsync", lambda bestand: (gedaan.append("fsync"), echt(bestand))[1])
    for _ in range(VEL):
        kast.neem()
    # The file and its name in the folder, once for all its keys.
    assert gedaan == ["fsync", "fsync"]
    kast.neem()
    assert len(gedaan) == 4


def test_de_kast_is_voor_de_eigenaar_alleen_en_weigert_als_anderen_erin_kijken(tmp_path: Path) -> None:
    map_ = tmp_path / "kast"
    Sleutelkast(map_).neem()
    assert stat.S_IMODE(map_.stat().st_mode) == 0o700
    assert [stat.S_IMODE(vel.stat().st_mode) for vel in map_.iterdir()] == [0o600]
    map_.chmod(0o750)
    with pytest.raises(KastOngeldig, match="700"):
        Sleutelkast(map_)
    bestand = tmp_path / "bestand"
    bestand.write_text("")
    with pytest.raises(KastOngeldig, match="SLEUTELKAST"):
        Sleutelkast(bestand)


@pytest.mark.parametrize("plaats", [b"", bytes(17), bytes(16) + b"\xff\xff", bytes(19)])
def test_wat_geen_plaats_is_wordt_niet_gelezen(kast: Sleutelkast, plaats: bytes) -> None:
    with pytest.raises(ValueError, match=r"18 bytes|vel"):
        kast.lees(plaats)


def test_B03_zonder_eigen_sleutel_opent_ook_de_hoofdsleutel_niets(tmp_path: Path, kast: Sleutelkast) -> None:
    kluis = Kluis(Sleutelbestand.maak(tmp_path / "index.json"), INDEX, frozenset({1}), kast=kast)
    rij = uuid4()
    geborgen, plaats = kluis.berg_eigen(b"envelop", rij)
    assert plaats
    assert b"envelop" not in geborgen
    assert b"envelop" not in kluis.haal_op(geborgen, rij), "inside the outer layer it is still closed"
    assert kluis.haal_eigen(geborgen, plaats, rij) == b"envelop"
    with pytest.raises(InvalidTag):
        kluis.haal_eigen(geborgen, plaats, uuid4())
    later, zelfde = kluis.berg_eigen(b"nieuwe envelop", rij, plaats)
    assert zelfde == plaats
    kluis.vernietig([plaats])
    assert not kluis.leeft(plaats)
    for tekst in (geborgen, later):
        with pytest.raises(SleutelVernietigd):
            kluis.haal_eigen(tekst, plaats, rij)
    _, anders = kluis.berg_eigen(b"weer", rij, plaats)
    assert anders != plaats
    assert anders is not None
    assert kluis.leeft(anders)
