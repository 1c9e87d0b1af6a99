# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""People with a function come in by the same door as everybody else: their right, their municipality, their name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import jwt
import pytest
from fastapi.testclient import TestClient

from tests.api.hulp import bewerk_database, een_match, is_geweigerd, is_probleem, lees_database, logregels
from tests.huis import ADRES, BEHEER, GEMEENTE
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.api import deps
from verwijsindex.app import maak_app
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import FUNCTIES
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

ELDERS = "0363"


def functionaris(huis: Huis, rol: Rol, gemeente: str = GEMEENTE) -> Partij:
    """A municipality's own organisation, whose professional has the function."""
    gemeentehuis = huis.partij(f"Gemeente {gemeente}", Categorie.GEEN)
    if gemeente == ELDERS:
        beheer.laad_convenant(huis.tools, BEHEER, meegeleverd("regionaal", ELDERS, date(2010, 1, 1)))
    huis.functionaris(gemeentehuis, rol, gemeente)
    return gemeentehuis


def claims(token: str) -> dict[str, Any]:
    inhoud: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return inhoud


@pytest.mark.parametrize(("rol", "recht"), [*FUNCTIES.items()])
def test_I02_I04_het_token_noemt_het_recht_en_de_gemeente_van_een_functie(huis: Huis, rol: Rol, recht: str) -> None:
    gemeentehuis = functionaris(huis, rol)
    inhoud = claims(gemeentehuis.token())
    assert {*inhoud["scope"].split()} == {"signalen", "veiligheid:doorbreken", recht}
    assert (inhoud["gemeente"], inhoud["regisseur"]) == (GEMEENTE, None)
    assert inhoud["professional"] == str(gemeentehuis.professional)
    for ander in ("tweede", None):
        inhoud = claims(gemeentehuis.token(ander))
        assert recht not in inhoud["scope"].split()
        assert inhoud["gemeente"] is None


@pytest.mark.parametrize("rol", FUNCTIES)
def test_I02_I04_een_functie_die_voorbij_is_geeft_geen_recht_in_een_nieuw_token(huis: Huis, rol: Rol) -> None:
    gemeentehuis = functionaris(huis, rol)
    huis.functionaris(gemeentehuis, rol, actief=False)
    inhoud = claims(gemeentehuis.token())
    assert inhoud["scope"] == "signalen veiligheid:doorbreken"
    assert inhoud["gemeente"] is None


