# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The contract as checked in: FastAPI's, made to follow the NLgov API Design Rules 2.2."""

from importlib.resources import files
from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from verwijsindex.api.middleware import VERSIE

CONTACT = {
    "name": "De makers van de verwijsindex",
    "email": "verwijsindex@example.nl",
    "url": "https://verwijsindex.example.nl",
}
WEIGERINGEN = yaml.safe_load((files("verwijsindex") / "gegevens" / "weigeringen.yaml").read_text(encoding="utf-8"))
CODES = "Vast, in kebab-case. Elke code die voorkomt, met de regel die haar geeft:\n\n" + "\n".join(
    f"- `{code}` ({', '.join(weigering['regels'])}): {weigering['zin']}" for code, weigering in WEIGERINGEN.items()
)
PROBLEEM: dict[str, Any] = {
    "type": "object",
    "title": "Probleem",
    "required": ["status", "title", "detail", "code"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": CODES},
        "regel": {"type": "string", "description": "nummer van de regel die weigert"},
        "fouten": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "regel", "melding", "wijzer"],
                "properties": {naam: {"type": "string"} for naam in ("code", "regel", "melding", "wijzer")},
            },
        },
    },
}
VERSIEKOP = {"API-Version": {"description": "volledig versienummer", "schema": {"type": "string"}}}
OPEN = {
    *("/oauth/token", "/openapi.json", "/sleutels", "/stelsel", "/gezondheid", "/gereed"),
    *(f"/logboek/{wat}" for wat in ("koppen", "opnamebewijzen", "groeibewijzen", "medeondertekeningen")),
}
FOUTEN = {
    "400": "Ongeldige aanvraag",
    "401": "Niet ingelogd",
    "403": "Een regel staat dit niet toe",
    "404": "Bestaat niet, of niet voor u",
    "409": "Strijdig met wat er is",
    "413": "Te groot",
    "503": "Even niet bereikbaar; er is niets gedaan",
}


def maak_contract(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1 with version headers, problem+json errors and bearer security on every protected path."""
    contract = get_openapi(
        title="Verwijsindex",
        version=VERSIE,
        openapi_version="3.1.0",
        description="Signalen over kinderen komen bij elkaar, een regisseur leidt, niets blijft liggen.",
        routes=app.routes,
        servers=[{"url": "https://verwijsindex.example.nl/v1"}],
    )
    contract["info"]["contact"] = CONTACT
    contract["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    contract["paths"] = {pad.removeprefix("/v1"): deel for pad, deel in contract["paths"].items()}
    schemas = contract.setdefault("components", {}).setdefault("schemas", {})
    for naam in ("HTTPValidationError", "ValidationError"):
        schemas.pop(naam, None)
    schemas["Probleem"] = PROBLEEM
    schemas["TokenAanvraag"] = schemas.pop("Body_vraagToken") | {"title": "TokenAanvraag"}
    formulier = contract["paths"]["/oauth/token"]["post"]["requestBody"]["content"]
    formulier["application/x-www-form-urlencoded"]["schema"]["$ref"] = "#/components/schemas/TokenAanvraag"
    # Read one by one, so that a bad one stops no other; the form is that of a single signal all the same.
    schemas["BatchIn"]["properties"]["signalen"]["items"] = {"$ref": "#/components/schemas/SignaalIn"}
    contract["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for pad, deel in contract["paths"].items():
        for actie in deel.values():
            _maak_af(pad, actie)
    return contract


def _maak_af(pad: str, actie: dict[str, Any]) -> None:
    antwoorden = actie["responses"]
    antwoorden.pop("422", None)
    heeft_invoer = bool(actie.get("parameters") or actie.get("requestBody"))
    codes = ["503"] + (["400"] if heeft_invoer else []) + (["413"] if actie.get("requestBody") else [])
    if pad not in OPEN:
        actie["security"] = [{"token": []}]
        codes += ["400", "401", "403", "404"] + (["409"] if actie.get("requestBody") or "{" in pad else [])
    elif pad == "/oauth/token":
        codes += ["401"]
    for code in sorted(set(codes)):
        antwoorden[code] = {
            "description": FOUTEN[code],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
    for antwoord in antwoorden.values():
        if antwoord["description"] == "Successful Response":
            antwoord["description"] = "Gelukt"
        antwoord["headers"] = {**VERSIEKOP, **antwoord.get("headers", {})}
    actie["responses"] = dict(sorted(antwoorden.items()))
