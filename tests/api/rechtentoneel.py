# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The stage of the rights table: everybody who might ask, and an object in the state that each deed asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.api import verzoek
from tests.api.hulp import CONVENANT, bewerk_database, lees_database, wijs_toe
from tests.api.rechtentabel import RIJEN, Rij
from tests.bezorgen.hulp import met_abonnement
from tests.huis import toestemming, veiligheidsgrond
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.tijd import dag, plus_maanden
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.spoor import nieuw_spoor
from verwijsindex.use_cases import gebeurtenissen

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
    ontvanger: str
    objecten: dict[str, Object] = field(default_factory=dict)
    matches: dict[tuple[str, str], Object] = field(default_factory=dict)

    def vraag(self, kolom: str, rij: Rij, object_: Object) -> Any:
        """Ask a route about an object as somebody of a column would, on a trace of its own."""
        partij = object_.eigenaar if kolom == "niemand" else self.wie[kolom]
        kop: dict[str, str] = {}
        if kolom != "niemand":
            # The second person confirms; for all else an organisation asks by the professional of the signal.
            bevestigt = rij.pad.endswith("bevestigingen") and "grondId" in rij.pad
            persoon = "tweede" if kolom in ("eigen", "ander") and bevestigt else "pro"
            kop = partij.kop(None if kolom == "machine" else persoon)
        inhoud = None if rij.methode in ("GET", "DELETE") else self._lichaam(partij, object_, rij.pad)
        pad = rij.pad.format(**object_.ids)
        return self.huis.client.request(rij.methode, pad, json=inhoud, headers=kop | {"traceparent": nieuw_spoor()})

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
            "signaalId/overlijdens": lambda: {"op": vandaag},
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
            "v1/abonnementen": lambda: {"adres": self.webhook()},
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
            "v1/verzoeken": lambda: verzoek.lichaam(partij, next(self.kinderen)),
            "verzoekId/verlengingen": lambda: {"reden": "ingewikkeld", "verteldOp": vandaag},
            "verzoekId/besluiten": lambda: {"uitspraak": "afgewezen", "reden": "vrager-niet-bevoegd"},
            "verzoekId/adviezen": lambda: {
                "signaalId": object_.ids["signaalId"],
                "advies": "inwilligen",
                "reden": "geen-bezwaar",
            },
            "convenanten/_voorvertoning": lambda: {"bestand": CONVENANT, "vanaf": "2014-07-01"},
        }
        return bodies.get("/".join(pad.strip("/").replace("{", "").replace("}", "").split("/")[-2:]), dict)()

    def vers(self, kant: str, rij: Rij) -> Object:
        """What this route is about: made anew where a deed on it might succeed."""
        if rij.pad in OPVOLGING:
            return self._opvolging(kant, rij.pad)
        if "abonnementId" in rij.pad:
            return self._abonnement(kant)
        if "gebeurtenisId" in rij.pad:
            return self._niet_bezorgd(kant) if "bezorgingen" in rij.pad else self._gebeurtenis(kant)
        if "verzoekId" in rij.pad:
            return self._verzoek(kant, rij.pad)
        if "{matchId}" in rij.pad:
            soort = rij.pad.rpartition("/")[2] if rij.methode == "POST" else "aanvaardingen"
            if (kant, soort) not in self.matches:
                self.matches[kant, soort] = self.match(kant, soort)
            return self.matches[kant, soort]
        if rij.methode == "GET" or "{" not in rij.pad:
            return self.objecten[kant]
        return self.signaal(kant, bevestigd=rij.pad.endswith(("herbeoordelingen", "doorgeefbesluiten")), pad=rij.pad)

    def _verzoek(self, kant: str, pad: str) -> Object:
        """A request of the municipality about a child whom this side's reporter reported."""
        partij, kind = self.wie["eigen" if kant == "e" else "ander"], next(self.kinderen)
        signaal = goed(partij.meldt(kind, ouders=()))["signaalId"]
        gevraagd = verzoek.vraagt(self.wie["privacy"], kind)["verzoekId"]
        eigenaar = partij if pad.endswith("adviezen") else self.wie["privacy"]
        return Object(eigenaar, {"verzoekId": gevraagd, "signaalId": signaal})

    def _gebeurtenis(self, kant: str) -> Object:
        """What this side's reporter was told last."""
        partij = self.wie["eigen" if kant == "e" else "ander"]
        gebeurtenissen.plaats(self.huis.tools)
        vraag = "SELECT gebeurtenis FROM outbox WHERE ontvanger_id = %s ORDER BY positie DESC LIMIT 1"
        (rij,) = lees_database(self.huis, vraag, str(partij.id))
        return Object(partij, {"gebeurtenisId": str(rij["gebeurtenis"])})

    def _abonnement(self, kant: str) -> Object:
        """A webhook of this side's reporter, as if its receiver had said yes."""
        partij = self.wie["eigen" if kant == "e" else "ander"]
        return Object(partij, {"abonnementId": str(met_abonnement(self.huis, partij, self.webhook()))})

    def _niet_bezorgd(self, kant: str) -> Object:
        """A message about this side's match that could not be delivered to somebody."""
        match = self.matches[kant, "aanvaardingen"].ids["matchId"]
        gebeurtenis, mailadres = uuid4(), uuid4()
        bewerk_database(
            self.huis,
            f"INSERT INTO mailadres VALUES ('{mailadres}', 'wethouder', '0599', '{mailadres}@example.nl', true)",
            "WITH u AS (INSERT INTO outbox (gebeurtenis, sleutel, soort, ontvanger, ontvanger_id, spoed, aangemaakt)"
            f" VALUES ('{gebeurtenis}', '{match}', 'proef', 'wethouder', '0599', false, now()) RETURNING id)"
            " INSERT INTO bezorging (bericht, mailadres, sleutel, toestand, vanaf, volgend, poging, fout, afgerond)"
            f" SELECT id, '{mailadres}', '{match}', 'dood', now(), now(), 11, 'status-400', now() FROM u",
        )
        return Object(self.wie["coordinator"], {"gebeurtenisId": str(gebeurtenis)})

    def webhook(self) -> str:
        """An address of the receiver that nobody was called at before; earlier webhooks are gone."""
        bewerk_database(self.huis, "DELETE FROM abonnement")
        return f"{self.ontvanger}/{uuid4()}"

    def signaal(self, kant: str, *, bevestigd: bool, pad: str = "", **anders: Any) -> Object:
        """A signal of this side with consent, or with a V-ground where the route is about one."""
        partij = self.wie["eigen" if kant == "e" else "ander"]
        met_grond = bevestigd or pad.endswith(("bevestigingen", "beeindigingen", "{signaalId}/intrekkingen"))
        if met_grond:
            anders |= {"soort": "zorgen", "veiligheidsgrond": veiligheidsgrond("vermissing")}
        antwoord = goed(partij.meldt(next(self.kinderen), ouders=(), **anders))
        if bevestigd:
            goed(partij.post(f"/v1/veiligheidsgronden/{antwoord['veiligheidsgrondId']}/bevestigingen", wie="tweede"))
        ids = {"signaalId": "signaalId", "grondId": "veiligheidsgrondId", "toestemmingId": "toestemmingId"}
        return Object(partij, {naam: antwoord[veld] for naam, veld in ids.items()})

    def match(self, kant: str, soort: str) -> Object:
        """A match that went from `vorige_regisseur` to the director of this side, in the state that a deed asks."""
        melder, derde = self.wie["eigen" if kant == "e" else "ander"], self.wie["derde"]
        regisseur = self.wie["regisseur" if kant == "e" else "andere_regisseur"]
        kind = next(self.kinderen)
        eerder = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")}
        goed(derde.meldt(kind, ouders=()))
        grond = {"veiligheidsgrond": veiligheidsgrond("huiselijk-geweld")} if soort == "afhandelingen" else {}
        antwoord = goed(melder.meldt(kind, ouders=(), soort="zorgen", **grond))
        (nieuw,) = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")} - eerder
        match = str(nieuw)
        self.wie["vorige_regisseur"].token()
        wijs_toe(self.huis, match, self.wie["vorige_regisseur"])
        wijs_toe(self.huis, match, regisseur)
        if soort != "aanvaardingen":
            goed(regisseur.post(f"/v1/matches/{match}/aanvaardingen"))
        if grond:
            goed(melder.post(f"/v1/veiligheidsgronden/{antwoord['veiligheidsgrondId']}/bevestigingen", wie="tweede"))
        if soort in ("toestemmingen", "intrekkingen"):
            pad = f"/v1/toestemmingen/{antwoord['toestemmingId']}/intrekkingen"
            goed(melder.post(pad, {"door": "ouder-met-gezag"}))
        if soort == "intrekkingen":
            vandaag = dag(self.huis.klok()).isoformat()
            goed(regisseur.post(f"/v1/matches/{match}/toestemmingen", toestemming(vandaag)))
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
        ids = self.match(kant, "aanvaardingen").ids
        match = f"/v1/matches/{ids['matchId']}"
        if pad.endswith(("toewijzingen", "splitsingen")):
            if pad.endswith("splitsingen"):
                ids = {"matchId": self._twee_kinderen(kant)}
            return Object(self.wie["coordinator"], ids)
        goed(regisseur.post(f"{match}/aanvaardingen"))
        vandaag = dag(self.huis.klok())
        if pad.endswith(("overleggen", "afsluitingen")) or "/nazorg/" in pad:
            goed(regisseur.post(f"{match}/contacten"))
        if pad.endswith(("afsluitingen", "/bevestigingen")):
            goed(regisseur.post(f"{match}/overleggen"))
        if "afspraakId" in pad:
            afspraak = {"organisatieId": str(melder.id), "wat": "huisbezoek", "voor": vandaag.isoformat()}
            ids["afspraakId"] = goed(regisseur.post(f"{match}/afspraken", afspraak))["afspraken"][0]["afspraakId"]
        if "nazorgId" in pad:
            vraag = {"organisatieId": str(melder.id), "tot": plus_maanden(vandaag, 6).isoformat()}
            ids["nazorgId"] = goed(regisseur.post(f"{match}/nazorg", vraag))["nazorg"][0]["nazorgId"]
        if pad.endswith("/bevestigingen"):
            goed(melder.post(f"/v1/nazorg/{ids['nazorgId']}/aanvaardingen"))
            sluiten = {"reden": "hulp-loopt", "nazorgId": ids["nazorgId"]}
            goed(regisseur.post(f"{match}/afsluitingen", sluiten))
        if "overdrachtId" in pad:
            van, naar = regisseur, self.wie["vorige_regisseur"]
            if not pad.endswith("intrekkingen"):
                wijs_toe(self.huis, ids["matchId"], naar)
                van, naar = naar, regisseur
            vraag = {"regisseurId": str(naar.professional), "reden": "caseload-te-hoog"}
            ids["overdrachtId"] = goed(van.post(f"{match}/overdrachten", vraag))["overdrachten"][0]["overdrachtId"]
        return Object(melder if pad.startswith("/v1/nazorg") else regisseur, ids)

    def _twee_kinderen(self, kant: str) -> str:
        """A match of two children of one mother."""
        melder, derde, moeder = self.wie["eigen" if kant == "e" else "ander"], self.wie["derde"], next(self.kinderen)
        eerder = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM match")}
        for partij in (melder, derde):
            goed(partij.meldt(next(self.kinderen), ouders=(moeder,), soort="zorgen"))
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
                goed(partij.meldt(kind, ouders=(moeder, vader), soort="zorgen"))
        for rij in lees_database(self.huis, "SELECT id FROM match"):
            if rij["id"] not in oud:
                wijs_toe(self.huis, str(rij["id"]), regisseur)
        (nieuw,) = {rij["id"] for rij in lees_database(self.huis, "SELECT id FROM voorstel")} - eerder
        goed(regisseur.post(f"/v1/samenvoegvoorstellen/{nieuw}/adviezen", {"voor": True}))
        return Object(regisseur, {"voorstelId": str(nieuw)})


def goed(antwoord: Any) -> dict[str, Any]:
    assert antwoord.status_code in (200, 201), antwoord.text
    inhoud: dict[str, Any] = antwoord.json()
    return inhoud


def bezetting(huis: Huis) -> dict[str, Partij]:
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
