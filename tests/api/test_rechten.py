# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I06: every route of the API x every kind of caller, with the status that it gives. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from tests.api.hulp import CONVENANT, is_geweigerd, is_probleem, lees_database, nieuwe_bsns, wijs_toe
from tests.api.rechtentabel import GEEN_OBJECT, KOLOMMEN, RIJEN, Rij
from tests.huis import toestemming, veiligheidsgrond
from verwijsindex.api import deps
from verwijsindex.app import maak_app
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.tijd import dag, plus_maanden
from verwijsindex.domain.woorden import Categorie
from verwijsindex.inbox import bezoeker

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

OPVOLGING = {
    rij.pad
    for rij in RIJEN
    if {"overdrachtId", "nazorgId", "afspraakId", "voorstelId"} & set(rij.pad.replace("{", "}").split("}"))
    or (
        rij.pad.rpartition("/")[2]
        in {
            "contacten",
            "overleggen",
            "bekendmakingen",
            "afspraken",
            "nazorg",
            "afsluitingen",
            "overdrachten",
            "toewijzingen",
            "splitsingen",
        }
        and "{matchId}" in rij.pad
    )
}
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
        sessie = bezoeker._bezoek in set(_afhankelijkheden(route.dependant))
        for sleutel in _sleutels(route):
            openbaar = sleutel in OPENBAAR | INBOX_OPENBAAR
            if sum((len(rechten), sessie, openbaar)) != 1:
                zonder.append(sleutel)
    assert zonder == []


def test_I06_er_zijn_geen_andere_adressen_dan_de_api_en_de_inbox() -> None:
    assert {(route.path or "").split("/")[1] for route in _routes()} <= {"v1", "inbox"}


@dataclass
class Object:
    """What a route may be about: ids by the names in its path, and the names by which a list would show it."""

    eigenaar: Partij
    ids: dict[str, str]
    namen: dict[str, str] = field(default_factory=dict)


