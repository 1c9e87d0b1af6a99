# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests of data subjects, for tests: who handles them, and what he sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.huis import GEMEENTE, KINDEREN
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij


def een_fg(huis: Huis, gemeente: str = GEMEENTE, naam: str = "De gemeente") -> Partij:
    """A privacy officer."""
    partij = huis.partij(naam, Categorie.GEEN)
    huis.functionaris(partij, Rol.PRIVACY, gemeente)
    return partij


def lichaam(fg: Partij, bsn: str = KINDEREN[0], *, over: str = "kind", **anders: Any) -> dict[str, Any]:
    """A correct request about a child under 12 by its representative, or about a parent by himself."""
    verzoek_id = str(anders.pop("verzoekId", uuid4()))
    vandaag = dag(fg.huis.klok()).isoformat()
    wie = {"vrager": "vertegenwoordiger", "leeftijdsgroep": "onder-12"} if over == "kind" else {"vrager": "ouder"}
    inhoud: dict[str, Any] = {
        "verzoekId": verzoek_id,
        f"{over}Token": fg.zegel(bsn, verzoek_id, over),
        "sleutelVersie": 1,
        "recht": "inzage",
        "vaststelling": "identiteitsbewijs-aan-balie",
        "vastgesteldOp": vandaag,
        "ontvangenOp": vandaag,
    }
    return inhoud | wie | anders


def vraagt(fg: Partij, *args: Any, **anders: Any) -> dict[str, Any]:
    """Record a request; what is answered."""
    antwoord = fg.post("/v1/verzoeken", lichaam(fg, *args, **anders))
    assert antwoord.status_code == 201, antwoord.text
    gegeven: dict[str, Any] = antwoord.json()
    return gegeven


def adviseert(partij: Partij, verzoek: str, signaal: str, **anders: Any) -> Any:
    """Advise on an own signal."""
    inhoud = {"signaalId": signaal, "advies": "inwilligen", "reden": "geen-bezwaar"} | anders
    return partij.post(f"/v1/verzoeken/{verzoek}/adviezen", inhoud)


def besluit(fg: Partij, verzoek: str, uitspraak: str, reden: str, **anders: Any) -> Any:
    """Decide."""
    return fg.post(f"/v1/verzoeken/{verzoek}/besluiten", {"uitspraak": uitspraak, "reden": reden} | anders)


def meldt(partij: Partij, *args: Any, **anders: Any) -> str:
    """Register; the id under which it was reported."""
    antwoord = partij.meldt(*args, **anders)
    assert antwoord.status_code == 201, antwoord.text
    signaal: str = antwoord.json()["signaalId"]
    return signaal


def lees(fg: Partij, verzoek: str) -> dict[str, Any]:
    """A request as the officer sees it."""
    inhoud: dict[str, Any] = fg.get(f"/v1/verzoeken/{verzoek}").json()
    return inhoud
