# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The shapes of the client are those of the contract."""

from __future__ import annotations

from dataclasses import fields

import pytest

from koppelingen.meldingen import (
    Bevestiging,
    Contactpunt,
    Envelop,
    Informering,
    Melding,
    MeldingVeiligThuis,
    NietDoorgeven,
    Stem,
    Toestemming,
    Veiligheidsgrond,
    Verlenging,
    Verzoek,
    Verzoekadvies,
    naar_json,
)
from tests.koppelingen.vormen import GROND, JA
from verwijsindex.api.adviezen import VerzoekadviesIn
from verwijsindex.api.schemas import ContactpuntVorm, InformeringIn
from verwijsindex.api.signaalvormen import BevestigingIn, EnvelopIn, SignaalIn
from verwijsindex.api.toestemmingsvormen import StemIn, ToestemmingIn, VerlengingIn
from verwijsindex.api.veiligheidsvormen import MeldingVeiligThuisIn, NietDoorgevenIn, VeiligheidsgrondIn
from verwijsindex.api.verzoekvormen import VerzoekIn
from verwijsindex.protocol.bsn import Bsn


@pytest.mark.parametrize(
    ("vorm", "contract"),
    [
        (Toestemming, ToestemmingIn),
        (Verlenging, VerlengingIn),
        (Stem, StemIn),
        (Veiligheidsgrond, VeiligheidsgrondIn),
        (MeldingVeiligThuis, MeldingVeiligThuisIn),
        (NietDoorgeven, NietDoorgevenIn),
        (Informering, InformeringIn),
        (Contactpunt, ContactpuntVorm),
        (Bevestiging, BevestigingIn),
        (Envelop, EnvelopIn),
        (Verzoekadvies, VerzoekadviesIn),
    ],
)
def test_een_vorm_heeft_de_velden_van_het_contract(vorm: type, contract: type) -> None:
    assert {f.name for f in fields(vorm)} == set(contract.model_fields)


def test_S03_een_melding_heeft_de_velden_van_het_contract_met_nummers_in_plaats_van_tokens() -> None:
    tokens = {"kind_token", "ouder_tokens", "sleutel_versie"}
    assert {f.name for f in fields(Melding)} - {"kind_bsn", "ouder_bsns"} == set(SignaalIn.model_fields) - tokens


def test_G02_een_verzoek_heeft_de_velden_van_het_contract_met_een_nummer_in_plaats_van_een_token() -> None:
    tokens = {"kind_token", "ouder_token", "sleutel_versie"}
    assert {f.name for f in fields(Verzoek)} - {"kind_bsn", "ouder_bsn"} == set(VerzoekIn.model_fields) - tokens


def test_T03_V02_wat_de_client_maakt_leest_de_index() -> None:
    assert ToestemmingIn.model_validate(naar_json(JA)).als_opgave().tot == JA.tot
    assert VeiligheidsgrondIn.model_validate(naar_json(GROND)).als_opgave().onderbouwing.dossier == GROND.dossier


def test_S10_een_bsn_kan_niet_als_inhoud_worden_verzonden() -> None:
    with pytest.raises(TypeError, match="BSN wordt niet verzonden"):
        naar_json({"kind": [Bsn("999990019")]})
