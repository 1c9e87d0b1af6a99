# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""G01 and G02: who may ask, in which term, and how it can be decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from verwijsindex.domain.rechten import (
    OPEN,
    Advies,
    Adviesreden,
    Advieswoord,
    Besluitreden,
    Betreft,
    Maatregel,
    Recht,
    Stap,
    Uitspraak,
    Vaststelling,
    Verlenging,
    Verlengreden,
    Verzoek,
    Verzoekbesluit,
    Verzoekstand,
    Vrager,
    bezwaren_tegen_vastleggen,
    mag_adviseren,
    mag_stap,
    mag_verlengen,
    past_leeftijd,
    stand_na,
)
from verwijsindex.domain.rechtenbesluit import REDENEN, bezwaren_tegen_besluit
from verwijsindex.domain.tijd import begin_van
from verwijsindex.domain.woorden import Intrekreden, Leeftijdsgroep, Wilsonbekwaam

ONDER, MIDDEN, VANAF = Leeftijdsgroep.ONDER_12, Leeftijdsgroep.VAN_12_TOT_16, Leeftijdsgroep.VANAF_16
BEPERKT = Wilsonbekwaam.VERSTANDELIJKE_BEPERKING
JEUGDIGE, VERTEGENWOORDIGER, BEIDE, OUDER = Vrager
EEN, TWEE = UUID(int=1), UUID(int=2)


def verzoek(**anders: Any) -> Verzoek:
    basis: dict[str, Any] = {
        "id": UUID(int=9),
        "gemeente": "0599",
        "organisatie": UUID(int=8),
        "recht": Recht.INZAGE,
        "betreft": Betreft.KIND,
        "vrager": VERTEGENWOORDIGER,
        "groep": ONDER,
        "wilsonbekwaam": None,
        "vaststelling": Vaststelling.BALIE,
        "vastgesteld_op": date(2014, 6, 2),
        "ontvangen_op": date(2014, 6, 2),
        "geregistreerd": begin_van(date(2014, 6, 2)),
        "persoon": UUID(int=7),
    }
    return Verzoek(**basis | anders)


def op(dag: str, **later: float) -> datetime:
    return begin_van(date.fromisoformat(dag)) + timedelta(**later)


# Who may ask about a child, by age group and whether it can decide itself; anything else is refused with this code.
MAG = {(ONDER, None): VERTEGENWOORDIGER, (MIDDEN, None): BEIDE, (VANAF, None): JEUGDIGE}
MAG |= {(MIDDEN, BEPERKT): VERTEGENWOORDIGER, (VANAF, BEPERKT): VERTEGENWOORDIGER}
CODE = {
    (ONDER, JEUGDIGE): "vertegenwoordiger-nodig",
    (ONDER, BEIDE): "vertegenwoordiger-nodig",
    (MIDDEN, JEUGDIGE): "handtekening-vertegenwoordiger-nodig",
    (MIDDEN, VERTEGENWOORDIGER): "handtekening-jeugdige-nodig",
    (VANAF, VERTEGENWOORDIGER): "jeugdige-vraagt-zelf",
    (VANAF, BEIDE): "jeugdige-vraagt-zelf",
}


@pytest.mark.parametrize("recht", Recht)
@pytest.mark.parametrize(("groep", "wilsonbekwaam", "vrager"), list(product(Leeftijdsgroep, (None, BEPERKT), Vrager)))
def test_G01_wie_mag_vragen_hangt_af_van_leeftijd_en_niet_van_wat_er_gevraagd_wordt(
    recht: Recht, groep: Leeftijdsgroep, wilsonbekwaam: Wilsonbekwaam | None, vrager: Vrager
) -> None:
    gevraagd = verzoek(recht=recht, groep=groep, wilsonbekwaam=wilsonbekwaam, vrager=vrager)
    codes = [besluit.code for besluit in bezwaren_tegen_vastleggen(gevraagd, date(2014, 6, 2))]
    if vrager is OUDER:
        verwacht = ["ouder-is-vertegenwoordiger"]
    elif wilsonbekwaam and groep is ONDER:
        verwacht = ["reden-niet-nodig"]
    elif MAG[groep, wilsonbekwaam] is vrager:
        verwacht = []
    else:
        verwacht = [CODE.get((groep, vrager), "") if wilsonbekwaam is None else "vertegenwoordiger-nodig"]
    assert codes == verwacht


def test_G01_een_veertienjarige_alleen_hoort_dat_een_handtekening_nodig_is() -> None:
    (besluit,) = bezwaren_tegen_vastleggen(verzoek(groep=MIDDEN, vrager=JEUGDIGE), date(2014, 6, 2))
    assert besluit.zin.endswith("handtekening van vertegenwoordiger nodig.")
    assert (besluit.regel, besluit.wijzer) == ("G01", "/vrager")


