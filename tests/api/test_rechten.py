# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I06: every route of the API x every kind of caller, with the status that it gives. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from tests.api.hulp import is_geweigerd, is_probleem, lees_database, nieuwe_bsns, wijs_toe
from tests.api.rechtentabel import GEEN_OBJECT, KOLOMMEN, RIJEN, Rij
from tests.api.rechtentoneel import Object, Toneel, bezetting
from tests.bezorgen.hulp import een_ontvanger
from tests.huis import toestemming
from verwijsindex.api import deps
from verwijsindex.app import maak_app
from verwijsindex.domain.woorden import Categorie
from verwijsindex.inbox import bezoeker
from verwijsindex.protocol.spoor import lees_spoor

if TYPE_CHECKING:
    from tests.huis import Huis

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
    ("GET", "/v1/logboek/koppen"): "signed heads: hashes that anybody may keep (L03)",
    ("GET", "/v1/logboek/opnamebewijzen"): "the same",
    ("GET", "/v1/logboek/groeibewijzen"): "the same",
    ("POST", "/v1/logboek/medeondertekeningen"): "a witness, who proves himself by his signature",
}
INBOX_OPENBAAR = {
    ("GET", "/inbox/inloggen"): "the door",
    ("POST", "/inbox/inloggen"): "the door: a form of this browser's session, in development only",
    ("GET", "/inbox/static/{naam}"): "stylesheet and icon",
    ("GET", "/inbox/post/{mailadres}"): "the reader of a letter, who has its link",
    ("POST", "/inbox/post/{mailadres}"): "the same, or his mail program (RFC 8058)",
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
    assert len(gevonden) >= 60
    assert gevonden == {(rij.methode, rij.pad) for rij in RIJEN}
    assert len(gevonden) == len(RIJEN)


def test_I06_elke_route_noemt_een_recht_of_is_met_reden_openbaar() -> None:
    zonder = []
    for route in _routes():
        rechten = {RECHTEN[roep] for roep in _afhankelijkheden(route.dependant) if roep in RECHTEN}
        # Of the inbox: who has to do with matches, who reads the log, or whoever logs out.
        sessies = {bezoeker._bezoek, bezoeker._privacy, bezoeker._vertrekker} & {*_afhankelijkheden(route.dependant)}
        for sleutel in _sleutels(route):
            openbaar = sleutel in OPENBAAR | INBOX_OPENBAAR
            if sum((len(rechten), len(sessies), openbaar)) != 1:
                zonder.append(sleutel)
    assert zonder == []


def test_I02_uitloggen_is_het_enige_dat_iedereen_kan_die_is_ingelogd() -> None:
    vrij = {s for r in _routes() if bezoeker._vertrekker in {*_afhankelijkheden(r.dependant)} for s in _sleutels(r)}
    assert vrij == {("POST", "/inbox/uitloggen")}


def test_I06_er_zijn_geen_andere_adressen_dan_de_api_en_de_inbox() -> None:
    assert {(route.path or "").split("/")[1] for route in _routes()} <= {"v1", "inbox"}


@pytest.fixture(scope="module")
def ontvanger() -> Iterator[str]:
    """Where a receiver says yes to everybody."""
    with een_ontvanger() as o:
        yield o.adres


@pytest.fixture
def toneel(gedeeld: Huis, request: pytest.FixtureRequest, ontvanger: str) -> Toneel:
    """Everybody on the stage; made once per file, with what lists show a week old."""
    bewaard: dict[str, Toneel] = request.module.__dict__.setdefault("_TONEEL", {})
    if "een" not in bewaard:
        nu = gedeeld.klok.nu
        gedeeld.klok.zet("2014-05-26")
        toneel = Toneel(gedeeld, bezetting(gedeeld), nieuwe_bsns(), ontvanger)
        later = {"kind": True, "ouders": False, "nietOmdat": "niet-bereikbaar", "herzienOp": "2014-05-28"}
        for kant, naam in (("e", "Van Eigen"), ("a", "Van Ander")):
            object_ = toneel.signaal(kant, bevestigd=True, informering=later, toestemming=toestemming("2014-05-26"))
            toneel.objecten[kant] = object_
            object_.namen = {kant: naam}
        gedeeld.klok.nu = nu
        bewaard["een"] = toneel
        for kant in "ea":
            toneel.matches[kant, "aanvaardingen"] = toneel.match(kant, "aanvaardingen")
    return bewaard["een"]


@pytest.mark.parametrize("kolom", KOLOMMEN)
@pytest.mark.parametrize("rij", RIJEN, ids=lambda rij: f"{rij.methode} {rij.pad}")
def test_I06_elke_route_geeft_elke_beller_wat_hem_toekomt(toneel: Toneel, rij: Rij, kolom: str) -> None:
    plaats = list(KOLOMMEN).index(kolom)
    antwoord = _toets(toneel, rij, kolom, "e", rij.eigen[plaats])
    if rij.is_lijst:
        assert _wiens(toneel, antwoord.text) == rij.ander[plaats].strip(".")
    elif rij.ander[0] == GEEN_OBJECT:
        _toets(toneel, rij, kolom, "a", rij.eigen[plaats])
    else:
        _toets(toneel, rij, kolom, "a", int(rij.ander[plaats]))


def _toets(toneel: Toneel, rij: Rij, kolom: str, kant: str, verwacht: int) -> Any:
    object_ = toneel.vers(kant, rij)
    antwoord = toneel.vraag(kolom, rij, object_)
    assert antwoord.status_code == verwacht, (kant, antwoord.text)
    if verwacht >= 400:
        is_geweigerd(toneel.huis, antwoord, verwacht, antwoord.json()["code"])
    elif (rij.methode, rij.pad) not in OPENBAAR:
        # Each part of a batch is answered by itself.
        delen = [deel["status"] for deel in antwoord.json()["uitkomsten"]] if "batches" in rij.pad else [verwacht]
        assert _uitkomsten(toneel, antwoord) == {"gelukt" if deel < 400 else "geweigerd" for deel in delen}
    if verwacht == 404:
        # What is another's answers as what does not exist.
        niets = Object(object_.eigenaar, {naam: str(uuid4()) for naam in object_.ids}, object_.namen)
        assert toneel.vraag(kolom, rij, niets).json() == antwoord.json()
    return antwoord


def _uitkomsten(toneel: Toneel, antwoord: Any) -> set[str]:
    """How what the caller did ended, by the rows of his call; what time did on the way is no row of his (L01)."""
    spoor = lees_spoor(antwoord.request.headers["traceparent"])
    assert spoor
    vraag = "SELECT uitkomst FROM logregel WHERE trace_id = %s AND rol <> 'systeem'"
    return {regel["uitkomst"] for regel in lees_database(toneel.huis, vraag, spoor[0])}


def _wiens(toneel: Toneel, tekst: str) -> str:
    """Whose objects a list shows, by any id or name that it could show."""
    gevonden = ""
    for kant in "ea":
        sporen = [*toneel.objecten[kant].ids.values(), *toneel.objecten[kant].namen.values()]
        sporen.append(toneel.matches[kant, "aanvaardingen"].ids["matchId"])
        gevonden += kant if any(spoor and spoor in tekst for spoor in sporen) else ""
    return gevonden


def test_S08_A03_een_machine_zonder_professional_krijgt_in_een_batch_per_deel_nee(toneel: Toneel) -> None:
    rij = next(rij for rij in RIJEN if rij.pad == "/v1/signaalbatches")
    antwoord = toneel.vraag("machine", rij, toneel.objecten["e"])
    assert [deel["status"] for deel in antwoord.json()["uitkomsten"]] == [403]


def test_I06_een_melder_hoort_niet_of_een_match_bestaat(toneel: Toneel) -> None:
    for match in (toneel.matches["e", "aanvaardingen"].ids["matchId"], str(uuid4())):
        antwoord = toneel.wie["eigen"].get(f"/v1/matches/{match}")
        is_probleem(antwoord, 403, "recht-ontbreekt", regel="I02")


def test_I02_wie_geen_regisseur_meer_is_komt_er_ook_met_zijn_oude_token_niet_in(gedeeld: Huis, toneel: Toneel) -> None:
    match = toneel.match("e", "aanvaardingen").ids["matchId"]
    weg = gedeeld.partij("Weg", Categorie.JEUGDHULP)
    gedeeld.regisseur(weg)
    wijs_toe(gedeeld, match, weg)
    oud = weg.kop()
    gedeeld.regisseur(weg, actief=False)
    for methode, pad in (("GET", ""), ("GET", f"/{match}"), ("POST", f"/{match}/aanvaardingen")):
        antwoord = gedeeld.client.request(methode, f"/v1/matches{pad}", headers=oud)
        is_geweigerd(gedeeld, antwoord, 401, "geen-toegang-meer", regel="I02", door=weg)
