# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer's questions to the log, each a page (I04, L04); asking is a look that is kept itself."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.errors import NietGevonden, OngeldigeInvoer
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.logvragen import Logbeeld, Logsoort
from verwijsindex.inbox.antwoord import af, bewaar, naar
from verwijsindex.inbox.bezoeker import Bezoek, Huis, Privacy, Zoeker
from verwijsindex.inbox.weergave import toon
from verwijsindex.use_cases import logvragen
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(prefix="/inbox/logboek")
HIER = "/inbox/logboek"
PER_BLADZIJDE = 50
SOORTEN = {
    "": "Alles",
    Logsoort.INZAGE.value: "Wie keek",
    Logsoort.WEIGERING.value: "Wat geweigerd is",
    Logsoort.DOORBREKING.value: "Doorbrekingen",
}
ROLLEN = {
    Rol.MELDER: "melder",
    Rol.REGISSEUR: "regisseur",
    Rol.COORDINATOR: "coördinator",
    Rol.PRIVACY: "privacyfunctionaris",
    Rol.BEHEER: "beheerder",
    Rol.SYSTEEM: "de index zelf",
    Rol.ONBEKEND: "onbekend",
}
GEEN_KENMERK = geweigerd(
    "kenmerk-ongeldig",
    "I04",
    "Dit is geen kenmerk. Plak het kenmerk van een match, dossier of signaal, zoals het in een regel staat.",
)
NIET_VAN_HIER = geweigerd(
    "niet-gevonden", "I06", "Over dit kenmerk staat niets in het logboek van uw gemeente. Controleer het."
)
Kort = Annotated[str, Query(max_length=100)]


def wie(regel: Logbeeld) -> str:
    """Who, in which capacity: an organisation and its own name for the person, never his name."""
    rol = ROLLEN.get(Rol(regel.rol), regel.rol)
    delen = [deel for deel in (regel.organisatie, regel.wie) if deel]
    return f"{', '.join(delen)} ({rol})" if delen else rol


def wat(regel: Logbeeld) -> str:
    """The deed in the words of its tag, without the entrance."""
    return regel.tag.partition(":")[2].replace(":", ": ").replace("-", " ")


@router.get("")
def logboek(
    huis: Huis, privacy: Privacy, soort: Kort = "", kenmerk: Kort = "", wie: Kort = "", voor: Kort = ""
) -> Response:
    """Rows of the municipality, newest first: of a sort, about something, or by somebody."""
    try:
        over, door = _id(kenmerk), _id(wie)
        gevonden = logvragen.zoek(
            huis.tools,
            privacy.wie,
            onderwerp=over,
            professional=door,
            soort=Logsoort(soort) if soort in set(Logsoort) else None,
            voor=int(voor) if voor.isascii() and voor.isdigit() else None,
            aantal=PER_BLADZIJDE,
        )
    except OngeldigeInvoer as fout:
        return _geweigerd(huis, privacy, soort, kenmerk, bewaar(huis, privacy, fout), fout.eerste)
    except NietGevonden:
        return _geweigerd(huis, privacy, soort, kenmerk, 404, NIET_VAN_HIER)
    verder = {"soort": soort, "kenmerk": kenmerk, "wie": wie, "voor": str(gevonden[-1].id)} if gevonden else {}
    meer = len(gevonden) == PER_BLADZIJDE
    return _bladzijde(
        huis,
        privacy,
        soort,
        kenmerk,
        regels=gevonden,
        begin=not voor,
        verder=f"{HIER}?{urlencode({k: v for k, v in verder.items() if v})}" if meer else None,
    )


@router.post("")
def zoek(
    huis: Huis,
    privacy: Zoeker,
    kenmerk: Annotated[str, Form(max_length=100)] = "",
    soort: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """On to the rows about something: what was typed comes in an address only once it is an opaque id (I07)."""
    try:
        over = _id(kenmerk)
    except OngeldigeInvoer as fout:
        return _geweigerd(huis, privacy, soort, kenmerk, bewaar(huis, privacy, fout), fout.eerste)
    vraag = {"soort": soort if soort in SOORTEN else "", "kenmerk": str(over or "")}
    return naar(f"{HIER}?{urlencode({k: v for k, v in vraag.items() if v})}", huis, privacy, "")


def _geweigerd(huis: Installatie, privacy: Bezoek, soort: str, kenmerk: str, status: int, besluit: Besluit) -> Response:
    return _bladzijde(huis, privacy, soort, kenmerk, status, regels=[], begin=True, verder=None, bezwaar=besluit.zin)


def _bladzijde(
    huis: Installatie, privacy: Bezoek, soort: str, kenmerk: str, status: int = 200, **inhoud: object
) -> Response:
    antwoord = toon(
        "logboek.html",
        privacy,
        status,
        None,
        soorten=SOORTEN,
        soort=soort if soort in SOORTEN else "",
        kenmerk=kenmerk,
        wie=wie,
        wat=wat,
        **{"bezwaar": None} | inhoud,
    )
    return af(antwoord, huis, privacy.sessie)


def _id(tekst: str) -> UUID | None:
    if not tekst.strip():
        return None
    try:
        return UUID(tekst.strip())
    except ValueError:
        raise OngeldigeInvoer([GEEN_KENMERK]) from None


@router.get("/opvallend")
def opvallend(huis: Huis, privacy: Privacy) -> Response:
    """Days of the last two weeks on which somebody looked much more often than he does."""
    gevonden = logvragen.vallen_op(huis.tools, privacy.wie)
    return af(toon("opvallend.html", privacy, uitschieters=gevonden), huis, privacy.sessie)


@router.get("/getoond")
def getoond(huis: Huis, privacy: Privacy, voor: Kort = "") -> Response:
    """Who was shown what, before the family took its consent back (T04)."""
    plaats = int(voor) if voor.isascii() and voor.isdigit() else None
    gevonden, verder = logvragen.onthuld(huis.tools, privacy.wie, plaats, PER_BLADZIJDE)
    return af(
        toon("getoond.html", privacy, onthullingen=gevonden, begin=plaats is None, verder=verder), huis, privacy.sessie
    )