@pytest.mark.parametrize("recht", Recht)
@pytest.mark.parametrize("vrager", Vrager)
def test_G01_over_het_eigen_token_vraagt_de_ouder_zelf(recht: Recht, vrager: Vrager) -> None:
    gevraagd = verzoek(recht=recht, betreft=Betreft.OUDER, vrager=vrager, groep=None)
    codes = [besluit.code for besluit in bezwaren_tegen_vastleggen(gevraagd, date(2014, 6, 2))]
    assert codes == ([] if vrager is OUDER else ["ouder-vraagt-zelf"])


@pytest.mark.parametrize(
    ("anders", "code", "wijzer"),
    [
        ({"groep": None}, "leeftijdsgroep-ontbreekt", "/leeftijdsgroep"),
        ({"betreft": Betreft.OUDER, "vrager": OUDER}, "alleen-bij-kind", "/leeftijdsgroep"),
        (
            {"betreft": Betreft.OUDER, "vrager": OUDER, "groep": None, "wilsonbekwaam": BEPERKT},
            "alleen-bij-kind",
            "/wilsonbekwaam",
        ),
        ({"ontvangen_op": date(2014, 6, 3)}, "ontvangst-in-toekomst", "/ontvangenOp"),
        ({"vastgesteld_op": date(2014, 6, 3)}, "identiteit-niet-vastgesteld", "/vastgesteldOp"),
    ],
)
def test_G01_G02_wat_niet_kan_worden_vastgelegd(anders: dict[str, Any], code: str, wijzer: str) -> None:
    (besluit,) = bezwaren_tegen_vastleggen(verzoek(**anders), date(2014, 6, 2))
    assert (besluit.code, besluit.wijzer) == (code, wijzer)


def test_G01_de_leeftijd_past_bij_de_geboortemaand() -> None:
    # On 2 June 2014 a child of June 2002 can be 11 or 12.
    for groep, past in ((ONDER, True), (MIDDEN, True), (VANAF, False)):
        assert bool(past_leeftijd(verzoek(groep=groep), "2002-06")) is past
    assert past_leeftijd(verzoek(groep=VANAF), None)
    assert past_leeftijd(verzoek(betreft=Betreft.OUDER, groep=None), "1980-01")


@pytest.mark.parametrize(
    ("ontvangen", "verlengd", "laatste"),
    [
        ("2014-06-02", False, "2014-07-02"),
        ("2014-01-31", False, "2014-02-28"),
        ("2016-01-31", False, "2016-02-29"),
        ("2014-12-15", False, "2015-01-15"),
        ("2014-06-02", True, "2014-09-02"),
        ("2013-11-30", True, "2014-02-28"),
        # Summer time ends in between: the last day is a day, not a number of hours.
        ("2014-10-01", False, "2014-11-01"),
    ],
)
def test_G02_Z01_de_termijn_is_een_maand_en_loopt_tot_middernacht(ontvangen: str, verlengd: bool, laatste: str) -> None:
    verlenging = Verlenging(
        reden=Verlengreden.INGEWIKKELD, verteld_op=date.fromisoformat(ontvangen), moment=op(ontvangen)
    )
    gevraagd = verzoek(ontvangen_op=date.fromisoformat(ontvangen), verlenging=verlenging if verlengd else None)
    assert gevraagd.termijn == date.fromisoformat(laatste)
    middernacht = begin_van(date.fromisoformat(laatste) + timedelta(days=1))
    assert not gevraagd.te_laat(middernacht - timedelta(minutes=1))
    assert gevraagd.te_laat(middernacht)
    assert not replace(gevraagd, stand=Verzoekstand.BESLOTEN).te_laat(middernacht)


def _verlenging(moment: datetime, verteld_op: str = "2014-06-10") -> Verlenging:
    return Verlenging(reden=Verlengreden.VEEL_VERZOEKEN, verteld_op=date.fromisoformat(verteld_op), moment=moment)


def test_G02_verlengen_kan_een_keer_binnen_de_termijn_en_de_vrager_weet_het() -> None:
    laatste_minuut = op("2014-07-03", minutes=-1)
    assert mag_verlengen(verzoek(), _verlenging(laatste_minuut))
    assert mag_verlengen(verzoek(), _verlenging(op("2014-07-03"))).code == "termijn-voorbij"
    al = verzoek(verlenging=_verlenging(op("2014-06-10")))
    assert mag_verlengen(al, _verlenging(op("2014-06-11"))).code == "al-verlengd"
    for verteld in ("2014-06-01", "2014-06-12"):
        besluit = mag_verlengen(verzoek(), _verlenging(op("2014-06-11"), verteld))
        assert (besluit.code, besluit.wijzer) == ("vrager-niet-ingelicht", "/verteldOp")


