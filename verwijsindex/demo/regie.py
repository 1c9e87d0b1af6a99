# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Directors, the coordinator and an aftercare party act, each over HTTP with a token of his own (R03-R10)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from koppelingen.client import Koppeling
from verwijsindex.demo.casus import Casus, Handeling
from verwijsindex.demo.opvolging import ROLLEN
from verwijsindex.demo.processen import DemoFout
from verwijsindex.demo.toneel import COORDINATOR, Index
from verwijsindex.domain.woorden import Afspraakstand, Antwoord

# Steps that are one call on the match, with nothing to say.
KAAL = {"aannemen": "aanvaardingen", "contact": "contacten", "overleg": "overleggen"}


class Regiekamer:
    """Who leads the one match of a scenario, and what people do about it."""

    def __init__(self, casus: Casus, index: Index) -> None:
        self._casus = casus
        self._index = index
        self._kenmerken: dict[str, str] = {}
        self._doen = {
            "basiszorg": self._basiszorg,
            "bekendmaken": self._maak_bekend,
            "afspreken": self._spreek_af,
            "nagekomen": self._kom_na,
            "overdragen": self._draag_over,
            "overnemen": self._neem_over,
            "toewijzen": self._wijs_toe,
            "nazorg-vragen": self._vraag_nazorg,
            "afsluiten": self._sluit_af,
            "nazorg-aannemen": self._neem_nazorg_aan,
            "nazorg-bevestigen": self._bevestig_nazorg,
        }

    def doe(self, handeling: Handeling) -> None:
        """One deed of a person. Raises KoppelingFout when the index refuses, DemoFout when there is nothing to do."""
        if pad := KAAL.get(handeling.doet):
            self._op_match(handeling, pad, {})
        else:
            self._doen[handeling.doet](handeling)

    @property
    def koppeling(self) -> Koppeling:
        """The connection of the organisation whose people lead."""
        return next(speler.koppeling for speler in self._index.spelers.values() if speler.partij.regie)

    def _kenmerk(self, wie: str) -> str:
        """The mark of `coordinator` or a director: the first is who has the match, the others are next in order."""
        if wie not in ROLLEN:
            return wie
        if not self._kenmerken:
            alle = sorted(self._index.regisseurs)
            eerste = [kenmerk for kenmerk in alle if self.koppeling.get("/v1/matches", kenmerk).inhoud["matches"]]
            volgorde = [*eerste, *(kenmerk for kenmerk in alle if kenmerk not in eerste)]
            self._kenmerken = dict(zip(ROLLEN, volgorde, strict=True))
        return self._kenmerken[wie]

    def _match(self, wie: str) -> Mapping[str, Any]:
        """The match as this person sees it."""
        matches = self.koppeling.get("/v1/matches", self._kenmerk(wie)).inhoud["matches"]
        return _enige(matches, f"een match voor {wie}")

    def _op_match(self, handeling: Handeling, pad: str, inhoud: Mapping[str, Any]) -> None:
        match = self._match(handeling.wie)["matchId"]
        self.koppeling.post(f"/v1/matches/{match}/{pad}", dict(inhoud), self._kenmerk(handeling.wie))

    def _deelnemers(self, handeling: Handeling) -> list[str]:
        """The ids of the parties that this is about, from the list that a director chooses from."""
        deelnemers = self.koppeling.get("/v1/deelnemers", self._kenmerk(handeling.wie)).inhoud["deelnemers"]
        ids = {deelnemer["naam"]: deelnemer["organisatieId"] for deelnemer in deelnemers}
        return [ids[self._casus.partijen[sleutel].naam] for sleutel in handeling.met]

    def _regisseur(self, handeling: Handeling) -> UUID:
        """The id of the director `aan`, from the list of who has a place."""
        lasten = self.koppeling.get("/v1/caseload", self._kenmerk(handeling.wie)).inhoud["regisseurs"]
        naam = self._index.regisseurs[self._kenmerk(handeling.aan)]
        return UUID(_enige([last for last in lasten if last["naam"] == naam], naam)["regisseurId"])

    def _van_partij(self, lijst: str, handeling: Handeling, stand: str) -> Mapping[str, Any]:
        """Aftercare or an agreement of the match, of this party and standing like that."""
        naam = self._casus.partijen[handeling.met[0]].naam
        delen = self._match(handeling.wie)[lijst]
        return _enige([d for d in delen if (d["organisatie"], d["stand"]) == (naam, stand)], f"{lijst} van {naam}")

    def _basiszorg(self, handeling: Handeling) -> None:
        for taak in self._match(handeling.wie)["taken"]:
            if not taak["gedaan"]:
                self._op_match(handeling, f"taken/{taak['taakId']}/afhandelingen", {})

    def _maak_bekend(self, handeling: Handeling) -> None:
        self._op_match(handeling, "bekendmakingen", {"organisatie_ids": self._deelnemers(handeling)})

    def _spreek_af(self, handeling: Handeling) -> None:
        (organisatie,) = self._deelnemers(handeling)
        inhoud = {"organisatie_id": organisatie, "wat": handeling.code, "voor": handeling.voor}
        self._op_match(handeling, "afspraken", inhoud)

    def _kom_na(self, handeling: Handeling) -> None:
        afspraak = self._van_partij("afspraken", handeling, Afspraakstand.OPEN)["afspraakId"]
        self._op_match(handeling, f"afspraken/{afspraak}/nakomingen", {})

    def _draag_over(self, handeling: Handeling) -> None:
        self._op_match(handeling, "overdrachten", {"regisseur_id": self._regisseur(handeling), "reden": handeling.code})

    def _neem_over(self, handeling: Handeling) -> None:
        kenmerk = self._kenmerk(handeling.wie)
        vragen = self.koppeling.get("/v1/overdrachten", kenmerk).inhoud["overdrachten"]
        vraag = _enige([vraag for vraag in vragen if not vraag["eigen"]], "een overdracht")
        self.koppeling.post(f"/v1/overdrachten/{vraag['overdrachtId']}/aanvaardingen", {}, kenmerk)

    def _wijs_toe(self, handeling: Handeling) -> None:
        """The coordinator looks at what lies still, and gives that to somebody else (R04, R01)."""
        stil = self.koppeling.get("/v1/taken", COORDINATOR).inhoud["matches"]
        match = _enige(stil, "een match die stilligt")["matchId"]
        inhoud = {"regisseur_id": self._regisseur(handeling)}
        self.koppeling.post(f"/v1/matches/{match}/toewijzingen", inhoud, COORDINATOR)

    def _vraag_nazorg(self, handeling: Handeling) -> None:
        (organisatie,) = self._deelnemers(handeling)
        self._op_match(handeling, "nazorg", {"organisatie_id": organisatie, "tot": handeling.voor})

    def _sluit_af(self, handeling: Handeling) -> None:
        nazorg = self._van_partij("nazorg", handeling, Antwoord.AANGENOMEN)["nazorgId"]
        self._op_match(handeling, "afsluitingen", {"reden": handeling.code, "nazorg_id": nazorg})

    def _neem_nazorg_aan(self, handeling: Handeling) -> None:
        self._bij_nazorg(handeling, "aanvaardingen", {})

    def _bevestig_nazorg(self, handeling: Handeling) -> None:
        self._bij_nazorg(handeling, "bevestigingen", {"gaat_goed": True})

    def _bij_nazorg(self, handeling: Handeling, pad: str, inhoud: dict[str, Any]) -> None:
        """The party itself, by what it was asked."""
        speler = self._index.spelers[handeling.wie]
        gevraagd = speler.koppeling.get("/v1/nazorg", speler.professional).inhoud["nazorg"]
        nazorg = _enige(gevraagd, f"nazorg voor {handeling.wie}")["nazorgId"]
        speler.koppeling.post(f"/v1/nazorg/{nazorg}/{pad}", inhoud, speler.professional)


def _enige(gevonden: list[Any], wat: str) -> Mapping[str, Any]:
    if len(gevonden) != 1:
        raise DemoFout(f"Verwacht was {wat}; het zijn er {len(gevonden)}.")
    deel: Mapping[str, Any] = gevonden[0]
    return deel
