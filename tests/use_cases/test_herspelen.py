# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Random histories by several connections at once give what replaying the recorded deeds gives (M12)."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.conftest import TOEPASSING, Proefdatabase
from tests.huis import BEHEER, KINDEREN, MOEDER, VADER, Huis, Partij, een_huis, toestemming, veiligheidsgrond
from tests.use_cases.test_bewaren import niets_te_oud
from verwijsindex.api.signaalvormen import SignaalIn
from verwijsindex.api.toestemmingsvormen import ToestemmingIn
from verwijsindex.api.veiligheidsvormen import VeiligheidsgrondIn
from verwijsindex.domain.beeld import Matchbeeld
from verwijsindex.domain.errors import Weigering
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.opgave import Toestemmingsopgave
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestand import Regels, Toestand, verenig
from verwijsindex.domain.veiligheid import NietDoorgeven
from verwijsindex.domain.verloop import loop_bij, verwerk
from verwijsindex.domain.woorden import Categorie, Doorgeefreden, Gever, Intrekreden
from verwijsindex.storage import convenanten, families
from verwijsindex.use_cases import (
    controle,
    informeringen,
    matches,
    registreren,
    signalen,
    toestemmingen,
    vegen,
    veiligheid,
)
from verwijsindex.use_cases.ports import Tools

if TYPE_CHECKING:
    from tests.cluster import Cluster

ANDERE_MOEDER = "999990081"
OUDERS = [(), (MOEDER,), (VADER,), (MOEDER, VADER), (ANDERE_MOEDER, VADER), (KINDEREN[0],)]
PATRONEN = [None, "niet-verschenen", "zorgmijding", "huurachterstand"]
Lijst = list[tuple[Partij, UUID]]
_nummers = itertools.count(1)


@dataclass(frozen=True)
class Meld:
    organisatie: int
    kind: int
    ouders: tuple[str, ...]
    zorgen: bool
    grond: bool
    toestemming: bool
    patroon: str | None


@dataclass(frozen=True)
class Wijzig:
    wat: str
    welke: int


meldingen = st.builds(
    Meld,
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from(OUDERS),
    st.booleans(),
    st.sampled_from([False, False, True]),
    st.sampled_from([True, True, False]),
    st.sampled_from(PATRONEN),
)
WAT = (
    *("einde", "ten-onrechte", "risico-geweken", "bevestig", "herbeoordeel", "niet-doorgeven", "informeer"),
    *("ja", "nee", "trek-in", "roep-in", "aanvaard", "basiszorg", "zet-voort", "lees", "veeg"),
)
wijzigingen = st.builds(Wijzig, st.sampled_from(WAT), st.integers(0, 30))
golven = st.lists(
    st.tuples(st.lists(st.one_of(meldingen, meldingen, wijzigingen), max_size=12), st.integers(0, 200)),
    min_size=1,
    max_size=6,
)


def _meld(
    huis: Huis, partij: Partij, m: Meld, ids: list[tuple[Partij, UUID]], gronden: list[tuple[Partij, UUID]]
) -> None:
    kind = KINDEREN[m.kind]
    anders: dict[str, object] = {"patroon": m.patroon}
    if m.grond:
        anders["veiligheidsgrond"] = veiligheidsgrond("huiselijk-geweld")
    elif not m.toestemming:
        anders["toestemming"] = None
    ouders = tuple(o for o in m.ouders if o != kind)
    lichaam = partij.lichaam(
        kind, ouders=ouders, soort="zorgen" if m.zorgen else "betrokken", signaalId=uuid4(), **anders
    )
    aanmelding = SignaalIn.model_validate(lichaam).als_aanmelding()
    antwoord = registreren.registreer(huis.tools, partij.aanroep(), aanmelding)
    ids.append((partij, antwoord.signaal_id))
    if antwoord.veiligheidsgrond:
        gronden.append((partij, antwoord.veiligheidsgrond))


def _antwoord(huis: Huis, *, ja: bool) -> Toestemmingsopgave:
    """The mother's word of today."""
    stemmen = [{"wie": "ouder-met-gezag", "akkoord": ja}]
    return ToestemmingIn.model_validate(toestemming(dag(huis.klok()).isoformat(), stemmen=stemmen)).als_opgave()


def _trek_in(huis: Huis, wie: Aanroep, id_: UUID) -> None:
    for antwoord in toestemmingen.overzicht(huis.tools, wie, id_).antwoorden[-1:]:
        toestemmingen.trek_in(huis.tools, wie, antwoord.toestemming.id, Gever.OUDER)


NOG_NIET = NietDoorgeven(Doorgeefreden.ONDERZOEK_LOOPT, date(2014, 9, 1))
OP_GROND: dict[str, Callable[[Tools, Aanroep, UUID], object]] = {
    "bevestig": veiligheid.bevestig,
    "herbeoordeel": veiligheid.herbeoordeel,
    "niet-doorgeven": lambda tools, wie, id_: veiligheid.geef_niet_door(tools, wie, id_, NOG_NIET),
}
OP_SIGNAAL: dict[str, Callable[[Huis, Aanroep, UUID], object]] = {
    "ja": lambda huis, wie, id_: toestemmingen.leg_vast(huis.tools, wie, id_, _antwoord(huis, ja=True)),
    "nee": lambda huis, wie, id_: toestemmingen.leg_vast(huis.tools, wie, id_, _antwoord(huis, ja=False)),
    "trek-in": _trek_in,
    "roep-in": lambda huis, wie, id_: veiligheid.roep_in(
        huis.tools, wie, id_, VeiligheidsgrondIn.model_validate(veiligheidsgrond()).als_opgave()
    ),
    "informeer": lambda huis, wie, id_: informeringen.informeer(
        huis.tools, wie, id_, Informering(kind=True, ouders=True)
    ),
}