@pytest.mark.parametrize(("stand", "stap"), list(product(Verzoekstand, Stap)))
def test_G02_na_een_besluit_of_intrekking_gebeurt_er_niets_meer(stand: Verzoekstand, stap: Stap) -> None:
    gevraagd = verzoek(stand=stand)
    assert bool(mag_stap(gevraagd, stap)) is (stand in OPEN) is (stand_na(stand, stap) is not None)
    if stand not in OPEN:
        assert mag_stap(gevraagd, stap).code == "verzoek-afgerond"
    assert gevraagd.open is (stand in OPEN)


def advies(signaal: UUID = EEN, gevraagd: str = "2014-06-02", **anders: Any) -> Advies:
    return Advies(signaal=signaal, organisatie=UUID(int=5), gevraagd=op(gevraagd), **anders)


def test_G02_een_organisatie_adviseert_een_keer_en_over_een_grond_die_er_is() -> None:
    assert mag_adviseren(advies(), met_grond=False)
    assert mag_adviseren(advies(grond_vertellen=False), met_grond=True)
    assert mag_adviseren(advies(grond_vertellen=True), met_grond=False).code == "geen-grond-te-vertellen"
    assert mag_adviseren(advies(gegeven=op("2014-06-03")), met_grond=True).code == "advies-al-gegeven"


GEGEVEN = {"advies": Advieswoord.INWILLIGEN, "reden": Adviesreden.ONJUIST, "gegeven": op("2014-06-03")}


def bezwaren(
    gevraagd: Verzoek,
    uitspraak: Uitspraak,
    reden: Besluitreden,
    weg: tuple[UUID, ...] = (),
    *,
    betrokken: tuple[UUID, ...] = (EEN, TWEE),
    bekend: bool | None = None,
    verzwegen: bool = False,
    nu: str = "2014-06-20",
    terug: Intrekreden = Intrekreden.TEN_ONRECHTE,
) -> list[str]:
    besluit = Verzoekbesluit(
        uitspraak=uitspraak,
        reden=reden,
        maatregelen=tuple(Maatregel(signaal, terug) for signaal in weg),
        moment=op(nu),
    )
    er_is_iets = bool(betrokken) if bekend is None else bekend
    gevonden = bezwaren_tegen_besluit(
        gevraagd, besluit, betrokken, bekend=er_is_iets, verzwegen=verzwegen, geboortemaand="2010-03"
    )
    return [deel.code for deel in gevonden]


@pytest.mark.parametrize(("recht", "uitspraak", "reden"), list(product(Recht, Uitspraak, Besluitreden)))
def test_G02_elk_besluit_heeft_een_reden_die_erbij_past(
    recht: Recht, uitspraak: Uitspraak, reden: Besluitreden
) -> None:
    niets = reden is Besluitreden.NIETS_BEKEND
    weg = () if recht is Recht.INZAGE or uitspraak is Uitspraak.AFGEWEZEN or niets else (EEN,)
    weg = (EEN, TWEE) if weg and uitspraak is Uitspraak.TOEGEWEZEN else weg
    codes = bezwaren(verzoek(recht=recht), uitspraak, reden, weg, betrokken=() if niets else (EEN, TWEE))
    past = recht in REDENEN[uitspraak].get(reden, ())
    assert ("besluitreden-past-niet" not in codes) is past
    if past:
        assert codes == []


def test_G02_elk_recht_en_elke_uitspraak_kennen_een_reden() -> None:
    for recht, uitspraak in product(Recht, Uitspraak):
        assert [reden for reden, rechten in REDENEN[uitspraak].items() if recht in rechten]


T, D, A = Uitspraak


@pytest.mark.parametrize(
    ("recht", "uitspraak", "reden", "weg", "betrokken", "code"),
    [
        (Recht.VERWIJDERING, T, Besluitreden.ONJUIST, (), (EEN,), "maatregel-ontbreekt"),
        (Recht.VERWIJDERING, T, Besluitreden.ONJUIST, (EEN,), (EEN, TWEE), "maatregel-ontbreekt"),
        (Recht.RECTIFICATIE, T, Besluitreden.ONJUIST, (), (EEN, TWEE), "maatregel-ontbreekt"),
        (Recht.BEZWAAR, T, Besluitreden.BELANG_VRAGER, (EEN,), (EEN, TWEE), "maatregel-ontbreekt"),
        (Recht.VERWIJDERING, D, Besluitreden.DEEL_NODIG, (EEN, TWEE), (EEN, TWEE), "niet-gedeeltelijk"),
        (Recht.VERWIJDERING, D, Besluitreden.DEEL_NODIG, (UUID(int=3),), (EEN, TWEE), "maatregel-past-niet"),
        (Recht.VERWIJDERING, D, Besluitreden.DEEL_NODIG, (EEN, EEN), (EEN, TWEE), "maatregel-past-niet"),
        (Recht.VERWIJDERING, A, Besluitreden.NODIG, (EEN,), (EEN, TWEE), "maatregel-niet-nodig"),
        (Recht.INZAGE, T, Besluitreden.ALLES_GEGEVEN, (EEN,), (EEN, TWEE), "maatregel-niet-nodig"),
        (Recht.VERWIJDERING, T, Besluitreden.ONJUIST, (), (), "niets-te-verwijderen"),
        (Recht.VERWIJDERING, A, Besluitreden.NIETS_BEKEND, (), (EEN,), "wel-iets-bekend"),
        (Recht.INZAGE, T, Besluitreden.NIETS_BEKEND, (), (EEN,), "wel-iets-bekend"),
    ],
)
def test_G02_een_besluit_doet_wat_het_zegt(
    recht: Recht,
    uitspraak: Uitspraak,
    reden: Besluitreden,
    weg: tuple[UUID, ...],
    betrokken: tuple[UUID, ...],
    code: str,
) -> None:
    assert bezwaren(verzoek(recht=recht), uitspraak, reden, weg, betrokken=betrokken) == [code]