def test_I02_L01_de_coordinator_ziet_de_matches_van_zijn_gemeente_op_zijn_naam(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    coordinator = functionaris(huis, Rol.COORDINATOR)
    gelezen = coordinator.get(f"/v1/matches/{match}")
    assert gelezen.status_code == 200, gelezen.text
    assert gelezen.json() == wijkteam.get(f"/v1/matches/{match}").json()
    assert coordinator.get("/v1/matches").json() == {"matches": [gelezen.json()]}
    rijen = [r for r in logregels(huis) if r["organisatie"] == coordinator.id and r["tag"].startswith("api:match:")]
    assert [r["tag"] for r in rijen] == ["api:match:bekijken", "api:match:opsommen", "api:match:bekijken"]
    for rij in rijen:
        assert (rij["rol"], rij["doel"], rij["uitkomst"]) == ("coordinator", "procesregie", "gelukt")
        assert rij["professional"] == coordinator.professional


def test_R01_aannemen_blijft_aan_de_regisseur(huis: Huis) -> None:
    *_, match = een_match(huis)
    coordinator = functionaris(huis, Rol.COORDINATOR)
    for id_ in (match, str(uuid4())):
        antwoord = coordinator.post(f"/v1/matches/{id_}/aanvaardingen")
        is_geweigerd(huis, antwoord, 403, "recht-ontbreekt", regel="I02", door=coordinator)
    assert [m["status"] for m in lees_database(huis, "SELECT status FROM match")] == ["toegewezen"]


def test_I02_I06_voor_een_coordinator_van_een_andere_gemeente_bestaat_de_match_niet(huis: Huis) -> None:
    *_, match = een_match(huis)
    hier, elders = functionaris(huis, Rol.COORDINATOR), functionaris(huis, Rol.COORDINATOR, ELDERS)
    antwoord = elders.get(f"/v1/matches/{match}")
    is_geweigerd(huis, antwoord, 404, "niet-gevonden", regel="I06", door=elders)
    assert antwoord.json() == elders.get(f"/v1/matches/{uuid4()}").json()
    assert elders.get("/v1/matches").json() == {"matches": []}
    bewerk_database(huis, f"UPDATE match SET gemeente = '{ELDERS}'")
    is_probleem(hier.get(f"/v1/matches/{match}"), 404, "niet-gevonden", regel="I06")
    assert hier.get("/v1/matches").json() == {"matches": []}
    assert elders.get(f"/v1/matches/{match}").json()["gemeentecode"] == ELDERS


@pytest.mark.parametrize("rol", [Rol.PRIVACY, Rol.BEHEER])
def test_I04_een_andere_functie_geeft_geen_zicht_op_matches(huis: Huis, rol: Rol) -> None:
    *_, match = een_match(huis)
    iemand = functionaris(huis, rol)
    for pad in ("/v1/matches", f"/v1/matches/{match}"):
        is_geweigerd(huis, iemand.get(pad), 403, "recht-ontbreekt", regel="I02", door=iemand)


def test_I02_L01_wie_zijn_functie_kwijt_is_ziet_niets_meer_met_het_token_van_daarvoor(huis: Huis) -> None:
    *_, match = een_match(huis)
    coordinator = functionaris(huis, Rol.COORDINATOR)
    assert coordinator.get("/v1/matches").status_code == 200
    huis.functionaris(coordinator, Rol.COORDINATOR, actief=False)
    for pad in ("/v1/matches", f"/v1/matches/{match}", f"/v1/matches/{uuid4()}"):
        is_geweigerd(huis, coordinator.get(pad), 401, "functie-voorbij", regel="I02", door=coordinator)
        laatste = logregels(huis)[-1]
        assert (laatste["rol"], laatste["professional"]) == ("coordinator", coordinator.professional)
    huis.functionaris(coordinator, Rol.COORDINATOR)
    assert coordinator.get(f"/v1/matches/{match}").status_code == 200


def test_I02_I06_een_match_die_naar_een_ander_ging_bestaat_voor_de_vorige_regisseur_niet(huis: Huis) -> None:
    _, _, wijkteam, match = een_match(huis)
    ander = huis.partij("Ander wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(ander, "A. Ander")
    bewerk_database(huis, f"UPDATE match SET regisseur = '{ander.professional}'")
    antwoord = wijkteam.get(f"/v1/matches/{match}")
    is_geweigerd(huis, antwoord, 404, "niet-gevonden", regel="I06", door=wijkteam)
    assert wijkteam.get("/v1/matches").json() == {"matches": []}
    assert ander.get(f"/v1/matches/{match}").status_code == 200


def test_R01_een_regisseur_die_coordinator_wordt_regisseert_niet_meer_met_zijn_oude_token(huis: Huis) -> None:
    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    oud = wijkteam.kop()
    huis.regisseur(wijkteam, actief=False)
    huis.functionaris(wijkteam, Rol.COORDINATOR)
    antwoord = huis.client.get("/v1/matches", headers=oud)
    is_geweigerd(huis, antwoord, 401, "geen-toegang-meer", regel="I02", door=wijkteam)
    huis.klok.verder(minutes=9)
    assert claims(wijkteam.token())["scope"].split()[0] == "procesregie"
    assert wijkteam.get("/v1/matches").status_code == 200


@pytest.mark.parametrize(
    ("pad", "rol", "regel"), [("coordinator", Rol.COORDINATOR, "I02"), ("privacy", Rol.PRIVACY, "I04")]
)
def test_I02_I04_een_route_vraagt_een_functie_met_een_getypeerde_parameter(
    huis: Huis, pad: str, rol: Rol, regel: str
) -> None:
    app = maak_app(huis.installatie)

    @app.get("/v1/proef/coordinator")
    def coordinator(wie: deps.Coordinator) -> list[str | None]:
        return [wie.rol, wie.doel, wie.gemeente, str(wie.professional), str(wie.regisseur)]

    @app.get("/v1/proef/privacy")
    def privacy(wie: deps.Privacy) -> list[str | None]:
        return [wie.rol, wie.doel, wie.gemeente, str(wie.professional), str(wie.regisseur)]

    wijkteam = huis.partij("Wijkteam", Categorie.JEUGDHULP)
    huis.regisseur(wijkteam)
    mensen = {functie: functionaris(huis, functie) for functie in FUNCTIES} | {Rol.REGISSEUR: wijkteam}
    koppen = {functie: partij.kop() for functie, partij in mensen.items()}
    with TestClient(app, base_url=ADRES) as client:
        for functie, kop in koppen.items():
            antwoord = client.get(f"/v1/proef/{pad}", headers=kop)
            if functie is rol:
                goed = [rol.value, FUNCTIES[rol], GEMEENTE, str(mensen[rol].professional), "None"]
                assert antwoord.json() == goed
            else:
                is_geweigerd(huis, antwoord, 403, "recht-ontbreekt", regel=regel, door=mensen[functie])
        is_geweigerd(huis, client.get(f"/v1/proef/{pad}"), 401, "geen-token", regel="A06")