def _op_match(huis: Huis, regie: Aanroep, w: Wijzig, beeld: Matchbeeld) -> None:
    if w.wat == "aanvaard":
        matches.aanvaard(huis.tools, regie, beeld.match.id)
    elif w.wat == "zet-voort":
        matches.zet_voort(huis.tools, regie, beeld.match.id, _antwoord(huis, ja=True))
    elif w.wat == "basiszorg":
        for taak in beeld.taken:
            matches.handel_af(huis.tools, regie, beeld.match.id, taak.id)


def _wijzig(huis: Huis, wijkteam: Partij, w: Wijzig, ids: Lijst, gronden: Lijst) -> None:
    regie = wijkteam.huis.als_regisseur(wijkteam)
    if w.wat == "veeg":
        list(vegen.veeg(huis.tools))
    elif w.wat in ("aanvaard", "lees", "basiszorg", "zet-voort"):
        gevonden, _ = matches.lijst(huis.tools, regie, None, 50)
        if gevonden:
            _op_match(huis, regie, w, gevonden[w.welke % len(gevonden)])
    elif w.wat in OP_GROND and gronden:
        partij, grond = gronden[w.welke % len(gronden)]
        OP_GROND[w.wat](huis.tools, partij.aanroep("tweede"), grond)
    elif w.wat in OP_SIGNAAL and ids:
        partij, id_ = ids[w.welke % len(ids)]
        OP_SIGNAAL[w.wat](huis, partij.aanroep(), id_)
    elif ids:
        partij, id_ = ids[w.welke % len(ids)]
        if w.wat == "einde":
            signalen.beeindig(huis.tools, partij.aanroep(), id_, dag(huis.klok()), grond_blijft=bool(w.welke % 2))
        elif w.wat in ("ten-onrechte", "risico-geweken"):
            signalen.trek_in(huis.tools, partij.aanroep(), id_, Intrekreden(w.wat))


def _als_geheel(huis: Huis) -> tuple[Toestand, Toestand]:
    """All that is stored as one state, and all recorded deeds of everybody replayed as one history, both up to now.

    Both empty once something was destroyed: then the deeds before it are gone (B01).
    """
    with huis.tools.database.transaction() as tx:
        regels = Regels(convenanten.alle(tx), huis.tools.vrij)
        straks = huis.klok() + timedelta(seconds=1)
        rijen = families.alle(tx)
        opgeslagen = verenig(loop_bij(families.laad(tx, rij), straks, regels)[0] for rij in rijen)
        geijkt = tx.execute(text("SELECT count(*) FROM verwantschap WHERE ijkpunt IS NOT NULL")).scalar_one()
        daden = sorted((v for rij in rijen for v in families.geschiedenis(tx, rij)[1]), key=lambda v: v.moment)
    if geijkt:
        return Toestand(), Toestand()
    toestand = Toestand()
    for vastgelegd in daden:
        toestand, _ = verwerk(toestand, vastgelegd.moment, vastgelegd.daad, regels)
    toestand, _ = loop_bij(toestand, straks, regels)
    return opgeslagen, toestand


# Threads make each run different, so looking for a smaller example finds none.
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(golven=golven)
def test_M12_willekeurige_geschiedenissen_tegelijk_zijn_gelijk_aan_het_herspelen_van_de_daden(
    cluster: Cluster, sjabloon: str, golven: list[tuple[list[Meld | Wijzig], int]]
) -> None:
    naam = f"vi_herspel_{next(_nummers)}"
    cluster.maak(naam, sjabloon)
    database = Proefdatabase(naam, cluster.url(naam), cluster.url(naam, TOEPASSING))
    try:
        with tempfile.TemporaryDirectory() as map_, een_huis(database, Path(map_)) as huis:
            partijen = [huis.partij(f"Organisatie {n}") for n in range(4)]
            wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
            huis.regisseur(wijkteam)
            ids: Lijst = []
            gronden: Lijst = []

            def doe(stap: Meld | Wijzig) -> None:
                with suppress(Weigering):
                    if isinstance(stap, Meld):
                        _meld(huis, partijen[stap.organisatie], stap, ids, gronden)
                    else:
                        _wijzig(huis, wijkteam, stap, ids, gronden)

            for stappen, dagen in golven:
                with ThreadPoolExecutor(4) as werkers:
                    for taak in [werkers.submit(doe, stap) for stap in stappen]:
                        taak.result()
                huis.klok.verder(days=dagen)
            huis.veeg()
            niets_te_oud(huis)
            rijen = controle.families_te_controleren(huis.tools, BEHEER)
            assert [v for v in controle.controleer(huis.tools, rijen) if v] == []
            opgeslagen, herspeeld = _als_geheel(huis)
            assert list(families.verschillen(opgeslagen, herspeeld)) == []
    finally:
        cluster.verwijder(naam)
