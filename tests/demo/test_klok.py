# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The clock that a replay sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from verwijsindex.bootstrap import klok_uit
from verwijsindex.demo.klok import Speelklok

BEGIN = datetime(2012, 10, 1, tzinfo=UTC)
EVEN = timedelta(seconds=5)


def test_de_klok_van_een_index_gaat_nooit_terug(tmp_path: Path) -> None:
    klok = Speelklok(tmp_path / "index.json", tmp_path / "dienst.json")
    klok.begin(BEGIN)
    klok.zet(BEGIN + timedelta(days=2))
    klok.zet(BEGIN + timedelta(days=1))
    assert timedelta(days=2) <= klok.nu() - BEGIN < timedelta(days=2) + EVEN


def test_de_pseudoniemendienst_leeft_op_hetzelfde_moment(tmp_path: Path) -> None:
    dienst = klok_uit(tmp_path / "dienst.json")
    for nummer in range(2):
        klok = Speelklok(tmp_path / f"{nummer}.json", tmp_path / "dienst.json")
        klok.begin(BEGIN)
        assert dienst() - klok.nu() > timedelta(days=800)
        klok.leg_vast()
        assert abs(dienst() - klok.nu()) < EVEN
        klok.zet(BEGIN + timedelta(days=900))
        assert abs(dienst() - klok.nu()) < EVEN


def test_een_gestopte_klok_gaat_later_verder_waar_hij_was(tmp_path: Path) -> None:
    klok = Speelklok(tmp_path / "index.json", tmp_path / "dienst.json")
    klok.begin(BEGIN)
    klok.leg_vast()
    stand = (tmp_path / "index.json").read_text()
    later = stand.replace(stand.partition('"gezet": ')[2].rstrip("}"), "0")
    (tmp_path / "index.json").write_text(later)
    assert klok.nu() - BEGIN > timedelta(days=365)
    klok.hervat()
    assert klok.nu() - BEGIN < EVEN