@pytest.mark.parametrize("recht", [Recht.RECTIFICATIE, Recht.VERWIJDERING, Recht.BEZWAAR])
def test_G02_wat_al_is_teruggenomen_of_op_het_verzoek_wacht_vraagt_geen_maatregel_en_heet_niet_niets(
    recht: Recht,
) -> None:
    reden = {Recht.BEZWAAR: Besluitreden.BELANG_VRAGER}.get(recht, Besluitreden.ONJUIST)
    gevraagd = verzoek(recht=recht)
    assert bezwaren(gevraagd, T, reden, betrokken=(), bekend=True) == []
    assert bezwaren(gevraagd, A, Besluitreden.NIETS_BEKEND, betrokken=(), bekend=True) == ["wel-iets-bekend"]
    assert bezwaren(gevraagd, D, Besluitreden.VEILIGHEID, betrokken=(), bekend=True) == ["niet-gedeeltelijk"]


def test_G02_S06_dat_het_risico_geweken_is_zegt_alleen_de_organisatie() -> None:
    gevraagd = verzoek(recht=Recht.VERWIJDERING)
    weg = (Besluitreden.ONJUIST, (EEN, TWEE))
    assert bezwaren(gevraagd, T, *weg, terug=Intrekreden.RISICO_GEWEKEN) == ["reden-van-de-melder"]
    assert bezwaren(gevraagd, T, *weg, terug=Intrekreden.VERKEERD_KIND) == []


def test_G02_er_wordt_op_advies_gewacht_maar_niet_langer_dan_twee_weken() -> None:
    wacht = verzoek(adviezen=(advies(), advies(TWEE, **GEGEVEN)))
    assert wacht.advies_tot() == date(2014, 6, 16)
    besluit = (T, Besluitreden.ALLES_GEGEVEN)
    assert bezwaren(wacht, *besluit, nu="2014-06-15") == ["adviezen-afwachten"]
    assert bezwaren(wacht, *besluit, nu="2014-06-16") == []
    assert bezwaren(verzoek(adviezen=(advies(**GEGEVEN),)), *besluit, nu="2014-06-03") == []
    # Asked late, the term of the asker comes first; who may not ask needs no advice.
    laat = verzoek(adviezen=(advies(gevraagd="2014-06-30"),))
    assert laat.advies_tot() == date(2014, 7, 2)
    assert bezwaren(wacht, A, Besluitreden.NIET_BEVOEGD, nu="2014-06-03") == []


def test_G03_wie_niet_alles_hoort_krijgt_geen_volledige_toewijzing() -> None:
    assert bezwaren(verzoek(), T, Besluitreden.ALLES_GEGEVEN, verzwegen=True) == ["niet-alles-verteld"]
    assert bezwaren(verzoek(), D, Besluitreden.VEILIGHEID, verzwegen=True) == []


def test_G01_een_leeftijd_die_niet_klopt_kan_alleen_worden_afgewezen() -> None:
    ouder = verzoek(groep=VANAF, vrager=JEUGDIGE)
    assert bezwaren(ouder, T, Besluitreden.ALLES_GEGEVEN) == ["leeftijdsgroep-past-niet"]
    assert bezwaren(ouder, A, Besluitreden.NIET_BEVOEGD) == []


@pytest.mark.parametrize("stand", [Verzoekstand.BESLOTEN, Verzoekstand.INGETROKKEN])
def test_G02_een_tweede_besluit_kan_niet(stand: Verzoekstand) -> None:
    assert bezwaren(verzoek(stand=stand, id=uuid4()), T, Besluitreden.ALLES_GEGEVEN) == ["verzoek-afgerond"]
