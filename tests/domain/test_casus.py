# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The Rotterdam case on the bare rules: the outcome that a separate model computed."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import pytest
import yaml

from tests.domain.bouw import GEMEENTE, Verhaal, een_convenant, een_signaal, op, uid
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.adapters.kalender import vrije_dagen
from verwijsindex.domain import daden
from verwijsindex.domain.beeld import matchbeeld, melderbeeld
from verwijsindex.domain.inzage import Kijker
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import toestemmingstand
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import TIK, dag, einde_van, plus_maanden
from verwijsindex.domain.verloop import open_signaal
from verwijsindex.domain.woorden import (
    Categorie,
    Gever,
    Grond,
    Leefgebied,
    Patroon,
    Soort,
    Toestemmingstand,
)

CASUS = yaml.safe_load((files("verwijsindex") / "gegevens/rotterdam.yaml").read_text(encoding="utf-8"))
VOORAVOND = einde_van(date(2015, 1, 27))
SOORTEN = ("stapeling", "uit-beeld", "multiproblematiek")


def _dag(waarde: object) -> date:
    return waarde if isinstance(waarde, date) else date.fromisoformat(str(waarde))


def _laatste_dag(maand: str) -> date:
    jaar, nummer = map(int, str(maand).split("-"))
    return date(jaar, nummer, monthrange(jaar, nummer)[1])


@dataclass(frozen=True)
class Wending:
    """Where a scenario leaves the case, as the file says it (T04, V03, V04)."""

    alleen: Collection[str] | None = None
    ingetrokken_op: date | None = None
    onbevestigd: Collection[str] = ()
    grond_eindigt: Collection[str] = ()
    waarom: str = ""


def speel(
    *,
    alleen_sisa: bool = False,
    toestemming_van: frozenset[str] | None = None,
    wending: Wending = Wending(),
    tot: datetime = VOORAVOND,
    **convenant: object,
) -> Verhaal:
    verhaal = Verhaal(meegeleverd("regionaal", GEMEENTE, date(2000, 1, 1), **convenant), vrij=vrije_dagen())
    stappen: list[tuple[date, int, str, dict[str, Any]]] = []
    if wending.ingetrokken_op:
        stappen.append((wending.ingetrokken_op, 1, "intrekking", {}))
    for gebeurtenis in CASUS["gebeurtenissen"]:
        if alleen_sisa and not gebeurtenis.get("in_sisa"):
            continue
        if wending.alleen is not None and gebeurtenis["organisatie"] not in wending.alleen:
            continue
        stappen.append((_dag(gebeurtenis["datum"]), 0, "meld", gebeurtenis))
        if gebeurtenis.get("tot"):
            stappen.append((_laatste_dag(gebeurtenis["tot"]), 2, "einde", gebeurtenis))
        if gebeurtenis.get("grond"):
            dagen = [plus_maanden(_dag(gebeurtenis["datum"]), n) for n in (2, 4, 6, 8, 10)]
            stappen += [(d, 0, "herbeoordeling", gebeurtenis) for d in dagen]
    for wanneer, _, wat, gebeurtenis in sorted(stappen, key=lambda s: s[:2]):
        if op(wanneer.isoformat()) > tot:
            continue
        if wat == "intrekking":
            _trek_in(verhaal, op(wanneer.isoformat(), 14))
            continue
        organisatie = CASUS["organisaties"][gebeurtenis["organisatie"]]
        if organisatie["categorie"] == Categorie.GEEN:
            continue
        for nummer, kind in enumerate(gebeurtenis["over"]):
            moment = op(wanneer.isoformat()).replace(minute=nummer)
            signaal = open_signaal(verhaal.loop(moment).toestand, uid(gebeurtenis["organisatie"]), uid(kind), moment)
            if wat == "meld":
                mag = toestemming_van is None or gebeurtenis["organisatie"] in toestemming_van
                mag = mag and (wending.ingetrokken_op is None or wanneer < wending.ingetrokken_op)
                maand = next(str(k["geboortemaand"]) for k in CASUS["gezin"]["kinderen"] if k["id"] == kind)
                nieuw = een_signaal(
                    kind,
                    gebeurtenis["organisatie"],
                    moment,
                    soort=Soort(gebeurtenis["soort"]),
                    grond=Grond(gebeurtenis["grond"]) if gebeurtenis.get("grond") else None,
                    bevestigd=gebeurtenis["organisatie"] not in wending.onbevestigd,
                    toestemming=mag,
                    patroon=Patroon(gebeurtenis["patroon"]) if gebeurtenis.get("patroon") else None,
                    leefgebieden=[Leefgebied(g) for g in organisatie["leefgebieden"]],
                    geboortemaand=maand,
                )
                verhaal.doe(moment, daden.Registratie(nieuw))
            elif signaal and wat == "einde":
                blijft = signaal.veiligheid is not None and gebeurtenis["organisatie"] not in wending.grond_eindigt
                verhaal.doe(moment, daden.Beeindiging(signaal.id, wanneer, blijft))
            elif signaal and signaal.veiligheid and signaal.veiligheid.bevestigd and not signaal.veiligheid.vervallen:
                grond = replace(signaal.veiligheid, herbeoordeeld=moment)
                verhaal.doe(moment, daden.Veiligheidsdaad(signaal.id, grond))
    return verhaal.loop(tot)