@dataclass
class Toneel:
    """Everybody who might ask, and what belongs to whom: `e` to `eigen` and `regisseur`, `a` to the others."""

    huis: Huis
    wie: dict[str, Partij]
    kinderen: Iterator[str]
    objecten: dict[str, Object] = field(default_factory=dict)
    matches: dict[tuple[str, str], Object] = field(default_factory=dict)

    def vraag(self, kolom: str, rij: Rij, object_: Object) -> Any:
        """Ask a route about an object as somebody of a column would."""
        partij = object_.eigenaar if kolom == "niemand" else self.wie[kolom]
        kop: dict[str, str] = {}
        if kolom != "niemand":
            # The second person confirms; for all else an organisation asks by the professional of the signal.
            bevestigt = rij.pad.endswith("bevestigingen") and "grondId" in rij.pad
            persoon = "tweede" if kolom in ("eigen", "ander") and bevestigt else "pro"
            kop = partij.kop(None if kolom == "machine" else persoon)
        inhoud = None if rij.methode == "GET" else self._lichaam(partij, object_, rij.pad)
        pad = rij.pad.format(**object_.ids)
        return self.huis.client.request(rij.methode, pad, json=inhoud, headers=kop)

    def _lichaam(self, partij: Partij, object_: Object, pad: str) -> object:
        vandaag = dag(self.huis.klok()).isoformat()
        antwoord = toestemming(vandaag)
        bodies: dict[str, Callable[[], object]] = {
            # On another's object: his sealed tokens, sent by somebody else.
            "v1/signalen": lambda: (partij if "e" in object_.namen else object_.eigenaar).lichaam(
                next(self.kinderen), ouders=()
            ),
            "v1/signaalbatches": lambda: {"signalen": [partij.lichaam(next(self.kinderen), ouders=())]},
            "signaalId/beeindigingen": lambda: {"tot": vandaag, "grondBlijft": True},
            "signaalId/intrekkingen": lambda: {"reden": "risico-geweken"},
            "signaalId/informeringen": lambda: {"kind": True, "ouders": True},
            "signaalId/toestemmingen": lambda: antwoord,
            "matchId/toestemmingen": lambda: antwoord,
            "matchId/intrekkingen": lambda: {"door": "ouder-met-gezag"},
            "toestemmingId/intrekkingen": lambda: {"door": "ouder-met-gezag"},
            "toestemmingId/verlengingen": lambda: {k: v for k, v in antwoord.items() if k != "voor"},
            "signaalId/veiligheidsgronden": lambda: veiligheidsgrond("vermissing"),
            "grondId/doorgeefbesluiten": lambda: {"nietDoorgeven": None},
            "matchId/bekendmakingen": lambda: {"organisatieIds": [str(self.wie["derde"].id)]},
            "matchId/afspraken": lambda: {
                "organisatieId": str(self.wie["derde"].id),
                "wat": "huisbezoek",
                "voor": vandaag,
            },
            "matchId/nazorg": lambda: {
                "organisatieId": str(self.wie["derde"].id),
                "tot": plus_maanden(dag(self.huis.klok()), 6).isoformat(),
            },
            "matchId/afsluitingen": lambda: {"reden": "doel-bereikt", "zelfVerder": True},
            "matchId/overdrachten": lambda: {
                "regisseurId": str(self.wie["vorige_regisseur"].professional),
                "reden": "caseload-te-hoog",
            },
            "matchId/toewijzingen": lambda: {"regisseurId": str(self.wie["vorige_regisseur"].professional)},
            "matchId/splitsingen": lambda: {"kinderen": ["kind 2"], "reden": "ander-gezin"},
            "overdrachtId/weigeringen": lambda: {"reden": "geen-plaats"},
            "nazorgId/weigeringen": lambda: {"reden": "niet-passend"},
            "nazorgId/bevestigingen": lambda: {"gaatGoed": True},
            "voorstelId/adviezen": lambda: {"voor": True},
            "voorstelId/besluiten": lambda: {"uitvoeren": True, "reden": "zelfde-gezin"},
            "convenanten/_voorvertoning": lambda: {"bestand": CONVENANT, "vanaf": "2014-07-01"},
        }
        return bodies.get("/".join(pad.strip("/").replace("{", "").replace("}", "").split("/")[-2:]), dict)()

    def vers(self, kant: str, rij: Rij) -> Object:
        """What this route is about: made anew where a deed on it might succeed."""
        if rij.pad in OPVOLGING:
            return self._opvolging(kant, rij.pad)
        if "{matchId}" in rij.pad:
            soort = rij.pad.rpartition("/")[2] if rij.methode == "POST" else "aanvaardingen"
            if (kant, soort) not in self.matches:
                self.matches[kant, soort] = self._match(kant, soort)
            return self.matches[kant, soort]
        if rij.methode == "GET" or "{" not in rij.pad:
            return self.objecten[kant]
        return self.signaal(kant, bevestigd=rij.pad.endswith(("herbeoordelingen", "doorgeefbesluiten")), pad=rij.pad)

    def signaal(self, kant: str, *, bevestigd: bool, pad: str = "", **anders: Any) -> Object:
        """A signal of this side with consent, or with a V-ground where the route is about one."""
        partij = self.wie["eigen" if kant == "e" else "ander"]
        met_grond = bevestigd or pad.endswith(("bevestigingen", "beeindigingen", "{signaalId}/intrekkingen"))
        if met_grond:
            anders |= {"soort": "zorgen", "veiligheidsgrond": veiligheidsgrond("vermissing")}
        antwoord = _goed(partij.meldt(next(self.kinderen), ouders=(), **anders))
        if bevestigd:
            _goed(partij.post(f"/v1/veiligheidsgronden/{antwoord['veiligheidsgrondId']}/bevestigingen", wie="tweede"))
        ids = {"signaalId": "signaalId", "grondId": "veiligheidsgrondId", "toestemmingId": "toestemmingId"}
        return Object(partij, {naam: antwoord[veld] for naam, veld in ids.items()})

    def _match(self, kant: str, soort: str) -> Object:
        """A match that went from `vorige_regisseur` to the director of this side, in the state that a deed asks."""
        melder, derde = self.wie["eigen" if kant == "e" else "ander"], self.wie["derde"]
        regisseur = self.wie["regisseur" if kant == "e" else "andere_regisseur"]
        kind = next(self.kinderen)
        eerder = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")}
        _goed(derde.meldt(kind, ouders=()))
        grond = {"veiligheidsgrond": veiligheidsgrond("huiselijk-geweld")} if soort == "afhandelingen" else {}
        antwoord = _goed(melder.meldt(kind, ouders=(), soort="zorgen", **grond))
        (nieuw,) = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")} - eerder
        match = str(nieuw)
        self.wie["vorige_regisseur"].token()
        wijs_toe(self.huis, match, self.wie["vorige_regisseur"])
        wijs_toe(self.huis, match, regisseur)
        if soort != "aanvaardingen":
            _goed(regisseur.post(f"/v1/matches/{match}/aanvaardingen"))
        if grond:
            _goed(melder.post(f"/v1/veiligheidsgronden/{antwoord['veiligheidsgrondId']}/bevestigingen", wie="tweede"))
        if soort in ("toestemmingen", "intrekkingen"):
            pad = f"/v1/toestemmingen/{antwoord['toestemmingId']}/intrekkingen"
            _goed(melder.post(pad, {"door": "ouder-met-gezag"}))
        if soort == "intrekkingen":
            vandaag = dag(self.huis.klok()).isoformat()
            _goed(regisseur.post(f"/v1/matches/{match}/toestemmingen", toestemming(vandaag)))
        taken = regisseur.get(f"/v1/matches/{match}").json()["taken"]
        return Object(regisseur, {"matchId": match, "taakId": taken[0]["taakId"] if taken else str(uuid4())})

    def _opvolging(self, kant: str, pad: str) -> Object:
        """What a route of the follow-up is about, in the state that its deed asks; once per side."""
        if (kant, pad) not in self.matches:
            self.matches[kant, pad] = self._gezin(kant) if "voorstelId" in pad else self._in_gang(kant, pad)
        return self.matches[kant, pad]

    def _in_gang(self, kant: str, pad: str) -> Object:
        """A match whose director came as far as `pad` asks."""
        melder = self.wie["eigen" if kant == "e" else "ander"]
        regisseur = self.wie["regisseur" if kant == "e" else "andere_regisseur"]
        ids = self._match(kant, "aanvaardingen").ids
        match = f"/v1/matches/{ids['matchId']}"
        if pad.endswith(("toewijzingen", "splitsingen")):
            if pad.endswith("splitsingen"):
                ids = {"matchId": self._twee_kinderen(kant)}
            return Object(self.wie["coordinator"], ids)
        _goed(regisseur.post(f"{match}/aanvaardingen"))
        vandaag = dag(self.huis.klok())
        if pad.endswith(("overleggen", "afsluitingen")) or "/nazorg/" in pad:
            _goed(regisseur.post(f"{match}/contacten"))
        if pad.endswith(("afsluitingen", "/bevestigingen")):
            _goed(regisseur.post(f"{match}/overleggen"))
        if "afspraakId" in pad:
            afspraak = {"organisatieId": str(melder.id), "wat": "huisbezoek", "voor": vandaag.isoformat()}
            ids["afspraakId"] = _goed(regisseur.post(f"{match}/afspraken", afspraak))["afspraken"][0]["afspraakId"]
        if "nazorgId" in pad:
            vraag = {"organisatieId": str(melder.id), "tot": plus_maanden(vandaag, 6).isoformat()}
            ids["nazorgId"] = _goed(regisseur.post(f"{match}/nazorg", vraag))["nazorg"][0]["nazorgId"]
        if pad.endswith("/bevestigingen"):
            _goed(melder.post(f"/v1/nazorg/{ids['nazorgId']}/aanvaardingen"))
            sluiten = {"reden": "hulp-loopt", "nazorgId": ids["nazorgId"]}
            _goed(regisseur.post(f"{match}/afsluitingen", sluiten))
        if "overdrachtId" in pad:
            van, naar = regisseur, self.wie["vorige_regisseur"]
            if not pad.endswith("intrekkingen"):
                wijs_toe(self.huis, ids["matchId"], naar)
                van, naar = naar, regisseur
            vraag = {"regisseurId": str(naar.professional), "reden": "caseload-te-hoog"}
            ids["overdrachtId"] = _goed(van.post(f"{match}/overdrachten", vraag))["overdrachten"][0]["overdrachtId"]
        return Object(melder if pad.startswith("/v1/nazorg") else regisseur, ids)

    def _twee_kinderen(self, kant: str) -> str:
        """A match of two children of one mother."""
        melder, derde, moeder = self.wie["eigen" if kant == "e" else "ander"], self.wie["derde"], next(self.kinderen)
        eerder = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")}
        for partij in (melder, derde):
            _goed(partij.meldt(next(self.kinderen), ouders=(moeder,), soort="zorgen"))
        (nieuw,) = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")} - eerder
        return str(nieuw)

    def _gezin(self, kant: str) -> Object:
        """A proposal about two half-siblings, both of this side's director, who advised."""
        melder, derde = self.wie["eigen" if kant == "e" else "ander"], self.wie["derde"]
        regisseur = self.wie["regisseur" if kant == "e" else "andere_regisseur"]
        moeder = next(self.kinderen)
        eerder = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM voorstel")}
        oud = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")}
        for _ in range(2):
            kind, vader = next(self.kinderen), next(self.kinderen)
            for partij in (melder, derde):
                _goed(partij.meldt(kind, ouders=(moeder, vader), soort="zorgen"))
        for rij in lees_database(self.huis, "SELECT id FROM match"):
            if rij["id"] not in oud:
                wijs_toe(self.huis, str(rij["id"]), regisseur)
        (nieuw,) = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM voorstel")} - eerder
        _goed(regisseur.post(f"/v1/samenvoegvoorstellen/{nieuw}/adviezen", {"voor": True}))
        return Object(regisseur, {"voorstelId": str(nieuw)})


