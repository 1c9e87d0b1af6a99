# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I06: every route of the API x every kind of caller, with the status that it gives. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from tests.api.hulp import een_match, is_geweigerd, is_probleem
from tests.huis import KINDEREN, veiligheidsgrond
from verwijsindex.api import deps
from verwijsindex.app import maak_app
from verwijsindex.domain.woorden import Categorie
from verwijsindex.inbox import bezoeker

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

# Who may ask, as the route itself declares it.
RECHTEN: dict[Callable[..., object], str] = {
    deps._melder: "melder",
    deps._regisseur: "regisseur",
    deps._coordinator: "coordinator",
    deps._privacy: "privacy",
    deps._regievoerder: "regievoerder",
}
# Open to anybody, and why.
OPENBAAR = {
    ("POST", "/v1/oauth/token"): "proof of who asks is the body itself",
    ("GET", "/v1/sleutels"): "public keys",
    ("GET", "/v1/stelsel"): "what this installation protects",
    ("GET", "/v1/openapi.json"): "the contract (API Design Rules)",
    ("GET", "/v1/gezondheid"): "for who keeps the process alive",
    ("GET", "/v1/gereed"): "for who sends traffic to it",
}
INBOX_OPENBAAR = {
    ("GET", "/inbox/inloggen"): "the door",
    ("POST", "/inbox/inloggen"): "the door: a form of this browser's session, in development only",
    ("GET", "/inbox/static/{naam}"): "stylesheet and icon",
}

KOLOMMEN = ("niemand", "ander", "eigen", "machine", "regisseur", "andere_regisseur")
"""no token | another organisation | the organisation it is about | that organisation without a professional |
the director of this match | a director of another"""

# Per route, in the order of KOLOMMEN. 404 and not 403 for what exists but is somebody else's.
TABEL: dict[tuple[str, str], tuple[int, int, int, int, int, int]] = {
    ("POST", "/v1/oauth/token"): (400, 400, 400, 400, 400, 400),
    ("GET", "/v1/sleutels"): (200, 200, 200, 200, 200, 200),
    ("GET", "/v1/stelsel"): (200, 200, 200, 200, 200, 200),
    ("GET", "/v1/openapi.json"): (200, 200, 200, 200, 200, 200),
    ("GET", "/v1/gezondheid"): (200, 200, 200, 200, 200, 200),
    ("GET", "/v1/gereed"): (200, 200, 200, 200, 200, 200),
    ("POST", "/v1/signalen"): (401, 201, 201, 403, 201, 201),
    ("POST", "/v1/signaalbatches"): (401, 200, 200, 200, 200, 200),
    ("GET", "/v1/signalen"): (401, 200, 200, 200, 200, 200),
    ("GET", "/v1/signalen/{signaalId}"): (401, 404, 200, 200, 404, 404),
    ("POST", "/v1/signalen/{signaalId}/beeindigingen"): (401, 404, 201, 403, 404, 404),
    ("POST", "/v1/signalen/{signaalId}/intrekkingen"): (401, 404, 201, 201, 404, 404),
    ("POST", "/v1/veiligheidsgronden/{grondId}/bevestigingen"): (401, 404, 201, 403, 404, 404),
    ("POST", "/v1/veiligheidsgronden/{grondId}/herbeoordelingen"): (401, 404, 201, 403, 404, 404),
    ("GET", "/v1/matches"): (401, 403, 403, 403, 200, 200),
    ("GET", "/v1/matches/{matchId}"): (401, 403, 403, 403, 200, 404),
    ("POST", "/v1/matches/{matchId}/aanvaardingen"): (401, 403, 403, 403, 201, 404),
}


def _routes() -> list[RouteContext]:
    """Every route of the app, included ones too: the app's own list shows only what was put on it directly."""
    app = maak_app(None)  # type: ignore[arg-type]
    return [route for route in iter_route_contexts(app.routes) if route.path]


def _sleutels(route: RouteContext) -> Iterator[tuple[str, str]]:
    yield from ((methode, route.path or "") for methode in sorted(route.methods or ()))


def _afhankelijkheden(dependant: Any) -> Iterator[Callable[..., object]]:
    for deel in dependant.dependencies:
        yield deel.call
        yield from _afhankelijkheden(deel)


def test_I06_elke_route_van_de_api_heeft_een_rij_en_elke_rij_een_route() -> None:
    gevonden = {sleutel for route in _routes() for sleutel in _sleutels(route) if sleutel[1].startswith("/v1")}
    assert len(gevonden) >= 17
    assert gevonden == set(TABEL)


def test_I06_elke_route_noemt_een_recht_of_is_met_reden_openbaar() -> None:
    zonder = []
    for route in _routes():
        rechten = {RECHTEN[roep] for roep in _afhankelijkheden(route.dependant) if roep in RECHTEN}
        sessie = bezoeker._bezoek in set(_afhankelijkheden(route.dependant))
        for sleutel in _sleutels(route):
            openbaar = sleutel in OPENBAAR | INBOX_OPENBAAR
            if sum((len(rechten), sessie, openbaar)) != 1:
                zonder.append(sleutel)
    assert zonder == []


