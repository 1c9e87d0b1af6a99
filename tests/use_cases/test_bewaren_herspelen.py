# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Random histories with sweeps, deaths, requests and restarts at any moment: nothing too old, and the replay agrees."""

from __future__ import annotations

import itertools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.hulp import lees_database
from tests.conftest import TOEPASSING, Proefdatabase
from tests.huis import Huis, een_huis
from tests.use_cases.test_bevriezen import bevries, ontdooi
from tests.use_cases.test_bewaren import klopt, leeg, niets_te_oud, verklaringen
from tests.use_cases.test_herspelen import Lijst, Meld, Wijzig, _meld, _wijzig, meldingen
from verwijsindex.domain.errors import Weigering
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import opschonen, signalen

if TYPE_CHECKING:
    from tests.cluster import Cluster

_nummers = itertools.count(1)
WAT = (
    *("einde", "ten-onrechte", "risico-geweken", "nee", "aanvaard", "veeg"),
    *("overlijden", "bevries", "bevries", "ontdooi", "opschonen", "half"),
)
wijzigingen = st.builds(Wijzig, st.sampled_from(WAT), st.integers(0, 30))
golven = st.lists(
    st.tuples(st.lists(st.one_of(meldingen, wijzigingen), max_size=9), st.sampled_from((0, 1, 29, 200, 400, 735))),
    min_size=1,
    max_size=6,
)


class Spel:
    """One index, four organisations, a director, and the requests that are pending."""

    def __init__(self, huis: Huis) -> None:
        self.huis = huis
        self.partijen = [huis.partij(f"Organisatie {n}") for n in range(4)]
        self.wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
        huis.regisseur(self.wijkteam)
        self.ids: Lijst = []
        self.gronden: Lijst = []
        self.verzoeken: list[tuple[UUID, UUID]] = []

    def doe(self, stap: Meld | Wijzig) -> None:
        """One step; what the rules refuse leaves nothing behind."""
        with suppress(Weigering):
            if isinstance(stap, Meld):
                _meld(self.huis, self.partijen[stap.organisatie], stap, self.ids, self.gronden)
            elif stap.wat in ("overlijden", "bevries", "ontdooi", "opschonen", "half"):
                self._bewaar(stap)
            else:
                _wijzig(self.huis, self.wijkteam, stap, self.ids, self.gronden)

    def _bewaar(self, w: Wijzig) -> None:
        tools = self.huis.tools
        match w.wat:
            case "overlijden" if self.ids:
                partij, id_ = self.ids[w.welke % len(self.ids)]
                signalen.meld_overlijden(tools, partij.aanroep(), id_, dag(self.huis.klok()))
            case "bevries":
                personen = lees_database(self.huis, "SELECT id FROM persoon ORDER BY sleutel")
                if personen:
                    verzoek = (personen[w.welke % len(personen)]["id"], uuid4())
                    bevries(self.huis, *verzoek)
                    self.verzoeken.append(verzoek)
            case "ontdooi" if self.verzoeken:
                ontdooi(self.huis, *self.verzoeken[w.welke % len(self.verzoeken)])
            case "opschonen":
                list(opschonen.ruim_families(tools))
            case "half":
                # Somebody stops the command after its first family.
                next(opschonen.ruim_families(tools), None)


# Threads make each run different, so looking for a smaller example finds none.
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(golven=golven)
def test_B01_B03_B05_G02_M12_wat_er_ook_gebeurt_niets_blijft_te_lang_en_de_daden_kloppen(
    cluster: Cluster, sjabloon: str, golven: list[tuple[list[Meld | Wijzig], int]]
) -> None:
    naam = f"vi_bewaar_{next(_nummers)}"
    cluster.maak(naam, sjabloon)
    database = Proefdatabase(naam, cluster.url(naam), cluster.url(naam, TOEPASSING))
    try:
        with tempfile.TemporaryDirectory() as map_, een_huis(database, Path(map_)) as huis:
            spel = Spel(huis)
            for stappen, dagen in golven:
                with ThreadPoolExecutor(4) as werkers:
                    for taak in [werkers.submit(spel.doe, stap) for stap in stappen]:
                        taak.result()
                huis.klok.verder(days=dagen)
            huis.veeg()
            niets_te_oud(huis)
            klopt(huis)
            # All requests end, and all terms: nothing is left but what is open.
            for verzoek in spel.verzoeken:
                ontdooi(huis, *verzoek)
            huis.klok.verder(days=735)
            huis.veeg()
            niets_te_oud(huis)
            klopt(huis)
            assert leeg(huis, "signaal", "persoon", "envelop", "bevroren", "bevriezing", "kind", "indiening") == []
            assert lees_database(huis, "SELECT FROM match WHERE gesloten IS NOT NULL") == []
            verklaringen(huis)
    finally:
        cluster.verwijder(naam)