def _goed(antwoord: Any) -> dict[str, Any]:
    assert antwoord.status_code in (200, 201), antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def _bezetting(huis: Huis) -> dict[str, Partij]:
    wie = {
        "eigen": huis.partij("Van Eigen"),
        "ander": huis.partij("Van Ander", Categorie.JGZ),
        "derde": huis.partij("Van Derde"),
    }
    for naam in ("regisseur", "andere_regisseur", "vorige_regisseur"):
        wie[naam] = huis.partij(naam, Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
        huis.regisseur(wie[naam], naam)
    for naam, rol in (("coordinator", Rol.COORDINATOR), ("privacy", Rol.PRIVACY), ("beheer", Rol.BEHEER)):
        wie[naam] = huis.partij(naam, Categorie.GEEN)
        huis.functionaris(wie[naam], rol)
    return wie | {"machine": wie["eigen"]}


@pytest.fixture
def toneel(gedeeld: Huis, request: pytest.FixtureRequest) -> Toneel:
    """Everybody on the stage; made once per file, with what lists show a week old."""
    bewaard: dict[str, Toneel] = request.module.__dict__.setdefault("_TONEEL", {})
    if "een" not in bewaard:
        nu = gedeeld.klok.nu
        gedeeld.klok.zet("2014-05-26")
        toneel = Toneel(gedeeld, _bezetting(gedeeld), nieuwe_bsns())
        later = {"kind": True, "ouders": False, "nietOmdat": "niet-bereikbaar", "herzienOp": "2014-05-28"}
        for kant, naam in (("e", "Van Eigen"), ("a", "Van Ander")):
            object_ = toneel.signaal(kant, bevestigd=True, informering=later, toestemming=toestemming("2014-05-26"))
            toneel.objecten[kant] = object_
            object_.namen = {kant: naam}
        gedeeld.klok.nu = nu
        bewaard["een"] = toneel
        for kant in "ea":
            toneel.matches[kant, "aanvaardingen"] = toneel._match(kant, "aanvaardingen")
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
    if verwacht == 404:
        # What is another's answers as what does not exist.
        niets = Object(object_.eigenaar, {naam: str(uuid4()) for naam in object_.ids}, object_.namen)
        assert toneel.vraag(kolom, rij, niets).json() == antwoord.json()
    return antwoord


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
    match = toneel._match("e", "aanvaardingen").ids["matchId"]
    weg = gedeeld.partij("Weg", Categorie.JEUGDHULP)
    gedeeld.regisseur(weg)
    wijs_toe(gedeeld, match, weg)
    oud = weg.kop()
    gedeeld.regisseur(weg, actief=False)
    for methode, pad in (("GET", ""), ("GET", f"/{match}"), ("POST", f"/{match}/aanvaardingen")):
        antwoord = gedeeld.client.request(methode, f"/v1/matches{pad}", headers=oud)
        is_geweigerd(gedeeld, antwoord, 401, "geen-toegang-meer", regel="I02", door=weg)
