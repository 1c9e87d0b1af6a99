# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer's questions: each answered in one call, about his own municipality, and logged (I04, L04)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.hulp import een_match, is_geweigerd, laatste_regels
from tests.api.test_toezicht import ELDERS, _functie, _ook_elders
from tests.huis import GEMEENTE, KINDEREN, veiligheidsgrond
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.logvragen import GEWOON, KEER, Kijkdag, uitschieters

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def _privacy(huis: Huis, gemeente: str = GEMEENTE) -> Partij:
    return _functie(huis, Rol.PRIVACY, gemeente)


def _regels(wie: Partij, vraag: str = "") -> list[dict[str, object]]:
    antwoord = wie.get(f"/v1/logboek{vraag}")
    assert antwoord.status_code == 200, antwoord.text
    regels: list[dict[str, object]] = antwoord.json()["regels"]
    return regels


def test_L04_wie_keek_naar_dit_dossier_en_waarom(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wie = _privacy(huis)
    wijkteam.get(f"/v1/matches/{match}")
    gekeken, eerder = _regels(wie, f"?onderwerp={match}&soort=inzage")
    assert (gekeken["handeling"], gekeken["organisatie"], gekeken["wie"]) == ("match:bekijken", "Wijkteam", "pro")
    assert gekeken["doel"] == eerder["doel"] == "regie"
    assert gekeken["uitkomst"] == "gelukt"
    # What was done in the family is found by the match as well, of whom it was.
    gedaan = {(regel["handeling"], regel["organisatie"]) for regel in _regels(wie, f"?onderwerp={match}")}
    assert {("signaal:registreren", "De Klaver"), ("signaal:registreren", "CJG")} < gedaan
    (vraag,) = [regel for regel in laatste_regels(huis) if regel["tag"] == "api:logboek:doorzoeken"]
    assert vraag["onderwerpen"] == [{"soort": "onderwerp", "id": match}]
    assert vraag["professional"] == wie.professional


def test_L04_wat_deed_deze_mens(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wie = _privacy(huis)
    wijkteam.get(f"/v1/matches/{match}")
    gedaan = _regels(wie, f"?professional={wijkteam.professional}")
    assert [regel["handeling"] for regel in gedaan] == ["match:bekijken", "match:bekijken", "match:opsommen"]
    assert _regels(wie, f"?professional={uuid4()}") == []


def test_L04_alle_weigeringen_met_hun_regel(huis: Huis) -> None:
    school, *_ = een_match(huis)
    wie = _privacy(huis)
    assert school.meldt(KINDEREN[1], leefgebieden=["onzin"]).status_code == 400
    geweigerd = _regels(wie, "?soort=weigering")
    assert geweigerd
    assert {regel["uitkomst"] for regel in geweigerd} == {"geweigerd"}
    assert all(regel["code"] for regel in geweigerd)


def test_L04_alle_doorbrekingen(huis: Huis) -> None:
    school, *_ = een_match(huis)
    wie = _privacy(huis)
    grond = veiligheidsgrond("huiselijk-geweld")
    assert school.meldt(KINDEREN[1], ouders=(), veiligheidsgrond=grond).status_code == 201
    (regel,) = _regels(wie, "?soort=doorbreking")
    assert regel["handeling"] == "veiligheidsgrond:inroepen"


def test_T04_wat_getoond_was_voor_een_intrekking(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    wie = _privacy(huis)
    wijkteam.get(f"/v1/matches/{match}")
    wijkteam.get(f"/v1/matches/{match}")
    (signaal,) = school.get("/v1/signalen").json()["signalen"]
    assert wie.get("/v1/logboek/onthullingen").json() == {"onthullingen": []}
    huis.klok.verder(hours=1)
    pad = f"/v1/toestemmingen/{signaal['toestemmingId']}/intrekkingen"
    assert school.post(pad, {"door": "ouder-met-gezag"}).status_code == 201
    (onthuld,) = wie.get("/v1/logboek/onthullingen").json()["onthullingen"]
    # By the id that the log knows it by, which finds the rest of its rows.
    gedaan = [regel["handeling"] for regel in _regels(wie, f"?onderwerp={onthuld['onderwerpId']}")]
    assert {"toestemming:intrekken", "match:bekijken", "signaal:registreren"} < set(gedaan)
    assert onthuld["organisatie"] == "Wijkteam"
    assert onthuld["getoond"] < onthuld["ingetrokken"]


def test_I04_andere_gemeenten_zijn_er_niet(huis: Huis) -> None:
    school, _, wijkteam, match = een_match(huis)
    _ook_elders(huis, school)
    elders = _privacy(huis, ELDERS)
    assert wijkteam.get(f"/v1/matches/{match}").status_code == 200
    is_geweigerd(huis, elders.get(f"/v1/logboek?onderwerp={match}"), 404, "niet-gevonden", door=elders)
    # Having been refused does not make it his.
    is_geweigerd(huis, elders.get(f"/v1/logboek?onderwerp={match}"), 404, "niet-gevonden", door=elders)
    # Nor does having asked what it did, as if it were somebody.
    assert _regels(elders, f"?professional={match}") == []
    is_geweigerd(huis, elders.get(f"/v1/logboek?onderwerp={match}"), 404, "niet-gevonden", door=elders)
    assert "0599" not in str([regel["convenant"] for regel in _regels(elders)])
    assert _regels(elders, f"?professional={wijkteam.professional}") == []
    assert elders.get("/v1/logboek/onthullingen").json() == {"onthullingen": []}


def test_I04_een_onbekend_onderwerp_en_een_onleesbare_vraag(huis: Huis) -> None:
    wie = _privacy(huis)
    is_geweigerd(huis, wie.get(f"/v1/logboek?onderwerp={uuid4()}"), 404, "niet-gevonden", door=wie)
    assert wie.get("/v1/logboek?soort=alles").status_code == 400
    assert wie.get("/v1/logboek?cursor=zomaar").status_code == 400


def test_L04_bladeren_geeft_elke_regel_eens(huis: Huis) -> None:
    een_match(huis)
    wie = _privacy(huis)
    wie.get("/v1/logboek")
    vraag: str | None = "/v1/logboek?limit=3"
    nummers: list[int] = []
    while vraag and len(nummers) < 40:
        antwoord = wie.get(vraag)
        nummers += [regel["nummer"] for regel in antwoord.json()["regels"]]
        vraag = antwoord.links["next"]["url"] if "next" in antwoord.links else None
    assert nummers == sorted(set(nummers), reverse=True)
    assert len(nummers) > 9


def test_L04_de_volgende_bladzijde_vraagt_hetzelfde(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wie = _privacy(huis)
    wijkteam.get(f"/v1/matches/{match}")
    antwoord = wie.get(f"/v1/logboek?onderwerp={match}&soort=inzage&limit=1&naam=Jansen")
    (laatste,) = antwoord.json()["regels"]
    link = antwoord.links["next"]["url"]
    assert "Jansen" not in link
    (volgende,) = wie.get(link).json()["regels"]
    assert volgende["nummer"] < laatste["nummer"]
    assert volgende["handeling"] == laatste["handeling"] == "match:bekijken"


def test_I04_opvallend_kijken(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    wie = _privacy(huis)
    for keer in (1, 1, GEWOON + 1):
        huis.klok.verder(days=1)
        for _ in range(keer):
            assert wijkteam.get(f"/v1/matches/{match}").status_code == 200
    (opvallend,) = wie.get("/v1/logboek/uitschieters").json()["uitschieters"]
    assert (opvallend["organisatie"], opvallend["wie"], opvallend["keer"]) == ("Wijkteam", "pro", GEWOON + 1)
    assert opvallend["gewoonlijk"] == 1
    assert opvallend["professionalId"] == str(wijkteam.professional)


def _dag(wie: UUID, nummer: int, keer: int) -> Kijkdag:
    return Kijkdag(wie, "pro", "Wijkteam", date(2026, 1, 1) + timedelta(days=nummer), keer)


@given(st.lists(st.integers(1, 200), min_size=2, max_size=30))
def test_I04_wie_altijd_evenveel_kijkt_valt_niet_op(aantallen: list[int]) -> None:
    wie = uuid4()
    gevonden = uitschieters([_dag(wie, nummer, keer) for nummer, keer in enumerate(aantallen)])
    assert len(gevonden) <= len(aantallen) // 2
    for uitschieter in gevonden:
        assert uitschieter.dag.keer > max(GEWOON, KEER * uitschieter.gewoonlijk)
    gelijk = [_dag(wie, nummer, aantallen[0]) for nummer in range(len(aantallen))]
    assert uitschieters(gelijk) == []


@pytest.mark.parametrize(
    ("aantallen", "opvallend"), [([1000], 1), ([1, 1000], 1), ([1, 1, 1000, 1000], 2), ([1, 1000, 1000], 0)]
)
def test_I04_ook_wie_nog_maar_kort_kijkt_kan_opvallen(aantallen: list[int], opvallend: int) -> None:
    wie = uuid4()
    assert len(uitschieters([_dag(wie, nummer, keer) for nummer, keer in enumerate(aantallen)])) == opvallend