def _trek_in(verhaal: Verhaal, moment: datetime) -> None:
    """T04: the mother withdraws, signal by signal, every consent that stands."""
    verhaal.loop(moment)
    for nummer, signaal in enumerate(sorted(verhaal.toestand.signalen.values(), key=lambda s: str(s.id))):
        nu = moment.replace(second=nummer)
        if toestemmingstand(signaal, nu, een_convenant()) is Toestemmingstand.GEGEVEN and signaal.toestemming:
            ingetrokken = replace(signaal.toestemming, ingetrokken=nu, ingetrokken_door=Gever.OUDER)
            verhaal.doe(nu, daden.Toestemmingsdaad(signaal.id, ingetrokken))


def uitkomst(verhaal: Verhaal) -> list[tuple[str, str, frozenset[str] | None]]:
    namen = {uid(naam): naam for naam in CASUS["organisaties"]}
    gevonden = []
    for g in verhaal.gevolgen:
        if g.soort == "match-vervallen":
            # As seen from outside: what ends with a day is gone on the next.
            gevonden.append((dag(g.moment + TIK).isoformat(), "vervallen", None))
        elif g.soort in SOORTEN:
            wie = None if g.soort == "multiproblematiek" else frozenset(namen[o] for o in g.organisaties)
            gevonden.append((dag(g.moment).isoformat(), g.soort.value, wie))
    return gevonden


SPEELWIJZEN: dict[str, dict[str, Any]] = {
    "zoals-het-was": {"alleen_sisa": True},
    "zoals-het-was-zonder-nazorgvenster": {"alleen_sisa": True, "nazorgvenster_maanden": 0},
    "zoals-het-was-zonder-toestemming": {"alleen_sisa": True, "toestemming_van": frozenset()},
    "iedereen-meldt": {},
    "alleen-veiligheid": {"toestemming_van": frozenset()},
    **{naam: {"wending": Wending(**wending)} for naam, wending in CASUS["wendingen"].items()},
}


@pytest.mark.parametrize("scenario", SPEELWIJZEN)
def test_M03_de_casus_geeft_de_uitkomst_van_het_losse_model(scenario: str) -> None:
    verwacht = [
        (_dag(r["datum"]).isoformat(), r["reden"], frozenset(r["door"]) if "door" in r else None)
        for r in CASUS["uitkomst"][scenario]
    ]
    assert uitkomst(speel(**SPEELWIJZEN[scenario])) == verwacht
    assert [r["dagen"] for r in CASUS["uitkomst"][scenario]] == [
        (CASUS["afloop"]["datum"] - r["datum"]).days for r in CASUS["uitkomst"][scenario]
    ]


INGETROKKEN, ONBEVESTIGD = (SPEELWIJZEN[n] for n in ("toestemming-ingetrokken", "doorbreking-niet-bevestigd"))


