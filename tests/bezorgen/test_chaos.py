# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The short form of `make chaos`: twenty times kill -9, and nothing is lost (N01)."""

from __future__ import annotations

from tests.bezorgen import chaos


def test_N01_niets_dat_is_bevestigd_gaat_verloren_als_processen_en_database_worden_gedood() -> None:
    verslag = chaos.speel(20)
    assert verslag.gedood.total() >= 20
    assert verslag.gedood["postgres"]
    assert verslag.gedood["api"]
    assert verslag.signalen >= 5
    assert verslag.berichten >= verslag.signalen
    assert verslag.opnieuw, "nobody was cut off: the killing came too late"
