# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What tests of the API ask again and again: is this a proper refusal, and what stands in the log."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row
from sqlalchemy.engine import make_url

from tests.huis import ADRES, BEHEER, GEMEENTE
from verwijsindex.api.middleware import KOPPEN
from verwijsindex.domain.daden import Toewijzing
from verwijsindex.domain.woorden import Categorie
from verwijsindex.protocol.b64 import naar_tekst
from verwijsindex.protocol.bsn import is_bsn
from verwijsindex.storage import families, matches
from verwijsindex.storage.matches import Bereik
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import handeling

if TYPE_CHECKING:
    from tests.huis import Huis, Partij

_REGIONAAL = files("verwijsindex") / "gegevens" / "convenanten" / "regionaal.yaml"
# The file of a next version of what is in force.
CONVENANT = _REGIONAAL.read_text("utf-8").replace("versie: 1", "versie: 2")
VELDEN = {"status", "title", "detail", "code", "regel", "fouten"}


def lees_database(huis: Huis, vraag: str, *waarden: object) -> list[dict[str, Any]]:
    """Rows, read as the owner."""
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, row_factory=dict_row) as verbinding:
        return verbinding.execute(vraag, waarden).fetchall()


def bewerk_database(huis: Huis, *opdrachten: str) -> None:
    """Break something, as the owner."""
    url = make_url(huis.database.eigenaar).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as verbinding:
        for opdracht in opdrachten:
            verbinding.execute(opdracht)  # type: ignore[arg-type]


def logregels(huis: Huis) -> list[dict[str, Any]]:
    """The whole log, oldest first."""
    return lees_database(huis, "SELECT * FROM logboek ORDER BY id")


def laatste_regels(huis: Huis) -> list[dict[str, Any]]:
    """The rows that the last call left behind."""
    laatste = "(SELECT trace_id FROM logregel ORDER BY id DESC LIMIT 1)"
    return lees_database(huis, f"SELECT * FROM logboek WHERE trace_id = {laatste} ORDER BY id")


def heeft_koppen(antwoord: Any) -> None:
    """The version and the fixed headers stand on every answer."""
    assert {naam: antwoord.headers.get(naam) for naam in KOPPEN} == KOPPEN


def is_probleem(
    antwoord: Any, status: int, code: str, *, regel: str | None = None, wijzer: str | None = None
) -> dict[str, Any]:
    """A refusal in the one shape of all errors: problem+json with every field and every header."""
    assert antwoord.status_code == status, antwoord.text
    assert antwoord.headers["content-type"] == "application/problem+json"
    heeft_koppen(antwoord)
    inhoud: dict[str, Any] = antwoord.json()
    assert set(inhoud) == VELDEN
    assert (inhoud["status"], inhoud["code"]) == (status, code), inhoud
    assert inhoud["title"]
    assert inhoud["detail"]
    assert all(set(fout) == {"code", "regel", "melding", "wijzer"} for fout in inhoud["fouten"])
    assert inhoud["fouten"][0]["code"] == code
    assert regel in (None, inhoud["regel"]), inhoud
    assert wijzer is None or wijzer in [fout["wijzer"] for fout in inhoud["fouten"]], inhoud
    return inhoud


def is_geweigerd(
    huis: Huis,
    antwoord: Any,
    status: int,
    code: str,
    *,
    regel: str | None = None,
    wijzer: str | None = None,
    door: Partij | None = None,
) -> dict[str, Any]:
    """A refusal that the log knows too: with code and rule, and `door` whom where that could be known."""
    inhoud = is_probleem(antwoord, status, code, regel=regel, wijzer=wijzer)
    laatste = laatste_regels(huis)
    gevonden = {(fout["code"], fout["regel"]) for fout in inhoud["fouten"]}
    assert {(r["code"], r["regel"]) for r in laatste} == gevonden
    assert {r["uitkomst"] for r in laatste} == {"geweigerd"}
    assert all(r["doel"] and r["tag"].count(":") == 2 and r["trace_id"] for r in laatste), laatste
    if door:
        assert {r["organisatie"] for r in laatste} == {door.id}
    return inhoud


def jwt_deel(inhoud: object) -> str:
    """A part of a JWT, whatever it holds."""
    return naar_tekst(json.dumps(inhoud).encode())


