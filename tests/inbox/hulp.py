# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A browser at the inbox, and a family to look at."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.engine import make_url

from tests.api.hulp import lees_database
from tests.huis import ADRES, GEMEENTE, KINDEREN, MOEDER
from verwijsindex.domain.woorden import Categorie

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
MATCH = re.compile(r'href="(/inbox/matches/[0-9a-f-]{36})"')


@dataclass
class Browser:
    """One person's browser: keeps cookies, follows nothing by itself, sends forms with the token of the page before."""

    app: FastAPI
    adres: str = ADRES
    client: TestClient = field(init=False)
    csrf: str = ""

    def __post_init__(self) -> None:
        self.client = TestClient(self.app, base_url=self.adres, follow_redirects=False, raise_server_exceptions=False)

    def open(self, pad: str = "/inbox") -> Any:
        """GET; what the page's forms carry is kept."""
        return self._onthoud(self.client.get(pad))

    def stuur(self, pad: str, **velden: str | list[str]) -> Any:
        """POST the form of the page before; give `csrf` to differ."""
        return self._onthoud(self.client.post(pad, data={"csrf": self.csrf} | velden))

    def volg(self, antwoord: Any) -> Any:
        """The page to which an answer sends on."""
        assert antwoord.status_code == 303, antwoord.text
        return self.open(antwoord.headers["location"])

    def log_in(self, rol: str, wie: str) -> Any:
        """As one of the people of the log-in page; the page that follows."""
        self.open("/inbox/inloggen")
        return self.volg(self.stuur("/inbox/inloggen", rol=rol, wie=wie))

    def als_regisseur(self, partij: Partij) -> Any:
        return self.log_in("regisseur", str(partij.professional))

    def als_coordinator(self, gemeente: str = GEMEENTE) -> Any:
        return self.log_in("coordinator", gemeente)

    @property
    def cookie(self) -> str:
        """The value of the session's cookie."""
        (cookie,) = self.client.cookies.jar
        return str(cookie.value)

    @cookie.setter
    def cookie(self, waarde: str) -> None:
        (cookie,) = self.client.cookies.jar
        cookie.value = waarde

    def _onthoud(self, antwoord: Any) -> Any:
        if gevonden := CSRF.search(antwoord.text):
            self.csrf = gevonden[1]
        return antwoord


def browser(huis: Huis) -> Browser:
    return Browser(huis.client.app)  # type: ignore[arg-type]


def tekst(antwoord: Any) -> str:
    """What somebody reads on a page, without elements and with single spaces."""
    lichaam = antwoord.text.split("<body>")[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", lichaam)).split())


DEELNEMERS = re.compile(r'<optgroup label="Andere deelnemers">.*?</optgroup>', re.DOTALL)


def over_het_gezin(antwoord: Any) -> str:
    """The source of a page without who else takes part in the convenant, which says nothing of this family."""
    return DEELNEMERS.sub("", antwoord.text)


def paden(antwoord: Any) -> list[str]:
    """The matches to which a list leads, in its order."""
    return MATCH.findall(antwoord.text)


@dataclass
class Gezin:
    """A family with one match, its director, and those who reported."""

    school: Partij
    cjg: Partij
    wijkteam: Partij
    match: UUID

    @property
    def pad(self) -> str:
        return f"/inbox/matches/{self.match}"


def gezin(huis: Huis, kind: str = KINDEREN[0], *, school: str = "De Klaver", **cjg: Any) -> Gezin:
    """A school that is involved and a clinic that worries about one child, and a director for them."""
    partijen = huis.partij(school), huis.partij("CJG Rijnmond", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    return Gezin(*partijen, wijkteam, stapel(huis, *partijen, kind, **cjg))


def stapel(
    huis: Huis, school: Partij, cjg: Partij, kind: str = KINDEREN[0], ouder: str = MOEDER, **van_cjg: Any
) -> UUID:
    """Let two organisations report a child; the match that comes of it."""
    eerder = {rij["id"] for rij in lees_database(huis, "SELECT id FROM match")}
    van_cjg = {"soort": "zorgen"} | van_cjg
    for antwoord in (school.meldt(kind, ouders=(ouder,)), cjg.meldt(kind, ouders=(ouder,), **van_cjg)):
        assert antwoord.status_code == 201, antwoord.text
    (nieuw,) = {rij["id"] for rij in lees_database(huis, "SELECT id FROM match")} - eerder
    assert isinstance(nieuw, UUID)
    return nieuw


def zeg_database(huis: Huis, opdracht: str, *waarden: object) -> None:
    """Change something as the owner."""
    adres = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(adres) as verbinding:
        verbinding.execute(opdracht, waarden)


def log(huis: Huis) -> list[tuple[str, str, str | None]]:
    """The rows of evidence of the inbox: tag, outcome, code. What no deed refused has the app's own tag."""
    rijen = lees_database(huis, "SELECT tag, uitkomst, code FROM logregel WHERE bron = 'inbox' ORDER BY id")
    return [(rij["tag"], rij["uitkomst"], rij["code"]) for rij in rijen]