@pytest.mark.parametrize(
    ("scenario", "blik"),
    [(scenario, blik) for scenario, blikken in CASUS["blikken"].items() for blik in blikken],
    ids=lambda deel: deel if isinstance(deel, str) else f"{deel['datum']}-{deel['kijker']}",
)
def test_I01_I02_wat_een_kijker_op_een_avond_ziet_volgt_uit_de_regels(scenario: str, blik: dict[str, Any]) -> None:
    nu = op(blik["datum"].isoformat(), 20)
    partijen = {
        uid(sleutel): Organisatie(uid(sleutel), sleutel, Categorie(organisatie["categorie"]))
        for sleutel, organisatie in CASUS["organisaties"].items()
    }
    verhaal = speel(**SPEELWIJZEN[scenario], tot=nu)
    stand = Stand(verhaal.toestand, verhaal.regels, nu, partijen)
    verwacht = {veld: waarde for veld, waarde in blik.items() if veld not in ("datum", "kijker", "waarom")}
    gezien = _als_regisseur(stand) if blik["kijker"] == "regisseur" else _als_melder(stand, blik["kijker"])
    assert {veld: gezien.get(veld) for veld in verwacht} == verwacht


def _als_regisseur(stand: Stand) -> dict[str, Any]:
    kijker = Kijker(Rol.REGISSEUR, uid("lzn"), Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING, uid("regisseur"))
    open_ = [replace(m, regisseur=uid("regisseur")) for m in stand.toestand.matches.values() if m.open]
    beelden = [matchbeeld(kijker, match, stand, (), {}) for match in open_]
    signalen = [signaal for beeld in beelden for signaal in beeld.signalen]
    return {
        "match": bool(beelden),
        "ziet": sorted({signaal.organisatie for signaal in signalen}),
        "spoed": any(beeld.spoed for beeld in beelden),
        "te_bevestigen": sorted({s.organisatie for s in signalen if s.bijdrage.grond == "veiligheid-te-bevestigen"}),
    }


def _als_melder(stand: Stand, wie: str) -> dict[str, Any]:
    kijker = Kijker(Rol.MELDER, uid(wie), stand.partijen[uid(wie)].categorie)
    eigen = [s for s in stand.toestand.signalen.values() if s.organisatie == uid(wie)]
    beelden = [b for s in eigen if (b := melderbeeld(kijker, s, stand.match_van(s), stand, None))]
    return {
        "match": bool(beelden),
        "ziet": sorted({ander.organisatie for beeld in beelden for ander in beeld.anderen}),
        "status": ", ".join({s.status(stand.nu) for s in eigen}) or "vernietigd",
    }


def test_T04_de_intrekking_neemt_op_dat_moment_elke_toestemming_en_vernietigt_28_dagen_later() -> None:
    dag_ervan = INGETROKKEN["wending"].ingetrokken_op
    slaapt = [g for g in speel(**INGETROKKEN).gevolgen if g.soort == "signaal-slaapt" and dag(g.moment) == dag_ervan]
    assert len(slaapt) == CASUS["logboek"]["toestemming-ingetrokken"]["signalen"]
    weg = [g for g in speel(**INGETROKKEN).gevolgen if g.signaal in {g.signaal for g in slaapt}]
    assert {dag(g.moment) for g in weg if g.soort == "signaal-vernietigd"} == {date(2013, 12, 30)}


@pytest.mark.parametrize("maand", range(1, 27))
def test_M11_blijft_de_veiligheidsgrond_van_arosa_gelden_dan_laat_geen_intrekking_de_match_vervallen(
    maand: int,
) -> None:
    """Why that scenario lets Arosa's ground go: the two grounds alone carry the match, also after their window."""
    wending = Wending(ingetrokken_op=plus_maanden(date(2012, 11, 2), maand))
    assert not [g for g in speel(wending=wending).gevolgen if g.soort in ("stapeling-weg", "match-vervallen")]


def test_V03_met_een_bevestiging_op_tijd_blijft_de_match_en_hoort_het_steunpunt_ervan() -> None:
    bevestigd = replace(ONBEVESTIGD["wending"], onbevestigd=())
    assert [regel[:2] for regel in uitkomst(speel(wending=bevestigd))] == [
        ("2012-10-20", "stapeling"),
        ("2013-05-31", "uit-beeld"),
        ("2014-07-31", "uit-beeld"),
    ]


def test_M04_zonder_gezin_stapelt_elk_kind_voor_zich() -> None:
    verhaal = speel(gezin=False)
    eerste = {}
    for gevolg in verhaal.gevolgen:
        if gevolg.soort.value == "stapeling":
            for kind in gevolg.kinderen:
                eerste.setdefault(kind, dag(gevolg.moment))
    verwacht = {uid(k): _dag(d) for k, d in CASUS["uitkomst"]["iedereen-meldt-per-kind"].items()}
    assert eerste == verwacht