def test_I06_er_zijn_geen_andere_adressen_dan_de_api_en_de_inbox() -> None:
    assert {(route.path or "").split("/")[1] for route in _routes()} <= {"v1", "inbox"}


@dataclass
class Toneel:
    """One match with a signal under a V-ground, and everybody who might ask."""

    eigen: Partij
    ander: Partij
    regisseur: Partij
    andere_regisseur: Partij
    ids: dict[str, str]

    def vraag(self, huis: Huis, wie: str, methode: str, pad: str) -> Any:
        kop: dict[str, str] = {}
        partij = self.eigen if wie in ("niemand", "machine") else getattr(self, wie)
        # The second person confirms; for all else the own organisation asks by the professional of the signal.
        persoon = "tweede" if wie == "eigen" and pad.endswith("bevestigingen") else "pro"
        if wie != "niemand":
            kop = partij.kop(None if wie == "machine" else persoon)
        return huis.client.request(methode, pad.format(**self.ids), json=_lichaam(partij, methode, pad), headers=kop)


def _lichaam(partij: Partij, methode: str, pad: str) -> object:
    if methode == "GET":
        return None
    bodies: dict[str, Callable[[], object]] = {
        "signalen": lambda: partij.lichaam(KINDEREN[3], ouders=()),
        "signaalbatches": lambda: {"signalen": [partij.lichaam(KINDEREN[3], ouders=())]},
        "beeindigingen": lambda: {"tot": "2014-06-02", "grondBlijft": True},
        "intrekkingen": lambda: {"reden": "risico-geweken"},
    }
    return bodies.get(pad.rpartition("/")[2], dict)()


@pytest.fixture
def toneel(gedeeld: Huis, request: pytest.FixtureRequest) -> Toneel:
    """Everybody on the stage; made once per file, since no row of the table spoils it for another but those below."""
    bewaard: dict[str, Toneel] = request.module.__dict__.setdefault("_TONEEL", {})
    if "een" not in bewaard:
        _, cjg, wijkteam, match = een_match(gedeeld)
        ander, nog_een = gedeeld.partij("Anderen"), gedeeld.partij("Ander wijkteam", Categorie.JEUGDHULP)
        gedeeld.regisseur(nog_een, "A. Ander")
        bewaard["een"] = Toneel(cjg, ander, wijkteam, nog_een, {"matchId": match})
    toneel = bewaard["een"]
    # A fresh signal with its ground each time: some rows end it, withdraw it or confirm it.
    antwoord = toneel.eigen.meldt(
        KINDEREN[2], ouders=(), soort="zorgen", veiligheidsgrond=veiligheidsgrond("vermissing")
    )
    toneel.ids |= {
        "signaalId": antwoord.json()["signaalId"],
        "grondId": antwoord.json()["veiligheidsgrondId"],
    }
    return toneel


@pytest.mark.parametrize("kolom", KOLOMMEN)
@pytest.mark.parametrize(("methode", "pad"), TABEL, ids=str)
def test_I06_elke_route_geeft_elke_beller_wat_hem_toekomt(
    gedeeld: Huis, toneel: Toneel, methode: str, pad: str, kolom: str
) -> None:
    if pad.endswith("herbeoordelingen"):
        gedeeld_grond = toneel.eigen.post(f"/v1/veiligheidsgronden/{toneel.ids['grondId']}/bevestigingen", wie="tweede")
        assert gedeeld_grond.status_code in (201, 403)
    antwoord = toneel.vraag(gedeeld, kolom, methode, pad)
    assert antwoord.status_code == TABEL[methode, pad][KOLOMMEN.index(kolom)], antwoord.text
    if antwoord.status_code >= 400:
        is_geweigerd(gedeeld, antwoord, antwoord.status_code, antwoord.json()["code"])
    if antwoord.status_code == 404:
        # What is another's answers as what does not exist.
        niets = toneel.ids | {"signaalId": str(uuid4()), "grondId": str(uuid4()), "matchId": str(uuid4())}
        elders = Toneel(toneel.eigen, toneel.ander, toneel.regisseur, toneel.andere_regisseur, niets)
        assert elders.vraag(gedeeld, kolom, methode, pad).json() == antwoord.json()


def test_S08_A03_een_machine_zonder_professional_krijgt_in_een_batch_per_deel_nee(
    gedeeld: Huis, toneel: Toneel
) -> None:
    antwoord = toneel.vraag(gedeeld, "machine", "POST", "/v1/signaalbatches")
    assert [deel["status"] for deel in antwoord.json()["uitkomsten"]] == [403]


def test_I06_een_melder_hoort_niet_of_een_match_bestaat(gedeeld: Huis, toneel: Toneel) -> None:
    for match in (toneel.ids["matchId"], str(uuid4())):
        antwoord = toneel.eigen.get(f"/v1/matches/{match}")
        is_probleem(antwoord, 403, "recht-ontbreekt", regel="I02")