def bewering_met(partij: Partij, kop: dict[str, object] | None = None, **claims: object) -> str:
    """A client assertion of `partij`, signed with its key, in which header and claims differ; None leaves one out."""
    nu = int(partij.huis.klok().timestamp())
    inhoud = {"iss": str(partij.id), "sub": str(partij.id), "aud": f"{ADRES}/v1/oauth/token", "jti": str(uuid4())}
    alles = inhoud | {"iat": nu, "exp": nu + 60, "professional": "pro"} | claims
    kop = {"alg": "EdDSA", "typ": "JWT", "kid": "k1"} | (kop or {})
    tekst = ".".join(jwt_deel({k: v for k, v in deel.items() if v is not None}) for deel in (kop, alles))
    return f"{tekst}.{naar_tekst(partij.sleutel.sign(tekst.encode()))}"


@contextmanager
def niets_veranderd(huis: Huis) -> Iterator[None]:
    """Whatever happens inside leaves no signal, person, deed, match, message or measurement behind."""

    def stand() -> list[dict[str, Any]]:
        return lees_database(
            huis,
            "SELECT (SELECT count(*) FROM signaal) AS signaal, (SELECT count(*) FROM persoon) AS persoon,"
            " (SELECT count(*) FROM daad) AS daad, (SELECT count(*) FROM match) AS match,"
            " (SELECT count(*) FROM indiening) AS indiening, (SELECT count(*) FROM outbox) AS outbox,"
            " (SELECT count(*) FROM meting) AS meting",
        )

    eerst = stand()
    yield
    assert stand() == eerst


def nieuwe_bsns() -> Iterator[str]:
    """Numbers that could be somebody's, one after the other: a child for every test."""
    return (bsn for nummer in itertools.count(999_991_000) if is_bsn(bsn := str(nummer)))


def wijs_toe(huis: Huis, match: str, regisseur: Partij) -> None:
    """Give a match to another director, as a handover will."""
    with handeling(huis.tools, BEHEER, "match:toewijzen") as h:
        rij = matches.verwantschap(h.tx, Bereik(gemeente=GEMEENTE), UUID(match))
        assert rij is not None
        familie = families.vergrendel_rij(h.tx, rij)
        assert familie is not None
        b = Bewerking(h, familie)
        b.doe(Toewijzing(UUID(match), regisseur.professional))
        b.rond_af()


def berichten(huis: Huis, na: int = 0) -> list[tuple[str, str]]:
    """Kind and addressee of each message after a place in the outbox; organisations by name."""
    rijen = lees_database(
        huis,
        "SELECT o.soort, coalesce(g.naam, o.ontvanger) AS wie FROM outbox o"
        " LEFT JOIN organisatie g ON CAST(g.id AS text) = o.ontvanger_id WHERE o.id > %s ORDER BY o.id",
        na,
    )
    return [(rij["soort"], rij["wie"]) for rij in rijen]


def laatste_bericht(huis: Huis) -> int:
    """The place of the last message in the outbox."""
    (rij,) = lees_database(huis, "SELECT coalesce(max(id), 0) AS id FROM outbox")
    nummer: int = rij["id"]
    return nummer


def een_match(huis: Huis) -> tuple[Partij, Partij, Partij, str]:
    """School and CJG on one child, the director's party, and the id of the match."""
    school, cjg = huis.partij("De Klaver"), huis.partij("CJG", Categorie.JGZ)
    wijkteam = huis.partij("Wijkteam", Categorie.MAATSCHAPPELIJKE_ONDERSTEUNING)
    huis.regisseur(wijkteam)
    school.meldt()
    assert cjg.meldt(soort="zorgen").json()["match"] is True
    return school, cjg, wijkteam, wijkteam.get("/v1/matches").json()["matches"][0]["matchId"]


def bladeren(partij: Partij, pad: str, naam: str, sleutel: str) -> list[list[str]]:
    """Of each page of a list what stands under `sleutel`, to the last."""
    bladzijden = []
    volgende: str | None = pad
    while volgende:
        antwoord = partij.get(volgende)
        assert antwoord.status_code == 200, antwoord.text
        bladzijden.append([deel[sleutel] for deel in antwoord.json()[naam]])
        link = antwoord.headers.get("link", "")
        gevonden = re.fullmatch(r'<(/v1/[a-z]+\?cursor=[A-Za-z0-9_-]+&limit=[0-9]+)>; rel="next"', link)
        assert bool(gevonden) == bool(link)
        volgende = gevonden[1] if gevonden else None
    return bladzijden
