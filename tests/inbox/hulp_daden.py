# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Matches in which the director has something to do: follow up, reach the basic care (V07), continue (M11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.api.hulp import lees_database
from tests.huis import BEHEER, GEMEENTE, KINDEREN, veiligheidsgrond
from tests.inbox.hulp import Browser, Gezin, browser, gezin, tekst
from verwijsindex.adapters.convenantbestand import meegeleverd
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie
from verwijsindex.use_cases import beheer

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


def in_regie(huis: Huis, zaak: Gezin) -> Browser:
    """The browser of the director, who accepted, made contact, and held a meeting."""
    b = aangenomen(huis, zaak)
    for stap in ("contacten", "overleggen"):
        assert b.stuur(f"{zaak.pad}/{stap}").status_code == 303
    b.open(zaak.pad)
    return b


def tweede_regisseur(huis: Huis, naam: str = "A. Ander", **velden: Any) -> Partij:
    """Another director, of an organisation of his own."""
    partij = huis.partij("Jeugdteam", Categorie.JEUGDHULP)
    huis.regisseur(partij, naam, **velden)
    return partij


def vol(huis: Huis) -> None:
    """From tomorrow, which it becomes, a director carries one family at most (R02)."""
    morgen = dag(huis.klok()) + timedelta(days=1)
    krap = replace(meegeleverd("regionaal", GEMEENTE, morgen), versie=2, caseload=1)
    beheer.laad_convenant(huis.tools, BEHEER, krap)
    huis.klok.zet(morgen)


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


def weigert(b: Browser, pad: str, zin: str, status: int = 403, **velden: str | list[str]) -> Any:
    """Refused with a sentence, and what was typed stands there still."""
    antwoord = b.stuur(pad, **velden)
    assert antwoord.status_code == status, tekst(antwoord)
    gelezen = tekst(antwoord)
    assert "Er is niets veranderd" in gelezen
    assert zin in gelezen
    return antwoord
