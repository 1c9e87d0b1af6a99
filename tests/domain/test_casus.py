# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The Rotterdam case on the bare rules: the outcome that a separate model computed."""

from calendar import monthrange
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from tests.domain.bouw import Verhaal, een_convenant, een_signaal, op, uid
from verwijsindex.domain import daden
from verwijsindex.domain.tijd import dag, plus_maanden
from verwijsindex.domain.verloop import open_signaal
from verwijsindex.domain.woorden import Categorie, Grond, Leefgebied, Patroon, Soort

CASUS = yaml.safe_load((files("verwijsindex") / "gegevens/rotterdam.yaml").read_text(encoding="utf-8"))
SOORTEN = ("stapeling", "uit-beeld", "multiproblematiek")


def _dag(waarde: object) -> date:
    return waarde if isinstance(waarde, date) else date.fromisoformat(str(waarde))


def _laatste_dag(maand: str) -> date:
    jaar, nummer = map(int, str(maand).split("-"))
    return date(jaar, nummer, monthrange(jaar, nummer)[1])


def speel(*, alleen_sisa: bool = False, toestemming_van: frozenset[str] | None = None, **convenant: object) -> Verhaal:
    verhaal = Verhaal(een_convenant(**convenant))
    stappen: list[tuple[date, int, str, dict[str, Any]]] = []
    for gebeurtenis in CASUS["gebeurtenissen"]:
        if alleen_sisa and not gebeurtenis.get("in_sisa"):
            continue
        stappen.append((_dag(gebeurtenis["datum"]), 0, "meld", gebeurtenis))
        if gebeurtenis.get("tot"):
            stappen.append((_laatste_dag(gebeurtenis["tot"]), 1, "einde", gebeurtenis))
        if gebeurtenis.get("grond"):
            dagen = [plus_maanden(_dag(gebeurtenis["datum"]), n) for n in (2, 4, 6, 8, 10)]
            stappen += [(d, 0, "herbeoordeling", gebeurtenis) for d in dagen]
    for wanneer, _, wat, gebeurtenis in sorted(stappen, key=lambda s: s[:2]):
        if wanneer > date(2015, 1, 28):
            continue
        organisatie = CASUS["organisaties"][gebeurtenis["organisatie"]]
        if organisatie["categorie"] == Categorie.GEEN:
            continue
        for nummer, kind in enumerate(gebeurtenis["over"]):
            moment = op(wanneer.isoformat()).replace(minute=nummer)
            signaal = open_signaal(verhaal.loop(moment).toestand, uid(gebeurtenis["organisatie"]), uid(kind), moment)
            if wat == "meld":
                mag = toestemming_van is None or gebeurtenis["organisatie"] in toestemming_van
                maand = next(str(k["geboortemaand"]) for k in CASUS["gezin"]["kinderen"] if k["id"] == kind)
                nieuw = een_signaal(
                    kind,
                    gebeurtenis["organisatie"],
                    moment,
                    soort=Soort(gebeurtenis["soort"]),
                    grond=Grond(gebeurtenis["grond"]) if gebeurtenis.get("grond") else None,
                    toestemming=mag,
                    patroon=Patroon(gebeurtenis["patroon"]) if gebeurtenis.get("patroon") else None,
                    leefgebieden=[Leefgebied(g) for g in organisatie["leefgebieden"]],
                    geboortemaand=maand,
                )
                verhaal.doe(moment, daden.Registratie(nieuw))
            elif signaal and wat == "einde":
                verhaal.doe(moment, daden.Beeindiging(signaal.id, wanneer, signaal.veiligheid is not None))
            elif signaal and signaal.veiligheid and signaal.veiligheid.bevestigd and not signaal.veiligheid.vervallen:
                grond = replace(signaal.veiligheid, herbeoordeeld=moment)
                verhaal.doe(moment, daden.Veiligheidsdaad(signaal.id, grond))
    return verhaal.tot("2015-01-27")


def uitkomst(verhaal: Verhaal) -> list[tuple[str, str, frozenset[str] | None]]:
    namen = {uid(naam): naam for naam in CASUS["organisaties"]}
    return [
        (
            dag(g.moment).isoformat(),
            g.soort.value,
            None if g.soort.value == "multiproblematiek" else frozenset(namen[o] for o in g.organisaties),
        )
        for g in verhaal.gevolgen
        if g.soort in SOORTEN
    ]


SPEELWIJZEN: dict[str, dict[str, Any]] = {
    "zoals-het-was": {"alleen_sisa": True},
    "zoals-het-was-zonder-nazorgvenster": {"alleen_sisa": True, "nazorgvenster_maanden": 0},
    "zoals-het-was-zonder-toestemming": {"alleen_sisa": True, "toestemming_van": frozenset()},
    "iedereen-meldt": {},
    "alleen-veiligheid": {"toestemming_van": frozenset()},
}


@pytest.mark.parametrize("scenario", SPEELWIJZEN)
def test_M03_de_casus_geeft_de_uitkomst_van_het_losse_model(scenario: str) -> None:
    verwacht = [
        (_dag(r["datum"]).isoformat(), r["reden"], frozenset(r["door"]) if "door" in r else None)
        for r in CASUS["uitkomst"][scenario]
    ]
    assert uitkomst(speel(**SPEELWIJZEN[scenario])) == verwacht


def test_M04_zonder_gezin_stapelt_elk_kind_voor_zich() -> None:
    verhaal = speel(gezin=False)
    eerste = {}
    for gevolg in verhaal.gevolgen:
        if gevolg.soort.value == "stapeling":
            for kind in gevolg.kinderen:
                eerste.setdefault(kind, dag(gevolg.moment))
    verwacht = {uid(k): _dag(d) for k, d in CASUS["uitkomst"]["iedereen-meldt-per-kind"].items()}
    assert eerste == verwacht
