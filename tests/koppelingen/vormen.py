# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Consent and an override as a client gives them, with every field filled in, and as they travel."""

from datetime import date

from koppelingen.meldingen import (
    Informering,
    MeldingVeiligThuis,
    NietDoorgeven,
    Stem,
    Toestemming,
    Veiligheidsgrond,
)

JA = Toestemming(
    gegeven_op=date(2026, 11, 22),
    tot=date(2027, 11, 22),
    stemmen=(Stem("ouder-met-gezag", True),),
    gezaghebbenden=1,
    leeftijdsgroep="onder-12",
    wijze="mondeling",
    voor=("registreren", "contactgegevens"),
    met=("onderwijs",),
)
GROND = Veiligheidsgrond(
    grond="huiselijk-geweld",
    feiten_en_duiding=True,
    geen_toestemming="vragen-geeft-gevaar",
    noodzaak="kind-nu-niet-veilig",
    evenredigheid="geen-lichter-middel",
    geraadpleegd="aandachtsfunctionaris",
    geraadpleegd_op=date(2026, 11, 21),
    informering=Informering(kind=False, ouders=True),
    dossier="D-1",
    melding_veilig_thuis=MeldingVeiligThuis(True, date(2026, 11, 22)),
    niet_doorgeven=NietDoorgeven("onderzoek-loopt", date(2026, 12, 1)),
)
JA_JSON = {
    "gegevenOp": "2026-11-22",
    "tot": "2027-11-22",
    "stemmen": [{"wie": "ouder-met-gezag", "akkoord": True}],
    "gezaghebbenden": 1,
    "leeftijdsgroep": "onder-12",
    "wijze": "mondeling",
    "voor": ["registreren", "contactgegevens"],
    "met": ["onderwijs"],
}
GROND_JSON = {
    "grond": "huiselijk-geweld",
    "feitenEnDuiding": True,
    "geenToestemming": "vragen-geeft-gevaar",
    "noodzaak": "kind-nu-niet-veilig",
    "evenredigheid": "geen-lichter-middel",
    "geraadpleegd": "aandachtsfunctionaris",
    "geraadpleegdOp": "2026-11-21",
    "informering": {"kind": False, "ouders": True},
    "dossier": "D-1",
    "meldingVeiligThuis": {"gedaan": True, "op": "2026-11-22"},
    "nietDoorgeven": {"reden": "onderzoek-loopt", "herzienOp": "2026-12-01"},
}
