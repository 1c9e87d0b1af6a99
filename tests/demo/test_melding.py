# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the parties of the case send, held against the contract and the rules of the index."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from koppelingen.client import Koppeling
from koppelingen.meldingen import Melding, naar_json
from tests.domain.bouw import een_convenant, uid
from verwijsindex.api.toestemmingsvormen import ToestemmingIn
from verwijsindex.api.veiligheidsvormen import VeiligheidsgrondIn
from verwijsindex.demo.casus import SCENARIOS, Gebeurtenis, lees_casus
from verwijsindex.demo.klok import Speelklok
from verwijsindex.demo.melding import maak_melding
from verwijsindex.demo.toneel import Index, Speler
from verwijsindex.domain.tijd import begin_van, plus_maanden
from verwijsindex.domain.toestemming import beoordeel
from verwijsindex.domain.veiligheid import beoordeel_grond

CASUS = lees_casus()
GEVALLEN = [(g, kind) for g in CASUS.gebeurtenissen for kind in g.over]


@pytest.fixture
def maak(tmp_path: Path) -> Any:
    klok = Speelklok(tmp_path / "index.json", tmp_path / "dienst.json")
    klok.begin(begin_van(date(2012, 10, 1)))
    index = Index(SCENARIOS[0], "", klok, cast(Any, None), {}, {})

    def een(gebeurtenis: Gebeurtenis, kind: str, *, toestemming: bool) -> Melding:
        speler = Speler(CASUS.partijen[gebeurtenis.organisatie], cast(Koppeling, None), "p-1", "p-2")
        return maak_melding(CASUS, index, speler, gebeurtenis, kind, gebeurtenis.datum, toestemming=toestemming)

    return een


def test_T01_T03_elke_toestemming_van_de_casus_wordt_door_de_regels_aanvaard(maak: Any) -> None:
    for gebeurtenis, kind in GEVALLEN:
        melding = maak(gebeurtenis, kind, toestemming=True)
        if gebeurtenis.grond:
            assert melding.toestemming is None
            continue
        opgave = ToestemmingIn.model_validate(naar_json(melding.toestemming)).als_opgave()
        moment = begin_van(gebeurtenis.datum) + timedelta(hours=10)
        nieuw = opgave.toestemming(melding.geboortemaand, een_convenant(), moment, uid("pro"))
        assert beoordeel(nieuw, melding.geboortemaand, een_convenant(), gebeurtenis.datum) == ()
        assert nieuw.tot == melding.uiterlijk_tot == plus_maanden(gebeurtenis.datum, 24)
        assert (nieuw.gezag, len(nieuw.stemmen), nieuw.voor) == (1, 1, een_convenant().toestemming_nodig | nieuw.voor)


def test_V02_elke_doorbreking_van_de_casus_draagt_wat_de_regels_vragen(maak: Any) -> None:
    gronden = [(g, kind) for g, kind in GEVALLEN if g.grond]
    assert gronden
    for gebeurtenis, kind in gronden:
        melding = maak(gebeurtenis, kind, toestemming=True)
        opgave = VeiligheidsgrondIn.model_validate(naar_json(melding.veiligheidsgrond)).als_opgave()
        bezwaren = beoordeel_grond(
            opgave.onderbouwing, opgave.niet_doorgeven, melding.geboortemaand, een_convenant(), gebeurtenis.datum
        )
        assert (opgave.grond, bezwaren) == (gebeurtenis.grond, ())


def test_T06_zonder_toestemming_gaat_er_geen_mee(maak: Any) -> None:
    assert all(maak(g, kind, toestemming=False).toestemming is None for g, kind in GEVALLEN)
