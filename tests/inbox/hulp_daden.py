# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Matches in which the director has something to do: reach the basic care (V07), or ask consent of his own (M11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.api.hulp import lees_database
from tests.huis import KINDEREN, veiligheidsgrond
from tests.inbox.hulp import Browser, Gezin, browser, gezin

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

TAAK = "Bereik huisarts, jeugdgezondheidszorg en school van kind 1"


def bevestig(partij: Partij) -> None:
    """The second person of a party confirms its safety ground (V03)."""
    (signaal,) = partij.get("/v1/signalen").json()["signalen"]
    antwoord = partij.post(f"/v1/veiligheidsgronden/{signaal['veiligheidsgrondId']}/bevestigingen", wie="tweede")
    assert antwoord.status_code == 201, antwoord.text


def trek_in(partij: Partij) -> None:
    """The family withdraws the consent of a party's signal (T04)."""
    (signaal,) = partij.get("/v1/signalen").json()["signalen"]
    toestemmingen = partij.get(f"/v1/signalen/{signaal['signaalId']}/toestemmingen").json()["toestemmingen"]
    pad = f"/v1/toestemmingen/{toestemmingen[-1]['toestemmingId']}/intrekkingen"
    antwoord = partij.post(pad, {"door": "ouder-met-gezag"})
    assert antwoord.status_code == 201, antwoord.text


def onveilig(huis: Huis, kind: str = KINDEREN[0], **anders: Any) -> Gezin:
    """A family in which domestic violence is confirmed, and so a task for its director."""
    zaak = gezin(huis, kind, veiligheidsgrond=veiligheidsgrond("huiselijk-geweld"), **anders)
    bevestig(zaak.cjg)
    return zaak


def taakpad(huis: Huis, zaak: Gezin) -> str:
    """Where the form of the one task goes."""
    (rij,) = lees_database(huis, "SELECT taken FROM match WHERE id = %s", zaak.match)
    (taak,) = rij["taken"]
    return f"{zaak.pad}/taken/{UUID(taak['id'])}/afhandelingen"


def aangenomen(huis: Huis, zaak: Gezin) -> Browser:
    """The browser of the director, who accepted."""
    b = browser(huis)
    b.als_regisseur(zaak.wijkteam)
    b.open(zaak.pad)
    assert b.stuur(f"{zaak.pad}/aanvaardingen").status_code == 303
    return b


def zonder_reden(huis: Huis, kind: str = KINDEREN[0], **anders: Any) -> tuple[Gezin, Browser]:
    """An accepted match whose reason fell, since the family withdrew consent; its director's browser on its page."""
    zaak = gezin(huis, kind, **anders)
    b = aangenomen(huis, zaak)
    huis.klok.verder(hours=1)
    b.als_regisseur(zaak.wijkteam)
    trek_in(zaak.cjg)
    b.open(zaak.pad)
    return zaak, b


def ingevuld(**anders: str | list[str]) -> dict[str, Any]:
    """The form of consent, filled in as it should be."""
    basis: dict[str, str | list[str]] = {
        "gegevenOp": "2014-06-02",
        "tot": "",
        "stemmen": ["ouder-met-gezag"],
        "gezaghebbenden": "1",
        "leeftijdsgroep": "onder-12",
        "wilsonbekwaam": "",
        "voor": ["registreren", "contactgegevens"],
        "wijze": "mondeling",
    }
    return basis | anders
